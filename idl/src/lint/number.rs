//! Numbers of fields, and numbers in fields: W0203, W0204 and W0208.

use super::context::Context;
use super::sink::Sink;
use super::walk::Member;
use crate::ast::{self, Item, ReservedBound, ReservedItem, TypeKind, TypeRef};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::{ConstraintKind, Field, Scalar, ScalarType, Type};
use crate::source::Span;

/// W0203
pub(super) fn single_ranges(cx: &Context<'_>, sink: &mut Sink) {
    let mut found = Vec::new();
    for item in cx.files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Message(message) => ranges_of_message(message, &mut found),
            Item::Enum(item) => ranges(&item.reserved, &mut found),
            Item::Union(union) => ranges(&union.reserved, &mut found),
            Item::Const(_) | Item::Service(_) => {}
        }
    }
    for (span, number) in found {
        let diagnostic = Diagnostic::new(Code::W0203, span, format!("range of the single number {number}"))
            .label(format!("the same as `{number}`"))
            .fix("write the number", span, number.to_string());
        sink.at(diagnostic);
    }
}

fn ranges_of_message(message: &ast::Message, found: &mut Vec<(Span, i128)>) {
    for member in &message.members {
        match member {
            ast::Member::Reserved(reserved) => ranges(std::slice::from_ref(reserved), found),
            ast::Member::Message(nested) => ranges_of_message(nested, found),
            ast::Member::Enum(nested) => ranges(&nested.reserved, found),
            ast::Member::Field(_) | ast::Member::Oneof(_) => {}
        }
    }
}

fn ranges(reserved: &[ast::Reserved], found: &mut Vec<(Span, i128)>) {
    for item in reserved.iter().flat_map(|reserved| &reserved.items) {
        let ReservedItem::Range(range) = item else { continue };
        let (Some(ReservedBound::Number(start)), Some(ReservedBound::Number(end))) = (range.start, range.end)
        else {
            continue;
        };
        if let (Some(start), Some(end)) = (start.value, end.value) {
            let last = if range.inclusive { end } else { end - 1 };
            if start == last {
                found.push((range.span, start));
            }
        }
    }
}

/// W0204, once for each field
pub(super) fn negatives(cx: &Context<'_>, sink: &mut Sink) {
    for member in cx.fields() {
        let Some(better) = zigzag(member.field.ty.element()) else { continue };
        let Some(span) = negative(cx, member.field) else { continue };
        let (from, to) = (better.0.as_str(), better.1.as_str());
        let mut diagnostic = Diagnostic::new(
            Code::W0204,
            span,
            format!("negative numbers of field `{}` cost ten bytes each", member.field.decl.name.text),
        )
        .label("allows numbers below zero")
        .note(format!("`{from}` writes -1 as the largest of 64 bits; `{to}` writes it in one byte"))
        .note(
            "the two do not understand each other: change the type only before anything is stored or called",
        );
        if let Some(word) = element_span(cx, &member) {
            diagnostic = diagnostic.also(word, format!("`{to}` is made for them"));
            let edits = vec![Edit { span: word, text: to.to_owned() }];
            diagnostic = diagnostic.patch(format!("use `{to}`"), edits, Applicability::MaybeIncorrect);
        }
        sink.on(&member.field.decl, diagnostic);
    }
}

/// The type and the one that is made for negative numbers.
fn zigzag(ty: Type) -> Option<(ScalarType, ScalarType)> {
    match ty {
        Type::Scalar(it @ ScalarType::Int32) => Some((it, ScalarType::Sint32)),
        Type::Scalar(it @ ScalarType::Int64) => Some((it, ScalarType::Sint64)),
        _ => None,
    }
}

/// The annotation that speaks of numbers below zero.
fn negative(cx: &Context<'_>, field: &Field) -> Option<Span> {
    let is_negative = |value: &Scalar| matches!(value, Scalar::Int(number) if *number < 0);
    let of_constraint = field.constraints.iter().find(|constraint| match &constraint.kind {
        ConstraintKind::Range { min: Some(min), .. } => is_negative(min),
        ConstraintKind::In(values) => values.iter().any(is_negative),
        _ => false,
    });
    let of_default = || {
        field.default.as_ref().filter(|value| is_negative(value))?;
        cx.annotation(&field.decl, "default").map(|annotation| annotation.span)
    };
    of_constraint.map(|constraint| constraint.span).or_else(of_default)
}

/// Where the type of one element is written.
fn element_span(cx: &Context<'_>, member: &Member<'_>) -> Option<Span> {
    let mut written: &TypeRef = &cx.field(&member.field.decl)?.ty;
    loop {
        match &written.kind {
            TypeKind::Path(path) => return Some(path.span),
            TypeKind::List(inner) | TypeKind::Map(_, inner) | TypeKind::Stream(inner) => written = inner,
            TypeKind::Broken => return None,
        }
    }
}

/// W0208, once for each message
pub(super) fn gaps(cx: &Context<'_>, sink: &mut Sink) {
    let messages = cx.model.messages.iter().map(|it| (&it.decl, &it.fields, &it.reserved));
    let unions = cx.model.unions.iter().map(|it| (&it.decl, &it.fields, &it.reserved));
    for (decl, fields, reserved) in messages.chain(unions) {
        let used = fields.iter().map(|field| (i64::from(field.number), i64::from(field.number)));
        let mut taken: Vec<(i64, i64)> = used.chain(reserved.numbers.iter().copied()).collect();
        taken.sort_unstable();
        // What lies behind the last field is free for the next one.
        let last = fields.iter().map(|field| i64::from(field.number)).max().unwrap_or(0);
        let gaps = gaps_between(&taken, last);
        if gaps.is_empty() {
            continue;
        }
        let gaps = gaps.join(", ");
        let title = format!("gap in the field numbers of `{}`", decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0208, decl.name.span, title)
            .label(format!("neither uses nor reserves {gaps}"))
            .note(
                "if a field was removed there, old programs still send it: whoever takes the \
                 number next reads their bytes",
            )
            .help(format!("`reserved {gaps};` keeps them free"));
        sink.on(decl, diagnostic);
    }
}

/// The numbers from 1 to `last` that `taken`, in order, leaves out, as one writes them in `reserved`.
fn gaps_between(taken: &[(i64, i64)], last: i64) -> Vec<String> {
    let mut gaps = Vec::new();
    let mut next = 1;
    for &(start, end) in taken.iter().take_while(|(start, _)| *start <= last) {
        match start - next {
            ..1 => {}
            1 => gaps.push(next.to_string()),
            _ => gaps.push(format!("{next}..={}", start - 1)),
        }
        next = next.max(end + 1);
    }
    gaps
}
