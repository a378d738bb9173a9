//! tonic, with the codec of prost.

use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use tokio::net::TcpListener;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Request, Response, Status};

use crate::call::client::Client;
use crate::call::message::{Error, NAME, check, payload};
use crate::generated::prost::echo::echo_service_client::EchoServiceClient;
use crate::generated::prost::echo::echo_service_server::{EchoService, EchoServiceServer};
use crate::generated::prost::echo::{Item, Wanted};

struct Service;

#[tonic::async_trait]
impl EchoService for Service {
    async fn echo(&self, request: Request<Item>) -> Result<Response<Item>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    type ListStream = BoxStream<'static, Result<Item, Status>>;

    async fn list(&self, request: Request<Wanted>) -> Result<Response<Self::ListStream>, Status> {
        let Wanted { items, bytes } = request.into_inner();
        let payload = payload(bytes as usize);
        let item = move |id| Ok(Item { id, name: NAME.to_owned(), payload: payload.clone() });
        Ok(Response::new(futures_util::stream::iter((0..items).map(item)).boxed()))
    }
}

/// Serves until its task ends.
///
/// # Errors
/// The server gives up.
pub async fn serve(listener: TcpListener) -> Result<(), Error> {
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    Ok(Server::builder().add_service(EchoServiceServer::new(Service)).serve_with_incoming(incoming).await?)
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
