//! A service with each kind of call, as generated code has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mrpc::__gen::{Incoming, Service};
use mrpc::{
    Bidirectional, Client, ClientStreaming, Cx, Duration, Inbound, Int64Value, MethodKind, MethodSpec, Never,
    Outbound, ServerStreaming, Status, StringValue, Unary,
};
use tokio::sync::watch;

/// What there is to call.
pub(crate) static METHODS: [MethodSpec; 6] = [
    MethodSpec::new("test.Echo/Say", MethodKind::Unary),
    MethodSpec::new("test.Echo/Wait", MethodKind::Unary),
    MethodSpec::new("test.Echo/Count", MethodKind::ServerStreaming),
    MethodSpec::new("test.Echo/Sum", MethodKind::ClientStreaming),
    MethodSpec::new("test.Echo/Double", MethodKind::Bidirectional),
    MethodSpec::new("test.Echo/First", MethodKind::ClientStreaming),
];

/// Does what it is told.
#[derive(Clone, Default)]
pub(crate) struct Echo {
    pub(crate) seen: Arc<std::sync::Mutex<Vec<String>>>,
    /// How many handlers wait.
    pub(crate) waiting: Arc<AtomicUsize>,
    /// The most that have waited at once.
    pub(crate) waiting_max: Arc<AtomicUsize>,
    /// How many items were sent.
    pub(crate) sent: Arc<AtomicUsize>,
    /// Lets those go on who said `hold`.
    pub(crate) gate: Arc<watch::Sender<bool>>,
}

/// A handler that waits.
struct Waiting<'a>(&'a Echo);

