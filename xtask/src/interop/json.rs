//! Our JSON beside that of Python's `json_format`.

use std::fs;
use std::process::Command;

use super::tools::{Tools, at, run};

const VALUES: &str = "500";

/// Values of a message with everything in it: Python reads what we write, and we read what it writes.
pub(super) fn check(tools: &Tools, seed: u64) -> Result<String, String> {
    let dir = tools.path("json");
    if dir.exists() {
        fs::remove_dir_all(&dir).map_err(|error| at(&dir, &error))?;
    }
    let seed = seed.to_string();
    let corpus = |arguments: &[&str]| {
        let (command, rest) = arguments.split_first().unwrap_or((&"", &[]));
        run(Command::new(env!("CARGO"))
            .args(["run", "--quiet", "-p", "mrpc-interop", "--bin", "corpus", "--", command])
            .arg(&dir)
            .args(rest)
            .current_dir(&tools.root))
    };
    corpus(&["write", VALUES, &seed])?;
    let said = tools.judge(&[&"json", &dir, &VALUES])?;
    corpus(&["check", VALUES])?;
    Ok(format!("{}, seed {seed}", said.trim_end()))
}
