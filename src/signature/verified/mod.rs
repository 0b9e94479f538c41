//! Verified bytes. A [`Verified`] comes only from [`Judged::admit`](super::Judged::admit); it owns the file and gives
//! only what was under the signature (SIGNATURES §9).

mod attachment;

pub(super) use attachment::Source;
pub use attachment::{Attachment, AttachmentReader};

use std::fs::File;
use std::sync::Arc;

use super::binding::Bound;
use super::certificate::Certificate;
use super::verdict::{Container, Level, Verdict};
use crate::domain::ids::{Digest, OrganId};
use crate::edxml::{Message, Reading};

/// A package whose signature passed, and everything that may be read from it.
#[derive(Clone, Debug)]
pub struct Verified {
    core: Core,
    signed: Signed,
}

/// What was read from a file, signed or not; the shared part of all kinds of [`Admitted`](super::Admitted).
#[derive(Clone, Debug)]
pub(super) struct Core {
    pub file: Arc<File>,
    pub container: Container,
    pub reading: Arc<Reading>,
    pub content_digest: Digest,
    pub attachments: Vec<Attachment>,
    pub verdict: Arc<Verdict>,
}

/// What stands for the bytes of a [`Core`].
#[derive(Clone, Debug)]
pub(super) enum Seal {
    /// A signature that holds mathematically and covers everything; whether it is trusted the verdict says.
    Signed(Signed),
    /// A legacy signature, never evaluated.
    Legacy,
    /// No signature at all.
    None,
}

/// The facts of the signature that carries the package.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    pub level: Level,
    pub signer: usize,
    pub chains: Vec<Vec<Certificate>>,
    /// The signer's certificate and those beside it in KeyInfo, unproven.
    pub presented: Vec<Certificate>,
    pub bound: Option<Bound>,
    /// Digests and value of that very signature hold, whatever becomes of others beside it.
    pub intact: bool,
}

impl Core {
    /// From, as written.
    pub fn from(&self) -> &OrganId {
        match &self.reading.message {
            Message::Document(document) => &document.from.organ_id,
            Message::Status(status) => &status.from.organ_id,
        }
    }
}

impl Verified {
    pub(super) fn new(core: Core, signed: Signed) -> Self {
        Self { core, signed }
    }

    pub(super) fn core(&self) -> &Core {
        &self.core
    }

    /// What the document or status says, read from the canonical octets that entered the digest, never from the file.
    pub fn message(&self) -> &Message {
        &self.core.reading.message
    }

    /// The whole reading: the message, the faults of its structure, what has no place in the model.
    pub fn reading(&self) -> &Reading {
        &self.core.reading
    }

    /// ASiC-E or bare edXML.
    pub fn container(&self) -> Container {
        self.core.container
    }

    /// Sameness (SIGNATURES §8): equal for the same document however it was zipped or signed anew. SHA-256 over JCS of
    /// [DocumentId, sorted (name, SHA-256) of the payload], or of the enveloped reference's octets with exclusive c14n.
    pub fn content_digest(&self) -> Digest {
        self.core.content_digest
    }

    /// The attachments in the order of the payload: name, size, SHA-256, and a reader that re-hashes.
    pub fn attachments(&self) -> &[Attachment] {
        &self.core.attachments
    }

    /// The level of the signature that carries the package.
    pub fn level(&self) -> Level {
        self.signed.level
    }

    /// The verdict: valid, or undecided for want of a revocation answer where policy accepts that.
    pub fn verdict(&self) -> &Verdict {
        &self.core.verdict
    }

    /// Which of the verdict's signatures carries the package.
    pub fn signer(&self) -> usize {
        self.signed.signer
    }

    /// The certificate chain (the signer's first, the anchor last) of each of the verdict's signatures; empty for one
    /// whose path was not built.
    pub fn chains(&self) -> &[Vec<Certificate>] {
        &self.signed.chains
    }

    /// The agency whose seal carries the package, and the row of the binding table that says so; none when no table was
    /// given.
    pub fn bound(&self) -> Option<&Bound> {
        self.signed.bound.as_ref()
    }

    /// The file, for whoever hands on the original bytes. Nothing may be read out of it but through this type.
    pub fn file(&self) -> &Arc<File> {
        &self.core.file
    }
}
