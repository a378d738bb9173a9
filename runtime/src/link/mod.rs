//! One connection at work: its socket, its state, its calls.
//!
//! ```text
//!   callers, handlers                         the driver, a task
//!        │                                          │
//!        │ a short lock: append a frame             │ reads a batch, locks, hands it to the connection
//!        ▼                                          ▼ lets those it woke append first, then writes once
//!  ┌───────────────────────── State ─────────────────────────┐
//!  │ Connection (mrpc-protocol)    Slab of calls that wait    │
//!  └─────────────────────────────────────────────────────────┘
//!        │ the first to append kicks the driver             │
//!        └──────────────────────────────────────────────────┘
//! ```
//!
//! Only the driver touches the socket. No lock is held while anybody waits, or while code of a user runs, but for
//! that which writes a message.

mod call;
mod driver;
mod open_call;
mod outcome;
mod state;

pub(crate) use self::{
    call::{Entry, Item, Key},
    driver::{Ended, Role, drive},
    open_call::OpenCall,
    outcome::{Outcome, Response},
    state::{Link, State, now},
};
