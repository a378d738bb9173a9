//! One of several members: oneofs, unions and errors.

use std::collections::HashMap;

use mrpc_idl::model::{Decl, Field, MessageId, PackageId, Status, Type, UnionId};
use mrpc_idl::name::{UNRECOGNIZED, snake};

use super::codec::{Codec, Json, Travel};
use super::context::{Context, member_name};
use super::head::{self, Head, Site};
use super::lint::{Allow, repeats};
use super::rule::Check;
use super::{literal, types};

/// An enum of Rust with a variant for each member.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) head: Head,
    pub(crate) name: String,
    /// How it travels, if it is a type of its own.
    pub(crate) codec: Option<Codec>,
    pub(crate) variants: Vec<Variant>,
    /// Whether it is an error, and has a code.
    pub(crate) is_error: bool,
    /// Whether some member is not to be shown.
    pub(crate) is_redacted: bool,
    /// Whether it is a type of its own, and has a variant for what it does not know.
    pub(crate) is_union: bool,
    /// What members must satisfy.
    pub(crate) rules: Vec<MemberRule>,
    /// The pattern of the other members, where some have rules.
    pub(crate) unruled: Option<String>,
    /// The status codes, each with the pattern of those members that travel under it.
    pub(crate) codes: Vec<Arm>,
    /// Whether `self` is a member that is worth another attempt, as an expression.
    pub(crate) retryable: String,
    /// Whether it never is, so that clippy asks what `self` is for.
    pub(crate) is_never_retryable: bool,
    /// What goes before an `impl`.
    pub(crate) impl_attr: String,
}

/// A member.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) head: Head,
    pub(crate) name: String,
    /// The name as text, without what makes a name of a keyword.
    pub(crate) shown_name: String,
    pub(crate) ty: String,
    pub(crate) is_redacted: bool,
    /// The type that becomes this variant by itself, since no other member has it.
    pub(crate) from: Option<String>,
    /// Whether that goes behind a pointer.
    pub(crate) is_boxed: bool,
    /// Its name in words, for people.
    pub(crate) words: String,
}

/// What a member must satisfy.
#[derive(Debug)]
pub(crate) struct MemberRule {
    pub(crate) variant: String,
    /// The member's name in the schema, as a literal.
    pub(crate) name: String,
    pub(crate) check: Check,
}

/// An arm of a `match` over the members.
#[derive(Debug)]
pub(crate) struct Arm {
    pub(crate) pattern: String,
    pub(crate) value: &'static str,
}

/// What a choice is made of.
struct Parts<'a> {
    package: PackageId,
    owner: Type,
    decl: &'a Decl,
    name: String,
    full_name: String,
    /// What the full names of its members begin with.
    around: String,
    otherwise: String,
    fields: Vec<&'a Field>,
    /// More derives.
    derives: &'a [String],
    is_union: bool,
}

impl Choice {
    /// The enum of a oneof, an index into the list of its message.
    pub(super) fn of_oneof(cx: &Context<'_>, id: MessageId, at: usize) -> Self {
        let message = &cx.model[id];
        let oneof = &message.oneofs[at];
        let around = cx.model.full_name(message.home, &message.decl);
        let fields = message.fields.iter().filter(|field| field.oneof == Some(at));
        Self::new(
            cx,
            Parts {
                package: message.home.package,
                owner: Type::Message(id),
                decl: &oneof.decl,
                name: cx.oneof_name(id, oneof),
                full_name: format!("{around}.{}", oneof.decl.name.text),
                otherwise: format!("Oneof `{}` of [`{}`].", oneof.decl.name.text, cx.message_name(id)),
                around,
                fields: fields.filter(|field| field.decl.removed.is_none()).collect(),
                // What a message derives, what is in it must derive, too.
                derives: &message.decl.rust_derive,
                is_union: false,
            },
            false,
        )
    }

    /// The enum of a union or an error.
    pub(super) fn of_union(cx: &Context<'_>, id: UnionId) -> Self {
        let union = &cx.model[id];
        let full_name = cx.model.full_name(union.home, &union.decl);
        let word = if union.is_error { "Error" } else { "Union" };
        Self::new(
            cx,
            Parts {
                package: union.home.package,
                owner: Type::Union(id),
                decl: &union.decl,
                name: cx.union_name(id),
                otherwise: format!("{word} `{full_name}`."),
                around: full_name.clone(),
                full_name,
                fields: union.fields.iter().filter(|field| field.decl.removed.is_none()).collect(),
                derives: &union.decl.rust_derive,
                is_union: true,
            },
            union.is_error,
        )
    }

