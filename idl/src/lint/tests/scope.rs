//! The table, levels and `@allow`.

use super::*;

#[test]
fn every_lint_is_in_the_table_once() {
    let mut listed: Vec<Code> = LINTS.iter().map(|(code, _)| *code).chain([Code::W0220]).collect();
    listed.sort_unstable();
    let expected: Vec<Code> = Code::ALL.iter().copied().filter(|code| code.is_lint()).collect();
    assert_eq!(listed, expected);
}

#[test]
fn examples_break_their_rule_and_no_other() {
    for code in Code::ALL.iter().copied().filter(|code| code.is_lint()) {
        let bad = found(code.files().bad, &levels(code));
        assert!(!bad.is_empty(), "{code} is not found in bad.mrpc");
        assert!(bad.iter().all(|(it, _)| *it == code), "{code}: bad.mrpc {bad:?}");
        assert_eq!(found(code.files().good, &levels(code)), [], "{code}: good.mrpc");
        assert!(!code.files().page.trim().is_empty(), "{code}: page.md");
    }
}

#[test]
fn a_schema_with_errors_has_no_lints() {
    let files = Memory::new([("a.mrpc", "edition 2026;\npackage a.v1;\nmessage user { x: Nobody = 1; }\n")]);
    assert_eq!(lint(&compile(&files, &[]), &Levels::default()), []);
}

#[test]
fn the_level_decides() {
    let schema = compiled(&files("message user {\n  name: string = 1;\n}"));
    for (level, expected) in
        [(Level::Allow, None), (Level::Warn, Some(Severity::Warning)), (Level::Deny, Some(Severity::Error))]
    {
        let mut levels = Levels::default();
        levels.set(Code::W0101, level);
        assert_eq!(levels.get(Code::W0101), level);
        let severities: Vec<Severity> = lint(&schema, &levels).iter().map(|it| it.severity).collect();
        assert_eq!(severities.first().copied(), expected);
    }
}

#[test]
fn errors_keep_their_level() {
    let mut levels = Levels::default();
    levels.set(Code::E0401, Level::Allow);
    assert_eq!(levels.get(Code::E0401), Level::Error);
    assert_eq!(levels, Levels::default());
}

#[test]
fn groups_are_the_two_hundreds() {
    let style = Levels::group("style").expect("it is a group");
    let correctness = Levels::group("correctness").expect("it is a group");
    assert_eq!((style.first(), style.last()), (Some(&Code::W0101), Some(&Code::W0114)));
    assert_eq!((correctness.first(), correctness.last()), (Some(&Code::W0201), Some(&Code::W0221)));
    assert_eq!(Levels::group("taste"), None);
}

#[test]
fn an_allow_covers_its_declaration_and_all_inside() {
    check(
        Code::W0102,
        "@allow(W0102)\nmessage A {\n  aB: string = 1;\n}\n\nmessage B {\n  cD: string = 1;\n}",
        &["cD"],
    );
    check(Code::W0102, "message A {\n  @allow(W0102) aB: string = 1;\n  cD: string = 2;\n}", &["cD"]);
    check(
        Code::W0102,
        "message A {\n  @allow(W0102)\n  oneof xY {\n    aB: string = 1;\n    c: string = 2;\n  }\n}",
        &[],
    );
    check(
        Code::W0102,
        "edition 2026;\n\n@allow(W0102)\npackage demo.a.v1;\n\nmessage A {\n  aB: string = 1;\n}",
        &[],
    );
    // It is about one file, though the package has two.
    check(
        Code::W0102,
        "//--- demo/a/v1/a.mrpc\nedition 2026;\n\n@allow(W0102)\npackage demo.a.v1;\n\nmessage A {\n  aB: string = 1;\n}\n\
         //--- demo/a/v1/b.mrpc\nmessage B {\n  cD: string = 1;\n}",
        &["cD"],
    );
}

#[test]
fn an_allow_covers_what_stands_before_the_declaration() {
    check(Code::W0215, "message A {\n  @allow(W0215) @pattern(\"a\") a: string = 1;\n}", &[]);
    check(Code::W0216, "/// ```\n/// a\n/// ```\n@allow(W0216)\nmessage A {\n  a: string = 1;\n}", &[]);
}

#[test]
fn an_allow_without_need_is_reported() {
    check(Code::W0220, "message A {\n  @allow(W0102) a: string = 1;\n}", &["W0102"]);
    check(Code::W0220, "message A {\n  @allow(W0102) aB: string = 1;\n}", &[]);
    // One report for all that one annotation allows.
    check(Code::W0220, "@allow(W0101, W0102, W0205)\nmessage A {\n  aB: string = 1;\n}", &["W0101"]);
    // The inner one does the work.
    check(Code::W0220, "@allow(W0102)\nmessage A {\n  @allow(W0102) aB: string = 1;\n}", &["W0102"]);
    // W0111 is off.
    check(Code::W0220, "@allow(W0111)\nmessage A {\n  a: string = 1;\n}", &[]);
    check(Code::W0220, "@allow(W0101, W0220)\nmessage A {\n  a: string = 1;\n}", &[]);
    check(Code::W0220, "@allow(W0220)\nmessage A {\n  a: string = 1;\n}", &[]);
}

#[test]
fn what_is_removed_is_left_alone() {
    let text = "message A {\n  a: string = 1;\n  @removed(in = \"v2\") oldPrice: double = 2;\n  @removed(in = \"v2\") password: string = 3;\n}";
    assert_eq!(found(text, &Levels::default()), []);
}
