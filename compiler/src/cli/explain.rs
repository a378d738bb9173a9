//! `mrpc-gen explain`

use mrpc_idl::code::Code;
use mrpc_idl::name::nearest;

use crate::exit::{Exit, Failure};
use crate::out::Out;

pub(super) fn run(code: Option<&str>, out: Out) -> Result<Exit, Failure> {
    let text = match code {
        Some(code) => mrpc_idl::explain::explain(code.parse().map_err(|_| unknown(code))?),
        None => Code::ALL.iter().map(|code| format!("{code}  {}\n", code.title())).collect(),
    };
    out.text(&text)?;
    Ok(Exit::Clean)
}

fn unknown(code: &str) -> Failure {
    let failure = Failure::mistake(format!("there is no code `{code}`"));
    match nearest(code, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`mrpc-gen explain` lists all codes"),
    }
}
