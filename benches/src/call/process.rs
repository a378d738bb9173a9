//! What Linux says of a process.

use std::fs;

use super::message::Error;

/// The unit of CPU times in `/proc`: a hundredth of a second on every Linux that Rust's standard library runs on.
const TICKS_PER_S: f64 = 100.0;

/// The CPU seconds that all threads of a process have taken, those that have ended included.
pub(super) fn cpu_s(pid: u32) -> Result<f64, Error> {
    cpu_ticks(&fs::read_to_string(format!("/proc/{pid}/stat"))?)
        .map(|ticks| ticks as f64 / TICKS_PER_S)
        .ok_or_else(|| format!("/proc/{pid}/stat has no CPU time").into())
}

/// The CPU seconds that all processes of this machine have taken together.
pub(super) fn all_cpu_s() -> Result<f64, Error> {
    all_cpu_ticks(&fs::read_to_string("/proc/stat")?)
        .map(|ticks| ticks as f64 / TICKS_PER_S)
        .ok_or_else(|| "/proc/stat has no CPU time".into())
}

/// The memory that a process has in RAM, in units of 1,024 bytes.
pub(super) fn resident_kb(pid: u32) -> Result<u64, Error> {
    resident(&fs::read_to_string(format!("/proc/{pid}/status"))?)
        .ok_or_else(|| format!("/proc/{pid}/status has no VmRSS").into())
}

/// How many files this process may have open.
pub(super) fn open_files_max() -> Result<u64, Error> {
    open_files(&fs::read_to_string("/proc/self/limits")?)
        .ok_or_else(|| "/proc/self/limits does not say how many files may be open".into())
}

/// Fields 14 and 15. The name before them may hold anything, so they are counted from its end.
fn cpu_ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    Some(times.next()?.parse::<u64>().ok()? + times.next()?.parse::<u64>().ok()?)
}

/// The first three numbers: in programs, in those that are nice, and in the kernel for them. Interrupts come later.
fn all_cpu_ticks(stat: &str) -> Option<u64> {
    let mut fields = stat.lines().next()?.strip_prefix("cpu ")?.split_whitespace();
    (0..3).map(|_| fields.next()?.parse::<u64>().ok()).sum()
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn open_files(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    match line.split_whitespace().next()? {
        "unlimited" => Some(u64::MAX),
        number => number.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_any_name() {
        let stat = "42 (a ) 9 (b) S 1 42 42 0 -1 4194560 11 22 33 44 250 50 7 8 20 0 5 0 99";
        assert_eq!(cpu_ticks(stat), Some(300));
        assert_eq!(cpu_ticks("42 (a) S 1"), None);
        assert_eq!(all_cpu_ticks("cpu  100 20 3 4000 5 6 7 8\ncpu0 1 1 1\n"), Some(123));
        assert_eq!(all_cpu_ticks("cpu  100 20\n"), None);
    }

    #[test]
    fn memory_and_files_are_found_in_their_lines() {
        assert_eq!(resident("Name:\ta\nVmRSS:\t    1234 kB\nThreads:\t3\n"), Some(1234));
        assert_eq!(resident("Name:\ta\n"), None);
        let limits = "Limit                     Soft Limit           Hard Limit           Units\n\
                      Max open files            1024                 524288               files\n";
        assert_eq!(open_files(limits), Some(1024));
    }
}
