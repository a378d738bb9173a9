use super::{BAD, GOOD, Project};
use serde_json::{Value, json};

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_is_right_is_counted() {
    let project = Project::new(&[("mrpc.toml", "roots = ['idl']"), ("idl/demo/user/v1/user.mrpc", GOOD)]);
    project.run(&["check"]).is(0, "", "checked 1 file, 1 package\n");
    project.run(&["check", "--quiet"]).is(0, "", "");
    project.run(&["check", "idl"]).is(0, "", "checked 1 file, 1 package\n");
    project.run(&["check", "--message-format=json"]).is(0, "", "");
}

#[test]
fn a_mistake_is_shown_to_people() {
    let project = Project::new(&[("user.mrpc", BAD)]);
    let done = project.run(&["check", "user.mrpc"]);
    done.says(1, &["error[E0003]: ", "\n --> user.mrpc:7:19\n", "\nerror: 1 error\n"]);
    assert_eq!(done.out, "");
    assert!(!done.err.contains('\x1b'));
}

#[test]
fn a_mistake_is_one_line() {
    let project = Project::new(&[("user.mrpc", BAD)]);
    let done = project.run(&["check", "--message-format=short", "user.mrpc"]);
    assert!(done.err.starts_with("user.mrpc:7:19: error[E0003]: "), "{}", done.err);
    assert_eq!((done.code, done.err.lines().count()), (1, 2));
}

