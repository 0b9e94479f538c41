//! Promises of the whole room: what is written is read again, and what is odd is told.

mod identity;
mod odd;
mod schema;

use super::*;

/// The message as document.xml or as a status file.
fn bytes_of(message: &Message) -> Vec<u8> {
    let mut out = Vec::new();
    match message {
        Message::Document(document) => write_document_xml(document, &mut out).unwrap(),
        Message::Status(status) => write_status(status, &mut out).unwrap(),
    }
    out
}

fn bare_bytes(document: &Document, contents: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    write_bare(document, |index| Ok(contents[index].as_slice()), &mut out).unwrap();
    out
}

fn attachment(content_id: &str, name: &str, content_type: &str, content: &[u8]) -> Attachment {
    Attachment {
        content_id: Some(content_id.to_owned()),
        attachment_name: Some(name.to_owned()),
        description: None,
        content_type: Some(content_type.to_owned()),
        size_bytes: content.len() as u64,
        form: Form::Raw,
    }
}
