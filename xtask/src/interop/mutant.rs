//! Broken files: we accept and refuse what `protoc` does.

use std::fs;

use super::tools::{Tools, at};

/// Where we and `protoc` differ, and may.
const KNOWN: [Known; 3] = [
    // An empty statement among extensions. It means nothing, so nothing is lost.
    Known { refuses: Who::Protoc, says: "Expected type name." },
    // Values of an enum that become one without its name. What we export never has them (E1101).
    Known { refuses: Who::Protoc, says: "if you ignore case and strip out the enum name prefix" },
    // Fields that differ only in case or in underscores. Older versions of `protoc` refuse them, and so do we: they
    // become one for whoever reads JSON loosely.
    Known { refuses: Who::We, says: "camel-case name of field" },
];

#[derive(Debug)]
struct Known {
    refuses: Who,
    says: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    We,
    Protoc,
}

/// Tries `count` of them.
pub(super) fn check(tools: &Tools, count: u32, seed: u64) -> Result<String, String> {
    let mutants = tools.path("mutants");
    tools.judge(&[&"mutate", &tools.path("corpus"), &mutants, &count.to_string(), &seed.to_string()])?;
    let path = mutants.join("verdicts");
    let verdicts = fs::read_to_string(&path).map_err(|error| at(&path, &error))?;
    let (mut accepted, mut known, mut wrong) = (0, 0, Vec::new());
    for line in verdicts.lines() {
        let [number, name, verdict, theirs] = line.splitn(4, '\t').collect::<Vec<_>>()[..] else {
            return Err(format!("the judge said `{line}`"));
        };
        let dir = mutants.join(number);
        let roots = dir.join("mrpc.toml");
        fs::write(&roots, "roots = [\".\", \"../../corpus\"]\n").map_err(|error| at(&roots, &error))?;
        let mut check = tools.mrpc_gen(&dir);
        let output = check.args(["check", "--quiet", "--message-format", "short", name]).output();
        let output = output.map_err(|error| format!("cannot start mrpc-gen: {error}"))?;
        let ours = String::from_utf8_lossy(&output.stderr);
        match (output.status.code(), verdict) {
            (Some(0), "accepts") => accepted += 1,
            (Some(1), "refuses") => {}
            (Some(0), "refuses") if is_known(Who::Protoc, theirs) => known += 1,
            (Some(1), "accepts") if is_known(Who::We, &ours) => known += 1,
            (code, _) => wrong.push(format!(
                "{}: protoc {verdict} it, mrpc-gen ends with {code:?}\n{theirs}\n{ours}",
                dir.join(name).display()
            )),
        }
    }
    let total = verdicts.lines().count();
    if wrong.is_empty() {
        Ok(format!(
            "{total} broken files (seed {seed}), {accepted} accepted by both, {known} known differences"
        ))
    } else {
        Err(format!("seed {seed}: of {total}, {} differ\n{}", wrong.len(), wrong.join("\n")))
    }
}

fn is_known(refuses: Who, said: &str) -> bool {
    KNOWN.iter().any(|known| known.refuses == refuses && said.contains(known.says))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_known_by_who_refuses_and_why() {
        assert!(is_known(Who::Protoc, "a.proto:1:2: Expected type name."));
        assert!(!is_known(Who::We, "a.proto:1:2: Expected type name."));
        assert!(!is_known(Who::Protoc, "a.proto:1:2: Expected identifier."));
    }
}
