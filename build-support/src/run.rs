//! One run: from what was configured to what Cargo is told.

use std::fs;
use std::path::{Path, PathBuf};

use mrpc_gen::config::Config as Settings;
use mrpc_gen::{Options, Problem, generate};
use mrpc_idl::Compiled;
use mrpc_idl::diagnostic::{Diagnostic, Severity};
use mrpc_idl::lint::{Levels, lint};
use mrpc_idl::model::Model;
use mrpc_idl::render::{Style, short};
use mrpc_idl::source::Sources;

use crate::carrier::{self, Carriers};
use crate::configure::Config;
use crate::environment::{self, Environment};
use crate::error::{Error, Result};
use crate::input::Input;
use crate::instruction::Instruction;
use crate::only;
use crate::output::{Files, sweep, write};
use crate::plan::Plan;

/// More warnings than this tell no more.
const WARNINGS_MAX: usize = 20;

/// Below `OUT_DIR`, and ours alone.
const DIRECTORY: &str = "mrpc";

/// What a crate tells the next, below that directory.
const SCHEMA: &str = "schema.txt";

/// Compiles, writes what has changed, and gives what there is to tell Cargo.
pub(crate) fn run(config: &Config, environment: &Environment) -> Result<Vec<Instruction>> {
    let carriers = Carriers::read(&environment.carriers)?;
    let input = Input::find(config, environment, &carriers)?;
    let compiled = mrpc_idl::compile(&input.loader(), &input.entries);
    let Some(model) = &compiled.model else { return Err(Error::schema(&compiled)) };
    let mut warnings = unmatched(model, &config.options)?;
    let plan = Plan::of(model, config, &carriers)?;
    let own = plan.carrier(model, config, environment, &input);
    write_all(config, environment, model, &plan, &carrier::print(&own, &carriers)?)?;

    let mut said = vec![Instruction::RerunIfEnvChanged(environment::INCLUDE)];
    said.extend(watched(config, environment, &input, &compiled.sources));
    let mut levels = Levels::default();
    if let Some(path) = Settings::find(&environment.manifest_dir) {
        match Settings::read(&path) {
            Ok(settings) => levels = settings.levels,
            // Without them the schema is as right as before.
            Err(failure) => warnings.push(failure.to_string()),
        }
        said.push(Instruction::RerunIfChanged(path));
    }
    warnings.extend(advice(&compiled, &levels, &input));
    said.extend(first(warnings).into_iter().map(Instruction::Warning));
    if environment.has_links {
        said.push(Instruction::Metadata(environment::KEY, environment.out_dir.join(DIRECTORY).join(SCHEMA)));
    }
    Ok(said)
}

/// Paths that select nothing. What is not Rust will not become it, so that is an error.
fn unmatched(model: &Model, options: &Options) -> Result<Vec<String>> {
    let problems = options.problems(model);
    match problems.iter().find(|problem| matches!(problem, Problem::NotRust { .. })) {
        Some(wrong) => Err(Error::new(wrong.to_string())),
        None => Ok(problems.iter().map(ToString::to_string).collect()),
    }
}

fn write_all(config: &Config, environment: &Environment, model: &Model, plan: &Plan, schema: &str) -> Result {
    let generated = generate(model, &plan.options).into_iter().map(|output| (output.path, output.contents));
    let mut ours = Files::from([(SCHEMA.into(), schema.as_bytes().to_vec())]);
    match &config.out_dir {
        Some(directory) => write(directory, &generated.collect())?,
        None => ours.extend(generated.chain(only::files(model, &plan.references, &plan.own))),
    }
    let directory = environment.out_dir.join(DIRECTORY);
    write(&directory, &ours)?;
    sweep(&directory, &ours)
}

/// The files that were read, and the roots if all below them is compiled: there a file may come.
fn watched(config: &Config, environment: &Environment, input: &Input, sources: &Sources) -> Vec<Instruction> {
    // A file that is built in has a path and is nowhere; Cargo would run us again and again to look for it.
    let files = sources.iter().map(|(_, source)| PathBuf::from(source.path())).filter(|path| path.is_file());
    let written: Vec<&Path> =
        config.out_dir.as_deref().into_iter().chain([environment.out_dir.as_path()]).collect();
    // A build that changes what it watches is followed by another.
    let is_quiet = |root: &&PathBuf| !written.iter().any(|directory| is_below(directory, root));
    let roots = input.roots.iter().filter(|_| config.files.is_empty()).filter(is_quiet).cloned();
    files.chain(roots).map(Instruction::RerunIfChanged).collect()
}

