//! Documents that want more than they should get.

use std::fmt::Write as _;

use mrpc::json::Options;
use mrpc::{Any, Message, Value};

use super::expect::options;
use crate::growth;
use crate::json_sample::Every;
use crate::sample::{Mixed, Tree};

/// The stack that a hundred levels may take, in a build with optimisations.
const STACK_BYTES: usize = if cfg!(debug_assertions) { 4 << 20 } else { 256 << 10 };

fn on_a_small_stack<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, run);
        thread.unwrap().join().unwrap()
    })
}

/// `open` in `open`, so often, with `inner` in the middle.
fn nested(levels: usize, open: &str, inner: &str, close: &str) -> String {
    [&open.repeat(levels), inner, &close.repeat(levels)].concat()
}

const DEEP: &str = "lists and objects in each other, deeper than `depth_max`";

#[test]
fn b01_a_hundred_levels_and_no_more_fit_a_small_stack() {
    on_a_small_stack(|| {
        // Behind pointers, in a list, in a map, as values: each object and each list is a level.
        let shapes = [("{\"next\":", "{}", "}", 1), ("{\"children\":[", "{}", "]}", 2)];
        for (open, inner, close, levels) in shapes {
            let most = 99 / levels;
            let json = nested(most, open, inner, close);
            let tree: Tree = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&tree).unwrap(), json);
            assert_eq!(Tree::decode(&tree.encode_to_vec()).unwrap(), tree);
            let error = serde_json::from_str::<Tree>(&nested(most + 1, open, inner, close)).unwrap_err();
            assert!(error.to_string().contains(DEEP), "{error}");
        }
        let shapes = [
            ("{\"own\":", "{}", "}", 1),
            ("{\"byText\":{\"k\":", "{}", "}}", 2),
            ("{\"value\":[", "[]", "]}", 98),
            ("{\"values\":[", "[]", "]}", 97),
        ];
        for (open, inner, close, levels) in shapes {
            let fits = |times: usize| {
                let json = nested(times, open, inner, close);
                let read = options().from_str::<Every>(&json);
                read.map(|every| assert_eq!(options().to_string(&every).unwrap(), json))
            };
            fits((99 / levels).max(1)).unwrap();
        }
        let values = nested(50, "{\"a\":[", "0.5", "]}");
        let value: Value = serde_json::from_str(&values).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), values);
        // A message that is too deep to be written.
        let deep =
            (0..200).fold(Tree::default(), |tree, _| Tree { next: Some(Box::new(tree)), ..Tree::default() });
        assert!(serde_json::to_string(&deep).unwrap_err().to_string().ends_with(DEEP));
    });
}

#[test]
fn b03_a_million_levels_are_refused() {
    on_a_small_stack(|| {
        for name in [
            "unknown", "value", "object", "any", "own", "longs", "texts", "anI32", "aText", "byText", "aTime",
        ] {
            for (open, close) in
                [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]"), ("{\"@type\":", "}"), ("{\"own\":", "}")]
            {
                for close in ["", close] {
                    let json = format!("{{\"{name}\":{}}}", nested(1_000_000, open, "1", close));
                    for options in [options(), options().ignore_unknown(true)] {
                        assert!(options.from_str::<Every>(&json).is_err(), "{name} {open}");
                    }
                }
            }
        }
    });
}

#[test]
fn b03_what_is_passed_over_is_no_deeper_than_the_rest() {
    on_a_small_stack(|| {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let json = |levels| format!("{{\"unknown\":{}}}", nested(levels, open, "1", close));
            let options = Options::new().ignore_unknown(true);
            assert_eq!(options.from_str::<Every>(&json(99)).unwrap(), Every::default());
            let error = options.from_str::<Every>(&json(100)).unwrap_err().to_string();
            assert!(error.starts_with("`unknown") && error.contains(DEEP), "{error}");
        }
    });
}

#[test]
fn b04_any_in_any_fits_a_small_stack() {
    on_a_small_stack(|| {
        let url = "type.googleapis.com";
        for (levels, type_first) in [(49, true), (49, false)] {
            let open = if type_first {
                format!("{{\"@type\":\"{url}/sample.v1.Every\",\"own\":{{\"any\":")
            } else {
                "{\"own\":{\"any\":".to_owned()
            };
            let close = if type_first {
                "}}".to_owned()
            } else {
                format!("}},\"@type\":\"{url}/sample.v1.Every\"}}")
            };
            let any: Any = options().from_str(&nested(levels, &open, "{}", &close)).unwrap();
            let json = options().to_string(&any).unwrap();
            assert_eq!(options().from_str::<Any>(&json).unwrap(), any);
            let error = options().from_str::<Any>(&nested(levels + 1, &open, "{}", &close)).unwrap_err();
            assert!(error.to_string().contains(DEEP), "{error}");
        }
    });
}

