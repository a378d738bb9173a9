//! What people bring along from protobuf: read as what it means, and reported with the line in our words.

use pest::iterators::{Pair, Pairs};

use super::context::{Context, find, take};
use super::grammar::Rule;
use super::within::Within;
use crate::ast::{Attrs, Field, Number, TypeKind, TypeRef};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::Span;

/// The types that protobuf and we have in common, and those of Rust that people mistake for ours.
const SCALARS: [&str; 29] = [
    "bool", "bytes", "double", "fixed32", "fixed64", "float", "int32", "int64", "sfixed32", "sfixed64",
    "sint32", "sint64", "string", "uint32", "uint64", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16",
    "u32", "u64", "str", "int", "uint", "boolean",
];

/// Options of protobuf that an annotation of ours replaces, or nothing has to.
const OPTIONS: [(&str, &str); 5] = [
    ("deprecated=true", "@deprecated "),
    ("deprecated=false", ""),
    ("debug_redact=true", "@redact "),
    ("packed=true", ""),
    ("packed=false", ""),
];

impl Context<'_> {
    /// `= 1 [deprecated = true]`
    pub(super) fn number_and_options(
        &mut self,
        statement: Span,
        attrs: &mut Attrs,
        rest: &mut Pairs<'_, Rule>,
    ) -> Option<Number> {
        let mut number = None;
        for child in rest {
            match child.as_rule() {
                Rule::number => number = Some(self.whole_number(&child)),
                Rule::proto_options => self.options(statement, &child),
                Rule::late_annotations => self.late_annotations(statement, attrs, &child),
                _ => {}
            }
        }
        number
    }

    /// Options behind a field that is ours otherwise.
    fn options(&mut self, statement: Span, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        let report = Diagnostic::new(Code::E0010, span, "options written as in protobuf")
            .label("annotations say this, before the declaration");
        let report = match annotations(pair.as_str()) {
            Some(annotations) => {
                let start = span.start.saturating_sub(self.space_before(span));
                let edits = vec![
                    Edit { span: statement.before(), text: annotations },
                    Edit { span: Span { start, ..span }, text: String::new() },
                ];
                report.patch("write an annotation", edits, Applicability::MachineApplicable)
            }
            None => report.help("write an annotation before the declaration"),
        };
        self.report(report);
    }

    /// How many bytes of white space are before a place.
    fn space_before(&self, span: Span) -> u32 {
        let before = self.mended().written().get(..span.range().start).unwrap_or_default();
        let spaces = before.len().saturating_sub(before.trim_end_matches([' ', '\t']).len());
        u32::try_from(spaces).unwrap_or(0)
    }

    /// `optional name: string = 1;`
    pub(super) fn labelled_field(&mut self, mut attrs: Attrs, pair: Pair<'_, Rule>) -> Field {
        self.finish(&pair);
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let label = find(&mut children, Rule::label);
        let label_span = self.span(&label);
        let word = self.written(label_span);
        let name = self.ident(&find(&mut children, Rule::ident));
        let ty = self.type_ref(find(&mut children, Rule::type_ref));
        let (before, ty_text, ty) = labelled(word, self.written(ty.span), ty);
        let up_to_name = Span { end: name.span.start, ..label_span };
        let edits =
            vec![Edit { span: up_to_name, text: before.to_owned() }, Edit { span: ty.span, text: ty_text }];
        let report = Diagnostic::new(Code::E0010, label_span, format!("`{word}` written as in protobuf"))
            .patch("say it with the type", edits, Applicability::MachineApplicable);
        self.report(report);
        let field_span = Span { start: name.span.start, ..span };
        let number = self.number_and_options(field_span, &mut attrs, &mut children);
        Field { attrs, name, ty, number, span: field_span }
    }

    /// `string name = 1;`, or `name string = 1;`, where the colon is missing.
    pub(super) fn loose_field(
        &mut self,
        within: Within,
        mut attrs: Attrs,
        pair: &Pair<'_, Rule>,
    ) -> Option<Field> {
        let span = self.span(pair);
        let mut children = pair.clone().into_inner();
        let label = take(&mut children, Rule::label).map(|label| self.span(&label));
        let first = self.type_ref(find(&mut children, Rule::type_ref));
        let second = find(&mut children, Rule::ident);
        let number = take(&mut children, Rule::eq).and_then(|_| take(&mut children, Rule::number));
        if label.is_none() && !is_type(self.written(first.span)) {
            let TypeKind::Path(name) = &first.kind else { return None };
            let name = name.as_ident().filter(|_| is_type(second.as_str()) && first.optional.is_none());
            let Some(name) = name.cloned() else {
                self.misfit(within, pair);
                return None;
            };
            self.finish(pair);
            let path = TypeKind::Path(self.path(&second));
            let ty = TypeRef { kind: path, optional: None, span: self.span(&second) };
            self.missing_colon(name.span, ty.span);
            let number = number.map(|number| self.whole_number(&number));
            self.number_and_options(span, &mut attrs, &mut children);
            return Some(Field { attrs, name, ty, number, span });
        }
        let name = self.ident(&second);
        let options = children.find(|child| child.as_rule() == Rule::proto_options);
        let options_text =
            options.as_ref().map_or(Some(String::new()), |options| annotations(options.as_str()));
        let word = label.map_or("", |label| self.written(label));
        let (before, ty_text, ty) = labelled(word, self.written(first.span), first);
        let number_text = number.as_ref().map(|number| format!(" = {}", number.as_str())).unwrap_or_default();
        let certainty = match options_text {
            Some(_) => Applicability::MachineApplicable,
            None => Applicability::MaybeIncorrect,
        };
        let annotations = options_text.unwrap_or_default();
        let text = format!("{annotations}{before}{}: {ty_text}{number_text};", name.text);
        let edit = Edit { span, text: text.clone() };
        let report = Diagnostic::new(Code::E0010, span, "field written as in protobuf")
            .label("the name comes first, then the type")
            .patch(format!("write `{text}`"), vec![edit], certainty);
        self.report(report);
        let number = number.map(|number| self.whole_number(&number));
        Some(Field { attrs, name, ty, number, span })
    }

    /// `tags list<string> = 1;`
    pub(super) fn colonless_field(&mut self, mut attrs: Attrs, pair: Pair<'_, Rule>) -> Field {
        self.finish(&pair);
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let name = self.ident(&find(&mut children, Rule::ident));
        let ty = self.type_ref(find(&mut children, Rule::type_ref));
        self.missing_colon(name.span, ty.span);
        let number = self.number_and_options(span, &mut attrs, &mut children);
        Field { attrs, name, ty, number, span }
    }

    fn missing_colon(&mut self, name: Span, ty: Span) {
        let title = format!("expected `:`, found `{}`", self.written(ty));
        let report = Diagnostic::new(Code::E0001, ty, title).also(name, "a colon follows the name").fix(
            "add the colon",
            name.after(),
            ":",
        );
        self.report(report);
    }

    /// `syntax = "proto3";`
    pub(super) fn proto_syntax(&mut self, pair: &Pair<'_, Rule>) {
        self.finish(pair);
        let span = self.span(pair);
        let ends = self.written(span).ends_with(';');
        let text = if ends { "edition 2026;" } else { "edition 2026" };
        let report = Diagnostic::new(Code::E0010, span, "edition written as in protobuf")
            .label("a file begins with the edition of this language")
            .fix(format!("write `{text}`"), span, text);
        self.report(report);
    }

    /// `option java_package = "…";`, `extensions 100 to 199;`
    pub(super) fn proto_statement(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        let word = pair.clone().into_inner().next().map_or_else(String::new, |word| word.as_str().to_owned());
        let report =
            Diagnostic::new(Code::E0010, span, format!("`{word}` is protobuf, and has no place here"));
        let report = match pair.as_rule() {
            Rule::proto_extend => {
                report.help("messages are not extended; declare a message that holds the other")
            }
            _ => report.fix("remove it", span, ""),
        };
        self.report(report);
    }
}

