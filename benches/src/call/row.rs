//! A figure for each peer and workload: the medians of all rounds.

use serde::Serialize;

use super::job::{Sample, Task};

/// What is written to the file that `--json` names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Row {
    pub(super) workload: &'static str,
    pub(super) peer: &'static str,
    /// Calls, or items of a stream.
    pub(super) calls_per_s: Option<f64>,
    pub(super) p50_us: Option<f64>,
    pub(super) p99_us: Option<f64>,
    /// CPU seconds of both processes.
    pub(super) cpu_s_per_100k: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kb_per_connection: Option<f64>,
}

/// With others at work, it is another machine: one core instead of two, and nobody has to be woken on the other one.
const QUIET_CORES: f64 = 0.25;

/// The rounds in which the machine had nothing else to do during the turns of all peers; all, if there is none.
///
/// A round counts for all peers or for none: what disturbs them has to disturb them alike.
pub(super) fn quiet_rounds(peers: &[&[Sample]]) -> Vec<usize> {
    let rounds = peers.iter().map(|samples| samples.len()).min().unwrap_or_default();
    let is_quiet = |round: &usize| {
        let mut turns = peers.iter().filter_map(|samples| samples.get(*round));
        turns.all(|sample| sample.others_cores <= QUIET_CORES)
    };
    let quiet: Vec<usize> = (0..rounds).filter(is_quiet).collect();
    if quiet.is_empty() { (0..rounds).collect() } else { quiet }
}

/// A line on how much of it all was disturbed, if any of it was.
pub(super) fn disturbance<'a>(samples: impl Iterator<Item = &'a Sample>) -> Option<String> {
    let (mut all, mut loud) = (0, 0);
    for sample in samples {
        all += 1;
        loud += u32::from(sample.others_cores > QUIET_CORES);
    }
    let text = "turns were disturbed by other processes; a round counts if none of its turns was, or if all rounds have such turns";
    (loud > 0).then(|| format!("{loud} of {all} {text}"))
}

impl Row {
    pub(super) fn new(workload: &'static str, peer: &'static str, task: Task, samples: &[Sample]) -> Self {
        let row = Self {
            workload,
            peer,
            calls_per_s: median(samples.iter().map(Sample::calls_per_s)),
            p50_us: median(samples.iter().filter_map(|sample| sample.p50_us)),
            p99_us: median(samples.iter().filter_map(|sample| sample.p99_us)),
            // Linux counts in hundredths of a second: all rounds together make that fine enough.
            cpu_s_per_100k: ratio(
                samples.iter().map(|sample| sample.cpu_s * 1e5).sum(),
                samples.iter().map(|sample| sample.calls as f64).sum(),
            ),
            kb_per_connection: median(samples.iter().filter_map(|sample| sample.kb_per_connection)),
        };
        if matches!(task, Task::Idle { .. }) {
            // Opening connections is not what is measured.
            return Self { calls_per_s: None, cpu_s_per_100k: None, ..row };
        }
        row
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNARY: Task = Task::Unary { connections: 1, callers: 1, bytes: 0 };

    #[test]
    fn one_odd_round_does_not_count() {
        let sample =
            |calls, p50| Sample { calls, seconds: 0.5, cpu_s: 0.25, p50_us: Some(p50), ..Sample::default() };
        let samples = [sample(1_000, 9.0), sample(10, 900.0), sample(990, 10.0)];
        let row = Row::new("1x1/0", "raw", UNARY, &samples);
        assert_eq!((row.calls_per_s, row.p50_us, row.p99_us), (Some(1_980.0), Some(10.0), None));
        assert_eq!(row.cpu_s_per_100k, Some(37.5));
    }

    #[test]
    fn a_round_counts_when_nobody_was_disturbed_in_it() {
        let sample = |calls, others_cores| Sample { calls, seconds: 1.0, others_cores, ..Sample::default() };
        let first = [sample(10, 1.0), sample(20, 0.0), sample(1_000, 0.1)];
        let second = [sample(10, 0.1), sample(20, 0.5), sample(1_000, 0.2)];
        assert_eq!(quiet_rounds(&[&first, &second]), [2]);
        assert_eq!(quiet_rounds(&[&first]), [1, 2]);
        assert_eq!(quiet_rounds(&[&first[..2], &second[..2]]), [0, 1]);

        let line = disturbance(first.iter().chain(&second)).expect("two were disturbed");
        assert!(line.starts_with("2 of 6 turns "), "{line}");
        assert_eq!(disturbance([sample(10, 0.0)].iter()), None);
    }

    #[test]
    fn a_row_in_json_has_the_names_that_scripts_read() {
        let row = Row::new("1x1/0", "raw", UNARY, &[Sample { calls: 1, seconds: 1.0, ..Sample::default() }]);
        let json = serde_json::to_string(&row).expect("a row is plain");
        assert_eq!(
            json,
            r#"{"workload":"1x1/0","peer":"raw","calls_per_s":1.0,"p50_us":null,"p99_us":null,"cpu_s_per_100k":0.0}"#
        );
    }
}
