//! Types, also those that other languages would write.

use pest::iterators::Pair;

use super::context::{Context, find, take};
use super::grammar::Rule;
use crate::ast::{Ident, Path, TypeKind, TypeRef};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::Span;

/// What a generic type of another language is here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ours {
    /// `T?`
    Optional,
    /// `list<T>`
    List,
    /// `map<K, V>`
    Map,
}

/// What other languages call ours, and how many types stand in it.
const FOREIGN: [(&str, Ours, usize); 14] = [
    ("Array", Ours::List, 1),
    ("BTreeMap", Ours::Map, 2),
    ("Dict", Ours::Map, 2),
    ("HashMap", Ours::Map, 2),
    ("List", Ours::List, 1),
    ("Map", Ours::Map, 2),
    ("Option", Ours::Optional, 1),
    ("Optional", Ours::Optional, 1),
    ("Vec", Ours::List, 1),
    ("array", Ours::List, 1),
    ("option", Ours::Optional, 1),
    ("optional", Ours::Optional, 1),
    ("repeated", Ours::List, 1),
    ("vector", Ours::List, 1),
];

impl Context<'_> {
    /// `list<User>?`
    pub(super) fn type_ref(&mut self, pair: Pair<'_, Rule>) -> TypeRef {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let Some(first) = children.next() else {
            return TypeRef { kind: TypeKind::Broken, optional: None, span };
        };
        let (mut kind, mut optional) = match first.as_rule() {
            Rule::foreign_ty => self.foreign(first),
            _ => (self.type_kind(first), None),
        };
        if let Some(mark) = take(&mut children, Rule::array_mark) {
            kind = self.array(span, &mark, kind, optional.take());
        }
        optional = take(&mut children, Rule::question).map(|mark| self.span(&mark)).or(optional);
        TypeRef { kind, optional, span }
    }

    fn type_kind(&mut self, pair: Pair<'_, Rule>) -> TypeKind {
        match pair.as_rule() {
            Rule::path => TypeKind::Path(self.path(&pair)),
            Rule::list_ty => {
                let mut children = pair.into_inner();
                TypeKind::List(Box::new(self.type_ref(find(&mut children, Rule::type_ref))))
            }
            Rule::map_ty => {
                let mut children = pair.into_inner();
                let key = self.type_ref(find(&mut children, Rule::type_ref));
                let value = self.type_ref(find(&mut children, Rule::type_ref));
                TypeKind::Map(Box::new(key), Box::new(value))
            }
            Rule::stream_ty => {
                let inner = pair.into_inner().nth(1);
                inner.map_or(TypeKind::Broken, |inner| {
                    let span = self.span(&inner);
                    let ty = TypeRef { kind: self.type_kind(inner), optional: None, span };
                    TypeKind::Stream(Box::new(ty))
                })
            }
            _ => TypeKind::Broken,
        }
    }

    /// `Vec<User>`: what it means here, and the `?` that it stands for.
    fn foreign(&mut self, pair: Pair<'_, Rule>) -> (TypeKind, Option<Span>) {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let open = self.span(&find(&mut children, Rule::foreign_open));
        let inner: Vec<Span> = children
            .clone()
            .filter(|child| child.as_rule() == Rule::type_ref)
            .map(|ty| self.span(&ty))
            .collect();
        let word = self.written(open).trim_end_matches('<');
        let report = |title: String| Diagnostic::new(Code::E0309, span, title);
        if word == "Vec" && matches!(inner.as_slice(), [byte] if self.written(*byte) == "u8") {
            let bytes = Ident { text: "bytes".to_owned(), span };
            self.report(
                report("`Vec<u8>` is called `bytes` here".to_owned())
                    .label("a type of another language")
                    .fix("write `bytes`", span, "bytes"),
            );
            return (TypeKind::Path(Path { absolute: false, segments: vec![bytes], span }), None);
        }
        let last = word.rsplit('.').next().unwrap_or(word);
        let ours = FOREIGN.iter().find(|&&(foreign, _, count)| foreign == last && count == inner.len());
        let Some(&(_, ours, _)) = ours else {
            self.report(
                report(format!("there is no type `{word}` that holds others"))
                    .note("those are `list<T>` and `map<K, V>`, and `T?` for what may be absent"),
            );
            return (TypeKind::Broken, None);
        };
        let mut inner = children.filter(|child| child.as_rule() == Rule::type_ref);
        let mut next = || inner.next().map(|inner| self.type_ref(inner));
        let (first, second) = (next(), next());
        let (name, opening, closing, kind) = match (ours, first, second) {
            // What is absent is empty, here and in protobuf.
            (
                Ours::Optional,
                Some(TypeRef { kind: kind @ (TypeKind::List(_) | TypeKind::Map(..)), .. }),
                _,
            ) => ("a list or a map alone", "", "", kind),
            (Ours::Optional, Some(ty), _) => ("`T?`", "", "?", ty.kind),
            (Ours::List, Some(ty), _) => ("`list<T>`", "list<", ">", TypeKind::List(Box::new(ty))),
            (Ours::Map, Some(key), Some(value)) => {
                ("`map<K, V>`", "map<", ">", TypeKind::Map(Box::new(key), Box::new(value)))
            }
            _ => return (TypeKind::Broken, None),
        };
        let close = Span { start: span.end.saturating_sub(1), ..span };
        let edits =
            [(open, opening), (close, closing)].map(|(span, text)| Edit { span, text: text.to_owned() });
        self.report(report(format!("`{word}<…>` is {name} here")).label("a type of another language").patch(
            format!("write {name}"),
            edits.to_vec(),
            Applicability::MachineApplicable,
        ));
        (kind, (closing == "?").then(|| span.after()))
    }

    /// `User[]`, whose `User` is `kind`.
    fn array(
        &mut self,
        span: Span,
        mark: &Pair<'_, Rule>,
        kind: TypeKind,
        optional: Option<Span>,
    ) -> TypeKind {
        let mark = self.span(mark);
        let edits = vec![
            Edit { span: span.before(), text: "list<".to_owned() },
            Edit { span: mark, text: ">".to_owned() },
        ];
        self.report(
            Diagnostic::new(Code::E0309, Span { end: mark.end, ..span }, "`T[]` is `list<T>` here")
                .label("a type of another language")
                .patch("write `list<T>`", edits, Applicability::MachineApplicable),
        );
        let span = Span { end: mark.start, ..span };
        TypeKind::List(Box::new(TypeRef { kind, optional, span }))
    }
}
