//! The Merkle tree of RFC 9162: hashing (§2.1.1), inclusion (§2.1.3) and consistency (§2.1.4), and the right edge by
//! which the tree grows without being read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::Sha256;
use crate::domain::ids::Digest;

/// A hash of the tree: a leaf's or a node's. Written in base64 in notes, proofs and receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Standard base64 with padding, 44 characters.
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads exactly that form; `None` for anything else.
    pub fn from_base64(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The hash whose bytes these are; `None` when there are not exactly 32.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// RFC 9162 §2.1.1: SHA-256(0x00 ‖ entry).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    hash(&[&[0x00], entry])
}

/// RFC 9162 §2.1.1: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    hash(&[&[0x01], &left.0, &right.0])
}

/// The root of the empty tree: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    hash(&[])
}

/// The right edge of a tree: the roots of the perfect subtrees that it consists of, the largest first. It is all that
/// appending needs, at most 64 hashes; `log_head` stores it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    nodes: Vec<Hash>,
}

/// Why bytes are no right edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a right edge of size {size} has {expected} bytes of hashes, found {found}")]
pub struct EdgeError {
    /// The tree's size.
    pub size: u64,
    /// Bytes that it must have.
    pub expected: usize,
    /// Bytes found.
    pub found: usize,
}

impl Edge {
    /// The edge of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads what [`Edge::to_bytes`] wrote, for a tree of `size` leaves.
    ///
    /// # Errors
    /// [`EdgeError`] when the number of hashes does not fit the size.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Result<Self, EdgeError> {
        let expected = size.count_ones() as usize * 32;
        let nodes: Vec<Hash> = bytes.chunks(32).filter_map(Hash::from_slice).collect();
        if bytes.len() != expected {
            return Err(EdgeError { size, expected, found: bytes.len() });
        }
        Ok(Self { size, nodes })
    }

    /// The hashes one after the other, the largest subtree first; the size is stored beside them.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.nodes.iter().flat_map(|node| node.0).collect()
    }

    /// The roots of its perfect subtrees, the largest first.
    pub(super) fn nodes(&self) -> &[Hash] {
        &self.nodes
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends one leaf by its hash; its index is the size before.
    pub fn append(&mut self, leaf: Hash) {
        let mut node = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.nodes.pop() {
                node = node_hash(&left, &node);
            }
        }
        self.nodes.push(node);
        self.size += 1;
    }

    /// The root of the tree as it is.
    pub fn root(&self) -> Hash {
        self.nodes.iter().rev().copied().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }
}

/// A node by its height (0 = leaf hashes) and its index within that height: the root of the leaves
/// `index · 2^height .. (index + 1) · 2^height`, all of them in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// 0–63.
    pub height: u8,
    /// From 0.
    pub index: u64,
}

/// The perfect subtrees that make up the leaves `start..end`, left to right; `start` must be a multiple of the largest
/// power of two that is not above `end - start`, as it is for every subtree of RFC 9162.
pub(super) fn cover(mut start: u64, end: u64) -> Vec<Node> {
    let mut nodes = Vec::new();
    while start < end {
        let height = (end - start).ilog2().min(start.trailing_zeros());
        nodes.push(Node { height: height as u8, index: start >> height });
        start += 1 << height;
    }
    nodes
}

/// One hash of a proof: the root of the leaves `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First leaf.
    pub start: u64,
    /// First leaf after.
    pub end: u64,
}

/// RFC 9162 §2.1.3.1: the subtrees whose roots make the inclusion proof of leaf `index` in a tree of `size`, the
/// leaf's sibling first. `None` when the leaf is not in the tree.
pub fn inclusion_path(index: u64, size: u64) -> Option<Vec<Span>> {
    if index >= size {
        return None;
    }
    let mut path = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(Span { start: middle, end });
            end = middle;
        } else {
            path.push(Span { start, end: middle });
            start = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// RFC 9162 §2.1.4.1: the subtrees whose roots make the consistency proof from a tree of `old` to one of `new` leaves.
/// Empty for `old == new` and for `old == 0`. `None` when `old > new`.
pub fn consistency_path(old: u64, new: u64) -> Option<Vec<Span>> {
    if old > new {
        return None;
    }
    if old == 0 || old == new {
        return Some(Vec::new());
    }
    let mut path = Vec::new();
    let (mut start, mut end, mut whole) = (0, new, true);
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            path.push(Span { start: middle, end });
            end = middle;
        } else {
            path.push(Span { start, end: middle });
            start = middle;
            whole = false;
        }
    }
    if !whole {
        path.push(Span { start, end });
    }
    path.reverse();
    Some(path)
}

