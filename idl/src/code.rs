//! Every rule has a code that stays: scripts match on it, people search for it, `mrpc-gen explain` tells more.
//!
//! The folder `codes/<CODE>/` holds what belongs to one: `page.md` explains it, `bad.mrpc` breaks the rule,
//! `report.txt` is what we say then, `good.mrpc` keeps it. Tests run all of them, so no page can go stale.

use std::fmt;
use std::str::FromStr;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; the schema is valid.
    Warning,
    /// The schema is not valid.
    Error,
}

/// What happens when a rule is broken and nothing else is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing; a lint that is off.
    Allow,
    /// A warning.
    Warn,
    /// An error that configuration may turn off.
    Deny,
    /// An error, always: the schema has no meaning.
    Error,
}

macro_rules! codes {
    ($($name:ident $level:ident $title:literal,)*) => {
        /// Names one rule: `E` codes are errors, `W` codes are lints.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it is written: `E0401`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// The rule in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What happens by default.
            #[must_use]
            pub const fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)* }
            }

            pub(crate) const fn files(self) -> Files {
                match self {
                    $(Self::$name => Files {
                        page: include_str!(concat!("../codes/", stringify!($name), "/page.md")),
                        bad: include_str!(concat!("../codes/", stringify!($name), "/bad.mrpc")),
                        good: include_str!(concat!("../codes/", stringify!($name), "/good.mrpc")),
                        report: include_str!(concat!("../codes/", stringify!($name), "/report.txt")),
                    },)*
                }
            }
        }
    };
}

