//! What the views look up: names in Rust, places, and what types have to do with each other.

use mrpc_idl::model::{
    Decl, Enum, EnumId, EnumValue, Field, Groups, Home, Message, MessageId, Model, Oneof, PackageId,
    ServiceId, Type, Union, UnionId,
};
use mrpc_idl::name::{beside, escape, pascal, screaming, snake, variant};

use super::link::Links;
use super::path::Place;
use super::types::wrapped;
use crate::options::Options;

/// The model and the options, with what follows from both.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) model: &'a Model,
    pub(crate) options: &'a Options,
    places: Vec<Place>,
    /// Who holds whom in place.
    held: Groups,
    /// Whether there is anything to validate in the types of a group, of all who hold each other in any way.
    linked: Groups,
    has_rules: Vec<bool>,
    links: Links,
}

/// What is generated of services.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) has_client: bool,
    /// Also where there is a mock.
    pub(super) has_server: bool,
    pub(super) has_mock: bool,
}

impl<'a> Context<'a> {
    pub(crate) fn new(model: &'a Model, options: &'a Options) -> Self {
        let places = model.packages.iter().map(|package| Place::of(package, options)).collect();
        let held = Groups::new(model, |field| field.ty.is_single() && !field.rust.is_boxed);
        let linked = Groups::new(model, |_| true);
        let mut has_rules: Vec<bool> = Vec::new();
        for members in linked.members() {
            // Those held come first, so there is an answer for every other group that a field leads to.
            let leads =
                |field: &Field| linked.of(field.ty.element()).and_then(|group| has_rules.get(group).copied());
            let is_ruled = |field: &Field| !field.constraints.is_empty() || leads(field) == Some(true);
            let has_rule = members.iter().any(|&ty| fields(model, ty).any(is_ruled));
            has_rules.push(has_rule);
        }
        let mut context = Self { model, options, places, held, linked, has_rules, links: Links::default() };
        context.links = context.find_links();
        context
    }

    fn find_links(&self) -> Links {
        let mut links = Links::default();
        let model = self.model;
        for id in MessageId::all(model) {
            let message = &model[id];
            let home = message.home;
            let (name, rust) = (model.full_name(home, &message.decl), self.message_name(id));
            for field in &message.fields {
                let path = match field.oneof.and_then(|at| message.oneofs.get(at)) {
                    Some(oneof) => format!("{}::{}", self.oneof_name(id, oneof), member_name(&field.decl)),
                    None => format!("{rust}::{}", field_name(&field.decl)),
                };
                links.add_member(home.package, &name, &field.decl, path);
            }
            for oneof in &message.oneofs {
                let path = format!("{rust}::{}", oneof_field_name(&oneof.decl));
                links.add_member(home.package, &name, &oneof.decl, path);
            }
            links.add(model, home, &message.decl, &rust);
        }
        for id in EnumId::all(model) {
            let item = &model[id];
            let (name, rust) = (model.full_name(item.home, &item.decl), self.enum_name(id));
            for value in item.values.iter().filter(|value| !value.is_alias) {
                let path = format!("{rust}::{}", self.variant_name(item, value));
                // Values stand in their enum here, and beside it for protobuf.
                let around = name.rsplit_once('.').map_or("", |(around, _)| around);
                links.add_member(item.home.package, around, &value.decl, path.clone());
                links.add_member(item.home.package, &name, &value.decl, path);
            }
            links.add(model, item.home, &item.decl, &rust);
        }
        for id in UnionId::all(model) {
            let union = &model[id];
            let (name, rust) = (model.full_name(union.home, &union.decl), self.union_name(id));
            for field in &union.fields {
                let path = format!("{rust}::{}", member_name(&field.decl));
                links.add_member(union.home.package, &name, &field.decl, path);
            }
            links.add(model, union.home, &union.decl, &rust);
        }
        for id in ServiceId::all(model) {
            let service = &model[id];
            let rust = match self.sides() {
                Sides { has_server: true, .. } => self.service_name(id),
                Sides { has_client: true, .. } => beside(&self.service_raw_name(id), "Client"),
                _ => continue,
            };
            let name = model.full_name(service.home, &service.decl);
            for method in &service.methods {
                let path = format!("{rust}::{}", method_name(&method.decl));
                links.add_member(service.home.package, &name, &method.decl, path);
            }
            links.add(model, service.home, &service.decl, &rust);
        }
        for constant in &model.consts {
            links.add(model, constant.home, &constant.decl, &const_name(&constant.decl));
        }
        links
    }