impl<'a> Waiting<'a> {
    fn new(echo: &'a Echo) -> Self {
        let now = echo.waiting.fetch_add(1, Ordering::Relaxed) + 1;
        echo.waiting_max.fetch_max(now, Ordering::Relaxed);
        Self(echo)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Echo {
    async fn say(&self, cx: &mut Cx, request: StringValue) -> Result<StringValue, Status> {
        match request.value.as_str() {
            "panic" => panic!("as it was told"),
            "fail" => return Err(Status::not_found("as it was told")),
            "yield" => tokio::task::yield_now().await,
            "hold" => {
                let _waiting = Waiting::new(self);
                let mut gate = self.gate.subscribe();
                gate.wait_for(|is_open| *is_open).await.unwrap();
            }
            "drain" => {
                let _waiting = Waiting::new(self);
                cx.draining().await;
            }
            "metadata" => {
                let echo = cx.metadata().get_str("echo").unwrap_or("none").to_owned();
                cx.reply_metadata().insert("echo", echo).unwrap();
            }
            _ => {}
        }
        Ok(request)
    }

    async fn wait(&self, _: &mut Cx, request: Duration) -> Result<Duration, Status> {
        let _noted = Noted(self.clone(), "wait was dropped");
        let _waiting = Waiting::new(self);
        if request.seconds > 0 {
            std::future::pending::<()>().await;
        }
        Ok(request)
    }

    async fn count(
        &self,
        cx: &mut Cx,
        to: Int64Value,
        items: &mut Outbound<Int64Value>,
    ) -> Result<(), Status> {
        let _noted = Noted(self.clone(), "count was dropped");
        let _waiting = Waiting::new(self);
        if to.value < 0 {
            // Without end, until the server wants to stop.
            for value in 0.. {
                tokio::select! {
                    biased;
                    () = cx.draining() => return Ok(()),
                    sent = items.send(int(value)) => sent?,
                }
            }
        }
        for value in 0..to.value {
            items.send(int(value)).await?;
            self.sent.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn sum(&self, _: &mut Cx, items: &mut Inbound<Int64Value>) -> Result<Int64Value, Status> {
        let _waiting = Waiting::new(self);
        let mut sum = Int64Value::default();
        while let Some(item) = items.next().await? {
            if item.value < 0 {
                return Err(Status::out_of_range("it goes up only"));
            }
            sum.value += item.value;
        }
        Ok(sum)
    }

    async fn first(&self, _: &mut Cx, items: &mut Inbound<Int64Value>) -> Result<Int64Value, Status> {
        items.next().await?.ok_or_else(|| Status::not_found("there is none"))
    }

    async fn double(
        &self,
        _: &mut Cx,
        items: &mut Inbound<Int64Value>,
        doubles: &mut Outbound<Int64Value>,
    ) -> Result<(), Status> {
        let _waiting = Waiting::new(self);
        while let Some(item) = items.next().await? {
            doubles.send(Int64Value { value: 2 * item.value, ..item }).await?;
        }
        Ok(())
    }
}

struct Noted(Echo, &'static str);

impl Drop for Noted {
    fn drop(&mut self) {
        self.0.seen.lock().unwrap().push(self.1.to_owned());
    }
}

impl Service for Echo {
    fn methods(&self) -> &'static [MethodSpec] {
        &METHODS
    }

    fn start(&self, method: usize, call: Incoming<'_>) {
        let this = self.clone();
        match method {
            0 => call.unary(move |mut cx, request| async move {
                let outcome = this.say(&mut cx, request).await;
                (cx, outcome)
            }),
            1 => call.unary(move |mut cx, request| async move {
                let outcome = this.wait(&mut cx, request).await;
                (cx, outcome)
            }),
            2 => call.server_streaming(move |mut cx, request, mut items| async move {
                let outcome = this.count(&mut cx, request, &mut items).await;
                (cx, outcome)
            }),
            3 => call.client_streaming(move |mut cx, mut items| async move {
                let outcome = this.sum(&mut cx, &mut items).await;
                (cx, outcome)
            }),
            4 => call.bidirectional(move |mut cx, mut items, mut doubles| async move {
                let outcome = this.double(&mut cx, &mut items, &mut doubles).await;
                (cx, outcome)
            }),
            5 => call.client_streaming(move |mut cx, mut items| async move {
                let outcome = this.first(&mut cx, &mut items).await;
                (cx, outcome)
            }),
            _ => call.unimplemented(),
        }
    }
}

/// What a generated client has, for these tests.
pub(crate) trait Calls {
    fn say(&self, text: &str) -> Unary<'_, StringValue, StringValue>;
    fn wait(&self, seconds: i64) -> Unary<'_, Duration, Duration>;
    fn count(&self, to: i64) -> ServerStreaming<'_, Int64Value, Int64Value>;
    fn sum(&self) -> ClientStreaming<'_, Int64Value, Int64Value>;
    fn double(&self) -> Bidirectional<'_, Int64Value, Int64Value>;
}

impl Calls for Client {
    fn say(&self, text: &str) -> Unary<'_, StringValue, StringValue> {
        self.unary::<_, _, Never>(
            &METHODS[0],
            StringValue { value: text.to_owned(), ..StringValue::default() },
        )
    }

    fn wait(&self, seconds: i64) -> Unary<'_, Duration, Duration> {
        self.unary(&METHODS[1], Duration { seconds, ..Duration::default() })
    }

    fn count(&self, to: i64) -> ServerStreaming<'_, Int64Value, Int64Value> {
        self.server_streaming(&METHODS[2], Int64Value { value: to, ..Int64Value::default() })
    }

    fn sum(&self) -> ClientStreaming<'_, Int64Value, Int64Value> {
        self.client_streaming(&METHODS[3])
    }

    fn double(&self) -> Bidirectional<'_, Int64Value, Int64Value> {
        self.bidirectional(&METHODS[4])
    }
}

/// Answers `test.Echo/Say` with a closure.
pub(crate) struct Says<F>(pub(crate) F);

impl<F, R> Service for Says<F>
where
    F: Fn(Cx, StringValue) -> R + Send + Sync + 'static,
    R: Future<Output = (Cx, Result<StringValue, Status>)> + Send + 'static,
{
    fn methods(&self) -> &'static [MethodSpec] {
        &METHODS[..1]
    }

    fn start(&self, _: usize, call: Incoming<'_>) {
        call.unary(&self.0);
    }
}

/// A number as a message.
pub(crate) fn int(value: i64) -> Int64Value {
    Int64Value { value, ..Int64Value::default() }
}

/// A text as a message.
pub(crate) fn text(value: impl Into<String>) -> StringValue {
    StringValue { value: value.into(), ..StringValue::default() }
}
