//! `validate` of generated types.

use std::collections::BTreeMap;

use mrpc::Validate as _;
use mrpc::bytes::Bytes;

use crate::golden::rules::rules::v1::{Either, Item, Kind, Rule, Rules, RulesAlone, RulesChoice};

/// A value that keeps every rule.
fn good() -> Rules {
    Rules {
        name: "name".to_owned(),
        by_name: BTreeMap::from([("k".to_owned(), item("a"))]),
        first: item("a"),
        level: 1,
        kind: Kind::A,
        ratio: 0.5,
        hash: vec![0; 16],
        ..Rules::default()
    }
}

fn item(name: &str) -> Item {
    Item { name: name.to_owned(), ..Item::default() }
}

#[track_caller]
fn check(change: impl FnOnce(&mut Rules), expected: &str) {
    let mut value = good();
    change(&mut value);
    let found = value.validate().err().map(|violation| violation.to_string()).unwrap_or_default();
    assert_eq!(found, expected);
}

#[test]
fn a_value_without_fault_is_left_alone() {
    check(|_| {}, "");
    check(|it| it.email = Some("a@b.example".to_owned()), "");
    check(|it| it.tags = vec!["a".to_owned(), "b".to_owned()], "");
    check(|it| it.choice = Some(RulesChoice::Anything(String::new())), "");
    check(|it| it.kinds = vec![Kind::B, Kind::Unrecognized(7)], "");
}

#[test]
fn each_rule_is_looked_at() {
    check(|it| it.name = String::new(), "name: must have 1 to 64 characters");
    check(|it| it.name = "a\n".to_owned(), "name: must match `^[^\n]+$`");
    check(|it| it.age = 151, "age: must be at least 0 and at most 150");
    check(|it| it.email = Some("a".to_owned()), "email: must be an email address");
    check(|it| it.tags = vec!["a".to_owned(), "a".to_owned()], "tags[1]: must not be there twice");
    check(|it| it.tags = (0..17).map(|at| format!("{at}")).collect(), "tags: must have at most 16 elements");
    check(|it| it.tags = vec!["a".to_owned(), "B".to_owned()], "tags[1]: must match `^[a-z]+$`");
    check(|it| it.by_name.clear(), "by_name: must have at least 1 element");
    check(|it| it.level = 3, "level: must be one of 1, 2, 1000000");
    check(|it| it.login = Some("root".to_owned()), "login: must be none of \"root\", \"admin\"");
    check(|it| it.kind = Kind::Unspecified, "kind: must be one of KIND_A, KIND_B");
    check(|it| it.kinds = vec![Kind::A, Kind::Unrecognized(1)], "kinds[1]: must not be there twice");
    check(|it| it.kinds = vec![Kind::Unspecified], "kinds[0]: must be none of KIND_UNSPECIFIED");
    check(|it| it.ratio = 1.5, "ratio: must be at least -1.5 and below 1.5");
    check(|it| it.ratio = f32::NAN, "ratio: must be at least -1.5 and below 1.5");
    check(|it| it.ratio = -0.0, "ratio: must not be 0");
    check(|it| it.ratios = vec![0.0, f64::INFINITY], "ratios[1]: must be finite");
    check(|it| it.step = Some(0.25), "step: must be one of 0.5, 1");
    check(|it| it.hash = vec![0; 15], "hash: must have exactly 16 bytes");
    check(|it| it.shared = Some(Bytes::from_static(b"long")), "shared: must have at most 3 bytes");
    check(|it| it.least = 10, "least: must be at most 9");
    check(|it| it.links = vec!["urn:a".to_owned(), "a".to_owned()], "links[1]: must be an absolute URI");
    check(|it| it.hashes = vec![vec![1], vec![1]], "hashes[1]: must not be there twice");
}

#[test]
fn what_is_inside_is_looked_at_with_its_path() {
    check(|it| it.items = vec![item("a"), item("")], "items[1].name: must have 1 to 4 characters");
    check(
        |it| drop(it.by_name.insert("x".to_owned(), item(""))),
        "by_name[\"x\"].name: must have 1 to 4 characters",
    );
    check(|it| it.item = Some(item("")), "item.name: must have 1 to 4 characters");
    check(|it| it.first = item("too long"), "first.name: must have 1 to 4 characters");
    check(
        |it| it.rule = Some(Rule { item: Some(item("")), ..Rule::default() }),
        "rule.item.name: must have 1 to 4 characters",
    );
    check(
        |it| it.parent = Some(Box::new(Rules { age: 200, ..good() })),
        "parent.age: must be at least 0 and at most 150",
    );
    // A member of a oneof is a field of the message.
    check(|it| it.choice = Some(RulesChoice::Id("x".to_owned())), "id: must be a UUID");
    check(|it| it.choice = Some(RulesChoice::Chosen(item(""))), "chosen.name: must have 1 to 4 characters");
    check(|it| it.alone = Some(RulesAlone::Number(0)), "number: must not be 0");
}

#[test]
fn a_union_looks_at_the_member_that_is_set() {
    let says = |value: Either| value.validate().err().map(|violation| violation.to_string());
    assert_eq!(says(Either::Name(String::new())).unwrap(), "name: must have 1 to 2 characters");
    assert_eq!(says(item("").into()).unwrap(), "item.name: must have 1 to 4 characters");
    assert_eq!(says(Either::Number(0)), None);
    assert_eq!(says(Either::default()), None);
}
