//! The language from the outside: what goes in, what comes out.

mod case;
mod codes;
mod expect;
mod import;
mod language;
mod lookup;
mod naming;
mod noise;
mod patch;
mod property;
mod robust;
