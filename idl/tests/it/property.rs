//! What holds for every text, said once: the fuzz targets and the tests run the same functions.

use mrpc_idl::diagnostic::{Diagnostic, Label, Severity};
use mrpc_idl::lex::{self, Kind};
use mrpc_idl::load::Memory;
use mrpc_idl::render::{Format, Style, list};
use mrpc_idl::source::Sources;
use mrpc_idl::{compile, format, parse};

/// Whatever the bytes are, there is an answer; it points into the text, and it can be shown.
pub(crate) fn parse_check(bytes: &[u8]) {
    check("fuzz.mrpc", bytes);
}

/// The same for a `.proto` file.
pub(crate) fn proto_check(bytes: &[u8]) {
    check("fuzz.proto", bytes);
}

fn check(path: &str, bytes: &[u8]) {
    let compiled = compile(&Memory::new([(path, bytes)]), &[path.into()]);
    let is_wrong = compiled.diagnostics.iter().any(|report| report.severity == Severity::Error);
    assert_eq!(compiled.model.is_none(), is_wrong, "a model exists where there is no error, and only there");
    for report in &compiled.diagnostics {
        check_report(report, &compiled.sources);
    }
    for format in [Format::Human, Format::Short, Format::Json] {
        let shown = list(&compiled.diagnostics, &compiled.sources, format, &Style::default());
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "control characters stay inside");
    }
}

fn check_report(report: &Diagnostic, sources: &Sources) {
    let labels = std::iter::once(&report.primary).chain(&report.secondary);
    let spans = labels.map(|Label { span, .. }| *span);
    let patches = report.helps.iter().filter_map(|help| help.patch.as_ref());
    let edits = patches.flat_map(|patch| &patch.edits).map(|edit| edit.span);
    for span in spans.chain(edits) {
        let text = sources.get(span.source).text();
        assert!(text.get(span.range()).is_some(), "{}: {span:?} is no place in the text", report.code);
    }
    assert!(!report.title.is_empty() && !report.title.ends_with('.'), "{}: {}", report.code, report.title);
}

/// Formatting changes white space only, and once is enough. A text without mistakes keeps its meaning.
pub(crate) fn format_parse(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let once = format::format(text);
    assert_eq!(tokens(&once), tokens(text), "no token and no comment is lost, added or moved");
    if !syntax_errors(text) {
        assert_eq!(format::format(&once), once, "formatting twice is formatting once");
        assert!(!syntax_errors(&once), "what could be read can still be read:\n{once}");
    }
}

fn syntax_errors(text: &str) -> bool {
    let source = Sources::default().add("fuzz.mrpc", text);
    !parse::file(source, text).diagnostics.is_empty()
}

/// The tokens without the white space at the ends of their lines, which formatting may take away.
fn tokens(text: &str) -> Vec<(Kind, String)> {
    // A comment that is never closed takes in the end of the file.
    let trimmed = |text: &str| text.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let text = text.trim_start_matches('\u{feff}');
    lex::tokens(text).map(|token| (token.kind, trimmed(&text[token.range]))).collect()
}
