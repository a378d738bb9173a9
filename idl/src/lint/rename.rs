//! Giving a declaration another name, wherever it is used.

use super::context::Context;
use super::usage::Target;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::Decl;
use crate::name;

/// A better name, and what goes with it.
#[derive(Debug)]
pub(super) struct Rename<'a> {
    pub(super) decl: &'a Decl,
    pub(super) target: Option<Target>,
    pub(super) to: String,
    /// What the new name needs in front of it, where it is declared.
    pub(super) before: String,
    /// Whether everything that the name reaches can be seen from here.
    pub(super) is_safe: bool,
}

/// Offers the change. A program may apply it if it is safe and the name is free.
pub(super) fn offer(cx: &Context<'_>, diagnostic: Diagnostic, rename: Rename<'_>) -> Diagnostic {
    let Rename { decl, target, to, before, is_safe } = rename;
    if to.starts_with(|c: char| c.is_ascii_digit()) || to.starts_with(name::RESERVED_PREFIX) {
        return diagnostic.help("choose a name that begins with a letter");
    }
    // A new name may hide another of the same name, far away too: which of two a reference means depends on
    // the messages and imports around it. Fields and values hide nothing.
    let may_hide = matches!(target, Some(Target::Type(_) | Target::Const(_)));
    let is_free = !may_hide || !cx.is_taken(&to);
    let mut edits = vec![Edit { span: decl.name.span, text: format!("{before}{to}") }];
    let uses = target.map_or(&[][..], |target| cx.uses_of(target));
    edits.extend(uses.iter().map(|&span| Edit { span, text: to.clone() }));
    let text = match edits.len() {
        1 => format!("rename it to `{to}`"),
        2 => format!("rename it to `{to}`, here and where it is used"),
        count => format!("rename it to `{to}`, here and in the {} places that use it", count - 1),
    };
    let applicability =
        if is_safe && is_free { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
    diagnostic.patch(text, edits, applicability)
}
