//! tarpc, over TCP, with bincode. It has no streams.
#![expect(missing_docs, reason = "half of it is generated, and only measured")]

use std::future::Future;
use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use tarpc::context::{self, Context};
use tarpc::server::{BaseChannel, Channel as _};
use tarpc::tokio_serde::formats::Bincode;
use tarpc::tokio_util::codec::LengthDelimitedCodec;
use tokio::net::{TcpListener, TcpStream};

use crate::call::client::Client;
use crate::call::message::{Error, NAME, check};

/// Bytes as one piece: `Vec<u8>` alone would be a number for each of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: u64,
    pub name: String,
    #[serde(with = "serde_bytes")]
    pub payload: Vec<u8>,
}

#[tarpc::service]
pub trait Echo {
    async fn echo(item: Item) -> Item;
}

#[derive(Clone)]
struct Service;

impl Echo for Service {
    async fn echo(self, _: Context, item: Item) -> Item {
        item
    }
}

/// Serves until its task ends, in the way of its examples: a task for each request.
///
/// # Errors
/// The listener gives up.
pub async fn serve(listener: TcpListener) -> Result<(), Error> {
    loop {
        let (stream, _) = listener.accept().await?;
        let channel = BaseChannel::with_defaults(transport(stream)?);
        tokio::spawn(channel.execute(Service.serve()).for_each(async |call| {
            tokio::spawn(call);
        }));
    }
}

type Transport<Item, SinkItem> =
    tarpc::serde_transport::Transport<TcpStream, Item, SinkItem, Bincode<Item, SinkItem>>;

fn transport<Item, SinkItem>(stream: TcpStream) -> Result<Transport<Item, SinkItem>, Error>
where
    Item: for<'de> Deserialize<'de>,
    SinkItem: Serialize,
{
    stream.set_nodelay(true)?;
    let framed = LengthDelimitedCodec::builder().new_framed(stream);
    Ok(tarpc::serde_transport::new(framed, Bincode::default()))
}

impl Client for EchoClient {
    async fn connect(address: SocketAddr) -> Result<Self, Error> {
        let stream = TcpStream::connect(address).await?;
        Ok(Self::new(tarpc::client::Config::default(), transport(stream)?).spawn())
    }

    async fn unary(&mut self, id: u64, payload: &Bytes) -> Result<(), Error> {
        let item = Item { id, name: NAME.to_owned(), payload: payload.to_vec() };
        let item = Self::echo(self, context::current(), item).await?;
        check((item.id, &item.name, &item.payload), id, payload)
    }

    fn stream(&mut self, _: u64, _: &Bytes) -> impl Future<Output = Result<(), Error>> + Send {
        std::future::ready(Err("tarpc has no streams".into()))
    }
}
