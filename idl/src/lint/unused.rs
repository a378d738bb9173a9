//! Declarations that nobody needs: W0202.

use std::collections::HashSet;

use super::context::Context;
use super::edit;
use super::sink::Sink;
use super::usage::Target;
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::model::{Decl, Type};

/// W0202
pub(super) fn declarations(cx: &Context<'_>, sink: &mut Sink) {
    for constant in cx.model.consts.iter().filter(|constant| !constant.is_used) {
        report(cx, sink, "constant", &constant.decl, "no constraint, default or constant refers to it");
    }
    let used = used_types(cx);
    for named in cx.named() {
        // What is nested in an unused message goes with it.
        let is_candidate = named.home.is_internal && named.home.parent.is_none();
        let Some(Target::Type(ty)) = named.target.filter(|_| is_candidate) else { continue };
        if !used.contains(&ty) {
            report(
                cx,
                sink,
                named.kind.noun(),
                named.decl,
                "internal, and nothing in its package refers to it",
            );
        }
    }
}

/// Types that something outside them refers to, and the messages around them.
fn used_types(cx: &Context<'_>) -> HashSet<Type> {
    let mut used = HashSet::new();
    for found in cx.uses() {
        let (Target::Type(ty), Some(user)) = (found.target, found.user) else { continue };
        let inside: Vec<Type> = user.owner.into_iter().flat_map(|owner| with_parents(cx, owner)).collect();
        used.extend(with_parents(cx, ty).filter(|ty| !inside.contains(ty)));
    }
    used
}

/// A type, and the messages around it.
fn with_parents<'a>(cx: &Context<'a>, ty: Type) -> impl Iterator<Item = Type> + use<'a> {
    let parents = cx.decl_of(ty).map(|(_, home)| cx.parents(home).map(Type::Message));
    std::iter::once(ty).chain(parents.into_iter().flatten())
}

fn report(cx: &Context<'_>, sink: &mut Sink, noun: &str, decl: &Decl, why: &str) {
    let title = format!("{noun} `{}` is never used", decl.name.text);
    let diagnostic = Diagnostic::new(Code::W0202, decl.name.span, title)
        .label(why)
        .note("if only Rust code uses it, `@allow(W0202)` says so");
    let Some(attrs) = cx.attrs(decl) else { return };
    // Somebody found it worth explaining, so somebody decides.
    let applicability =
        if attrs.docs.is_empty() { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
    let edits = vec![edit::remove(cx.sources, attrs.and(decl.span))];
    sink.on(decl, diagnostic.patch("remove it", edits, applicability));
}
