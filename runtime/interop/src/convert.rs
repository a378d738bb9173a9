//! A value of theirs as one of ours, field by field.

use std::collections::BTreeMap;

use mrpc::{Duration, Timestamp};

use crate::ours;
use crate::theirs::{Kitchen, Leaf, kitchen::Choice};

impl From<Kitchen> for ours::Kitchen {
    fn from(value: Kitchen) -> Self {
        Self {
            truth: value.truth,
            int32: value.int32,
            int64: value.int64,
            uint32: value.uint32,
            uint64: value.uint64,
            sint32: value.sint32,
            sint64: value.sint64,
            fixed32: value.fixed32,
            fixed64: value.fixed64,
            sfixed32: value.sfixed32,
            sfixed64: value.sfixed64,
            float: value.float,
            double: value.double,
            text: value.text,
            blob: value.blob,
            color: value.color.into(),
            leaf: value.leaf.map(Into::into),
            child: value.child.map(|child| Box::new((*child).into())),
            maybe_int32: value.maybe_int32,
            maybe_text: value.maybe_text,
            maybe_blob: value.maybe_blob,
            maybe_color: value.maybe_color.map(Into::into),
            maybe_double: value.maybe_double,
            maybe_truth: value.maybe_truth,
            int32s: value.int32s,
            sint64s: value.sint64s,
            uint64s: value.uint64s,
            fixed32s: value.fixed32s,
            sfixed64s: value.sfixed64s,
            floats: value.floats,
            doubles: value.doubles,
            truths: value.truths,
            colors: value.colors.into_iter().map(Into::into).collect(),
            texts: value.texts,
            blobs: value.blobs,
            leaves: value.leaves.into_iter().map(Into::into).collect(),
            unpacked: value.unpacked,
            texts_by_text: value.texts_by_text,
            sint32s_by_int32: value.sint32s_by_int32,
            leaves_by_truth: values_into(value.leaves_by_truth),
            blobs_by_uint64: value.blobs_by_uint64,
            colors_by_sint32: values_into(value.colors_by_sint32),
            doubles_by_fixed64: value.doubles_by_fixed64,
            choice: value.choice.map(Into::into),
            timestamp: value.timestamp.map(|it| Timestamp {
                seconds: it.seconds,
                nanos: it.nanos,
                ..Timestamp::default()
            }),
            duration: value.duration.map(|it| Duration {
                seconds: it.seconds,
                nanos: it.nanos,
                ..Duration::default()
            }),
            wrapped_text: value.wrapped_text,
            wrapped_int64: value.wrapped_int64,
            far: value.far,
            ..Self::default()
        }
    }
}

fn values_into<K: Ord, V, W: From<V>>(map: BTreeMap<K, V>) -> BTreeMap<K, W> {
    map.into_iter().map(|(key, value)| (key, value.into())).collect()
}

impl From<Leaf> for ours::Leaf {
    fn from(Leaf { name, weight }: Leaf) -> Self {
        Self { name, weight, ..Self::default() }
    }
}

impl From<Choice> for ours::KitchenChoice {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::ChoiceUint32(value) => Self::ChoiceUint32(value),
            Choice::ChoiceText(value) => Self::ChoiceText(value),
            Choice::ChoiceBlob(value) => Self::ChoiceBlob(value),
            Choice::ChoiceLeaf(value) => Self::ChoiceLeaf(value.into()),
            Choice::ChoiceColor(value) => Self::ChoiceColor(value.into()),
            Choice::ChoiceTruth(value) => Self::ChoiceTruth(value),
            Choice::ChoiceDouble(value) => Self::ChoiceDouble(value),
        }
    }
}
