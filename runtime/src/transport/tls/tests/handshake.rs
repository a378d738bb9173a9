use std::io;
use std::time::Duration;

use rcgen::date_time_ymd;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::authority::{Authority, Pair, shake, somebody, streams};
use crate::transport::tls::{Authorities, Client, Server};
use crate::transport::{Listener, Target, connect};

/// What the client says of a server with this certificate, when it goes to `host`.
async fn refusal(client: &Client, host: &str, pair: &Pair) -> String {
    let server = Server::new(pair.identity()).unwrap();
    let (client, server) = shake(client, host, &server).await;
    let error = client.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    let seen = server.unwrap_err().to_string();
    assert!(seen.starts_with("the client refuses the connection: "), "{seen}");
    error.to_string()
}

#[tokio::test]
async fn both_ends_meet() {
    let authority = Authority::new("ours");
    for host in ["shop.example", "10.0.0.1", "::1"] {
        let (client, server) = shake(&authority.client(), host, &authority.server(host)).await;
        let (mut client, (mut server, peer)) = (client.unwrap(), server.unwrap());
        assert_eq!(peer, somebody());
        client.write_all(b"hello").await.unwrap();
        client.flush().await.unwrap();
        let mut buffer = [0; 5];
        server.read_exact(&mut buffer).await.unwrap();
        assert_eq!(&buffer, b"hello");
    }
}

#[tokio::test]
async fn a_large_message_goes_through() {
    let authority = Authority::new("ours");
    let (client, server) = shake(&authority.client(), "a", &authority.server("a")).await;
    let (mut client, (mut server, _)) = (client.unwrap(), server.unwrap());
    let message: Vec<u8> = (0..1_000_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let send = async {
        client.write_all(&message).await.unwrap();
        client.shutdown().await.unwrap();
    };
    let mut received = Vec::new();
    let (_, read) = tokio::join!(send, server.read_to_end(&mut received));
    assert_eq!(read.unwrap(), message.len());
    assert_eq!(received, message);
}

#[tokio::test]
async fn l03_a_stream_that_is_cut_off_is_no_stream_that_ends() {
    let authority = Authority::new("ours");
    for says_goodbye in [true, false] {
        let (client, server) = shake(&authority.client(), "a", &authority.server("a")).await;
        let (mut client, (mut server, _)) = (client.unwrap(), server.unwrap());
        server.write_all(b"half").await.unwrap();
        server.flush().await.unwrap();
        if says_goodbye {
            server.shutdown().await.unwrap();
        }
        drop(server);
        let mut received = Vec::new();
        let read = client.read_to_end(&mut received).await;
        assert_eq!(received, b"half");
        if says_goodbye {
            assert_eq!(read.unwrap(), 4);
        } else {
            let error = read.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
            assert_eq!(error.to_string(), "the connection to the server was cut off: TLS did not end it");
        }
    }
}

#[tokio::test]
async fn l04_a_certificate_out_of_its_time_is_refused() {
    let authority = Authority::new("ours");
    let old = authority.issue_with("a", |params| {
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(2001, 1, 1);
    });
    let refusal_of_old = refusal(&authority.client(), "a", &old).await;
    assert!(refusal_of_old.starts_with("the server's certificate expired "), "{refusal_of_old}");
    assert!(refusal_of_old.ends_with(" days ago"), "{refusal_of_old}");
    let early = authority.issue_with("a", |params| {
        params.not_before = date_time_ymd(3000, 1, 1);
        params.not_after = date_time_ymd(3001, 1, 1);
    });
    let refusal_of_early = refusal(&authority.client(), "a", &early).await;
    assert!(refusal_of_early.starts_with("the server's certificate will be valid in "), "{refusal_of_early}");
    assert!(refusal_of_early.ends_with(" days; is the clock right?"), "{refusal_of_early}");
}

#[tokio::test]
async fn l04_a_certificate_for_another_name_is_refused() {
    let authority = Authority::new("ours");
    assert_eq!(
        refusal(&authority.client(), "shop.example", &authority.issue("pub.example")).await,
        "the server's certificate is not for `shop.example`, but for pub.example"
    );
    assert_eq!(
        refusal(&authority.client(), "10.0.0.1", &authority.issue("10.0.0.2")).await,
        "the server's certificate is not for `10.0.0.1`, but for 10.0.0.2"
    );
}

#[tokio::test]
async fn l04_a_certificate_from_nobody_we_know_is_refused() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let expected = "the server's certificate was issued by nobody whom we trust";
    assert_eq!(refusal(&ours.client(), "a", &theirs.issue("a")).await, expected);
    // The same name does not make the same authority.
    let namesake = Authority::new("ours");
    let refused = refusal(&ours.client(), "a", &namesake.issue("a")).await;
    assert_eq!(refused, "the server's certificate is not signed by whom it says");
    let itself = rcgen::generate_simple_self_signed(["a".to_owned()]).unwrap();
    let pair = Pair {
        certificate: itself.cert.pem(),
        key: itself.signing_key.serialize_pem(),
        der: itself.cert.der().to_vec(),
    };
    assert_eq!(refusal(&ours.client(), "a", &pair).await, expected);
    // It is fine for who trusts exactly this one.
    let client = Client::new(&Authorities::from_pem(pair.certificate.as_bytes()).unwrap()).unwrap();
    let (client, server) = shake(&client, "a", &Server::new(pair.identity()).unwrap()).await;
    assert!(client.is_ok() && server.is_ok());
}

