//! The rules of protobuf: names are resolved and options read, or the file is refused.

use prost_reflect::DescriptorPool;
use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto};

use super::place::Places;
use super::refuse;
use crate::diagnostic::Diagnostic;
use crate::limit::MEMBERS_MAX;

/// The files that were accepted so far.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pool: DescriptorPool,
    /// Whether a file was refused. One such report is enough: it costs time that grows with all files.
    has_refused: bool,
}

/// A file as protobuf understands it.
#[derive(Debug)]
pub(super) struct Accepted {
    /// With full names for all types.
    pub(super) descriptor: FileDescriptorProto,
    /// The same as bytes, with options that only its author knows.
    pub(super) bytes: Vec<u8>,
}

impl Pool {
    /// Adds a file whose imports have been added. `None` is silence: something else is reported.
    pub(super) fn add(
        &mut self,
        descriptor: FileDescriptorProto,
        places: &Places,
    ) -> Result<Accepted, Option<Box<Diagnostic>>> {
        if let Some(path) = too_many(&descriptor) {
            return Err(Some(Box::new(refuse::too_many_members(places.span(&path)))));
        }
        if self.has_refused {
            return Err(None);
        }
        let name = descriptor.name().to_owned();
        let refused = self.pool.add_file_descriptor_proto(descriptor).err().map(|error| {
            let span = places.span(error.path().unwrap_or_default());
            Box::new(refuse::broken(span, &error.to_string()))
        });
        match self.pool.get_file_by_name(&name) {
            Some(file) if refused.is_none() => {
                Ok(Accepted { descriptor: file.file_descriptor_proto().clone(), bytes: file.encode_to_vec() })
            }
            _ => {
                self.has_refused = true;
                Err(refused)
            }
        }
    }
}

/// The path of a message or an enum with more members than anybody needs. They are held against every reserved
/// range, so these count, too.
fn too_many(file: &FileDescriptorProto) -> Option<Vec<i32>> {
    let messages = in_messages(&file.message_type, &[4]);
    messages.or_else(|| in_enums(&file.enum_type, &[5]))
}

/// Messages nest no deeper than the parser lets them.
fn in_messages(messages: &[DescriptorProto], around: &[i32]) -> Option<Vec<i32>> {
    messages.iter().zip(0..).find_map(|(message, at)| {
        let path = [around, &[at]].concat();
        if message.field.len() + message.reserved_range.len() > MEMBERS_MAX {
            return Some(path);
        }
        let nested = in_messages(&message.nested_type, &[path.as_slice(), &[3]].concat());
        nested.or_else(|| in_enums(&message.enum_type, &[path.as_slice(), &[4]].concat()))
    })
}

fn in_enums(enums: &[EnumDescriptorProto], around: &[i32]) -> Option<Vec<i32>> {
    let is_large = |item: &EnumDescriptorProto| item.value.len() + item.reserved_range.len() > MEMBERS_MAX;
    let (_, at) = enums.iter().zip(0..).find(|(item, _)| is_large(item))?;
    Some([around, &[at]].concat())
}
