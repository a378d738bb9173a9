//! Types.

use pest::iterators::Pair;

use super::context::{Context, find, take};
use super::grammar::Rule;
use crate::ast::{TypeKind, TypeRef};

impl Context<'_> {
    /// `list<User>?`
    pub(super) fn type_ref(&self, pair: Pair<'_, Rule>) -> TypeRef {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let kind = children.next().map_or(TypeKind::Broken, |kind| self.type_kind(kind));
        let optional = take(&mut children, Rule::question).map(|mark| self.span(&mark));
        TypeRef { kind, optional, span }
    }

    fn type_kind(&self, pair: Pair<'_, Rule>) -> TypeKind {
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
}
