//! Follows packages and imports until nothing is new.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};

use super::{Loader, ReadError, report};
use crate::ast::{self, ImportKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::lex::{self, Kind};
use crate::limit;
use crate::parse;
use crate::source::{Sources, Span};

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The files, by path.
    pub(crate) files: Vec<LoadedFile>,
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A file and what its imports lead to.
#[derive(Debug)]
pub(crate) struct LoadedFile {
    pub(crate) path: PathBuf,
    pub(crate) ast: ast::File,
    /// The name of its package; empty where it does not say.
    pub(crate) package: String,
    /// For each import of the file: the package, and the item where the path names one. `None` where it leads
    /// nowhere, which is reported.
    pub(crate) targets: Vec<Option<Target>>,
}

/// What `import` leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) package: String,
    /// The path is `package.Item`.
    pub(crate) is_item: bool,
}

/// Reads `entries`, or every file below the roots if there are none, and all that they need.
pub(crate) fn load(loader: &dyn Loader, entries: &[PathBuf]) -> Loaded {
    let mut work = Work { loader, loaded: Loaded::default(), seen: HashSet::new(), queue: VecDeque::new() };
    let index = work.index(entries);
    let everything: Vec<PathBuf>;
    let entries = if entries.is_empty() {
        everything = index.files.clone();
        &everything
    } else {
        entries
    };
    for entry in entries {
        work.read(entry);
    }
    let mut at = 0;
    while at < work.loaded.files.len() {
        work.follow(at, &index);
        at += 1;
        while let Some(path) = work.queue.pop_front() {
            work.read(&path);
        }
    }
    let mut loaded = work.loaded;
    loaded.files.sort_by(|a, b| a.path.cmp(&b.path));
    loaded
}

/// Which package each file below the roots belongs to.
#[derive(Default)]
struct Index {
    files: Vec<PathBuf>,
    packages: BTreeMap<String, Vec<PathBuf>>,
    /// The root of each file, by its identity.
    roots: HashMap<PathBuf, usize>,
    /// Links that leave their root.
    refused: Vec<String>,
}

struct Work<'a> {
    loader: &'a dyn Loader,
    loaded: Loaded,
    /// Identities of the files that were read, or tried.
    seen: HashSet<PathBuf>,
    queue: VecDeque<PathBuf>,
}

