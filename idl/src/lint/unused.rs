//! Declarations that nobody needs: W0202.

use std::collections::HashSet;

use super::context::Context;
use super::edit;
use super::sink::Sink;
use super::usage::Target;
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::model::{Decl, MessageId, Type};

/// W0202
pub(super) fn declarations(cx: &Context<'_>, sink: &mut Sink) {
    for constant in cx.model.consts.iter().filter(|constant| !constant.is_used) {
        report(cx, sink, "constant", &constant.decl, "no constraint, default or constant refers to it");
    }
    let used = used_messages(cx);
    for (at, message) in cx.model.messages.iter().enumerate() {
        // What is nested in an unused message goes with it.
        if message.home.is_internal && message.home.parent.is_none() && !used.contains(&MessageId::of(at)) {
            report(cx, sink, "message", &message.decl, "internal, and nothing in its package refers to it");
        }
    }
}

/// Messages that something outside them refers to, and those around them.
fn used_messages(cx: &Context<'_>) -> HashSet<MessageId> {
    let mut used = HashSet::new();
    for found in cx.uses() {
        let (Target::Type(ty), Some(user)) = (found.target, found.user) else { continue };
        let inside: Vec<MessageId> = user.owner.into_iter().flat_map(|owner| chain(cx, owner)).collect();
        used.extend(chain(cx, ty).filter(|id| !inside.contains(id)));
    }
    used
}

/// A type, if it is a message, and the messages around it.
fn chain<'a>(cx: &Context<'a>, ty: Type) -> impl Iterator<Item = MessageId> + use<'a> {
    let own = if let Type::Message(id) = ty { Some(id) } else { None };
    let home = cx.decl_of(ty).map(|(_, home)| home);
    let parents = home.into_iter().flat_map(|home| cx.parents(home)).collect::<Vec<_>>();
    own.into_iter().chain(parents)
}

fn report(cx: &Context<'_>, sink: &mut Sink, noun: &str, decl: &Decl, why: &str) {
    let title = format!("{noun} `{}` is never used", decl.name.text);
    let diagnostic = Diagnostic::new(Code::W0202, decl.name.span, title).label(why);
    let Some(attrs) = cx.attrs(decl) else { return };
    let docs = attrs.docs.iter().map(|doc| doc.span);
    let first = docs.chain(attrs.annotations.iter().map(|it| it.span)).min().unwrap_or(decl.span);
    // Somebody found it worth explaining, so somebody decides.
    let applicability =
        if attrs.docs.is_empty() { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
    let edits = vec![edit::remove(cx.sources, first.to(decl.span))];
    sink.on(decl, diagnostic.patch("remove it", edits, applicability));
}
