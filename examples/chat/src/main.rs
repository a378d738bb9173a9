//! Rooms to talk in: a server, and a client for the terminal.
//!
//! ```text
//!   cargo run -p chat -- serve                      in one terminal
//!   cargo run -p chat -- join kitchen --as ann      in another
//!   cargo run -p chat -- join kitchen --as bob      in a third
//! ```
//!
//! What is to be seen here of mrpc, and where:
//!
//! - A stream that lasts as long as somebody is there: `Join`, in `service.rs`. Whoever drops it has left, be it by
//!   `/quit`, by closing the terminal or by losing the connection: the handler is dropped, and a [`hall::Seat`] in it
//!   tells the others.
//! - Readers who do not keep up: credit holds the handler back, the room goes on without it, and [`room`] counts what
//!   they have missed.
//! - A server that stops and loses nothing: `Ctrl-C` lets each stream say goodbye and end.
//! - Rules that the schema says, `idl/chat.mrpc`, and nobody else has to check; errors with a type.
//! - Clients that come back by themselves, and see nothing twice: [`client::presence`].
//!
//! ```text
//!   terminal ──▶ client::guest ── Send, Rooms, Room ──▶ service ──▶ hall ──▶ room: history, members
//!       ▲             │                                    ▲                    │
//!       └─────────────┴── client::presence ◀── Join ───────┴──── broadcast ◀────┘
//! ```
#![forbid(unsafe_code)]

mod args;
mod client;
mod hall;
mod room;
mod serve;
mod service;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Args, Command};

mrpc::include_mrpc!();

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without a terminal there is nobody to tell.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Serve { address } => serve::serve(&address, say).await?,
        Command::Join { room, name, at } => {
            let client = mrpc::Client::connect(&at).await?;
            let mut lines = client::terminal::lines();
            client::guest::visit(client, room, name, &mut lines, say).await?;
        }
    }
    Ok(())
}

/// A line for the terminal.
fn say(line: &str) {
    // A terminal that has been closed reads nothing.
    let _ = writeln!(io::stdout(), "{line}");
}
