//! The language from the outside: what goes in, what comes out.

mod annotations;
mod case;
mod codes;
mod constraints;
mod expect;
mod growth;
mod import;
mod language;
mod lookup;
mod members;
mod methods;
mod naming;
mod noise;
mod numbers;
mod patch;
mod property;
mod proto;
mod robust;
mod text;
