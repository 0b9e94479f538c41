//! The receipt (biên nhận): one leaf, the openings of its commitments, and the proof that it stands in the log. As JSON,
//! and as C2SP tlog-proof@v1. Written once from what the store keeps, byte for byte the same each time. Its judge is
//! `judge.rs`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::leaf::{self, Leaf, Salt};
use super::merkle::Hash;
use super::strict_json::{self, JsonError};
use crate::domain::ids::{Digest, DocumentId};

pub use super::judge::{Finding, Judgement, Outcome, PackageCheck, verify};

/// A receipt, taken apart but not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The leaf's exact bytes.
    pub leaf: Vec<u8>,
    /// Its index in the log.
    pub index: u64,
    /// The inclusion proof, the leaf's sibling first.
    pub hashes: Vec<Hash>,
    /// The checkpoint with all its signature lines.
    pub checkpoint: String,
    /// What the commitments in the leaf are commitments to; only parties get them.
    pub openings: Openings,
    /// The log's key: a hint where to ask, never trust.
    pub vkey: Option<String>,
    /// RFC 3161 tokens over the checkpoint, base64; may come later.
    pub anchors: Vec<String>,
    /// An older checkpoint and the proof that this log continues it.
    pub previous: Option<Previous>,
}

/// The openings of a leaf's commitments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Openings {
    /// Of `doc`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<DocumentOpening>,
    /// Of `pkg`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pkg: Option<DigestOpening>,
    /// Of `content`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<DigestOpening>,
}

/// Opens a commitment to a DocumentId.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentOpening {
    /// The document's salt.
    pub salt: Salt,
    /// As its issuer wrote it, in NFC.
    pub id: DocumentId,
}

/// Opens a commitment to a digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigestOpening {
    /// The document's salt.
    pub salt: Salt,
    /// The digest.
    pub sha256: Digest,
    /// Bytes that it is the digest of. Said for convenience: the digest alone is committed to.
    pub size: u64,
}

/// A consistency proof from an older checkpoint to the receipt's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// The older checkpoint with its lines.
    pub checkpoint: String,
    /// RFC 9162 §2.1.4.
    pub hashes: Vec<Hash>,
}

/// Why bytes are no receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// More bytes than any receipt has.
    #[error("the receipt has {found} bytes, at most {MAX_BYTES} are read")]
    TooLarge {
        /// Bytes found.
        found: usize,
    },
    /// Not strict JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// JSON or text, but no receipt of version 1.
    #[error("not a receipt of version 1: {detail}")]
    Shape {
        /// What is wrong with it.
        detail: String,
    },
}

impl Receipt {
    /// The JSON form (canonical, RFC 8785), the same bytes each time.
    pub fn to_json(&self) -> Vec<u8> {
        let wire = Wire {
            v: VERSION,
            leaf: STANDARD.encode(&self.leaf),
            proof: WireProof {
                index: self.index,
                hashes: self.hashes.iter().map(|hash| hash.to_base64()).collect(),
                checkpoint: self.checkpoint.clone(),
            },
            openings: self.openings.clone(),
            vkey: self.vkey.clone(),
            anchors: self.anchors.clone(),
            previous: self.previous.as_ref().map(|previous| WirePrevious {
                checkpoint: previous.checkpoint.clone(),
                hashes: previous.hashes.iter().map(|hash| hash.to_base64()).collect(),
            }),
        };
        // Strings and whole numbers only: there is nothing in it that could fail to be written.
        serde_json_canonicalizer::to_vec(&wire).unwrap_or_default()
    }

    /// The tlog-proof form (C2SP tlog-proof@v1). The leaf's bytes are its extra data; openings are not in it, so it may
    /// be shown to anyone who may see the leaf.
    pub fn to_tlog_proof(&self) -> String {
        let mut text = format!("{TLOG_PROOF}\nextra {}\nindex {}\n", STANDARD.encode(&self.leaf), self.index);
        for hash in &self.hashes {
            text.push_str(&hash.to_base64());
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }

    /// Reads either form.
    ///
    /// # Errors
    /// [`ReceiptError`]
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_BYTES {
            return Err(ReceiptError::TooLarge { found: bytes.len() });
        }
        if bytes.starts_with(TLOG_PROOF.as_bytes()) { Self::parse_tlog_proof(bytes) } else { Self::parse_json(bytes) }
    }

