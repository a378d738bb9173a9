//! Options: values with names and numbers, to be written either way.

use std::time::Duration;

/// One option, or one field of an option that is a message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Setting {
    /// As it is written. The options of `mrpc/options.proto` have their full names.
    pub(crate) name: &'static str,
    pub(crate) number: u32,
    pub(crate) value: Given,
}

/// What it is set to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Text(String),
    /// A value of an enum, by name and number.
    Word(&'static str, i32),
    Message(Vec<Setting>),
}

impl Setting {
    pub(crate) const fn new(name: &'static str, number: u32, value: Given) -> Self {
        Self { name, number, value }
    }

    /// Whether it is defined in `mrpc/options.proto`.
    pub(crate) fn is_ours(&self) -> bool {
        self.name.starts_with(super::policy::PACKAGE)
    }
}

/// Settings that are gathered one after the other; what says nothing is left out, as proto3 does.
#[derive(Debug, Default)]
pub(super) struct Settings(Vec<Setting>);

impl Settings {
    pub(super) fn put(&mut self, name: &'static str, number: u32, value: Given) {
        self.0.push(Setting::new(name, number, value));
    }

    pub(super) fn flag(&mut self, name: &'static str, number: u32, is_set: bool) {
        if is_set {
            self.put(name, number, Given::Bool(true));
        }
    }

    pub(super) fn uint(&mut self, name: &'static str, number: u32, value: u64) {
        if value != 0 {
            self.put(name, number, Given::Uint(value));
        }
    }

    pub(super) fn text(&mut self, name: &'static str, number: u32, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.put(name, number, Given::Text(text));
        }
    }

    /// A message, which may be empty.
    pub(super) fn message(&mut self, name: &'static str, number: u32, inner: Self) {
        self.put(name, number, Given::Message(inner.done()));
    }

    /// A message that says something, or nothing.
    pub(super) fn message_if_any(&mut self, name: &'static str, number: u32, inner: Self) {
        if !inner.0.is_empty() {
            self.message(name, number, inner);
        }
    }

    /// A `google.protobuf.Duration`.
    pub(super) fn duration(&mut self, name: &'static str, number: u32, duration: Duration) {
        let mut inner = Self::default();
        inner.uint("seconds", 1, duration.as_secs());
        inner.uint("nanos", 2, duration.subsec_nanos().into());
        self.message(name, number, inner);
    }

    /// In order of their numbers.
    pub(super) fn done(mut self) -> Vec<Setting> {
        self.0.sort_by_key(|setting| setting.number);
        self.0
    }
}
