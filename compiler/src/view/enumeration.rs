//! Enums of a schema: numbers with names.

use std::collections::BTreeMap;

use mrpc_idl::model::{self, EnumId};

use super::context::Context;
use super::head::{self, Head, Site};
use super::lint::{Allow, repeats};
use super::literal;

/// An enum.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) head: Head,
    pub(crate) name: String,
    /// Whether it keeps numbers that it does not know.
    pub(crate) is_open: bool,
    /// One for each number, in order of writing. The first is the default.
    pub(crate) values: Vec<Value>,
    /// Other names for numbers.
    pub(crate) aliases: Vec<Alias>,
    /// Whether it can be read from JSON and written to it.
    pub(crate) is_json: bool,
    /// What goes before an `impl`.
    pub(crate) impl_attr: String,
}

/// A value.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) head: Head,
    pub(crate) name: String,
    /// Its name in the schema, as a literal.
    pub(crate) schema_name: String,
    pub(crate) number: String,
}

/// Another name for a number.
#[derive(Debug)]
pub(crate) struct Alias {
    pub(crate) head: Head,
    pub(crate) name: String,
    /// Its name in the schema, as a literal.
    pub(crate) schema_name: String,
    /// The variant that has the number.
    pub(crate) variant: String,
}

impl Enum {
    pub(super) fn new(cx: &Context<'_>, id: EnumId) -> Self {
        let item = &cx.model[id];
        let name = cx.enum_name(id);
        let full_name = cx.model.full_name(item.home, &item.decl);
        let site = Site { package: item.home.package, scope: &full_name };
        let mut allow = Allow::default();
        let (values, aliases) = values(cx, item, site, &mut allow);
        let docs =
            head::documentation(cx, site, &item.decl.docs, &format!("Enum `{full_name}`."), &mut allow);
        let is_open = !item.is_closed;
        let unrecognized = is_open.then_some(mrpc_idl::name::UNRECOGNIZED);
        let variants = values.iter().map(|value| value.name.as_str()).chain(unrecognized);
        allow.add_if(repeats(&name, variants), "clippy::enum_variant_names");
        let derived: &[&str] = if is_open {
            &["Clone", "Copy", "Debug", "Default"]
        } else {
            &["Clone", "Copy", "Debug", "Default", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"]
        };
        let is_old =
            |value: &model::EnumValue| value.decl.removed.is_none() && value.decl.deprecated.is_some();
        let is_deprecated = item.decl.deprecated.is_some() || item.values.iter().any(is_old);
        // What is derived for the default names it.
        allow.add_if(is_deprecated, "deprecated");
        let attrs = head::type_attrs(
            &item.decl,
            derived,
            &["PartialEq", "Eq", "PartialOrd", "Ord", "Hash"],
            &item.decl.rust_derive,
            cx.options.of_type(&full_name),
            &allow,
        );
        let mut in_impl = Allow::default();
        in_impl.add_if(is_deprecated, "deprecated");
        let impl_attr = in_impl.attribute().unwrap_or_default();
        Self {
            head: Head { docs, attrs },
            name,
            is_open,
            values,
            aliases,
            is_json: cx.options.json,
            impl_attr,
        }
    }
}

fn values(
    cx: &Context<'_>,
    item: &model::Enum,
    site: Site<'_>,
    allow: &mut Allow,
) -> (Vec<Value>, Vec<Alias>) {
    let mut values: Vec<Value> = Vec::new();
    let mut aliases = Vec::new();
    let mut by_number: BTreeMap<i32, String> = BTreeMap::new();
    for value in item.values.iter().filter(|value| value.decl.removed.is_none()) {
        let written = &value.decl.name.text;
        let schema_name = literal::string(written);
        let number = literal::int(value.number.into());
        match by_number.get(&value.number) {
            None => {
                let name = cx.variant_name(item, value);
                by_number.insert(value.number, name.clone());
                let otherwise = format!("Value `{written}` ({}).", value.number);
                let head = head::plain(cx, site, &value.decl, &otherwise, allow);
                values.push(Value { head, name, schema_name, number });
            }
            Some(variant) => {
                let mut allow = Allow::default();
                let otherwise =
                    format!("Value `{written}`, another name for [`{variant}`](Self::{variant}).");
                let mut head = head::plain(cx, site, &value.decl, &otherwise, &mut allow);
                head.attrs.extend(allow.attribute());
                let name = cx.alias_name(item, value);
                aliases.push(Alias { head, name, schema_name, variant: variant.clone() });
            }
        }
    }
    (values, aliases)
}
