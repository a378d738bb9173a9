//! Constraints and defaults, on every type.

use mrpc_idl::code::Code::{self, *};
use mrpc_idl::model::{ConstraintKind, FieldType, Scalar};

use crate::expect::{check_items, found, model};

const OTHERS: &str = "message M {} union U { m: M = 1; } enum E { E_ZERO = 0; E_ONE = 1; }";

fn on(written: &str, ty: &str) -> String {
    format!("{OTHERS} message X {{ {written} f: {ty} = 1; }}")
}

const INTEGERS: &[&str] =
    &["int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64"];

#[test]
fn every_constraint_applies_to_its_types_and_to_no_others() {
    let floats = ["float", "double"];
    let numbers = [INTEGERS, &floats].concat();
    let mut types = numbers.clone();
    types.extend(["bool", "string", "bytes", "E", "M", "U", "Timestamp", "StringValue"]);
    type Applies<'a> = &'a dyn Fn(&str) -> bool;
    let constraints: [(&str, Applies<'_>); 10] = [
        ("@range(1..=2)", &|ty| numbers.contains(&ty)),
        ("@nonzero", &|ty| numbers.contains(&ty)),
        ("@finite", &|ty| floats.contains(&ty)),
        ("@len(1..=2)", &|ty| ["string", "bytes"].contains(&ty)),
        ("@pattern(\"^a$\")", &|ty| ty == "string"),
        ("@format(uuid)", &|ty| ty == "string"),
        ("@in([1])", &|ty| numbers.contains(&ty)),
        ("@not_in([\"a\"])", &|ty| ty == "string"),
        ("@in([E_ONE])", &|ty| ty == "E"),
        ("@unique", &|_| false),
    ];
    for (written, applies) in constraints {
        for &ty in &types {
            // The values of a list are of a type; whether they fit it is another rule's.
            let is_other_kind = matches!(written, "@in([1])" | "@not_in([\"a\"])" | "@in([E_ONE])")
                && (numbers.contains(&ty) || ["string", "E"].contains(&ty))
                && !applies(ty);
            if is_other_kind {
                continue;
            }
            for (form, is_list, is_map) in [
                (ty.to_owned(), false, false),
                (format!("{ty}?"), false, false),
                (format!("list<{ty}>"), true, false),
                (format!("map<string, {ty}>"), false, true),
            ] {
                let is_message = ["M", "U", "Timestamp", "StringValue"].contains(&ty);
                let expected: &[(Code, &str)] = match written {
                    "@unique" if is_list && (is_message || floats.contains(&ty)) => &[(E0906, "@unique")],
                    "@unique" if is_list => &[],
                    "@len(1..=2)" if is_list || is_map => &[],
                    _ if applies(ty) && !is_map => &[],
                    _ => &[(E0901, written)],
                };
                check_items(&on(written, &form), expected);
            }
        }
    }
}

#[test]
fn bounds_fit_the_type() {
    for (ty, least, greatest) in [
        ("int32", i128::from(i32::MIN), i128::from(i32::MAX)),
        ("sint32", i128::from(i32::MIN), i128::from(i32::MAX)),
        ("sfixed32", i128::from(i32::MIN), i128::from(i32::MAX)),
        ("int64", i128::from(i64::MIN), i128::from(i64::MAX)),
        ("uint32", 0, i128::from(u32::MAX)),
        ("fixed32", 0, i128::from(u32::MAX)),
        ("uint64", 0, i128::from(u64::MAX)),
        ("fixed64", 0, i128::from(u64::MAX)),
    ] {
        check_items(&on(&format!("@range({least}..={greatest})"), ty), &[]);
        check_items(&on(&format!("@default({least})"), &format!("{ty}?")), &[]);
        check_items(&on(&format!("@default({greatest})"), &format!("{ty}?")), &[]);
        // One further there is no number of 64 bits for some of them.
        let (below, above) = ((least - 1).to_string(), (greatest + 1).to_string());
        if least > i128::from(i64::MIN) {
            check_items(&on(&format!("@range({below}..)"), ty), &[(E0903, &below)]);
            check_items(&on(&format!("@in([1, {below}])"), ty), &[(E0903, &below)]);
            check_items(&on(&format!("@default({below})"), &format!("{ty}?")), &[(E0410, &below)]);
        }
        if greatest < i128::from(u64::MAX) {
            check_items(&on(&format!("@range(..={above})"), ty), &[(E0903, &above)]);
            check_items(&on(&format!("@default({above})"), &format!("{ty}?")), &[(E0410, &above)]);
        }
    }
    check_items(&on("@range(..=1.0e39)", "float"), &[(E0903, "1.0e39")]);
    check_items(&on("@default(1.0e39)", "float?"), &[(E0410, "1.0e39")]);
    check_items(&on("@default(1.0e39)", "double?"), &[]);
    check_items(&on("@len(-1..)", "string"), &[(E0903, "-1")]);
    check_items(&on("@in([E_TWO])", "E"), &[(E0903, "E_TWO")]);
    check_items(&on("@range(-1..=-2)", "uint32"), &[(E0903, "-1"), (E0903, "-2")]);
}

#[test]
fn nothing_satisfies_an_empty_constraint() {
    for (written, ty, slice) in [
        ("@range(5..=1)", "int32", "5..=1"),
        ("@range(5..5)", "int32", "5..5"),
        ("@range(1.5..1.5)", "double", "1.5..1.5"),
        ("@range(2.5..=1.5)", "double", "2.5..=1.5"),
        ("@range(..0)", "uint32", "..0"),
        ("@len(5..=1)", "string", "5..=1"),
        ("@len(..0)", "string", "..0"),
        ("@len(5..5)", "string", "5..5"),
        ("@in([])", "int32", "[]"),
        ("@not_in([])", "int32", "[]"),
    ] {
        check_items(&on(written, ty), &[(E0902, slice)]);
    }
    for (written, ty) in [
        ("@range(5..=5)", "int32"),
        ("@range(5..6)", "int32"),
        ("@range(1.5..=1.5)", "double"),
        ("@range(..1)", "uint32"),
        ("@range(5..max)", "int32"),
        ("@len(0)", "string"),
        ("@len(16)", "string"),
        ("@len(..1)", "string"),
    ] {
        check_items(&on(written, ty), &[]);
    }
    check_items(&on("@range(max..5)", "int32"), &[(E0408, "max")]);
    check_items(&on("@len(max..5)", "string"), &[(E0408, "max")]);
}

#[test]
fn nothing_satisfies_constraints_that_contradict_each_other() {
    for (written, ty, slice) in [
        ("@nonzero @range(0..=0)", "int32", "@range(0..=0)"),
        ("@range(0..=0) @nonzero", "int32", "@nonzero"),
        ("@in([0]) @nonzero", "int32", "@nonzero"),
        ("@range(1..=2) @not_in([1, 2])", "int32", "@not_in([1, 2])"),
        ("@range(0..=1) @not_in([1]) @nonzero", "int32", "@nonzero"),
        ("@nonzero @range(..=0)", "uint32", "@range(..=0)"),
        ("@range(4294967295..) @not_in([4294967295])", "uint32", "@not_in([4294967295])"),
        ("@in([\"abc\"]) @len(5..)", "string", "@len(5..)"),
        ("@in([0.0]) @nonzero", "double", "@nonzero"),
    ] {
        check_items(&on(written, ty), &[(E0902, slice)]);
    }
    for (written, ty) in [
        ("@nonzero @range(0..=1)", "int32"),
        ("@range(1..=3) @not_in([1, 2])", "int32"),
        ("@in([0, 1]) @nonzero", "int32"),
        ("@in([\"abc\", \"abcdef\"]) @len(5..)", "string"),
        // The length is that of the list, the values are those in it.
        ("@in([\"abc\"]) @len(5..)", "list<string>"),
        ("@range(-9223372036854775808..=9223372036854775807) @not_in([1])", "int64"),
    ] {
        check_items(&on(written, ty), &[]);
    }
}

#[test]
fn e12_patterns_are_pointed_into() {
    for (pattern, slice) in [
        (r"[a-z", "["),
        (r"a(b", "("),
        (r"*a", "*"),
        (r"a{5,1}", "{5,1}"),
        (r"(?=a)", "(?="),
        (r"(a)\\1", r"\\1"),
        (r"\\q", r"\\q"),
        (r"\u{e4}\u{f6}[b", "["),
        (r#"\"\\d\t["#, "["),
        (r"ä[", "["),
        (r"a|*", "*"),
        (r"\\p{Nonsense}", r"\\p{Nonsense}"),
    ] {
        check_items(&on(&format!("@pattern(\"{pattern}\")"), "string"), &[(E0904, slice)]);
    }
    for pattern in
        ["", "^[a-z]+$", r"\\d{3}", r"^\\p{L}{1,64}$", r"^[\\w.-]{1,64}$", "a{1000}", r"\u{0}", r#"\""#]
    {
        check_items(&on(&format!("@pattern(\"{pattern}\")"), "string"), &[]);
    }
    for pattern in ["(((a{100}){100}){100})", r"\\w{1000}"] {
        let quoted = format!("\"{pattern}\"");
        check_items(&on(&format!("@pattern({quoted})"), "string"), &[(E0904, &quoted)]);
    }
    // Deep, and no recursion of ours.
    let deep = format!("\"{}a{}\"", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(found(&on(&format!("@pattern({deep})"), "string"))[0].0, E0904);
}

#[test]
fn formats() {
    for format in ["email", "hostname", "ip", "ipv4", "ipv6", "uri", "uuid"] {
        check_items(&on(&format!("@format({format})"), "string"), &[]);
    }
    check_items(&on("@format(mail)", "string"), &[(E0907, "mail")]);
    check_items(&on("@format(Email)", "list<string>"), &[(E0907, "Email")]);
}

#[test]
fn defaults_fit_their_type() {
    for (written, ty) in [
        ("@default(5)", "int32?"),
        ("@default(5)", "double?"),
        ("@default(0.5)", "float?"),
        ("@default(\"a\")", "string?"),
        ("@default(\"a\")", "bytes?"),
        ("@default(true)", "bool?"),
        ("@default(E_ONE)", "E?"),
        ("@default(4KiB)", "uint32?"),
    ] {
        check_items(&on(written, ty), &[]);
    }
    for (written, ty, code, slice) in [
        ("@default(\"5\")", "int32?", E0410, "\"5\""),
        ("@default(5)", "string?", E0410, "5"),
        ("@default(1)", "bool?", E0410, "1"),
        ("@default(0.5)", "int32?", E0410, "0.5"),
        ("@default(E_TWO)", "E?", E0410, "E_TWO"),
        ("@default(1)", "E?", E0804, "1"),
        ("@default(5s)", "int32?", E0804, "5s"),
        ("@default(5)", "int32", E0409, "@default(5)"),
        ("@default(E_ONE)", "E", E0409, "@default(E_ONE)"),
        ("@default([])", "list<int32>", E0409, "@default([])"),
        ("@default(1)", "map<string, int32>", E0409, "@default(1)"),
        ("@default(1)", "M", E0409, "@default(1)"),
        ("@default(1)", "M?", E0409, "@default(1)"),
        ("@default(1)", "Timestamp?", E0409, "@default(1)"),
    ] {
        check_items(&on(written, ty), &[(code, slice)]);
    }
}

#[test]
fn defaults_satisfy_their_constraints() {
    for (written, ty, slice) in [
        ("@default(5) @range(..5)", "int32?", "5"),
        ("@default(5) @range(6..)", "int32?", "5"),
        ("@range(0.0..1.0) @default(1.0)", "double?", "1.0"),
        ("@default(0) @nonzero", "int32?", "0"),
        ("@default(0.0) @nonzero", "double?", "0.0"),
        ("@default(\"ab\") @len(..=1)", "string?", "\"ab\""),
        // Characters of a string, bytes of bytes.
        ("@default(\"é\") @len(..=1)", "bytes?", "\"é\""),
        ("@default(3) @in([1, 2])", "int32?", "3"),
        ("@default(1) @not_in([1, 2])", "int32?", "1"),
        ("@default(E_ONE) @in([E_ZERO])", "E?", "E_ONE"),
    ] {
        check_items(&on(written, ty), &[(E0905, slice)]);
    }
    for (written, ty) in [
        ("@default(5) @range(..=5)", "int32?"),
        ("@default(\"é\") @len(..=1)", "string?"),
        ("@default(\"a\") @pattern(\"^b$\")", "string?"),
        ("@default(E_ONE) @in([E_ONE])", "E?"),
    ] {
        check_items(&on(written, ty), &[]);
    }
}

#[test]
fn what_is_removed_cannot_be_asked_for() {
    let with = |written: &str| {
        format!(
            "enum E {{ E_ZERO = 0; @removed(in = \"v2\") E_OLD = 1; }} message M {{ {written} e: E? = 1; }}"
        )
    };
    check_items(&with("@default(E_OLD)"), &[(E0412, "E_OLD")]);
    check_items(&with("@in([E_ZERO, E_OLD])"), &[(E0412, "E_OLD")]);
    check_items(&with("@not_in([E_OLD])"), &[(E0412, "E_OLD")]);
}

#[test]
fn constraints_are_in_the_model() {
    let model = model(
        "const MAX: uint32 = 64; enum E { E_ZERO = 0; }\n\
         message M {\n\
           @len(1..=MAX) @pattern(\"^\\\\d$\") a: string = 1;\n\
           @range(1..5) @not_in([2]) b: int32 = 2;\n\
           @range(0.5..1) c: double = 3;\n\
           @unique @len(..5) d: list<E> = 4;\n\
           @in([E_ZERO]) @default(E_ZERO) e: E? = 5;\n\
           @default(\"x\\ty\") f: string? = 6;\n\
           @range(1..max) @nonzero g: int64 = 7;\n\
           @finite h: float = 8;\n\
         }",
    );
    let kinds: Vec<Vec<&ConstraintKind>> = model.messages[0]
        .fields
        .iter()
        .map(|field| field.constraints.iter().map(|constraint| &constraint.kind).collect())
        .collect();
    assert_eq!(
        kinds[0],
        [&ConstraintKind::Len { min: 1, max: Some(64) }, &ConstraintKind::Pattern("^\\d$".to_owned())]
    );
    let int = |value| Some(Scalar::Int(value));
    assert_eq!(
        kinds[1],
        [
            &ConstraintKind::Range { min: int(1), max: int(4), is_inclusive: true },
            &ConstraintKind::NotIn(vec![Scalar::Int(2)])
        ]
    );
    assert_eq!(
        kinds[2],
        [&ConstraintKind::Range {
            min: Some(Scalar::Float(0.5)),
            max: Some(Scalar::Float(1.0)),
            is_inclusive: false
        }]
    );
    assert_eq!(kinds[3], [&ConstraintKind::Unique, &ConstraintKind::Len { min: 0, max: Some(4) }]);
    assert_eq!(kinds[4], [&ConstraintKind::In(vec![Scalar::EnumValue("E_ZERO".to_owned())])]);
    assert_eq!(
        kinds[6],
        [&ConstraintKind::Range { min: int(1), max: None, is_inclusive: true }, &ConstraintKind::Nonzero]
    );
    assert_eq!(kinds[7], [&ConstraintKind::Finite]);
    let fields = &model.messages[0].fields;
    assert_eq!(fields[4].default, Some(Scalar::EnumValue("E_ZERO".to_owned())));
    assert_eq!(fields[5].default, Some(Scalar::String("x\ty".to_owned())));
    assert!(matches!(fields[3].ty, FieldType::List(_)));
}
