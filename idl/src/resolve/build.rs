//! Puts the model together from what the files declare.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use super::declare::{Declared, declare};
use super::import::{Imports, Meaning, imports};
use super::lookup::From;
use super::memo::Memo;
use super::reserved::{self, FIELD_NUMBERS, VALUE_NUMBERS};
use super::symbol::Scope;
use crate::annotation::{Read, Reads, Target, read};
use crate::ast::{self, Attrs, Ident, Member, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::REPORTS_KEPT_MAX;
use crate::load::{Loaded, LoadedFile};
use crate::model::{
    Allow, Const, ConstId, Decl, Deprecated, Enum, EnumValue, File, FileId, Home, Import, Message, Model,
    Oneof, Package, PackageId, Reserved, Scalar, Service, Union, stem,
};
use crate::name::{self, Convention};
use crate::source::{Sources, Span};

/// The model of all files, and what is wrong with them. `imported` is the part of it that comes from `.proto` files;
/// `order` are the packages of ours, those that others need first.
pub(crate) fn resolve(loaded: &Loaded, order: &[String], imported: &Model) -> (Model, Vec<Diagnostic>) {
    let files = &loaded.files;
    let mut packages: Vec<String> = imported.packages.iter().map(|package| package.name.clone()).collect();
    let known: HashSet<String> = packages.iter().cloned().collect();
    packages.extend(order.iter().filter(|name| !known.contains(*name)).cloned());
    let declared = declare(files, &loaded.sources, &packages, imported);
    let mut reports = declared.symbols.duplicates();
    let all_imports =
        files.iter().map(|file| imports(file, &declared, &mut |report| reports.push(report))).collect();
    let count = declared.consts.len();
    let mut resolver = Resolver {
        files,
        sources: &loaded.sources,
        imports: all_imports,
        consts: vec![None; count],
        consts_used: vec![Cell::new(false); count],
        memo: Memo::default(),
        allows: RefCell::new(files.iter().map(|_| Vec::new()).collect()),
        reports: RefCell::new(reports),
        declared,
    };
    resolver.evaluate_constants();
    let model = resolver.model(&packages);
    (model, resolver.reports.into_inner())
}

/// What is known while names are looked up.
pub(super) struct Resolver<'a> {
    pub(super) files: &'a [LoadedFile],
    sources: &'a Sources,
    pub(super) declared: Declared<'a>,
    /// By file.
    pub(super) imports: Vec<Imports>,
    /// By constant; `None` where there is no value, which is reported.
    pub(super) consts: Vec<Option<Scalar>>,
    pub(super) consts_used: Vec<Cell<bool>>,
    pub(super) memo: Memo<'a>,
    /// By file.
    allows: RefCell<Vec<Vec<Allow>>>,
    reports: RefCell<Vec<Diagnostic>>,
}

impl<'a> Resolver<'a> {
    pub(super) fn report(&self, report: Diagnostic) {
        let mut reports = self.reports.borrow_mut();
        if reports.len() < REPORTS_KEPT_MAX {
            reports.push(report);
        }
    }