    /// The path in Rust of what documentation in `scope` names.
    pub(super) fn link(&self, from: PackageId, scope: &str, name: &str) -> Option<String> {
        let (package, path) = self.links.find(scope, name)?;
        Some(self.prefix(from, *package) + path)
    }

    /// The same for the documentation of the package itself, which rustdoc reads in the module around it.
    pub(super) fn link_from_above(&self, package: PackageId, scope: &str, name: &str) -> Option<String> {
        let (to, path) = self.links.find(scope, name)?;
        let around = self.modules(package).split_last().map_or(&[] as &[String], |(_, around)| around);
        Some(self.places[to.index()].prefix(&Place::Here(around.to_vec())) + path)
    }

    /// Whether values of the type can break a rule.
    pub(super) fn has_rules(&self, ty: Type) -> bool {
        self.linked.of(ty).and_then(|group| self.has_rules.get(group).copied()).unwrap_or(false)
    }

    /// Whether a field of `owner` must be behind a pointer: because it was asked for, or because the owner would
    /// hold itself. A required field is never in the way: a circle of those alone is refused by the checks.
    pub(super) fn is_boxed(&self, owner: Type, field: &Field) -> bool {
        let ty = field.ty.element();
        if !field.ty.is_single() || wrapped(ty).is_some() {
            return false;
        }
        let group = self.held.of(ty);
        field.rust.is_boxed || !field.is_required && group.is_some() && group == self.held.of(owner)
    }

    /// Whether the compiler warns where the type is named.
    pub(super) fn is_deprecated(&self, ty: Type) -> bool {
        let decl = match ty {
            Type::Message(id) => &self.model[id].decl,
            Type::Enum(id) => &self.model[id].decl,
            Type::Union(id) => &self.model[id].decl,
            Type::Scalar(_) | Type::WellKnown(_) => return false,
        };
        decl.deprecated.is_some()
    }

    /// Whether the compiler warns where a field, its type, or a value that is written about it, is named.
    pub(super) fn touches_deprecated(&self, field: &Field) -> bool {
        let ty = field.ty.element();
        let has_old_values = match ty {
            Type::Enum(id) if field.default.is_some() || !field.constraints.is_empty() => {
                self.model[id].values.iter().any(|value| value.decl.deprecated.is_some())
            }
            _ => false,
        };
        field.decl.deprecated.is_some() || self.is_deprecated(ty) || has_old_values
    }

    /// What is generated of services.
    pub(super) fn sides(&self) -> Sides {
        let Options { client, server, mock, .. } = *self.options;
        // What stands for a server is one.
        Sides { has_client: client, has_server: server || mock, has_mock: mock }
    }

    /// Whether another crate has the package.
    pub(crate) fn is_elsewhere(&self, package: PackageId) -> bool {
        matches!(self.places[package.index()], Place::Elsewhere(_))
    }

    /// The modules of a package that is generated here.
    pub(super) fn modules(&self, package: PackageId) -> &[String] {
        match &self.places[package.index()] {
            Place::Here(modules) => modules,
            Place::Elsewhere(_) => &[],
        }
    }

    /// What stands before the names of package `to` in the code of package `from`.
    pub(super) fn prefix(&self, from: PackageId, to: PackageId) -> String {
        self.places[to.index()].prefix(&self.places[from.index()])
    }

    /// The path of a declared type in the code of package `from`.
    pub(super) fn type_path(&self, from: PackageId, ty: Type) -> Option<String> {
        let (home, name) = match ty {
            Type::Message(id) => (self.model[id].home, self.message_name(id)),
            Type::Enum(id) => (self.model[id].home, self.enum_name(id)),
            Type::Union(id) => (self.model[id].home, self.union_name(id)),
            Type::Scalar(_) | Type::WellKnown(_) => return None,
        };
        Some(self.prefix(from, home.package) + &name)
    }

