//! Whether a value keeps the rules of its schema: `@len`, `@range`, `@pattern` and the like.
//!
//! ```text
//!   generated: a call for each rule          here: what the rule asks, and how to say that it is broken
//!
//!   validate ──▶ field, optional, each, …  ──▶ where ──▶ Violation, with the path to the value
//!                   └── range, chars, email, … ──▶ what ──┘
//! ```
//!
//! A report names the rule and never the value: values may be secret, and may be long.

mod format;
mod length;
mod number;
mod pattern;
mod place;
mod value;
mod violation;

#[cfg(test)]
mod tests;

pub use violation::{Validate, Violation};

#[doc(hidden)]
pub use self::{
    format::{email, hostname, ip, ipv4, ipv6, uri, uuid},
    length::{Elements, bytes, chars, elements, unique},
    number::{Float, Number, finite, nonzero, range},
    pattern::{Pattern, pattern},
    place::{each, each_value, field, oneof, optional},
    value::{none_of, one_of},
};
