//! `google.protobuf.StringValue` and the other messages around one scalar, for where a message must be: as what
//! a method takes or gives, or in an `Any`. As a field they are the scalar itself, and can be absent.

use serde::{Deserializer, Serializer};

use crate::codec::{
    Blob, Bool, DecodeError, Double, Fields, Float, Int32, Int64, Kind, Reader, Seen, Str, Uint32, Uint64,
    UnknownFields, Writer,
};
use crate::json::{self, Cx, Found, Shape};

macro_rules! wrappers {
    ($($name:ident($value:ty, $kind:ident, $schema:literal, $example:literal);)*) => {$(
        #[doc = concat!("One `", stringify!($value), "` as a message.")]
        ///
        /// ```
        #[doc = concat!("let message: mrpc::", stringify!($name), " = serde_json::from_str(r#\"", $example, "\"#)?;")]
        #[doc = concat!("assert_eq!(serde_json::to_string(&message)?, r#\"", $example, "\"#);")]
        /// # Ok::<(), serde_json::Error>(())
        /// ```
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            /// The value.
            pub value: $value,
            /// Fields that are not known here.
            #[doc(hidden)]
            pub unknown_fields: UnknownFields,
        }

        impl From<$value> for $name {
            fn from(value: $value) -> Self {
                Self { value, unknown_fields: UnknownFields::new() }
            }
        }

        impl Fields for $name {
            const NAME: &'static str = $schema;
            const FIELDS: &'static [(u32, &'static str)] = &[(1, "value")];
            const REQUIRED: &'static [&'static str] = &[];
            const JSON: Option<json::Whole<Self>> = Some(json::Whole::new());
            type Seen = Seen<0>;

            fn write(&self, w: &mut Writer<'_>) {
                w.set::<$kind>(1 << 3 | $kind::WIRE, &self.value);
                w.unknown(&self.unknown_fields);
            }

            #[inline]
            fn field(
                &mut self,
                tag: u32,
                r: &mut Reader<'_>,
                _seen: &mut Self::Seen,
            ) -> Result<bool, DecodeError> {
                match tag {
                    tag if tag == 1 << 3 | $kind::WIRE => r.set::<$kind>(&mut self.value),
                    _ => Ok(false),
                }
            }

            fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
                Some(&mut self.unknown_fields)
            }
        }

        impl Shape for $name {
            const IS_OBJECT: bool = false;

            fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
                <$kind as json::Kind>::write_json(&self.value, cx, serializer)
            }

            fn read_shape<'de, D: Deserializer<'de>>(
                &mut self,
                cx: &Cx<'_>,
                deserializer: D,
            ) -> Result<Found, D::Error> {
                <$kind as json::Kind>::read_json(&mut self.value, cx, deserializer)
            }
        }
    )*};
}

wrappers! {
    BoolValue(bool, Bool, "google.protobuf.BoolValue", "true");
    BytesValue(Vec<u8>, Blob, "google.protobuf.BytesValue", "\"AQI=\"");
    DoubleValue(f64, Double, "google.protobuf.DoubleValue", "1.5");
    FloatValue(f32, Float, "google.protobuf.FloatValue", "1.5");
    Int32Value(i32, Int32, "google.protobuf.Int32Value", "-1");
    Int64Value(i64, Int64, "google.protobuf.Int64Value", "\"-1\"");
    StringValue(String, Str, "google.protobuf.StringValue", "\"text\"");
    UInt32Value(u32, Uint32, "google.protobuf.UInt32Value", "1");
    UInt64Value(u64, Uint64, "google.protobuf.UInt64Value", "\"1\"");
}
