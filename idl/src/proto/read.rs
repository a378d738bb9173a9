//! Follows the imports of `.proto` files, each file once, those that others need first.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

use super::place::Places;
use super::pool::{Accepted, Pool};
use super::{guard, option, refuse, rule, well_known};
use crate::ast::ImportKind;
use crate::diagnostic::Diagnostic;
use crate::limit::{FILES_MAX, IMPORT_DEPTH_MAX, REPORTS_KEPT_MAX};
use crate::load::{Loaded, Loader, ReadError, Target, report, unreadable};
use crate::source::{Sources, Span};

/// The `.proto` files that protobuf accepts, those that others import first.
#[derive(Debug, Default)]
pub(crate) struct Protos {
    pub(super) files: Vec<Proto>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Proto {
    /// The path that others import it by.
    pub(super) name: String,
    pub(super) accepted: Accepted,
    pub(super) places: Places,
    /// The files that it imports.
    pub(super) imports: Vec<usize>,
    pub(super) foreign_options: BTreeMap<String, usize>,
    /// The most imports, one behind the other, that lead out of it.
    depth: usize,
}

impl Proto {
    /// Whether its types become a part of the model.
    pub(super) fn is_lowered(&self) -> bool {
        self.accepted.descriptor.syntax() == "proto3" && !well_known::is_whole(&self.name)
    }

    pub(super) fn package(&self) -> &str {
        self.accepted.descriptor.package()
    }
}

/// Reads the `.proto` files that were named or imported, and tells imports where they lead.
pub(crate) fn read(loader: &dyn Loader, loaded: &mut Loaded) -> Protos {
    let mut reader = Reader {
        loader,
        roots: loader.roots(),
        sources: &mut loaded.sources,
        reports: Vec::new(),
        pool: Pool::default(),
        known: HashMap::new(),
        files: Vec::new(),
    };
    for entry in &loaded.protos {
        reader.entry(entry);
    }
    for file in &mut loaded.files {
        for &at in &file.protos {
            let Some(ImportKind::Proto(path)) = file.ast.imports.get(at).map(|import| &import.kind) else {
                continue;
            };
            file.targets[at] = reader.import(&path.value, path.span);
        }
    }
    let Reader { reports, files, .. } = reader;
    loaded.diagnostics.extend(reports);
    let shared = shared_packages(loaded, &files);
    if !shared.is_empty() {
        // Whatever is looked up there has had its report.
        for file in &mut loaded.files {
            file.protos.iter().for_each(|&at| file.targets[at] = None);
        }
        loaded.diagnostics.extend(shared);
        return Protos::default();
    }
    Protos { files }
}

/// What is known of a name.
#[derive(Clone, Copy)]
enum State {
    /// Its imports are being read.
    Open,
    /// Its file; `None` where there is none, which is reported.
    Done(Option<usize>),
}

struct Reader<'a> {
    loader: &'a dyn Loader,
    roots: Vec<String>,
    sources: &'a mut Sources,
    reports: Vec<Diagnostic>,
    pool: Pool,
    known: HashMap<String, State>,
    files: Vec<Proto>,
}

