//! `cargo xtask tidy`: what this repository promises and the compiler cannot keep.
//!
//! | file            | keeps                                                                  |
//! |-----------------|------------------------------------------------------------------------|
//! | `crate_layer`   | which crate may lean on which, and what `mrpc-protocol` may not touch    |
//! | `module_layer`  | the order of modules inside a crate, and who may read files or print     |
//! | `manifest`      | what every `Cargo.toml` takes from the workspace                         |
//! | `code`          | a page, a bad file, a good file and a golden report per diagnostic code  |
//! | `robustness`    | a test per covered row of `docs/ROBUSTNESS.md`                           |
//! | `protocol`      | a test per rule of `docs/PROTOCOL.md`                                    |
//! | `rust_house`    | house rules for Rust files                                               |
//! | `text_house`    | house rules for any text file                                            |
//! | `markdown`      | links, and what README and CHANGELOG must say                            |
//!
//! A rule is a function from text to [`problem::Problem`]s; only `tree` reads files. Each rule has a test that
//! shows it fire: a rule that never fires is not known to work.

mod code;
mod crate_layer;
mod manifest;
mod markdown;
mod module_layer;
mod problem;
mod protocol;
mod robustness;
mod run;
mod rust_file;
mod rust_house;
mod text_house;
mod tree;

pub(crate) use run::run;
