//! What happens when a lint fires.

use std::collections::BTreeMap;

use crate::code::{Code, Level};

/// The level of every lint: the one of [`Code::level`] until somebody sets another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    changed: BTreeMap<Code, Level>,
}

impl Levels {
    /// Gives `code` another level. An error stays an error, whatever is set.
    pub fn set(&mut self, code: Code, level: Level) {
        if code.is_lint() {
            self.changed.insert(code, level);
        }
    }

    /// The level of `code`.
    #[must_use]
    pub fn get(&self, code: Code) -> Level {
        self.changed.get(&code).copied().unwrap_or_else(|| code.level())
    }

    /// The lints of a group: `style` is W01xx, `correctness` is W02xx.
    #[must_use]
    pub fn group(name: &str) -> Option<Vec<Code>> {
        let prefix = match name {
            "style" => "W01",
            "correctness" => "W02",
            _ => return None,
        };
        Some(Code::ALL.iter().copied().filter(|code| code.as_str().starts_with(prefix)).collect())
    }
}
