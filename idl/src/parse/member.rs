//! What messages, enums and unions hold.

use pest::iterators::Pair;

use super::context::{Context, find, take};
use super::grammar::Rule;
use super::within::Within;
use crate::ast::{
    Attrs, EnumValue, Field, Oneof, Reserved, ReservedBound, ReservedItem, ReservedRange, Text,
};
use crate::code::Code;
use crate::diagnostic::Diagnostic;

impl Context<'_> {
    /// A field in any way in which people write one; nothing where the part is none, which is reported then.
    pub(super) fn field(&mut self, within: Within, attrs: Attrs, pair: Pair<'_, Rule>) -> Option<Field> {
        match pair.as_rule() {
            Rule::field => Some(self.plain_field(attrs, pair)),
            Rule::labelled_field => Some(self.labelled_field(attrs, pair)),
            Rule::loose_field => self.loose_field(within, attrs, &pair),
            Rule::colonless_field => Some(self.colonless_field(attrs, pair)),
            _ => {
                self.misfit(within, &pair);
                None
            }
        }
    }

    fn plain_field(&mut self, mut attrs: Attrs, pair: Pair<'_, Rule>) -> Field {
        self.finish(&pair);
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let ty = self.type_ref(find(&mut children, Rule::type_ref));
        let number = self.number_and_options(span, &mut attrs, &mut children);
        Field { attrs, name, ty, number, span }
    }

    pub(super) fn enum_value(&mut self, mut attrs: Attrs, pair: Pair<'_, Rule>) -> EnumValue {
        self.finish(&pair);
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let number = self.number_and_options(span, &mut attrs, &mut children);
        EnumValue { attrs, name, number, span }
    }

    pub(super) fn oneof(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Oneof {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let mut oneof = Oneof { attrs, name, fields: Vec::new(), span, broken: false };
        self.block(children, |parser, attrs, part| {
            let field = parser.field(Within::Oneof, attrs, part);
            oneof.broken |= field.is_none();
            oneof.fields.extend(field);
        });
        oneof
    }

    pub(super) fn reserved(&mut self, pair: Pair<'_, Rule>) -> Reserved {
        self.finish(&pair);
        let span = self.span(&pair);
        let items = pair.into_inner().filter(|child| child.as_rule() == Rule::res_item);
        Reserved { items: items.map(|item| self.reserved_item(item)).collect(), span }
    }

    fn reserved_item(&mut self, pair: Pair<'_, Rule>) -> ReservedItem {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        if let Some(name) = take(&mut children, Rule::string) {
            return ReservedItem::Name(self.text(&name));
        }
        if let Some(name) = take(&mut children, Rule::bare_name) {
            let text = name.as_str().trim().to_owned();
            let report = Diagnostic::new(Code::E0001, span, format!("reserved name `{text}` without quotes"))
                .fix("put it in quotes", span, format!("\"{text}\""));
            self.report(report);
            return ReservedItem::Name(Text { value: text, span });
        }
        let start = take(&mut children, Rule::res_bound).map(|bound| self.reserved_bound(bound));
        let dots = children.next();
        let end = take(&mut children, Rule::res_bound).map(|bound| self.reserved_bound(bound));
        let Some(dots) = dots else {
            return match start {
                Some(ReservedBound::Number(number)) => ReservedItem::Number(number),
                start => ReservedItem::Range(ReservedRange { start, end: None, inclusive: true, span }),
            };
        };
        if dots.as_rule() == Rule::kw_to {
            let place = self.span(&dots);
            let ends_in_max = matches!(end, Some(ReservedBound::Max(_)));
            let ours = if ends_in_max { ".." } else { "..=" };
            let whole = self.written(span);
            let text = whole.replacen(self.written(place), ours, 1).replace([' ', '\t'], "");
            let report = Diagnostic::new(Code::E0010, span, "range written as in protobuf").fix(
                format!("write `{text}`"),
                span,
                text,
            );
            self.report(report);
        }
        let inclusive = dots.as_rule() != Rule::dots;
        ReservedItem::Range(ReservedRange { start, end, inclusive, span })
    }

    fn reserved_bound(&mut self, pair: Pair<'_, Rule>) -> ReservedBound {
        let span = self.span(&pair);
        match pair.into_inner().next() {
            Some(number) if number.as_rule() == Rule::number => {
                ReservedBound::Number(self.whole_number(&number))
            }
            _ => ReservedBound::Max(span),
        }
    }
}
