//! The order of imports: W0106.
//!
//! Packages come first, by name, then files of protobuf, by path; the names between braces follow the
//! alphabet.

use super::context::Context;
use super::sink::Sink;
use crate::ast::{self, Import, ImportKind, ImportName};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::Span;

/// W0106
pub(super) fn imports(cx: &Context<'_>, sink: &mut Sink) {
    for file in cx.files {
        let Some(diagnostic) = out_of_place(file) else { continue };
        let sorted = sorted(file, cx.sources.get(file.source).text());
        let diagnostic = match sorted {
            Some(edit) => diagnostic.patch("sort them", vec![edit], Applicability::MachineApplicable),
            None => diagnostic.help("sort them; the comments between them are left to you"),
        };
        sink.at(diagnostic);
    }
}

/// A report about the first import, or name of an import, that should stand earlier.
fn out_of_place(file: &ast::File) -> Option<Diagnostic> {
    let report = |span: Span, what: String, before: &str| {
        Diagnostic::new(Code::W0106, span, "imports are not sorted")
            .label(format!("{what} comes before {before}"))
            .note("one order for all means that two people who add an import seldom touch the same line")
    };
    for pair in file.imports.windows(2) {
        if key(&pair[1]) < key(&pair[0]) {
            let (moved, other) = (key(&pair[1]).1, key(&pair[0]).1);
            let other = if moved == other { "the names of it".to_owned() } else { format!("`{other}`") };
            return Some(report(pair[1].span, format!("`{moved}`"), &other));
        }
    }
    for names in file.imports.iter().filter_map(names) {
        for pair in names.windows(2) {
            if pair[1].name.text < pair[0].name.text {
                let (moved, other) = (&pair[1].name, &pair[0].name);
                return Some(report(moved.span, format!("`{}`", moved.text), &format!("`{}`", other.text)));
            }
        }
    }
    None
}

/// What decides about the place: protobuf behind packages, the path, the whole before its names, the alias.
fn key(import: &Import) -> (bool, String, bool, &str) {
    let alias = import.alias.as_ref().map_or("", |alias| alias.text.as_str());
    match &import.kind {
        ImportKind::Path(path) => (false, path.text(), false, alias),
        ImportKind::Names { package, .. } => (false, package.text(), true, alias),
        ImportKind::Proto(file) => (true, file.value.clone(), false, alias),
    }
}

fn names(import: &Import) -> Option<&[ImportName]> {
    match &import.kind {
        ImportKind::Names { names, .. } => Some(names),
        ImportKind::Path(_) | ImportKind::Proto(_) => None,
    }
}

/// The whole block in order, each import with the comments that clearly belong to it; `None` where that is
/// not clear.
fn sorted(file: &ast::File, text: &str) -> Option<Edit> {
    let (first, last) = (file.imports.first()?, file.imports.last()?);
    // A comment above the block may be about the first import or about all of them.
    let package_end = file.package.as_ref().map_or(0, |package| package.span.range().end);
    let above = text.get(package_end..first.span.range().start)?;
    if !above.trim().is_empty() && !above.trim_end_matches([' ', '\t']).ends_with("\n\n") {
        return None;
    }
    let mut chunks = Vec::new();
    let mut start = first.span.range().start;
    for import in &file.imports {
        let end = end_of_line(text, import.span.range().end)?;
        let comments = attached(text.get(start..import.span.range().start)?)?;
        let trailing = &text[import.span.range().end..end];
        chunks.push((key(import), format!("{comments}{}{trailing}", with_sorted_names(import, text)?)));
        start = end;
    }
    chunks.sort_by(|a, b| a.0.cmp(&b.0));
    let lines: Vec<String> = chunks.into_iter().map(|(_, lines)| lines).collect();
    let span = Span::new(file.source, first.span.range().start..end_of_line(text, last.span.range().end)?);
    Some(Edit { span, text: lines.join("\n") })
}

/// Where what belongs to an import ends: behind its `;`, or behind a comment on the same line. `None` for a
/// comment that may go on.
fn end_of_line(text: &str, from: usize) -> Option<usize> {
    let line = text[from..].lines().next().unwrap_or_default();
    match line.trim_start() {
        rest if rest.starts_with("//") => Some(from + line.trim_end().len()),
        rest if rest.starts_with("/*") => None,
        _ => Some(from),
    }
}

/// The comment lines above an import; `None` if a blank line or a block comment makes it unclear whose they
/// are.
fn attached(between: &str) -> Option<String> {
    if between.trim().is_empty() {
        return Some(String::new());
    }
    let (lines, indent) = between.rsplit_once('\n')?;
    let lines: Vec<&str> = lines.trim_start().split('\n').map(str::trim).collect();
    let are_comments = indent.trim().is_empty() && lines.iter().all(|line| line.starts_with("//"));
    are_comments.then(|| lines.join("\n") + "\n")
}

/// The import as it is written, its names in order.
fn with_sorted_names(import: &Import, text: &str) -> Option<String> {
    let whole = import.span.range();
    let Some(names) = names(import) else { return Some(text[whole].to_owned()) };
    let spans: Vec<Span> = names.iter().map(whole_name).collect();
    let mut order: Vec<&ImportName> = names.iter().collect();
    order.sort_by(|a, b| a.name.text.cmp(&b.name.text));
    let mut result = String::new();
    let mut at = whole.start;
    for (slot, name) in spans.iter().zip(order) {
        let between = &text[at..slot.range().start];
        // A comment between the names would stay while its name goes.
        if between.contains('/') {
            return None;
        }
        result.push_str(between);
        result.push_str(&text[whole_name(name).range()]);
        at = slot.range().end;
    }
    let rest = &text[at..whole.end];
    result.push_str(rest);
    (!rest.contains('/')).then_some(result)
}

/// `PageToken as Token`
pub(super) fn whole_name(name: &ImportName) -> Span {
    name.alias.as_ref().map_or(name.name.span, |alias| name.name.span.to(alias.span))
}
