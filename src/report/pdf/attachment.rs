//! A file inside a PDF (PDF/A-3, ISO 19005-3 §6.8): whoever has the paper's file has its proof.

use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata::DateTime;

/// A file that goes along.
pub(super) struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What it is, for people.
    pub about: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// As the PDF holds it: the page was made from it (AFRelationship Source).
    pub fn file(self, at: DateTime) -> EmbeddedFile {
        EmbeddedFile {
            path: self.name,
            mime_type: MimeType::new(self.media_type),
            description: Some(self.about),
            association_kind: AssociationKind::Source,
            data: self.bytes.into(),
            modification_date: Some(at),
            compress: Some(true),
            location: None,
        }
    }
}
