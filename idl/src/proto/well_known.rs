//! The files that protobuf brings along. Nobody has to have them on a disk.

use prost_reflect::DescriptorPool;
use prost_types::FileDescriptorProto;

use crate::model::{Type, WellKnown};

/// Their package.
const PACKAGE: &str = ".google.protobuf.";

/// Those of which every type is well-known: nothing of them becomes a part of the model.
const WHOLE: [&str; 7] = [
    "google/protobuf/any.proto",
    "google/protobuf/duration.proto",
    "google/protobuf/empty.proto",
    "google/protobuf/field_mask.proto",
    "google/protobuf/struct.proto",
    "google/protobuf/timestamp.proto",
    "google/protobuf/wrappers.proto",
];

/// The others.
const OTHERS: [&str; 5] = [
    "google/protobuf/api.proto",
    "google/protobuf/compiler/plugin.proto",
    "google/protobuf/descriptor.proto",
    "google/protobuf/source_context.proto",
    "google/protobuf/type.proto",
];

/// The file that others import as `name`.
pub(super) fn file(name: &str) -> Option<FileDescriptorProto> {
    if !WHOLE.contains(&name) && !OTHERS.contains(&name) {
        return None;
    }
    Some(DescriptorPool::global().get_file_by_name(name)?.file_descriptor_proto().clone())
}

/// Whether every type in a file is well-known.
pub(super) fn is_whole(name: &str) -> bool {
    WHOLE.contains(&name)
}

/// The type of that full name, which begins with a dot.
pub(super) fn find(name: &str) -> Option<Type> {
    WellKnown::from_word(name.strip_prefix(PACKAGE)?).map(Type::WellKnown)
}
