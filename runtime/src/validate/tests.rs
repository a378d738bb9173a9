use std::collections::BTreeMap;

use super::*;

type Outcome = Result<(), Violation>;

#[track_caller]
fn says(outcome: &Outcome, expected: &str) {
    let text = outcome.as_ref().err().map(ToString::to_string).unwrap_or_default();
    assert_eq!(text, expected);
}

#[test]
fn numbers_have_ends() {
    says(&range(&5, 1..=5), "");
    says(&range(&6, 1..=5), "must be at least 1 and at most 5");
    says(&range(&0_u64, 1..), "must be at least 1");
    says(&range(&1.0_f32, ..1.0), "must be below 1");
    says(&range(&f64::NAN, ..), "");
    says(&range(&f64::NAN, 0.0..), "must be at least 0");
    says(&nonzero(&0), "must not be 0");
    says(&nonzero(&-0.0), "must not be 0");
    says(&nonzero(&f64::NAN), "");
    says(&finite(&f32::INFINITY), "must be finite");
    says(&finite(&f64::MAX), "");
}

#[test]
fn lengths_are_counted_in_what_people_mean() {
    says(&chars("größe", 5..=5), "");
    says(&chars(&String::from("größe"), ..=4), "must have at most 4 characters");
    says(&bytes(&vec![0], 2..), "must have at least 2 bytes");
    says(&bytes(&bytes::Bytes::from_static(b"abc"), 1..=1), "must have exactly 1 byte");
    says(&elements(&vec![1, 2, 3], 1..=2), "must have 1 to 2 elements");
    says(&elements(&BTreeMap::from([(1, 2)]), ..=0), "must have exactly 0 elements");
}

#[test]
fn what_is_there_twice_is_named() {
    says(&unique(&vec![3, 1, 2]), "");
    says(&unique(&vec!["b", "a", "b", "a"]), "[2]: must not be there twice");
    says(&field("tags", &vec![1, 1], unique), "tags[1]: must not be there twice");
}

#[test]
fn values_are_listed() {
    says(&one_of(&String::from("a"), &["a", "b"], "\"a\", \"b\""), "");
    says(&one_of(&3, &[1, 2], "1, 2"), "must be one of 1, 2");
    says(&none_of(&1.5, &[1.5], "1.5"), "must be none of 1.5");
}

#[test]
fn patterns_are_searched_for() {
    static DIGIT: Pattern = Pattern::new("[0-9]");
    says(&pattern("a1", &DIGIT), "");
    says(&pattern("a", &DIGIT), "must match `[0-9]`");
    static BROKEN: Pattern = Pattern::new("(");
    says(&pattern("", &BROKEN), "must match `(`");
}

#[test]
fn formats_are_known() {
    type Format = fn(&str) -> Outcome;
    let check = |format: Format, good: &[&str], bad: &[&str]| {
        for text in good {
            assert!(format(text).is_ok(), "{text}");
        }
        for text in bad {
            assert!(format(text).is_err(), "{text}");
        }
    };
    check(
        email,
        &["a@b", "first.last+tag@mail.example.org", "o'neil@example.org"],
        &[
            "",
            "a",
            "@b",
            "a@",
            "a@b@c d",
            "a b@c",
            ".a@b",
            "a..b@c",
            "a@b.c.",
            "a@-b",
            "ä@b",
            "a@[192.0.2.1]",
        ],
    );
    check(hostname, &["a", "a-b.example", "1.example."], &["", ".", "a..b", "-a", "a-", "a_b", "a b"]);
    assert!(hostname(&"a".repeat(64)).is_err());
    assert!(hostname(&["a"; 127].join(".")).is_ok());
    assert!(hostname(&["a"; 128].join(".")).is_err());
    check(ip, &["192.0.2.1", "::1"], &["", "1.2.3", "1.2.3.256", "::g"]);
    check(ipv4, &["192.0.2.1"], &["::1", "01.2.3.4", " 1.2.3.4"]);
    check(ipv6, &["2001:db8::1", "::ffff:192.0.2.1"], &["192.0.2.1", "[::1]", "fe80::1%eth0"]);
    check(
        uri,
        &["https://a.b/c?d=e#f", "urn:isbn:0451450523", "mailto:a@b", "a+b-c.d:e", "x:%20"],
        &["", "a", "/a/b", ":a", "a:", "1a:b", "x:a b", "x:%2", "x:%zz", "x:ä", "x:\"\""],
    );
    check(
        uuid,
        &["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
        &[
            "",
            "123e4567e89b12d3a456426614174000",
            "123e4567-e89b-12d3-a456-42661417400g",
            "123e4567-e89b-12d3-a456_426614174000",
        ],
    );
}

#[test]
fn a_path_leads_to_the_value() {
    struct Item(i32);
    impl Validate for Item {
        fn validate(&self) -> Outcome {
            field("size", &self.0, nonzero)
        }
    }
    let items = vec![Item(1), Item(0)];
    says(
        &field("order", &items, |items| each("items", items, Validate::validate)),
        "order.items[1].size: must not be 0",
    );
    says(&optional("item", &Some(Box::new(Item(0))), Validate::validate), "item.size: must not be 0");
    says(&optional("item", &None::<Item>, Validate::validate), "");
    says(&oneof(&Some(Item(0)), Validate::validate), "size: must not be 0");
    let map = BTreeMap::from([("k".to_owned(), Item(0))]);
    says(&each_value("by_name", &map, Validate::validate), "by_name[\"k\"].size: must not be 0");
    let long = BTreeMap::from([("k".repeat(1_000), Item(0))]);
    let path = each_value("m", &long, Validate::validate).unwrap_err().path();
    assert!(path.chars().count() < 80 && path.contains("k…]"), "{path}");
}
