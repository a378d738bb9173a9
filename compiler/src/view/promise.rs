//! What a schema promises of a method: as a row of a table for the runtime, and in words for people.

use std::time::Duration;

use mrpc_idl::model::{Batch, Idempotency, Method, Retry, Status, Timeout};

use super::choice::code;
use super::literal;

/// The expression that makes the row of `method`, which is of this kind.
pub(super) fn spec(service: &str, method: &Method, kind: &str) -> String {
    let path = literal::string(&format!("{service}/{}", method.decl.name.text));
    let mut calls = vec![format!("::mrpc::MethodSpec::new({path}, ::mrpc::MethodKind::{kind})")];
    match method.timeout {
        Timeout::Unset => {}
        Timeout::Never => calls.push("without_timeout()".to_owned()),
        Timeout::After { total, idle, .. } => {
            calls.push(format!("with_timeout({})", literal::duration(total)));
            calls.extend(idle.map(|idle| format!("with_idle_timeout({})", literal::duration(idle))));
        }
    }
    let idempotency = match method.idempotency {
        Idempotency::No => None,
        Idempotency::Yes => Some("Idempotent"),
        Idempotency::Read => Some("NoSideEffects"),
    };
    calls.extend(idempotency.map(|level| format!("with_idempotency(::mrpc::Idempotency::{level})")));
    calls.extend(method.retry.as_ref().map(|policy| format!("with_retry({})", retry(policy))));
    calls.extend(method.is_routed_by_key.then(|| "routed_by_key()".to_owned()));
    calls.extend(method.batch.map(|policy| format!("with_batch({})", batch(policy))));
    calls.join(".")
}

fn retry(policy: &Retry) -> String {
    let mut calls = vec![format!("::mrpc::Retry::new({})", literal::int(policy.max_attempts.into()))];
    if let Some((min, max)) = policy.backoff {
        calls.push(format!("with_backoff({}, {})", literal::duration(min), literal::duration(max)));
    }
    if !policy.on.is_empty() {
        let codes: Vec<String> = policy.on.iter().map(|it| format!("::mrpc::Code::{}", code(*it))).collect();
        calls.push(format!("with_codes(&[{}])", codes.join(", ")));
    }
    calls.extend(policy.budget_percent.map(|percent| format!("with_budget_percent({percent})")));
    calls.join(".")
}

fn batch(policy: Batch) -> String {
    let size = literal::int(policy.max_size.into());
    let by_key = if policy.is_by_key { ".by_key()" } else { "" };
    format!("::mrpc::Batch::new({size}, {}){by_key}", literal::duration(policy.max_wait))
}

/// What a caller should know, a sentence each.
pub(super) fn words(method: &Method) -> Vec<String> {
    let mut sentences = Vec::new();
    match method.timeout {
        Timeout::Unset => {}
        Timeout::Never => sentences.push("It takes as long as it likes.".to_owned()),
        Timeout::After { total, idle, .. } => {
            sentences.push(format!("It takes {} at the most, if the call says nothing else.", shown(total)));
            sentences.extend(idle.map(|idle| format!("Its stream pauses for {} at the most.", shown(idle))));
        }
    }
    match method.idempotency {
        Idempotency::No => {}
        Idempotency::Yes => sentences.push("Calling it twice is as good as once.".to_owned()),
        Idempotency::Read => sentences.push("It changes nothing.".to_owned()),
    }
    sentences.extend(method.retry.as_ref().map(|policy| {
        format!("It is worth {} attempts in all, where it ends in {}.", policy.max_attempts, codes(policy))
    }));
    sentences
}

/// `` `ABORTED`, `INTERNAL` or `UNAVAILABLE` ``
fn codes(policy: &Retry) -> String {
    let on: &[Status] = if policy.on.is_empty() { &[Status::Unavailable] } else { &policy.on };
    let codes: Vec<String> = on.iter().map(|code| format!("`{}`", code.as_str())).collect();
    match codes.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// As a schema writes it: `1m`, `500ms`.
fn shown(time: Duration) -> String {
    let nanos = time.as_nanos();
    let units = [
        (3_600_000_000_000, "h"),
        (60_000_000_000, "m"),
        (1_000_000_000, "s"),
        (1_000_000, "ms"),
        (1_000, "us"),
    ];
    let unit = units.into_iter().find(|(unit, _)| nanos.is_multiple_of(*unit));
    let (unit, name) = unit.unwrap_or((1, "ns"));
    format!("{}{name}", nanos / unit)
}

#[cfg(test)]
mod tests {
    use super::shown;
    use std::time::Duration;

    #[test]
    fn times_are_shown_in_the_largest_unit_that_fits() {
        for (nanos, text) in [
            (1, "1ns"),
            (1_500, "1500ns"),
            (2_000, "2us"),
            (500_000_000, "500ms"),
            (90_000_000_000, "90s"),
            (60_000_000_000, "1m"),
            (86_400_000_000_000, "24h"),
        ] {
            assert_eq!(shown(Duration::from_nanos(nanos)), text);
        }
    }
}
