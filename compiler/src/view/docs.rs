//! Documentation of a schema as documentation of Rust.
//!
//! Both are Markdown, but rustdoc reads more into it: code without a language is Rust and is run as a test, a name
//! in brackets is a link that must lead somewhere, an address should be a link, and `<T>` is HTML. So every code
//! block becomes text, names lead to what the schema has under them or lose their meaning, addresses become links,
//! and HTML is shown as it is written. The rest is left as its author wrote it.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// How often a text is looked at. What was HTML or a link is read anew once it is text.
const ROUNDS_MAX: usize = 8;

/// A text that rustdoc reads as its author meant it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Docs {
    pub(super) lines: Vec<String>,
    /// Whether it has a list, of whose indentation clippy has an opinion.
    pub(super) has_list: bool,
    /// Whether clippy would take some word in it for code.
    pub(super) has_code_word: bool,
}

/// A change to the text.
type Edit = (Range<usize>, String);

/// Makes `lines` safe. `resolve` gives the path in Rust of what a name in the schema means.
pub(super) fn clean(lines: &[String], resolve: &dyn Fn(&str) -> Option<String>) -> Docs {
    let mut text = trimmed(lines);
    let mut paths = BTreeSet::new();
    for _ in 0..ROUNDS_MAX {
        let mut reader = Reader::new(&text, resolve, &paths);
        reader.read();
        let Reader { mut edits, found, has_list, has_code_word, .. } = reader;
        if edits.is_empty() {
            let lines = text.lines().map(|line| line.trim_end().to_owned()).collect();
            return Docs { lines, has_list, has_code_word };
        }
        paths.extend(found);
        // From the last to the first, so that the places of the others stay right; of two that meet, the first.
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut end = 0;
        edits.retain(|(range, _)| {
            let is_apart = range.start >= end;
            end = if is_apart { range.end.max(range.start + 1) } else { end };
            is_apart
        });
        for (range, new) in edits.into_iter().rev() {
            text.replace_range(range, &new);
        }
    }
    Docs { lines: fenced(&text, "").lines().map(str::to_owned).collect(), ..Docs::default() }
}

/// Without empty lines around. Tabs would be code for Markdown and a complaint for clippy.
fn trimmed(lines: &[String]) -> String {
    let text = lines.iter().map(|line| line.replace('\t', "    ")).collect::<Vec<_>>().join("\n");
    text.trim_matches('\n').trim_end().to_owned()
}

/// `text` as a block of plain text, indented by `indent`.
fn fenced(text: &str, indent: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines: String = text.lines().map(|line| format!("{indent}{line}\n")).collect();
    format!("{indent}{fence}text\n{lines}{indent}{fence}\n")
}

struct Reader<'a> {
    text: &'a str,
    resolve: &'a dyn Fn(&str) -> Option<String>,
    /// Links that were made in an earlier round.
    paths: &'a BTreeSet<String>,
    found: BTreeSet<String>,
    edits: Vec<Edit>,
    has_list: bool,
    has_code_word: bool,
    /// How many links or images the text is in.
    links: usize,
    in_code: bool,
    /// Text that goes on.
    plain: Range<usize>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, resolve: &'a dyn Fn(&str) -> Option<String>, paths: &'a BTreeSet<String>) -> Self {
        Self {
            text,
            resolve,
            paths,
            found: BTreeSet::new(),
            edits: Vec::new(),
            has_list: false,
            has_code_word: false,
            links: 0,
            in_code: false,
            plain: 0..0,
        }
    }

    fn read(&mut self) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let resolve = self.resolve;
        // What leads nowhere is a link all the same here, so that it is met below like the others.
        let known = |link: BrokenLink<'_>| {
            let path = resolve(link.reference.trim_matches('`')).unwrap_or_default();
            Some((CowStr::from(path), CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(self.text, options, Some(known));
        for (event, range) in parser.into_offset_iter() {
            self.event(&event, range);
        }
        self.end_plain();
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Event::Text(text) = event
            && !self.in_code
            && self.text.get(range.clone()) == Some(text)
        {
            if self.plain.end != range.start {
                self.end_plain();
                self.plain.start = range.start;
            }
            self.plain.end = range.end;
            return;
        }
        self.end_plain();
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                self.code_block(kind, range);
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::Item) => self.has_list = true,
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.links += 1;
                self.link(*link_type, dest_url, range);
            }
            Event::Start(Tag::Image { .. }) => self.links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => self.links = self.links.saturating_sub(1),
            Event::Html(_) | Event::InlineHtml(_) => self.html(range),
            _ => {}
        }
    }

    /// Every `<` of it as the character.
    fn html(&mut self, range: Range<usize>) {
        let start = range.start;
        let found = self.text.get(range).unwrap_or_default().match_indices('<');
        self.edits.extend(found.map(|(at, _)| (start + at..start + at, "\\".to_owned())));
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let block = self.text.get(range.clone()).unwrap_or_default();
        match kind {
            CodeBlockKind::Fenced(info) if &**info == "text" => {}
            CodeBlockKind::Fenced(_) => {
                let line = block.lines().next().unwrap_or_default();
                let fence = line.trim_start_matches(['`', '~']);
                let from = range.start + line.len() - fence.len();
                self.edits.push((from..range.start + line.len(), "text".to_owned()));
            }
            CodeBlockKind::Indented => {
                let line_start =
                    self.text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
                let before = self.text.get(line_start..range.start).unwrap_or_default();
                if before.contains(|c| c != ' ') {
                    // Inside a quotation or right behind the mark of a list: all of the text is shown as it is.
                    self.edits.clear();
                    self.edits.push((0..self.text.len(), fenced(self.text, "")));
                    return;
                }
                let own = block.len() - block.trim_start_matches(' ').len();
                let depth = before.len() + own;
                let indent = " ".repeat(depth.saturating_sub(4));
                let lines = block.trim_end().lines().enumerate().map(|(at, line)| {
                    let depth = if at == 0 { own } else { depth };
                    let cut = line.len() - line.trim_start_matches(' ').len();
                    line.get(cut.min(depth)..).unwrap_or_default()
                });
                let content = lines.collect::<Vec<_>>().join("\n");
                self.edits.push((line_start..range.end, fenced(&content, &indent)));
            }
        }
    }

    fn link(&mut self, kind: LinkType, target: &str, range: Range<usize>) {
        let is_web = ["http://", "https://", "mailto:", "#"].iter().any(|start| target.starts_with(start));
        if is_web || kind == LinkType::Email || self.paths.contains(target) {
            return;
        }
        let whole = self.text.get(range.clone()).unwrap_or_default();
        let path = match kind {
            LinkType::Inline => (self.resolve)(target.trim_matches('`')),
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => {
                Some(target.to_owned()).filter(|path| !path.is_empty())
            }
            _ => None,
        };
        let Some(path) = path else {
            // The bracket itself, so that what is inside is read as any text.
            self.edits.push((range.start..range.start, "\\".to_owned()));
            return;
        };
        let label = whole.trim_start_matches('[').split(']').next().unwrap_or_default();
        self.found.insert(path.clone());
        // A link that says what its label says is one that clippy's neighbour would have shorter.
        let new =
            if label.trim_matches('`') == path { format!("[{label}]") } else { format!("[{label}]({path})") };
        if new != whole {
            self.edits.push((range, new));
        }
    }

    fn end_plain(&mut self) {
        let range = std::mem::replace(&mut self.plain, 0..0);
        let text = self.text.get(range.clone()).unwrap_or_default();
        // A mark of code that nothing closes.
        for (at, _) in text.match_indices('`') {
            let at = range.start + at;
            if !self.text.get(..at).is_some_and(|before| before.ends_with('\\')) {
                self.edits.push((at..at, "\\".to_owned()));
            }
        }
        self.has_code_word |= text.split_whitespace().any(is_code_word);
        if self.links > 0 {
            return;
        }
        for start in ["http://", "https://"] {
            for (at, _) in text.match_indices(start) {
                let rest = text.get(at..).unwrap_or_default();
                let end = rest.find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(rest.len());
                let url = rest.get(..end).unwrap_or_default().trim_end_matches(|c| ".,;:!?)]'*_".contains(c));
                if url.len() > start.len() {
                    let at = range.start + at;
                    self.edits.push((at..at + url.len(), format!("<{url}>")));
                }
            }
        }
    }
}

