//! Advice on schemas that are valid.
//!
//! ```text
//! model ─┐
//! trees ─┼─▶ Context ──▶ each lint of the table ──▶ Sink ──▶ @allow ──▶ levels ──▶ diagnostics
//! texts ─┘                                                     └──▶ W0220, for those that allow nothing
//! ```
//!
//! A lint is one function `fn(&Context, &mut Sink)` and one line in the table of `run.rs`. It sees a
//! model without errors, says nothing about what is `@removed`, and leaves `@allow` and levels to the caller.
//! A patch that a program may apply changes neither the wire nor JSON.

mod allow;
mod constraint;
mod context;
mod deprecated;
mod doc;
mod edit;
mod enumeration;
mod field;
mod import;
mod layout;
mod level;
mod method;
mod naming;
mod number;
mod package;
mod policy;
mod recursion;
mod rename;
mod run;
mod scope;
mod sink;
mod size;
mod sorting;
mod unused;
mod usage;
mod walk;

pub use level::Levels;
pub use run::lint;

#[cfg(test)]
mod tests;
