//! What becomes of messages in JSON, and of JSON in messages.

mod any;
mod expect;
mod field;
mod hostile;
mod number;
mod suite;
mod time;
mod value;
mod whole;
