//! Gives every constant its value, those that others are made of first.

use super::build::Resolver;
use super::lookup::{Found, From};
use super::symbol::{Entry, Symbol};
use super::value::{kind_of, scalar_kind};
use crate::ast::{TypeKind, Value, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{ConstId, Scalar, ScalarType, Type};
use crate::source::Span;

impl Resolver<'_> {
    /// Evaluates all constants; those that have no value are reported.
    pub(super) fn evaluate_constants(&mut self) {
        let count = self.declared.consts.len();
        // A constant names at most one other, so a chain is walked to its end and evaluated backwards.
        let mut is_done = vec![false; count];
        for first in 0..count {
            let mut chain: Vec<ConstId> = Vec::new();
            let mut at = ConstId::of(first);
            while !is_done[at.index()] {
                if let Some(from) = chain.iter().position(|&id| id == at) {
                    self.report_cycle(&chain[from..]);
                    break;
                }
                chain.push(at);
                let Some(next) = self.named_by(at) else { break };
                at = next;
            }
            for &id in chain.iter().rev() {
                is_done[id.index()] = true;
                self.consts[id.index()] = self.evaluate(id);
            }
        }
    }

    /// The constant that this one is defined as.
    fn named_by(&self, id: ConstId) -> Option<ConstId> {
        let (node, home) = self.declared.consts[id.index()];
        let ValueKind::Path(path) = &node.value.kind else { return None };
        match self.find(path, From::top(home)) {
            Found::Symbol(Entry { symbol: Symbol::Const(id), .. }) => Some(id),
            _ => None,
        }
    }

    fn report_cycle(&mut self, chain: &[ConstId]) {
        let nodes: Vec<_> = chain.iter().map(|id| self.declared.consts[id.index()].0).collect();
        let (Some((last, before)), Some(first)) = (nodes.split_last(), nodes.first()) else { return };
        let names: Vec<String> = nodes.iter().map(|node| format!("`{}`", node.name.text)).collect();
        let title = format!(
            "constants are defined in terms of each other: {} → `{}`",
            names.join(" → "),
            first.name.text
        );
        let mut report =
            Diagnostic::new(Code::E0310, last.value.span, title).label("which completes the cycle");
        for node in before {
            report = report.also(node.value.span, format!("`{}` needs this…", node.name.text));
        }
        self.report(report.help("give one of them a value of its own"));
        for id in chain {
            self.in_cycle.insert(*id);
        }
    }

    fn evaluate(&self, id: ConstId) -> Option<Scalar> {
        let (node, home) = self.declared.consts[id.index()];
        let ty = self.constant_type(id)?;
        if self.in_cycle.contains(&id) {
            return None;
        }
        let value = self.scalar_in_const(&node.value, From::top(home))?;
        self.fit(&value, ty, node.value.span, &node.name.text)
    }

    /// The scalar type of a constant; any other is reported.
    pub(super) fn constant_type(&self, id: ConstId) -> Option<ScalarType> {
        let (node, home) = self.declared.consts[id.index()];
        let ty = match &node.ty.kind {
            TypeKind::Path(path) => self.find_type(path, From::top(home))?,
            TypeKind::Broken => return None,
            TypeKind::List(_) | TypeKind::Map(..) | TypeKind::Stream(_) => return self.not_scalar(id),
        };
        match ty {
            Type::Scalar(scalar) if node.ty.optional.is_none() => Some(scalar),
            _ => self.not_scalar(id),
        }
    }

    fn not_scalar(&self, id: ConstId) -> Option<ScalarType> {
        let (node, _) = self.declared.consts[id.index()];
        self.report(
            Diagnostic::new(Code::E0308, node.ty.span, format!("`{}` cannot have this type", node.name.text))
                .label("not a scalar type")
                .help("a constant is a number, a string, bytes or a bool"),
        );
        None
    }

    fn scalar_in_const(&self, value: &Value, from: From) -> Option<Scalar> {
        match &value.kind {
            ValueKind::Duration(_) | ValueKind::Percent(_) | ValueKind::Range(_) | ValueKind::List(_) => {
                self.report(
                    Diagnostic::new(
                        Code::E0311,
                        value.span,
                        format!("{} cannot be a constant", kind_of(value)),
                    )
                    .help("a constant is a number, a string, bytes or a bool"),
                );
                None
            }
            _ => self.scalar(value, from, "a number, a string or a bool"),
        }
    }

    fn fit(&self, value: &Scalar, ty: ScalarType, span: Span, name: &str) -> Option<Scalar> {
        match fit(value, ty) {
            Ok(fitted) => Some(fitted),
            Err(why) => {
                let title = format!("the value of `{name}` does not fit `{}`", ty.as_str());
                self.report(Diagnostic::new(Code::E0311, span, title).label(why));
                None
            }
        }
    }
}

/// `value` as a `ty`, or why it is none.
pub(super) fn fit(value: &Scalar, ty: ScalarType) -> Result<Scalar, String> {
    match (value, ty) {
        (Scalar::Bool(_), ScalarType::Bool)
        | (Scalar::String(_), ScalarType::String | ScalarType::Bytes)
        | (Scalar::Float(_), ScalarType::Double) => Ok(value.clone()),
        (Scalar::Float(float), ScalarType::Float)
            if float.abs() > f64::from(f32::MAX) && float.is_finite() =>
        {
            Err("larger than any `float`".to_owned())
        }
        (Scalar::Float(_), ScalarType::Float) => Ok(value.clone()),
        // No 64-bit number is beyond what a float can come near to.
        (Scalar::Int(int), ScalarType::Float | ScalarType::Double) => Ok(Scalar::Float(*int as f64)),
        (Scalar::Int(int), ty) => match ty.int_range() {
            Some((min, max)) if (min..=max).contains(int) => Ok(value.clone()),
            Some((min, max)) => Err(format!("`{}` holds {min} to {max}", ty.as_str())),
            None => Err(mismatch(value, ty)),
        },
        _ => Err(mismatch(value, ty)),
    }
}

fn mismatch(value: &Scalar, ty: ScalarType) -> String {
    format!("this is {}, not `{}`", scalar_kind(value), ty.as_str())
}
