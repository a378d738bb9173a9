//! One package without the tree of modules: what `include_mrpc!("demo.user.v1")` includes.
//!
//! Generated code finds another package by its place in the tree. Where the tree is missing the compiler could
//! only say that some `super::super` leads nowhere, so a package that needs others of this crate says it itself.

use std::collections::BTreeSet;
use std::path::PathBuf;

use mrpc_idl::model::{Model, PackageId};

use crate::output::Files;

/// The directory of these files, below that of all others.
const DIRECTORY: &str = "only";

/// A file for each of the packages `own`, which this crate generates.
pub(crate) fn files(model: &Model, references: &[BTreeSet<PackageId>], own: &BTreeSet<PackageId>) -> Files {
    let file = |id: &PackageId| {
        let name = &model[*id].name;
        let others = references[id.index()].intersection(own).map(|other| model[*other].name.as_str());
        let path = PathBuf::from(DIRECTORY).join(format!("{name}.rs"));
        (path, text(name, &others.collect::<Vec<_>>()).into_bytes())
    };
    own.iter().map(file).collect()
}

fn text(package: &str, others: &[&str]) -> String {
    let Some(first) = others.first() else { return format!("include!(\"../{package}.rs\");\n") };
    let more = match others.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    format!(
        "compile_error!(\"package `{package}` cannot be included alone: it uses `{first}`{more}; \
         include the whole tree with `mrpc::include_mrpc!();`\");\n"
    )
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_package_that_needs_others_says_so() {
        assert_eq!(text("a.v1", &[]), "include!(\"../a.v1.rs\");\n");
        assert_eq!(
            text("a.v1", &["b.v1"]),
            "compile_error!(\"package `a.v1` cannot be included alone: it uses `b.v1`; \
             include the whole tree with `mrpc::include_mrpc!();`\");\n"
        );
        assert!(text("a.v1", &["b.v1", "c.v1", "d.v1"]).contains("it uses `b.v1` and 2 more;"));
    }
}
