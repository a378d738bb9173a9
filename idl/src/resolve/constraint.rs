//! Constraints, held against the type of their field.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::build::Resolver;
use super::lookup::From;
use super::value::{ends, word_of};
use crate::annotation::{Read, Reads};
use crate::ast::{self, TypeRef, Value, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Constraint, ConstraintKind, FieldType, Format, Scalar, ScalarType, Type};
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
        self.check_together(&found, ty);
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
            "len" => (
                is_list || is_map || is_text || is_bytes,
                "strings, bytes, lists and maps; for the size of a number there is `@range`",
            ),
            "unique" => (is_list, "lists"),
            "range" => (is_number && !is_map, "numbers; for a length there is `@len`"),
            "nonzero" => (is_number && !is_map, "numbers"),
            "finite" => (is_float && !is_map, "`float` and `double`"),
            "pattern" | "format" => (is_text && !is_map, "strings"),
            _ => (
                (is_number || is_text || matches!(element, Type::Enum(_))) && !is_map,
                "numbers, strings and enums",
            ),
        };
        if !fits {
            let title = format!("`@{name}` does not apply to `{}`", self.raw(written.span));
            self.report(
                Diagnostic::new(Code::E0901, read.span(), title)
                    .also(written.span, "the type")
                    .help(format!("`@{name}` is for {wants}")),
            );
        }
        fits
    }

    fn is_comparable(&self, read: &Read<'_>, element: Type, written: &TypeRef) -> bool {
        let why = match element {
            Type::Scalar(scalar) if scalar.is_float() => "a NaN equals nothing, itself included",
            Type::Scalar(_) | Type::Enum(_) => return true,
            Type::WellKnown(known) if known.is_enum() => "there is one value, and it equals itself",
            Type::Message(_) | Type::Union(_) | Type::WellKnown(_) => {
                "two messages may differ in fields that this version does not know"
            }
        };
        let title = format!("the elements of `{}` cannot be compared", self.raw(written.span));
        self.report(
            Diagnostic::new(Code::E0906, read.span(), title).also(written.span, "the type").note(why),
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
        let Some((start, end, is_inclusive)) = ends(value) else {
            // `@len(16)` is exactly 16.
            let exact = self.length(value, from)?;
            return Some(ConstraintKind::Len { min: exact, max: Some(exact) });
        };
        self.check_start(start)?;
        let bound = |value: Option<&Value>| match value {
            None => Some(None),
            Some(value) => self.length(value, from).map(Some),
        };
        let (start, end) = (bound(start), bound(end));
        let (start, end) = (start?, end?);
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
                let title = format!("`{}` is not a length", self.raw(value.span));
                self.report(Diagnostic::new(Code::E0903, value.span, title).label("a length is 0 or more"));
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
        self.check_start(start)?;
        let bound = |value: Option<&Value>| match value {
            None => Some(None),
            Some(value) => self.typed(value, ty, from, Code::E0903).map(Some),
        };
        let (min, max) = (bound(start), bound(end));
        let (min, max) = (min?, max?);
        let (max, is_inclusive) = match max {
            Some(Scalar::Int(max)) if !is_inclusive => (Some(Scalar::Int(max - 1)), true),
            None => (None, true),
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

    /// `max` is a word for the end of a range, and for nothing else.
    fn check_start(&self, start: Option<&Value>) -> Option<()> {
        match start {
            Some(start) if word_of(start) == Some("max") => {
                self.report(
                    Diagnostic::new(Code::E0408, start.span, "`max` stands at the end of a range")
                        .help("write the smaller bound first: `1..max`"),
                );
                None
            }
            _ => Some(()),
        }
    }

    fn nothing_satisfies(&self, value: &Value) -> Option<ConstraintKind> {
        let report = Diagnostic::new(Code::E0902, value.span, "no value satisfies this");
        self.report(match &value.kind {
            ValueKind::Range(range) if range.start.is_none() => {
                report.label("ends before the type begins").help("`..` leaves its end out, `..=` includes it")
            }
            ValueKind::Range(_) => report
                .label("holds nothing")
                .help("put the smaller bound first; `..` leaves its end out, `..=` includes it"),
            _ => report.label("holds nothing").help("name at least one value"),
        });
        None
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
        let values: Vec<Option<Scalar>> =
            items.iter().map(|item| self.typed(item, ty, from, Code::E0903)).collect();
        values.into_iter().collect()
    }

    fn pattern(&self, read: &Read<'_>) -> Option<ConstraintKind> {
        let value = read.get("regex")?;
        let ValueKind::String(text) = &value.kind else {
            self.wrong(value, read.what("regex"));
            return None;
        };
        match regex_syntax::Parser::new().parse(&text.value) {
            Ok(hir) if weight(&hir) <= PATTERN_WEIGHT_MAX => {
                Some(ConstraintKind::Pattern(text.value.clone()))
            }
            Ok(_) => {
                self.report(
                    Diagnostic::new(Code::E0904, text.span, "this regular expression is too large")
                        .label("too many characters with its repetitions written out")
                        .help("repeat less, and bound the length with `@len`"),
                );
                None
            }
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
        let begin = text.span.range().start;
        let span = at.map_or(text.span, |at| {
            let (first, behind) =
                (offset_in_source(raw, at.start.offset), offset_in_source(raw, at.end.offset));
            // At the end of the pattern, and where something is missing, there is no character: take the next.
            let behind = behind.max(first + 1).min(raw.len());
            Span::new(text.span.source, begin + first..begin + behind)
        });
        let report = Diagnostic::new(Code::E0904, span, "this is not a regular expression").label(why);
        if is_not_linear(error) {
            report.note("patterns match in linear time: there are no look-arounds and no references back")
        } else {
            report
        }
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
        self.report(match self.guess(word, words.iter().copied()) {
            Some(near) => report.suggest(format!("there is `{near}`"), value.span, near),
            None => report
                .help(format!("the formats are {}; others can be written as a `@pattern`", words.join(", "))),
        });
        None
    }
}

/// The largest pattern, in characters and ranges of characters: what compiles it when a program starts has a
/// limit, too, and nobody wants to meet that one.
const PATTERN_WEIGHT_MAX: u64 = 100_000;

/// How much a pattern holds when its repetitions are written out. Its nesting is bounded by its parser.
fn weight(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Class(Class::Unicode(class)) => class.ranges().len() as u64,
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            weight(&repetition.sub).saturating_mul(u64::from(times))
        }
        HirKind::Capture(capture) => weight(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(weight).fold(0, u64::saturating_add)
        }
    }
}

fn is_not_linear(error: &regex_syntax::Error) -> bool {
    use regex_syntax::ast::ErrorKind::{UnsupportedBackreference, UnsupportedLookAround};
    let regex_syntax::Error::Parse(error) = error else { return false };
    matches!(error.kind(), UnsupportedBackreference | UnsupportedLookAround)
}
