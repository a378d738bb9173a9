//! Services: their methods, and the policies of these.

use mrpc_idl::code::Code::*;
use std::fmt::Write as _;
use std::time::Duration;

use mrpc_idl::model::{Idempotency, Method, Model, Status, Timeout};

use crate::expect::{check_items, model};

/// A service with these lines, and the messages that they speak of.
fn service(on_service: &str, methods: &str) -> String {
    format!(
        "{on_service} service S {{ {methods} }}\n\
         message Keyed {{ @key id: string = 1; }}\n\
         message Plain {{ id: string = 1; }}\n\
         message Around {{ inner: Keyed = 1; }}\n\
         message Many {{ inner: list<Keyed> = 1; oneof o {{ one: Keyed = 2; }} map_: map<string, Keyed> = 3; }}\n\
         message Loop {{ again: Loop = 1; }}\n\
         union Either {{ plain: Plain = 1; }}\n\
         enum Kind {{ KIND_ZERO = 0; }}\n\
         error Failure {{ @code(NOT_FOUND) plain: Plain = 1; }}\n"
    )
}

fn one(method: &str) -> String {
    service("", method)
}

#[test]
fn methods_take_and_return_messages() {
    for ty in ["Plain", "stream Plain", "Either", "Timestamp", "Empty", "stream Either"] {
        check_items(&one(&format!("rpc Do({ty}) -> {ty};")), &[]);
    }
    for (ty, slice) in [
        ("string", "string"),
        ("stream int32", "int32"),
        ("Kind", "Kind"),
        ("Failure", "Failure"),
        ("list<Plain>", "list<Plain>"),
        ("map<string, Plain>", "map<string, Plain>"),
        ("Plain?", "Plain?"),
        ("stream list<Plain>", "list<Plain>"),
    ] {
        let found = crate::expect::found(&one(&format!("rpc Do({ty}) -> Plain;")));
        assert_eq!(found, [(E0702.to_owned(), slice.to_owned())], "{ty}");
        check_items(&one(&format!("rpc Do(Plain) -> {ty};")), &[(E0702, slice)]);
    }
    check_items(&one("rpc Do(string) -> int32;"), &[(E0702, "string"), (E0702, "int32")]);
    check_items(&one("rpc Do(Nowhere) -> Plain;"), &[(E0301, "Nowhere")]);
    check_items(&one("rpc Do(Plain) -> Plain throws Failure;"), &[]);
    for (thrown, code) in [
        ("Plain", E0703),
        ("Either", E0703),
        ("Kind", E0703),
        ("string", E0703),
        ("Empty", E0703),
        ("Nowhere", E0301),
    ] {
        check_items(&one(&format!("rpc Do(Plain) -> Plain throws {thrown};")), &[(code, thrown)]);
    }
}

#[test]
fn e17_method_names() {
    check_items(&one("rpc Do(Plain) -> Plain; rpc Do(Keyed) -> Keyed;"), &[(E0701, "Do")]);
    check_items(&one("rpc GetIt(Plain) -> Plain; rpc Get_it(Plain) -> Plain;"), &[(E0202, "Get_it")]);
    for name in ["Connect", "New", "Clone", "With", "InProcess", "in_process"] {
        check_items(&one(&format!("rpc {name}(Plain) -> Plain;")), &[(E0713, name)]);
        check_items(&one(&format!("@rust(name = \"other\") rpc {name}(Plain) -> Plain;")), &[]);
        check_items(&one(&format!("@removed(in = \"v2\") rpc {name}(Plain) -> Plain;")), &[]);
    }
    check_items(&one("@rust(name = \"connect\") rpc Do(Plain) -> Plain;"), &[(E0713, "Do")]);
    check_items("service S {}", &[(E0714, "S")]);
}

