//! What the two other processes do.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "that is how the processes talk")]

use std::io::{self, BufRead as _};
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use super::job::{Job, Sample};
use super::message::Error;
use super::peer::Peer;

/// A load that takes so much longer than it was given hangs.
const PATIENCE: Duration = Duration::from_secs(60);

fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

/// Says the port, and serves until the input ends: that is when the process that started this one is gone.
pub(super) fn serve(peer: Peer) -> Result<(), Error> {
    let runtime = runtime()?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    println!("{}", listener.local_addr()?);
    runtime.spawn(async move {
        if let Err(error) = peer.serve(listener).await {
            eprintln!("calls: {} serves no more: {error}", peer.name());
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink())?;
    runtime.shutdown_background();
    Ok(())
}

/// Does each job that it reads, until the input ends.
pub(super) fn load(peer: Peer) -> Result<(), Error> {
    let runtime = runtime()?;
    for line in io::stdin().lock().lines() {
        let job: Job = serde_json::from_str(&line?)?;
        let limit = Duration::from_millis(job.warm_ms + job.time_ms) + PATIENCE;
        // In a task, so that the two workers do all that is done.
        let task = runtime.spawn(async move { tokio::time::timeout(limit, peer.sample(&job)).await });
        let outcome: Result<Sample, String> = match runtime.block_on(task)? {
            Ok(outcome) => outcome.map_err(|error| error.to_string()),
            Err(_) => Err(format!("nothing after {} s", limit.as_secs())),
        };
        println!("{}", serde_json::to_string(&outcome)?);
    }
    Ok(())
}
