//! What generated code uses, in one place.

pub use crate::codec::{
    Blob, Bool, Boxed, Closed, DecodeError, Double, Fields, Fixed32, Fixed64, Float, Int32, Int64, Kind, Map,
    Marks, Nested, Open, Reader, Scalar, Seen, Sfixed32, Sfixed64, SharedBlob, Sint32, Sint64, Str, Uint32,
    Uint64, UnknownFields, Wrapper, Writer,
};

pub use crate::json::{self, EnumNames};

pub use {bytes, serde};
