//! What is measured: the rows of the table.

use super::job::Task;

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Workload {
    /// How it is chosen, and what it is called in rows.
    pub(super) name: &'static str,
    /// Who reads the table sees this.
    pub(super) about: &'static str,
    /// What the load does.
    pub(super) task: Task,
    /// Whether both processes share one core, so that waking the other one costs nothing and the software shows.
    pub(super) is_pinned: bool,
}

/// All of them, in the order of the table.
pub(super) const ALL: [Workload; 11] = [
    Workload::new("1x1/0", "one call at a time", unary(1, 1, 0)),
    Workload {
        is_pinned: true,
        ..Workload::new(PINNED, "the same, both processes on one core", unary(1, 1, 0))
    },
    Workload::new("1x64/0", "1 connection, 64 callers, no payload", unary(1, 64, 0)),
    Workload::new("1x256/0", "1 connection, 256 callers, no payload", unary(1, 256, 0)),
    Workload::new("1x64/1024", "1 connection, 64 callers, payload of 1 KiB", unary(1, 64, 1024)),
    Workload::new("1x64/65536", "1 connection, 64 callers, payload of 64 KiB", unary(1, 64, 65536)),
    Workload::new("4x256/0", "4 connections, 64 callers on each, no payload", unary(4, 64, 0)),
    Workload::new("stream/1M", "a million small items from the server", Task::List { items: 1_000_000 }),
    Workload::new(ALONE, "one call at a time, for the next row", unary(1, 1, 0)),
    Workload::new(BESIDE, "the same beside 1 GiB of stream", Task::Beside { stream_bytes: 1 << 30 }),
    Workload::new("idle", "server memory for a connection", Task::Idle { connections: 2_000 }),
];

pub(super) const PINNED: &str = "1x1/0-pinned";
pub(super) const ALONE: &str = "unary-alone";
pub(super) const BESIDE: &str = "unary-beside-stream";

const fn unary(connections: u32, callers: u32, bytes: u32) -> Task {
    Task::Unary { connections, callers, bytes }
}

impl Workload {
    const fn new(name: &'static str, about: &'static str, task: Task) -> Self {
        Self { name, about, task, is_pinned: false }
    }
}

/// Those that were named, or all; with one goes what it is compared with.
pub(super) fn chosen(names: &[String]) -> Vec<Workload> {
    let is_named = |name: &str| names.iter().any(|other| other == name);
    let is_chosen = |workload: &Workload| {
        names.is_empty() || is_named(workload.name) || (workload.name == ALONE && is_named(BESIDE))
    };
    ALL.into_iter().filter(is_chosen).collect()
}

/// Less of the same, for a look.
pub(super) fn quick(task: Task) -> Task {
    match task {
        Task::Unary { .. } => task,
        Task::List { items } => Task::List { items: items / 10 },
        Task::Beside { stream_bytes } => Task::Beside { stream_bytes: stream_bytes / 8 },
        Task::Idle { connections } => Task::Idle { connections: connections / 10 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], expected: &[&str]) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let found: Vec<&str> = chosen(&names).iter().map(|workload| workload.name).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_compared_comes_together() {
        check(&["idle", "1x1/0"], &["1x1/0", "idle"]);
        check(&[BESIDE], &[ALONE, BESIDE]);
        assert_eq!(chosen(&[]).len(), ALL.len());
    }
}
