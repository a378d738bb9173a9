//! The rounds: in each, every peer has a turn at every workload.
#![expect(clippy::print_stderr, reason = "a long run says how far it is")]

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};

use super::args::Args;
use super::child::{Pair, can_pin};
use super::job::{Sample, Task};
use super::message::Error;
use super::peer::Peer;
use super::process::open_files_max;
use super::row::{Row, disturbance, quiet_rounds};
use super::workload::{self, Workload};

/// How long things take, and how often.
#[derive(Clone, Copy, Debug)]
struct Scale {
    rounds: u32,
    warm_ms: u64,
    time_ms: u64,
}

const FULL: Scale = Scale { rounds: 5, warm_ms: 200, time_ms: 1_000 };
const QUICK: Scale = Scale { rounds: 3, warm_ms: 50, time_ms: 200 };

/// Files of a process besides its connections.
const OTHER_FILES: u64 = 64;

/// What was measured.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    pub(super) rows: Vec<Row>,
    /// What to say of others who were at work meanwhile.
    pub(super) disturbance: Option<String>,
}

/// Measures everything, and says on standard error what is being done.
pub(super) fn measure(args: &Args, peers: &[Peer]) -> Result<Measured, Error> {
    let scale = if args.quick { QUICK } else { FULL };
    let rounds = args.rounds.unwrap_or(scale.rounds);
    let workloads = doable(args)?;
    let mut pairs = BTreeMap::new();
    let mut samples: BTreeMap<(&str, Peer), Vec<Sample>> = BTreeMap::new();
    for round in 0..rounds {
        for workload in &workloads {
            // Another one begins in each round, so that nobody always follows the same neighbour.
            let turns = peers.iter().cycle().skip(round as usize % peers.len()).take(peers.len());
            for &peer in turns.filter(|peer| peer.can(workload.task)) {
                progress(&format!("round {} of {rounds}: {} {}", round + 1, workload.name, peer.name()));
                let sample = turn(&mut pairs, peer, workload, scale)
                    .map_err(|error| format!("{} at {}: {error}", peer.name(), workload.name))?;
                samples.entry((workload.name, peer)).or_default().push(sample);
            }
        }
    }
    progress("");
    let disturbance = disturbance(samples.values().flatten());
    let mut rows = Vec::new();
    for workload in &workloads {
        let of_peer = |peer: &Peer| Some((*peer, samples.get(&(workload.name, *peer))?.as_slice()));
        let peers: Vec<(Peer, &[Sample])> = peers.iter().filter_map(of_peer).collect();
        let rounds = quiet_rounds(&peers.iter().map(|(_, samples)| *samples).collect::<Vec<_>>());
        for (peer, samples) in peers {
            let samples: Vec<Sample> =
                rounds.iter().filter_map(|round| samples.get(*round).copied()).collect();
            rows.push(Row::new(workload.name, peer.name(), workload.task, &samples));
        }
    }
    Ok(Measured { rows, disturbance })
}

fn turn(
    pairs: &mut BTreeMap<(Peer, bool), Pair>,
    peer: Peer,
    workload: &Workload,
    scale: Scale,
) -> Result<Sample, Error> {
    let Scale { warm_ms, time_ms, .. } = scale;
    if matches!(workload.task, Task::Idle { .. }) {
        // What was there before would give its memory to the new connections.
        return Pair::start(peer, workload.is_pinned)?.sample(workload.task, warm_ms, time_ms);
    }
    let pair = match pairs.entry((peer, workload.is_pinned)) {
        std::collections::btree_map::Entry::Occupied(pair) => pair.into_mut(),
        std::collections::btree_map::Entry::Vacant(place) => {
            place.insert(Pair::start(peer, workload.is_pinned)?)
        }
    };
    pair.sample(workload.task, warm_ms, time_ms)
}

/// The workloads that were asked for, as far as this machine allows.
fn doable(args: &Args) -> Result<Vec<Workload>, Error> {
    let mut workloads = workload::chosen(&args.workloads);
    if workloads.iter().any(|workload| workload.is_pinned) && !can_pin() {
        eprintln!("calls: without `taskset` nothing can be pinned: {} is left out", workload::PINNED);
        workloads.retain(|workload| !workload.is_pinned);
    }
    let files = open_files_max()?.saturating_sub(OTHER_FILES);
    for workload in &mut workloads {
        if args.quick {
            workload.task = workload::quick(workload.task);
        }
        if let Task::Idle { connections } = &mut workload.task
            && u64::from(*connections) > files
        {
            *connections = files as u32;
            eprintln!("calls: {files} idle connections, for want of open files");
        }
    }
    Ok(workloads)
}

/// One line, which the next one overwrites on a terminal.
fn progress(text: &str) {
    if !io::stderr().is_terminal() {
        if !text.is_empty() {
            eprintln!("{text}");
        }
        return;
    }
    eprint!("\r\x1b[K{text}");
    // Whoever does not see it misses nothing.
    let _ = io::stderr().flush();
}
