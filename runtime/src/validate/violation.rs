//! What is wrong with a value, and where in it.

use std::borrow::Cow;
use std::fmt;

/// A value whose schema has rules for it. Every generated message and union is one; many have no rules.
pub trait Validate {
    /// Whether this value keeps the rules of its schema, and all values in it keep theirs.
    ///
    /// # Errors
    ///
    /// The first rule that is broken, in the order of the schema.
    fn validate(&self) -> Result<(), Violation> {
        Ok(())
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self) -> Result<(), Violation> {
        (**self).validate()
    }
}

/// A rule of a schema that a value breaks.
///
/// ```
/// use mrpc::{Validate, Violation};
///
/// fn refuse(request: &impl Validate) -> Result<(), String> {
///     request.validate().map_err(|violation: Violation| {
///         // "items[3].name: must have at most 64 characters"
///         format!("bad request: {violation}")
///     })
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    /// From the inside out: the value is met first.
    path: Vec<Step>,
    rule: Cow<'static, str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(&'static str),
    Index(usize),
    Key(String),
}

/// The longest key of a map that a path shows.
const KEY_CHARS_MAX: usize = 64;

impl Violation {
    /// A broken rule, which the value "must" keep.
    #[cold]
    pub(super) fn new(rule: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { path: Vec::new(), rule: rule.into() }))
    }

    /// What the value must satisfy: `must be at least 1`.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.0.rule
    }

    /// Where the value is: `items[3].name`. Names are those of the schema.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.path.iter().rev() {
            match step {
                Step::Field(name) if path.is_empty() => path += name,
                Step::Field(name) => {
                    path.push('.');
                    path += name;
                }
                Step::Index(index) => path += &format!("[{index}]"),
                Step::Key(key) => path += &format!("[{key}]"),
            }
        }
        path
    }

    #[cold]
    pub(super) fn in_field(mut self, name: &'static str) -> Self {
        self.0.path.push(Step::Field(name));
        self
    }

    #[cold]
    pub(super) fn at_index(mut self, index: usize) -> Self {
        self.0.path.push(Step::Index(index));
        self
    }

    #[cold]
    pub(super) fn at_key(mut self, key: &dyn fmt::Debug) -> Self {
        // A key may be long, and come from anybody.
        let shown = format!("{key:?}");
        let key = match shown.char_indices().nth(KEY_CHARS_MAX) {
            Some((end, _)) => format!("{}…", &shown[..end]),
            None => shown,
        };
        self.0.path.push(Step::Key(key));
        self
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            path if path.is_empty() => f.write_str(self.rule()),
            path => write!(f, "{path}: {}", self.rule()),
        }
    }
}

impl std::error::Error for Violation {}
