//! tonic, with the codec of prost.

use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Request, Response, Status};

use crate::call::client::Client;
use crate::call::message::{Error, NAME, check, payload};
use crate::generated::prost::echo::echo_service_client::EchoServiceClient;
use crate::generated::prost::echo::echo_service_server::{EchoService, EchoServiceServer};
use crate::generated::prost::echo::{Item, Wanted};

/// How its examples give a stream.
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    /// A task sends the items through a channel, and waits when that is full: what nearly every handler does.
    Channel,
    /// An iterator, which never waits.
    Iterator,
}

/// The capacity of the channel in its example of streams.
const CHANNEL: usize = 128;

struct Service {
    stream: Stream,
}

#[tonic::async_trait]
impl EchoService for Service {
    async fn echo(&self, request: Request<Item>) -> Result<Response<Item>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    type ListStream = BoxStream<'static, Result<Item, Status>>;

    async fn list(&self, request: Request<Wanted>) -> Result<Response<Self::ListStream>, Status> {
        let Wanted { items, bytes } = request.into_inner();
        let payload = payload(bytes as usize);
        let made = (0..items).map(move |id| Ok(Item { id, name: NAME.to_owned(), payload: payload.clone() }));
        Ok(Response::new(match self.stream {
            Stream::Iterator => stream::iter(made).boxed(),
            Stream::Channel => {
                let (tx, mut rx) = mpsc::channel(CHANNEL);
                tokio::spawn(async move {
                    for item in made {
                        // It fails when the client is gone, and then nobody asks for more.
                        if tx.send(item).await.is_err() {
                            break;
                        }
                    }
                });
                stream::poll_fn(move |cx| rx.poll_recv(cx)).boxed()
            }
        }))
    }
}

/// Serves until its task ends.
///
/// # Errors
/// The server gives up.
pub async fn serve(listener: TcpListener, stream: Stream) -> Result<(), Error> {
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    Ok(Server::builder()
        .add_service(EchoServiceServer::new(Service { stream }))
        .serve_with_incoming(incoming)
        .await?)
}

impl Client for EchoServiceClient<Channel> {
    async fn connect(address: SocketAddr) -> Result<Self, Error> {
        let endpoint = Endpoint::from_shared(format!("http://{address}"))?;
        Ok(Self::new(endpoint.connect().await?))
    }

    async fn unary(&mut self, id: u64, payload: &Bytes) -> Result<(), Error> {
        let item = Item { id, name: NAME.to_owned(), payload: payload.clone() };
        let item = self.echo(item).await?.into_inner();
        check((item.id, &item.name, &item.payload), id, payload)
    }

    async fn stream(&mut self, items: u64, payload: &Bytes) -> Result<(), Error> {
        let wanted = Wanted { items, bytes: payload.len() as u32 };
        let mut stream = self.list(wanted).await?.into_inner();
        for id in 0..items {
            let item = stream.message().await?.ok_or("the stream has ended")?;
            check((item.id, &item.name, &item.payload), id, payload)?;
        }
        Ok(())
    }
}
