//! `google.protobuf.Struct` and `google.protobuf.ListValue`

use std::collections::BTreeMap;

use serde::de::DeserializeSeed;
use serde::{Deserializer, Serialize, Serializer};

use crate::codec::{DecodeError, Fields, Nested, Reader, Seen, Str, UnknownFields, Writer};
use crate::json::{Cx, Found, IntoList, IntoMap, OfList, OfMap, Shape, Whole};

use super::Value;

/// An object of JSON.
///
/// ```
/// use mrpc::{Struct, Value};
///
/// let object: Struct = serde_json::from_str(r#"{"name": "ann", "age": 36}"#)?;
/// assert_eq!(object.fields["name"], Value::from("ann"));
/// assert_eq!(Struct::from_iter([("name", "ann")]).fields.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// Its members.
    pub fields: BTreeMap<String, Value>,
    /// Fields that are not known here.
    #[doc(hidden)]
    pub unknown_fields: UnknownFields,
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Struct {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let fields = members.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { fields, unknown_fields: UnknownFields::new() }
    }
}

impl From<BTreeMap<String, Value>> for Struct {
    fn from(fields: BTreeMap<String, Value>) -> Self {
        Self { fields, unknown_fields: UnknownFields::new() }
    }
}

impl Fields for Struct {
    const NAME: &'static str = "google.protobuf.Struct";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "fields")];
    const REQUIRED: &'static [&'static str] = &[];
    const JSON: Option<Whole<Self>> = Some(Whole::new());
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.map::<Str, Nested<Value>>(10, &self.fields);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            10 => r.map::<Str, Nested<Value>>(tag, &mut self.fields),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

impl Shape for Struct {
    const IS_OBJECT: bool = false;

    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        OfMap::<Str, Nested<Value>, _>::new(self.fields.iter(), cx).serialize(serializer)
    }

    fn read_shape<'de, D: Deserializer<'de>>(
        &mut self,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        IntoMap::<Str, Nested<Value>, _>::new(&mut self.fields, cx).deserialize(deserializer)
    }
}

/// A list of JSON.
///
/// ```
/// use mrpc::{ListValue, Value};
///
/// let list: ListValue = serde_json::from_str("[1, null]")?;
/// assert_eq!(list.values, [Value::from(1.0), Value::Null]);
/// assert_eq!(ListValue::from_iter([1.0, 2.0]).values.len(), 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListValue {
    /// Its elements.
    pub values: Vec<Value>,
    /// Fields that are not known here.
    #[doc(hidden)]
    pub unknown_fields: UnknownFields,
}

impl<V: Into<Value>> FromIterator<V> for ListValue {
    fn from_iter<I: IntoIterator<Item = V>>(elements: I) -> Self {
        let values = elements.into_iter().map(Into::into).collect();
        Self { values, unknown_fields: UnknownFields::new() }
    }
}

impl From<Vec<Value>> for ListValue {
    fn from(values: Vec<Value>) -> Self {
        Self { values, unknown_fields: UnknownFields::new() }
    }
}

impl Fields for ListValue {
    const NAME: &'static str = "google.protobuf.ListValue";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "values")];
    const REQUIRED: &'static [&'static str] = &[];
    const JSON: Option<Whole<Self>> = Some(Whole::new());
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.list::<Nested<Value>>(10, &self.values);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            10 => r.list::<Nested<Value>>(tag, &mut self.values),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

impl Shape for ListValue {
    const IS_OBJECT: bool = false;

    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        OfList::<Nested<Value>> { list: &self.values, cx }.serialize(serializer)
    }

    fn read_shape<'de, D: Deserializer<'de>>(
        &mut self,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        IntoList::<Nested<Value>> { list: &mut self.values, cx }.deserialize(deserializer)
    }
}
