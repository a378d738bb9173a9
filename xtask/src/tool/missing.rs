//! Why a tool is not here.

use std::fmt;

/// A tool that could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    /// What was wanted.
    pub(crate) tool: &'static str,
    /// What went wrong, in the words of who refused.
    pub(crate) reason: String,
    /// What would help.
    pub(crate) remedy: &'static str,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tool, reason, remedy } = self;
        write!(f, "cannot get {tool}: {}\n{remedy}", reason.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::Missing;

    #[test]
    fn a_missing_tool_says_why_and_what_to_do() {
        let missing = Missing { tool: "a hammer", reason: "no shop\n".to_owned(), remedy: "build a shop" };
        assert_eq!(missing.to_string(), "cannot get a hammer: no shop\nbuild a shop");
    }
}
