//! The program.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fs;

use clap::ValueEnum as _;

use super::args::{Args, Role};
use super::message::Error;
use super::peer::Peer;
use super::round::Measured;
use super::{chart, report, round, side};

/// Does what the command line says.
///
/// # Errors
/// A peer fails, or a file cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    match args.role {
        Some(Role::Serve { peer }) => side::serve(peer),
        Some(Role::Load { peer }) => side::load(peer),
        None => measure(args),
    }
}

fn measure(args: &Args) -> Result<(), Error> {
    let is_chosen = |peer: &&Peer| args.peers.is_empty() || args.peers.contains(peer);
    let peers: Vec<Peer> = Peer::value_variants().iter().filter(is_chosen).copied().collect();
    let Measured { rows, disturbance } = round::measure(args, &peers)?;
    let names: Vec<&str> = peers.iter().map(|peer| peer.name()).collect();
    print!("{}", report::text(&rows, &names));
    if let Some(line) = disturbance {
        println!("\n{line}");
    }
    if let Some(path) = &args.json {
        fs::write(path, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    if let Some(path) = &args.svg {
        fs::write(path, chart::svg(&rows))?;
    }
    Ok(())
}
