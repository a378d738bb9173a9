//! The annotations of the language.

use std::fmt;

/// What an annotation stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// The `package` line, and so the file.
    Package,
    /// A `const`.
    Const,
    /// A `message`.
    Message,
    /// A field of a message.
    Field,
    /// A `oneof`.
    Oneof,
    /// A member of a oneof.
    OneofMember,
    /// An `enum`.
    Enum,
    /// A value of an enum.
    EnumValue,
    /// A `union`.
    Union,
    /// A member of a union.
    UnionMember,
    /// An `error`.
    Error,
    /// A member of an error.
    ErrorMember,
    /// A `service`.
    Service,
    /// An `rpc`.
    Method,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Package => "a package",
            Self::Const => "a const",
            Self::Message => "a message",
            Self::Field => "a field",
            Self::Oneof => "a oneof",
            Self::OneofMember => "a oneof member",
            Self::Enum => "an enum",
            Self::EnumValue => "an enum value",
            Self::Union => "a union",
            Self::UnionMember => "a union member",
            Self::Error => "an error",
            Self::ErrorMember => "an error member",
            Self::Service => "a service",
            Self::Method => "an rpc",
        })
    }
}

/// One annotation.
#[derive(Debug)]
pub struct Spec {
    /// The name behind the `@`.
    pub name: &'static str,
    /// What it may stand on.
    pub targets: &'static [Target],
    /// Its arguments.
    pub args: &'static [Argument],
    /// Annotations that make no sense beside it.
    pub excludes: &'static [&'static str],
    /// What it means.
    pub meaning: &'static str,
}

/// One argument of an annotation.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub form: Form,
    /// What to write, for a message: "a duration such as `2s`".
    pub what: &'static str,
    /// Whether it must be there.
    pub is_required: bool,
}

/// How an argument is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Without its name, in its place.
    Plain,
    /// Without its name, as often as one likes.
    Many,
    /// With its name: `since = "v2"`.
    Named,
    /// The name alone: `box`.
    Flag,
}

const fn plain(name: &'static str, what: &'static str) -> Argument {
    Argument { name, form: Form::Plain, what, is_required: true }
}

const fn many(name: &'static str, what: &'static str) -> Argument {
    Argument { name, form: Form::Many, what, is_required: true }
}

const fn named(name: &'static str, what: &'static str) -> Argument {
    Argument { name, form: Form::Named, what, is_required: false }
}

const fn flag(name: &'static str) -> Argument {
    Argument { name, form: Form::Flag, what: "the word alone", is_required: false }
}

const fn optional(argument: Argument) -> Argument {
    Argument { is_required: false, ..argument }
}

const fn required(argument: Argument) -> Argument {
    Argument { is_required: true, ..argument }
}

use Target::{
    Const, Enum, EnumValue, Error, ErrorMember, Field, Message, Method, Oneof, OneofMember, Package, Service,
    Union, UnionMember,
};

const ANYTHING: &[Target] = &[
    Package,
    Const,
    Message,
    Field,
    Oneof,
    OneofMember,
    Enum,
    EnumValue,
    Union,
    UnionMember,
    Error,
    ErrorMember,
    Service,
    Method,
];
const NAMED: &[Target] = &[
    Const,
    Message,
    Field,
    Oneof,
    OneofMember,
    Enum,
    EnumValue,
    Union,
    UnionMember,
    Error,
    ErrorMember,
    Service,
    Method,
];
const DECLARED: &[Target] = &[Message, Enum, Union, Error, Service];
const VALUES: &[Target] = &[Field, OneofMember, UnionMember];
const MEMBERS: &[Target] = &[Field, OneofMember, UnionMember, ErrorMember];

const CODE: &str = "a status code such as `NOT_FOUND`";
const DURATION: &str = "a duration such as `2s`";
const RANGE: &str = "a range such as `1..=64`";
const TEXT: &str = "a string";
const VALUE_LIST: &str = "a list of values such as `[1, 2]`";

