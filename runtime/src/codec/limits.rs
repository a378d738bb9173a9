//! How much bytes from a peer may ask for.

/// How much bytes from a peer may ask for. A decoder counts against these while it reads, so that a short
/// message cannot become a large value.
///
/// ```
/// use mrpc::codec::Limits;
///
/// let mut limits = Limits::default();
/// limits.depth_max = 10;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How deep messages may lie in each other; 100. Each level takes stack.
    pub depth_max: u32,
    /// How many elements all lists, maps and unknown fields have together; 1,000,000.
    pub elements_max: usize,
    /// How many bytes of memory the elements may take for each byte that was sent; 64. Strings and bytes are
    /// never larger than what was sent and do not count.
    pub memory_per_byte: usize,
    /// How many bytes of memory the elements may take in any case; 1 MiB.
    pub memory_base: usize,
}

impl Limits {
    /// What a message of `bytes` may take.
    pub(crate) fn memory(&self, bytes: usize) -> usize {
        bytes.saturating_mul(self.memory_per_byte).saturating_add(self.memory_base)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth_max: 100, elements_max: 1_000_000, memory_per_byte: 64, memory_base: 1 << 20 }
    }
}
