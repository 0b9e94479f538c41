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
    XML_NOT_UTF8 = "xml.not_utf8" => 422, retry: no, since: "0.1";
    XML_ENCODING = "xml.encoding" => 422, retry: no, since: "0.1";
    XML_VERSION = "xml.version" => 422, retry: no, since: "0.1";
    XML_DTD = "xml.dtd" => 422, retry: no, since: "0.1";
    XML_COMMENT = "xml.comment" => 422, retry: no, since: "0.1";
    XML_PROCESSING_INSTRUCTION = "xml.processing_instruction" => 422, retry: no, since: "0.1";
    XML_LEADING = "xml.leading" => 422, retry: no, since: "0.1";
    XML_TRAILING = "xml.trailing" => 422, retry: no, since: "0.1";
    XML_EMPTY = "xml.empty" => 422, retry: no, since: "0.1";
    XML_TRUNCATED = "xml.truncated" => 422, retry: no, since: "0.1";
    XML_CHARACTER = "xml.character" => 422, retry: no, since: "0.1";
    XML_NAME = "xml.name" => 422, retry: no, since: "0.1";
    XML_TAG_MISMATCH = "xml.tag_mismatch" => 422, retry: no, since: "0.1";
    XML_NOT_WELL_FORMED = "xml.not_well_formed" => 422, retry: no, since: "0.1";
    XML_ENTITY = "xml.entity" => 422, retry: no, since: "0.1";
    XML_REFERENCE = "xml.reference" => 422, retry: no, since: "0.1";
    XML_UNBOUND_PREFIX = "xml.unbound_prefix" => 422, retry: no, since: "0.1";
    XML_NAMESPACE = "xml.namespace" => 422, retry: no, since: "0.1";
    XML_DUPLICATE_ATTRIBUTE = "xml.duplicate_attribute" => 422, retry: no, since: "0.1";
    XML_DEPTH = "xml.depth" => 422, retry: no, since: "0.1";
    XML_ATTRIBUTE_COUNT = "xml.attribute_count" => 422, retry: no, since: "0.1";
    XML_NAMESPACE_COUNT = "xml.namespace_count" => 422, retry: no, since: "0.1";
    XML_TAG_SIZE = "xml.tag_size" => 422, retry: no, since: "0.1";
    XML_SUBTREE_SIZE = "xml.subtree_size" => 422, retry: no, since: "0.1";

    // ── package: containers (SIGNATURES §5) ──

    // ── edxml: the wire format ──
    EDXML_NOT_EDXML = "edxml.not_edxml" => 422, retry: no, since: "0.1";
    EDXML_MISSING = "edxml.missing" => 422, retry: no, since: "0.1";
    EDXML_TOO_LONG = "edxml.too_long" => 422, retry: no, since: "0.1";
    EDXML_BAD_DATE = "edxml.bad_date" => 422, retry: no, since: "0.1";
    EDXML_FOREIGN_DATE = "edxml.foreign_date" => 422, retry: no, since: "0.1";
    EDXML_FUTURE_DATE = "edxml.future_date" => 422, retry: no, since: "0.1";
    EDXML_BAD_NUMBER = "edxml.bad_number" => 422, retry: no, since: "0.1";
    EDXML_BAD_BOOLEAN = "edxml.bad_boolean" => 422, retry: no, since: "0.1";
    EDXML_UNKNOWN_VALUE = "edxml.unknown_value" => 422, retry: no, since: "0.1";
    EDXML_SURROUNDING_SPACE = "edxml.surrounding_space" => 422, retry: no, since: "0.1";
    EDXML_NO_RECEIVER = "edxml.no_receiver" => 422, retry: no, since: "0.1";
    EDXML_DUPLICATE_RECEIVER = "edxml.duplicate_receiver" => 422, retry: no, since: "0.1";
    EDXML_BAD_STATUS_CODE = "edxml.bad_status_code" => 422, retry: no, since: "0.1";
    EDXML_AMBIGUOUS = "edxml.ambiguous" => 422, retry: no, since: "0.1";
    EDXML_UNEXPECTED_CONTENT = "edxml.unexpected_content" => 422, retry: no, since: "0.1";
    EDXML_ANONYMOUS_TRACE = "edxml.anonymous_trace" => 422, retry: no, since: "0.1";
    EDXML_ATTACHMENT_MISMATCH = "edxml.attachment_mismatch" => 422, retry: no, since: "0.1";
    EDXML_DUPLICATE_CONTENT_ID = "edxml.duplicate_content_id" => 422, retry: no, since: "0.1";
    EDXML_TOO_MANY_ATTACHMENTS = "edxml.too_many_attachments" => 422, retry: no, since: "0.1";
    EDXML_BAD_BASE64 = "edxml.bad_base64" => 422, retry: no, since: "0.1";
    EDXML_BAD_ZIP = "edxml.bad_zip" => 422, retry: no, since: "0.1";
    EDXML_ZIP_ENTRIES = "edxml.zip_entries" => 422, retry: no, since: "0.1";
    EDXML_ZIP_NAME = "edxml.zip_name" => 422, retry: no, since: "0.1";
    EDXML_ZIP_METHOD = "edxml.zip_method" => 422, retry: no, since: "0.1";
    EDXML_ZIP_TOO_LARGE = "edxml.zip_too_large" => 413, retry: no, since: "0.1";
    EDXML_ZIP_CHECKSUM = "edxml.zip_checksum" => 422, retry: no, since: "0.1";
    EDXML_UNWRITABLE = "edxml.unwritable" => 422, retry: no, since: "0.1";

    // ── signature: XMLDSig, XAdES, algorithms (SIGNATURES §2–4) ──

    // ── certificate, revocation: the path (SIGNATURES §6) ──

    // ── binding: which agency signed (SIGNATURES §7) ──

    // ── document, agency, acknowledgement: the exchange ──

    // ── evidence: receipts, proofs ──

    // ── store, payload ──

    // ── mail, delivery ──

    // ── config, cli ──
    INTERNAL = "hub.internal" => 500, retry: later, since: "0.1";
}
