//! What is between two braces: parts, each with what stands before it.

use pest::iterators::{Pair, Pairs};

use super::annotation::Pending;
use super::context::Context;
use super::grammar::Rule;
use crate::ast::Attrs;

impl Context<'_> {
    /// Hands on each part of a block with its attributes. Those that belong to nothing are reported.
    pub(super) fn block<'p>(
        &mut self,
        parts: Pairs<'p, Rule>,
        mut part: impl FnMut(&mut Self, Attrs, Pair<'p, Rule>),
    ) {
        let mut pending = Pending::default();
        for pair in parts {
            match pair.as_rule() {
                Rule::lbrace => {}
                Rule::doc | Rule::file_doc | Rule::annotation => self.attribute(&mut pending, pair),
                Rule::rbrace => self.dangling(&mut pending, "nothing follows it in this block"),
                Rule::reserved => {
                    self.dangling(&mut pending, "a `reserved` takes none");
                    part(self, Attrs::default(), pair);
                }
                _ => {
                    let attrs = pending.take();
                    part(self, attrs, pair);
                }
            }
        }
    }
}
