//! The load on raw frames: one task for each connection, which keeps its window full.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use tokio::io::{AsyncRead as _, AsyncReadExt as _, AsyncWrite as _, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::body::Body;
use super::frame::{Buffer, Frames, put};
use super::serve::{ECHO, LIST};
use crate::call::gauge::{Gauge, Meter, Phase, TIMED_EVERY, Tally};
use crate::call::job::{Job, Sample, Task};
use crate::call::load::idle;
use crate::call::message::{Error, payload};

/// Does the job.
pub(in crate::call) async fn sample<B: Body>(job: &Job) -> Result<Sample, Error> {
    match job.task {
        Task::Unary { connections, callers, bytes } => {
            unary::<B>(job, connections, callers, payload(bytes as usize)).await
        }
        Task::List { items } => list::<B>(job, items).await,
        Task::Idle { connections } => idle(job, connections, connect_and_call::<B>).await,
        Task::Beside { .. } => Err("raw frames of two kinds do not share a connection".into()),
    }
}

async fn open(address: SocketAddr, kind: u8, items: u64) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    stream.write_u8(kind).await?;
    stream.write_u64(items).await?;
    Ok(stream)
}

async fn unary<B: Body>(job: &Job, connections: u32, callers: u32, payload: Bytes) -> Result<Sample, Error> {
    let gauge = Arc::new(Gauge::default());
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let pipe = Pipe {
            stream: open(job.address, ECHO, 0).await?,
            out: Vec::new(),
            sent: 0,
            buffer: Buffer::new(),
        };
        tasks.spawn(window::<B>(pipe, callers, Arc::clone(&gauge), payload.clone()));
    }
    let used = gauge.pass(job).await?;
    let mut tally = Tally::default();
    while let Some(outcome) = tasks.join_next().await {
        tally.add(outcome??);
    }
    Ok(tally.sample(used))
}

/// Sends a message for each that comes back, so that always as many are under way.
async fn window<B: Body>(
    mut pipe: Pipe,
    callers: u32,
    gauge: Arc<Gauge>,
    payload: Bytes,
) -> Result<Tally, Error> {
    let timed_every = if callers == 1 { 1 } else { TIMED_EVERY };
    let mut tally = Tally::default();
    let mut timed: VecDeque<(u64, Instant)> = VecDeque::new();
    let mut next = 0;
    for _ in 0..callers {
        put(&mut pipe.out, |out| B::write(next, &payload, out));
        next += 1;
    }
    let mut due = 0;
    while due < next {
        poll_fn(|cx| pipe.poll(cx)).await?;
        let phase = gauge.phase();
        let frames = pipe.buffer.whole();
        let consumed = frames.len();
        for body in (Frames { rest: frames }) {
            B::check(body, due, &payload)?;
            if let Some((_, start)) = timed.front().filter(|(id, _)| *id == due) {
                tally.nanos.push(start.elapsed().as_nanos() as u64);
                timed.pop_front();
            }
            due += 1;
            tally.calls += u64::from(phase == Phase::Counted);
            if phase != Phase::Over {
                if phase == Phase::Counted && next % timed_every == 0 {
                    timed.push_back((next, Instant::now()));
                }
                put(&mut pipe.out, |out| B::write(next, &payload, out));
                next += 1;
            }
        }
        pipe.buffer.consume(consumed);
    }
    Ok(tally)
}

/// Both directions of a socket. With large windows neither end may wait for the other to read.
#[derive(Debug)]
struct Pipe {
    stream: TcpStream,
    out: Vec<u8>,
    sent: usize,
    buffer: Buffer,
}

impl Pipe {
    /// Writes what there is to write, and reads once: ready when something was read.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self.out.get(self.sent..).filter(|rest| !rest.is_empty()) {
            match Pin::new(&mut self.stream).poll_write(cx, rest)? {
                Poll::Ready(bytes) => self.sent += bytes,
                Poll::Pending => break,
            }
        }
        if self.sent == self.out.len() {
            self.out.clear();
            self.sent = 0;
        }
        let mut space = ReadBuf::new(self.buffer.space());
        match Pin::new(&mut self.stream).poll_read(cx, &mut space)? {
            Poll::Ready(()) if space.filled().is_empty() => {
                Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()))
            }
            Poll::Ready(()) => {
                let bytes = space.filled().len();
                self.buffer.filled(bytes);
                Poll::Ready(Ok(()))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

async fn list<B: Body>(job: &Job, items: u64) -> Result<Sample, Error> {
    receive::<B>(job, items / 20).await?;
    let meter = Meter::start(job.server)?;
    receive::<B>(job, items).await?;
    Ok(Tally { calls: items, nanos: Vec::new() }.sample(meter.used()?))
}

async fn receive<B: Body>(job: &Job, items: u64) -> Result<(), Error> {
    let mut stream = open(job.address, LIST, items).await?;
    let mut buffer = Buffer::new();
    let none = payload(0);
    let mut due = 0;
    while buffer.read(&mut stream).await? > 0 {
        let frames = buffer.whole();
        let consumed = frames.len();
        for body in (Frames { rest: frames }) {
            B::check(body, due, &none)?;
            due += 1;
        }
        buffer.consume(consumed);
    }
    if due == items { Ok(()) } else { Err(format!("{due} items of {items}").into()) }
}

async fn connect_and_call<B: Body>(address: SocketAddr) -> Result<TcpStream, Error> {
    let mut stream = open(address, ECHO, 0).await?;
    let (mut out, none) = (Vec::new(), payload(0));
    put(&mut out, |out| B::write(1, &none, out));
    stream.write_all(&out).await?;
    let mut answer = vec![0; out.len()];
    stream.read_exact(&mut answer).await?;
    let body = Frames { rest: &answer }.next().ok_or("no whole frame")?;
    B::check(body, 1, &none)?;
    Ok(stream)
}
