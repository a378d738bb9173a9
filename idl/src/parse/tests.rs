//! The parser on good files, on every kind of bad one, and on noise.

use super::{Parsed, file};
use crate::source::Sources;

const EXAMPLE: &str = include_str!("../../tests/data/example.mrpc");

fn parse(text: &str) -> Parsed {
    file(Sources::default().add("test.mrpc", text), text)
}

#[test]
fn reads_the_example_without_a_word() {
    let parsed = parse(EXAMPLE);
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.file.items.len(), 14);
}
