//! The options in a file that mean nothing to us: the model has no place for them, and the descriptor keeps them.

use std::collections::BTreeMap;

use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, ServiceDescriptorProto,
    UninterpretedOption,
};

/// Those that the model has a place for. Of `packed`, only `false` says anything.
const KNOWN: [&str; 3] = ["allow_alias", "deprecated", "idempotency_level"];

/// The names of the others as they are written, each with how often. The file is one that was parsed, and no more.
pub(super) fn foreign(file: &FileDescriptorProto) -> BTreeMap<String, usize> {
    let mut found = Found::default();
    found.add(file.options.as_ref().map(|options| &options.uninterpreted_option));
    file.message_type.iter().for_each(|message| found.message(message));
    file.enum_type.iter().for_each(|item| found.enum_type(item));
    file.service.iter().for_each(|service| found.service(service));
    found.extensions(&file.extension);
    found.0
}

#[derive(Default)]
struct Found(BTreeMap<String, usize>);

impl Found {
    fn add(&mut self, options: Option<&Vec<UninterpretedOption>>) {
        for option in options.into_iter().flatten() {
            let name = name(option);
            let is_packed = name == "packed" && option.identifier_value() == "true";
            if !is_packed && !KNOWN.contains(&name.as_str()) {
                *self.0.entry(name).or_default() += 1;
            }
        }
    }

    /// Messages nest no deeper than the parser lets them.
    fn message(&mut self, message: &DescriptorProto) {
        self.add(message.options.as_ref().map(|options| &options.uninterpreted_option));
        for field in &message.field {
            self.add(field.options.as_ref().map(|options| &options.uninterpreted_option));
        }
        for oneof in &message.oneof_decl {
            self.add(oneof.options.as_ref().map(|options| &options.uninterpreted_option));
        }
        message.nested_type.iter().for_each(|nested| self.message(nested));
        message.enum_type.iter().for_each(|item| self.enum_type(item));
        self.extensions(&message.extension);
    }

    fn enum_type(&mut self, item: &EnumDescriptorProto) {
        self.add(item.options.as_ref().map(|options| &options.uninterpreted_option));
        for value in &item.value {
            self.add(value.options.as_ref().map(|options| &options.uninterpreted_option));
        }
    }

    fn service(&mut self, service: &ServiceDescriptorProto) {
        self.add(service.options.as_ref().map(|options| &options.uninterpreted_option));
        for method in &service.method {
            self.add(method.options.as_ref().map(|options| &options.uninterpreted_option));
        }
    }

    /// An extension defines an option.
    fn extensions(&mut self, fields: &[FieldDescriptorProto]) {
        for field in fields {
            *self.0.entry(format!("extend {}", field.extendee().trim_start_matches('.'))).or_default() += 1;
        }
    }
}

/// `(google.api.http).get`
fn name(option: &UninterpretedOption) -> String {
    let part = |part: &prost_types::uninterpreted_option::NamePart| match part.is_extension {
        true => format!("({})", part.name_part.trim_start_matches('.')),
        false => part.name_part.clone(),
    };
    option.name.iter().map(part).collect::<Vec<_>>().join(".")
}
