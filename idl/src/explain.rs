//! What `mrpc-gen explain` tells about a code: its page, and the pair of schemas that the tests run.

use crate::code::Code;

/// The name of the part of an example that stands before the first header.
pub const FIRST_FILE: &str = "main.mrpc";

/// A page of Markdown that reads well in a terminal.
#[must_use]
pub fn explain(code: Code) -> String {
    let files = code.files();
    let mut page = format!("{code}: {}\n", code.title());
    if !files.page.trim().is_empty() {
        page += &format!("\n{}\n", files.page.trim());
    }
    page += &example("Wrong:", "mrpc", &split(files.bad));
    page += &example("What mrpc-gen says:", "text", &[(FIRST_FILE, files.report)]);
    page += &example("Right:", "mrpc", &split(files.good));
    page
}

/// The files under a heading; nothing if they are empty.
fn example(heading: &str, language: &str, files: &[(&str, &str)]) -> String {
    if files.iter().all(|(_, text)| text.trim().is_empty()) {
        return String::new();
    }
    let block = |text: &str| format!("\n```{language}\n{}\n```\n", text.trim_end());
    let named = |&(path, text): &(&str, &str)| match files {
        [_] => block(text),
        _ => format!("\n`{path}`:\n{}", block(text)),
    };
    format!("\n{heading}\n{}", files.iter().map(named).collect::<String>())
}

/// An example as the files it consists of. A line `//--- path/name.mrpc` begins the file of that name; what
/// stands before the first such line is [`FIRST_FILE`].
#[must_use]
pub fn split(text: &str) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    let (mut path, mut start, mut at) = (FIRST_FILE, 0, 0);
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if let Some(name) = line.strip_prefix("//--- ") {
            files.push((path, &text[start..at]));
            (path, start) = (name.trim(), next);
        }
        at = next;
    }
    files.push((path, &text[start..]));
    // An example may begin with a header.
    if files.len() > 1 && files[0].1.trim().is_empty() {
        files.remove(0);
    }
    files
}

#[cfg(test)]
mod tests {
    use super::{explain, split};
    use crate::code::Code;

    #[test]
    fn text_without_a_header_is_the_first_file() {
        assert_eq!(split("edition 2026;\n"), [("main.mrpc", "edition 2026;\n")]);
        assert_eq!(split(""), [("main.mrpc", "")]);
    }

    #[test]
    fn headers_begin_files() {
        let text = "one\n//--- a/b.mrpc\ntwo\nthree\n//--- c.mrpc\nfour";
        assert_eq!(split(text), [("main.mrpc", "one\n"), ("a/b.mrpc", "two\nthree\n"), ("c.mrpc", "four")]);
    }

    #[test]
    fn a_first_header_leaves_no_empty_file() {
        assert_eq!(split("//--- a.mrpc\none\n"), [("a.mrpc", "one\n")]);
        assert_eq!(split("//--- a.mrpc"), [("a.mrpc", "")]);
    }

    #[test]
    fn a_comment_that_only_looks_like_a_header_is_text() {
        assert_eq!(split("//---\n  //--- a.mrpc\n").len(), 1);
    }

    #[test]
    fn every_code_has_a_page_with_its_title() {
        for &code in Code::ALL {
            assert!(explain(code).starts_with(&format!("{code}: {}\n", code.title())));
        }
    }
}
