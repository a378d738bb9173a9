//! Patches: what a program may apply leaves no finding of its code, and a schema that still compiles.

use super::*;
use crate::format::format;

/// Applies what a program may, and compares.
fn check_fix(code: Code, before: &str, after: &str) {
    let is_of_code = |report: &Diagnostic, applicability| {
        report.code == code && applicability == Applicability::MachineApplicable
    };
    let fixed = patched(&files(before), &levels(code), is_of_code);
    let texts: Vec<&str> = fixed.iter().map(|(_, text)| text.as_str()).collect();
    let expected = files(after);
    let expected: Vec<&str> = expected.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, expected);
    compiled(&fixed);
}

/// Asserts that a program may change nothing.
fn check_left_alone(code: Code, text: &str) {
    assert!(found(text, &levels(code)).iter().any(|(it, _)| *it == code), "{code} is not found in\n{text}");
    check_fix(code, text, text);
}

#[test]
fn examples_are_in_canonical_form() {
    for code in Code::ALL.iter().copied().filter(|code| code.is_lint()) {
        for text in [code.files().bad, code.files().good] {
            for (path, text) in split(text) {
                // One is out of order on purpose.
                if code != Code::W0106 {
                    assert_eq!(format(text), text, "{code}: {path}");
                }
            }
        }
    }
}

#[test]
fn a_patch_of_each_example_mends_it() {
    for code in Code::ALL.iter().copied().filter(|code| code.is_lint()) {
        let bad = files(code.files().bad);
        let has_patch = |report: &Diagnostic| report.helps.iter().any(|help| help.patch.is_some());
        if !lint(&compiled(&bad), &levels(code)).iter().all(has_patch) {
            continue;
        }
        let mended = patched(&bad, &levels(code), |_, _| true);
        let left = lint(&compiled(&mended), &levels(code));
        assert!(left.iter().all(|report| report.code != code), "{code}: {mended:?}");
    }
}

#[test]
fn a_program_mends_the_starred_ones() {
    use Code::{W0101, W0102, W0106, W0201, W0202, W0203, W0220};
    for code in [W0101, W0102, W0106, W0201, W0202, W0203, W0220] {
        let bad = files(code.files().bad);
        let is_safe = |_: &Diagnostic, applicability| applicability == Applicability::MachineApplicable;
        let mended = patched(&bad, &levels(code), is_safe);
        let left = lint(&compiled(&mended), &levels(code));
        assert!(left.is_empty(), "{code}: {mended:?}");
    }
}

#[test]
fn w0101_renames_every_use() {
    check_fix(
        Code::W0101,
        "//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\nimport demo.b.v1 as b;\nimport demo.b.v1.{outer, other as mine};\n\n\
         message A {\n  a: outer = 1;\n  b: list<outer.inner> = 2;\n  c: b.outer.inner = 3;\n  d: map<string, mine> = 4;\n}\n\n\
         @timeout(1s)\nservice AService {\n  rpc Get(outer) -> stream outer.inner;\n}\n\
         //--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\nmessage outer {\n  message inner {\n    up: outer = 1;\n  }\n  a: inner = 1;\n}\n\nmessage other {}",
        "//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\nimport demo.b.v1 as b;\nimport demo.b.v1.{Outer, Other as mine};\n\n\
         message A {\n  a: Outer = 1;\n  b: list<Outer.Inner> = 2;\n  c: b.Outer.Inner = 3;\n  d: map<string, mine> = 4;\n}\n\n\
         @timeout(1s)\nservice AService {\n  rpc Get(Outer) -> stream Outer.Inner;\n}\n\
         //--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\nmessage Outer {\n  message Inner {\n    up: Outer = 1;\n  }\n  a: Inner = 1;\n}\n\nmessage Other {}",
    );
}

#[test]
fn w0101_leaves_names_on_the_wire_alone() {
    check_left_alone(Code::W0101, "@timeout(1s)\nservice a_service {\n  rpc get(Empty) -> Empty;\n}");
    check_left_alone(Code::W0101, "message a {}\n\nerror b {\n  @code(NOT_FOUND) c: Any = 1;\n}");
    check_left_alone(Code::W0101, "message a {\n  b: Any = 1;\n}");
}

