//! What can be typed behind `chat`.

use clap::{Parser, Subcommand};

/// Rooms to talk in.
#[derive(Debug, Parser)]
#[command(name = "chat")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, PartialEq, Eq, Subcommand)]
pub(crate) enum Command {
    /// Serve rooms, until Ctrl-C.
    Serve {
        /// Where to listen.
        #[arg(default_value = "127.0.0.1:5000")]
        address: String,
    },
    /// Talk in a room.
    Join {
        /// It is made if it is not there.
        room: String,
        /// What the others call you.
        #[arg(long = "as", value_name = "NAME")]
        name: String,
        /// Where the server is.
        #[arg(long, value_name = "TARGET", default_value = "mrpc://127.0.0.1:5000")]
        at: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, clap::Error> {
        Args::try_parse_from(line.split(' ')).map(|args| args.command)
    }

    #[test]
    fn the_two_commands_are_understood() {
        let address = "[::1]:0".to_owned();
        assert_eq!(parse("chat serve [::1]:0").unwrap(), Command::Serve { address });
        assert!(matches!(parse("chat serve").unwrap(), Command::Serve { .. }));
        let (room, name, at) = ("kitchen".to_owned(), "ann".to_owned(), "mrpc://far:1".to_owned());
        let join = Command::Join { room, name, at };
        assert_eq!(parse("chat join kitchen --as ann --at mrpc://far:1").unwrap(), join);
        assert!(parse("chat join kitchen").is_err());
    }
}
