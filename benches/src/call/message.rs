//! What is sent: a number, a name of sixteen characters and a payload.

use bytes::Bytes;

/// Any error: a benchmark only shows it.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// The name in every message.
pub const NAME: &str = "sixteen-letters!";

/// The payload of this many bytes.
#[must_use]
pub fn payload(bytes: usize) -> Bytes {
    (0..bytes).map(|n| (n * 31) as u8).collect()
}

/// Compares what came with what was to come. Every answer of every peer goes through it.
///
/// # Errors
/// Something else came.
pub fn check(came: (u64, &str, &[u8]), id: u64, payload: &[u8]) -> Result<(), Error> {
    if came == (id, NAME, payload) {
        return Ok(());
    }
    let (other, name, bytes) = came;
    Err(format!("message {other}, {name:?}, of {} bytes for message {id}", bytes.len()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_difference_is_an_error() {
        assert!(check((7, NAME, &[1, 2]), 7, &[1, 2]).is_ok());
        assert!(check((8, NAME, &[1, 2]), 7, &[1, 2]).is_err());
        assert!(check((7, "another-letters!", &[1, 2]), 7, &[1, 2]).is_err());
        assert!(check((7, NAME, &[1, 3]), 7, &[1, 2]).is_err());
        assert!(check((7, NAME, &[1]), 7, &[1, 2]).is_err());
    }
}