#[test]
fn w0101_does_not_hide_another_type() {
    check_left_alone(
        Code::W0101,
        "message timestamp {}\n\nmessage A {\n  a: Timestamp = 1;\n  b: timestamp = 2;\n}",
    );
    check_left_alone(Code::W0101, "message inner {}\n\nmessage A {\n  message Inner {}\n  a: inner = 1;\n}");
}

#[test]
fn w0102_keeps_json() {
    check_fix(
        Code::W0102,
        "message A {\n  aB: string = 1;\n  Cd: string = 2;\n  @json(\"x\") Ef: string = 3;\n  @len(..=5) Gh: string = 4;\n  oneof iJ {\n    k: string = 5;\n  }\n}",
        "message A {\n  a_b: string = 1;\n  @json(\"Cd\") cd: string = 2;\n  @json(\"x\") ef: string = 3;\n  @len(..=5) @json(\"Gh\") gh: string = 4;\n  oneof i_j {\n    k: string = 5;\n  }\n}",
    );
}

#[test]
fn w0102_leaves_masks_and_reserved_names_alone() {
    check_left_alone(Code::W0102, "message A {\n  aB: string = 1;\n  mask: FieldMask = 2;\n}");
    check_left_alone(Code::W0102, "message A {\n  aB: string = 1;\n  reserved \"a_b\";\n}");
}

#[test]
fn w0103_renames_constants_but_no_values() {
    check_fix(
        Code::W0103,
        "const most: uint32 = 5;\nconst MORE: uint32 = most;\n\nenum E {\n  E_UNSPECIFIED = 0;\n  E_b = 1;\n}\n\nmessage A {\n  @len(1..=most) a: string = 1;\n  @default(E_b) b: E? = 2;\n}",
        "const MOST: uint32 = 5;\nconst MORE: uint32 = MOST;\n\nenum E {\n  E_UNSPECIFIED = 0;\n  E_b = 1;\n}\n\nmessage A {\n  @len(1..=MOST) a: string = 1;\n  @default(E_b) b: E? = 2;\n}",
    );
    check_left_alone(Code::W0104, Code::W0104.files().bad);
    check_left_alone(Code::W0105, Code::W0105.files().bad);
}

#[test]
fn suggested_renames_of_values_reach_their_uses() {
    let text = "enum E {\n  E_UNSPECIFIED = 0;\n  E_b = 1;\n}\n\nmessage A {\n  @default(E_b) b: E? = 2;\n  @not_in([E_b]) c: E = 3;\n}";
    let mended = patched(&files(text), &levels(Code::W0103), |_, _| true);
    assert!(!mended[0].1.contains("E_b"), "{mended:?}");
    compiled(&mended);
}

fn sorted(imports: &str, expected: &str) {
    let text = |imports: &str| {
        format!(
            "//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\n{imports}\n\n/// A.\nmessage A {{}}\n\
             //--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\nmessage B {{}}\n\nmessage C {{}}\n\
             //--- c.mrpc\nedition 2026;\n\npackage demo.c.v1;\n\nmessage D {{}}"
        )
    };
    check_fix(Code::W0106, &text(imports), &text(expected));
}

#[test]
fn w0106_moves_comments_with_their_import() {
    sorted(
        "import demo.c.v1.D; // for d\n// Two lines\n// about B.\nimport demo.b.v1.{C, B as X};",
        "// Two lines\n// about B.\nimport demo.b.v1.{B as X, C};\nimport demo.c.v1.D; // for d",
    );
    sorted("import demo.c.v1.D;\n\nimport demo.b.v1.B;", "import demo.b.v1.B;\nimport demo.c.v1.D;");
    sorted("import demo.c.v1.D; import demo.b.v1.B;", "import demo.b.v1.B;\nimport demo.c.v1.D;");
    sorted(
        "// All.\n\nimport demo.c.v1.D;\nimport demo.b.v1.B;",
        "// All.\n\nimport demo.b.v1.B;\nimport demo.c.v1.D;",
    );
}

