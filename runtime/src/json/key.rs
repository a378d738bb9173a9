//! Keys of maps, which are text in JSON.

use std::borrow::Cow;

use crate::codec::{
    Bool, Fixed32, Fixed64, Int32, Int64, Sfixed32, Sfixed64, Sint32, Sint64, Str, Uint32, Uint64,
};

use super::atom::{Atom, Atomic, Misfit};

/// A kind that a key can have.
pub trait Key: Atomic {
    /// The key that is called `name`.
    fn from_name(name: &str) -> Result<Self::Value, Misfit>;

    /// What `key` is called.
    fn to_name(key: &Self::Value) -> Cow<'_, str>;
}

impl Key for Str {
    fn from_name(name: &str) -> Result<String, Misfit> {
        Ok(name.to_owned())
    }

    fn to_name(key: &String) -> Cow<'_, str> {
        Cow::Borrowed(key)
    }
}

impl Key for Bool {
    fn from_name(name: &str) -> Result<bool, Misfit> {
        name.parse().map_err(|_| Misfit::Kind)
    }

    fn to_name(key: &bool) -> Cow<'_, str> {
        Cow::Borrowed(if *key { "true" } else { "false" })
    }
}

macro_rules! integers {
    ($($kind:ident)*) => {$(
        impl Key for $kind {
            fn from_name(name: &str) -> Result<Self::Value, Misfit> {
                Self::from_atom(Atom::Text(name))
            }

            fn to_name(key: &Self::Value) -> Cow<'_, str> {
                Cow::Owned(key.to_string())
            }
        }
    )*};
}

integers! { Int32 Int64 Uint32 Uint64 Sint32 Sint64 Fixed32 Fixed64 Sfixed32 Sfixed64 }
