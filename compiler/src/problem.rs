//! What is wrong with options: paths that select nothing, and texts that are not Rust.

use std::collections::BTreeSet;
use std::fmt;

use mrpc_idl::model::{Decl, Field, FieldType, Home, Model, ScalarType, Type};
use mrpc_idl::name::nearest;

use crate::options::{Options, attribute, is_path, selects};

/// Something in the options that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A path that selects nothing. That may be, as long as a schema changes.
    Unmatched {
        /// The option, as `mrpc_build` calls it.
        option: &'static str,
        /// The path.
        path: String,
        /// Why, or what it was probably meant to be.
        why: String,
    },
    /// An attribute or a path that is not Rust, which it will never be.
    NotRust {
        /// The option, as `mrpc_build` calls it.
        option: &'static str,
        /// What is not Rust.
        text: String,
        /// What is expected.
        expected: &'static str,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unmatched { option, path, why } => {
                write!(f, "`.{option}`: the path `{path}` selects nothing: {why}")
            }
            Self::NotRust { option, text, expected } => write!(f, "`.{option}`: `{text}` is not {expected}"),
        }
    }
}

impl Options {
    /// What has no effect. Generating goes on without it.
    #[must_use]
    pub fn problems(&self, model: &Model) -> Vec<Problem> {
        let mut problems = unmatched(model, self);
        let mut not_rust = |option, expected, text: &String| {
            problems.push(Problem::NotRust { option, text: text.clone(), expected });
        };
        for (_, text) in self.attributes.iter().filter(|(_, text)| attribute(text).is_none()) {
            not_rust("attribute", "an attribute of Rust, as in `#[derive(Hash)]`", text);
        }
        for (_, text) in self.extern_paths.iter().filter(|(_, text)| !is_path(text)) {
            not_rust(
                "extern_path",
                "an absolute path in Rust, as in `::common_idl` or `crate::common`",
                text,
            );
        }
        problems
    }
}

