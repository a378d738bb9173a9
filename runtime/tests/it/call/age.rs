//! Connections that get old.

use std::time::Duration;

use mrpc::server;
use tokio::time::Instant;

use super::echo::{Calls as _, Echo};
use super::setup::Running;

#[tokio::test(start_paused = true)]
async fn g01_an_old_connection_makes_room_for_another_and_no_call_notices() {
    let mut config = server::Config::default();
    config.connection_age_max = Some(Duration::from_secs(10));
    let running = Running::new(config, Echo::default());
    let client = running.client();
    let begin = Instant::now();
    let mut calls = 0;
    while begin.elapsed() < Duration::from_secs(60) {
        client.say("hello").await.unwrap();
        // Nobody waits for anything, so the clock goes on with this.
        tokio::time::advance(Duration::from_millis(100)).await;
        calls += 1;
    }
    let accepted = running.accepted.load(std::sync::atomic::Ordering::Relaxed);
    assert!((5..=7).contains(&accepted), "{accepted} connections for {calls} calls in a minute");
}
