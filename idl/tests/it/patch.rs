//! What a program may apply by itself repairs what it says, and breaks nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use mrpc_idl::Compiled;
use mrpc_idl::code::Code;
use mrpc_idl::diagnostic::Applicability;

use crate::case::Case;

/// Each report, by what it says, and how often.
fn reports(compiled: &Compiled) -> BTreeMap<(Code, String), usize> {
    let mut counted = BTreeMap::new();
    for report in &compiled.diagnostics {
        *counted.entry((report.code, report.title.clone())).or_default() += 1;
    }
    counted
}

/// Applies each patch of the example that is so sure by itself, and says how many there were.
fn check(example: &str, applicability: Applicability) -> usize {
    let case = Case::read(example);
    let compiled = case.compile();
    let before = reports(&compiled);
    let mut count = 0;
    for report in &compiled.diagnostics {
        let patches = report.helps.iter().filter_map(|help| help.patch.as_ref());
        for patch in patches.filter(|patch| patch.applicability == applicability) {
            count += 1;
            let mut expected = before.clone();
            let key = (report.code, report.title.clone());
            let left = expected.remove(&key).unwrap_or_default() - 1;
            if left > 0 {
                expected.insert(key, left);
            }
            let after = reports(&case.patched(&compiled, patch).compile());
            let is_repaired = after.get(&(report.code, report.title.clone())).copied().unwrap_or(0) <= left;
            let is_no_worse =
                after.iter().all(|(key, count)| expected.get(key).is_some_and(|before| count <= before));
            // A guess at one place may leave another to be changed.
            let is_fine = is_repaired && (is_no_worse || applicability != Applicability::MachineApplicable);
            assert!(is_fine, "{report:#?}\nleads to {after:#?}\nin\n{example}");
        }
    }
    count
}

fn bad(code: Code) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("codes").join(code.as_str());
    fs::read_to_string(folder.join("bad.mrpc")).expect("every code has a bad example")
}

#[test]
fn what_is_surely_meant_repairs_every_bad_example() {
    let count: usize =
        Code::ALL.iter().map(|&code| check(&bad(code), Applicability::MachineApplicable)).sum();
    assert!(count > 0, "no example has such a patch");
}

/// Guesses may be wrong, but where an example shows one it should be a good one.
#[test]
fn guesses_at_names_and_types_repair_their_examples() {
    for code in Code::ALL.iter().filter(|code| ("E0100".."E0400").contains(&code.as_str())) {
        check(&bad(*code), Applicability::MaybeIncorrect);
    }
}

/// Mistakes of which the bad examples show one form only.
#[test]
fn what_is_surely_meant_repairs_other_forms_too() {
    for example in [
        "@rust(module = \"x\")\npackage t.v1;\n",
        "//! About the file.\n\n/// About the package.\npackage t.v1;\n",
        "package t.v1;\nedition 2026;\nmessage A { a: int32 = 1; }\n",
        "edition 2026;\npackage t.v1;\nmessage A { a: map<string, int32?>? = 1; }\n",
        "edition 2026;\npackage t.v1;\nmessage A { a: list<String> = 1; }\n",
        "edition 2026;\npackage t.v1;\nunion A { a: int32? = 1; }\n",
        "edition 2026;\npackage t.v1;\nimport o.v1;\nimport o.v1;\n//--- o.mrpc\nedition 2026;\npackage o.v1;\n",
    ] {
        assert!(check(example, Applicability::MachineApplicable) > 0, "no patch in\n{example}");
    }
}
