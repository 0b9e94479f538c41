//! The one registry of codes. Every refusal, warning and failure that leaves the house bears one of these, in API,
//! CLI, log and evidence alike. A code is public and stable; a retired one stays in the list, marked.
//!
//! Texts lie in `i18n/{vi,en}.ftl` as `error-<area>-<name>` with the attributes `.title` and `.remedy`; a test
//! compares the two lists.

use std::fmt;

use serde::{Deserialize, Serialize};

/// May the same request be sent again?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// The same bytes will be refused again.
    No,
    /// The same request may pass at once.
    Yes,
    /// The same request may pass after a while.
    Later,
}

/// One line of the registry.
#[derive(Debug, PartialEq, Eq)]
pub struct Info {
    /// `area.snake_case`.
    pub code: &'static str,
    /// The HTTP status that a problem document with this code bears.
    pub status: u16,
    /// Whether a repeat can help.
    pub retry: Retry,
    /// The version that introduced it.
    pub since: &'static str,
}

/// A code of the registry; no other can be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code(&'static Info);

impl Code {
    /// The code of that name.
    pub fn lookup(name: &str) -> Option<Self> {
        REGISTRY.iter().find(|info| info.code == name).map(Self)
    }

    /// `area.snake_case`.
    pub fn name(self) -> &'static str {
        self.0.code
    }

    /// The whole line of the registry.
    pub fn info(self) -> &'static Info {
        self.0
    }

    /// The Fluent message that holds its title and remedy.
    pub fn message_id(self) -> String {
        format!("error-{}", self.0.code.replace('.', "-"))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::lookup(&name).ok_or_else(|| serde::de::Error::custom(format!("unknown code {name}")))
    }
}

/// Every code there is, in the order of the rooms.
pub fn all() -> impl Iterator<Item = Code> {
    REGISTRY.iter().map(Code)
}

