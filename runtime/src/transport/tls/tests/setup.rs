use super::authority::Authority;
use crate::transport::tls::{Authorities, Client, Identity};

#[test]
fn what_cannot_be_used_is_told_with_its_place() {
    let authority = Authority::new("ours");
    let (pair, other) = (authority.issue("a"), authority.issue("b"));
    let check = |certificate: &str, key: &str, message: &str| {
        let error = Identity::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), message);
    };
    check("", &pair.key, "the text given contains no certificate");
    check(&pair.key, &pair.key, "the text given contains no certificate");
    check(&pair.certificate, &pair.certificate, "the text given contains no private key");
    check(&pair.certificate, &other.key, "the key in the text given is not that of the certificate");
    let error = Identity::open("/nowhere/me.pem", "/nowhere/me.key").unwrap_err();
    assert!(error.to_string().starts_with("cannot read `/nowhere/me.pem`: "), "{error}");
    let error =
        Authorities::from_pem(b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----").unwrap_err();
    assert_eq!(error.to_string(), "the text given is no PEM file: a section is not base64");
    let error =
        Authorities::from_pem(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----").unwrap_err();
    assert!(error.to_string().starts_with("what is in the text given cannot be used: "), "{error}");
    let client = Client::new(&authority.trusted()).unwrap();
    let error = client.with_server_name("a b").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the name `a b` cannot be used: it is neither a host's name nor an address"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    let error = Authorities::open("/dev/zero").unwrap_err();
    assert_eq!(error.to_string(), "`/dev/zero` is larger than 4194304 bytes");
}

#[test]
fn both_may_be_in_one_file() {
    let pair = Authority::new("ours").issue("a");
    let both = format!("{}{}", pair.key, pair.certificate);
    Identity::from_pem(both.as_bytes(), both.as_bytes()).unwrap();
}