    /// The characters of a span, as they were written.
    pub(super) fn raw(&self, span: Span) -> &'a str {
        self.sources.text(span)
    }

    pub(super) fn const_names(&self, package: PackageId) -> impl Iterator<Item = &'a str> {
        let of_package = self.declared.consts.iter().filter(move |(_, home)| home.package == package);
        of_package.map(|(node, _)| node.name.text.as_str())
    }

    fn model(&self, order: &[String]) -> Model {
        // The package line comes first: its `@allow` and `@rust` speak for the file.
        let modules: Vec<Option<String>> =
            (0..self.files.len()).map(|at| self.package_attrs(FileId::of(at))).collect();
        let mut files: Vec<Vec<FileId>> = vec![Vec::new(); order.len()];
        for (at, file) in self.files.iter().enumerate() {
            if let Some(package) = self.declared.packages.get(file.package.as_str()) {
                files[package.index()].push(FileId::of(at));
            }
        }
        let declared = &self.declared;
        let mut model = declared.imported.clone();
        let messages = declared.messages.iter().enumerate();
        model.messages.extend(messages.map(|(at, (node, home))| self.message(at, node, *home)));
        model.enums.extend(declared.enums.iter().map(|(node, home)| self.enum_decl(node, *home)));
        model.unions = declared.unions.iter().map(|(node, home)| self.union(node, *home)).collect();
        model.consts = self.consts();
        let packages = order.iter().zip(files).skip(declared.imported.packages.len());
        model.packages.extend(packages.map(|(name, files)| self.package(name, files, &modules)));
        // Services ask the messages for their keys.
        let services: Vec<Service> =
            declared.services.iter().map(|(node, home)| self.service(node, *home, &model)).collect();
        model.services.extend(services);
        // Last, when everything that uses an import has been built. The `.proto` files stay behind ours.
        let ours: Vec<File> = (0..self.files.len()).filter_map(|at| self.file(FileId::of(at))).collect();
        model.files.splice(0..0, ours);
        model
    }

    fn package_attrs(&self, id: FileId) -> Option<String> {
        let file = &self.files[id.index()];
        let package = file.ast.package.as_ref()?;
        let whole = Span { source: file.ast.source, start: 0, end: u32::MAX };
        let reads = self.read(&package.attrs, Target::Package, id, whole);
        self.rust_module(reads.get("rust")?)
    }

    fn package(&self, name: &str, files: Vec<FileId>, modules: &[Option<String>]) -> Package {
        let mut imports: Vec<PackageId> = files
            .iter()
            .flat_map(|file| self.imports[file.index()].names.values())
            .filter_map(|binding| binding.package)
            .collect();
        imports.sort_unstable_by_key(|id| self.declared.package_name(*id));
        imports.dedup();
        Package {
            name: name.to_owned(),
            rust_module: files.iter().find_map(|file| modules[file.index()].clone()),
            files,
            imports,
        }
    }

    fn file(&self, id: FileId) -> Option<File> {
        let file = &self.files[id.index()];
        let mut imports: Vec<Import> = self.imports[id.index()]
            .names
            .iter()
            .filter(|(_, binding)| !matches!(binding.meaning, Meaning::Unknown))
            .filter_map(|(name, binding)| {
                let package = binding.package?;
                let first = (binding.declaration, binding.span);
                Some(std::iter::once(first).chain(binding.more.iter().copied()).map(
                    move |(declaration, span)| Import {
                        package,
                        name: name.clone(),
                        span,
                        declaration,
                        is_used: binding.is_used.get(),
                    },
                ))
            })
            .flatten()
            .collect();
        imports.sort_by_key(|import| import.span);
        Some(File {
            source: file.ast.source,
            stem: stem(self.sources.get(file.ast.source).path()),
            package: *self.declared.packages.get(file.package.as_str())?,
            docs: lines(&file.ast.docs),
            imports,
            allow: std::mem::take(&mut self.allows.borrow_mut()[id.index()]),
            descriptor: None,
        })
    }

    fn message(&self, at: usize, node: &'a ast::Message, home: Home) -> Message {
        let from = From::inside(home, Scope::Message(self.declared.message_id(at)));
        let (decl, _) = self.decl(&node.attrs, &node.name, node.span, Target::Message, home);
        let mut message =
            Message { decl, home, fields: Vec::new(), oneofs: Vec::new(), reserved: Reserved::default() };
        let mut lines_of_reserved = Vec::new();
        for member in &node.members {
            match member {
                Member::Field(field) => message.fields.extend(self.field(field, Target::Field, from, home)),
                Member::Oneof(oneof) => {
                    let (decl, _) = self.decl(&oneof.attrs, &oneof.name, oneof.span, Target::Oneof, home);
                    let index = message.oneofs.len();
                    message.oneofs.push(Oneof { decl });
                    for field in &oneof.fields {
                        let built = self.field(field, Target::OneofMember, from, home);
                        message
                            .fields
                            .extend(built.map(|field| crate::model::Field { oneof: Some(index), ..field }));
                    }
                }
                Member::Reserved(line) => lines_of_reserved.push(line),
                Member::Message(_) | Member::Enum(_) => {}
            }
        }
        message.reserved = reserved::collect(lines_of_reserved, &FIELD_NUMBERS);
        self.check_keys(&message);
        message
    }

    fn enum_decl(&self, node: &'a ast::Enum, home: Home) -> Enum {
        let (decl, _) = self.decl(&node.attrs, &node.name, node.span, Target::Enum, home);
        let reserved = reserved::collect(&node.reserved, &VALUE_NUMBERS);
        let value = |value: &'a ast::EnumValue| {
            let (decl, reads) = self.decl(&value.attrs, &value.name, value.span, Target::EnumValue, home);
            let number = i32::try_from(value.number?.value?).ok()?;
            Some(EnumValue { decl, number, is_alias: reads.has("alias") })
        };
        let values = node.values.iter().filter_map(value).collect();
        Enum { decl, home, is_closed: node.closed.is_some(), values, reserved }
    }

    fn union(&self, node: &'a ast::Union, home: Home) -> Union {
        let (target, member) = if node.is_error {
            (Target::Error, Target::ErrorMember)
        } else {
            (Target::Union, Target::UnionMember)
        };
        let (decl, _) = self.decl(&node.attrs, &node.name, node.span, target, home);
        let reserved = reserved::collect(&node.reserved, &FIELD_NUMBERS);
        let fields =
            node.fields.iter().filter_map(|field| self.field(field, member, From::top(home), home)).collect();
        Union { decl, home, is_error: node.is_error, fields, reserved }
    }

    fn service(&self, node: &'a ast::Service, home: Home, model: &Model) -> Service {
        let (decl, reads) = self.decl(&node.attrs, &node.name, node.span, Target::Service, home);
        let defaults = self.defaults(&reads, home);
        let methods: Vec<_> =
            node.methods.iter().filter_map(|method| self.method(method, &defaults, home, model)).collect();
        self.check_defaults(node, &defaults, &reads, &methods);
        Service { decl, home, methods, is_validated: reads.has("validate") }
    }

    fn consts(&self) -> Vec<Const> {
        let built = self.declared.consts.iter().enumerate().filter_map(|(at, (node, home))| {
            let (decl, _) = self.decl(&node.attrs, &node.name, node.span, Target::Const, *home);
            let value = self.consts[at].clone()?;
            let ty = self.constant_type(ConstId::of(at))?;
            Some((at, Const { decl, home: *home, ty, value, is_used: false }))
        });
        let built: Vec<_> = built.collect();
        built.into_iter().map(|(at, item)| Const { is_used: self.consts_used[at].get(), ..item }).collect()
    }

    /// The annotations of one declaration; its `@allow` is noted.
    pub(super) fn read(&self, attrs: &'a Attrs, target: Target, file: FileId, scope: Span) -> Reads<'a> {
        let reads = read(attrs, target, &mut |report| self.report(report));
        for read in reads.iter().filter(|read| read.spec.name == "allow") {
            let codes = read.all("lints").filter_map(|value| Some((self.lint(read, value)?, value.span)));
            let allows = codes.map(|(code, span)| Allow { code, span, scope });
            self.allows.borrow_mut()[file.index()].extend(allows);
        }
        reads
    }

    fn lint(&self, read: &Read<'_>, value: &ast::Value) -> Option<Code> {
        let Some(word) = super::value::word_of(value) else {
            self.wrong(value, read.what("lints"));
            return None;
        };
        let code = word.parse::<Code>().ok().filter(|code| code.is_lint() && code.as_str() == word);
        if code.is_none() {
            let lints = Code::ALL.iter().filter(|code| code.is_lint()).map(|code| code.as_str());
            let report = Diagnostic::new(Code::E0804, value.span, format!("there is no lint `{word}`"));
            self.report(match name::nearest(word, lints) {
                _ if word.parse::<Code>().is_ok_and(|code| !code.is_lint()) => {
                    report.note("`E` codes are errors; they cannot be allowed")
                }
                Some(near) => report.suggest(format!("there is `{near}`"), value.span, near),
                None => report.help("`mrpc-gen explain` lists them"),
            });
        }
        code
    }

    /// What every declaration has, and its annotations for what only this kind has.
    pub(super) fn decl(
        &self,
        attrs: &'a Attrs,
        name: &Ident,
        span: Span,
        target: Target,
        home: Home,
    ) -> (Decl, Reads<'a>) {
        let reads = self.read(attrs, target, home.file, attrs.and(span));
        let rust = reads.get("rust");
        let decl = Decl {
            name: name.clone(),
            span,
            docs: lines(&attrs.docs),
            deprecated: reads.get("deprecated").map(|read| Deprecated {
                message: self.text(read, "message"),
                since: self.text(read, "since"),
                remove: self.text(read, "remove"),
            }),
            removed: reads.get("removed").and_then(|read| self.text(read, "in")),
            rust_name: rust.and_then(|rust| self.rust_name(rust, target)),
            rust_derive: rust.map(|rust| self.derives(rust)).unwrap_or_default(),
        };
        (decl, reads)
    }

    /// A name for Rust, which must be one that its compiler does not warn about.
    fn rust_name(&self, read: &Read<'_>, target: Target) -> Option<String> {
        let name = self.text(read, "name")?;
        let span = read.get("name")?.span;
        self.check_rust_name(&name, span, convention(target)).then_some(name)
    }

    /// The modules of a package, with `::` between them.
    fn rust_module(&self, read: &Read<'_>) -> Option<String> {
        let path = self.text(read, "module")?;
        let span = read.get("module")?.span;
        path.split("::").all(|name| self.check_rust_name(name, span, Convention::Snake)).then_some(path)
    }

    fn check_rust_name(&self, name: &str, span: Span, convention: Convention) -> bool {
        let report = if name.starts_with(name::RESERVED_PREFIX) {
            reserved_prefix(span)
        } else if !name::is_rust_name(name) {
            Diagnostic::new(Code::E0208, span, format!("`{name}` is not a name in Rust"))
                .help("use letters, digits and `_`, a letter first, and no keyword")
        } else if !convention.fits(name) {
            Diagnostic::new(Code::E0208, span, format!("`{name}` is not how Rust writes this kind of name"))
                .note("its compiler would warn about it in the generated code")
                .help(format!("write it in {}", convention.example()))
        } else {
            return true;
        };
        self.report(report);
        false
    }

    /// Paths such as `Hash` or `serde::Serialize`; nothing else, since they go into code as they are.
    fn derives(&self, read: &Read<'_>) -> Vec<String> {
        let Some(value) = read.get("derive") else { return Vec::new() };
        let ValueKind::List(items) = &value.kind else {
            self.wrong(value, read.what("derive"));
            return Vec::new();
        };
        let mut derives = Vec::new();
        for item in items {
            match &item.kind {
                ValueKind::String(text) if is_rust_path(&text.value) => derives.push(text.value.clone()),
                ValueKind::String(text) => self.report(
                    Diagnostic::new(
                        Code::E0208,
                        item.span,
                        format!("`{}` is not a path in Rust", text.value),
                    )
                    .help("write it as in `#[derive(…)]`: `\"Hash\"`, `\"serde::Serialize\"`"),
                ),
                _ => self.wrong(item, "a path in quotes such as `\"Hash\"`"),
            }
        }
        derives
    }
}

/// How the name of a declaration is written in Rust.
fn convention(target: Target) -> Convention {
    match target {
        Target::Const => Convention::Screaming,
        Target::Package | Target::Field | Target::Method => Convention::Snake,
        // Of a oneof, the name is that of its type; the field is made of it.
        Target::Message
        | Target::Oneof
        | Target::OneofMember
        | Target::Enum
        | Target::EnumValue
        | Target::Union
        | Target::UnionMember
        | Target::Error
        | Target::ErrorMember
        | Target::Service => Convention::Camel,
    }
}

/// A name, in the schema or for Rust alone, that begins as ours do.
pub(crate) fn reserved_prefix(span: Span) -> Diagnostic {
    let title = format!("names that begin with `{}` are ours", name::RESERVED_PREFIX);
    Diagnostic::new(Code::E0205, span, title)
        .note("generated code uses them, so that it never meets a name of yours")
        .help("choose another name")
}

fn is_rust_path(path: &str) -> bool {
    path.trim_start_matches("::").split("::").all(|part| name::is_rust_name(part) || part == "crate")
}

fn lines(docs: &[ast::Doc]) -> Vec<String> {
    docs.iter().map(|doc| doc.text.clone()).collect()
}