impl Reader<'_> {
    fn report(&mut self, report: Diagnostic) {
        if self.reports.len() < REPORTS_KEPT_MAX {
            self.reports.push(report);
        }
    }

    /// A file that was named.
    fn entry(&mut self, path: &Path) {
        let name = self.loader.name(path).or_else(|| Some(path.file_name()?.to_str()?.to_owned()));
        let Some(name) = name else {
            let error = ReadError::Io("its path is not UTF-8".to_owned());
            return self.unreadable(path, error);
        };
        if let Some(&State::Done(file)) = self.known.get(&name) {
            return self.check_lowered(file, None);
        }
        match self.loader.read(path) {
            Ok(text) => {
                let file = self.text(&name, path, &text, &mut Vec::new());
                self.check_lowered(file, None);
            }
            Err(error) => self.unreadable(path, error),
        }
    }

    /// A file that one of ours imports.
    fn import(&mut self, name: &str, span: Span) -> Option<Target> {
        if well_known::is_whole(name) {
            self.report(refuse::built_in(span, name));
            return None;
        }
        let file = self.file(name, span, &mut Vec::new());
        self.check_lowered(file, Some(span));
        let file = self.files.get(file?).filter(|file| file.is_lowered())?;
        Some(Target { package: file.package().to_owned(), is_item: false })
    }

    /// What is asked for by one of us must be of proto3.
    fn check_lowered(&mut self, file: Option<usize>, from: Option<Span>) {
        let Some(file) = file.and_then(|file| self.files.get(file)) else { return };
        if !file.is_lowered() && !well_known::is_whole(&file.name) {
            let report = refuse::proto2(file.places.span(&[12]), from);
            self.report(report);
        }
    }

    /// The file that is imported as `name`. `chain` holds the names that lead to it, which are no more than the
    /// limit, so this may recur.
    fn file(&mut self, name: &str, from: Span, chain: &mut Vec<String>) -> Option<usize> {
        match self.known.get(name) {
            Some(&State::Done(file)) => return file,
            Some(State::Open) => {
                let first = chain.iter().position(|open| open == name).unwrap_or_default();
                let names: Vec<&str> = chain[first..].iter().map(String::as_str).collect();
                let report = refuse::circle(from, &names);
                self.report(report);
                return None;
            }
            None if chain.len() > IMPORT_DEPTH_MAX => {
                self.report(refuse::too_deep(from));
                return None;
            }
            None => {}
        }
        let file = match report::wrong_path(name) {
            Some(why) => {
                self.report(refuse::leaves_root(from, why));
                None
            }
            None => match well_known::file(name) {
                Some(descriptor) => self.well_known(name, descriptor, from, chain),
                None => self.below_roots(name, from, chain),
            },
        };
        self.known.insert(name.to_owned(), State::Done(file));
        file
    }

    fn well_known(
        &mut self,
        name: &str,
        descriptor: FileDescriptorProto,
        from: Span,
        chain: &mut Vec<String>,
    ) -> Option<usize> {
        let imports: Option<Vec<usize>> =
            descriptor.dependency.iter().map(|import| self.file(import, from, chain)).collect();
        let places = Places::none(self.sources.add(name, ""));
        self.accept(name, descriptor, places, imports?)
    }

    fn below_roots(&mut self, name: &str, from: Span, chain: &mut Vec<String>) -> Option<usize> {
        for path in self.loader.places(name) {
            match self.loader.read(&path) {
                Ok(text) => return self.text(name, &path, &text, chain),
                Err(ReadError::NotFound) => {}
                Err(error) => {
                    self.unreadable(&path, error);
                    return None;
                }
            }
        }
        let report = refuse::not_found(from, name, &self.roots);
        self.report(report);
        None
    }

    fn text(&mut self, name: &str, path: &Path, text: &str, chain: &mut Vec<String>) -> Option<usize> {
        self.known.insert(name.to_owned(), State::Open);
        chain.push(name.to_owned());
        let file = self.parse(name, path, text, chain);
        chain.pop();
        self.known.insert(name.to_owned(), State::Done(file));
        file
    }

    fn parse(&mut self, name: &str, path: &Path, text: &str, chain: &mut Vec<String>) -> Option<usize> {
        if self.known.len() > FILES_MAX {
            if self.known.len() == FILES_MAX + 1 {
                let report = report::too_many("are imported", &self.roots, self.sources);
                self.report(report);
            }
            return None;
        }
        // A mark of the byte order means nothing to anybody; spaces keep all other places.
        let unmarked = text.strip_prefix('\u{feff}').map(|rest| format!("   {rest}"));
        let text = unmarked.as_deref().unwrap_or(text);
        let source = self.sources.add(path.display().to_string(), text);
        if let Some(report) = guard::check(source, text) {
            self.report(report);
            return None;
        }
        let mut descriptor = match protox_parse::parse(name, text) {
            Ok(descriptor) => descriptor,
            Err(error) => {
                // Without a place, the file ends too early.
                let range = error.span().unwrap_or_else(|| text.trim_end().len()..text.trim_end().len());
                self.report(refuse::broken(Span::new(source, range), &error.to_string()));
                return None;
            }
        };
        // The pool would compare each option with each place; its reports say where they belong all the same.
        let places = Places::new(source, text, descriptor.source_code_info.take().unwrap_or_default());
        let mut imports = Vec::new();
        for (import, at) in descriptor.dependency.iter().zip(0..) {
            imports.push(self.file(import, places.span(&[3, at]), chain));
        }
        self.accept(name, descriptor, places, imports.into_iter().collect::<Option<_>>()?)
    }

    fn accept(
        &mut self,
        name: &str,
        descriptor: FileDescriptorProto,
        places: Places,
        imports: Vec<usize>,
    ) -> Option<usize> {
        // A chain may be longer than what was walked at once, if its end was known already.
        let deepest = imports.iter().zip(0..).max_by_key(|&(&import, _)| self.files[import].depth);
        let depth = deepest.map_or(0, |(&import, _)| self.files[import].depth + 1);
        if let (Some((_, at)), true) = (deepest, depth > IMPORT_DEPTH_MAX) {
            self.report(refuse::too_deep(places.span(&[3, at])));
            return None;
        }
        if let Some((path, what)) = rule::broken(&descriptor) {
            self.report(refuse::broken(places.span(&path), &what));
            return None;
        }
        let foreign_options = option::foreign(&descriptor);
        match self.pool.add(descriptor, &places) {
            Ok(accepted) => {
                let report = unsupported(&accepted.descriptor, &places);
                report.into_iter().for_each(|report| self.report(report));
                self.files.push(Proto {
                    name: name.to_owned(),
                    accepted,
                    places,
                    imports,
                    foreign_options,
                    depth,
                });
                Some(self.files.len() - 1)
            }
            Err(report) => {
                report.into_iter().for_each(|report| self.report(*report));
                None
            }
        }
    }

    fn unreadable(&mut self, path: &Path, error: ReadError) {
        let report = unreadable(path, error, self.sources);
        self.report(report);
    }
}

