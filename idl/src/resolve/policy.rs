//! Policies: what an annotation on a method or on its service says about calls.

use std::time::Duration;

use super::build::Resolver;
use super::lookup::From;
use crate::annotation::{Read, Reads};
use crate::ast::ValueKind;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Batch, Home, Idempotency, Retry, Timeout};
use crate::source::Span;

/// No timeout is shorter: a thread may wait longer than that to run at all.
const TIMEOUT_MIN: Duration = Duration::from_millis(1);
/// No timeout is longer: what takes a day is a job, not a call.
const TIMEOUT_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// More attempts than this only add load to a server that is down.
const ATTEMPTS_MAX: i128 = 10;
/// What one frame may hold in the worst case, with small calls.
const BATCH_SIZE_MAX: i128 = 10_000;
/// A call that waits longer than this for company is late.
const BATCH_WAIT_MAX: Duration = Duration::from_secs(1);

/// What a service says of all its methods.
#[derive(Debug, Default)]
pub(super) struct Defaults {
    pub(super) timeout: Timeout,
    pub(super) retry: Option<Retry>,
    pub(super) is_routed_by_key: bool,
}

impl Resolver<'_> {
    pub(super) fn defaults(&self, reads: &Reads<'_>, home: Home) -> Defaults {
        Defaults {
            timeout: self.timeout(reads).unwrap_or_default(),
            retry: reads.get("retry").and_then(|read| self.retry(read, home)),
            is_routed_by_key: reads
                .get("route")
                .is_some_and(|read| self.word(read, "by", &["hash"]).is_some()),
        }
    }

    /// What `@idempotent` says; where it says something wrong, the method counts as idempotent.
    pub(super) fn idempotency(&self, reads: &Reads<'_>) -> Idempotency {
        match reads.get("idempotent") {
            None if reads.mentions("idempotent") => Idempotency::Yes,
            None => Idempotency::No,
            Some(read) if read.get("kind").is_none() => Idempotency::Yes,
            Some(read) => self.word(read, "kind", &["read"]).map_or(Idempotency::Yes, |_| Idempotency::Read),
        }
    }

    /// `None` where nothing, or nothing readable, is said.
    pub(super) fn timeout(&self, reads: &Reads<'_>) -> Option<Timeout> {
        let read = reads.get("timeout")?;
        let idle = read.get("idle");
        if read.get("total").and_then(super::value::word_of) == Some("none") {
            if let Some(idle) = idle {
                let title = "`idle` has no meaning beside `none`";
                self.report(
                    Diagnostic::new(Code::E0806, idle.span, title)
                        .help("give a long timeout, or none and no `idle`"),
                );
            }
            return Some(Timeout::Never);
        }
        let bounded = |name| {
            let (duration, span) = self.duration(read, name)?;
            let is_fine = (TIMEOUT_MIN..=TIMEOUT_MAX).contains(&duration);
            if !is_fine {
                self.out_of_range("a timeout", "it lies between `1ms` and `24h`", span);
            }
            is_fine.then_some(duration)
        };
        let pause = bounded("idle");
        let total = bounded("total")?;
        if let (Some(pause), Some(idle)) = (pause, idle)
            && pause > total
        {
            self.out_of_range("`idle`", "the whole call may not take as long", idle.span);
        }
        Some(Timeout::After { total, idle: pause, span: read.span() })
    }

    /// `what` is the thing that has this value.
    pub(super) fn out_of_range(&self, what: &str, why: &str, span: Span) {
        let title = format!("`{}` is out of range for {what}", self.raw(span));
        self.report(Diagnostic::new(Code::E0709, span, title).label(why));
    }

    pub(super) fn retry(&self, read: &Read<'_>, home: Home) -> Option<Retry> {
        let (attempts, span) = self.int(read, "max_attempts", From::top(home))?;
        if !(2..=ATTEMPTS_MAX).contains(&attempts) {
            let why = "from 2 to 10 attempts are possible, the first included";
            self.out_of_range("`max_attempts`", why, span);
            return None;
        }
        let on = match read.get("on") {
            None => Vec::new(),
            Some(value) => match &value.kind {
                ValueKind::List(items) if !items.is_empty() => {
                    items.iter().filter_map(|item| self.status(item)).collect()
                }
                _ => {
                    self.wrong(value, read.what("on"));
                    Vec::new()
                }
            },
        };
        let budget_percent = match read.get("budget").map(|value| (value, &value.kind)) {
            Some((_, ValueKind::Percent(percent @ 1..=100))) => Some(*percent),
            Some((value, ValueKind::Percent(_))) => {
                self.out_of_range("`budget`", "it lies between `1%` and `100%`", value.span);
                None
            }
            Some((value, _)) => {
                self.wrong(value, read.what("budget"));
                None
            }
            None => None,
        };
        Some(Retry {
            max_attempts: u32::try_from(attempts).ok()?,
            backoff: self.backoff(read),
            on,
            budget_percent,
        })
    }

    /// `50ms..1s`: both ends are durations, the first not longer than the second.
    fn backoff(&self, read: &Read<'_>) -> Option<(Duration, Duration)> {
        let value = read.get("backoff")?;
        let ends = super::value::ends(value).and_then(|(start, end, _)| Some((&start?.kind, &end?.kind)));
        let Some((ValueKind::Duration(first), ValueKind::Duration(longest))) = ends else {
            self.wrong(value, read.what("backoff"));
            return None;
        };
        let why = if first.is_zero() {
            "a pause is longer than 0"
        } else if first > longest {
            "the shorter pause comes first"
        } else if *longest > TIMEOUT_MAX {
            "no pause is longer than `24h`"
        } else {
            return Some((*first, *longest));
        };
        self.out_of_range("`backoff`", why, value.span);
        None
    }

    pub(super) fn batch(&self, read: &Read<'_>, home: Home) -> Option<Batch> {
        let (size, size_span) = self.int(read, "max_size", From::top(home))?;
        let (max_wait, wait_span) = self.duration(read, "max_wait")?;
        if !(2..=BATCH_SIZE_MAX).contains(&size) {
            self.out_of_range("`max_size`", "from 2 to 10000 calls go into one frame", size_span);
            return None;
        }
        if max_wait.is_zero() || max_wait > BATCH_WAIT_MAX {
            self.out_of_range("`max_wait`", "a call waits between `1us` and `1s` for others", wait_span);
            return None;
        }
        let is_by_key = read.get("key").is_some();
        Some(Batch { max_size: u32::try_from(size).ok()?, max_wait, is_by_key, span: read.span() })
    }
}
