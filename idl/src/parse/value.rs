//! Values: numbers, strings, ranges and lists.

use pest::iterators::{Pair, Pairs};

use super::context::Context;
use super::grammar::Rule;
use super::literal::{self, Mistake};
use crate::ast::{Number, RangeEnd, RangeValue, Text, Value, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

impl Context<'_> {
    /// Anything that may stand in an annotation or behind a `const`.
    pub(super) fn value(&mut self, pair: Pair<'_, Rule>) -> Value {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let Some(first) = children.next() else { return Value { kind: ValueKind::Broken, span } };
        let kind = match first.as_rule() {
            Rule::lbracket => {
                let items = children.filter(|child| child.as_rule() == Rule::value);
                ValueKind::List(items.map(|item| self.value(item)).collect())
            }
            Rule::dots | Rule::dots_eq => self.range(None, &first, &mut children),
            _ => {
                let kind = self.atom(&first);
                match children.next() {
                    Some(dots) => {
                        let start = Value { kind, span: self.span(&first) };
                        self.range(Some(start), &dots, &mut children)
                    }
                    None => kind,
                }
            }
        };
        Value { kind, span }
    }

    fn range(
        &mut self,
        start: Option<Value>,
        dots: &Pair<'_, Rule>,
        rest: &mut Pairs<'_, Rule>,
    ) -> ValueKind {
        let end = rest.next().and_then(|bound| bound.into_inner().next()).map(|bound| self.bound(&bound));
        let is_broken = |value: &Value| matches!(value.kind, ValueKind::Broken);
        let end_is_broken = matches!(&end, Some(RangeEnd::Value(value)) if is_broken(value));
        if end_is_broken || start.as_ref().is_some_and(is_broken) {
            return ValueKind::Broken;
        }
        let inclusive = dots.as_rule() == Rule::dots_eq;
        ValueKind::Range(Box::new(RangeValue { start, end, inclusive }))
    }

    fn bound(&mut self, pair: &Pair<'_, Rule>) -> RangeEnd {
        let span = self.span(pair);
        match pair.as_rule() {
            Rule::kw_max => RangeEnd::Max(span),
            _ => RangeEnd::Value(Value { kind: self.atom(pair), span }),
        }
    }

    /// A string, a number or a path.
    fn atom(&mut self, pair: &Pair<'_, Rule>) -> ValueKind {
        match pair.as_rule() {
            Rule::string => self.string(pair).map_or(ValueKind::Broken, ValueKind::String),
            Rule::path => ValueKind::Path(self.path(pair)),
            Rule::number => match literal::number(pair.as_str()) {
                Ok(literal::Number::Int(value)) => ValueKind::Int(value),
                Ok(literal::Number::Float(value)) => ValueKind::Float(value),
                Ok(literal::Number::Duration(value)) => ValueKind::Duration(value),
                Ok(literal::Number::Percent(value)) => ValueKind::Percent(value),
                Err(mistake) => {
                    self.literal_mistake(pair, mistake);
                    ValueKind::Broken
                }
            },
            _ => ValueKind::Broken,
        }
    }

    /// The meaning of a string; nothing where it is malformed, which is reported then.
    pub(super) fn string(&mut self, pair: &Pair<'_, Rule>) -> Option<Text> {
        let span = self.span(pair);
        if self.is_unclosed(span) {
            return None;
        }
        let (value, mistakes) = literal::string(pair.as_str());
        let is_sound = mistakes.is_empty();
        for mistake in mistakes {
            self.literal_mistake(pair, mistake);
        }
        is_sound.then_some(Text { value, span })
    }

    /// A string whose meaning must be had: what is malformed in it is left out, and reported.
    pub(super) fn text(&mut self, pair: &Pair<'_, Rule>) -> Text {
        let span = self.span(pair);
        self.string(pair).unwrap_or_else(|| {
            let (value, _) = literal::string(self.written(span));
            Text { value, span }
        })
    }

    /// The number of a field, a value or an edition: a whole number.
    pub(super) fn whole_number(&mut self, pair: &Pair<'_, Rule>) -> Number {
        let span = self.span(pair);
        let found = match literal::number(pair.as_str()) {
            Ok(literal::Number::Int(value)) if !pair.as_str().ends_with('B') || is_hexadecimal(pair) => {
                return Number { value: Some(value), span };
            }
            Ok(literal::Number::Int(_)) => "a size",
            Ok(literal::Number::Float(_)) => "a fraction",
            Ok(literal::Number::Duration(_)) => "a duration",
            Ok(literal::Number::Percent(_)) => "a percentage",
            Err(mistake) => {
                self.literal_mistake(pair, Mistake { instead: None, ..mistake });
                return Number { value: None, span };
            }
        };
        self.report(Diagnostic::new(Code::E0008, span, format!("expected a whole number, found {found}")));
        Number { value: None, span }
    }

    fn literal_mistake(&mut self, pair: &Pair<'_, Rule>, mistake: Mistake) {
        let start = pair.as_span().start();
        let place = |at: usize| start.saturating_add(at);
        let span: Span = self.place(place(mistake.range.start), place(mistake.range.end));
        let report = Diagnostic::new(mistake.code, span, mistake.title);
        let report = match (mistake.instead, mistake.code) {
            (Some(text), Code::E0006) => report.suggest("write a backslash as `\\\\`", span, text),
            (Some(text), _) => report.suggest(format!("did you mean `{text}`?"), span, text),
            (None, Code::E0006) => report,
            (None, _) => report,
        };
        let report = match mistake.code {
            Code::E0006 => {
                report.note("the escapes are `\\n`, `\\r`, `\\t`, `\\0`, `\\\\`, `\\\"` and `\\u{1F600}`")
            }
            _ if span != self.span(pair) => {
                report.note("the units are `us`, `ms`, `s`, `m`, `h`, `KiB`, `MiB`, `GiB` and `%`")
            }
            _ => report,
        };
        self.report(report);
    }
}

fn is_hexadecimal(pair: &Pair<'_, Rule>) -> bool {
    pair.as_str().trim_start_matches('-').get(..2).is_some_and(|prefix| prefix.eq_ignore_ascii_case("0x"))
}
