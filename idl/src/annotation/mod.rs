//! What may stand behind an `@`, on what, with which arguments.
//!
//! [`TABLE`] is the list; the reader holds what an author wrote against it. What the arguments mean is
//! decided where the thing that they describe is built, in `resolve`.

mod argument;
mod read;
mod table;

pub(crate) use read::{Read, Reads, read};
pub use table::{Argument, Form, Spec, TABLE, Target};
