//! Generated services in use: a client calls a server in the same process.

use std::time::Duration;

use mrpc::{Code, Failure, Idempotency, MethodKind, Status, StringValue};

use crate::golden::methods::methods::v1::{GreeterMock as NamesMock, WordsMock};
use crate::greeter::{Host, hello, nobody};
use crate::services_v1::{
    CHECKED_METHODS, CheckedClient, CheckedMock, GREETER_METHODS, GreetError, GreeterClient, GreeterMock,
    GreeterServer, HelloReply, HelloRequest, TREES_METHODS, TreesMock,
};

fn request(name: &str) -> HelloRequest {
    HelloRequest { name: name.to_owned(), ..HelloRequest::default() }
}

fn texts(replies: &[HelloReply]) -> Vec<&str> {
    replies.iter().map(|reply| reply.text.as_str()).collect()
}

#[track_caller]
fn is_nobody(failure: &Failure<GreetError>) {
    assert!(matches!(failure, Failure::Declared(GreetError::Nobody(it)) if *it == nobody()), "{failure:?}");
    assert_eq!(failure.code(), Code::NotFound);
}

#[tokio::test]
async fn a_call_gives_an_answer_an_error_of_the_schema_or_a_status() {
    let client = GreeterClient::in_process(Host);
    assert_eq!(client.say_hello(request("ann")).await.unwrap(), hello(&request("ann")));
    is_nobody(&client.say_hello(request("nobody")).await.unwrap_err());
    let failure = client.say_hello(request("")).timeout(Duration::from_secs(9)).await.unwrap_err();
    assert!(matches!(&failure, Failure::Status(status) if status.message() == "nobody to greet in SayHello"));
    assert_eq!(failure.code(), Code::InvalidArgument);
    assert_eq!(client.unsay(request("ann")).await.unwrap(), mrpc::Empty::default());
}

#[tokio::test]
async fn streams_go_both_ways() {
    let client = GreeterClient::in_process(Host);
    let mut replies = client.list(request("ann bob nobody")).await.unwrap();
    assert_eq!(replies.next().await.unwrap(), Some(hello(&request("ann"))));
    assert_eq!(replies.next().await.unwrap(), Some(hello(&request("bob"))));
    assert_eq!(replies.next().await.unwrap_err().code(), Code::NotFound);

    let mut upload = client.upload().await.unwrap();
    upload.send(request("ann")).await.unwrap();
    upload.send(request("bob")).await.unwrap();
    assert_eq!(upload.finish().await.unwrap().text, "hello ann and bob");
    let mut upload = client.upload().await.unwrap();
    upload.send(request("nobody")).await.unwrap();
    is_nobody(&upload.finish().await.unwrap_err());

    let (mut requests, mut replies) = client.chat().await.unwrap();
    for name in ["ann", "bob"] {
        requests.send(request(name)).await.unwrap();
        assert_eq!(replies.next().await.unwrap(), Some(hello(&request(name))));
    }
    requests.send(request("nobody")).await.unwrap();
    is_nobody(&replies.next().await.unwrap_err());

    let (requests, mut replies) = client.chat().await.unwrap();
    requests.finish();
    assert_eq!(replies.next().await.unwrap(), None);
}

#[tokio::test]
async fn requests_are_checked_before_a_handler_sees_them() {
    let mock = CheckedMock::new()
        .on_unary(|request| Ok(hello(&request)))
        .on_down(|request| vec![Ok(hello(&request))])
        .on_up(|requests| Ok(hello(&requests.concat_names())))
        .on_both(|request| vec![Ok(hello(&request))])
        .on_nothing_to_check(Ok);
    let client: CheckedClient = mock.client();
    assert_eq!(client.unary(request("ann")).await.unwrap().text, "hello ann");
    let status = client.unary(request("")).await.unwrap_err();
    assert_eq!(
        (status.code(), status.message()),
        (Code::InvalidArgument, "name: must have at least 1 character")
    );
    let status = match client.down(request("")).await {
        Ok(mut replies) => replies.next().await.unwrap_err(),
        Err(status) => status,
    };
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(mock.unary_requests(), [request("ann")]);
    assert_eq!(mock.down_requests(), []);

    let mut upload = client.up().await.unwrap();
    upload.send(request("ann")).await.unwrap();
    upload.send(request("")).await.unwrap();
    assert_eq!(upload.finish().await.unwrap_err().code(), Code::InvalidArgument);
    let (mut requests, mut replies) = client.both().await.unwrap();
    requests.send(request("")).await.unwrap();
    assert_eq!(replies.next().await.unwrap_err().code(), Code::InvalidArgument);
    assert_eq!((mock.up_requests(), mock.both_requests()), (vec![request("ann")], vec![]));
    let reply = HelloReply::default();
    assert_eq!(client.nothing_to_check(reply.clone()).await.unwrap(), reply);
}

