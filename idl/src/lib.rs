//! The `.mrpc` language: text in, a checked model and diagnostics out.
#![forbid(unsafe_code)]
