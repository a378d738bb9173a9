//! Writes a message not to a document, but to be kept: as part of an `Any`, whose members come after its type.

use serde::ser::{self, Impossible, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::content::{Content, Problem};
use super::cx::Cx;

/// Makes [`Content`] of what this module writes, which has neither tuples nor structs nor enums.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keeper<'a> {
    cx: &'a Cx<'a>,
}

impl<'a> Keeper<'a> {
    /// The message is written with the same `cx`.
    pub(super) fn new(cx: &'a Cx<'a>) -> Self {
        Self { cx }
    }

    fn grow<T>(self, list: &mut Vec<T>) -> Result<(), Problem> {
        self.cx.budget().make_room(list).map_err(|what| self.cx.unwritable(what))
    }
}

/// Says to a [`Keeper`] that what is to be kept is there already, in its `Cx`: an `Any` in the one that is kept.
const HANDED_OVER: &str = "mrpc::HandedOver";

/// Gives `content` to the [`Keeper`] that `serializer` is, as a whole: a copy for each `Any` in another one would
/// take its size times the depth.
pub(super) fn hand_over<S: Serializer>(
    content: Content,
    cx: &Cx<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    cx.handed_over().replace(Some(content));
    serializer.serialize_newtype_struct(HANDED_OVER, &())
}

macro_rules! values {
    ($($method:ident($value:ty) $to:ident)*) => {$(
        fn $method(self, value: $value) -> Result<Content, Problem> {
            Ok(Content::$to(value.into()))
        }
    )*};
}

macro_rules! refused {
    ($($method:ident<$($param:ident)?>($($arg:ty),*) -> $ok:ty;)*) => {$(
        fn $method$(<$param: ?Sized + Serialize>)?(self, $(_: $arg),*) -> Result<$ok, Problem> {
            Err(refusal())
        }
    )*};
}

fn refusal() -> Problem {
    ser::Error::custom("not a value of JSON")
}

impl<'a> Serializer for Keeper<'a> {
    type Ok = Content;
    type Error = Problem;
    type SerializeSeq = KeptList<'a>;
    type SerializeTuple = Impossible<Content, Problem>;
    type SerializeTupleStruct = Impossible<Content, Problem>;
    type SerializeTupleVariant = Impossible<Content, Problem>;
    type SerializeMap = KeptObject<'a>;
    type SerializeStruct = Impossible<Content, Problem>;
    type SerializeStructVariant = Impossible<Content, Problem>;

    values! {
        serialize_bool(bool) Bool
        serialize_i8(i8) Int
        serialize_i16(i16) Int
        serialize_i32(i32) Int
        serialize_i64(i64) Int
        serialize_u8(u8) Natural
        serialize_u16(u16) Natural
        serialize_u32(u32) Natural
        serialize_u64(u64) Natural
        serialize_f32(f32) Single
        serialize_f64(f64) Double
        serialize_char(char) Text
        serialize_str(&str) Text
    }

    fn serialize_unit(self) -> Result<Content, Problem> {
        Ok(Content::Null)
    }

    fn serialize_none(self) -> Result<Content, Problem> {
        Ok(Content::Null)
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Content, Problem> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<KeptList<'a>, Problem> {
        Ok(KeptList { keeper: self, list: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<KeptObject<'a>, Problem> {
        Ok(KeptObject { keeper: self, name: None, members: Vec::new() })
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        _: &T,
    ) -> Result<Content, Problem> {
        let content = if name == HANDED_OVER { self.cx.handed_over().take() } else { None };
        content.ok_or_else(refusal)
    }

    refused! {
        serialize_bytes<>(&[u8]) -> Content;
        serialize_unit_struct<>(&'static str) -> Content;
        serialize_unit_variant<>(&'static str, u32, &'static str) -> Content;
        serialize_newtype_variant<T>(&'static str, u32, &'static str, &T) -> Content;
        serialize_tuple<>(usize) -> Self::SerializeTuple;
        serialize_tuple_struct<>(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant<>(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct<>(&'static str, usize) -> Self::SerializeStruct;
        serialize_struct_variant<>(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

#[derive(Debug)]
pub(super) struct KeptList<'a> {
    keeper: Keeper<'a>,
    list: Vec<Content>,
}

impl SerializeSeq for KeptList<'_> {
    type Ok = Content;
    type Error = Problem;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Problem> {
        let value = value.serialize(self.keeper)?;
        self.keeper.grow(&mut self.list)?;
        self.list.push(value);
        Ok(())
    }

    fn end(self) -> Result<Content, Problem> {
        Ok(Content::List(self.list))
    }
}

#[derive(Debug)]
pub(super) struct KeptObject<'a> {
    keeper: Keeper<'a>,
    name: Option<String>,
    members: Vec<(String, Content)>,
}

impl SerializeMap for KeptObject<'_> {
    type Ok = Content;
    type Error = Problem;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Problem> {
        let Content::Text(name) = key.serialize(self.keeper)? else { return Err(refusal()) };
        self.name = Some(name);
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Problem> {
        let name = self.name.take().ok_or_else(refusal)?;
        let value = value.serialize(self.keeper)?;
        self.keeper.grow(&mut self.members)?;
        self.members.push((name, value));
        Ok(())
    }

    fn end(self) -> Result<Content, Problem> {
        Ok(Content::Object(self.members))
    }
}
