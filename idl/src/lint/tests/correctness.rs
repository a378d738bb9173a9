//! W02xx: the characters that each report points at.

use super::*;

/// Asserts that `code` is reported for these fields of a message, by the slices it points at.
fn check_fields(code: Code, fields: &[&str], expected: &[&str]) {
    let numbered = fields.iter().zip(1..).map(|(field, number)| format!("  {field} = {number};\n"));
    check(code, &format!("message A {{\n{}}}", numbered.collect::<String>()), expected);
}

/// Asserts that `code` is reported for these methods of a service that has a timeout.
fn check_methods(code: Code, methods: &str, expected: &[&str]) {
    check(code, &format!("message A {{}}\n\n@timeout(1s)\nservice AService {{\n{methods}\n}}"), expected);
}

#[test]
fn w0201_unused_imports() {
    let check = |imports: &str, body: &str, expected: &[&str]| {
        let text = format!(
            "//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\n{imports}\n\n{body}\n\
             //--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\nconst MAX: uint32 = 1;\n\nmessage B {{}}\n\nmessage C {{}}"
        );
        check(Code::W0201, &text, expected);
    };
    check("import demo.b.v1.B;", "message A {\n  b: B = 1;\n}", &[]);
    check("import demo.b.v1.B;", "", &["import demo.b.v1.B;"]);
    check("import demo.b.v1;", "message A {\n  b: demo.b.v1.B = 1;\n}", &[]);
    check("import demo.b.v1 as b;", "", &["import demo.b.v1 as b;"]);
    check("import demo.b.v1 as b;", "message A {\n  @len(..=b.MAX) a: string = 1;\n}", &[]);
    check("import demo.b.v1.{B, C};", "message A {\n  b: B = 1;\n}", &["C"]);
    check("import demo.b.v1.{B as X, C as Y};", "message A {\n  b: Y = 1;\n}", &["X"]);
    check("import demo.b.v1.{B, C};", "", &["import demo.b.v1.{B, C};"]);
    // A whole path needs one import, and there is one that it means.
    let whole = "message A {\n  b: demo.b.v1.B = 1;\n}";
    check("import demo.b.v1.{B, C};", whole, &["C"]);
    check("import demo.b.v1.{C, B};", whole, &["C"]);
    check("import demo.b.v1;\nimport demo.b.v1.B;", whole, &["import demo.b.v1.B;"]);
    check("import demo.b.v1.C;", whole, &[]);
}

#[test]
fn w0202_unused_constants_and_internal_types() {
    check(Code::W0202, "const A: uint32 = 1;\nconst B: uint32 = A;", &["B"]);
    check(
        Code::W0202,
        "@internal\nmessage Tree {\n  left: Tree = 1;\n  inside: Inner = 2;\n  message Inner {\n    up: Tree = 1;\n  }\n}\n\n\
         @internal\nmessage Used {\n  message Deep {}\n}\n\n@internal\nenum Kind {\n  KIND_UNSPECIFIED = 0;\n}\n\n\
         message Public {\n  a: Used.Deep = 1;\n}",
        &["Tree", "Kind"],
    );
}

#[test]
fn w0203_ranges_of_one() {
    check(Code::W0203, "message A {\n  reserved 3..=3, 5..6, 7..=8, 9, 100..max;\n}", &["3..=3", "5..6"]);
    check(Code::W0203, "enum A {\n  A_UNSPECIFIED = 0;\n  reserved 3..=3;\n}", &["3..=3"]);
    check(Code::W0203, "union A {\n  a: string = 1;\n  reserved 3..=3;\n}", &["3..=3"]);
    check(Code::W0203, "message A {\n  message B {\n    reserved 3..=3;\n  }\n}", &["3..=3"]);
    check(Code::W0203, "@allow(W0203)\nmessage A {\n  reserved 3..=3;\n}", &[]);
}

#[test]
fn w0204_negative_numbers() {
    check_fields(
        Code::W0204,
        &[
            "@range(-1..=5) a: int32",
            "@in([1, -2]) b: list<int64>",
            "@default(-1) c: int32?",
            "@range(-1..=5) d: sint32",
            "@range(0..=5) e: int32",
            "@not_in([-1]) f: int32",
            "@range(-1..=5) @default(-1) g: int64?",
        ],
        &["@range(-1..=5)", "@in([1, -2])", "@default(-1)", "@range(-1..=5)"],
    );
}

