//! Numbers of one to ten bytes: seven bits in each, the least first, and a mark where there are more.

/// Writes `value` behind `out`.
#[inline]
pub(crate) fn write(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(low(value) | 0x80);
        value >>= 7;
    }
    out.push(low(value));
}

#[inline]
fn low(value: u64) -> u8 {
    value.to_le_bytes()[0] & 0x7f
}

/// How many bytes `value` takes.
#[inline]
pub(crate) fn len(value: u64) -> usize {
    let bits = u64::BITS.wrapping_sub((value | 1).leading_zeros());
    crate::number::wide(bits.div_ceil(7))
}

/// The number at the front, and what is behind it. `None` if it does not end, or has more than 64 bits.
#[inline]
pub(crate) fn read(bytes: &[u8]) -> Option<(u64, &[u8])> {
    match bytes {
        [first, rest @ ..] if *first < 0x80 => Some((u64::from(*first), rest)),
        _ => read_long(bytes),
    }
}

fn read_long(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    let mut rest = bytes;
    for shift in (0..64).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        rest = behind;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            return None;
        }
        value |= bits << shift;
        if *byte < 0x80 {
            return Some((value, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for value in (0..64).flat_map(|bit| [(1_u64 << bit) - 1, 1 << bit, u64::MAX >> bit]) {
            let mut bytes = Vec::new();
            write(&mut bytes, value);
            assert_eq!(bytes.len(), len(value), "{value}");
            assert_eq!(read(&bytes), Some((value, &[][..])), "{value}");
            for cut in 0..bytes.len() {
                assert_eq!(read(&bytes[..cut]), None, "{value} cut at {cut}");
            }
        }
    }

    #[test]
    fn numbers_of_more_than_64_bits_are_refused() {
        assert_eq!(read(&[0x80; 10]), None);
        assert_eq!(read(&[0xff; 11]), None);
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]), None);
        assert_eq!(read(&[0x81, 0x80, 0x00]), Some((1, &[][..])));
    }
}
