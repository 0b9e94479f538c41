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
    /// Bytes of one namespace URI.
    pub uri_bytes: usize,
    /// Bytes of all prefixes and URIs in scope at one moment.
    pub scope_bytes: usize,
    /// Bytes of one tag from `<` to `>`.
    pub tag_bytes: usize,
    /// Elements, attributes and declarations of one [`super::Subtree`].
    pub tree_nodes: usize,
}

impl Limits {
    /// The limits of every file of a package.
    pub const STANDARD: Self = Self {
        depth: MAX_DEPTH,
        attributes: MAX_ATTRIBUTES,
        declarations: MAX_DECLARATIONS,
        declarations_in_scope: MAX_DECLARATIONS_IN_SCOPE,
        uri_bytes: MAX_URI_BYTES,
        scope_bytes: MAX_SCOPE_BYTES,
        tag_bytes: MAX_TAG_BYTES,
        tree_nodes: MAX_TREE_NODES,
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
/// Exclusive C14N writes a namespace anew at every element that uses it beside its siblings: `<a:b/>` costs six bytes and
/// gives as many as the URI has. The longest in the field has 60.
const MAX_URI_BYTES: usize = 1024;
/// The same where one element uses many prefixes; a context is kept for every attachment, too.
const MAX_SCOPE_BYTES: usize = 16 * 1024;
/// A tree takes up to ninety times the bytes of its markup. A signature over 1,000 entries has 12,000 nodes.
const MAX_TREE_NODES: usize = 32_768;
/// A tag must lie in memory as a whole, and 64 open elements may each keep a name or a URI of that length: 16 MiB at
/// worst (LIMITS.md §8, memory). No tag of edXML or XAdES comes near it; long content is text.
const MAX_TAG_BYTES: usize = 256 * 1024;