macro_rules! codes {
    (@retry no) => { Retry::No };
    (@retry yes) => { Retry::Yes };
    (@retry later) => { Retry::Later };
    ($($name:ident = $code:literal => $status:literal, retry: $retry:ident, since: $since:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`")]
            pub const $name: Code = Code(&Info { code: $code, status: $status, retry: codes!(@retry $retry), since: $since });
        )*
        static REGISTRY: &[Info] = &[
            $(Info { code: $code, status: $status, retry: codes!(@retry $retry), since: $since },)*
        ];
    };
}

codes! {
    // ── request: the HTTP edge ──

    // ── auth: who asks ──

    // ── xml: the strict reader (SIGNATURES §1) ──

    // ── package: containers (SIGNATURES §5) ──

    // ── edxml: the wire format ──

    // ── signature: XMLDSig, XAdES, algorithms (SIGNATURES §2–4) ──

    // ── certificate, revocation: the path (SIGNATURES §6) ──

    // ── binding: which agency signed (SIGNATURES §7) ──

    // ── document, agency, acknowledgement: the exchange ──
    DOCUMENT_ID_REUSED = "document.id_reused" => 409, retry: no, since: "0.1";
    DOCUMENT_NOT_FOUND = "document.not_found" => 404, retry: no, since: "0.1";
    DOCUMENT_ATTEMPT_NOT_ALLOWED = "document.attempt_not_allowed" => 409, retry: later, since: "0.1";
    DOCUMENT_RECEIVERS_REFUSED = "document.receivers_refused" => 422, retry: no, since: "0.1";
    DOCUMENT_RECEIVER_TWICE = "document.receiver_twice" => 422, retry: no, since: "0.1";
    IDEMPOTENCY_KEY_REUSED = "idempotency.key_reused" => 422, retry: no, since: "0.1";
    AGENCY_EXISTS = "agency.exists" => 409, retry: no, since: "0.1";
    AGENCY_ALIAS_CYCLE = "agency.alias_cycle" => 422, retry: no, since: "0.1";
    DELIVERY_NOT_FOUND = "delivery.not_found" => 404, retry: no, since: "0.1";
    DELIVERY_DIGEST_MISMATCH = "delivery.digest_mismatch" => 409, retry: yes, since: "0.1";
    DECLARATION_NOT_STANDING = "declaration.not_standing" => 409, retry: no, since: "0.1";
    AGENCY_ORGAN_ID_FORM = "agency.organ_id_form" => 422, retry: no, since: "0.1";
    AGENCY_UNKNOWN = "agency.unknown" => 422, retry: no, since: "0.1";
    AGENCY_CLOSED = "agency.closed" => 422, retry: no, since: "0.1";
    AGENCY_SUCCESSOR_CIRCLE = "agency.successor_circle" => 422, retry: no, since: "0.1";
    ACKNOWLEDGEMENT_UNKNOWN_CODE = "acknowledgement.unknown_code" => 422, retry: no, since: "0.1";
    ACKNOWLEDGEMENT_NOT_YET = "acknowledgement.not_yet" => 422, retry: no, since: "0.1";
    BUSINESS_UNKNOWN_TYPE = "business.unknown_type" => 422, retry: no, since: "0.1";
    BUSINESS_NOT_YET_RECALL = "business.not_yet_recall" => 422, retry: no, since: "0.1";
    BUSINESS_NOT_YET_UPDATE = "business.not_yet_update" => 422, retry: no, since: "0.1";
    BUSINESS_NOT_YET_REPLACE = "business.not_yet_replace" => 422, retry: no, since: "0.1";
    DELIVERY_ILLEGAL_TRANSITION = "delivery.illegal_transition" => 409, retry: no, since: "0.1";

    // ── evidence: receipts, proofs ──
    EVIDENCE_RECEIPT_FORM = "evidence.receipt_form" => 422, retry: no, since: "0.1";
    EVIDENCE_DUPLICATE_KEY = "evidence.duplicate_key" => 422, retry: no, since: "0.1";
    EVIDENCE_LEAF_FORM = "evidence.leaf_form" => 422, retry: no, since: "0.1";
    EVIDENCE_LEAF_NOT_CANONICAL = "evidence.leaf_not_canonical" => 422, retry: no, since: "0.1";
    EVIDENCE_LEAF_TOO_LARGE = "evidence.leaf_too_large" => 422, retry: no, since: "0.1";
    EVIDENCE_CHECKPOINT_FORM = "evidence.checkpoint_form" => 422, retry: no, since: "0.1";
    EVIDENCE_CHECKPOINT_SIGNATURE = "evidence.checkpoint_signature" => 422, retry: no, since: "0.1";
    EVIDENCE_CHECKPOINT_UNSIGNED = "evidence.checkpoint_unsigned" => 422, retry: no, since: "0.1";
    EVIDENCE_NO_KEY = "evidence.no_key" => 422, retry: no, since: "0.1";
    EVIDENCE_ORIGIN = "evidence.origin" => 422, retry: no, since: "0.1";
    EVIDENCE_INDEX = "evidence.index" => 422, retry: no, since: "0.1";
    EVIDENCE_PROOF_LENGTH = "evidence.proof_length" => 422, retry: no, since: "0.1";
    EVIDENCE_PROOF = "evidence.proof" => 422, retry: no, since: "0.1";
    EVIDENCE_INCONSISTENT = "evidence.inconsistent" => 422, retry: no, since: "0.1";
    EVIDENCE_OPENING = "evidence.opening" => 422, retry: no, since: "0.1";
    EVIDENCE_PACKAGE = "evidence.package" => 422, retry: no, since: "0.1";
    EVIDENCE_LOG_ORDER = "evidence.log_order" => 422, retry: no, since: "0.1";
    EVIDENCE_VKEY = "evidence.vkey" => 422, retry: no, since: "0.1";
    EVIDENCE_KEY_FILE = "evidence.key_file" => 500, retry: later, since: "0.1";

    // ── store, payload ──
    SYSTEM_REVOKED = "system.revoked" => 401, retry: no, since: "0.1";
    SYSTEM_UNKNOWN = "system.unknown" => 404, retry: no, since: "0.1";
    PAYLOAD_OBJECT_STALE = "payload.object_stale" => 409, retry: yes, since: "0.1";
    PAYLOAD_UNREADABLE = "payload.unreadable" => 500, retry: later, since: "0.1";
    PAYLOAD_TOO_LARGE = "payload.too_large" => 413, retry: no, since: "0.1";
    PAYLOAD_RANGE_OUTSIDE = "payload.range_outside" => 416, retry: no, since: "0.1";
    STORE_BINDING_UNKNOWN = "store.binding_unknown" => 404, retry: no, since: "0.1";
    STORE_ID_TAKEN = "store.id_taken" => 409, retry: no, since: "0.1";
    STORE_LEASE_LOST = "store.lease_lost" => 409, retry: no, since: "0.1";
    STORE_UNAVAILABLE = "store.unavailable" => 503, retry: later, since: "0.1";
    STORE_OUTCOME_UNKNOWN = "store.outcome_unknown" => 503, retry: later, since: "0.1";
    STORE_DISK_FULL = "store.disk_full" => 507, retry: later, since: "0.1";
    STORE_FAILED = "store.failed" => 500, retry: later, since: "0.1";

    // ── mail, delivery ──

    // ── config, cli ──
    INTERNAL = "hub.internal" => 500, retry: later, since: "0.1";
}
