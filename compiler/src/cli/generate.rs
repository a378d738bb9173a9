//! `mrpc-gen generate`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::Generate;
use super::check::counted;
use super::input::Input;
use super::next;
use crate::exit::{Exit, Failure};
use crate::generate::{Output, TREE_FILE, generate};
use crate::options::Options;
use crate::out::Out;
use crate::output::{State, leftovers};

pub(super) fn run(options: &Generate, config: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    let input = Input::find(&options.paths.paths, config)?;
    let compiled = input.compile();
    out.reports(&compiled.diagnostics, &compiled.sources)?;
    next::say(&compiled.diagnostics, &compiled.sources, &input, out)?;
    let Some(model) = &compiled.model else { return Ok(Exit::Mistakes) };
    let wanted = Options {
        json: !options.no_json,
        descriptors: !options.no_descriptors,
        client: !options.no_client,
        server: !options.no_server,
        mock: options.mock,
        ..Options::default()
    };
    let target = Target { directory: &options.out, outputs: generate(model, &wanted), out };
    if options.check { target.check() } else { target.write() }
}

/// A directory, and what shall be in it.
struct Target<'a> {
    directory: &'a Path,
    outputs: Vec<Output>,
    out: Out,
}

impl Target<'_> {
    /// Names what is not as it would be written.
    fn check(&self) -> Result<Exit, Failure> {
        let mut count = 0;
        let mut say = |path: &Path, what: &str| {
            count += 1;
            self.out.aside(&format!("{}: {what}", path.display()))
        };
        for output in &self.outputs {
            let path = self.directory.join(&output.path);
            match output.state(self.directory).map_err(|error| unreadable(&path, &error))? {
                State::Same => {}
                State::Absent => say(&path, "is missing")?,
                State::Stale => say(&path, "is not what the schema says")?,
                State::Foreign => say(&path, "was not generated")?,
            }
        }
        for path in self.leftovers()? {
            say(&path, "is not generated any more")?;
        }
        if count == 0 {
            self.out.remark(&format!("{} up to date", counted(self.outputs.len(), "file")))?;
            return Ok(Exit::Clean);
        }
        self.out.advice("help: to write them again: `mrpc-gen generate`")?;
        Ok(Exit::Mistakes)
    }

    fn write(&self) -> Result<Exit, Failure> {
        let tree = self.directory.join(TREE_FILE);
        let is_new = !tree.exists();
        // All or nothing, as far as that can be known before.
        for output in &self.outputs {
            let path = self.directory.join(&output.path);
            if output.state(self.directory).map_err(|error| unreadable(&path, &error))? == State::Foreign {
                let text = format!("`{}` is a file that mrpc-gen has not generated", path.display());
                return Err(
                    Failure::mistake(text).help("remove it, or choose another directory with `--out`")
                );
            }
        }
        let mut changed = 0;
        for output in &self.outputs {
            let failed = |error| unwritable(&self.directory.join(&output.path), &error);
            changed += usize::from(output.write(self.directory).map_err(failed)?);
        }
        let gone = self.leftovers()?;
        for path in &gone {
            fs::remove_file(path).map_err(|error| unwritable(path, &error))?;
        }
        let removed = if gone.is_empty() { String::new() } else { format!(", {} removed", gone.len()) };
        self.out.remark(&format!("{changed} of {} changed{removed}", counted(self.outputs.len(), "file")))?;
        if is_new && let Some(name) = self.directory.file_name() {
            let name = name.display();
            self.out
                .advice(&format!("help: to use it: `mod {name};` in the file above `{}`", tree.display()))?;
        }
        Ok(Exit::Clean)
    }

    fn leftovers(&self) -> Result<Vec<PathBuf>, Failure> {
        leftovers(self.directory, &self.outputs).map_err(|error| unreadable(self.directory, &error))
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::machine(format!("cannot read `{}`: {error}", path.display()))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::machine(format!("cannot write `{}`: {error}", path.display()))
}
