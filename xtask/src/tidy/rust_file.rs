//! A Rust file, split into what the compiler reads and what people read.
//!
//! Not a parser: a scanner that knows comments, strings and characters, so that a rule about code never fires
//! on prose or on a string, and a rule about comments never fires on code.

use super::tree;

/// A scanned file. All lines count from 1.
#[derive(Debug)]
pub(crate) struct RustFile {
    pub(crate) path: String,
    /// The text with comments, strings and characters blanked; lines and columns are those of the file.
    pub(crate) code: String,
    pub(crate) comments: Vec<Comment>,
    raw: String,
    /// Whether a line, from 0, is test code.
    is_test: Vec<bool>,
}

/// One `//` line or one `/* */` block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) line: usize,
    /// `///`, `//!`, `/**` or `/*!`.
    pub(crate) is_doc: bool,
    /// With its slashes.
    pub(crate) text: String,
}

impl RustFile {
    pub(crate) fn parse(path: &str, text: &str) -> Self {
        let (code, comments) = split(text);
        let is_test = test_lines(&code, tree::is_test(path));
        Self { path: path.to_owned(), code, comments, raw: text.to_owned(), is_test }
    }

    /// Lines of code, numbered.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// Lines of code that users can run, numbered.
    pub(crate) fn shipped_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(|(line, _)| !self.is_test_line(*line))
    }

    /// Lines as written, numbered.
    pub(crate) fn raw_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.raw.lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// Whether `line` is in a test file or under `#[cfg(test)]`.
    pub(crate) fn is_test_line(&self, line: usize) -> bool {
        self.is_test.get(line.saturating_sub(1)).copied().unwrap_or(false)
    }
}

/// Whether `needle` stands in `line` as a path or a word of its own: not preceded by a letter, digit or `_`.
pub(crate) fn has_word(line: &str, needle: &str) -> bool {
    line.match_indices(needle).any(|(at, _)| !line.get(..at).unwrap_or_default().ends_with(is_word))
}

/// The line on which byte `at` of `text` is.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Whether `c` can be in an identifier.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn split(text: &str) -> (String, Vec<Comment>) {
    let bytes = text.as_bytes();
    let mut code = Vec::with_capacity(bytes.len());
    let mut comments = Vec::new();
    let mut line = 1;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let after_word =
            at.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(|last| is_word_byte(*last));
        let hidden = if let Some(len) = comment_len(rest) {
            let text = String::from_utf8_lossy(rest.get(..len).unwrap_or_default()).into_owned();
            comments.push(Comment { line, is_doc: is_doc(&text), text });
            len
        } else if let Some(len) = string_len(rest).filter(|_| byte == b'"' || !after_word) {
            len
        } else {
            char_len(rest).unwrap_or(0)
        };
        if hidden == 0 {
            line += usize::from(byte == b'\n');
            code.push(byte);
            at += 1;
            continue;
        }
        for byte in rest.iter().take(hidden) {
            line += usize::from(*byte == b'\n');
            code.push(if *byte == b'\n' { b'\n' } else { b' ' });
        }
        at += hidden;
    }
    (String::from_utf8_lossy(&code).into_owned(), comments)
}

