//! Where types, values of enums and constants are named.
//!
//! The model knows what each reference means and the tree knows where it stands. Both tell the same story in
//! the same order, so a path is read from its end: its last name is the type, the one before it the message
//! that the type is nested in, and so on, until the names are a package's.

use super::context::Context;
use super::scope::Scopes;
use crate::ast::{Annotation, Path, RangeEnd, TypeKind, TypeRef, Value, ValueKind};
use crate::model::{ConstId, Decl, EnumId, Home, Type};
use crate::source::Span;

/// What can be referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Type(Type),
    /// The value at this place of the enum.
    Value(EnumId, usize),
    Const(ConstId),
}

/// One name that refers to something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use<'a> {
    pub(super) target: Target,
    /// That name alone, not the path around it.
    pub(super) span: Span,
    /// Whether it is the target's own name, not an alias of the file.
    pub(super) is_own_name: bool,
    /// Who refers to it; `None` for an import.
    pub(super) user: Option<User<'a>>,
}

/// A declaration that refers to something.
#[derive(Clone, Copy, Debug)]
pub(super) struct User<'a> {
    pub(super) decl: &'a Decl,
    pub(super) home: Home,
    /// The type that it is a field of.
    pub(super) owner: Option<Type>,
    /// Whether it, or something around it, is deprecated or removed.
    pub(super) is_retired: bool,
}

/// All uses, in no particular order.
pub(super) fn find<'a>(cx: &Context<'a>) -> Vec<Use<'a>> {
    let mut finder = Finder { cx, scopes: Scopes::new(cx), uses: Vec::new() };
    finder.imports();
    finder.fields();
    finder.services();
    finder.methods();
    finder.consts();
    finder.uses
}

struct Finder<'c, 'a> {
    cx: &'c Context<'a>,
    scopes: Scopes<'a>,
    uses: Vec<Use<'a>>,
}

