//! `mrpc-gen completions` and `mrpc-gen man`

use std::fs;
use std::io;
use std::path::Path;

use clap_complete::Shell;
use clap_mangen::Man;

use super::args::command;
use crate::exit::{Exit, Failure};
use crate::out::Out;

pub(super) fn completions(shell: Shell, out: Out) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(), "mrpc-gen", &mut text);
    out.bytes(&text)?;
    Ok(Exit::Clean)
}

pub(super) fn man(directory: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    match directory {
        Some(directory) => pages(directory).map_err(|error| {
            Failure::machine(format!("cannot write the manual pages to `{}`: {error}", directory.display()))
        })?,
        None => out.text(&page(complete()).map_err(|error| Failure::machine(error.to_string()))?)?,
    }
    Ok(Exit::Clean)
}

fn pages(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let program = complete();
    for command in std::iter::once(&program).chain(program.get_subcommands()) {
        let file = Man::new(command.clone()).get_filename();
        fs::write(directory.join(file), page(command.clone())?)?;
    }
    Ok(())
}

/// The command line as the pages describe it: `help` has no page, since the pages are the help.
fn complete() -> clap::Command {
    let mut command = command().disable_help_subcommand(true);
    command.build();
    command
}

fn page(command: clap::Command) -> io::Result<String> {
    let mut text = Vec::new();
    Man::new(command).render(&mut text)?;
    Ok(sections(&String::from_utf8_lossy(&text)))
}

/// What the help says below its options arrives as one running text, "extra". Here its headings become
/// headings, and its lines stay lines.
fn sections(page: &str) -> String {
    let Some((head, extra)) = page.split_once(".SH EXTRA\n") else { return page.to_owned() };
    let line = |line: &str| match line.strip_suffix(':') {
        Some(heading) if !heading.starts_with(' ') => {
            format!(".fi\n.SH \"{}\"\n.nf\n", heading.to_uppercase())
        }
        _ if line.starts_with(".SH") => format!(".fi\n{line}\n"),
        _ => format!("{line}\n"),
    };
    head.to_owned() + &extra.lines().map(line).collect::<String>()
}
