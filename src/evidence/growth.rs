//! Inclusion proofs of the leaves that a batch has just appended, from the right edge before it and the batch's own hashes:
//! nothing of the log is read. They are those that [`super::tile::Prover`] computes from tiles.

use super::merkle::{Edge, Hash, Span, cover, inclusion_path, node_hash};

/// A tree that grew by one batch.
#[derive(Clone, Debug)]
pub struct Growth {
    old: u64,
    size: u64,
    /// By height the nodes from the old edge on, and the index of the first: whatever a proof of a new leaf may name. To its
    /// left lie nodes of the old edge, or new ones; to its right only new ones.
    rows: Vec<(u64, Vec<Hash>)>,
}

impl Growth {
    /// What the tree of `edge` becomes by `leaves`.
    pub fn of(edge: &Edge, leaves: &[Hash]) -> Self {
        let old = edge.size();
        let mut size = old;
        let mut rows = Vec::new();
        // The smallest subtree of the edge is its last node.
        let mut subtrees = edge.nodes().iter().rev().copied();
        let mut new: Vec<Hash> = leaves.to_vec();
        size += new.len() as u64;
        let mut height = 0;
        while height < u64::BITS && (!new.is_empty() || old >> height > 0) {
            // An odd number of nodes at this height: the last of them waits for its right neighbour, on the edge.
            let waits = (old >> height) & 1 == 1;
            let mut row: Vec<Hash> = if waits { subtrees.next().into_iter().collect() } else { Vec::new() };
            row.append(&mut new);
            new = row.chunks_exact(2).filter_map(pair).collect();
            rows.push(((old >> height) & !1, row));
            height += 1;
        }
        Self { old, size, rows }
    }

    /// Number of leaves now.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The inclusion proof of a leaf of this batch (RFC 9162 §2.1.3.1); `None` for any other index.
    pub fn inclusion(&self, index: u64) -> Option<Vec<Hash>> {
        if index < self.old {
            return None;
        }
        inclusion_path(index, self.size)?.into_iter().map(|span| self.span(span)).collect()
    }

    fn span(&self, span: Span) -> Option<Hash> {
        let mut root: Option<Hash> = None;
        for node in cover(span.start, span.end).into_iter().rev() {
            let (first, row) = self.rows.get(usize::from(node.height))?;
            let left = *row.get(usize::try_from(node.index.checked_sub(*first)?).ok()?)?;
            root = Some(root.map_or(left, |right| node_hash(&left, &right)));
        }
        root
    }
}

fn pair(pair: &[Hash]) -> Option<Hash> {
    match pair {
        [left, right] => Some(node_hash(left, right)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::memory::MemoryLog;
    use super::super::merkle::tests::leaves;
    use super::super::tile::Prover;
    use super::*;

    fn same(before: usize, batch: usize) {
        let leaves = leaves(before + batch);
        let (old, new) = leaves.split_at(before);
        let mut log = MemoryLog::default();
        log.append(old).unwrap();
        let growth = Growth::of(log.edge(), new);
        log.append(new).unwrap();
        let size = growth.size();
        assert_eq!(size, (before + batch) as u64);
        let mut prover = Prover::new(&log);
        for index in before as u64..size {
            assert_eq!(
                growth.inclusion(index),
                prover.inclusion(index, size).ok(),
                "leaf {index} of {before} + {batch}"
            );
        }
        assert_eq!(growth.inclusion(size), None);
        assert_eq!(before.checked_sub(1).and_then(|index| growth.inclusion(index as u64)), None);
    }

    #[test]
    fn every_small_batch_on_every_small_tree() {
        for before in 0..=70 {
            (0..=40).for_each(|batch| same(before, batch));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn larger_trees(before in 0..70_000_usize, batch in 1..600_usize) {
            same(before, batch);
        }
    }
}
