//! Services and their methods.

use pest::iterators::Pair;

use super::context::{Context, find, take};
use super::grammar::Rule;
use super::within::Within;
use crate::ast::{Attrs, Method, Service, Side};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};

impl Context<'_> {
    pub(super) fn service(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Service {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let mut service = Service { attrs, name, methods: Vec::new(), span, broken: false };
        self.block(children, |parser, attrs, part| match part.as_rule() {
            Rule::rpc => service.methods.push(parser.method(attrs, part)),
            Rule::proto_rpc => service.methods.push(parser.proto_method(attrs, part)),
            _ => service.broken |= parser.misfit(Within::Service, &part),
        });
        service
    }

    fn method(&mut self, mut attrs: Attrs, pair: Pair<'_, Rule>) -> Method {
        self.finish(&pair);
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let request = self.side(find(&mut children, Rule::side));
        let mut response = None;
        let mut throws = None;
        for child in children {
            match child.as_rule() {
                Rule::wrong_arrow | Rule::missing_arrow => self.wrong_arrow(&child),
                Rule::side => response = Some(self.side(child)),
                Rule::wrapped_side => response = Some(self.wrapped_side(child)),
                Rule::path => throws = Some(self.path(&child)),
                Rule::late_annotations => self.late_annotations(span, &mut attrs, &child),
                Rule::wrong_throws => {
                    let mut children = child.into_inner();
                    let word = self.ident(&find(&mut children, Rule::wrong_word));
                    let title = format!("expected `throws` or `;`, found `{}`", word.text);
                    let report = Diagnostic::new(Code::E0001, word.span, title).suggest(
                        "did you mean `throws`?",
                        word.span,
                        "throws",
                    );
                    self.report(report);
                    throws = Some(self.path(&find(&mut children, Rule::path)));
                }
                _ => {}
            }
        }
        let response = response.expect("the grammar has a response in every method");
        Method { attrs, name, request, response, throws, span }
    }

    fn side(&mut self, pair: Pair<'_, Rule>) -> Side {
        let mut children = pair.into_inner();
        let stream = take(&mut children, Rule::kw_stream).map(|word| self.span(&word));
        let ty = self.type_ref(find(&mut children, Rule::type_ref));
        Side { stream, ty }
    }

    /// `-> (User)`
    fn wrapped_side(&mut self, pair: Pair<'_, Rule>) -> Side {
        let mut children = pair.into_inner();
        let open = self.span(&find(&mut children, Rule::lparen));
        let side = self.side(find(&mut children, Rule::side));
        let close = self.span(&find(&mut children, Rule::rparen));
        let edits = [open, close].map(|span| Edit { span, text: String::new() });
        let report = Diagnostic::new(Code::E0001, open, "expected a type, found `(`")
            .label("a response stands without parentheses")
            .patch("remove them", edits.to_vec(), Applicability::MachineApplicable);
        self.report(report);
        side
    }

    fn wrong_arrow(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        let found = self.written(span);
        let report = if found.is_empty() {
            Diagnostic::new(Code::E0001, span, "expected `->` before the response").fix(
                "add the arrow",
                span,
                "-> ",
            )
        } else {
            Diagnostic::new(Code::E0001, span, format!("expected `->`, found `{found}`")).fix(
                "write an arrow",
                span,
                "->",
            )
        };
        self.report(report);
    }

    /// `rpc Get(Request) returns (User) { option … }`
    fn proto_method(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Method {
        self.finish(&pair);
        let span = self.span(&pair);
        let body = pair.clone().into_inner().find(|child| child.as_rule() == Rule::balanced);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let request = self.side(find(&mut children, Rule::side));
        let word = self.span(&find(&mut children, Rule::wrong_word));
        let response = find(&mut children, Rule::side);
        let response_text = self.written(self.span(&response));
        let close = self.span(&find(&mut children, Rule::rparen));
        let response = self.side(response);
        let is_empty = body
            .as_ref()
            .is_none_or(|body| body.as_str().trim_matches(['{', '}', ';', ' ', '\t', '\r', '\n']).is_empty());
        let (replaced, end) = if body.is_some() { (word.to(span), ";") } else { (word.to(close), "") };
        let certainty =
            if is_empty { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
        let edit = Edit { span: replaced, text: format!("-> {response_text}{end}") };
        let report = Diagnostic::new(Code::E0010, word.to(close), "method written as in protobuf")
            .label("the response stands behind an arrow")
            .patch("write an arrow", vec![edit], certainty);
        self.report(report);
        Method { attrs, name, request, response, throws: None, span }
    }
}
