//! Any value of the messages, and bytes that are nearly one.

use std::fmt::Debug;

use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use prost::Message;

use crate::ours;
use crate::theirs::{Kitchen, Leaf, kitchen::Choice};

/// How deep kitchens lie in each other.
const DEPTH: u32 = 3;

/// Numbers at whose size something changes are as likely as all others together.
fn number<T>(edges: &'static [T]) -> impl Strategy<Value = T>
where
    T: proptest::arbitrary::Arbitrary + Clone + Debug + 'static,
{
    prop_oneof![proptest::sample::select(edges), any::<T>()]
}

fn int32() -> impl Strategy<Value = i32> {
    number(&[0, 1, -1, 127, 128, -64, -65, i32::MAX, i32::MIN])
}

fn int64() -> impl Strategy<Value = i64> {
    number(&[0, 1, -1, 16_383, 16_384, -8_193, i64::MAX, i64::MIN])
}

fn uint32() -> impl Strategy<Value = u32> {
    number(&[0, 1, 127, 128, 2_097_151, 2_097_152, u32::MAX])
}

fn uint64() -> impl Strategy<Value = u64> {
    number(&[0, 1, 127, 128, 1 << 35, 1 << 63, u64::MAX])
}

fn float() -> impl Strategy<Value = f32> {
    number(&[0.0, -0.0, 1.5, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE])
}

fn double() -> impl Strategy<Value = f64> {
    number(&[0.0, -0.0, 1.5, f64::NAN, f64::NEG_INFINITY, f64::MAX])
}

/// prost takes -0 for the default and does not write it, where a default is not written.
fn not_minus_zero<T: std::ops::Add<Output = T> + Default + Debug>(
    number: impl Strategy<Value = T>,
) -> impl Strategy<Value = T> {
    number.prop_map(|number| number + T::default())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), ".{0,20}", "[a-z]{120,140}"]
}

fn blob() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..20), vec(any::<u8>(), 120..140)]
}

/// Known ones and others.
fn color() -> impl Strategy<Value = i32> {
    prop_oneof![-1..=2, any::<i32>()]
}

fn leaf() -> impl Strategy<Value = Leaf> {
    (text(), int64()).prop_map(|(name, weight)| Leaf { name, weight })
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        uint32().prop_map(Choice::ChoiceUint32),
        text().prop_map(Choice::ChoiceText),
        blob().prop_map(Choice::ChoiceBlob),
        leaf().prop_map(Choice::ChoiceLeaf),
        color().prop_map(Choice::ChoiceColor),
        any::<bool>().prop_map(Choice::ChoiceTruth),
        double().prop_map(Choice::ChoiceDouble),
    ]
}

fn list<T: Debug>(element: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    vec(element, 0..6)
}

/// Values between their least and their greatest only, as JSON demands.
fn timestamp() -> impl Strategy<Value = prost_types::Timestamp> {
    (-62_135_596_800..=253_402_300_799_i64, 0..1_000_000_000_i32)
        .prop_map(|(seconds, nanos)| prost_types::Timestamp { seconds, nanos })
}

fn duration() -> impl Strategy<Value = prost_types::Duration> {
    (-315_576_000_000..=315_576_000_000_i64, 0..1_000_000_000_i32).prop_map(|(seconds, nanos)| {
        // Both have the same sign, and the range has no fractions beyond it.
        let nanos = if seconds.abs() == 315_576_000_000 { 0 } else { nanos };
        prost_types::Duration { seconds, nanos: if seconds < 0 { -nanos } else { nanos } }
    })
}

