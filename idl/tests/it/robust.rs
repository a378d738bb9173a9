//! Hostile and unlucky schemas. The ids are those of docs/ROBUSTNESS.md.

mod disk;
mod links;
mod proto;
mod same;
mod scale;
mod words;
