//! Numbers of fields and of enum values, and what `reserved` keeps.

use mrpc_idl::code::Code::{self, *};
use std::fmt::Write as _;

use crate::expect::{check_items, check_linear, found, model, patches};

fn check_number(number: &str, expected: Option<Code>) {
    let schema = format!("message M {{ a: int32 = {number}; }}");
    match expected {
        None => check_items(&schema, &[]),
        Some(code) => check_items(&schema, &[(code, number)]),
    }
}

#[test]
fn e13_field_numbers_at_the_edges() {
    for number in ["1", "15", "16", "18999", "20000", "536870911", "0x10", "1_000"] {
        check_number(number, None);
    }
    for number in ["0", "-1", "536870912", "2147483648", "4294967296", "9223372036854775808"] {
        check_number(number, Some(E0402));
    }
    check_number("18446744073709551615", Some(E0402));
    check_number("-9223372036854775808", Some(E0402));
    for number in ["19000", "19500", "19999"] {
        check_number(number, Some(E0403));
    }
    // Not a number of 64 bits.
    check_number("18446744073709551616", Some(E0008));
}

#[test]
fn e13_the_number_that_is_named_is_the_one_that_was_written() {
    let compiled = crate::expect::compiled("message M { a: int32 = 18446744073709551615; }");
    assert_eq!(compiled.diagnostics[0].title, "field number 18446744073709551615 is out of range");
}

#[test]
fn e13_numbers_used_twice() {
    check_items("message M { a: int32 = 1; b: int32 = 1; }", &[(E0401, "1")]);
    check_items("message M { a: int32 = 1; b: int32 = 0x1; c: int32 = 1; }", &[(E0401, "0x1"), (E0401, "1")]);
    check_items("message M { a: int32 = 1; oneof o { b: int32 = 1; } }", &[(E0401, "1")]);
    check_items("union U { a: int32 = 1; b: int32 = 1; }", &[(E0401, "1")]);
    // What is removed keeps its number and its name.
    check_items("message M { @removed(in = \"v2\") a: int32 = 1; b: int32 = 1; }", &[(E0401, "1")]);
    check_items("message M { @removed(in = \"v2\") a: int32 = 1; a: int32 = 2; }", &[(E0201, "a")]);
    // Numbers belong to their message.
    check_items("message M { a: int32 = 1; message N { b: int32 = 1; } }", &[]);
    // A number that is no number of a field is wrong wherever it stands, but doubled only once.
    check_items("message M { a: int32 = 0; b: int32 = 0; }", &[(E0402, "0"), (E0401, "0")]);
}

#[test]
fn e13_reserved_numbers_and_names_come_back() {
    let with = |member: &str, reserved: &str| format!("message M {{ {member} reserved {reserved}; }}");
    for (number, reserved) in
        [("3", "3"), ("3", "1..=3"), ("2", "1..3"), ("536870911", "5..max"), ("7", "5..")]
    {
        check_items(&with(&format!("a: int32 = {number};"), reserved), &[(E0404, number)]);
    }
    // Below a range that is nested in another one.
    check_items(&with("a: int32 = 60;", "1..=100, 2, 3"), &[(E0404, "60"), (E0406, "2"), (E0406, "3")]);
    check_items(&with("a: int32 = 3;", "1..3"), &[]);
    check_items(&with("a: int32 = 3;", "\"a\""), &[(E0405, "a")]);
    check_items(&with("a: int32 = 3;", "3, \"a\""), &[(E0405, "a"), (E0404, "3")]);
    check_items(&with("oneof o { a: int32 = 3; }", "3"), &[(E0404, "3")]);
    check_items("error E { @code(ABORTED) a: Empty = 3; reserved 3; }", &[(E0404, "3")]);
}

#[test]
fn e13_reserved_lines_that_make_no_sense() {
    let cases: &[(&str, &[(Code, &str)])] = &[
        ("1..=3, 4..=6", &[]),
        ("1..=3, 3..=6", &[(E0406, "3..=6")]),
        ("3..=6, 1..=3", &[(E0406, "1..=3")]),
        ("1..=9, 4..=5", &[(E0406, "4..=5")]),
        ("4, 4", &[(E0406, "4")]),
        ("1..5, 5..9", &[]),
        ("5..=4", &[(E0406, "5..=4")]),
        ("9..=5", &[(E0406, "9..=5")]),
        ("5..5", &[(E0406, "5..5")]),
        ("5..=5", &[]),
        ("100..max", &[]),
        ("100..=max", &[]),
        ("..5", &[]),
        ("..=5, 5", &[(E0406, "5")]),
        ("536870911..max", &[]),
        ("max..100", &[(E0408, "max")]),
        ("max", &[(E0408, "max")]),
        ("0", &[(E0402, "0")]),
        ("-1..=5", &[(E0402, "-1..=5")]),
        ("1..=536870912", &[(E0402, "1..=536870912")]),
        ("1..536870912", &[]),
        ("18446744073709551615", &[(E0402, "18446744073709551615")]),
        ("18446744073709551616", &[(E0008, "18446744073709551616")]),
        ("19000..=19999", &[]),
        ("\"a\", \"b\"", &[]),
        ("\"a\", \"a\"", &[(E0406, "\"a\"")]),
        ("\"\"", &[(E0406, "\"\"")]),
        ("\"3 to 5\"", &[(E0406, "\"3 to 5\"")]),
    ];
    for (reserved, expected) in cases {
        check_items(&format!("message M {{ reserved {reserved}; }}"), expected);
    }
    // Lines count together.
    check_items("message M { z: int32 = 9; reserved 1; reserved 1; }", &[(E0406, "1")]);
}

