//! What can be typed, and the help for it.

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use mrpc_idl::render::Format;

const AFTER: &str = "\
Examples:
  mrpc-gen check                      check everything below the roots of mrpc.toml
  mrpc-gen check idl/user.mrpc        check one file and what it needs
  mrpc-gen lint --fix                 apply every fix that is certain
  mrpc-gen fmt                        format in place
  mrpc-gen generate                   write Rust to src/generated
  mrpc-gen export --proto --out proto write .proto files for other languages
  mrpc-gen explain E0401              say more about an error

Configuration:
  The nearest mrpc.toml, in the directory of the first path (or else the current
  one) or above it. It names the roots, which are the directories that packages
  are looked for in, and the levels of lints:

    roots = [\"idl\"]
    [lints]
    style = \"warn\"          # a group: style (W01xx) or correctness (W02xx)
    W0213 = \"allow\"         # or one lint: allow, warn, deny

  Without one, the roots are the directories given; a file given is seen together
  with those beside it.

Exit codes:
  0  nothing to complain about
  1  something to put right: in a schema, in mrpc.toml, on the command line
  2  not your mistake: a file could not be written, or mrpc-gen itself is at fault";

const AFTER_CHECK: &str = "\
Examples:
  mrpc-gen check
  mrpc-gen check idl other/extra.mrpc
  mrpc-gen check google/type/latlng.proto
  mrpc-gen check --message-format json | jq -r .rendered

A package is needed whole: with a file come the others of its package and the
packages that they import, wherever they lie below the roots.";

const AFTER_LINT: &str = "\
Examples:
  mrpc-gen lint
  mrpc-gen lint --fix idl/user.mrpc
  mrpc-gen lint --deny-warnings       in CI

A lint is turned off for everything in mrpc.toml, or for one item with
`@allow(W0213)` before it. Warnings alone exit with 0.";

const AFTER_FMT: &str = "\
Examples:
  mrpc-gen fmt
  mrpc-gen fmt --check                in CI: shows what would change, exits with 1
  mrpc-gen fmt --stdin < in.mrpc      for editors

A file with syntax errors is reported and left alone.";

const AFTER_EXPORT: &str = "\
Examples:
  mrpc-gen export --proto idl/user.mrpc
  mrpc-gen export --proto --out proto

With --out, the files go where their packages say, as in demo/user/v1/user.proto,
together with all that they import. An imported .proto file is copied as it is.
Policies and constraints become options, which mrpc/options.proto defines.";

const AFTER_DESCRIPTORS: &str = "\
Examples:
  mrpc-gen descriptors --out schema.fds
  mrpc-gen descriptors idl/user.mrpc | protoc --decode_raw

The same as `protoc --include_imports --descriptor_set_out` for what
`mrpc-gen export --proto --lossy` writes.";

const AFTER_GENERATE: &str = "\
Examples:
  mrpc-gen generate
  mrpc-gen generate --out src/api idl
  mrpc-gen generate --check           in CI, where generated code is kept

Writes a file for each package, and a mod.rs with their modules. What is up to
date is left alone, what is not generated any more is removed, and a file that
mrpc-gen has not generated is never touched. From a build.rs, use mrpc-build.";

const AFTER_IMPORT: &str = "\
Examples:
  mrpc-gen import --only google/type/latlng.proto > latlng.mrpc
  mrpc-gen import --out idl google/pubsub/v1/pubsub.proto

A .proto file can be used as it is, too: `import proto \"google/type/latlng.proto\";`.
What .mrpc has no word for, such as options of other languages, is left out and
listed. No file is overwritten.";

const AFTER_EXPLAIN: &str = "\
Examples:
  mrpc-gen explain                    lists all codes
  mrpc-gen explain E0401";

const AFTER_COMPLETIONS: &str = "\
Examples:
  mrpc-gen completions bash > ~/.local/share/bash-completion/completions/mrpc-gen
  mrpc-gen completions zsh > ~/.zfunc/_mrpc-gen
  mrpc-gen completions fish > ~/.config/fish/completions/mrpc-gen.fish";

/// Checks, lints and formats .mrpc files, and generates Rust from them.
#[derive(Debug, Parser)]
#[command(name = "mrpc-gen", version, after_help = AFTER, max_term_width = 100)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The command line as a value, for completions and manual pages.
#[must_use]
pub fn command() -> clap::Command {
    Args::command()
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options for all commands")]
pub(crate) struct Global {
    /// How reports look: for people, a line each, or JSON as rustc prints it (on standard output)
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) message_format: MessageFormat,
    /// When to use colours; NO_COLOR and CLICOLOR are respected
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Use this file instead of the nearest mrpc.toml
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// Print reports only
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find mistakes
    #[command(after_help = AFTER_CHECK)]
    Check(Paths),
    /// Find what is allowed and still unwise
    #[command(after_help = AFTER_LINT)]
    Lint(Lint),
    /// Format files in place
    #[command(after_help = AFTER_FMT)]
    Fmt(Fmt),
    /// Write a schema as .proto files
    #[command(after_help = AFTER_EXPORT)]
    Export(Export),
    /// Write a schema as a FileDescriptorSet of protobuf
    #[command(after_help = AFTER_DESCRIPTORS)]
    Descriptors(Descriptors),
    /// Generate Rust
    #[command(after_help = AFTER_GENERATE)]
    Generate(Generate),
    /// Write .proto files again as .mrpc
    #[command(after_help = AFTER_IMPORT)]
    Import(Import),
    /// Say more about a code
    #[command(after_help = AFTER_EXPLAIN)]
    Explain {
        /// The code, as in E0401; without one, all codes are listed
        code: Option<String>,
    },
    /// Print completions for a shell
    #[command(after_help = AFTER_COMPLETIONS)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man {
        /// Write the pages of all commands to this directory instead
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Paths {
    /// Files, and directories that are searched for .mrpc files [default: the roots of mrpc.toml, or .]
    #[arg(value_name = "FILES|DIRS", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Lint {
    /// Apply the fixes that are certain, then report what remains
    #[arg(long)]
    pub(crate) fix: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) paths: Paths,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Fmt {
    /// Change nothing; show what would change, and exit with 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
    /// Format standard input to standard output
    #[arg(long, conflicts_with = "paths")]
    pub(crate) stdin: bool,
    #[command(flatten)]
    pub(crate) paths: Paths,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Write .proto files, in the language proto3
    // The only one so far; it is named so that another can come.
    #[arg(long, required = true)]
    pub(crate) proto: bool,
    /// Export closed enums as open ones, which proto3 has alone, and warn of it
    #[arg(long)]
    pub(crate) lossy: bool,
    /// Write all files below this directory; without it, one file is printed
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) paths: Paths,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Descriptors {
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) paths: Paths,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Generate {
    /// Write to this directory
    #[arg(long, value_name = "DIR", default_value = "src/generated", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// Leave JSON out: messages are then bytes only, and compile sooner
    #[arg(long)]
    pub(crate) no_json: bool,
    /// Leave out the descriptors, the description of each package as protobuf has it
    #[arg(long)]
    pub(crate) no_descriptors: bool,
    /// Leave out the clients of services
    #[arg(long)]
    pub(crate) no_client: bool,
    /// Leave out what serves services, and their traits
    #[arg(long)]
    pub(crate) no_server: bool,
    /// Add mocks of services, for tests; what serves them comes along
    #[arg(long)]
    pub(crate) mock: bool,
    /// Write nothing; name the files that are not up to date, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) paths: Paths,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// Write below this directory; one file alone goes to standard output without it
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Leave out the files that these import
    #[arg(long)]
    pub(crate) only: bool,
    /// The .proto files
    #[arg(required = true, value_name = "FILES", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum MessageFormat {
    #[default]
    Human,
    Short,
    Json,
}

impl From<MessageFormat> for Format {
    fn from(format: MessageFormat) -> Self {
        match format {
            MessageFormat::Human => Self::Human,
            MessageFormat::Short => Self::Short,
            MessageFormat::Json => Self::Json,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}
