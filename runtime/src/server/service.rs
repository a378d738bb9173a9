//! What a generated server is to this one.

use super::incoming::Incoming;
use crate::method::MethodSpec;

/// A service, without the types of its messages. Generated code implements it.
pub trait Service: Send + Sync + 'static {
    /// Its methods.
    fn methods(&self) -> &'static [MethodSpec];

    /// Begins to answer a call to one of them.
    fn start(&self, method: usize, call: Incoming<'_>);
}
