//! Messages as the generator writes them, by hand: here the runtime is tested alone.

use std::collections::{BTreeMap, HashMap};

use mrpc::__gen::{
    Blob, Boxed, Closed, DecodeError, Double, Fields, Fixed64, Int32, Nested, Open, Reader, Seen, SharedBlob,
    Sint64, Str, Uint32, UnknownFields, Wrapper, Writer,
};
use mrpc::bytes::Bytes;

type Took = Result<bool, DecodeError>;

/// ```text
/// message Tree { children: list<Tree> = 1; next: Tree = 2; name: string = 3; ids: list<int32> = 2100; }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tree {
    pub(crate) children: Vec<Self>,
    pub(crate) next: Option<Box<Self>>,
    pub(crate) name: String,
    pub(crate) ids: Vec<i32>,
    pub(crate) unknown_fields: UnknownFields,
}

impl Fields for Tree {
    const NAME: &'static str = "sample.v1.Tree";
    const FIELDS: &'static [(u32, &'static str)] =
        &[(1, "children"), (2, "next"), (3, "name"), (2100, "ids")];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.list::<Nested<Self>>(10, &self.children);
        w.optional::<Boxed<Nested<Self>>>(18, &self.next);
        w.set::<Str>(26, &self.name);
        w.packed::<Int32>(16_802, &self.ids);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Took {
        match tag {
            10 => r.list::<Nested<Self>>(tag, &mut self.children),
            18 => r.optional::<Boxed<Nested<Self>>>(&mut self.next),
            26 => r.set::<Str>(&mut self.name),
            16_800 | 16_802 => r.packed::<Int32>(tag, &mut self.ids),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

/// An open enum: `LEVEL_LOW = 0; LEVEL_HIGH = 1;`
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Level {
    #[default]
    Low,
    High,
    Unrecognized(i32),
}

impl From<i32> for Level {
    fn from(number: i32) -> Self {
        match number {
            0 => Self::Low,
            1 => Self::High,
            _ => Self::Unrecognized(number),
        }
    }
}

impl From<Level> for i32 {
    fn from(level: Level) -> Self {
        match level {
            Level::Low => 0,
            Level::High => 1,
            Level::Unrecognized(number) => number,
        }
    }
}

/// A closed enum: `SIDE_LEFT = 1; SIDE_RIGHT = 2;`
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Side {
    #[default]
    Left,
    Right,
}

impl TryFrom<i32> for Side {
    type Error = i32;

    fn try_from(number: i32) -> Result<Self, i32> {
        match number {
            1 => Ok(Self::Left),
            2 => Ok(Self::Right),
            _ => Err(number),
        }
    }
}

impl From<Side> for i32 {
    fn from(side: Side) -> Self {
        match side {
            Side::Left => 1,
            Side::Right => 2,
        }
    }
}

/// `oneof choice { text: string = 8; leaf: Leaf = 9; }`
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Text(String),
    Leaf(Leaf),
}

/// ```text
/// message Leaf { @required owner: Owner = 1; size: uint32 = 2; @required heir: Owner = 3; }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) owner: Owner,
    pub(crate) size: u32,
    pub(crate) heir: Owner,
    pub(crate) unknown_fields: UnknownFields,
}

