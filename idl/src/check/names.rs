//! What every name that an author gives must be.

use super::family::Reports;
use crate::ast::{File, Ident};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::ScalarType;
use crate::name::RESERVED_PREFIX;
use crate::resolve::reserved_prefix;

/// Whether `name` may be given at all.
pub(super) fn check(name: &Ident, reports: &mut Reports) {
    if let Some(stranger) = name.text.chars().find(|c| !c.is_ascii()) {
        reports.push(
            Diagnostic::new(Code::E0206, name.span, format!("`{}` is not ASCII", name.text))
                .label(format!("`{stranger}` is U+{:04X}", u32::from(stranger)))
                .note("a name travels to languages and tools that know `a` to `z`, digits and `_` only"),
        );
    } else if name.text.starts_with(RESERVED_PREFIX) {
        reports.push(reserved_prefix(name.span));
    }
}

/// The name of something that a path can lead to. Ours for scalars and values mean what they always mean.
pub(super) fn check_declared(name: &Ident, reports: &mut Reports) {
    check(name, reports);
    let text = name.text.as_str();
    if ScalarType::from_word(text).is_some() {
        let note = "where protobuf reads it as a type, it means the scalar";
        reports.push(built_in(name, "a scalar").note(note));
    }
}

/// The name of a constant, which stands where values do.
pub(super) fn check_const(name: &Ident, reports: &mut Reports) {
    check_declared(name, reports);
    match name.text.as_str() {
        "true" | "false" => reports.push(built_in(name, "a value")),
        "max" => reports.push(built_in(name, "the end of a range")),
        _ => {}
    }
}

fn built_in(name: &Ident, what: &str) -> Diagnostic {
    Diagnostic::new(Code::E0201, name.span, format!("`{}` is {what} already", name.text))
        .label("defined again here")
        .help("choose another name")
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

/// Names that become `ours` in Rust, which generated code has already.
pub(super) fn check_ours(named: &[(&Ident, String)], ours: &str, code: Code, reports: &mut Reports) {
    for (name, _) in named.iter().filter(|(_, becomes)| becomes == ours) {
        reports.push(
            Diagnostic::new(
                code,
                name.span,
                format!("`{}` becomes `{ours}` in Rust, which is ours", name.text),
            )
            .label("generated code has one already")
            .help("rename it, or give it a name for Rust alone: `@rust(name = \"…\")`"),
        );
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
