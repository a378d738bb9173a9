//! What every name that an author gives must be.

use super::family::Reports;
use crate::ast::{File, Ident};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::ScalarType;
use crate::name::RESERVED_PREFIX;

/// Whether `name` may be given at all.
pub(super) fn check(name: &Ident, reports: &mut Reports) {
    if let Some(stranger) = name.text.chars().find(|c| !c.is_ascii()) {
        reports.push(
            Diagnostic::new(Code::E0206, name.span, format!("`{}` is not ASCII", name.text))
                .label(format!("`{stranger}` is U+{:04X}", u32::from(stranger)))
                .note("a name travels to languages and tools that know `a` to `z`, digits and `_` only"),
        );
    } else if name.text.starts_with(RESERVED_PREFIX) {
        reports.push(
            Diagnostic::new(
                Code::E0205,
                name.span,
                format!("names that begin with `{RESERVED_PREFIX}` are ours"),
            )
            .note("generated code uses them, so that it never meets a name of yours")
            .help("choose another name"),
        );
    }
}

/// Whether a type may have this name: one that hid a scalar would change what every field beside it means.
pub(super) fn check_type(name: &Ident, reports: &mut Reports) {
    check(name, reports);
    if ScalarType::from_word(&name.text).is_some() {
        reports.push(
            Diagnostic::new(Code::E0201, name.span, format!("`{}` is defined twice", name.text))
                .label("again here")
                .note("it is the name of a built-in type")
                .help("choose another name: types are written in PascalCase"),
        );
    }
}

/// The parts of the package's name.
pub(super) fn check_package(file: &File, reports: &mut Reports) {
    for segment in file.package.iter().flat_map(|package| &package.path.segments) {
        check(segment, reports);
    }
}

/// Names that are given twice among `named`, which share a scope. Each comes with what it names.
pub(super) fn check_twice<'a>(
    named: impl IntoIterator<Item = (&'a Ident, &'static str)>,
    code: Code,
    reports: &mut Reports,
) {
    let mut seen = std::collections::HashMap::new();
    for (name, what) in named {
        let Some((first, first_what)) = seen.insert(name.text.as_str(), (name, what)) else { continue };
        // The first stays first, however often it comes again.
        seen.insert(name.text.as_str(), (first, first_what));
        reports.push(
            Diagnostic::new(code, name.span, format!("`{}` is defined twice", name.text))
                .label(format!("again, as {what}"))
                .also(first.span, format!("first here, as {first_what}")),
        );
    }
}

/// Names of which generated code would make one and the same; each comes with what it becomes. Names that are
/// equal are another rule's.
pub(super) fn check_equal<'a>(
    named: impl IntoIterator<Item = (&'a Ident, String)>,
    report: impl Fn(&Ident, &Ident, &str) -> Diagnostic,
    reports: &mut Reports,
) {
    let mut seen: std::collections::HashMap<String, &Ident> = std::collections::HashMap::new();
    for (name, becomes) in named {
        match seen.get(&becomes) {
            Some(first) if first.text != name.text => reports.push(report(first, name, &becomes)),
            Some(_) => {}
            None => {
                seen.insert(becomes, name);
            }
        }
    }
}

/// Two names that become one in Rust.
pub(super) fn equal_in_rust(first: &Ident, name: &Ident, becomes: &str) -> Diagnostic {
    Diagnostic::new(
        Code::E0202,
        name.span,
        format!("`{}` and `{}` are both `{becomes}` in Rust", first.text, name.text),
    )
    .label("the second")
    .also(first.span, "the first")
    .help("rename one, or give it a name for Rust alone: `@rust(name = \"…\")`")
}
