//! The language from the outside: what goes in, what comes out.

mod annotations;
mod case;
mod codes;
mod constraints;
mod members;
mod methods;
mod numbers;
mod slice;
mod text;
