//! Text that an author wrote is data: it is kept as it is, and never becomes part of what is around it.

use mrpc_idl::code::Code::*;
use mrpc_idl::model::{ConstraintKind, Scalar};
use mrpc_idl::render::{Format, Style, list};

use crate::expect::{compiled, model};

#[test]
fn e11_documentation_is_kept_as_it_is_written() {
    let lines = [
        "ends a comment */ and begins one /* here",
        "\"# ends a raw string, \"## too",
        "] ends an attribute, #[doc = \"x\"]",
        "```rust",
        "fn main() { panic!(\"{}\"); }",
        "```",
        "{} {0} {name} {{ }}",
        "\\n \\u{0} \\",
        "edition 2026; message Injected {}",
        "  indented, and a slash /",
        "<script>&amp;</script>",
    ];
    let docs: String = lines.iter().map(|line| format!("/// {line}\n")).collect();
    let schema = format!(
        "{docs}message M {{\n{docs}a: int32 = 1;\n{docs}oneof o {{\n{docs}b: int32 = 2;\n}}\n}}\n\
         {docs}enum E {{\n{docs}E_ZERO = 0;\n}}\n{docs}service S {{\n{docs}rpc Do(M) -> M;\n}}\n"
    );
    let model = model(&schema);
    assert_eq!(model.messages.len(), 1, "nothing in a comment is declared");
    let message = &model.messages[0];
    for docs in [
        &message.decl.docs,
        &message.fields[0].decl.docs,
        &message.fields[1].decl.docs,
        &message.oneofs[0].decl.docs,
        &model.enums[0].decl.docs,
        &model.enums[0].values[0].decl.docs,
        &model.services[0].decl.docs,
        &model.services[0].methods[0].decl.docs,
    ] {
        assert_eq!(docs, &lines);
    }
}

#[test]
fn e12_strings_mean_what_their_escapes_say() {
    let written = r#""\"quoted\" \\ \n\r\t\0 \u{0} \u{1f600} \u{202e} 'x' `y` {z} */ ]]>""#;
    let meant = "\"quoted\" \\ \n\r\t\0 \0 \u{1f600} \u{202e} 'x' `y` {z} */ ]]>";
    let (pattern, pattern_meant) = (r#""^\"\u{0}\n\u{e4}\\.$""#, "^\"\0\n\u{e4}\\.$");
    let schema = format!(
        "const C: string = {written};\n\
         message M {{ @default({written}) a: string? = 1; @pattern({pattern}) b: string = 2; @in([C]) c: string = 3; }}\n\
         @deprecated({written}) message N {{}}\n"
    );
    let model = model(&schema);
    let fields = &model.messages[0].fields;
    assert_eq!(fields[0].default, Some(Scalar::String(meant.to_owned())));
    assert_eq!(fields[1].constraints[0].kind, ConstraintKind::Pattern(pattern_meant.to_owned()));
    assert_eq!(fields[2].constraints[0].kind, ConstraintKind::In(vec![Scalar::String(meant.to_owned())]));
    assert_eq!(model.consts[0].value, Scalar::String(meant.to_owned()));
    let deprecated = model.messages[1].decl.deprecated.clone().expect("deprecated");
    assert_eq!(deprecated.message.as_deref(), Some(meant));
}

#[test]
fn e12_reports_show_control_characters_escaped() {
    // In the title, through a name in JSON; in the source, through a comment.
    let schema = "message M { @json(\"a\\u{1b}[31m\\u{202e}\") a: int32 = 1; @json(\"a\\u{1b}[31m\\u{202e}\") b: int32 = 2; /* \u{7} */ }\n";
    let compiled = compiled(schema);
    assert!(compiled.diagnostics.iter().any(|report| report.code == E0203));
    for format in [Format::Human, Format::Short, Format::Json] {
        let text = list(&compiled.diagnostics, &compiled.sources, format, &Style::default());
        let raw: Vec<char> = text
            .chars()
            .filter(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c))
            .collect();
        assert_eq!(raw, [], "{format:?}: {text}");
    }
    let json = list(&compiled.diagnostics, &compiled.sources, Format::Json, &Style::default());
    for line in json.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON");
    }
}
