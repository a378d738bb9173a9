use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time;

use super::authority::{Authority, Pair, shake};
use crate::test_log::Log;
use crate::transport::tls::{Client, Identity, Server};

struct Files {
    _dir: tempfile::TempDir,
    certificate: PathBuf,
    key: PathBuf,
    written: u64,
}

impl Files {
    fn new(pair: &Pair) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (certificate, key) = (dir.path().join("me.pem"), dir.path().join("me.key"));
        let mut files = Self { _dir: dir, certificate, key, written: 0 };
        files.write(&pair.certificate, &pair.key);
        files
    }

    /// Each time a second later, as the clock of some file systems is coarse.
    fn write(&mut self, certificate: &str, key: &str) {
        self.written += 1;
        let time = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + self.written);
        for (path, text) in [(&self.certificate, certificate), (&self.key, key)] {
            fs::write(path, text).unwrap();
            fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        }
    }

    fn identity(&self) -> Identity {
        Identity::open(&self.certificate, &self.key).unwrap()
    }
}

/// Whether a client that goes to `host` finds the server there.
async fn is_there(client: &Client, host: &str, server: &Server) -> bool {
    shake(client, host, server).await.0.is_ok()
}

#[tokio::test(start_paused = true)]
async fn l04_a_new_certificate_needs_no_restart() {
    let authority = Authority::new("ours");
    let (old, new) = (authority.issue("old"), authority.issue("new"));
    let mut files = Files::new(&old);
    let server = Server::new(files.identity()).unwrap();
    let client = authority.client();
    assert!(is_there(&client, "old", &server).await);
    files.write(&new.certificate, &new.key);
    assert!(is_there(&client, "old", &server).await, "the files are not looked at with each connection");
    time::advance(Duration::from_secs(5)).await;
    assert!(is_there(&client, "new", &server).await);
    assert!(!is_there(&client, "old", &server).await);
}

#[tokio::test(start_paused = true)]
async fn l04_a_broken_certificate_leaves_the_old_one() {
    let authority = Authority::new("ours");
    let (old, new) = (authority.issue("old"), authority.issue("new"));
    let mut files = Files::new(&old);
    let identity = files.identity();
    let server = Server::new(identity.clone()).unwrap();
    let client = authority.client();
    let broken = |message: &str| format!("what is in the new files: {message}");
    for (certificate, key, message) in [
        ("", new.key.as_str(), "me.pem` contains no certificate"),
        (&new.certificate, "", "me.key` contains no private key"),
        (&new.certificate, &old.key, "me.key` is not that of the certificate"),
        (&new.certificate[..200], &new.key, "me.pem` is no PEM file: a section does not end"),
    ] {
        files.write(certificate, key);
        let error = identity.reload().unwrap_err().to_string();
        assert!(error.ends_with(message), "{}: {error}", broken(message));
        assert!(is_there(&client, "old", &server).await, "{}", broken(message));
    }
    fs::remove_file(&files.key).unwrap();
    assert!(identity.reload().unwrap_err().to_string().starts_with("cannot read "));
    assert!(is_there(&client, "old", &server).await);
    files.write(&new.certificate, &new.key);
    identity.reload().unwrap();
    assert!(is_there(&client, "new", &server).await);
}

#[test]
fn l04_a_broken_certificate_is_told_once() {
    let authority = Authority::new("ours");
    let pair = authority.issue("a");
    let mut files = Files::new(&pair);
    let identity = files.identity();
    let log = Log::start();
    files.write(&pair.certificate, "no key");
    for _ in 0..3 {
        identity.look();
    }
    let warnings = log.take();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(warnings[0].field("message"), "the new TLS identity is broken, keeping the old one");
    assert!(warnings[0].field("error").ends_with("me.key` contains no private key"), "{warnings:?}");
    // Another broken one is another warning; a whole one is none.
    files.write("no certificate", &pair.key);
    identity.look();
    files.write(&pair.certificate, &pair.key);
    identity.look();
    assert_eq!(log.take().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_client_takes_a_new_certificate_too() {
    let authority = Authority::new("ours");
    let (old, new) = (authority.issue("old"), authority.issue("new"));
    let mut files = Files::new(&old);
    let server = Server::with_clients(authority.issue("a").identity(), &authority.trusted()).unwrap();
    let client = authority.client().with_identity(files.identity()).unwrap();
    let (_, seen) = shake(&client, "a", &server).await;
    assert_eq!(seen.unwrap().1.certificates(), [old.der]);
    files.write(&new.certificate, &new.key);
    time::advance(Duration::from_secs(5)).await;
    let (_, seen) = shake(&client, "a", &server).await;
    assert_eq!(seen.unwrap().1.certificates(), [new.der]);
}

#[tokio::test]
async fn l04_a_client_that_was_let_in_once_is_asked_again() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let (good, bad) = (ours.issue("good"), theirs.issue("bad"));
    let mut files = Files::new(&good);
    let identity = files.identity();
    let server = Server::with_clients(ours.issue("a").identity(), &ours.trusted()).unwrap();
    let client = ours.client().with_identity(identity.clone()).unwrap();
    let (connected, accepted) = shake(&client, "a", &server).await;
    let (mut stream, (mut accepted, _)) = (connected.unwrap(), accepted.unwrap());
    // A ticket with which the client could go on later, without a certificate, would be read here.
    accepted.write_all(b"x").await.unwrap();
    accepted.flush().await.unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), b'x');
    files.write(&bad.certificate, &bad.key);
    identity.reload().unwrap();
    let (_, accepted) = shake(&client, "a", &server).await;
    accepted.unwrap_err();
}

#[test]
fn a_key_is_never_shown() {
    let pair = Authority::new("ours").issue("a");
    let shown = format!("{:?}", Server::new(pair.identity()).unwrap());
    assert_eq!(shown, "Server { identity: Identity, .. }");
}
