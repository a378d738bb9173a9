//! The messages as mrpc has them.

mrpc::include_mrpc!();

pub use interop::v1::{Color, Kitchen, KitchenChoice, Leaf, Nothing};
