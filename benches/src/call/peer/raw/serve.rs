//! The server of raw frames.

use std::io;

use bytes::Bytes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::body::Body;
use super::frame::{Buffer, put};
use crate::call::message::{Error, payload};

/// At the beginning of a connection: frames are echoed.
pub(super) const ECHO: u8 = 0;
/// At the beginning of a connection: items are sent.
pub(super) const LIST: u8 = 1;

/// How much of a stream goes into one write.
const BATCH: usize = 64 * 1024;

/// Serves until its task ends.
///
/// # Errors
/// The listener gives up.
pub async fn serve<B: Body>(listener: TcpListener) -> Result<(), Error> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        // A client that goes away is no concern of the others, and sees its own errors.
        tokio::spawn(connection::<B>(stream));
    }
}

async fn connection<B: Body>(mut stream: TcpStream) -> Result<(), Error> {
    let kind = stream.read_u8().await?;
    let items = stream.read_u64().await?;
    match kind {
        ECHO => echo::<B>(&mut stream).await,
        LIST => Ok(list::<B>(&mut stream, items).await?),
        _ => Err(format!("no kind {kind}").into()),
    }
}

async fn echo<B: Body>(stream: &mut TcpStream) -> Result<(), Error> {
    let mut buffer = Buffer::new();
    let mut out = Vec::new();
    while buffer.read(stream).await? > 0 {
        let frames = buffer.whole();
        let consumed = frames.len();
        out.clear();
        stream.write_all(B::answer(frames, &mut out)?).await?;
        buffer.consume(consumed);
    }
    Ok(())
}

async fn list<B: Body>(stream: &mut TcpStream, items: u64) -> io::Result<()> {
    let none: Bytes = payload(0);
    let mut out = Vec::with_capacity(2 * BATCH);
    for id in 0..items {
        put(&mut out, |out| B::write(id, &none, out));
        if out.len() >= BATCH {
            stream.write_all(&out).await?;
            out.clear();
        }
    }
    stream.write_all(&out).await
}
