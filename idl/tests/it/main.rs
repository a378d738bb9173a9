//! The language from the outside: what goes in, what comes out.

mod case;
mod codes;
