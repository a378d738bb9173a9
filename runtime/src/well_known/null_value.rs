//! `google.protobuf.NullValue`

use std::hash::{Hash, Hasher};

use crate::json::EnumNames;

/// `null`, as an enum. In JSON it is `null` as well.
///
/// ```
/// assert_eq!(serde_json::to_string(&mrpc::NullValue::NullValue)?, "null");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub enum NullValue {
    /// `null`
    #[default]
    NullValue,
    /// A number that is not known here.
    Unknown(i32),
}

impl NullValue {
    /// All values that are known.
    ///
    /// ```
    /// assert_eq!(mrpc::NullValue::KNOWN.len(), 1);
    /// ```
    pub const KNOWN: &'static [Self] = &[Self::NullValue];

    /// Its number.
    ///
    /// ```
    /// assert_eq!(mrpc::NullValue::NullValue.number(), 0);
    /// ```
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::NullValue => 0,
            Self::Unknown(number) => number,
        }
    }

    /// What it is called in a schema.
    ///
    /// ```
    /// assert_eq!(mrpc::NullValue::NullValue.name(), Some("NULL_VALUE"));
    /// ```
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self.number() {
            0 => Some("NULL_VALUE"),
            _ => None,
        }
    }

    /// The value that is called `name`.
    ///
    /// ```
    /// assert_eq!(mrpc::NullValue::from_name("NULL_VALUE"), Some(mrpc::NullValue::NullValue));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        (name == "NULL_VALUE").then_some(Self::NullValue)
    }
}

impl From<i32> for NullValue {
    fn from(number: i32) -> Self {
        match number {
            0 => Self::NullValue,
            number => Self::Unknown(number),
        }
    }
}

impl From<NullValue> for i32 {
    fn from(value: NullValue) -> Self {
        value.number()
    }
}

impl PartialEq for NullValue {
    fn eq(&self, other: &Self) -> bool {
        self.number() == other.number()
    }
}

impl Eq for NullValue {}

impl Hash for NullValue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number().hash(state);
    }
}

impl EnumNames for NullValue {
    fn name(self) -> Option<&'static str> {
        self.name()
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::from_name(name)
    }

    fn from_null() -> Option<Self> {
        Some(Self::NullValue)
    }
}
