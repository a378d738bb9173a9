//! Small changes to a text that leave it looking as if somebody had written it so, and lists in a sentence.

use crate::diagnostic::Edit;
use crate::source::{Sources, Span};

/// Takes `span` out: with its lines where nothing else stands on them, and with one of the two blank lines
/// that would meet.
pub(super) fn remove(sources: &Sources, span: Span) -> Edit {
    let text = sources.get(span.source).text();
    let range = span.range();
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    let is_first = before[..before.len() - indent].ends_with('\n') || before.len() == indent;
    let rest = &after[blanks..];
    let (start, end) = match line_end(rest) {
        Some(newline) if is_first => {
            let start = range.start - indent;
            let end = range.end + blanks + newline;
            let blank_before = start == 0 || is_blank_line_before(&text[..start]);
            let blank_after = line_end(&text[end..]).filter(|_| blank_before && end < text.len());
            (start, end + blank_after.unwrap_or(0))
        }
        Some(_) => (range.start - indent, range.end),
        None => (range.start, range.end + blanks),
    };
    Edit { span: Span::new(span.source, start..end), text: String::new() }
}

/// The length of the line break that `text` begins with; 0 at its end, `None` where the line goes on.
fn line_end(text: &str) -> Option<usize> {
    if text.is_empty() {
        Some(0)
    } else if text.starts_with('\n') {
        Some(1)
    } else {
        text.starts_with("\r\n").then_some(2)
    }
}

fn is_blank_line_before(before: &str) -> bool {
    let Some(line) = before.strip_suffix('\n') else { return false };
    line.trim_end_matches([' ', '\t', '\r']).ends_with('\n')
}

/// Puts an annotation before the declaration at `span`, on the line above it if the declaration begins its
/// line and is more than a field.
pub(super) fn annotate(sources: &Sources, span: Span, annotation: &str, is_own_line: bool) -> Edit {
    let text = sources.get(span.source).text();
    let line = text[..span.range().start].rsplit('\n').next().unwrap_or_default();
    let begins_line = line.trim().is_empty();
    let text =
        if is_own_line && begins_line { format!("{annotation}\n{line}") } else { format!("{annotation} ") };
    Edit { span: span.before(), text }
}

/// Names in a sentence, not more than one can read.
pub(super) fn listed<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    const SHOWN_MAX: usize = 5;
    let more = names.len().saturating_sub(SHOWN_MAX);
    let shown: Vec<String> = names.take(SHOWN_MAX).map(|name| format!("`{name}`")).collect();
    match shown.split_last() {
        _ if more > 0 => format!("{} and {more} more", shown.join(", ")),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
