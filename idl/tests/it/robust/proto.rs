//! `.proto` files that try to make us fall.

use mrpc_idl::code::Code::{self, *};
use mrpc_idl::load::Memory;
use mrpc_idl::{Compiled, compile};

use crate::expect::errors;
use crate::{growth, property};

const HEAD: &str = "syntax = \"proto3\";\npackage a.v1;\n";

fn run(files: &[(String, String)], entry: &str) -> Compiled {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    compile(&Memory::new(files), &[entry.into()])
}

fn run_text(text: &str) -> Compiled {
    run(&[("a.proto".to_owned(), text.to_owned())], "a.proto")
}

fn codes(compiled: &Compiled) -> Vec<Code> {
    errors(compiled).iter().map(|error| error.code).collect()
}

#[test]
fn e01_brackets_in_a_proto_file_are_not_followed_down() {
    let many = 100_000;
    for opener in ["{", "[", "(", "<", "{[", "<{", "a {", "a: <", "message M {", "a { b: [", "oneof o {"] {
        for head in [
            "",
            HEAD,
            "syntax = \"proto3\"; option (x) = { ",
            "syntax = \"proto3\"; message M { int32 a = 1 [(x) = { ",
            "syntax = \"proto3\"; option (x) = { # /* \n",
        ] {
            assert_eq!(codes(&run_text(&format!("{head}{}", opener.repeat(many)))), [E0007], "{opener}");
        }
    }
    // In strings and comments they mean nothing.
    let harmless = format!(
        "{HEAD}// {0}\n/* {0} */\nmessage M {{ int32 a = 1 [json_name = \"{0}\"]; }}",
        "{".repeat(200)
    );
    assert_eq!(codes(&run_text(&harmless)), []);
    let closed = format!("{HEAD}{}{}", "message M {".repeat(40), "}".repeat(40));
    assert_eq!(codes(&run_text(&closed)), [E0114], "protobuf bounds messages to 31");
}

#[test]
fn e03_a_proto_file_of_too_many_words_is_not_read() {
    assert_eq!(codes(&run_text(&format!("{HEAD}{}", "; ".repeat(800_000)))), [E0012]);
    assert_eq!(codes(&run_text(&"a".repeat(5 << 20))), [E0012]);
    let fields: String = (1..=70_000).map(|n| format!("int32 f{n}=2{n};")).collect();
    assert_eq!(codes(&run_text(&format!("{HEAD}message M {{{fields}}}"))), [E0413]);
    let values: String = (0..70_000).map(|n| format!("V{n}={n};")).collect();
    assert_eq!(codes(&run_text(&format!("{HEAD}message M {{ enum E {{{values}}} }}"))), [E0413]);
}

/// Files of which each imports the next; `count` imports, one behind the other.
fn chain(count: usize, word: &str) -> Vec<(String, String)> {
    let import =
        |at: usize| if at < count { format!("import {word}\"f{}.proto\";\n", at + 1) } else { String::new() };
    let file = |at: usize| (format!("f{at}.proto"), format!("{HEAD}{}message M{at} {{}}\n", import(at)));
    (0..=count).map(file).collect()
}

#[test]
fn e05_chains_of_proto_files_end() {
    for word in ["", "public "] {
        assert_eq!(codes(&run(&chain(64, word), "f0.proto")), []);
        assert_eq!(codes(&run(&chain(65, word), "f0.proto")), [E0112]);
        assert_eq!(codes(&run(&chain(5_000, word), "f0.proto")), [E0112]);
    }
    // From the other end, where each file finds the next one known.
    let files = chain(200, "");
    let loader = Memory::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let entries: Vec<_> = files.iter().map(|(path, _)| path.into()).collect();
    let compiled = compile(&loader, &entries);
    assert!(codes(&compiled).contains(&E0112), "{:?}", codes(&compiled));
}

#[test]
fn e21_a_proto_file_is_cut_anywhere() {
    let text = format!(
        "{HEAD}import \"google/protobuf/any.proto\";\n\
         /* A. */ message M {{ map<string, M> a = 1; oneof o {{ int32 b = 2 [deprecated = true]; }}\n\
         optional google.protobuf.Any c = 0x3; reserved 9 to max, 7; reserved \"x\\x41\", 'y'; }} // ü\n\
         enum E {{ A = 0; B = -1; }} service S {{ rpc D(stream M) returns (M) {{ option deprecated = true; }} }}\n"
    );
    assert_eq!(codes(&run_text(&text)), []);
    for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        let (before, after) = text.split_at(at);
        for cut in [
            before.to_owned(),
            after.to_owned(),
            format!("{before}\u{0}{after}"),
            format!("{before}{{{after}"),
            format!("{before}\"{after}"),
        ] {
            property::proto_check(cut.as_bytes());
        }
    }
}

#[test]
fn e04_time_grows_with_a_proto_file() {
    let options = |count: usize| {
        let fields: String = (1..=count)
            .map(|n| format!("int32 f{n} = {n} [deprecated = true, json_name = \"j{n}\"];\n"))
            .collect();
        format!("{HEAD}message M {{ {fields} }}")
    };
    let maps = |count: usize| {
        let fields: String = (1..=count).map(|n| format!("map<string, M> f{n} = {n};\n")).collect();
        format!("{HEAD}message M {{ {fields} }}")
    };
    let unknown = |count: usize| {
        let fields: String = (1..=count).map(|n| format!("U{n} f{n} = {n};\n")).collect();
        format!("{HEAD}message M {{ {fields} }}")
    };
    let same = |count: usize| {
        let messages: String =
            (1..=count).map(|n| format!("message A_{n} {{}} message A{n} {{}}\n")).collect();
        format!("{HEAD}{messages}")
    };
    growth::check_linear(|| drop(run_text(&options(500))), || drop(run_text(&options(2_000))));
    growth::check_linear(|| drop(run_text(&maps(500))), || drop(run_text(&maps(2_000))));
    growth::check_linear(|| drop(run_text(&unknown(500))), || drop(run_text(&unknown(2_000))));
    growth::check_linear(|| drop(run_text(&same(500))), || drop(run_text(&same(2_000))));
}