#[test]
fn idempotency_and_retries() {
    const RETRY: &str = "@retry(max_attempts = 3)";
    check_items(&one(&format!("@idempotent {RETRY} rpc Do(Plain) -> Plain;")), &[]);
    check_items(&one(&format!("@idempotent(read) {RETRY} rpc Do(Plain) -> stream Plain;")), &[]);
    check_items(&one(&format!("{RETRY} rpc Do(Plain) -> Plain;")), &[(E0706, RETRY)]);
    check_items(&one(&format!("@idempotent {RETRY} rpc Do(stream Plain) -> Plain;")), &[(E0707, RETRY)]);
    // A stream cannot be retried whatever else is said.
    check_items(&one(&format!("{RETRY} rpc Do(stream Plain) -> stream Plain;")), &[(E0707, RETRY)]);
    check_items(&one("@idempotent(read) rpc Do(stream Plain) -> Plain;"), &[(E0705, "@idempotent(read)")]);
    check_items(&one("@idempotent rpc Do(stream Plain) -> Plain;"), &[]);
    // On a service it counts for those that allow it.
    check_items(&service(RETRY, "rpc Do(Plain) -> Plain; rpc Send(stream Plain) -> Plain;"), &[]);
    // An `@idempotent` that is wrong is there all the same.
    check_items(&one(&format!("@idempotent(write) {RETRY} rpc Do(Plain) -> Plain;")), &[(E0804, "write")]);
    check_items(&one(&format!("@idempotent(read, 5) {RETRY} rpc Do(Plain) -> Plain;")), &[(E0806, "5")]);
}

#[test]
fn policies_out_of_range() {
    let on = |written: &str| one(&format!("@idempotent {written} rpc Do(Keyed) -> stream Keyed;"));
    for (written, slice) in [
        ("@timeout(0s)", "0s"),
        ("@timeout(999us)", "999us"),
        ("@timeout(25h)", "25h"),
        ("@timeout(2s, idle = 0s)", "0s"),
        ("@timeout(2s, idle = 3s)", "3s"),
        ("@retry(max_attempts = 1)", "1"),
        ("@retry(max_attempts = 11)", "11"),
        ("@retry(max_attempts = -1)", "-1"),
        ("@retry(max_attempts = 18446744073709551615)", "18446744073709551615"),
        ("@retry(max_attempts = 2, backoff = 0s..1s)", "0s..1s"),
        ("@retry(max_attempts = 2, backoff = 2s..1s)", "2s..1s"),
        ("@retry(max_attempts = 2, backoff = 1s..25h)", "1s..25h"),
        ("@retry(max_attempts = 2, budget = 0%)", "0%"),
        ("@retry(max_attempts = 2, budget = 101%)", "101%"),
    ] {
        check_items(&on(written), &[(E0709, slice)]);
    }
    for written in [
        "@timeout(1ms)",
        "@timeout(24h)",
        "@timeout(none)",
        "@timeout(2s, idle = 2s)",
        "@retry(max_attempts = 2, backoff = 1s..1s, budget = 100%)",
        "@retry(max_attempts = 10, on = [UNAVAILABLE, ABORTED])",
    ] {
        check_items(&on(written), &[]);
    }
    check_items(
        &on("@retry(max_attempts = 2, on = [UNAVAILIBLE, OK, SOMETHING])"),
        &[(E0606, "UNAVAILIBLE"), (E0606, "OK"), (E0606, "SOMETHING")],
    );
    let batch = |written: &str| one(&format!("@idempotent {written} rpc Do(Keyed) -> Keyed;"));
    for (written, slice) in [
        ("@batch(max_size = 1, max_wait = 1ms)", "1"),
        ("@batch(max_size = 10001, max_wait = 1ms)", "10001"),
        ("@batch(max_size = 64, max_wait = 0s)", "0s"),
        ("@batch(max_size = 64, max_wait = 1001ms)", "1001ms"),
    ] {
        check_items(&batch(written), &[(E0709, slice)]);
    }
    check_items(&batch("@batch(max_size = 10000, max_wait = 1s)"), &[]);
    check_items(&one("@timeout(2s, idle = 1s) rpc Do(Plain) -> Plain;"), &[(E0806, "1s")]);
    check_items(
        "message M { @key(order = -1) a: string = 1; @key(order = 4294967296) b: string = 2; }",
        &[(E0709, "-1"), (E0709, "4294967296")],
    );
}

