//! Values in files: `corpus write DIR COUNT SEED`, and once they were judged `corpus check DIR COUNT`.
#![forbid(unsafe_code)]

use std::error::Error;
use std::path::Path;

use mrpc_interop::corpus::{check, write};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", dir, count, seed] => write(Path::new(dir), count.parse()?, seed.parse()?),
        ["check", dir, count] => check(Path::new(dir), count.parse()?),
        _ => Err("corpus write DIR COUNT SEED, corpus check DIR COUNT".into()),
    }
}
