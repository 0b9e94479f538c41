//! What is let in, and how the law's open places are read.

use serde::{Deserialize, Serialize};

use super::Urgency;

/// `[policy]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Takes legacy signatures as "unsigned, legacy" from agencies whose entry allows it (SIGNATURES §4).
    pub accept_legacy: bool,
    /// Takes packages whose only open question is `revocation.unknown`.
    pub accept_unknown_revocation: bool,
    /// Takes unsigned status files from an authenticated system of the reporter, marked `authn = channel`.
    pub accept_unsigned_status: bool,
    /// What is asked of the signatures inside PDFs (NĐ 30/2020 Điều 5).
    pub pdf: PdfPolicy,
    /// Whether what was recalled or given back is still handed out.
    pub recalled_content: RecalledContent,
    /// What ReceiverType of an update's ReceiverList means: no text that was found says it (DOMAIN §6).
    pub receiver_types: ReceiverTypes,
    /// Takes free-form agency codes, as test systems use them.
    pub sandbox_organ_ids: bool,
    /// Days that the bytes of refused packages are kept; 0: none.
    pub keep_refused_days: u32,
    /// What OtherInfo/Priority means, from 0 up: the lists in the field differ (DOMAIN §1.3). A number beyond the list, and
    /// one that is absent, has no word.
    pub urgency: Vec<Urgency>,
    /// The tables of agencies that write and read those numbers otherwise.
    pub priority_tables: Vec<PriorityTable>,
}

/// `[[policy.priority_tables]]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityTable {
    /// Whose: codes, with `*` at the beginning or the end for the rest of one (`*.G22`, `H37.*`).
    pub agencies: Vec<String>,
    /// What the numbers mean there, from 0 up.
    pub urgency: Vec<Urgency>,
}

/// What is asked of the signatures inside PDFs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PdfPolicy {
    /// They are shown and counted; nothing is refused for them.
    #[default]
    Inform,
    /// Every PDF of a document has to be signed as a whole.
    Require,
}

/// Whether what was recalled or given back is still handed out (NĐ 30/2020 Phụ lục VI: the receiver cancels it, the
/// metadata stay).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecalledContent {
    /// To nobody but the issuer.
    #[default]
    Withheld,
    /// Also to the receiver that had fetched it, for its archive.
    Archive,
}

/// What ReceiverType means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReceiverTypes {
    /// The value that adds a receiver.
    pub add: String,
    /// The value that removes one.
    pub remove: String,
}

impl Default for ReceiverTypes {
    fn default() -> Self {
        Self { add: "0".to_owned(), remove: "1".to_owned() }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            accept_legacy: false,
            accept_unknown_revocation: false,
            // No status file seen in the field carries a signature (DOMAIN.md §2); the system that brings it has
            // signed in, and the evidence says so.
            accept_unsigned_status: true,
            pdf: PdfPolicy::Inform,
            recalled_content: RecalledContent::Withheld,
            receiver_types: ReceiverTypes::default(),
            sandbox_organ_ids: false,
            keep_refused_days: 0,
            urgency: vec![Urgency::Normal, Urgency::Urgent, Urgency::VeryUrgent, Urgency::Immediate],
            priority_tables: Vec::new(),
        }
    }
}
