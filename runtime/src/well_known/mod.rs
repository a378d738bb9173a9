//! The types of `google.protobuf` that every schema can use: the same on the wire and in JSON.
//!
//! On the wire they are messages like any other, written as generated code is. In JSON most have a form of their
//! own, which is what [`Shape`](crate::json::Shape) is for.

mod any;
mod calendar;
mod duration;
mod empty;
mod field_mask;
mod fraction;
mod known;
mod null_value;
mod structure;
mod through_serde;
mod timestamp;
mod value;
mod wrapper;

pub use any::{Any, UnpackError};
pub use duration::Duration;
pub use empty::Empty;
pub use field_mask::FieldMask;
pub use fraction::OutOfRange;
pub use null_value::NullValue;
pub use structure::{ListValue, Struct};
pub use timestamp::Timestamp;
pub use value::Value;
pub use wrapper::{
    BoolValue, BytesValue, DoubleValue, FloatValue, Int32Value, Int64Value, StringValue, UInt32Value,
    UInt64Value,
};

pub(crate) use known::all;