    fn parse_json(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let value = strict_json::parse(bytes)?;
        objects_only(&value)?;
        let wire: Wire = serde_json::from_value(value).map_err(|error| shape(error.to_string()))?;
        if wire.v != VERSION {
            return Err(shape(format!("member v is {}", wire.v)));
        }
        Ok(Self {
            leaf: STANDARD.decode(&wire.leaf).map_err(|_| shape("member leaf is not base64"))?,
            index: wire.proof.index,
            hashes: hashes(wire.proof.hashes.iter().map(String::as_str))?,
            checkpoint: wire.proof.checkpoint,
            openings: wire.openings,
            vkey: wire.vkey,
            anchors: wire.anchors,
            previous: wire
                .previous
                .map(|previous| {
                    let hashes = hashes(previous.hashes.iter().map(String::as_str))?;
                    Ok::<_, ReceiptError>(Previous { checkpoint: previous.checkpoint, hashes })
                })
                .transpose()?,
        })
    }

    fn parse_tlog_proof(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let text = std::str::from_utf8(bytes).map_err(|_| shape("not UTF-8"))?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or_else(|| shape("no empty line"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(TLOG_PROOF) {
            return Err(shape("the first line is not tlog-proof@v1"));
        }
        let leaf = lines
            .next()
            .and_then(|line| STANDARD.decode(line.strip_prefix("extra ")?).ok())
            .ok_or_else(|| shape("the leaf does not stand in the extra line"))?;
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .filter(|index| {
                index.bytes().all(|byte| byte.is_ascii_digit()) && (*index == "0" || !index.starts_with('0'))
            })
            .and_then(|index| index.parse().ok())
            .ok_or_else(|| shape("no index line"))?;
        Ok(Self {
            leaf,
            index,
            hashes: hashes(lines)?,
            checkpoint: checkpoint.to_owned(),
            openings: Openings::default(),
            vkey: None,
            anchors: Vec::new(),
            previous: None,
        })
    }
}

impl Openings {
    /// All openings of one document's leaf: salt and DocumentId; salt, digest and size of the package; the same of the
    /// content.
    pub fn new(doc: (Salt, DocumentId), pkg: (Salt, Digest, u64), content: (Salt, Digest, u64)) -> Self {
        let opening = |(salt, sha256, size)| Some(DigestOpening { salt, sha256, size });
        Self { doc: Some(DocumentOpening { salt: doc.0, id: doc.1 }), pkg: opening(pkg), content: opening(content) }
    }

    /// Those whose commitment stands in this leaf; a leaf about the document alone opens nothing else.
    pub fn for_leaf(self, leaf: &Leaf) -> Self {
        let body = leaf.body();
        Self {
            doc: self.doc.filter(|_| body.doc.is_some()),
            pkg: self.pkg.filter(|_| body.pkg.is_some()),
            content: self.content.filter(|_| body.content.is_some()),
        }
    }
}

impl DocumentOpening {
    /// The commitment that this opens.
    pub fn commitment(&self) -> Digest {
        leaf::commit_document(&self.salt, &self.id)
    }
}

/// Our own: a leaf of 4 KiB, 64 hashes, two notes of 64 KiB and room for timestamps.
pub const MAX_BYTES: usize = 1024 * 1024;
const VERSION: u64 = 1;
const TLOG_PROOF: &str = "c2sp.org/tlog-proof@v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    v: u64,
    leaf: String,
    proof: WireProof,
    #[serde(default)]
    openings: Openings,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vkey: Option<String>,
    #[serde(default)]
    anchors: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous: Option<WirePrevious>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireProof {
    index: u64,
    hashes: Vec<String>,
    checkpoint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePrevious {
    checkpoint: String,
    hashes: Vec<String>,
}

/// A structure would be read from a list of its members too; each of these is an object, or absent.
fn objects_only(value: &Value) -> Result<(), ReceiptError> {
    let places = ["", "/proof", "/openings", "/openings/doc", "/openings/pkg", "/openings/content", "/previous"];
    match places.into_iter().find(|place| value.pointer(place).is_some_and(Value::is_array)) {
        Some(place) => Err(shape(format!("a list stands where an object belongs, at {place:?}"))),
        None => Ok(()),
    }
}

fn hashes<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Hash>, ReceiptError> {
    lines.map(|line| Hash::from_base64(line).ok_or_else(|| shape("a hash is not 32 bytes in base64"))).collect()
}

fn shape(detail: impl Into<String>) -> ReceiptError {
    ReceiptError::Shape { detail: detail.into() }
}
