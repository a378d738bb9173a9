//! `mrpc-gen lint`

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use mrpc_idl::diagnostic::{Diagnostic, Severity};
use mrpc_idl::source::Sources;

use super::args::Lint;
use super::check::{counted, exit};
use super::input::Input;
use super::next;
use crate::exit::{Exit, Failure};
use crate::fix::Fixes;
use crate::out::Out;
use crate::{front, write};

/// A fix may make room for another. More rounds than this mean that two fixes undo each other.
const ROUNDS_MAX: usize = 8;

pub(super) fn run(options: &Lint, config: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    let input = Input::find(&options.paths.paths, config)?;
    let mut run = Run { input: &input, fixed: 0, fixed_files: HashSet::new() };
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
    if diagnostics.iter().any(|one| !one.code.is_lint()) {
        out.advice("note: errors come first; lints are reported when there are none")?;
    }
    next::say(&diagnostics, &sources, &input, out)?;
    if options.fix {
        let files = counted(run.fixed_files.len(), "file");
        out.remark(&format!("applied {} in {files}", plural_fixes(run.fixed)))?;
    }
    let exit = exit(&diagnostics);
    if diagnostics.is_empty() && !options.fix {
        out.remark(&format!("linted {}", counted(input.files.len(), "file")))?;
    }
    Ok(exit)
}

fn plural_fixes(count: usize) -> String {
    format!("{count} {}", if count == 1 { "fix" } else { "fixes" })
}

struct Run<'a> {
    input: &'a Input,
    fixed: usize,
    fixed_files: HashSet<PathBuf>,
}

impl Run<'_> {
    /// The mistakes of all files that were read, and the lints of those that were named.
    fn diagnose(&self) -> (Vec<Diagnostic>, Sources) {
        let compiled = self.input.compile();
        let mut diagnostics = front::lint(&compiled, &self.input.config.levels);
        diagnostics.retain(|one| self.input.has(&compiled.sources, one.primary.span.source));
        diagnostics.extend(compiled.diagnostics);
        (diagnostics, compiled.sources)
    }

    /// One round; whether anything has changed.
    fn fix(&mut self, diagnostics: &[Diagnostic], sources: &Sources) -> Result<bool, Failure> {
        let fixes = Fixes::choose(diagnostics, |id| self.input.has(sources, id));
        let mut changed = fixes.apply(sources);
        for (id, new) in &mut changed {
            let old = sources.get(*id);
            // A fix that does not even parse is our mistake, and the author's file is the last to suffer.
            if syntax_errors(new) > syntax_errors(old.text()) {
                return Err(Failure::machine(format!(
                    "a fix would break `{}`; nothing was changed",
                    old.path()
                ))
                .help("please report it, with the schema if you can share it"));
            }
            // A fix knows its own lines only, and may leave an empty one too many.
            if is_formatted(old.text()) {
                *new = front::format(new);
            }
        }
        for (id, new) in &changed {
            self.save(Path::new(sources.get(*id).path()), new)?;
        }
        self.fixed += fixes.count;
        Ok(!changed.is_empty())
    }

    fn save(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        write::replace(path, text.as_bytes())
            .map_err(|error| Failure::machine(format!("cannot write `{}`: {error}", path.display())))?;
        self.fixed_files.insert(path.to_owned());
        Ok(())
    }
}

fn is_formatted(text: &str) -> bool {
    syntax_errors(text) == 0 && front::format(text) == text
}

fn syntax_errors(text: &str) -> usize {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    front::syntax_errors(id, text).len()
}
