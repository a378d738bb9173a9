//! The testee of Google's conformance suite. `cargo xtask conformance` builds it and lets the suite judge it.
//!
//! A request is a length in four bytes, the least first, and a message; so is an answer. The suite closes the
//! pipe when it has no more questions.
#![forbid(unsafe_code)]

mod answer;

mod schema {
    mrpc::include_mrpc!();
}

use std::io::{self, Read, Write};

/// The suite's largest message has a few kilobytes; more is a mistake in reading the length.
const REQUEST_BYTES_MAX: usize = 64 << 20;

fn main() -> io::Result<()> {
    let mut requests = io::stdin().lock();
    let mut answers = io::stdout().lock();
    while let Some(request) = read(&mut requests)? {
        let answer = answer::to(&request);
        let len = u32::try_from(answer.len()).map_err(io::Error::other)?;
        answers.write_all(&len.to_le_bytes())?;
        answers.write_all(&answer)?;
        answers.flush()?;
    }
    Ok(())
}

/// The next request; nothing at the end.
fn read(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut len = [0; 4];
    match from.read_exact(&mut len) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        result => result?,
    }
    let len = u32::from_le_bytes(len) as usize;
    if len > REQUEST_BYTES_MAX {
        return Err(io::Error::other(format!("a request of {len} bytes")));
    }
    let mut request = vec![0; len];
    from.read_exact(&mut request)?;
    Ok(Some(request))
}
