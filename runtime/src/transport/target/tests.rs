use super::{Protocol, Target};

#[test]
fn targets_are_read_and_written_again() {
    let check = |text: &str, endpoints: usize, is_tls: bool, protocol: Protocol| {
        let target: Target = text.parse().unwrap();
        assert_eq!(target.endpoints().len(), endpoints, "{text}");
        assert_eq!(target.is_tls(), is_tls, "{text}");
        assert_eq!(target.protocol(), protocol, "{text}");
        assert_eq!(target.to_string(), text);
    };
    check("mrpc://shop:5000", 1, false, Protocol::V2);
    check("mrpc://10.0.0.1:1,b-2.example:65535,[::2]:3", 3, false, Protocol::V2);
    check("mrpcs://shop.example:5000", 1, true, Protocol::V2);
    check("mrpcs://shop.example:5000?protocol=v1", 1, true, Protocol::V1);
    check("mrpc://a:1,b:2?protocol=v1-json", 2, false, Protocol::V1Json);
    check("mrpc+unix:///run/shop.sock", 1, false, Protocol::V2);
    check("mrpc+unix:///run/a,b c.sock?protocol=v1", 1, false, Protocol::V1);
    let named: Target = "mrpc://a:1?protocol=v2".parse().unwrap();
    assert_eq!(named.to_string(), "mrpc://a:1");
}

#[test]
fn a_wrong_target_says_where_and_what_is_expected() {
    let check = |text: &str, message: &str| {
        let error = text.parse::<Target>().unwrap_err();
        assert_eq!(error.to_string(), format!("target `{text}`, {message}"));
    };
    let scheme = "character 1: expected `mrpc://`, `mrpcs://` or `mrpc+unix://`";
    check("", scheme);
    check("shop:5000", scheme);
    check("MRPC://shop:5000", scheme);
    check("http://shop:5000", scheme);
    let host = "expected the name or the address of a host";
    check("mrpc://", &format!("character 8: {host}"));
    check("mrpc://:5000", &format!("character 8: {host}"));
    check("mrpc://a:1,", &format!("character 12: {host}"));
    check("mrpc://a:1,,b:2", &format!("character 12: {host}"));
    check("mrpc://bücher:1", "character 9: expected `:` and a port");
    check("mrpc://a", "character 9: expected `:` and a port");
    check("mrpc://::1:5000", &format!("character 8: {host}"));
    check("mrpc://[::1]", "character 13: expected `:` and a port");
    check("mrpc://[::1:5000", "character 17: expected `]`");
    check("mrpc://[localhost]:1", "character 9: expected an IPv6 address, as in `[2001:db8::1]:5000`");
    check("mrpc://[fe80::1%eth0]:1", "character 16: expected `]`");
    let port = "expected a port from 1 to 65535";
    for wrong in ["", "0", "65536", "99999999999999999999", "x", "-1"] {
        check(&format!("mrpc://a:{wrong}"), &format!("character 10: {port}"));
    }
    let end = "expected `,` and another server, `?protocol=`, or the end";
    check("mrpc://a:1/", &format!("character 11: {end}"));
    check("mrpc://a:1 ", &format!("character 11: {end}"));
    check("mrpc://user@a:1", "character 12: expected `:` and a port");
    check("mrpc://a:1?protocol=v1&x", &format!("character 23: {end}"));
    check("mrpc://a:1?", "character 12: expected `protocol=`");
    check("mrpc://a:1?timeout=1", "character 12: expected `protocol=`");
    check("mrpc://a:1?protocol=v3", "character 21: expected `v1`, `v1-json` or `v2`");
    let path = "character 13: expected the whole path of a socket file, as in `/run/shop.sock`";
    check("mrpc+unix://", path);
    check("mrpc+unix://run/shop.sock", path);
    check("mrpc+unix:///run/", path);
}

#[test]
fn what_is_odd_in_a_wrong_target_is_shown_escaped_and_short() {
    let error = "mrpc://a\u{1b}[31m\n:1".parse::<Target>().unwrap_err();
    assert_eq!(error.to_string(), "target `mrpc://a\\u{1b}[31m\\n:1`, character 9: expected `:` and a port");
    let error = format!("mrpc://{}:1", "a".repeat(100_000)).parse::<Target>().unwrap_err();
    assert!(error.to_string().chars().count() < 300, "{error}");
}
