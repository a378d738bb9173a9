//! Many reports: in which order, how many, and what they add up to.

use super::human::{Style, human};
use super::json::json;
use super::short::short;
use crate::diagnostic::{Diagnostic, Severity};
use crate::limit::REPORTS_MAX;
use crate::source::Sources;

/// For whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For people: source, carets, fixes.
    #[default]
    Human,
    /// A line each.
    Short,
    /// For programs: an object a line, and nothing else.
    Json,
}

/// All reports as text that ends with a line break, or empty if there are none.
///
/// They come in the order of the sources and of the places in them. People get the first
/// [`REPORTS_MAX`], errors before warnings, and are told how many there are; programs get all.
#[must_use]
pub fn list(diagnostics: &[Diagnostic], sources: &Sources, format: Format, style: &Style) -> String {
    if format == Format::Json {
        return in_order(diagnostics.iter().collect()).iter().map(|one| json(one, sources) + "\n").collect();
    }
    let (shown, left) = first(diagnostics);
    let mut text: String = shown
        .iter()
        .map(|one| match format {
            Format::Short => short(one, sources, style) + "\n",
            _ => human(one, sources, style) + "\n\n",
        })
        .collect();
    if left > 0 {
        text += &format!("... and {left} more\n");
    }
    if let Some(summary) = summary(diagnostics, style) {
        text += &(summary + "\n");
    }
    text
}

/// `error: 3 errors, 1 warning`, or none if there is nothing to count.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic], style: &Style) -> Option<String> {
    let worst = diagnostics.iter().map(|one| one.severity).max()?;
    let count = |severity| diagnostics.iter().filter(|one| one.severity == severity).count();
    let parts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|&(count, word)| counted(count, word));
    Some(style.line(worst, None, &parts.collect::<Vec<_>>().join(", ")))
}

fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

/// As many as people are shown, and how many are left.
fn first(diagnostics: &[Diagnostic]) -> (Vec<&Diagnostic>, usize) {
    let mut shown = in_order(diagnostics.iter().collect());
    // A page full of warnings must not hide the error.
    shown.sort_by_key(|one| std::cmp::Reverse(one.severity));
    shown.truncate(REPORTS_MAX);
    let left = diagnostics.len() - shown.len();
    (in_order(shown), left)
}

fn in_order(mut diagnostics: Vec<&Diagnostic>) -> Vec<&Diagnostic> {
    diagnostics.sort_by_key(|one| (one.primary.span.source, one.primary.span.start, one.code));
    diagnostics
}
