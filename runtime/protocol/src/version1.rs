//! The envelope of version 1, as Mini-RPC writes it.
//!
//! ```text
//!  Binary:  u16BE len, method │ u32BE len, payload │ u16BE len, error
//!  JSON:    {"ServiceMethod": "...", "Error": "...", "Payload": "<base64>"}
//! ```
//!
//! The method is `Service.Method`, without a package. An error is a text that is not empty. The payload is JSON in
//! both.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::call::Codec;
use crate::number::{narrow, wide};

/// What a frame carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Envelope {
    pub(crate) method: String,
    pub(crate) error: String,
    pub(crate) payload: Bytes,
}

/// Bytes that are no envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Json<'a> {
    #[serde(borrow, default)]
    service_method: Cow<'a, str>,
    #[serde(borrow, default)]
    error: Cow<'a, str>,
    /// Go writes `null` for no bytes.
    #[serde(borrow, default)]
    payload: Option<Cow<'a, str>>,
}

/// Writes an envelope behind `out`.
pub(crate) fn write(out: &mut Vec<u8>, codec: Codec, method: &str, payload: &[u8], error: &str) {
    match codec {
        Codec::Binary => {
            put_short(out, method);
            out.extend_from_slice(&narrow(payload.len()).to_be_bytes());
            out.extend_from_slice(payload);
            put_short(out, error);
        }
        Codec::Json => {
            let payload = Some(STANDARD.encode(payload).into());
            let json = Json { service_method: method.into(), error: error.into(), payload };
            // Texts have a form in JSON, and memory takes what is written.
            let _ = serde_json::to_writer(out, &json);
        }
    }
}

/// A text of at most 64 KiB; ours are shorter.
fn put_short(out: &mut Vec<u8>, text: &str) {
    let len = u16::try_from(text.len()).unwrap_or(u16::MAX);
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(text.as_bytes().get(..len.into()).unwrap_or_default());
}

/// Reads an envelope that takes all of `body`.
pub(crate) fn read(codec: Codec, body: &Bytes) -> Result<Envelope, Malformed> {
    match codec {
        Codec::Binary => read_binary(body).ok_or(Malformed),
        Codec::Json => read_json(body),
    }
}

fn read_binary(body: &Bytes) -> Option<Envelope> {
    let (method, rest) = take_short(body)?;
    let (len, rest) = rest.split_first_chunk()?;
    let (payload, rest) = rest.split_at_checked(wide(u32::from_be_bytes(*len)))?;
    let (error, rest) = take_short(rest)?;
    rest.is_empty().then(|| Envelope {
        method: String::from_utf8_lossy(method).into_owned(),
        error: String::from_utf8_lossy(error).into_owned(),
        payload: body.slice_ref(payload),
    })
}

fn take_short(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u16::from_be_bytes(*len).into())
}

fn read_json(body: &[u8]) -> Result<Envelope, Malformed> {
    let json: Json<'_> = serde_json::from_slice(body).map_err(|_| Malformed)?;
    let payload = json.payload.unwrap_or_default();
    let payload = STANDARD.decode(payload.as_bytes()).map_err(|_| Malformed)?;
    let Json { service_method, error, .. } = json;
    Ok(Envelope { method: service_method.into_owned(), error: error.into_owned(), payload: payload.into() })
}

/// `package.Service/Method` as this version says it: `Service.Method`.
pub(crate) fn method_of(path: &str) -> Option<String> {
    let (service, method) = path.split_once('/')?;
    let service = service.rsplit('.').next().unwrap_or(service);
    (!service.is_empty() && !method.is_empty()).then(|| [service, method].join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(codec: Codec, method: &str, payload: &[u8], error: &str, expected: &[u8]) {
        let mut out = Vec::new();
        write(&mut out, codec, method, payload, error);
        assert_eq!(out, expected, "{}", String::from_utf8_lossy(&out));
        let envelope = Envelope {
            method: method.to_owned(),
            error: error.to_owned(),
            payload: Bytes::copy_from_slice(payload),
        };
        assert_eq!(read(codec, &Bytes::from(out)), Ok(envelope));
    }

    #[test]
    fn envelopes_are_those_of_mini_rpc() {
        let sum = b"{\"Result\":3}";
        check(
            Codec::Binary,
            "Arith.Add",
            b"{\"A\":1,\"B\":2}",
            "",
            b"\x00\x09Arith.Add\x00\x00\x00\x0d{\"A\":1,\"B\":2}\0\0",
        );
        check(
            Codec::Binary,
            "Arith.Div",
            b"{\"Result\":0}",
            "divide by zero",
            b"\0\x09Arith.Div\0\0\0\x0c{\"Result\":0}\0\x0edivide by zero",
        );
        let json = br#"{"ServiceMethod":"Arith.Add","Error":"","Payload":"eyJSZXN1bHQiOjN9"}"#;
        check(Codec::Json, "Arith.Add", sum, "", json);
        assert_eq!(json.len(), 0x45);
    }

    #[test]
    fn go_leaves_out_what_is_nothing() {
        let body = Bytes::from_static(br#"{"ServiceMethod":"A.B","Error":"x","Payload":null}"#);
        let envelope = read(Codec::Json, &body).unwrap();
        assert_eq!((envelope.error.as_str(), envelope.payload.len()), ("x", 0));
        let body = Bytes::from_static(b"{\"ServiceMethod\":\"A\\u0026.B\"}");
        assert_eq!(read(Codec::Json, &body).unwrap().method, "A&.B");
    }

    #[test]
    fn a16_lengths_beyond_the_body_are_refused() {
        let mut whole = Vec::new();
        write(&mut whole, Codec::Binary, "A.B", b"{}", "oh");
        for cut in 0..whole.len() {
            assert_eq!(read(Codec::Binary, &Bytes::copy_from_slice(&whole[..cut])), Err(Malformed), "{cut}");
        }
        whole.push(0);
        assert_eq!(read(Codec::Binary, &Bytes::from(whole)), Err(Malformed));
        for body in [&b"\xff\xff"[..], b"\0\0\xff\xff\xff\xff", b"", b"\0\x01"] {
            assert_eq!(read(Codec::Binary, &Bytes::copy_from_slice(body)), Err(Malformed));
        }
        for body in [&b""[..], b"{", b"[]x", b"{\"Payload\":\"?\"}", b"{\"Payload\":1}", b"\xff"] {
            assert_eq!(read(Codec::Json, &Bytes::copy_from_slice(body)), Err(Malformed));
        }
    }

    #[test]
    fn methods_lose_their_package() {
        assert_eq!(method_of("a.b.Arith/Add").as_deref(), Some("Arith.Add"));
        assert_eq!(method_of("Arith/Add").as_deref(), Some("Arith.Add"));
        assert_eq!(method_of("Arith.Add"), None);
        assert_eq!(method_of("a./Add"), None);
    }
}
