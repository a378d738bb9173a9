//! Numbers that come from a seed.

/// SplitMix64.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    pub(crate) fn size(&mut self, end: usize) -> usize {
        self.below(end as u64) as usize
    }

    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.size(choices.len())]
    }

    pub(crate) fn bytes(&mut self, len: usize) -> Vec<u8> {
        let seed = self.next();
        (0..len).map(|at| (seed >> (at % 8 * 8)) as u8 ^ at as u8).collect()
    }
}

/// Runs `check` for so many seeds, for as many as `MRPC_SEEDS` says, or for the one in `MRPC_SEED`.
pub(crate) fn for_seeds(count: u64, check: impl Fn(u64)) {
    let seeds = match std::env::var("MRPC_SEED") {
        Ok(seed) => {
            let seed = seed.parse().expect("MRPC_SEED is a number");
            seed..seed + 1
        }
        Err(_) => 0..std::env::var("MRPC_SEEDS").map_or(count, |count| count.parse().expect("a number")),
    };
    for seed in seeds {
        let guard = Guard(seed);
        check(seed);
        std::mem::forget(guard);
    }
}

/// Says which seed it was, if the check ends in a panic.
struct Guard(u64);

impl Drop for Guard {
    fn drop(&mut self) {
        #[expect(clippy::print_stderr, reason = "whoever sees the test fail wants to see it fail again")]
        {
            eprintln!("run it again with MRPC_SEED={}", self.0);
        }
    }
}
