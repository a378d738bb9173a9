//! The messages as prost has them.
#![expect(missing_docs, clippy::use_self, reason = "the code is generated")]

include!(concat!(env!("OUT_DIR"), "/interop.v1.rs"));
