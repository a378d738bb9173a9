use super::{Algorithm, Error, compress, inflate};

const MIB: usize = 1 << 20;

/// What is built in; with all features, everything is.
fn built_in() -> impl Iterator<Item = Algorithm> {
    Algorithm::ALL.into_iter().filter(|algorithm| algorithm.is_built_in())
}

/// Words in an order that repeats late.
fn text(bytes: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let words = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ["alpha ", "bravo ", "charlie ", "delta "][(state >> 30) as usize].as_bytes()
    });
    words.flatten().copied().take(bytes).collect()
}

/// Bytes that no algorithm makes smaller.
fn noise(bytes: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(bytes).collect()
}

#[test]
fn what_was_compressed_comes_back() {
    for algorithm in built_in() {
        for bytes in [100, 4_000, 70_000, 3 * MIB] {
            let payload = text(bytes);
            let compressed = compress(algorithm, &payload).unwrap();
            assert!(compressed.len() < bytes, "{algorithm} makes {bytes} bytes smaller");
            assert_eq!(
                inflate(algorithm, &compressed, bytes).as_ref(),
                Ok(&payload),
                "{algorithm}, {bytes} bytes"
            );
        }
    }
}

#[test]
fn what_gets_no_smaller_is_not_compressed() {
    for algorithm in Algorithm::ALL {
        for payload in [&b""[..], b"a", b"short", &noise(10_000)] {
            assert_eq!(compress(algorithm, payload), None, "{algorithm}, {} bytes", payload.len());
        }
    }
}

#[test]
fn an_algorithm_without_its_feature_says_so() {
    for algorithm in Algorithm::ALL.into_iter().filter(|algorithm| !algorithm.is_built_in()) {
        assert_eq!(compress(algorithm, &[0; 1000]), None);
        let error = inflate(algorithm, &[1, 2, 3], 10).unwrap_err();
        assert_eq!(error, Error::NotBuiltIn(algorithm));
        assert!(error.to_string().contains(&format!("feature `{algorithm}`")), "{error}");
    }
}

#[test]
fn algorithms_have_names() {
    for algorithm in Algorithm::ALL {
        assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
    }
    assert_eq!(Algorithm::from_name("GZIP"), None);
}

#[test]
fn b13_a_payload_may_be_as_large_as_it_may_be_and_no_larger() {
    for algorithm in built_in() {
        let payload = text(50_000);
        let compressed = compress(algorithm, &payload).unwrap();
        assert_eq!(inflate(algorithm, &compressed, 50_000), Ok(payload));
        for bytes_max in [0, 1, 49_999] {
            assert_eq!(inflate(algorithm, &compressed, bytes_max), Err(Error::TooLarge { bytes_max }));
        }
    }
}

#[test]
fn b13_a_gibibyte_in_little_takes_no_more_than_a_message() {
    let bytes_max = 4 * MIB;
    for algorithm in built_in() {
        let bomb = bomb(algorithm);
        assert!(bomb.len() < MIB + 100, "{algorithm}: {} bytes", bomb.len());
        let mut outcome = None;
        let info = allocation_counter::measure(|| outcome = Some(inflate(algorithm, &bomb, bytes_max)));
        assert_eq!(outcome, Some(Err(Error::TooLarge { bytes_max })), "{algorithm}");
        // While the payload grows, its old and its new place are there at once. The decoder's own state is small.
        let allowed = u64::try_from(bytes_max + bytes_max / 2 + 256 * 1024).unwrap();
        assert!(info.bytes_max <= allowed, "{algorithm}: {} bytes", info.bytes_max);
    }
}

#[test]
fn b13_a_large_message_that_is_a_hundred_times_as_large_as_what_was_sent_is_refused() {
    for algorithm in built_in() {
        // Zeros are fine as long as they are few.
        let few = compress(algorithm, &vec![0; 4 * MIB]).unwrap();
        assert!(few.len() < 4 * MIB / 100);
        assert_eq!(inflate(algorithm, &few, 64 * MIB), Ok(vec![0; 4 * MIB]), "{algorithm}");
        let many = compress(algorithm, &vec![0; 5 * MIB]).unwrap();
        let error = Error::TooDense { compressed_bytes: many.len() };
        assert_eq!(inflate(algorithm, &many, 64 * MIB), Err(error), "{algorithm}");
        // What is larger and less dense passes.
        let mut mixed = noise(MIB);
        mixed.resize(8 * MIB, 0);
        let compressed = compress(algorithm, &mixed).unwrap();
        assert_eq!(inflate(algorithm, &compressed, 64 * MIB), Ok(mixed), "{algorithm}");
    }
}

