//! The properties on arbitrary bytes, and on good files that were damaged. proptest prints the seed of a failure.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use mrpc_idl::code::Code;
use proptest::prelude::*;

use crate::property::{format_parse, parse_check};

/// Everything in the folders of the codes: a corpus that grows with the language.
static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("codes");
    let paths = Code::ALL
        .iter()
        .flat_map(|code| ["bad.mrpc", "good.mrpc"].map(|file| folder.join(code.as_str()).join(file)));
    paths.map(|path| fs::read(path).expect("every code has both files")).collect()
});

/// A piece taken from elsewhere, put over a piece of the text.
type Damage = (prop::sample::Index, usize, prop::sample::Index, prop::sample::Index, usize);

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let damage = (
        any::<prop::sample::Index>(),
        0..20_usize,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0..20_usize,
    );
    (any::<prop::sample::Index>(), prop::collection::vec(damage, 1..6)).prop_map(|(file, damages)| {
        let mut text = file.get(&CORPUS).clone();
        for damage in &damages {
            put(&mut text, damage);
        }
        text
    })
}

fn put(text: &mut Vec<u8>, (at, removed, donor, from, length): &Damage) {
    let donor = donor.get(&CORPUS);
    if text.is_empty() || donor.is_empty() {
        return;
    }
    let start = at.index(text.len());
    let end = (start + removed).min(text.len());
    let from = from.index(donor.len());
    let piece = donor[from..(from + length).min(donor.len())].to_vec();
    text.splice(start..end, piece);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_can_be_checked(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        parse_check(&bytes);
    }

    #[test]
    fn any_text_can_be_checked(text in any::<String>()) {
        parse_check(text.as_bytes());
    }

    #[test]
    fn damaged_files_can_be_checked(bytes in damaged()) {
        parse_check(&bytes);
    }

    #[test]
    fn damaged_files_can_be_formatted(bytes in damaged()) {
        format_parse(&bytes);
    }

    #[test]
    fn any_text_can_be_formatted(text in any::<String>()) {
        format_parse(text.as_bytes());
    }
}