#[test]
fn reserved_numbers_are_in_the_model() {
    let model =
        model("message M { reserved 9, 100..max, ..=3, \"b\", \"a\"; } enum E { E_A = 0; reserved ..=-5; }");
    let reserved = &model.messages[0].reserved;
    assert_eq!(reserved.numbers, [(1, 3), (9, 9), (100, 536_870_911)]);
    assert_eq!(reserved.names, ["b", "a"]);
    assert_eq!(model.enums[0].reserved.numbers, [(-2_147_483_648, -5)]);
}

#[test]
fn numbers_that_are_offered_are_free() {
    for (members, offered) in [
        ("a: int32; b: int32;", &["1", "2"][..]),
        ("a: int32 = 7; b: int32 = 7; c: int32;", &["8", "9"]),
        ("a: int32 = 18999; b: int32;", &["20000"]),
        ("a: int32 = 18989; b: int32; reserved 18990..=18999;", &["20000"]),
        ("a: int32 = 1; b: int32; reserved 2..=4, 3, 5;", &["6"]),
        ("a: int32 = 536870911; b: int32 = 536870911; c: int32 = 1; d: int32;", &["2", "3"]),
        ("a: int32 = 999; b: int32; c: int32; reserved 1000..max; d: int32 = 2;", &["1", "3"]),
        ("a: int32 = 19000; b: int32 = 1;", &["2"]),
        ("a: int32 = 0; b: int32 = 0; c: int32 = 4;", &["5", "6"]),
        ("a: int32 = 20; b: int32 = 1; reserved 20..max;", &["2"]),
    ] {
        let offers: Vec<String> = patches(&format!("message M {{ {members} }}"))
            .into_iter()
            .filter_map(|text| text.trim_start_matches(" = ").parse::<u32>().ok())
            .map(|number| number.to_string())
            .collect();
        assert_eq!(offers, offered, "{members}");
    }
    // Nothing is free, and nothing is offered.
    assert_eq!(patches("message M { a: int32; reserved 1..max; }"), [""; 0]);
}

#[test]
fn a_missing_number_comes_behind_the_type() {
    check_items("message M { a: string; }", &[(E0407, "a")]);
    check_items("enum E { E_ZERO = 0; E_ONE; }", &[(E0407, "E_ONE")]);
    // The semicolon is missing, too: each patch keeps to its own place.
    check_items("message M { a: list<string> }", &[(E0407, "a"), (E0003, "")]);
}

#[test]
fn e14_enums_begin_with_zero() {
    check_items("enum E { E_ONE = 1; }", &[(E0501, "1")]);
    check_items("enum E { E_ONE = 1; E_ZERO = 0; }", &[(E0501, "1")]);
    check_items("enum E { E_UNSPECIFIED = 1; }", &[(E0501, "1")]);
    check_items("enum E { E_ONE = -1; }", &[(E0501, "-1")]);
    check_items("closed enum E { E_ONE = 1; }", &[]);
    check_items("enum E { E_ONE = 0x0; }", &[]);
    check_items("enum E {}", &[(E0504, "E")]);
    check_items("closed enum E {}", &[(E0504, "E")]);
    check_items("enum E { @removed(in = \"v2\") E_ZERO = 0; }", &[(E0501, "@removed(in = \"v2\")")]);
    check_items("enum E { E_ONE; }", &[(E0407, "E_ONE")]);
}

