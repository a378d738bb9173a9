//! The first frame each way: what a side takes, and who it is.

use super::field::{self, Field, Fields, Malformed};
use super::response::cut;
use crate::call::Codec;
use crate::limits::Limits;
use crate::varint;

/// The strings of each list that are kept.
const LIST_MAX: usize = 32;
/// The bytes of each string that are kept.
const TEXT_BYTES_MAX: usize = 128;

/// What a side says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hello {
    /// What it takes.
    pub limits: Limits,
    /// The codecs that it reads.
    pub codecs: Vec<Codec>,
    /// The compressions that it reads, the best first.
    pub compressions: Vec<String>,
    /// It takes one ping in this many milliseconds, on average.
    pub ping_interval_min_ms: u64,
    /// Its program and version, for people.
    pub agent: String,
    /// What else it can do.
    pub features: Vec<String>,
}

impl Hello {
    /// Writes the message with its length in front.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        field::put_message(out, |out| {
            for (number, value) in (1..).zip(self.limits.numbers()) {
                field::put_number(out, number, value.into());
            }
            let mut codecs = Vec::new();
            self.codecs.iter().for_each(|codec| codecs.push(codec.bits()));
            field::put_some_bytes(out, 10, &codecs);
            self.compressions.iter().for_each(|name| field::put_bytes(out, 11, name.as_bytes()));
            field::put_number(out, 12, self.ping_interval_min_ms);
            field::put_some_bytes(out, 13, cut(&self.agent).as_bytes());
            self.features.iter().for_each(|name| field::put_bytes(out, 14, name.as_bytes()));
        });
    }

    /// Reads the message without its length.
    pub(crate) fn read(hello: &[u8]) -> Result<Self, Malformed> {
        let mut read = Self { limits: Limits::NONE, ..Self::default() };
        let mut numbers = read.limits.numbers();
        let mut fields = Fields::new(hello);
        while let Some((number, field)) = fields.next()? {
            match (number, field) {
                (1..=9, Field::Number(value)) => {
                    let at = crate::number::wide(number.saturating_sub(1));
                    if let Some(place) = numbers.get_mut(at) {
                        *place = u32::try_from(value).unwrap_or(u32::MAX);
                    }
                }
                (10, Field::Number(codec)) => read.add_codec(codec),
                (10, Field::Bytes(codecs)) => read.add_codecs(codecs)?,
                (11, Field::Bytes(name)) => add(&mut read.compressions, name),
                (12, Field::Number(ms)) => read.ping_interval_min_ms = ms,
                (13, Field::Bytes(agent)) => read.agent = short(agent),
                (14, Field::Bytes(name)) => add(&mut read.features, name),
                _ => {}
            }
        }
        read.limits = Limits::from_numbers(numbers);
        Ok(read)
    }

    fn add_codecs(&mut self, mut codecs: &[u8]) -> Result<(), Malformed> {
        while !codecs.is_empty() {
            let (codec, rest) = varint::read(codecs).ok_or(Malformed)?;
            self.add_codec(codec);
            codecs = rest;
        }
        Ok(())
    }

    fn add_codec(&mut self, number: u64) {
        let known = u8::try_from(number).ok().filter(|bits| *bits < 15).and_then(Codec::from_bits);
        self.codecs.extend(known.filter(|codec| !self.codecs.contains(codec)));
    }
}

fn add(list: &mut Vec<String>, name: &[u8]) {
    if list.len() < LIST_MAX {
        list.push(short(name));
    }
}

fn short(text: &[u8]) -> String {
    field::text(text.get(..TEXT_BYTES_MAX).unwrap_or(text))
}