/// All of them, in order of their names.
pub const TABLE: &[Spec] = &[
    Spec {
        name: "alias",
        targets: &[EnumValue],
        args: &[],
        excludes: &["removed"],
        meaning: "another name for a number that has one",
    },
    Spec {
        name: "allow",
        targets: ANYTHING,
        args: &[many("lints", "the code of a lint such as `W0101`")],
        excludes: &[],
        meaning: "lints that are silent here",
    },
    Spec {
        name: "batch",
        targets: &[Method],
        args: &[
            required(named("max_size", "a number of calls such as `64`")),
            required(named("max_wait", "a duration such as `1ms`")),
            flag("key"),
        ],
        excludes: &["removed"],
        meaning: "the client sends several calls in one frame",
    },
    Spec {
        name: "code",
        targets: &[ErrorMember],
        args: &[plain("code", CODE)],
        excludes: &[],
        meaning: "the status code that this error travels under",
    },
    Spec {
        name: "default",
        // Members of a oneof or a union are never absent on their own.
        targets: &[Field],
        args: &[plain("value", "a value of the field's type")],
        excludes: &["removed", "required"],
        meaning: "what an absent `T?` stands for",
    },
    Spec {
        name: "deprecated",
        targets: ANYTHING,
        args: &[optional(plain("message", TEXT)), named("since", TEXT), named("remove", TEXT)],
        excludes: &["removed"],
        meaning: "still there, but not to be used any more",
    },
    Spec { name: "finite", targets: VALUES, args: &[], excludes: &[], meaning: "neither infinite nor NaN" },
    Spec {
        name: "format",
        targets: VALUES,
        args: &[plain("format", "a format such as `email`")],
        excludes: &[],
        meaning: "text in a well-known form",
    },
    Spec {
        name: "idempotent",
        targets: &[Method],
        args: &[optional(plain("kind", "the word `read`, or nothing"))],
        excludes: &["removed"],
        meaning: "calling twice is as good as calling once; with `read`, it changes nothing",
    },
    Spec {
        name: "in",
        targets: VALUES,
        args: &[plain("values", VALUE_LIST)],
        excludes: &["not_in", "range"],
        meaning: "one of these values",
    },
    Spec {
        name: "internal",
        targets: DECLARED,
        args: &[],
        excludes: &[],
        meaning: "not to be used by another package",
    },
    Spec {
        name: "json",
        targets: MEMBERS,
        args: &[plain("name", TEXT)],
        excludes: &["removed"],
        meaning: "the name in JSON",
    },
    Spec {
        name: "key",
        targets: &[Field],
        args: &[named("order", "a number such as `1`")],
        excludes: &["removed"],
        meaning: "calls with the same value go to the same server",
    },
    Spec {
        name: "len",
        targets: VALUES,
        args: &[plain("range", RANGE)],
        excludes: &[],
        meaning: "characters of a string, bytes, or elements",
    },
    Spec { name: "nonzero", targets: VALUES, args: &[], excludes: &[], meaning: "not 0" },
    Spec {
        name: "not_in",
        targets: VALUES,
        args: &[plain("values", VALUE_LIST)],
        excludes: &["in"],
        meaning: "none of these values",
    },
    Spec {
        name: "pattern",
        targets: VALUES,
        args: &[plain("regex", "a regular expression in quotes")],
        excludes: &[],
        meaning: "text that matches",
    },
    Spec {
        name: "range",
        targets: VALUES,
        args: &[plain("range", RANGE)],
        excludes: &["in"],
        meaning: "a number between two bounds",
    },
    Spec {
        name: "redact",
        targets: MEMBERS,
        args: &[],
        excludes: &["removed"],
        meaning: "never shown in debug output and logs",
    },
    Spec {
        name: "removed",
        targets: &[Field, EnumValue, Method],
        args: &[required(named("in", "a version such as `\"v3\"`"))],
        excludes: &[
            "alias",
            "batch",
            "default",
            "deprecated",
            "idempotent",
            "json",
            "key",
            "redact",
            "required",
        ],
        meaning: "gone; its number and name stay reserved",
    },
    Spec {
        name: "required",
        targets: &[Field],
        args: &[],
        excludes: &["default", "removed"],
        meaning: "a message without it is refused",
    },
    Spec {
        name: "retry",
        targets: &[Service, Method],
        args: &[
            required(named("max_attempts", "a number such as `3`")),
            named("backoff", "a range of durations such as `50ms..1s`"),
            named("on", "a list of status codes such as `[UNAVAILABLE]`"),
            named("budget", "a percentage such as `20%`"),
        ],
        excludes: &["removed"],
        meaning: "the client tries again",
    },
    Spec {
        name: "retryable",
        targets: &[ErrorMember],
        args: &[],
        excludes: &[],
        meaning: "worth another attempt whatever its code",
    },
    Spec {
        name: "route",
        targets: &[Service, Method],
        args: &[plain("by", "the word `hash`")],
        excludes: &["removed"],
        meaning: "the server is chosen by the request's `@key`",
    },
    Spec {
        name: "rust",
        targets: ANYTHING,
        args: &[
            named("name", "a Rust name in quotes"),
            named("module", "a Rust name in quotes"),
            named("type", "the word `bytes`"),
            named("map", "the word `hash` or `btree`"),
            named("derive", "a list of paths such as `[\"Hash\"]`"),
            flag("box"),
        ],
        excludes: &[],
        meaning: "how it looks in Rust; never how it travels",
    },
    Spec {
        name: "timeout",
        targets: &[Service, Method],
        args: &[plain("total", "a duration such as `2s`, or `none`"), named("idle", DURATION)],
        excludes: &["removed"],
        meaning: "the time that a call may take unless its caller says less",
    },
    Spec {
        name: "unique",
        targets: &[Field],
        args: &[],
        excludes: &[],
        meaning: "no element of the list twice",
    },
    Spec {
        name: "validate",
        targets: &[Service],
        args: &[],
        excludes: &[],
        meaning: "a server checks requests before its handlers see them",
    },
];

/// Those that `@rust(…)` may say on each target.
pub(super) fn allowed_in_rust(argument: &str, target: Target) -> bool {
    match argument {
        "module" => target == Package,
        "name" => NAMED.contains(&target),
        "derive" => matches!(target, Message | Enum | Union | Error),
        _ => MEMBERS.contains(&target),
    }
}