#[test]
fn e14_enum_numbers() {
    let with = |value: &str| format!("enum E {{ E_ZERO = 0; E_ONE = {value}; }}");
    for number in ["1", "-1", "2147483647", "-2147483648"] {
        check_items(&with(number), &[]);
    }
    for number in ["2147483648", "-2147483649", "0x80070005", "18446744073709551615"] {
        check_items(&with(number), &[(E0503, number)]);
    }
    check_items(&with("0"), &[(E0502, "0")]);
    check_items(&with("19000"), &[]);
    check_items("enum E { E_ZERO = 0; E_ONE = 3; reserved 3; }", &[(E0505, "3")]);
    check_items("enum E { E_ZERO = 0; E_ONE = 3; reserved \"E_ONE\"; }", &[(E0505, "E_ONE")]);
    check_items("enum E { E_ZERO = 0; E_ONE = -3; reserved ..=-1; }", &[(E0505, "-3")]);
    check_items("enum E { E_ZERO = 0; reserved 2147483648; }", &[(E0503, "2147483648")]);
}

#[test]
fn e14_aliases_follow_what_they_are_aliases_of() {
    check_items("enum E { E_ZERO = 0; @alias E_NULL = 0; @alias E_NIL = 0; }", &[]);
    check_items("enum E { E_ZERO = 0; @alias E_NULL = 0; E_NIL = 0; }", &[(E0502, "0")]);
    check_items("enum E { E_ZERO = 0; @alias E_ONE = 1; }", &[(E0802, "@alias")]);
    check_items("enum E { @alias E_NULL = 0; E_ZERO = 0; }", &[(E0802, "@alias")]);
    let model = model("enum E { E_ZERO = 0; @alias E_NULL = 0; }");
    let aliases: Vec<bool> = model.enums[0].values.iter().map(|value| value.is_alias).collect();
    assert_eq!(aliases, [false, true]);
}

#[test]
fn values_become_equal_without_their_prefix() {
    check_items("enum E { E_A = 0; A = 1; }", &[(E0506, "A")]);
    check_items("enum E { E_A_B = 0; E_AB = 1; }", &[]);
    check_items("enum E { E_A_B = 0; E_A__B = 1; }", &[(E0506, "E_A__B")]);
    check_items("enum E { E_A = 0; @rust(name = \"Other\") A = 1; }", &[]);
    check_items("enum E { E_A = 0; @rust(name = \"A\") E_B = 1; }", &[(E0506, "E_B")]);
    check_items("enum E { E_A = 0; @removed(in = \"v2\") A = 1; }", &[]);
    check_items("enum E { E_A = 0; E_A = 1; }", &[(E0201, "E_A")]);
}

#[test]
fn too_many_members_are_one_report() {
    // The numbers of enums and unions are counted where those of messages are.
    for (head, member) in
        [("message M", "f{}: int32 = {};"), ("service M", "rpc M{}(Empty) -> Empty; /* {} */")]
    {
        let mut schema = format!("{head} {{\n");
        for number in 0..=65_535 {
            let member = member.replacen("{}", &number.to_string(), 1);
            let _ = writeln!(schema, "{}", member.replacen("{}", &number.to_string(), 1));
        }
        schema += "}\n";
        let found = found(&schema);
        assert_eq!(found.len(), 1, "{head}: {:?}", &found[..found.len().min(3)]);
        assert_eq!(found[0].0, E0413, "{head}");
        assert!(found[0].1.ends_with("65535"), "{head}: {}", found[0].1);
    }
}

#[test]
fn e04_mistakes_in_all_fields_cost_no_square() {
    check_linear(1_000, |count| {
        let mut schema = "enum E { E_ZERO = 0; }\nmessage M {\n".to_owned();
        for number in 0..count {
            let _ = writeln!(schema, "  @default(E_{number}) @key f{number}: E = 1;");
        }
        schema + "}\n"
    });
}

#[test]
fn e04_many_annotations_on_one_thing_cost_no_square() {
    check_linear(1_500, |count| format!("{}message M {{ a: int32 = 1; }}", "@allow(W0101)\n".repeat(count)));
}

#[test]
fn e04_lists_of_values_cost_no_square() {
    check_linear(1_000, |count| {
        let values: String = (0..count).map(|at| format!("E_{at} = {at};\n")).collect();
        let names: Vec<String> = (0..count).map(|at| format!("E_{at}")).collect();
        let names = names.join(", ");
        format!(
            "enum E {{ {values} }} message M {{ @in([{names}]) a: E = 1; @not_in([{names}, E_X]) b: E = 2; }}"
        )
    });
}

#[test]
fn e13_more_mistakes_than_are_kept_keep_no_more_reports() {
    use mrpc_idl::limit::REPORTS_KEPT_MAX;
    for schema in [
        format!("message M {{ reserved {} 5; }}", "5,".repeat(REPORTS_KEPT_MAX + 1)),
        format!("message M {{ @in([{}]) a: int32 = 1; }}", "x,".repeat(REPORTS_KEPT_MAX + 1)),
        format!("{} message M {{}}", "@x ".repeat(REPORTS_KEPT_MAX + 1)),
    ] {
        assert_eq!(found(&schema).len(), REPORTS_KEPT_MAX);
    }
}
