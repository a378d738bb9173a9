//! The lists of everything, and the ids that are places in them.

use std::ops::Index;

use super::{Const, Decl, Descriptor, Enum, File, Home, Message, Package, Service, Type, Union};

/// A whole schema.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The packages, those that others import first. Those of `.proto` files may need each other in a circle; they
    /// come before all of ours.
    pub packages: Vec<Package>,
    /// The `.mrpc` files, by path, and behind them the `.proto` files, those that others import first.
    pub files: Vec<File>,
    /// Every `.proto` file that was read, those that others import first. Files of protobuf's own whose types are
    /// all [well-known](super::WellKnown) stand here alone, and not among the files.
    pub descriptors: Vec<Descriptor>,
    /// All messages, nested ones too.
    pub messages: Vec<Message>,
    /// All enums, nested ones too.
    pub enums: Vec<Enum>,
    /// All unions and errors.
    pub unions: Vec<Union>,
    /// All services.
    pub services: Vec<Service>,
    /// All constants.
    pub consts: Vec<Const>,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident, $list:ident: $item:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $id(pub(crate) u32);

            impl $id {
                pub(crate) fn of(index: usize) -> Self {
                    Self(u32::try_from(index).expect("a schema of bounded files has fewer than 2^32 declarations"))
                }

                /// All of a model, in the order of its list.
                pub fn all(model: &Model) -> impl Iterator<Item = Self> + use<> {
                    (0..model.$list.len()).map(Self::of)
                }

                /// The place in its list.
                #[must_use]
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl Index<$id> for Model {
                type Output = $item;

                fn index(&self, id: $id) -> &$item {
                    &self.$list[id.index()]
                }
            }
        )*
    };
}

ids! {
    /// Names a package.
    PackageId, packages: Package;
    /// Names a file.
    FileId, files: File;
    /// Names a message.
    MessageId, messages: Message;
    /// Names an enum.
    EnumId, enums: Enum;
    /// Names a union or an error.
    UnionId, unions: Union;
    /// Names a service.
    ServiceId, services: Service;
    /// Names a constant.
    ConstId, consts: Const;
}

impl Model {
    /// `demo.user.v1.Outer.Inner`
    #[must_use]
    pub fn full_name(&self, home: Home, decl: &Decl) -> String {
        let mut names = vec![decl.name.text.as_str()];
        let mut parent = home.parent;
        while let Some(id) = parent {
            names.push(&self[id].decl.name.text);
            parent = self[id].home.parent;
        }
        names.push(&self[home.package].name);
        names.reverse();
        names.join(".")
    }

    /// The name of a type, as one writes it in full.
    #[must_use]
    pub fn type_name(&self, ty: Type) -> String {
        match ty {
            Type::Scalar(scalar) => scalar.as_str().to_owned(),
            Type::WellKnown(known) => format!("google.protobuf.{}", known.as_str()),
            Type::Message(id) => self.full_name(self[id].home, &self[id].decl),
            Type::Enum(id) => self.full_name(self[id].home, &self[id].decl),
            Type::Union(id) => self.full_name(self[id].home, &self[id].decl),
        }
    }
}
