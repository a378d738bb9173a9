//! What clippy would say of names and shapes that a schema has chosen, allowed where it would say it.

use std::collections::BTreeSet;

/// Lints that are allowed on one item.
#[derive(Clone, Debug, Default)]
pub(super) struct Allow(BTreeSet<&'static str>);

impl Allow {
    pub(super) fn add(&mut self, lint: &'static str) {
        self.0.insert(lint);
    }

    pub(super) fn add_if(&mut self, is_needed: bool, lint: &'static str) {
        if is_needed {
            self.add(lint);
        }
    }

    /// `#[allow(…)]`, if there is anything to allow.
    pub(super) fn attribute(&self) -> Option<String> {
        let lints: Vec<&str> = self.0.iter().copied().collect();
        (!lints.is_empty()).then(|| format!("#[allow({})]", lints.join(", ")))
    }
}

/// Whether variants repeat the name of their enum, or all of them some word: `clippy::enum_variant_names`.
pub(super) fn repeats<'a>(owner: &str, names: impl Iterator<Item = &'a str>) -> bool {
    let names: Vec<String> = names.map(mrpc_idl::name::snake).collect();
    let owner = mrpc_idl::name::snake(owner);
    let words = |name: &str| name.split('_').map(str::to_owned).collect::<Vec<_>>();
    let owner_repeats = names.iter().any(|name| name.starts_with(&owner) || name.ends_with(&owner));
    let all_words: Vec<Vec<String>> = names.iter().map(|name| words(name)).collect();
    let shares = |word: fn(&Vec<String>) -> Option<&String>| {
        all_words.first().is_some_and(|first| all_words.iter().all(|other| word(other) == word(first)))
    };
    owner_repeats || names.len() > 1 && (shares(|words| words.first()) || shares(|words| words.last()))
}

#[cfg(test)]
mod tests {
    use super::repeats;

    #[test]
    fn repetition_is_seen() {
        for (owner, names, expected) in [
            ("Version", &["Version1", "Other"] as &[&str], true),
            ("Contact", &["HomePhone", "WorkPhone", "MobilePhone"], true),
            ("Contact", &["Email", "Phone"], false),
            ("User", &["user_id", "name"], true),
        ] {
            assert_eq!(repeats(owner, names.iter().copied()), expected, "{owner} {names:?}");
        }
    }
}
