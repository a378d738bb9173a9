//! What generated code says, decided; the templates only print it.
//!
//! ```text
//!   Model ─┐
//!          ├─▶ Context ──▶ package ─▶ constant, enumeration, message, choice, service ─▶ templates
//! Options ─┘      │                       └── head (docs, attributes), types, literal, rule, promise
//!                 └─────▶ tree, the modules of all packages ───────────────────────────▶ templates
//! ```
//!
//! A view holds text and truth values, and nothing that has still to be looked up. Every path in it is absolute or
//! relative to the module of its package, so generated code needs no `use`, and a type of a schema may be called
//! `Option` or `Result`.

mod choice;
mod codec;
mod constant;
mod context;
mod docs;
mod enumeration;
mod head;
mod link;
mod lint;
mod literal;
mod message;
mod method;
mod package;
mod path;
mod promise;
mod rule;
mod service;
mod tree;
mod types;

pub(crate) use context::Context;
pub(crate) use package::Package;
pub(crate) use tree::{Tree, TreeLine};
