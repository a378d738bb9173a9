//! mrpc, as generated code and defaults make it.

use std::future::pending;
use std::net::SocketAddr;

use ::mrpc::{Connector, Cx, Outbound, Server, Status};
use bytes::Bytes;
use tokio::net::TcpListener;

use crate::call::client::Client;
use crate::call::message::{Error, NAME, check, payload};
use crate::generated::ours::bench::echo::v1::{
    EchoService, EchoServiceClient, EchoServiceServer, Item, Wanted,
};

struct Service;

impl EchoService for Service {
    async fn echo(&self, _: &mut Cx, item: Item) -> Result<Item, Status> {
        Ok(item)
    }

    async fn list(&self, _: &mut Cx, wanted: Wanted, items: &mut Outbound<Item>) -> Result<(), Status> {
        let payload = payload(wanted.bytes as usize);
        for id in 0..wanted.items {
            items.send(item(id, &payload)).await?;
        }
        Ok(())
    }
}

fn item(id: u64, payload: &Bytes) -> Item {
    Item { id, name: NAME.to_owned(), payload: payload.clone(), ..Item::default() }
}

/// Serves until its task ends.
///
/// # Errors
/// The server gives up.
pub async fn serve(listener: TcpListener) -> Result<(), Error> {
    let server = Server::new(mrpc::server::Config::default()).with_service(EchoServiceServer::new(Service));
    server.serve(listener, pending()).await?;
    Ok(())
}

impl Client for EchoServiceClient {
    async fn connect(address: SocketAddr) -> Result<Self, Error> {
        // By default it would open more when it has more to do, and be better off than the others.
        let mut config = mrpc::client::Config::default();
        config.connections_max = 1;
        Ok(Self::new(Connector::new(config).connect(&format!("mrpc://{address}")).await?))
    }

    async fn unary(&mut self, id: u64, payload: &Bytes) -> Result<(), Error> {
        let item = self.echo(item(id, payload)).await?;
        check((item.id, &item.name, &item.payload), id, payload)
    }

    async fn stream(&mut self, items: u64, payload: &Bytes) -> Result<(), Error> {
        let wanted = Wanted { items, bytes: payload.len() as u32, ..Wanted::default() };
        let mut stream = self.list(wanted).await?;
        for id in 0..items {
            let item = stream.next().await?.ok_or("the stream has ended")?;
            check((item.id, &item.name, &item.payload), id, payload)?;
        }
        Ok(())
    }
}
