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
        None => out.bytes(&page().map_err(|error| Failure::machine(error.to_string()))?)?,
    }
    Ok(Exit::Clean)
}

fn page() -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    Man::new(command()).render(&mut text)?;
    Ok(text)
}

fn pages(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    clap_mangen::generate_to(command(), directory)
}
