//! What each library that has a compiler makes of the shapes.
#![expect(missing_docs, reason = "the code is generated, and only measured")]

/// By us.
pub mod ours {
    mrpc::include_mrpc!();
}

/// By prost.
pub mod prost {
    include!(concat!(env!("OUT_DIR"), "/bench.shapes.v1.rs"));

    /// With tonic's client and server.
    #[expect(unused_qualifications, reason = "the code is generated")]
    pub mod echo {
        tonic::include_proto!("bench.echo.v1");
    }
}

/// By buffa.
#[expect(elided_lifetimes_in_paths, clippy::use_self, reason = "the code is generated")]
pub mod buffa {
    include!(concat!(env!("OUT_DIR"), "/buffa/mod.rs"));
}
