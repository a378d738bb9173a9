//! Follows packages and imports until nothing is new.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};

use super::{Found, Loader, ReadError, report};
use crate::ast::{self, ImportKind};
use crate::diagnostic::Diagnostic;
use crate::lex::{self, Kind};
use crate::limit;
use crate::name::Guesses;
use crate::parse;
use crate::source::{Sources, Span};

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The files, by path.
    pub(crate) files: Vec<LoadedFile>,
    /// The `.proto` files that were asked for, which are not read here.
    pub(crate) protos: Vec<PathBuf>,
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A file and what its imports lead to.
#[derive(Debug)]
pub(crate) struct LoadedFile {
    pub(crate) path: PathBuf,
    /// The root that it lies below, if any.
    pub(crate) root: Option<usize>,
    pub(crate) ast: ast::File,
    /// The name of its package; empty where it does not say.
    pub(crate) package: String,
    /// For each import of the file: the package, and the item where the path names one. `None` where it leads
    /// nowhere, which is reported.
    pub(crate) targets: Vec<Option<Target>>,
    /// Its imports of `.proto` files, by their place in the file. Their targets are found when these are read.
    pub(crate) protos: Vec<usize>,
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
    let mut work = Work {
        loader,
        loaded: Loaded::default(),
        packages: HashSet::new(),
        queued: HashSet::new(),
        seen: HashSet::new(),
        queue: VecDeque::new(),
        guesses: Guesses::default(),
    };
    let Some(index) = work.index(entries) else { return work.loaded };
    // In their own order, whatever the order they were named in: reports come in the order of reading.
    let mut entries: Vec<&Path> = entries.iter().map(PathBuf::as_path).collect();
    if entries.is_empty() {
        entries = index.files.iter().map(PathBuf::as_path).collect();
    }
    entries.sort_unstable();
    for entry in entries {
        match is_proto(entry) {
            true => work.loaded.protos.push(entry.to_owned()),
            false => work.read(entry, &index),
        }
    }
    let mut at = 0;
    while at < work.loaded.files.len() {
        work.follow(at, &index);
        at += 1;
        while let Some(path) = work.queue.pop_front() {
            work.read(&path, &index);
        }
    }
    work.loaded.files.sort_by(|a, b| a.path.cmp(&b.path));
    let two_roots = two_roots(&work.loaded.files, &index, &loader.roots());
    work.loaded.diagnostics.extend(two_roots);
    work.loaded
}

/// Whether a file is one of protobuf's language, by its name.
pub(super) fn is_proto(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "proto")
}

/// Which package each file below the roots belongs to.
#[derive(Default)]
struct Index {
    files: Vec<PathBuf>,
    /// The files of each package, those below the first root first.
    packages: BTreeMap<String, Vec<Found>>,
    /// The root of each file, by its identity.
    roots: HashMap<PathBuf, usize>,
    /// Links that leave their root.
    refused: Vec<String>,
    /// Files that do not say their package.
    unnamed: Vec<String>,
    /// Whether a root could not be looked at, so that nobody knows which packages there are.
    is_partial: bool,
}

impl Index {
    /// Whether what stands in quotes is an `.mrpc` file or a package, which is imported by its name.
    fn is_ours(&self, quoted: &str) -> bool {
        quoted.ends_with(".mrpc") || self.packages.contains_key(quoted)
    }

    /// The only package that may be meant by a path, as far as it goes, or by a name.
    fn package_of(&self, quoted: &str) -> Option<&str> {
        if let Some((package, _)) = self.packages.get_key_value(quoted) {
            return Some(package);
        }
        let has_file = |files: &[Found]| files.iter().any(|file| file.path.ends_with(quoted));
        let mut packages = self.packages.iter().filter(|(_, files)| has_file(files));
        let (only, _) = packages.next()?;
        packages.next().is_none().then_some(only)
    }
}

