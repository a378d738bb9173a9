//! The frame protocol, from outside: bytes in, events out.

mod body;
mod call;
mod frame;
mod item;
mod metadata;
mod peer;
mod wire;
