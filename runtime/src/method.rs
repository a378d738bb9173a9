//! What a schema says of a method: where it is, which sides stream, and what it promises.
//!
//! ```text
//!  demo.greet.v1.Greeter/SayHello       path
//!  demo.greet.v1.Greeter                service
//!                        SayHello       name
//!                Greeter.SayHello       v1_name, of version 1 of the protocol
//! ```
//!
//! Generated code has one [`MethodSpec`] for each method, in a static: who has a reference to one never copies it, and
//! its index is a small number that stands for the path on a connection.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::code::Code;

/// What a schema says of a method. Generated code has a table of these for each service.
///
/// ```
/// use std::time::Duration;
/// use mrpc::{Idempotency, MethodKind, MethodSpec, Retry};
///
/// static GET: MethodSpec = MethodSpec::new("demo.shop.v1.Shop/Get", MethodKind::Unary)
///     .with_timeout(Duration::from_secs(2))
///     .with_idempotency(Idempotency::NoSideEffects)
///     .with_retry(Retry::new(3));
///
/// assert_eq!((GET.service(), GET.name()), ("demo.shop.v1.Shop", "Get"));
/// assert_eq!(GET.timeout(), Some(Duration::from_secs(2)));
/// assert_eq!(GET.retry().map(|retry| retry.max_attempts), Some(3));
/// assert_eq!(GET.index(), GET.index());
/// ```
pub struct MethodSpec {
    path: &'static str,
    kind: MethodKind,
    timeout: Option<Duration>,
    is_unlimited: bool,
    idle_timeout: Option<Duration>,
    idempotency: Idempotency,
    retry: Option<Retry>,
    is_routed_by_key: bool,
    batch: Option<Batch>,
    /// 0 until somebody asks for it.
    index: AtomicU32,
}

/// Which sides of a method are streams.
///
/// ```
/// use mrpc::MethodKind;
///
/// assert!(MethodKind::ClientStreaming.has_request_stream());
/// assert!(!MethodKind::ClientStreaming.has_response_stream());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MethodKind {
    /// One request, one response.
    Unary,
    /// One request, a stream of responses.
    ServerStreaming,
    /// A stream of requests, one response.
    ClientStreaming,
    /// A stream of requests and a stream of responses, each at its own pace.
    Bidirectional,
}

impl MethodKind {
    /// Whether the client sends a stream.
    #[must_use]
    pub const fn has_request_stream(self) -> bool {
        matches!(self, Self::ClientStreaming | Self::Bidirectional)
    }

    /// Whether the server sends a stream.
    #[must_use]
    pub const fn has_response_stream(self) -> bool {
        matches!(self, Self::ServerStreaming | Self::Bidirectional)
    }
}

/// Whether a call may be made twice.
///
/// ```
/// use mrpc::Idempotency;
///
/// assert!(!Idempotency::None.may_repeat());
/// assert!(Idempotency::Idempotent.may_repeat());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Idempotency {
    /// It may not: nothing was said.
    #[default]
    None,
    /// Twice is as good as once.
    Idempotent,
    /// It changes nothing.
    NoSideEffects,
}

impl Idempotency {
    /// Whether a call may be made again when nobody knows if it was executed.
    #[must_use]
    pub const fn may_repeat(self) -> bool {
        !matches!(self, Self::None)
    }
}

/// When a client tries again.
///
/// ```
/// use std::time::Duration;
/// use mrpc::{Code, Retry};
///
/// let retry = Retry::new(4)
///     .with_backoff(Duration::from_millis(10), Duration::from_millis(500))
///     .with_codes(&[Code::Unavailable, Code::Aborted])
///     .with_budget_percent(20);
/// assert_eq!(retry.backoff_max, Duration::from_millis(500));
/// assert!(retry.is_worth(Code::Aborted) && !retry.is_worth(Code::Internal));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// The most attempts, the first included.
    pub max_attempts: u32,
    /// The first pause; 50 ms.
    pub backoff_min: Duration,
    /// The longest pause; 1 s.
    pub backoff_max: Duration,
    /// What is worth another attempt; `UNAVAILABLE`.
    pub codes: &'static [Code],
    /// The most retries for each hundred calls, if the schema says so.
    pub budget_percent: Option<u32>,
}

