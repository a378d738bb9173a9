//! What a `reserved` line keeps free.

use std::ops::RangeInclusive;

use crate::ast::{self, ReservedBound, ReservedItem};
use crate::model::Reserved;

/// The largest number of a field: 29 bits.
pub(crate) const FIELD_NUMBER_MAX: i64 = (1 << 29) - 1;

/// The numbers that a field may have, apart from those that protobuf keeps to itself.
pub(crate) const FIELD_NUMBERS: RangeInclusive<i64> = 1..=FIELD_NUMBER_MAX;

/// The numbers that an enum value may have.
pub(crate) const VALUE_NUMBERS: RangeInclusive<i64> = i32::MIN as i64..=i32::MAX as i64;

/// The first and the last number of an item; an end that is left out, or `max`, is that of `all`. `None` for a
/// name, and for numbers that were reported already. The first may be greater than the last.
pub(crate) fn bounds(item: &ReservedItem, all: &RangeInclusive<i64>) -> Option<(i128, i128)> {
    let (least, greatest) = (i128::from(*all.start()), i128::from(*all.end()));
    match item {
        ReservedItem::Name(_) => None,
        ReservedItem::Number(only) => only.value.map(|only| (only, only)),
        ReservedItem::Range(range) => {
            let start = match &range.start {
                Some(ReservedBound::Number(start)) => start.value?,
                Some(ReservedBound::Max(_)) => greatest,
                None => least,
            };
            let end = match &range.end {
                Some(ReservedBound::Number(end)) if range.inclusive => end.value?,
                // A number comes from 64 bits, so there is one below it.
                Some(ReservedBound::Number(end)) => end.value? - 1,
                Some(ReservedBound::Max(_)) | None => greatest,
            };
            Some((start, end))
        }
    }
}

/// All that the lines keep free; ranges that make no sense are left to the checks.
pub(super) fn collect<'a>(
    lines: impl IntoIterator<Item = &'a ast::Reserved>,
    all: &RangeInclusive<i64>,
) -> Reserved {
    let mut reserved = Reserved::default();
    for item in lines.into_iter().flat_map(|line| &line.items) {
        if let ReservedItem::Name(name) = item {
            reserved.names.push(name.value.clone());
        } else if let Some((start, end)) = bounds(item, all)
            && let (Ok(start), Ok(end)) = (i64::try_from(start), i64::try_from(end))
            && start <= end
        {
            reserved.numbers.push((start, end));
        }
    }
    reserved.numbers.sort_unstable();
    reserved
}