#[test]
fn w0205_money() {
    check_fields(
        Code::W0205,
        &[
            "price: double",
            "unitPrice: float",
            "total_fees: list<double>",
            "surprise: double",
            "price_cents: int64",
            "costume: double",
            "ratio: double",
        ],
        &["double", "float", "list<double>"],
    );
}

#[test]
fn w0206_time() {
    check_fields(
        Code::W0206,
        &[
            "created_at: int64",
            "timestamp: uint64",
            "timeout_ms: fixed64",
            "end_time: int64?",
            "created_ms: int64",
            "ms: int64",
            "attempts: int64",
            "at: Timestamp",
            "time_zone: int64",
            "created_at_low: int32",
            "runtime: int64",
        ],
        &["int64", "uint64", "fixed64", "int64?", "int64"],
    );
}

#[test]
fn w0207_optional_bool() {
    check_fields(Code::W0207, &["a: bool?", "b: bool", "c: string?", "d: list<bool>"], &["bool?"]);
}

#[test]
fn w0208_gaps() {
    check(Code::W0208, "message A {\n  a: string = 2;\n  b: string = 4;\n  reserved 1, 3;\n}", &[]);
    check(
        Code::W0208,
        "message A {\n  a: string = 1;\n  @removed(in = \"v2\") b: string = 2;\n  c: string = 3;\n  reserved 9;\n}",
        &[],
    );
    check(
        Code::W0208,
        "message A {\n  a: string = 3;\n}\n\nunion B {\n  a: string = 1;\n  b: string = 9;\n}",
        &["A", "B"],
    );
    let schema = compiled(&files(
        "message A {\n  a: string = 3;\n  b: string = 5;\n  c: string = 9;\n  reserved 7;\n}",
    ));
    let found = lint(&schema, &levels(Code::W0208));
    assert_eq!(found[0].primary.text, "neither uses nor reserves 1..=2, 4, 6, 8");
}

#[test]
fn w0209_empty() {
    check_methods(Code::W0209, "  rpc B(Empty) -> stream Empty;\n  rpc C(A) -> A;", &["Empty", "Empty"]);
}

#[test]
fn w0210_timeouts() {
    let service =
        |head: &str, methods: &str| format!("message A {{}}\n\n{head}service AService {{\n{methods}\n}}");
    check(Code::W0210, &service("", "  rpc B(A) -> A;\n  rpc C(A) -> A;"), &["AService"]);
    check(Code::W0210, &service("", "  rpc B(A) -> A;\n  @timeout(1s)\n  rpc C(A) -> A;"), &["B"]);
    check(Code::W0210, &service("", "  rpc B(A) -> A;\n  rpc C(stream A) -> A;"), &["B"]);
    check(Code::W0210, &service("", "  @timeout(none)\n  rpc B(A) -> A;"), &[]);
    check(Code::W0210, &service("", "  rpc B(A) -> stream A;"), &[]);
    check(Code::W0210, &service("@timeout(1s)\n", "  rpc B(A) -> A;"), &[]);
}

#[test]
fn w0211_changes_that_read() {
    check_methods(
        Code::W0211,
        "  @idempotent(read)\n  rpc SetName(A) -> A;\n  @idempotent(read)\n  rpc Settle(A) -> A;\n  @idempotent\n  rpc Delete(A) -> A;\n  @idempotent(read)\n  rpc GetUpdate(A) -> A;",
        &["SetName"],
    );
}

#[test]
fn w0212_stable_on_unstable() {
    let check = |own: &str, other: &str, expected: &[&str]| {
        let text = format!(
            "//--- a.mrpc\nedition 2026;\n\npackage demo.a.{own};\n\nimport demo.b.{other}.{{B, C}};\n\nmessage A {{\n  b: B = 1;\n  c: C = 2;\n}}\n\
             //--- b.mrpc\nedition 2026;\n\npackage demo.b.{other};\n\nmessage B {{}}\n\nmessage C {{}}"
        );
        check(Code::W0212, &text, expected);
    };
    check("v1", "v1alpha1", &["demo.b.v1alpha1"]);
    check("v1", "v2", &[]);
    check("v1beta1", "v1alpha1", &[]);
    check("v1", "b", &[]);
}

#[test]
fn w0213_closed_enums() {
    check(
        Code::W0213,
        "closed enum A {\n  A_ONE = 1;\n}\n\nmessage B {\n  closed enum C {\n    C_UNSPECIFIED = 0;\n  }\n}",
        &["closed", "closed"],
    );
}

