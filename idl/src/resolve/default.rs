//! Values that are known, held against the constraints of their field.

use super::build::Resolver;
use super::field::is_message;
use super::lookup::From;
use crate::annotation::Read;
use crate::ast;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Constraint, ConstraintKind, FieldType, Scalar, ScalarType, Type};

impl Resolver<'_> {
    /// The default of a field, which must be one that may be absent.
    pub(super) fn default(
        &self,
        read: &Read<'_>,
        node: &ast::Field,
        ty: FieldType,
        from: From,
        constraints: &[Constraint],
    ) -> Option<Scalar> {
        let FieldType::Optional(inner @ (Type::Scalar(_) | Type::Enum(_))) = ty else {
            self.report(without_presence(read, node, ty));
            return None;
        };
        let value = read.get("value")?;
        let default = self.typed(value, inner, from, Code::E0410)?;
        let violated = constraints.iter().find(|constraint| !satisfies(&default, inner, &constraint.kind));
        if let Some(violated) = violated {
            let title = format!("the default violates `@{}`", word(&violated.kind));
            self.report(
                Diagnostic::new(Code::E0905, value.span, title)
                    .also(violated.span, "what every value satisfies"),
            );
        }
        Some(default)
    }

    /// Constraints that are fine alone and that nothing satisfies together: where one of them leaves a few
    /// values, the others must leave one of these.
    pub(super) fn check_together(&self, found: &[Constraint], ty: FieldType) {
        let Some((few, values)) =
            found.iter().find_map(|few| Some((few, values(&few.kind, ty.element(), found)?)))
        else {
            return;
        };
        let of_elements = |constraint: &&Constraint| {
            let speaks_of_list = matches!(constraint.kind, ConstraintKind::Len { .. })
                && matches!(ty, FieldType::List(_) | FieldType::Map(..));
            constraint.span != few.span && !speaks_of_list
        };
        let others: Vec<&Constraint> = found.iter().filter(of_elements).collect();
        let satisfied =
            |value: &Scalar| others.iter().all(|other| satisfies(value, ty.element(), &other.kind));
        let Some(other) = others.last().filter(|_| !values.iter().any(satisfied)) else { return };
        let (first, last) = if few.span < other.span { (few, *other) } else { (*other, few) };
        let title = format!("no value satisfies both `@{}` and `@{}`", word(&first.kind), word(&last.kind));
        self.report(Diagnostic::new(Code::E0902, last.span, title).also(first.span, "the other one"));
    }
}

fn without_presence(read: &Read<'_>, node: &ast::Field, ty: FieldType) -> Diagnostic {
    let report = |title| Diagnostic::new(Code::E0409, read.span(), title);
    match ty {
        FieldType::One(Type::Scalar(_) | Type::Enum(_)) if node.ty.optional.is_none() => {
            report("`@default` on a field that is never absent")
                .note("without `?`, absent and zero are the same on the wire: nobody could tell when the default counts")
                .suggest("let it be absent", node.ty.span.after(), "?")
        }
        FieldType::List(_) | FieldType::Map(..) => report("`@default` on a list or a map")
            .note("absent and empty are the same on the wire: nobody could tell when the default counts"),
        _ if !is_message(ty.element()) => report("`@default` on a `NullValue`").note("it has one value"),
        _ => report("`@default` on a message").note("a default is a scalar or the value of an enum"),
    }
}

/// The values of type `ty` that a constraint leaves, if they are no more than others could forbid.
fn values(few: &ConstraintKind, ty: Type, all: &[Constraint]) -> Option<Vec<Scalar>> {
    match few {
        ConstraintKind::In(values) => Some(values.clone()),
        ConstraintKind::Range { min, max, .. } => {
            let Type::Scalar(scalar) = ty else { return None };
            let (least, greatest) = scalar.int_range()?;
            let end = |end: &Option<Scalar>, open| match end {
                Some(Scalar::Int(end)) => Some(*end),
                Some(_) => None,
                None => Some(open),
            };
            let (min, max) = (end(min, least)?, end(max, greatest)?);
            let forbidden = all.iter().map(|constraint| match &constraint.kind {
                ConstraintKind::NotIn(values) => values.len(),
                ConstraintKind::Nonzero => 1,
                _ => 0,
            });
            let forbidden = forbidden.sum::<usize>() as i128;
            (max - min < forbidden).then(|| (min..=max).map(Scalar::Int).collect())
        }
        _ => None,
    }
}

/// The name of a constraint.
fn word(constraint: &ConstraintKind) -> &'static str {
    match constraint {
        ConstraintKind::Range { .. } => "range",
        ConstraintKind::Len { .. } => "len",
        ConstraintKind::Pattern(_) => "pattern",
        ConstraintKind::Format(_) => "format",
        ConstraintKind::Unique => "unique",
        ConstraintKind::In(_) => "in",
        ConstraintKind::NotIn(_) => "not_in",
        ConstraintKind::Nonzero => "nonzero",
        ConstraintKind::Finite => "finite",
    }
}

/// Whether a value of type `ty` satisfies a constraint. Patterns and formats are left to the runtime.
fn satisfies(value: &Scalar, ty: Type, constraint: &ConstraintKind) -> bool {
    match (constraint, value) {
        (ConstraintKind::Range { min, max, is_inclusive }, _) => {
            let above =
                min.as_ref().is_none_or(|min| compare(value, min).is_none_or(std::cmp::Ordering::is_ge));
            let below = max.as_ref().is_none_or(|max| {
                compare(value, max).is_none_or(|order| order.is_lt() || (*is_inclusive && order.is_eq()))
            });
            above && below
        }
        (ConstraintKind::Len { min, max }, Scalar::String(text)) => {
            let is_bytes = ty == Type::Scalar(ScalarType::Bytes);
            let length = if is_bytes { text.len() } else { text.chars().count() } as u64;
            length >= *min && max.is_none_or(|max| length <= max)
        }
        (ConstraintKind::In(values), _) => values.contains(value),
        (ConstraintKind::NotIn(values), _) => !values.contains(value),
        (ConstraintKind::Nonzero, Scalar::Int(int)) => *int != 0,
        (ConstraintKind::Nonzero, Scalar::Float(float)) => *float != 0.0,
        _ => true,
    }
}

fn compare(a: &Scalar, b: &Scalar) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Scalar::Int(a), Scalar::Int(b)) => Some(a.cmp(b)),
        (Scalar::Float(a), Scalar::Float(b)) => a.partial_cmp(b),
        _ => None,
    }
}
