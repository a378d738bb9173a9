//! `@pattern`: regular expressions, compiled when they are first needed.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::violation::Violation;

/// The most memory that one pattern may take. The compiler of schemas refuses patterns long before this.
const BYTES_MAX: usize = 64 << 20;

/// A regular expression of a schema.
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The expression, which is compiled when it is first looked for.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    fn regex(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(self.text).size_limit(BYTES_MAX).build().ok();
        self.compiled.get_or_init(compile).as_ref()
    }
}

/// Whether the expression is found in the text, in time that grows with the text alone.
pub fn pattern(value: &(impl AsRef<str> + ?Sized), pattern: &Pattern) -> Result<(), Violation> {
    // A schema that was checked has only patterns that compile; with another, nothing matches.
    if pattern.regex().is_some_and(|regex| regex.is_match(value.as_ref())) {
        Ok(())
    } else {
        Err(Violation::new(format!("must match `{}`", pattern.text)))
    }
}
