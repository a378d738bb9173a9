//! Everybody, with every shape.

use crate::measure::Row;
use crate::shape::{rich, small};

use super::{bincode, buffa, floor, ours, prost, rkyv, serde_json};

/// All rows: the shapes in turn, and for each the libraries, ours first.
///
/// # Panics
///
/// If a library does not give back what it was given, or two that speak protobuf do not write the same bytes.
#[must_use]
pub fn all() -> Vec<Row> {
    let mut rows = Vec::new();
    for (shape, data) in [("small", 0), ("1 KiB", 1024)] {
        let value = small(data);
        let bytes = prost::small(value.clone());
        rows.extend(floor::rows(shape, value.clone(), bytes.clone()));
        rows.extend(ours::small_rows(shape, &bytes));
        rows.extend(prost::small_rows(shape, &bytes));
        rows.extend(buffa::small_rows(shape, &bytes));
        rows.extend(bincode::rows(shape, value.clone()));
        rows.extend(rkyv::small_rows(shape, value.clone()));
        rows.extend(serde_json::rows(shape, value));
    }
    let (shape, value) = ("rich", rich());
    let bytes = prost::rich(value.clone());
    rows.extend(floor::rows(shape, value.clone(), bytes.clone()));
    rows.extend(ours::rich_rows(shape, &bytes));
    rows.extend(prost::rich_rows(shape, &bytes));
    rows.extend(buffa::rich_rows(shape, &bytes));
    rows.extend(bincode::rows(shape, value.clone()));
    rows.extend(rkyv::rich_rows(shape, value.clone()));
    rows.extend(serde_json::rows(shape, value));
    rows
}
