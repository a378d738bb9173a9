//! What is worked out once and asked for often.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use super::build::Resolver;
use super::declare::Declared;
use crate::ast::{self, Member, TypeKind};
use crate::model::{EnumId, FieldType, Message, MessageId, Model, ScalarType, Type};

/// What is worked out once.
#[derive(Default)]
pub(super) struct Memo<'a> {
    keyed: OnceCell<Vec<bool>>,
    values: RefCell<HashMap<EnumId, HashMap<&'a str, Value<'a>>>>,
}

/// A value of an enum: as it was written, or `None` where a `.proto` file declares it.
pub(super) type Value<'a> = Option<&'a ast::EnumValue>;

impl<'a> Resolver<'a> {
    /// Whether a message has a routing key, in itself or in a message that is always in it. Where a mistake may
    /// hide one, the answer is yes: the mistake has had its report.
    pub(super) fn is_keyed(&self, id: MessageId, model: &Model) -> bool {
        self.memo.keyed.get_or_init(|| keyed(&self.declared, model))[id.index()]
    }

    /// The value `name` of an enum.
    pub(super) fn enum_value(&self, id: EnumId, name: &str) -> Option<Value<'a>> {
        let mut values = self.memo.values.borrow_mut();
        let by_name = values.entry(id).or_insert_with(|| {
            let Some(node) = self.declared.enum_node(id) else {
                let values = &self.declared.imported[id].values;
                return values.iter().map(|value| (value.decl.name.text.as_str(), None)).collect();
            };
            // Of two values with one name, which is reported, the first counts.
            node.values.iter().rev().map(|value| (value.name.text.as_str(), Some(value))).collect()
        });
        by_name.get(name).copied()
    }

    /// The names of the values of an enum, in order of writing.
    pub(super) fn enum_values(&self, id: EnumId) -> Vec<&'a str> {
        match self.declared.enum_node(id) {
            Some(node) => node.values.iter().map(|value| value.name.text.as_str()).collect(),
            None => {
                self.declared.imported[id].values.iter().map(|value| value.decl.name.text.as_str()).collect()
            }
        }
    }

    /// The name among `candidates` that `wrong` was probably meant to be.
    pub(super) fn guess<'n>(
        &self,
        wrong: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.declared.guesses.nearest(wrong, candidates)
    }
}

/// For each message, whether it has a key. The keys are found first, and from them the messages around.
fn keyed(declared: &Declared<'_>, model: &Model) -> Vec<bool> {
    let mut keyed = vec![false; model.messages.len()];
    let mut around: Vec<Vec<MessageId>> = vec![Vec::new(); model.messages.len()];
    let mut open = Vec::new();
    for (at, message) in model.messages.iter().enumerate() {
        let id = MessageId::of(at);
        // A key must be there: below a oneof or a list it may not be.
        for field in
            message.fields.iter().filter(|field| field.oneof.is_none() && field.decl.removed.is_none())
        {
            if let FieldType::One(Type::Message(inner)) = field.ty {
                around[inner.index()].push(id);
            }
        }
        // No `.proto` file has one.
        let Some((node, _)) = declared.message_node(id) else { continue };
        if has_key(node) || node.broken || hides_message(node, message) {
            open.push(id);
        }
    }
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut keyed[id.index()], true) {
            open.append(&mut around[id.index()]);
        }
    }
    keyed
}

/// Whether `@key` stands on a field, right or wrong.
fn has_key(node: &ast::Message) -> bool {
    node.members.iter().any(|member| match member {
        Member::Field(field) => field.attrs.has("key"),
        Member::Oneof(oneof) => oneof.fields.iter().any(|field| field.attrs.has("key")),
        Member::Reserved(_) | Member::Message(_) | Member::Enum(_) => false,
    })
}

/// Whether a field of a type that has a name could not be built: the message behind the name may have the key.
fn hides_message(node: &ast::Message, built: &Message) -> bool {
    let names: HashSet<&str> = built.fields.iter().map(|field| field.decl.name.text.as_str()).collect();
    node.members.iter().any(|member| match member {
        Member::Field(field) => {
            let is_named = matches!(
                &field.ty.kind,
                TypeKind::Path(path) if path.as_ident().is_none_or(|word| ScalarType::from_word(&word.text).is_none())
            );
            is_named && !names.contains(field.name.text.as_str())
        }
        Member::Oneof(_) | Member::Reserved(_) | Member::Message(_) | Member::Enum(_) => false,
    })
}
