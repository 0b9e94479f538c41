//! An ASiC-E of which everything is known but the signature's value: for keys that lie elsewhere.
//!
//! The same inputs give the same octets, so that whoever keeps the inputs needs to keep nothing else until the value comes.
//! Nothing is believed because it was built here: what is assembled is verified like any stranger's package.

use std::io::{self, Seek, Write};

use serde::{Deserialize, Serialize};

use super::markup::{Draft, Reference};
use super::prepared::{Prepared, fresh_id};
use super::{Attachment, Identity, SignError, SignOptions, asice};
use crate::domain::ids::{Digest, Micros};
use crate::package::{AsiceWriter, DOCUMENT_NAME};
use crate::signature::algorithm::AlgorithmFault;

/// An attachment that is signed: its entry and what is in it, without the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its entry name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
}

/// A package that waits for its signature.
#[derive(Debug)]
pub struct Unsigned {
    identity: Identity,
    options: SignOptions,
    id: String,
    document_xml: Vec<u8>,
    references: Vec<Reference>,
    signed_properties: Vec<u8>,
    signed_info: Vec<u8>,
}

/// A fresh Id for the signature of an [`Unsigned`].
///
/// # Errors
/// When there is no chance to be had.
pub fn signature_id() -> Result<String, SignError> {
    fresh_id()
}

impl Unsigned {
    /// What `identity` is to sign at `signing_time`, by what the hub itself writes ([`SignOptions::at`]): XAdES-B over the
    /// document and the files, in their order.
    ///
    /// # Errors
    /// When the document is none that could be verified again, or a name cannot stand in a package.
    pub fn new(
        identity: Identity,
        id: String,
        document_xml: Vec<u8>,
        files: &[Named],
        signing_time: Micros,
    ) -> Result<Self, SignError> {
        asice::check_document(&document_xml)?;
        check_names(files)?;
        let options = SignOptions::at(signing_time);
        let digest = options.digest.digest(&document_xml).map_err(AlgorithmFault::from)?;
        let mut references = vec![asice::reference(DOCUMENT_NAME, asice::DOCUMENT_TYPE, digest)];
        references
            .extend(files.iter().map(|file| asice::reference(&file.name, &file.media_type, file.sha256.0.to_vec())));
        let draft = Draft { identity: &identity, options: &options, references: &references, id: &id };
        let context = asice::context()?;
        let prepared = Prepared::new(&draft, &context)?;
        let (signed_properties, signed_info) = (prepared.signed_properties, prepared.signed_info);
        Ok(Self { identity, options, id, document_xml, references, signed_properties, signed_info })
    }

    /// Who is to sign.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The bytes of document.xml.
    pub fn document_xml(&self) -> &[u8] {
        &self.document_xml
    }

    /// SignedProperties in canonical form: what SignedInfo names by its digest.
    pub fn signed_properties(&self) -> &[u8] {
        &self.signed_properties
    }

    /// SignedInfo in canonical form: what the value is to be over.
    pub fn signed_info(&self) -> &[u8] {
        &self.signed_info
    }

    /// Holds a value against the certificate's key.
    ///
    /// # Errors
    /// `signature.value_length`, `signature.value`.
    pub fn check(&self, value: &[u8]) -> Result<(), SignError> {
        self.identity.check(&self.signed_info, value)
    }

    /// Writes the ASiC-E with that value; the attachments in the order in which they were named. Gives `out` back, flushed
    /// and not synced.
    ///
    /// # Errors
    /// When reading or writing fails.
    pub fn assemble<W: Write + Seek>(
        &self,
        value: &[u8],
        attachments: Vec<Attachment>,
        out: W,
    ) -> Result<W, SignError> {
        let draft =
            Draft { identity: &self.identity, options: &self.options, references: &self.references, id: &self.id };
        let context = asice::context()?;
        let signature = asice::in_file(&Prepared::new(&draft, &context)?.signed(value));
        let mut writer = AsiceWriter::new(out)?;
        writer.document(&self.document_xml)?;
        for mut attachment in attachments {
            writer.add(&attachment.name, &attachment.media_type, &mut attachment.source)?;
        }
        Ok(writer.finish(&[signature.as_bytes()])?)
    }
}

/// Whether these names can stand in one package: asked of the writer itself.
fn check_names(files: &[Named]) -> Result<(), SignError> {
    let mut trial = AsiceWriter::new(io::Cursor::new(Vec::new()))?;
    trial.document(&[])?;
    for file in files {
        trial.add(&file.name, &file.media_type, &mut io::empty())?;
    }
    Ok(())
}
