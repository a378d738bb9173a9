//! `chat serve`: a server, until somebody stops it.

use std::future::Future;
use std::io;
use std::sync::Arc;

use mrpc::Server;
use mrpc::server::{Config, Stopped};
use mrpc::transport::Listener;
use tokio::net::TcpListener;

use crate::demo::chat::v1::ChatServiceServer;
use crate::hall::Hall;
use crate::service::MyChat;

/// Serves rooms at an address, until Ctrl-C.
pub(crate) async fn serve(address: &str, say: impl Fn(&str)) -> io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    say(&format!("rooms are open at mrpc://{}, and close with Ctrl-C", listener.local_addr()?));
    let stop = async {
        // Where nobody can be told of Ctrl-C, nothing stops the server but its end.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        say("closing: everybody is told");
    };
    let stopped = serve_on(listener, Config::default(), Arc::new(Hall::default()), stop).await?;
    if stopped.calls_aborted > 0 {
        say(&format!("cut off, since they read nothing: {}", stopped.calls_aborted));
    }
    Ok(())
}

/// The same on any listener.
pub(crate) async fn serve_on(
    listener: impl Listener,
    config: Config,
    hall: Arc<Hall>,
    stop: impl Future<Output = ()>,
) -> io::Result<Stopped> {
    Server::new(config).with_service(ChatServiceServer::new(MyChat::new(hall))).serve(listener, stop).await
}
