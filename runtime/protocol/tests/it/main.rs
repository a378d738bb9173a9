//! The frame protocol, from outside: bytes in, events out.

mod body;
mod call;
mod ending;
mod flood;
mod frame;
mod item;
mod leaving;
mod liveness;
mod memory;
mod metadata;
mod peer;
mod property;
mod simulator;
mod version1;
mod wire;