/// Why a proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf's index is not below the tree's size.
    #[error("index {index} is not below size {size}")]
    Index {
        /// The index.
        index: u64,
        /// The size.
        size: u64,
    },
    /// The older tree is larger than the newer.
    #[error("the older size {old} is above the newer {new}")]
    Sizes {
        /// Size of the older tree.
        old: u64,
        /// Size of the newer tree.
        new: u64,
    },
    /// A proof for these numbers has another number of hashes.
    #[error("the proof has {found} hashes, {expected} belong to it")]
    Length {
        /// What it must have.
        expected: usize,
        /// What it has.
        found: usize,
    },
    /// The hashes do not lead to the root.
    #[error("the proof leads to another root")]
    Root,
}

/// RFC 9162 §2.1.3.2: does the proof lead from `leaf` at `index` to `root` of a tree of `size`?
///
/// # Errors
/// [`ProofError`]
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), ProofError> {
    let path = inclusion_path(index, size).ok_or(ProofError::Index { index, size })?;
    check_length(path.len(), proof.len())?;
    let found = path.iter().zip(proof).fold(leaf, |node, (span, sibling)| {
        if span.start > index { node_hash(&node, sibling) } else { node_hash(sibling, &node) }
    });
    if found == *root { Ok(()) } else { Err(ProofError::Root) }
}

/// RFC 9162 §2.1.4.2: is the tree of `old` leaves the beginning of the tree of `new` leaves?
///
/// # Errors
/// [`ProofError`]
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    let path = consistency_path(old, new).ok_or(ProofError::Sizes { old, new })?;
    check_length(path.len(), proof.len())?;
    if old == new {
        return if old_root == new_root { Ok(()) } else { Err(ProofError::Root) };
    }
    if old == 0 {
        return if *old_root == empty_root() { Ok(()) } else { Err(ProofError::Root) };
    }
    // Where the old tree is a perfect subtree of the new one, its root is the start and stands in no proof.
    let mut steps = path.iter().zip(proof);
    let start = match path.first() {
        Some(first) if first.start < old => steps.next().map(|(_, node)| *node),
        _ => Some(*old_root),
    };
    let Some(start) = start else { return Err(ProofError::Length { expected: path.len(), found: proof.len() }) };
    let (mut old_node, mut new_node) = (start, start);
    for (span, node) in steps {
        if span.start >= old {
            new_node = node_hash(&new_node, node);
        } else {
            old_node = node_hash(node, &old_node);
            new_node = node_hash(node, &new_node);
        }
    }
    if old_node == *old_root && new_node == *new_root { Ok(()) } else { Err(ProofError::Root) }
}

/// The largest power of two below `size`; `size` is at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

fn check_length(expected: usize, found: usize) -> Result<(), ProofError> {
    if expected == found { Ok(()) } else { Err(ProofError::Length { expected, found }) }
}

