//! What stands before every item: documentation and attributes.

use mrpc_idl::model::{Decl, Deprecated, PackageId};
use quote::ToTokens as _;
use syn::Attribute;

use super::context::Context;
use super::docs::{self, Docs};
use super::lint::Allow;
use super::literal;

/// What stands before an item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// The lines of its documentation; there is always one.
    pub(crate) docs: Vec<String>,
    /// Its attributes.
    pub(crate) attrs: Vec<String>,
}

/// Where an item is, for the names in its documentation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site<'a> {
    pub(super) package: PackageId,
    /// Its full name in the schema, or that of what it is in.
    pub(super) scope: &'a str,
}

/// The documentation of a declaration, or `otherwise` where it has none. What clippy might say of it is added to
/// `allow`.
pub(super) fn documentation(
    cx: &Context<'_>,
    site: Site<'_>,
    lines: &[String],
    otherwise: &str,
    allow: &mut Allow,
) -> Vec<String> {
    cleaned(docs::clean(lines, &|name| cx.link(site.package, site.scope, name)), otherwise, allow)
}

/// The same for a package.
pub(super) fn package_documentation(
    cx: &Context<'_>,
    package: PackageId,
    lines: &[String],
    allow: &mut Allow,
) -> Vec<String> {
    let name = &cx.model[package].name;
    let docs = docs::clean(lines, &|link| cx.link_from_above(package, name, link));
    cleaned(docs, &format!("Package `{name}`."), allow)
}

fn cleaned(docs: Docs, otherwise: &str, allow: &mut Allow) -> Vec<String> {
    let Docs { lines, has_list, has_code_word } = docs;
    if lines.is_empty() {
        return vec![otherwise.to_owned()];
    }
    if has_list {
        allow.add("clippy::doc_lazy_continuation");
        allow.add("clippy::doc_overindented_list_items");
    }
    if has_code_word {
        allow.add("clippy::doc_markdown");
    }
    lines
}

/// The head of something that is no type of its own: a field, a variant, a constant.
pub(super) fn plain(
    cx: &Context<'_>,
    site: Site<'_>,
    decl: &Decl,
    otherwise: &str,
    allow: &mut Allow,
) -> Head {
    let docs = documentation(cx, site, &decl.docs, otherwise, allow);
    Head { docs, attrs: decl.deprecated.iter().map(deprecated).collect() }
}

/// The attributes that the options have for a field.
pub(super) fn field_attrs(cx: &Context<'_>, full_name: &str) -> impl Iterator<Item = String> {
    cx.options.of_field(full_name).map(|attribute| attribute.to_token_stream().to_string())
}

/// `#[deprecated(since = "1.4.0", note = "…")]`
pub(super) fn deprecated(deprecated: &Deprecated) -> String {
    let since = deprecated.since.as_deref();
    // Clippy refuses what is no version.
    let version = since.and_then(version);
    let mut notes: Vec<String> = deprecated.message.iter().cloned().collect();
    if let (Some(since), None) = (since, &version) {
        notes.push(format!("deprecated since {since}"));
    }
    if let Some(remove) = &deprecated.remove {
        notes.push(format!("to be removed in {remove}"));
    }
    let since = version.map(|version| format!("since = {}", literal::string(&version)));
    let note = (!notes.is_empty()).then(|| format!("note = {}", literal::string(&notes.join("; "))));
    let arguments: Vec<String> = since.into_iter().chain(note).collect();
    if arguments.is_empty() {
        "#[deprecated]".to_owned()
    } else {
        format!("#[deprecated({})]", arguments.join(", "))
    }
}

/// `v1.4` as `1.4.0`.
fn version(text: &str) -> Option<String> {
    let numbers: Vec<u32> = text
        .strip_prefix('v')
        .unwrap_or(text)
        .split('.')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match *numbers.as_slice() {
        [major] => Some(format!("{major}.0.0")),
        [major, minor] => Some(format!("{major}.{minor}.0")),
        [major, minor, patch] => Some(format!("{major}.{minor}.{patch}")),
        _ => None,
    }
}

/// The attributes of a type: what is derived, what was asked for, what clippy is not to say.
pub(super) fn type_attrs(
    decl: &Decl,
    derived: &[&str],
    implemented: &[&str],
    more: &[String],
    asked: impl Iterator<Item = Attribute>,
    allow: &Allow,
) -> Vec<String> {
    let mut derives: Vec<String> = derived.iter().map(|&name| name.to_owned()).collect();
    let mut others = Vec::new();
    let mut paths: Vec<String> = more.to_vec();
    for attribute in asked {
        match derived_paths(&attribute) {
            Some(found) => paths.extend(found),
            None => others.push(attribute.to_token_stream().to_string()),
        }
    }
    for path in paths {
        let last = path.rsplit("::").next().unwrap_or_default();
        let is_there = derives.iter().any(|there| there.rsplit("::").next() == Some(last));
        // What is there already would be there twice.
        if !is_there && !implemented.contains(&last) {
            derives.push(path);
        }
    }
    let mut attrs: Vec<String> = decl.deprecated.iter().map(deprecated).collect();
    attrs.extend(allow.attribute());
    if !derives.is_empty() {
        attrs.push(format!("#[derive({})]", derives.join(", ")));
    }
    attrs.extend(others);
    attrs
}

/// What an attribute derives, if it does.
fn derived_paths(attribute: &Attribute) -> Option<Vec<String>> {
    if !attribute.path().is_ident("derive") {
        return None;
    }
    let mut paths = Vec::new();
    let read = attribute.parse_nested_meta(|meta| {
        paths.push(meta.path.to_token_stream().to_string().replace(' ', ""));
        Ok(())
    });
    read.is_ok().then_some(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_that_cargo_knows() {
        for (text, expected) in [
            ("v1.4", Some("1.4.0")),
            ("2", Some("2.0.0")),
            ("1.2.3", Some("1.2.3")),
            ("spring", None),
            ("v1.x", None),
        ] {
            assert_eq!(version(text).as_deref(), expected);
        }
    }
}