fn is_below(path: &Path, root: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    real(path).starts_with(real(root))
}

/// What is unwise in the schema of this crate, a line each.
fn advice(compiled: &Compiled, levels: &Levels, input: &Input) -> Vec<String> {
    let is_own =
        |one: &Diagnostic| input.is_own(Path::new(compiled.sources.get(one.primary.span.source).path()));
    let found = compiled.diagnostics.iter().cloned().chain(lint(compiled, levels)).filter(is_own);
    // A lint that is denied refuses a change, in `mrpc-gen lint`. It must not refuse to build what was released
    // before there was that lint.
    let mild = found.map(|one| Diagnostic { severity: Severity::Warning, ..one });
    mild.map(|one| short(&one, &compiled.sources, &Style::default())).collect()
}

fn first(mut warnings: Vec<String>) -> Vec<String> {
    let left = warnings.len().saturating_sub(WARNINGS_MAX);
    if left > 0 {
        warnings.truncate(WARNINGS_MAX);
        warnings.push(format!("... and {left} more; `mrpc-gen lint` shows all"));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::{WARNINGS_MAX, run};
    use crate::configure::{Config, configure};
    use crate::environment::Environment;
    use std::fs;
    use std::path::PathBuf;

    /// A crate with these files below `idl/`.
    struct Crate(tempfile::TempDir);

    impl Crate {
        fn new(files: &[(&str, &str)]) -> Self {
            let directory = tempfile::tempdir().unwrap();
            for place in ["idl", "out"] {
                fs::create_dir(directory.path().join(place)).unwrap();
            }
            for (path, text) in files {
                let text = format!("edition 2026;\npackage {text}\n");
                fs::write(directory.path().join("idl").join(path), text).unwrap();
            }
            Self(directory)
        }

        fn at(&self, path: &str) -> PathBuf {
            self.0.path().join(path)
        }

        fn environment(&self) -> Environment {
            Environment {
                package: "a-crate".to_owned(),
                manifest_dir: self.0.path().to_owned(),
                out_dir: self.at("out"),
                has_links: false,
                carriers: Vec::new(),
                include: Vec::new(),
            }
        }

        /// What Cargo is told, without the directory of the crate.
        fn says(&self, config: &Config, environment: &Environment) -> Vec<String> {
            let here = format!("{}/", self.0.path().display());
            let said = run(config, environment).unwrap();
            said.iter().map(|line| line.to_string().replace(&here, "")).collect()
        }

        fn is_there(&self, path: &str) -> bool {
            self.at(path).exists()
        }
    }

    #[test]
    fn cargo_is_told_what_was_read_and_nothing_else() {
        let schema = Crate::new(&[
            ("a.mrpc", "a.v1;\nimport b.v1.M;\nmessage N { m: M = 1; }"),
            ("b.mrpc", "b.v1;\nmessage M {}"),
            ("c.mrpc", "c.v1;"),
        ]);
        let listed = configure().root(schema.at("idl")).file(schema.at("idl/a.mrpc"));
        let always = "cargo::rerun-if-env-changed=MRPC_INCLUDE";
        let files = ["cargo::rerun-if-changed=idl/a.mrpc", "cargo::rerun-if-changed=idl/b.mrpc"];
        assert_eq!(schema.says(&listed, &schema.environment()), [always, files[0], files[1]]);

        let all = configure().root(schema.at("idl"));
        let environment = Environment { has_links: true, ..schema.environment() };
        let expected = [
            always,
            files[0],
            files[1],
            "cargo::rerun-if-changed=idl/c.mrpc",
            "cargo::rerun-if-changed=idl",
            "cargo::metadata=mrpc_schema=out/mrpc/schema.txt",
        ];
        assert_eq!(schema.says(&all, &environment), expected);
    }

    #[test]
    fn a_root_that_is_written_into_is_not_watched() {
        let schema = Crate::new(&[("a.mrpc", "a.v1;")]);
        let says_root = |config: Config, root: &str| {
            let root = format!("cargo::rerun-if-changed={}", schema.at(root).display());
            let said = run(&config, &schema.environment()).unwrap();
            said.iter().any(|line| line.to_string().trim_end_matches('/') == root.trim_end_matches('/'))
        };
        assert!(says_root(configure().root(schema.at("idl")), "idl"));
        assert!(!says_root(configure().root(schema.at("idl")).out_dir(schema.at("idl/rust")), "idl"));
        assert!(!says_root(configure().root(schema.at("")), ""));
    }

    #[test]
    fn what_an_earlier_run_has_written_goes_where_all_is_ours() {
        let schema = Crate::new(&[("a.mrpc", "a.v1;"), ("b.mrpc", "b.v1;")]);
        let (config, environment) = (configure().root(schema.at("idl")), schema.environment());
        run(&config, &environment).unwrap();
        assert!(schema.is_there("out/mrpc/b.v1.rs") && schema.is_there("out/mrpc/only/b.v1.rs"));
        fs::remove_file(schema.at("idl/b.mrpc")).unwrap();
        fs::write(schema.at("out/other"), "").unwrap();
        run(&config, &environment).unwrap();
        assert!(!schema.is_there("out/mrpc/b.v1.rs") && !schema.is_there("out/mrpc/only/b.v1.rs"));
        assert!(schema.is_there("out/mrpc/a.v1.rs") && schema.is_there("out/other"));

        let elsewhere = config.out_dir(schema.at("rust"));
        fs::create_dir(schema.at("rust")).unwrap();
        fs::write(schema.at("rust/mine.rs"), "").unwrap();
        run(&elsewhere, &environment).unwrap();
        assert!(schema.is_there("rust/a.v1.rs") && schema.is_there("rust/mine.rs"));
        assert!(!schema.is_there("out/mrpc/a.v1.rs"));
    }

    #[test]
    fn a_mistake_leaves_what_was_right() {
        let schema = Crate::new(&[("a.mrpc", "a.v1;\nmessage M {}")]);
        let (config, environment) = (configure().root(schema.at("idl")), schema.environment());
        run(&config, &environment).unwrap();
        let right = fs::read(schema.at("out/mrpc/a.v1.rs")).unwrap();
        fs::write(schema.at("idl/a.mrpc"), "edition 2026;\npackage a.v1;\nmessage M { x: Y = 1; }\n")
            .unwrap();
        let error = run(&config, &environment).unwrap_err();
        assert!(format!("{error:?}").contains("error[E0301]: there is no type `Y`"), "{error}");
        assert_eq!(fs::read(schema.at("out/mrpc/a.v1.rs")).unwrap(), right);
    }

    #[test]
    fn an_option_that_is_not_rust_is_an_error() {
        let schema = Crate::new(&[("a.mrpc", "a.v1;\nmessage M {}")]);
        let config = configure().root(schema.at("idl")).attribute(".a.v1.M", "derive(Hash)");
        let error = run(&config, &schema.environment()).unwrap_err().to_string();
        assert_eq!(
            error,
            "`.attribute`: `derive(Hash)` is not an attribute of Rust, as in `#[derive(Hash)]`"
        );
    }

    #[test]
    fn many_warnings_are_cut() {
        let messages: String = (0..WARNINGS_MAX + 5).map(|at| format!("message m{at} {{}}\n")).collect();
        let schema = Crate::new(&[("a.mrpc", &format!("a.v1;\n{messages}"))]);
        let said = schema.says(&configure().root(schema.at("idl")), &schema.environment());
        let warnings: Vec<&String> = said.iter().filter(|line| line.starts_with("cargo::warning=")).collect();
        assert_eq!(warnings.len(), WARNINGS_MAX + 1);
        assert_eq!(warnings.last().unwrap(), &"cargo::warning=... and 5 more; `mrpc-gen lint` shows all");
    }

    #[test]
    fn advice_is_about_ones_own_schema() {
        let schema = Crate::new(&[("a.mrpc", "a.v1;\nimport b.v1.m;\nmessage N { m: m = 1; }")]);
        let other = Crate::new(&[("b.mrpc", "b.v1;\nmessage m {}")]);
        let environment = Environment { include: vec![other.at("idl")], ..schema.environment() };
        let said = schema.says(&configure().root(schema.at("idl")), &environment);
        assert!(schema.is_there("out/mrpc/b.v1.rs"), "it is imported");
        assert!(!said.iter().any(|line| line.starts_with("cargo::warning=")), "{said:?}");
    }
}
