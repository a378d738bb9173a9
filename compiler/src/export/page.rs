//! Lines of text, indented, with blank ones where parts end.

use super::option::Text;

/// What is left of a line after this is broken.
const WIDTH: usize = 100;

/// A text that grows.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    depth: usize,
    /// A part has ended: a blank line follows, if anything but the end of the block does.
    has_gap: bool,
    /// A block has just begun, where no blank line belongs.
    is_first: bool,
}

impl Page {
    pub(super) fn line(&mut self, line: &str) {
        if std::mem::take(&mut self.has_gap) && !self.is_first {
            self.text.push('\n');
        }
        self.is_first = false;
        self.text.extend(std::iter::repeat_n("  ", self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A blank line, unless a block has just begun or is about to end.
    pub(super) fn gap(&mut self) {
        self.has_gap = true;
    }

    pub(super) fn indent(&mut self) {
        self.depth += 1;
        self.is_first = true;
    }

    pub(super) fn dedent(&mut self) {
        self.depth -= 1;
        self.has_gap = false;
        self.is_first = false;
    }

    /// Documentation, as comments.
    pub(super) fn comment(&mut self, docs: &[String]) {
        for line in docs {
            self.line(format!("// {line}").trim_end());
        }
    }

    /// Whether a line does not have to be broken.
    pub(super) fn fits(&self, line: &str) -> bool {
        self.depth * 2 + line.chars().count() <= WIDTH
    }

    /// A value on the line of its name, or on lines of its own.
    pub(super) fn broken(&mut self, start: &str, value: &Text, end: &str) {
        let line = format!("{start}{}{end}", value.in_line());
        match value {
            Text::Block(parts) if !self.fits(&line) => {
                self.line(&format!("{start}{{"));
                self.indent();
                for (name, value) in parts {
                    self.broken(&format!("{name}: "), value, "");
                }
                self.dedent();
                self.line(&format!("}}{end}"));
            }
            _ => self.line(&line),
        }
    }

    /// Words with commas between them, on as many lines as they need.
    pub(super) fn list(&mut self, start: &str, words: &[String], end: &str) {
        let mut line = start.to_owned();
        for (at, word) in words.iter().enumerate() {
            let mark = if at + 1 < words.len() { "," } else { end };
            let space = if at == 0 { "" } else { " " };
            if at > 0 && !self.fits(&format!("{line}{space}{word}{mark}")) {
                self.line(&line);
                line = "    ".to_owned();
            } else {
                line.push_str(space);
            }
            line.push_str(word);
            line.push_str(mark);
        }
        self.line(&line);
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}