#[test]
fn w0214_unbounded_requests() {
    check(
        Code::W0214,
        "message A {\n  a: string = 1;\n  @len(..=5) b: bytes = 2;\n  @len(1..) c: list<int32> = 3;\n  d: map<string, int32> = 4;\n  \
         e: Inner = 5;\n  f: int32 = 6;\n  @in([\"x\"]) g: string = 7;\n}\n\nmessage Inner {\n  a: bytes? = 1;\n}\n\n\
         message Answer {\n  a: string = 1;\n}\n\n@timeout(1s)\nservice AService {\n  rpc Get(A) -> Answer;\n}",
        &["string", "list<int32>", "map<string, int32>", "bytes?"],
    );
}

#[test]
fn w0215_anchors() {
    check_fields(
        Code::W0215,
        &[
            "@pattern(\"^a$\") a: string",
            "@pattern(\"^(?:a|b)$\") b: string",
            "@pattern(\"^a|b$\") c: string",
            "@pattern(\"^a\") d: string",
            "@pattern(\"a\\\\$\") e: string",
            "@pattern(\"\\\\Aa\\\\z\") f: string",
        ],
        &["\"^a|b$\"", "\"^a\"", "\"a\\\\$\""],
    );
}

#[test]
fn w0216_code_blocks() {
    check(
        Code::W0216,
        "/// ```\n/// a\n/// ```\nmessage A {\n  /// ~~~json\n  /// ```\n  /// ~~~\n  a: string = 1;\n}",
        &["```"],
    );
    check(Code::W0216, "/// ````\n/// ```\n/// ````\nmessage A {}", &["````"]);
    check(
        Code::W0216,
        "/// Say ```a``` for a.\nmessage A {}\n\n/// ```sh\n/// ls\n/// ```\nmessage B {}",
        &[],
    );
    check(Code::W0216, "//! ```\n//! a\n//! ```\nedition 2026;\n\npackage demo.a.v1;\n", &["```"]);
}

#[test]
fn w0217_depth() {
    check(
        Code::W0217,
        "message A {\n  b: list<B> = 1;\n}\n\nmessage B {\n  c: C = 1;\n}\n\nunion C {\n  a: A = 1;\n  d: D = 2;\n}\n\nmessage D {}\n\n\
         message E {\n  /// At most four levels.\n  e: E = 1;\n}",
        &["A"],
    );
}

#[test]
fn w0218_secrets() {
    check_fields(
        Code::W0218,
        &[
            "password: string",
            "apiKey: bytes",
            "access_token: string?",
            "next_page_token: string",
            "token_type: string",
            "token: int32",
            "@redact secret: string",
            "key: string",
            "credentials: list<string>",
            "tokenizer: string",
        ],
        &["password", "apiKey", "access_token", "credentials"],
    );
}

#[test]
fn w0219_batches() {
    let methods =
        |wait: &str| format!("  @batch(max_size = 2, max_wait = {wait})\n  @idempotent\n  rpc B(A) -> A;");
    check_methods(Code::W0219, &methods("100ms"), &[]);
    check_methods(Code::W0219, &methods("101ms"), &["@batch(max_size = 2, max_wait = 101ms)"]);
}

#[test]
fn w0221_large_members() {
    let strings = |count: usize| (1..=count).map(|n| format!("  s{n}: string = {n};\n")).collect::<String>();
    let schema = |member: &str| {
        format!(
            "message Big {{\n{}}}\n\nmessage Outer {{\n  @required big: Big = 1;\n}}\n\nunion U {{\n  {member}\n  b: string = 2;\n}}\n\n\
             union Alone {{\n  a: Big = 1;\n}}",
            strings(11)
        )
    };
    check(Code::W0221, &schema("a: Big = 1;"), &["Big"]);
    check(Code::W0221, &schema("a: Outer = 1;"), &["Outer"]);
    check(Code::W0221, &schema("@rust(box) a: Big = 1;"), &[]);
    check(Code::W0221, &schema("a: bytes = 1;"), &[]);
    // What holds itself is behind a pointer, and the sizes of a long chain that doubles stay finite.
    check(Code::W0221, "message A {\n  oneof b {\n    c: A = 1;\n    d: string = 2;\n  }\n}", &[]);
    let chain: String =
        (0..200).map(|n| format!("message M{n} {{\n  a: M{0} = 1;\n  b: M{0} = 2;\n}}\n\n", n + 1)).collect();
    check(Code::W0221, &format!("{chain}message M200 {{}}"), &[]);
}
