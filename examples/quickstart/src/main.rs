//! A tour of mrpc in one minute: `cargo run -p quickstart`.
//!
//! It needs no server and no configuration. Today it shows what there is today, the language; it grows with
//! the project.
#![forbid(unsafe_code)]

mod show;

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use mrpc_idl::load::Disk;
use mrpc_idl::render::{Format, Style, list};
use mrpc_idl::{Compiled, compile};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let idl = Path::new("examples/quickstart/idl");
    // Shorter to read; the other is right wherever it is run.
    let idl = if idl.is_dir() { idl.to_owned() } else { Path::new(env!("CARGO_MANIFEST_DIR")).join("idl") };

    let right = idl.join("right");
    writeln!(out, "1. A schema, and what mrpc knows of it: {}/shop.mrpc\n", right.display())?;
    let schema = check(&right);
    match &schema.model {
        Some(model) => show::model(model, &mut out)?,
        None => write!(out, "{}", reports(&schema))?,
    }

    let wrong = idl.join("wrong");
    writeln!(out, "\n2. The same, written in a hurry: {}/shop.mrpc\n", wrong.display())?;
    write!(out, "{}", reports(&check(&wrong)))?;

    writeln!(out, "\nNow you: change a file and look again, or ask for more:")?;
    writeln!(out, "   cargo run -p mrpc-gen -- check {}", right.display())?;
    writeln!(out, "   cargo run -p mrpc-gen -- lint {}", right.display())?;
    writeln!(out, "   cargo run -p mrpc-gen -- explain E0706")
}

/// Everything below `root`, checked.
fn check(root: &Path) -> Compiled {
    compile(&Disk::new([root]), &[])
}

fn reports(schema: &Compiled) -> String {
    let style = Style { color: io::stdout().is_terminal(), ..Style::default() };
    list(&schema.diagnostics, &schema.sources, Format::Human, &style)
}
