//! What one file may cost the reader.

/// The caps of one [`super::Reader`]; each exceeded one is a fault with a code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open elements at one moment.
    pub depth: usize,
    /// Attributes of one element, namespace declarations not counted.
    pub attributes: usize,
    /// Namespace declarations of one element.
    pub declarations: usize,
    /// Namespace declarations in scope at one moment, over all open elements.
    pub declarations_in_scope: usize,
    /// Bytes of one tag from `<` to `>`.
    pub tag_bytes: usize,
}

impl Limits {
    /// The limits of every file of a package.
    pub const STANDARD: Self = Self {
        depth: MAX_DEPTH,
        attributes: MAX_ATTRIBUTES,
        declarations: MAX_DECLARATIONS,
        declarations_in_scope: MAX_DECLARATIONS_IN_SCOPE,
        tag_bytes: MAX_TAG_BYTES,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// SIGNATURES §1: "depth 64". edXML with a XAdES-LT signature reaches 15.
const MAX_DEPTH: usize = 64;
/// SIGNATURES §1: "64 attributes … an element".
const MAX_ATTRIBUTES: usize = 64;
/// SIGNATURES §1: "64 … namespaces an element".
const MAX_DECLARATIONS: usize = 64;
/// Every name is looked up among the declarations in scope: 64 names × 64 levels × 64 declarations would let a 21 MB
/// file cost seconds. Signed edXML seen in the field holds at most a dozen.
const MAX_DECLARATIONS_IN_SCOPE: usize = 256;
/// A tag must lie in memory as a whole, and 64 open elements may each keep a name or a URI of that length: 16 MiB at
/// worst (LIMITS.md §8, memory). No tag of edXML or XAdES comes near it; long content is text.
const MAX_TAG_BYTES: usize = 256 * 1024;
