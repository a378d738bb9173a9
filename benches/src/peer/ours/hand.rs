//! By hand, until there is a generator.
#![expect(unnameable_types, unreachable_pub, reason = "soon generated")]
use mrpc::__gen::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Small {
    pub id: u64,
    pub name: String,
    pub data: Vec<u8>,
    pub unknown_fields: UnknownFields,
}
impl Fields for Small {
    const NAME: &'static str = "bench.shapes.v1.Small";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "id"), (2, "name"), (3, "data")];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.set::<Uint64>(8, &self.id);
        w.set::<Str>(18, &self.name);
        w.set::<Blob>(26, &self.data);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            8 => r.set::<Uint64>(&mut self.id),
            18 => r.set::<Str>(&mut self.name),
            26 => r.set::<Blob>(&mut self.data),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub code: u32,
    pub unknown_fields: UnknownFields,
}
impl Fields for Address {
    const NAME: &'static str = "bench.shapes.v1.Address";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "street"), (2, "city"), (3, "code")];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.set::<Str>(10, &self.street);
        w.set::<Str>(18, &self.city);
        w.set::<Uint32>(24, &self.code);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            10 => r.set::<Str>(&mut self.street),
            18 => r.set::<Str>(&mut self.city),
            24 => r.set::<Uint32>(&mut self.code),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rich {
    pub id: u64,
    pub delta: i32,
    pub balance: i64,
    pub count: u32,
    pub checksum: u64,
    pub offset: i32,
    pub active: bool,
    pub score: f64,
    pub ratio: f32,
    pub kind: Kind,
    pub name: String,
    pub email: String,
    pub note: String,
    pub token: Vec<u8>,
    pub home: Option<Address>,
    pub work: Option<Address>,
    pub tags: Vec<String>,
    pub samples: Vec<f64>,
    pub numbers: Vec<u32>,
    pub labels: BTreeMap<String, i64>,
    pub contact: Option<RichContact>,
    pub unknown_fields: UnknownFields,
}
impl Fields for Rich {
    const NAME: &'static str = "bench.shapes.v1.Rich";
    const FIELDS: &'static [(u32, &'static str)] = &[
        (1, "id"),
        (2, "delta"),
        (3, "balance"),
        (4, "count"),
        (5, "checksum"),
        (6, "offset"),
        (7, "active"),
        (8, "score"),
        (9, "ratio"),
        (10, "kind"),
        (11, "name"),
        (12, "email"),
        (13, "note"),
        (14, "token"),
        (15, "home"),
        (16, "work"),
        (17, "tags"),
        (18, "samples"),
        (19, "numbers"),
        (20, "labels"),
    ];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.set::<Uint64>(8, &self.id);
        w.set::<Int32>(16, &self.delta);
        w.set::<Sint64>(24, &self.balance);
        w.set::<Uint32>(32, &self.count);
        w.set::<Fixed64>(41, &self.checksum);
        w.set::<Sfixed32>(53, &self.offset);
        w.set::<Bool>(56, &self.active);
        w.set::<Double>(65, &self.score);
        w.set::<Float>(77, &self.ratio);
        w.set::<Open<Kind>>(80, &self.kind);
        w.set::<Str>(90, &self.name);
        w.set::<Str>(98, &self.email);
        w.set::<Str>(106, &self.note);
        w.set::<Blob>(114, &self.token);
        w.optional::<Nested<Address>>(122, &self.home);
        w.optional::<Nested<Address>>(130, &self.work);
        w.list::<Str>(138, &self.tags);
        w.packed::<Double>(146, &self.samples);
        w.packed::<Uint32>(154, &self.numbers);
        w.map::<Str, Int64>(162, &self.labels);
        match &self.contact {
            Some(RichContact::Phone(value)) => w.member::<Str>(170, value),
            Some(RichContact::Mail(value)) => w.member::<Nested<Address>>(178, value),
            None => {}
        }
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            8 => r.set::<Uint64>(&mut self.id),
            16 => r.set::<Int32>(&mut self.delta),
            24 => r.set::<Sint64>(&mut self.balance),
            32 => r.set::<Uint32>(&mut self.count),
            41 => r.set::<Fixed64>(&mut self.checksum),
            53 => r.set::<Sfixed32>(&mut self.offset),
            56 => r.set::<Bool>(&mut self.active),
            65 => r.set::<Double>(&mut self.score),
            77 => r.set::<Float>(&mut self.ratio),
            80 => r.set::<Open<Kind>>(&mut self.kind),
            90 => r.set::<Str>(&mut self.name),
            98 => r.set::<Str>(&mut self.email),
            106 => r.set::<Str>(&mut self.note),
            114 => r.set::<Blob>(&mut self.token),
            122 => r.optional::<Nested<Address>>(&mut self.home),
            130 => r.optional::<Nested<Address>>(&mut self.work),
            138 => r.list::<Str>(tag, &mut self.tags),
            145 | 146 => r.packed::<Double>(tag, &mut self.samples),
            152 | 154 => r.packed::<Uint32>(tag, &mut self.numbers),
            162 => r.map::<Str, Int64>(tag, &mut self.labels),
            170 => r.member::<Str, _>(&mut self.contact, |value| Some(RichContact::Phone(value))),
            178 => r.merged_member::<Nested<Address>, _>(
                &mut self.contact,
                |slot| match slot {
                    Some(RichContact::Mail(value)) => Some(value),
                    _ => None,
                },
                |value| Some(RichContact::Mail(value)),
            ),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum RichContact {
    Phone(String),
    Mail(Address),
}
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Kind {
    #[default]
    Unspecified,
    Person,
    Organisation,
    Unrecognized(i32),
}
impl From<i32> for Kind {
    fn from(n: i32) -> Self {
        match n {
            0 => Self::Unspecified,
            1 => Self::Person,
            2 => Self::Organisation,
            _ => Self::Unrecognized(n),
        }
    }
}
impl From<Kind> for i32 {
    fn from(n: Kind) -> Self {
        match n {
            Kind::Unspecified => 0,
            Kind::Person => 1,
            Kind::Organisation => 2,
            Kind::Unrecognized(n) => n,
        }
    }
}
