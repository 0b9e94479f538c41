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
    PACKAGE_EMPTY = "package.empty" => 422, retry: no, since: "0.1";
    PACKAGE_UNKNOWN_FORMAT = "package.unknown_format" => 422, retry: no, since: "0.1";
    PACKAGE_NOT_ZIP = "package.not_zip" => 422, retry: no, since: "0.1";
    PACKAGE_TOO_BIG = "package.too_big" => 413, retry: no, since: "0.1";
    PACKAGE_TRUNCATED = "package.truncated" => 422, retry: no, since: "0.1";
    PACKAGE_PREFIX_BYTES = "package.prefix_bytes" => 422, retry: no, since: "0.1";
    PACKAGE_SUFFIX_BYTES = "package.suffix_bytes" => 422, retry: no, since: "0.1";
    PACKAGE_SEVERAL_ENDS = "package.several_ends" => 422, retry: no, since: "0.1";
    PACKAGE_COMMENT = "package.comment" => 422, retry: no, since: "0.1";
    PACKAGE_MULTI_DISK = "package.multi_disk" => 422, retry: no, since: "0.1";
    PACKAGE_ZIP64 = "package.zip64" => 422, retry: no, since: "0.1";
    PACKAGE_NO_ENTRIES = "package.no_entries" => 422, retry: no, since: "0.1";
    PACKAGE_TOO_MANY_ENTRIES = "package.too_many_entries" => 422, retry: no, since: "0.1";
    PACKAGE_ENTRY_COUNT = "package.entry_count" => 422, retry: no, since: "0.1";
    PACKAGE_CENTRAL_DIRECTORY = "package.central_directory" => 422, retry: no, since: "0.1";
    PACKAGE_CENTRAL_DIRECTORY_TOO_BIG = "package.central_directory_too_big" => 422, retry: no, since: "0.1";
    PACKAGE_LOCAL_HEADER = "package.local_header" => 422, retry: no, since: "0.1";
    PACKAGE_LOCAL_HEADER_MISMATCH = "package.local_header_mismatch" => 422, retry: no, since: "0.1";
    PACKAGE_OVERLAP = "package.overlap" => 422, retry: no, since: "0.1";
    PACKAGE_GAP = "package.gap" => 422, retry: no, since: "0.1";
    PACKAGE_DESCRIPTOR = "package.descriptor" => 422, retry: no, since: "0.1";
    PACKAGE_ENCRYPTED = "package.encrypted" => 422, retry: no, since: "0.1";
    PACKAGE_FLAGS = "package.flags" => 422, retry: no, since: "0.1";
    PACKAGE_METHOD = "package.method" => 422, retry: no, since: "0.1";
    PACKAGE_SYMLINK = "package.symlink" => 422, retry: no, since: "0.1";
    PACKAGE_FILE_TYPE = "package.file_type" => 422, retry: no, since: "0.1";
    PACKAGE_EXTRA_FIELD = "package.extra_field" => 422, retry: no, since: "0.1";
    PACKAGE_UNICODE_PATH = "package.unicode_path" => 422, retry: no, since: "0.1";
    PACKAGE_CRC = "package.crc" => 422, retry: no, since: "0.1";
    PACKAGE_SIZE = "package.size" => 422, retry: no, since: "0.1";
    PACKAGE_DEFLATE = "package.deflate" => 422, retry: no, since: "0.1";
    PACKAGE_DEFLATE_END = "package.deflate_end" => 422, retry: no, since: "0.1";
    PACKAGE_RATIO = "package.ratio" => 422, retry: no, since: "0.1";
    PACKAGE_INFLATED_TOO_BIG = "package.inflated_too_big" => 413, retry: no, since: "0.1";
    PACKAGE_NAME_EMPTY = "package.name_empty" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_TOO_LONG = "package.name_too_long" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_ABSOLUTE = "package.name_absolute" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_COMPONENT = "package.name_component" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_COLON = "package.name_colon" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_BACKSLASH = "package.name_backslash" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_CONTROL = "package.name_control" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_INVISIBLE = "package.name_invisible" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_TRAILING = "package.name_trailing" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_ENCODING = "package.name_encoding" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_RESERVED = "package.name_reserved" => 422, retry: no, since: "0.1";
    PACKAGE_DUPLICATE_NAME = "package.duplicate_name" => 422, retry: no, since: "0.1";
    PACKAGE_NAME_COLLISION = "package.name_collision" => 422, retry: no, since: "0.1";
    PACKAGE_DIRECTORY_ENTRY = "package.directory_entry" => 422, retry: no, since: "0.1";
    PACKAGE_DIRECTORY_CONTENT = "package.directory_content" => 422, retry: no, since: "0.1";
    PACKAGE_NO_MIMETYPE = "package.no_mimetype" => 422, retry: no, since: "0.1";
    PACKAGE_MIMETYPE_CONTENT = "package.mimetype_content" => 422, retry: no, since: "0.1";
    PACKAGE_MIMETYPE_PLACE = "package.mimetype_place" => 422, retry: no, since: "0.1";
    PACKAGE_MIMETYPE_DEFLATED = "package.mimetype_deflated" => 422, retry: no, since: "0.1";
    PACKAGE_NO_MANIFEST = "package.no_manifest" => 422, retry: no, since: "0.1";
    PACKAGE_MANIFEST = "package.manifest" => 422, retry: no, since: "0.1";
    PACKAGE_MANIFEST_EXTRA = "package.manifest_extra" => 422, retry: no, since: "0.1";
    PACKAGE_MANIFEST_LACKS = "package.manifest_lacks" => 422, retry: no, since: "0.1";
    PACKAGE_MANIFEST_DUPLICATE = "package.manifest_duplicate" => 422, retry: no, since: "0.1";
    PACKAGE_NOT_EVALUATED = "package.not_evaluated" => 422, retry: no, since: "0.1";
    PACKAGE_IO = "package.io" => 500, retry: later, since: "0.1";

    // ── edxml: the wire format ──

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
