//! What every `Cargo.toml` takes from the workspace, so that it is said once.

use toml::{Table, Value};

use super::problem::Problem;
use super::tree::Tree;

/// The `Cargo.toml` of one package.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) dependencies: Vec<Dependency>,
    text: String,
    table: Table,
}

/// One entry of a dependency table, of whatever kind and for whatever target.
#[derive(Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) line: usize,
    /// Whether only tests, examples and benchmarks see it.
    pub(crate) is_dev: bool,
    is_inherited: bool,
}

const INHERITED: [&str; 3] = ["edition", "rust-version", "license"];
const DEPENDENCY_TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

impl Manifest {
    /// Nothing for a file without a package, and for a package in a workspace of its own.
    pub(crate) fn parse(path: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Self> {
        let table = match text.parse::<Table>() {
            Ok(table) => table,
            Err(error) => {
                problems.push(Problem::new(path, 1, "manifest", format!("not TOML: {}", error.message())));
                return None;
            }
        };
        if table.contains_key("workspace") {
            return None;
        }
        let name = table.get("package")?.get("name")?.as_str()?.to_owned();
        let mut dependencies = dependencies(&table, text);
        let targets = table.get("target").and_then(Value::as_table);
        for target in targets.into_iter().flat_map(Table::values).filter_map(Value::as_table) {
            dependencies.extend(self::dependencies(target, text));
        }
        Some(Self { path: path.to_owned(), name, dependencies, text: text.to_owned(), table })
    }

    fn dir(&self) -> &str {
        self.path.strip_suffix("/Cargo.toml").unwrap_or_default()
    }
}

/// Checks one package of the workspace.
pub(crate) fn check(manifest: &Manifest, tree: &Tree, problems: &mut Vec<Problem>) {
    let path = manifest.path.as_str();
    let package = manifest.table.get("package").and_then(Value::as_table);
    for key in INHERITED {
        if !package.and_then(|package| package.get(key)).is_some_and(is_inherited) {
            let line = line_of_key(&manifest.text, key);
            problems.push(Problem::new(path, line, "inherit", format!("write `{key}.workspace = true`")));
        }
    }
    if !manifest.table.get("lints").is_some_and(is_inherited) {
        problems.push(Problem::new(path, 1, "inherit", "add `[lints]` with `workspace = true`"));
    }
    for Dependency { name, line, is_inherited, .. } in &manifest.dependencies {
        if !is_inherited {
            let advice =
                format!("put `{name}` in [workspace.dependencies] and write `{name}.workspace = true`");
            problems.push(Problem::new(path, *line, "inherit", advice));
        }
    }
    for root in roots(manifest, tree) {
        let is_forbidden = tree.text(&root).is_some_and(|text| text.contains("#![forbid(unsafe_code)]"));
        if !is_forbidden {
            problems.push(Problem::new(&root, 1, "forbid-unsafe", "add `#![forbid(unsafe_code)]`"));
        }
    }
}

/// The files that are a crate's root: the library and each program.
fn roots(manifest: &Manifest, tree: &Tree) -> Vec<String> {
    let src = format!("{}/src", manifest.dir());
    let mut roots = vec![format!("{src}/lib.rs"), format!("{src}/main.rs")];
    let bin = format!("{src}/bin");
    roots
        .extend(tree.names_in(&bin).filter(|name| name.ends_with(".rs")).map(|name| format!("{bin}/{name}")));
    roots.retain(|root| tree.has(root));
    roots
}

fn dependencies(table: &Table, text: &str) -> Vec<Dependency> {
    let tables = DEPENDENCY_TABLES.iter().filter_map(|kind| Some((*kind, table.get(*kind)?.as_table()?)));
    let entries = tables.flat_map(|(kind, entries)| entries.iter().map(move |entry| (kind, entry)));
    let dependency = |(kind, (name, value)): (&str, (&String, &Value))| Dependency {
        name: name.clone(),
        line: line_of_key(text, name),
        is_dev: kind == "dev-dependencies",
        is_inherited: is_inherited(value),
    };
    entries.map(dependency).collect()
}

fn is_inherited(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// The line that sets `key`; the first line when it is spelled in a way that a line cannot show.
fn line_of_key(text: &str, key: &str) -> usize {
    let sets = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with([' ', '=', '.']));
    text.lines().position(sets).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::made_of;

    const GOOD: &str = "[package]\nname = \"a\"\nedition.workspace = true\nrust-version.workspace = true\n\
        license.workspace = true\n[lints]\nworkspace = true\n[dependencies]\nb.workspace = true\n\
        c = { workspace = true, features = [\"d\"] }\n";

    fn check_text(text: &str) -> Vec<String> {
        let tree =
            made_of(&[("a/src/lib.rs", "#![forbid(unsafe_code)]"), ("a/src/bin/tool.rs", "fn main() {}")]);
        let mut problems = Vec::new();
        if let Some(manifest) = Manifest::parse("a/Cargo.toml", text, &mut problems) {
            check(&manifest, &tree, &mut problems);
        }
        problems.iter().map(ToString::to_string).filter(|line| !line.contains("tool.rs")).collect()
    }

    #[test]
    fn an_inheriting_package_is_fine() {
        assert_eq!(check_text(GOOD), [""; 0]);
    }

    #[test]
    fn what_is_not_inherited_is_found() {
        let own = check_text(&GOOD.replace("edition.workspace = true", "edition = \"2021\""));
        assert_eq!(own, ["a/Cargo.toml:3: inherit: write `edition.workspace = true`"]);
        let none = check_text(&GOOD.replace("license.workspace = true\n", ""));
        assert_eq!(none, ["a/Cargo.toml:1: inherit: write `license.workspace = true`"]);
        let lints = check_text(&GOOD.replace("[lints]\nworkspace = true\n", ""));
        assert_eq!(lints, ["a/Cargo.toml:1: inherit: add `[lints]` with `workspace = true`"]);
    }

    #[test]
    fn a_version_of_its_own_is_found() {
        let advice = "inherit: put `b` in [workspace.dependencies] and write `b.workspace = true`";
        assert_eq!(
            check_text(&GOOD.replace("b.workspace = true", "b = \"1\"")),
            [format!("a/Cargo.toml:9: {advice}")]
        );
        let target = format!("{GOOD}[target.'cfg(unix)'.dev-dependencies]\ne = \"1\"\n");
        assert_eq!(check_text(&target).len(), 1);
    }

    #[test]
    fn a_root_that_allows_unsafe_code_is_found() {
        let tree = made_of(&[("a/src/bin/tool.rs", "fn main() {}")]);
        let mut problems = Vec::new();
        check(&Manifest::parse("a/Cargo.toml", GOOD, &mut problems).unwrap(), &tree, &mut problems);
        assert_eq!(
            problems[0].to_string(),
            "a/src/bin/tool.rs:1: forbid-unsafe: add `#![forbid(unsafe_code)]`"
        );
    }

    #[test]
    fn a_broken_manifest_is_found_and_another_workspace_is_not_ours() {
        assert_eq!(check_text("[package").len(), 1);
        assert_eq!(check_text("[workspace]\n[package]\nname = \"fuzz\"\n"), [""; 0]);
    }
}
