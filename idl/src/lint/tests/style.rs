//! W01xx: the characters that each report points at.

use super::*;

#[test]
fn w0101_types_and_methods_are_pascal() {
    check(
        Code::W0101,
        "message user_info {\n  kind: someKind = 1;\n  message inner {}\n}\n\nenum someKind {\n  SOME_KIND_UNSPECIFIED = 0;\n}\n\n\
         union shape {\n  a: user_info = 1;\n}\n\nerror user_error {\n  @code(NOT_FOUND) gone: user_info = 1;\n}\n\n\
         @timeout(1s)\nservice user_service {\n  rpc get_user(user_info) -> shape throws user_error;\n}",
        &["user_info", "inner", "someKind", "shape", "user_error", "user_service", "get_user"],
    );
    check(Code::W0101, "message HTTPServer {}\n\nmessage Point2D {}\n\nmessage X {}", &[]);
}

#[test]
fn w0102_fields_and_oneofs_are_snake() {
    check(
        Code::W0102,
        "message A {\n  fooBar: string = 1;\n  Foo2: string = 2;\n  _x: string = 3;\n  oneof theRest {\n    dE: string = 4;\n  }\n}\n\n\
         union B {\n  dE: string = 1;\n}",
        &["fooBar", "Foo2", "_x", "theRest", "dE", "dE"],
    );
    check(
        Code::W0102,
        "message A {\n  line_2: string = 1;\n  ipv4: string = 2;\n  x_1_y: string = 3;\n}",
        &[],
    );
}

#[test]
fn w0103_values_and_constants_are_screaming() {
    check(
        Code::W0103,
        "const most: uint32 = 1;\nconst OK_MAX: uint32 = most;\n\nenum A {\n  A_UNSPECIFIED = 0;\n  A_b = 1;\n  A_H264 = 2;\n  A_MP3B = 3;\n  A__X = 4;\n}",
        &["most", "A_b", "A__X"],
    );
}

#[test]
fn w0104_values_have_the_prefix() {
    check(
        Code::W0104,
        "enum HttpMethod {\n  HTTP_METHOD_UNSPECIFIED = 0;\n  GET = 1;\n  http_method_put = 2;\n}\n\n\
         message A {\n  enum Kind {\n    KIND_UNSPECIFIED = 0;\n    A_KIND_X = 1;\n  }\n}",
        &["GET", "A_KIND_X"],
    );
}

#[test]
fn w0105_zero_is_unspecified() {
    check(Code::W0105, "enum A {\n  A_NONE = 0;\n  A_ONE = 1;\n}", &["A_NONE"]);
    check(Code::W0105, "enum A {\n  A_NONE = 0;\n  @alias A_UNSPECIFIED = 0;\n}", &[]);
    check(Code::W0105, "@allow(W0213)\nclosed enum A {\n  A_NONE = 0;\n}", &[]);
}

/// Three packages that others can import.
const PACKAGES: &str = "\n//--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\nmessage B {}\n\nmessage C {}\n\
     //--- c.mrpc\nedition 2026;\n\npackage demo.c.v1;\n\nmessage D {}";

fn importing(imports: &str, body: &str) -> String {
    format!("//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\n{imports}\n\n{body}{PACKAGES}")
}

#[test]
fn w0106_imports_are_sorted() {
    let check = |imports: &str, expected: &[&str]| check(Code::W0106, &importing(imports, ""), expected);
    check("import demo.b.v1.B;\nimport demo.c.v1.D;", &[]);
    check("import demo.c.v1.D;\nimport demo.b.v1.B;", &["import demo.b.v1.B;"]);
    check("import demo.b.v1.{C, B};", &["B"]);
    check("import demo.b.v1.{B};\nimport demo.b.v1 as b;", &["import demo.b.v1 as b;"]);
    check("import demo.b.v1 as b;\nimport demo.b.v1.{B, C};\nimport demo.c.v1;", &[]);
}

#[test]
fn w0107_packages_have_a_version() {
    let check = |package: &str, expected: &[&str]| {
        check(Code::W0107, &format!("edition 2026;\n\npackage {package};\n"), expected);
    };
    check("demo.v1", &[]);
    check("demo.v12beta3", &[]);
    check("v1", &[]);
    check("demo.user", &["demo.user"]);
    check("demo.v", &["demo.v"]);
    check("demo.v1gamma", &["demo.v1gamma"]);
    check("demo.userData.v1", &["userData"]);
}

#[test]
fn w0107_is_said_once_for_each_package() {
    let file = "edition 2026;\n\npackage demo;\n";
    check(Code::W0107, &format!("//--- demo/a.mrpc\n{file}//--- demo/b.mrpc\n{file}"), &["demo"]);
}

#[test]
fn w0108_services_are_called_so() {
    let service = |name: &str| format!("@timeout(1s)\nservice {name} {{\n  rpc A(Empty) -> Empty;\n}}");
    check(Code::W0108, &service("Users"), &["Users"]);
    check(Code::W0108, &service("UserService"), &[]);
}

