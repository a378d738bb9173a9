//! Writes a message not to a document, but to be kept: as part of an `Any`, whose members come after its type.

use serde::ser::{self, Impossible, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::content::{Content, Problem};

/// Makes [`Content`] of what this module writes, which has neither tuples nor structs nor enums.
#[derive(Debug)]
pub(super) struct Keeper;

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

impl Serializer for Keeper {
    type Ok = Content;
    type Error = Problem;
    type SerializeSeq = KeptList;
    type SerializeTuple = Impossible<Content, Problem>;
    type SerializeTupleStruct = Impossible<Content, Problem>;
    type SerializeTupleVariant = Impossible<Content, Problem>;
    type SerializeMap = KeptObject;
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

    fn serialize_seq(self, _: Option<usize>) -> Result<KeptList, Problem> {
        Ok(KeptList(Vec::new()))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<KeptObject, Problem> {
        Ok(KeptObject { name: None, members: Vec::new() })
    }

    refused! {
        serialize_bytes<>(&[u8]) -> Content;
        serialize_unit_struct<>(&'static str) -> Content;
        serialize_unit_variant<>(&'static str, u32, &'static str) -> Content;
        serialize_newtype_struct<T>(&'static str, &T) -> Content;
        serialize_newtype_variant<T>(&'static str, u32, &'static str, &T) -> Content;
        serialize_tuple<>(usize) -> Self::SerializeTuple;
        serialize_tuple_struct<>(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant<>(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct<>(&'static str, usize) -> Self::SerializeStruct;
        serialize_struct_variant<>(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

#[derive(Debug)]
pub(super) struct KeptList(Vec<Content>);

impl SerializeSeq for KeptList {
    type Ok = Content;
    type Error = Problem;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Problem> {
        self.0.push(value.serialize(Keeper)?);
        Ok(())
    }

    fn end(self) -> Result<Content, Problem> {
        Ok(Content::List(self.0))
    }
}

#[derive(Debug)]
pub(super) struct KeptObject {
    name: Option<String>,
    members: Vec<(String, Content)>,
}

impl SerializeMap for KeptObject {
    type Ok = Content;
    type Error = Problem;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Problem> {
        let Content::Text(name) = key.serialize(Keeper)? else { return Err(refusal()) };
        self.name = Some(name);
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Problem> {
        let name = self.name.take().ok_or_else(refusal)?;
        self.members.push((name, value.serialize(Keeper)?));
        Ok(())
    }

    fn end(self) -> Result<Content, Problem> {
        Ok(Content::Object(self.members))
    }
}
