//! A message in Rust, and on its way.

use std::error::Error;
use std::io::Write;

use mrpc::{Message as _, Validate as _};

use crate::schema::demo::shop::v1::{AddRequest, Item, Size};

const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/mrpc/demo.shop.v1.rs"));

/// The struct of this name, with its documentation.
pub(crate) fn generated(name: &str) -> String {
    let lines: Vec<&str> = GENERATED.lines().collect();
    let is_head = |line: &&str| line.starts_with("///") || line.starts_with("#[");
    let Some(at) = lines.iter().position(|line| *line == format!("pub struct {name} {{")) else {
        return String::new();
    };
    let head = lines[..at].iter().rev().take_while(|line| is_head(line)).count();
    let body = lines[at..].iter().take_while(|line| **line != "}").count();
    lines[at - head..=at + body].iter().map(|line| format!("  {line}\n")).collect()
}

/// From a value to bytes and JSON, and back.
pub(crate) fn travel(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let item = Item { sku: "tea".to_owned(), count: 3, size: Size::Large, ..Item::default() };
    let request = AddRequest { cart_id: "c-1".to_owned(), item: Some(item), ..AddRequest::default() };

    let bytes = request.encode_to_vec();
    assert_eq!(AddRequest::decode(&bytes)?, request);
    writeln!(out, "  {} bytes: {bytes:02x?}", bytes.len())?;

    let json = serde_json::to_string_pretty(&request)?;
    assert_eq!(serde_json::from_str::<AddRequest>(&json)?, request);
    writeln!(out, "  {}", json.replace('\n', "\n  "))?;

    let wrong = AddRequest { cart_id: String::new(), ..request };
    if let Err(violation) = wrong.validate() {
        writeln!(out, "  not valid: {violation}")?;
    }
    Ok(())
}
