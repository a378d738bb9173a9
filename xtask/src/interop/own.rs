//! Our own schemas: what `protoc` reads in the exported files is what our descriptors say.

use std::fs;
use std::path::PathBuf;

use super::corpus::compare;
use super::tools::{Tools, at, run};

/// Directories of schemas; of those that end in `*`, each below is one.
const SCHEMAS: [&str; 7] = [
    "benches/idl",
    "compiler/tests/export",
    "compiler/tests/golden/*",
    "examples/chat/idl",
    "examples/hello/idl",
    "examples/library/idl",
    "examples/quickstart/idl",
];

/// Has fields that proto3 refuses (E1101), to show what becomes of them in Rust.
const WITHOUT_TWIN: &str = "compiler/tests/golden/names";

pub(super) fn check(tools: &Tools) -> Result<String, String> {
    let mut count = 0;
    for schema in schemas(tools)? {
        let out = tools.path("own").join(count.to_string());
        let export = ["export", "--proto", "--lossy", "--quiet", "--out"];
        let exported = run(tools.mrpc_gen(&tools.root).args(export).arg(&out).arg(&schema));
        if schema.ends_with(WITHOUT_TWIN) {
            if exported.is_ok() {
                return Err(format!("{WITHOUT_TWIN} was exported, and has what proto3 refuses"));
            }
            continue;
        }
        exported?;
        let theirs = tools.path("own.protoc.fds");
        tools.judge(&[&"compile", &out, &theirs])?;
        let descriptors = ["descriptors", "--quiet", "--out"];
        run(tools.mrpc_gen(&tools.root).args(descriptors).arg(tools.path("own.ours.fds")).arg(&schema))?;
        compare(tools, "own.ours.fds", "own.protoc.fds")
            .map_err(|reason| format!("{}\n{reason}", schema.display()))?;
        count += 1;
    }
    Ok(format!("{count} schemas exported, and described as protoc reads them"))
}

fn schemas(tools: &Tools) -> Result<Vec<PathBuf>, String> {
    let mut schemas = Vec::new();
    for schema in SCHEMAS {
        let Some(around) = schema.strip_suffix("/*") else {
            schemas.push(tools.root.join(schema));
            continue;
        };
        let around = tools.root.join(around);
        let entries = fs::read_dir(&around).map_err(|error| at(&around, &error))?;
        schemas.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()));
    }
    schemas.sort();
    Ok(schemas)
}
