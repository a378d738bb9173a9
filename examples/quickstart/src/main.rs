//! A tour of mrpc in one minute: `cargo run -p quickstart`.
//!
//! It needs no server and no configuration. Today it shows what there is today, the language and its messages;
//! it grows with the project.
#![forbid(unsafe_code)]

mod message;
mod schema;
mod show;

use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use mrpc_idl::load::Disk;
use mrpc_idl::render::{Format, Style, list};
use mrpc_idl::{Compiled, compile};

fn main() -> Result<(), Box<dyn Error>> {
    tour(&mut io::stdout().lock())
}

fn tour(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let idl = Path::new("examples/quickstart/idl");
    // Shorter to read; the other is right wherever it is run.
    let idl = if idl.is_dir() { idl.to_owned() } else { Path::new(env!("CARGO_MANIFEST_DIR")).join("idl") };

    let right = idl.join("right");
    writeln!(out, "1. A schema, and what mrpc knows of it: {}/shop.mrpc\n", right.display())?;
    let schema = check(&right);
    match &schema.model {
        Some(model) => show::model(model, out)?,
        None => write!(out, "{}", reports(&schema))?,
    }

    writeln!(out, "\n2. One of its messages in Rust, as build.rs has made it:\n")?;
    write!(out, "{}", message::generated("Item"))?;
    writeln!(out, "\n3. A value that holds one, as bytes and as JSON, and what is wrong with another:\n")?;
    message::travel(out)?;

    let wrong = idl.join("wrong");
    writeln!(out, "\n4. The same schema, written in a hurry: {}/shop.mrpc\n", wrong.display())?;
    write!(out, "{}", reports(&check(&wrong)))?;

    writeln!(out, "\nNow you: change a file and look again, or ask for more:")?;
    writeln!(out, "   cargo run -p mrpc-gen -- check {}", right.display())?;
    writeln!(out, "   cargo run -p mrpc-gen -- lint {}", right.display())?;
    writeln!(out, "   cargo run -p mrpc-gen -- explain E0706")?;
    Ok(())
}

/// Everything below `root`, checked.
fn check(root: &Path) -> Compiled {
    compile(&Disk::new([root]), &[])
}

fn reports(schema: &Compiled) -> String {
    let style = Style { color: io::stdout().is_terminal(), ..Style::default() };
    list(&schema.diagnostics, &schema.sources, Format::Human, &style)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tour_shows_what_it_promises() {
        let mut out = Vec::new();
        super::tour(&mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        for seen in [
            "message AddRequest",
            "pub struct Item {",
            "16 bytes: ",
            "\"sku\": \"tea\"",
            "not valid: ",
            "error[E0301]",
        ] {
            assert!(out.contains(seen), "`{seen}` is not in:\n{out}");
        }
    }
}
