//! From the model to the tree of proto3.
//!
//! Whatever the model holds has a form here. A closed enum becomes an open one, which `mrpc.enumeration` tells from
//! others; whoever cannot accept that asks before (E1101). What was removed is reserved.

use std::collections::{BTreeSet, HashMap, HashSet};

use mrpc_idl::model::{self, Decl, Deprecated, EnumId, FieldType, Home, MessageId, Model, Reserved};
use mrpc_idl::name;

use super::tree::{Enum, Field, File, Head, Item, Message, Method, Service, Shape, Side, Type, Value};
use super::unit::{Unit, Units, declares};
use super::{policy, setting::Setting};

/// The `.proto` files that the `.mrpc` files of a model become, those that others import first.
pub(crate) fn files(model: &Model) -> Vec<File> {
    let units = Units::new(model);
    let index = Index::new(model);
    units
        .all
        .iter()
        .map(|unit| Builder { model, units: &units, index: &index, imports: BTreeSet::new() }.file(unit))
        .collect()
}

/// A declaration of the model.
#[derive(Clone, Copy, Debug)]
enum Node<'a> {
    Message(MessageId),
    Enum(EnumId),
    Union(&'a model::Union),
    Service(&'a model::Service),
}

/// What stands in each file and in each message, in order of writing.
#[derive(Debug, Default)]
struct Index<'a> {
    top: HashMap<usize, Vec<(u32, Node<'a>)>>,
    nested: HashMap<MessageId, Vec<(u32, Node<'a>)>>,
}

impl<'a> Index<'a> {
    fn new(model: &'a Model) -> Self {
        let mut index = Self::default();
        MessageId::all(model).for_each(|id| index.add(&model[id].decl, model[id].home, Node::Message(id)));
        EnumId::all(model).for_each(|id| index.add(&model[id].decl, model[id].home, Node::Enum(id)));
        model.unions.iter().for_each(|it| index.add(&it.decl, it.home, Node::Union(it)));
        model.services.iter().for_each(|it| index.add(&it.decl, it.home, Node::Service(it)));
        index.top.values_mut().chain(index.nested.values_mut()).for_each(|nodes| {
            nodes.sort_by_key(|(start, _)| *start);
        });
        index
    }

    fn add(&mut self, decl: &Decl, home: Home, node: Node<'a>) {
        let nodes = match home.parent {
            Some(parent) => self.nested.entry(parent).or_default(),
            None => self.top.entry(home.file.index()).or_default(),
        };
        nodes.push((decl.span.start, node));
    }
}

/// Builds one file.
struct Builder<'a> {
    model: &'a Model,
    units: &'a Units,
    index: &'a Index<'a>,
    imports: BTreeSet<String>,
}

impl Builder<'_> {
    fn file(mut self, unit: &Unit) -> File {
        let files = unit.files.iter().map(|&at| &self.model.files[at]);
        let docs = files.map(|file| file.docs.as_slice()).filter(|docs| !docs.is_empty());
        let docs = docs.collect::<Vec<_>>().join(&String::new());
        let nodes = unit.files.iter().filter_map(|file| self.index.top.get(file)).flatten();
        let items = nodes.map(|(_, node)| self.item(*node)).collect();
        self.imports.remove(&unit.name);
        File {
            name: unit.name.clone(),
            package: self.model[self.model.files[unit.files[0]].package].name.clone(),
            docs,
            sources: unit.files.iter().map(|&at| self.model.files[at].source).collect(),
            imports: self.imports.into_iter().collect(),
            items,
        }
    }

    fn item(&mut self, node: Node<'_>) -> Item {
        match node {
            Node::Message(id) => Item::Message(self.message(id)),
            Node::Enum(id) => Item::Enum(self.enum_type(&self.model[id])),
            Node::Union(item) => Item::Message(self.union(item)),
            Node::Service(item) => Item::Service(self.service(item)),
        }
    }

    fn head(&mut self, decl: &Decl, options: Vec<Setting>) -> Head {
        if options.iter().any(Setting::is_ours) {
            self.imports.insert(policy::FILE.to_owned());
        }
        Head { name: decl.name.text.clone(), docs: docs(decl), options }
    }

    fn message(&mut self, id: MessageId) -> Message {
        let item = &self.model[id];
        let nested = self.index.nested.get(&id).into_iter().flatten();
        let items = nested.map(|(_, node)| self.item(*node)).collect();
        // Of a oneof whose members are all removed, nothing is left.
        let used: BTreeSet<usize> = live(&item.fields).filter_map(|field| field.oneof).collect();
        let places: HashMap<usize, usize> = used.iter().zip(0..).map(|(&oneof, at)| (oneof, at)).collect();
        let place = |oneof: usize| places.get(&oneof).copied();
        let fields = live(&item.fields).map(|field| self.field(field, field.oneof.and_then(place))).collect();
        let oneofs = used.iter().map(|&at| self.head(&item.oneofs[at].decl, Vec::new())).collect();
        Message {
            head: self.head(&item.decl, policy::of_message(&item.decl, item.home)),
            items,
            fields,
            oneofs,
            reserved: reserved(&item.reserved, removed(&item.fields)),
        }
    }

    /// A message with a single oneof.
    fn union(&mut self, item: &model::Union) -> Message {
        let fields: Vec<Field> = live(&item.fields).map(|field| self.field(field, Some(0))).collect();
        let names: HashSet<&str> = fields.iter().map(|field| field.head.name.as_str()).collect();
        let mut name = if item.is_error { "error" } else { "value" }.to_owned();
        while names.contains(name.as_str()) {
            name.push('_');
        }
        let oneof = (!fields.is_empty()).then(|| Head { name, ..Head::default() });
        Message {
            head: self.head(&item.decl, policy::of_union(item)),
            items: Vec::new(),
            oneofs: oneof.into_iter().collect(),
            reserved: reserved(&item.reserved, removed(&item.fields)),
            fields,
        }
    }

    fn field(&mut self, item: &model::Field, oneof: Option<usize>) -> Field {
        Field {
            head: self.head(&item.decl, policy::of_field(item)),
            number: item.number,
            shape: match item.ty {
                FieldType::One(_) => Shape::One,
                FieldType::Optional(_) => Shape::Optional,
                FieldType::List(_) => Shape::Repeated,
                FieldType::Map(key, _) => Shape::Map(key),
            },
            ty: self.ty(item.ty.element()),
            oneof,
            json_name: item.json_name.clone(),
        }
    }

    fn ty(&mut self, ty: model::Type) -> Type {
        self.imports.extend(declares(self.model, self.units, ty));
        match ty {
            model::Type::Scalar(scalar) => Type::Scalar(scalar),
            model::Type::Enum(_) => Type::Enum(self.model.type_name(ty)),
            model::Type::WellKnown(known) if known.is_enum() => Type::Enum(self.model.type_name(ty)),
            model::Type::WellKnown(_) | model::Type::Message(_) | model::Type::Union(_) => {
                Type::Message(self.model.type_name(ty))
            }
        }
    }

    fn enum_type(&mut self, item: &model::Enum) -> Enum {
        let mut values: Vec<Value> = Vec::new();
        for it in item.values.iter().filter(|it| it.decl.removed.is_none()) {
            let options = policy::of_value(it.decl.deprecated.is_some());
            values.push(Value { head: self.head(&it.decl, options), number: it.number });
        }
        let kept = zero_first(item, &mut values);
        let gone = item.values.iter().filter(|it| it.decl.removed.is_some() && Some(it.number) != kept);
        let gone = gone.map(|it| (i64::from(it.number), it.decl.name.text.as_str()));
        let numbers: HashSet<i32> = values.iter().map(|it| it.number).collect();
        Enum {
            head: self.head(&item.decl, policy::of_enum(item, numbers.len() < values.len())),
            reserved: reserved(&item.reserved, gone),
            values,
        }
    }

    fn service(&mut self, item: &model::Service) -> Service {
        let methods = item.methods.iter().filter(|method| method.decl.removed.is_none());
        Service {
            methods: methods.map(|method| self.method(method)).collect(),
            head: self.head(&item.decl, policy::of_service(item)),
        }
    }

    fn method(&mut self, item: &model::Method) -> Method {
        Method {
            head: self.head(&item.decl, policy::of_method(self.model, item)),
            request: self.side(item.request),
            response: self.side(item.response),
        }
    }

    fn side(&mut self, side: model::Side) -> Side {
        self.imports.extend(declares(self.model, self.units, side.ty));
        Side { ty: self.model.type_name(side.ty), is_stream: side.is_stream }
    }
}

