//! The types that an `Any` may always hold.

use crate::json::Options;

use super::{
    Any, BoolValue, BytesValue, DoubleValue, Duration, Empty, FieldMask, FloatValue, Int32Value, Int64Value,
    ListValue, StringValue, Struct, Timestamp, UInt32Value, UInt64Value, Value,
};

/// Adds all of them to `options`.
pub(crate) fn all(options: Options) -> Options {
    options
        .with::<Any>()
        .with::<Duration>()
        .with::<Empty>()
        .with::<FieldMask>()
        .with::<Timestamp>()
        .with::<Struct>()
        .with::<Value>()
        .with::<ListValue>()
        .with::<BoolValue>()
        .with::<BytesValue>()
        .with::<DoubleValue>()
        .with::<FloatValue>()
        .with::<Int32Value>()
        .with::<Int64Value>()
        .with::<StringValue>()
        .with::<UInt32Value>()
        .with::<UInt64Value>()
}
