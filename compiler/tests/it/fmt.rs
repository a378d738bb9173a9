use super::{BAD, GOOD, Project};

const UGLY: &str = "edition 2026;\npackage demo.user.v1;\n/// A user.\nmessage User {\nname:string=1;\n}\n";

#[test]
fn files_are_formatted_in_place() {
    let project = Project::new(&[("a.mrpc", UGLY), ("b/c.mrpc", GOOD)]);
    project.run(&["fmt"]).is(0, "", "1 of 2 files changed\n");
    assert_eq!(project.read("a.mrpc"), GOOD);
    project.run(&["fmt"]).is(0, "", "0 of 2 files changed\n");
    project.run(&["fmt", "--quiet"]).is(0, "", "");
    assert_eq!(project.names("."), ["a.mrpc", "b"]);
}

#[test]
fn check_shows_and_leaves_alone() {
    let project = Project::new(&[("a.mrpc", UGLY), ("b.mrpc", GOOD)]);
    let done = project.run(&["fmt", "--check"]);
    done.says(1, &["1 of 2 files would change\n"]);
    assert!(done.out.starts_with("--- a.mrpc\n+++ a.mrpc\n@@ "), "{}", done.out);
    assert!(done.out.contains("\n-name:string=1;\n"), "{}", done.out);
    assert!(done.out.contains("\n+  name: string = 1;\n"), "{}", done.out);
    project.run(&["fmt", "--check", "--message-format=short"]).is(
        1,
        "",
        "a.mrpc: would change\n1 of 2 files would change\n",
    );
    assert_eq!(project.read("a.mrpc"), UGLY);
    project.run(&["fmt", "--check", "b.mrpc"]).is(0, "", "0 of 1 file would change\n");
}

#[test]
fn broken_files_are_reported_and_others_formatted() {
    let project = Project::new(&[("a.mrpc", BAD), ("b.mrpc", UGLY)]);
    project.run(&["fmt"]).says(1, &["error[E0003]: ", "--> a.mrpc:7:19", "1 of 2 files changed\n"]);
    assert_eq!(project.read("a.mrpc"), BAD);
    assert_eq!(project.read("b.mrpc"), GOOD);
    project.run(&["fmt", "absent.mrpc", "b.mrpc"]).says(1, &["error[E0014]: ", "--> absent.mrpc"]);
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let project = Project::new(&[("mrpc.toml", "nonsense")]);
    project.run_with_input(&["fmt", "--stdin"], UGLY).is(0, GOOD, "");
    let done = project.run_with_input(&["fmt", "--stdin"], BAD);
    done.says(1, &["error[E0003]: ", "--> <stdin>:7:19"]);
    assert_eq!(done.out, "");
    project.run_with_input(&["fmt", "--stdin", "--check"], GOOD).is(0, "", "");
    assert_eq!(project.run_with_input(&["fmt", "--stdin", "--check"], UGLY).code, 1);
    project.run(&["fmt", "--stdin", "a.mrpc"]).says(1, &["cannot be used with"]);
}

/// Root may write everywhere, so what stops the write is the mark on the file, which the program respects.
#[cfg(unix)]
#[test]
fn e19_a_file_that_cannot_be_written_stays_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new(&[("a.mrpc", UGLY), ("b.mrpc", UGLY)]);
    let locked = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(project.path().join("a.mrpc"), locked).unwrap();
    project.run(&["fmt"]).says(2, &["error: cannot write `a.mrpc`: ", "1 of 2 files changed\n"]);
    assert_eq!(project.read("a.mrpc"), UGLY);
    assert_eq!(project.read("b.mrpc"), GOOD);
    assert_eq!(project.names("."), ["a.mrpc", "b.mrpc"]);
}

/// A full disk: the write of what was asked for fails, and the exit code says so.
#[cfg(target_os = "linux")]
#[test]
fn e19_output_that_cannot_be_written_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let project = Project::new(&[]);
    let mut command = project.command(&["explain"]);
    let done = command.stdout(full).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().starts_with("error: cannot write: "));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new(&[("real/a.mrpc", UGLY)]);
    let file = project.path().join("real/a.mrpc");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink(&file, project.path().join("link.mrpc")).unwrap();
    project.run(&["fmt", "link.mrpc"]).says(0, &["1 of 1 file changed\n"]);
    assert_eq!(project.read("real/a.mrpc"), GOOD);
    assert!(project.path().join("link.mrpc").is_symlink());
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}