/// Its documentation, and what it says of being deprecated beyond that it is.
fn docs(decl: &Decl) -> Vec<String> {
    let mut docs = decl.docs.clone();
    let Some(Deprecated { message, since, remove }) = &decl.deprecated else { return docs };
    let mut notes: Vec<String> = message.iter().cloned().collect();
    notes.extend(since.iter().map(|since| format!("since {since}")));
    notes.extend(remove.iter().map(|remove| format!("to be removed in {remove}")));
    if !notes.is_empty() {
        if !docs.is_empty() {
            docs.push(String::new());
        }
        // One line: a message may have several.
        docs.push(format!("Deprecated: {}", notes.join(", ").replace(char::is_control, " ")));
    }
    docs
}

fn live(fields: &[model::Field]) -> impl Iterator<Item = &model::Field> {
    fields.iter().filter(|field| field.decl.removed.is_none())
}

/// Numbers and names of fields that are gone.
fn removed(fields: &[model::Field]) -> impl Iterator<Item = (i64, &str)> {
    let removed = fields.iter().filter(|field| field.decl.removed.is_some());
    removed.map(|field| (field.number.into(), field.decl.name.text.as_str()))
}

/// What is reserved, and what is gone.
fn reserved<'a>(reserved: &Reserved, gone: impl Iterator<Item = (i64, &'a str)>) -> Reserved {
    let mut all = reserved.clone();
    for (number, name) in gone {
        // Two names of one number may be gone.
        if !all.numbers.iter().any(|(first, last)| (*first..=*last).contains(&number)) {
            all.numbers.push((number, number));
        }
        all.names.push(name.to_owned());
    }
    all.numbers.sort_unstable();
    all
}

/// An open enum begins with 0. Where that value was removed, it stays; where a closed enum has none, it gets one.
/// Gives the number that is there though it was removed.
fn zero_first(item: &model::Enum, values: &mut Vec<Value>) -> Option<i32> {
    if let Some(at) = values.iter().position(|value| value.number == 0) {
        values[..=at].rotate_right(1);
        return None;
    }
    let gone = item.values.iter().find(|value| value.number == 0).map(|value| value.decl.name.text.clone());
    let is_kept = gone.is_some();
    let mut name = gone.unwrap_or_else(|| name::value_prefix(&item.decl.name.text) + "UNSPECIFIED");
    while values.iter().any(|value| value.head.name == name) {
        name.push('_');
    }
    let head = Head { name, docs: Vec::new(), options: policy::of_value(is_kept) };
    values.insert(0, Value { head, number: 0 });
    is_kept.then_some(0)
}