codes! {
    E0001 Error "unexpected token",
    E0002 Error "string or block comment is never closed",
    E0003 Error "missing `;`",
    E0004 Error "block is never closed",
    E0005 Error "closing brace that closes nothing",
    E0006 Error "bad escape, or text that is not UTF-8",
    E0007 Error "brackets nested too deep",
    E0008 Error "malformed or oversized literal",
    E0009 Error "documentation or annotation attached to nothing",
    E0010 Error "protobuf syntax",
    E0011 Error "edition missing, unknown or not first",
    E0012 Error "file too large",
    E0013 Error "control character or bidirectional override",
    E0014 Error "file cannot be read",

    E0101 Error "package missing or not second",
    E0103 Error "import not found",
    E0104 Error "import cycle",
    E0105 Error "name imported twice",
    E0106 Error "alias already used",
    E0107 Error "package has no such name",
    E0108 Error "internal item used from another package",
    E0109 Error "one package in two roots",
    E0110 Error "`.proto` file cannot be imported",
    E0111 Error "path leaves its root",
    E0112 Error "import chain too long",
    E0113 Error "too many files",
    E0114 Error "`.proto` file breaks a rule of protobuf",

    E0201 Error "name defined twice",
    E0202 Error "names become equal in Rust",
    E0203 Error "JSON names become equal",
    E0204 Error "generated names become equal",
    E0205 Error "reserved prefix `__mrpc`",
    E0206 Error "identifier is not ASCII",
    E0207 Error "enum value defined twice in one scope",
    E0208 Error "not a legal Rust name",
    E0209 Error "packages become one module",

    E0301 Error "unknown type",
    E0302 Error "not a type",
    E0303 Error "map key of the wrong type",
    E0304 Error "list or map nested directly",
    E0305 Error "`?` where presence has no meaning",
    E0306 Error "`stream` outside a method",
    E0307 Error "required recursion has no finite value",
    E0308 Error "constant of a type that is not scalar",
    E0309 Error "scalar name of another language",
    E0310 Error "constants defined in terms of each other",
    E0311 Error "constant does not fit its type",
    E0312 Error "`error` used as the type of a field",
    E0313 Error "unknown constant",

    E0401 Error "field number used twice",
    E0402 Error "field number out of range",
    E0403 Error "field number reserved by protobuf",
    E0404 Error "field number is reserved",
    E0405 Error "field name is reserved",
    E0406 Error "reserved ranges overlap or are empty",
    E0407 Error "field number missing",
    E0408 Error "`max` not at the end of a range",
    E0409 Error "`@default` without `?`",
    E0410 Error "default value does not fit its type",
    E0411 Error "`@required` where it has no meaning",
    E0412 Error "removed name is still used",
    E0413 Error "too many members",

    E0501 Error "open enum does not start at 0",
    E0502 Error "enum number used twice",
    E0503 Error "enum number out of range",
    E0504 Error "enum has no values",
    E0505 Error "enum value is reserved",
    E0506 Error "enum values become equal without their prefix",

    E0601 Error "oneof, union or error has no members",
    E0602 Error "list or map in a oneof, union or error",
    E0603 Error "oneof in a oneof",
    E0604 Error "error member is not a message",
    E0605 Error "error member without `@code`",
    E0606 Error "unknown status code",

    E0701 Error "method defined twice",
    E0702 Error "request or response is not a message",
    E0703 Error "`throws` names something that is not an `error`",
    E0705 Error "`@idempotent(read)` on a method that sends a stream",
    E0706 Error "`@retry` on a method that is not idempotent",
    E0707 Error "`@retry` on a method that sends a stream",
    E0708 Error "`@batch` not possible here",
    E0709 Error "policy value out of range",
    E0710 Error "`@route(hash)` without a `@key`",
    E0711 Error "`@key` on an unsuitable field",
    E0712 Error "several `@key` fields without distinct orders",
    E0713 Error "method name taken by the generated client",
    E0714 Error "service has no methods",

    E0801 Error "unknown annotation",
    E0802 Error "annotation not allowed here",
    E0803 Error "annotation argument missing",
    E0804 Error "annotation argument of the wrong type",
    E0805 Error "annotation given twice",
    E0806 Error "unknown annotation argument",
    E0807 Error "annotations exclude each other",

    E0901 Error "constraint does not apply to this type",
    E0902 Error "constraint that nothing can satisfy",
    E0903 Error "bound outside the type",
    E0904 Error "pattern is not a valid regular expression",
    E0905 Error "`@default` violates a constraint",
    E0906 Error "`@unique` on elements that cannot be compared",
    E0907 Error "unknown `@format`",

    E1101 Error "no form in proto3",

    W0101 Warn "name is not in PascalCase",
    W0102 Warn "name is not in snake_case",
    W0103 Warn "name is not in SCREAMING_SNAKE_CASE",
    W0104 Warn "enum value without the prefix of its enum",
    W0105 Warn "zero value does not end in `_UNSPECIFIED`",
    W0106 Warn "imports are not sorted",
    W0107 Warn "package name without a version, or not in lower snake case",
    W0108 Warn "service name does not end in `Service`",
    W0109 Allow "request or response not named after its method",
    W0110 Warn "deprecated item is used",
    W0111 Allow "documentation missing",
    W0112 Allow "methods share a request type",
    W0113 Warn "file name is not in snake_case",
    W0114 Warn "package is not in the directory of its name",

    W0201 Warn "unused import",
    W0202 Warn "unused constant or internal type",
    W0203 Warn "range of a single number",
    W0204 Warn "negative numbers cost ten bytes",
    W0205 Warn "money in floating point",
    W0206 Warn "time in an integer",
    W0207 Allow "optional `bool`",
    W0208 Allow "gap in the field numbers",
    W0209 Allow "method takes or returns `Empty`",
    W0210 Warn "unary method without a timeout",
    W0211 Warn "changing method marked `@idempotent(read)`",
    W0212 Warn "stable package imports an unstable one",
    W0213 Warn "closed enum",
    W0214 Allow "unbounded field in a request",
    W0215 Warn "pattern without anchors",
    W0216 Warn "code block without a language",
    W0217 Allow "recursive message says nothing of its depth",
    W0218 Warn "secret without `@redact`",
    W0219 Warn "batching waits long for its timeout",
    W0220 Warn "unused `@allow`",
    W0221 Warn "large message by value in a oneof",
}

/// The folder of one code.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) page: &'static str,
    pub(crate) bad: &'static str,
    pub(crate) good: &'static str,
    pub(crate) report: &'static str,
}

impl Code {
    /// Whether this is a lint, whose level `mrpc.toml` and `@allow` may change.
    #[must_use]
    pub fn is_lint(self) -> bool {
        self.level() != Level::Error
    }

    /// The severity of its reports where nothing is configured.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.level() >= Level::Deny { Severity::Error } else { Severity::Warning }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let same = |code: &&Self| code.as_str().eq_ignore_ascii_case(text);
        Self::ALL.iter().find(same).copied().ok_or(UnknownCode)
    }
}

/// There is no such code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such code")
    }
}

impl std::error::Error for UnknownCode {}
