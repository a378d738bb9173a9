//! `google.protobuf.Empty`

use serde::de::MapAccess;
use serde::ser::SerializeMap;

use crate::codec::{DecodeError, Fields, Reader, Seen, UnknownFields, Writer};
use crate::json;

/// A message without fields.
///
/// ```
/// assert_eq!(serde_json::to_string(&mrpc::Empty::default())?, "{}");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Empty {
    /// Fields that are not known here.
    #[doc(hidden)]
    pub unknown_fields: UnknownFields,
}

impl Fields for Empty {
    const NAME: &'static str = "google.protobuf.Empty";
    const FIELDS: &'static [(u32, &'static str)] = &[];
    const REQUIRED: &'static [&'static str] = &[];
    const JSON: Option<json::Whole<Self>> = Some(json::Whole::new());
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, _tag: u32, _r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        Ok(false)
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

impl json::Object for Empty {
    fn write_json<M: SerializeMap>(&self, _w: &mut json::Writer<'_, M>) -> Result<(), M::Error> {
        Ok(())
    }

    fn read_json<'de, A: MapAccess<'de>>(
        &mut self,
        _name: &str,
        _r: &mut json::Reader<'_, A>,
    ) -> Result<bool, A::Error> {
        Ok(false)
    }
}
