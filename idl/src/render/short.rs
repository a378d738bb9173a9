//! One line for one report, as compilers have printed them for decades and every editor reads them.

use super::human::Style;
use super::sanitize::sanitize_line;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// `path:line:column: error[E0401]: title`, without a line break at the end.
#[must_use]
pub fn short(diagnostic: &Diagnostic, sources: &Sources, style: &Style) -> String {
    let span = diagnostic.primary.span;
    let source = sources.get(span.source);
    let position = source.position(span.start);
    let title = sanitize_line(&diagnostic.title);
    let title = style.line(diagnostic.severity, Some(diagnostic.code.as_str()), &title);
    format!("{}:{}:{}: {title}", sanitize_line(source.path()), position.line, position.column)
}
