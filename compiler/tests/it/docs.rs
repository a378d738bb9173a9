use super::Project;

#[test]
fn completions_exist_for_every_shell() {
    let project = Project::new(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = project.run(&["completions", shell]);
        assert_eq!((done.code, &*done.err), (0, ""));
        assert!(done.out.contains("deny-warnings") && done.out.contains("explain"), "{shell}");
    }
    project.run(&["completions", "csh"]).says(1, &["invalid value 'csh'"]);
}

#[test]
fn the_manual_page_is_printed() {
    let done = Project::new(&[]).run(&["man"]);
    assert_eq!((done.code, &*done.err), (0, ""));
    assert!(done.out.contains(".TH mrpc-gen 1"), "{}", done.out);
    for heading in ["EXAMPLES", "CONFIGURATION", "EXIT CODES"] {
        assert!(done.out.contains(&format!("\n.SH \"{heading}\"\n.nf\n")), "{}", done.out);
    }
    assert!(!done.out.contains("EXTRA") && !done.out.contains("help(1)"), "{}", done.out);
}

#[test]
fn the_manual_pages_of_all_commands_are_written() {
    let project = Project::new(&[("file", "")]);
    project.run(&["man", "--out", "a/man1"]).is(0, "", "");
    let names = project.names("a/man1");
    let commands = [
        "-check",
        "-completions",
        "-descriptors",
        "-explain",
        "-export",
        "-fmt",
        "-generate",
        "-import",
        "-lint",
        "-man",
        "",
    ];
    assert_eq!(names, commands.map(|command| format!("mrpc-gen{command}.1")));
    assert!(project.read("a/man1/mrpc-gen-fmt.1").contains("standard input"));
    project
        .run(&["man", "--out", "file/man1"])
        .says(2, &["error: cannot write the manual pages to `file/man1`: "]);
}

#[test]
fn explain_tells_more() {
    let project = Project::new(&[]);
    for code in ["E0401", "e0401"] {
        let done = project.run(&["explain", code]);
        assert_eq!((done.code, &*done.err), (0, ""));
        assert!(done.out.starts_with("E0401: field number used twice\n"), "{}", done.out);
    }
}

#[test]
fn explain_lists_all() {
    let done = Project::new(&[]).run(&["explain"]);
    assert!(done.out.starts_with("Text and syntax\n  E0001  unexpected token\n"), "{}", done.out);
    assert!(done.out.contains("\n  W0111  documentation missing (off by default)\n"), "{}", done.out);
    let entries = done.out.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    // A code without a family would be missing.
    assert!(entries.eq(mrpc_idl::code::Code::ALL.iter().map(|code| code.as_str())), "{}", done.out);
}

#[test]
fn explain_guesses() {
    let project = Project::new(&[]);
    project.run(&["explain", "E041"]).is(
        1,
        "",
        "error: there is no code `E041`\nhelp: did you mean `E0401`?\n",
    );
    project.run(&["explain", "nonsense"]).is(
        1,
        "",
        "error: there is no code `nonsense`\nhelp: `mrpc-gen explain` lists all codes\n",
    );
}
