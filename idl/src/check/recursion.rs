//! Messages that need themselves.

use super::family::Reports;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Field, FieldType, MessageId, Model, Type};

/// A message that requires itself, directly or through others, has no finite value.
pub(super) fn check(model: &Model, reports: &mut Reports) {
    let mut state = vec![State::New; model.messages.len()];
    for first in 0..model.messages.len() {
        visit(model, MessageId::of(first), &mut state, reports);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Depth first, with a stack of its own: a chain of messages may be as long as there are messages.
fn visit(model: &Model, first: MessageId, state: &mut [State], reports: &mut Reports) {
    let mut stack = vec![(first, 0)];
    while let Some((id, next)) = stack.last_mut() {
        let id = *id;
        state[id.index()] = match state[id.index()] {
            State::Done => {
                stack.pop();
                continue;
            }
            _ => State::Open,
        };
        let Some((inner, _)) = required(model, id).nth(*next) else {
            state[id.index()] = State::Done;
            stack.pop();
            continue;
        };
        *next += 1;
        match state[inner.index()] {
            State::New => stack.push((inner, 0)),
            State::Open => {
                let from = stack.iter().position(|&(id, _)| id == inner).unwrap_or(0);
                reports.extend(cycle(model, &stack[from..]));
            }
            State::Done => {}
        }
    }
}

/// The messages that every value of `id` holds, with the fields that hold them.
fn required(model: &Model, id: MessageId) -> impl Iterator<Item = (MessageId, &Field)> {
    model[id].fields.iter().filter_map(|field| match field.ty {
        FieldType::One(Type::Message(inner)) if field.is_required && field.oneof.is_none() => {
            Some((inner, field))
        }
        _ => None,
    })
}

fn cycle(model: &Model, steps: &[(MessageId, usize)]) -> Option<Diagnostic> {
    let fields: Vec<&Field> = steps
        .iter()
        .filter_map(|&(id, next)| Some(required(model, id).nth(next.checked_sub(1)?)?.1))
        .collect();
    let names: Vec<String> = steps.iter().map(|&(id, _)| format!("`{}`", model[id].decl.name.text)).collect();
    let (first, last) = (names.first()?, fields.last()?);
    let title = match names.as_slice() {
        [only] => format!("{only} requires itself, so it has no finite value"),
        _ => format!("{} → {first} require each other, so they have no finite value", names.join(" → ")),
    };
    let mut report = Diagnostic::new(Code::E0307, last.ty_span, title).label("required here");
    for field in &fields[..fields.len() - 1] {
        report = report.also(field.ty_span, "required here");
    }
    Some(report.help("remove `@required` from one of them"))
}