#[test]
fn w0109_types_are_named_after_their_method() {
    let schema = |request: &str, response: &str| {
        format!(
            "message {request} {{}}\n\nmessage {response} {{}}\n\n@timeout(1s)\nservice UserService {{\n  rpc Get({request}) -> {response};\n}}"
        )
    };
    check(Code::W0109, &schema("GetRequest", "GetResponse"), &[]);
    check(Code::W0109, &schema("UserGetRequest", "UserGetResponse"), &[]);
    check(Code::W0109, &schema("Query", "User"), &["Query", "User"]);
    check(Code::W0109, "@timeout(1s)\nservice AService {\n  rpc Get(Empty) -> Empty;\n}", &[]);
}

#[test]
fn w0110_every_kind_of_use_is_found() {
    check(
        Code::W0110,
        "@deprecated(\"use B\")\nconst A_MAX: uint32 = 1;\nconst B_MAX: uint32 = A_MAX;\n\n\
         enum E {\n  E_UNSPECIFIED = 0;\n  @deprecated E_OLD = 1;\n}\n\n\
         @deprecated\nmessage Old {\n  again: Old = 1;\n  message Inner {}\n}\n\n\
         message New {\n  a: list<Old> = 1;\n  b: map<string, Old.Inner> = 2;\n  @default(E_OLD) c: E? = 3;\n  @not_in([E_OLD]) d: E = 4;\n  @len(..=A_MAX) e: string = 5;\n  @deprecated f: Old = 6;\n}\n\n\
         @deprecated\nerror Failure {\n  @code(NOT_FOUND) gone: New = 1;\n}\n\n\
         @timeout(1s)\nservice AService {\n  rpc Get(Old) -> New throws Failure;\n  @deprecated rpc Fetch(Old) -> Old;\n}",
        &["A_MAX", "Old", "Old", "E_OLD", "E_OLD", "A_MAX", "Old", "Failure"],
    );
}

#[test]
fn w0110_uses_are_found_in_other_packages() {
    let text = "//--- a.mrpc\nedition 2026;\n\npackage demo.a.v1;\n\nimport demo.b.v1.{Old as Gone};\nimport demo.b.v1 as b;\n\n\
        message A {\n  x: Gone = 1;\n  @len(..=b.MAX) y: string = 2;\n}\n\
        //--- b.mrpc\nedition 2026;\n\npackage demo.b.v1;\n\n@deprecated\nmessage Old {}\n\n@deprecated\nconst MAX: uint32 = 1;";
    check(Code::W0110, text, &["Gone", "MAX"]);
}

#[test]
fn w0111_public_items_have_documentation() {
    check(
        Code::W0111,
        "const MAX: uint32 = 1;\n\n///\nmessage A {\n  a: string = 1;\n  enum B {\n    B_UNSPECIFIED = 0;\n  }\n}\n\n\
         @internal\nmessage C {}\n\n/// Said.\n@timeout(1s)\nservice AService {\n  rpc Get(Empty) -> Empty;\n}",
        &["MAX", "A", "B", "Get"],
    );
}

#[test]
fn w0112_requests_are_shared_across_services() {
    check(
        Code::W0112,
        "message A {}\n\n@timeout(1s)\nservice AService {\n  rpc B(A) -> A;\n  rpc C(A) -> A;\n  rpc D(Empty) -> A;\n  rpc E(Empty) -> A;\n}\n\n\
         @timeout(1s)\nservice BService {\n  rpc B(stream A) -> A;\n}",
        &["A", "A"],
    );
}

#[test]
fn w0113_files_are_snake() {
    let file = "edition 2026;\n\npackage demo.a.v1;\n";
    for (path, is_wrong) in [
        ("a_b2.mrpc", false),
        ("Dir-x/ab.mrpc", false),
        ("aB.mrpc", true),
        ("a-b.mrpc", true),
        ("a.b.mrpc", true),
    ] {
        let expected: &[&str] = if is_wrong { &["demo.a.v1"] } else { &[] };
        check(Code::W0113, &format!("//--- {path}\n{file}"), expected);
    }
}

#[test]
fn w0114_several_files_stand_in_the_directory() {
    let file = "edition 2026;\n\npackage demo.a.v1;\n";
    let package = |paths: [&str; 2]| format!("//--- {}\n{file}//--- {}\n{file}", paths[0], paths[1]);
    check(Code::W0114, &package(["demo/a/v1/x.mrpc", "demo/a/v1/y.mrpc"]), &[]);
    check(Code::W0114, &package(["idl/demo/a/v1/x.mrpc", "more/demo/a/v1/y.mrpc"]), &[]);
    check(Code::W0114, &package(["demo/a/v1/x.mrpc", "demo/a/y.mrpc"]), &["demo.a.v1"]);
    check(Code::W0114, &package(["x.mrpc", "y.mrpc"]), &["demo.a.v1"]);
    check(Code::W0114, &format!("//--- x.mrpc\n{file}"), &[]);
}
