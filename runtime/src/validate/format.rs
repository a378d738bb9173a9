//! `@format`: text in a well-known form.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::violation::Violation;

/// Longest name of DNS, and longest part of one.
const HOSTNAME_BYTES_MAX: usize = 253;
const LABEL_BYTES_MAX: usize = 63;

/// Longest address of mail that a server must take, and its part before the `@`.
const EMAIL_BYTES_MAX: usize = 254;
const LOCAL_BYTES_MAX: usize = 64;

macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident: $is:expr, $rule:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(value: &(impl AsRef<str> + ?Sized)) -> Result<(), Violation> {
            let is: fn(&str) -> bool = $is;
            if is(value.as_ref()) { Ok(()) } else { Err(Violation::new($rule)) }
        }
    )*};
}

formats! {
    /// `user@host`
    email: is_email, "must be an email address";
    /// A name of DNS.
    hostname: is_hostname, "must be a host name";
    /// An address of either version.
    ip: |text| text.parse::<IpAddr>().is_ok(), "must be an IP address";
    /// `192.0.2.1`
    ipv4: |text| text.parse::<Ipv4Addr>().is_ok(), "must be an IPv4 address";
    /// `2001:db8::1`
    ipv6: |text| text.parse::<Ipv6Addr>().is_ok(), "must be an IPv6 address";
    /// An absolute URI.
    uri: is_uri, "must be an absolute URI";
    /// `123e4567-e89b-12d3-a456-426614174000`
    uuid: is_uuid, "must be a UUID";
}

/// RFC 5321 without quotes, comments and addresses in brackets: words with single dots between them, and a host
/// name without a dot at its end. Browsers take dots anywhere before the `@`; this does not.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_dotted = local.split('.').all(|part| !part.is_empty());
    text.len() <= EMAIL_BYTES_MAX
        && local.len() <= LOCAL_BYTES_MAX
        && is_dotted
        && local.bytes().all(is_local)
        && !domain.ends_with('.')
        && is_hostname(domain)
}

/// RFC 1123: labels of letters, digits and inner hyphens. A dot at the end is allowed.
fn is_hostname(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let is_label = |label: &str| {
        (1..=LABEL_BYTES_MAX).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= HOSTNAME_BYTES_MAX && name.split('.').all(is_label)
}

/// RFC 3986: a scheme, and behind it nothing that would have to be escaped.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme && !rest.is_empty() && is_uri_text(rest.as_bytes())
}

fn is_uri_text(mut rest: &[u8]) -> bool {
    while let Some((&byte, behind)) = rest.split_first() {
        rest = match (byte, behind) {
            (b'%', [high, low, behind @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => behind,
            (b'%', _) => return false,
            _ if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte) => behind,
            _ => return false,
        };
    }
    true
}

/// RFC 9562, in either case.
fn is_uuid(text: &str) -> bool {
    let is_hyphen = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    text.len() == 36
        && text.bytes().enumerate().all(
            |(at, byte)| {
                if is_hyphen(at) { byte == b'-' } else { byte.is_ascii_hexdigit() }
            },
        )
}
