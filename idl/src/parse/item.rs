//! What a file declares, except for services.

use pest::iterators::Pair;

use super::context::{Context, find, take};
use super::grammar::Rule;
use super::within::Within;
use crate::ast::{
    Attrs, Const, Edition, Enum, Import, ImportKind, ImportName, Member, Message, Package, Union,
};
use crate::diagnostic::Diagnostic;
use crate::{code::Code, source::Span};

impl Context<'_> {
    pub(super) fn edition(&mut self, pair: Pair<'_, Rule>) -> Edition {
        self.finish(&pair);
        let span = self.span(&pair);
        let number = self.whole_number(&find(&mut pair.into_inner(), Rule::number));
        Edition { number, span }
    }

    pub(super) fn package(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Package {
        self.finish(&pair);
        let span = self.span(&pair);
        let path = self.path(&find(&mut pair.into_inner(), Rule::path));
        Package { attrs, path, span }
    }

    /// An import, also one in the way of protobuf.
    pub(super) fn import(&mut self, pair: Pair<'_, Rule>) -> Import {
        self.finish(&pair);
        let span = self.span(&pair);
        let is_foreign = pair.as_rule() == Rule::proto_import;
        let mut children = pair.into_inner();
        let mut keyword = span;
        let mut kind = None;
        let mut alias = None;
        while let Some(child) = children.next() {
            match child.as_rule() {
                Rule::kw_import | Rule::kw_public => keyword = keyword_to(span, self.span(&child)),
                Rule::path => kind = Some(ImportKind::Path(self.path(&child))),
                Rule::import_list => {
                    let braces = self.list_braces(&child);
                    let names = self.import_names(child);
                    kind = match kind {
                        Some(ImportKind::Path(package)) => Some(ImportKind::Names { package, names, braces }),
                        other => other,
                    };
                }
                Rule::string => kind = Some(ImportKind::Proto(self.text(&child))),
                Rule::kw_as => alias = take(&mut children, Rule::ident).map(|name| self.ident(&name)),
                _ => {}
            }
        }
        // Which package another file is, only the loader knows.
        let is_proto = matches!(&kind, Some(ImportKind::Proto(path)) if path.value.ends_with(".proto"));
        if is_foreign && is_proto {
            let report = Diagnostic::new(Code::E0010, span, "file imported as in protobuf")
                .label("an import names a package, or says `proto` before a file")
                .fix("say `proto`", keyword, "import proto");
            self.report(report);
        }
        let kind = kind.expect("the grammar has a path or a string in every import");
        Import { kind, alias, span }
    }

    fn list_braces(&self, list: &Pair<'_, Rule>) -> Span {
        let braces = list.clone().into_inner().filter(|child| child.as_rule() == Rule::lbrace);
        let open = braces.last().map_or_else(|| self.span(list), |brace| self.span(&brace));
        open.to(self.span(list))
    }

    fn import_names(&self, list: Pair<'_, Rule>) -> Vec<ImportName> {
        let names = list.into_inner().filter(|child| child.as_rule() == Rule::import_name);
        let name = |pair: Pair<'_, Rule>| {
            let mut idents = pair.into_inner().filter(|child| child.as_rule() == Rule::ident);
            let name = idents.next().map(|name| self.ident(&name))?;
            Some(ImportName { name, alias: idents.next().map(|alias| self.ident(&alias)) })
        };
        names.filter_map(name).collect()
    }

    pub(super) fn constant(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Const {
        self.finish(&pair);
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let ty = self.type_ref(find(&mut children, Rule::type_ref));
        let value = self.value(find(&mut children, Rule::value));
        Const { attrs, name, ty, value, span }
    }

    pub(super) fn message(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Message {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let mut message = Message { attrs, name, members: Vec::new(), span, broken: false };
        self.block(children, |parser, attrs, part| {
            let member = match part.as_rule() {
                Rule::reserved => Some(Member::Reserved(parser.reserved(part))),
                Rule::oneof => Some(Member::Oneof(parser.oneof(attrs, part))),
                Rule::message => Some(Member::Message(parser.message(attrs, part))),
                Rule::enum_decl => Some(Member::Enum(parser.enumeration(attrs, part))),
                _ => parser.field(Within::Message, attrs, part).map(Member::Field),
            };
            message.broken |= member.is_none();
            message.members.extend(member);
        });
        message
    }

    pub(super) fn union(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Union {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let is_error = take(&mut children, Rule::kw_error).is_some();
        let within = if is_error { Within::Error } else { Within::Union };
        let name = self.ident(&find(&mut children, Rule::ident));
        let mut union =
            Union { attrs, is_error, name, fields: Vec::new(), reserved: Vec::new(), span, broken: false };
        self.block(children, |parser, attrs, part| {
            if part.as_rule() == Rule::reserved {
                union.reserved.push(parser.reserved(part));
                return;
            }
            let field = parser.field(within, attrs, part);
            union.broken |= field.is_none();
            union.fields.extend(field);
        });
        union
    }

    pub(super) fn enumeration(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Enum {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let closed = take(&mut children, Rule::kw_closed).map(|word| self.span(&word));
        let name = self.ident(&find(&mut children, Rule::ident));
        let mut enumeration =
            Enum { attrs, closed, name, values: Vec::new(), reserved: Vec::new(), span, broken: false };
        self.block(children, |parser, attrs, part| match part.as_rule() {
            Rule::reserved => enumeration.reserved.push(parser.reserved(part)),
            Rule::enum_value => enumeration.values.push(parser.enum_value(attrs, part)),
            _ => enumeration.broken |= parser.misfit(Within::Enum, &part),
        });
        enumeration
    }
}

/// From the start of a declaration to the end of a word in it.
fn keyword_to(declaration: Span, word: Span) -> Span {
    Span { end: word.end, ..declaration }
}
