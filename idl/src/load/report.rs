//! What we say of files that cannot be read and packages that cannot be found.

use std::path::Path;

use super::{Found, LoadedFile, ReadError};
use crate::ast;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit;
use crate::source::{Sources, Span};

/// As many files are named in one note; more tell no more.
const FILES_SHOWN_MAX: usize = 3;

/// A file that could not be read becomes a source all the same, so that its report has a place.
#[must_use]
pub fn unreadable(path: &Path, error: ReadError, sources: &mut Sources) -> Diagnostic {
    let shown = path.display().to_string();
    let at_path = |sources: &mut Sources| Span::new(sources.add(shown.clone(), ""), 0..0);
    match error {
        ReadError::NotFound => {
            Diagnostic::new(Code::E0014, at_path(sources), format!("there is no file `{shown}`"))
        }
        ReadError::NotAFile(what) => {
            Diagnostic::new(Code::E0014, at_path(sources), format!("`{shown}` cannot be read: it is {what}"))
        }
        ReadError::Io(why) => {
            Diagnostic::new(Code::E0014, at_path(sources), format!("`{shown}` cannot be read: {why}"))
        }
        ReadError::TooLarge => Diagnostic::new(
            Code::E0012,
            at_path(sources),
            format!("`{shown}` is larger than {} MiB", limit::FILE_BYTES_MAX >> 20),
        )
        .help("split it: the files of one package see each other's names without an import"),
        ReadError::LeavesRoot => Diagnostic::new(
            Code::E0111,
            at_path(sources),
            format!("`{shown}` is a link that leaves its root"),
        )
        .help("put a copy below the root, or name the directory that it leads to as a root of its own"),
        ReadError::NotUtf8 { valid, is_utf16 } => not_utf8(&shown, valid, is_utf16, sources),
    }
}

fn not_utf8(path: &str, valid: String, is_utf16: bool, sources: &mut Sources) -> Diagnostic {
    let end = valid.len();
    let span = Span::new(sources.add(path, valid), end..end);
    let encoding = if is_utf16 { "UTF-16, not UTF-8" } else { "not UTF-8" };
    let report = Diagnostic::new(Code::E0006, span, format!("`{path}` is {encoding}"));
    let report =
        if is_utf16 { report } else { report.label(format!("the byte at offset {end} begins no character")) };
    report.help("save the file as UTF-8")
}

/// The package that an import asks for, as far as it can be told: behind it may stand the name of an item.
pub(super) struct Wanted {
    package: String,
    span: Span,
}

impl Wanted {
    /// What `path` asks for. Packages are written in small letters, so a last part with a capital is an item.
    pub(super) fn new(path: &ast::Path, may_be_item: bool) -> Self {
        let package = match path.segments.as_slice() {
            [package @ .., last] if may_be_item && last.text.starts_with(char::is_uppercase) => package,
            all => all,
        };
        let (package, last) = match package.last() {
            Some(last) => (package, last),
            None => (path.segments.as_slice(), &path.segments[path.segments.len() - 1]),
        };
        let names: Vec<&str> = package.iter().map(|segment| segment.text.as_str()).collect();
        Self { package: names.join("."), span: Span { end: last.span.end, ..path.span } }
    }

    pub(super) fn package(&self) -> &str {
        &self.package
    }
}

/// An import of what every file has.
pub(super) fn built_in(path: &ast::Path) -> Diagnostic {
    Diagnostic::new(Code::E0103, path.span, format!("`{}` is built in, not imported", path.text()))
        .help("remove the import: `Timestamp`, `Duration`, `Any` and the others are known in every file")
}

/// An import that leads nowhere.
pub(super) fn not_found(
    wanted: &Wanted,
    near: Option<&str>,
    roots: &[String],
    refused: &[String],
    unnamed: &[String],
) -> Diagnostic {
    let Wanted { package, span } = wanted;
    let mut report = Diagnostic::new(Code::E0103, *span, format!("there is no package `{package}`"))
        .label("not found below any root")
        .note(format!("searched for files that say `package {package};` below {}", listed(roots)));
    for file in refused.iter().take(FILES_SHOWN_MAX) {
        report = report.note(format!("`{file}` was not looked at: it is a link that leaves its root"));
    }
    for file in unnamed.iter().take(FILES_SHOWN_MAX) {
        report = report.note(format!("`{file}` does not say its package"));
    }
    match near {
        Some(near) => report.suggest(format!("there is a package `{near}`"), *span, near),
        None => report,
    }
}