    fn new(cx: &Context<'_>, parts: Parts<'_>, is_error: bool) -> Self {
        let site = Site { package: parts.package, scope: &parts.full_name };
        let mut allow = Allow::default();
        let mut uses: HashMap<Type, usize> = HashMap::new();
        for field in &parts.fields {
            *uses.entry(field.ty.element()).or_default() += 1;
        }
        let variants: Vec<Variant> =
            parts.fields.iter().map(|field| variant(cx, &parts, field, &uses, &mut allow)).collect();
        let rules = rules(cx, &parts);
        let is_redacted = parts.fields.iter().any(|field| field.is_redacted);
        let docs = head::documentation(cx, site, &parts.decl.docs, &parts.otherwise, &mut allow);
        let unrecognized = parts.is_union.then_some(UNRECOGNIZED);
        let names = variants.iter().map(|variant| variant.name.as_str()).chain(unrecognized);
        allow.add_if(repeats(&parts.name, names), "clippy::enum_variant_names");
        // Whether one member is much larger than the others, rustc knows first; `@rust(box)` is for that.
        let is_large = |(field, variant): (&&Field, &Variant)| {
            types::is_message(field.ty.element()) && !variant.is_boxed
        };
        let has_large = parts.fields.iter().zip(&variants).any(is_large);
        allow.add_if(has_large && (parts.is_union || variants.len() > 1), "clippy::large_enum_variant");
        let is_deprecated = parts.decl.deprecated.is_some()
            || cx.is_deprecated(parts.owner)
            || parts.fields.iter().any(|field| cx.touches_deprecated(field));
        let mut in_impl = Allow::default();
        in_impl.add_if(is_deprecated, "deprecated");
        allow.add_if(is_deprecated, "deprecated");
        let derived: &[&str] =
            if is_redacted { &["Clone", "PartialEq"] } else { &["Clone", "Debug", "PartialEq"] };
        let implemented: &[&str] = if parts.is_union { &["Default", "Debug"] } else { &["Debug"] };
        // A oneof has no value of its own that could be the default.
        let derives: Vec<String> =
            parts.derives.iter().filter(|path| parts.is_union || *path != "Default").cloned().collect();
        let asked = cx.options.of_type(&parts.full_name);
        let attrs = head::type_attrs(parts.decl, derived, implemented, &derives, asked, &allow);
        Self {
            head: Head { docs, attrs },
            unruled: unruled(&parts, &rules),
            rules,
            codes: codes(&parts),
            is_never_retryable: !parts.fields.iter().any(|field| field.is_retryable),
            retryable: retryable(&parts),
            is_union: parts.is_union,
            codec: parts.is_union.then(|| codec(cx, &parts)),
            name: parts.name,
            variants,
            is_error,
            is_redacted,
            impl_attr: in_impl.attribute().unwrap_or_default(),
        }
    }
}

/// How a union travels: as a message with the members as its fields.
fn codec(cx: &Context<'_>, parts: &Parts<'_>) -> Codec {
    let mut codec = Codec::new(&parts.full_name, &parts.fields, cx.options.json);
    let mut fields = parts.fields.clone();
    fields.sort_unstable_by_key(|field| field.number);
    for field in fields {
        let full_name = format!("{}.{}", parts.around, field.decl.name.text);
        let travel = Travel::new(cx, parts.package, parts.owner, field, &full_name);
        let name = format!("Self::{}", member_name(&field.decl));
        codec.writes.push(format!(
            "{name}(value) => {{ w.member::<{}>({}, value); }}",
            travel.kind,
            travel.own_tag()
        ));
        codec.reads.push(travel.read_member("self", &format!("{name}(value)"), &name));
        if let Some(json) = &mut codec.json {
            json.writes.push(format!("{name}(value) => {},", travel.write_json_member()));
            let read = travel.read_json_member(json, "self", &name);
            json.reads.push(read);
        }
    }
    codec
}

impl Choice {
    /// The statement that writes the member of a oneof which is set.
    pub(super) fn write(&self, field: &str, members: &[Travel<'_>]) -> String {
        let arm = |travel: &Travel<'_>| {
            let pattern = self.pattern(travel);
            (pattern, format!("w.member::<{}>({}, value)", travel.kind, travel.own_tag()))
        };
        let arms: Vec<(String, String)> = members.iter().map(arm).collect();
        if let [(pattern, call)] = arms.as_slice() {
            return format!("if let {pattern} = &self.{field} {{ {call}; }}");
        }
        let arms: String =
            arms.iter().map(|(pattern, call)| format!("{pattern} => {{ {call}; }}\n")).collect();
        format!("match &self.{field} {{\n{arms}::core::option::Option::None => {{}}\n}}")
    }