#[test]
fn b13_what_is_in_a_payload_is_not_inflated_again() {
    for algorithm in built_in() {
        let inner = compress(algorithm, &vec![0; 4 * MIB]).unwrap();
        let inner = [inner, text(2_000)].concat();
        let outer = compress(algorithm, &inner).unwrap();
        assert_eq!(inflate(algorithm, &outer, 16 * MIB), Ok(inner), "{algorithm}");
    }
}

#[test]
fn b13_bytes_that_are_cut_off_anywhere_are_refused() {
    for algorithm in built_in() {
        let compressed = compress(algorithm, &text(2_000)).unwrap();
        for end in 0..compressed.len() {
            let error = inflate(algorithm, &compressed[..end], MIB).unwrap_err();
            assert_eq!(error, Error::Truncated, "{algorithm}, {end} of {} bytes", compressed.len());
        }
    }
}

#[test]
fn b13_whatever_follows_is_refused() {
    for algorithm in built_in() {
        let compressed = compress(algorithm, &text(2_000)).unwrap();
        for after in [&b"\0"[..], b"something", &compressed] {
            let error = inflate(algorithm, &[&compressed, after].concat(), MIB).unwrap_err();
            assert_eq!(error, Error::Trailing { bytes: after.len() }, "{algorithm}");
        }
    }
}

#[test]
fn b13_bytes_of_another_algorithm_are_refused() {
    for algorithm in built_in() {
        let others = built_in().filter(|other| *other != algorithm);
        let others = others.map(|other| compress(other, &text(2_000)).unwrap());
        for other in others.chain([text(2_000), vec![0; 100], noise(1_000)]) {
            assert_eq!(inflate(algorithm, &other, MIB), Err(Error::Malformed(algorithm)));
        }
    }
}

#[test]
fn b13_a_bit_that_has_turned_does_no_harm() {
    for algorithm in built_in() {
        let payload = text(2_000);
        let compressed = compress(algorithm, &payload).unwrap();
        for bit in 0..compressed.len() * 8 {
            let mut damaged = compressed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            // Gzip has a checksum of all but its head. Zstd has none here: frames have their own.
            if let Ok(inflated) = inflate(algorithm, &damaged, 4_000) {
                assert!(inflated.len() <= 4_000);
                assert!(algorithm == Algorithm::Zstd || inflated == payload, "{algorithm}, bit {bit}");
            }
        }
    }
}

#[test]
fn b13_a_frame_that_wants_to_look_back_further_than_is_usual_is_refused() {
    if Algorithm::Zstd.is_built_in() {
        // The window is 2^(10 + the upper five bits); then one empty, last block.
        let frame = |log: u8| [0x28, 0xb5, 0x2f, 0xfd, 0, (log - 10) << 3, 1, 0, 0];
        assert_eq!(inflate(Algorithm::Zstd, &frame(23), MIB), Ok(Vec::new()));
        for log in [24, 27, 31, 41] {
            assert_eq!(
                inflate(Algorithm::Zstd, &frame(log), MIB),
                Err(Error::Malformed(Algorithm::Zstd)),
                "{log}"
            );
        }
    }
}

/// A gibibyte of zeros, without an end.
fn bomb(algorithm: Algorithm) -> Vec<u8> {
    match algorithm {
        Algorithm::Gzip => {
            let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
            // A block whose codes are such that two zero bits repeat the byte before 258 times, and one zero.
            let block = [0xed, 0xc1, 0x31, 0x01, 0, 0, 0, 0xc2, 0xa0, 0xf5, 0x4f, 0x6d, 0x08, 0x5f, 0xa0];
            [&head[..], &block, &vec![0; MIB]].concat()
        }
        Algorithm::Zstd => {
            // No size, a window of 128 KiB; then blocks of one zero, 128 KiB times.
            let head = [0x28, 0xb5, 0x2f, 0xfd, 0, (17 - 10) << 3];
            let block = u32::try_from((128 << 10) << 3 | 1 << 1).unwrap().to_le_bytes();
            let blocks = [&block[..3], &[0]].concat().repeat((1 << 30) / (128 << 10));
            [&head[..], &blocks].concat()
        }
    }
}
