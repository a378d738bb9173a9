//! Imports that nobody needs: W0201.

use std::collections::{BTreeMap, HashSet};

use super::context::Context;
use super::edit::{self, listed};
use super::sink::Sink;
use super::sorting::whole_name;
use crate::ast::{self, ImportKind};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::Import;
use crate::source::Span;

/// W0201
pub(super) fn unused(cx: &Context<'_>, sink: &mut Sink) {
    for (file, tree) in cx.model.files.iter().zip(cx.files) {
        let mut by_declaration: BTreeMap<usize, Vec<&Import>> = BTreeMap::new();
        for import in &file.imports {
            by_declaration.entry(import.declaration).or_default().push(import);
        }
        for (at, names) in by_declaration {
            let Some(written) = tree.imports.get(at) else { continue };
            let is_used = names.iter().any(|name| name.is_used);
            let unused: Vec<&Import> = names.into_iter().filter(|name| !name.is_used).collect();
            if !unused.is_empty() {
                sink.at(report(cx, written, &unused, is_used));
            }
        }
    }
}

/// One report for all names of an import, so that its patch can mend the whole of it.
fn report(cx: &Context<'_>, written: &ast::Import, unused: &[&Import], is_partly_used: bool) -> Diagnostic {
    let plural = if unused.len() == 1 { "" } else { "s" };
    let title = format!("unused import{plural} {}", listed(unused.iter().map(|import| import.name.as_str())));
    let note = "an import that nothing needs makes the package behind it look needed, and may close a cycle";
    match &written.kind {
        ImportKind::Names { names, .. } if is_partly_used => {
            let mut diagnostic = Diagnostic::new(Code::W0201, unused[0].span, title)
                .label("nothing in this file uses it")
                .note(note);
            for import in &unused[1..] {
                diagnostic = diagnostic.also(import.span, "nor this");
            }
            let unused: HashSet<Span> = unused.iter().map(|import| import.span).collect();
            let here = |name: &ast::ImportName| name.alias.as_ref().unwrap_or(&name.name).span;
            let edits = without(names, |name| unused.contains(&here(name)));
            diagnostic.patch("import what is used", edits, Applicability::MachineApplicable)
        }
        _ => Diagnostic::new(Code::W0201, written.span, title)
            .label("nothing in this file uses it")
            .note(note)
            .patch(
                "remove it",
                vec![edit::remove(cx.sources, written.span)],
                Applicability::MachineApplicable,
            ),
    }
}

/// Takes names out of a list, each run of them with the commas on one side. At least one name stays.
fn without(names: &[ast::ImportName], is_unused: impl Fn(&ast::ImportName) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut last_kept: Option<Span> = None;
    let mut run_start: Option<Span> = None;
    for name in names {
        let span = whole_name(name);
        if is_unused(name) {
            run_start = run_start.or(Some(span));
        } else {
            if let Some(start) = run_start.take() {
                edits.push(Edit { span: start.to(span.before()), text: String::new() });
            }
            last_kept = Some(span);
        }
    }
    if let (Some(_), Some(kept), Some(last)) = (run_start, last_kept, names.last()) {
        edits.push(Edit { span: kept.after().to(whole_name(last)), text: String::new() });
    }
    edits
}
