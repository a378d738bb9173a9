//! One visitor for all that is read, so that an error always says where.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::atom::Atom;
use super::cx::Cx;

/// What becomes of a value in a document. Each method has a shape that the value can have, and refuses it unless
/// it is there for it.
pub(crate) trait Take<'de>: Sized {
    /// What comes out.
    type Out;

    /// Where the value is.
    fn cx(&self) -> &Cx<'_>;

    /// What should be there, as in "expected {}".
    fn expected(&self) -> &'static str;

    fn null<E: de::Error>(self) -> Result<Self::Out, E> {
        Err(misfit(&self, "null"))
    }

    fn atom<E: de::Error>(self, atom: Atom<'_>) -> Result<Self::Out, E> {
        Err(misfit(&self, atom))
    }

    fn list<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Out, A::Error> {
        Err(misfit(&self, "a list"))
    }

    fn object<A: MapAccess<'de>>(self, _: A) -> Result<Self::Out, A::Error> {
        Err(misfit(&self, "an object"))
    }
}

#[cold]
#[inline(never)]
fn misfit<'de, T: Take<'de>, E: de::Error>(take: &T, found: impl fmt::Display) -> E {
    take.cx().wrong(format_args!("expected {}, found {found}", take.expected()))
}

/// Gives the value that `deserializer` has to `take`.
pub(crate) fn take<'de, T: Take<'de>, D: Deserializer<'de>>(
    take: T,
    deserializer: D,
) -> Result<T::Out, D::Error> {
    deserializer.deserialize_any(Taking(take))
}

struct Taking<T>(T);

impl<'de, T: Take<'de>> Visitor<'de> for Taking<T> {
    type Value = T::Out;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.expected())
    }

    fn visit_unit<E: de::Error>(self) -> Result<T::Out, E> {
        self.0.cx().budget().read(1);
        self.0.null()
    }

    fn visit_none<E: de::Error>(self) -> Result<T::Out, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Out, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<T::Out, E> {
        self.0.cx().budget().read(1);
        self.0.atom(Atom::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T::Out, E> {
        self.0.cx().budget().read(1);
        self.0.atom(Atom::Int(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T::Out, E> {
        self.0.cx().budget().read(1);
        self.0.atom(Atom::Int(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T::Out, E> {
        self.0.cx().budget().read(1);
        self.0.atom(Atom::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<T::Out, E> {
        self.0.cx().budget().read(value.len() + 2);
        self.0.atom(Atom::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T::Out, A::Error> {
        self.0.cx().budget().read(2);
        self.0.list(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T::Out, A::Error> {
        self.0.cx().budget().read(2);
        self.0.object(map)
    }
}

/// A value inside another one.
pub(super) struct Inner<T>(pub(super) T);

impl<'de, T: Take<'de>> DeserializeSeed<'de> for Inner<T> {
    type Value = T::Out;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Out, D::Error> {
        take(self.0, deserializer)
    }
}

/// The next name in `map`, without a copy where the document has it as it is.
pub(super) fn next_name<'de, A: MapAccess<'de>>(
    map: &mut A,
    cx: &Cx<'_>,
) -> Result<Option<Cow<'de, str>>, A::Error> {
    let name = map.next_key_seed(Name(PhantomData))?;
    if let Some(name) = &name {
        // Two quotes and a colon.
        cx.budget().read(name.len() + 3);
    }
    Ok(name)
}

struct Name<'de>(PhantomData<Cow<'de, str>>);

impl<'de> DeserializeSeed<'de> for Name<'de> {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'de> {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_string<E: de::Error>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}
