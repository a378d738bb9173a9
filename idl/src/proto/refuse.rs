//! What we say of `.proto` files that are malformed, and of what we do not support.

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit;
use crate::source::Span;

/// A rule of protobuf that a file breaks; `why` is what the crates say that know the rules.
pub(super) fn broken(span: Span, why: &str) -> Diagnostic {
    // A name that was derived is not in their report.
    let title = in_backticks(why).replace("a field with JSON name ``", "a field with this name in JSON");
    Diagnostic::new(Code::E0114, span, title)
        .note("this is a rule of protobuf; `protoc` refuses the file as well")
}

/// They write quotes where we write backticks.
fn in_backticks(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let (mut before, mut is_open) = (' ', false);
    while let Some(c) = chars.next() {
        let opens = !is_open && !before.is_alphanumeric();
        let closes = is_open && chars.peek().is_none_or(|next| !next.is_alphanumeric());
        if c == '\'' && (opens || closes) {
            is_open = opens;
            result.push('`');
        } else {
            result.push(c);
        }
        before = c;
    }
    result
}

fn unsupported(span: Span, title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::E0110, span, title)
}

/// `edition = "2023";`
pub(super) fn edition(span: Span) -> Diagnostic {
    unsupported(span, "editions of protobuf are not supported").help(PROTO3)
}

/// `syntax = "proto2";`, or none.
pub(super) fn proto2(span: Span, from: Option<Span>) -> Diagnostic {
    let report = unsupported(span, "this file is written in proto2, which is not supported")
        .note("a file that does not say its syntax is one of proto2")
        .help(PROTO3);
    with_import(report, from)
}

const PROTO3: &str = "files of proto3 can be imported; they begin with `syntax = \"proto3\";`";

/// A file without `package`.
pub(super) fn no_package(span: Span, from: Option<Span>) -> Diagnostic {
    let report = unsupported(span, "this file has no package")
        .note("a package becomes a module, and the beginning of every full name")
        .help("give it one: `package demo.user.v1;`");
    with_import(report, from)
}

/// A package of `.mrpc` files and of `.proto` files.
pub(super) fn shared_package(span: Span, package: &str, proto: Span) -> Diagnostic {
    unsupported(span, format!("package `{package}` is one of `.proto` files, too"))
        .also(proto, "declared here")
        .help("give one of the two another name: a package is written in one language")
}

/// `extend` of anything but options.
pub(super) fn extension(span: Span, extendee: &str) -> Diagnostic {
    unsupported(
        span,
        format!("fields that are added to `{}` are not supported", extendee.trim_start_matches('.')),
    )
    .label("an extension")
    .note("extensions that define options are passed over")
    .help("put the field into the message")
}

/// A type out of a file that is not lowered.
pub(super) fn proto2_type(span: Span, name: &str) -> Diagnostic {
    unsupported(
        span,
        format!("`{}` is a type of proto2, which is not supported", name.trim_start_matches('.')),
    )
    .label("used here")
    .help("a file of proto2 may be imported for the options that it defines, and not for its types")
}

fn with_import(report: Diagnostic, from: Option<Span>) -> Diagnostic {
    match from {
        Some(from) => report.also(from, "imported here"),
        None => report,
    }
}

/// `import "x.proto";` that leads nowhere.
pub(super) fn not_found(span: Span, name: &str, roots: &[String]) -> Diagnostic {
    Diagnostic::new(Code::E0103, span, format!("there is no file `{name}`"))
        .label("not found below any root")
        .note(format!("searched for `{name}` below {}", crate::load::report::listed(roots)))
}

/// An import of a path that would leave the roots.
pub(super) fn leaves_root(span: Span, why: &str) -> Diagnostic {
    Diagnostic::new(Code::E0111, span, "this path cannot be imported").label(why)
}

/// `import proto "google/protobuf/timestamp.proto";`
pub(super) fn built_in(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::E0103, span, format!("`{name}` is built in, not imported"))
        .help("remove the import: `Timestamp`, `Duration`, `Any` and the others are known in every file")
}

/// Files that import each other.
pub(super) fn circle(span: Span, names: &[&str]) -> Diagnostic {
    let circle = crate::name::circle(names.iter().copied());
    Diagnostic::new(Code::E0114, span, format!("`.proto` files import each other: {circle}"))
        .label("closes the circle")
        .note("this is a rule of protobuf; `protoc` refuses the file as well")
}

/// A chain of imports beyond the limit.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    let title = format!("a chain of more than {} imports ends here", limit::IMPORT_DEPTH_MAX);
    Diagnostic::new(Code::E0112, span, title).help("import what is needed directly")
}

/// More members than any generated code should have.
pub(super) fn too_many_members(span: Span) -> Diagnostic {
    let title = format!("more than {} members and reserved ranges", limit::MEMBERS_MAX);
    Diagnostic::new(Code::E0413, span, title)
        .help("split it: what belongs together can be a message of its own")
}
