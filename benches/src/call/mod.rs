//! How quick calls are, beside other libraries, with the server and the load in processes of their own.
//!
//! ```text
//!   calls (run) ──spawns──▶ calls serve tonic        says its port, then serves until its input ends
//!       │
//!       └─────── spawns ──▶ calls load tonic         for each job that it reads, a sample that it writes
//! ```
//!
//! One round gives each peer a turn at each workload, and the median of all rounds counts: what disturbs the machine
//! for a while disturbs all alike. `benches/README.md` says how to read the figures.

pub mod args;
mod bar;
mod chart;
mod child;
pub mod client;
mod gauge;
mod job;
mod load;
pub mod message;
pub mod peer;
mod process;
mod report;
mod round;
mod row;
mod run;
mod side;
mod workload;

pub use run::run;