#[test]
fn batches() {
    const BATCH: &str = "@batch(max_size = 64, max_wait = 1ms)";
    const BY_KEY: &str = "@batch(max_size = 64, max_wait = 1ms, key)";
    check_items(&one(&format!("@idempotent {BATCH} rpc Do(Plain) -> Plain;")), &[]);
    check_items(&one(&format!("@idempotent {BY_KEY} rpc Do(Around) -> Plain;")), &[]);
    check_items(&one(&format!("{BATCH} rpc Do(Plain) -> Plain;")), &[(E0708, BATCH)]);
    check_items(&one(&format!("@idempotent {BATCH} rpc Do(stream Plain) -> Plain;")), &[(E0708, BATCH)]);
    check_items(&one(&format!("@idempotent {BATCH} rpc Do(Plain) -> stream Plain;")), &[(E0708, BATCH)]);
    check_items(&one(&format!("@idempotent {BY_KEY} rpc Do(Plain) -> Plain;")), &[(E0708, BY_KEY)]);
    check_items(&one(&format!("{BATCH} rpc Do(stream Plain) -> stream Plain;")), &[(E0708, BATCH)]);
}

#[test]
fn routes_need_a_key() {
    for request in ["Keyed", "stream Keyed", "Around"] {
        check_items(&one(&format!("@route(hash) rpc Do({request}) -> Plain;")), &[]);
    }
    for request in ["Plain", "Many", "Loop", "Either", "Empty"] {
        check_items(&one(&format!("@route(hash) rpc Do({request}) -> Plain;")), &[(E0710, "@route(hash)")]);
    }
    check_items(&service("@route(hash)", "rpc Do(Keyed) -> Plain; rpc Other(Plain) -> Plain;"), &[]);
    check_items(&service("@route(hash)", "rpc Other(Plain) -> Plain;"), &[(E0710, "@route(hash)")]);
    // Mistakes that hide a key, or the route, have their own reports.
    check_items(&service("@route(hush)", "rpc Other(Plain) -> Plain;"), &[(E0804, "hush")]);
    for (field, code, slice) in [
        ("@key f: float = 1;", E0711, "@key"),
        ("@key(oder = 1) f: string = 1;", E0806, "oder"),
        ("@key f: Nowhere = 1;", E0301, "Nowhere"),
        ("f: Nowhere = 1;", E0301, "Nowhere"),
        ("@key f: string;", E0407, "f"),
        ("oneof o { @key f: string = 1; }", E0802, "@key"),
        ("@key(order = \"1\") f: string = 1;", E0804, "\"1\""),
    ] {
        let schema = format!("message M {{ {field} }} service S {{ @route(hash) rpc Do(M) -> M; }}");
        check_items(&schema, &[(code, slice)]);
    }
}

#[test]
fn keys() {
    let others = "message M {} enum E { E_ZERO = 0; }";
    for ty in ["string", "bytes", "bool", "int32", "sfixed64", "E"] {
        check_items(&format!("{others} message K {{ @key k: {ty} = 1; }}"), &[]);
    }
    for ty in ["float", "double", "M", "Timestamp", "string?", "list<string>", "map<string, string>"] {
        check_items(&format!("{others} message K {{ @key k: {ty} = 1; }}"), &[(E0711, "@key")]);
    }
    check_items("message K { @key(order = 1) a: string = 1; @key(order = 2) b: string = 2; }", &[]);
    check_items("message K { @key a: string = 1; @key(order = 2) b: string = 2; }", &[]);
    check_items("message K { @key a: string = 1; @key b: string = 2; }", &[(E0712, "b")]);
    check_items("message K { @key a: string = 1; @key b: string = 2; @key c: string = 3; }", &[(E0712, "c")]);
    check_items(
        "message K { @key(order = 1) a: string = 1; @key(order = 1) b: string = 2; }",
        &[(E0712, "b")],
    );
    // A key that is none has its report, and is no second one.
    check_items("message K { @key a: float = 1; @key b: string = 2; }", &[(E0711, "@key")]);
}

fn method<'m>(model: &'m Model, name: &str) -> &'m Method {
    let methods = model.services.iter().flat_map(|service| &service.methods);
    methods.into_iter().find(|method| method.decl.name.text == name).expect("a method of this name")
}

