//! The outcome of a call that did not succeed.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use mrpc_protocol::{Delivery, Metadata};

use crate::code::Code;
use crate::well_known::Any;

/// Why a call did not succeed.
///
/// Branch on [`code`](Self::code) to decide what to do, and on [`delivery`](Self::delivery) to decide whether it is
/// safe to do it again. The message is for people. A status is one word wide.
///
/// ```
/// use mrpc::{Code, Status};
///
/// let status = Status::not_found("no book `b-17`");
/// assert_eq!(status.code(), Code::NotFound);
/// assert_eq!(status.to_string(), "NOT_FOUND: no book `b-17`");
/// ```
#[derive(Clone)]
pub struct Status(Box<Inner>);

#[derive(Clone)]
struct Inner {
    code: Code,
    message: Cow<'static, str>,
    details: Vec<Any>,
    metadata: Metadata,
    delivery: Delivery,
    retry_after: Option<Duration>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

macro_rules! constructors {
    ($($(#[doc = $doc:literal])* $name:ident $code:ident)*) => {
        impl Status {
            $(
                $(#[doc = $doc])*
                #[must_use]
                pub fn $name(message: impl Into<Cow<'static, str>>) -> Self {
                    Self::new(Code::$code, message)
                }
            )*
        }
    };
}

constructors! {
    /// The caller gave it up.
    cancelled Cancelled
    /// Something went wrong, and nobody knows what.
    unknown Unknown
    /// The request cannot be right, whatever the state of the system.
    invalid_argument InvalidArgument
    /// The time for it ran out.
    deadline_exceeded DeadlineExceeded
    /// What was asked for does not exist.
    not_found NotFound
    /// What should be made is there already.
    already_exists AlreadyExists
    /// The caller is known, and may not do this.
    permission_denied PermissionDenied
    /// There is no more of something.
    resource_exhausted ResourceExhausted
    /// The system is not in a state for this.
    failed_precondition FailedPrecondition
    /// It met with something else that was done at the same time.
    aborted Aborted
    /// It went beyond the end of something.
    out_of_range OutOfRange
    /// There is no such method.
    unimplemented Unimplemented
    /// Something that must hold does not.
    internal Internal
    /// The service is not there now.
    unavailable Unavailable
    /// Data was lost or is broken.
    data_loss DataLoss
    /// It is not known who the caller is.
    unauthenticated Unauthenticated
}

impl Status {
    /// A status with a code and a message. There is no status that is OK: [`Code::Ok`] becomes [`Code::Unknown`].
    #[must_use]
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            code: if code == Code::Ok { Code::Unknown } else { code },
            message: message.into(),
            details: Vec::new(),
            metadata: Metadata::new(),
            delivery: Delivery::Answered,
            retry_after: None,
            source: None,
        }))
    }

    /// What to branch on.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What happened, for people.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What happened, for programs: an error that the schema declares is among these.
    #[must_use]
    pub fn details(&self) -> &[Any] {
        &self.0.details
    }

    /// What came along with it.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.0.metadata
    }

    /// Add what is to go along with it.
    #[must_use]
    pub fn metadata_mut(&mut self) -> &mut Metadata {
        &mut self.0.metadata
    }

    /// How far the call got.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// When the peer says that another attempt is worth it.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The same with one more detail.
    #[must_use]
    pub fn with_detail(mut self, detail: Any) -> Self {
        self.0.details.push(detail);
        self
    }

    /// The same with what came along.
    #[must_use]
    pub fn with_metadata(mut self, metadata: Metadata) -> Self {
        self.0.metadata = metadata;
        self
    }

    /// The same, and after this time another attempt is worth it.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// The same with its cause, which stays in this process: a peer never sees it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into().into());
        self
    }

    pub(crate) fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.0.delivery = delivery;
        self
    }

    pub(crate) fn with_details(mut self, details: Vec<Any>) -> Self {
        self.0.details = details;
        self
    }

    /// All of it that a peer may see.
    pub(crate) fn into_parts(self) -> (Code, Cow<'static, str>, Vec<Any>, Metadata, Option<Duration>) {
        let inner = *self.0;
        (inner.code, inner.message, inner.details, inner.metadata, inner.retry_after)
    }

    /// A failure before anything was sent.
    #[cold]
    pub(crate) fn unsent(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(code, message).with_delivery(Delivery::Unsent)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            "" => write!(f, "{}", self.code()),
            message => write!(f, "{}: {message}", self.code()),
        }
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Status");
        out.field("code", &self.code()).field("message", &self.message()).field("delivery", &self.delivery());
        if !self.details().is_empty() {
            out.field("details", &self.details());
        }
        if !self.metadata().is_empty() {
            out.field("metadata", self.metadata());
        }
        if let Some(wait) = self.retry_after() {
            out.field("retry_after", &wait);
        }
        if let Some(source) = &self.0.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl Error for Status {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
