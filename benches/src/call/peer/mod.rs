//! Who is measured: each as its users run it, with what it has on by default.

pub mod mrpc;
pub mod raw;
pub mod tarpc;
pub mod tonic;
mod which;

pub use which::Peer;
