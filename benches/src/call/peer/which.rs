//! The peers by name, and the way from a name to what is measured.

use clap::ValueEnum;
use tokio::net::TcpListener;
use tonic::transport::Channel;

use super::tonic::{self as tonic_peer, Stream};
use super::{mrpc, raw, tarpc};
use crate::call::job::{Job, Sample, Task};
use crate::call::load;
use crate::call::message::Error;
use crate::generated::ours::bench::echo::v1::EchoServiceClient as OurClient;
use crate::generated::prost::echo::echo_service_client::EchoServiceClient;

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ValueEnum)]
pub enum Peer {
    /// Framed bytes, echoed.
    Raw,
    /// The same, but each end decodes and encodes each message with our codec.
    RawCodec,
    /// tonic with prost.
    Tonic,
    /// tonic with a stream that never waits.
    TonicIter,
    /// tarpc with bincode.
    Tarpc,
    /// We.
    Mrpc,
}

impl Peer {
    /// The name to print.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::RawCodec => "raw-codec",
            Self::Tonic => "tonic",
            Self::TonicIter => "tonic-iter",
            Self::Tarpc => "tarpc",
            Self::Mrpc => "mrpc",
        }
    }

    /// Whether it can do this at all.
    pub(in crate::call) fn can(self, task: Task) -> bool {
        match self {
            Self::Raw | Self::RawCodec => !matches!(task, Task::Beside { .. }),
            Self::Tarpc => !matches!(task, Task::Beside { .. } | Task::List { .. }),
            Self::TonicIter => matches!(task, Task::List { .. }),
            Self::Tonic | Self::Mrpc => true,
        }
    }

    /// Serves until its task ends.
    pub(in crate::call) async fn serve(self, listener: TcpListener) -> Result<(), Error> {
        match self {
            Self::Raw => raw::serve::<raw::Bare>(listener).await,
            Self::RawCodec => raw::serve::<raw::Coded>(listener).await,
            Self::Tonic => tonic_peer::serve(listener, Stream::Channel).await,
            Self::TonicIter => tonic_peer::serve(listener, Stream::Iterator).await,
            Self::Tarpc => tarpc::serve(listener).await,
            Self::Mrpc => mrpc::serve(listener).await,
        }
    }

    /// Does the job.
    pub(in crate::call) async fn sample(self, job: &Job) -> Result<Sample, Error> {
        match self {
            Self::Raw => raw::sample::<raw::Bare>(job).await,
            Self::RawCodec => raw::sample::<raw::Coded>(job).await,
            Self::Tonic | Self::TonicIter => load::sample::<EchoServiceClient<Channel>>(job).await,
            Self::Tarpc => load::sample::<tarpc::EchoClient>(job).await,
            Self::Mrpc => load::sample::<OurClient>(job).await,
        }
    }
}
