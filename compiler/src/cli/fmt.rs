//! `mrpc-gen fmt`

use std::io::Read as _;
use std::path::Path;

use mrpc_idl::diagnostic::Diagnostic;
use mrpc_idl::limit::FILE_BYTES_MAX;
use mrpc_idl::render::Format;
use mrpc_idl::source::{SourceId, Sources};
use similar::TextDiff;

use super::args::Fmt;
use super::check::counted;
use super::input::{Input, is_proto};
use super::next;
use crate::exit::{Exit, Failure};
use crate::out::Out;
use crate::{front, write};

pub(super) fn run(options: &Fmt, config: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    if options.stdin {
        return stdin(options.check, out);
    }
    if let Some(other) = options.paths.paths.iter().find(|path| is_proto(path)) {
        return Err(Failure::mistake(format!("`{}` is not written in .mrpc", other.display()))
            .help("`mrpc-gen import` writes it again"));
    }
    let input = Input::find(&options.paths.paths, config)?;
    let mut run = Run { check: options.check, out, exit: Exit::Clean, changed: 0 };
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    for path in &input.files {
        match front::read(path, &mut sources) {
            Ok(id) => diagnostics.extend(run.file(path, id, &sources)?),
            Err(unreadable) => diagnostics.push(*unreadable),
        }
    }
    out.reports(&diagnostics, &sources)?;
    next::say(&diagnostics, &sources, &input, out)?;
    let what = if options.check { "would change" } else { "changed" };
    out.remark(&format!("{} of {} {what}", run.changed, counted(input.files.len(), "file")))?;
    let broken = if diagnostics.is_empty() { Exit::Clean } else { Exit::Mistakes };
    Ok(run.exit.max(broken))
}

struct Run {
    check: bool,
    out: Out,
    exit: Exit,
    changed: usize,
}

impl Run {
    /// Formats one file, or says why not.
    fn file(&mut self, path: &Path, id: SourceId, sources: &Sources) -> Result<Vec<Diagnostic>, Failure> {
        let old = sources.get(id).text();
        let errors = front::syntax_errors(id, old);
        if !errors.is_empty() {
            return Ok(errors);
        }
        let new = front::format(old);
        if new == old {
            return Ok(errors);
        }
        self.changed += 1;
        if self.check {
            self.exit = self.exit.max(Exit::Mistakes);
            show(sources.get(id).path(), old, &new, self.out)?;
        } else if let Err(error) = write::replace(path, new.as_bytes()) {
            self.changed -= 1;
            self.exit = Exit::Failed;
            // The other files can still be formatted.
            self.out.failure(&Failure::machine(format!("cannot write `{}`: {error}", path.display())));
        }
        Ok(errors)
    }
}

/// Shows what would change. Programs that read JSON get the names on the side.
fn show(path: &str, old: &str, new: &str, out: Out) -> Result<(), Failure> {
    if out.format == Format::Human {
        return out.text(&TextDiff::from_lines(old, new).unified_diff().header(path, path).to_string());
    }
    out.aside(&format!("{path}: would change"))
}

fn stdin(check: bool, out: Out) -> Result<Exit, Failure> {
    const NAME: &str = "<stdin>";
    let mut bytes = Vec::new();
    let input = std::io::stdin().lock();
    input
        .take(FILE_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::machine(format!("cannot read standard input: {error}")))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(Failure::mistake(format!("standard input is larger than {} MiB", FILE_BYTES_MAX >> 20)));
    }
    let old = String::from_utf8(bytes).map_err(|_| Failure::mistake("standard input is not UTF-8"))?;
    let mut sources = Sources::default();
    let id = sources.add(NAME, old.as_str());
    let errors = front::syntax_errors(id, &old);
    if !errors.is_empty() {
        out.reports(&errors, &sources)?;
        return Ok(Exit::Mistakes);
    }
    let new = front::format(&old);
    match (check, new == old) {
        (false, _) => out.text(&new).map(|()| Exit::Clean),
        (true, true) => Ok(Exit::Clean),
        (true, false) => show(NAME, &old, &new, out).map(|()| Exit::Mistakes),
    }
}
