//! The JSON side of the messages in `sample`, and a message with a field of each other kind.

use std::collections::{BTreeMap, HashMap};

use mrpc::__gen::json::{self, Object, Slot};
use mrpc::__gen::serde::de::{Deserialize, Deserializer, MapAccess};
use mrpc::__gen::serde::ser::{Serialize, SerializeMap, Serializer};
use mrpc::__gen::{
    Blob, Bool, Boxed, Closed, DecodeError, Double, EnumNames, Fields, Fixed32, Fixed64, Float, Int32, Int64,
    Nested, Open, Reader, Seen, Sfixed32, Sfixed64, SharedBlob, Sint32, Sint64, Str, Uint32, Uint64,
    UnknownFields, Wrapper, Writer,
};
use mrpc::{Any, Duration, Empty, FieldMask, ListValue, NullValue, Struct, Timestamp, Value};

use crate::sample::{Choice, Leaf, Level, Mixed, Owner, Side, Tree};

macro_rules! through_serde {
    ($($message:ident)*) => {$(
        impl Serialize for $message {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                json::serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $message {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                json::deserialize(deserializer)
            }
        }
    )*};
}

through_serde! { Tree Leaf Owner Mixed Every Picture }

impl Object for Tree {
    fn write_json<M: SerializeMap>(&self, w: &mut json::Writer<'_, M>) -> Result<(), M::Error> {
        w.list::<Nested<Self>>("children", &self.children)?;
        w.optional::<Boxed<Nested<Self>>>("next", &self.next)?;
        w.set::<Str>("name", &self.name)?;
        w.list::<Int32>("ids", &self.ids)
    }

    fn read_json<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        r: &mut json::Reader<'_, A>,
    ) -> Result<bool, A::Error> {
        match name {
            "children" => r.list::<Nested<Self>>(0, &mut self.children),
            "next" => r.optional::<Boxed<Nested<Self>>>(1, &mut self.next),
            "name" => r.set::<Str>(2, &mut self.name),
            "ids" => r.list::<Int32>(3, &mut self.ids),
            _ => Ok(false),
        }
    }
}

impl EnumNames for Level {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Low => Some("LEVEL_LOW"),
            Self::High => Some("LEVEL_HIGH"),
            Self::Unrecognized(_) => None,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "LEVEL_LOW" => Some(Self::Low),
            "LEVEL_HIGH" | "LEVEL_TOP" => Some(Self::High),
            _ => None,
        }
    }
}

impl EnumNames for Side {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Left => Some("SIDE_LEFT"),
            Self::Right => Some("SIDE_RIGHT"),
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "SIDE_LEFT" => Some(Self::Left),
            "SIDE_RIGHT" => Some(Self::Right),
            _ => None,
        }
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::serialize_enum(*self, serializer)
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::deserialize_enum(deserializer)
    }
}

impl Object for Leaf {
    fn write_json<M: SerializeMap>(&self, w: &mut json::Writer<'_, M>) -> Result<(), M::Error> {
        w.member::<Nested<Owner>>("owner", &self.owner)?;
        w.set::<Uint32>("size", &self.size)?;
        w.member::<Nested<Owner>>("heir", &self.heir)
    }

    fn read_json<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        r: &mut json::Reader<'_, A>,
    ) -> Result<bool, A::Error> {
        match name {
            "owner" => r.required::<Nested<Owner>>(0, &mut self.owner),
            "size" => r.set::<Uint32>(1, &mut self.size),
            "heir" => r.required::<Nested<Owner>>(2, &mut self.heir),
            _ => Ok(false),
        }
    }
}

impl Object for Owner {
    fn write_json<M: SerializeMap>(&self, w: &mut json::Writer<'_, M>) -> Result<(), M::Error> {
        w.set::<Str>("name", &self.name)?;
        w.optional::<Str>("alias", &self.alias)
    }

    fn read_json<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        r: &mut json::Reader<'_, A>,
    ) -> Result<bool, A::Error> {
        match name {
            "name" => r.set::<Str>(0, &mut self.name),
            "alias" => r.optional::<Str>(1, &mut self.alias),
            _ => Ok(false),
        }
    }
}

