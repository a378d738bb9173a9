//! What we say of files that cannot be read and packages that cannot be found.

use std::path::Path;

use super::ReadError;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit;
use crate::name;
use crate::source::{Sources, Span};

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

/// An import that leads nowhere.
pub(super) fn not_found<'a>(
    path: &str,
    span: Span,
    roots: &[String],
    packages: impl Iterator<Item = &'a str>,
    refused: &[String],
) -> Diagnostic {
    let mut report = Diagnostic::new(Code::E0103, span, format!("there is no package `{path}`"))
        .label("not found below any root")
        .note(format!("searched for files that say `package {path};` below {}", list(roots)));
    for file in refused {
        report = report.note(format!("`{file}` was not looked at: it is a link that leaves its root"));
    }
    match name::nearest(path, packages) {
        Some(near) => report.suggest(format!("there is a package `{near}`"), span, near),
        None => report,
    }
}

fn list(roots: &[String]) -> String {
    let quoted: Vec<String> = roots.iter().map(|root| format!("`{root}`")).collect();
    if quoted.is_empty() { "no root".to_owned() } else { quoted.join(", ") }
}

/// What is wrong with the path in `import proto "…"`, if anything is: such a path is read below the roots, and
/// nothing in it may lead out of them.
pub(super) fn wrong_path(path: &str) -> Option<&'static str> {
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
