//! A server and its client, in as few lines as it takes: `cargo run -p hello`.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "that is what it is for")]

mrpc::include_mrpc!();
use demo::greeter::v1::*;
use mrpc::{Cx, Failure};

struct Polite;

impl GreeterService for Polite {
    async fn greet(&self, _: &mut Cx, request: GreetRequest) -> Result<Greeting, Failure<GreetError>> {
        Ok(Greeting { text: format!("Good morning, {}!", request.name), ..Greeting::default() })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let target = format!("mrpc://{}", listener.local_addr()?);
    let server = mrpc::Server::default().with_service(GreeterServiceServer::new(Polite));
    tokio::spawn(server.serve(listener, std::future::pending()));

    let client = GreeterServiceClient::connect(&target).await?;
    let greeting = client.greet(GreetRequest { name: "Ann".into(), ..GreetRequest::default() }).await?;
    println!("{}", greeting.text);
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_readme_shows_these_files() {
        let readme = include_str!("../../../README.md");
        let behind_docs = |text: &'static str| text.split_once("\n\n").unwrap().1;
        let main = behind_docs(include_str!("main.rs")).split_once("\n#[cfg(test)]").unwrap().0;
        let schema = include_str!("../idl/greeter.mrpc");
        for (language, text) in
            [("mrpc", schema), ("rust", behind_docs(include_str!("../build.rs"))), ("rust", main)]
        {
            let block = format!("```{language}\n{text}```\n");
            assert!(readme.contains(&block), "the README does not show:\n{text}");
        }
    }

    #[test]
    fn it_runs() {
        super::main().unwrap();
    }
}
