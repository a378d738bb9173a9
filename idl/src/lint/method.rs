//! What methods take and give: W0109, W0112 and W0209.

use std::collections::HashMap;

use super::context::Context;
use super::sink::Sink;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Method, Side, Type, WellKnown};

/// W0109
pub(super) fn type_names(cx: &Context<'_>, sink: &mut Sink) {
    for (service, method) in cx.methods() {
        let name = &method.decl.name.text;
        for (side, noun, suffix) in
            [(method.request, "request", "Request"), (method.response, "response", "Response")]
        {
            let Some((decl, _)) = cx.decl_of(side.ty) else { continue };
            let expected = format!("{name}{suffix}");
            let long = format!("{}{expected}", service.decl.name.text.trim_end_matches("Service"));
            if decl.name.text == expected || decl.name.text == long {
                continue;
            }
            let title = format!("{noun} of method `{name}` is not named after it");
            let diagnostic = Diagnostic::new(Code::W0109, side.span, title)
                .label(format!("`{expected}` would say whose it is"))
                .note("a message that belongs to one method can grow with it and surprises no other");
            sink.on(&method.decl, diagnostic);
        }
    }
}

/// W0112
pub(super) fn shared_requests(cx: &Context<'_>, sink: &mut Sink) {
    let mut first: HashMap<Type, &Method> = HashMap::new();
    for (_, method) in cx.methods() {
        let ty = method.request.ty;
        let Some((decl, _)) = cx.decl_of(ty) else { continue };
        let Some(other) = first.get(&ty) else {
            first.insert(ty, method);
            continue;
        };
        let (name, other_name) = (&method.decl.name.text, &other.decl.name.text);
        let title = format!("methods `{other_name}` and `{name}` share the request `{}`", decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0112, method.request.span, title)
            .label("used again")
            .also(other.request.span, format!("first used by `{other_name}`"))
            .note("a field that one of them needs shows up in the other, which must ignore it for ever")
            .help(format!("give `{name}` a message of its own, `{name}Request` say"));
        sink.on(&method.decl, diagnostic);
    }
}

/// W0209
pub(super) fn empty(cx: &Context<'_>, sink: &mut Sink) {
    let is_empty = |side: Side| side.ty == Type::WellKnown(WellKnown::Empty);
    for (_, method) in cx.methods() {
        let name = &method.decl.name.text;
        for (side, verb, suffix) in
            [(method.request, "takes", "Request"), (method.response, "returns", "Response")]
        {
            if !is_empty(side) {
                continue;
            }
            let diagnostic = Diagnostic::new(
                Code::W0209,
                side.span,
                format!("method `{name}` {verb} `Empty`"),
            )
            .label("can never hold anything")
            .note("a field can be added to a message at any time, but another message breaks every caller")
            .help(format!("declare `message {name}{suffix} {{}}` and use that"));
            sink.on(&method.decl, diagnostic);
        }
    }
}
