//! Words and texts as our language writes them.

/// A text in quotes. What nobody sees is escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut result = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => result.extend(['\\', c]),
            ' '..='~' => result.push(c),
            c if c.is_alphanumeric() => result.push(c),
            c => result += &format!("\\u{{{:x}}}", u32::from(c)),
        }
    }
    result.push('"');
    result
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_nobody_sees_is_escaped() {
        assert_eq!(quoted("a\"b\\c\u{0}\u{202e}ü"), "\"a\\\"b\\\\c\\u{0}\\u{202e}ü\"");
    }
}
