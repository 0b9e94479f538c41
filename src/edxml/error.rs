//! Why bytes are no edXML, or a model cannot be written.

use std::io;

use super::ZipFault;
use crate::codes::{self, Code};
use crate::xml::XmlError;

/// What ends reading or writing at once; all that can be listed is a [`super::Fault`] instead.
#[derive(Debug, thiserror::Error)]
pub enum EdxmlError {
    /// The strict reader refuses the bytes.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// Well-formed, but not this format.
    #[error("{expected} expected, {found} found")]
    NotEdxml {
        /// The element that should be there.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// More attachments than a package may have.
    #[error("more than {limit} attachments")]
    TooManyAttachments {
        /// The limit.
        limit: usize,
    },
    /// An attachment's content is not base64.
    #[error("attachment {attachment} is not base64 near character {offset}")]
    Base64 {
        /// Which attachment, counted from 0.
        attachment: usize,
        /// Characters of its text read before the fault was seen.
        offset: u64,
    },
    /// A zipped attachment is not what the convention allows.
    #[error(transparent)]
    Zip(#[from] ZipFault),
    /// A text holds a character that XML 1.0 §2.2 forbids.
    #[error("character U+{:04X} in {path} cannot be written in xml", *.character as u32)]
    Unwritable {
        /// The element.
        path: String,
        /// The character.
        character: char,
    },
    /// The caller's reader or writer failed.
    #[error("reading or writing failed")]
    Io(#[from] io::Error),
}

impl EdxmlError {
    /// Its code in the registry.
    pub fn code(&self) -> Code {
        match self {
            Self::Xml(error) => error.code(),
            Self::NotEdxml { .. } => codes::EDXML_NOT_EDXML,
            Self::TooManyAttachments { .. } => codes::EDXML_TOO_MANY_ATTACHMENTS,
            Self::Base64 { .. } => codes::EDXML_BAD_BASE64,
            Self::Zip(fault) => fault.code(),
            Self::Unwritable { .. } => codes::EDXML_UNWRITABLE,
            Self::Io(_) => codes::INTERNAL,
        }
    }
}

impl ZipFault {
    /// Its code in the registry.
    pub fn code(&self) -> Code {
        match self {
            Self::Broken { .. } => codes::EDXML_BAD_ZIP,
            Self::Entries { .. } => codes::EDXML_ZIP_ENTRIES,
            Self::Name { .. } => codes::EDXML_ZIP_NAME,
            Self::Method { .. } => codes::EDXML_ZIP_METHOD,
            Self::TooLarge { .. } => codes::EDXML_ZIP_TOO_LARGE,
            Self::Checksum => codes::EDXML_ZIP_CHECKSUM,
        }
    }
}