    pub(super) fn message_name(&self, id: MessageId) -> String {
        let Message { home, decl, .. } = &self.model[id];
        self.flat_name(*home, decl)
    }

    pub(super) fn enum_name(&self, id: EnumId) -> String {
        let Enum { home, decl, .. } = &self.model[id];
        self.flat_name(*home, decl)
    }

    pub(super) fn union_name(&self, id: UnionId) -> String {
        let Union { home, decl, .. } = &self.model[id];
        self.flat_name(*home, decl)
    }

    pub(super) fn service_name(&self, id: ServiceId) -> String {
        escape(&self.service_raw_name(id))
    }

    /// The name of a service, without what makes a name of a keyword.
    pub(super) fn service_raw_name(&self, id: ServiceId) -> String {
        let decl = &self.model[id].decl;
        decl.rust_name.clone().unwrap_or_else(|| pascal(&decl.name.text))
    }

    /// The name of the enum that a oneof becomes.
    pub(super) fn oneof_name(&self, message: MessageId, oneof: &Oneof) -> String {
        let made = || self.message_raw_name(message) + &pascal(&oneof.decl.name.text);
        oneof.decl.rust_name.clone().unwrap_or_else(made)
    }

    /// Nested types lie flat, behind the name of what is around them. The nesting of a schema is bounded.
    fn flat_name(&self, home: Home, decl: &Decl) -> String {
        if let Some(chosen) = &decl.rust_name {
            return chosen.clone();
        }
        let around = home.parent.map(|parent| self.message_raw_name(parent)).unwrap_or_default();
        escape(&(around + &pascal(&decl.name.text)))
    }

    fn message_raw_name(&self, id: MessageId) -> String {
        let Message { home, decl, .. } = &self.model[id];
        let around = || home.parent.map(|parent| self.message_raw_name(parent)).unwrap_or_default();
        decl.rust_name.clone().unwrap_or_else(|| around() + &pascal(&decl.name.text))
    }

    /// The name of an enum's value as a variant.
    pub(super) fn variant_name(&self, owner: &Enum, value: &EnumValue) -> String {
        let made = || variant(&owner.decl.name.text, &value.decl.name.text);
        escape(&value.decl.rust_name.clone().unwrap_or_else(made))
    }

    /// The name of another name for a value, as a constant.
    pub(super) fn alias_name(&self, owner: &Enum, value: &EnumValue) -> String {
        let name = &value.decl.name.text;
        let prefix = mrpc_idl::name::value_prefix(&owner.decl.name.text);
        let short =
            name.strip_prefix(&prefix).filter(|_| variant(&owner.decl.name.text, name) != pascal(name));
        escape(&screaming(value.decl.rust_name.as_deref().or(short).unwrap_or(name)))
    }
}

/// The fields that are generated of a message or a union.
fn fields(model: &Model, ty: Type) -> impl Iterator<Item = &Field> {
    let fields: &[Field] = match ty {
        Type::Message(id) => &model[id].fields,
        Type::Union(id) => &model[id].fields,
        Type::Scalar(_) | Type::WellKnown(_) | Type::Enum(_) => &[],
    };
    fields.iter().filter(|field| field.decl.removed.is_none())
}

/// The name of a field, without what makes a name of a keyword.
pub(super) fn field_name(decl: &Decl) -> String {
    decl.rust_name.clone().unwrap_or_else(|| snake(&decl.name.text))
}

/// The name of a method, without what makes a name of a keyword.
pub(super) fn method_name(decl: &Decl) -> String {
    decl.rust_name.clone().unwrap_or_else(|| snake(&decl.name.text))
}

/// The name of the field that a oneof becomes. What is chosen for it names its type.
pub(super) fn oneof_field_name(decl: &Decl) -> String {
    snake(decl.rust_name.as_deref().unwrap_or(&decl.name.text))
}

/// The name of a member of a oneof or a union, as a variant.
pub(super) fn member_name(decl: &Decl) -> String {
    escape(&decl.rust_name.clone().unwrap_or_else(|| pascal(&decl.name.text)))
}

/// The name of a constant.
pub(super) fn const_name(decl: &Decl) -> String {
    escape(&decl.rust_name.clone().unwrap_or_else(|| screaming(&decl.name.text)))
}