fn hash(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::default();
    parts.iter().for_each(|part| hasher.update(part));
    let Digest(bytes) = hasher.finish();
    Hash(bytes)
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    /// The definitions of RFC 9162 §2.1, written down as they stand there, over the leaf hashes D.
    pub struct Definition<'a> {
        leaves: &'a [Hash],
        known: HashMap<(usize, usize), Hash>,
    }

    impl<'a> Definition<'a> {
        pub fn new(leaves: &'a [Hash]) -> Self {
            Self { leaves, known: HashMap::new() }
        }

        /// MTH(D[a:b])
        pub fn root(&mut self, a: usize, b: usize) -> Hash {
            if a == b {
                return Hash(openssl::sha::sha256(b""));
            }
            if b - a == 1 {
                return self.leaves[a];
            }
            if let Some(known) = self.known.get(&(a, b)) {
                return *known;
            }
            let k = a + (b - a).next_power_of_two() / 2;
            let (left, right) = (self.root(a, k), self.root(k, b));
            let root = Hash(openssl::sha::sha256(&[&[1][..], &left.0, &right.0].concat()));
            self.known.insert((a, b), root);
            root
        }

        /// PATH(m, D[a:b])
        pub fn path(&mut self, m: usize, a: usize, b: usize) -> Vec<Hash> {
            if b - a == 1 {
                return vec![];
            }
            let k = (b - a).next_power_of_two() / 2;
            if m < k {
                let mut path = self.path(m, a, a + k);
                path.push(self.root(a + k, b));
                path
            } else {
                let mut path = self.path(m - k, a + k, b);
                path.push(self.root(a, a + k));
                path
            }
        }

        /// SUBPROOF(m, D[a:b], whole)
        pub fn subproof(&mut self, m: usize, a: usize, b: usize, whole: bool) -> Vec<Hash> {
            if m == b - a {
                return if whole { vec![] } else { vec![self.root(a, b)] };
            }
            let k = (b - a).next_power_of_two() / 2;
            if m <= k {
                let mut proof = self.subproof(m, a, a + k, whole);
                proof.push(self.root(a + k, b));
                proof
            } else {
                let mut proof = self.subproof(m - k, a + k, b, false);
                proof.push(self.root(a, a + k));
                proof
            }
        }
    }

    pub fn leaves(count: usize) -> Vec<Hash> {
        (0..count as u64).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    #[test]
    fn the_edge_has_the_defined_root_at_every_size() {
        let leaves = leaves(300);
        let mut definition = Definition::new(&leaves);
        let mut edge = Edge::new();
        assert_eq!(edge.root(), definition.root(0, 0));
        for size in 1..=leaves.len() {
            edge.append(leaves[size - 1]);
            assert_eq!(edge.size(), size as u64);
            assert_eq!(edge.root(), definition.root(0, size), "size {size}");
            let read = Edge::from_bytes(edge.size(), &edge.to_bytes()).unwrap();
            assert_eq!(read, edge);
        }
        assert_eq!(Edge::from_bytes(3, &[0; 32]), Err(EdgeError { size: 3, expected: 64, found: 32 }));
        assert!(Edge::from_bytes(3, &[0; 65]).is_err());
        assert!(Edge::from_bytes(u64::MAX, &[]).is_err());
    }

    /// RFC 6962 test vectors as published with certificate-transparency: eight inputs and their roots.
    #[test]
    fn known_roots() {
        let inputs: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let mut edge = Edge::new();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest(edge.root().0).to_string(), empty);
        edge.append(leaf_hash(inputs[0]));
        let one = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
        assert_eq!(Digest(edge.root().0).to_string(), one);
        inputs[1..].iter().for_each(|input| edge.append(leaf_hash(input)));
        let eight = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
        assert_eq!(Digest(edge.root().0).to_string(), eight);
    }

    #[test]
    fn proofs_of_sizes_that_do_not_fit_are_refused_and_nothing_panics() {
        let (leaf, root) = (leaf_hash(b"a"), leaf_hash(b"b"));
        let error = |result: Result<(), ProofError>| result.unwrap_err();
        assert_eq!(error(verify_inclusion(leaf, 5, 5, &[], &root)), ProofError::Index { index: 5, size: 5 });
        assert_eq!(error(verify_inclusion(leaf, 0, 0, &[], &root)), ProofError::Index { index: 0, size: 0 });
        let long = ProofError::Length { expected: 64, found: 0 };
        assert_eq!(error(verify_inclusion(leaf, 0, u64::MAX, &[], &root)), long);
        assert_eq!(error(verify_inclusion(leaf, 0, u64::MAX, &[root; 64], &root)), ProofError::Root);
        assert_eq!(error(verify_inclusion(leaf, u64::MAX - 1, u64::MAX, &[root; 63], &root)), ProofError::Root);
        assert_eq!(error(verify_consistency(3, &root, 2, &root, &[])), ProofError::Sizes { old: 3, new: 2 });
        assert_eq!(error(verify_consistency(2, &root, 2, &leaf, &[])), ProofError::Root);
        assert_eq!(error(verify_consistency(0, &root, 2, &root, &[])), ProofError::Root);
        assert!(verify_consistency(0, &empty_root(), 2, &root, &[]).is_ok());
        assert!(verify_consistency(1 << 63, &root, u64::MAX, &root, &[leaf; 63]).is_err());
        assert!(verify_consistency(u64::MAX - 1, &root, u64::MAX, &root, &[]).is_err());
    }

    proptest! {
        #[test]
        fn hashes_are_read_as_they_are_written(bytes: [u8; 32], noise in ".{0,60}") {
            prop_assert_eq!(Hash::from_base64(&Hash(bytes).to_base64()), Some(Hash(bytes)));
            if let Some(hash) = Hash::from_base64(&noise) {
                prop_assert_eq!(hash.to_base64(), noise);
            }
        }
    }
}
