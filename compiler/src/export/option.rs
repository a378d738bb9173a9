//! Options as text.

use crate::descriptor::{Given, Setting};

/// An option, ready to be written.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) name: String,
    pub(super) value: Text,
}

/// A value, ready to be written.
#[derive(Debug)]
pub(super) enum Text {
    Word(String),
    /// The fields of a message.
    Block(Vec<(&'static str, Self)>),
}

impl Printed {
    pub(super) fn text(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), value: Text::Word(quoted(text)) }
    }
}

impl Text {
    /// All of it on one line.
    pub(super) fn in_line(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Block(parts) => {
                let parts: Vec<String> =
                    parts.iter().map(|(name, value)| format!("{name}: {}", value.in_line())).collect();
                format!("{{{}}}", parts.join(" "))
            }
        }
    }
}

/// The options of a declaration. `shortest` gives the name of one of ours as it is known there.
pub(super) fn printed(options: &[Setting], shortest: impl Fn(&str) -> String) -> Vec<Printed> {
    let name = |option: &Setting| {
        if option.is_ours() { format!("({})", shortest(option.name)) } else { option.name.to_owned() }
    };
    options.iter().map(|option| Printed { name: name(option), value: text(&option.value) }).collect()
}

fn text(value: &Given) -> Text {
    match value {
        Given::Bool(value) => Text::Word(value.to_string()),
        Given::Int(value) => Text::Word(value.to_string()),
        Given::Uint(value) => Text::Word(value.to_string()),
        Given::Double(value) if value.is_nan() => Text::Word("nan".to_owned()),
        // With a point or an exponent: no whole number is as large as a double.
        Given::Double(value) => Text::Word(format!("{value:?}")),
        Given::Text(text) => Text::Word(quoted(text)),
        Given::Word(word, _) => Text::Word((*word).to_owned()),
        Given::Message(settings) => {
            Text::Block(settings.iter().map(|setting| (setting.name, text(&setting.value))).collect())
        }
    }
}

/// A text in quotes, with the escapes of protobuf.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_ascii_control() => quoted.push_str(&format!("\\{:03o}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{quoted, text};
    use crate::descriptor::Given;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(quoted("a\"b\\c\nd\u{1}é"), r#""a\"b\\c\nd\001é""#);
    }

    #[test]
    fn fractions_stay_fractions() {
        for (value, written) in
            [(1.0, "1.0"), (1e30, "1e30"), (-0.5, "-0.5"), (f64::INFINITY, "inf"), (f64::NAN, "nan")]
        {
            assert_eq!(text(&Given::Double(value)).in_line(), written);
        }
    }
}
