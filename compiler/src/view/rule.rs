//! What `validate` looks at.
//!
//! A rule is a call of the runtime: it knows how to say what is wrong, and generated code only names the field, its
//! value and what the value must satisfy.

use mrpc_idl::model::{Constraint, ConstraintKind, Field, FieldType, Format, PackageId, Scalar, Type};

use super::context::{Context, field_name};
use super::{literal, types};
use mrpc_idl::name::escape;

const RUNTIME: &str = "::mrpc::__gen::validate";

/// One call for one field.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The function of the runtime.
    pub(crate) function: &'static str,
    /// The field's name in the schema, as a literal; a oneof has none in a path.
    pub(crate) name: Option<String>,
    /// The field in Rust.
    pub(crate) field: String,
    pub(crate) check: Check,
}

/// What a value must satisfy.
#[derive(Debug)]
pub(crate) struct Check {
    /// Calls of the runtime, each with its arguments behind the value. There is at least one.
    calls: Vec<Call>,
}

#[derive(Debug)]
struct Call {
    path: String,
    arguments: String,
}

impl Rule {
    /// What a field of a message must satisfy: the list or map itself, then its elements.
    pub(super) fn of_field(cx: &Context<'_>, package: PackageId, field: &Field) -> Vec<Self> {
        let rule = |function, check| Self {
            function,
            name: Some(literal::string(&field.decl.name.text)),
            field: escape(&field_name(&field.decl)),
            check,
        };
        let whole =
            Check::new(field.constraints.iter().filter(|one| is_of_whole(one, field.ty)), cx, package, field);
        let element = Check::of_value(cx, package, field);
        let function = match field.ty {
            FieldType::List(_) => "each",
            FieldType::Map(..) => "each_value",
            FieldType::One(ty) | FieldType::Optional(ty) if types::is_optional(field, ty) => "optional",
            FieldType::One(_) | FieldType::Optional(_) => "field",
        };
        let whole = whole.map(|check| rule("field", check));
        whole.into_iter().chain(element.map(|check| rule(function, check))).collect()
    }

    /// What the member of a oneof that is there must satisfy.
    pub(super) fn of_oneof(field: &str) -> Self {
        let check = Check { calls: vec![Call::nested()] };
        Self { function: "oneof", name: None, field: field.to_owned(), check }
    }
}

impl Check {
    /// What one value of a field must satisfy: the field itself, an element of a list, a member.
    pub(super) fn of_value(cx: &Context<'_>, package: PackageId, field: &Field) -> Option<Self> {
        let own = field.constraints.iter().filter(|one| !is_of_whole(one, field.ty));
        if cx.has_rules(field.ty.element()) {
            let mut calls = Self::new(own, cx, package, field).map(|check| check.calls).unwrap_or_default();
            calls.push(Call::nested());
            return Some(Self { calls });
        }
        Self::new(own, cx, package, field)
    }

    fn new<'c>(
        constraints: impl Iterator<Item = &'c Constraint>,
        cx: &Context<'_>,
        package: PackageId,
        field: &Field,
    ) -> Option<Self> {
        let calls: Vec<Call> =
            constraints.filter_map(|one| Call::new(cx, package, field, &one.kind)).collect();
        (!calls.is_empty()).then_some(Self { calls })
    }

    /// The last argument of a rule: the function alone, where it needs nothing but the value.
    pub(crate) fn function(&self) -> String {
        if let [Call { path, arguments }] = self.calls.as_slice()
            && arguments.is_empty()
        {
            return path.clone();
        }
        let calls: Vec<String> =
            self.calls.iter().map(|call| format!("{}(value{})", call.path, call.arguments)).collect();
        match calls.as_slice() {
            [only] => format!("|value| {only}"),
            [before @ .., last] => format!("|value| {{ {}?; {last} }}", before.join("?; ")),
            [] => "|_| ::core::result::Result::Ok(())".to_owned(),
        }
    }
}

/// Whether a constraint speaks of a list or a map, and not of its elements.
fn is_of_whole(constraint: &Constraint, ty: FieldType) -> bool {
    let is_many = matches!(ty, FieldType::List(_) | FieldType::Map(..));
    is_many && matches!(constraint.kind, ConstraintKind::Len { .. } | ConstraintKind::Unique)
}

impl Call {
    fn of(function: &str, arguments: &str) -> Self {
        let arguments = if arguments.is_empty() { String::new() } else { format!(", {arguments}") };
        Self { path: format!("{RUNTIME}::{function}"), arguments }
    }

    /// The rules of the value itself.
    fn nested() -> Self {
        Self { path: "::mrpc::Validate::validate".to_owned(), arguments: String::new() }
    }

    /// `None` for what every value satisfies.
    fn new(cx: &Context<'_>, package: PackageId, field: &Field, kind: &ConstraintKind) -> Option<Self> {
        let ty = field.ty.element();
        let value = |value: &Scalar| literal::scalar(cx, package, value, ty);
        Some(match kind {
            ConstraintKind::Range { min: None, max: None, .. }
            | ConstraintKind::Len { min: 0, max: None } => {
                return None;
            }
            ConstraintKind::Range { min, max, is_inclusive } => {
                let ends = (min.as_ref().map(value), max.as_ref().map(value));
                Self::of("range", &range(ends, *is_inclusive))
            }
            ConstraintKind::Len { min, max } => {
                let function = match (field.ty, types::wrapped(ty)) {
                    (FieldType::List(_) | FieldType::Map(..), _) => "elements",
                    _ if ty == Type::Scalar(mrpc_idl::model::ScalarType::Bytes) => "bytes",
                    _ => "chars",
                };
                let min = (*min > 0).then(|| literal::int((*min).into()));
                let max = max.map(|max| literal::int(max.into()));
                Self::of(function, &range((min, max), true))
            }
            ConstraintKind::Pattern(pattern) => {
                let ty = format!("{RUNTIME}::Pattern");
                let text = literal::string(pattern);
                Self::of("pattern", &format!("{{ static PATTERN: {ty} = {ty}::new({text}); &PATTERN }}"))
            }
            ConstraintKind::Format(format) => Self::of(format_function(*format), ""),
            ConstraintKind::Unique => Self::of("unique", ""),
            ConstraintKind::In(values) => Self::of("one_of", &list(values, value)),
            ConstraintKind::NotIn(values) => Self::of("none_of", &list(values, value)),
            ConstraintKind::Nonzero => Self::of("nonzero", ""),
            ConstraintKind::Finite => Self::of("finite", ""),
        })
    }
}

fn range((min, max): (Option<String>, Option<String>), is_inclusive: bool) -> String {
    let dots = if is_inclusive && max.is_some() { "..=" } else { ".." };
    format!("{}{dots}{}", min.unwrap_or_default(), max.unwrap_or_default())
}

/// The values, and the same as a text for people.
fn list(values: &[Scalar], rust: impl Fn(&Scalar) -> String) -> String {
    let shown = |value: &Scalar| match value {
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::Float(value) => value.to_string(),
        Scalar::String(text) => literal::string(text),
        Scalar::EnumValue(name) => name.clone(),
    };
    let code: Vec<String> = values.iter().map(rust).collect();
    let text: Vec<String> = values.iter().map(shown).collect();
    format!("&[{}], {}", code.join(", "), literal::string(&text.join(", ")))
}

fn format_function(format: Format) -> &'static str {
    match format {
        Format::Email => "email",
        Format::Hostname => "hostname",
        Format::Ip => "ip",
        Format::Ipv4 => "ipv4",
        Format::Ipv6 => "ipv6",
        Format::Uri => "uri",
        Format::Uuid => "uuid",
    }
}
