//! Messages that hold themselves: W0217.

use super::context::Context;
use super::sink::Sink;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Decl, Field, Groups, Type};

/// Words by which documentation speaks of depth.
const DEPTH: [&str; 5] = ["deep", "depth", "level", "nest", "recurs"];

/// W0217, once for each group of messages that hold each other
pub(super) fn depth(cx: &Context<'_>, sink: &mut Sink) {
    let groups = Groups::new(cx.model, |_| true);
    for (at, members) in groups.members().iter().enumerate() {
        let parts: Vec<(&Decl, &[Field])> = members.iter().filter_map(|&ty| parts(cx, ty)).collect();
        let recurs =
            |field: &&Field| groups.of(field.ty.element()) == Some(at) && field.decl.removed.is_none();
        let through = parts.iter().find_map(|(decl, fields)| Some((*decl, fields.iter().find(recurs)?)));
        let Some((decl, field)) = through else { continue };
        let is_said = parts.iter().any(|(decl, fields)| {
            speaks_of_depth(decl) || fields.iter().filter(recurs).any(|field| speaks_of_depth(&field.decl))
        });
        if is_said {
            continue;
        }
        let title = format!("recursive message `{}` says nothing of its depth", decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0217, decl.name.span, title)
            .label("holds itself")
            .also(field.ty_span, "through this field")
            .note("decoders refuse messages that are nested too deep, each at a limit of its own")
            .help("say in the documentation how deep it may get");
        sink.on(decl, diagnostic);
    }
}

fn parts<'a>(cx: &Context<'a>, ty: Type) -> Option<(&'a Decl, &'a [Field])> {
    let model = cx.model;
    match ty {
        Type::Message(id) => Some((&model[id].decl, &model[id].fields)),
        Type::Union(id) => Some((&model[id].decl, &model[id].fields)),
        Type::Scalar(_) | Type::WellKnown(_) | Type::Enum(_) => None,
    }
}

fn speaks_of_depth(decl: &Decl) -> bool {
    let docs = decl.docs.join(" ").to_lowercase();
    DEPTH.iter().any(|word| docs.contains(word))
}
