//! A message as a whole, where only its binary form is known to be there.
//!
//! A call carries JSON only if its peer asks for it, so nothing that handles calls has a bound on JSON. What it has
//! is [`Fields::JSON`](crate::codec::Fields::JSON): two functions, if the message was generated with JSON.

use std::fmt;
use std::sync::LazyLock;

use serde::Serialize as _;

use crate::codec::{Limits, Nested};

use super::cx::Run;
use super::error::Error;
use super::kind::Of;
use super::options::Options;
use super::shape::Shape;

/// How a message is read from JSON, and how it is written as it.
pub struct Whole<M> {
    read: fn(&[u8], &Limits) -> Result<M, Error>,
    write: fn(&M, &mut Vec<u8>) -> Result<(), Error>,
}

/// A peer that is newer may send what is not known here, as it may in the binary form.
static OPTIONS: LazyLock<Options> = LazyLock::new(|| Options::new().ignore_unknown(true));

impl<M: Shape> Whole<M> {
    /// That of a message which can be JSON.
    #[must_use]
    pub const fn new() -> Self {
        Self { read: read::<M>, write: write::<M> }
    }
}

impl<M: Shape> Default for Whole<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M> Whole<M> {
    /// The message that `json` is, within `limits`. What is not known of it is passed over.
    ///
    /// # Errors
    ///
    /// If it is none, or goes beyond the limits.
    pub fn read(&self, json: &[u8], limits: &Limits) -> Result<M, Error> {
        (self.read)(json, limits)
    }

    /// Writes `message` behind what is in `out`, or leaves that as it was.
    ///
    /// # Errors
    ///
    /// If JSON has no such value.
    pub fn write(&self, message: &M, out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        (self.write)(message, out).inspect_err(|_| out.truncate(start))
    }
}

impl<M> fmt::Debug for Whole<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Whole")
    }
}

fn read<M: Shape>(json: &[u8], limits: &Limits) -> Result<M, Error> {
    OPTIONS.read_all(&mut serde_json::Deserializer::from_slice(json), limits)
}

fn write<M: Shape>(message: &M, out: &mut Vec<u8>) -> Result<(), Error> {
    let run = Run::new(&OPTIONS);
    let json = Of::<Nested<M>> { value: message, cx: &run.cx() };
    json.serialize(&mut serde_json::Serializer::new(out)).map_err(Error)
}
