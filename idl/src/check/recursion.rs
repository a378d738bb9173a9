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
    /// At this place of the stack.
    Open(usize),
    Done,
}

/// One message of the chain that is being followed.
struct Step<'m> {
    id: MessageId,
    fields: std::slice::Iter<'m, Field>,
    /// The field that leads to the next one.
    through: Option<&'m Field>,
}

/// Depth first, with a stack of its own: a chain of messages may be as long as there are messages.
fn visit(model: &Model, first: MessageId, state: &mut [State], reports: &mut Reports) {
    if state[first.index()] != State::New {
        return;
    }
    let mut stack = Vec::new();
    open(model, first, state, &mut stack);
    while let Some(top) = stack.last_mut() {
        let Some((inner, field)) = top.fields.by_ref().find_map(required) else {
            state[top.id.index()] = State::Done;
            stack.pop();
            continue;
        };
        top.through = Some(field);
        match state[inner.index()] {
            State::New => open(model, inner, state, &mut stack),
            State::Open(from) => reports.extend(cycle(model, &stack[from..])),
            State::Done => {}
        }
    }
}

fn open<'m>(model: &'m Model, id: MessageId, state: &mut [State], stack: &mut Vec<Step<'m>>) {
    state[id.index()] = State::Open(stack.len());
    stack.push(Step { id, fields: model[id].fields.iter(), through: None });
}

/// The message that every value with this field holds.
fn required(field: &Field) -> Option<(MessageId, &Field)> {
    match field.ty {
        FieldType::One(Type::Message(inner)) if field.is_required && field.oneof.is_none() => {
            Some((inner, field))
        }
        _ => None,
    }
}

/// The most steps of a cycle that are shown; the rest goes without saying.
const STEPS_SHOWN_MAX: usize = 8;

fn cycle(model: &Model, steps: &[Step<'_>]) -> Option<Diagnostic> {
    let closing = steps.last()?.through?;
    let name = |step: &Step<'_>| format!("`{}`", model[step.id].decl.name.text);
    let first = name(steps.first()?);
    let title = if steps.len() == 1 {
        format!("{first} requires itself, so it has no finite value")
    } else {
        let mut names: Vec<String> = steps.iter().take(STEPS_SHOWN_MAX).map(name).collect();
        if steps.len() > STEPS_SHOWN_MAX {
            names.push("…".to_owned());
        }
        format!("{} → {first} require each other, so they have no finite value", names.join(" → "))
    };
    let mut report = Diagnostic::new(Code::E0307, closing.ty_span, title).label("required here");
    let before = &steps[..steps.len() - 1];
    for field in before.iter().take(STEPS_SHOWN_MAX).filter_map(|step| step.through) {
        report = report.also(field.ty_span, "required here");
    }
    Some(report.help("remove `@required` from one of them"))
}