    /// The statement that writes the member of a oneof which is set in JSON.
    pub(super) fn write_json(&self, field: &str, members: &[Travel<'_>]) -> String {
        let arms: Vec<(String, String)> =
            members.iter().map(|travel| (self.pattern(travel), travel.write_json_member())).collect();
        if let [(pattern, call)] = arms.as_slice() {
            return format!("if let {pattern} = &self.{field} {{ {call}?; }}");
        }
        let arms: String =
            arms.iter().map(|(pattern, call)| format!("{pattern} => {{ {call}?; }}\n")).collect();
        format!("match &self.{field} {{\n{arms}::core::option::Option::None => {{}}\n}}")
    }

    /// The arms that read the members of a oneof in JSON.
    pub(super) fn read_json<'t>(
        &'t self,
        json: &'t Json,
        field: &str,
        members: &'t [Travel<'_>],
    ) -> impl Iterator<Item = (String, String)> + use<'t> {
        let slot = format!("&mut self.{field}");
        members.iter().map(move |travel| {
            let variant = member_name(&travel.field.decl);
            let make = format!("|value| ::core::option::Option::Some({}::{variant}(value))", self.name);
            travel.read_json_member(json, &slot, &make)
        })
    }

    /// The arms that read the members of a oneof, each with its number.
    pub(super) fn reads<'t>(
        &'t self,
        field: &str,
        members: &'t [Travel<'_>],
    ) -> impl Iterator<Item = (u32, (String, String))> + use<'t> {
        let slot = format!("&mut self.{field}");
        members.iter().map(move |travel| {
            let variant = member_name(&travel.field.decl);
            let make = format!("|value| ::core::option::Option::Some({}::{variant}(value))", self.name);
            (travel.field.number, travel.read_member(&slot, &self.pattern(travel), &make))
        })
    }

    /// The member as a pattern of the field that holds the oneof.
    fn pattern(&self, travel: &Travel<'_>) -> String {
        let variant = member_name(&travel.field.decl);
        format!("::core::option::Option::Some({}::{variant}(value))", self.name)
    }
}

fn variant(
    cx: &Context<'_>,
    parts: &Parts<'_>,
    field: &Field,
    uses: &HashMap<Type, usize>,
    allow: &mut Allow,
) -> Variant {
    let written = &field.decl.name.text;
    let full_name = format!("{}.{written}", parts.around);
    let site = Site { package: parts.package, scope: &full_name };
    let word = if parts.is_union { "Member" } else { "Field" };
    let otherwise = format!("{word} `{written}` ({}).", field.number);
    let mut head = head::plain(cx, site, &field.decl, &otherwise, allow);
    head.attrs.extend(head::field_attrs(cx, &full_name));
    let ty = types::member(cx, parts.package, parts.owner, field, &full_name);
    let element = field.ty.element();
    let is_sole = uses.get(&element) == Some(&1);
    let from = match element {
        Type::Message(_) if is_sole => cx.type_path(parts.package, element),
        _ => None,
    };
    Variant {
        head,
        name: member_name(&field.decl),
        shown_name: member_name(&field.decl),
        ty,
        is_redacted: field.is_redacted,
        from,
        is_boxed: cx.is_boxed(parts.owner, field),
        words: snake(written).replace('_', " "),
    }
}

fn rules(cx: &Context<'_>, parts: &Parts<'_>) -> Vec<MemberRule> {
    let rule = |field: &&Field| {
        Some(MemberRule {
            variant: member_name(&field.decl),
            name: literal::string(&field.decl.name.text),
            check: Check::of_value(cx, parts.package, field)?,
        })
    };
    parts.fields.iter().filter_map(rule).collect()
}

/// `Self::A(_) | Self::B(_)`, for the members that `is_meant`.
fn pattern(parts: &Parts<'_>, is_meant: impl Fn(&Field) -> bool, and_unrecognized: bool) -> Option<String> {
    let members = parts.fields.iter().filter(|field| is_meant(field)).map(|field| member_name(&field.decl));
    let unrecognized = and_unrecognized.then(|| UNRECOGNIZED.to_owned());
    let arms: Vec<String> = members.chain(unrecognized).map(|name| format!("Self::{name}(_)")).collect();
    (!arms.is_empty()).then(|| arms.join(" | "))
}

fn unruled(parts: &Parts<'_>, rules: &[MemberRule]) -> Option<String> {
    let is_unruled = |field: &Field| rules.iter().all(|rule| rule.variant != member_name(&field.decl));
    pattern(parts, is_unruled, parts.is_union)
}

/// Each code once, for clippy and for readers.
fn codes(parts: &Parts<'_>) -> Vec<Arm> {
    let code_of = |field: &Field| field.code.unwrap_or(Status::Unknown);
    let arm = |status: &Status| {
        let pattern = pattern(parts, |field| code_of(field) == *status, *status == Status::Unknown)?;
        Some(Arm { pattern, value: code(*status) })
    };
    Status::ALL.iter().filter_map(arm).collect()
}

fn retryable(parts: &Parts<'_>) -> String {
    match pattern(parts, |field| field.is_retryable, false) {
        Some(pattern) => format!("::core::matches!(self, {pattern})"),
        None => "false".to_owned(),
    }
}

/// What the runtime calls a status code.
pub(super) fn code(status: Status) -> &'static str {
    match status {
        Status::Cancelled => "Cancelled",
        Status::Unknown => "Unknown",
        Status::InvalidArgument => "InvalidArgument",
        Status::DeadlineExceeded => "DeadlineExceeded",
        Status::NotFound => "NotFound",
        Status::AlreadyExists => "AlreadyExists",
        Status::PermissionDenied => "PermissionDenied",
        Status::ResourceExhausted => "ResourceExhausted",
        Status::FailedPrecondition => "FailedPrecondition",
        Status::Aborted => "Aborted",
        Status::OutOfRange => "OutOfRange",
        Status::Unimplemented => "Unimplemented",
        Status::Internal => "Internal",
        Status::Unavailable => "Unavailable",
        Status::DataLoss => "DataLoss",
        Status::Unauthenticated => "Unauthenticated",
    }
}
