//! Where lints put what they find.

use crate::diagnostic::Diagnostic;
use crate::model::Decl;
use crate::source::Span;

/// Everything that was found so far.
#[derive(Debug, Default)]
pub(super) struct Sink {
    pub(super) findings: Vec<Finding>,
}

/// One report, and the place that decides which `@allow` covers it.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) diagnostic: Diagnostic,
    pub(super) anchor: Span,
}

impl Sink {
    /// Reports something about `decl`. What it points at may stand outside the declaration, in its
    /// documentation say; an `@allow` on the declaration covers it all the same.
    pub(super) fn on(&mut self, decl: &Decl, diagnostic: Diagnostic) {
        self.findings.push(Finding { diagnostic, anchor: decl.name.span });
    }

    /// Reports something about a file.
    pub(super) fn at(&mut self, diagnostic: Diagnostic) {
        self.findings.push(Finding { anchor: diagnostic.primary.span, diagnostic });
    }
}
