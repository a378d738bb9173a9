//! `google.protobuf.Value`

use serde::de::{self, MapAccess, SeqAccess};
use serde::{Deserializer, Serializer};

use crate::codec::{
    Bool, DecodeError, Double, Fields, Nested, Open, Reader, Seen, Str, UnknownFields, Writer,
};
use crate::json::{Atom, Atomic, Cx, Found, IntoList, IntoMap, Shape, Take, Whole, take};

use super::{ListValue, NullValue, Struct};

/// Any value of JSON.
///
/// ```
/// use mrpc::Value;
///
/// let value: Value = serde_json::from_str(r#"{"tags": ["a", true, null]}"#)?;
/// let Value::Struct(object) = value else { panic!("an object") };
/// assert_eq!(object.fields["tags"], Value::from(vec![Value::from("a"), true.into(), Value::Null]));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`; also what the value is of which the wire says nothing.
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number. JSON has no `NaN` and no infinity; a value with one cannot be written as JSON.
    Number(f64),
    /// Text.
    String(String),
    /// An object.
    Struct(Struct),
    /// A list.
    List(ListValue),
}

macro_rules! from {
    ($($from:ty: |$value:ident| $to:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $to
            }
        }
    )*};
}

from! {
    NullValue: |_null| Self::Null;
    bool: |value| Self::Bool(value);
    i32: |value| Self::Number(value.into());
    u32: |value| Self::Number(value.into());
    f64: |value| Self::Number(value);
    &str: |value| Self::String(value.to_owned());
    String: |value| Self::String(value);
    Struct: |value| Self::Struct(value);
    ListValue: |value| Self::List(value);
}

impl<V: Into<Self>> From<Vec<V>> for Value {
    fn from(elements: Vec<V>) -> Self {
        Self::List(elements.into_iter().collect())
    }
}

impl<V: Into<Self>> From<Option<V>> for Value {
    /// `None` is `null`.
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Fields for Value {
    const NAME: &'static str = "google.protobuf.Value";
    const FIELDS: &'static [(u32, &'static str)] = &[
        (1, "null_value"),
        (2, "number_value"),
        (3, "string_value"),
        (4, "bool_value"),
        (5, "struct_value"),
        (6, "list_value"),
    ];
    const REQUIRED: &'static [&'static str] = &[];
    const JSON: Option<Whole<Self>> = Some(Whole::new());
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        match self {
            Self::Null => w.member::<Open<NullValue>>(8, &NullValue::NullValue),
            Self::Number(value) => w.member::<Double>(17, value),
            Self::String(value) => w.member::<Str>(26, value),
            Self::Bool(value) => w.member::<Bool>(32, value),
            Self::Struct(value) => w.member::<Nested<Struct>>(42, value),
            Self::List(value) => w.member::<Nested<ListValue>>(50, value),
        }
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            8 => r.member::<Open<NullValue>, _>(self, |_| Self::Null),
            17 => r.member::<Double, _>(self, Self::Number),
            26 => r.member::<Str, _>(self, Self::String),
            32 => r.member::<Bool, _>(self, Self::Bool),
            42 => r.merged_member::<Nested<Struct>, _>(
                self,
                |value| match value {
                    Self::Struct(value) => Some(value),
                    _ => None,
                },
                Self::Struct,
            ),
            50 => r.merged_member::<Nested<ListValue>, _>(
                self,
                |value| match value {
                    Self::List(value) => Some(value),
                    _ => None,
                },
                Self::List,
            ),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        None
    }
}

impl Shape for Value {
    const IS_OBJECT: bool = false;

    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) if !value.is_finite() => {
                Err(cx.unwritable("a `Value` with a number that JSON does not have"))
            }
            Self::Number(value) => Double::write_atom(value, serializer),
            Self::String(value) => serializer.serialize_str(value),
            Self::Struct(value) => value.write_shape(cx, serializer),
            Self::List(value) => value.write_shape(cx, serializer),
        }
    }

    fn read_shape<'de, D: Deserializer<'de>>(
        &mut self,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        take(IntoValue { value: self, cx }, deserializer)
    }
}

struct IntoValue<'a> {
    value: &'a mut Value,
    cx: &'a Cx<'a>,
}

impl<'de> Take<'de> for IntoValue<'_> {
    type Out = Found;

    fn cx(&self) -> &Cx<'_> {
        self.cx
    }

    fn expected(&self) -> &'static str {
        "any value"
    }

    fn null<E: de::Error>(self) -> Result<Found, E> {
        *self.value = Value::Null;
        Ok(Found::Value)
    }

    fn atom<E: de::Error>(self, atom: Atom<'_>) -> Result<Found, E> {
        *self.value = match atom {
            Atom::Bool(value) => Value::Bool(value),
            Atom::Int(value) => Value::Number(value as f64),
            Atom::Float(value) => Value::Number(value),
            Atom::Text(value) => Value::String(value.to_owned()),
        };
        Ok(Found::Value)
    }

    fn list<A: SeqAccess<'de>>(self, seq: A) -> Result<Found, A::Error> {
        let mut list = ListValue::default();
        let found = IntoList::<Nested<Value>> { list: &mut list.values, cx: self.cx }.list(seq)?;
        *self.value = Value::List(list);
        Ok(found)
    }

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Found, A::Error> {
        let mut object = Struct::default();
        let found = IntoMap::<Str, Nested<Value>, _>::new(&mut object.fields, self.cx).object(map)?;
        *self.value = Value::Struct(object);
        Ok(found)
    }
}
