//! Types that are known.

use super::word::words;
use super::{EnumId, MessageId, UnionId};

/// How many of which type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// `T`
    One(Type),
    /// `T?`
    Optional(Type),
    /// `list<T>`
    List(Type),
    /// `map<K, T>`
    Map(ScalarType, Type),
}

impl FieldType {
    /// The type of one element, or of a map's values.
    #[must_use]
    pub fn element(self) -> Type {
        match self {
            Self::One(ty) | Self::Optional(ty) | Self::List(ty) | Self::Map(_, ty) => ty,
        }
    }

    /// Whether there is at most one value and it is held in place, so that a type which leads back to its owner
    /// has no size without a pointer somewhere.
    #[must_use]
    pub fn is_single(self) -> bool {
        matches!(self, Self::One(_) | Self::Optional(_))
    }
}

/// A type that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Built in, one value.
    Scalar(ScalarType),
    /// Built in, a message or an enum of protobuf's.
    WellKnown(WellKnown),
    /// A message.
    Message(MessageId),
    /// An enum.
    Enum(EnumId),
    /// A union or an error.
    Union(UnionId),
}

words! {
    /// The built-in types of one value.
    ScalarType {
        /// `bool`
        Bool "bool",
        /// `int32`
        Int32 "int32",
        /// `int64`
        Int64 "int64",
        /// `uint32`
        Uint32 "uint32",
        /// `uint64`
        Uint64 "uint64",
        /// `sint32`
        Sint32 "sint32",
        /// `sint64`
        Sint64 "sint64",
        /// `fixed32`
        Fixed32 "fixed32",
        /// `fixed64`
        Fixed64 "fixed64",
        /// `sfixed32`
        Sfixed32 "sfixed32",
        /// `sfixed64`
        Sfixed64 "sfixed64",
        /// `float`
        Float "float",
        /// `double`
        Double "double",
        /// `string`
        String "string",
        /// `bytes`
        Bytes "bytes",
    }
}

impl ScalarType {
    /// The least and the greatest value of a whole number.
    #[must_use]
    pub const fn int_range(self) -> Option<(i128, i128)> {
        match self {
            Self::Int32 | Self::Sint32 | Self::Sfixed32 => Some((i32::MIN as i128, i32::MAX as i128)),
            Self::Int64 | Self::Sint64 | Self::Sfixed64 => Some((i64::MIN as i128, i64::MAX as i128)),
            Self::Uint32 | Self::Fixed32 => Some((0, u32::MAX as i128)),
            Self::Uint64 | Self::Fixed64 => Some((0, u64::MAX as i128)),
            Self::Bool | Self::Float | Self::Double | Self::String | Self::Bytes => None,
        }
    }

    /// Whether it is `float` or `double`.
    #[must_use]
    pub const fn is_float(self) -> bool {
        matches!(self, Self::Float | Self::Double)
    }
}

impl WellKnown {
    /// Whether it is an enum: values of all others are messages on the wire, and so can be absent.
    #[must_use]
    pub const fn is_enum(self) -> bool {
        matches!(self, Self::NullValue)
    }
}

words! {
    /// Types of `google.protobuf` that every file knows by their last name: messages, and one enum.
    WellKnown {
        /// A point in time.
        Timestamp "Timestamp",
        /// A span of time.
        Duration "Duration",
        /// A message of any type.
        Any "Any",
        /// Nothing.
        Empty "Empty",
        /// A JSON object.
        Struct "Struct",
        /// A JSON value.
        Value "Value",
        /// A JSON array.
        ListValue "ListValue",
        /// `null` in JSON; an enum with one value.
        NullValue "NullValue",
        /// Paths to fields.
        FieldMask "FieldMask",
        /// `bool` that may be absent.
        BoolValue "BoolValue",
        /// `int32` that may be absent.
        Int32Value "Int32Value",
        /// `int64` that may be absent.
        Int64Value "Int64Value",
        /// `uint32` that may be absent.
        UInt32Value "UInt32Value",
        /// `uint64` that may be absent.
        UInt64Value "UInt64Value",
        /// `float` that may be absent.
        FloatValue "FloatValue",
        /// `double` that may be absent.
        DoubleValue "DoubleValue",
        /// `string` that may be absent.
        StringValue "StringValue",
        /// `bytes` that may be absent.
        BytesValue "BytesValue",
    }
}
