//! Files that are no schemas.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use mrpc_idl::code::Code::{self, *};
use mrpc_idl::limit::FILE_BYTES_MAX;
use mrpc_idl::load::Disk;
use mrpc_idl::{Compiled, compile};
use tempfile::TempDir;

use crate::expect::errors;

const HEAD: &str = "edition 2026;\npackage t.v1;\n";

fn directory() -> TempDir {
    tempfile::tempdir().expect("there is a place for temporary files")
}

/// Compiles one file by its name, below no root.
fn named(path: impl Into<PathBuf>) -> Compiled {
    compile(&Disk::new(Vec::<PathBuf>::new()), &[path.into()])
}

#[track_caller]
fn check(compiled: &Compiled, code: Code, title: &str) {
    let errors = errors(compiled);
    let [error] = errors.as_slice() else { panic!("{errors:#?}") };
    assert_eq!(error.code, code);
    assert!(error.title.contains(title), "{}", error.title);
    // Nothing of what could not be read is kept.
    let kept: usize = compiled.sources.iter().map(|(_, source)| source.text().len()).sum();
    assert!(kept < 1000, "{kept} bytes are kept");
}

#[test]
fn e03_a_file_of_the_greatest_size_is_read_and_one_byte_more_is_not() {
    let directory = directory();
    let path = directory.path().join("large.mrpc");
    let size = usize::try_from(FILE_BYTES_MAX).expect("a file fits into memory");
    let mut text = HEAD.to_owned();
    while text.len() < size {
        text += "// a line of sixteen bytes and more\n";
    }
    text.truncate(size);
    fs::write(&path, &text).expect("the file can be written");
    assert!(errors(&named(&path)).is_empty());
    fs::write(&path, text + "\n").expect("the file can be written");
    check(&named(&path), E0012, "is larger than 4 MiB");
}

#[test]
fn e03_a_file_of_100_mb() {
    let directory = directory();
    let path = directory.path().join("huge.mrpc");
    File::create(&path).and_then(|file| file.set_len(100_000_000)).expect("the file can be made");
    check(&named(&path), E0012, "is larger than 4 MiB");
}

#[test]
fn e03_a_directory_and_what_is_not_there() {
    let directory = directory();
    check(&named(directory.path()), E0014, "it is a directory");
    check(&named(directory.path().join("none.mrpc")), E0014, "there is no file");
    fs::write(directory.path().join("file"), HEAD).expect("the file can be written");
    check(&named(directory.path().join("file/none.mrpc")), E0014, "cannot be read");
    let root = directory.path().join("no_root");
    check(&compile(&Disk::new([root]), &[]), E0014, "no_root");
}

#[test]
fn e03_a_directory_named_like_a_schema_is_walked() {
    let directory = directory();
    let inner = directory.path().join("odd.mrpc");
    fs::create_dir(&inner).expect("the directory can be made");
    fs::write(inner.join("a.mrpc"), HEAD).expect("the file can be written");
    let compiled = compile(&Disk::new([directory.path()]), &[]);
    assert_eq!((errors(&compiled).len(), compiled.files.len()), (0, 1));
}

/// A root that cannot be looked at is one mistake: what was to be found there is not missing as well.
#[test]
fn e03_a_root_that_is_not_there_mutes_imports() {
    let directory = directory();
    let path = directory.path().join("a.mrpc");
    fs::write(&path, format!("{HEAD}import o.v1.O;\nmessage A {{ o: O = 1; }}\n"))
        .expect("the file can be written");
    check(&compile(&Disk::new([directory.path().join("no_root")]), &[path]), E0014, "no_root");
}

#[cfg(unix)]
#[test]
fn e03_devices_and_pipes_are_never_opened() {
    for device in ["/dev/zero", "/dev/stdin", "/dev/full"] {
        if Path::new(device).exists() && !Path::new(device).is_file() {
            check(&named(device), E0014, "not a regular file");
        }
    }
    let directory = directory();
    let pipe = directory.path().join("pipe.mrpc");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("there is a `mkfifo`");
    assert!(made.success());
    check(&named(&pipe), E0014, "not a regular file");
    // Nor when it is found below a root.
    check(&compile(&Disk::new([directory.path()]), &[]), E0014, "not a regular file");
}

#[test]
fn e16_bytes_that_are_no_text() {
    let directory = directory();
    let path = directory.path().join("a.mrpc");
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}edition 2026;".encode_utf16().flat_map(order).collect()
    };
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        fs::write(&path, bytes).expect("the file can be written");
        check(&named(&path), E0006, "is UTF-16, not UTF-8");
    }
    let bytes = [HEAD.as_bytes(), "// größe ".as_bytes(), b"\xff\xfe\n"].concat();
    fs::write(&path, &bytes).expect("the file can be written");
    let compiled = named(&path);
    check(&compiled, E0006, "is not UTF-8");
    // The place is that of the first byte that is none, in characters.
    let span = errors(&compiled)[0].primary.span;
    let place = compiled.sources.get(span.source).position(span.start);
    assert_eq!((place.line, place.column), (3, 10));
    // Half a character at the end.
    fs::write(&path, b"edition 2026; // \xc3").expect("the file can be written");
    check(&named(&path), E0006, "is not UTF-8");
}

#[test]
fn e16_bytes_that_are_odd_text() {
    let directory = directory();
    let path = directory.path().join("a.mrpc");
    for text in ["\u{feff}edition 2026;\r\npackage t.v1;\r\n", "edition 2026;\rpackage t.v1;"] {
        fs::write(&path, text).expect("the file can be written");
        assert!(errors(&named(&path)).is_empty(), "{text:?}");
    }
    for text in ["", "\u{feff}", "\n\n", "// nothing"] {
        fs::write(&path, text).expect("the file can be written");
        let codes: Vec<Code> = errors(&named(&path)).iter().map(|error| error.code).collect();
        assert_eq!(codes, [E0011], "{text:?}");
    }
}
