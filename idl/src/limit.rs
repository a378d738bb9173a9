//! The bounds on everything that a file can make grow.
//!
//! Each is far above what a schema that people write reaches, and low enough that a hostile file costs about a
//! second and some hundred megabytes. What goes past one is an error with a code, never a crash.

/// Largest file that is read: 4 MiB. The largest schema we have seen in public is under 1 MiB.
pub const FILE_BYTES_MAX: u64 = 4 << 20;

/// Most words and marks in a file. Of these the parser's memory is made: a file of this many takes about 200 MiB,
/// whatever they are. Two megabytes of a schema that people write have some 600,000.
pub const TOKENS_MAX: usize = 750_000;

/// Deepest nesting of brackets in a file. The parser recurses, so this bounds its stack.
pub const NESTING_MAX: usize = 64;

/// Longest chain of packages that import each other.
pub const IMPORT_DEPTH_MAX: usize = 64;

/// Most files in one run.
pub const FILES_MAX: usize = 10_000;

/// Most members of one message, enum, union, error or service.
pub const MEMBERS_MAX: usize = 65_535;

/// Most reports that are shown at once; the rest are counted.
pub const REPORTS_MAX: usize = 50;

/// Most other places that one report points at: a circle of 10,000 packages is clear from the first few.
pub const LABELS_MAX: usize = 16;

/// Most reports that the parser keeps of one file, and each stage behind it of the whole schema. Nobody reads more,
/// and millions would take gigabytes.
pub const REPORTS_KEPT_MAX: usize = 1_000;
