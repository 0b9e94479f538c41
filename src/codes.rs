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
    REQUEST_NO_SUCH_PATH = "request.no_such_path" => 404, retry: no, since: "0.1";
    REQUEST_METHOD = "request.method" => 405, retry: no, since: "0.1";
    REQUEST_MALFORMED = "request.malformed" => 400, retry: no, since: "0.1";
    REQUEST_JSON = "request.json" => 400, retry: no, since: "0.1";
    REQUEST_CONTENT_TYPE = "request.content_type" => 415, retry: no, since: "0.1";
    REQUEST_TOO_LARGE = "request.too_large" => 413, retry: no, since: "0.1";
    REQUEST_QUERY = "request.query" => 400, retry: no, since: "0.1";
    REQUEST_CURSOR = "request.cursor" => 400, retry: no, since: "0.1";
    REQUEST_EMPTY = "request.empty" => 400, retry: no, since: "0.1";
    REQUEST_INCOMPLETE = "request.incomplete" => 400, retry: yes, since: "0.1";
    REQUEST_TIMEOUT = "request.timeout" => 408, retry: yes, since: "0.1";
    REQUEST_DIGEST = "request.digest" => 400, retry: yes, since: "0.1";
    REQUEST_TOO_MANY_UPLOADS = "request.too_many_uploads" => 429, retry: later, since: "0.1";
    REQUEST_TOO_MANY_WAITS = "request.too_many_waits" => 429, retry: later, since: "0.1";
    REQUEST_IDEMPOTENCY_KEY = "request.idempotency_key" => 400, retry: no, since: "0.1";
    REQUEST_TIMESTAMP = "request.timestamp" => 400, retry: no, since: "0.1";

    // ── auth: who asks ──
    AUTH_MISSING = "auth.missing" => 401, retry: no, since: "0.1";
    AUTH_MALFORMED = "auth.malformed" => 401, retry: no, since: "0.1";
    AUTH_UNKNOWN = "auth.unknown" => 401, retry: no, since: "0.1";
    AUTH_REVOKED = "auth.revoked" => 401, retry: no, since: "0.1";
    AUTH_EXPIRED = "auth.expired" => 401, retry: no, since: "0.1";
    AUTH_FOREIGN_PAGE = "auth.foreign_page" => 403, retry: no, since: "0.1";
    AUTH_FORBIDDEN = "auth.forbidden" => 403, retry: no, since: "0.1";

    // People
    SIGN_IN_WRONG = "sign_in.wrong" => 401, retry: no, since: "0.1";
    SIGN_IN_CODE_WRONG = "sign_in.code_wrong" => 401, retry: no, since: "0.1";
    SIGN_IN_WAIT = "sign_in.wait" => 429, retry: later, since: "0.1";
    SIGN_IN_ENDED = "sign_in.ended" => 401, retry: no, since: "0.1";
    SIGN_IN_NOT_KNOWN = "sign_in.not_known" => 403, retry: no, since: "0.1";
    SIGN_IN_PROVIDER = "sign_in.provider" => 502, retry: yes, since: "0.1";
    SIGN_IN_NO_ROLE = "sign_in.no_role" => 403, retry: no, since: "0.1";
    SESSION_ENDED = "session.ended" => 401, retry: no, since: "0.1";
    SESSION_UNKNOWN = "session.unknown" => 404, retry: no, since: "0.1";
    SESSION_SEAT = "session.seat" => 403, retry: no, since: "0.1";
    INVITATION_UNKNOWN = "invitation.unknown" => 404, retry: no, since: "0.1";
    INVITATION_USED = "invitation.used" => 410, retry: no, since: "0.1";
    INVITATION_ENDED = "invitation.ended" => 410, retry: no, since: "0.1";
    PERSON_UNKNOWN = "person.unknown" => 404, retry: no, since: "0.1";
    PERSON_ELSEWHERE = "person.elsewhere" => 409, retry: no, since: "0.1";
    PERSON_SELF = "person.self" => 409, retry: no, since: "0.1";
    PERSON_MAIL = "person.mail" => 422, retry: no, since: "0.1";
    PERSON_NAME = "person.name" => 422, retry: no, since: "0.1";
    PERSON_ROLE = "person.role" => 422, retry: no, since: "0.1";
    PASSWORD_SHORT = "password.short" => 422, retry: no, since: "0.1";
    PASSWORD_LONG = "password.long" => 422, retry: no, since: "0.1";
    PASSWORD_GUESSABLE = "password.guessable" => 422, retry: no, since: "0.1";
    PASSWORD_DIFFERS = "password.differs" => 422, retry: no, since: "0.1";
    PASSWORD_WRONG = "password.wrong" => 403, retry: no, since: "0.1";
    TOTP_CODE_WRONG = "totp.code_wrong" => 422, retry: no, since: "0.1";
    TOTP_NOT_OFFERED = "totp.not_offered" => 409, retry: no, since: "0.1";
    TOTP_REQUIRED = "totp.required" => 409, retry: no, since: "0.1";

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
    XML_NAMESPACE_SIZE = "xml.namespace_size" => 422, retry: no, since: "0.1";
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
    PACKAGE_VERSION = "package.version" => 422, retry: no, since: "0.1";
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
    PACKAGE_NAME_FOREIGN = "package.name_foreign" => 422, retry: no, since: "0.1";
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
    PACKAGE_MIMETYPE_EXTRA = "package.mimetype_extra" => 422, retry: no, since: "0.1";
    PACKAGE_MIMETYPE_DEFLATED = "package.mimetype_deflated" => 422, retry: no, since: "0.1";
    PACKAGE_NO_MANIFEST = "package.no_manifest" => 422, retry: no, since: "0.1";
    PACKAGE_MANIFEST = "package.manifest" => 422, retry: no, since: "0.1";
    PACKAGE_MANIFEST_EXTRA = "package.manifest_extra" => 422, retry: no, since: "0.1";
    PACKAGE_MANIFEST_LACKS = "package.manifest_lacks" => 422, retry: no, since: "0.1";
    PACKAGE_MANIFEST_DUPLICATE = "package.manifest_duplicate" => 422, retry: no, since: "0.1";
    PACKAGE_NOT_EVALUATED = "package.not_evaluated" => 422, retry: no, since: "0.1";
    PACKAGE_IO = "package.io" => 500, retry: later, since: "0.1";

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
    EDXML_UNSEEN_CHARACTER = "edxml.unseen_character" => 422, retry: no, since: "0.2";
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
    SIGNATURE_NONE = "signature.none" => 422, retry: no, since: "0.1";
    SIGNATURE_LEGACY = "signature.legacy" => 422, retry: no, since: "0.1";
    SIGNATURE_POSITION = "signature.position" => 422, retry: no, since: "0.1";
    SIGNATURE_SEVERAL = "signature.several" => 422, retry: no, since: "0.1";
    SIGNATURE_ROOT = "signature.root" => 422, retry: no, since: "0.1";
    SIGNATURE_STRUCTURE = "signature.structure" => 422, retry: no, since: "0.1";
    SIGNATURE_BASE64 = "signature.base64" => 422, retry: no, since: "0.1";
    SIGNATURE_ID_DUPLICATE = "signature.id_duplicate" => 422, retry: no, since: "0.1";
    SIGNATURE_CANONICAL_SIZE = "signature.canonical_size" => 422, retry: no, since: "0.1";
    SIGNATURE_CANONICALIZATION = "signature.canonicalization" => 422, retry: no, since: "0.1";
    SIGNATURE_TRANSFORM = "signature.transform" => 422, retry: no, since: "0.1";
    SIGNATURE_REFERENCE_COUNT = "signature.reference_count" => 422, retry: no, since: "0.1";
    SIGNATURE_REFERENCE_URI = "signature.reference_uri" => 422, retry: no, since: "0.1";
    SIGNATURE_REFERENCE_TYPE = "signature.reference_type" => 422, retry: no, since: "0.1";
    SIGNATURE_DOCUMENT_REFERENCE = "signature.document_reference" => 422, retry: no, since: "0.1";
    SIGNATURE_PROPERTIES_REFERENCE = "signature.properties_reference" => 422, retry: no, since: "0.1";
    SIGNATURE_PROPERTIES_TARGET = "signature.properties_target" => 422, retry: no, since: "0.1";
    SIGNATURE_OBJECT = "signature.object" => 422, retry: no, since: "0.1";
    SIGNATURE_MANIFEST = "signature.manifest" => 422, retry: no, since: "0.1";
    SIGNATURE_RETRIEVAL_METHOD = "signature.retrieval_method" => 422, retry: no, since: "0.1";
    SIGNATURE_KEY_INFO = "signature.key_info" => 422, retry: no, since: "0.1";
    SIGNATURE_KEY_VALUE = "signature.key_value" => 422, retry: no, since: "0.1";
    SIGNATURE_SIGNER_AMBIGUOUS = "signature.signer_ambiguous" => 422, retry: no, since: "0.1";
    SIGNATURE_SIGNING_CERTIFICATE = "signature.signing_certificate" => 422, retry: no, since: "0.1";
    SIGNATURE_SIGNING_CERTIFICATE_MISMATCH = "signature.signing_certificate_mismatch" => 422, retry: no, since: "0.1";
    SIGNATURE_SIGNING_CERTIFICATE_WEAK = "signature.signing_certificate_weak" => 422, retry: no, since: "0.1";
    SIGNATURE_ISSUER_SERIAL = "signature.issuer_serial" => 422, retry: no, since: "0.1";
    SIGNATURE_DIGEST = "signature.digest" => 422, retry: no, since: "0.1";
    SIGNATURE_UNCOVERED_ENTRY = "signature.uncovered_entry" => 422, retry: no, since: "0.1";
    SIGNATURE_COVERED_TWICE = "signature.covered_twice" => 422, retry: no, since: "0.1";
    SIGNATURE_UNKNOWN_ENTRY = "signature.unknown_entry" => 422, retry: no, since: "0.1";
    SIGNATURE_COUNTER_SIGNATURE = "signature.counter_signature" => 422, retry: no, since: "0.1";
    SIGNATURE_NO_SIGNING_CERTIFICATE = "signature.no_signing_certificate" => 422, retry: no, since: "0.1";
    SIGNATURE_KEY_VALUE_IGNORED = "signature.key_value_ignored" => 422, retry: no, since: "0.1";
    SIGNATURE_UNKNOWN_PROPERTY = "signature.unknown_property" => 422, retry: no, since: "0.1";
    SIGNATURE_POLICY_NOT_EVALUATED = "signature.policy_not_evaluated" => 422, retry: no, since: "0.1";
    SIGNATURE_LEADING_SLASH = "signature.leading_slash" => 422, retry: no, since: "0.1";
    SIGNATURE_TRUST_NOT_EVALUATED = "signature.trust_not_evaluated" => 422, retry: no, since: "0.1";
    SIGNATURE_REPORTER_MISMATCH = "signature.reporter_mismatch" => 422, retry: no, since: "0.1";
    PACKAGE_DOCUMENT_MISSING = "package.document_missing" => 422, retry: no, since: "0.1";
    PACKAGE_COURT_RECEIPT = "package.court_receipt" => 200, retry: no, since: "0.2";
    PACKAGE_DOCUMENT_TOO_LARGE = "package.document_too_large" => 422, retry: no, since: "0.1";
    PACKAGE_ENTRY_UNNAMED = "package.entry_unnamed" => 422, retry: no, since: "0.1";
    PACKAGE_ENTRY_NAMED_TWICE = "package.entry_named_twice" => 422, retry: no, since: "0.1";
    PACKAGE_ENTRY_MISSING = "package.entry_missing" => 422, retry: no, since: "0.1";
    PACKAGE_DOCUMENT_SIGNATURE = "package.document_signature" => 422, retry: no, since: "0.1";
    PACKAGE_ATTACHMENT_ENCODED = "package.attachment_encoded" => 422, retry: no, since: "0.1";
    PDF_MALFORMED = "pdf.malformed" => 422, retry: no, since: "0.1";
    PDF_TOO_COMPLEX = "pdf.too_complex" => 422, retry: no, since: "0.1";
    PDF_ENCRYPTED = "pdf.encrypted" => 422, retry: no, since: "0.1";
    PDF_BYTE_RANGE = "pdf.byte_range" => 422, retry: no, since: "0.1";
    PDF_CHANGED_AFTER = "pdf.changed_after" => 422, retry: no, since: "0.1";
    PDF_LOCKED = "pdf.locked" => 422, retry: no, since: "0.1";
    PDF_SIGNATURE = "pdf.signature" => 422, retry: no, since: "0.1";
    PDF_WEAK = "pdf.weak" => 422, retry: no, since: "0.1";
    PDF_CERTIFICATE = "pdf.certificate" => 422, retry: no, since: "0.1";
    PDF_NOT_SIGNED = "pdf.not_signed" => 422, retry: no, since: "0.1";
    PDF_SUB_FILTER = "pdf.sub_filter" => 422, retry: no, since: "0.1";
    SIGNATURE_DIGEST_SHA1 = "signature.digest_sha1" => 422, retry: no, since: "0.1";
    SIGNATURE_DIGEST_MD5 = "signature.digest_md5" => 422, retry: no, since: "0.1";
    SIGNATURE_DIGEST_UNKNOWN = "signature.digest_unknown" => 422, retry: no, since: "0.1";
    SIGNATURE_ALGORITHM_SHA1 = "signature.algorithm_sha1" => 422, retry: no, since: "0.1";
    SIGNATURE_ALGORITHM_MD5 = "signature.algorithm_md5" => 422, retry: no, since: "0.1";
    SIGNATURE_ALGORITHM_HMAC = "signature.algorithm_hmac" => 422, retry: no, since: "0.1";
    SIGNATURE_ALGORITHM_DSA = "signature.algorithm_dsa" => 422, retry: no, since: "0.1";
    SIGNATURE_ALGORITHM_UNKNOWN = "signature.algorithm_unknown" => 422, retry: no, since: "0.1";
    SIGN_KEY_UNREADABLE = "sign.key_unreadable" => 400, retry: no, since: "0.1";
    SIGN_KEY_NOT_OF_CERTIFICATE = "sign.key_not_of_certificate" => 400, retry: no, since: "0.1";
    SIGN_ALREADY_SIGNED = "sign.already_signed" => 400, retry: no, since: "0.1";
    SIGN_NO_HEADER = "sign.no_header" => 400, retry: no, since: "0.1";
    SIGN_PLAIN_IN_CONTAINER = "sign.plain_in_container" => 400, retry: no, since: "0.1";
    SIGN_PLAIN_STAMPED = "sign.plain_stamped" => 400, retry: no, since: "0.1";
    SIGN_NO_REVOCATION_SOURCE = "sign.no_revocation_source" => 400, retry: no, since: "0.1";
    SIGN_PKCS12 = "sign.pkcs12" => 400, retry: no, since: "0.2";
    SIGN_IO = "sign.io" => 500, retry: later, since: "0.1";
    SIGNATURE_KEY_MISMATCH = "signature.key_mismatch" => 422, retry: no, since: "0.1";
    SIGNATURE_VALUE_LENGTH = "signature.value_length" => 422, retry: no, since: "0.1";
    SIGNATURE_VALUE_WRONG = "signature.value" => 422, retry: no, since: "0.1";

    // ── certificate, revocation: the path (SIGNATURES §6) ──
    CERTIFICATE_MALFORMED = "certificate.malformed" => 422, retry: no, since: "0.1";
    CERTIFICATE_EXPIRED = "certificate.expired" => 422, retry: no, since: "0.1";
    CERTIFICATE_NOT_YET_VALID = "certificate.not_yet_valid" => 422, retry: later, since: "0.1";
    CERTIFICATE_UNTRUSTED = "certificate.untrusted" => 422, retry: no, since: "0.1";
    CERTIFICATE_KEY_USAGE = "certificate.key_usage" => 422, retry: no, since: "0.1";
    CERTIFICATE_EXTENDED_KEY_USAGE = "certificate.extended_key_usage" => 422, retry: no, since: "0.1";
    CERTIFICATE_IS_CA = "certificate.is_ca" => 422, retry: no, since: "0.1";
    CERTIFICATE_WEAK_KEY = "certificate.weak_key" => 422, retry: no, since: "0.1";
    CERTIFICATE_WEAK_SIGNATURE = "certificate.weak_signature" => 422, retry: no, since: "0.1";
    CERTIFICATE_KEY_UNSUPPORTED = "certificate.key_unsupported" => 422, retry: no, since: "0.1";
    CERTIFICATE_ISSUER_TIME = "certificate.issuer_time" => 422, retry: no, since: "0.1";
    CERTIFICATE_ISSUER_NOT_CA = "certificate.issuer_not_ca" => 422, retry: no, since: "0.1";
    CERTIFICATE_NAME_CONSTRAINTS = "certificate.name_constraints" => 422, retry: no, since: "0.1";
    CERTIFICATE_CHAIN = "certificate.chain" => 422, retry: no, since: "0.1";
    CERTIFICATE_ANCHOR_NOT_CA = "certificate.anchor_not_ca" => 422, retry: no, since: "0.1";
    REVOCATION_UNKNOWN = "revocation.unknown" => 422, retry: later, since: "0.1";
    REVOCATION_NOT_PUBLISHED = "revocation.not_published" => 422, retry: no, since: "0.1";
    REVOCATION_REVOKED = "revocation.revoked" => 422, retry: no, since: "0.1";
    REVOCATION_ON_HOLD = "revocation.on_hold" => 422, retry: later, since: "0.1";
    REVOCATION_ANSWER_MALFORMED = "revocation.answer_malformed" => 422, retry: no, since: "0.1";
    REVOCATION_ANSWER_REFUSED = "revocation.answer_refused" => 503, retry: later, since: "0.1";
    REVOCATION_ANSWER_OTHER = "revocation.answer_other" => 422, retry: no, since: "0.1";
    REVOCATION_ANSWER_ISSUER = "revocation.answer_issuer" => 422, retry: no, since: "0.1";
    REVOCATION_ANSWER_SIGNATURE = "revocation.answer_signature" => 422, retry: no, since: "0.1";
    REVOCATION_ANSWER_WEAK = "revocation.answer_weak" => 422, retry: no, since: "0.1";
    REVOCATION_ANSWER_UNSUPPORTED = "revocation.answer_unsupported" => 422, retry: no, since: "0.1";
    REVOCATION_ANSWER_FUTURE = "revocation.answer_future" => 422, retry: later, since: "0.1";
    REVOCATION_ANSWER_STALE = "revocation.answer_stale" => 422, retry: later, since: "0.1";
    REVOCATION_ANSWER_NONCE = "revocation.answer_nonce" => 422, retry: later, since: "0.1";
    EGRESS_URL = "egress.url" => 400, retry: no, since: "0.1";
    EGRESS_HOST_NOT_ALLOWED = "egress.host_not_allowed" => 403, retry: no, since: "0.1";
    EGRESS_PRIVATE_ADDRESS = "egress.private_address" => 403, retry: no, since: "0.1";
    EGRESS_UNREACHABLE = "egress.unreachable" => 502, retry: later, since: "0.1";
    EGRESS_TIMEOUT = "egress.timeout" => 504, retry: later, since: "0.1";
    EGRESS_TOO_LONG = "egress.too_long" => 502, retry: no, since: "0.1";
    EGRESS_STATUS = "egress.status" => 502, retry: later, since: "0.1";
    EGRESS_LEFT_ALONE = "egress.left_alone" => 503, retry: later, since: "0.1";
    TIMESTAMP_MALFORMED = "timestamp.malformed" => 422, retry: no, since: "0.1";
    TIMESTAMP_IMPRINT = "timestamp.imprint" => 422, retry: no, since: "0.1";
    TIMESTAMP_WEAK = "timestamp.weak" => 422, retry: no, since: "0.1";
    TIMESTAMP_SIGNATURE = "timestamp.signature" => 422, retry: no, since: "0.1";
    TIMESTAMP_CERTIFICATE = "timestamp.certificate" => 422, retry: no, since: "0.1";
    TIMESTAMP_PURPOSE = "timestamp.purpose" => 422, retry: no, since: "0.1";
    TIMESTAMP_UNTRUSTED = "timestamp.untrusted" => 422, retry: no, since: "0.1";
    TIMESTAMP_REVOKED = "timestamp.revoked" => 422, retry: no, since: "0.1";
    TIMESTAMP_FUTURE = "timestamp.future" => 422, retry: later, since: "0.1";
    TIMESTAMP_ORDER = "timestamp.order" => 422, retry: no, since: "0.1";
    TIMESTAMP_POLICY = "timestamp.policy" => 422, retry: no, since: "0.1";
    TIMESTAMP_REVOCATION_UNKNOWN = "timestamp.revocation_unknown" => 422, retry: later, since: "0.1";
    TIMESTAMP_NONCE = "timestamp.nonce" => 502, retry: later, since: "0.1";
    TIMESTAMP_REFUSED = "timestamp.refused" => 502, retry: later, since: "0.1";
    TIMESTAMP_OLD_IDENTIFIER = "timestamp.old_identifier" => 200, retry: no, since: "0.1";
    TIMESTAMP_ARCHIVE = "timestamp.archive_not_evaluated" => 200, retry: no, since: "0.1";

    // ── binding: which agency signed (SIGNATURES §7) ──
    BINDING_NOT_BOUND = "binding.not_bound" => 422, retry: no, since: "0.1";
    BINDING_OTHER_AGENCY = "binding.other_agency" => 422, retry: no, since: "0.1";
    BINDING_EXPIRED = "binding.expired" => 422, retry: no, since: "0.1";
    BINDING_AMBIGUOUS = "binding.ambiguous" => 422, retry: no, since: "0.1";
    BINDING_AGENCY_CLOSED = "binding.agency_closed" => 422, retry: no, since: "0.1";

    // ── document, agency, acknowledgement: the exchange ──
    ACKNOWLEDGEMENT_REASON_MISSING = "acknowledgement.reason_missing" => 422, retry: no, since: "0.1";
    ACKNOWLEDGEMENT_REASON_TOO_LONG = "acknowledgement.reason_too_long" => 422, retry: no, since: "0.1";
    ACKNOWLEDGEMENT_PROTEST = "acknowledgement.protest" => 200, retry: no, since: "0.1";
    ACKNOWLEDGEMENT_CONTRADICTION = "acknowledgement.contradiction" => 200, retry: no, since: "0.1";
    DELIVERY_CONTRADICTION = "delivery.contradiction" => 200, retry: no, since: "0.1";
    DECLARATION_PERIOD = "declaration.period" => 422, retry: no, since: "0.1";
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
    DIRECTORY_FILE = "directory.file" => 422, retry: no, since: "0.1";
    DIRECTORY_HEADER = "directory.header" => 422, retry: no, since: "0.1";
    DIRECTORY_VALUE = "directory.value" => 422, retry: no, since: "0.1";
    DIRECTORY_TWICE = "directory.twice" => 422, retry: no, since: "0.1";
    AGENCY_SUSPENDED = "agency.suspended" => 422, retry: later, since: "0.1";
    AGENCY_PARENT_UNKNOWN = "agency.parent_unknown" => 422, retry: no, since: "0.1";
    AGENCY_PARENT_CYCLE = "agency.parent_cycle" => 422, retry: no, since: "0.1";
    AGENCY_LEVEL = "agency.level" => 422, retry: no, since: "0.1";
    AGENCY_GROUP_UNKNOWN = "agency.group_unknown" => 404, retry: no, since: "0.1";
    AGENCY_GROUP_NAME = "agency.group_name" => 422, retry: no, since: "0.1";
    AGENCY_SUBSTITUTE = "agency.substitute" => 422, retry: no, since: "0.1";
    AGENCY_SUCCESSOR_CIRCLE = "agency.successor_circle" => 422, retry: no, since: "0.1";
    ACKNOWLEDGEMENT_UNKNOWN_CODE = "acknowledgement.unknown_code" => 422, retry: no, since: "0.1";
    ACKNOWLEDGEMENT_SENDER_ONLY = "acknowledgement.sender_only" => 422, retry: no, since: "0.1";
    BUSINESS_REQUEST_OPEN = "business.request_open" => 409, retry: later, since: "0.1";
    BUSINESS_ENDED = "business.ended" => 409, retry: no, since: "0.1";
    BUSINESS_RETURNED = "business.returned" => 409, retry: no, since: "0.1";
    BUSINESS_TARGET_UNKNOWN = "business.target_unknown" => 422, retry: no, since: "0.1";
    BUSINESS_NOT_ISSUER = "business.not_issuer" => 403, retry: no, since: "0.1";
    BUSINESS_RECEIVER_NOT_OF_TARGET = "business.receiver_not_of_target" => 422, retry: no, since: "0.1";
    BUSINESS_RECEIVER_MISSING = "business.receiver_missing" => 422, retry: no, since: "0.1";
    BUSINESS_RECEIVER_TYPE = "business.receiver_type" => 422, retry: no, since: "0.1";
    BUSINESS_NOTHING_TO_CHANGE = "business.nothing_to_change" => 409, retry: no, since: "0.1";
    BUSINESS_SELF = "business.self" => 422, retry: no, since: "0.1";
    BUSINESS_ALREADY_HELD = "business.already_held" => 422, retry: no, since: "0.1";
    BUSINESS_REASON_MISSING = "business.reason_missing" => 422, retry: no, since: "0.1";
    DELIVERY_WITHDRAWN = "delivery.withdrawn" => 410, retry: no, since: "0.1";
    DELIVERY_WITHHELD = "delivery.withheld" => 410, retry: no, since: "0.1";
    CONTENT_NO_ORIGIN = "content.no_origin" => 503, retry: no, since: "0.1";
    CONTENT_LINK_OVER = "content.link_over" => 404, retry: no, since: "0.1";
    CONTENT_NO_SUCH_ATTACHMENT = "content.no_such_attachment" => 404, retry: no, since: "0.1";
    REGISTER_NUMBER_TAKEN = "register.number_taken" => 409, retry: no, since: "0.1";
    REGISTER_NUMBER_FORM = "register.number_form" => 422, retry: no, since: "0.1";
    REGISTER_CHANGED = "register.changed" => 409, retry: no, since: "0.1";
    DELIVERY_ILLEGAL_TRANSITION = "delivery.illegal_transition" => 409, retry: no, since: "0.1";

    // ── signing: a document built here, signed elsewhere ──
    SIGNING_UNKNOWN = "signing.unknown" => 404, retry: no, since: "0.2";
    SIGNING_EXPIRED = "signing.expired" => 410, retry: no, since: "0.2";
    SIGNING_TRIES_SPENT = "signing.tries_spent" => 410, retry: no, since: "0.2";
    SIGNING_COMPLETED = "signing.completed" => 409, retry: no, since: "0.2";
    SIGNING_OTHER_AGENCY = "signing.other_agency" => 403, retry: no, since: "0.2";
    SIGNING_TOO_MANY = "signing.too_many" => 429, retry: later, since: "0.2";

    // ── agent: the signing program on a clerk's machine ──
    AGENT_NO_TERMINAL = "agent.no_terminal" => 400, retry: no, since: "0.2";
    AGENT_NO_KEY = "agent.no_key" => 400, retry: no, since: "0.2";
    AGENT_HUB_URL = "agent.hub_url" => 400, retry: no, since: "0.2";
    AGENT_CANNOT_LISTEN = "agent.cannot_listen" => 500, retry: later, since: "0.2";
    AGENT_HOST = "agent.host" => 421, retry: no, since: "0.2";
    AGENT_ORIGIN = "agent.origin" => 403, retry: no, since: "0.2";
    AGENT_NOT_PAIRED = "agent.not_paired" => 401, retry: no, since: "0.2";
    AGENT_PAIRING_CODE = "agent.pairing_code" => 403, retry: no, since: "0.2";
    AGENT_PAIRING_OVER = "agent.pairing_over" => 410, retry: no, since: "0.2";
    AGENT_PAIRINGS_FILE = "agent.pairings_file" => 500, retry: no, since: "0.2";
    AGENT_NOT_THERE = "agent.not_there" => 404, retry: no, since: "0.2";
    AGENT_BUSY = "agent.busy" => 409, retry: later, since: "0.2";
    AGENT_REQUEST_ID = "agent.request_id" => 422, retry: no, since: "0.2";
    AGENT_REPLAYED = "agent.replayed" => 409, retry: no, since: "0.2";
    AGENT_SIGNING_TIME = "agent.signing_time" => 422, retry: no, since: "0.2";
    AGENT_DOCUMENT = "agent.document" => 422, retry: no, since: "0.2";
    AGENT_REFUSED = "agent.refused" => 403, retry: no, since: "0.2";
    AGENT_NO_ANSWER = "agent.no_answer" => 408, retry: yes, since: "0.2";
    AGENT_KEY_FILE = "agent.key_file" => 422, retry: no, since: "0.2";
    AGENT_PASSWORD_WRONG = "agent.password_wrong" => 403, retry: no, since: "0.2";
    AGENT_PIN_WRONG = "agent.pin_wrong" => 403, retry: no, since: "0.2";
    AGENT_PIN_LOCKED = "agent.pin_locked" => 403, retry: no, since: "0.2";
    AGENT_MODULE = "agent.module" => 400, retry: no, since: "0.2";
    AGENT_TOKEN_ABSENT = "agent.token_absent" => 503, retry: later, since: "0.2";
    AGENT_TOKEN_KEY = "agent.token_key" => 400, retry: no, since: "0.2";
    AGENT_TOKEN_FAILED = "agent.token_failed" => 503, retry: later, since: "0.2";

    // ── evidence: receipts, proofs ──
    LOG_NO_SUCH_TILE = "log.no_such_tile" => 404, retry: later, since: "0.1";
    LOG_NO_CHECKPOINT = "log.no_checkpoint" => 404, retry: later, since: "0.1";
    EVIDENCE_NO_RECEIPT = "evidence.no_receipt" => 500, retry: later, since: "0.1";
    EVIDENCE_RECEIPT_FORM = "evidence.receipt_form" => 422, retry: no, since: "0.1";
    EVIDENCE_NONE_INSIDE = "evidence.none_inside" => 422, retry: no, since: "0.2";
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
    SEAL_NONE = "seal.none" => 409, retry: no, since: "0.2";
    SEAL_UNUSABLE = "seal.unusable" => 500, retry: later, since: "0.2";
    EVIDENCE_VKEY = "evidence.vkey" => 422, retry: no, since: "0.1";
    EVIDENCE_KEY_FILE = "evidence.key_file" => 500, retry: later, since: "0.1";

    // ── store, payload ──
    SYSTEM_REVOKED = "system.revoked" => 401, retry: no, since: "0.1";
    SYSTEM_UNKNOWN = "system.unknown" => 404, retry: no, since: "0.1";
    PAYLOAD_OBJECT_STALE = "payload.object_stale" => 409, retry: yes, since: "0.1";
    PAYLOAD_UNREADABLE = "payload.unreadable" => 500, retry: later, since: "0.1";
    PAYLOAD_TOO_LARGE = "payload.too_large" => 413, retry: no, since: "0.1";
    PAYLOAD_RANGE_OUTSIDE = "payload.range_outside" => 416, retry: no, since: "0.1";

    UPLOAD_TOO_MUCH = "upload.too_much" => 409, retry: later, since: "0.1";
    UPLOAD_UNKNOWN = "upload.unknown" => 404, retry: no, since: "0.1";
    UPLOAD_BUSY = "upload.busy" => 409, retry: later, since: "0.1";
    UPLOAD_ELSEWHERE = "upload.elsewhere" => 409, retry: no, since: "0.1";
    UPLOAD_UNFINISHED = "upload.unfinished" => 409, retry: later, since: "0.1";
    DRAFT_UNKNOWN = "draft.unknown" => 404, retry: no, since: "0.2";
    DRAFT_STALE = "draft.stale" => 409, retry: no, since: "0.2";
    DRAFT_CHANGED = "draft.changed" => 409, retry: no, since: "0.2";
    DRAFT_SENDING = "draft.sending" => 409, retry: later, since: "0.2";
    DRAFT_SENT = "draft.sent" => 409, retry: no, since: "0.2";
    DRAFT_TOO_MANY = "draft.too_many" => 409, retry: later, since: "0.2";
    DRAFT_CONTENT_FIXED = "draft.content_fixed" => 409, retry: no, since: "0.2";
    DRAFT_FILE_EMPTY = "draft.file_empty" => 422, retry: no, since: "0.2";
    DRAFT_TOO_LARGE = "draft.too_large" => 413, retry: no, since: "0.2";
    DRAFT_NUMBER_FORM = "draft.number_form" => 422, retry: no, since: "0.2";
    DRAFT_NUMBER_UNUSUAL = "draft.number_unusual" => 200, retry: no, since: "0.2";
    STORE_BINDING_UNKNOWN = "store.binding_unknown" => 404, retry: no, since: "0.1";
    STORE_ID_TAKEN = "store.id_taken" => 409, retry: no, since: "0.1";
    STORE_LEASE_LOST = "store.lease_lost" => 409, retry: no, since: "0.1";
    STORE_UNAVAILABLE = "store.unavailable" => 503, retry: later, since: "0.1";
    STORE_OUTCOME_UNKNOWN = "store.outcome_unknown" => 503, retry: later, since: "0.1";
    STORE_DISK_FULL = "store.disk_full" => 507, retry: later, since: "0.1";
    STORE_FAILED = "store.failed" => 500, retry: later, since: "0.1";

    // ── calendar: working days ──
    CALENDAR_SHEET = "calendar.sheet" => 422, retry: no, since: "0.1";
    CALENDAR_NO_TABLE = "calendar.no_table" => 404, retry: no, since: "0.1";
    CALENDAR_MOVED = "calendar.moved" => 409, retry: yes, since: "0.1";

    // ── mail, delivery ──
    NOTICE_TOLD_TODAY = "notice.told_today" => 409, retry: later, since: "0.1";
    NOTICE_NO_MAIL = "notice.no_mail" => 409, retry: no, since: "0.1";
    MAIL_REFUSED = "mail.refused" => 502, retry: no, since: "0.1";
    MAIL_ADDRESS = "mail.address" => 422, retry: no, since: "0.1";
    MAIL_GIVEN_UP = "mail.given_up" => 502, retry: later, since: "0.1";
    MAIL_NO_LETTER = "mail.no_letter" => 500, retry: no, since: "0.1";

    // ── webhook ──
    WEBHOOK_URL = "webhook.url" => 422, retry: no, since: "0.1";
    WEBHOOK_HOST = "webhook.host" => 403, retry: no, since: "0.1";
    WEBHOOK_TOO_MANY = "webhook.too_many" => 409, retry: no, since: "0.1";
    WEBHOOK_NOT_FOUND = "webhook.not_found" => 404, retry: no, since: "0.1";
    WEBHOOK_GIVEN_UP = "webhook.given_up" => 502, retry: later, since: "0.1";

    // ── config, cli ──
    CLI_USAGE = "cli.usage" => 400, retry: no, since: "0.1";
    CLI_UNREADABLE = "cli.unreadable" => 400, retry: no, since: "0.1";
    CLI_UNWRITABLE = "cli.unwritable" => 500, retry: later, since: "0.1";
    CLI_HUB_UNREACHABLE = "cli.hub_unreachable" => 503, retry: later, since: "0.1";
    CLI_UNEXPECTED_ANSWER = "cli.unexpected_answer" => 502, retry: no, since: "0.1";
    CLI_DOWNLOAD_DIGEST = "cli.download_digest" => 502, retry: yes, since: "0.1";
    CLI_OTHER_AGENCY = "cli.other_agency" => 403, retry: no, since: "0.1";
    CONFIG_CANNOT_LISTEN = "config.cannot_listen" => 500, retry: no, since: "0.1";
    CONFIG_UNREADABLE = "config.unreadable" => 500, retry: no, since: "0.1";
    CONFIG_SYNTAX = "config.syntax" => 500, retry: no, since: "0.1";
    CONFIG_UNKNOWN_KEY = "config.unknown_key" => 500, retry: no, since: "0.1";
    CONFIG_INVALID_VALUE = "config.invalid_value" => 500, retry: no, since: "0.1";
    CONFIG_MISSING_VALUE = "config.missing_value" => 500, retry: no, since: "0.1";
    CONFIG_OPS_EXPOSED = "config.ops_exposed" => 500, retry: no, since: "0.1";
    CONFIG_SECRET_INLINE = "config.secret_inline" => 500, retry: no, since: "0.1";
    CONFIG_SECRET_UNREADABLE = "config.secret_unreadable" => 500, retry: no, since: "0.1";
    CONFIG_SECRET_EMPTY = "config.secret_empty" => 500, retry: no, since: "0.1";
    CONFIG_MAIL_PASSWORD_EXPOSED = "config.mail_password_exposed" => 500, retry: no, since: "0.1";
    HUB_READ_ONLY = "hub.read_only" => 503, retry: later, since: "0.2";
    HUB_REASON_MISSING = "hub.reason_missing" => 422, retry: no, since: "0.2";
    HUB_SECRET_SHOWN = "hub.secret_shown" => 410, retry: no, since: "0.2";
    HUB_UPLOAD_GONE = "hub.upload_gone" => 410, retry: no, since: "0.2";
    HUB_DEAD_LETTER_GONE = "hub.dead_letter_gone" => 404, retry: no, since: "0.2";
    INTERNAL = "hub.internal" => 500, retry: later, since: "0.1";
}