/// What a label of protobuf becomes: an annotation before the name, the text of the type, and the type.
fn labelled(label: &str, text: &str, ty: TypeRef) -> (&'static str, String, TypeRef) {
    let span = ty.span;
    match label {
        "repeated" => {
            let list = TypeRef { kind: TypeKind::List(Box::new(ty)), optional: None, span };
            ("", format!("list<{text}>"), list)
        }
        "optional" if ty.optional.is_none() => {
            ("", format!("{text}?"), TypeRef { optional: Some(span.after()), ..ty })
        }
        "required" => ("@required ", text.to_owned(), ty),
        _ => ("", text.to_owned(), ty),
    }
}

/// Whether a word is more likely a type than the name of a field.
fn is_type(text: &str) -> bool {
    SCALARS.contains(&text) || text.contains(['.', '<']) || text.starts_with(char::is_uppercase)
}

/// The options of a field as annotations, if we have one for each.
fn annotations(options: &str) -> Option<String> {
    let inner = options.trim_start_matches('[').trim_end_matches(']');
    let one = |option: &str| {
        let packed: String = option.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some((_, annotation)) = OPTIONS.iter().find(|(option, _)| *option == packed) {
            return Some((*annotation).to_owned());
        }
        let name = packed.strip_prefix("json_name=\"")?.strip_suffix('"')?;
        let is_plain = !name.is_empty() && !name.contains(['"', '\\']);
        is_plain.then(|| format!("@json(\"{name}\") "))
    };
    inner.split(',').map(one).collect()
}