fn unmatched(model: &Model, options: &Options) -> Vec<Problem> {
    let names = Names::of(model);
    let firsts = |pairs: &[(String, String)]| pairs.iter().map(|(path, _)| path.clone()).collect();
    let kinds: [(&'static str, Vec<String>, Wanted); 4] = [
        ("extern_path", firsts(&options.extern_paths), Wanted { what: "package", fits: is_package }),
        ("attribute", firsts(&options.attributes), Wanted { what: "type", fits: has_attributes }),
        ("bytes", options.bytes.clone(), Wanted { what: "field of type `bytes`", fits: is_bytes }),
        ("hash_maps", options.hash_maps.clone(), Wanted { what: "map", fits: is_map }),
    ];
    let mut problems = Vec::new();
    for (option, paths, wanted) in kinds {
        for path in paths {
            if let Some(why) = names.why_unmatched(&path, &wanted) {
                problems.push(Problem::Unmatched { option, path, why });
            }
        }
    }
    problems
}

/// What an option is about.
struct Wanted {
    what: &'static str,
    /// Whether a path that covers this name has an effect on it.
    fits: fn(&Name, &str) -> bool,
}

fn is_package(name: &Name, _: &str) -> bool {
    matches!(name.kind, Kind::Package)
}

/// Types that are covered in any way; a field only by its own name.
fn has_attributes(name: &Name, path: &str) -> bool {
    matches!(name.kind, Kind::Type) || matches!(name.kind, Kind::Field(_)) && name.path == path
}

fn is_bytes(name: &Name, _: &str) -> bool {
    matches!(name.kind, Kind::Field(ty) if ty.element() == Type::Scalar(ScalarType::Bytes))
}

fn is_map(name: &Name, _: &str) -> bool {
    matches!(name.kind, Kind::Field(FieldType::Map(..)))
}

/// Something that has a name, by which it can be selected.
struct Name {
    path: String,
    kind: Kind,
}

enum Kind {
    Package,
    /// The beginning of a package's name.
    Part,
    Type,
    Field(FieldType),
}

struct Names(Vec<Name>);

impl Names {
    fn of(model: &Model) -> Self {
        let mut names = Self(Vec::new());
        for package in &model.packages {
            names.add(Kind::Package, package.name.clone());
        }
        let parts = model
            .packages
            .iter()
            .flat_map(|package| package.name.match_indices('.').filter_map(|(at, _)| package.name.get(..at)));
        parts.collect::<BTreeSet<_>>().into_iter().for_each(|part| names.add(Kind::Part, part.to_owned()));
        for message in &model.messages {
            let path = names.item(model, message.home, &message.decl, &message.fields);
            // An enum in Rust.
            message.oneofs.iter().for_each(|oneof| names.add_below(Kind::Type, &path, &oneof.decl));
        }
        for item in &model.enums {
            names.item(model, item.home, &item.decl, &[]);
        }
        for union in &model.unions {
            names.item(model, union.home, &union.decl, &union.fields);
        }
        names
    }

    fn item(&mut self, model: &Model, home: Home, decl: &Decl, fields: &[Field]) -> String {
        let path = model.full_name(home, decl);
        self.add(Kind::Type, path.clone());
        fields.iter().for_each(|field| self.add_below(Kind::Field(field.ty), &path, &field.decl));
        path
    }

    fn add_below(&mut self, kind: Kind, above: &str, decl: &Decl) {
        if decl.removed.is_none() {
            self.add(kind, format!("{above}.{}", decl.name.text));
        }
    }

    fn add(&mut self, kind: Kind, path: String) {
        self.0.push(Name { path, kind });
    }

    /// Nothing for a path that selects something.
    fn why_unmatched(&self, path: &str, wanted: &Wanted) -> Option<String> {
        let path = path.trim_start_matches('.');
        // It means whatever there is, and be it nothing.
        if path.is_empty() {
            return None;
        }
        let below: Vec<&Name> = self.0.iter().filter(|name| selects(path, &name.path)).collect();
        if below.iter().any(|name| (wanted.fits)(name, path)) {
            return None;
        }
        if !below.is_empty() {
            return Some(format!("there is no {} in it", wanted.what));
        }
        Some(match self.guess(path) {
            Some(guess) => format!("did you mean `.{guess}`?"),
            None => "nothing in the schema has that name".to_owned(),
        })
    }

    fn guess(&self, path: &str) -> Option<&str> {
        let paths = || self.0.iter().map(|name| name.path.as_str());
        // Whoever has left out the package, or a part of it, has the end right.
        let is_end = |name: &&str| name.strip_suffix(path).is_some_and(|rest| rest.ends_with('.'));
        let mut same_end = paths().filter(is_end);
        nearest(path, paths()).or_else(|| same_end.next().filter(|_| same_end.next().is_none()))
    }
}

#[cfg(test)]
mod tests {
    use crate::options::Options;
    use mrpc_idl::load::Memory;

    const SCHEMA: &str = "edition 2026;
package demo.user.v1;
message User {
  name: string = 1;
  photo: bytes = 2;
  labels: map<string, int64> = 3;
  oneof contact { mail: string = 4; }
  message Address { city: string = 1; }
}
enum Status { STATUS_UNSPECIFIED = 0; }
";

    fn check(change: impl FnOnce(&mut Options), expected: &[&str]) {
        let model = mrpc_idl::compile(&Memory::new([("a.mrpc", SCHEMA)]), &[]).model.unwrap();
        let mut options = Options::default();
        change(&mut options);
        let problems = options.problems(&model);
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    fn attribute(path: &str, expected: &[&str]) {
        check(|options| options.attributes.push((path.to_owned(), "#[a]".to_owned())), expected);
    }

    #[test]
    fn a_path_that_selects_something_is_fine() {
        for path in [
            ".",
            ".demo",
            ".demo.user.v1",
            ".demo.user.v1.User",
            ".demo.user.v1.User.Address.city",
            ".demo.user.v1.User.contact",
            "demo.user.v1.User",
        ] {
            attribute(path, &[]);
        }
        check(
            |options| options.bytes = vec![".".into(), ".demo".into(), ".demo.user.v1.User.photo".into()],
            &[],
        );
        check(|options| options.hash_maps = vec![".demo.user.v1.User".into()], &[]);
        check(|options| options.extern_paths = vec![(".demo".into(), "::a".into())], &[]);
    }

    #[test]
    fn a_slip_is_recognised() {
        let slip = |path: &str, guess: &str| {
            attribute(
                path,
                &[&format!("`.attribute`: the path `{path}` selects nothing: did you mean `{guess}`?")],
            );
        };
        slip(".demo.usr", ".demo.user");
        slip(".demo.usr.v1", ".demo.user.v1");
        slip(".demo.user.v1.Usr", ".demo.user.v1.User");
        slip(".User.Address", ".demo.user.v1.User.Address");
        slip("User", ".demo.user.v1.User");
        attribute(
            ".nothing.like.it",
            &[
                "`.attribute`: the path `.nothing.like.it` selects nothing: nothing in the schema has that name",
            ],
        );
    }

    #[test]
    fn what_is_there_but_of_another_kind_is_said() {
        check(
            |options| options.bytes = vec![".demo.user.v1.User.name".into()],
            &[
                "`.bytes`: the path `.demo.user.v1.User.name` selects nothing: there is no field of type `bytes` in it",
            ],
        );
        check(
            |options| options.hash_maps = vec![".demo.user.v1.Status".into()],
            &["`.hash_maps`: the path `.demo.user.v1.Status` selects nothing: there is no map in it"],
        );
        check(
            |options| options.extern_paths = vec![(".demo.user.v1.User.name".into(), "::a".into())],
            &[
                "`.extern_path`: the path `.demo.user.v1.User.name` selects nothing: there is no package in it",
            ],
        );
    }

    #[test]
    fn what_is_not_rust_is_said() {
        let path = |rust: &str, expected: &[&str]| {
            check(|options| options.extern_paths = vec![(".demo".into(), rust.into())], expected);
        };
        path("::a::b", &[]);
        path("crate::a", &[]);
        for text in ["a::b", "super::a", "::a b", ""] {
            let expected = format!(
                "`.extern_path`: `{text}` is not an absolute path in Rust, as in `::common_idl` or `crate::common`"
            );
            path(text, &[&expected]);
        }
        check(
            |options| options.attributes = vec![(".".into(), "derive(Hash)".into())],
            &["`.attribute`: `derive(Hash)` is not an attribute of Rust, as in `#[derive(Hash)]`"],
        );
    }
}
