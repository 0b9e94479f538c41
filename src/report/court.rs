//! The receipt as evidence (biên nhận dùng làm chứng cứ): one receipt, made to stand alone before whoever has neither the hub
//! nor its console. [`Court::pdf`] is for reading (`pdf/court.rs`), [`Court::evidence_xml`] for machines that know the names of
//! ETSI EN 319 522-3; the receipt itself goes along in both, and it alone proves.
//!
//! Absent on purpose: signing. The hub's seal is put over all of it by `signature`, where there is one.

use std::fmt::Write as _;

use serde_json::Value;

use crate::crypto;
use crate::domain::ids::{Digest, Micros, OrganId};
use crate::evidence::checkpoint::Note;
use crate::evidence::leaf::Leaf;
use crate::evidence::receipt::Receipt;
use crate::package::COURT_NAMES;

/// What such a receipt is made of.
#[derive(Clone, Debug)]
pub struct Court {
    receipt: Receipt,
    json: Vec<u8>,
    leaf: Leaf,
    /// The log's size in the receipt's checkpoint, and its root.
    size: u64,
    root: String,
    /// Names of the agencies in the leaf, at its time.
    names: Vec<(OrganId, String)>,
    /// Where anybody checks it: `https://hub.example/proof`.
    proof_url: String,
    /// The policy by which the evidence is issued.
    policy: Option<String>,
    at: Micros,
}

/// Why a receipt cannot be made to stand alone: its leaf or its checkpoint cannot be read, which no receipt of this hub has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the receipt's own parts cannot be read")]
pub struct Unreadable;

impl Court {
    /// Of a receipt, made at `at`; `name` finds an agency's name at a time.
    ///
    /// # Errors
    /// [`Unreadable`]
    pub fn new(
        receipt: Receipt,
        name: impl Fn(&OrganId, Micros) -> Option<String>,
        proof_url: String,
        at: Micros,
    ) -> Result<Self, Unreadable> {
        let leaf = Leaf::parse(&receipt.leaf).map_err(|_| Unreadable)?;
        let note = Note::parse(&receipt.checkpoint).map_err(|_| Unreadable)?;
        let (size, root) = (note.checkpoint().size, note.checkpoint().root.to_base64());
        let body = leaf.body();
        let when = body.received.unwrap_or(leaf.stamp().time);
        let mut names: Vec<(OrganId, String)> = Vec::new();
        for id in [&body.from, &body.submitter, &body.to].into_iter().flatten() {
            if names.iter().all(|(known, _)| known != id)
                && let Some(name) = name(id, when)
            {
                names.push((id.clone(), name));
            }
        }
        let json = receipt.to_json();
        Ok(Self { receipt, json, leaf, size, root, names, proof_url, policy: None, at })
    }

    /// Issued by a policy that is published under this name.
    #[must_use]
    pub fn by_policy(self, policy: Option<String>) -> Self {
        Self { policy, ..self }
    }

    /// The receipt.
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// Its bytes as a file.
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// Its leaf.
    pub fn leaf(&self) -> &Leaf {
        &self.leaf
    }

    /// When this was made.
    pub fn at(&self) -> Micros {
        self.at
    }

    /// A name for files: epoch and index.
    pub fn file_stem(&self) -> String {
        format!("bien-nhan-{}-{}", self.leaf.stamp().epoch, self.receipt.index)
    }

