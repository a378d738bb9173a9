//! What the name of a field says that its type does not: W0205, W0206, W0207 and W0218.

use super::context::Context;
use super::edit;
use super::sink::Sink;
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::model::{FieldType, ScalarType, Type};
use crate::name;

const MONEY: [&str; 12] = [
    "amount", "amounts", "balance", "balances", "cost", "costs", "fee", "fees", "price", "prices",
    "salaries", "salary",
];

/// Ends of names that are points in time.
const POINTS: [&str; 10] =
    ["at", "created", "deleted", "epoch", "expires", "modified", "time", "timestamp", "unix", "updated"];

/// Ends of names that are units of time.
const UNITS: [&str; 15] = [
    "days",
    "hours",
    "micros",
    "microseconds",
    "millis",
    "milliseconds",
    "minutes",
    "ms",
    "nanos",
    "nanoseconds",
    "ns",
    "sec",
    "seconds",
    "secs",
    "us",
];

const SECRETS: [&str; 7] =
    ["credential", "credentials", "passwd", "password", "passwords", "secret", "token"];

/// Secrets of two words.
const SECRET_PAIRS: [[&str; 2]; 2] = [["api", "key"], ["private", "key"]];

/// What is said about a secret and is none: a place in a list, or what kind of secret it is.
const NO_SECRETS: [&str; 9] = ["continuation", "count", "id", "kind", "name", "next", "page", "sync", "type"];

/// W0205
pub(super) fn money(cx: &Context<'_>, sink: &mut Sink) {
    for member in cx.fields() {
        let field = member.field;
        let Type::Scalar(scalar) = field.ty.element() else { continue };
        let text = &field.decl.name.text;
        let Some(word) = words(text).into_iter().find(|word| MONEY.contains(&word.as_str())) else {
            continue;
        };
        if !scalar.is_float() {
            continue;
        }
        let title = format!("money in floating point: field `{text}`");
        let diagnostic = Diagnostic::new(Code::W0205, field.ty_span, title)
            .label(format!("`{word}` sounds like money"))
            .note("no binary fraction is 0.1: sums drift by cents, and no two sums need be equal")
            .help("count the smallest unit in an `int64`, or use a message of units and currency");
        sink.on(&field.decl, diagnostic);
    }
}

/// W0206
pub(super) fn time(cx: &Context<'_>, sink: &mut Sink) {
    use ScalarType::{Fixed64, Int64, Sfixed64, Sint64, Uint64};
    for member in cx.fields() {
        let field = member.field;
        let Type::Scalar(scalar @ (Int64 | Uint64 | Sint64 | Fixed64 | Sfixed64)) = field.ty.element() else {
            continue;
        };
        let text = &field.decl.name.text;
        let words = words(text);
        let Some(last) = words.last().map(String::as_str) else { continue };
        let is_point = |word: &String| POINTS.contains(&word.as_str());
        let is_unit = UNITS.contains(&last) && words.len() > 1;
        let better = match () {
            () if is_unit && !words.iter().any(is_point) => "Duration",
            () if is_unit || POINTS.contains(&last) => "Timestamp",
            () => continue,
        };
        let title = format!("time in an integer: field `{text}`");
        let diagnostic = Diagnostic::new(Code::W0206, field.ty_span, title)
            .label(format!("`{}` does not say of what unit, or since when", scalar.as_str()))
            .note(format!(
                "`{better}` is `google.protobuf.{better}`: one unit for everybody, \
                 readable in JSON, a type of its own in Rust"
            ))
            .help(format!("use `{better}`, under a new number if the field is in use"));
        sink.on(&field.decl, diagnostic);
    }
}

/// W0207
pub(super) fn optional_bool(cx: &Context<'_>, sink: &mut Sink) {
    for member in cx.fields() {
        let field = member.field;
        if field.ty != FieldType::Optional(Type::Scalar(ScalarType::Bool)) {
            continue;
        }
        let title = format!("optional `bool`: field `{}`", field.decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0207, field.ty_span, title)
            .label("true, false, or absent")
            .note("three cases that only two of have names: what absent means is for every reader to guess")
            .help("use an enum that names all three, or a plain `bool`");
        sink.on(&field.decl, diagnostic);
    }
}

/// W0218
pub(super) fn secrets(cx: &Context<'_>, sink: &mut Sink) {
    for member in cx.fields() {
        let field = member.field;
        let is_text = matches!(field.ty.element(), Type::Scalar(ScalarType::String | ScalarType::Bytes));
        let text = &field.decl.name.text;
        if field.is_redacted || !is_text || !is_secret(&words(text)) {
            continue;
        }
        let insertion = edit::annotate(cx.sources, field.decl.span, "@redact", false);
        let diagnostic = Diagnostic::new(
            Code::W0218,
            field.decl.name.span,
            format!("secret without `@redact`: field `{text}`"),
        )
        .label("is printed as it is by `Debug` and in logs")
        .note("`@redact` prints `[REDACTED]` instead; the wire and JSON stay as they are")
        .patch("hide it", vec![insertion], Applicability::MaybeIncorrect);
        sink.on(&field.decl, diagnostic);
    }
}

fn is_secret(words: &[String]) -> bool {
    let has_secret = words.iter().any(|word| SECRETS.contains(&word.as_str()))
        || words.windows(2).any(|pair| SECRET_PAIRS.iter().any(|it| it[0] == pair[0] && it[1] == pair[1]));
    has_secret && !words.iter().any(|word| NO_SECRETS.contains(&word.as_str()))
}

/// The words of a name, in small letters, so that `surprise` holds no `price`.
fn words(name: &str) -> Vec<String> {
    name::snake(name).split('_').map(str::to_owned).collect()
}