impl Object for Mixed {
    fn write_json<M: SerializeMap>(&self, w: &mut json::Writer<'_, M>) -> Result<(), M::Error> {
        w.set::<Open<Level>>("level", &self.level)?;
        w.optional::<Closed<Side>>("side", &self.side)?;
        w.list::<Open<Level>>("levels", &self.levels)?;
        w.list::<Closed<Side>>("sides", &self.sides)?;
        w.list::<Double>("weights", &self.weights)?;
        w.map::<Uint32, Nested<Owner>>("counts", &self.counts)?;
        w.map::<Str, Closed<Side>>("places", &self.places)?;
        match &self.choice {
            Some(Choice::Text(value)) => w.member::<Str>("text", value)?,
            Some(Choice::Leaf(value)) => w.member::<Nested<Leaf>>("leaf", value)?,
            None => {}
        }
        w.set::<SharedBlob>("blob", &self.blob)?;
        w.set::<Sint64>("offset", &self.offset)?;
        w.set::<Fixed64>("stamp", &self.stamp)?;
        w.optional::<Wrapper<Str>>("wrapped", &self.wrapped)?;
        w.set::<Blob>("raw", &self.raw)?;
        w.list::<Nested<Leaf>>("leaves", &self.leaves)
    }

    fn read_json<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        r: &mut json::Reader<'_, A>,
    ) -> Result<bool, A::Error> {
        match name {
            "level" => r.set::<Open<Level>>(0, &mut self.level),
            "side" => r.optional::<Closed<Side>>(1, &mut self.side),
            "levels" => r.list::<Open<Level>>(2, &mut self.levels),
            "sides" => r.list::<Closed<Side>>(3, &mut self.sides),
            "weights" => r.list::<Double>(4, &mut self.weights),
            "counts" => r.map::<Uint32, Nested<Owner>>(5, &mut self.counts),
            "places" => r.map::<Str, Closed<Side>>(6, &mut self.places),
            "text" => r.member::<Str, _>(7, &mut self.choice, |value| Some(Choice::Text(value))),
            "leaf" => r.member::<Nested<Leaf>, _>(8, &mut self.choice, |value| Some(Choice::Leaf(value))),
            "blob" => r.set::<SharedBlob>(9, &mut self.blob),
            "offset" => r.set::<Sint64>(10, &mut self.offset),
            "stamp" => r.set::<Fixed64>(11, &mut self.stamp),
            "wrapped" => r.optional::<Wrapper<Str>>(12, &mut self.wrapped),
            "raw" => r.set::<Blob>(13, &mut self.raw),
            "leaves" => r.list::<Nested<Leaf>>(14, &mut self.leaves),
            _ => Ok(false),
        }
    }
}

/// `oneof special { an_int: int32 = 40; a_null: NullValue = 41; a_value: Value = 42; a_level: Level = 43; }`
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Special {
    AnInt(i32),
    ANull(NullValue),
    AValue(Value),
    ALevel(Level),
}

/// `union Picture { square: Owner = 1; circle: int64 = 2; }`
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Picture {
    Square(Owner),
    Circle(i64),
    Unrecognized(UnknownFields),
}

impl Default for Picture {
    fn default() -> Self {
        Self::Unrecognized(UnknownFields::new())
    }
}

impl Fields for Picture {
    const NAME: &'static str = "sample.v1.Picture";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "square"), (2, "circle")];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        match self {
            Self::Square(value) => w.member::<Nested<Owner>>(10, value),
            Self::Circle(value) => w.member::<Int64>(16, value),
            Self::Unrecognized(fields) => w.unknown(fields),
        }
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            10 => r.merged_member::<Nested<Owner>, _>(
                self,
                |slot| match slot {
                    Self::Square(value) => Some(value),
                    _ => None,
                },
                Self::Square,
            ),
            16 => r.member::<Int64, _>(self, Self::Circle),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        match self {
            Self::Unrecognized(fields) => Some(fields),
            _ => None,
        }
    }
}

impl Slot for Picture {
    fn is_set(&self) -> bool {
        !matches!(self, Self::Unrecognized(_))
    }
}

