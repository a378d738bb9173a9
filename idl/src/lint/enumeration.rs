//! Enums: W0103, W0104, W0105 and W0213.

use std::collections::HashSet;

use super::context::Context;
use super::rename::{self, Rename};
use super::sink::Sink;
use super::usage::Target;
use super::walk::Kind;
use crate::ast;
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::{Enum, EnumId, EnumValue};
use crate::name;
use crate::source::Span;

const ON_THE_WIRE: &str = "the name of a value is its form in JSON: rename it before somebody stores it";

/// W0103
pub(super) fn case(cx: &Context<'_>, sink: &mut Sink) {
    let names = names(cx);
    for (target, _, value) in values(cx).filter(|(_, _, value)| !is_screaming(&value.decl.name.text)) {
        let decl = &value.decl;
        let to = name::screaming(&decl.name.text);
        let title = format!("name of value `{}` is not in SCREAMING_SNAKE_CASE", decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0103, decl.name.span, title)
            .label(format!("`{to}` in SCREAMING_SNAKE_CASE"))
            .note(ON_THE_WIRE);
        let rename = Rename { decl, target: Some(target), to, before: String::new(), is_safe: false };
        offer(cx, sink, diagnostic, &names, rename);
    }
    for named in cx.named().filter(|it| it.kind == Kind::Const && !is_screaming(&it.decl.name.text)) {
        let decl = named.decl;
        let to = name::screaming(&decl.name.text);
        let title = format!("name of constant `{}` is not in SCREAMING_SNAKE_CASE", decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0103, decl.name.span, title)
            .label(format!("`{to}` in SCREAMING_SNAKE_CASE"))
            .note("the capitals tell a constant from a word of the language where it is used");
        let rename = Rename { decl, target: named.target, to, before: String::new(), is_safe: true };
        sink.on(decl, rename::offer(cx, diagnostic, rename));
    }
}

/// W0104
pub(super) fn prefix(cx: &Context<'_>, sink: &mut Sink) {
    let names = names(cx);
    for (target, item, value) in values(cx) {
        let decl = &value.decl;
        let prefix = name::value_prefix(&item.decl.name.text);
        let screaming = name::screaming(&decl.name.text);
        if decl.name.text.to_ascii_uppercase().starts_with(&prefix) || screaming.starts_with(&prefix) {
            continue;
        }
        let title = format!("value `{}` does not begin with `{prefix}`", decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0104, decl.name.span, title)
            .label(format!("a value of `{}`", item.decl.name.text))
            .note(
                "in protobuf all values of a package share one scope, so that another enum could \
                 not have this one; Rust drops the prefix",
            )
            .note(ON_THE_WIRE);
        let to = format!("{prefix}{screaming}");
        let rename = Rename { decl, target: Some(target), to, before: String::new(), is_safe: false };
        offer(cx, sink, diagnostic, &names, rename);
    }
}

/// W0105
pub(super) fn zero(cx: &Context<'_>, sink: &mut Sink) {
    let names = names(cx);
    // A closed enum need not have a zero, and may mean something by it.
    for (id, item) in enums(cx).filter(|(_, item)| !item.is_closed) {
        let mut zeros = (0..).zip(&item.values).filter(|(_, value)| value.number == 0).peekable();
        let Some((at, first)) = zeros.peek().copied() else { continue };
        if zeros.any(|(_, value)| name::screaming(&value.decl.name.text).ends_with("UNSPECIFIED")) {
            continue;
        }
        let decl = &first.decl;
        let to = format!("{}UNSPECIFIED", name::value_prefix(&item.decl.name.text));
        let title = format!("zero value `{}` does not end in `_UNSPECIFIED`", decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0105, decl.name.span, title)
            .label("what a reader sees where nothing was written")
            .note(
                "an absent field and a field set to 0 are the same on the wire, so 0 should say \
                 no more than that",
            )
            .note(ON_THE_WIRE);
        let rename =
            Rename { decl, target: Some(Target::Value(id, at)), to, before: String::new(), is_safe: false };
        offer(cx, sink, diagnostic, &names, rename);
    }
}

/// W0213
pub(super) fn closed(cx: &Context<'_>, sink: &mut Sink) {
    for (_, item) in enums(cx).filter(|(_, item)| item.is_closed) {
        let Some(written) = cx.enumeration(&item.decl) else { continue };
        let Some(keyword) = written.closed else { continue };
        let diagnostic =
            Diagnostic::new(Code::W0213, keyword, format!("enum `{}` is closed", item.decl.name.text))
                .label("takes no number that it does not know")
                .note("every new value is a breaking change: programs built before it lose the field");
        let begins_at_zero = item.values.first().is_some_and(|value| value.number == 0);
        let diagnostic = if begins_at_zero {
            let edits = vec![Edit { span: up_to_name(written, keyword), text: "enum ".to_owned() }];
            diagnostic.patch("leave it open", edits, Applicability::MaybeIncorrect)
        } else {
            diagnostic.help("leave it open; its first value must be 0 then")
        };
        sink.on(&item.decl, diagnostic);
    }
}

/// The names of all values, reserved ones too, each with its enum.
type Names<'a> = HashSet<(EnumId, &'a str)>;

fn names<'a>(cx: &Context<'a>) -> Names<'a> {
    let of_enum = |(id, item): (EnumId, &'a Enum)| {
        let used = item.values.iter().map(|value| value.decl.name.text.as_str());
        used.chain(item.reserved.names.iter().map(String::as_str)).map(move |name| (id, name))
    };
    enums(cx).flat_map(of_enum).collect()
}

/// Offers a new name for a value, unless another value has it, or had it.
fn offer(cx: &Context<'_>, sink: &mut Sink, diagnostic: Diagnostic, names: &Names<'_>, rename: Rename<'_>) {
    let decl = rename.decl;
    let is_taken = match rename.target {
        Some(Target::Value(id, _)) => names.contains(&(id, rename.to.as_str())),
        _ => false,
    };
    let diagnostic = if is_taken {
        diagnostic.help(format!("`{}` is the name of another value: choose which of them stays", rename.to))
    } else {
        rename::offer(cx, diagnostic, rename)
    };
    sink.on(decl, diagnostic);
}

fn enums<'a>(cx: &Context<'a>) -> impl Iterator<Item = (EnumId, &'a Enum)> + use<'a> {
    cx.model.enums.iter().enumerate().map(|(at, item)| (EnumId::of(at), item))
}

fn values<'a>(cx: &Context<'a>) -> impl Iterator<Item = (Target, &'a Enum, &'a EnumValue)> + use<'a> {
    let all = enums(cx).flat_map(|(id, item)| {
        let values = item.values.iter().enumerate();
        values.map(move |(at, value)| (Target::Value(id, at), item, value))
    });
    all.filter(|(_, _, value)| value.decl.removed.is_none())
}

/// From `closed` to the name.
fn up_to_name(written: &ast::Enum, keyword: Span) -> Span {
    Span { end: written.name.span.start, ..keyword }
}

fn is_screaming(text: &str) -> bool {
    let is_shape = !text.starts_with('_') && !text.ends_with('_') && !text.contains("__");
    is_shape && !text.contains(|c: char| c.is_ascii_lowercase())
}
