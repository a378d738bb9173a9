//! Generated types in use.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use mrpc::{Code, Message as _};

use crate::golden::kitchen::kitchen::v1::{
    Circle, Credential, Expression, HowToReach, KitchenError, Leaf, Lists, Maps, NoSuchDish, Oneofs,
    OneofsContact, Optionals, OutOfStock, Renamed, Required, Scalars, Secret, SecretWay, Shape, Side, Sparse,
    Square, State, Tree, TreeMore,
};
use crate::golden::packages::demo;

#[track_caller]
fn survives<M>(value: &M)
where
    M: mrpc::Message + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let bytes = value.encode_to_vec();
    assert_eq!(&M::decode(&bytes).unwrap(), value, "{bytes:?}");
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<M>(&json).unwrap(), value, "{json}");
}

#[test]
fn values_survive_the_wire() {
    survives(&Scalars::default());
    survives(&Scalars {
        a_bool: true,
        an_int32: i32::MIN,
        an_int64: i64::MIN,
        a_uint32: u32::MAX,
        a_uint64: u64::MAX,
        a_sint32: i32::MIN,
        a_sint64: i64::MIN,
        a_fixed32: 1,
        a_fixed64: 2,
        a_sfixed32: -3,
        a_sfixed64: -4,
        a_float: -0.0,
        a_double: f64::MAX,
        a_string: "größe".to_owned(),
        some_bytes: vec![0, 255],
        shared_bytes: mrpc::bytes::Bytes::from_static(b"x"),
        state: State::Unrecognized(77),
        side: Side::Right,
        ..Scalars::default()
    });
    survives(&Optionals {
        a_bool: Some(false),
        state: Some(State::Unspecified),
        side: Some(Side::Left),
        ..Optionals::default()
    });
    survives(&Lists {
        bools: vec![true, false],
        doubles: vec![0.0, 1.5],
        strings: vec![String::new()],
        states: vec![State::On, State::Unrecognized(5)],
        sides: vec![Side::Right, Side::Left],
        messages: vec![Scalars::default(), Scalars { a_bool: true, ..Scalars::default() }],
        shapes: vec![Shape::default(), Shape::Corners(0), Circle { radius: 1.0, ..Circle::default() }.into()],
        wrappers: vec![String::new(), "x".to_owned()],
        ..Lists::default()
    });
    survives(&Maps {
        by_name: BTreeMap::from([(String::new(), Scalars::default())]),
        by_number: HashMap::from([(-1, "x".to_owned())]),
        states: BTreeMap::from([(false, State::Broken)]),
        sides: BTreeMap::from([(0, Side::Left), (1, Side::Right)]),
        shapes: BTreeMap::from([(7, Shape::Corners(3))]),
        wrappers: BTreeMap::from([(i64::MIN, 0)]),
        ..Maps::default()
    });
    for contact in [
        OneofsContact::Email(String::new()),
        OneofsContact::Phone(0),
        Scalars::default().into(),
        OneofsContact::Shape(Shape::Corners(4)),
        OneofsContact::State(State::Unspecified),
        OneofsContact::Side(Side::Left),
        OneofsContact::Wrapped(false),
        Oneofs { before: 1, ..Oneofs::default() }.into(),
    ] {
        survives(&Oneofs { before: 1, contact: Some(contact), after: 2, ..Oneofs::default() });
    }
    survives(&Sparse { far: 1, near: 2, ..Sparse::default() });
}

#[test]
fn what_recurs_is_behind_a_pointer() {
    let leaf = Leaf {
        expression: Some(Box::new(Expression::Negated(Box::new(Expression::Number(1.0))))),
        ..Leaf::default()
    };
    let tree = Tree { leaf_of: leaf.clone(), children: vec![Tree::default()], ..Tree::default() };
    survives(&Tree {
        left: Some(Box::new(tree.clone())),
        more: Some(TreeMore::from(tree)),
        leaf_of: leaf,
        ..Tree::default()
    });
}

#[test]
fn a_required_message_must_come() {
    let error = Required::decode(&[]).unwrap_err().to_string();
    assert!(error.contains("scalars"), "{error}");
    survives(&Required { other: Some(Box::default()), ..Required::default() });
}

#[test]
fn open_enums_keep_numbers_and_compare_by_them() {
    assert_eq!(State::from(1), State::On);
    assert!(matches!(State::from(1), State::On));
    assert!(matches!(State::from(3), State::Unrecognized(3)));
    assert_eq!(State::Unrecognized(1), State::HOT);
    assert_eq!((State::On.number(), i32::from(State::Off)), (1, 200_000));
    assert_eq!(State::Unrecognized(1).name(), Some("STATE_ON"));
    assert_eq!(State::Unrecognized(3).name(), None);
    assert_eq!(State::from_name("STATE_HOT"), Some(State::On));
    assert_eq!(State::from_name("STATE_GONE"), None);
    assert_eq!(State::default(), State::Unspecified);
    let sorted: Vec<i32> =
        State::KNOWN.iter().copied().collect::<BTreeSet<_>>().into_iter().map(State::number).collect();
    assert_eq!(sorted, [-1, 0, 1, 200_000]);
    assert_eq!(State::KNOWN.len(), 4);
}

