//! The frame protocol as a state machine: bytes in, events out.
//!
//! What will live here: frames and their 14-byte header, the reader that finds them in a byte stream, and
//! the connection with its calls, streams, credit, liveness and drain. This crate opens no socket, reads no
//! clock and draws no random number; time is an argument, so every test can own it.
#![forbid(unsafe_code)]
