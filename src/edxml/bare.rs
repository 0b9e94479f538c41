//! AttachmentEncoded of a bare file: names kept, bytes passed on, base64 undone on the way.

use std::io::{BufRead, Write};

use super::base64_stream::Decoder;
use super::fields::{Fields, Log, is_blank};
use super::read::skip;
use super::{Attachment, EdxmlError, Form, NAMESPACE};
use crate::codes;
use crate::xml::{Element, Event, Name, Node, Reader, Subtree};

/// Reads the element whose start was read last, appending to `attachments`. Here and below every child is read to its
/// end, so the first end seen is the element's own.
pub(super) fn read_attachments<R: BufRead, W: Write>(
    reader: &mut Reader<R>,
    attachments: &mut Vec<Attachment>,
    log: &mut Log,
    open: &mut impl FnMut(usize) -> std::io::Result<W>,
) -> Result<(), EdxmlError> {
    if let Some(start) = reader.current_start() {
        start.attributes().for_each(|a| log.unknown_attribute(format!("AttachmentEncoded/@{}", a.local), a.namespace));
    }
    loop {
        match reader.next()? {
            Event::Start(start) if start.is(NAMESPACE, "Attachment") => {
                let index = attachments.len();
                if index == MAX_ATTACHMENTS {
                    return Err(EdxmlError::TooManyAttachments { limit: MAX_ATTACHMENTS });
                }
                attachments.push(read_attachment(reader, index, log, open)?);
            }
            Event::Start(start) => {
                let path = format!("AttachmentEncoded/{}", start.local());
                log.unknown_element(path, start.namespace(), start.local());
                skip(reader)?;
            }
            Event::Text(text) if is_blank(text) => {}
            Event::Text(_) => log.stray_text("AttachmentEncoded".to_owned()),
            Event::End(_) | Event::Eof => return Ok(()),
        }
    }
}

fn read_attachment<R: BufRead, W: Write>(
    reader: &mut Reader<R>,
    index: usize,
    log: &mut Log,
    open: &mut impl FnMut(usize) -> std::io::Result<W>,
) -> Result<Attachment, EdxmlError> {
    let path = format!("AttachmentEncoded/Attachment[{}]", index + 1);
    let content_path = format!("{path}/{CONTENT}");
    let mut element = shell(reader);
    let mut content: Option<Content> = None;
    loop {
        match reader.next()? {
            Event::Start(start) if start.is(NAMESPACE, CONTENT) => {
                if content.is_some() {
                    log.twice(content_path.clone());
                    skip(reader)?;
                } else {
                    content = Some(read_content(reader, index, &content_path, log, open(index)?)?);
                }
            }
            Event::Start(_) => {
                let child = Subtree::read(reader, FIELD_BYTES)?.root;
                element.children.push(Node::Element(child));
            }
            Event::Text(text) if is_blank(text) => {}
            Event::Text(_) => log.stray_text(path.clone()),
            Event::End(_) | Event::Eof => break,
        }
    }
    if content.is_none() {
        log.fault(codes::EDXML_MISSING, content_path, "the content in base64", "nothing");
    }
    Ok(described(path, &element, content.unwrap_or_default(), log))
}

/// The attachment's element without its children, which are added as they come.
fn shell<R: BufRead>(reader: &Reader<R>) -> Element {
    let attributes = reader.current_start().map(|start| start.attributes().map(Into::into).collect());
    Element {
        prefix: Name::default(),
        local: "Attachment".into(),
        namespace: NAMESPACE.into(),
        attributes: attributes.unwrap_or_default(),
        declarations: Vec::new(),
        children: Vec::new(),
        position: reader.position(),
        range: reader.range(),
    }
}

/// What passed by.
#[derive(Default)]
struct Content {
    size_bytes: u64,
    head: Vec<u8>,
}

fn read_content<R: BufRead, W: Write>(
    reader: &mut Reader<R>,
    index: usize,
    path: &str,
    log: &mut Log,
    mut out: W,
) -> Result<Content, EdxmlError> {
    if let Some(start) = reader.current_start() {
        start.attributes().for_each(|a| log.unknown_attribute(format!("{path}/@{}", a.local), a.namespace));
    }
    let mut decoder = Decoder::default();
    let mut content = Content::default();
    let refused = |offset| EdxmlError::Base64 { attachment: index, offset };
    loop {
        match reader.next()? {
            Event::Text(text) => {
                let bytes = decoder.push(text.as_bytes()).map_err(refused)?;
                content.size_bytes += bytes.len() as u64;
                let wanted = MAGIC.len().saturating_sub(content.head.len());
                content.head.extend(bytes.iter().take(wanted));
                out.write_all(bytes)?;
            }
            Event::Start(_) => {
                log.fault(codes::EDXML_UNEXPECTED_CONTENT, path.to_owned(), "text only", "an element");
                skip(reader)?;
            }
            Event::End(_) | Event::Eof => break,
        }
    }
    decoder.finish().map_err(refused)?;
    out.flush()?;
    Ok(content)
}

fn described(path: String, element: &Element, content: Content, log: &mut Log) -> Attachment {
    let mut attachment = Fields::read(path, element, log, |fields| Attachment {
        content_id: fields.text("ContentId"),
        attachment_name: fields.text("AttachmentName"),
        description: fields.text("Description"),
        content_type: fields.text("ContentType"),
        size_bytes: content.size_bytes,
        form: Form::Raw,
    });
    attachment.form = form(&attachment, &content.head);
    attachment
}

/// DOMAIN §1.5, and measured: one sample declares `application/pdf` over a ZIP with a PDF in it, so the first bytes
/// decide, the name says whether a ZIP is what was sent, and the declared type counts only where the name leaves it open
/// (an Office file is a ZIP too).
fn form(attachment: &Attachment, head: &[u8]) -> Form {
    if head != MAGIC {
        return Form::Raw;
    }
    let declared = matches!(
        attachment.content_type.as_deref(),
        Some("application/zip" | "application/x-zip-compressed" | "application/x-zip")
    );
    let name = attachment.attachment_name.as_deref().unwrap_or("").to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "zip" => Form::Raw,
        "" | "docx" | "xlsx" | "pptx" | "docm" | "xlsm" | "odt" | "ods" | "odp" | "asice" | "sce" | "epub" | "jar" => {
            if declared {
                Form::Zipped
            } else {
                Form::Raw
            }
        }
        _ => Form::Zipped,
    }
}

/// SIGNATURES §1: "up to 1,000 entries".
pub(crate) const MAX_ATTACHMENTS: usize = 1000;
const CONTENT: &str = "ContentTransferEncoded";
/// A ZIP file's first local header (APPNOTE §4.3.7).
const MAGIC: &[u8] = b"PK\x03\x04";
/// Names and types: the longest in the field has 300 characters; this is a guard for memory only.
const FIELD_BYTES: u64 = 64 << 10;
