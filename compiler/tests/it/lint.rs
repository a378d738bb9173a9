use super::{BAD, GOOD, Project};

/// Imports that are not sorted: a sure fix.
const UNSORTED: &str = "edition 2026;\n\npackage demo.user.v1;\n\nimport demo.b.v1.{B};\nimport demo.a.v1.{A};\n\n/// A user.\nmessage User {\n  a: A = 1;\n  b: B = 2;\n}\n";
const A: &str = "edition 2026;\n\npackage demo.a.v1;\n\n/// It.\nmessage A {\n  x: int64 = 1;\n}\n";
const B: &str = "edition 2026;\n\npackage demo.b.v1;\n\n/// It.\nmessage B {\n  x: int64 = 1;\n}\n";

fn unsorted(lints: &str) -> Project {
    let config = format!("[lints]\nW0114 = 'allow'\n{lints}");
    Project::new(&[("mrpc.toml", &config), ("user.mrpc", UNSORTED), ("a.mrpc", A), ("b.mrpc", B)])
}

#[test]
fn warnings_are_shown_and_not_held_against_anybody() {
    unsorted("").run(&["lint"]).says(0, &["warning[W0106]: ", "--> user.mrpc:", "warning: 1 warning\n"]);
    Project::new(&[("user.mrpc", GOOD)]).run(&["lint"]).is(0, "", "linted 1 file\n");
}

#[test]
fn warnings_can_be_denied() {
    let project = unsorted("");
    project.run(&["lint", "--deny-warnings"]).says(1, &["error[W0106]: ", "error: 1 error\n"]);
    unsorted("style = 'deny'").run(&["lint"]).says(1, &["error[W0106]: "]);
    unsorted("style = 'allow'").run(&["lint", "--deny-warnings"]).is(0, "", "linted 3 files\n");
    unsorted("style = 'deny'\nW0106 = 'warn'").run(&["lint"]).says(0, &["warning[W0106]: "]);
}

#[test]
fn lints_of_files_not_named_are_not_shown() {
    unsorted("").run(&["lint", "a.mrpc"]).is(0, "", "linted 1 file\n");
}

#[cfg(target_os = "linux")]
#[test]
fn lints_of_a_name_that_is_not_utf_8_are_shown() {
    use std::os::unix::ffi::OsStrExt as _;
    let project = Project::new(&[]);
    let name = std::ffi::OsStr::from_bytes(b"user\xff.mrpc");
    std::fs::write(project.path().join(name), GOOD.replace("User", "user")).unwrap();
    project.run(&["lint"]).says(0, &["warning[W0101]: "]);
}

#[test]
fn fixes_are_applied() {
    let project = unsorted("");
    project.run(&["lint", "--fix"]).is(0, "", "applied 1 fix in 1 file\n");
    assert_eq!(project.read("user.mrpc").matches("import").count(), 2);
    assert!(project.read("user.mrpc").find("demo.a.v1") < project.read("user.mrpc").find("demo.b.v1"));
    project.run(&["lint", "--fix"]).is(0, "", "applied 0 fixes in 0 files\n");
    assert_eq!(project.read("a.mrpc"), A);
}

#[test]
fn what_was_formatted_stays_so() {
    let unused = "edition 2026;\n\npackage demo.v1;\n\nmessage A {\n  x: int64 = 1;\n}\n\n@internal\nmessage B {\n  x: int64 = 1;\n}\n";
    let project = Project::new(&[("mrpc.toml", "[lints]\nW0114 = 'allow'"), ("a.mrpc", unused)]);
    project.run(&["fmt", "--check"]).is(0, "", "0 of 1 file would change\n");
    project.run(&["lint", "--fix"]).is(0, "", "applied 1 fix in 1 file\n");
    project.run(&["fmt", "--check"]).is(0, "", "0 of 1 file would change\n");
}

#[test]
fn the_next_step_is_named() {
    let fix = "\nwarning: 1 warning\n\
        help: to apply the fix that is certain: `mrpc-gen lint --fix`\n\
        help: for more about a code: `mrpc-gen explain W0106`\n";
    unsorted("").run(&["lint"]).says(0, &[fix]);
    let project = Project::new(&[("user.mrpc", BAD)]);
    project.run(&["lint"]).says(1, &["\nnote: errors come first; lints are reported when there are none\n"]);
    assert!(!project.run(&["lint", "--quiet"]).err.contains("note: "));
    assert!(!project.run(&["lint", "--message-format=short"]).err.contains("note: "));
}

#[test]
fn fixes_of_errors_are_applied_too() {
    let project = Project::new(&[("user.mrpc", BAD)]);
    project.run(&["lint", "--fix"]).is(0, "", "applied 1 fix in 1 file\n");
    assert_eq!(project.read("user.mrpc"), GOOD);
}

#[test]
fn errors_are_errors() {
    Project::new(&[("user.mrpc", BAD)]).run(&["lint"]).says(1, &["error[E0003]: "]);
}

#[cfg(unix)]
#[test]
fn e19_a_fix_that_cannot_be_written_is_a_failure() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new(&[("user.mrpc", BAD)]);
    let file = project.path().join("user.mrpc");
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o444)).unwrap();
    project.run(&["lint", "--fix"]).says(2, &["error: cannot write `user.mrpc`: "]);
    assert_eq!(project.read("user.mrpc"), BAD);
}
