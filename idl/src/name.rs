//! The names that generated code will carry.
//!
//! ```text
//! schema                      generated
//! user_name, userName    ──▶  user_name        fields, methods        snake
//! HTTPServer, http_server ─▶  HttpServer       types                  pascal
//! STATUS_ACTIVE          ──▶  Active           values of `Status`     variant
//! type, self             ──▶  r#type, self_    words of Rust          escape
//! ```
//!
//! The checks compare these names and the generator prints them. They stand here, below both, so that what
//! the checks let pass is what compiles.

use std::cell::Cell;

use crate::limit::{LABELS_MAX, REPORTS_MAX};

/// Words that Rust lets nobody use as they are. `r#` makes most of them names again.
const RUST_KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Those that stay keywords behind `r#`.
const NEVER_RAW: &[&str] = &["Self", "crate", "self", "super"];

/// What every name that we make up begins with, so that no name of an author may.
pub const RESERVED_PREFIX: &str = "__mrpc";

/// The variant of an open enum, a union or an error for what this version does not know.
pub const UNRECOGNIZED: &str = "Unrecognized";

/// The list of an enum's values, beside which its aliases stand.
pub const KNOWN: &str = "KNOWN";

/// The constant of a generated package that holds its descriptors.
pub const FILE_DESCRIPTOR_SET: &str = "FILE_DESCRIPTOR_SET";

/// The field of a message for what this version does not know.
pub const UNKNOWN_FIELDS: &str = "unknown_fields";

/// Methods that a generated client has besides those of its service.
pub const CLIENT_METHODS: &[&str] = &["clone", "connect", "in_process", "new", "with"];

/// What the types that come with a service have behind its name.
pub const SERVICE_SUFFIXES: &[&str] = &["Client", "Mock", "Server"];

/// The words of `name`, split at `_`, at a capital behind a small letter, and before the last capital of a
/// run: `HTTPServer2_id` has `HTTP`, `Server2` and `id`.
fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in name.split('_').filter(|part| !part.is_empty()) {
        let mut start = 0;
        let chars: Vec<(usize, char)> = part.char_indices().collect();
        for window in 1..chars.len() {
            let (at, c) = chars[window];
            let before = chars[window - 1].1;
            let small_follows = chars.get(window + 1).is_some_and(|(_, next)| next.is_lowercase());
            let is_start = c.is_uppercase() && (!before.is_uppercase() || small_follows);
            if is_start {
                words.push(&part[start..at]);
                start = at;
            }
        }
        words.push(&part[start..]);
    }
    words
}

/// `userName` as `user_name`.
#[must_use]
pub fn snake(name: &str) -> String {
    joined(name, "_", str::to_lowercase)
}

/// `user_name` as `USER_NAME`.
#[must_use]
pub fn screaming(name: &str) -> String {
    joined(name, "_", str::to_uppercase)
}

/// `user_name` as `UserName`.
#[must_use]
pub fn pascal(name: &str) -> String {
    joined(name, "", capitalized)
}

/// A type that comes with a service: `UserService` and `Client` give `UserServiceClient`. A name that is chosen for Rust
/// may end in `_` to be another one; then this one does, too.
#[must_use]
pub fn beside(service: &str, suffix: &str) -> String {
    let name = service.trim_end_matches('_');
    format!("{name}{suffix}{}", &service[name.len()..])
}

/// The table of a service's methods: `UserService` gives `USER_SERVICE_METHODS`, if nothing else is `chosen` for Rust.
#[must_use]
pub fn method_table(service: &str, chosen: Option<&str>) -> String {
    match chosen {
        Some(chosen) => {
            let end = &chosen[chosen.trim_end_matches('_').len()..];
            format!("{}_METHODS{end}", screaming(chosen))
        }
        None => format!("{}_METHODS", screaming(service)),
    }
}

fn joined(name: &str, between: &str, word: impl Fn(&str) -> String) -> String {
    let words: Vec<String> = words(name).into_iter().map(&word).collect();
    let joined = words.join(between);
    match joined.chars().next() {
        // A name of underscores alone. To Rust `_` is no name, and `_x` one that nobody means to use.
        None => word("underscore"),
        Some(first) if first.is_ascii_digit() => word("n") + &joined,
        Some(_) => joined,
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}

/// The message that protobuf makes for the entries of a map: `price_by_day` holds messages called `PriceByDayEntry`.
#[must_use]
pub fn map_entry(field: &str) -> String {
    let mut is_first = true;
    let mut name = String::with_capacity(field.len() + "Entry".len());
    for c in field.chars() {
        match c {
            '_' => is_first = true,
            c if std::mem::take(&mut is_first) => name.push(c.to_ascii_uppercase()),
            c => name.push(c),
        }
    }
    name + "Entry"
}

/// The name of a field in JSON, as protobuf forms it: `user_name` as `userName`, every other character kept.
#[must_use]
pub fn json(name: &str) -> String {
    let mut after_underscore = false;
    let mut result = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '_' => after_underscore = true,
            c if std::mem::take(&mut after_underscore) => result.push(c.to_ascii_uppercase()),
            c => result.push(c),
        }
    }
    result
}

