//! What stands before a declaration: documentation and annotations.

use pest::iterators::Pair;

use super::context::{Context, find, take};
use super::grammar::Rule;
use crate::ast::{Annotation, Arg, Attrs};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::Span;

/// Attributes that wait for what they belong to.
#[derive(Debug, Default)]
pub(super) struct Pending {
    attrs: Attrs,
}

impl Pending {
    pub(super) fn take(&mut self) -> Attrs {
        std::mem::take(&mut self.attrs)
    }
}

impl Context<'_> {
    /// Keeps one attribute for what follows it.
    pub(super) fn attribute(&mut self, pending: &mut Pending, pair: Pair<'_, Rule>) {
        match pair.as_rule() {
            Rule::doc => pending.attrs.docs.push(self.doc(&pair)),
            Rule::file_doc => self.late_file_doc(&pair),
            _ => {
                let annotation = self.annotation(pair);
                pending.attrs.annotations.push(annotation);
            }
        }
    }

    fn late_file_doc(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.doc(pair).span;
        let slashes = Span { end: span.start.saturating_add(3), ..span };
        let report = Diagnostic::new(Code::E0009, span, "documentation of the file is not at its top")
            .label("`//!` documents the whole file, and stands before everything else in it")
            .suggest("document what follows", slashes, "///");
        self.report(report);
    }

    /// Reports attributes that belong to nothing, and drops them.
    pub(super) fn dangling(&mut self, pending: &mut Pending, why: &str) {
        let attrs = pending.take();
        let docs = attrs.docs.iter().map(|doc| doc.span);
        let spans: Vec<Span> =
            docs.chain(attrs.annotations.iter().map(|annotation| annotation.span)).collect();
        let first = spans.iter().min_by_key(|span| span.start);
        let last = spans.iter().max_by_key(|span| span.end);
        let (Some(first), Some(last)) = (first, last) else { return };
        if attrs.annotations.iter().any(|annotation| annotation.broken) {
            return;
        }
        let what = match (attrs.docs.is_empty(), attrs.annotations.is_empty()) {
            (false, true) => "documentation",
            (true, _) => "annotation",
            (false, false) => "documentation and annotation",
        };
        let report =
            Diagnostic::new(Code::E0009, first.to(*last), format!("{what} attached to nothing")).label(why);
        let report = if attrs.annotations.is_empty() {
            let edits = attrs.docs.iter().map(|doc| {
                let slash = Span { end: doc.span.start.saturating_add(1), ..doc.span };
                Edit { span: slash, text: String::new() }
            });
            report.patch("make it a comment", edits.collect(), Applicability::MaybeIncorrect)
        } else {
            report.help("put it before what it belongs to")
        };
        self.report(report);
    }

    /// Annotations behind what they belong to: kept, and reported.
    pub(super) fn late_annotations(&mut self, statement: Span, attrs: &mut Attrs, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        let before = self.mended().written().get(..span.range().start).unwrap_or_default();
        let start = u32::try_from(before.trim_end_matches([' ', '\t']).len()).unwrap_or(span.start);
        let edits = vec![
            Edit { span: statement.before(), text: format!("{} ", self.written(span)) },
            Edit { span: Span { start, ..span }, text: String::new() },
        ];
        let report = Diagnostic::new(Code::E0001, span, "annotation behind the declaration it belongs to")
            .label("annotations stand before")
            .patch("move it", edits, Applicability::MachineApplicable);
        self.report(report);
        for annotation in pair.clone().into_inner().filter(|child| child.as_rule() == Rule::annotation) {
            let annotation = self.annotation(annotation);
            attrs.annotations.push(annotation);
        }
    }

    fn annotation(&mut self, pair: Pair<'_, Rule>) -> Annotation {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let path = self.path(&find(&mut children, Rule::path));
        let (args, broken) = match children.next() {
            Some(args) if args.as_rule() == Rule::args => (self.args(args), false),
            Some(bad) => {
                self.bad_args(&bad);
                (Vec::new(), true)
            }
            None => (Vec::new(), false),
        };
        Annotation { path, args, span, broken }
    }

    fn args(&mut self, pair: Pair<'_, Rule>) -> Vec<Arg> {
        let args = pair.into_inner().filter(|child| child.as_rule() == Rule::arg);
        args.map(|arg| self.arg(arg)).collect()
    }

    fn arg(&mut self, pair: Pair<'_, Rule>) -> Arg {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = take(&mut children, Rule::ident).map(|name| self.ident(&name));
        if let Some(wrong) = take(&mut children, Rule::wrong_colon) {
            let place = self.span(&wrong);
            let report = Diagnostic::new(Code::E0001, place, "expected `=`, found `:`")
                .label("an argument is `name = value`")
                .fix("write an equals sign", place, " =");
            self.report(report);
        }
        let value = self.value(find(&mut children, Rule::value));
        Arg { name, value, span }
    }
}
