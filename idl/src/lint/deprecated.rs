//! Uses of what is on its way out: W0110.

use super::context::Context;
use super::sink::Sink;
use super::usage::Target;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Decl, Deprecated, Type};

/// W0110
pub(super) fn uses(cx: &Context<'_>, sink: &mut Sink) {
    for found in cx.uses() {
        // What is deprecated itself may use what goes with it. An import is no use yet.
        let Some(user) = found.user.filter(|user| !user.is_retired) else { continue };
        let Some((noun, decl, Some(deprecated))) = target(cx, found.target) else { continue };
        let title = format!("use of deprecated {noun} `{}`", decl.name.text);
        let mut diagnostic = Diagnostic::new(Code::W0110, found.span, title)
            .label(since(deprecated))
            .also(decl.name.span, "deprecated here");
        if let Some(version) = &deprecated.remove {
            diagnostic = diagnostic.note(format!("it may be gone in {version}"));
        }
        if let Some(message) = &deprecated.message {
            diagnostic = diagnostic.help(message.clone());
        }
        sink.on(user.decl, diagnostic);
    }
}

fn since(deprecated: &Deprecated) -> String {
    deprecated
        .since
        .as_ref()
        .map_or_else(|| "deprecated".to_owned(), |version| format!("deprecated since {version}"))
}

fn target<'a>(cx: &Context<'a>, target: Target) -> Option<(&'static str, &'a Decl, Option<&'a Deprecated>)> {
    let model = cx.model;
    let (noun, decl) = match target {
        Target::Type(ty) => {
            let noun = match ty {
                Type::Message(_) => "message",
                Type::Enum(_) => "enum",
                Type::Union(id) if model[id].is_error => "error",
                Type::Union(_) => "union",
                Type::Scalar(_) | Type::WellKnown(_) => return None,
            };
            (noun, cx.decl_of(ty)?.0)
        }
        Target::Value(id, at) => ("value", &model[id].values.get(at)?.decl),
        Target::Const(id) => ("constant", &model[id].decl),
    };
    Some((noun, decl, decl.deprecated.as_ref()))
}