/// What the names of an enum's values begin with: `Status` gives `STATUS_`.
#[must_use]
pub fn value_prefix(enum_name: &str) -> String {
    format!("{}_", screaming(enum_name))
}

/// The Rust variant for one value: `STATUS_ACTIVE` of `Status` as `Active`. The prefix stays where taking it
/// away leaves nothing that a name can begin with: `VERSION_1` of `Version` is `Version1`.
#[must_use]
pub fn variant(enum_name: &str, value: &str) -> String {
    let prefix = value_prefix(enum_name);
    match value.strip_prefix(&prefix) {
        Some(rest) if rest.chars().any(|c| c.is_ascii_alphabetic()) && !starts_with_digit(rest) => {
            pascal(rest)
        }
        _ => pascal(value),
    }
}

fn starts_with_digit(name: &str) -> bool {
    name.trim_start_matches('_').starts_with(|c: char| c.is_ascii_digit())
}

/// The same name where Rust allows it, otherwise the nearest one that it does.
#[must_use]
pub fn escape(name: &str) -> String {
    if NEVER_RAW.contains(&name) {
        format!("{name}_")
    } else if RUST_KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// Whether `name` can be a name in Rust as it is written.
#[must_use]
pub fn is_rust_name(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let goes_on = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    begins && goes_on && name != "_" && !RUST_KEYWORDS.contains(&name)
}

/// How Rust writes names of one kind. Its compiler warns about others, in code that nobody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// Types and variants: `UserName`.
    Camel,
    /// Fields, methods and modules: `user_name`.
    Snake,
    /// Constants: `USER_NAME`.
    Screaming,
}

impl Convention {
    /// Whether `name` keeps to it.
    #[must_use]
    pub fn fits(self, name: &str) -> bool {
        let inner = name.trim_matches('_');
        match self {
            Self::Camel => !inner.contains('_') && !inner.starts_with(|c: char| c.is_ascii_lowercase()),
            Self::Snake => !inner.contains(|c: char| c.is_ascii_uppercase()),
            Self::Screaming => !inner.contains(|c: char| c.is_ascii_lowercase()),
        }
    }

    /// A name that keeps to it, and what it is called.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Camel => "camel case, as in `UserName`",
            Self::Snake => "snake case, as in `user_name`",
            Self::Screaming => "capitals, as in `USER_NAME`",
        }
    }
}

/// The modules in Rust that a package lies in, from the outermost: those of `@rust(module = "…")`, or else one
/// for each part of the package's name.
#[must_use]
pub fn module_path(package: &str, chosen: Option<&str>) -> Vec<String> {
    match chosen {
        Some(path) => path.split("::").map(str::to_owned).collect(),
        None => package.split('.').map(snake).collect(),
    }
}

/// Names that lead back to the first of them: `` `a` → `b` → `a` ``. A long way round is cut in the middle.
pub(crate) fn circle<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let Some(first) = names.first() else { return String::new() };
    match names.len().checked_sub(LABELS_MAX) {
        None | Some(0) => format!("{} → {first}", names.join(" → ")),
        Some(left) => {
            format!("{} → … {left} more … → {first}", names[..LABELS_MAX].join(" → "))
        }
    }
}

/// The longest name that is compared with others. The time grows with the square, and a slip in a name that is
/// longer is found without help.
const COMPARED_CHARS_MAX: usize = 64;

/// The name among `candidates` that `wrong` was probably meant to be.
#[must_use]
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong: Vec<char> = wrong.chars().take(COMPARED_CHARS_MAX + 1).flat_map(char::to_lowercase).collect();
    if wrong.len() > COMPARED_CHARS_MAX {
        return None;
    }
    // A third of the letters may be wrong: below that people recognise their own word.
    let limit = (wrong.len() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&wrong, candidate, limit)?, candidate)))
        // Of very short names, half must be right.
        .filter(|(distance, candidate)| distance * 2 <= wrong.len().max(candidate.len()))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The guesses of one run at what was meant. Each looks at every name in sight, so there are only so many: a
/// schema in which all is unknown would take time that grows with its square.
#[derive(Debug)]
pub(crate) struct Guesses(Cell<usize>);

impl Default for Guesses {
    fn default() -> Self {
        Self(Cell::new(REPORTS_MAX))
    }
}

impl Guesses {
    /// Whether one more is made.
    pub(crate) fn may_guess(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }

    /// What [`nearest`] says, until there were too many.
    pub(crate) fn nearest<'a>(
        &self,
        wrong: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.may_guess() { nearest(wrong, candidates) } else { None }
    }
}

