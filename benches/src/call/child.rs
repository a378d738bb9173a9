//! A server and a load on it, each in a process that ends with ours.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::job::{Job, Sample, Task};
use super::message::Error;
use super::peer::Peer;

/// The core for both processes of a pinned pair.
const CORE: &str = "0";

/// Whether there is a program that pins a process to a core.
pub(super) fn can_pin() -> bool {
    let mut command = Command::new("taskset");
    command.args(["-c", CORE, "true"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// This program again, in another role.
#[derive(Debug)]
struct Side {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Side {
    fn start(role: &str, peer: Peer, is_pinned: bool) -> Result<Self, Error> {
        let program = std::env::current_exe()?;
        let mut command = if is_pinned {
            let mut command = Command::new("taskset");
            command.args(["-c", CORE]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args([role, peer.name()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (input, output) = pipes.ok_or("a child without pipes")?;
        Ok(Self { process, input, output: BufReader::new(output) })
    }

    fn line(&mut self) -> Result<String, Error> {
        let mut line = String::new();
        match self.output.read_line(&mut line)? {
            0 => Err("it has ended".into()),
            _ => Ok(line),
        }
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // Neither can fail for a child that is still ours.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Both sides of a peer.
#[derive(Debug)]
pub(super) struct Pair {
    server: Side,
    load: Side,
    address: SocketAddr,
}

impl Pair {
    /// Starts both.
    pub(super) fn start(peer: Peer, is_pinned: bool) -> Result<Self, Error> {
        let mut server = Side::start("serve", peer, is_pinned)?;
        let address = server.line()?.trim().parse()?;
        Ok(Self { server, load: Side::start("load", peer, is_pinned)?, address })
    }

    /// Gives the load a job, and waits for it.
    pub(super) fn sample(&mut self, task: Task, warm_ms: u64, time_ms: u64) -> Result<Sample, Error> {
        let job = Job { address: self.address, server: self.server.process.id(), task, warm_ms, time_ms };
        writeln!(self.load.input, "{}", serde_json::to_string(&job)?)?;
        let outcome: Result<Sample, String> = serde_json::from_str(&self.load.line()?)?;
        Ok(outcome?)
    }
}
