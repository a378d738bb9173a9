//! The parser on noise: it returns, and every span is a slice of the text.
#![expect(clippy::arithmetic_side_effects, reason = "a test that slips fails")]

use proptest::prelude::*;

use super::tests::{EXAMPLE, parse};

/// What holds for every text: it returns, and every span is a slice of the text.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text);
    for report in &parsed.diagnostics {
        let patches = report.helps.iter().filter_map(|help| help.patch.as_ref());
        let edits = patches.flat_map(|patch| &patch.edits).map(|edit| edit.span);
        let labels = report.secondary.iter().map(|label| label.span);
        for span in edits.chain(labels).chain([report.primary.span]) {
            prop_assert!(text.get(span.range()).is_some(), "{report:?}");
        }
    }
    let spans = format!("{:?}", parsed.file);
    for (start, end) in span_numbers(&spans) {
        prop_assert!(text.get(start..end).is_some(), "{start}..{end} in {spans}");
    }
    Ok(())
}

/// The numbers of all spans in a tree that was printed.
fn span_numbers(tree: &str) -> Vec<(usize, usize)> {
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    let span = |at: &str| {
        let (_, start) = at.split_once("start: ")?;
        let (_, end) = start.split_once("end: ")?;
        Some((number(start)?, number(end)?))
    };
    tree.split("Span { ").skip(1).filter_map(span).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn noise_is_read(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn soup_of_tokens_is_read(words in prop::collection::vec(prop::sample::select(vec![
        "message", "A", "{", "}", ";", ":", "=", "1", "rpc", "(", ")", "->", "@", "[", "]", "\"", "\"a\"", "\n",
        "/// d\n", "//! f\n", "// c\n", "/*", "*/", "list", "<", ">", ",", "..", "..=", "oneof", "enum", "service",
        "reserved", "import", "package", "a.b", "optional", "stream", "throws", "returns", "é", "\u{202e}", "\r",
        "5sec", "-", "\\", "max", "to", "union", "error", "const", "edition", "proto", "as", "option", "?", "%",
    ]), 0..80)) {
        holds(&words.join(" "))?;
        holds(&words.concat())?;
    }

    #[test]
    fn damaged_files_are_read(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, "[{}();:@\"/*<>=a1\n\\[\\]-]{0,3}"), 1..6),
    ) {
        let mut chars: Vec<char> = EXAMPLE.chars().collect();
        for (at, length, replacement) in cuts {
            let at = at.index(chars.len().max(1)).min(chars.len());
            let end = (at + length).min(chars.len());
            chars.splice(at..end, replacement.chars());
        }
        holds(&chars.into_iter().collect::<String>())?;
    }
}
