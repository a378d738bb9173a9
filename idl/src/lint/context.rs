//! What a lint may ask for: the model, and for each declaration the tree it was read from.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::scope::aliases;
use super::usage::{self, Target, Use};
use crate::ast::{self, Annotation, Attrs, Item, Member};
use crate::model::{Decl, FieldType, Model, ScalarType, Type, WellKnown};
use crate::source::{Sources, Span};

/// A schema as lints see it.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) model: &'a Model,
    /// Those of the model's files, in the same order.
    pub(super) files: &'a [ast::File],
    pub(super) sources: &'a Sources,
    /// Declarations by where their name stands, which no two share.
    nodes: HashMap<Span, Node<'a>>,
    uses: OnceCell<Vec<Use<'a>>>,
    uses_of: OnceCell<HashMap<Target, Vec<Span>>>,
    names: OnceCell<HashSet<&'a str>>,
}

/// A declaration as it was written.
#[derive(Clone, Copy, Debug)]
enum Node<'a> {
    Plain { attrs: &'a Attrs },
    Field(&'a ast::Field),
    Method(&'a ast::Method),
    Const(&'a ast::Const),
    Enum(&'a ast::Enum),
}

impl<'a> Node<'a> {
    fn attrs(&self) -> &'a Attrs {
        match *self {
            Node::Plain { attrs } => attrs,
            Node::Field(field) => &field.attrs,
            Node::Method(method) => &method.attrs,
            Node::Const(constant) => &constant.attrs,
            Node::Enum(item) => &item.attrs,
        }
    }
}

impl<'a> Context<'a> {
    pub(super) fn new(model: &'a Model, files: &'a [ast::File], sources: &'a Sources) -> Self {
        let mut nodes = HashMap::new();
        for item in files.iter().flat_map(|file| &file.items) {
            add_item(&mut nodes, item);
        }
        Self {
            model,
            files,
            sources,
            nodes,
            uses: OnceCell::new(),
            uses_of: OnceCell::new(),
            names: OnceCell::new(),
        }
    }

    /// Every place where a type, a value of an enum or a constant is named.
    pub(super) fn uses(&self) -> &[Use<'a>] {
        self.uses.get_or_init(|| usage::find(self))
    }

    /// Where a target is named by its own name.
    pub(super) fn uses_of(&self, target: Target) -> &[Span] {
        let uses_of = self.uses_of.get_or_init(|| {
            let mut uses_of: HashMap<Target, Vec<Span>> = HashMap::new();
            for found in self.uses().iter().filter(|found| found.is_own_name) {
                uses_of.entry(found.target).or_default().push(found.span);
            }
            uses_of
        });
        uses_of.get(&target).map_or(&[], Vec::as_slice)
    }

    /// Whether anything in the schema, however far away, has the name.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        let names = self.names.get_or_init(|| {
            let declared = self.named().map(|named| named.decl.name.text.as_str());
            declared.chain(self.files.iter().flat_map(|file| &file.imports).flat_map(aliases)).collect()
        });
        names.contains(name) || WellKnown::from_word(name).is_some() || ScalarType::from_word(name).is_some()
    }

    /// What stands before every `package` and every declaration, with where their names are.
    pub(super) fn all_attrs(&self) -> impl Iterator<Item = (&'a Attrs, Span)> {
        let packages = self.files.iter().filter_map(|file| file.package.as_ref());
        let of_packages = packages.map(|package| (&package.attrs, package.path.span));
        of_packages.chain(self.nodes.iter().map(|(&name, node)| (node.attrs(), name)))
    }

    /// What stands before a declaration.
    pub(super) fn attrs(&self, decl: &Decl) -> Option<&'a Attrs> {
        self.nodes.get(&decl.name.span).map(Node::attrs)
    }

    /// The first annotation of that name on a declaration.
    pub(super) fn annotation(&self, decl: &Decl, name: &str) -> Option<&'a Annotation> {
        self.attrs(decl)?.find(name)
    }

    /// A field as it was written.
    pub(super) fn field(&self, decl: &Decl) -> Option<&'a ast::Field> {
        match self.nodes.get(&decl.name.span)? {
            Node::Field(field) => Some(field),
            _ => None,
        }
    }

    /// A method as it was written.
    pub(super) fn method(&self, decl: &Decl) -> Option<&'a ast::Method> {
        match self.nodes.get(&decl.name.span)? {
            Node::Method(method) => Some(method),
            _ => None,
        }
    }

    /// A constant as it was written.
    pub(super) fn constant(&self, decl: &Decl) -> Option<&'a ast::Const> {
        match self.nodes.get(&decl.name.span)? {
            Node::Const(constant) => Some(constant),
            _ => None,
        }
    }

    /// An enum as it was written.
    pub(super) fn enumeration(&self, decl: &Decl) -> Option<&'a ast::Enum> {
        match self.nodes.get(&decl.name.span)? {
            Node::Enum(item) => Some(item),
            _ => None,
        }
    }

    /// Whether any field has the type, so that what depends on it may be about any message.
    pub(super) fn has_field_of(&self, known: WellKnown) -> bool {
        let is_it = |ty: FieldType| ty.element() == Type::WellKnown(known);
        self.fields().any(|member| is_it(member.field.ty))
    }
}

fn add_item<'a>(nodes: &mut HashMap<Span, Node<'a>>, item: &'a Item) {
    match item {
        Item::Const(constant) => {
            nodes.insert(constant.name.span, Node::Const(constant));
        }
        Item::Message(message) => add_message(nodes, message),
        Item::Enum(item) => add_enum(nodes, item),
        Item::Union(union) => {
            nodes.insert(union.name.span, Node::Plain { attrs: &union.attrs });
            add_fields(nodes, &union.fields);
        }
        Item::Service(service) => {
            nodes.insert(service.name.span, Node::Plain { attrs: &service.attrs });
            nodes.extend(service.methods.iter().map(|method| (method.name.span, Node::Method(method))));
        }
    }
}

/// Messages nest no deeper than [`NESTING_MAX`](crate::limit::NESTING_MAX), so this may recur.
fn add_message<'a>(nodes: &mut HashMap<Span, Node<'a>>, message: &'a ast::Message) {
    nodes.insert(message.name.span, Node::Plain { attrs: &message.attrs });
    for member in &message.members {
        match member {
            Member::Field(field) => {
                nodes.insert(field.name.span, Node::Field(field));
            }
            Member::Oneof(oneof) => {
                nodes.insert(oneof.name.span, Node::Plain { attrs: &oneof.attrs });
                add_fields(nodes, &oneof.fields);
            }
            Member::Message(nested) => add_message(nodes, nested),
            Member::Enum(nested) => add_enum(nodes, nested),
            Member::Reserved(_) => {}
        }
    }
}

fn add_enum<'a>(nodes: &mut HashMap<Span, Node<'a>>, item: &'a ast::Enum) {
    nodes.insert(item.name.span, Node::Enum(item));
    nodes.extend(item.values.iter().map(|value| (value.name.span, Node::Plain { attrs: &value.attrs })));
}

fn add_fields<'a>(nodes: &mut HashMap<Span, Node<'a>>, fields: &'a [ast::Field]) {
    nodes.extend(fields.iter().map(|field| (field.name.span, Node::Field(field))));
}
