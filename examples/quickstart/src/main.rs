//! A server and its client, in one process: `cargo run -p quickstart`.
//!
//! `idl/greeter.mrpc` is the schema, `build.rs` makes Rust of it, `service.rs` is the server. Here, a client calls it.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "that is what it is for")]

mod service;

use std::error::Error;
use std::time::{Duration, Instant};

use mrpc::Failure;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::demo::greeter::v1::{
    CountRequest, GreetError, GreetRequest, GreeterServiceClient, GreeterServiceServer, Question,
};
use crate::service::MyGreeter;

mrpc::include_mrpc!();

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    for line in tour().await? {
        println!("{line}");
    }
    println!(
        "\nThe schema is examples/quickstart/idl/greeter.mrpc, the server src/service.rs: change them, run it again."
    );
    Ok(())
}

/// Starts a server, calls it in four ways, and tells what came of it.
async fn tour() -> Result<Vec<String>, Box<dyn Error>> {
    let (greeter, dropped) = MyGreeter::new();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let server =
        mrpc::Server::new(mrpc::server::Config::default()).with_service(GreeterServiceServer::new(greeter));
    let serving = tokio::spawn(server.serve(listener, async {
        let _ = stopped.await;
    }));

    let client = GreeterServiceClient::connect(&format!("mrpc://{address}")).await?;
    let mut lines = vec![format!("A server listens on {address}, and a client is connected to it.\n")];

    let start = Instant::now();
    let greeting = client.greet(GreetRequest { name: "Ann".to_owned(), ..GreetRequest::default() }).await?;
    lines.push(format!(
        "1. a call             greet(\"Ann\") = {:?}, after {:?}",
        greeting.text,
        start.elapsed()
    ));

    let mut counts = client.count(CountRequest { from: 5, ..CountRequest::default() }).await?;
    let mut numbers = Vec::new();
    while let Some(count) = counts.next().await? {
        numbers.push(count.number);
    }
    lines.push(format!("2. a stream           count(5) = {numbers:?}"));

    let question = Question { text: "why?".to_owned(), ..Question::default() };
    let start = Instant::now();
    let late = client.ponder(question).timeout(Duration::from_millis(50)).await;
    let late = late.err().ok_or("an answer came in time")?;
    lines.push(format!("3. a deadline         ponder(\"why?\") = {late}, after {:.0?};", start.elapsed()));
    dropped.await?;
    lines.push("                      and the server has stopped pondering, too".to_owned());

    match client.greet(GreetRequest::default()).await {
        Err(Failure::Declared(GreetError::Nobody(nobody))) => {
            lines.push(format!("4. an error, typed    greet(\"\") = Nobody {{ hint: {:?} }}", nobody.hint));
        }
        other => return Err(format!("not as the schema says: {other:?}").into()),
    }

    drop(client);
    let _ = stop.send(());
    let stopped = serving.await??;
    lines.push(format!("\nThe server has stopped. Calls it had to cut off: {}.", stopped.calls_aborted));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn the_tour_shows_what_it_promises() {
        let out = super::tour().await.unwrap().join("\n");
        for seen in [
            "greet(\"Ann\") = \"Good morning, Ann!\"",
            "count(5) = [5, 4, 3, 2, 1]",
            "DEADLINE_EXCEEDED",
            "stopped pondering",
            "Nobody { hint: \"say a name\" }",
            "cut off: 0",
        ] {
            assert!(out.contains(seen), "`{seen}` is not in:\n{out}");
        }
    }
}
