//! What the reader refuses, and where.

use std::fmt;

use thiserror::Error;

use crate::codes::{self, Code};

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Bytes before it, from the first byte of the file (a byte order mark counts).
    pub offset: u64,
    /// Line, from 1; a line ends at each LF.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
}

impl Position {
    /// The first byte of a file.
    pub const START: Self = Self { offset: 0, line: 1, column: 1 };
}

impl Default for Position {
    fn default() -> Self {
        Self::START
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A file that the reader refuses: what is wrong, and where it begins.
#[derive(Debug, Error)]
#[error("{fault} at {position}")]
pub struct XmlError {
    /// What is wrong.
    pub fault: Fault,
    /// Where the offending construct begins.
    pub position: Position,
}

impl XmlError {
    /// The public code of the fault.
    pub fn code(&self) -> Code {
        self.fault.code()
    }
}

/// What is wrong. Clauses are of XML 1.0 (fifth edition) unless another standard is named.
#[derive(Debug, Error)]
pub enum Fault {
    /// The source could not be read: no statement about the file.
    #[error("source not readable: {0}")]
    Io(#[source] std::io::Error),
    /// Bytes that are not UTF-8 (§4.3.3).
    #[error("bytes are not UTF-8")]
    NotUtf8,
    /// The declaration, or a UTF-16 or UTF-32 byte order mark, names another encoding.
    #[error("encoding {found:?}, expected UTF-8")]
    Encoding {
        /// The encoding named.
        found: String,
    },
    /// `version` is not 1.0.
    #[error("XML version {found:?}, expected 1.0")]
    Version {
        /// The version named.
        found: String,
    },
    /// A document type declaration.
    #[error("document type declaration")]
    Dtd,
    /// A comment.
    #[error("comment")]
    Comment,
    /// A processing instruction.
    #[error("processing instruction {target:?}")]
    ProcessingInstruction {
        /// Its target.
        target: String,
    },
    /// Something stands before the declaration or the root element.
    #[error("content before the root element")]
    Leading,
    /// Something stands after the root element.
    #[error("content after the root element")]
    Trailing,
    /// The file ends before a root element begins.
    #[error("no root element")]
    Empty,
    /// The file ends inside an element or a tag.
    #[error("end of file inside {inside}")]
    Truncated {
        /// What is open: the element's name, or the construct.
        inside: String,
    },
    /// A character outside the production Char (§2.2), literally or by reference.
    #[error("character U+{found:04X} is not allowed")]
    Character {
        /// Its code point.
        found: u32,
    },
    /// A name outside the productions Name (§2.3) or QName (Namespaces §4).
    #[error("{found:?} is not a name")]
    Name {
        /// The name as written.
        found: String,
    },
    /// An end tag of another element.
    #[error("end tag {found:?}, expected {expected:?}")]
    TagMismatch {
        /// The name of the open element.
        expected: String,
        /// The name in the end tag.
        found: String,
    },
    /// Another break of the grammar.
    #[error("not well-formed: {expected}")]
    Syntax {
        /// The rule that is broken.
        expected: &'static str,
    },
    /// A reference to an entity that is none of the five (§4.6).
    #[error("entity {found:?} is not one of amp, lt, gt, apos, quot")]
    Entity {
        /// Its name, cut short if long.
        found: String,
    },
    /// A reference that is no reference: `&` alone, no `;`, no digits (§4.1).
    #[error("malformed reference {found:?}")]
    Reference {
        /// The bytes after `&`, cut short if long.
        found: String,
    },
    /// A prefix without a declaration (Namespaces §5).
    #[error("prefix {prefix:?} is not declared")]
    UnboundPrefix {
        /// The prefix.
        prefix: String,
    },
    /// A declaration that Namespaces §2.2, §3, §5 forbids, or a relative URI, which no canonical form has
    /// (Canonical XML 1.0 §1.3).
    #[error("namespace declaration of {prefix:?} as {uri:?} is not allowed")]
    Namespace {
        /// The declared prefix; empty for the default namespace.
        prefix: String,
        /// The URI.
        uri: String,
    },
    /// Two attributes, or two declarations, of one expanded name (§3.1, Namespaces §6.3).
    #[error("attribute {name:?} stands twice")]
    DuplicateAttribute {
        /// The second one's name as written.
        name: String,
    },
    /// Deeper than [`super::Limits::depth`].
    #[error("more than {limit} elements are open")]
    Depth {
        /// The limit.
        limit: usize,
    },
    /// More than [`super::Limits::attributes`].
    #[error("more than {limit} attributes")]
    AttributeCount {
        /// The limit.
        limit: usize,
    },
    /// More than [`super::Limits::declarations`] or [`super::Limits::declarations_in_scope`].
    #[error("more than {limit} namespace declarations")]
    NamespaceCount {
        /// The limit.
        limit: usize,
    },
    /// A URI longer than [`super::Limits::uri_bytes`], or more in scope than [`super::Limits::scope_bytes`].
    #[error("namespace declarations of more than {limit} bytes")]
    NamespaceSize {
        /// The limit.
        limit: usize,
    },
    /// Longer than [`super::Limits::tag_bytes`].
    #[error("tag of more than {limit} bytes")]
    TagSize {
        /// The limit.
        limit: usize,
    },
    /// A subtree larger than its reader allows.
    #[error("element of more than {limit} bytes")]
    SubtreeSize {
        /// The limit.
        limit: u64,
    },
    /// A subtree of more than [`super::Limits::tree_nodes`].
    #[error("element with more than {limit} elements and attributes inside")]
    SubtreeNodes {
        /// The limit.
        limit: usize,
    },
}

impl Fault {
    /// The public code; `hub.internal` for a source that cannot be read.
    pub fn code(&self) -> Code {
        match self {
            Self::Io(_) => codes::INTERNAL,
            Self::NotUtf8 => codes::XML_NOT_UTF8,
            Self::Encoding { .. } => codes::XML_ENCODING,
            Self::Version { .. } => codes::XML_VERSION,
            Self::Dtd => codes::XML_DTD,
            Self::Comment => codes::XML_COMMENT,
            Self::ProcessingInstruction { .. } => codes::XML_PROCESSING_INSTRUCTION,
            Self::Leading => codes::XML_LEADING,
            Self::Trailing => codes::XML_TRAILING,
            Self::Empty => codes::XML_EMPTY,
            Self::Truncated { .. } => codes::XML_TRUNCATED,
            Self::Character { .. } => codes::XML_CHARACTER,
            Self::Name { .. } => codes::XML_NAME,
            Self::TagMismatch { .. } => codes::XML_TAG_MISMATCH,
            Self::Syntax { .. } => codes::XML_NOT_WELL_FORMED,
            Self::Entity { .. } => codes::XML_ENTITY,
            Self::Reference { .. } => codes::XML_REFERENCE,
            Self::UnboundPrefix { .. } => codes::XML_UNBOUND_PREFIX,
            Self::Namespace { .. } => codes::XML_NAMESPACE,
            Self::DuplicateAttribute { .. } => codes::XML_DUPLICATE_ATTRIBUTE,
            Self::Depth { .. } => codes::XML_DEPTH,
            Self::AttributeCount { .. } => codes::XML_ATTRIBUTE_COUNT,
            Self::NamespaceCount { .. } => codes::XML_NAMESPACE_COUNT,
            Self::NamespaceSize { .. } => codes::XML_NAMESPACE_SIZE,
            Self::TagSize { .. } => codes::XML_TAG_SIZE,
            Self::SubtreeSize { .. } | Self::SubtreeNodes { .. } => codes::XML_SUBTREE_SIZE,
        }
    }
}
