//! How much a package may cost, before a byte of it is believed.

/// The caps that [`Asice::open`](super::Asice::open) holds. `Default` gives the constants of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole file.
    pub package_bytes: u64,
    /// Entries of every kind.
    pub entries: usize,
    /// Entries of payload.
    pub payload_entries: usize,
    /// Bytes of all entries together, inflated.
    pub inflated_bytes: u64,
    /// Inflated bytes for one compressed byte of an entry; held only above `ratio_free_bytes`.
    pub ratio: u64,
    /// An entry up to this many inflated bytes may be compressed as well as it can.
    pub ratio_free_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            package_bytes: PACKAGE_MAX_BYTES,
            entries: ENTRIES_MAX,
            payload_entries: PAYLOAD_ENTRIES_MAX,
            inflated_bytes: INFLATED_MAX_BYTES,
            ratio: RATIO_MAX,
            ratio_free_bytes: RATIO_FREE_BYTES,
        }
    }
}

/// 256 MiB a package (SIGNATURES §1).
pub const PACKAGE_MAX_BYTES: u64 = 256 << 20;
/// 1,000 entries of payload (SIGNATURES §1; peers fail at 28 or 30).
pub const PAYLOAD_ENTRIES_MAX: usize = 1_000;
/// Payload, `mimetype`, manifest, and 62 more for signature files and the directory entries that some writers add.
pub const ENTRIES_MAX: usize = 1_064;
/// 512 MiB inflated in all: twice the package, since office files and scans hardly shrink; three seconds of inflating.
pub const INFLATED_MAX_BYTES: u64 = 512 << 20;
/// 200 to 1 above [`RATIO_FREE_BYTES`]. Deflate cannot do better than 1,032 to 1 (RFC 1951: 258 bytes for two bits);
/// long XML tables reach 50 to 1.
pub const RATIO_MAX: u64 = 200;
/// 16 MiB (SIGNATURES §5): below it a bomb is cheaper to inflate than to argue with.
pub const RATIO_FREE_BYTES: u64 = 16 << 20;
/// 255 bytes of a name (SIGNATURES §5; NAME_MAX of the file systems people unpack to).
pub const ENTRY_NAME_MAX_BYTES: usize = 255;
/// 255 bytes of an archive or entry comment (SIGNATURES §5; libdigidocpp writes about 100).
pub(super) const COMMENT_MAX_BYTES: usize = 255;
/// 4 MiB of central directory: 1,064 records with the longest name and comment and 3 KiB of extra fields each.
/// Without it 65,535-byte extra fields would let a directory claim 70 MB of memory.
pub(super) const CENTRAL_DIRECTORY_MAX_BYTES: u64 = 4 << 20;
/// 64 KiB of compressed bytes per read from the file (SIGNATURES §9).
pub(super) const READ_CHUNK_BYTES: usize = 64 << 10;
