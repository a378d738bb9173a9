//! Messages: plain structs.

use mrpc_idl::model::{self, Field, FieldType, MessageId, Scalar, ScalarType, Type};
use mrpc_idl::name::{UNKNOWN_FIELDS, escape};

use super::choice::Choice;
use super::codec::{Codec, Travel};
use super::context::{Context, field_name, oneof_field_name};
use super::head::{self, Head, Site};
use super::lint::{Allow, is_near_constant, repeats};
use super::rule::Rule;
use super::{literal, types};

/// More fields of `bool` than this are too many for clippy.
const BOOLS_MAX: usize = 3;

/// A message.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) head: Head,
    pub(crate) name: String,
    /// How it travels.
    pub(crate) codec: Codec,
    /// The fields of the struct, in order of writing.
    pub(crate) members: Vec<Member>,
    /// Methods for what an absent field stands for.
    pub(crate) fallbacks: Vec<Fallback>,
    /// What a value must satisfy.
    pub(crate) rules: Vec<Rule>,
    /// The enums of its oneofs.
    pub(crate) oneofs: Vec<Choice>,
    /// Whether some field is not to be shown.
    pub(crate) is_redacted: bool,
    /// What goes before an `impl`.
    pub(crate) impl_attr: String,
}

/// A field of the struct: a field of the message, or a oneof.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) head: Head,
    pub(crate) name: String,
    /// The name as text, without what makes a name of a keyword.
    pub(crate) shown_name: String,
    pub(crate) ty: String,
    pub(crate) is_redacted: bool,
}

/// A method for what an absent field stands for.
#[derive(Debug)]
pub(crate) struct Fallback {
    pub(crate) attrs: Vec<String>,
    pub(crate) field: String,
    pub(crate) name: String,
    /// The field's name in the schema.
    pub(crate) schema_name: String,
    pub(crate) ty: String,
    pub(crate) value: String,
    /// Whether the field is borrowed rather than copied.
    pub(crate) is_borrowed: bool,
}

impl Message {
    pub(super) fn new(cx: &Context<'_>, id: MessageId) -> Self {
        let message = &cx.model[id];
        let full_name = cx.model.full_name(message.home, &message.decl);
        let mut builder = Builder { cx, id, message, full_name, allow: Allow::default() };
        let parts = builder.parts();
        let name = cx.message_name(id);
        let head = builder.head(&name, &parts);
        let fields = || message.fields.iter().filter(|field| field.decl.removed.is_none());
        let mut in_impl = Allow::default();
        let is_deprecated =
            message.decl.deprecated.is_some() || fields().any(|field| cx.touches_deprecated(field));
        in_impl.add_if(is_deprecated, "deprecated");
        Self {
            head,
            name,
            codec: parts.codec,
            is_redacted: parts.members.iter().any(|member| member.is_redacted),
            members: parts.members,
            fallbacks: fields().filter_map(|field| fallback(cx, message, field)).collect(),
            rules: parts.rules,
            oneofs: parts.oneofs,
            impl_attr: in_impl.attribute().unwrap_or_default(),
        }
    }
}

/// What the fields of a message become.
struct Parts {
    codec: Codec,
    members: Vec<Member>,
    rules: Vec<Rule>,
    oneofs: Vec<Choice>,
}

struct Builder<'a> {
    cx: &'a Context<'a>,
    id: MessageId,
    message: &'a model::Message,
    full_name: String,
    /// What clippy is not to say of the struct.
    allow: Allow,
}

