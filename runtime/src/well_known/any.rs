//! `google.protobuf.Any`

use std::fmt;

use crate::codec::{Blob, DecodeError, Fields, Message, Reader, Seen, Str, UnknownFields, Writer};
use crate::json::Whole;

/// Any message, with the name of its type.
///
/// As JSON it is the message itself with its type as `@type` among its members. For that the type must be known;
/// [`json::Options::with`](crate::json::Options::with) adds one.
///
/// ```
/// use mrpc::{Any, Duration, Timestamp};
///
/// let wait = Duration { seconds: 3, ..Duration::default() };
/// let any = Any::pack(&wait);
/// assert_eq!(any.type_url, "type.googleapis.com/google.protobuf.Duration");
/// assert_eq!(any.unpack::<Duration>()?, wait);
/// assert!(any.unpack::<Timestamp>().is_err());
/// # Ok::<(), mrpc::UnpackError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Any {
    /// The name of the type behind a slash, and before that, who knows more about it.
    pub type_url: String,
    /// The message, as bytes.
    pub value: Vec<u8>,
    /// Fields that are not known here.
    #[doc(hidden)]
    pub unknown_fields: UnknownFields,
}

const AUTHORITY: &str = "type.googleapis.com";

impl Any {
    /// `message` with its type.
    ///
    /// ```
    /// let any = mrpc::Any::pack(&mrpc::Empty::default());
    /// assert_eq!(any.type_name(), "google.protobuf.Empty");
    /// ```
    #[must_use]
    pub fn pack<M: Message>(message: &M) -> Self {
        Self {
            type_url: format!("{AUTHORITY}/{}", M::NAME),
            value: message.encode_to_vec(),
            unknown_fields: UnknownFields::new(),
        }
    }

    /// The message, if it is an `M`.
    ///
    /// ```
    /// let any = mrpc::Any::pack(&mrpc::Empty::default());
    /// assert_eq!(any.unpack(), Ok(mrpc::Empty::default()));
    /// ```
    ///
    /// # Errors
    ///
    /// If it is of another type, or its bytes are no such message.
    pub fn unpack<M: Message>(&self) -> Result<M, UnpackError> {
        if !self.is::<M>() {
            return Err(UnpackError::Type { expected: M::NAME });
        }
        M::decode(&self.value).map_err(UnpackError::Decode)
    }

    /// Whether it is an `M`.
    ///
    /// ```
    /// use mrpc::{Any, Empty, Timestamp};
    ///
    /// let any = Any::pack(&Empty::default());
    /// assert!(any.is::<Empty>() && !any.is::<Timestamp>());
    /// ```
    #[must_use]
    pub fn is<M: Message>(&self) -> bool {
        self.type_name() == M::NAME
    }

    /// The name of its type; empty if it has none.
    ///
    /// ```
    /// assert_eq!(mrpc::Any::default().type_name(), "");
    /// ```
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.type_url.rsplit_once('/').map_or("", |(_, name)| name)
    }
}

/// Why an [`Any`] is not the message that was asked for.
///
/// ```
/// let error = mrpc::Any::default().unpack::<mrpc::Empty>().unwrap_err();
/// assert_eq!(error.to_string(), "not a `google.protobuf.Empty`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnpackError {
    /// It is of another type.
    #[non_exhaustive]
    Type {
        /// The type that was asked for.
        expected: &'static str,
    },
    /// Its bytes are no such message.
    Decode(DecodeError),
}

impl fmt::Display for UnpackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type { expected } => write!(f, "not a `{expected}`"),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for UnpackError {}

impl Fields for Any {
    const NAME: &'static str = "google.protobuf.Any";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "type_url"), (2, "value")];
    const REQUIRED: &'static [&'static str] = &[];
    const JSON: Option<Whole<Self>> = Some(Whole::new());
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.set::<Str>(10, &self.type_url);
        w.set::<Blob>(18, &self.value);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            10 => r.set::<Str>(&mut self.type_url),
            18 => r.set::<Blob>(&mut self.value),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}
