//! Ways through the declarations of a model. What is `@removed` is left out: nobody can mend it any more.

use super::context::Context;
use super::usage::Target;
use crate::model::{ConstId, Decl, EnumId, Field, Home, MessageId, Method, Service, Type, UnionId};

/// What kind of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    Enum,
    Union,
    Error,
    Service,
    Method,
    Const,
}

impl Kind {
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Enum => "enum",
            Self::Union => "union",
            Self::Error => "error",
            Self::Service => "service",
            Self::Method => "method",
            Self::Const => "constant",
        }
    }
}

/// A declaration of a file, a nested one, or a method.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    pub(super) kind: Kind,
    pub(super) decl: &'a Decl,
    pub(super) home: Home,
    /// How others refer to it, if they can.
    pub(super) target: Option<Target>,
}

/// A field, and what it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'a> {
    pub(super) field: &'a Field,
    pub(super) owner: &'a Decl,
    pub(super) owner_type: Type,
    pub(super) home: Home,
    /// The oneof around it.
    pub(super) oneof: Option<&'a Decl>,
}

impl<'a> Context<'a> {
    /// Every declaration but fields, oneofs and values.
    pub(super) fn named(&self) -> impl Iterator<Item = Named<'a>> + use<'a> {
        let model = self.model;
        let named = |kind, decl, home, target| Named { kind, decl, home, target };
        let messages = model.messages.iter().enumerate().map(move |(at, it)| {
            let target = Target::Type(Type::Message(MessageId::of(at)));
            named(Kind::Message, &it.decl, it.home, Some(target))
        });
        let enums = model.enums.iter().enumerate().map(move |(at, it)| {
            named(Kind::Enum, &it.decl, it.home, Some(Target::Type(Type::Enum(EnumId::of(at)))))
        });
        let unions = model.unions.iter().enumerate().map(move |(at, it)| {
            let kind = if it.is_error { Kind::Error } else { Kind::Union };
            named(kind, &it.decl, it.home, Some(Target::Type(Type::Union(UnionId::of(at)))))
        });
        let consts =
            model.consts.iter().enumerate().map(move |(at, it)| {
                named(Kind::Const, &it.decl, it.home, Some(Target::Const(ConstId::of(at))))
            });
        let services = model.services.iter().map(move |it| named(Kind::Service, &it.decl, it.home, None));
        let methods =
            self.methods().map(move |(service, it)| named(Kind::Method, &it.decl, service.home, None));
        let all = messages.chain(enums).chain(unions).chain(consts).chain(services).chain(methods);
        all.filter(|it| it.decl.removed.is_none())
    }

    /// Every field of a message, a union or an error.
    pub(super) fn fields(&self) -> impl Iterator<Item = Member<'a>> + use<'a> {
        self.fields_and_removed().filter(|it| it.field.decl.removed.is_none())
    }

    /// The same with those that are `@removed`, which still name types.
    pub(super) fn fields_and_removed(&self) -> impl Iterator<Item = Member<'a>> + use<'a> {
        let model = self.model;
        let of_messages = model.messages.iter().enumerate().flat_map(|(at, message)| {
            message.fields.iter().map(move |field| Member {
                field,
                owner: &message.decl,
                owner_type: Type::Message(MessageId::of(at)),
                home: message.home,
                oneof: field.oneof.and_then(|oneof| message.oneofs.get(oneof)).map(|oneof| &oneof.decl),
            })
        });
        let of_unions = model.unions.iter().enumerate().flat_map(|(at, union)| {
            union.fields.iter().map(move |field| Member {
                field,
                owner: &union.decl,
                owner_type: Type::Union(UnionId::of(at)),
                home: union.home,
                oneof: None,
            })
        });
        of_messages.chain(of_unions)
    }

    /// Every method, with its service.
    pub(super) fn methods(&self) -> impl Iterator<Item = (&'a Service, &'a Method)> + use<'a> {
        self.methods_and_removed().filter(|(_, method)| method.decl.removed.is_none())
    }

    /// The same with those that are `@removed`.
    pub(super) fn methods_and_removed(&self) -> impl Iterator<Item = (&'a Service, &'a Method)> + use<'a> {
        let services = self.model.services.iter();
        services.flat_map(|service| service.methods.iter().map(move |method| (service, method)))
    }

    /// The declaration of a type that the schema declares.
    pub(super) fn decl_of(&self, ty: Type) -> Option<(&'a Decl, Home)> {
        let model = self.model;
        Some(match ty {
            Type::Message(id) => (&model[id].decl, model[id].home),
            Type::Enum(id) => (&model[id].decl, model[id].home),
            Type::Union(id) => (&model[id].decl, model[id].home),
            Type::Scalar(_) | Type::WellKnown(_) => return None,
        })
    }

    /// The messages around a place, the nearest first.
    pub(super) fn parents(&self, home: Home) -> impl Iterator<Item = MessageId> + use<'a> {
        let model = self.model;
        std::iter::successors(home.parent, move |&id| model[id].home.parent)
    }
}