impl Builder<'_> {
    fn parts(&mut self) -> Parts {
        let message = self.message;
        let fields: Vec<&Field> =
            message.fields.iter().filter(|field| field.decl.removed.is_none()).collect();
        let mut codec = Codec::new(&self.full_name, &fields, self.cx.options.json);
        let json = codec.json.as_ref();
        let mut json_writes: Vec<(u32, String)> = Vec::new();
        let mut json_reads: Vec<(String, String)> = Vec::new();
        let (mut members, mut rules, mut oneofs) = (Vec::new(), Vec::new(), Vec::new());
        // A oneof is written where its first number is.
        let mut writes: Vec<(u32, String)> = Vec::new();
        let mut reads = Vec::new();
        let mut required = 0;
        let mut seen = vec![false; message.oneofs.len()];
        for &field in &fields {
            match field.oneof {
                None => {
                    let member = self.field(field);
                    let travel = self.travel(field);
                    writes.push((field.number, travel.write(&member.name)));
                    reads.push((field.number, travel.read(&member.name, required)));
                    if let Some(json) = json {
                        json_writes.push((field.number, travel.write_json(&member.name)));
                        json_reads.push(travel.read_json(json, &member.name));
                    }
                    required += usize::from(field.is_required);
                    members.push(member);
                    rules.extend(Rule::of_field(self.cx, message.home.package, field));
                }
                // A oneof stands where its first member does.
                Some(at) if !std::mem::replace(&mut seen[at], true) => {
                    let choice = Choice::of_oneof(self.cx, self.id, at);
                    let member = self.oneof(at, &choice);
                    let travels: Vec<Travel<'_>> = fields
                        .iter()
                        .filter(|field| field.oneof == Some(at))
                        .map(|field| self.travel(field))
                        .collect();
                    let first = travels.iter().map(|travel| travel.field.number).min().unwrap_or_default();
                    writes.push((first, choice.write(&member.name, &travels)));
                    reads.extend(choice.reads(&member.name, &travels));
                    if let Some(json) = json {
                        json_writes.push((first, choice.write_json(&member.name, &travels)));
                        json_reads.extend(choice.read_json(json, &member.name, &travels));
                    }
                    if !choice.rules.is_empty() {
                        rules.push(Rule::of_oneof(&member.name));
                    }
                    members.push(member);
                    oneofs.push(choice);
                }
                Some(_) => {}
            }
        }
        writes.sort_unstable();
        reads.sort_unstable();
        codec.writes = writes.into_iter().map(|(_, write)| write).collect();
        codec.reads = reads.into_iter().map(|(_, read)| read).collect();
        json_writes.sort_unstable();
        if let Some(json) = &mut codec.json {
            json.writes = json_writes.into_iter().map(|(_, write)| write).collect();
            json.reads = json_reads;
        }
        Parts { codec, members, rules, oneofs }
    }

    fn travel<'f>(&self, field: &'f Field) -> Travel<'f> {
        let full_name = format!("{}.{}", self.full_name, field.decl.name.text);
        Travel::new(self.cx, self.message.home.package, Type::Message(self.id), field, &full_name)
    }

    fn field(&mut self, field: &Field) -> Member {
        let written = &field.decl.name.text;
        let full_name = format!("{}.{written}", self.full_name);
        let package = self.message.home.package;
        let site = Site { package, scope: &full_name };
        let otherwise = format!("Field `{written}` ({}).", field.number);
        let mut head = head::plain(self.cx, site, &field.decl, &otherwise, &mut self.allow);
        head.attrs.extend(head::field_attrs(self.cx, &full_name));
        self.allow.add_if(self.cx.is_deprecated(field.ty.element()), "deprecated");
        let shown_name = field_name(&field.decl);
        Member {
            head,
            name: escape(&shown_name),
            shown_name,
            ty: types::field(self.cx, package, Type::Message(self.id), field, &full_name),
            is_redacted: field.is_redacted,
        }
    }

    fn oneof(&mut self, at: usize, choice: &Choice) -> Member {
        let decl = &self.message.oneofs[at].decl;
        let site = Site { package: self.message.home.package, scope: &self.full_name };
        let otherwise = format!("Oneof `{}`.", decl.name.text);
        let head = head::plain(self.cx, site, decl, &otherwise, &mut self.allow);
        self.allow.add_if(decl.deprecated.is_some(), "deprecated");
        let shown_name = oneof_field_name(decl);
        Member {
            head,
            name: escape(&shown_name),
            shown_name,
            ty: format!("::core::option::Option<{}>", choice.name),
            // Its enum hides what is to be hidden.
            is_redacted: false,
        }
    }

    fn head(&mut self, name: &str, parts: &Parts) -> Head {
        let site = Site { package: self.message.home.package, scope: &self.full_name };
        let otherwise = format!("Message `{}`.", self.full_name);
        let docs = head::documentation(self.cx, site, &self.message.decl.docs, &otherwise, &mut self.allow);
        let bools = parts.members.iter().filter(|member| member.ty == "bool").count();
        self.allow.add_if(bools > BOOLS_MAX, "clippy::struct_excessive_bools");
        let names = parts.members.iter().map(|member| member.shown_name.as_str()).chain([UNKNOWN_FIELDS]);
        self.allow.add_if(repeats(name, names), "clippy::struct_field_names");
        let is_redacted = parts.members.iter().any(|member| member.is_redacted);
        let derived: &[&str] = if is_redacted {
            &["Clone", "Default", "PartialEq"]
        } else {
            &["Clone", "Debug", "Default", "PartialEq"]
        };
        let attrs = head::type_attrs(
            &self.message.decl,
            derived,
            &["Debug"],
            &self.message.decl.rust_derive,
            self.cx.options.of_type(&self.full_name),
            &self.allow,
        );
        Head { docs, attrs }
    }
}

/// The method for what an absent field stands for.
fn fallback(cx: &Context<'_>, message: &model::Message, field: &Field) -> Option<Fallback> {
    let value = field.default.as_ref()?;
    let FieldType::Optional(ty) = field.ty else { return None };
    let package = message.home.package;
    let (ty_text, is_borrowed) = match ty {
        Type::Scalar(ScalarType::String) => ("&str".to_owned(), true),
        Type::Scalar(ScalarType::Bytes) => ("&[u8]".to_owned(), true),
        Type::Scalar(scalar) => (types::scalar(scalar, false).to_owned(), false),
        ty => (cx.type_path(package, ty)?, false),
    };
    let mut allow = Allow::default();
    let is_near = matches!(value, Scalar::Float(value) if is_near_constant(*value));
    allow.add_if(is_near, "clippy::approx_constant");
    let name = field_name(&field.decl);
    let full_name = cx.model.full_name(message.home, &message.decl);
    let scope = Site { package, scope: &full_name };
    let attrs = head::plain(cx, scope, &field.decl, "", &mut Allow::default()).attrs;
    Some(Fallback {
        attrs: attrs.into_iter().chain(allow.attribute()).collect(),
        name: format!("{name}_or_default"),
        field: escape(&name),
        schema_name: field.decl.name.text.clone(),
        ty: ty_text,
        value: literal::scalar(cx, package, value, ty),
        is_borrowed,
    })
}