impl<'a> Finder<'_, 'a> {
    fn imports(&mut self) {
        let imported = self.scopes.imported();
        let uses =
            imported.map(|(name, target)| Use { target, span: name.span, is_own_name: true, user: None });
        self.uses.extend(uses);
    }

    fn fields(&mut self) {
        for member in self.cx.fields_and_removed() {
            let Some(written) = self.cx.field(&member.field.decl) else { continue };
            let is_retired = retired(&member.field.decl)
                || member.oneof.is_some_and(retired)
                || retired(member.owner)
                || self.cx.parents(member.home).any(|id| retired(&self.cx.model[id].decl));
            let owner = Some(member.owner_type);
            let user = User { decl: &member.field.decl, home: member.home, owner, is_retired };
            let ty = member.field.ty.element();
            self.type_ref(&written.ty, ty, user);
            self.values(&written.attrs.annotations, ty, user);
        }
    }

    fn services(&mut self) {
        for service in &self.cx.model.services {
            let Some(attrs) = self.cx.attrs(&service.decl) else { continue };
            let is_retired = retired(&service.decl);
            let user = User { decl: &service.decl, home: service.home, owner: None, is_retired };
            self.consts_of_annotations(&attrs.annotations, user);
        }
    }

    fn methods(&mut self) {
        for (service, method) in self.cx.methods_and_removed() {
            let Some(written) = self.cx.method(&method.decl) else { continue };
            let is_retired = retired(&method.decl) || retired(&service.decl);
            let user = User { decl: &method.decl, home: service.home, owner: None, is_retired };
            self.type_ref(&written.request.ty, method.request.ty, user);
            self.type_ref(&written.response.ty, method.response.ty, user);
            if let (Some(path), Some(id)) = (&written.throws, method.throws) {
                self.type_path(path, Type::Union(id), user);
            }
            self.consts_of_annotations(&written.attrs.annotations, user);
        }
    }

    fn consts(&mut self) {
        for constant in &self.cx.model.consts {
            let Some(written) = self.cx.constant(&constant.decl) else { continue };
            let is_retired = retired(&constant.decl);
            let user = User { decl: &constant.decl, home: constant.home, owner: None, is_retired };
            self.consts_of_value(&written.value, user);
        }
    }

    fn type_ref(&mut self, written: &TypeRef, ty: Type, user: User<'a>) {
        match &written.kind {
            TypeKind::Path(path) => self.type_path(path, ty, user),
            // The key of a map is a built-in type.
            TypeKind::List(inner) | TypeKind::Map(_, inner) | TypeKind::Stream(inner) => {
                self.type_ref(inner, ty, user);
            }
            TypeKind::Broken => {}
        }
    }

    fn type_path(&mut self, path: &Path, ty: Type, user: User<'a>) {
        let mut meant = Some(ty);
        for (at, segment) in path.segments.iter().enumerate().rev() {
            let Some((ty, (decl, home))) = meant.and_then(|ty| Some((ty, self.cx.decl_of(ty)?))) else {
                return;
            };
            let is_alias = at == 0 && !path.absolute && self.scopes.is_alias(user.home, &segment.text);
            let is_own_name = decl.name.text == segment.text && !is_alias;
            let target = Target::Type(ty);
            self.uses.push(Use { target, span: segment.span, is_own_name, user: Some(user) });
            meant = home.parent.map(Type::Message);
        }
    }

    fn values(&mut self, annotations: &[Annotation], ty: Type, user: User<'a>) {
        let Type::Enum(id) = ty else { return self.consts_of_annotations(annotations, user) };
        let speaks_of_values = |it: &&Annotation| ["default", "in", "not_in"].iter().any(|name| it.is(name));
        for annotation in annotations.iter().filter(speaks_of_values) {
            let mut paths = Vec::new();
            annotation.args.iter().for_each(|arg| collect_paths(&arg.value, &mut paths));
            for name in paths.iter().filter_map(|path| path.segments.last()) {
                if let Some(target) = self.scopes.value(id, &name.text) {
                    self.uses.push(Use { target, span: name.span, is_own_name: true, user: Some(user) });
                }
            }
        }
    }

    fn consts_of_annotations(&mut self, annotations: &[Annotation], user: User<'a>) {
        // The words of these are words, though a constant may be called the same.
        const OF_WORDS: [&str; 6] = ["allow", "code", "format", "idempotent", "route", "rust"];
        for annotation in annotations.iter().filter(|it| !OF_WORDS.iter().any(|name| it.is(name))) {
            for arg in annotation.args.iter().filter(|arg| arg.name.as_ref().is_none_or(|it| it.text != "on"))
            {
                self.consts_of_value(&arg.value, user);
            }
        }
    }

    fn consts_of_value(&mut self, value: &Value, user: User<'a>) {
        let mut paths = Vec::new();
        collect_paths(value, &mut paths);
        for path in paths {
            let Some(id) = self.scopes.constant(path, user.home) else { continue };
            let Some(name) = path.segments.last() else { continue };
            let is_own_name = self.cx.model[id].decl.name.text == name.text
                && !(path.segments.len() == 1 && self.scopes.is_alias(user.home, &name.text));
            let target = Target::Const(id);
            self.uses.push(Use { target, span: name.span, is_own_name, user: Some(user) });
        }
    }
}

fn retired(decl: &Decl) -> bool {
    decl.deprecated.is_some() || decl.removed.is_some()
}

/// Every path in a value. Values nest no deeper than brackets may.
fn collect_paths<'v>(value: &'v Value, paths: &mut Vec<&'v Path>) {
    match &value.kind {
        ValueKind::Path(path) => paths.push(path),
        ValueKind::List(values) => values.iter().for_each(|value| collect_paths(value, paths)),
        ValueKind::Range(range) => {
            range.start.iter().for_each(|value| collect_paths(value, paths));
            if let Some(RangeEnd::Value(value)) = &range.end {
                collect_paths(value, paths);
            }
        }
        _ => {}
    }
}