#[tokio::test]
async fn l05_the_name_comes_from_the_target_or_the_configuration() {
    let authority = Authority::new("ours");
    let good_elsewhere = authority.issue("elsewhere.example");
    let refused = refusal(&authority.client(), "shop.example", &good_elsewhere).await;
    assert!(refused.contains("not for `shop.example`"), "{refused}");
    // A target that is an address, a server that has a name.
    let named = authority.client().with_server_name("shop.example").unwrap();
    let (client, _) = shake(&named, "10.0.0.1", &authority.server("shop.example")).await;
    client.unwrap();
    // What is configured counts, even if the server is whom the target names.
    let refused = refusal(&named, "elsewhere.example", &good_elsewhere).await;
    assert!(refused.contains("not for `shop.example`"), "{refused}");
    // A name that no certificate can have is found out before anything is sent.
    let (ours, _theirs) = streams();
    let error = authority.client().connect(ours, "a b\n").await.unwrap_err();
    assert_eq!(error.to_string(), "no certificate can be for `a b\\n`");
}

#[tokio::test]
async fn a_server_that_asks_learns_who_the_client_is() {
    let authority = Authority::new("ours");
    let server = Server::with_clients(authority.issue("a").identity(), &authority.trusted()).unwrap();
    let pair = authority.issue("billing");
    let client = authority.client().with_identity(pair.identity()).unwrap();
    let (client, server) = shake(&client, "a", &server).await;
    client.unwrap();
    let (_, peer) = server.unwrap();
    assert_eq!(peer.certificates(), [pair.der]);
}

#[tokio::test]
async fn l04_a_client_that_is_not_let_in_learns_why() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let server = Server::with_clients(ours.issue("a").identity(), &ours.trusted()).unwrap();
    let check = async |client: Client, of_client: &str, of_server: &str| {
        let (client, server) = shake(&client, "a", &server).await;
        assert_eq!(server.unwrap_err().to_string(), of_client);
        // The client's part of the handshake is over before the server has looked at the certificate.
        let error = client.unwrap().read_u8().await.unwrap_err();
        assert_eq!(error.to_string(), format!("the server refuses the connection: {of_server}"));
    };
    check(ours.client(), "the client shows no certificate", "it asks for a certificate, and we show none")
        .await;
    check(
        ours.client().with_identity(theirs.issue("b").identity()).unwrap(),
        "the client's certificate was issued by nobody whom we trust",
        "it does not trust whoever issued our certificate",
    )
    .await;
    let old = ours.issue_with("b", |params| {
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(2001, 1, 1);
    });
    let client = ours.client().with_identity(old.identity()).unwrap();
    let (client, server) = shake(&client, "a", &server).await;
    assert!(server.unwrap_err().to_string().starts_with("the client's certificate expired "));
    let error = client.unwrap().read_u8().await.unwrap_err();
    assert_eq!(error.to_string(), "the server refuses the connection: our certificate has expired");
}

#[tokio::test]
async fn a_target_leads_to_a_private_stream() {
    let authority = Authority::new("ours");
    let mut listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("mrpcs://{}", listener.address().unwrap()).parse::<Target>().unwrap();
    assert!(target.is_tls());
    let minute = Duration::from_secs(60);
    let endpoint = &target.endpoints()[0];
    for (name, message) in [
        ("127.0.0.1", None),
        (
            "elsewhere.example",
            Some("the server's certificate is not for `127.0.0.1`, but for elsewhere.example"),
        ),
    ] {
        let (client, server) = (authority.client(), authority.server(name));
        let accept = async {
            let (stream, peer) = Listener::accept(&mut listener).await.unwrap();
            server.accept(stream, peer).await
        };
        let (connected, accepted) = tokio::join!(connect(endpoint, Some(&client), minute), accept);
        match message {
            None => assert!(connected.is_ok() && accepted.unwrap().1.ip().unwrap().is_loopback()),
            Some(message) => {
                assert!(accepted.is_err());
                let expected = format!("cannot connect to {endpoint}: {message}");
                assert_eq!(connected.unwrap_err().to_string(), expected);
            }
        }
    }
}
