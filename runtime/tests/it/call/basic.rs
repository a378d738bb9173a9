//! What everybody does.

use std::time::Duration;

use mrpc::{Bidirectional, ClientStreaming, Code, Delivery, Int64Value};

use super::echo::{Calls as _, Echo, METHODS, int};

#[tokio::test]
async fn a_call_is_answered() {
    let client = mrpc::__gen::in_process(Echo::default());
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    assert_eq!(client.say("yield").await.unwrap().value, "yield");
}

#[tokio::test]
async fn many_calls_are_answered_at_once_each_with_its_own_answer() {
    let client = mrpc::__gen::in_process(Echo::default());
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..500 {
        let client = client.clone();
        calls.spawn(async move {
            for round in 0..20 {
                let text = format!("{number}/{round}");
                assert_eq!(client.say(&text).await.unwrap().value, text);
            }
        });
    }
    while let Some(done) = calls.join_next().await {
        done.unwrap();
    }
}

#[tokio::test]
async fn a_status_says_what_the_handler_said() {
    let client = mrpc::__gen::in_process(Echo::default());
    let status = client.say("fail").await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
    assert_eq!(status.message(), "as it was told");
    assert_eq!(status.delivery(), Delivery::Answered);
}

#[tokio::test]
async fn metadata_goes_both_ways() {
    let client = mrpc::__gen::in_process(Echo::default());
    let answer = client.say("metadata").metadata("echo", "tea").answer().await.unwrap();
    assert_eq!(answer.metadata.get_str("echo"), Some("tea"));
    let status = client.say("metadata").metadata("Bad Key", "tea").await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::InvalidArgument, Delivery::Unsent));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_call_and_its_handler() {
    let echo = Echo::default();
    let client = mrpc::__gen::in_process(echo.clone());
    let status = client.wait(60).timeout(Duration::from_millis(30)).await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::DeadlineExceeded, Delivery::Unknown));
    assert_eq!(client.say("still there").await.unwrap().value, "still there");
    tokio::task::yield_now().await;
    assert_eq!(*echo.seen.lock().unwrap(), ["wait was dropped"]);
}

#[tokio::test]
async fn items_are_streamed_from_the_server() {
    let client = mrpc::__gen::in_process(Echo::default());
    let mut items = client.count(100_000).await.unwrap();
    let mut expected = 0;
    while let Some(item) = items.next().await.unwrap() {
        assert_eq!(item.value, expected);
        expected += 1;
    }
    assert_eq!(expected, 100_000);
}

#[tokio::test]
async fn items_are_streamed_to_the_server() {
    let client = mrpc::__gen::in_process(Echo::default());
    let call: ClientStreaming<'_, Int64Value, Int64Value> = client.client_streaming(&METHODS[3]);
    let mut upload = call.await.unwrap();
    for value in 0..10_000 {
        upload.send(int(value)).await.unwrap();
    }
    assert_eq!(upload.finish().await.unwrap().value, 49_995_000);
}

#[tokio::test]
async fn items_are_streamed_both_ways() {
    let client = mrpc::__gen::in_process(Echo::default());
    let call: Bidirectional<'_, Int64Value, Int64Value> = client.bidirectional(&METHODS[4]);
    let (mut numbers, mut doubles) = call.await.unwrap();
    for value in 0..100 {
        numbers.send(int(value)).await.unwrap();
        assert_eq!(doubles.next().await.unwrap().unwrap().value, 2 * value);
    }
    numbers.finish();
    assert_eq!(doubles.next().await.unwrap(), None);
}

#[tokio::test]
async fn a_panic_ends_one_call() {
    let client = mrpc::__gen::in_process(Echo::default());
    let status = client.say("panic").await.unwrap_err();
    assert_eq!((status.code(), status.message()), (Code::Internal, "the handler panicked"));
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
}
