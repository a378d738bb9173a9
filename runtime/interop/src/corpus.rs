//! Values in files, for a judge that is no Rust: `cargo xtask interop` lets Python read them.
//!
//! ```text
//!   kitchen.fds    what the messages are
//!   N.bin          a value, as prost writes it
//!   N.json         the same value, as we write it
//!   N.judge.json   the same value, as the judge writes it
//! ```

use std::error::Error;
use std::fs;
use std::path::Path;

use mrpc::Message as _;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use prost::Message as _;

use crate::arbitrary::kitchen;
use crate::ours;

const DESCRIBED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kitchen.fds"));

/// Writes `count` values below `dir`: the same ones for the same `seed`.
///
/// # Errors
///
/// If a file cannot be written, or a value not be said in JSON.
pub fn write(dir: &Path, count: u32, seed: u64) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(dir)?;
    fs::write(dir.join("kitchen.fds"), DESCRIBED)?;
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let values = kitchen();
    for number in 0..count {
        let value = values.new_tree(&mut runner).map_err(|reason| reason.to_string())?.current();
        fs::write(dir.join(format!("{number}.bin")), value.encode_to_vec())?;
        let json = serde_json::to_string(&ours::Kitchen::from(value))?;
        fs::write(dir.join(format!("{number}.json")), json)?;
    }
    Ok(())
}

/// Reads what the judge has written of the `count` values below `dir`.
///
/// # Errors
///
/// If one cannot be read, or is another value.
pub fn check(dir: &Path, count: u32) -> Result<(), Box<dyn Error>> {
    for number in 0..count {
        let json = fs::read_to_string(dir.join(format!("{number}.judge.json")))?;
        let read: ours::Kitchen =
            serde_json::from_str(&json).map_err(|error| format!("{number}.judge.json: {error}"))?;
        let value = ours::Kitchen::decode(&fs::read(dir.join(format!("{number}.bin")))?)?;
        if read.encode_to_vec() != value.encode_to_vec() {
            return Err(format!("{number}.judge.json is read as {read:?} instead of {value:?}").into());
        }
    }
    Ok(())
}
