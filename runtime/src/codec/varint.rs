//! Numbers of one to ten bytes: seven bits in each, the least first, and a mark where there are more.

use super::error::DecodeErrorKind::{self, Truncated, Varint};

/// The bytes that a number may take.
pub(crate) const LEN_MAX: usize = 10;

/// The number at the front, and what is behind it.
#[inline(always)]
pub(crate) fn read(bytes: &[u8]) -> Result<(u64, &[u8]), DecodeErrorKind> {
    // Most numbers, lengths and tags take a byte.
    match bytes {
        [a, rest @ ..] if *a < 0x80 => Ok((u64::from(*a), rest)),
        _ => read_long(bytes),
    }
}

const fn low(byte: u8) -> u64 {
    (byte & 0x7f) as u64
}

#[inline(never)]
fn read_long(bytes: &[u8]) -> Result<(u64, &[u8]), DecodeErrorKind> {
    match bytes {
        [a, b, rest @ ..] if *b < 0x80 => Ok((low(*a) | low(*b) << 7, rest)),
        [a, b, c, rest @ ..] if *c < 0x80 => Ok((low(*a) | low(*b) << 7 | low(*c) << 14, rest)),
        [a, b, c, d, rest @ ..] if *d < 0x80 => {
            Ok((low(*a) | low(*b) << 7 | low(*c) << 14 | low(*d) << 21, rest))
        }
        [a, b, c, d, e, rest @ ..] if *e < 0x80 => {
            Ok((low(*a) | low(*b) << 7 | low(*c) << 14 | low(*d) << 21 | low(*e) << 28, rest))
        }
        _ => read_longest(bytes),
    }
}

#[inline(never)]
fn read_longest(bytes: &[u8]) -> Result<(u64, &[u8]), DecodeErrorKind> {
    let mut value = 0;
    let mut rest = bytes;
    for place in 0..LEN_MAX {
        let [byte, behind @ ..] = rest else { return Err(Truncated) };
        rest = behind;
        value |= low(*byte) << (7 * place);
        if *byte < 0x80 {
            // The tenth byte has room for one bit. What protobuf's own parsers drop there, they drop silently.
            return Ok((value, rest));
        }
    }
    Err(Varint)
}

/// How many bytes `value` takes.
#[inline(always)]
pub(crate) const fn len(value: u64) -> usize {
    // Bits divided by seven, rounded up, without dividing; 0 takes a byte as 1 does.
    ((64 - (value | 1).leading_zeros()) as usize * 9 + 64) / 64
}

/// Writes `value` at the front of `room`, which has at least [`LEN_MAX`] bytes, or as many as it takes.
#[inline(always)]
pub(crate) fn write(room: &mut [u8], value: u64) -> usize {
    match room {
        [a, ..] if value < 0x80 => {
            *a = value as u8;
            1
        }
        [a, b, ..] if value < 0x4000 => {
            *a = value as u8 | 0x80;
            *b = (value >> 7) as u8;
            2
        }
        _ => write_long(room, value),
    }
}

#[inline(never)]
fn write_long(room: &mut [u8], mut value: u64) -> usize {
    let mut written = 0;
    for byte in room.iter_mut().take(LEN_MAX) {
        written += 1;
        if value < 0x80 {
            *byte = value as u8;
            break;
        }
        *byte = value as u8 | 0x80;
        value >>= 7;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b15_numbers_come_back() {
        for value in (0..64).flat_map(|bit| [(1_u64 << bit) - 1, 1 << bit, u64::MAX >> bit]) {
            let mut room = [0; LEN_MAX];
            let written = write(&mut room, value);
            assert_eq!(written, len(value), "{value}");
            assert_eq!(read(&room[..written]), Ok((value, &[][..])), "{value}");
            for cut in 0..written {
                assert_eq!(read(&room[..cut]), Err(Truncated), "{value} cut at {cut}");
            }
        }
    }

    #[test]
    fn b15_numbers_may_be_longer_than_needed_but_not_longer_than_ten_bytes() {
        let long = |zeros| [vec![0x81], vec![0x80; zeros], vec![0]].concat();
        assert_eq!(read(&long(8)), Ok((1, &[][..])));
        assert_eq!(read(&long(9)), Err(Varint));
        assert_eq!(read(&[0x80; 10]), Err(Varint));
        assert_eq!(read(&[0x80; 9]), Err(Truncated));
        assert_eq!(read(&[0xff; 11]), Err(Varint));
    }
}
