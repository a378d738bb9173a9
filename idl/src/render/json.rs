//! For programs: what `rustc --error-format=json` prints, so what reads that reads this.
//!
//! Columns count characters from 1, `column_end` is just after the last one; bytes count from 0.

use serde::Serialize;

use super::human::{Style, human};
use super::sanitize::sanitize_json;
use super::window::inside;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Help, Label, Severity};
use crate::source::{Sources, Span};

/// Most lines of source in one span.
const LINES_MAX: usize = 100;

/// A longer line of source is left out.
const LINE_BYTES_MAX: usize = 16 << 10;

#[derive(Serialize)]
struct Report<'a> {
    #[serde(rename = "$message_type")]
    message_type: &'static str,
    #[serde(flatten)]
    message: Message<'a>,
}

#[derive(Serialize)]
struct Message<'a> {
    message: &'a str,
    code: Option<CodeOut>,
    level: &'static str,
    spans: Vec<SpanOut<'a>>,
    children: Vec<Self>,
    rendered: Option<String>,
}

#[derive(Serialize)]
struct CodeOut {
    code: &'static str,
    explanation: Option<&'static str>,
}

#[derive(Serialize)]
struct SpanOut<'a> {
    file_name: &'a str,
    byte_start: usize,
    byte_end: usize,
    line_start: usize,
    line_end: usize,
    column_start: usize,
    column_end: usize,
    is_primary: bool,
    text: Vec<LineOut<'a>>,
    label: Option<&'a str>,
    suggested_replacement: Option<&'a str>,
    suggestion_applicability: Option<&'static str>,
    expansion: Option<()>,
}

#[derive(Serialize)]
struct LineOut<'a> {
    text: &'a str,
    highlight_start: usize,
    highlight_end: usize,
}

/// The report as one line of JSON, without a line break at the end.
#[must_use]
pub fn json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let secondary = diagnostic.secondary.iter().map(|label| label_out(label, false, sources));
    let notes = diagnostic.notes.iter().map(|note| child("note", note, Vec::new()));
    let helps = diagnostic.helps.iter().map(|help| help_out(help, sources));
    let message = Message {
        message: &diagnostic.title,
        code: Some(CodeOut { code: diagnostic.code.as_str(), explanation: None }),
        level: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        spans: std::iter::once(label_out(&diagnostic.primary, true, sources)).chain(secondary).collect(),
        children: notes.chain(helps).collect(),
        rendered: Some(human(diagnostic, sources, &Style::default()) + "\n"),
    };
    let report = Report { message_type: "diagnostic", message };
    let written = serde_json::to_string(&report).expect("strings, numbers and lists of them are always JSON");
    sanitize_json(&written)
}

fn child<'a>(level: &'static str, message: &'a str, spans: Vec<SpanOut<'a>>) -> Message<'a> {
    Message { message, code: None, level, spans, children: Vec::new(), rendered: None }
}

fn help_out<'a>(help: &'a Help, sources: &'a Sources) -> Message<'a> {
    let Some(patch) = &help.patch else {
        return child("help", &help.text, Vec::new());
    };
    let edits = patch.edits.iter().map(|edit| edit_out(edit, patch.applicability, sources));
    child("help", &help.text, edits.collect())
}

fn label_out<'a>(label: &'a Label, is_primary: bool, sources: &'a Sources) -> SpanOut<'a> {
    let label_text = (!label.text.is_empty()).then_some(&*label.text);
    SpanOut { is_primary, label: label_text, ..span_out(label.span, sources) }
}

fn edit_out<'a>(edit: &'a Edit, applicability: Applicability, sources: &'a Sources) -> SpanOut<'a> {
    SpanOut {
        is_primary: true,
        suggested_replacement: Some(&edit.text),
        suggestion_applicability: Some(match applicability {
            Applicability::MachineApplicable => "MachineApplicable",
            Applicability::MaybeIncorrect => "MaybeIncorrect",
            Applicability::HasPlaceholders => "HasPlaceholders",
        }),
        ..span_out(edit.span, sources)
    }
}

fn span_out(span: Span, sources: &Sources) -> SpanOut<'_> {
    let source = sources.get(span.source);
    let range = inside(source.text(), span);
    let (start, end) = (source.position(span.start), source.position(span.end));
    SpanOut {
        file_name: source.path(),
        byte_start: range.start,
        byte_end: range.end,
        line_start: start.line,
        line_end: end.line,
        column_start: start.column,
        column_end: end.column,
        is_primary: false,
        text: lines(source.text(), span),
        label: None,
        suggested_replacement: None,
        suggestion_applicability: None,
        expansion: None,
    }
}

/// The lines that `span` touches, and which characters of each it covers.
fn lines(text: &str, span: Span) -> Vec<LineOut<'_>> {
    if text.is_empty() {
        return Vec::new();
    }
    let range = inside(text, span);
    let mut start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let mut lines = Vec::new();
    while start <= range.end && lines.len() < LINES_MAX {
        let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let line = text[start..end].trim_end_matches('\r');
        if line.len() <= LINE_BYTES_MAX {
            let column = |offset: usize| {
                let before = offset.clamp(start, start + line.len()) - start;
                line[..before].chars().count() + 1
            };
            let (highlight_start, highlight_end) = (column(range.start), column(range.end));
            lines.push(LineOut { text: line, highlight_start, highlight_end });
        }
        if end == text.len() {
            break;
        }
        start = end + 1;
    }
    lines
}
