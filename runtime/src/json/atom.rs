//! Values that are neither a list nor an object.

use std::fmt;

use serde::{Deserializer, Serializer, de};

use crate::codec;

use super::cx::{Cx, Shown};
use super::kind::{Found, Kind};
use super::read::{Take, take};

/// A value as a document has it.
#[derive(Clone, Copy, Debug)]
pub enum Atom<'a> {
    /// `true` or `false`
    Bool(bool),
    /// A number without a fraction or exponent, if it has 64 bits at most.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(&'a str),
}

impl fmt::Display for Atom<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:e}"),
            Self::Text(text) => write!(f, "\"{}\"", Shown(text)),
        }
    }
}

/// Why an atom is not the value of a field.
#[derive(Debug)]
pub enum Misfit {
    /// It is something else.
    Kind,
    /// It is a number that the type does not have.
    Range,
    /// It names what an enum does not have.
    Unknown,
    /// Something else, to be said of the atom.
    Because(&'static str),
}

/// A kind whose values are atoms.
pub trait Atomic: codec::Kind {
    /// What a value is, as in "expected {}".
    const EXPECTED: &'static str;

    /// The value that `atom` stands for.
    fn from_atom(atom: Atom<'_>) -> Result<Self::Value, Misfit>;

    /// The value that `null` stands for, if it stands for any.
    fn from_null() -> Option<Self::Value> {
        None
    }

    /// Writes `value` as an atom.
    fn write_atom<S: Serializer>(value: &Self::Value, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<K: Atomic> Kind for K {
    fn write_json<S: Serializer>(value: &K::Value, _: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        K::write_atom(value, serializer)
    }

    fn read_json<'de, D: Deserializer<'de>>(
        slot: &mut K::Value,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        let null = K::from_null();
        let mut set = |value| *slot = value;
        read_atom(cx, deserializer, K::EXPECTED, null, &mut set, K::from_atom)
    }
}

/// Reads an atom with `parse`, and gives it to `set`.
pub(crate) fn read_atom<'de, V, D: Deserializer<'de>>(
    cx: &Cx<'_>,
    deserializer: D,
    expected: &'static str,
    null: Option<V>,
    set: impl FnOnce(V),
    parse: impl FnOnce(Atom<'_>) -> Result<V, Misfit>,
) -> Result<Found, D::Error> {
    take(TakeAtom { cx, expected, null, set, parse }, deserializer)
}

struct TakeAtom<'a, V, S, P> {
    cx: &'a Cx<'a>,
    expected: &'static str,
    null: Option<V>,
    set: S,
    parse: P,
}

impl<'de, V, S: FnOnce(V), P: FnOnce(Atom<'_>) -> Result<V, Misfit>> Take<'de> for TakeAtom<'_, V, S, P> {
    type Out = Found;

    fn cx(&self) -> &Cx<'_> {
        self.cx
    }

    fn expected(&self) -> &'static str {
        self.expected
    }

    fn null<E: de::Error>(self) -> Result<Found, E> {
        Ok(match self.null {
            Some(value) => {
                (self.set)(value);
                Found::Value
            }
            None => Found::Null,
        })
    }

    fn atom<E: de::Error>(self, atom: Atom<'_>) -> Result<Found, E> {
        let Self { cx, expected, .. } = self;
        let misfit = match (self.parse)(atom) {
            Ok(value) => {
                (self.set)(value);
                return Ok(Found::Value);
            }
            Err(misfit) => misfit,
        };
        Err(match misfit {
            Misfit::Unknown if cx.options().ignore_unknown => return Ok(Found::Unknown),
            Misfit::Unknown => cx.wrong(format_args!("{atom} is not {expected}")),
            Misfit::Range => cx.wrong(format_args!("{atom} is out of range for {expected}")),
            Misfit::Kind => cx.wrong(format_args!("expected {expected}, found {atom}")),
            Misfit::Because(why) => cx.wrong(format_args!("{atom} is not {expected}: {why}")),
        })
    }
}
