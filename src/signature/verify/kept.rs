//! What is kept of a bare file: of the canonical octets, as they enter the digest, those of envelope and attachment names; of
//! an attachment its place, size and SHA-256.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::Sha256;
use crate::domain::ids::Digest;
use crate::edxml::{Base64Decoder, MAX_ATTACHMENTS, NAMESPACE};
use crate::signature::pdf::Head;
use crate::xml::{Context, Position, Start};

/// Says which octets are kept.
pub(super) struct Kept {
    /// One region for each open element.
    open: Vec<Region>,
    attachments: Vec<RawAttachment>,
    content: Option<Content>,
}

/// Where an element begins that is to be read again.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// Its first byte.
    pub start: u64,
    /// The same for people.
    pub position: Position,
    /// The namespaces that it inherits; attachments that inherit the same share it.
    pub context: Arc<Context>,
}

/// One Attachment of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct RawAttachment {
    /// ContentTransferEncoded: where it begins and the byte after it.
    pub place: Option<(Origin, u64)>,
    /// Bytes, decoded.
    pub size: u64,
    /// Of the decoded bytes; none when they are not base64.
    pub sha256: Option<Digest>,
    /// The mark of a PDF stands in its first kilobyte.
    pub is_pdf: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Region {
    /// The root.
    Root,
    /// edXMLEnvelope and all in it.
    Envelope,
    /// AttachmentEncoded.
    Attachments,
    /// Attachment.
    Attachment,
    /// A name or type of an attachment.
    Field,
    /// ContentTransferEncoded, whose text is decoded and not kept.
    Content,
    /// Tags are kept, text is not.
    Hollow,
    /// Not kept: signed bytes that business code never sees.
    Dropped,
}

struct Content {
    origin: Origin,
    decoder: Base64Decoder,
    sum: Sha256,
    size: u64,
    head: Head,
    broken: bool,
}

impl Kept {
    pub fn new() -> Self {
        Self { open: Vec::new(), attachments: Vec::new(), content: None }
    }

    /// Takes a start tag; whether its octets are kept.
    pub fn start(&mut self, start: &Start<'_>, origin: impl FnOnce() -> Origin) -> bool {
        let region = self.region(start);
        match region {
            Region::Attachment => self.attachments.push(RawAttachment::default()),
            Region::Content => self.content = Some(Content::new(self.sharing(origin()))),
            Region::Hollow => {
                // Markup inside the content: no bytes come of it.
                if let (Some(content), Some(Region::Content)) = (&mut self.content, self.open.last()) {
                    content.broken = true;
                }
            }
            Region::Root | Region::Envelope | Region::Attachments | Region::Field | Region::Dropped => {}
        }
        self.open.push(region);
        region != Region::Dropped
    }

    /// A header may declare 16 KiB of namespaces, and a thousand attachments inherit them.
    fn sharing(&self, mut origin: Origin) -> Origin {
        let before = self.attachments.iter().rev().find_map(|attachment| attachment.place.as_ref());
        if let Some((before, _)) = before.filter(|(before, _)| before.context == origin.context) {
            origin.context = Arc::clone(&before.context);
        }
        origin
    }

    /// Takes a text; whether its octets are kept.
    pub fn text(&mut self, text: &str) -> bool {
        match self.open.last() {
            Some(Region::Envelope | Region::Field) => true,
            Some(Region::Content) => {
                if let Some(content) = &mut self.content {
                    content.push(text);
                }
                false
            }
            Some(Region::Root | Region::Attachments | Region::Attachment | Region::Hollow | Region::Dropped) | None => {
                false
            }
        }
    }

    /// Takes an end tag, which ends at `end`; whether its octets are kept, and what stands before them in a text's stead.
    pub fn end(&mut self, end: u64) -> (bool, Option<String>) {
        let mut head = None;
        match self.open.pop() {
            Some(Region::Dropped) | None => return (false, None),
            Some(Region::Content) => {
                if let Some(content) = self.content.take() {
                    // The first bytes tell how the attachment is packed; edxml reads them where the content was.
                    head = Some(STANDARD.encode(content.head.first(HEAD_BYTES)));
                    if let Some(attachment) = self.attachments.last_mut() {
                        *attachment = content.finish(end);
                    }
                }
            }
            Some(
                Region::Root
                | Region::Envelope
                | Region::Attachments
                | Region::Attachment
                | Region::Field
                | Region::Hollow,
            ) => {}
        }
        (true, head)
    }

    /// The attachments.
    pub fn finish(self) -> Vec<RawAttachment> {
        self.attachments
    }

    fn region(&self, start: &Start<'_>) -> Region {
        let is = |local| start.is(NAMESPACE, local);
        match self.open.last() {
            None => Region::Root,
            Some(Region::Root) if is("edXMLEnvelope") => Region::Envelope,
            Some(Region::Root) if is("AttachmentEncoded") => Region::Attachments,
            // One too many is kept, so that `edxml` sees it and refuses the file; the others cost nothing.
            Some(Region::Attachments) if is("Attachment") && self.attachments.len() <= MAX_ATTACHMENTS => {
                Region::Attachment
            }
            Some(Region::Attachment) if is("ContentTransferEncoded") => {
                let first = self.attachments.last().is_some_and(|attachment| attachment.place.is_none());
                if first { Region::Content } else { Region::Hollow }
            }
            Some(Region::Attachment | Region::Field) => Region::Field,
            Some(Region::Envelope) => Region::Envelope,
            Some(Region::Content | Region::Hollow) => Region::Hollow,
            Some(Region::Root | Region::Attachments | Region::Dropped) => Region::Dropped,
        }
    }
}

impl Content {
    fn new(origin: Origin) -> Self {
        let (decoder, sum) = (Base64Decoder::default(), Sha256::default());
        Self { origin, decoder, sum, size: 0, head: Head::default(), broken: false }
    }

    fn push(&mut self, text: &str) {
        if self.broken {
            return;
        }
        match self.decoder.push(text.as_bytes()) {
            Ok(bytes) => {
                self.size += bytes.len() as u64;
                self.head.push(bytes);
                self.sum.update(bytes);
            }
            Err(_) => self.broken = true,
        }
    }

    fn finish(self, end: u64) -> RawAttachment {
        let whole = !self.broken && self.decoder.finish().is_ok();
        let sha256 = whole.then(|| self.sum.finish());
        let is_pdf = self.head.is_pdf();
        RawAttachment { place: Some((self.origin, end)), size: self.size, sha256, is_pdf }
    }
}

/// Enough for every first mark of a file format that `edxml` looks at.
const HEAD_BYTES: usize = 6;
