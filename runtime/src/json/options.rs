//! What is said about a conversion beside the message.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::codec::{Limits, Nested};
use crate::well_known;

use super::any::Entry;
use super::cx::Run;
use super::error::Error;
use super::kind::Of;
use super::shape::{Shape, read};

/// How messages become JSON and come from it, where serde's own way is not enough.
///
/// ```
/// use mrpc::json::Options;
/// use mrpc::{Any, Timestamp};
///
/// // The well-known types are known; `.with::<User>()` adds one of yours.
/// let options = Options::new().ignore_unknown(true);
/// let any = Any::pack(&Timestamp { seconds: 1, ..Timestamp::default() });
/// let json = options.to_string(&any)?;
/// assert_eq!(
///     json,
///     r#"{"@type":"type.googleapis.com/google.protobuf.Timestamp","value":"1970-01-01T00:00:01Z"}"#
/// );
/// assert_eq!(options.from_str::<Any>(&json)?, any);
/// # Ok::<(), mrpc::json::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) ignore_unknown: bool,
    pub(super) limits: Limits,
    pub(super) types: BTreeMap<&'static str, Entry>,
}

/// What holds where nobody said anything else.
static PLAIN: LazyLock<Options> = LazyLock::new(Options::new);

impl Options {
    /// What serde's `Serialize` and `Deserialize` do: fields that are not known are refused, and an
    /// [`Any`](crate::Any) holds well-known types.
    ///
    /// ```
    /// let wait: mrpc::Duration = mrpc::json::Options::new().from_str("\"1.5s\"")?;
    /// assert_eq!((wait.seconds, wait.nanos), (1, 500_000_000));
    /// # Ok::<(), mrpc::json::Error>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        let options = Self { ignore_unknown: false, limits: Limits::default(), types: BTreeMap::new() };
        well_known::all(options)
    }

    /// Whether to pass over fields and values of enums that the schema does not know.
    ///
    /// ```
    /// let options = mrpc::json::Options::new();
    /// let json = r#"{"since": "v2"}"#;
    /// assert!(options.from_str::<mrpc::Empty>(json).is_err());
    /// assert!(options.ignore_unknown(true).from_str::<mrpc::Empty>(json).is_ok());
    /// ```
    #[must_use]
    pub fn ignore_unknown(mut self, ignore: bool) -> Self {
        self.ignore_unknown = ignore;
        self
    }

    /// How much a document may ask for. Lists and objects may lie in each other as deep as `depth_max`, and in
    /// a text at most 127 deep.
    ///
    /// ```
    /// use mrpc::json::Options;
    ///
    /// let mut limits = mrpc::codec::Limits::default();
    /// limits.depth_max = 2;
    /// let options = Options::new().limits(limits);
    /// assert!(options.from_str::<mrpc::Value>("[[]]").is_ok());
    /// assert!(options.from_str::<mrpc::Value>("[[[]]]").is_err());
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Adds a type that an [`Any`](crate::Any) may hold.
    ///
    /// ```
    /// // All well-known types are there already.
    /// let options = mrpc::json::Options::new().with::<mrpc::Timestamp>();
    /// # let _ = options;
    /// ```
    #[must_use]
    pub fn with<M: Shape>(mut self) -> Self {
        self.types.insert(M::NAME, Entry::of::<M>());
        self
    }

    /// The message that `json` is.
    ///
    /// ```
    /// let mask: mrpc::FieldMask = mrpc::json::Options::new().from_slice(b"\"name,homeTown\"")?;
    /// assert_eq!(mask.paths, ["name", "home_town"]);
    /// # Ok::<(), mrpc::json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it is none, or goes beyond the limits.
    pub fn from_slice<M: Shape>(&self, json: &[u8]) -> Result<M, Error> {
        self.read_all(&mut serde_json::Deserializer::from_slice(json), &self.limits)
    }

    /// The message that `json` is.
    ///
    /// ```
    /// let time: mrpc::Timestamp = mrpc::json::Options::new().from_str("\"1970-01-01T00:01:00Z\"")?;
    /// assert_eq!(time.seconds, 60);
    /// # Ok::<(), mrpc::json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it is none, or goes beyond the limits.
    pub fn from_str<M: Shape>(&self, json: &str) -> Result<M, Error> {
        self.read_all(&mut serde_json::Deserializer::from_str(json), &self.limits)
    }

    pub(super) fn read_all<'de, M: Shape, R: serde_json::de::Read<'de>>(
        &self,
        json: &mut serde_json::Deserializer<R>,
        limits: &Limits,
    ) -> Result<M, Error> {
        let message = read(&Run::within(self, limits).cx(), &mut *json).map_err(Error)?;
        json.end().map_err(Error)?;
        Ok(message)
    }

    /// `message` as JSON.
    ///
    /// ```
    /// let json = mrpc::json::Options::new().to_string(&mrpc::Value::from(vec![1.5, 2.0]))?;
    /// assert_eq!(json, "[1.5,2.0]");
    /// # Ok::<(), mrpc::json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If JSON has no such value: a time after the year 9999, or an [`Any`](crate::Any) of a type that is not known.
    pub fn to_string<M: Shape>(&self, message: &M) -> Result<String, Error> {
        let run = Run::new(self);
        serde_json::to_string(&Of::<Nested<M>> { value: message, cx: &run.cx() }).map_err(Error)
    }

    /// `message` as JSON, in bytes.
    ///
    /// ```
    /// let json = mrpc::json::Options::new().to_vec(&mrpc::Empty::default())?;
    /// assert_eq!(json, b"{}");
    /// # Ok::<(), mrpc::json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`to_string`](Self::to_string).
    pub fn to_vec<M: Shape>(&self, message: &M) -> Result<Vec<u8>, Error> {
        self.to_string(message).map(String::into_bytes)
    }

    pub(super) fn plain_run() -> Run<'static> {
        Run::new(&PLAIN)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}
