//! Generated traits as people implement them. The strictest lints see this, too, in each edition.

use mrpc::{Cx, Empty, Failure, Inbound, Outbound, Status};

use crate::services_v1::{GreetError, Greeter, HelloReply, HelloRequest, Nobody};

/// Greets everybody but `nobody`.
#[derive(Debug)]
pub struct Host;

/// What everybody is told.
#[must_use]
pub fn hello(request: &HelloRequest) -> HelloReply {
    HelloReply { text: format!("hello {}", request.name), ..HelloReply::default() }
}

/// What is said of `nobody`.
#[must_use]
pub fn nobody() -> Nobody {
    Nobody { name: "nobody".to_owned(), ..Nobody::default() }
}

fn greet(request: &HelloRequest) -> Result<HelloReply, GreetError> {
    if request.name == "nobody" { Err(GreetError::Nobody(nobody())) } else { Ok(hello(request)) }
}

impl Greeter for Host {
    async fn say_hello(&self, cx: &mut Cx, request: HelloRequest) -> Result<HelloReply, Failure<GreetError>> {
        if request.name.is_empty() {
            return Err(Status::invalid_argument(format!("nobody to greet in {}", cx.method().name())).into());
        }
        Ok(greet(&request)?)
    }

    async fn list(
        &self,
        _: &mut Cx,
        request: HelloRequest,
        replies: &mut Outbound<HelloReply>,
    ) -> Result<(), Status> {
        for name in request.name.split(' ') {
            let request = HelloRequest { name: name.to_owned(), ..HelloRequest::default() };
            replies.send(greet(&request).map_err(Failure::from)?).await?;
        }
        Ok(())
    }

    async fn upload(
        &self,
        _: &mut Cx,
        requests: &mut Inbound<HelloRequest>,
    ) -> Result<HelloReply, Failure<GreetError>> {
        let mut names = Vec::new();
        while let Some(request) = requests.next().await? {
            greet(&request)?;
            names.push(request.name);
        }
        Ok(hello(&HelloRequest { name: names.join(" and "), ..HelloRequest::default() }))
    }

    async fn chat(
        &self,
        _: &mut Cx,
        requests: &mut Inbound<HelloRequest>,
        replies: &mut Outbound<HelloReply>,
    ) -> Result<(), Failure<GreetError>> {
        while let Some(request) = requests.next().await? {
            replies.send(greet(&request)?).await?;
        }
        Ok(())
    }

    async fn unsay(&self, _: &mut Cx, _: HelloRequest) -> Result<Empty, Status> {
        Ok(Empty::default())
    }
}
