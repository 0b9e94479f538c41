//! Proofs from tiles: inclusion and consistency for trees of any size up to the log's.

use std::collections::HashMap;

use super::merkle::{Hash, Node, Span, consistency_path, cover, inclusion_path, node_hash};
use super::tile::{HashSource, TileError, TileId, WIDTH, WIDTH_U64, full, level_hashes};

/// Computes proofs for trees of any size up to the log's, reading whole tiles and keeping them: a batch of receipts
/// reads each tile once.
pub struct Prover<S> {
    source: S,
    /// The hashes of tiles by tile and width: the rows from the tile's own hashes up to its single root.
    rows: HashMap<(TileId, usize), Vec<Vec<Hash>>>,
}

impl<S: HashSource> Prover<S> {
    /// Nothing is read yet.
    pub fn new(source: S) -> Self {
        Self { source, rows: HashMap::new() }
    }

    /// The inclusion proof of leaf `index` in the tree of `size` leaves (RFC 9162 §2.1.3.1).
    ///
    /// # Errors
    /// [`TileError`]
    pub fn inclusion(&mut self, index: u64, size: u64) -> Result<Vec<Hash>, TileError<S::Error>> {
        let path = inclusion_path(index, size).ok_or(TileError::Outside { size })?;
        path.into_iter().map(|span| self.span(span, size)).collect()
    }

    /// The consistency proof from the tree of `old` leaves to that of `new` (RFC 9162 §2.1.4.1).
    ///
    /// # Errors
    /// [`TileError`]
    pub fn consistency(&mut self, old: u64, new: u64) -> Result<Vec<Hash>, TileError<S::Error>> {
        let path = consistency_path(old, new).ok_or(TileError::Outside { size: new })?;
        path.into_iter().map(|span| self.span(span, new)).collect()
    }

    /// The root of the tree of `size` leaves.
    ///
    /// # Errors
    /// [`TileError`]
    pub fn root(&mut self, size: u64) -> Result<Hash, TileError<S::Error>> {
        if size == 0 {
            return Ok(super::merkle::empty_root());
        }
        self.span(Span { start: 0, end: size }, size)
    }

    fn span(&mut self, span: Span, size: u64) -> Result<Hash, TileError<S::Error>> {
        let mut root: Option<Hash> = None;
        for node in cover(span.start, span.end).into_iter().rev() {
            let left = self.node(node, size)?;
            root = Some(root.map_or(left, |right| node_hash(&left, &right)));
        }
        root.ok_or(TileError::Outside { size })
    }

    fn node(&mut self, node: Node, size: u64) -> Result<Hash, TileError<S::Error>> {
        let (level, row) = (node.height / 8, usize::from(node.height % 8));
        // The node's place among the hashes of its tile level, and the tile in which that lies.
        let id = TileId { level, n: (node.index << row) / WIDTH_U64 };
        let width = id.width_at(size).ok_or(TileError::Outside { size })?;
        if !self.rows.contains_key(&(id, width)) {
            let hashes = if width == WIDTH {
                full(&mut self.source, id)?.hashes
            } else {
                level_hashes(&mut self.source, level, id.n * WIDTH_U64, width)?
            };
            self.rows.insert((id, width), rows(hashes));
        }
        let place = usize::try_from(node.index % (WIDTH_U64 >> row)).unwrap_or(usize::MAX);
        self.rows
            .get(&(id, width))
            .and_then(|rows| rows.get(row)?.get(place))
            .copied()
            .ok_or(TileError::Outside { size })
    }
}