fn comment_len(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"//") {
        return Some(rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with(b"/*") {
        return None;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match rest.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    Some(rest.len())
}

fn is_doc(comment: &str) -> bool {
    let line = comment.starts_with("//!") || comment.starts_with("///") && !comment.starts_with("////");
    let block = comment.starts_with("/*!") || comment.starts_with("/**") && !comment.starts_with("/**/");
    line || block
}

/// `"…"` and `r#"…"#`, with the prefixes `b` and `c`.
fn string_len(rest: &[u8]) -> Option<usize> {
    let prefix = rest.iter().take(2).take_while(|byte| matches!(byte, b'b' | b'c' | b'r')).count();
    let is_raw = prefix > 0 && rest.get(prefix - 1) == Some(&b'r');
    let hashes = if is_raw { rest.iter().skip(prefix).take_while(|byte| **byte == b'#').count() } else { 0 };
    let open = prefix + hashes;
    if rest.get(open) != Some(&b'"') {
        return None;
    }
    let mut at = open + 1;
    while let Some(byte) = rest.get(at) {
        let closes =
            || rest.get(at + 1..at + 1 + hashes).is_some_and(|tail| tail.iter().all(|byte| *byte == b'#'));
        match byte {
            b'\\' if !is_raw => at += 2,
            b'"' if closes() => return Some(at + 1 + hashes),
            _ => at += 1,
        }
    }
    Some(rest.len())
}

/// `'x'`, but not the lifetime `'x`.
fn char_len(rest: &[u8]) -> Option<usize> {
    let (b'\'', body) = rest.split_first()? else {
        return None;
    };
    if body.first() == Some(&b'\\') {
        let close = body.iter().skip(2).position(|byte| *byte == b'\'')?;
        return Some(close + 4);
    }
    // A character is at most four bytes long.
    let text = String::from_utf8_lossy(body.get(..body.len().min(5)).unwrap_or_default()).into_owned();
    let first = text.chars().next()?;
    (body.get(first.len_utf8()) == Some(&b'\'')).then(|| first.len_utf8() + 2)
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Marks every line of a test file, or those of each item under `#[cfg(test)]`.
fn test_lines(code: &str, whole: bool) -> Vec<bool> {
    let mut marks = vec![whole; code.lines().count()];
    for (start, attribute) in code.match_indices("#[cfg(test)]") {
        let end = start + item_len(code.get(start + attribute.len()..).unwrap_or_default()) + attribute.len();
        let lines = line_of(code, start)..=line_of(code, end.saturating_sub(1));
        for line in lines {
            if let Some(mark) = marks.get_mut(line - 1) {
                *mark = true;
            }
        }
    }
    marks
}

/// How far the item goes that starts here: to its `;`, or to the `}` that closes its first `{`.
fn item_len(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + 1,
            b'}' => depth -= 1,
            b';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        RustFile::parse("a.rs", text).code
    }

    #[test]
    fn strings_comments_and_characters_are_blanked() {
        assert_eq!(code("a(\"}//\") // b"), "a(     )     ");
        assert_eq!(code("r#\"a\"b\"# c"), "         c");
        assert_eq!(code("b\"a\\\"\" c"), "       c");
        assert_eq!(code("['{', '\\'', 'é'] 'a"), "[   ,     ,     ] 'a");
        assert_eq!(code("/* a /* b */ c */ d"), "                  d");
        assert_eq!(code("r#fn for\"x\""), "r#fn for   ");
    }

    #[test]
    fn lines_stay_where_they_are() {
        assert_eq!(code("\"a\nb\"\nc"), "  \n  \nc");
        let file = RustFile::parse("a.rs", "//! d\n// c\n/* x\ny */ z\n//// not doc\n");
        let seen: Vec<_> = file.comments.iter().map(|comment| (comment.line, comment.is_doc)).collect();
        assert_eq!(seen, [(1, true), (2, false), (3, false), (5, false)]);
    }

    #[test]
    fn an_unfinished_file_is_scanned_to_its_end() {
        for text in ["\"a", "r#\"a\"", "/* a", "'", "'\\", "\"\\", "b'", "é'"] {
            assert_eq!(code(text).len(), text.len(), "{text}");
        }
    }

    #[test]
    fn items_under_cfg_test_are_tests() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { if x {} }\n}\nfn c() {}\n#[cfg(test)]\nuse d;\nfn e() {}";
        let file = RustFile::parse("a.rs", text);
        let shipped: Vec<_> = file.shipped_lines().map(|(line, _)| line).collect();
        assert_eq!(shipped, [1, 6, 9]);
    }

    #[test]
    fn a_test_file_is_a_test_throughout() {
        assert_eq!(RustFile::parse("idl/src/name/tests.rs", "fn a() {}").shipped_lines().count(), 0);
    }

    #[test]
    fn words_do_not_start_inside_words() {
        assert!(has_word("a::sleep(b)", "sleep(") && has_word("sleep(b)", "sleep("));
        assert!(!has_word("oversleep(b)", "sleep("));
    }
}
