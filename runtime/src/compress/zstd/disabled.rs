//! Without the feature `zstd`.

use crate::compress::algorithm::Algorithm;
use crate::compress::error::Error;

pub(super) const IS_BUILT_IN: bool = false;

pub(super) const fn compress(_: &[u8]) -> Option<Vec<u8>> {
    None
}

pub(super) const fn inflate(_: &[u8], _: usize) -> Result<Vec<u8>, Error> {
    Err(Error::NotBuiltIn(Algorithm::Zstd))
}
