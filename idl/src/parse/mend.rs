//! A text that was changed a little so that the grammar can read it, and the way back to what was written.
//!
//! ```text
//!   written:  message A { a: string = 1;⏎ message B { }
//!   mended:   message A { a: string = 1;}⏎ message B { }     one byte more; every later offset is one too large
//! ```
//!
//! A change covers bytes with as many others, or puts new ones between; it never takes bytes away. So the way
//! back is to subtract the number of bytes that were inserted before.

use std::borrow::Cow;
use std::ops::Range;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Writes ASCII over a range of the same length.
    Cover(Range<usize>, char),
    /// Puts one ASCII character before this offset.
    Insert(usize, char),
}

impl Change {
    fn at(&self) -> usize {
        match self {
            Self::Cover(range, _) => range.start,
            Self::Insert(at, _) => *at,
        }
    }
}

/// The changed text.
#[derive(Clone, Debug)]
pub(super) struct Mended<'t> {
    written: &'t str,
    text: Cow<'t, str>,
    /// Offsets in `text` of the characters that nobody wrote, ascending.
    inserted: Vec<usize>,
    /// Where the changes were made, in the text as written, ascending. All of them are reported.
    places: Vec<Range<usize>>,
}

impl<'t> Mended<'t> {
    /// `written` with `changes`, which do not overlap.
    pub(super) fn new(written: &'t str, mut changes: Vec<Change>) -> Self {
        changes.sort_by_key(Change::at);
        let mut mended =
            Self { written, text: Cow::Borrowed(written), inserted: Vec::new(), places: Vec::new() };
        if changes.is_empty() {
            return mended;
        }
        let mut text = String::with_capacity(written.len().saturating_add(changes.len()));
        let mut done = 0;
        for change in changes {
            text.push_str(written.get(done..change.at()).unwrap_or_default());
            done = done.max(change.at());
            match change {
                Change::Cover(range, filler) => {
                    text.extend(range.clone().map(|_| filler));
                    done = range.end;
                    mended.places.push(range);
                }
                Change::Insert(at, character) => {
                    mended.inserted.push(text.len());
                    text.push(character);
                    mended.places.push(at..at);
                }
            }
        }
        text.push_str(written.get(done..).unwrap_or_default());
        mended.text = Cow::Owned(text);
        mended
    }

    /// What to parse.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What the author wrote.
    pub(super) fn written(&self) -> &'t str {
        self.written
    }

    /// Where the byte `at` of the mended text stands in the text as written.
    pub(super) fn original(&self, at: usize) -> usize {
        at.saturating_sub(self.inserted.partition_point(|&inserted| inserted < at))
    }

    /// Whether nobody wrote the byte `at` of the mended text.
    pub(super) fn is_inserted(&self, at: usize) -> bool {
        self.inserted.binary_search(&at).is_ok()
    }

    /// Whether something in this range, of the text as written, was changed, and so is reported.
    pub(super) fn touches(&self, range: &Range<usize>) -> bool {
        let first = self.places.partition_point(|place| place.end < range.start);
        self.places.get(first).is_some_and(|place| place.start <= range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Mended};

    #[test]
    fn the_way_back() {
        let changes = vec![Change::Insert(5, '}'), Change::Cover(1..3, ' '), Change::Insert(5, '}')];
        let mended = Mended::new("abcdefg", changes);
        assert_eq!(mended.text(), "a  de}}fg");
        let back: Vec<_> = (0..=9).map(|at| mended.original(at)).collect();
        assert_eq!(back, [0, 1, 2, 3, 4, 5, 5, 5, 6, 7]);
        assert!(mended.is_inserted(6) && !mended.is_inserted(7));
        assert!(mended.touches(&(2..4)) && mended.touches(&(5..9)) && !mended.touches(&(6..7)));
    }
}
