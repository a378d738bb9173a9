//! Connecting when the process may open no more files.
//!
//! The limit is the whole process's, so the test runs itself a second time, below a shell that sets the limit.

use std::fs::File;
use std::process::Command;
use std::time::Duration;

use mrpc::{Client, Code, Connector, Delivery, Server, client, server};

use super::echo::{Calls as _, Echo};
use super::setup::within;

const VARIABLE: &str = "MRPC_TEST_FILES";

#[test]
fn h04_a_client_without_files_says_so_and_recovers() {
    const NAME: &str = "call::files::h04_a_client_without_files_says_so_and_recovers";
    if std::env::var_os(VARIABLE).is_some() {
        return tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(exhaust());
    }
    let output = Command::new("sh")
        .args(["-c", "ulimit -n 64 && exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture", "--test-threads=1"])
        .env(VARIABLE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

async fn exhaust() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("mrpc://{}", listener.local_addr().unwrap());
    let server = Server::new(server::Config::default()).with_service(Echo::default());
    tokio::spawn(server.serve(listener, std::future::pending()));
    let connected = Client::connect(&target).await.unwrap();
    assert_eq!(connected.say("hello").await.unwrap().value, "hello");

    let mut files = Vec::new();
    while let Ok(file) = File::open("/dev/null") {
        files.push(file);
    }
    assert!((10..64).contains(&files.len()), "{} files", files.len());
    let late = Connector::new(client::Config::default()).lazy(&target).unwrap();
    for _ in 0..3 {
        let status = within(Duration::from_secs(20), async { late.say("hello").await.unwrap_err() }).await;
        assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unsent));
        assert!(status.message().contains("Too many open files"), "{status}");
        // Who has a connection needs no more files.
        assert_eq!(connected.say("hello").await.unwrap().value, "hello");
    }
    drop(files);
    within(Duration::from_secs(20), async {
        while late.say("hello").await.is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}