impl Work<'_> {
    fn index(&mut self, entries: &[PathBuf]) -> Index {
        let found = match self.loader.list() {
            Ok(found) => found,
            Err((path, error)) => {
                self.report_unreadable(&path, error);
                return Index::default();
            }
        };
        if found.len().max(entries.len()) > limit::FILES_MAX {
            self.report_too_many();
            return Index::default();
        }
        let mut index = Index::default();
        for file in found {
            if index.roots.insert(self.loader.identity(&file.path), file.root).is_some() {
                continue;
            }
            // What cannot be read matters only if somebody asks for it; then the import is reported.
            match self.loader.read(&file.path) {
                Ok(text) => {
                    if let Some(package) = package_line(&text) {
                        index.packages.entry(package).or_default().push(file.path.clone());
                    }
                }
                Err(ReadError::LeavesRoot) => index.refused.push(file.path.display().to_string()),
                Err(_) => {}
            }
            index.files.push(file.path);
        }
        index
    }

    fn read(&mut self, path: &Path) {
        if !self.seen.insert(self.loader.identity(path)) {
            return;
        }
        let text = match self.loader.read(path) {
            Ok(text) => text,
            Err(error) => return self.report_unreadable(path, error),
        };
        let source = self.loaded.sources.add(path.display().to_string(), text);
        let parsed = parse::file(source, self.loaded.sources.get(source).text());
        self.loaded.diagnostics.extend(parsed.diagnostics);
        let package = parsed.file.package.as_ref().map(|package| package.path.text()).unwrap_or_default();
        self.loaded.files.push(LoadedFile {
            path: path.to_owned(),
            ast: parsed.file,
            package,
            targets: Vec::new(),
        });
    }

    /// Queues the other files of the file's package and those of the packages that it imports.
    fn follow(&mut self, at: usize, index: &Index) {
        let Some(file) = self.loaded.files.get(at) else { return };
        let mut reports = Vec::new();
        let siblings = index.packages.get(&file.package).into_iter().flatten();
        self.queue.extend(siblings.cloned());
        reports.extend(self.two_roots(file, index));
        let mut targets = Vec::new();
        for import in &file.ast.imports {
            let target = match &import.kind {
                ImportKind::Proto(text) => {
                    reports.push(proto(text));
                    None
                }
                ImportKind::Path(path) => self.target(path, true, index, &mut reports),
                ImportKind::Names { package, .. } => self.target(package, false, index, &mut reports),
            };
            if let Some(target) = &target {
                self.queue.extend(index.packages.get(&target.package).into_iter().flatten().cloned());
            }
            targets.push(target);
        }
        self.loaded.diagnostics.append(&mut reports);
        if let Some(file) = self.loaded.files.get_mut(at) {
            file.targets = targets;
        }
    }

    fn target(
        &self,
        path: &ast::Path,
        may_be_item: bool,
        index: &Index,
        reports: &mut Vec<Diagnostic>,
    ) -> Option<Target> {
        let text = path.text();
        let text = text.trim_start_matches('.');
        // Packages of files outside the roots are known once such a file is read.
        let is_package = |name: &str| {
            index.packages.contains_key(name) || self.loaded.files.iter().any(|f| f.package == name)
        };
        if is_package(text) {
            return Some(Target { package: text.to_owned(), is_item: false });
        }
        match text.rsplit_once('.') {
            Some((package, _)) if may_be_item && is_package(package) => {
                Some(Target { package: package.to_owned(), is_item: true })
            }
            _ => {
                let packages = index.packages.keys().map(String::as_str);
                let roots = self.loader.roots();
                reports.push(report::not_found(text, path.span, &roots, packages, &index.refused));
                None
            }
        }
    }

    /// A package whose files lie below two roots is one that somebody else can add to.
    fn two_roots(&self, file: &LoadedFile, index: &Index) -> Option<Diagnostic> {
        let root = index.roots.get(&self.loader.identity(&file.path))?;
        let package = file.ast.package.as_ref()?;
        let siblings = index.packages.get(&file.package)?;
        let other = siblings
            .iter()
            .find(|path| index.roots.get(&self.loader.identity(path)).is_some_and(|other| other < root))?;
        let roots = self.loader.roots();
        let shown = |root: usize| roots.get(root).cloned().unwrap_or_default();
        let first = index.roots.get(&self.loader.identity(other)).copied().unwrap_or_default();
        Some(
            Diagnostic::new(
                Code::E0109,
                package.path.span,
                format!("package `{}` lies in two roots", file.package),
            )
            .label(format!("here below `{}`", shown(*root)))
            .note(format!("`{}` belongs to it too, below `{}`", other.display(), shown(first)))
            .help("keep all files of a package below one root, or give one of the two another name"),
        )
    }

    fn report_unreadable(&mut self, path: &Path, error: ReadError) {
        let report = report::unreadable(path, error, &mut self.loaded.sources);
        self.loaded.diagnostics.push(report);
    }

    fn report_too_many(&mut self) {
        let roots = self.loader.roots().join(", ");
        let span = Span::new(self.loaded.sources.add(roots.clone(), ""), 0..0);
        let title = format!("more than {} files below `{roots}`", limit::FILES_MAX);
        let report = Diagnostic::new(Code::E0113, span, title)
            .help("name a directory that holds schemas only: `roots = [\"idl\"]` in mrpc.toml");
        self.loaded.diagnostics.push(report);
    }
}

/// Reading `.proto` files is not built yet; a path that would leave the roots is refused already.
fn proto(path: &ast::Text) -> Diagnostic {
    match report::wrong_path(&path.value) {
        Some(why) => Diagnostic::new(Code::E0111, path.span, "this path cannot be imported")
            .label(why)
            .help("write the path from a root, as in `google/type/latlng.proto`"),
        None => Diagnostic::new(Code::E0110, path.span, "`.proto` files cannot be imported yet")
            .label("this version reads `.mrpc` files only")
            .help("write the messages that you need in an `.mrpc` file of their own package"),
    }
}

/// The package that a text says it belongs to, found without parsing it.
fn package_line(text: &str) -> Option<String> {
    let mut tokens = lex::tokens(text).filter(|token| !token.kind.is_comment());
    let word = |token: &lex::Token| token.kind == Kind::Word;
    // `package` stands where a declaration can begin: first, or behind a `;` or a closing parenthesis.
    let mut may_begin = true;
    loop {
        let token = tokens.next()?;
        let piece = text.get(token.range.clone())?;
        if may_begin && word(&token) && piece == "package" {
            break;
        }
        may_begin = matches!(piece, ";" | ")") || matches!(token.kind, Kind::Doc | Kind::FileDoc);
    }
    let mut name = String::new();
    for token in tokens {
        let piece = text.get(token.range.clone())?;
        if !word(&token) && piece != "." {
            break;
        }
        name.push_str(piece);
    }
    (!name.is_empty()).then_some(name)
}