struct Work<'a> {
    loader: &'a dyn Loader,
    loaded: Loaded,
    /// The packages of the files that were read; those of files outside the roots are known by nothing else.
    packages: HashSet<String>,
    /// The packages whose files are in the queue, or were.
    queued: HashSet<String>,
    /// Identities of the files that were read, or tried.
    seen: HashSet<PathBuf>,
    queue: VecDeque<PathBuf>,
    guesses: Guesses,
}

impl Work<'_> {
    /// `None` where there are too many files to look at any of them.
    fn index(&mut self, entries: &[PathBuf]) -> Option<Index> {
        if entries.len() > limit::FILES_MAX {
            self.report_too_many("were named");
            return None;
        }
        let found = match self.loader.list() {
            Ok(found) => found,
            Err((path, error)) => {
                self.report_unreadable(&path, error);
                return Some(Index { is_partial: true, ..Index::default() });
            }
        };
        if found.len() > limit::FILES_MAX {
            self.report_too_many(&format!("below {}", report::listed(&self.loader.roots())));
            return None;
        }
        let mut index = Index::default();
        for file in found {
            // A root may lie in another, and a link may lead to a file that is listed itself: the first counts.
            match index.roots.entry(self.loader.identity(&file.path)) {
                Entry::Occupied(_) => continue,
                Entry::Vacant(free) => free.insert(file.root),
            };
            index.files.push(file.path.clone());
            // What cannot be read matters only if somebody asks for it; then the import is reported.
            match self.loader.read(&file.path).map(|text| package_line(&text)) {
                Ok(Some(package)) => index.packages.entry(package).or_default().push(file),
                Ok(None) => index.unnamed.push(file.path.display().to_string()),
                Err(ReadError::LeavesRoot) => index.refused.push(file.path.display().to_string()),
                Err(_) => {}
            }
        }
        Some(index)
    }

    fn read(&mut self, path: &Path, index: &Index) {
        let identity = self.loader.identity(path);
        let root = index.roots.get(&identity).copied();
        if !self.seen.insert(identity) {
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
        let package = package.trim_start_matches('.').to_owned();
        self.packages.insert(package.clone());
        self.loaded.files.push(LoadedFile {
            path: path.to_owned(),
            root,
            ast: parsed.file,
            package,
            targets: Vec::new(),
            protos: Vec::new(),
        });
    }

    /// Queues the other files of the file's package and those of the packages that it imports.
    fn follow(&mut self, at: usize, index: &Index) {
        let Some(file) = self.loaded.files.get(at) else { return };
        let mut reports = Vec::new();
        let mut targets = Vec::new();
        let mut protos = Vec::new();
        for import in &file.ast.imports {
            targets.push(match &import.kind {
                ImportKind::Proto(text) => {
                    if index.is_ours(&text.value) {
                        let package = self.guesses.may_guess().then(|| index.package_of(&text.value));
                        reports.push(report::in_quotes(text, import, package.flatten()));
                    } else if !self.is_reported(import.span) {
                        match report::wrong_path(&text.value) {
                            Some(why) => reports.push(report::leaves_root(text, why)),
                            None => protos.push(targets.len()),
                        }
                    }
                    None
                }
                ImportKind::Path(path) => self.target(path, true, &file.package, index, &mut reports),
                ImportKind::Names { package, .. } => {
                    self.target(package, false, &file.package, index, &mut reports)
                }
            });
        }
        let imported = targets.iter().flatten().map(|target| target.package.as_str());
        for package in imported.chain([file.package.as_str()]) {
            if !self.queued.contains(package) {
                self.queued.insert(package.to_owned());
                let files = index.packages.get(package).into_iter().flatten();
                self.queue.extend(files.map(|file| file.path.clone()));
            }
        }
        self.loaded.diagnostics.append(&mut reports);
        if let Some(file) = self.loaded.files.get_mut(at) {
            file.targets = targets;
            file.protos = protos;
        }
    }

    /// Whether the parser had something to say about an import. One report for each is enough.
    fn is_reported(&self, import: Span) -> bool {
        let inside =
            |span: Span| span.source == import.source && import.start <= span.start && span.end <= import.end;
        self.loaded.diagnostics.iter().any(|report| inside(report.primary.span))
    }

    fn target(
        &self,
        path: &ast::Path,
        may_be_item: bool,
        own: &str,
        index: &Index,
        reports: &mut Vec<Diagnostic>,
    ) -> Option<Target> {
        let text = path.text();
        let text = text.trim_start_matches('.');
        let is_package = |name: &str| index.packages.contains_key(name) || self.packages.contains(name);
        if is_package(text) {
            return Some(Target { package: text.to_owned(), is_item: false });
        }
        match text.rsplit_once('.') {
            Some((package, _)) if may_be_item && is_package(package) => {
                Some(Target { package: package.to_owned(), is_item: true })
            }
            _ => {
                if text.starts_with("google.protobuf") {
                    reports.push(report::built_in(path));
                } else if !index.is_partial && !self.may_be_unreadable(text) {
                    let roots = self.loader.roots();
                    // A package does not import itself, so that is not what was meant.
                    let packages = index.packages.keys().map(String::as_str).filter(|&name| name != own);
                    let wanted = report::Wanted::new(path, may_be_item);
                    let near = self.guesses.nearest(wanted.package(), packages);
                    let report = report::not_found(&wanted, near, &roots, &index.refused, &index.unnamed);
                    reports.push(report::with_parent(report, path, is_package));
                }
                None
            }
        }
    }

    /// Whether a file of which nobody could read the package speaks of `path`: then that may be the package, and
    /// what is wrong with the file has its report.
    fn may_be_unreadable(&self, path: &str) -> bool {
        let package = path.rsplit_once('.').map_or(path, |(package, _)| package);
        self.guesses.may_guess()
            && self
                .loaded
                .files
                .iter()
                .filter(|file| file.package.is_empty() && file.ast.broken)
                .any(|file| self.loaded.sources.get(file.ast.source).text().contains(package))
    }

    fn report_unreadable(&mut self, path: &Path, error: ReadError) {
        let report = report::unreadable(path, error, &mut self.loaded.sources);
        self.loaded.diagnostics.push(report);
    }

    fn report_too_many(&mut self, place: &str) {
        let report = report::too_many(place, &self.loader.roots(), &mut self.loaded.sources);
        self.loaded.diagnostics.push(report);
    }
}

