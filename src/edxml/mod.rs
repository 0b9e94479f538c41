//! The edXML wire format (QCVN 102:2016/BTTTT, as the field writes it): bytes to model, model to bytes, and every
//! fault of a document in one list.
//!
//! A document (văn bản) and a status message (trạng thái) have the same root; [`Message`] tells them apart. Fields are
//! kept exactly as written: no trimming, no folding, no reading of dates, so that read → write → read loses none;
//! accessors such as [`Document::issued_on`] read them when asked. Children are found by name, not by place, because
//! producers differ in order. Whatever has no place in the model is listed in [`Reading::extra`] and nowhere else.
//!
//! Refused by [`read_header`] and [`read_whole`]: whatever the strict reader `xml` refuses, and a root that is not
//! edXML with envelope, header and MessageHeader. Everything else is a [`Fault`] of [`check`], all at once.
//!
//! Absent on purpose: signatures (a Signature element is seen, named in [`Reading::signatures`] and skipped), the
//! hub's own rules, the clock (today is handed in), the directory of agencies, unpacking to the disk.

mod attachment;
mod bare;
mod base64_stream;
mod business;
mod check;
mod dialect;
mod document;
mod draft;
mod emit;
mod error;
mod fields;
#[cfg(test)]
mod fixture;
mod header;
mod party;
mod read;
mod status;
#[cfg(test)]
mod tests;
mod trace;
mod write;
mod zipped;

pub use attachment::{Attachment, Form, Manifest, Reference};
pub(crate) use bare::MAX_ATTACHMENTS;
pub(crate) use base64_stream::Decoder as Base64Decoder;
pub use business::{Business, BusinessDocumentInfo, BusinessType, ReceiverChange, ReplacementInfo};
pub use check::{Fault, Severity, check, check_message};
pub use dialect::{CodeList, Dialect, Length, read_date};
pub use document::{
    Document, DocumentType, Message, OtherInfo, Promulgation, ResponseFor, ResponseForTask, SignerInfo,
};
pub(crate) use draft::date_of_draft;
pub use draft::{
    Draft, DraftBusiness, DraftChange, DraftParty, DraftReceiver, DraftReplaced, DraftResponse, DraftSigner, one_line,
};
pub use error::EdxmlError;
pub use party::{Party, StaffInfo};
pub use read::{Extra, ExtraKind, Reading, SignatureSeen, read_header, read_whole};
pub use status::{Status, StatusCode};
pub use trace::{TraceHeader, timestamp};
pub use write::{write_bare, write_document_xml, write_status};
pub use zipped::{ZipFault, ZippedFile, unzip_only};

/// The namespace of the format: the root's default one, and that of the prefix `edXML:`.
pub const NAMESPACE: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

/// The namespace of `xlink:href`, with which a Reference may name its file.
pub const XLINK: &str = "http://www.w3.org/1999/xlink";
