//! What a `reserved` line keeps free.

use crate::ast::{self, ReservedBound, ReservedItem};
use crate::model::Reserved;

/// The largest number of a field: 29 bits.
pub(crate) const FIELD_NUMBER_MAX: i64 = (1 << 29) - 1;

/// The first and the last number of an item, `max` being the largest there is. `None` for a name, and for
/// numbers that were reported already. The first may be greater than the last.
pub(crate) fn bounds(item: &ReservedItem, max: i64) -> Option<(i64, i64)> {
    let number = |number: &ast::Number| i64::try_from(number.value?).ok();
    match item {
        ReservedItem::Name(_) => None,
        ReservedItem::Number(only) => number(only).map(|only| (only, only)),
        ReservedItem::Range(range) => {
            let start = match &range.start {
                Some(ReservedBound::Number(start)) => number(start)?,
                Some(ReservedBound::Max(_)) => max,
                None => 0,
            };
            let end = match &range.end {
                Some(ReservedBound::Number(end)) if range.inclusive => number(end)?,
                Some(ReservedBound::Number(end)) => number(end)?.checked_sub(1)?,
                Some(ReservedBound::Max(_)) | None => max,
            };
            Some((start, end))
        }
    }
}

/// All that the lines keep free; ranges that make no sense are left to the checks.
pub(super) fn collect<'a>(lines: impl IntoIterator<Item = &'a ast::Reserved>, max: i64) -> Reserved {
    let mut reserved = Reserved::default();
    for item in lines.into_iter().flat_map(|line| &line.items) {
        match item {
            ReservedItem::Name(name) => reserved.names.push(name.value.clone()),
            _ => reserved.numbers.extend(bounds(item, max).filter(|(start, end)| start <= end)),
        }
    }
    reserved.numbers.sort_unstable();
    reserved
}