/// A package whose files lie below two roots is one that somebody else can add to. One report for each package.
fn two_roots(files: &[LoadedFile], index: &Index, roots: &[String]) -> Vec<Diagnostic> {
    let mut reported = HashSet::new();
    let mut reports = Vec::new();
    for file in files {
        let (Some(root), Some(package)) = (file.root, &file.ast.package) else { continue };
        let first = index.packages.get(&file.package).and_then(|files| files.first());
        let Some(first) = first.filter(|first| first.root < root) else { continue };
        if reported.insert(&file.package) {
            reports.push(report::two_roots(file, first, root, package.path.span, roots));
        }
    }
    reports
}

/// The package that a text says it belongs to, found without parsing it.
fn package_line(text: &str) -> Option<String> {
    let mut tokens = lex::tokens(text).filter(|token| !token.kind.is_comment());
    let word = |token: &lex::Token| token.kind == Kind::Word;
    // `package` stands where a declaration can begin: first, in a new line, or behind the end of something.
    let (mut may_begin, mut end) = (true, 0);
    loop {
        let token = tokens.next()?;
        let piece = text.get(token.range.clone())?;
        may_begin |= text.get(end..token.range.start)?.contains('\n');
        if may_begin && word(&token) && piece == "package" {
            break;
        }
        may_begin = matches!(piece, ";" | ")") || matches!(token.kind, Kind::Doc | Kind::FileDoc);
        end = token.range.end;
    }
    let mut name = String::new();
    for token in tokens {
        let piece = text.get(token.range.clone())?;
        if !word(&token) && piece != "." {
            break;
        }
        // A word in the next line begins something else.
        if word(&token) && !name.is_empty() && !name.ends_with('.') {
            break;
        }
        name.push_str(piece);
    }
    let name = name.trim_start_matches('.').to_owned();
    (!name.is_empty()).then_some(name)
}
