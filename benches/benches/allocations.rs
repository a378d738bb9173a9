//! How often a unary call allocates, the client and the server together.
//!
//! `cargo bench -p benches --bench allocations` prints it. Both ends run in one thread, whose allocations are counted
//! after some calls have warmed all buffers up. It is a program of its own: the counting makes every allocation
//! slower.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};

use ::mrpc::Message as _;
use allocation_counter::measure;
use benches::call::client::Client;
use benches::call::message::{self, NAME};
use benches::call::peer::{mrpc, tarpc, tonic};
use benches::generated::ours::bench::echo::v1::{EchoServiceClient as OurClient, Item};
use benches::generated::prost::echo::echo_service_client::EchoServiceClient;
use bytes::Bytes;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

/// What is to be reached, the three of the message among them.
const ALLOCATIONS_MAX: u32 = 4;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Only `cargo bench` says this; `cargo test` merely asks whether everything runs.
fn is_bench() -> bool {
    std::env::args().any(|arg| arg == "--bench")
}

/// How many calls each caller does, after a tenth of it that does not count.
fn calls() -> u64 {
    if is_bench() { 2_000 } else { 20 }
}

/// One client for each caller, on one connection.
async fn callers<C: Client>(clients: &[C], calls: u64) -> Outcome<()> {
    let mut tasks = JoinSet::new();
    for mut client in clients.iter().cloned() {
        tasks.spawn(async move {
            for id in 0..calls {
                client.unary(id, &Bytes::new()).await?;
            }
            Outcome::Ok(())
        });
    }
    while let Some(outcome) = tasks.join_next().await {
        outcome??;
    }
    Ok(())
}

/// Allocations of a call, with so many callers at once.
fn of_calls<C: Client>(runtime: &Runtime, address: SocketAddr, count: usize) -> Outcome<f64> {
    let clients = vec![runtime.block_on(C::connect(address))?; count];
    runtime.block_on(callers(&clients, calls() / 10))?;
    let mut outcome = Ok(());
    let counted = measure(|| outcome = runtime.block_on(callers(&clients, calls())));
    outcome?;
    Ok(counted.count_total as f64 / (calls() * count as u64) as f64)
}

/// What no framework can save: the message is made, and decoded at both ends, and each time its name is a string.
fn of_the_message() -> Outcome<f64> {
    let mut buffer = Vec::with_capacity(1024);
    let mut outcome = Ok(());
    let mut once = |id| -> Outcome<()> {
        let item = Item { id, name: NAME.to_owned(), ..Item::default() };
        buffer.clear();
        item.encode(&mut buffer);
        let echoed = Item::decode(&buffer)?;
        buffer.clear();
        echoed.encode(&mut buffer);
        let item = Item::decode(&buffer)?;
        message::check((item.id, &item.name, &item.payload), id, &[])
    };
    let counted = measure(|| outcome = (0..calls()).try_for_each(&mut once));
    outcome?;
    Ok(counted.count_total as f64 / calls() as f64)
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn show<C: Client, S>(name: &str, serve: impl FnOnce(TcpListener) -> S) -> Outcome<()>
where
    S: Future<Output = Outcome<()>> + Send + 'static,
{
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let address = listener.local_addr()?;
    runtime.spawn(serve(listener));
    let one = of_calls::<C>(&runtime, address, 1)?;
    let many = of_calls::<C>(&runtime, address, 64)?;
    println!("  {name:22}{one:>12.2}{many:>12.2}");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn main() -> Outcome<()> {
    println!("\nallocations of a unary call, both ends together");
    println!("mrpc is to have no more than {ALLOCATIONS_MAX}");
    println!("  {:22}{:>12}{:>12}", "callers", 1, 64);
    let message = of_the_message()?;
    println!("  {:22}{message:>12.2}{message:>12.2}", "(the message alone)");
    show::<EchoServiceClient<_>, _>("tonic", |listener| tonic::serve(listener, tonic::Stream::Channel))?;
    show::<tarpc::EchoClient, _>("tarpc", tarpc::serve)?;
    show::<OurClient, _>("mrpc", mrpc::serve)
}