fn after(model: &Model, name: &str) -> Option<(Duration, Option<Duration>)> {
    match method(model, name).timeout {
        Timeout::After { total, idle, .. } => Some((total, idle)),
        Timeout::Never | Timeout::Unset => None,
    }
}

#[test]
fn what_a_service_says_counts_for_its_methods() {
    let model = model(&service(
        "@timeout(2s) @retry(max_attempts = 3, backoff = 50ms..1s, on = [UNAVAILABLE], budget = 20%) @route(hash) @validate",
        "rpc Plainly(Plain) -> Plain;\n\
         @idempotent rpc Twice(Keyed) -> Plain;\n\
         @idempotent(read) @timeout(5s) @retry(max_attempts = 5) rpc Read(Around) -> stream Plain;\n\
         @timeout(none) rpc Forever(stream Keyed) -> stream Plain;\n\
         @idempotent @timeout(1m, idle = 10s) rpc Send(stream Plain) -> Plain;\n\
         @idempotent @batch(max_size = 64, max_wait = 1ms, key) rpc Batched(Keyed) -> Plain throws Failure;",
    ));
    assert!(model.services[0].is_validated);
    let seconds = Duration::from_secs;
    assert_eq!(after(&model, "Plainly"), Some((seconds(2), None)));
    assert_eq!(after(&model, "Read"), Some((seconds(5), None)));
    assert_eq!(after(&model, "Send"), Some((seconds(60), Some(seconds(10)))));
    assert_eq!(method(&model, "Forever").timeout, Timeout::Never);

    let attempts = |name| method(&model, name).retry.as_ref().map(|retry| retry.max_attempts);
    assert_eq!(attempts("Plainly"), None, "it may not be executed twice");
    assert_eq!(attempts("Twice"), Some(3));
    assert_eq!(attempts("Read"), Some(5));
    assert_eq!(attempts("Forever"), None);
    assert_eq!(attempts("Send"), None, "it sends a stream");
    let retry = method(&model, "Twice").retry.clone().expect("a policy");
    assert_eq!(retry.backoff, Some((Duration::from_millis(50), seconds(1))));
    assert_eq!(retry.on, [Status::Unavailable]);
    assert_eq!(retry.budget_percent, Some(20));
    let own = method(&model, "Read").retry.clone().expect("a policy");
    assert_eq!((own.backoff, own.on.len(), own.budget_percent), (None, 0, None), "nothing is mixed");

    let routed = |name| method(&model, name).is_routed_by_key;
    assert!(!routed("Plainly"), "its request has no key");
    assert!(routed("Twice") && routed("Read") && routed("Forever"));

    assert_eq!(method(&model, "Plainly").idempotency, Idempotency::No);
    assert_eq!(method(&model, "Twice").idempotency, Idempotency::Yes);
    assert_eq!(method(&model, "Read").idempotency, Idempotency::Read);

    let batch = method(&model, "Batched").batch.expect("a batch");
    assert_eq!((batch.max_size, batch.max_wait, batch.is_by_key), (64, Duration::from_millis(1), true));
    assert!(method(&model, "Batched").throws.is_some());
    assert!(method(&model, "Twice").batch.is_none());
}

#[test]
fn without_policies_nothing_is_said() {
    let model = model(&one("rpc Do(Plain) -> Plain;"));
    let method = method(&model, "Do");
    assert_eq!(method.timeout, Timeout::Unset);
    assert!(method.retry.is_none() && method.batch.is_none() && !method.is_routed_by_key);
    assert!(!model.services[0].is_validated);
}

#[test]
fn e04_keys_are_found_in_time_that_grows_with_the_schema() {
    crate::expect::check_linear(400, |count| {
        let mut schema = "message M0 { @key id: string = 1; }\n".to_owned();
        for at in 1..count {
            let _ = writeln!(schema, "message M{at} {{ next: M{} = 1; }}", at - 1);
        }
        schema += "@route(hash) service S {\n";
        for at in 0..count {
            let _ = writeln!(schema, "  rpc Do{at}(M{}) -> M0;", count - 1);
        }
        schema + "}\n"
    });
}
