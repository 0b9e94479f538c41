//! Where the signatures of a PDF stand (ISO 32000-1 §12.8), and what came after them: read from the bytes, judged by
//! `signature`, which alone knows certificates.
//!
//! [`Structure::read`] follows the cross-reference chain from the end of the file, finds the signature fields of the form,
//! holds each ByteRange against the bytes themselves, and tells what later revisions have done.
//!
//! Refused: encryption, repair of a broken file (every reader repairs differently, which is what the shadow attacks live
//! on), a ByteRange that does not leave out exactly its own Contents, anything beyond the limits.
//! Absent on purpose: pages, fonts, text, drawing; writing; a general PDF library, which reads every object of a file into
//! memory before the first question can be asked (ARCHITECTURE, "Where we left the plan").

mod document;
mod error;
mod evidence;
mod field;
mod gapless;
mod later;
mod limits;
mod object;
mod parser;
mod stream;
mod structure;
mod xref;

pub use error::PdfFault;
pub use evidence::Evidence;
pub use field::{Kind, Place, SignatureField};
pub use limits::{Budget, Limits};
pub use structure::{After, Structure, looks_signed};

#[cfg(test)]
mod tests;
