//! A whole file: its first lines, its imports, its declarations, and a word about what could not be said.

use std::collections::BTreeSet;

use mrpc_idl::format;
use mrpc_idl::model::{Descriptor, EnumId, FileId, Home, MessageId, Model, Service, Type};

use super::name::quoted;
use super::scope::Scopes;
use super::text::Text;

/// A `.proto` file as `.mrpc`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The file of the model.
    pub(crate) id: FileId,
    /// Its path below a root.
    pub(crate) path: String,
    pub(crate) text: String,
    /// What it does not say, as in `java_package`.
    pub(crate) dropped: Vec<String>,
}

/// The package of the files that come with protobuf. They need no copy: they can be imported as they are.
const BUILT_IN: &str = "google.protobuf";

/// Writes the `.proto` files of a model.
pub(crate) fn write(model: &Model) -> Vec<Written> {
    let scopes = Scopes::new(model);
    FileId::all(model).filter_map(|id| one(model, &scopes, id)).collect()
}

/// `None` for a file that is `.mrpc` already, and for those that come with protobuf.
fn one(model: &Model, scopes: &Scopes<'_>, id: FileId) -> Option<Written> {
    let file = &model[id];
    let descriptor = model.descriptors.get(file.descriptor?)?;
    let package = &model[file.package];
    if package.name == BUILT_IN {
        return None;
    }
    let dropped = dropped(descriptor);
    let mut text: String =
        file.docs.iter().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect();
    text += &format!("// From `{}` by `mrpc-gen import`.\n", descriptor.name);
    if !dropped.is_empty() {
        text += &format!("// Left out: {}\n", dropped.join(", "));
    }
    text += "edition 2026;\n\n";
    if let Some(module) = &package.rust_module {
        text += &format!("@rust(module = {})\n", quoted(module));
    }
    text += &format!("package {};\n\n", package.name);
    for import in imports(model, id) {
        text += &format!("{import}\n");
    }
    for item in items(model, scopes, id) {
        let mut one = Text::new(model, scopes, file.package);
        match item {
            Item::Message(id) => one.message(id),
            Item::Enum(id) => one.enumeration(&model[id]),
            Item::Service(service) => one.service(service),
        }
        text += &format!("\n{}", one.finish());
    }
    let path = descriptor.name.strip_suffix(".proto").unwrap_or(&descriptor.name);
    Some(Written { id, path: format!("{path}.mrpc"), text: format::format(&text), dropped })
}

/// `(google.api.http) twice`
fn dropped(descriptor: &Descriptor) -> Vec<String> {
    let times = |count: usize| if count == 1 { String::new() } else { format!(" ({count} times)") };
    descriptor.foreign_options.iter().map(|(name, &count)| format!("`{name}`{}", times(count))).collect()
}

enum Item<'a> {
    Message(MessageId),
    Enum(EnumId),
    Service(&'a Service),
}

/// The declarations of a file that are nested in no other, in order of writing.
fn items<'a>(model: &'a Model, scopes: &Scopes<'_>, id: FileId) -> Vec<Item<'a>> {
    let messages = scopes.messages.get(&(id, None)).into_iter().flatten();
    let messages = messages.map(|&id| (model[id].decl.span, Item::Message(id)));
    let enums = scopes.enums.get(&(id, None)).into_iter().flatten();
    let enums = enums.map(|&id| (model[id].decl.span, Item::Enum(id)));
    let services = model.services.iter().filter(|service| service.home.file == id);
    let services = services.map(|service| (service.decl.span, Item::Service(service)));
    let mut all: Vec<_> = messages.chain(enums).chain(services).collect();
    all.sort_by_key(|(span, _)| span.start);
    all.into_iter().map(|(_, item)| item).collect()
}

/// An import for each package that the file uses something of.
fn imports(model: &Model, id: FileId) -> BTreeSet<String> {
    let messages = model.messages.iter().filter(|message| message.home.file == id);
    let fields = messages.flat_map(|message| message.fields.iter().map(|field| field.ty.element()));
    let services = model.services.iter().filter(|service| service.home.file == id);
    let methods = services.flat_map(|service| &service.methods);
    let sides = methods.flat_map(|method| [method.request.ty, method.response.ty]);
    let homes = fields.chain(sides).filter_map(|ty| home(model, ty));
    let others = homes.filter(|home| home.package != model[id].package);
    others.filter_map(|home| import(model, home)).collect()
}

fn home(model: &Model, ty: Type) -> Option<Home> {
    match ty {
        Type::Message(id) => Some(model[id].home),
        Type::Enum(id) => Some(model[id].home),
        Type::Union(id) => Some(model[id].home),
        Type::Scalar(_) | Type::WellKnown(_) => None,
    }
}

fn import(model: &Model, home: Home) -> Option<String> {
    let package = &model[home.package].name;
    if package != BUILT_IN {
        return Some(format!("import {package};"));
    }
    let descriptor = model.descriptors.get(model[home.file].descriptor?)?;
    Some(format!("import proto {};", quoted(&descriptor.name)))
}