/// What clippy takes for a name out of code: more than it does, since that only spares a word of ours.
fn is_code_word(word: &str) -> bool {
    let is_mixed = word
        .chars()
        .zip(word.chars().skip(1))
        .any(|(a, b)| a.is_alphanumeric() && !a.is_uppercase() && b.is_uppercase());
    // As in `ETags`.
    let has_capitals =
        word.chars().filter(|c| c.is_uppercase()).count() > 1 && word.contains(char::is_lowercase);
    is_mixed || has_capitals || word.contains(['_', ':', '/'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let resolve = |name: &str| match name {
            "User" => Some("User".to_owned()),
            "common.Money" => Some("super::common::Money".to_owned()),
            _ => None,
        };
        assert_eq!(clean(&lines, &resolve).lines.join("\n"), expected, "of {text:?}");
    }

    #[test]
    fn prose_stays() {
        for text in ["", "A user.", "*One* and\ntwo `three<T>`.\n\n- a\n- b\n  more", "# Title\n\n1 < 2 & x"]
        {
            check(text, text);
        }
        check("\na\n  b\n\n", "a\n  b");
    }

    #[test]
    fn code_is_text() {
        check("```\nx\n```", "```text\nx\n```");
        check("```rust,should_panic\nx\n```", "```text\nx\n```");
        check("~~~~ json\nx", "~~~~text\nx");
        check("a\n\n    let x;\n      y\n\n    z\nb", "a\n\n```text\nlet x;\n  y\n\nz\n```\nb");
        check("- a\n\n      code", "- a\n\n  ```text\n  code\n  ```");
        check("    ```\n    x", "````text\n```\nx\n````");
        check(">     code", "```text\n>     code\n```");
    }

    #[test]
    fn names_lead_somewhere_or_nowhere() {
        check("A [User] and [`User`].", "A [User] and [`User`].");
        check("[common.Money]", "[common.Money](super::common::Money)");
        check("[x] and [x][y], [x](y), [0..5]", "\\[x] and \\[x]\\[y], \\[x](y), \\[0..5]");
        check("[an account](User)", "[an account](User)");
        check(
            "[it](https://a.b) and [it][1]\n\n[1]: https://a.b",
            "[it](https://a.b) and [it][1]\n\n[1]: https://a.b",
        );
        check("- [ ] do\n- [x] done", "- [ ] do\n- [x] done");
    }

    #[test]
    fn addresses_are_links_and_html_is_text() {
        check("See https://a.b/c_d?e=f.", "See <https://a.b/c_d?e=f>.");
        check("<https://a.b> `https://a.b`", "<https://a.b> `https://a.b`");
        check("A list<T> of <b>things</b>", "A list\\<T> of \\<b>things\\</b>");
        check("`unclosed", "\\`unclosed");
        check("\\`escaped", "\\`escaped");
        check("<div>\n[x]\n</div>", "\\<div>\n\\[x]\n\\</div>");
    }
}