#[test]
fn w0106_leaves_unclear_comments_alone() {
    for imports in [
        "// First?\nimport demo.c.v1.D;\nimport demo.b.v1.B;",
        "import demo.c.v1.D;\n// Whose?\n\nimport demo.b.v1.B;",
        "import demo.c.v1.D; /* on\n */\nimport demo.b.v1.B;",
        "import demo.c.v1.D;\nimport demo.b.v1.{C /* c */, B};",
    ] {
        sorted(imports, imports);
    }
}

#[test]
fn w0201_removes_names_and_lines() {
    let fix = |imports: &str, expected: &str| {
        let text = |imports: &str| {
            format!(
                "//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\n{imports}message A {{\n  b: b.B = 1;\n  x: X = 2;\n}}\n\nmessage X {{}}\n\
                 //--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\nmessage B {{}}\n\nmessage C {{}}\n\nmessage D {{}}"
            )
        };
        let (imports, expected) =
            (format!("import demo.b.v1 as b;\n{imports}"), format!("import demo.b.v1 as b;\n{expected}"));
        check_fix(Code::W0201, &text(&imports), &text(&expected));
    };
    fix("import demo.b.v1.C;\n\n", "\n");
    fix("import demo.b.v1.{C, D}; // both\n\n", "// both\n\n");
}

#[test]
fn w0201_keeps_the_names_that_are_used() {
    let text = |names: &str| {
        format!(
            "//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\nimport demo.b.v1.{{{names}}};\n\nmessage A {{\n  c: C = 1;\n}}\n\
             //--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\nmessage B {{}}\n\nmessage C {{}}\n\nmessage D {{}}\n\nmessage E {{}}"
        )
    };
    check_fix(Code::W0201, &text("B, C"), &text("C"));
    check_fix(Code::W0201, &text("C, D as X"), &text("C"));
    check_fix(Code::W0201, &text("B, C, D, E"), &text("C"));
    check_fix(Code::W0201, &text("B, C,"), &text("C,"));
}

#[test]
fn w0201_the_only_import_leaves_no_gap() {
    let text = |imports: &str| {
        format!(
            "//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\n{imports}message A {{}}\n\
             //--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\nmessage B {{}}"
        )
    };
    check_fix(Code::W0201, &text("import demo.b.v1.B;\n\n"), &text(""));
}

#[test]
fn w0202_removes_all_that_belongs_to_it() {
    check_fix(
        Code::W0202,
        "message A {}\n\n@internal\n@allow(W0101)\nmessage b {\n  a: A = 1;\n}\n\nmessage C {}",
        "message A {}\n\nmessage C {}",
    );
    check_fix(
        Code::W0202,
        "const A: uint32 = 1;\nconst B: uint32 = 2;\n\nmessage C {\n  @len(..=B) a: string = 1;\n}",
        "const B: uint32 = 2;\n\nmessage C {\n  @len(..=B) a: string = 1;\n}",
    );
    check_left_alone(Code::W0202, "/// For later.\nconst A: uint32 = 1;");
}

#[test]
fn w0203_writes_the_number() {
    check_fix(
        Code::W0203,
        "message A {\n  reserved 1, 3..=3, 0x5..6;\n}",
        "message A {\n  reserved 1, 3, 5;\n}",
    );
}

#[test]
fn w0220_removes_what_is_not_needed() {
    check_fix(
        Code::W0220,
        "@allow(W0101)\nmessage A {\n  @allow(W0102) a: string = 1;\n  @len(..=5) @allow(W0102)\n  b: string = 2;\n  @allow(W0101, W0102, W0205) cD: string = 3;\n}",
        "message A {\n  a: string = 1;\n  @len(..=5)\n  b: string = 2;\n  @allow(W0102) cD: string = 3;\n}",
    );
}
