//! A file as it was written: order, sugar and spans kept, nothing looked up.
//!
//! The parser makes this tree from any text. What it could not read is absent from it, or marked
//! [`broken`](Annotation::broken) or [`Broken`](ValueKind::Broken); the report is already made, and whoever
//! meets the mark stays silent.

mod attrs;
mod file;
mod item;
mod value;
mod word;

pub use attrs::{Annotation, Arg, Attrs};
pub use file::{Edition, File, Import, ImportKind, ImportName, Package};
pub use item::{
    Const, Enum, EnumValue, Field, Item, Member, Message, Method, Oneof, Reserved, ReservedBound,
    ReservedItem, ReservedRange, Service, Side, TypeKind, TypeRef, Union,
};
pub use value::{RangeEnd, RangeValue, Value, ValueKind};
pub use word::{Doc, Ident, Number, Path, Text};
