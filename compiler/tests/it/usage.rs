use super::Project;

#[test]
fn help_teaches() {
    let project = Project::new(&[]);
    for flag in ["--help", "-h"] {
        let done = project.run(&[flag]);
        assert_eq!((done.code, &*done.err), (0, ""));
        for line in [
            "Checks, lints and formats .mrpc files, and generates Rust from them",
            "Usage: mrpc-gen [OPTIONS] <COMMAND>",
            "  check        Find mistakes",
            "  lint         Find what is allowed and still unwise",
            "  fmt          Format files in place",
            "  generate     Generate Rust",
            "  export       Write a schema as .proto files",
            "  descriptors  Write a schema as a FileDescriptorSet of protobuf",
            "  explain      Say more about a code",
            "  completions  Print completions for a shell",
            "  man          Print the manual page",
            "Options for all commands:",
            "      --message-format <FORMAT>",
            "      --color <WHEN>",
            "      --config <FILE>",
            "  -q, --quiet",
            "Examples:",
            "  mrpc-gen check                      check everything below the roots of mrpc.toml",
            "Configuration:",
            "    roots = [\"idl\"]",
            "Exit codes:",
            "  0  nothing to complain about",
            "  1  something to put right: in a schema, in mrpc.toml, on the command line",
        ] {
            assert!(done.out.lines().any(|found| found.starts_with(line)), "no {line:?} in:\n{}", done.out);
        }
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let project = Project::new(&[]);
    for command in ["check", "lint", "fmt", "generate", "explain", "completions"] {
        let done = project.run(&[command, "--help"]);
        assert_eq!((done.code, &*done.err), (0, ""));
        assert!(done.out.contains(&format!("Examples:\n  mrpc-gen {command}")), "{}", done.out);
    }
}

#[test]
fn the_version_is_printed() {
    Project::new(&[]).run(&["--version"]).is(0, concat!("mrpc-gen ", env!("CARGO_PKG_VERSION"), "\n"), "");
}

#[test]
fn a_mistake_on_the_command_line_is_the_users() {
    let project = Project::new(&[]);
    project.run(&[]).says(1, &["Usage: mrpc-gen"]);
    project.run(&["chek"]).says(1, &["unrecognized subcommand 'chek'", "'check'"]);
    project.run(&["check", "--colour=never"]).says(1, &["unexpected argument '--colour'"]);
    project.run(&["check", "--message-format=xml"]).says(1, &["invalid value 'xml'"]);
}
