//! The chat as its users have it: a server, and clients with connections of their own.

mod party;
mod rules;
mod stay;
mod visit;