// Boxed, like the next, so that an unoptimised test does not hold them all on its stack.
fn singular() -> BoxedStrategy<Kitchen> {
    let numbers = (any::<bool>(), int32(), int64(), uint32(), uint64(), int32(), int64());
    let floating = (not_minus_zero(float()), not_minus_zero(double()));
    let fixed = (uint32(), uint64(), int32(), int64());
    let rest = (text(), blob(), color(), of(leaf()), of(timestamp()), of(duration()), int32());
    let maybe = (of(int32()), of(text()), of(blob()), of(color()), of(double()), of(any::<bool>()));
    let wrapped = (of(text()), of(int64()));
    let all = (numbers, fixed, floating, rest, maybe, wrapped);
    all.prop_map(|(numbers, fixed, floating, rest, maybe, wrapped)| Kitchen {
        truth: numbers.0,
        int32: numbers.1,
        int64: numbers.2,
        uint32: numbers.3,
        uint64: numbers.4,
        sint32: numbers.5,
        sint64: numbers.6,
        fixed32: fixed.0,
        fixed64: fixed.1,
        sfixed32: fixed.2,
        sfixed64: fixed.3,
        float: floating.0,
        double: floating.1,
        text: rest.0,
        blob: rest.1,
        color: rest.2,
        leaf: rest.3,
        timestamp: rest.4,
        duration: rest.5,
        far: rest.6,
        maybe_int32: maybe.0,
        maybe_text: maybe.1,
        maybe_blob: maybe.2,
        maybe_color: maybe.3,
        maybe_double: maybe.4,
        maybe_truth: maybe.5,
        wrapped_text: wrapped.0,
        wrapped_int64: wrapped.1,
        ..Kitchen::default()
    })
    .boxed()
}

fn flat() -> BoxedStrategy<Kitchen> {
    let numbers = (list(int32()), list(int64()), list(uint64()), list(uint32()), list(int64()));
    let others = (list(float()), list(double()), list(any::<bool>()), list(color()), list(uint32()));
    let blocks = (list(text()), list(blob()), list(leaf()));
    let maps = (
        btree_map(text(), text(), 0..4),
        btree_map(int32(), int32(), 0..4),
        btree_map(any::<bool>(), leaf(), 0..3),
        btree_map(uint64(), blob(), 0..4),
        btree_map(int32(), color(), 0..4),
        btree_map(uint64(), not_minus_zero(double()), 0..4),
    );
    let all = (singular(), numbers, others, blocks, maps, of(choice()));
    all.prop_map(|(singular, numbers, others, blocks, maps, choice)| Kitchen {
        int32s: numbers.0,
        sint64s: numbers.1,
        uint64s: numbers.2,
        fixed32s: numbers.3,
        sfixed64s: numbers.4,
        floats: others.0,
        doubles: others.1,
        truths: others.2,
        colors: others.3,
        unpacked: others.4,
        texts: blocks.0,
        blobs: blocks.1,
        leaves: blocks.2,
        texts_by_text: maps.0,
        sint32s_by_int32: maps.1,
        leaves_by_truth: maps.2,
        blobs_by_uint64: maps.3,
        colors_by_sint32: maps.4,
        doubles_by_fixed64: maps.5,
        choice,
        ..singular
    })
    .boxed()
}

/// Any value.
pub fn kitchen() -> impl Strategy<Value = Kitchen> {
    flat().prop_recursive(DEPTH, 4, 1, |child| {
        (flat(), child).prop_map(|(kitchen, child)| Kitchen { child: Some(Box::new(child)), ..kitchen })
    })
}

/// Bytes of a value after a few accidents, and bytes that never were any.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let broken = broken(kitchen().prop_map(|kitchen| kitchen.encode_to_vec()), any::<u8>());
    // Small numbers are tags and lengths more often than large ones.
    let noise = vec(prop_oneof![0..=0x7f_u8, any::<u8>()], 0..64);
    prop_oneof![3 => broken, 1 => noise]
}

/// JSON of a value after a few accidents.
pub fn json() -> impl Strategy<Value = Vec<u8>> {
    let json = kitchen().prop_map(|kitchen| {
        serde_json::to_vec(&ours::Kitchen::from(kitchen)).expect("times are within their bounds")
    });
    broken(json, proptest::sample::select(br#"{}[]",:0123456789-+.eEnulltruefalse\\u"#.as_slice()))
}

fn broken(
    whole: impl Strategy<Value = Vec<u8>>,
    byte: impl Strategy<Value = u8>,
) -> impl Strategy<Value = Vec<u8>> {
    let accident = (any::<proptest::sample::Index>(), byte, 0..5_u8);
    (whole, vec(accident, 0..4)).prop_map(|(mut bytes, accidents)| {
        for (place, byte, kind) in accidents {
            happen(&mut bytes, place, byte, kind);
        }
        bytes
    })
}

fn happen(bytes: &mut Vec<u8>, place: proptest::sample::Index, byte: u8, kind: u8) {
    if bytes.is_empty() {
        return;
    }
    let at = place.index(bytes.len());
    match kind {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, byte),
        2 => drop(bytes.remove(at)),
        3 => bytes.extend_from_within(at..),
        _ => bytes[at] = byte,
    }
}
