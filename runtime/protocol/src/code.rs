//! The numbers of the seventeen outcomes, which are those of gRPC, and their names.
//!
//! The wire carries any number; who reads one that has no name treats it as [`UNKNOWN`].

/// It worked.
pub const OK: u32 = 0;
/// The caller gave up.
pub const CANCELLED: u32 = 1;
/// Nobody says what went wrong.
pub const UNKNOWN: u32 = 2;
/// The request makes no sense, whatever the state of the server.
pub const INVALID_ARGUMENT: u32 = 3;
/// The time ran out.
pub const DEADLINE_EXCEEDED: u32 = 4;
/// What was asked for is not there.
pub const NOT_FOUND: u32 = 5;
/// What should be made is there already.
pub const ALREADY_EXISTS: u32 = 6;
/// The caller may not do this.
pub const PERMISSION_DENIED: u32 = 7;
/// A limit was met.
pub const RESOURCE_EXHAUSTED: u32 = 8;
/// The state of the server does not allow it.
pub const FAILED_PRECONDITION: u32 = 9;
/// Something else came in between.
pub const ABORTED: u32 = 10;
/// Past the end of what there is.
pub const OUT_OF_RANGE: u32 = 11;
/// Nobody serves this method.
pub const UNIMPLEMENTED: u32 = 12;
/// The server broke a promise of its own.
pub const INTERNAL: u32 = 13;
/// Not now; later may do.
pub const UNAVAILABLE: u32 = 14;
/// Data was lost or is damaged.
pub const DATA_LOSS: u32 = 15;
/// The caller did not say who it is.
pub const UNAUTHENTICATED: u32 = 16;

const NAMES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// What `code` is called; a number without a name is called as [`UNKNOWN`] is.
pub fn name(code: u32) -> &'static str {
    NAMES.get(crate::number::wide(code)).copied().unwrap_or("UNKNOWN")
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_stand_at_their_numbers() {
        assert_eq!(super::name(super::OK), "OK");
        assert_eq!(super::name(super::UNAVAILABLE), "UNAVAILABLE");
        assert_eq!(super::name(super::UNAUTHENTICATED), "UNAUTHENTICATED");
        assert_eq!(super::name(17), "UNKNOWN");
    }
}
