//! What a line means that somebody has typed.

/// What a line means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Input<'a> {
    Nothing,
    Say(&'a str),
    Rooms,
    Who,
    Quit,
    /// It looks like a command, and is none.
    Unknown(&'a str),
}

/// What there is to type.
pub(crate) const HELP: &str = "/rooms lists the rooms, /who tells who is in this one, /quit leaves";

impl<'a> Input<'a> {
    pub(crate) fn of(line: &'a str) -> Self {
        match line.trim() {
            "" => Self::Nothing,
            "/rooms" => Self::Rooms,
            "/who" => Self::Who,
            "/quit" => Self::Quit,
            command if command.starts_with('/') => Self::Unknown(command),
            text => Self::Say(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_begin_with_a_slash() {
        for (line, expected) in [
            ("  ", Input::Nothing),
            ("hello all ", Input::Say("hello all")),
            ("a /quit", Input::Say("a /quit")),
            ("/rooms", Input::Rooms),
            (" /who\r", Input::Who),
            ("/quit", Input::Quit),
            ("/exit now", Input::Unknown("/exit now")),
        ] {
            assert_eq!(Input::of(line), expected, "{line:?}");
        }
    }
}
