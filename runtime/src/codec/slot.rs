//! The places in a message that a value goes to: a line of generated code for each field.

use super::error::DecodeError;
use super::fields::Marks;
use super::kind::Kind;
use super::reader::Reader;
use super::writer::Writer;

impl Reader<'_> {
    /// A field that is always there.
    #[inline(always)]
    pub fn set<K: Kind>(&mut self, slot: &mut K::Value) -> Result<bool, DecodeError> {
        K::read_into(self, slot, false)
    }

    /// A field that can be absent.
    #[inline(always)]
    pub fn optional<K: Kind>(&mut self, slot: &mut Option<K::Value>) -> Result<bool, DecodeError> {
        K::read_optional(self, slot)
    }

    /// The `index`th of the `@required` fields.
    #[inline(always)]
    pub fn required<K: Kind>(
        &mut self,
        slot: &mut K::Value,
        seen: &mut impl Marks,
        index: usize,
    ) -> Result<bool, DecodeError> {
        let first = seen.mark(index);
        K::read_into(self, slot, first)
    }

    /// A member of a oneof or union: what was there before gives way.
    #[inline(always)]
    pub fn member<K: Kind, T>(
        &mut self,
        slot: &mut T,
        member: impl FnOnce(K::Value) -> T,
    ) -> Result<bool, DecodeError> {
        Ok(match K::read(self)? {
            Some(value) => {
                *slot = member(value);
                true
            }
            None => false,
        })
    }

    /// A member that is a message: it is merged into the same member, if that is what was there before.
    #[inline(always)]
    pub fn merged_member<K: Kind, T>(
        &mut self,
        slot: &mut T,
        same: impl FnOnce(&mut T) -> Option<&mut K::Value>,
        member: impl FnOnce(K::Value) -> T,
    ) -> Result<bool, DecodeError> {
        match same(slot) {
            Some(value) => K::read_into(self, value, false),
            None => self.member::<K, T>(slot, member),
        }
    }
}

impl Writer<'_> {
    /// A field that is always there, unless it has the value that absence means.
    #[inline(always)]
    pub fn set<K: Kind>(&mut self, tag: u32, value: &K::Value) {
        if !K::is_default(value) {
            K::write(self, tag, value);
        }
    }

    /// A field that can be absent.
    #[inline(always)]
    pub fn optional<K: Kind>(&mut self, tag: u32, value: &Option<K::Value>) {
        if let Some(value) = value {
            K::write(self, tag, value);
        }
    }

    /// A field that is there: `@required`, or a member of a oneof or union.
    #[inline(always)]
    pub fn member<K: Kind>(&mut self, tag: u32, value: &K::Value) {
        K::write(self, tag, value);
    }
}
