//! A value of a document, kept for later: that of an `Any`, which says only at some point what it is.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer, forward_to_deserialize_any};

use super::atom::Atom;
use super::cx::Cx;
use super::read::{Inner, Take, next_name};

#[derive(Debug)]
pub(crate) enum Content {
    Null,
    Bool(bool),
    Int(i64),
    Natural(u64),
    Single(f32),
    Double(f64),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// What is wrong with it. The message says where.
#[derive(Debug)]
pub(crate) struct Problem(String);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Problem {}

impl de::Error for Problem {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self(what.to_string())
    }
}

impl serde::ser::Error for Problem {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self(what.to_string())
    }
}

/// Keeps whatever is there.
pub(super) struct Keep<'a> {
    pub(super) cx: &'a Cx<'a>,
}

impl<'de> Take<'de> for Keep<'_> {
    type Out = Content;

    fn cx(&self) -> &Cx<'_> {
        self.cx
    }

    fn expected(&self) -> &'static str {
        "any value"
    }

    fn null<E: de::Error>(self) -> Result<Content, E> {
        Ok(Content::Null)
    }

    fn atom<E: de::Error>(self, atom: Atom<'_>) -> Result<Content, E> {
        Ok(match atom {
            Atom::Bool(value) => Content::Bool(value),
            Atom::Int(value) => match value.try_into() {
                Ok(value) => Content::Int(value),
                // There are none but `i64` and `u64`.
                Err(_) => Content::Natural(value.try_into().unwrap_or(u64::MAX)),
            },
            Atom::Float(value) => Content::Double(value),
            Atom::Text(value) => Content::Text(value.to_owned()),
        })
    }

    fn list<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content, A::Error> {
        let inside = self.cx.inside().map_err(de::Error::custom)?;
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(Inner(Keep { cx: &inside }))? {
            // The comma.
            inside.budget().read(1);
            inside.grow(&mut list)?;
            list.push(value);
        }
        Ok(Content::List(list))
    }

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Content, A::Error> {
        let inside = self.cx.inside().map_err(de::Error::custom)?;
        let mut members = Vec::new();
        while let Some(name) = next_name(&mut map, self.cx)? {
            let cx = inside.field(&name);
            let value = map.next_value_seed(Inner(Keep { cx: &cx }))?;
            cx.grow(&mut members)?;
            members.push((name.into_owned(), value));
        }
        Ok(Content::Object(members))
    }
}

impl<'de> Deserializer<'de> for Content {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Int(value) => visitor.visit_i64(value),
            Self::Natural(value) => visitor.visit_u64(value),
            Self::Single(value) => visitor.visit_f64(value.into()),
            Self::Double(value) => visitor.visit_f64(value),
            Self::Text(value) => visitor.visit_string(value),
            Self::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            Self::Object(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Problem> for Content {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Natural(value) => serializer.serialize_u64(*value),
            Self::Single(value) => serializer.serialize_f32(*value),
            Self::Double(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(list) => serializer.collect_seq(list),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}
