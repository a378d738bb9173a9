//! The side that answers.
//!
//! ```text
//!   Listener ──▶ Accept ──▶ a task for each connection: the driver, and the Session it tells of requests
//!                                │
//!                                ▼
//!   Router ──▶ Route ──▶ [middlewares] ──▶ Service::start ──▶ a handler, polled once where it is
//!                                                                │ it has to wait
//!                                                                ▼
//!                                                             a task of its own
//! ```

mod accept;
mod answer;
mod config;
mod direct;
mod guard;
mod incoming;
mod kept;
mod router;
mod run;
#[expect(clippy::module_inception, reason = "it is the server")]
mod server;
mod service;
mod session;
mod shared;

pub use self::{
    accept::Accept,
    config::Config,
    server::{Server, Stopped},
};

#[doc(hidden)]
pub use self::{incoming::Incoming, service::Service};
