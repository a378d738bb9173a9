//! Accepting when the process may open no more files.
//!
//! Clients here are of version 1, whose calls are a single write: the server has nothing to call, and says so.
//!
//! The limit is the whole process's, so the test runs itself a second time, below a shell that sets the limit.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::FileExt;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mrpc::transport::{Address, Listener, Peer, Stream};
use mrpc::{Server, server};

const SERVER_VARIABLE: &str = "MRPC_TEST_ACCEPT_SERVER";
/// Fewer than the files that fit and the 128 connections that every kernel lets wait.
const CLIENTS: usize = 150;

#[test]
fn h01_a_process_without_files_waits_and_serves_who_fits() {
    const NAME: &str = "accept::h01_a_process_without_files_waits_and_serves_who_fits";
    if is_server() {
        return serve();
    }
    let mut server = Process::start(NAME);
    let mut clients = server.fill();
    let served = server.served;
    assert!((20..64).contains(&served), "{served} of {CLIENTS} clients are served");

    // Those that are served stay served.
    for client in clients.iter_mut().take(served) {
        ask(client);
        expect_answer(client);
    }
    // The second warning comes a second after the first: the server has nothing to do in between.
    let (before, _) = server.expect_warning();
    let (after, failures) = server.expect_warning();
    assert!(after - before < 10, "{} hundredths of a second of the processor in a second", after - before);
    assert!((2..10).contains(&failures), "{failures} failures in a second");
}

#[test]
fn h02_files_that_come_back_are_used_within_a_second() {
    const NAME: &str = "accept::h02_files_that_come_back_are_used_within_a_second";
    if is_server() {
        return serve();
    }
    let mut server = Process::start(NAME);
    let mut clients = server.fill();
    let mut waiting = clients.split_off(server.served);
    let freed = Instant::now();
    drop(clients);
    for client in waiting.iter_mut().take(server.served) {
        expect_answer(client);
    }
    assert!(freed.elapsed() < Duration::from_secs(1), "{:?}", freed.elapsed());
}

/// `Arith.Add` of `{"A":1,"B":2}`.
const QUESTION: &[u8] = b"mrp\x01\x01\0\0\0\0\x07\0\0\0\x1e\0\x09Arith.Add\0\0\0\x0d{\"A\":1,\"B\":2}\0\0";

fn ask(client: &mut TcpStream) {
    client.write_all(QUESTION).unwrap();
}

fn expect_answer(client: &mut TcpStream) {
    client.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut head = [0; 14];
    client.read_exact(&mut head).unwrap();
    assert_eq!(head[..10], *b"mrp\x01\x01\x01\0\0\0\x07");
    let length = u32::from_be_bytes(head[10..].try_into().unwrap());
    client.read_exact(&mut vec![0; usize::try_from(length).unwrap()]).unwrap();
}

struct Process {
    process: Child,
    output: BufReader<ChildStdout>,
    address: SocketAddr,
    served: usize,
}

impl Process {
    fn start(test: &str) -> Self {
        let mut process = Command::new("sh")
            .args(["-c", "ulimit -n 64 && exec \"$0\" \"$@\""])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(SERVER_VARIABLE, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut server = Self { process, output, address: "127.0.0.1:0".parse().unwrap(), served: 0 };
        server.address = server.expect("address").parse().unwrap();
        server
    }

    /// Connects the clients, and waits until the server cannot take more.
    fn fill(&mut self) -> Vec<TcpStream> {
        let mut clients = (0..CLIENTS).map(|_| TcpStream::connect(self.address).unwrap()).collect::<Vec<_>>();
        clients.iter_mut().for_each(ask);
        let (_, failures) = self.expect_warning();
        assert_eq!(failures, 1, "the first failure is told at once");
        self.served = self.expect("served").parse().unwrap();
        for client in clients.iter_mut().take(self.served) {
            expect_answer(client);
        }
        clients
    }

    /// What the server says next about `word`.
    fn expect(&mut self, word: &str) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(
                self.output.read_line(&mut line).unwrap(),
                0,
                "the server ended before it said `{word}`"
            );
            // The test's own name comes first, without an end of line.
            if let Some((_, rest)) = line.split_once(&format!("{word}=")) {
                return rest.trim().to_owned();
            }
        }
    }

    /// The processor time that the server has used, in hundredths of a second, and how many failures it tells of.
    fn expect_warning(&mut self) -> (u64, u64) {
        let warning = self.expect("warning");
        let (time, failures) = warning.split_once(' ').unwrap();
        (time.parse().unwrap(), failures.parse().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn is_server() -> bool {
    std::env::var_os(SERVER_VARIABLE).is_some()
}

/// Serves until it is killed, or until the test that started it is gone.
fn serve() {
    // When there are no files left it is too late to open one.
    let time = File::open("/proc/self/stat").unwrap();
    let served = Arc::new(AtomicUsize::new(0));
    let warnings = Warnings { time, served: Arc::clone(&served) };
    tracing::subscriber::set_global_default(warnings).unwrap();
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        #[expect(clippy::exit, reason = "this is a server, which has nobody left to serve")]
        std::process::exit(0);
    });
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        say(&format!("address={}", Listener::address(&listener).unwrap()));
        let server = Server::new(server::Config::default());
        server.serve(Counting { listener, served }, std::future::pending()).await.unwrap();
    });
}

/// Counts whom it accepts.
struct Counting {
    listener: tokio::net::TcpListener,
    served: Arc<AtomicUsize>,
}

impl Listener for Counting {
    async fn accept(&mut self) -> std::io::Result<(Stream, Peer)> {
        let accepted = Listener::accept(&mut self.listener).await?;
        self.served.fetch_add(1, Ordering::Relaxed);
        Ok(accepted)
    }

    fn address(&self) -> std::io::Result<Address> {
        Listener::address(&self.listener)
    }
}

/// Past the test harness, which would keep it until the test ends.
fn say(line: &str) {
    std::io::stdout().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Says each warning, so that the test hears it.
struct Warnings {
    time: File,
    served: Arc<AtomicUsize>,
}

impl Warnings {
    /// Processor time of this process, in ticks, which Linux counts in hundredths of a second.
    fn ticks(&self) -> u64 {
        let mut text = [0; 1024];
        let length = self.time.read_at(&mut text, 0).unwrap();
        let text = String::from_utf8_lossy(&text[..length]).into_owned();
        // The name of the process, in brackets, may contain spaces; user and system time are the 12th and 13th after.
        let (_, fields) = text.rsplit_once(')').unwrap();
        fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum()
    }
}

impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() <= tracing::Level::WARN
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut failures = Failures(0);
        event.record(&mut failures);
        say(&format!("warning={} {}", self.ticks(), failures.0));
        say(&format!("served={}", self.served.load(Ordering::Relaxed)));
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

struct Failures(u64);

impl tracing::field::Visit for Failures {
    fn record_u64(&mut self, field: &tracing::field::Field, value: u64) {
        if field.name() == "failures" {
            self.0 = value;
        }
    }

    fn record_debug(&mut self, _: &tracing::field::Field, _: &dyn std::fmt::Debug) {}
}
