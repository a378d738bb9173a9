//! What generated code shall be like, beyond what the schema says.

/// What generated code shall be like. Paths are those of the schema, with or without a dot in front: `.` is
/// everything; the name of a package, a type or a field is that and all that is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Whether messages can be read from JSON and written to it; they can.
    pub json: bool,
    /// Whether each package carries its description as protobuf has it; it does.
    pub descriptors: bool,
    /// Whether services have a client; they do.
    pub client: bool,
    /// Whether services have a trait, and what serves it; they do.
    pub server: bool,
    /// Whether services have a mock for tests, and with it what serves them; they do not.
    pub mock: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            extern_paths: Vec::new(),
            attributes: Vec::new(),
            bytes: Vec::new(),
            hash_maps: Vec::new(),
            json: true,
            descriptors: true,
            client: true,
            server: true,
            mock: false,
        }
    }
}

impl Options {
    /// Whether another crate has generated the package of this name.
    #[must_use]
    pub fn is_elsewhere(&self, package: &str) -> bool {
        self.extern_path(package).is_some()
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

/// Whether `path` means the thing called `name`, or something around it.
pub(crate) fn selects(path: &str, name: &str) -> bool {
    let path = path.trim_start_matches('.');
    let rest = name.strip_prefix(path);
    path.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Outer attributes, if `text` is one or several.
pub(crate) fn attribute(text: &str) -> Option<Vec<syn::Attribute>> {
    use syn::parse::Parser as _;
    syn::Attribute::parse_outer.parse_str(text).ok().filter(|found| !found.is_empty())
}

/// Whether `text` is a path in Rust that leads to the same place from every module.
pub(crate) fn is_path(text: &str) -> bool {
    syn::parse_str::<syn::Path>(text).is_ok_and(|path| {
        path.leading_colon.is_some() || path.segments.first().is_some_and(|first| first.ident == "crate")
    })
}
