//! Benchmarks, each beside its peers.
