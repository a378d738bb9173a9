//! Passes over values that nobody asked for, as deep as others may be and no deeper.

use serde::de::{self, MapAccess, SeqAccess};

use super::atom::Atom;
use super::cx::Cx;
use super::read::{Inner, Take, next_name};

pub(super) struct Ignore<'a> {
    pub(super) cx: &'a Cx<'a>,
}

impl<'de> Take<'de> for Ignore<'_> {
    type Out = ();

    fn cx(&self) -> &Cx<'_> {
        self.cx
    }

    fn expected(&self) -> &'static str {
        "any value"
    }

    fn null<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn atom<E: de::Error>(self, _: Atom<'_>) -> Result<(), E> {
        Ok(())
    }

    fn list<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let inside = self.cx.inside().map_err(de::Error::custom)?;
        while seq.next_element_seed(Inner(Ignore { cx: &inside }))?.is_some() {}
        Ok(())
    }

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let inside = self.cx.inside().map_err(de::Error::custom)?;
        while next_name(&mut map, self.cx)?.is_some() {
            map.next_value_seed(Inner(Ignore { cx: &inside }))?;
        }
        Ok(())
    }
}
