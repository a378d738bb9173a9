//! Numbers from one width to another, without a cast that could cut.

/// As an index. No platform we run on has a smaller one.
pub(crate) fn wide(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// As a field of 32 bits; what does not fit becomes the largest.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// As a number on the wire.
pub(crate) fn long(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// As an amount of credit, which may become negative.
pub(crate) fn amount(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
