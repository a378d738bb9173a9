//! `mrpc-gen lint`

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use mrpc_idl::diagnostic::{Diagnostic, Severity};
use mrpc_idl::source::{SourceId, Sources};

use super::args::Lint;
use super::check::{counted, exit};
use super::input::Input;
use crate::exit::{Exit, Failure};
use crate::fix::Fixes;
use crate::out::Out;
use crate::{front, write};

/// A fix may make room for another. More rounds than this mean that two fixes undo each other.
const ROUNDS_MAX: usize = 8;

pub(super) fn run(options: &Lint, config: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    let input = Input::find(&options.paths.paths, config)?;
    let mut run = Run::new(&input)?;
    let (mut diagnostics, mut sources) = run.diagnose();
    if options.fix {
        for _ in 0..ROUNDS_MAX {
            if !run.fix(&diagnostics, &sources)? {
                break;
            }
            (diagnostics, sources) = run.diagnose();
        }
    }
    if options.deny_warnings {
        diagnostics.iter_mut().for_each(|one| one.severity = Severity::Error);
    }
    out.reports(&diagnostics, &sources)?;
    if options.fix {
        let files = counted(run.fixed_files.len(), "file");
        out.remark(&format!("applied {} in {files}", plural_fixes(run.fixed)))?;
    }
    let exit = exit(&diagnostics);
    if diagnostics.is_empty() && !options.fix {
        out.remark(&format!("linted {}", counted(run.files.len(), "file")))?;
    }
    Ok(exit)
}

fn plural_fixes(count: usize) -> String {
    format!("{count} {}", if count == 1 { "fix" } else { "fixes" })
}

struct Run<'a> {
    input: &'a Input,
    files: Vec<PathBuf>,
    /// The files without links, to compare with.
    real: HashSet<PathBuf>,
    fixed: usize,
    fixed_files: HashSet<PathBuf>,
}

impl<'a> Run<'a> {
    fn new(input: &'a Input) -> Result<Self, Failure> {
        let files = input.files()?;
        let real = files.iter().filter_map(|file| file.canonicalize().ok()).collect();
        Ok(Self { input, files, real, fixed: 0, fixed_files: HashSet::new() })
    }

    /// The mistakes of all files that were read, and the lints of those that were named.
    fn diagnose(&self) -> (Vec<Diagnostic>, Sources) {
        let compiled = front::compile(&self.input.config.roots, &self.files);
        let mut diagnostics = front::lint(&compiled, &self.input.config.levels);
        diagnostics.retain(|one| self.is_named(&compiled.sources, one.primary.span.source));
        diagnostics.extend(compiled.diagnostics);
        (diagnostics, compiled.sources)
    }

    fn is_named(&self, sources: &Sources, id: SourceId) -> bool {
        Path::new(sources.get(id).path()).canonicalize().is_ok_and(|path| self.real.contains(&path))
    }

    /// One round; whether anything has changed.
    fn fix(&mut self, diagnostics: &[Diagnostic], sources: &Sources) -> Result<bool, Failure> {
        let fixes = Fixes::choose(diagnostics, |id| self.is_named(sources, id));
        let changed = fixes.apply(sources);
        for (id, new) in &changed {
            let old = sources.get(*id);
            // A fix that does not even parse is our mistake, and the author's file is the last to suffer.
            if syntax_errors(new) > syntax_errors(old.text()) {
                return Err(Failure::machine(format!(
                    "a fix would break `{}`; nothing was changed",
                    old.path()
                ))
                .help("please report it, with the schema if you can share it"));
            }
        }
        for (id, new) in &changed {
            self.save(Path::new(sources.get(*id).path()), new)?;
        }
        self.fixed += fixes.count;
        Ok(!changed.is_empty())
    }

    fn save(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        write::replace(path, text)
            .map_err(|error| Failure::machine(format!("cannot write `{}`: {error}", path.display())))?;
        self.fixed_files.insert(path.to_owned());
        Ok(())
    }
}

fn syntax_errors(text: &str) -> usize {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    front::syntax_errors(id, text).len()
}
