//! What a value in an annotation or a constant amounts to.

use std::time::Duration;

use super::build::Resolver;
use super::constant::fit;
use super::lookup::{Found, From};
use super::symbol::{Entry, Symbol};
use crate::annotation::Read;
use crate::ast::{self, Path, RangeEnd, Value, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{EnumId, Scalar, Type};
use crate::source::Span;

impl Resolver<'_> {
    /// A literal, or the value of the constant that is named. `None` is reported, or was.
    pub(super) fn scalar(&self, value: &Value, from: From, what: &str) -> Option<Scalar> {
        match &value.kind {
            ValueKind::String(text) => Some(Scalar::String(text.value.clone())),
            ValueKind::Int(int) => Some(Scalar::Int(*int)),
            ValueKind::Float(float) => Some(Scalar::Float(*float)),
            ValueKind::Path(_) => match word_of(value).and_then(bool_of) {
                Some(is_true) => Some(Scalar::Bool(is_true)),
                None => self.constant(value, from),
            },
            ValueKind::Broken => None,
            ValueKind::Duration(_) | ValueKind::Percent(_) | ValueKind::Range(_) | ValueKind::List(_) => {
                self.wrong(value, what);
                None
            }
        }
    }

    fn constant(&self, value: &Value, from: From) -> Option<Scalar> {
        let ValueKind::Path(path) = &value.kind else { return None };
        match self.find(path, from) {
            Found::Symbol(Entry { symbol: Symbol::Const(id), .. }) => {
                self.consts_used[id.index()].set(true);
                self.consts[id.index()].clone()
            }
            Found::Symbol(entry) => {
                let title = format!("`{}` is {}, not a const", path.text(), entry.symbol.kind());
                self.report(Diagnostic::new(Code::E0313, value.span, title).also(entry.span, "defined here"));
                None
            }
            Found::Unknown => None,
            Found::Nothing | Found::Package | Found::Scalar(_) | Found::WellKnown(_) => {
                self.unknown_constant(path, from);
                None
            }
        }
    }

    fn unknown_constant(&self, path: &Path, from: From) {
        let Some(last) = path.segments.last() else { return };
        let (package, names) = self.package_behind(&path.segments, from);
        if names.iter().any(|name| self.declared.may_hide(package, &name.text)) {
            return;
        }
        let report = Diagnostic::new(Code::E0313, path.span, format!("there is no const `{}`", path.text()));
        let near = match names {
            [_] => self.guess(&last.text, self.const_names(package)),
            _ => None,
        };
        self.report(match near {
            Some(near) => report.suggest(format!("there is `{near}`"), last.span, near),
            None if path.segments.len() == 1 => report
                .help(format!("define it: `const {}: … = …;`", last.text))
                .help("or put it in quotes, if it is a text"),
            None => report,
        });
    }

    /// A value as one of `ty`; what does not fit is reported with `code`.
    pub(super) fn typed(&self, value: &Value, ty: Type, from: From, code: Code) -> Option<Scalar> {
        match ty {
            Type::Enum(id) => self.value_of_enum(value, id, code),
            Type::Scalar(scalar) => {
                let what = format!("a value of type `{}`", scalar.as_str());
                let found = self.scalar(value, from, &what)?;
                let why = match fit(&found, scalar) {
                    Ok(fitted) => return Some(fitted),
                    Err(why) => why,
                };
                let is_kind = match found {
                    Scalar::Int(_) => scalar.int_range().is_some(),
                    Scalar::Float(_) => scalar.is_float(),
                    _ => false,
                };
                self.report(if is_kind {
                    let title = format!("`{}` does not fit `{}`", self.raw(value.span), scalar.as_str());
                    Diagnostic::new(code, value.span, title).label(why)
                } else {
                    let code = if code == Code::E0410 { code } else { Code::E0804 };
                    let title = format!("expected {what}, found {}", scalar_kind(&found));
                    Diagnostic::new(code, value.span, title)
                });
                None
            }
            Type::Message(_) | Type::Union(_) | Type::WellKnown(_) => None,
        }
    }

    fn value_of_enum(&self, value: &Value, id: EnumId, code: Code) -> Option<Scalar> {
        let node = self.declared.enum_node(id);
        let name = node.map_or_else(|| &self.declared.imported[id].decl.name, |node| &node.name);
        let Some(word) = word_of(value) else {
            self.wrong(value, &format!("a value of `{}`", name.text));
            return None;
        };
        if let Some(found) = self.enum_value(id, word) {
            found.into_iter().for_each(|found| self.check_removed(found, value.span));
            return Some(Scalar::EnumValue(word.to_owned()));
        }
        if !node.is_some_and(|node| node.broken) {
            let title = format!("`{}` has no value `{word}`", name.text);
            let report = Diagnostic::new(code, value.span, title).also(name.span, "defined here");
            let near = self.guess(word, self.enum_values(id));
            self.report(match near {
                Some(near) => report.suggest(format!("it has `{near}`"), value.span, near),
                None => report,
            });
        }
        None
    }

    /// A value that is gone cannot be asked for.
    fn check_removed(&self, found: &ast::EnumValue, span: Span) {
        if let Some(removed) = found.attrs.find("removed") {
            self.report(
                Diagnostic::new(Code::E0412, span, format!("`{}` is removed", found.name.text))
                    .label("still used here")
                    .also(removed.span, "removed here")
                    .help("choose a value that is still there"),
            );
        }
    }

    /// A value that is not what the annotation takes.
    pub(super) fn wrong(&self, value: &Value, what: &str) {
        if value.kind == ValueKind::Broken {
            return;
        }
        let title = format!("expected {what}, found {}", kind_of(value));
        self.report(Diagnostic::new(Code::E0804, value.span, title));
    }

    /// The whole number in the argument `name`.
    pub(super) fn int(&self, read: &Read<'_>, name: &str, from: From) -> Option<(i128, Span)> {
        let value = read.get(name)?;
        match self.scalar(value, from, read.what(name))? {
            Scalar::Int(int) => Some((int, value.span)),
            _ => {
                self.wrong(value, read.what(name));
                None
            }
        }
    }

    /// The text in the argument `name`.
    pub(super) fn text(&self, read: &Read<'_>, name: &str) -> Option<String> {
        let value = read.get(name)?;
        match &value.kind {
            ValueKind::String(text) => Some(text.value.clone()),
            _ => {
                self.wrong(value, read.what(name));
                None
            }
        }
    }

    /// The duration in the argument `name`.
    pub(super) fn duration(&self, read: &Read<'_>, name: &str) -> Option<(Duration, Span)> {
        let value = read.get(name)?;
        match &value.kind {
            ValueKind::Duration(duration) => Some((*duration, value.span)),
            _ => {
                self.wrong(value, read.what(name));
                None
            }
        }
    }

    /// Whether the argument `name` is there and is `word`; any other word is reported.
    pub(super) fn word(&self, read: &Read<'_>, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let value = read.get(name)?;
        let written = word_of(value);
        let found = words.iter().copied().find(|word| written == Some(word));
        if found.is_none() {
            self.wrong(value, read.what(name));
        }
        found
    }
}

