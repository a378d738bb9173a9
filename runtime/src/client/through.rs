//! A call through the middlewares of a client.

use std::future::poll_fn;
use std::time::Duration;

use bytes::Bytes;
use mrpc_protocol::Metadata;
use tokio::time::Instant;

use super::inner::{Inner, deadline_after};
use super::open::{Begin, Begun, Encoded, Outgoing};
use crate::link::OpenCall;
use crate::method::MethodSpec;
use crate::middleware::{BoxFuture, Call, End, Reply};
use crate::outcome::answer;
use crate::status::Status;

/// Makes a call, through all middlewares.
pub(super) async fn through(
    client: &Inner,
    method: &'static MethodSpec,
    timeout: Option<Duration>,
    metadata: Metadata,
    payload: Bytes,
) -> Result<(Bytes, Metadata), Status> {
    let deadline = deadline_after(timeout);
    let call = Call { method, deadline, attempt: 0, metadata, payload };
    let reply = client.chain.call(call, client).await?;
    Ok((reply.payload, reply.metadata))
}

/// Behind the last middleware of a client are its connections.
impl End for Inner {
    fn call(&self, call: Call) -> BoxFuture<'_, Result<Reply, Status>> {
        Box::pin(async move {
            let mut open = self.begin_call(&call).await?;
            let outcome = poll_fn(|cx| open.poll(cx)).await;
            let (payload, metadata) = answer(outcome, open.message_bytes_max)?;
            Ok(Reply { metadata, payload })
        })
    }
}

impl Inner {
    /// What a call begins with that was not made before.
    #[inline]
    pub(super) fn begin_with<'a>(
        &self,
        method: &'static MethodSpec,
        timeout: Option<Duration>,
        metadata: &'a Metadata,
        request: Outgoing<'a>,
    ) -> Begin<'a> {
        Begin {
            method,
            timeout,
            metadata,
            attempt: 0,
            codec: self.codec,
            packing: self.config.compression,
            message_bytes_max: usize::try_from(self.config.protocol.limits.message_bytes_max)
                .unwrap_or(usize::MAX),
            request,
        }
    }

    /// Begins a call as soon as there is a connection that takes it.
    pub(super) async fn begin_call(&self, call: &Call) -> Result<OpenCall, Status> {
        let encoded = Encoded::new(call.payload.clone(), self.config.compression);
        let mut begin = self.begin_with(call.method, None, &call.metadata, Outgoing::Encoded(&encoded));
        begin.attempt = call.attempt;
        let deadline = call.deadline;
        loop {
            begin.timeout = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let begun = poll_fn(|cx| std::task::Poll::Ready(self.pool.begin(&begin, cx))).await;
            let is_crowded = match begun {
                Begun::Open(call) => return Ok(call),
                Begun::Failed(status) => return Err(status),
                Begun::Crowded => true,
                Begun::Busy | Begun::NotHere => false,
            };
            self.ready(is_crowded, deadline).await?;
        }
    }
}
