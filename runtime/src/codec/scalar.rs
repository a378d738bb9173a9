//! Numbers, bools and enums: values that need no length, so a list of them can be packed.

use std::marker::PhantomData;

use super::error::DecodeError;
use super::error::DecodeErrorKind::{self, Truncated};
use super::kind::Kind;
use super::reader::{I32, I64, Reader, VARINT};
use super::varint::{self, LEN_MAX};
use super::writer::Writer;

/// How a value travels that can be packed.
pub trait Scalar: Kind<Value: Copy> {
    /// The most bytes that a value takes; always as many if its wire type is not that of a varint.
    const BYTES_MAX: usize;

    /// The value at the front, and what is behind it.
    fn split(bytes: &[u8]) -> Result<(Self::Value, &[u8]), DecodeErrorKind>;

    /// What the number that travels stands for.
    fn from_raw(raw: u64) -> Self::Value;

    /// Puts `value` into `room`, which has [`BYTES_MAX`](Self::BYTES_MAX) bytes, and says how many it took.
    fn put(room: &mut [u8], value: Self::Value) -> usize;
}

/// Implements `Kind` with what `Scalar` knows.
macro_rules! kind_of_scalar {
    () => {
        #[inline(always)]
        fn read(r: &mut Reader<'_>) -> Result<Option<Self::Value>, DecodeError> {
            match Self::split(r.rest) {
                Ok((value, rest)) => {
                    r.rest = rest;
                    Ok(Some(value))
                }
                Err(kind) => Err(r.error(kind)),
            }
        }

        #[inline(always)]
        fn write(w: &mut Writer<'_>, tag: u32, value: &Self::Value) {
            let room = w.room(2 * LEN_MAX);
            let at = varint::write(room, u64::from(tag));
            let len = Self::put(&mut room[at..], *value);
            w.used(at + len);
        }
    };
}

macro_rules! varints {
    ($($(#[$doc:meta])* $name:ident($value:ty) $max:literal: |$raw:ident| $from:expr, |$of:ident| $to:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl Kind for $name {
            type Value = $value;

            const WIRE: u32 = VARINT;

            kind_of_scalar!();

            #[inline(always)]
            fn is_default(value: &$value) -> bool {
                *value == <$value>::default()
            }
        }

        impl Scalar for $name {
            const BYTES_MAX: usize = $max;

            #[inline(always)]
            fn split(bytes: &[u8]) -> Result<($value, &[u8]), DecodeErrorKind> {
                let (raw, rest) = varint::read(bytes)?;
                Ok((Self::from_raw(raw), rest))
            }

            #[inline(always)]
            fn from_raw($raw: u64) -> $value {
                $from
            }

            #[inline(always)]
            fn put(room: &mut [u8], $of: $value) -> usize {
                varint::write(room, $to)
            }
        }
    )*};
}

varints! {
    /// `bool`
    Bool(bool) 1: |raw| raw != 0, |value| u64::from(value);
    /// `int32`; ten bytes if negative.
    Int32(i32) 10: |raw| raw as i32, |value| i64::from(value) as u64;
    /// `int64`
    Int64(i64) 10: |raw| raw as i64, |value| value as u64;
    /// `uint32`
    Uint32(u32) 5: |raw| raw as u32, |value| u64::from(value);
    /// `uint64`
    Uint64(u64) 10: |raw| raw, |value| value;
    /// `sint32`: the sign is the lowest bit.
    Sint32(i32) 5:
        |raw| (raw as u32 >> 1) as i32 ^ -((raw & 1) as i32), |value| u64::from((value << 1 ^ value >> 31) as u32);
    /// `sint64`
    Sint64(i64) 10: |raw| (raw >> 1) as i64 ^ -((raw & 1) as i64), |value| (value << 1 ^ value >> 63) as u64;
}

macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident($value:ty) $wire:ident: |$raw:ident| $from:expr, |$of:ident| $is_default:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl Kind for $name {
            type Value = $value;

            const WIRE: u32 = $wire;

            kind_of_scalar!();

            #[inline(always)]
            fn is_default(value: &$value) -> bool {
                let $of = *value;
                $is_default
            }
        }

        impl Scalar for $name {
            const BYTES_MAX: usize = size_of::<$value>();

            #[inline(always)]
            fn split(bytes: &[u8]) -> Result<($value, &[u8]), DecodeErrorKind> {
                match bytes.split_first_chunk() {
                    Some((first, rest)) => Ok((<$value>::from_le_bytes(*first), rest)),
                    None => Err(Truncated),
                }
            }

            #[inline(always)]
            fn from_raw($raw: u64) -> $value {
                $from
            }

            #[inline(always)]
            fn put(room: &mut [u8], value: $value) -> usize {
                let bytes = value.to_le_bytes();
                room[..bytes.len()].copy_from_slice(&bytes);
                bytes.len()
            }
        }
    )*};
}

fixed! {
    /// `fixed32`
    Fixed32(u32) I32: |raw| raw as u32, |value| value == 0;
    /// `fixed64`
    Fixed64(u64) I64: |raw| raw, |value| value == 0;
    /// `sfixed32`
    Sfixed32(i32) I32: |raw| raw as i32, |value| value == 0;
    /// `sfixed64`
    Sfixed64(i64) I64: |raw| raw as i64, |value| value == 0;
    // Minus zero is not what an absent field means.
    /// `float`
    Float(f32) I32: |raw| f32::from_bits(raw as u32), |value| value.to_bits() == 0;
    /// `double`
    Double(f64) I64: |raw| f64::from_bits(raw), |value| value.to_bits() == 0;
}

/// An enum that keeps numbers it does not know.
#[derive(Debug)]
pub struct Open<E>(PhantomData<E>);

impl<E: Copy + Default + From<i32> + Into<i32>> Kind for Open<E> {
    type Value = E;

    const WIRE: u32 = VARINT;

    kind_of_scalar!();

    #[inline(always)]
    fn is_default(value: &E) -> bool {
        (*value).into() == 0
    }
}

impl<E: Copy + Default + From<i32> + Into<i32>> Scalar for Open<E> {
    const BYTES_MAX: usize = LEN_MAX;

    #[inline(always)]
    fn split(bytes: &[u8]) -> Result<(E, &[u8]), DecodeErrorKind> {
        let (raw, rest) = varint::read(bytes)?;
        Ok((Self::from_raw(raw), rest))
    }

    #[inline(always)]
    fn from_raw(raw: u64) -> E {
        E::from(raw as i32)
    }

    #[inline(always)]
    fn put(room: &mut [u8], value: E) -> usize {
        Int32::put(room, value.into())
    }
}

/// An enum that has no other numbers. One that it does not know is left to the unknown fields.
#[derive(Debug)]
pub struct Closed<E>(PhantomData<E>);

impl<E: Copy + Default + TryFrom<i32> + Into<i32>> Kind for Closed<E> {
    type Value = E;

    const WIRE: u32 = VARINT;

    #[inline(always)]
    fn read(r: &mut Reader<'_>) -> Result<Option<E>, DecodeError> {
        let raw = r.varint()?;
        Ok(E::try_from(raw as i32).ok())
    }

    #[inline(always)]
    fn write(w: &mut Writer<'_>, tag: u32, value: &E) {
        Int32::write(w, tag, &(*value).into());
    }

    #[inline(always)]
    fn is_default(value: &E) -> bool {
        (*value).into() == E::default().into()
    }
}