/// A path of one name.
pub(super) fn word_of(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Path(path) => path.as_ident().map(|word| word.text.as_str()),
        _ => None,
    }
}

/// `true` and `false` are values, whatever else is called so.
pub(super) fn bool_of(word: &str) -> Option<bool> {
    word.parse().ok()
}

/// The two ends of a range, where both are values.
pub(super) fn ends(value: &Value) -> Option<(Option<&Value>, Option<&Value>, bool)> {
    let ValueKind::Range(range) = &value.kind else { return None };
    let end = match &range.end {
        Some(RangeEnd::Value(end)) => Some(end),
        // `1..max` says the same as `1..`.
        Some(RangeEnd::Max(_)) | None => None,
    };
    Some((range.start.as_ref(), end, range.inclusive))
}

/// The kind of a value, with an article.
pub(super) fn kind_of(value: &Value) -> String {
    match &value.kind {
        ValueKind::String(_) => "a string".to_owned(),
        ValueKind::Int(_) => "a whole number".to_owned(),
        ValueKind::Float(_) => "a number with a fraction".to_owned(),
        ValueKind::Duration(_) => "a duration".to_owned(),
        ValueKind::Percent(_) => "a percentage".to_owned(),
        ValueKind::Range(_) => "a range".to_owned(),
        ValueKind::List(items) if items.is_empty() => "an empty list".to_owned(),
        ValueKind::List(_) => "a list".to_owned(),
        ValueKind::Path(path) => format!("`{}`", path.text()),
        ValueKind::Broken => "something unreadable".to_owned(),
    }
}

/// The kind of a constant's value, with an article.
pub(super) fn scalar_kind(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar::Bool(_) => "a bool",
        Scalar::Int(_) => "a whole number",
        Scalar::Float(_) => "a number with a fraction",
        Scalar::String(_) => "a string",
        Scalar::EnumValue(_) => "an enum value",
    }
}
