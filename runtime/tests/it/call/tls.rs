//! Calls over TLS, and a server of TLS whom many keep waiting.

use std::io::Read;
use std::net::TcpStream;
use std::time::Duration;

use mrpc::__gen::{Incoming, Service};
use mrpc::transport::tls::{self, Authorities, Identity};
use mrpc::{Code, Delivery, Int64Value, MethodKind, MethodSpec, Server, Status, client, server};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::echo::{Calls as _, Echo};

static METHODS: [MethodSpec; 1] = [MethodSpec::new("test.Who/AmI", MethodKind::Unary)];

/// Says how many certificates the caller has shown.
struct Who;

impl Service for Who {
    fn methods(&self) -> &'static [MethodSpec] {
        &METHODS
    }

    fn start(&self, _: usize, call: Incoming<'_>) {
        call.unary(async |cx: mrpc::Cx, _: Int64Value| {
            let certificates = i64::try_from(cx.peer().certificates().len()).unwrap();
            (cx, Ok::<_, Status>(Int64Value { value: certificates, ..Int64Value::default() }))
        });
    }
}

/// A certificate that vouches for itself.
struct Own {
    certificate: String,
    key: String,
}

impl Own {
    fn new(name: &str) -> Self {
        let own = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        Self { certificate: own.cert.pem(), key: own.signing_key.serialize_pem() }
    }

    fn identity(&self) -> Identity {
        Identity::from_pem(self.certificate.as_bytes(), self.key.as_bytes()).unwrap()
    }

    fn trusted(&self) -> Authorities {
        Authorities::from_pem(self.certificate.as_bytes()).unwrap()
    }
}

/// Where the server listens; it stops when the sender is dropped.
async fn serve(tls: tls::Server, hello_timeout: Duration) -> (String, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (alive, gone) = oneshot::channel::<()>();
    let mut config = server::Config::default();
    config.protocol.hello_timeout = hello_timeout;
    let server = Server::new(config).with_service(Echo::default()).with_service(Who).with_tls(tls);
    tokio::spawn(server.serve(listener, async {
        let _ = gone.await;
    }));
    (address, alive)
}

async fn connect(address: &str, tls: tls::Client) -> Result<mrpc::Client, Status> {
    let connector = client::Connector::new(client::Config::default()).with_tls(tls);
    connector.connect(&format!("mrpcs://{address}")).await
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_call_is_answered_over_tls() {
    let own = Own::new("127.0.0.1");
    let (address, _alive) = serve(tls::Server::new(own.identity()).unwrap(), MINUTE).await;
    let client = connect(&address, tls::Client::new(&own.trusted()).unwrap()).await.unwrap();
    for text in ["hello", "yield", &"x".repeat(1_000_000)] {
        assert_eq!(client.say(text).await.unwrap().value, text);
    }
    let mut items = client.count(1_000).await.unwrap();
    for value in 0..1_000 {
        assert_eq!(items.next().await.unwrap().unwrap().value, value);
    }
}

#[tokio::test]
async fn a_handler_learns_who_calls() {
    let (own, caller) = (Own::new("127.0.0.1"), Own::new("billing"));
    let tls = tls::Server::with_clients(own.identity(), &caller.trusted()).unwrap();
    let (address, _alive) = serve(tls, MINUTE).await;
    let tls = tls::Client::new(&own.trusted()).unwrap().with_identity(caller.identity()).unwrap();
    let client = connect(&address, tls).await.unwrap();
    let who = client.unary::<_, Int64Value, mrpc::Never>(&METHODS[0], Int64Value::default());
    assert_eq!(who.await.unwrap().value, 1);
}

#[tokio::test]
async fn l04_a_status_says_what_is_wrong_with_a_certificate() {
    let (own, other) = (Own::new("127.0.0.1"), Own::new("elsewhere.example"));
    let check = async |server: &Own, trusted: &Own, reason: &str| {
        let (address, _alive) = serve(tls::Server::new(server.identity()).unwrap(), MINUTE).await;
        let status = connect(&address, tls::Client::new(&trusted.trusted()).unwrap()).await.unwrap_err();
        assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unsent));
        assert!(status.message().contains(reason), "{status}");
    };
    check(&own, &other, "the server's certificate ").await;
    check(&other, &other, "is not for `127.0.0.1`, but for elsewhere.example").await;
}

#[tokio::test]
async fn l01_clients_that_say_nothing_keep_nobody_out_and_are_sent_away() {
    let own = Own::new("127.0.0.1");
    let (address, _alive) = serve(tls::Server::new(own.identity()).unwrap(), MINUTE).await;
    let mute: Vec<_> = (0..50).map(|_| TcpStream::connect(&address).unwrap()).collect();
    let client = connect(&address, tls::Client::new(&own.trusted()).unwrap()).await.unwrap();
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    drop(mute);

    let (address, _alive) = serve(tls::Server::new(own.identity()).unwrap(), Duration::from_millis(50)).await;
    let mut mute = TcpStream::connect(&address).unwrap();
    mute.set_read_timeout(Some(MINUTE)).unwrap();
    let read = tokio::task::spawn_blocking(move || mute.read(&mut [0])).await.unwrap();
    assert_eq!(read.unwrap(), 0, "the server closes the connection");
}
