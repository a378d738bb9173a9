//! Examples of schemas, written down so that a person can read them.
//!
//! An example is one text. Lines that begin with `//%` or `//---` are for this reader:
//!
//! ```text
//! //--- demo/a.mrpc              begins another file
//! //%repeat 3 f{i}: int32 = {n}; stands for three lines, with {i} = 0, 1, 2 and {n} = 1, 2, 3
//! //%files 3 p{i}.mrpc ⏎ …       stands for three files with what follows, to the next `//---`, in each
//! //%roots a b                   searches below these directories
//! //%check missing.mrpc          checks these files and what they need, not everything
//! ```

use std::path::PathBuf;

use mrpc_idl::diagnostic::Patch;
use mrpc_idl::explain::split;
use mrpc_idl::load::Memory;
use mrpc_idl::{Compiled, compile};

/// An example, ready to be compiled.
#[derive(Clone)]
pub(crate) struct Case {
    files: Vec<(String, String)>,
    roots: Vec<String>,
    entries: Vec<PathBuf>,
}

impl Case {
    pub(crate) fn read(text: &str) -> Self {
        let mut case = Self { files: Vec::new(), roots: Vec::new(), entries: Vec::new() };
        for (path, text) in split(text) {
            case.add(path, text);
        }
        case
    }

    /// The same for files that leave out their first two lines: they are of the package `t.v1`.
    pub(crate) fn items(text: &str) -> Self {
        let mut case = Self::read(text);
        for (_, text) in &mut case.files {
            if !text.starts_with("edition ") && !text.contains("\nedition ") {
                text.insert_str(0, "edition 2026;\npackage t.v1;\n");
            }
        }
        case
    }

    pub(crate) fn compile(&self) -> Compiled {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        compile(&Memory::new(files).below(&self.roots), &self.entries)
    }

    /// Its files as they are written, without those that stand for many.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(_, text)| text.as_str())
    }

    /// The example after `patch`, which belongs to a report about it.
    pub(crate) fn patched(&self, compiled: &Compiled, patch: &Patch) -> Self {
        let mut edits: Vec<_> = patch.edits.iter().collect();
        // From the last to the first, so that the places of the others stay right.
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut case = self.clone();
        for edit in edits {
            let path = compiled.sources.get(edit.span.source).path();
            let file = case.files.iter_mut().find(|(other, _)| other == path);
            let (_, text) = file.expect("a report points into a file of the example");
            text.replace_range(edit.span.range(), &edit.text);
        }
        case
    }

    fn add(&mut self, path: &str, text: &str) {
        let mut lines = String::new();
        let mut many = None;
        for line in text.split_inclusive('\n') {
            let Some((word, rest)) =
                line.trim_end().strip_prefix("//%").and_then(|rest| rest.split_once(' '))
            else {
                lines += line;
                continue;
            };
            let (count, pattern) = rest.split_once(' ').unwrap_or((rest, ""));
            let numbered = |count: &str| 0..count.parse::<usize>().expect("a number of times");
            match word {
                "repeat" => lines.extend(numbered(count).map(|at| filled(pattern, at) + "\n")),
                "files" => many = Some((numbered(count), pattern.to_owned())),
                "roots" => self.roots = rest.split(' ').map(str::to_owned).collect(),
                "check" => self.entries = rest.split(' ').map(PathBuf::from).collect(),
                other => panic!("there is no `//%{other}`"),
            }
        }
        match many {
            Some((numbers, path)) => {
                self.files.extend(numbers.map(|at| (filled(&path, at), filled(&lines, at))));
            }
            None if lines.trim().is_empty() => {}
            None => self.files.push((path.to_owned(), lines)),
        }
    }
}

fn filled(pattern: &str, at: usize) -> String {
    pattern.replace("{i}", &at.to_string()).replace("{n}", &(at + 1).to_string())
}
