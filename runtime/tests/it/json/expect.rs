//! How these tests say what they expect.

use mrpc::json::{Options, Shape};

use crate::json_sample::Every;

/// Options that know the samples.
pub(crate) fn options() -> Options {
    Options::new().with::<Every>().with::<crate::sample::Leaf>()
}

/// The message that `json` is, through serde and through `Options` alike.
#[track_caller]
pub(crate) fn read<M: Shape + PartialEq + std::fmt::Debug + serde::de::DeserializeOwned>(json: &str) -> M {
    let message: M = options().from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    // As text, since `NaN` is not equal to itself.
    let shown = format!("{message:?}");
    assert_eq!(format!("{:?}", serde_json::from_str::<M>(json).unwrap()), shown, "{json}");
    assert_eq!(format!("{:?}", options().from_slice::<M>(json.as_bytes()).unwrap()), shown, "{json}");
    message
}

/// `json` is read, and then written as `canonical`; what was written is the same message.
#[track_caller]
pub(crate) fn rewritten(json: &str, canonical: &str) {
    let message: Every = read(json);
    let text = serde_json::to_string(&message).unwrap();
    assert_eq!(text, canonical, "{json}");
    assert_eq!(options().to_string(&message).unwrap(), canonical);
    assert_eq!(options().to_vec(&message).unwrap(), canonical.as_bytes());
    let again: Every = read(&text);
    assert_eq!(format!("{again:?}"), format!("{message:?}"), "{json}");
}

/// `json` is refused, and the report begins with `report`.
#[track_caller]
pub(crate) fn refused(json: &str, report: &str) {
    let error = options().from_str::<Every>(json).unwrap_err().to_string();
    assert!(error.starts_with(report), "{json}\n  {error}\n  {report}");
    let error = serde_json::from_str::<Every>(json).unwrap_err().to_string();
    assert!(error.starts_with(report), "{json}\n  {error}\n  {report}");
}

/// `json` is refused unless what is not known is passed over; then it is written as `canonical`.
#[track_caller]
pub(crate) fn ignored(json: &str, canonical: &str) {
    assert!(options().from_str::<Every>(json).is_err(), "{json}");
    let message: Every = options().ignore_unknown(true).from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&message).unwrap(), canonical);
}
