//! Messages that need themselves.

use std::collections::HashSet;

use super::family::Reports;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::LABELS_MAX;
use crate::model::{Field, FieldType, MessageId, Model, Type};

/// A message that requires itself, directly or through others, has no finite value.
pub(super) fn check(model: &Model, reports: &mut Reports) {
    let mut state = vec![State::New; model.messages.len()];
    let mut in_cycle = HashSet::new();
    for first in (0..model.messages.len()).map(MessageId::of) {
        if state[first.index()] == State::New {
            visit(model, first, &mut state, &mut in_cycle, reports);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// On the way down, at this place of the stack.
    Open(usize),
    Done,
}

/// One message on the way down.
struct Step<'m> {
    id: MessageId,
    /// Its required messages that are still to be looked at.
    rest: Vec<(MessageId, &'m Field)>,
    /// The field that led to the next step.
    taken: Option<&'m Field>,
}

/// Depth first, with a stack of its own: a chain of messages may be as long as there are messages.
fn visit(
    model: &Model,
    first: MessageId,
    state: &mut [State],
    in_cycle: &mut HashSet<MessageId>,
    reports: &mut Reports,
) {
    let step = |id| Step { id, rest: required(model, id), taken: None };
    state[first.index()] = State::Open(0);
    let mut stack = vec![step(first)];
    while let Some(top) = stack.last_mut() {
        let Some((inner, field)) = top.rest.pop() else {
            state[top.id.index()] = State::Done;
            stack.pop();
            continue;
        };
        top.taken = Some(field);
        match state[inner.index()] {
            State::New => {
                state[inner.index()] = State::Open(stack.len());
                stack.push(step(inner));
            }
            // A second circle through the same message is most likely the same mistake.
            State::Open(from) if !in_cycle.contains(&top.id) => {
                in_cycle.extend(stack[from..].iter().map(|step| step.id));
                reports.push(cycle(model, &stack[from..]));
            }
            State::Open(_) | State::Done => {}
        }
    }
}

/// The messages that every value of `id` holds, with the fields that hold them, the first field last.
fn required(model: &Model, id: MessageId) -> Vec<(MessageId, &Field)> {
    let inner = |field: &'_ Field| match field.ty {
        FieldType::One(Type::Message(inner)) if field.is_required && field.oneof.is_none() => Some(inner),
        _ => None,
    };
    model[id].fields.iter().rev().filter_map(|field| Some((inner(field)?, field))).collect()
}

fn cycle(model: &Model, steps: &[Step<'_>]) -> Diagnostic {
    let name = |step: &Step<'_>| model[step.id].decl.name.text.as_str();
    let fields: Vec<&Field> = steps.iter().filter_map(|step| step.taken).collect();
    let (last, before) = fields.split_last().expect("the last step took the field that closes the circle");
    let title = match steps {
        [only] => format!("`{}` requires itself, so it has no finite value", name(only)),
        _ => {
            let circle = crate::name::circle(steps.iter().map(name));
            format!("messages require each other, so they have no finite value: {circle}")
        }
    };
    let needs =
        |at: usize| format!("`{}` requires a `{}`", name(&steps[at]), name(&steps[(at + 1) % steps.len()]));
    let mut report = Diagnostic::new(Code::E0307, last.ty_span, title).label(needs(before.len()));
    for (at, field) in before.iter().enumerate().take(LABELS_MAX) {
        report = report.also(field.ty_span, needs(at));
    }
    report.help(match before {
        [] => "remove `@required`, so that the last one can be without another",
        _ => "remove `@required` from one of them",
    })
}