impl Fields for Leaf {
    const NAME: &'static str = "sample.v1.Leaf";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "owner"), (2, "size"), (3, "heir")];
    const REQUIRED: &'static [&'static str] = &["owner", "heir"];
    type Seen = Seen<2>;

    fn write(&self, w: &mut Writer<'_>) {
        w.member::<Nested<Owner>>(10, &self.owner);
        w.set::<Uint32>(16, &self.size);
        w.member::<Nested<Owner>>(26, &self.heir);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, seen: &mut Self::Seen) -> Took {
        match tag {
            10 => r.required::<Nested<Owner>>(&mut self.owner, seen, 0),
            16 => r.set::<Uint32>(&mut self.size),
            26 => r.required::<Nested<Owner>>(&mut self.heir, seen, 1),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

/// `message Owner { name: string = 1; alias: string? = 2; }`
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Owner {
    pub(crate) name: String,
    pub(crate) alias: Option<String>,
    pub(crate) unknown_fields: UnknownFields,
}

impl Fields for Owner {
    const NAME: &'static str = "sample.v1.Owner";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "name"), (2, "alias")];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.set::<Str>(10, &self.name);
        w.optional::<Str>(18, &self.alias);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Took {
        match tag {
            10 => r.set::<Str>(&mut self.name),
            18 => r.optional::<Str>(&mut self.alias),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

/// One field of each way to travel.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Mixed {
    pub(crate) level: Level,
    pub(crate) side: Option<Side>,
    pub(crate) levels: Vec<Level>,
    pub(crate) sides: Vec<Side>,
    pub(crate) weights: Vec<f64>,
    pub(crate) counts: HashMap<u32, Owner>,
    pub(crate) places: BTreeMap<String, Side>,
    pub(crate) choice: Option<Choice>,
    pub(crate) blob: Bytes,
    pub(crate) offset: i64,
    pub(crate) stamp: u64,
    pub(crate) wrapped: Option<String>,
    pub(crate) raw: Vec<u8>,
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) unknown_fields: UnknownFields,
}

impl Fields for Mixed {
    const NAME: &'static str = "sample.v1.Mixed";
    const FIELDS: &'static [(u32, &'static str)] = &[
        (1, "level"),
        (2, "side"),
        (3, "levels"),
        (4, "sides"),
        (5, "weights"),
        (6, "counts"),
        (7, "places"),
        (8, "text"),
        (9, "leaf"),
        (10, "blob"),
        (11, "offset"),
        (12, "stamp"),
        (13, "wrapped"),
        (14, "raw"),
        (15, "leaves"),
    ];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.set::<Open<Level>>(8, &self.level);
        w.optional::<Closed<Side>>(16, &self.side);
        w.packed::<Open<Level>>(26, &self.levels);
        w.packed_closed(34, &self.sides);
        w.packed::<Double>(42, &self.weights);
        w.map::<Uint32, Nested<Owner>>(50, &self.counts);
        w.map::<Str, Closed<Side>>(58, &self.places);
        match &self.choice {
            Some(Choice::Text(value)) => w.member::<Str>(66, value),
            Some(Choice::Leaf(value)) => w.member::<Nested<Leaf>>(74, value),
            None => {}
        }
        w.set::<SharedBlob>(82, &self.blob);
        w.set::<Sint64>(88, &self.offset);
        w.set::<Fixed64>(97, &self.stamp);
        w.optional::<Wrapper<Str>>(106, &self.wrapped);
        w.set::<Blob>(114, &self.raw);
        w.list::<Nested<Leaf>>(122, &self.leaves);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Took {
        match tag {
            8 => r.set::<Open<Level>>(&mut self.level),
            16 => r.optional::<Closed<Side>>(&mut self.side),
            24 | 26 => r.packed::<Open<Level>>(tag, &mut self.levels),
            32 | 34 => r.packed_closed(tag, &mut self.sides, &mut self.unknown_fields),
            41 | 42 => r.packed::<Double>(tag, &mut self.weights),
            50 => r.map::<Uint32, Nested<Owner>>(tag, &mut self.counts),
            58 => r.map_closed::<Str, Closed<Side>>(tag, &mut self.places, &mut self.unknown_fields),
            66 => r.member::<Str, _>(&mut self.choice, |value| Some(Choice::Text(value))),
            74 => r.merged_member::<Nested<Leaf>, _>(
                &mut self.choice,
                |slot| match slot {
                    Some(Choice::Leaf(value)) => Some(value),
                    _ => None,
                },
                |value| Some(Choice::Leaf(value)),
            ),
            82 => r.set::<SharedBlob>(&mut self.blob),
            88 => r.set::<Sint64>(&mut self.offset),
            97 => r.set::<Fixed64>(&mut self.stamp),
            106 => r.optional::<Wrapper<Str>>(&mut self.wrapped),
            114 => r.set::<Blob>(&mut self.raw),
            122 => r.list::<Nested<Leaf>>(tag, &mut self.leaves),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

impl Mixed {
    /// A value with everything in it.
    pub(crate) fn full() -> Self {
        let owner = |name: &str| Owner { name: name.to_owned(), ..Owner::default() };
        let leaf = Leaf { owner: owner("a"), size: 300, heir: owner("b"), ..Leaf::default() };
        Self {
            level: Level::High,
            side: Some(Side::Right),
            levels: vec![Level::Low, Level::Unrecognized(-7), Level::High],
            sides: vec![Side::Right, Side::Left],
            weights: vec![0.5, -0.0, f64::MAX],
            counts: HashMap::from([(7, owner("seven"))]),
            places: BTreeMap::from([("x".to_owned(), Side::Right), ("y".to_owned(), Side::Left)]),
            choice: Some(Choice::Leaf(leaf.clone())),
            blob: Bytes::from_static(b"blob"),
            offset: i64::MIN,
            stamp: 1 << 60,
            wrapped: Some(String::new()),
            raw: vec![0, 255],
            leaves: vec![leaf.clone(), Leaf { size: 0, ..leaf }],
            unknown_fields: UnknownFields::new(),
        }
    }
}
