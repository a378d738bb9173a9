//! What may stand where, in the words of reports.

use super::grammar::Rule;

/// What a part stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    File,
    Message,
    Oneof,
    Union,
    Error,
    Enum,
    Service,
}

impl Within {
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::File => "the top level of a file",
            Self::Message => "a message",
            Self::Oneof => "a oneof",
            Self::Union => "a union",
            Self::Error => "an error",
            Self::Enum => "an enum",
            Self::Service => "a service",
        }
    }

    /// What it may hold.
    pub(super) const fn parts(self) -> &'static str {
        match self {
            Self::File => "a declaration such as `message`, `enum` or `service`",
            Self::Message => "a field, `oneof`, `reserved`, `message`, `enum` or `}`",
            Self::Oneof => "a field or `}`",
            Self::Union | Self::Error => "a field, `reserved` or `}`",
            Self::Enum => "a value, `reserved` or `}`",
            Self::Service => "`rpc` or `}`",
        }
    }

    /// The words that begin a part of it.
    pub(super) fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::File => &[
                "message", "enum", "service", "error", "union", "const", "closed", "import", "package",
                "edition",
            ],
            Self::Message => &["oneof", "reserved", "message", "enum", "closed"],
            Self::Oneof => &[],
            Self::Union | Self::Error | Self::Enum => &["reserved"],
            Self::Service => &["rpc"],
        }
    }

    /// The rule that matches one part of it, strictly.
    pub(super) fn strict(self) -> Rule {
        match self {
            Self::File => Rule::only_item,
            Self::Message => Rule::only_message,
            Self::Oneof => Rule::only_oneof,
            Self::Union | Self::Error => Rule::only_union,
            Self::Enum => Rule::only_enum,
            Self::Service => Rule::only_service,
        }
    }
}

/// What other languages call the things that ours have another word for.
const FOREIGN_WORDS: [(&str, &str); 12] = [
    ("class", "message"),
    ("record", "message"),
    ("struct", "message"),
    ("type", "message"),
    ("variant", "union"),
    ("exception", "error"),
    ("interface", "service"),
    ("protocol", "service"),
    ("trait", "service"),
    ("fn", "rpc"),
    ("func", "rpc"),
    ("method", "rpc"),
];

/// Our word for what another language calls `word`.
pub(super) fn our_word(word: &str) -> Option<&'static str> {
    FOREIGN_WORDS.iter().find(|(foreign, _)| *foreign == word).map(|(_, ours)| *ours)
}

/// The rules that a report may name, as people know them, in the order in which they are listed. A rule that is not
/// here may always be left out, or is no part of the language.
pub(super) const PHRASES: &[(Rule, &str)] = &[
    (Rule::strict_item, Within::File.parts()),
    (Rule::strict_message, Within::Message.parts()),
    (Rule::strict_oneof, Within::Oneof.parts()),
    (Rule::strict_union, Within::Union.parts()),
    (Rule::strict_enum, Within::Enum.parts()),
    (Rule::strict_service, Within::Service.parts()),
    (Rule::colon, "`:`"),
    (Rule::eq, "`=`"),
    (Rule::arrow, "`->`"),
    (Rule::ident, "a name"),
    (Rule::import_name, "a name"),
    (Rule::side, "a type"),
    (Rule::type_ref, "a type"),
    (Rule::path, "a name"),
    (Rule::arg, "an argument"),
    (Rule::value, "a value"),
    (Rule::bound, "a value"),
    (Rule::number, "a number"),
    (Rule::string, "a string"),
    (Rule::res_item, "a number, a range or a name in quotes"),
    (Rule::res_bound, "a number"),
    (Rule::field, "a field"),
    (Rule::enum_value, "a value"),
    (Rule::oneof, "`oneof`"),
    (Rule::reserved, "`reserved`"),
    (Rule::edition, "`edition`"),
    (Rule::package, "`package`"),
    (Rule::import, "`import`"),
    (Rule::const_decl, "`const`"),
    (Rule::message, "`message`"),
    (Rule::enum_decl, "`enum`"),
    (Rule::union_decl, "`union`"),
    (Rule::service, "`service`"),
    (Rule::rpc, "`rpc`"),
    (Rule::kw_proto, "`proto`"),
    (Rule::kw_as, "`as`"),
    (Rule::kw_throws, "`throws`"),
    (Rule::kw_enum, "`enum`"),
    (Rule::lbrace, "`{`"),
    (Rule::lparen, "`(`"),
    (Rule::lt, "`<`"),
    (Rule::comma, "`,`"),
    (Rule::gt, "`>`"),
    (Rule::rparen, "`)`"),
    (Rule::rbracket, "`]`"),
    (Rule::rbrace, "`}`"),
    (Rule::args, "`(`"),
    (Rule::semi_tok, "`;`"),
];