    /// Leaves of the log in the receipt's checkpoint.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The root of that log, base64.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// The name of an agency in the leaf.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.names.iter().find(|(known, _)| known.0 == id).map(|(_, name)| name.as_str())
    }

    /// Where the QR code leads: the page, and behind the # which leaf the paper is about. That part never reaches a server.
    pub(super) fn link(&self) -> String {
        format!("{}#leaf={}", self.proof_url, self.leaf_hash())
    }

    /// The page without it.
    pub(super) fn page(&self) -> &str {
        &self.proof_url
    }

    /// The Merkle leaf hash, in hexadecimal.
    pub(super) fn leaf_hash(&self) -> Digest {
        Digest(self.leaf.hash().0)
    }

    /// The leaf as JSON.
    pub(super) fn leaf_json(&self) -> Value {
        serde_json::from_slice(self.leaf.bytes()).unwrap_or_default()
    }

    /// The evidence in the element names of ETSI EN 319 522-3 (namespace `http://uri.etsi.org/19522/v1#`), with what has no name
    /// there as an extension of our own. Which of it is certain says docs/proof.md.
    pub fn evidence_xml(&self) -> Vec<u8> {
        let (stamp, body) = (self.leaf.stamp(), self.leaf.body());
        let mut xml = Xml::default();
        xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.open(&format!("er:Evidence xmlns:er=\"{ETSI}\" xmlns:saml=\"{SAML}\" xmlns:lt=\"{OURS}\""));
        xml.leaf("er:EvidenceIdentifier", &format!("{}#{}", self.leaf.origin(), self.receipt.index));
        xml.leaf("er:EvidenceVersion", "EN319522v1.2.1");
        let event = body.event.as_str();
        let base = if body.event.is_of_etsi() { ETSI_EVENT } else { OUR_EVENT };
        xml.leaf("er:ERDSEventId", &format!("{base}{event}"));
        if let Some(code) = body.reason.as_ref().or(body.code.as_ref()) {
            xml.open("er:EventReasons");
            xml.open("er:EventReason");
            xml.leaf("Code", code);
            xml.close("er:EventReason");
            xml.close("er:EventReasons");
        }
        xml.leaf("EventTime", &utc(stamp.time));
        // A policy that nobody can read is none.
        if let Some(policy) = &self.policy {
            xml.open("er:EvidenceIssuerPolicyID");
            xml.leaf("PolicyID", policy);
            xml.close("er:EvidenceIssuerPolicyID");
        }
        self.party(&mut xml, "er:EvidenceIssuerDetails", &stamp.hub);
        for (element, id) in [("er:SenderDetails", &body.from), ("er:RecipientDetails", &body.to)] {
            if let Some(id) = id {
                self.party(&mut xml, element, &id.0);
            }
        }
        if let Some(received) = body.received {
            xml.leaf("er:SubmissionTime", &utc(received));
        }
        self.content(&mut xml);
        self.extension(&mut xml);
        xml.close("er:Evidence");
        xml.text.into_bytes()
    }

    fn party(&self, xml: &mut Xml, element: &str, id: &str) {
        xml.open(element);
        xml.open("er:Identity");
        for (friendly, value) in [("LegalName", self.name(id)), ("LegalPersonIdentifier", Some(id))] {
            if let Some(value) = value {
                xml.open(&format!("saml:Attribute Name=\"urn:x-lienthong:{friendly}\" FriendlyName=\"{friendly}\""));
                xml.leaf("saml:AttributeValue", value);
                xml.close("saml:Attribute");
            }
        }
        xml.close("er:Identity");
        xml.leaf("Identifier", id);
        xml.close(element);
    }

    /// The document and the package, where the receipt opens them.
    fn content(&self, xml: &mut Xml) {
        let openings = &self.receipt.openings;
        let Some(doc) = &openings.doc else { return };
        xml.leaf("er:MessageIdentifier", &doc.id.0);
        let Some(package) = &openings.pkg else { return };
        xml.open("er:UserContentInfo");
        xml.leaf("ComposingParts", "1");
        xml.open("er:PartsInfo");
        xml.open("er:PartInfo");
        xml.leaf("Identifier", &doc.id.0);
        xml.leaf("ContentType", "application/octet-stream");
        xml.leaf("DigestMethod", SHA256);
        xml.leaf("DigestValue", &crate::evidence::Hash(package.sha256.0).to_base64());
        xml.close("er:PartInfo");
        xml.close("er:PartsInfo");
        xml.close("er:UserContentInfo");
    }

    /// What EN 319 522 has no name for: where it stands in the log, and the receipt that proves it, by its digest.
    fn extension(&self, xml: &mut Xml) {
        xml.open("er:Extensions");
        xml.open("er:Extension isCritical=\"false\"");
        xml.open("lt:TransparencyLog");
        xml.leaf("lt:Origin", &self.leaf.origin());
        xml.leaf("lt:Index", &self.receipt.index.to_string());
        xml.leaf("lt:Size", &self.size.to_string());
        xml.leaf("lt:Root", &self.root);
        xml.leaf("lt:LeafHash", &self.leaf_hash().to_string());
        xml.leaf("lt:Leaf", &String::from_utf8_lossy(self.leaf.bytes()));
        xml.leaf("lt:ReceiptFile", RECEIPT_NAME);
        xml.leaf("lt:ReceiptDigest", &crypto::sha256(&self.json).to_string());
        xml.close("lt:TransparencyLog");
        xml.close("er:Extension");
        xml.close("er:Extensions");
    }
}

/// The receipt's name in the container.
pub const RECEIPT_NAME: &str = COURT_NAMES[0];
/// That of the evidence for machines.
pub const EVIDENCE_NAME: &str = COURT_NAMES[1];
/// That of the evidence for people.
pub const PDF_NAME: &str = COURT_NAMES[2];

const ETSI: &str = "http://uri.etsi.org/19522/v1#";
const ETSI_EVENT: &str = "http://uri.etsi.org/19522/Event/";
const OUR_EVENT: &str = "urn:x-lienthong:event:";
const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const OURS: &str = "urn:x-lienthong:evidence:1";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

fn utc(at: Micros) -> String {
    jiff::Timestamp::from_microsecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}

/// Elements one after the other, each on a line of its own.
#[derive(Default)]
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn open(&mut self, tag: &str) {
        let _never = writeln!(self.text, "{:1$}<{tag}>", "", self.depth * 2);
        self.depth += 1;
    }

    fn close(&mut self, tag: &str) {
        self.depth = self.depth.saturating_sub(1);
        let _never = writeln!(self.text, "{:1$}</{tag}>", "", self.depth * 2);
    }

    fn leaf(&mut self, tag: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for letter in value.chars() {
            match letter {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                // XML 1.0 §2.2 has no others of these; no field of a leaf has one, a DocumentId might.
                letter if letter.is_control() => escaped.push('\u{fffd}'),
                letter => escaped.push(letter),
            }
        }
        let _never = writeln!(self.text, "{:1$}<{tag}>{escaped}</{tag}>", "", self.depth * 2);
    }
}