impl Object for Picture {
    fn write_json<M: SerializeMap>(&self, w: &mut json::Writer<'_, M>) -> Result<(), M::Error> {
        match self {
            Self::Square(value) => w.member::<Nested<Owner>>("square", value)?,
            Self::Circle(value) => w.member::<Int64>("circle", value)?,
            Self::Unrecognized(_) => {}
        }
        Ok(())
    }

    fn read_json<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        r: &mut json::Reader<'_, A>,
    ) -> Result<bool, A::Error> {
        match name {
            "square" => r.member::<Nested<Owner>, _>(0, self, Self::Square),
            "circle" => r.member::<Int64, _>(1, self, Self::Circle),
            _ => Ok(false),
        }
    }
}

/// Writes what the generator would for a message whose fields are all of the simple shapes.
macro_rules! message {
    (
        $message:ident = $schema:literal;
        fields {
            $($shape:ident $field:ident: $type:ty = $index:literal $number:literal $wire:literal $name:literal <$($kind:ty),*>;)*
        }
        oneof $oneof:ident: $members:ident {
            $($member:ident: $variant:ident = $mindex:literal $mnumber:literal $mwire:literal $mname:literal <$mkind:ty>;)*
        }
    ) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(crate) struct $message {
            $(pub(crate) $field: $type,)*
            pub(crate) $oneof: Option<$members>,
            pub(crate) unknown_fields: UnknownFields,
        }

        impl Fields for $message {
            const NAME: &'static str = $schema;
            const FIELDS: &'static [(u32, &'static str)] =
                &[$(($number, stringify!($field)),)* $(($mnumber, stringify!($member)),)*];
            const REQUIRED: &'static [&'static str] = &[];
            const JSON: Option<mrpc::__gen::json::Whole<Self>> = Some(mrpc::__gen::json::Whole::new());
            type Seen = Seen<0>;

            fn write(&self, w: &mut Writer<'_>) {
                $(message!(@write $shape w, $number << 3 | $wire, self.$field, $($kind),*);)*
                match &self.$oneof {
                    $(Some($members::$variant(value)) => w.member::<$mkind>($mnumber << 3 | $mwire, value),)*
                    None => {}
                }
                w.unknown(&self.unknown_fields);
            }

            fn field(&mut self, tag: u32, r: &mut Reader<'_>, _: &mut Self::Seen) -> Result<bool, DecodeError> {
                $(if tag == $number << 3 | $wire {
                    return message!(@read $shape r, tag, &mut self.$field, $($kind),*);
                })*
                $(if tag == $mnumber << 3 | $mwire {
                    return r.member::<$mkind, _>(&mut self.$oneof, |value| Some($members::$variant(value)));
                })*
                Ok(false)
            }

            fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
                Some(&mut self.unknown_fields)
            }
        }

        impl Object for $message {
            fn write_json<M: SerializeMap>(&self, w: &mut json::Writer<'_, M>) -> Result<(), M::Error> {
                $(w.$shape::<$($kind),*>($name, &self.$field)?;)*
                match &self.$oneof {
                    $(Some($members::$variant(value)) => w.member::<$mkind>($mname, value),)*
                    None => Ok(()),
                }
            }

            fn read_json<'de, A: MapAccess<'de>>(
                &mut self,
                name: &str,
                r: &mut json::Reader<'_, A>,
            ) -> Result<bool, A::Error> {
                match name {
                    $(name if name == $name || name == stringify!($field) => {
                        r.$shape::<$($kind),*>($index, &mut self.$field)
                    })*
                    $(name if name == $mname || name == stringify!($member) => {
                        r.member::<$mkind, _>($mindex, &mut self.$oneof, |value| Some($members::$variant(value)))
                    })*
                    _ => Ok(false),
                }
            }
        }
    };
    (@write list $w:ident, $tag:expr, $field:expr, $kind:ty) => { $w.list::<$kind>($tag, &$field) };
    (@write map $w:ident, $tag:expr, $field:expr, $key:ty, $kind:ty) => { $w.map::<$key, $kind>($tag, &$field) };
    (@write $shape:ident $w:ident, $tag:expr, $field:expr, $kind:ty) => { $w.$shape::<$kind>($tag, &$field) };
    (@read list $r:ident, $tag:ident, $field:expr, $kind:ty) => { $r.list::<$kind>($tag, $field) };
    (@read map $r:ident, $tag:ident, $field:expr, $key:ty, $kind:ty) => { $r.map::<$key, $kind>($tag, $field) };
    (@read $shape:ident $r:ident, $tag:ident, $field:expr, $kind:ty) => { $r.$shape::<$kind>($field) };
}

