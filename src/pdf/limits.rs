//! How much is looked at, so that no file costs more than its size suggests.

use std::cell::Cell;

use super::PdfFault;
use super::parser::Parser;

/// The limits of one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A larger file that bears signatures is reported as not evaluated; it is held in memory while it is judged.
    pub file_bytes: u64,
    /// Objects parsed, all together.
    pub objects: u32,
    /// Values in one object, which are in memory at once; each costs about 100 bytes for a moment.
    pub values: u32,
    /// Bytes parsed, all together: the same bytes can be read as many objects.
    pub parsed_bytes: usize,
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
    /// Fields of a form, signatures or not.
    pub fields: usize,
    /// Bytes that signatures cover, all together: each is hashed on its own.
    pub covered_bytes: usize,
}

impl Limits {
    /// For any file of the field: scanned documents of 200 pages have 20 MB and some thousand objects.
    pub const STANDARD: Self = Self {
        file_bytes: 24 << 20,
        objects: 2_000_000,
        values: 100_000,
        parsed_bytes: 64 << 20,
        inflated_bytes: 32 << 20,
        entries: 500_000,
        sections: 64,
        depth: 32,
        signatures: 32,
        fields: 1_000,
        covered_bytes: 256 << 20,
    };
}

/// What is left of the limits; several files read with one share it.
#[derive(Debug)]
pub struct Budget {
    pub(super) limits: Limits,
    pub(super) objects: Cell<u32>,
    pub(super) parsed: Cell<usize>,
    pub(super) inflatable: Cell<usize>,
    pub(super) entries: Cell<usize>,
    pub(super) covered: Cell<usize>,
}

impl Budget {
    /// All that the limits allow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            objects: Cell::new(limits.objects),
            parsed: Cell::new(limits.parsed_bytes),
            inflatable: Cell::new(limits.inflated_bytes),
            entries: Cell::new(limits.entries),
            covered: Cell::new(limits.covered_bytes),
        }
    }

    pub(super) fn parser<'a>(&'a self, bytes: &'a [u8], at: usize) -> Parser<'a> {
        Parser::new(bytes, at, self)
    }

    pub(super) fn spend_entry(&self) -> Result<(), PdfFault> {
        spend(&self.entries, 1, "entries")
    }

    pub(super) fn spend_object(&self) -> Result<(), PdfFault> {
        let left = self.objects.get().checked_sub(1).ok_or(PdfFault::TooComplex { what: "objects" })?;
        self.objects.set(left);
        match self.parsed.get() {
            0 => Err(PdfFault::TooComplex { what: "parsed bytes" }),
            _ => Ok(()),
        }
    }

    /// What is beyond it shows at the next object.
    pub(super) fn spend_bytes(&self, count: usize) {
        self.parsed.set(self.parsed.get().saturating_sub(count));
    }

    pub(super) fn spend_covered(&self, count: usize) -> Result<(), PdfFault> {
        spend(&self.covered, count, "signed bytes")
    }

    pub(super) fn spend_inflated(&self, count: usize) -> Result<(), PdfFault> {
        spend(&self.inflatable, count, "inflated bytes")
    }
}

fn spend(from: &Cell<usize>, count: usize, what: &'static str) -> Result<(), PdfFault> {
    from.set(from.get().checked_sub(count).ok_or(PdfFault::TooComplex { what })?);
    Ok(())
}
