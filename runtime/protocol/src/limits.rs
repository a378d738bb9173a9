//! What a side takes from its peer.

/// What this side takes. HELLO tells the peer, so that a good one never meets a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The bytes behind the header of one frame; 68 KiB, so that a payload of 64 KiB travels in one piece.
    /// More than that is split, and interleaved with other calls. No less than [`Limits::FRAME_BYTES_LEAST`].
    pub frame_bytes_max: u32,
    /// The bytes of one message, put together; 4 MiB.
    pub message_bytes_max: u32,
    /// The bytes of the metadata of one call; 16 KiB.
    pub metadata_bytes_max: u32,
    /// The entries of the metadata of one call; 128.
    pub metadata_entries_max: u32,
    /// The calls that are open at once; 1,000.
    pub calls_in_flight_max: u32,
    /// The methods that a number may stand for; 1,024. The others travel by name.
    pub methods_max: u32,
    /// The bytes of items that a call may have waiting to be consumed, before the last; 256 KiB.
    pub stream_window: u32,
    /// The same for all calls together; 4 MiB.
    pub connection_window: u32,
    /// The bytes of messages that are being put together out of frames; 16 MiB.
    pub assembling_bytes_max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_bytes_max: 68 << 10,
            message_bytes_max: 4 << 20,
            metadata_bytes_max: 16 << 10,
            metadata_entries_max: 128,
            calls_in_flight_max: 1_000,
            methods_max: 1_024,
            stream_window: 256 << 10,
            connection_window: 4 << 20,
            assembling_bytes_max: 16 << 20,
        }
    }
}

impl Limits {
    /// Each side takes frames of this size, so that every head of ours fits into one.
    pub const FRAME_BYTES_LEAST: u32 = 4 << 10;

    /// A side that takes nothing: what a HELLO without fields says.
    pub(crate) const NONE: Self = Self::from_numbers([0; 9]);

    /// In the order of their fields in HELLO.
    pub(crate) const fn numbers(&self) -> [u32; 9] {
        [
            self.frame_bytes_max,
            self.message_bytes_max,
            self.metadata_bytes_max,
            self.metadata_entries_max,
            self.calls_in_flight_max,
            self.methods_max,
            self.stream_window,
            self.connection_window,
            self.assembling_bytes_max,
        ]
    }

    pub(crate) const fn from_numbers(numbers: [u32; 9]) -> Self {
        let [frame, message, metadata, entries, calls, methods, stream, connection, assembling] = numbers;
        Self {
            frame_bytes_max: frame,
            message_bytes_max: message,
            metadata_bytes_max: metadata,
            metadata_entries_max: entries,
            calls_in_flight_max: calls,
            methods_max: methods,
            stream_window: stream,
            connection_window: connection,
            assembling_bytes_max: assembling,
        }
    }
}