/// How many letters must be changed, added, dropped or swapped with their neighbour; `None` above `limit`.
/// Case counts as nothing; `a` is in lower case.
fn distance(a: &[char], b: &str, limit: usize) -> Option<usize> {
    let b: Vec<char> = b.chars().take(a.len() + limit + 1).flat_map(char::to_lowercase).collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let changed = last[j] + usize::from(x != y);
            let mut best = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        // No later row gets below the least of this one and the one before, less a swap.
        if row.iter().chain(&last).all(|&cell| cell > limit) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&found| found <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_every_case() {
        for name in ["user_name", "userName", "UserName", "USER_NAME", "_user__name_"] {
            assert_eq!(snake(name), "user_name");
            assert_eq!(pascal(name), "UserName");
            assert_eq!(screaming(name), "USER_NAME");
        }
        assert_eq!(snake("HTTPServer2_id"), "http_server2_id");
        assert_eq!(pascal("HTTPServer2_id"), "HttpServer2Id");
        assert_eq!(pascal("x1y"), "X1y");
        assert_eq!(pascal("_"), "Underscore");
        assert_eq!((snake("_1"), pascal("_1")), ("n1".to_owned(), "N1".to_owned()));
    }

    #[test]
    fn two_services_have_two_tables() {
        assert_eq!(method_table("HTTPShop", None), "HTTP_SHOP_METHODS");
        assert_eq!(method_table("a_b", None), "A_B_METHODS");
        assert_eq!(method_table("ab", Some("Ab_")), "AB_METHODS_");
        assert_eq!(method_table("self", None), "SELF_METHODS");
        assert_eq!(
            (beside("Ab", "Client"), beside("Ab_", "Client")),
            ("AbClient".into(), "AbClient_".into())
        );
    }

    #[test]
    fn entries_are_called_as_protobuf_calls_them() {
        for (field, name) in [
            ("labels", "LabelsEntry"),
            ("price_by_day", "PriceByDayEntry"),
            ("a1_b", "A1BEntry"),
            ("fieldName", "FieldNameEntry"),
            ("_x__y", "XYEntry"),
        ] {
            assert_eq!(map_entry(field), name);
        }
    }

    #[test]
    fn json_names_are_those_of_protobuf() {
        for (name, json_name) in [
            ("user_name", "userName"),
            ("user_2x", "user2x"),
            ("_a", "A"),
            ("a__b", "aB"),
            ("fooBar", "fooBar"),
            ("a_", "a"),
        ] {
            assert_eq!(json(name), json_name);
        }
    }

    #[test]
    fn variants_lose_the_prefix_of_their_enum() {
        assert_eq!(variant("Status", "STATUS_ACTIVE"), "Active");
        assert_eq!(variant("UserStatus", "USER_STATUS_NOT_ACTIVE"), "NotActive");
        assert_eq!(variant("Version", "VERSION_1"), "Version1");
        assert_eq!(variant("Status", "OTHER"), "Other");
    }

    #[test]
    fn e09_every_word_of_rust_becomes_a_legal_name() {
        for word in RUST_KEYWORDS.iter().chain(NEVER_RAW).chain(&["macro_rules", "union", "auto"]) {
            let name = escape(word);
            let raw = name.strip_prefix("r#");
            assert!(
                raw.map_or_else(|| is_rust_name(&name), |raw| !NEVER_RAW.contains(&raw)),
                "{word}: {name}"
            );
        }
    }

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["GetUser", "GetUsers", "Watch"];
        assert_eq!(nearest("GetUsr", names), Some("GetUser"));
        assert_eq!(nearest("getuser", names), Some("GetUser"));
        assert_eq!(nearest("Wacth", names), Some("Watch"));
        assert_eq!(nearest("Delete", names), None);
    }

    #[test]
    fn names_longer_than_people_write_are_not_compared() {
        let long = "a".repeat(COMPARED_CHARS_MAX);
        assert_eq!(nearest(&long, [format!("{long}b").as_str()]), Some(format!("{long}b").as_str()));
        assert_eq!(nearest(&format!("{long}c"), [format!("{long}b").as_str()]), None);
        assert_eq!(nearest("abcdef", ["badcfe"]), None);
        assert_eq!(nearest("", ["a", "bc"]), None);
        assert_eq!(nearest("q", ["a", "Q", "qr"]), Some("Q"));
        assert_eq!(nearest("q", ["a", "bc"]), None);
    }

    #[test]
    fn guesses_end() {
        let guesses = Guesses::default();
        let made = (0..1_000).filter(|_| guesses.nearest("usr", ["user"]).is_some()).count();
        assert_eq!(made, REPORTS_MAX);
    }

    #[test]
    fn long_circles_are_cut() {
        assert_eq!(circle(["a", "b"].into_iter()), "`a` → `b` → `a`");
        let many = circle(std::iter::repeat_n("a", LABELS_MAX + 3));
        assert!(many.ends_with("`a` → … 3 more … → `a`"), "{many}");
    }
}
