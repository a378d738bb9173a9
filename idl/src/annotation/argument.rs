//! Puts the arguments of one annotation into their places.

use super::read::{Args, or};
use super::table::{Argument, Form, Spec, Target, allowed_in_rust};
use crate::ast::{Annotation, Arg, Ident, Value, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::name;
use crate::source::Span;

/// The arguments in their places; `None` where one is missing or has no place, which is reported.
pub(super) fn arguments<'a>(
    node: &'a Annotation,
    spec: &'static Spec,
    target: Target,
    report: &mut dyn FnMut(Diagnostic),
) -> Option<Args<'a>> {
    let mut found: Args<'a> = Vec::new();
    let mut places = Places::new(spec, target);
    let mut is_whole = true;
    let mut has_extra = false;
    for arg in &node.args {
        let place = match &arg.name {
            Some(name) => places.named(name, arg),
            // Of several that are too many, one report is enough.
            None => match places.plain(&arg.value) {
                Some(place) => Ok(place),
                None if std::mem::replace(&mut has_extra, true) => {
                    continue;
                }
                None => Err(places.extra(arg.span).into()),
            },
        };
        let place = match place {
            Ok(place) => place,
            Err(mistake) => {
                report(*mistake);
                is_whole = false;
                continue;
            }
        };
        match found.iter().find(|(argument, _)| argument.name == place.name && place.form != Form::Many) {
            Some((_, first)) => {
                let title = format!("argument `{}` is given twice", place.name);
                report(
                    Diagnostic::new(Code::E0805, arg.span, title)
                        .label("again here")
                        .also(first.span, "first here"),
                );
            }
            None => found.push((place, &arg.value)),
        }
    }
    let is_missing = |argument: &&Argument| {
        argument.is_required && !found.iter().any(|(place, _)| place.name == argument.name)
    };
    let lacking: Vec<&Argument> = spec.args.iter().filter(is_missing).collect();
    if is_whole && !lacking.is_empty() {
        report(missing(node, spec, &lacking));
        return None;
    }
    is_whole.then_some(found)
}

/// The places that are left.
struct Places {
    spec: &'static Spec,
    target: Target,
    /// How many of those without a name are taken.
    taken: usize,
}

impl Places {
    fn new(spec: &'static Spec, target: Target) -> Self {
        Self { spec, target, taken: 0 }
    }

    /// The arguments that the annotation has on this target.
    fn all(&self) -> impl Iterator<Item = &'static Argument> + use<> {
        let (spec, target) = (self.spec, self.target);
        spec.args.iter().filter(move |argument| spec.name != "rust" || allowed_in_rust(argument.name, target))
    }

    fn named(&self, name: &Ident, arg: &Arg) -> Result<&'static Argument, Box<Diagnostic>> {
        let Some(place) = self.all().find(|argument| argument.name == name.text) else {
            return Err(self.unknown(name, arg.span).into());
        };
        let (spec, value) = (self.spec.name, &arg.value);
        Err(Box::new(match place.form {
            Form::Named => return Ok(place),
            Form::Plain | Form::Many => {
                let title = format!("`@{spec}` takes this argument without its name");
                let name_and_mark = Span { end: value.span.start, ..arg.span };
                Diagnostic::new(Code::E0806, name.span, title).fix("leave the name out", name_and_mark, "")
            }
            Form::Flag => {
                let title = format!("`{}` stands alone, without a value", place.name);
                let report = Diagnostic::new(Code::E0806, arg.span, title);
                match &value.kind {
                    ValueKind::Path(path) if path.text() == "false" => report.help("leave it out"),
                    _ => report.suggest("leave the value out", arg.span, place.name),
                }
            }
        }))
    }

    fn plain(&mut self, value: &Value) -> Option<&'static Argument> {
        if let Some(flag) = self.flag(value) {
            return Some(flag);
        }
        let mut plain = self.all().filter(|argument| matches!(argument.form, Form::Plain | Form::Many));
        let place = plain.nth(self.taken)?;
        self.taken += usize::from(place.form == Form::Plain);
        Some(place)
    }

    fn flag(&self, value: &Value) -> Option<&'static Argument> {
        let ValueKind::Path(path) = &value.kind else { return None };
        let word = path.as_ident()?;
        self.all().find(|argument| argument.form == Form::Flag && argument.name == word.text)
    }

    fn unknown(&self, name: &Ident, span: Span) -> Diagnostic {
        let title = format!("`@{}` on {} has no argument `{}`", self.spec.name, self.target, name.text);
        let near = name::nearest(&name.text, self.all().map(|argument| argument.name)).or_else(|| {
            // `attempts` for `max_attempts`.
            let is_part = |argument: &&Argument| name.text.len() > 2 && argument.name.contains(&name.text);
            self.all().find(is_part).map(|argument| argument.name)
        });
        match near.and_then(|near| self.all().find(|argument| argument.name == near)) {
            Some(near) if near.form == Form::Named => Diagnostic::new(Code::E0806, name.span, title).suggest(
                format!("there is `{}`", near.name),
                name.span,
                near.name,
            ),
            _ => self.with_known(Diagnostic::new(Code::E0806, span, title)),
        }
    }

    /// A value without a name that has no place.
    fn extra(&self, span: Span) -> Diagnostic {
        let name = self.spec.name;
        let title = if self.all().next().is_none() {
            format!("`@{name}` on {} takes no arguments", self.target)
        } else if self.taken > 0 {
            format!("`@{name}` takes one argument without a name")
        } else {
            format!("`@{name}` takes its arguments by name")
        };
        self.with_known(Diagnostic::new(Code::E0806, span, title))
    }

    fn with_known(&self, report: Diagnostic) -> Diagnostic {
        let known: Vec<String> = self.all().map(written).collect();
        if known.is_empty() { report } else { report.help(format!("it takes {}", or(&known))) }
    }
}

fn missing(node: &Annotation, spec: &Spec, lacking: &[&Argument]) -> Diagnostic {
    let names: Vec<String> = lacking.iter().map(|argument| format!("`{}`", argument.name)).collect();
    let title = match lacking {
        [Argument { form: Form::Named, .. }] => format!("`@{}` needs the argument {}", spec.name, names[0]),
        [_] => format!("`@{}` needs an argument", spec.name),
        _ => format!("`@{}` needs the arguments {}", spec.name, names.join(" and ")),
    };
    let what: Vec<String> = lacking
        .iter()
        .map(|argument| match argument.form {
            Form::Named => format!("{}, {}", written(argument), argument.what),
            _ => argument.what.to_owned(),
        })
        .collect();
    Diagnostic::new(Code::E0803, node.span, title).help(format!("add {}", what.join("; and ")))
}

fn written(argument: &Argument) -> String {
    match argument.form {
        Form::Named => format!("`{} = …`", argument.name),
        Form::Flag => format!("`{}`", argument.name),
        Form::Plain | Form::Many => argument.what.to_owned(),
    }
}
