//! Characters that would move the cursor, change its colour, or make a line read as another one.

use std::borrow::Cow;

/// The text with every such character written out, as in `\u{1b}`. Line breaks stay.
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    written_out(text, |c| c == '\n')
}

/// The same for texts that are one line: titles and paths.
pub(super) fn sanitize_line(text: &str) -> Cow<'_, str> {
    written_out(text, |_| false)
}

fn written_out(text: &str, is_kept: fn(char) -> bool) -> Cow<'_, str> {
    let is_bad = |c: char| is_hazard(c) && !is_kept(c);
    if !text.contains(is_bad) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_bad(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// JSON that says the same, with every such character as an escape. They stand only in its strings.
pub(super) fn sanitize_json(json: &str) -> String {
    if !json.contains(is_hazard) {
        return json.to_owned();
    }
    let mut shown = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if is_hazard(c) {
            shown.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// A piece of source, each character with its offset, and every such character replaced by one that is
/// visible. One stands for one, so columns stay; tabs and line breaks stay too.
pub(super) fn sanitize_source(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().map(|(at, c)| {
        let ends_line = c == '\r' && text[at..].starts_with("\r\n");
        (at, if ends_line { c } else { visible(c) })
    })
}

fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        // Unicode has pictures of these.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        c if is_hazard(c) => '\u{fffd}',
        c => c,
    }
}

/// Control characters, direction marks and overrides, line separators, and characters without any width
/// that do not belong to a script. Joiners stay: emoji and several scripts are written with them.
fn is_hazard(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{2028}' | '\u{2029}'
            | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}