#[test]
fn a_mistake_is_json() {
    let project = Project::new(&[("user.mrpc", BAD)]);
    let done = project.run(&["check", "--message-format", "json", "user.mrpc"]);
    assert_eq!((done.code, &*done.err), (1, ""));
    let [report] = &*objects(&done.out) else { panic!("{}", done.out) };
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    // serde_json sorts the keys of what it reads.
    assert_eq!(keys, ["$message_type", "children", "code", "level", "message", "rendered", "spans"]);
    assert!(done.out.starts_with(r#"{"$message_type":"diagnostic","message":"#));
    assert_eq!(report["code"], json!({ "code": "E0003", "explanation": null }));
    assert_eq!(report["level"], "error");
    assert!(report["rendered"].as_str().unwrap().starts_with("error[E0003]: "));

    let span = &report["spans"][0];
    assert_eq!(span["file_name"], "user.mrpc");
    assert_eq!((&span["line_start"], &span["line_end"]), (&json!(7), &json!(7)));
    assert_eq!((&span["byte_start"], &span["column_start"]), (&json!(83), &json!(19)));
    assert_eq!(span["is_primary"], true);
    assert_eq!(span["text"][0]["text"], "  name: string = 1");
    assert_eq!(span["expansion"], Value::Null);

    let children = report["children"].as_array().unwrap();
    let fix = children.iter().find(|child| child["spans"] != json!([])).unwrap();
    assert_eq!((&fix["level"], &fix["code"], &fix["rendered"]), (&json!("help"), &Value::Null, &Value::Null));
    assert_eq!(fix["spans"][0]["suggested_replacement"], ";");
    assert_eq!(fix["spans"][0]["suggestion_applicability"], "MachineApplicable");
}

#[test]
fn colour_can_be_had() {
    let project = Project::new(&[("user.mrpc", BAD)]);
    assert!(project.run(&["check", "--color=always", "user.mrpc"]).err.contains("\x1b[1m"));
    assert!(!project.run(&["check", "--color=never", "user.mrpc"]).err.contains('\x1b'));
    let forced =
        |name, value| project.command(&["check", "user.mrpc"]).env(name, value).output().unwrap().stderr;
    assert!(forced("CLICOLOR_FORCE", "1").contains(&0x1b));
    assert!(!forced("NO_COLOR", "1").contains(&0x1b));
}

#[test]
fn directories_are_searched() {
    let files = [
        ("a/one.mrpc", GOOD),
        ("a/.hidden/bad.mrpc", BAD),
        ("a/target/bad.mrpc", BAD),
        ("a/bad.txt", BAD),
        ("a/b/two.mrpc", "edition 2026;\n\npackage demo.other.v1;\n"),
    ];
    let project = Project::new(&files);
    project.run(&["check", "a"]).is(0, "", "checked 2 files, 2 packages\n");
    project.run(&["check"]).is(0, "", "checked 2 files, 2 packages\n");
}

#[cfg(unix)]
#[test]
fn linked_directories_are_not_searched() {
    let project = Project::new(&[("a/one.mrpc", GOOD), ("b/bad.mrpc", BAD)]);
    std::os::unix::fs::symlink(project.path().join("b"), project.path().join("a/link")).unwrap();
    std::os::unix::fs::symlink(project.path().join("a"), project.path().join("a/round")).unwrap();
    project.run(&["check", "a"]).is(0, "", "checked 1 file, 1 package\n");
}

#[test]
fn a_file_that_nobody_named_is_explained() {
    let beside = GOOD.replace("User", "Other");
    let project = Project::new(&[("user.mrpc", BAD), ("other.mrpc", &beside)]);
    let note = "\nnote: `user.mrpc` was not named; it belongs to a package that is needed whole\n\
        help: for more about a code: `mrpc-gen explain E0003`\n";
    project.run(&["check", "other.mrpc"]).says(1, &["--> user.mrpc:7:19", note]);
    assert!(!project.run(&["check"]).err.contains("not named"));
}

#[test]
fn nothing_to_check_is_a_mistake() {
    let project = Project::new(&[]);
    let expected = "error: there are no .mrpc files below `.`\n\
        help: name files or directories, or set the `roots` of `mrpc.toml`, as in `roots = [\"idl\"]`\n";
    for command in ["check", "lint", "fmt"] {
        project.run(&[command]).is(1, "", expected);
    }
    let absent = project.run(&["check", "absent.mrpc"]);
    absent.says(1, &["error[E0014]: ", "--> absent.mrpc"]);
    assert!(!absent.err.contains("not named"), "{}", absent.err);
}

#[test]
fn imports_are_followed_from_the_roots() {
    let user = "edition 2026;\n\npackage demo.user.v1;\n\nimport demo.money.v1.{Money};\n\nmessage User {\n  balance: Money = 1;\n}\n";
    let money = "edition 2026;\n\npackage demo.money.v1;\n\nmessage Money {\n  units: int64 = 1;\n}\n";
    let project =
        Project::new(&[("mrpc.toml", "roots = ['idl']"), ("idl/user.mrpc", user), ("idl/m.mrpc", money)]);
    project.run(&["check", "idl/user.mrpc"]).is(0, "", "checked 2 files, 2 packages\n");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let text = (0..400).fold(String::from("edition 2026;\n\npackage a.v1;\n"), |text, number| {
        text + &format!("\nmessage M{number} {{\n  a: Absent = 1;\n}}\n")
    });
    let project = Project::new(&[("a.mrpc", &text)]);
    for args in [&["check", "--message-format=json", "a.mrpc"][..], &["explain"]] {
        let mut command = project.command(args);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(done.stderr).unwrap(), "");
        assert!(matches!(done.status.code(), Some(0 | 1)), "{:?}", done.status);
    }
}

#[test]
fn a_file_alone_is_seen_with_those_beside_it_and_not_below() {
    let other = GOOD.replace("User", "Other");
    let project = Project::new(&[("user.mrpc", GOOD), ("other.mrpc", &other), ("old/user.mrpc", GOOD)]);
    project.run(&["check", "user.mrpc"]).is(0, "", "checked 2 files, 1 package\n");
    // Below a directory that was named, everything counts.
    project.run(&["check", "."]).says(1, &["error[E0201]: "]);
}

#[test]
fn a_file_in_a_directory_that_is_not_there_is_reported_once() {
    let project = Project::new(&[]);
    project
        .run(&["check", "nowhere/user.mrpc"])
        .says(1, &["there is no file `nowhere/user.mrpc`", "error: 1 error"]);
}