impl Retry {
    /// So many attempts in all, and what is said of the fields for the rest.
    #[must_use]
    pub const fn new(max_attempts: u32) -> Self {
        Self {
            max_attempts,
            backoff_min: Duration::from_millis(50),
            backoff_max: Duration::from_secs(1),
            codes: &[Code::Unavailable],
            budget_percent: None,
        }
    }

    /// The first and the longest pause.
    #[must_use]
    pub const fn with_backoff(self, min: Duration, max: Duration) -> Self {
        Self { backoff_min: min, backoff_max: max, ..self }
    }

    /// What is worth another attempt.
    #[must_use]
    pub const fn with_codes(self, codes: &'static [Code]) -> Self {
        Self { codes, ..self }
    }

    /// The most retries for each hundred calls.
    #[must_use]
    pub const fn with_budget_percent(self, percent: u32) -> Self {
        Self { budget_percent: Some(percent), ..self }
    }

    /// Whether a call that ended with `code` is worth another attempt.
    #[must_use]
    pub fn is_worth(&self, code: Code) -> bool {
        self.codes.contains(&code)
    }
}

/// How calls travel together.
///
/// ```
/// use std::time::Duration;
///
/// let batch = mrpc::Batch::new(64, Duration::from_millis(1)).by_key();
/// assert!(batch.is_by_key);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Batch {
    /// The most calls in one frame.
    pub max_size: u32,
    /// How long the first of them waits.
    pub max_wait: Duration,
    /// Whether only calls with the same key go together.
    pub is_by_key: bool,
}

impl Batch {
    /// So many calls, after so much time at the latest.
    #[must_use]
    pub const fn new(max_size: u32, max_wait: Duration) -> Self {
        Self { max_size, max_wait, is_by_key: false }
    }

    /// Only calls with the same key.
    #[must_use]
    pub const fn by_key(self) -> Self {
        Self { is_by_key: true, ..self }
    }
}

/// The index that is given out next. It begins at 1, so that 0 is that of no method.
static NEXT: AtomicU32 = AtomicU32::new(1);

impl MethodSpec {
    /// The method at `path`, which is `package.Service/Method`, without any promise.
    #[must_use]
    pub const fn new(path: &'static str, kind: MethodKind) -> Self {
        Self {
            path,
            kind,
            timeout: None,
            is_unlimited: false,
            idle_timeout: None,
            idempotency: Idempotency::None,
            retry: None,
            is_routed_by_key: false,
            batch: None,
            index: AtomicU32::new(0),
        }
    }

    /// The same, and calls take so long at the most.
    #[must_use]
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The same, and calls take as long as they like: not even what a client has for all its calls is in the way.
    #[must_use]
    pub const fn without_timeout(mut self) -> Self {
        self.is_unlimited = true;
        self
    }

    /// The same, and a stream pauses so long at the most.
    #[must_use]
    pub const fn with_idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// The same, and calls may be made twice.
    #[must_use]
    pub const fn with_idempotency(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = idempotency;
        self
    }

    /// The same, and a client tries again.
    #[must_use]
    pub const fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// The same, and the key of the request chooses the server.
    #[must_use]
    pub const fn routed_by_key(mut self) -> Self {
        self.is_routed_by_key = true;
        self
    }

    /// The same, and calls travel together.
    #[must_use]
    pub const fn with_batch(mut self, batch: Batch) -> Self {
        self.batch = Some(batch);
        self
    }

