//! What we tell the author of a schema: a value, until somebody renders it.
//!
//! ```text
//! error[E0401]: field number 1 is used twice          code, title
//!   --> user.mrpc:4:16
//!    |
//!  3 |   name: string = 1;
//!    |                  - first used here               secondary label
//!  4 |   mail: string = 1;
//!    |                  ^ used again                    primary label
//! help: the next free number is 2                      help with a patch
//! ```
//!
//! One mistake gives one diagnostic. It points at the mistake, says what is wrong in the title, why in the
//! labels and notes, and what to do in the helps.

use crate::code::Code;
pub use crate::code::Severity;
use crate::source::Span;

/// One report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Names the rule.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, names the thing.
    pub title: String,
    /// Where the mistake is.
    pub primary: Label,
    /// Other places that matter, in any source.
    pub secondary: Vec<Label>,
    /// Why, where the labels do not say it.
    pub notes: Vec<String>,
    /// What to do.
    pub helps: Vec<Help>,
}

/// A place, and what there is to say about it; the text may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What there is to say.
    pub text: String,
}

/// Advice, with the change that follows it where we know one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// What to do.
    pub text: String,
    /// The same as a change to the text.
    pub patch: Option<Patch>,
}

/// A change to the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// Replacements that do not overlap; together they are the change.
    pub edits: Vec<Edit>,
    /// Whether a program may apply it.
    pub applicability: Applicability,
}

/// Puts `text` in the place of `span`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What comes there.
    pub text: String,
}

/// Whether a program may apply a [`Patch`] by itself. The words are rustc's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// It is what the author meant; `--fix` applies it.
    MachineApplicable,
    /// It is a guess; a person decides.
    MaybeIncorrect,
    /// It holds words to be filled in.
    HasPlaceholders,
}

impl Diagnostic {
    /// A report of `code` at `span`, with the severity that the code has by default.
    #[must_use]
    pub fn new(code: Code, span: Span, title: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            title: title.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// Says something at the mistake itself.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Says why.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(Help { text: text.into(), patch: None });
        self
    }

    /// Says what to do, as a change that is surely meant.
    #[must_use]
    pub fn fix(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edits = vec![Edit { span, text: replacement.into() }];
        self.patch(text, edits, Applicability::MachineApplicable)
    }

    /// Says what to do, as a change that is likely meant.
    #[must_use]
    pub fn suggest(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edits = vec![Edit { span, text: replacement.into() }];
        self.patch(text, edits, Applicability::MaybeIncorrect)
    }

    /// Says what to do, as a change in several places.
    #[must_use]
    pub fn patch(mut self, text: impl Into<String>, edits: Vec<Edit>, applicability: Applicability) -> Self {
        self.helps.push(Help { text: text.into(), patch: Some(Patch { edits, applicability }) });
        self
    }
}