trait ConcatNames {
    fn concat_names(&self) -> HelloRequest;
}

impl ConcatNames for Vec<HelloRequest> {
    fn concat_names(&self) -> HelloRequest {
        request(&self.iter().map(|request| request.name.as_str()).collect::<Vec<_>>().concat())
    }
}

#[tokio::test]
async fn a_mock_answers_as_it_is_told() {
    let mock = GreeterMock::new()
        .on_say_hello(|request| match request.name.as_str() {
            "nobody" => Err(GreetError::Nobody(nobody()).into()),
            _ => Ok(hello(&request)),
        })
        .on_list(|request| vec![Ok(hello(&request)), Ok(hello(&request)), Err(Status::aborted("enough"))])
        .on_upload(|requests| Ok(hello(&requests.concat_names())))
        .on_chat(|request| vec![Ok(hello(&request)); request.name.len()]);
    let client = mock.client();
    assert_eq!(client.say_hello(request("ann")).await.unwrap().text, "hello ann");
    is_nobody(&client.say_hello(request("nobody")).await.unwrap_err());
    assert_eq!(mock.say_hello_requests(), [request("ann"), request("nobody")]);

    let mut replies = client.list(request("ann")).await.unwrap();
    assert_eq!(replies.next().await.unwrap().unwrap().text, "hello ann");
    assert_eq!(replies.next().await.unwrap().unwrap().text, "hello ann");
    assert_eq!(replies.next().await.unwrap_err().message(), "enough");

    let mut upload = client.upload().await.unwrap();
    upload.send(request("ann")).await.unwrap();
    upload.send(request("bob")).await.unwrap();
    assert_eq!(upload.finish().await.unwrap().text, "hello annbob");
    assert_eq!(mock.upload_requests(), [request("ann"), request("bob")]);

    let (mut requests, mut replies) = client.chat().await.unwrap();
    requests.send(request("ab")).await.unwrap();
    let both = [replies.next().await.unwrap().unwrap(), replies.next().await.unwrap().unwrap()];
    assert_eq!(texts(&both), ["hello ab", "hello ab"]);
    requests.finish();
    assert_eq!(replies.next().await.unwrap(), None);
    assert_eq!(mock.chat_requests(), [request("ab")]);
}

#[tokio::test]
async fn a_mock_fails_as_often_as_it_is_told_and_then_goes_on() {
    let mock = GreeterMock::new().on_say_hello(|request| Ok(hello(&request)));
    let client = mock.client();
    mock.fail_say_hello(Status::unavailable("first"));
    mock.fail_say_hello(Status::aborted("second"));
    for (code, message) in [(Code::Unavailable, "first"), (Code::Aborted, "second")] {
        let failure = client.say_hello(request("ann")).await.unwrap_err();
        let Failure::Status(status) = failure else { panic!("{failure:?}") };
        assert_eq!((status.code(), status.message()), (code, message));
    }
    assert!(client.say_hello(request("ann")).await.is_ok());
    assert_eq!(mock.say_hello_requests().len(), 3, "a call that fails was asked all the same");
}