    /// Where it is: `package.Service/Method`.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The full name of its service.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.path.split_once('/').map_or("", |(service, _)| service)
    }

    /// Its name in the service.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.path.split_once('/').map_or(self.path, |(_, name)| name)
    }

    /// What version 1 of the protocol calls it: `Service.Method`, without the package.
    ///
    /// ```
    /// use mrpc::{MethodKind, MethodSpec};
    ///
    /// let spec = MethodSpec::new("demo.greet.v1.Greeter/SayHello", MethodKind::Unary);
    /// assert_eq!(spec.v1_name(), "Greeter.SayHello");
    /// ```
    #[must_use]
    pub fn v1_name(&self) -> String {
        let service = self.service();
        let service = service.rsplit_once('.').map_or(service, |(_, service)| service);
        format!("{service}.{}", self.name())
    }

    /// Which of its sides are streams.
    #[must_use]
    pub const fn kind(&self) -> MethodKind {
        self.kind
    }

    /// How long a call may take, if the schema says.
    #[must_use]
    pub const fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// Whether a call may take as long as it likes because the schema says so: `@timeout(none)`.
    #[must_use]
    pub const fn is_unlimited(&self) -> bool {
        self.is_unlimited
    }

    /// How long a stream may pause, if the schema says.
    #[must_use]
    pub const fn idle_timeout(&self) -> Option<Duration> {
        self.idle_timeout
    }

    /// Whether a call may be made twice.
    #[must_use]
    pub const fn idempotency(&self) -> Idempotency {
        self.idempotency
    }

    /// When a client tries again, if it does.
    #[must_use]
    pub const fn retry(&self) -> Option<&Retry> {
        self.retry.as_ref()
    }

    /// Whether the key of the request chooses the server.
    #[must_use]
    pub const fn is_routed_by_key(&self) -> bool {
        self.is_routed_by_key
    }

    /// How calls travel together, if they do.
    #[must_use]
    pub const fn batch(&self) -> Option<&Batch> {
        self.batch.as_ref()
    }

    /// A small number that no other method of this process has, given out when it is asked for first. It is never 0.
    #[must_use]
    #[inline]
    pub fn index(&self) -> u32 {
        match self.index.load(Ordering::Relaxed) {
            0 => self.number(),
            index => index,
        }
    }

    #[cold]
    fn number(&self) -> u32 {
        let fresh = NEXT.fetch_add(1, Ordering::Relaxed);
        // If two ask at once, the number of the second is nobody's.
        match self.index.compare_exchange(0, fresh, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => fresh,
            Err(index) => index,
        }
    }
}

impl fmt::Debug for MethodSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MethodSpec")
            .field("path", &self.path)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::thread;

    use super::{MethodKind, MethodSpec};

    #[test]
    fn a_path_has_parts() {
        let check = |path, service: &str, name: &str, v1: &str| {
            let spec = MethodSpec::new(path, MethodKind::Unary);
            assert_eq!((spec.service(), spec.name(), &*spec.v1_name()), (service, name, v1));
        };
        check("a.v1.Shop/Get", "a.v1.Shop", "Get", "Shop.Get");
        check("Shop/Get", "Shop", "Get", "Shop.Get");
    }

    #[test]
    fn each_method_has_one_index_whoever_asks() {
        static SPECS: [MethodSpec; 3] = [
            MethodSpec::new("a.v1.Shop/Get", MethodKind::Unary),
            MethodSpec::new("a.v1.Shop/List", MethodKind::ServerStreaming),
            MethodSpec::new("a.v1.Shop/Put", MethodKind::Unary),
        ];
        let indices = || SPECS.each_ref().map(MethodSpec::index);
        let asked: Vec<_> = (0..4).map(|_| thread::spawn(indices)).collect();
        let expected = indices();
        for asked in asked {
            assert_eq!(asked.join().expect("it only asks"), expected);
        }
        assert_eq!(BTreeSet::from(expected).len(), SPECS.len());
        assert!(!expected.contains(&0));
    }
}
