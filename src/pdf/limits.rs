//! How much is looked at, so that no file costs more than its size suggests.

/// The limits of one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A larger file that bears signatures is reported as not evaluated; it is held in memory while it is judged.
    pub file_bytes: u64,
    /// Objects parsed, all together; each costs about 100 bytes for a moment.
    pub objects: u32,
    /// Bytes that streams inflate to, all together (object streams and cross-reference streams; no others are opened).
    pub inflated_bytes: usize,
    /// Entries of all cross-reference sections.
    pub entries: usize,
    /// Cross-reference sections, and with them revisions.
    pub sections: usize,
    /// Arrays and dictionaries inside each other.
    pub depth: usize,
    /// Signature fields.
    pub signatures: usize,
}

impl Limits {
    /// For any file of the field: scanned documents of 200 pages have 20 MB and some thousand objects.
    pub const STANDARD: Self = Self {
        file_bytes: 24 << 20,
        objects: 2_000_000,
        inflated_bytes: 16 << 20,
        entries: 500_000,
        sections: 64,
        depth: 32,
        signatures: 32,
    };
}