/// The hashes and every row of parents above them that is whole.
pub(super) fn rows(hashes: Vec<Hash>) -> Vec<Vec<Hash>> {
    let mut rows = vec![hashes];
    while let Some(row) = rows.last().filter(|row| row.len() > 1) {
        let above = row
            .chunks_exact(2)
            .filter_map(|pair| match pair {
                [left, right] => Some(node_hash(left, right)),
                _ => None,
            })
            .collect();
        rows.push(above);
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::memory::{MemoryLog, Missing};
    use super::super::merkle::tests::{Definition, leaves};
    use super::super::merkle::{ProofError, verify_consistency, verify_inclusion};
    use super::super::tile::Tile;
    use super::*;

    fn log(leaves: &[Hash], batch: usize) -> MemoryLog {
        let mut log = MemoryLog::default();
        leaves.chunks(batch).for_each(|batch| log.append(batch).unwrap());
        log
    }

    /// Every proof of every tree up to 300 leaves is the defined one, verifies, and verifies for nothing else.
    #[test]
    fn all_proofs_up_to_300() {
        let leaves = leaves(300);
        let log = log(&leaves, 7);
        let mut prover = Prover::new(&log);
        let mut definition = Definition::new(&leaves);
        for size in 1..=leaves.len() {
            let root = definition.root(0, size);
            assert_eq!(prover.root(size as u64).unwrap(), root);
            for (index, leaf) in leaves.iter().enumerate().take(size) {
                let proof = prover.inclusion(index as u64, size as u64).unwrap();
                assert_eq!(proof, definition.path(index, 0, size), "leaf {index} of {size}");
                let verify = |leaf, index, proof: &[Hash]| verify_inclusion(leaf, index, size as u64, proof, &root);
                assert_eq!(verify(*leaf, index as u64, &proof), Ok(()));
                if size > 1 {
                    assert!(verify(*leaf, (index as u64 + 1) % size as u64, &proof).is_err());
                    let missing = ProofError::Length { expected: proof.len(), found: proof.len() - 1 };
                    assert_eq!(verify(*leaf, index as u64, &proof[1..]), Err(missing));
                }
            }
            for old in 1..=size {
                let proof = prover.consistency(old as u64, size as u64).unwrap();
                assert_eq!(proof, definition.subproof(old, 0, size, true), "from {old} to {size}");
                let old_root = definition.root(0, old);
                let verify = |proof: &[Hash]| verify_consistency(old as u64, &old_root, size as u64, &root, proof);
                assert_eq!(verify(&proof), Ok(()));
                if let Some(last) = proof.len().checked_sub(1) {
                    let mut bent = proof.clone();
                    bent[last].0[0] ^= 1;
                    assert_eq!(verify(&bent), Err(ProofError::Root));
                    assert!(verify(&proof[..last]).is_err());
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        /// Larger trees, of any batches, through all levels that memory holds.
        #[test]
        fn larger_trees(size in 300..140_000_usize, batch in 1..3_000_usize, a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
            let leaves = leaves(size);
            let log = log(&leaves, batch);
            let mut definition = Definition::new(&leaves);
            prop_assert_eq!(log.edge().root(), definition.root(0, size));
            prop_assert_eq!(log.full_tiles().count(), size / 256 + size / 65_536);
            let mut prover = Prover::new(&log);
            let smaller = 1 + ((size - 1) as f64 * a) as usize;
            let index = ((smaller - 1) as f64 * b) as usize;
            for size in [smaller, size] {
                let proof = prover.inclusion(index as u64, size as u64).unwrap();
                prop_assert_eq!(&proof, &definition.path(index, 0, size));
            }
            let proof = prover.consistency(smaller as u64, size as u64).unwrap();
            prop_assert_eq!(&proof, &definition.subproof(smaller, 0, size, true));
            let (old, new) = (definition.root(0, smaller), definition.root(0, size));
            prop_assert_eq!(verify_consistency(smaller as u64, &old, size as u64, &new, &proof), Ok(()));
        }
    }

    /// A source that keeps the roots of its tiles gives the same proofs and is asked for few things.
    #[test]
    fn roots_that_are_kept_spare_reading_tiles() {
        struct Keeping<'a> {
            log: &'a MemoryLog,
            asked: usize,
            short: usize,
        }
        impl HashSource for Keeping<'_> {
            type Error = Missing;
            fn leaf_hashes(&mut self, start: u64, count: usize) -> Result<Vec<Hash>, Missing> {
                self.asked += 1;
                (&mut &*self.log).leaf_hashes(start, count)
            }
            fn full_tile(&mut self, id: TileId) -> Result<Vec<u8>, Missing> {
                self.asked += 1;
                (&mut &*self.log).full_tile(id)
            }
            fn tile_roots(&mut self, level: u8, start: u64, count: usize) -> Result<Option<Vec<Hash>>, Missing> {
                self.asked += 1;
                let tile = |n| -> Result<Hash, Missing> {
                    let bytes = (&mut &*self.log).full_tile(TileId { level, n })?;
                    Tile::from_bytes(TileId { level, n }, &bytes).map(|tile| tile.root()).ok_or(Missing)
                };
                (start..).take(count - self.short).map(tile).collect::<Result<_, _>>().map(Some)
            }
        }
        let log = log(&leaves(60_000), 1_000);
        for index in [0, 255, 256, 59_903, 59_904, 59_999] {
            let mut keeping = Keeping { log: &log, asked: 0, short: 0 };
            let mut prover = Prover::new(&mut keeping);
            assert_eq!(prover.inclusion(index, 60_000), Prover::new(&log).inclusion(index, 60_000));
            assert!(keeping.asked <= 3, "{} questions for leaf {index}", keeping.asked);
        }
        let short = Keeping { log: &log, asked: 0, short: 1 };
        let error = TileError::Short { level: 1, start: 0, expected: 234, found: 233 };
        assert_eq!(Prover::new(short).root(60_000), Err(error));
    }
}
