//! `mrpc-gen import`

use std::io;
use std::path::Path;

use mrpc_idl::diagnostic::Severity;

use super::args::Import;
use super::check::counted;
use super::input::{Input, is_proto};
use super::next;
use crate::exit::{Exit, Failure};
use crate::import::{Written, write};
use crate::out::Out;
use crate::{front, write as disk};

pub(super) fn run(options: &Import, config: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    if let Some(other) = options.files.iter().find(|path| !is_proto(path)) {
        return Err(Failure::mistake(format!("`{}` is no .proto file", other.display()))
            .help("name the files to import, as in `mrpc-gen import google/type/latlng.proto`"));
    }
    let input = Input::find(&options.files, config)?;
    let compiled = input.compile();
    out.reports(&compiled.diagnostics, &compiled.sources)?;
    next::say(&compiled.diagnostics, &compiled.sources, &input, out)?;
    let Some(model) = &compiled.model else { return Ok(Exit::Mistakes) };
    let all = write(model);
    let again = front::compile_texts(all.iter().map(|one| (one.path.as_str(), one.text.as_str())));
    if again.diagnostics.iter().any(|one| one.severity == Severity::Error) {
        out.reports(&again.diagnostics, &again.sources)?;
        return Err(Failure::mistake("what these files say cannot be written as .mrpc; nothing was written").help(
            "keep the .proto files: `import proto` uses them as they are. The reports show what was tried",
        ));
    }
    let is_wanted = |one: &&Written| !options.only || input.has(&compiled.sources, model[one.id].source);
    let wanted: Vec<&Written> = all.iter().filter(is_wanted).collect();
    match (&options.out, wanted.as_slice()) {
        (_, []) => {
            return Err(Failure::mistake("these files come with protobuf, and can be imported as they are"));
        }
        (Some(directory), wanted) => to_directory(wanted, directory, out)?,
        (None, [one]) => out.text(&one.text)?,
        (None, many) => {
            return Err(Failure::mistake(format!(
                "there are {} to write, with what is imported",
                counted(many.len(), "file")
            ))
            .help("say where with `--out DIR`, or write one alone with `--only`"));
        }
    }
    for one in wanted.iter().filter(|one| !one.dropped.is_empty()) {
        out.remark(&format!("{}: left out {}", one.path, one.dropped.join(", ")))?;
    }
    Ok(Exit::Clean)
}

/// Nothing is written if a file is there already that says something else.
fn to_directory(wanted: &[&Written], directory: &Path, out: Out) -> Result<(), Failure> {
    let mut new = Vec::new();
    for one in wanted {
        let path = directory.join(&one.path);
        match std::fs::read(&path) {
            Ok(old) if old == one.text.as_bytes() => {}
            Ok(_) => {
                return Err(Failure::mistake(format!(
                    "`{}` is there already, and says something else",
                    path.display()
                ))
                .help("remove it, or say another directory; nothing was written"));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => new.push((path, &one.text)),
            Err(error) => return Err(Failure::machine(format!("cannot read `{}`: {error}", path.display()))),
        }
    }
    for (path, text) in &new {
        disk::create(path, text.as_bytes())
            .map_err(|error| Failure::machine(format!("cannot write `{}`: {error}", path.display())))?;
    }
    out.remark(&format!("wrote {} below {}", counted(new.len(), "file"), directory.display()))
}
