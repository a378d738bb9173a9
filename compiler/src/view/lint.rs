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

    /// Allows what `other` does, too.
    pub(super) fn extend(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// `#[allow(…)]`, if there is anything to allow.
    pub(super) fn attribute(&self) -> Option<String> {
        let lints: Vec<&str> = self.0.iter().copied().collect();
        (!lints.is_empty()).then(|| format!("#[allow({})]", lints.join(", ")))
    }
}

/// Whether clippy would ask if a constant of mathematics was meant.
pub(super) fn is_near_constant(value: f64) -> bool {
    use std::f64::consts::{
        E, FRAC_1_PI, FRAC_1_SQRT_2, FRAC_2_PI, FRAC_2_SQRT_PI, FRAC_PI_2, FRAC_PI_3, FRAC_PI_4, FRAC_PI_6,
        FRAC_PI_8, LN_2, LN_10, LOG2_10, LOG2_E, LOG10_2, LOG10_E, PI, SQRT_2, TAU,
    };
    let constants = [
        E,
        FRAC_1_PI,
        FRAC_1_SQRT_2,
        FRAC_2_PI,
        FRAC_2_SQRT_PI,
        FRAC_PI_2,
        FRAC_PI_3,
        FRAC_PI_4,
        FRAC_PI_6,
        FRAC_PI_8,
        LN_2,
        LN_10,
        LOG2_10,
        LOG2_E,
        LOG10_2,
        LOG10_E,
        PI,
        SQRT_2,
        TAU,
        // The golden ratio and what is named after Euler, which clippy knows before we do.
        1.618_033_988_7,
        0.577_215_664_9,
    ];
    constants.iter().any(|constant| (value.abs() - constant).abs() < 0.01)
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
