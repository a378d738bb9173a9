//! What mrpc has to reach.

use super::row::Row;
use super::workload::{ALONE, BESIDE, PINNED};

/// Who has to reach it.
pub(super) const OURS: &str = "mrpc";

/// One figure of ours, beside another one.
#[derive(Clone, Copy, Debug)]
struct Bar {
    workload: &'static str,
    figure: Figure,
    beside: Beside,
    bound: Bound,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    CallsPerS,
    P50,
    P99,
    Cpu,
    KbPerConnection,
}

impl Figure {
    pub(super) const ALL: [Self; 5] =
        [Self::CallsPerS, Self::P50, Self::P99, Self::Cpu, Self::KbPerConnection];

    /// The heading to print.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::CallsPerS => "calls/s",
            Self::P50 => "p50, µs",
            Self::P99 => "p99, µs",
            Self::Cpu => "CPU seconds of both ends for 100k calls",
            Self::KbPerConnection => "KB for an idle connection",
        }
    }

    pub(super) fn of(self, row: &Row) -> Option<f64> {
        match self {
            Self::CallsPerS => row.calls_per_s,
            Self::P50 => row.p50_us,
            Self::P99 => row.p99_us,
            Self::Cpu => row.cpu_s_per_100k,
            Self::KbPerConnection => row.kb_per_connection,
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Beside {
    /// The same figure of somebody else.
    Peer(&'static str),
    /// The same figure of ours at another workload.
    Workload(&'static str),
    /// Nothing: the figure itself counts.
    Nothing,
}

#[derive(Clone, Copy, Debug)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

const fn times(workload: &'static str, bound: f64, peer: &'static str) -> Bar {
    let (figure, beside) = (Figure::CallsPerS, Beside::Peer(peer));
    Bar { workload, figure, beside, bound: Bound::AtLeast(bound) }
}

const fn p50(workload: &'static str, bound: f64) -> Bar {
    Bar { workload, figure: Figure::P50, beside: Beside::Peer("raw"), bound: Bound::AtMost(bound) }
}

const BARS: [Bar; 13] = [
    p50("1x1/0", 1.05),
    p50(PINNED, 1.15),
    times("1x64/0", 8.0, "tonic"),
    times("1x64/0", 4.5, "tarpc"),
    times("1x64/0", 0.65, "raw-codec"),
    times("1x256/0", 15.0, "tonic"),
    times("1x256/0", 7.0, "tarpc"),
    times("1x64/1024", 9.0, "tonic"),
    times("1x64/65536", 1.45, "tonic"),
    times("1x64/65536", 0.85, "raw"),
    times("4x256/0", 14.0, "tonic"),
    times("stream/1M", 5.0, "tonic"),
    Bar { workload: BESIDE, figure: Figure::P99, beside: Beside::Workload(ALONE), bound: Bound::AtMost(5.0) },
];

const IDLE: Bar = Bar {
    workload: "idle",
    figure: Figure::KbPerConnection,
    beside: Beside::Nothing,
    bound: Bound::AtMost(8.0),
};

/// A line for each bar whose figures were measured.
pub(super) fn lines(rows: &[Row]) -> Vec<String> {
    BARS.iter().chain([&IDLE]).filter_map(|bar| bar.line(rows)).collect()
}

impl Bar {
    fn line(&self, rows: &[Row]) -> Option<String> {
        let figure = |workload, peer| {
            let row = rows.iter().find(|row| row.workload == workload && row.peer == peer)?;
            self.figure.of(row)
        };
        let ours = figure(self.workload, OURS)?;
        let (other, value) = match self.beside {
            Beside::Peer(peer) => (format!("{OURS} / {peer}"), ours / figure(self.workload, peer)?),
            Beside::Workload(workload) => (format!("/ {workload}"), ours / figure(workload, OURS)?),
            Beside::Nothing => (OURS.to_owned(), ours),
        };
        let (sign, bound, holds) = match self.bound {
            Bound::AtLeast(bound) => ('≥', bound, value >= bound),
            Bound::AtMost(bound) => ('≤', bound, value <= bound),
        };
        let verdict = if holds { "reached" } else { "MISSED" };
        let (workload, name) = (self.workload, self.figure.name());
        Some(format!("{workload:20} {name:28} {other:18} {value:>8.2}  {sign} {bound:<5} {verdict}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(workload: &'static str, peer: &'static str, calls_per_s: f64, p99_us: f64) -> Row {
        Row {
            workload,
            peer,
            calls_per_s: Some(calls_per_s),
            p50_us: None,
            p99_us: Some(p99_us),
            cpu_s_per_100k: None,
            kb_per_connection: Some(8.5),
        }
    }

    fn check(rows: &[Row], expected: &[&str]) {
        let found: Vec<String> =
            lines(rows).iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_bar_is_reached_or_missed() {
        let rows = [row("1x64/0", OURS, 800.0, 1.0), row("1x64/0", "tonic", 100.0, 1.0)];
        check(&rows, &["1x64/0 calls/s mrpc / tonic 8.00 ≥ 8 reached"]);
        let rows = [row("1x64/0", OURS, 640.0, 1.0), row("1x64/0", "raw-codec", 1000.0, 1.0)];
        check(&rows, &["1x64/0 calls/s mrpc / raw-codec 0.64 ≥ 0.65 MISSED"]);
        let rows = [row(BESIDE, OURS, 1.0, 60.0), row(ALONE, OURS, 1.0, 10.0)];
        check(&rows, &["unary-beside-stream p99, µs / unary-alone 6.00 ≤ 5 MISSED"]);
        check(&[row("idle", OURS, 1.0, 1.0)], &["idle KB for an idle connection mrpc 8.50 ≤ 8 MISSED"]);
    }

    #[test]
    fn what_was_not_measured_has_no_line() {
        check(&[row("1x64/0", "raw", 1.0, 1.0), row("1x64/0", "tonic", 1.0, 1.0)], &[]);
    }
}
