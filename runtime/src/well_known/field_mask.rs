//! `google.protobuf.FieldMask`

use serde::{Deserializer, Serializer};

use crate::codec::{DecodeError, Fields, Reader, Seen, Str, UnknownFields, Writer};
use crate::json::{Atom, Cx, Found, Misfit, Shape, Whole, read_atom};

/// Which fields of a message are meant.
///
/// ```
/// use mrpc::FieldMask;
///
/// let mask = FieldMask { paths: vec!["name".into(), "address.post_code".into()], ..FieldMask::default() };
/// assert_eq!(serde_json::to_string(&mask)?, "\"name,address.postCode\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldMask {
    /// The ways to the fields, as in `address.post_code`.
    pub paths: Vec<String>,
    /// Fields that are not known here.
    #[doc(hidden)]
    pub unknown_fields: UnknownFields,
}

impl Fields for FieldMask {
    const NAME: &'static str = "google.protobuf.FieldMask";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "paths")];
    const REQUIRED: &'static [&'static str] = &[];
    const JSON: Option<Whole<Self>> = Some(Whole::new());
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.list::<Str>(10, &self.paths);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            10 => r.list::<Str>(tag, &mut self.paths),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

impl Shape for FieldMask {
    const IS_OBJECT: bool = false;

    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::new();
        for (index, path) in self.paths.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            if !push_camel(path, &mut text) {
                return Err(cx.index(index).unwritable("a path that would come back as another one"));
            }
        }
        serializer.serialize_str(&text)
    }

    fn read_shape<'de, D: Deserializer<'de>>(
        &mut self,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        let mut text = None;
        let set = |read| text = Some(read);
        let found = read_atom(cx, deserializer, "the paths of fields", None, set, |atom| match atom {
            Atom::Text(text) if text.contains('_') => Err(Misfit::Because("its paths are lowerCamelCase")),
            Atom::Text(text) if !text.is_empty() && text.split(',').any(str::is_empty) => {
                Err(Misfit::Because("none of its paths is empty"))
            }
            Atom::Text(text) => Ok(text.to_owned()),
            _ => Err(Misfit::Kind),
        })?;
        for path in text.iter().filter(|text| !text.is_empty()).flat_map(|text| text.split(',')) {
            cx.grow(&mut self.paths)?;
            self.paths.push(snake(path));
        }
        Ok(found)
    }
}

/// Puts `path` in lowerCamelCase, and says whether it can be told from that what it was.
fn push_camel(path: &str, text: &mut String) -> bool {
    let mut is_after_underscore = false;
    for char in path.chars() {
        if char.is_ascii_uppercase() || char == ',' || is_after_underscore && !char.is_ascii_lowercase() {
            return false;
        }
        if char != '_' {
            text.push(if is_after_underscore { char.to_ascii_uppercase() } else { char });
        }
        is_after_underscore = char == '_';
    }
    !is_after_underscore && !path.is_empty()
}

fn snake(path: &str) -> String {
    let mut snake = String::with_capacity(path.len());
    for char in path.chars() {
        if char.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(char.to_ascii_lowercase());
    }
    snake
}
