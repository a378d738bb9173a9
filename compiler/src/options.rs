//! What generated code shall be like, beyond what the schema says.

use mrpc_idl::model::Model;
use mrpc_idl::name::nearest;

/// What generated code shall be like. Paths are those of the schema, with or without a dot in front: `.` is
/// everything; the name of a package, a type or a field is that and all that is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Packages that another crate has generated, and where: `.demo.common` and `::common_idl::demo::common`. The
    /// longest path wins; what follows it in the name of a package becomes modules below.
    pub extern_paths: Vec<(String, String)>,
    /// Attributes for types and fields: `.demo.user.v1.User` and `#[derive(Hash)]`. A field must be named itself.
    pub attributes: Vec<(String, String)>,
    /// Fields that hold `bytes::Bytes` instead of `Vec<u8>`.
    pub bytes: Vec<String>,
    /// Fields that hold a `HashMap` instead of a `BTreeMap`.
    pub hash_maps: Vec<String>,
    /// Whether messages can be read from JSON and written to it.
    pub json: bool,
    /// Whether each package carries its description as protobuf has it.
    pub descriptors: bool,
}

/// Something in the options that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A path that is nothing in the schema.
    Unmatched {
        /// The path.
        path: String,
        /// What it was probably meant to be.
        near: Option<String>,
    },
    /// An attribute or a path that is not Rust.
    NotRust(String),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unmatched { path, near: None } => write!(f, "nothing in the schema is called `{path}`"),
            Self::Unmatched { path, near: Some(near) } => {
                write!(f, "nothing in the schema is called `{path}`; did you mean `{near}`?")
            }
            Self::NotRust(text) => write!(f, "`{text}` is not Rust"),
        }
    }
}

impl Options {
    /// What has no effect, in the order of the options. Generating goes on without it.
    #[must_use]
    pub fn problems(&self, model: &Model) -> Vec<Problem> {
        let names = names(model);
        let is_unmatched = |path: &&String| !names.iter().any(|name| selects(path, name));
        let near = |path: &str| nearest(path.trim_start_matches('.'), names.iter().map(String::as_str));
        let externs = self.extern_paths.iter().map(|(path, _)| path);
        let attributes = self.attributes.iter().map(|(path, _)| path);
        let paths = externs.chain(attributes).chain(&self.bytes).chain(&self.hash_maps);
        let unmatched = paths
            .filter(is_unmatched)
            .map(|path| Problem::Unmatched { path: path.clone(), near: near(path).map(str::to_owned) });
        let attributes =
            self.attributes.iter().map(|(_, text)| text).filter(|text| attribute(text).is_none());
        let externs = self.extern_paths.iter().map(|(_, to)| to).filter(|to| !is_path(to));
        unmatched.chain(attributes.chain(externs).cloned().map(Problem::NotRust)).collect()
    }

    /// The attributes for a type.
    pub(crate) fn of_type(&self, name: &str) -> impl Iterator<Item = syn::Attribute> {
        let found = self.attributes.iter().filter(move |(path, _)| selects(path, name));
        found.filter_map(|(_, text)| attribute(text)).flatten()
    }

    /// The attributes for a field.
    pub(crate) fn of_field(&self, name: &str) -> impl Iterator<Item = syn::Attribute> {
        let found = self.attributes.iter().filter(move |(path, _)| path.trim_start_matches('.') == name);
        found.filter_map(|(_, text)| attribute(text)).flatten()
    }

    /// The Rust path of a package that another crate has, and how much of its name that path stands for.
    pub(crate) fn extern_path(&self, package: &str) -> Option<(&str, usize)> {
        let found = self.extern_paths.iter().filter(|(path, to)| selects(path, package) && is_path(to));
        let longest = found.max_by_key(|(path, _)| path.trim_start_matches('.').len())?;
        Some((&longest.1, longest.0.trim_start_matches('.').len()))
    }
}

/// Whether any of `paths` means the thing called `name`, or something around it.
pub(crate) fn any_selects(paths: &[String], name: &str) -> bool {
    paths.iter().any(|path| selects(path, name))
}

fn selects(path: &str, name: &str) -> bool {
    let path = path.trim_start_matches('.');
    let rest = name.strip_prefix(path);
    path.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Outer attributes, if `text` is one or several.
fn attribute(text: &str) -> Option<Vec<syn::Attribute>> {
    use syn::parse::Parser as _;
    syn::Attribute::parse_outer.parse_str(text).ok().filter(|found| !found.is_empty())
}

fn is_path(text: &str) -> bool {
    syn::parse_str::<syn::Path>(text).is_ok()
}

/// The full names of all that a path can mean, with the packages around.
fn names(model: &Model) -> Vec<String> {
    let mut names: Vec<String> = model.packages.iter().map(|package| package.name.clone()).collect();
    for message in &model.messages {
        let name = model.full_name(message.home, &message.decl);
        let fields = message.fields.iter().map(|field| &field.decl);
        let members = fields.chain(message.oneofs.iter().map(|oneof| &oneof.decl));
        names.extend(members.map(|decl| format!("{name}.{}", decl.name.text)));
        names.push(name);
    }
    for union in &model.unions {
        let name = model.full_name(union.home, &union.decl);
        names.extend(union.fields.iter().map(|field| format!("{name}.{}", field.decl.name.text)));
        names.push(name);
    }
    names.extend(model.enums.iter().map(|it| model.full_name(it.home, &it.decl)));
    names
}
