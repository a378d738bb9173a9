//! A server: what it serves, and how it runs.

use std::future::Future;
use std::io;
use std::sync::Arc;

use super::config::Config;
use super::router::Router;
use super::run::run;
use super::service::Service;
use super::shared::Shared;
use crate::middleware::{Chain, Middleware};
use crate::transport::{Listener, ServerHandshake};

/// Serves services, until it is told to stop.
///
/// ```no_run
/// # struct Library;
/// # use mrpc::__gen::Service;
/// # fn library_server() -> impl Service { Never(Library) }
/// # struct Never(Library);
/// # impl Service for Never {
/// #     fn methods(&self) -> &'static [mrpc::MethodSpec] { &[] }
/// #     fn start(&self, _: usize, call: mrpc::__gen::Incoming<'_>) { call.unimplemented() }
/// # }
/// # async fn example() -> std::io::Result<()> {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:5000").await?;
/// let stop = async {
///     // Such as `tokio::signal::ctrl_c()`.
/// };
/// mrpc::Server::new(mrpc::server::Config::default())
///     .with_service(library_server())
///     .serve(listener, stop)
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Server {
    config: Config,
    router: Router,
    chain: Chain,
    handshake: Option<Arc<dyn ServerHandshake>>,
}

/// How a server ended that was told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stopped {
    /// Calls that were cut off, since they took longer than `drain_timeout`. It is best if there are none.
    pub calls_aborted: usize,
}

impl Server {
    /// A server with this configuration, and nothing to serve yet.
    pub fn new(config: Config) -> Self {
        Self { config, ..Self::default() }
    }

    /// Serves this, too.
    pub fn with_service(mut self, service: impl Service) -> Self {
        let service: Arc<dyn Service> = Arc::new(service);
        self.router.add(&service);
        self
    }

    /// Adds a middleware, inside of those that were added before.
    pub fn with_middleware(mut self, middleware: impl Middleware) -> Self {
        self.chain.push(middleware);
        self
    }

    /// Makes connections private. Who does not speak TLS is turned away.
    pub fn with_tls(mut self, tls: impl ServerHandshake + 'static) -> Self {
        self.handshake = Some(Arc::new(tls));
        self
    }

    /// Serves whoever connects to `listener`, until `shutdown` is ready. Then clients are told to go elsewhere, calls
    /// that are open may take `drain_timeout` to end, and this returns.
    ///
    /// Dropping the future cuts everything off at once.
    ///
    /// # Errors
    ///
    /// If `listener` is none any more. All else that may go wrong goes wrong for one connection.
    pub async fn serve(
        self,
        listener: impl Listener,
        shutdown: impl Future<Output = ()>,
    ) -> io::Result<Stopped> {
        run(Shared::new(self.config, self.router, self.chain, self.handshake), listener, shutdown).await
    }
}