/// What protobuf accepts and we do not.
fn unsupported(file: &FileDescriptorProto, places: &Places) -> Option<Diagnostic> {
    if file.syntax() != "proto3" {
        return None;
    }
    let declares = !file.message_type.is_empty() || !file.enum_type.is_empty() || !file.service.is_empty();
    if file.package().is_empty() && declares {
        return Some(refuse::no_package(places.span(&[12]), None));
    }
    let of_messages = file.message_type.iter().zip(0..);
    extension(&file.extension, &[7], places)
        .or_else(|| of_messages.into_iter().find_map(|(message, at)| in_message(message, &[4, at], places)))
}

/// Messages nest no deeper than the parser lets them.
fn in_message(message: &DescriptorProto, path: &[i32], places: &Places) -> Option<Diagnostic> {
    let nested = message.nested_type.iter().zip(0..);
    extension(&message.extension, &[path, &[6]].concat(), places).or_else(|| {
        nested.into_iter().find_map(|(nested, at)| in_message(nested, &[path, &[3, at]].concat(), places))
    })
}

/// An extension of anything but options.
fn extension(fields: &[FieldDescriptorProto], path: &[i32], places: &Places) -> Option<Diagnostic> {
    let is_option = |field: &FieldDescriptorProto| {
        let name = field.extendee().strip_prefix(".google.protobuf.");
        name.is_some_and(|name| name.ends_with("Options"))
    };
    let (field, at) = fields.iter().zip(0..).find(|(field, _)| !is_option(field))?;
    Some(refuse::extension(places.span(&[path, &[at]].concat()), field.extendee()))
}

/// Packages of ours that `.proto` files have as well.
fn shared_packages(loaded: &Loaded, protos: &[Proto]) -> Vec<Diagnostic> {
    let mut packages: HashMap<&str, Span> = HashMap::new();
    for proto in protos.iter().filter(|proto| proto.is_lowered()) {
        packages.entry(proto.package()).or_insert_with(|| proto.places.span(&[2]));
    }
    let shared = loaded.files.iter().filter_map(|file| {
        let line = file.ast.package.as_ref()?;
        let proto = packages.get(file.package.as_str())?;
        Some(refuse::shared_package(line.path.span, &file.package, *proto))
    });
    shared.take(REPORTS_KEPT_MAX).collect()
}