#[test]
fn b20_documents_that_are_not_quite_json() {
    let lone = |unit: &str| format!("{{\"aText\":\"{unit}\"}}");
    for json in [
        lone("\\ud800"),
        lone("\\udc00"),
        lone("\\ud800\\ud800"),
        lone("\\ud800x"),
        lone("\\uD83D\\u0041"),
        "{\"\\ud800\":1}".to_owned(),
        "{\"byText\":{\"\\ud800\":{}}}".to_owned(),
        "{\"value\":\"\\ud800\"}".to_owned(),
        "\u{feff}{}".to_owned(),
        "{} {}".to_owned(),
        "{}x".to_owned(),
        "{}\0".to_owned(),
        "\0{}".to_owned(),
        String::new(),
    ] {
        for options in [options(), options().ignore_unknown(true)] {
            assert!(options.from_str::<Every>(&json).is_err(), "{json}");
            assert!(serde_json::from_str::<Every>(&json).is_err(), "{json}");
        }
    }
    for bytes in [
        &b"{\"aText\":\"\xff\"}"[..],
        b"{\"aText\":\"\xed\xa0\x80\"}",
        b"{\"aText\":\"\xc0\x80\"}",
        b"{\"\xff\":1}",
        b"{\"value\":{\"\xff\":1}}",
        b"\xef\xbb\xbf{}",
        b"{\x00}",
    ] {
        assert!(options().from_slice::<Every>(bytes).is_err(), "{bytes:?}");
    }
    let nul: Every = options().from_str("{\"aText\":\"\\u0000\"}").unwrap();
    assert_eq!(nul.a_text, "\0");
    assert_eq!(serde_json::to_string(&nul).unwrap(), "{\"aText\":\"\\u0000\"}");
}

#[test]
fn b21_a_number_of_a_million_digits_takes_linear_time() {
    let digits = |n: usize| "7".repeat(n);
    type Number = fn(&str) -> String;
    let shapes: [(&str, Number); 9] = [
        ("anI64", |digits| digits.to_owned()),
        ("anI64", |digits| format!("\"{digits}\"")),
        ("anI64", |digits| format!("\"{digits}e-9\"")),
        ("anI64", |digits| format!("\"0.{digits}e9\"")),
        ("anI64", |digits| format!("\"1e{digits}\"")),
        ("aDouble", |digits| digits.to_owned()),
        ("aDouble", |digits| format!("\"{digits}\"")),
        ("aFloat", |digits| format!("1e{digits}")),
        ("aFloat", |digits| format!("\"{digits}\"")),
    ];
    for (name, number) in shapes {
        let json = format!("{{\"{name}\":{}}}", number(&digits(1_000_000)));
        let error = options().from_str::<Every>(&json).unwrap_err().to_string();
        assert!(error.len() < 300, "{name} {}", error.len());
    }
    check_linear(100_000, |n: usize| {
        assert!(options().from_str::<Every>(&format!("{{\"anI64\":\"{}\"}}", digits(n))).is_err());
    });
    check_linear(100_000, |n: usize| {
        assert!(options().from_str::<Every>(&format!("{{\"aDouble\":0.{}}}", digits(n))).is_ok());
    });
    // Zeros are no digits that matter.
    let json = format!("{{\"anI64\":\"1{}e-1000000\"}}", "0".repeat(1_000_000));
    assert_eq!(options().from_str::<Every>(&json).unwrap().an_i64, 1);
}

/// Four times as much takes four times as long, or about that.
fn check_linear(small: usize, read: impl Fn(usize)) {
    growth::check_linear(|| read(small), || read(4 * small));
}

/// `count` members, as `write` has them.
fn members(count: usize, write: impl Fn(usize) -> String) -> String {
    let mut json = String::from("{");
    for index in 0..count {
        let comma = if index == 0 { "" } else { "," };
        write!(json, "{comma}{}", write(index)).unwrap();
    }
    json + "}"
}

#[test]
fn b10_many_members_take_linear_time() {
    let ignoring = options().ignore_unknown(true);
    check_linear(20_000, |n: usize| {
        let json = members(n, |index| format!("\"x{index}\":[{index}]"));
        assert!(ignoring.from_str::<Every>(&json).is_ok());
    });
    check_linear(10_000, |n: usize| {
        let json = format!("{{\"byLong\":{}}}", members(n, |index| format!("\"{index}\":1")));
        assert_eq!(options().from_str::<Every>(&json).unwrap().by_long.len(), n);
    });
    check_linear(10_000, |n: usize| {
        let entries = members(n, |index| format!("\"{index}\":1"));
        let json = format!("{{\"byLong\":{entries},\"@type\":\"x/sample.v1.Every\"}}");
        assert!(options().from_str::<Any>(&json).is_ok());
    });
    check_linear(10_000, |n: usize| {
        let json = format!("{{\"mask\":\"{}aB\"}}", "aB,".repeat(n));
        assert!(options().from_str::<Every>(&json).is_ok());
    });
    check_linear(10_000, |n: usize| {
        let json = format!("{{\"levels\":[{}0]}}", "1,".repeat(n));
        assert!(options().from_str::<Mixed>(&json).is_ok());
    });
}

#[test]
fn b08_a_document_of_nothing_is_refused() {
    let list = |name: &str, element: &str, count: usize| {
        format!("{{\"{name}\":[{element}{}]}}", format!(",{element}").repeat(count - 1))
    };
    let error = |json: &str| options().from_str::<Every>(json).unwrap_err().to_string();
    assert!(error(&list("values", "0", 1_000_001)).contains("more elements than `elements_max`"));
    assert!(error(&list("texts", "\"\"", 1_000_001)).contains("more elements than `elements_max`"));
    assert!(error(&list("times", "0", 1_000_001)).starts_with("`times[0]`: "));
    let big =
        list("byText", "{}", 1).replace("[{}]", &members(100_000, |index| format!("\"{index:x}\":{{}}")));
    assert!(error(&big).contains("more memory than the limits allow for so few bytes"), "{}", error(&big));
    assert!(options().from_str::<Every>(&list("longs", "0", 999_999)).is_ok());
}