/// An import of ours with quotes around it: of a file, or of a package by its name.
pub(super) fn in_quotes(text: &ast::Text, import: &ast::Import, package: Option<&str>) -> Diagnostic {
    let report = Diagnostic::new(Code::E0010, text.span, "an import names a package, not a file")
        .note("files of a package may stand anywhere; those that need it should not have to know where");
    let Some(package) = package else {
        return report.help("write the name behind `package` in that file: `import demo.user.v1;`");
    };
    let before = Span { end: text.span.end, ..import.span };
    report.fix(format!("write `import {package}`"), before, format!("import {package}"))
}

/// Adds advice where a shorter path is that of a package: then something nested in it was meant.
pub(super) fn with_parent(
    report: Diagnostic,
    path: &ast::Path,
    is_package: impl Fn(&str) -> bool,
) -> Diagnostic {
    let names: Vec<&str> = path.segments.iter().map(|segment| segment.text.as_str()).collect();
    // Nobody nests deeper, and a path may have any number of parts.
    let lengths = (names.len().saturating_sub(4).max(1)..names.len().saturating_sub(1)).rev();
    let Some(length) = lengths.into_iter().find(|&length| is_package(&names[..length].join("."))) else {
        return report;
    };
    let (package, outer) = (names[..length].join("."), path.segments[length].clone());
    let rest = Span { start: outer.span.end, ..path.span };
    report
        .note(format!("there is a package `{package}`; what is nested in a message is not imported"))
        .suggest(format!("import `{}`, and write `{}`", outer.text, names[length..].join(".")), rest, "")
}

/// More files than one run reads.
pub(crate) fn too_many(place: &str, roots: &[String], sources: &mut Sources) -> Diagnostic {
    let span = Span::new(sources.add(roots.join(", "), ""), 0..0);
    let title = format!("more than {} files {place}", grouped(limit::FILES_MAX));
    Diagnostic::new(Code::E0113, span, title)
        .help("name directories that hold schemas and nothing else: `roots = [\"idl\"]` in mrpc.toml")
}

/// `file`, whose package has its first file below another root.
pub(super) fn two_roots(
    file: &LoadedFile,
    first: &Found,
    root: usize,
    place: Span,
    roots: &[String],
) -> Diagnostic {
    let shown = |root: usize| roots.get(root).cloned().unwrap_or_default();
    Diagnostic::new(Code::E0109, place, format!("package `{}` lies in two roots", file.package))
        .label(format!("here below `{}`", shown(root)))
        .note(format!("`{}` belongs to it too, below `{}`", first.path.display(), shown(first.root)))
        .help("keep all files of a package below one root, or give one of the two another name")
}

/// `10000` as `10,000`.
fn grouped(number: usize) -> String {
    match (number / 1000, number % 1000) {
        (0, small) => small.to_string(),
        (large, small) => format!("{},{small:03}", grouped(large)),
    }
}

/// Some paths in quotes.
pub(crate) fn listed(paths: &[String]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    if quoted.is_empty() { "no root".to_owned() } else { quoted.join(", ") }
}

/// A path in `import proto "…"` that would leave the roots.
pub(super) fn leaves_root(path: &ast::Text, why: &str) -> Diagnostic {
    Diagnostic::new(Code::E0111, path.span, "this path cannot be imported")
        .label(why)
        .help("write the path from a root, as in `google/type/latlng.proto`")
}

/// What is wrong with the path in `import proto "…"`, if anything is: such a path is read below the roots, and
/// nothing in it may lead out of them.
pub(crate) fn wrong_path(path: &str) -> Option<&'static str> {
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    if path.is_empty() {
        Some("it is empty")
    } else if path.contains('\0') {
        Some("it holds a zero character")
    } else if path.contains('\\') {
        Some("it holds a `\\`; directories are separated by `/`")
    } else if path.starts_with('/') || is_drive {
        Some("it is absolute")
    } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        Some("`.`, `..` and empty parts are not allowed in it")
    } else {
        None
    }
}