message! {
    Every = "sample.v1.Every";
    fields {
        set a_bool: bool = 0 1 0 "aBool" <Bool>;
        set an_i32: i32 = 1 2 0 "anI32" <Int32>;
        set an_i64: i64 = 2 3 0 "anI64" <Int64>;
        set a_u32: u32 = 3 4 0 "aU32" <Uint32>;
        set a_u64: u64 = 4 5 0 "aU64" <Uint64>;
        set an_s32: i32 = 5 6 0 "anS32" <Sint32>;
        set an_s64: i64 = 6 7 0 "anS64" <Sint64>;
        set an_f32: u32 = 7 8 5 "anF32" <Fixed32>;
        set an_f64: u64 = 8 9 1 "anF64" <Fixed64>;
        set an_sf32: i32 = 9 10 5 "anSf32" <Sfixed32>;
        set an_sf64: i64 = 10 11 1 "anSf64" <Sfixed64>;
        set a_float: f32 = 11 12 5 "aFloat" <Float>;
        set a_double: f64 = 12 13 1 "aDouble" <Double>;
        set a_text: String = 13 14 2 "aText" <Str>;
        set a_blob: Vec<u8> = 14 15 2 "aBlob" <Blob>;
        set a_null: NullValue = 15 16 0 "aNull" <Open<NullValue>>;
        optional maybe: Option<i32> = 16 17 0 "maybe" <Int32>;
        optional a_time: Option<Timestamp> = 17 18 2 "aTime" <Nested<Timestamp>>;
        optional a_wait: Option<Duration> = 18 19 2 "aWait" <Nested<Duration>>;
        optional any: Option<Any> = 19 20 2 "any" <Nested<Any>>;
        optional empty: Option<Empty> = 20 21 2 "empty" <Nested<Empty>>;
        optional object: Option<Struct> = 21 22 2 "object" <Nested<Struct>>;
        optional value: Option<Value> = 22 23 2 "value" <Nested<Value>>;
        optional a_list: Option<ListValue> = 23 24 2 "aList" <Nested<ListValue>>;
        optional mask: Option<FieldMask> = 24 25 2 "mask" <Nested<FieldMask>>;
        optional wrapped: Option<i64> = 25 26 2 "wrapped" <Wrapper<Int64>>;
        optional wrapped_blob: Option<Vec<u8>> = 26 27 2 "wrappedBlob" <Wrapper<Blob>>;
        optional picture: Option<Picture> = 27 28 2 "picture" <Nested<Picture>>;
        optional own: Option<Box<Every>> = 28 29 2 "own" <Boxed<Nested<Every>>>;
        list longs: Vec<i64> = 29 30 0 "longs" <Int64>;
        list texts: Vec<String> = 30 31 2 "texts" <Str>;
        list values: Vec<Value> = 31 32 2 "values" <Nested<Value>>;
        list nulls: Vec<NullValue> = 32 33 0 "nulls" <Open<NullValue>>;
        list times: Vec<Timestamp> = 33 34 2 "times" <Nested<Timestamp>>;
        list wraps: Vec<bool> = 34 35 2 "wraps" <Wrapper<Bool>>;
        map by_bool: BTreeMap<bool, f64> = 35 36 2 "byBool" <Bool, Double>;
        map by_long: BTreeMap<i64, Level> = 36 37 2 "byLong" <Int64, Open<Level>>;
        map by_int: HashMap<u32, Value> = 37 38 2 "byInt" <Fixed32, Nested<Value>>;
        map by_text: BTreeMap<String, Every> = 38 39 2 "byText" <Str, Nested<Every>>;
    }
    oneof special: Special {
        special_int: AnInt = 39 40 0 "specialInt" <Int32>;
        special_null: ANull = 40 41 0 "specialNull" <Open<NullValue>>;
        special_value: AValue = 41 42 2 "specialValue" <Nested<Value>>;
        special_level: ALevel = 42 43 0 "specialLevel" <Open<Level>>;
    }
}