#[tokio::test]
async fn a_mock_that_was_told_nothing_names_the_method() {
    let mock = TreesMock::new();
    let status = mock.client().answer(crate::services_v1::Answer::default()).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);
    assert_eq!(status.message(), "the mock was told nothing about `services.v1.Trees/Answer`");
    let wrapped = StringValue::from("x".to_owned());
    let mut items = match mock.client().wrap(wrapped.clone()).await {
        Ok(items) => items,
        Err(status) => return assert_eq!(status.code(), Code::Unimplemented),
    };
    assert_eq!(items.next().await.unwrap_err().code(), Code::Unimplemented);
    assert_eq!(mock.wrap_requests(), [wrapped]);
}

#[tokio::test]
async fn methods_may_have_the_names_of_generated_ones() {
    let mock = NamesMock::new()
        .on_on_event(Ok)
        .on_event_requests(Ok)
        .on_requests(Ok)
        .on_client(|_| Ok(<_>::default()));
    let client = mock.client();
    let status = crate::golden::methods::methods::v1::Status { x: 7, ..Default::default() };
    assert_eq!(client.on_event(status.clone()).await.unwrap(), status);
    assert_eq!(client.requests(status.clone()).await.unwrap(), status);
    assert_eq!((mock.on_event_requests_().len(), mock.event_requests_requests().len()), (1, 0));
    assert!(client.client(Default::default()).await.is_ok());
    let words = WordsMock::new().on_type(Ok).on_self(Ok).on_default(Ok);
    let client = words.client();
    assert!(client.r#type(Default::default()).await.is_ok());
    assert!(client.self_(Default::default()).await.is_ok());
    assert!(client.default(Default::default()).await.is_ok());
    assert_eq!(client.cmp(Default::default()).await.unwrap_err().code(), Code::Unimplemented);
}

#[tokio::test]
async fn a_server_shares_its_service() {
    let host = std::sync::Arc::new(Host);
    let server = GreeterServer::from_arc(std::sync::Arc::clone(&host));
    assert_eq!(format!("{server:?}"), "GreeterServer");
    let other = server.clone();
    assert_eq!(std::sync::Arc::strong_count(&host), 3);
    drop((server, other));
}

#[test]
fn a_table_says_what_the_schema_says() {
    let [say, list, upload, chat, unsay] = &GREETER_METHODS;
    assert_eq!((say.path(), say.kind()), ("services.v1.Greeter/SayHello", MethodKind::Unary));
    assert_eq!(
        (say.timeout(), say.idempotency()),
        (Some(Duration::from_secs(2)), Idempotency::NoSideEffects)
    );
    assert_eq!(
        say.retry().map(|retry| (retry.max_attempts, retry.codes)),
        Some((3, &[Code::Unavailable][..]))
    );
    let retry = list.retry().unwrap();
    assert_eq!((retry.backoff_min, retry.backoff_max), (Duration::from_millis(10), Duration::from_secs(2)));
    assert_eq!(retry.codes, [Code::Unavailable, Code::Aborted, Code::ResourceExhausted]);
    assert_eq!((retry.budget_percent, list.idempotency()), (Some(20), Idempotency::Idempotent));
    assert_eq!(upload.timeout(), Some(Duration::from_secs(60)));
    assert_eq!(upload.idle_timeout(), Some(Duration::from_millis(500)));
    assert!(chat.is_unlimited() && chat.timeout().is_none() && chat.kind() == MethodKind::Bidirectional);
    assert!(unsay.retry().is_none(), "it is not idempotent");
    let put = &TREES_METHODS[0];
    assert!(put.is_routed_by_key());
    let batch = put.batch().unwrap();
    assert_eq!((batch.max_size, batch.max_wait, batch.is_by_key), (64, Duration::from_millis(1), true));
    assert_eq!(CHECKED_METHODS.len(), 6);
}

#[test]
fn errors_say_what_they_say_as_any_error() {
    fn about(error: &impl mrpc::Declared) -> (Code, bool) {
        (error.code(), error.is_retryable())
    }
    assert_eq!(about(&GreetError::Tired(nobody())), (Code::ResourceExhausted, true));
    assert_eq!(GreetError::Nobody(nobody()).code(), Code::NotFound);
}
