//! Constraints and defaults, held against the type of their field.

use super::build::Resolver;
use super::constant::fit;
use super::lookup::From;
use super::value::{ends, scalar_kind, word_of};
use crate::annotation::{Read, Reads};
use crate::ast::{self, TypeRef, Value, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Constraint, ConstraintKind, FieldType, Format, Scalar, ScalarType, Type};
use crate::name;
use crate::parse::offset_in_source;
use crate::source::Span;

/// The annotations that are constraints.
const CONSTRAINTS: &[&str] =
    &["finite", "format", "in", "len", "nonzero", "not_in", "pattern", "range", "unique"];

impl Resolver<'_> {
    /// What the values of a field must satisfy.
    pub(super) fn constraints(
        &self,
        reads: &Reads<'_>,
        ty: FieldType,
        written: &TypeRef,
        from: From,
    ) -> Vec<Constraint> {
        let read = reads.iter().filter(|read| CONSTRAINTS.contains(&read.spec.name));
        let found: Vec<Constraint> = read
            .filter(|read| self.applies(read, ty, written))
            .filter_map(|read| Some(Constraint { kind: self.constraint(read, ty, from)?, span: read.span() }))
            .collect();
        self.check_together(&found);
        found
    }

    fn applies(&self, read: &Read<'_>, ty: FieldType, written: &TypeRef) -> bool {
        let name = read.spec.name;
        let element = ty.element();
        let is_list = matches!(ty, FieldType::List(_));
        let is_map = matches!(ty, FieldType::Map(..));
        let is_number =
            matches!(element, Type::Scalar(scalar) if scalar.int_range().is_some() || scalar.is_float());
        let is_float = matches!(element, Type::Scalar(scalar) if scalar.is_float());
        let is_text = element == Type::Scalar(ScalarType::String);
        let is_bytes = element == Type::Scalar(ScalarType::Bytes);
        if name == "unique" && is_list && !self.is_comparable(read, element, written) {
            return false;
        }
        let (fits, wants) = match name {
            "len" => (is_list || is_map || is_text || is_bytes, "a string, bytes, a list or a map"),
            "unique" => (is_list, "a list"),
            "range" | "nonzero" => (is_number && !is_map, "a number"),
            "finite" => (is_float && !is_map, "a `float` or a `double`"),
            "pattern" | "format" => (is_text && !is_map, "a string"),
            _ => (
                (is_number || is_text || matches!(element, Type::Enum(_))) && !is_map,
                "a number, a string or an enum",
            ),
        };
        if !fits {
            self.report(
                Diagnostic::new(Code::E0901, read.span(), format!("`@{name}` does not apply to this type"))
                    .also(written.span, "the type")
                    .help(format!("it is for {wants}")),
            );
        }
        fits
    }

    fn is_comparable(&self, read: &Read<'_>, element: Type, written: &TypeRef) -> bool {
        let why = match element {
            Type::Scalar(scalar) if scalar.is_float() => "a NaN equals nothing, itself included",
            Type::Scalar(_) | Type::Enum(_) => return true,
            Type::Message(_) | Type::Union(_) | Type::WellKnown(_) => {
                "messages may hold fields that this version does not know"
            }
        };
        self.report(
            Diagnostic::new(Code::E0906, read.span(), "these elements cannot be compared")
                .also(written.span, "the elements")
                .note(why),
        );
        false
    }

    fn constraint(&self, read: &Read<'_>, ty: FieldType, from: From) -> Option<ConstraintKind> {
        match read.spec.name {
            "len" => self.len(read, from),
            "range" => self.range(read, ty.element(), from),
            "pattern" => self.pattern(read),
            "format" => self.format(read),
            "in" => Some(ConstraintKind::In(self.values(read, ty.element(), from)?)),
            "not_in" => Some(ConstraintKind::NotIn(self.values(read, ty.element(), from)?)),
            "unique" => Some(ConstraintKind::Unique),
            "nonzero" => Some(ConstraintKind::Nonzero),
            "finite" => Some(ConstraintKind::Finite),
            _ => None,
        }
    }

    fn len(&self, read: &Read<'_>, from: From) -> Option<ConstraintKind> {
        let value = read.get("range")?;
        // `@len(16)` is exactly 16.
        let (start, end, is_inclusive) = ends(value).unwrap_or((Some(value), Some(value), true));
        let bound = |value: Option<&Value>| match value {
            None => Some(None),
            Some(value) => self.length(value, from).map(Some),
        };
        let (start, end) = (bound(start)?, bound(end)?);
        let min = start.unwrap_or(0);
        let max = match end {
            Some(0) if !is_inclusive => return self.nothing_satisfies(value),
            Some(end) if !is_inclusive => Some(end - 1),
            end => end,
        };
        if max.is_some_and(|max| min > max) {
            return self.nothing_satisfies(value);
        }
        Some(ConstraintKind::Len { min, max })
    }

    fn length(&self, value: &Value, from: From) -> Option<u64> {
        match self.scalar(value, from, "a length such as `16`")? {
            Scalar::Int(length) => u64::try_from(length).ok().or_else(|| {
                self.report(Diagnostic::new(Code::E0903, value.span, "a length is 0 or more"));
                None
            }),
            _ => {
                self.wrong(value, "a length such as `16`");
                None
            }
        }
    }

    fn range(&self, read: &Read<'_>, ty: Type, from: From) -> Option<ConstraintKind> {
        let value = read.get("range")?;
        let Some((start, end, is_inclusive)) = ends(value) else {
            self.wrong(value, "a range such as `0..=150`");
            return None;
        };
        let bound = |value: Option<&Value>| match value {
            None => Some(None),
            Some(value) => self.typed(value, ty, from, Code::E0903).map(Some),
        };
        let (min, max) = (bound(start)?, bound(end)?);
        let (max, is_inclusive) = match max {
            Some(Scalar::Int(max)) if !is_inclusive => (Some(Scalar::Int(max - 1)), true),
            max => (max, is_inclusive),
        };
        let is_empty = match (&min, &max) {
            (Some(Scalar::Int(min)), Some(Scalar::Int(max))) => min > max,
            (None, Some(Scalar::Int(max))) => {
                matches!(ty, Type::Scalar(scalar) if scalar.int_range().is_some_and(|(least, _)| *max < least))
            }
            (Some(Scalar::Float(min)), Some(Scalar::Float(max))) => {
                min > max || (!is_inclusive && min >= max)
            }
            _ => false,
        };
        if is_empty {
            return self.nothing_satisfies(value);
        }
        Some(ConstraintKind::Range { min, max, is_inclusive })
    }

    fn nothing_satisfies(&self, value: &Value) -> Option<ConstraintKind> {
        self.report(
            Diagnostic::new(Code::E0902, value.span, "no value satisfies this")
                .label("empty")
                .help("the first bound is not above the second, and `..` leaves its end out: `1..=5`"),
        );
        None
    }

    /// A value as one of `ty`; what does not fit is reported with `code`.
    fn typed(&self, value: &Value, ty: Type, from: From, code: Code) -> Option<Scalar> {
        match ty {
            Type::Enum(id) => {
                let (node, _) = self.declared.enums[id.index()];
                let Some(word) = word_of(value) else {
                    self.wrong(value, &format!("a value of `{}`", node.name.text));
                    return None;
                };
                if let Some(found) = node.values.iter().find(|value| value.name.text == word) {
                    self.check_removed(found, value.span);
                    return Some(Scalar::EnumValue(word.to_owned()));
                }
                if !node.broken {
                    let title = format!("`{}` has no value `{word}`", node.name.text);
                    let report =
                        Diagnostic::new(code, value.span, title).also(node.name.span, "defined here");
                    let near = name::nearest(word, node.values.iter().map(|value| value.name.text.as_str()));
                    self.report(match near {
                        Some(near) => report.suggest(format!("it has `{near}`"), value.span, near),
                        None => report,
                    });
                }
                None
            }
            Type::Scalar(scalar) => {
                let what = format!("a value of type `{}`", scalar.as_str());
                let found = self.scalar(value, from, &what)?;
                let fitted = fit(&found, scalar);
                if let Err(why) = &fitted {
                    let title = format!("expected {what}, found {}", scalar_kind(&found));
                    let is_kind = matches!(found, Scalar::Int(_)) && scalar.int_range().is_some();
                    let report = if is_kind {
                        Diagnostic::new(code, value.span, format!("this does not fit `{}`", scalar.as_str()))
                            .label(why.clone())
                    } else if code == Code::E0410 {
                        Diagnostic::new(code, value.span, title)
                    } else {
                        Diagnostic::new(Code::E0804, value.span, title)
                    };
                    self.report(report);
                }
                fitted.ok()
            }
            Type::Message(_) | Type::Union(_) | Type::WellKnown(_) => None,
        }
    }

    /// A value that is gone cannot be asked for.
    fn check_removed(&self, found: &ast::EnumValue, span: Span) {
        let removed = found.attrs.annotations.iter().find(|annotation| annotation.path.text() == "removed");
        if let Some(removed) = removed {
            self.report(
                Diagnostic::new(Code::E0412, span, format!("`{}` is removed", found.name.text))
                    .label("still used here")
                    .also(removed.span, "removed here"),
            );
        }
    }

    fn values(&self, read: &Read<'_>, ty: Type, from: From) -> Option<Vec<Scalar>> {
        let value = read.get("values")?;
        let ValueKind::List(items) = &value.kind else {
            self.wrong(value, read.what("values"));
            return None;
        };
        if items.is_empty() {
            self.nothing_satisfies(value);
            return None;
        }
        items.iter().map(|item| self.typed(item, ty, from, Code::E0903)).collect()
    }

    fn pattern(&self, read: &Read<'_>) -> Option<ConstraintKind> {
        let value = read.get("regex")?;
        let ValueKind::String(text) = &value.kind else {
            self.wrong(value, read.what("regex"));
            return None;
        };
        match regex_syntax::Parser::new().parse(&text.value) {
            Ok(_) => Some(ConstraintKind::Pattern(text.value.clone())),
            Err(error) => {
                self.report(self.bad_pattern(text, &error));
                None
            }
        }
    }

    /// Points into the string, at the part that is wrong.
    fn bad_pattern(&self, text: &ast::Text, error: &regex_syntax::Error) -> Diagnostic {
        let (why, at) = match error {
            regex_syntax::Error::Parse(error) => (error.kind().to_string(), Some(error.span())),
            regex_syntax::Error::Translate(error) => (error.kind().to_string(), Some(error.span())),
            _ => ("it cannot be read".to_owned(), None),
        };
        let raw = self.raw(text.span);
        let start = text.span.range().start;
        let span = at.map_or(text.span, |at| {
            let offset = |index| start + offset_in_source(raw, index);
            Span::new(text.span.source, offset(at.start.offset)..offset(at.end.offset))
        });
        Diagnostic::new(Code::E0904, span, "this is not a regular expression")
            .label(why)
            .note("patterns match in linear time: there are no look-arounds and no references back")
    }

    fn format(&self, read: &Read<'_>) -> Option<ConstraintKind> {
        let value = read.get("format")?;
        let Some(word) = word_of(value) else {
            self.wrong(value, read.what("format"));
            return None;
        };
        if let Some(format) = Format::from_word(word) {
            return Some(ConstraintKind::Format(format));
        }
        let report = Diagnostic::new(Code::E0907, value.span, format!("there is no format `{word}`"));
        let words: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
        self.report(match name::nearest(word, words.iter().copied()) {
            Some(near) => report.suggest(format!("there is `{near}`"), value.span, near),
            None => report
                .help(format!("the formats are {}; others can be written as a `@pattern`", words.join(", "))),
        });
        None
    }

    /// Constraints that are fine alone and cannot be satisfied together.
    fn check_together(&self, found: &[Constraint]) {
        let nonzero = found.iter().find(|constraint| constraint.kind == ConstraintKind::Nonzero);
        let only_zero = found.iter().find(|constraint| {
            matches!(
                &constraint.kind,
                ConstraintKind::Range { min: Some(Scalar::Int(0)), max: Some(Scalar::Int(0)), .. }
            ) || matches!(&constraint.kind, ConstraintKind::In(values) if values == &[Scalar::Int(0)])
        });
        if let (Some(nonzero), Some(only_zero)) = (nonzero, only_zero) {
            self.report(
                Diagnostic::new(Code::E0902, nonzero.span, "no value satisfies both constraints")
                    .label("not 0")
                    .also(only_zero.span, "nothing but 0"),
            );
        }
    }

    /// The default of a field, which must be one that may be absent.
    pub(super) fn default(
        &self,
        read: &Read<'_>,
        node: &ast::Field,
        ty: FieldType,
        from: From,
        constraints: &[Constraint],
    ) -> Option<Scalar> {
        let FieldType::Optional(inner) = ty else {
            let report =
                Diagnostic::new(Code::E0409, read.span(), "`@default` on a field that is never absent");
            self.report(match ty {
                FieldType::One(Type::Scalar(_) | Type::Enum(_)) => report
                    .note("without `?`, absent and zero are the same on the wire, so the default could never be told apart")
                    .suggest("let it be absent", node.ty.span.after(), "?"),
                _ => report.note("a default is for scalars and enums"),
            });
            return None;
        };
        let value = read.get("value")?;
        let default = self.typed(value, inner, from, Code::E0410)?;
        let violated = constraints.iter().find(|constraint| !satisfies(&default, &constraint.kind));
        if let Some(violated) = violated {
            self.report(
                Diagnostic::new(Code::E0905, value.span, "the default violates a constraint")
                    .also(violated.span, "this one"),
            );
        }
        Some(default)
    }
}

/// Whether a default satisfies a constraint. Formats are left to the runtime.
fn satisfies(value: &Scalar, constraint: &ConstraintKind) -> bool {
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
            let length = text.chars().count() as u64;
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
