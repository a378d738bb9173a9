//! Gives every constant its value, those that others are made of first.

use super::build::Resolver;
use super::lookup::{Found, From};
use super::symbol::{Entry, Symbol};
use super::value::{bool_of, kind_of, scalar_kind, word_of};
use crate::ast::{Const, TypeKind, Value, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::LABELS_MAX;
use crate::model::{ConstId, Scalar, ScalarType, Type};

impl Resolver<'_> {
    /// Evaluates all constants; those that have no value are reported.
    pub(super) fn evaluate_constants(&mut self) {
        let count = self.declared.consts.len();
        // A constant names at most one other, so a chain is walked to its end and evaluated backwards.
        let mut place: Vec<Option<usize>> = vec![None; count];
        for first in 0..count {
            let mut chain: Vec<ConstId> = Vec::new();
            let mut next = Some(ConstId::of(first));
            while let Some(at) = next.filter(|at| place[at.index()].is_none()) {
                place[at.index()] = Some(chain.len());
                chain.push(at);
                next = self.named_by(at);
            }
            // Where the chain ends in itself, its end has no value; elsewhere it is evaluated already.
            let from = next.and_then(|at| place[at.index()]);
            if let Some(from) = from.filter(|&from| chain.get(from).copied() == next) {
                self.report_cycle(&chain[from..]);
                chain.truncate(from);
            }
            for &id in chain.iter().rev() {
                self.consts[id.index()] = self.evaluate(id);
            }
        }
    }

    /// The constant that this one is defined as.
    fn named_by(&self, id: ConstId) -> Option<ConstId> {
        let (node, home) = self.declared.consts[id.index()];
        let ValueKind::Path(path) = &node.value.kind else { return None };
        if word_of(&node.value).and_then(bool_of).is_some() {
            return None;
        }
        match self.find(path, From::top(home)) {
            Found::Symbol(Entry { symbol: Symbol::Const(id), .. }) => Some(id),
            _ => None,
        }
    }

    fn report_cycle(&self, chain: &[ConstId]) {
        let nodes: Vec<_> = chain.iter().map(|id| self.declared.consts[id.index()].0).collect();
        let Some((last, before)) = nodes.split_last() else { return };
        let circle = crate::name::circle(nodes.iter().map(|node| node.name.text.as_str()));
        let title = match before {
            [] => format!("const `{}` is defined as itself", last.name.text),
            _ => format!("constants are defined in terms of each other: {circle}"),
        };
        let needs = |at: usize| {
            let other = nodes[(at + 1) % nodes.len()];
            format!("`{}` is `{}`", nodes[at].name.text, other.name.text)
        };
        let mut report = Diagnostic::new(Code::E0310, last.value.span, title)
            .label(format!("{}, which closes the circle", needs(before.len())));
        for (at, node) in before.iter().enumerate().take(LABELS_MAX) {
            report = report.also(node.value.span, needs(at));
        }
        self.report(report.help(match before {
            [] => "give it a value",
            _ => "give one of them a value of its own",
        }));
    }

    fn evaluate(&self, id: ConstId) -> Option<Scalar> {
        let (node, home) = self.declared.consts[id.index()];
        let ty = self.constant_type(id)?;
        let value = self.scalar_in_const(&node.value, From::top(home))?;
        self.fit(&value, ty, node)
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
            Diagnostic::new(
                Code::E0308,
                node.ty.span,
                format!("`{}` cannot be the type of a constant", self.raw(node.ty.span)),
            )
            .label("not a scalar")
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

    fn fit(&self, value: &Scalar, ty: ScalarType, node: &Const) -> Option<Scalar> {
        let why = match fit(value, ty) {
            Ok(fitted) => return Some(fitted),
            Err(why) => why,
        };
        let title = format!("the value of `{}` does not fit `{}`", node.name.text, ty.as_str());
        let report = Diagnostic::new(Code::E0311, node.value.span, title).label(why);
        let wider = [ScalarType::Int64, ScalarType::Uint64].into_iter().find(|&wider| {
            ty.int_range().is_some() && matches!(value, Scalar::Int(_)) && fit(value, wider).is_ok()
        });
        self.report(match wider.map(ScalarType::as_str) {
            Some(wider) => report.suggest(format!("`{wider}` can hold it"), node.ty.span, wider),
            None => report,
        });
        None
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
