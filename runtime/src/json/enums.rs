//! Enums, by name. Numbers are read as well, and written where there is no name.

use serde::{Deserializer, Serializer};

use crate::codec::{Closed, Open};

use super::atom::{Atom, Atomic, Misfit, read_atom};
use super::kind::Found;
use super::number::integer;
use super::options::Options;

/// What the values of an enum are called in the schema.
pub trait EnumNames: Copy {
    /// What this value is called; `None` if it is a number without a name.
    fn name(self) -> Option<&'static str>;

    /// The value that is called `name`.
    fn from_name(name: &str) -> Option<Self>;

    /// The value that `null` stands for, if it stands for any.
    fn from_null() -> Option<Self> {
        None
    }
}

impl<E: EnumNames + Default + From<i32> + Into<i32>> Atomic for Open<E> {
    const EXPECTED: &'static str = EXPECTED;

    fn from_atom(atom: Atom<'_>) -> Result<E, Misfit> {
        from_atom(atom)
    }

    fn from_null() -> Option<E> {
        E::from_null()
    }

    fn write_atom<S: Serializer>(value: &E, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_enum(*value, serializer)
    }
}

impl<E: EnumNames + Default + TryFrom<i32> + Into<i32>> Atomic for Closed<E> {
    const EXPECTED: &'static str = EXPECTED;

    fn from_atom(atom: Atom<'_>) -> Result<E, Misfit> {
        from_atom(atom)
    }

    fn from_null() -> Option<E> {
        E::from_null()
    }

    fn write_atom<S: Serializer>(value: &E, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_enum(*value, serializer)
    }
}

const EXPECTED: &str = "a name or number of the enum";

fn from_atom<E: EnumNames + TryFrom<i32>>(atom: Atom<'_>) -> Result<E, Misfit> {
    if let Atom::Text(name) = atom {
        return E::from_name(name).ok_or(Misfit::Unknown);
    }
    let number = i32::try_from(integer(atom)?).map_err(|_| Misfit::Range)?;
    E::try_from(number).map_err(|_| Misfit::Unknown)
}

/// `Serialize::serialize` of an enum.
///
/// # Errors
///
/// Those of `serializer`.
pub fn serialize_enum<E: EnumNames + Into<i32>, S: Serializer>(
    value: E,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value.name() {
        _ if E::from_null().is_some() => serializer.serialize_unit(),
        Some(name) => serializer.serialize_str(name),
        None => serializer.serialize_i32(value.into()),
    }
}

/// `Deserialize::deserialize` of an enum.
///
/// # Errors
///
/// If there is no value of this name or number.
pub fn deserialize_enum<'de, E: EnumNames + TryFrom<i32>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    let run = Options::plain_run();
    let cx = run.cx();
    let mut value = None;
    let found = read_atom(&cx, deserializer, EXPECTED, E::from_null(), |read| value = Some(read), from_atom)?;
    debug_assert_eq!(found == Found::Value, value.is_some());
    value.ok_or_else(|| cx.wrong(format_args!("expected {EXPECTED}, found null")))
}
