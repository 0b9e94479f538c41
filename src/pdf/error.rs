//! Why a PDF, or a signature in it, is not what it should be.

use crate::codes::{self, Code};

/// A fault of the file's structure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfFault {
    /// Not a PDF that can be read without repairing it.
    #[error("at byte {at}: {what}")]
    Malformed {
        /// Where.
        at: usize,
        /// What was expected or found.
        what: &'static str,
    },
    /// Larger or more nested than is looked into.
    #[error("more {what} than is looked into")]
    TooComplex {
        /// Of what.
        what: &'static str,
    },
    /// Encrypted.
    #[error("the file is encrypted")]
    Encrypted,
    /// ByteRange does not cover a revision but for its own Contents.
    #[error("ByteRange: {what}")]
    ByteRange {
        /// Which rule it breaks.
        what: &'static str,
    },
}

impl PdfFault {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Malformed { .. } => codes::PDF_MALFORMED,
            Self::TooComplex { .. } => codes::PDF_TOO_COMPLEX,
            Self::Encrypted => codes::PDF_ENCRYPTED,
            Self::ByteRange { .. } => codes::PDF_BYTE_RANGE,
        }
    }
}

pub(super) fn malformed(at: usize, what: &'static str) -> PdfFault {
    PdfFault::Malformed { at, what }
}
