//! The files of others: what our reader makes of them is what `protoc` makes of them.

use std::fs;

use super::tools::{Tools, at, files, run};

/// How many files `googleapis-common-protos` has.
const GOOGLE_FILES: usize = 63;

/// The suite's messages, and where they belong by their package.
const MESSAGES: &str = "google/protobuf/test_messages_proto3.proto";
pub(super) const MESSAGES_HERE: &str = "protobuf_test_messages/proto3/test_messages_proto3.proto";

/// Files of protobuf itself that are not the same in every version of it. Each side has its own built in; they may
/// differ, and nothing else may.
pub(super) const BUILT_IN: [&str; 3] =
    ["google/protobuf/api.proto", "google/protobuf/descriptor.proto", "google/protobuf/type.proto"];

/// Copies the files to `corpus`.
pub(super) fn gather(tools: &Tools) -> Result<String, String> {
    let corpus = tools.path("corpus");
    tools.judge(&[&"corpus", &corpus])?;
    let google = files(&corpus, "proto")?.len();
    if google != GOOGLE_FILES {
        return Err(format!("{google} files of Google's, of {GOOGLE_FILES} that there were"));
    }
    let place = corpus.join(MESSAGES_HERE);
    if let Some(dir) = place.parent() {
        fs::create_dir_all(dir).map_err(|error| at(dir, &error))?;
    }
    let from = tools.suite.join(MESSAGES);
    fs::copy(&from, &place).map_err(|error| at(&from, &error))?;
    tools.judge(&[&"compile", &corpus, &tools.path("corpus.protoc.fds")])?;
    Ok(format!("{} files of others", google + 1))
}

/// Compares descriptors.
pub(super) fn check(tools: &Tools) -> Result<String, String> {
    let corpus = tools.path("corpus");
    let ours = tools.path("corpus.ours.fds");
    let all = files(&corpus, "proto")?;
    run(tools.mrpc_gen(&corpus).args(["descriptors", "--quiet", "--out"]).arg(&ours).args(all))?;
    compare(tools, "corpus.ours.fds", "corpus.protoc.fds")
}

/// Compares two sets of descriptors, ours and that of `protoc`.
pub(super) fn compare(tools: &Tools, ours: &str, theirs: &str) -> Result<String, String> {
    tools.judge(&[&"compare", &ours, &theirs, &BUILT_IN[0], &BUILT_IN[1], &BUILT_IN[2]])
}
