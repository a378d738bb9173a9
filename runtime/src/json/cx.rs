//! What goes along with each value: the way to it, and what may still come.

use std::cell::RefCell;
use std::fmt;

use serde::{de, ser};

use crate::codec::Limits;

use super::budget::Budget;
use super::content::Content;
use super::options::Options;

/// The place of a value, in a document that is read or written. It lives on the stack, as the values do that
/// it is in.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'a> {
    run: &'a Run<'a>,
    above: Option<&'a Self>,
    step: Step<'a>,
    /// How many lists and objects may still lie in each other here.
    depth: u32,
    /// Whether what is written here is kept, by a `Keeper`.
    is_kept: bool,
}

/// What is the same for all of a document.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    pub(super) options: &'a Options,
    limits: &'a Limits,
    pub(super) budget: Budget,
    /// What an `Any` gives to the one around it.
    handed_over: RefCell<Option<Content>>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// The document, or the same place as above.
    None,
    Field(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> Run<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        Self::within(options, &options.limits)
    }

    /// Within these limits instead of those of the options.
    pub(super) fn within(options: &'a Options, limits: &'a Limits) -> Self {
        Self { options, limits, budget: Budget::new(limits), handed_over: RefCell::new(None) }
    }

    pub(super) fn cx(&self) -> Cx<'_> {
        let depth = self.limits.depth_max;
        Cx { run: self, above: None, step: Step::None, depth, is_kept: false }
    }
}

impl<'a> Cx<'a> {
    pub(super) fn options(&self) -> &'a Options {
        self.run.options
    }

    pub(super) fn limits(&self) -> &'a Limits {
        self.run.limits
    }

    pub(super) fn budget(&self) -> &'a Budget {
        &self.run.budget
    }

    pub(super) fn handed_over(&self) -> &'a RefCell<Option<Content>> {
        &self.run.handed_over
    }

    /// Whether what is written here is kept.
    pub(super) fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// The same place, where what is written is kept.
    pub(super) fn kept(&'a self) -> Self {
        Self { above: Some(self), step: Step::None, is_kept: true, ..*self }
    }

    /// Makes room for an element of `list`, and counts it.
    pub(crate) fn grow<T, E: de::Error>(&self, list: &mut Vec<T>) -> Result<(), E> {
        self.budget().grow(list).map_err(|what| self.wrong(what))
    }

    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    /// The place inside the list or object that is here.
    pub(crate) fn inside(&'a self) -> Result<Self, Misplaced<'a, &'static str>> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, above: Some(self), step: Step::None, ..*self }),
            None => Err(self.at("lists and objects in each other, deeper than `depth_max`")),
        }
    }

    pub(crate) fn field(&'a self, name: &'a str) -> Self {
        Self { above: Some(self), step: Step::Field(name), ..*self }
    }

    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Self { above: Some(self), step: Step::Key(key), ..*self }
    }

    pub(crate) fn index(&'a self, index: usize) -> Self {
        Self { above: Some(self), step: Step::Index(index), ..*self }
    }

    fn at<T: fmt::Display>(&'a self, what: T) -> Misplaced<'a, T> {
        Misplaced { cx: self, what }
    }

    /// What is wrong with the value here.
    #[cold]
    #[inline(never)]
    pub(crate) fn wrong<E: de::Error>(&self, what: impl fmt::Display) -> E {
        E::custom(self.at(what))
    }

    /// Why the value here cannot be written.
    #[cold]
    #[inline(never)]
    pub(crate) fn unwritable<E: ser::Error>(&self, what: impl fmt::Display) -> E {
        E::custom(self.at(what))
    }
}

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct Misplaced<'a, T> {
    cx: &'a Cx<'a>,
    what: T,
}

impl<T: fmt::Display> fmt::Display for Misplaced<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut steps = Vec::new();
        let mut at = Some(self.cx);
        while let Some(cx) = at {
            steps.push(cx.step);
            at = cx.above;
        }
        let mut is_first = true;
        for step in steps.iter().rev() {
            let before = if is_first { "`" } else { "" };
            match step {
                Step::None => continue,
                Step::Field(name) if is_first => write!(f, "`{}", Shown(name))?,
                Step::Field(name) => write!(f, ".{}", Shown(name))?,
                Step::Key(key) => write!(f, "{before}[\"{}\"]", Shown(key))?,
                Step::Index(index) => write!(f, "{before}[{index}]")?,
            }
            is_first = false;
        }
        f.write_str(if is_first { "" } else { "`: " })?;
        self.what.fmt(f)
    }
}

/// Text from a peer, so that a message with it stays short and on its line.
#[derive(Debug)]
pub(crate) struct Shown<'a>(pub(crate) &'a str);

/// How many characters of such text are shown.
const SHOWN_CHARS_MAX: usize = 60;

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars().take(SHOWN_CHARS_MAX) {
            write!(f, "{}", char.escape_debug())?;
        }
        let is_cut = self.0.chars().nth(SHOWN_CHARS_MAX).is_some();
        f.write_str(if is_cut { "…" } else { "" })
    }
}
