//! The same schema gives the same, wherever it stands and however often it is read.

use std::fs;
use std::path::{Path, PathBuf};

use mrpc_idl::load::{Disk, Memory};
use mrpc_idl::render::{Format, Style, list};
use mrpc_idl::{Compiled, compile};

/// Files with mistakes of many kinds in and between them.
const FILES: [(&str, &str); 5] = [
    (
        "a.mrpc",
        "edition 2026;\npackage t.v1;\nimport o.v1.{Item, Itme};\nmessage A { b: B = 1; i: Item = 2; x: Nope = 3; }\n",
    ),
    (
        "b.mrpc",
        "edition 2026;\npackage t.v1;\nmessage B { a: A = 1 } message A { }\nenum E { X = 0; } enum F { X = 0; E = 1; }\n",
    ),
    ("o.mrpc", "edition 2026;\npackage o.v1;\nimport p.v1.P;\nmessage Item { a: P = 1; }\n"),
    ("p.mrpc", "edition 2026;\npackage p.v1;\nimport o.v1.Item;\nmessage P { a: Item = 1; b: A = 2; }\n"),
    ("q.mrpc", "edition 2027;\nmesage Q { }\nconst C: int32 = D; const D: int32 = C;\n"),
];

fn shown(compiled: &Compiled) -> String {
    list(&compiled.diagnostics, &compiled.sources, Format::Json, &Style::default())
}

#[test]
fn e18_the_same_again_and_in_another_order() {
    let expected = shown(&compile(&Memory::new(FILES), &[]));
    assert!(expected.lines().count() > 8, "{expected}");
    let mut entries: Vec<PathBuf> = FILES.iter().map(|(path, _)| PathBuf::from(path)).collect();
    for turn in 0..FILES.len() {
        let mut files = FILES;
        files.rotate_left(turn);
        assert_eq!(shown(&compile(&Memory::new(files), &[])), expected);
        entries.rotate_left(1);
        assert_eq!(shown(&compile(&Memory::new(files), &entries)), expected);
        entries.reverse();
    }
}

#[test]
fn e18_the_same_model() {
    let files = [
        ("a.mrpc", "edition 2026;\npackage t.v1;\nimport o.v1.Item;\nmessage A { b: B = 1; i: Item = 2; }\n"),
        ("b.mrpc", "edition 2026;\npackage t.v1;\nmessage B { a: A = 1; }\nconst C: int32 = 5;\n"),
        ("o.mrpc", "edition 2026;\npackage o.v1;\nmessage Item { a: int32 = 1; }\n"),
    ];
    let model = |entries: &[&str]| {
        let entries: Vec<PathBuf> = entries.iter().map(PathBuf::from).collect();
        let compiled = compile(&Memory::new(files), &entries);
        format!("{:#?}", compiled.model.expect("nothing is wrong"))
    };
    let expected = model(&["a.mrpc", "b.mrpc", "o.mrpc"]);
    assert_eq!(model(&["o.mrpc", "b.mrpc", "a.mrpc"]), expected);
    assert_eq!(model(&["b.mrpc", "a.mrpc", "o.mrpc", "b.mrpc"]), expected);
    assert_eq!(model(&["a.mrpc", "b.mrpc", "o.mrpc"]), expected);
}

#[test]
fn e18_the_same_in_another_directory() {
    let write = |directory: &Path, order: &mut dyn Iterator<Item = &(&str, &str)>| {
        for (path, text) in order {
            fs::write(directory.join(path), text).expect("the file can be written");
        }
        let compiled = compile(&Disk::new([directory]), &[]);
        shown(&compiled).replace(&directory.display().to_string(), "")
    };
    let (one, other) = (tempfile::tempdir(), tempfile::tempdir());
    let (one, other) = (one.expect("a directory"), other.expect("a directory"));
    // A directory lists its files in the order in which they were made, on some systems.
    let expected = write(one.path(), &mut FILES.iter());
    assert_eq!(write(other.path(), &mut FILES.iter().rev()), expected);
    assert_eq!(write(other.path(), &mut FILES.iter()), expected);
}
