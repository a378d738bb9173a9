//! The load that RPC libraries get: callers that call, each one call after the other.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use super::client::Client;
use super::gauge::{Gauge, Meter, Phase, TIMED_EVERY, Tally};
use super::job::{Job, LARGE, Sample, Task};
use super::message::{Error, payload};
use super::process::resident_kb;
use bytes::Bytes;
use tokio::task::JoinSet;

/// Does the job with a library.
pub(super) async fn sample<C: Client>(job: &Job) -> Result<Sample, Error> {
    match job.task {
        Task::Unary { connections, callers, bytes } => {
            unary::<C>(job, connections, callers, payload(bytes as usize)).await
        }
        Task::List { items } => list::<C>(job, items).await,
        Task::Beside { stream_bytes } => beside::<C>(job, stream_bytes).await,
        Task::Idle { connections } => idle(job, connections, connect_and_call::<C>).await,
    }
}

async fn unary<C: Client>(
    job: &Job,
    connections: u32,
    callers: u32,
    payload: Bytes,
) -> Result<Sample, Error> {
    let gauge = Arc::new(Gauge::default());
    let timed_every = if connections * callers == 1 { 1 } else { TIMED_EVERY };
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let client = C::connect(job.address).await?;
        for _ in 0..callers {
            tasks.spawn(caller(client.clone(), Arc::clone(&gauge), payload.clone(), timed_every));
        }
    }
    let used = gauge.pass(job).await?;
    let mut tally = Tally::default();
    while let Some(outcome) = tasks.join_next().await {
        tally.add(outcome??);
    }
    Ok(tally.sample(used))
}

async fn caller<C: Client>(
    mut client: C,
    gauge: Arc<Gauge>,
    payload: Bytes,
    timed_every: u64,
) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for id in 0.. {
        let phase = gauge.phase();
        if phase == Phase::Over {
            break;
        }
        let is_counted = phase == Phase::Counted;
        let start = (is_counted && id % timed_every == 0).then(Instant::now);
        client.unary(id, &payload).await?;
        tally.calls += u64::from(is_counted);
        tally.nanos.extend(start.map(|start| start.elapsed().as_nanos() as u64));
    }
    Ok(tally)
}

async fn list<C: Client>(job: &Job, items: u64) -> Result<Sample, Error> {
    let mut client = C::connect(job.address).await?;
    let none = Bytes::new();
    client.stream(items / 20, &none).await?;
    let meter = Meter::start(job.server)?;
    client.stream(items, &none).await?;
    Ok(Tally { calls: items, nanos: Vec::new() }.sample(meter.used()?))
}

async fn beside<C: Client>(job: &Job, stream_bytes: u64) -> Result<Sample, Error> {
    let mut client = C::connect(job.address).await?;
    let large = payload(LARGE as usize);
    client.stream(64, &large).await?;
    let gauge = Arc::new(Gauge::default());
    let calls = tokio::spawn(caller(client.clone(), Arc::clone(&gauge), Bytes::new(), 1));
    let meter = Meter::start(job.server)?;
    gauge.count();
    client.stream(stream_bytes / u64::from(LARGE), &large).await?;
    gauge.end();
    let used = meter.used()?;
    Ok(calls.await??.sample(used))
}

async fn connect_and_call<C: Client>(address: SocketAddr) -> Result<C, Error> {
    let mut client = C::connect(address).await?;
    client.unary(1, &Bytes::new()).await?;
    Ok(client)
}

/// Opens connections, keeps them, and asks how much larger the server has become.
pub(super) async fn idle<C>(
    job: &Job,
    connections: u32,
    open: impl AsyncFn(SocketAddr) -> Result<C, Error>,
) -> Result<Sample, Error> {
    // The first takes what the server takes once.
    let mut open_ones = vec![open(job.address).await?];
    let before = resident_kb(job.server)?;
    let meter = Meter::start(job.server)?;
    for _ in 0..connections {
        open_ones.push(open(job.address).await?);
    }
    let used = meter.used()?;
    let after = resident_kb(job.server)?;
    drop(open_ones);
    let more = after.saturating_sub(before) as f64;
    let sample = Tally { calls: u64::from(connections), nanos: Vec::new() }.sample(used);
    Ok(Sample { kb_per_connection: Some(more / f64::from(connections)), ..sample })
}
