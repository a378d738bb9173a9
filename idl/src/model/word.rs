//! Words that are the same in a schema and in the model.

/// An enum whose values have a word each, and the ways between them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word that a schema uses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What `word` names.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

pub(super) use words;

words! {
    /// The codes that a call may fail with, those of gRPC without `OK`.
    Status {
        /// The caller gave up.
        Cancelled "CANCELLED",
        /// Nobody knows.
        Unknown "UNKNOWN",
        /// The request makes no sense, whatever the state.
        InvalidArgument "INVALID_ARGUMENT",
        /// Time ran out.
        DeadlineExceeded "DEADLINE_EXCEEDED",
        /// There is no such thing.
        NotFound "NOT_FOUND",
        /// There is one already.
        AlreadyExists "ALREADY_EXISTS",
        /// The caller may not.
        PermissionDenied "PERMISSION_DENIED",
        /// Something is used up.
        ResourceExhausted "RESOURCE_EXHAUSTED",
        /// The state does not allow it.
        FailedPrecondition "FAILED_PRECONDITION",
        /// Somebody else was first; begin again.
        Aborted "ABORTED",
        /// Past the end.
        OutOfRange "OUT_OF_RANGE",
        /// Nobody does this here.
        Unimplemented "UNIMPLEMENTED",
        /// A bug.
        Internal "INTERNAL",
        /// Not now; try again.
        Unavailable "UNAVAILABLE",
        /// Data is gone.
        DataLoss "DATA_LOSS",
        /// The caller did not say who it is.
        Unauthenticated "UNAUTHENTICATED",
    }
}

words! {
    /// What `@format` knows.
    Format {
        /// `user@host`
        Email "email",
        /// A name of DNS.
        Hostname "hostname",
        /// An address of either version.
        Ip "ip",
        /// `192.0.2.1`
        Ipv4 "ipv4",
        /// `2001:db8::1`
        Ipv6 "ipv6",
        /// An absolute URI.
        Uri "uri",
        /// `123e4567-e89b-12d3-a456-426614174000`
        Uuid "uuid",
    }
}
