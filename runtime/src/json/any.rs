//! `Any`, which has the members of the message that it holds, and its type. What is no object is a member
//! called `value`.
//!
//! The type may stand anywhere, so all members are kept until it is known.

use serde::de::{self, MapAccess};
use serde::ser;
use serde::{Deserializer, Serializer};

use crate::codec::{Fields, Limits, Message};
use crate::well_known::{Any, Empty};

use super::content::{Content, Keep, Problem};
use super::cx::{Cx, Shown};
use super::keep::{Keeper, hand_over};
use super::kind::Found;
use super::read::{Inner, Take, next_name, take};
use super::shape::{Shape, read_into};

const TYPE: &str = "@type";
const VALUE: &str = "value";

/// A type that an `Any` may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    is_object: bool,
    to_content: fn(&[u8], &Cx<'_>) -> Result<Content, Problem>,
    to_bytes: fn(Content, &Cx<'_>) -> Result<Vec<u8>, Problem>,
}

impl Entry {
    pub(super) fn of<M: Shape>() -> Self {
        Self { is_object: M::IS_OBJECT, to_content: to_content::<M>, to_bytes: to_bytes::<M> }
    }

    fn find(type_url: &str, cx: &Cx<'_>) -> Result<Self, String> {
        let Some((_, name)) = type_url.rsplit_once('/').filter(|(_, name)| !name.is_empty()) else {
            let url = Shown(type_url);
            return Err(format!(
                "\"{url}\" names no type: it is something like `type.googleapis.com/a.v1.B`"
            ));
        };
        cx.options().types.get(name).copied().ok_or_else(|| {
            format!("the type `{}` is not known here: add it with `json::Options::with`", Shown(name))
        })
    }
}

fn to_content<M: Shape>(bytes: &[u8], cx: &Cx<'_>) -> Result<Content, Problem> {
    let cx = cx.kept();
    decode::<M>(bytes, &cx)?.write_shape(&cx, Keeper::new(&cx))
}

/// The message that `bytes` are: not on the stack, which has a place for each `Any` in another one.
#[inline(never)]
fn decode<M: Shape>(bytes: &[u8], cx: &Cx<'_>) -> Result<Box<M>, Problem> {
    let limits = Limits { depth_max: cx.depth(), ..*cx.limits() };
    M::decode_with(bytes, &limits).map(Box::new).map_err(|error| cx.unwritable(error))
}

fn to_bytes<M: Shape>(content: Content, cx: &Cx<'_>) -> Result<Vec<u8>, Problem> {
    let mut message = empty::<M>();
    read_into(&mut *message, cx, content)?;
    Ok(message.encode_to_vec())
}

#[inline(never)]
fn empty<M: Shape>() -> Box<M> {
    Box::default()
}

/// What is written of `any`.
fn members(any: &Any, cx: &Cx<'_>) -> Result<Vec<(String, Content)>, Problem> {
    let inside = cx.inside().map_err(ser::Error::custom)?;
    if any.type_url.is_empty() && any.value.is_empty() {
        return Ok(Vec::new());
    }
    let entry = Entry::find(&any.type_url, cx).map_err(|what| cx.unwritable(what))?;
    if !cx.is_kept() {
        // The bytes of the others are among these.
        cx.budget().read(any.value.len());
    }
    let url = (TYPE.to_owned(), Content::Text(any.type_url.clone()));
    if !entry.is_object {
        let value = (entry.to_content)(&any.value, &inside.field(VALUE))?;
        return Ok(vec![url, (VALUE.to_owned(), value)]);
    }
    let Content::Object(mut members) = (entry.to_content)(&any.value, cx)? else { return Ok(vec![url]) };
    members.insert(0, url);
    Ok(members)
}

impl Shape for Any {
    const IS_OBJECT: bool = false;

    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        let members = members(self, cx).map_err(ser::Error::custom)?;
        if cx.is_kept() {
            return hand_over(Content::Object(members), cx, serializer);
        }
        serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
    }

    fn read_shape<'de, D: Deserializer<'de>>(
        &mut self,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        take(IntoAny { any: self, cx }, deserializer)
    }
}

struct IntoAny<'a> {
    any: &'a mut Any,
    cx: &'a Cx<'a>,
}

impl<'de> Take<'de> for IntoAny<'_> {
    type Out = Found;

    fn cx(&self) -> &Cx<'_> {
        self.cx
    }

    fn expected(&self) -> &'static str {
        "an object with `@type`"
    }

    fn null<E: de::Error>(self) -> Result<Found, E> {
        Ok(Found::Null)
    }

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let Self { any, cx } = self;
        let inside = cx.inside().map_err(de::Error::custom)?;
        let left = cx.budget().left();
        let mut type_url = None;
        let mut members = Vec::new();
        while let Some(name) = next_name(&mut map, cx)? {
            let cx = inside.field(&name);
            let value = map.next_value_seed(Inner(Keep { cx: &cx }))?;
            if name == TYPE {
                let Content::Text(url) = value else { return Err(cx.wrong("expected text")) };
                if type_url.replace(url).is_some() {
                    return Err(cx.wrong("given twice"));
                }
            } else {
                cx.grow(&mut members)?;
                members.push((name.into_owned(), value));
            }
        }
        let Some(type_url) = type_url else {
            return if members.is_empty() { Ok(Found::Value) } else { Err(cx.wrong("`@type` is missing")) };
        };
        let entry = Entry::find(&type_url, cx).map_err(|what| inside.field(TYPE).wrong(what))?;
        drop(map);
        cx.budget().go_back(left);
        let bytes = if entry.is_object {
            if type_url.rsplit('/').next() == Some(Empty::NAME) {
                drop_empty_value(&mut members);
            }
            (entry.to_bytes)(Content::Object(members), cx)
        } else {
            (entry.to_bytes)(only_value(members, &inside)?, &inside.field(VALUE))
        };
        any.value = bytes.map_err(de::Error::custom)?;
        any.type_url = type_url;
        Ok(Found::Value)
    }
}

/// The `value` among `members`, which has nothing else beside it.
fn only_value<E: de::Error>(members: Vec<(String, Content)>, inside: &Cx<'_>) -> Result<Content, E> {
    let mut only = None;
    for (name, value) in members {
        if name != VALUE {
            if inside.options().ignore_unknown {
                continue;
            }
            return Err(inside
                .field(&name)
                .wrong("beside a well-known type, there is `value` and nothing else"));
        }
        if only.replace(value).is_some() {
            return Err(inside.field(VALUE).wrong("given twice"));
        }
    }
    only.ok_or_else(|| inside.field(VALUE).wrong("missing"))
}

/// Some implementations take `Empty` for one of those that have a `value`.
fn drop_empty_value(members: &mut Vec<(String, Content)>) {
    members.retain(|(name, value)| {
        name != VALUE || !matches!(value, Content::Object(members) if members.is_empty())
    });
}
