//! Which numbers stand for which methods.

use crate::number::wide;

/// The bytes that the name of a method may have.
pub(crate) const NAME_BYTES_MAX: usize = 255;

/// What a number stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Binding {
    /// Nothing yet.
    #[default]
    None,
    /// A method.
    Method,
    /// A name that no method can have. Calls of it are refused one by one.
    BadName,
}

/// The numbers of one side, from 0 to a limit.
#[derive(Debug)]
pub(crate) struct Bindings {
    known: Vec<Binding>,
    max: usize,
}

impl Bindings {
    pub(crate) fn new(max: u32) -> Self {
        Self { known: Vec::new(), max: wide(max) }
    }

    #[inline]
    pub(crate) fn get(&self, index: u32) -> Binding {
        self.known.get(wide(index)).copied().unwrap_or_default()
    }

    /// Whether the number is below the limit.
    pub(crate) fn has(&self, index: u32) -> bool {
        wide(index) < self.max
    }

    /// Binds a number below the limit.
    pub(crate) fn set(&mut self, index: u32, binding: Binding) {
        if !self.has(index) {
            return;
        }
        if self.known.len() <= wide(index) {
            self.known.resize(wide(index).saturating_add(1), Binding::None);
        }
        if let Some(place) = self.known.get_mut(wide(index)) {
            *place = binding;
        }
    }
}

/// Whether a method can have this name.
pub(crate) fn is_name(name: &str) -> bool {
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/');
    !name.is_empty() && name.len() <= NAME_BYTES_MAX && name.bytes().all(is_char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_an_end() {
        let mut bindings = Bindings::new(2);
        assert!(bindings.has(1) && !bindings.has(2));
        bindings.set(1, Binding::Method);
        bindings.set(2, Binding::Method);
        assert_eq!(
            [0, 1, 2].map(|index| bindings.get(index)),
            [Binding::None, Binding::Method, Binding::None]
        );
    }

    #[test]
    fn a17_names_are_checked() {
        assert!(is_name("a.b.C_1/Do"));
        assert!(is_name(&"a".repeat(255)));
        for name in ["", "a b", "a\0", "a\n", "a\u{1b}", "ä", &"a".repeat(256)] {
            assert!(!is_name(name), "{name:?}");
        }
    }
}
