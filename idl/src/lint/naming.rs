//! How names are spelled: W0101, W0102 and W0108.

use std::collections::HashSet;

use super::context::Context;
use super::rename::{self, Rename};
use super::sink::Sink;
use super::walk::{Kind, Member};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{MessageId, Type, UnionId, WellKnown};
use crate::name;
use crate::source::Span;

/// W0101
pub(super) fn types_and_methods(cx: &Context<'_>, sink: &mut Sink) {
    let has_any = cx.has_field_of(WellKnown::Any);
    for named in cx.named().filter(|named| named.kind != Kind::Const) {
        let (decl, noun) = (named.decl, named.kind.noun());
        let text = &decl.name.text;
        if is_pascal(text) {
            continue;
        }
        let to = name::pascal(text);
        let title = format!("name of {noun} `{text}` is not in PascalCase");
        let mut diagnostic = Diagnostic::new(Code::W0101, decl.name.span, title)
            .label(format!("`{to}` in PascalCase"))
            .note("in Rust it is spelled so in any case: one spelling everywhere can be searched for");
        let is_safe = match named.kind {
            Kind::Enum => true,
            // An `Any` names the message that it holds.
            Kind::Message | Kind::Union => !has_any,
            Kind::Error | Kind::Service | Kind::Method | Kind::Const => false,
        };
        if !is_safe {
            diagnostic = diagnostic
                .note(format!("the name of this {noun} is on the wire: rename it before somebody calls it"));
        }
        let rename = Rename { decl, target: named.target, to, before: String::new(), is_safe };
        sink.on(decl, rename::offer(cx, diagnostic, rename));
    }
}

/// W0102
pub(super) fn fields_and_oneofs(cx: &Context<'_>, sink: &mut Sink) {
    // A `FieldMask` holds names of fields, so no rename is safe where there are any.
    let has_masks = cx.has_field_of(WellKnown::FieldMask);
    let reserved = reserved_names(cx);
    for member in cx.fields().filter(|member| !is_snake(&member.field.decl.name.text)) {
        let decl = &member.field.decl;
        let to = name::snake(&decl.name.text);
        let is_safe = !has_masks && !reserved.contains(&(member.owner_type, to.as_str()));
        let mut diagnostic = not_snake("field", &decl.name.text, &to, decl.name.span);
        let before = keep_json_name(cx, &member, &to);
        if !before.is_empty() {
            diagnostic = diagnostic.note(format!(
                "JSON keeps `{}`, by an annotation: take it away if nobody reads that yet",
                member.field.json_name
            ));
        }
        let rename = Rename { decl, target: None, to, before, is_safe };
        sink.on(decl, rename::offer(cx, diagnostic, rename));
    }
    let oneofs = cx.model.messages.iter().flat_map(|message| &message.oneofs);
    for decl in oneofs.map(|oneof| &oneof.decl).filter(|decl| !is_snake(&decl.name.text)) {
        let to = name::snake(&decl.name.text);
        let diagnostic = not_snake("oneof", &decl.name.text, &to, decl.name.span);
        let rename = Rename { decl, target: None, to, before: String::new(), is_safe: true };
        sink.on(decl, rename::offer(cx, diagnostic, rename));
    }
}

/// W0108
pub(super) fn services(cx: &Context<'_>, sink: &mut Sink) {
    for service in &cx.model.services {
        let decl = &service.decl;
        let text = &decl.name.text;
        if text.ends_with("Service") || text.ends_with("service") {
            continue;
        }
        let to = format!("{text}Service");
        let title = format!("name of service `{text}` does not end in `Service`");
        let diagnostic = Diagnostic::new(Code::W0108, decl.name.span, title)
            .label("looks like a message")
            .note(
                "the name is also a Rust trait and a part of every method's path, where nothing \
                 else says what it is",
            )
            .note("the name of a service is on the wire: rename it before somebody calls it");
        let rename = Rename { decl, target: None, to, before: String::new(), is_safe: false };
        sink.on(decl, rename::offer(cx, diagnostic, rename));
    }
}

fn not_snake(noun: &str, text: &str, to: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::W0102, span, format!("name of {noun} `{text}` is not in snake_case"))
        .label(format!("`{to}` in snake_case"))
        .note("in Rust it is spelled so in any case: one spelling everywhere can be searched for")
}

/// The names that may not come back, each with its message or union.
fn reserved_names<'a>(cx: &Context<'a>) -> HashSet<(Type, &'a str)> {
    let messages = cx.model.messages.iter().enumerate();
    let of_messages = messages.flat_map(|(at, message)| {
        message.reserved.names.iter().map(move |name| (Type::Message(MessageId::of(at)), name.as_str()))
    });
    let unions = cx.model.unions.iter().enumerate();
    let of_unions = unions.flat_map(|(at, union)| {
        union.reserved.names.iter().map(move |name| (Type::Union(UnionId::of(at)), name.as_str()))
    });
    of_messages.chain(of_unions).collect()
}

/// The annotation that keeps a field's name in JSON, if its new name would change it.
fn keep_json_name(cx: &Context<'_>, member: &Member<'_>, to: &str) -> String {
    let field = member.field;
    if name::json(to) == field.json_name || cx.annotation(&field.decl, "json").is_some() {
        return String::new();
    }
    format!("@json(\"{}\") ", field.json_name)
}

/// `HTTPServer` passes: where a run of capitals ends is a matter of taste.
fn is_pascal(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && !text.contains('_')
}

pub(super) fn is_snake(text: &str) -> bool {
    name::snake(text) == text
}
