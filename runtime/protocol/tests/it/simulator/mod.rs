//! Two ends of a connection, a network between them that delays and cuts, and applications that do anything.
//!
//! All of it comes from a seed, which a failure prints; `MRPC_SEED=…` runs that one alone.
//!
//! - Each call that was begun ends exactly once, and no answer comes without a call.
//! - An answer is that of its own request, and all items that were sent before it came before it.
//! - What is said to be unsent or refused was not executed; nothing is executed twice.
//! - Nothing is written after the end, and memory keeps to the limits.
//! - Credit is neither lost nor made, and once all is quiet both sides agree on it.
//! - When no more calls begin, all that are open end; a side that leaves is drained.
//! - The same seed gives the same trace.

mod hostile;
mod random;
mod run;
mod story;
mod world;
