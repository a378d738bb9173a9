//! The command line.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

use super::peer::Peer;
use super::workload;

/// Measures calls beside other libraries, with the server and the load in processes of their own.
#[derive(Clone, Debug, Parser)]
#[command(name = "calls", args_conflicts_with_subcommands = true)]
pub struct Args {
    /// Short rounds: enough for a look, not for a claim.
    #[arg(long)]
    pub quick: bool,
    /// Who is measured; all without it.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PEER,..")]
    pub peers: Vec<Peer>,
    /// What is measured; all without it.
    #[arg(long, value_delimiter = ',', value_name = "WORKLOAD,..", value_parser = names())]
    pub workloads: Vec<String>,
    /// How often each has a turn.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub rounds: Option<u32>,
    /// Write the rows to this file.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Draw them into this file.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// What the program says to itself.
    #[command(subcommand)]
    pub role: Option<Role>,
}

/// What a process of this program does that another one started.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Role {
    /// Serves.
    #[command(hide = true)]
    Serve {
        /// As whom.
        #[arg(value_enum)]
        peer: Peer,
    },
    /// Does jobs.
    #[command(hide = true)]
    Load {
        /// As whom.
        #[arg(value_enum)]
        peer: Peer,
    },
}

fn names() -> PossibleValuesParser {
    workload::ALL.map(|workload| workload.name).into()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_as_documented() {
        Args::command().debug_assert();
        let line = "calls --quick --peers raw,raw-codec --workloads 1x64/0,stream/1M --json a.json";
        let args = Args::try_parse_from(line.split(' ')).expect("it is in the documentation");
        assert!(args.quick);
        assert_eq!(args.peers, [Peer::Raw, Peer::RawCodec]);
        assert_eq!(args.workloads, ["1x64/0", "stream/1M"]);
        assert!(Args::try_parse_from(["calls", "--workloads", "2x2/2"]).is_err());
    }
}
