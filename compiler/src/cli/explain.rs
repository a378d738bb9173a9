//! `mrpc-gen explain`

use mrpc_idl::code::{Code, Level};
use mrpc_idl::name::nearest;

use crate::exit::{Exit, Failure};
use crate::out::Out;

/// How a family of codes begins, and what it is about.
const FAMILIES: [(&str, &str); 13] = [
    ("E00", "Text and syntax"),
    ("E01", "Packages and imports"),
    ("E02", "Names"),
    ("E03", "Types and constants"),
    ("E04", "Fields"),
    ("E05", "Enums"),
    ("E06", "Oneofs, unions and errors"),
    ("E07", "Services and methods"),
    ("E08", "Annotations"),
    ("E09", "Constraints"),
    ("E11", "Export"),
    ("W01", "Lints of the group `style`"),
    ("W02", "Lints of the group `correctness`"),
];

pub(super) fn run(code: Option<&str>, out: Out) -> Result<Exit, Failure> {
    let text = match code {
        Some(code) => mrpc_idl::explain::explain(code.parse().map_err(|_| unknown(code))?),
        None => contents(),
    };
    out.text(&text)?;
    Ok(Exit::Clean)
}

/// All codes, each family below its name.
fn contents() -> String {
    let families = FAMILIES.iter().map(|(prefix, name)| {
        let members = Code::ALL.iter().filter(|code| code.as_str().starts_with(prefix));
        format!("{name}\n{}", members.map(|&code| entry(code)).collect::<String>())
    });
    families.collect::<Vec<_>>().join("\n")
}

fn entry(code: Code) -> String {
    let off = if code.level() == Level::Allow { " (off by default)" } else { "" };
    format!("  {code}  {}{off}\n", code.title())
}

fn unknown(code: &str) -> Failure {
    let failure = Failure::mistake(format!("there is no code `{code}`"));
    match nearest(code, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`mrpc-gen explain` lists all codes"),
    }
}
