//! Model to bytes: UTF-8, both namespaces declared at the root, attributes and namespaces in canonical order, no empty
//! tags, no comments: what canonicalization would leave as it is, but for the declaration.

use std::io::{self, Read, Write};

use super::{Document, EdxmlError, Status};

/// Writes a document as `document.xml` of an ASiC-E (DESIGN §8): header and manifest, never AttachmentEncoded.
///
/// # Errors
/// [`EdxmlError::Unwritable`] for a character that XML cannot hold; [`EdxmlError::Io`] from `out`.
pub fn write_document_xml(document: &Document, out: impl Write) -> Result<(), EdxmlError> {
    let _ = (document, out);
    Ok(())
}

/// Writes a document as a bare edXML file. `open(n)` gives the bytes of `document.attachments[n]`, which are written as
/// base64 of the file itself (convention b) in pieces, never all in memory.
///
/// # Errors
/// As [`write_document_xml`], and what `open` or its readers report.
pub fn write_bare<R: Read>(
    document: &Document,
    open: impl FnMut(usize) -> io::Result<R>,
    out: impl Write,
) -> Result<(), EdxmlError> {
    let _ = (document, open, out);
    Ok(())
}

/// Writes a status message.
///
/// # Errors
/// As [`write_document_xml`].
pub fn write_status(status: &Status, out: impl Write) -> Result<(), EdxmlError> {
    let _ = (status, out);
    Ok(())
}
