use super::{GOOD, Project};

#[test]
fn the_nearest_file_above_is_found() {
    let project = Project::new(&[
        ("mrpc.toml", "nonsense"),
        ("a/mrpc.toml", "roots = ['idl']"),
        ("a/idl/deep/user.mrpc", GOOD),
        ("a/elsewhere/bad.mrpc", "nonsense"),
    ]);
    project.run(&["check", "a/idl/deep/user.mrpc"]).is(0, "", "checked 1 file, 1 package\n");
    let mut below = project.command(&["check"]);
    let done = below.current_dir(project.path().join("a/idl/deep")).output().unwrap();
    assert_eq!(String::from_utf8(done.stderr).unwrap(), "checked 1 file, 1 package\n");
    project.run(&["check"]).says(1, &["error: mrpc.toml:1:"]);
}

#[test]
fn a_file_can_be_named() {
    let project =
        Project::new(&[("mrpc.toml", "nonsense"), ("ci.toml", "roots = ['idl']"), ("idl/u.mrpc", GOOD)]);
    project.run(&["check", "--config", "ci.toml"]).is(0, "", "checked 1 file, 1 package\n");
    project.run(&["check", "--config", "absent.toml"]).says(1, &["error: cannot read `absent.toml`: "]);
}

#[test]
fn mistakes_are_the_users() {
    let check = |config: &str, expected: &str| {
        let project = Project::new(&[("mrpc.toml", config), ("user.mrpc", GOOD)]);
        for command in ["check", "lint", "fmt"] {
            project.run(&[command]).is(1, "", expected);
        }
    };
    check(
        "root = ['idl']\n",
        "error: mrpc.toml:1:1: unknown field `root`, expected `roots` or `lints`\nhelp: did you mean `roots`?\n",
    );
    check(
        "[lints]\nW0109 = 'warn'\nW010 = 'deny'\n",
        "error: mrpc.toml:3:1: there is no lint `W010`\nhelp: did you mean `W0101`?\n",
    );
    check(
        "[lints]\nE0401 = 'allow'\n",
        "error: mrpc.toml:2:1: `E0401` is an error, not a lint: its level cannot be set\n\
         help: a schema with this mistake has no meaning\n",
    );
    check("roots = ['absent']\n", "error: `mrpc.toml` names the root `absent`, which is not a directory\n");
}

#[test]
fn control_characters_in_it_do_not_reach_the_terminal() {
    let project = Project::new(&[("mrpc.toml", "[lints]\n\"\\u001b[2J\" = 'warn'\n")]);
    let done = project.run(&["check"]);
    done.says(1, &[r"there is no lint `\u{1b}[2J`"]);
    assert!(!done.err.contains('\x1b'));
}
