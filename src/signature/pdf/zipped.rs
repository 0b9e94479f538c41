//! PDFs that a bare file carries as a ZIP with the one file in it (convention a): receivers unpack it, so what is inside
//! is judged.

use std::io::{self, Cursor, Write};

use super::Head;
use crate::edxml::{EdxmlError, ZipFault, unzip_only};
use crate::pdf::Limits;

/// What is in such a ZIP.
pub(super) enum Inside {
    /// A PDF.
    Pdf(Vec<u8>),
    /// A PDF larger than one is looked into, or more of them than all together may have.
    TooLarge,
    /// A PDF, or what is called one, that cannot be unpacked by the narrow rules, and perhaps by others.
    Unreadable,
    /// Something else.
    Other,
}

/// Bytes that the ZIPs of one package may unpack to, all together, while PDFs are looked for: as much as PDFs that lie there
/// as they are can have.
pub(super) struct Room(u64);

impl Room {
    pub(super) fn new() -> Self {
        Self(crate::package::PACKAGE_MAX_BYTES)
    }

    /// Unpacks what is called `name`, if it is a PDF.
    pub(super) fn look(&mut self, name: &str, zip: &[u8]) -> Inside {
        let mut first = First::default();
        let outcome = unzip_only(Cursor::new(zip), u64::MAX, &mut first);
        if !first.head.is_pdf() {
            return match outcome {
                Err(_) if is_called_pdf(name) && !first.head.is_full() => Inside::Unreadable,
                Ok(_) | Err(_) => Inside::Other,
            };
        }
        let mut bytes = Vec::new();
        let outcome = unzip_only(Cursor::new(zip), self.0.min(Limits::STANDARD.file_bytes), &mut bytes);
        self.0 = self.0.saturating_sub(bytes.len() as u64);
        match outcome {
            Ok(_) => Inside::Pdf(bytes),
            Err(EdxmlError::Zip(ZipFault::TooLarge { .. })) => Inside::TooLarge,
            Err(_) => Inside::Unreadable,
        }
    }
}

pub(super) fn is_called_pdf(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".pdf")
}

/// Takes the first kilobyte, and no more.
#[derive(Default)]
struct First {
    head: Head,
}

impl Write for First {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.head.push(piece);
        if self.head.is_full() { Err(io::Error::other("enough")) } else { Ok(piece.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
