//! What is said of the signatures inside the PDFs, which carry the legal effect (NĐ 30/2020 Điều 5). It informs: the
//! package's own signatures are judged without it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Indication, TimestampVerdict};
use crate::codes::{self, Code};
use crate::domain::ids::{Digest, Micros};

/// One PDF of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PdfFile {
    /// Its name in the package.
    pub name: String,
    /// All in all.
    pub state: PdfState,
    /// Why it could not be looked into.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<Code>,
    /// Each signature, in the order of the form.
    pub signatures: Vec<PdfSignature>,
}

/// The state of a PDF, all its signatures taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PdfState {
    /// It bears no signature.
    Unsigned,
    /// Every signature is valid, but that revocation may be unknown, and since the last nothing but signatures and
    /// evidence came; whom they are of is said with each.
    Signed,
    /// Its content was changed after a signature.
    ChangedAfter,
    /// A signature does not hold, or the structure lies about it.
    Broken,
    /// It was not looked into, or holds a signature that is not valid without being wrong, or of a kind that is not
    /// evaluated.
    NotEvaluated,
}

/// One signature of a PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PdfSignature {
    /// The field's name.
    pub field: String,
    /// Whose certificate it is, for people: of a document timestamp, the authority's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signer: Option<String>,
    /// SHA-256 of that certificate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub certificate: Option<Digest>,
    /// The name that the dictionary claims; nothing proves it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub claimed_name: Option<String>,
    /// How its Contents is written.
    pub sub_filter: String,
    /// It is a document timestamp.
    pub is_timestamp: bool,
    /// It covers the whole file but for its own Contents.
    pub covers_whole_document: bool,
    /// The revision that it ends, counted from 1.
    pub revision: usize,
    /// The page that shows it, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<usize>,
    /// Where on that page: left, bottom, right, top, in whole points.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rectangle: Option<[i64; 4]>,
    /// The timestamp over its value, if it bears one; of a document timestamp, itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub timestamp: Option<TimestampVerdict>,
    /// When it was there at the latest: the earliest that the timestamp over its value and document timestamps after it prove.
    #[serde(with = "super::finding::iso_option", skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub best_signature_time: Option<Micros>,
    /// What it is worth.
    pub verdict: Indication,
    /// Why it is not valid.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<Code>,
    /// The same for a technician.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
}

impl PdfFile {
    /// Whether it is signed, every signature of it is valid, and nothing but signatures and evidence came after them. That
    /// nobody answered about revocation yet does not undo it: a rate must not hang on who was asked first.
    pub fn is_signed_as_a_whole(&self) -> bool {
        self.state == PdfState::Signed
            && self.signatures.iter().filter(|one| !one.is_timestamp).all(PdfSignature::holds)
    }

    /// Whether a signature of it is wrong, which is worse than none.
    pub fn is_wrong(&self) -> bool {
        matches!(self.state, PdfState::ChangedAfter | PdfState::Broken)
    }
}

impl PdfSignature {
    /// Whether it is valid, or only revocation is unknown.
    pub(in crate::signature) fn holds(&self) -> bool {
        self.verdict == Indication::Valid || self.code == Some(codes::REVOCATION_UNKNOWN)
    }
}
