//! A client, and how one gets it.

use std::fmt;
use std::sync::Arc;

use mrpc_protocol::Codec;
use tokio::sync::oneshot;

use super::config::Config;
use super::endpoint::Endpoint;
use super::inner::Inner;
use super::pool::Pool;
use super::streaming::{Bidirectional, ClientStreaming, ServerStreaming};
use super::unary::Unary;
use crate::code::Code;
use crate::method::MethodSpec;
use crate::middleware::{Chain, Middleware};
use crate::status::Status;
use crate::transport::{ClientHandshake, Protocol, Target, TargetError, memory};

/// Connections to a service, which clients of generated code make their calls on. A clone shares them.
///
/// ```no_run
/// # async fn example() -> Result<(), mrpc::Status> {
/// let client = mrpc::Client::connect("mrpc://127.0.0.1:5000").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

impl Client {
    /// Connects to a target, with the defaults. A [`Connector`] has more to say.
    ///
    /// # Errors
    ///
    /// If the target cannot be understood, or no address of it be reached.
    pub async fn connect(target: &str) -> Result<Self, Status> {
        Connector::new(Config::default()).connect(target).await
    }

    #[doc(hidden)]
    pub fn unary<Q, A, E>(&self, method: &'static MethodSpec, request: Q) -> Unary<'_, Q, A, E> {
        Unary::new(&self.0, method, request)
    }

    #[doc(hidden)]
    pub fn server_streaming<Q, A, E>(
        &self,
        method: &'static MethodSpec,
        request: Q,
    ) -> ServerStreaming<'_, Q, A, E> {
        ServerStreaming::new(&self.0, method, request)
    }

    #[doc(hidden)]
    pub fn client_streaming<Q, A, E>(&self, method: &'static MethodSpec) -> ClientStreaming<'_, Q, A, E> {
        ClientStreaming::new(&self.0, method)
    }

    #[doc(hidden)]
    pub fn bidirectional<Q, A, E>(&self, method: &'static MethodSpec) -> Bidirectional<'_, Q, A, E> {
        Bidirectional::new(&self.0, method)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("pool", &self.0.pool).finish_non_exhaustive()
    }
}

/// Makes clients that are not as by default.
///
/// ```no_run
/// # async fn example() -> Result<(), mrpc::Status> {
/// let mut config = mrpc::client::Config::default();
/// config.connections_max = 1;
/// let client = mrpc::client::Connector::new(config).connect("mrpc://127.0.0.1:5000").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Connector {
    config: Config,
    chain: Chain,
    handshake: Option<Arc<dyn ClientHandshake>>,
}

impl Connector {
    /// With this configuration, and nothing else.
    pub fn new(config: Config) -> Self {
        Self { config, chain: Chain::default(), handshake: None }
    }

    /// Adds a middleware, inside of those that were added before.
    pub fn with_middleware(mut self, middleware: impl Middleware) -> Self {
        self.chain.push(middleware);
        self
    }

    /// Makes connections private. A target that begins with `mrpcs://` needs this.
    pub fn with_tls(mut self, tls: impl ClientHandshake + 'static) -> Self {
        self.handshake = Some(Arc::new(tls));
        self
    }

    /// Connects to a target, and waits until there is a connection.
    ///
    /// # Errors
    ///
    /// If the target cannot be understood, or no address of it be reached.
    pub async fn connect(self, target: &str) -> Result<Client, Status> {
        let client = self.lazy(target)?;
        client.0.pool.ready().await?;
        Ok(client)
    }

    /// The same, but the first call connects.
    ///
    /// # Errors
    ///
    /// If the target cannot be understood.
    pub fn lazy(self, target: &str) -> Result<Client, Status> {
        let target: Target =
            target.parse().map_err(|error: TargetError| bad_target(error.to_string()).with_source(error))?;
        if target.is_tls() && self.handshake.is_none() {
            return Err(bad_target("a target with `mrpcs://` needs `Connector::with_tls`".to_owned()));
        }
        let codec = match target.protocol() {
            Protocol::V1 | Protocol::V1Json => Codec::Json,
            Protocol::V2 => Codec::Binary,
        };
        let handshake = self.handshake.as_ref().filter(|_| target.is_tls());
        let endpoints = Endpoint::of(&target, handshake);
        Ok(self.build(endpoints, codec, None))
    }

    /// A client of a server in this process, which stops when `alive` is dropped.
    pub(crate) fn in_process(self, connector: memory::Connector, alive: oneshot::Sender<()>) -> Client {
        self.build(vec![Endpoint::Memory(connector)], Codec::Binary, Some(alive))
    }

    /// A client of what listens in this process.
    #[must_use]
    pub fn in_memory(self, connector: memory::Connector) -> Client {
        self.build(vec![Endpoint::Memory(connector)], Codec::Binary, None)
    }

    fn build(self, endpoints: Vec<Endpoint>, codec: Codec, alive: Option<oneshot::Sender<()>>) -> Client {
        let config = Arc::new(self.config);
        let pool = Pool::new(endpoints, &config);
        Client(Arc::new(Inner { config, chain: self.chain, pool, codec, _alive: alive }))
    }
}

#[cold]
fn bad_target(message: String) -> Status {
    Status::unsent(Code::InvalidArgument, message)
}
