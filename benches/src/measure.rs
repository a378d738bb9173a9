//! Rows of one table, measured in turns.
//!
//! A round takes a short sample of each row, one after the other, and the median of all rounds counts. What
//! disturbs the machine for a while disturbs every row alike, so the ratios hold even where the figures drift.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long a sample takes at least: the clock does not matter, and few samples meet another program.
const SAMPLE: Duration = Duration::from_micros(200);

/// Something to be measured.
pub struct Row {
    /// The values it is done with.
    pub shape: &'static str,
    /// What is done.
    pub what: What,
    /// Who does it.
    pub library: &'static str,
    run: Box<dyn FnMut(u64) -> Duration>,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A value into a buffer that was used before.
    Encode,
    /// A value into a new buffer.
    EncodeToNew,
    /// Bytes into a value that owns all it has.
    Decode,
    /// Bytes into something that points into them.
    Borrow,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Encode, Self::EncodeToNew, Self::Decode, Self::Borrow];

    /// The name to print.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Encode => "encode",
            Self::EncodeToNew => "encode to a new buffer",
            Self::Decode => "decode",
            Self::Borrow => "decode, borrowed",
        }
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.shape, self.what.name(), self.library)
    }
}

impl Row {
    /// Does it `times` times. The compiler sees each of them, and no call through a pointer lies in between.
    pub fn run(&mut self, times: u64) -> Duration {
        (self.run)(times)
    }

    pub(crate) fn new<T>(
        shape: &'static str,
        what: What,
        library: &'static str,
        mut once: impl FnMut() -> T + 'static,
    ) -> Self {
        let run = move |times| {
            let start = Instant::now();
            for _ in 0..times {
                black_box(once());
            }
            start.elapsed()
        };
        Self { shape, what, library, run: Box::new(run) }
    }
}

/// The median of `rounds` rounds for each row, in nanoseconds.
pub fn medians(rows: &mut [Row], rounds: usize) -> Vec<f64> {
    let times: Vec<u64> = rows.iter_mut().map(enough).collect();
    let mut samples = vec![Vec::with_capacity(rounds); rows.len()];
    for _ in 0..rounds {
        for ((row, times), samples) in rows.iter_mut().zip(&times).zip(&mut samples) {
            samples.push(row.run(*times).as_nanos() as f64 / *times as f64);
        }
    }
    let median = |mut samples: Vec<f64>| {
        samples.sort_unstable_by(f64::total_cmp);
        samples.get(samples.len() / 2).copied().unwrap_or_default()
    };
    samples.into_iter().map(median).collect()
}

/// How often the row has to run to fill a sample.
fn enough(row: &mut Row) -> u64 {
    let mut times = 1;
    while row.run(times) < SAMPLE {
        times *= 2;
    }
    times
}
