//! Which word was meant.

/// The longest word that is compared. Ours are shorter, and the time grows with the square.
const WORD_CHARS_MAX: usize = 24;

/// The candidate nearest to `word`, if it is near enough to be a slip: two changes, but less than half the word.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let allowed = |candidate: &str| (candidate.len().saturating_sub(1) / 2).min(2);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(word, candidate)?, candidate)))
        .filter(|&(distance, candidate)| distance > 0 && distance <= allowed(candidate))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// How many characters to insert, to remove, to replace or to swap with their neighbour; `None` for long words.
fn distance(from: &str, to: &str) -> Option<usize> {
    let to: Vec<char> = to.chars().collect();
    if to.len() > WORD_CHARS_MAX || from.chars().nth(WORD_CHARS_MAX).is_some() {
        return None;
    }
    // Three rows of the table: the one before the last is for swaps.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (row, a) in (1..).zip(from.chars()) {
        let mut current = vec![row];
        for (column, &b) in to.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let replaced = cell(&last, column).saturating_add(usize::from(a != b));
            let removed = cell(&last, column.saturating_add(1)).saturating_add(1);
            let inserted = cell(&current, column).saturating_add(1);
            let left = column.checked_sub(1);
            let is_swap = previous == Some(b) && left.and_then(|left| to.get(left)) == Some(&a);
            let swapped = match left {
                Some(left) if is_swap => cell(&before, left).saturating_add(1),
                _ => usize::MAX,
            };
            current.push(replaced.min(removed).min(inserted).min(swapped));
        }
        before = std::mem::replace(&mut last, current);
        previous = Some(a);
    }
    last.last().copied()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips_and_no_more() {
        let check = |word, expected| {
            assert_eq!(nearest(word, ["message", "enum", "rpc", "service", "import"]), expected, "{word}");
        };
        check("mesage", Some("message"));
        check("sevice", Some("service"));
        check("enumm", Some("enum"));
        check("improt", Some("import"));
        check("rcp", Some("rpc"));
        check("foo", None);
        check("message", None);
        check("struct", None);
    }
}