#[test]
fn closed_enums_have_no_other_numbers() {
    assert_eq!(Side::try_from(2), Ok(Side::Right));
    assert_eq!(Side::try_from(0).unwrap_err().to_string(), "0 is the number of no value");
    assert_eq!((Side::default(), Side::Left.name()), (Side::Left, "SIDE_LEFT"));
    assert_eq!(Side::from_name("SIDE_RIGHT"), Some(Side::Right));
}

#[test]
fn a_union_keeps_what_it_does_not_know() {
    // Member 9, which a newer version has.
    let bytes = [9 << 3, 1];
    let shape = Shape::decode(&bytes).unwrap();
    assert!(matches!(&shape, Shape::Unrecognized(fields) if fields.as_bytes() == bytes));
    assert_eq!(shape.encode_to_vec(), bytes);
    assert!(matches!(Shape::default(), Shape::Unrecognized(fields) if fields.is_empty()));
}

#[test]
fn an_error_says_what_it_is() {
    let error = KitchenError::NoSuchDish(NoSuchDish::default());
    assert_eq!((error.code(), error.is_retryable()), (Code::NotFound, false));
    assert_eq!(error.to_string(), "no such dish");
    let error = KitchenError::from(OutOfStock::default());
    assert_eq!((error.code(), error.is_retryable()), (Code::ResourceExhausted, true));
    let error: Box<dyn std::error::Error> = Box::new(KitchenError::default());
    assert_eq!(error.to_string(), "unrecognized error");
    assert_eq!(KitchenError::default().code(), Code::Unknown);
}

#[test]
fn what_is_absent_has_a_default() {
    let value = Optionals::default();
    assert_eq!((value.a_sint64_or_default(), value.a_string_or_default()), (-7, "none"));
    assert_eq!((value.some_bytes_or_default(), value.state_or_default()), ("\u{ff}".as_bytes(), State::On));
    assert!(value.type_or_default() && !Optionals { r#type: Some(false), ..value }.type_or_default());
}

#[test]
fn a_secret_is_not_shown() {
    let secret = Secret {
        name: "n".to_owned(),
        token: "hidden".to_owned(),
        way: Some(SecretWay::Password("hidden".to_owned())),
        ..Secret::default()
    };
    assert_eq!(
        format!("{secret:?}"),
        "Secret { name: \"n\", token: [REDACTED], way: Some(Password([REDACTED])), unknown_fields: 0 bytes }"
    );
    assert_eq!(format!("{:?}", Credential::Password("hidden".to_owned())), "Password([REDACTED])");
    assert_eq!(format!("{:?}", Credential::KeyId("shown".to_owned())), "KeyId(\"shown\")");
}

#[test]
fn names_that_were_chosen_are_used() {
    let value = Renamed {
        id: "x".to_owned(),
        how_to_reach: Some(HowToReach::Post("y".to_owned())),
        ..Renamed::default()
    };
    survives(&value);
    // What was asked for is derived, for its oneof as well.
    assert_eq!(std::collections::HashSet::from([value.clone(), value]).len(), 1);
}

#[test]
fn packages_refer_to_each_other() {
    let money = demo::common::v1::Money { amount: 5, ..Default::default() };
    let user = demo::user::v1::User {
        balance: Some(money),
        root: Some(demo::Root::default()),
        book: Some(crate::golden::packages::library::books::Book::default()),
        ..Default::default()
    };
    assert_eq!(user.unit_or_or_default(), demo::common::v1::MoneyUnit::Cent);
    survives(&demo::user::v1::Group { users: vec![user], ..Default::default() });
}

#[test]
fn a_square_knows_its_style() {
    survives(&Shape::Square(Square { side: 2.0, ..Square::default() }));
    survives(&Shape::OtherSquare(Square { side: 2.0, ..Square::default() }));
}

#[test]
fn json_has_the_names_of_protobuf() {
    let value =
        Optionals { a_bool: Some(true), r#type: Some(false), state: Some(State::On), ..Optionals::default() };
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(json, r#"{"aBool":true,"state":"STATE_ON","type":false}"#);
    // The name in the schema, another name of the value, a number.
    for text in
        [r#"{"a_bool":true,"state":"STATE_HOT","type":false}"#, r#"{"aBool":true,"state":1,"type":false}"#]
    {
        assert_eq!(serde_json::from_str::<Optionals>(text).unwrap(), value);
    }
    let circle = Shape::from(Circle { radius: 1.5, ..Circle::default() });
    assert_eq!(serde_json::to_string(&circle).unwrap(), r#"{"circle":{"radius":1.5}}"#);
    let error = serde_json::from_str::<Shape>(r#"{"corners":1,"circle":{}}"#).unwrap_err().to_string();
    assert!(error.contains("another member"), "{error}");
}
