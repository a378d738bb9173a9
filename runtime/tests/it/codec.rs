//! What the binary codec does with bytes, right and wrong.

use mrpc::bytes::Bytes;
use mrpc::codec::{DecodeErrorKind, Limits};
use mrpc::{DecodeError, FieldMask, Message};

use crate::growth::check_linear;
use crate::sample::{Choice, Leaf, Level, Mixed, Owner, Side, Tree};

/// A field of bytes: the tag, the length and what is in it.
fn block(number: u32, inner: &[u8]) -> Vec<u8> {
    [varint(u64::from(number << 3 | 2)), varint(inner.len() as u64), inner.to_vec()].concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn kind<M: Message + std::fmt::Debug>(bytes: &[u8]) -> DecodeErrorKind {
    M::decode(bytes).unwrap_err().kind()
}

fn name(name: &str) -> Owner {
    Owner { name: name.to_owned(), ..Owner::default() }
}

#[test]
fn b23_what_is_written_is_read() {
    let full = Mixed::full();
    let bytes = full.encode_to_vec();
    assert_eq!(Mixed::decode(&bytes), Ok(full.clone()));
    assert_eq!(Mixed::decode_shared(&Bytes::from(bytes.clone()), &Limits::default()), Ok(full));
    assert_eq!(Mixed::decode(&bytes).unwrap().encode_to_vec(), bytes);
    assert!(Mixed::default().encode_to_vec().is_empty());
}

#[test]
fn writing_goes_behind_what_is_there() {
    let mut out = b"head".to_vec();
    name("a").encode(&mut out);
    assert_eq!(out, b"head\x0a\x01a");
    name("b").encode(&mut out);
    assert_eq!(out, b"head\x0a\x01a\x0a\x01b");
}

#[test]
fn every_cut_gives_an_error_or_a_message() {
    let bytes = Mixed::full().encode_to_vec();
    let mut whole = 0;
    for cut in 0..bytes.len() {
        match Mixed::decode(&bytes[..cut]) {
            Ok(_) => whole += 1,
            Err(error) => assert!(
                matches!(
                    error.kind(),
                    DecodeErrorKind::Truncated | DecodeErrorKind::Missing | DecodeErrorKind::Packed
                ),
                "{cut}: {error}"
            ),
        }
    }
    // Between two fields a message may end.
    assert!((15..40).contains(&whole), "{whole}");
}

#[test]
fn b01_messages_may_lie_a_hundred_deep() {
    let deep = |levels: usize, number: u32| {
        let mut bytes = Vec::new();
        for _ in 0..levels {
            bytes = block(number, &bytes);
        }
        bytes
    };
    let read = move || {
        for number in [1, 2] {
            assert!(Tree::decode(&deep(99, number)).is_ok());
            let tree = Tree::decode(&deep(100, number)).unwrap();
            assert_eq!(tree.encode_to_vec(), deep(100, number));
            assert_eq!(kind::<Tree>(&deep(101, number)), DecodeErrorKind::Depth);
        }
        // A million levels cannot have true lengths in a test of this size: each level says that all the rest is in it.
        let rest: Vec<u8> = (0..1_000_000).flat_map(|_| [0x0a, 0xff, 0xff, 0x7f]).collect();
        assert!(Tree::decode(&rest).is_err());
    };
    // A build without optimisations takes several times the stack.
    let stack = if cfg!(debug_assertions) { 2 << 20 } else { 256 << 10 };
    std::thread::Builder::new().stack_size(stack).spawn(read).unwrap().join().unwrap();
}

#[test]
fn b02_groups_are_passed_in_a_loop() {
    let open = |number: u32| varint(u64::from(number << 3 | 3));
    let close = |number: u32| varint(u64::from(number << 3 | 4));
    assert_eq!(kind::<Owner>(&open(9).repeat(1_000_000)), DecodeErrorKind::Depth);
    assert_eq!(kind::<Owner>(&open(9).repeat(50)), DecodeErrorKind::Group);
    assert_eq!(kind::<Owner>(&close(9)), DecodeErrorKind::Group);
    assert_eq!(kind::<Owner>(&[open(9), close(8)].concat()), DecodeErrorKind::Group);
    assert_eq!(kind::<Owner>(&[open(9), block(1, b"x")].concat()), DecodeErrorKind::Group);
    let whole = [open(9), open(8), block(1, b"x"), close(8), close(9)].concat();
    let owner = Owner::decode(&[whole.clone(), block(1, b"n")].concat()).unwrap();
    assert_eq!((owner.name.as_str(), owner.unknown_fields.as_bytes()), ("n", &whole[..]));
    let hundred = [open(9).repeat(100), close(9).repeat(100)].concat();
    assert!(Owner::decode(&hundred).is_ok());
}

#[test]
fn b05_lengths_beyond_the_end_are_refused() {
    for len in [4, i32::MAX as u64, u64::from(u32::MAX), 1 << 63, u64::MAX] {
        for number in [1, 2, 3, 9, 2100] {
            let bytes = [varint(u64::from(number << 3 | 2_u32)), varint(len), b"abc".to_vec()].concat();
            assert_eq!(kind::<Tree>(&bytes), DecodeErrorKind::Truncated, "field {number}, {len} bytes");
        }
        let bytes = [vec![0x32], varint(len), b"abc".to_vec()].concat();
        assert_eq!(kind::<Mixed>(&bytes), DecodeErrorKind::Truncated, "a map, {len} bytes");
    }
}

#[test]
fn b06_packed_lists_end_with_a_value() {
    for len in [1, 7, 9, 15] {
        assert_eq!(kind::<Mixed>(&block(5, &vec![0; len])), DecodeErrorKind::Packed, "{len}");
    }
    for bytes in [&[0x80][..], &[1, 0x80], &[1, 2, 3, 4, 5, 6, 7, 8, 0xff]] {
        assert_eq!(kind::<Tree>(&block(2100, bytes)), DecodeErrorKind::Packed, "{bytes:?}");
    }
    assert_eq!(kind::<Mixed>(&block(4, &[1, 0x80])), DecodeErrorKind::Truncated);
    assert_eq!(kind::<Tree>(&block(2100, &[[0xff; 10].as_slice(), &[1]].concat())), DecodeErrorKind::Varint);
    assert!(Tree::decode(&block(2100, &[])).unwrap().ids.is_empty());
}

#[test]
fn b07_no_length_overflows() {
    for shift in 0..64 {
        for len in [1_u64 << shift, (1 << shift) - 1, u64::MAX - (1 << shift)] {
            for tag in [0x0a, 0x12, 0x1a, 0x32, 0x3a, 0x4a, 0x52, 0x6a] {
                let bytes = [vec![tag], varint(len), vec![0; 3]].concat();
                // What matters is that there is an answer.
                let _ = Mixed::decode(&bytes);
                let _ = Tree::decode(&bytes);
            }
        }
    }
}

#[test]
fn b08_short_bytes_do_not_become_many_elements() {
    let mut limits = Limits::default();
    let messages = block(1, &[]).repeat(1_000_001);
    assert_eq!(kind::<Tree>(&messages), DecodeErrorKind::Elements);
    limits.elements_max = 10_000_000;
    limits.memory_per_byte = 40;
    assert_eq!(Tree::decode_with(&messages, &limits).unwrap_err().kind(), DecodeErrorKind::Memory);
    assert_eq!(
        Mixed::decode_with(&block(6, &[]).repeat(2_000_000), &limits).unwrap_err().kind(),
        DecodeErrorKind::Memory
    );
    limits.elements_max = 10;
    for (bytes, count) in [(block(1, &[]), 10), (block(9, &[]), 10)] {
        assert!(Tree::decode_with(&bytes.repeat(count), &limits).is_ok());
        assert_eq!(
            Tree::decode_with(&bytes.repeat(count + 1), &limits).unwrap_err().kind(),
            DecodeErrorKind::Elements
        );
    }
    assert_eq!(Tree::decode_with(&block(2100, &[1; 10]), &limits).unwrap().ids, [1; 10]);
    assert_eq!(
        Tree::decode_with(&block(2100, &[1; 11]), &limits).unwrap_err().kind(),
        DecodeErrorKind::Elements
    );
}

#[test]
fn b09_keys_that_were_chosen_to_collide_do_not() {
    // Equal in all the bits that a table of this size would look at, if hashing were left out.
    let keys = |count: u32, key: fn(u32) -> u32| -> Vec<u8> {
        (0..count).flat_map(|i| block(6, &[vec![8], varint(u64::from(key(i)))].concat())).collect()
    };
    let (small, large) = (keys(12_500, |i| i << 16), keys(50_000, |i| i << 16));
    assert_eq!(Mixed::decode(&large).unwrap().counts.len(), 50_000);
    check_linear(|| drop(Mixed::decode(&small)), || drop(Mixed::decode(&large)));
}

#[test]
fn b10_many_small_fields_take_time_that_grows_with_their_number() {
    let known_and_not = |count: usize, fields: &[&[u8]]| fields.concat().repeat(count);
    for fields in [
        // Unknown ones of each kind; lists whose elements are parted by them; entries with unknown values.
        [&[0x80, 0x02, 1][..], &[0x85, 0x02, 1, 2, 3, 4]],
        [&[0x7a, 4, 0x0a, 0, 0x1a, 0], &[0x80, 0x02, 1]],
        [&[0x3a, 2, 0x10, 9], &[0x3a, 2, 0x10, 1]],
        [&[0x3a, 2, 0x10, 9], &[0x80, 0x02, 1]],
    ] {
        let (small, large) = (known_and_not(25_000, &fields), known_and_not(100_000, &fields));
        assert!(Mixed::decode(&large).is_ok());
        check_linear(|| drop(Mixed::decode(&small)), || drop(Mixed::decode(&large)));
    }
}

#[test]
fn b12_small_bytes_do_not_keep_a_message() {
    let shared = |len: usize| {
        let message = Bytes::from(block(10, &vec![7; len]));
        let mixed = Mixed::decode_shared(&message, &Limits::default()).unwrap();
        assert_eq!(mixed.blob.len(), len);
        // Only one of the two owns memory if they share it.
        !message.is_unique()
    };
    assert!(!shared(10));
    assert!(!shared(1000));
    assert!(shared(100_000));
    let small_part = Bytes::from([block(14, &[0; 100_000]), block(10, &[7; 2000])].concat());
    let mixed = Mixed::decode_shared(&small_part, &Limits::default()).unwrap();
    assert!(small_part.is_unique() && mixed.blob.len() == 2000);
}

#[test]
fn b15_tags_that_cannot_be_are_refused() {
    for (bytes, expected) in [
        (vec![0x00, 0x00], DecodeErrorKind::Tag),
        (vec![0x02, 0x00], DecodeErrorKind::Tag),
        (vec![0x0e], DecodeErrorKind::Tag),
        (vec![0x0f], DecodeErrorKind::Tag),
        // Field 2^29: one more than there can be.
        ([varint((1 << 29) << 3), vec![0]].concat(), DecodeErrorKind::Tag),
        (vec![0x88, 0x80, 0x80, 0x80, 0x80, 0x00, 0x01], DecodeErrorKind::Tag),
        (vec![0x80; 10], DecodeErrorKind::Varint),
        (vec![0x80; 9], DecodeErrorKind::Truncated),
    ] {
        assert_eq!(kind::<Owner>(&bytes), expected, "{bytes:?}");
    }
    let last = [varint(((1 << 29) - 1) << 3), vec![0]].concat();
    assert_eq!(Owner::decode(&last).unwrap().encode_to_vec(), last);
    // A known field with a wire type that is not its own is an unknown field.
    let other = vec![0x08, 0x05];
    let owner = Owner::decode(&other).unwrap();
    assert_eq!((owner.name.as_str(), owner.unknown_fields.as_bytes()), ("", &other[..]));
    // Leading zeros in a tag are legal.
    assert_eq!(Owner::decode(&[0x8a, 0x80, 0x00, 0x01, b'a']), Ok(name("a")));
}

#[test]
fn b16_text_is_utf_8() {
    for bytes in [
        &b"\xc0\x80"[..],
        b"\xe0\x80\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\xe2\x82",
        b"\x80",
        b"abc\xff",
    ] {
        let error = Owner::decode(&block(2, bytes)).unwrap_err();
        assert_eq!((error.kind(), error.path().as_str()), (DecodeErrorKind::Utf8, "alias"), "{bytes:?}");
        assert_eq!(Mixed::decode(&block(14, bytes)).unwrap().raw, bytes);
        let key = block(7, &[block(1, bytes), vec![0x10, 1]].concat());
        assert_eq!(kind::<Mixed>(&key), DecodeErrorKind::Utf8, "a key of {bytes:?}");
    }
    assert_eq!(Owner::decode(&block(1, "é漢🦀".as_bytes())), Ok(name("é漢🦀")));
}

#[test]
fn b17_numbers_that_an_enum_does_not_have_are_kept() {
    for number in [2, -1, i32::MAX, i32::MIN] {
        let raw = varint(i64::from(number) as u64);
        let open = [vec![8], raw.clone()].concat();
        let mixed = Mixed::decode(&open).unwrap();
        assert_eq!((mixed.level, mixed.encode_to_vec()), (Level::Unrecognized(number), open));
        if number != 2 {
            for tag in [16, 32] {
                let closed = [vec![tag], raw.clone()].concat();
                let mixed = Mixed::decode(&closed).unwrap();
                assert_eq!(
                    (mixed.side, mixed.sides.as_slice(), mixed.encode_to_vec()),
                    (None, &[][..], closed)
                );
            }
        }
    }
    let list = Mixed::decode(&block(4, &[1, 9, 2])).unwrap();
    assert_eq!(
        (list.sides.as_slice(), list.unknown_fields.as_bytes()),
        (&[Side::Left, Side::Right][..], &[32, 9][..])
    );
    let entry = |value: u8| block(7, &[block(1, &[b'a' + value]), vec![0x10, value]].concat());
    let map = Mixed::decode(&[entry(1), entry(9), entry(2), entry(8)].concat()).unwrap();
    assert_eq!(map.places.len(), 2);
    assert_eq!(map.unknown_fields.as_bytes(), [entry(9), entry(8)].concat());
}

#[test]
fn b18_the_last_member_of_a_oneof_wins_and_messages_merge() {
    let leaf = |inner: &[u8]| block(9, inner);
    let whole = [block(1, &block(1, b"a")), block(3, &block(1, b"b"))].concat();
    let mixed = Mixed::decode(&[block(8, b"t"), leaf(&whole)].concat()).unwrap();
    assert!(matches!(mixed.choice, Some(Choice::Leaf(_))));
    let mixed = Mixed::decode(&[leaf(&whole), block(8, b"t")].concat()).unwrap();
    assert_eq!(mixed.choice, Some(Choice::Text("t".to_owned())));
    let mixed =
        Mixed::decode(&[leaf(&whole), leaf(&[16, 5]), leaf(&block(1, &block(2, b"c")))].concat()).unwrap();
    let owner = Owner { alias: Some("c".to_owned()), ..name("a") };
    assert_eq!(mixed.choice, Some(Choice::Leaf(Leaf { owner, size: 5, heir: name("b"), ..Leaf::default() })));
    let tree = Tree::decode(
        &[block(2, &block(3, b"a")), block(2, &block(2100, &[1])), block(3, b"x"), block(3, b"y")].concat(),
    );
    let tree = tree.unwrap();
    assert_eq!(tree.name, "y");
    let next = tree.next.unwrap();
    assert_eq!((next.name.as_str(), next.ids.as_slice()), ("a", &[1][..]));
}

#[test]
fn b19_unknown_fields_come_back_as_they_came() {
    let unknown = [
        vec![0xf8, 0x01, 0x80, 0x00],
        block(32, b"text"),
        vec![0x85, 0x02, 1, 2, 3, 4],
        vec![0x89, 0x02, 1, 2, 3, 4, 5, 6, 7, 8],
        vec![0x9b, 0x02, 0x08, 0x01, 0x9c, 0x02],
    ]
    .concat();
    let owner = Owner::decode(&[&unknown[..4], &block(1, b"n"), &unknown[4..]].concat()).unwrap();
    assert_eq!(owner.unknown_fields.as_bytes(), unknown);
    assert_eq!(owner.encode_to_vec(), [block(1, b"n"), unknown].concat());
    let mut owner = owner;
    owner.unknown_fields.clear();
    assert_eq!(owner, name("n"));
}

#[test]
fn b25_lengths_of_every_width_are_right() {
    for len in
        [0, 1, 126, 127, 128, 129, 16_380, 16_383, 16_384, 16_390, (1 << 21) - 3, 1 << 21, (1 << 21) + 9]
    {
        let inner = Tree { name: "x".repeat(len), ..Tree::default() };
        let tree =
            Tree { children: vec![inner.clone(), inner], ids: vec![-1; len.min(70_000)], ..Tree::default() };
        let bytes = tree.encode_to_vec();
        let text = if len == 0 { vec![] } else { block(3, "x".repeat(len).as_bytes()) };
        let ids = if len == 0 { vec![] } else { block(2100, &varint(u64::MAX).repeat(len.min(70_000))) };
        assert!(bytes == [block(1, &text).repeat(2), ids].concat(), "{len}");
        assert!(Tree::decode(&bytes) == Ok(tree), "{len}");
    }
}

#[test]
fn required_fields_must_come_and_the_error_says_where() {
    let leaf = |inner: &[u8]| block(15, inner);
    let whole = [block(1, &[]), block(3, &[])].concat();
    let error = |bytes: Vec<u8>| -> DecodeError { Mixed::decode(&bytes).unwrap_err() };
    assert_eq!(
        error([leaf(&whole), leaf(&block(1, &[]))].concat()).to_string(),
        "`leaves[1].heir`: required, and missing (at byte 10)"
    );
    assert_eq!(error(block(9, &[])).path(), "leaf.owner");
    assert_eq!(error(block(6, &block(2, &block(1, b"\xff")))).path(), "counts.value.name");
    assert_eq!(
        error([leaf(&whole), leaf(&[whole.clone(), block(1, &block(2, b"\xff"))].concat())].concat()).path(),
        "leaves[1].owner.alias"
    );
}

#[test]
fn a_message_that_is_whole_may_be_merged_with_parts_that_are_not() {
    let whole = [block(1, &[]), block(3, &[])].concat();
    let part = block(1, &block(2, b"x"));
    let mixed = Mixed::decode(&[block(9, &whole), block(9, &part)].concat()).unwrap();
    let Some(Choice::Leaf(leaf)) = mixed.choice else { panic!("{mixed:?}") };
    assert_eq!(leaf.owner.alias.as_deref(), Some("x"));
    // The other way round the first part is no message.
    assert_eq!(kind::<Mixed>(&[block(9, &part), block(9, &whole)].concat()), DecodeErrorKind::Missing);
}

#[test]
fn a_wrapper_is_read_as_any_message_is() {
    for inner in [
        &[0x0a, 2, b'h', b'i'][..],
        &[0x8a, 0x80, 0x00, 2, b'h', b'i'],
        &[0x10, 1, 0x0a, 2, b'h', b'i', 0x10, 1],
    ] {
        assert_eq!(Mixed::decode(&block(13, inner)).unwrap().wrapped.as_deref(), Some("hi"), "{inner:?}");
    }
}

#[test]
fn errors_name_the_element_that_is_wrong() {
    let paths = [block(1, b"a"), block(1, b"b"), block(1, b"\xff")].concat();
    assert_eq!(FieldMask::decode(&paths).unwrap_err().path(), "paths[2]");
    let children = [block(1, &[]), block(1, &[]), block(1, &block(3, b"\xff"))].concat();
    assert_eq!(Tree::decode(&children).unwrap_err().path(), "children[2].name");
}

#[test]
fn entries_may_lack_a_key_or_a_value_and_the_last_one_wins() {
    let mixed = Mixed::decode(&[block(6, &[]), block(6, &[0x08, 7])].concat()).unwrap();
    assert_eq!(mixed.counts.len(), 2);
    assert_eq!(mixed.counts[&0], Owner::default());
    let entry = |name: &[u8]| block(6, &[vec![0x08, 7], block(2, &block(1, name))].concat());
    let mixed = Mixed::decode(&[entry(b"a"), entry(b"b"), block(8, b""), entry(b"c")].concat()).unwrap();
    assert_eq!(mixed.counts[&7], name("c"));
}

#[test]
fn packed_numbers_of_every_mix_of_widths_come_back() {
    // Each number of a window of the pattern is short or long: every place in a run of eight is met by both.
    for len in 0..40 {
        for pattern in 0..64_u32 {
            let ids: Vec<i32> =
                (0..len).map(|i| if pattern >> (i % 6) & 1 == 0 { i } else { -i * 1000 }).collect();
            let tree = Tree { ids, ..Tree::default() };
            assert_eq!(Tree::decode(&tree.encode_to_vec()), Ok(tree));
        }
    }
}

#[test]
fn lists_may_be_packed_in_parts() {
    let bytes = [block(2100, &[1, 2]), varint(2100 << 3), vec![3], block(1, &[]), block(2100, &[4])].concat();
    let tree = Tree::decode(&bytes).unwrap();
    assert_eq!((tree.ids.as_slice(), tree.children.len()), (&[1, 2, 3, 4][..], 1));
    let tree = Tree::decode(&[block(1, &[]), block(3, b"x"), block(1, &[]), block(1, &[])].concat()).unwrap();
    assert_eq!(tree.children.len(), 3);
}
