//! Constraints that are missing or let too much pass: W0214 and W0215.

use std::collections::HashSet;

use regex_syntax::hir::Look;

use super::context::Context;
use super::sink::Sink;
use crate::ast::{Text, ValueKind};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::{ConstraintKind, Decl, Field, FieldType, ScalarType, Type};
use crate::source::Span;

/// W0214
pub(super) fn unbounded(cx: &Context<'_>, sink: &mut Sink) {
    let in_requests = types_of_requests(cx);
    for member in cx.fields().filter(|member| in_requests.contains(&member.owner_type)) {
        let field = member.field;
        let what = match field.ty {
            FieldType::List(_) => "list",
            FieldType::Map(..) => "map",
            FieldType::One(Type::Scalar(it @ (ScalarType::String | ScalarType::Bytes)))
            | FieldType::Optional(Type::Scalar(it @ (ScalarType::String | ScalarType::Bytes))) => it.as_str(),
            FieldType::One(_) | FieldType::Optional(_) => continue,
        };
        if is_bounded(field) {
            continue;
        }
        let title = format!("unbounded {what} in a request: field `{}`", field.decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0214, field.ty_span, title)
            .label("as long as a caller likes")
            .note("only the limit on a whole request stops a caller who sends more than the handler expects")
            .help("say how long is enough: `@len(..=100)`");
        sink.on(&field.decl, diagnostic);
    }
}

fn is_bounded(field: &Field) -> bool {
    field.constraints.iter().any(|constraint| match constraint.kind {
        ConstraintKind::Len { max, .. } => max.is_some(),
        // A choice, though only of single values.
        ConstraintKind::In(_) => !matches!(field.ty, FieldType::List(_) | FieldType::Map(..)),
        _ => false,
    })
}

/// The types that requests are, and those in them.
fn types_of_requests(cx: &Context<'_>) -> HashSet<Type> {
    let mut found = HashSet::new();
    let mut next: Vec<Type> = cx.methods().map(|(_, method)| method.request.ty).collect();
    while let Some(ty) = next.pop() {
        let fields = match ty {
            Type::Message(id) => &cx.model[id].fields,
            Type::Union(id) => &cx.model[id].fields,
            Type::Scalar(_) | Type::WellKnown(_) | Type::Enum(_) => continue,
        };
        if found.insert(ty) {
            next.extend(fields.iter().map(|field| field.ty.element()));
        }
    }
    found
}

/// W0215
pub(super) fn anchors(cx: &Context<'_>, sink: &mut Sink) {
    for member in cx.fields() {
        for constraint in &member.field.constraints {
            let ConstraintKind::Pattern(pattern) = &constraint.kind else { continue };
            let Ok(hir) = regex_syntax::parse(pattern) else { continue };
            let properties = hir.properties();
            // They speak of all alternatives: in `^a|b$` neither end is held.
            let is_open = !properties.look_set_prefix().contains(Look::Start);
            let is_endless = !properties.look_set_suffix().contains(Look::End);
            let missing = match (is_open, is_endless) {
                (true, true) => "anywhere in the text",
                (true, false) => "at the end of any text",
                (false, true) => "at the start of any text",
                (false, false) => continue,
            };
            let text = pattern_text(cx, &member.field.decl, constraint.span);
            let diagnostic = Diagnostic::new(
                Code::W0215,
                text.map_or(constraint.span, |text| text.span),
                format!("pattern of field `{}` is not anchored", member.field.decl.name.text),
            )
            .label(format!("matches {missing}"))
            .note("a pattern is searched for, so what stands beside the match may be anything");
            let diagnostic = match text {
                Some(text) => {
                    let edits = anchored(text, is_open, is_endless);
                    diagnostic.patch("match the whole text", edits, Applicability::MaybeIncorrect)
                }
                None => diagnostic.help("match the whole text: `^…$`"),
            };
            sink.on(&member.field.decl, diagnostic);
        }
    }
}

/// The string of `@pattern`, unless it is a constant.
fn pattern_text<'a>(cx: &Context<'a>, decl: &Decl, span: Span) -> Option<&'a Text> {
    let annotation = cx.attrs(decl)?.annotations.iter().find(|annotation| annotation.span == span)?;
    match &annotation.args.first()?.value.kind {
        ValueKind::String(text) => Some(text),
        _ => None,
    }
}

/// Adds the anchors that are missing, around a group where the pattern has alternatives.
fn anchored(text: &Text, is_open: bool, is_endless: bool) -> Vec<Edit> {
    let is_grouped = text.value.contains('|');
    let (first, last) = match (is_grouped, is_open, is_endless) {
        (true, _, _) => ("^(?:", ")$"),
        (false, true, true) => ("^", "$"),
        (false, true, false) => ("^", ""),
        (false, false, _) => ("", "$"),
    };
    let after_quote = Span { start: text.span.start + 1, end: text.span.start + 1, ..text.span };
    let before_quote = Span { start: text.span.end - 1, end: text.span.end - 1, ..text.span };
    let edits = [
        Edit { span: after_quote, text: first.to_owned() },
        Edit { span: before_quote, text: last.to_owned() },
    ];
    edits.into_iter().filter(|edit| !edit.text.is_empty()).collect()
}
