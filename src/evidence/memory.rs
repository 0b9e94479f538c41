//! A log in memory: the second [`HashSource`] beside the store. An auditor who has all leaves makes proofs with it, and
//! the tests hold the tree against the recursive definitions of RFC 9162.

use std::collections::HashMap;

use super::merkle::{Edge, Hash};
use super::tile::{HashSource, TileError, TileId, append};

/// All hashes of a log.
#[derive(Clone, Debug, Default)]
pub struct MemoryLog {
    edge: Edge,
    leaves: Vec<Hash>,
    tiles: HashMap<TileId, Vec<u8>>,
}

/// A hash or tile that is not in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not in the log")]
pub struct Missing;

impl MemoryLog {
    /// Appends leaves by their hashes, as one batch.
    ///
    /// # Errors
    /// [`TileError`], only when a log that failed before is used again.
    pub fn append(&mut self, leaves: &[Hash]) -> Result<(), TileError<Missing>> {
        let mut edge = self.edge.clone();
        let tiles = append(&mut edge, leaves, &mut &*self)?;
        self.edge = edge;
        self.leaves.extend(leaves);
        self.tiles.extend(tiles.iter().map(|tile| (tile.id, tile.to_bytes())));
        Ok(())
    }

    /// The right edge: size and root.
    pub fn edge(&self) -> &Edge {
        &self.edge
    }

    /// The full tiles so far.
    pub fn full_tiles(&self) -> impl Iterator<Item = TileId> {
        self.tiles.keys().copied()
    }
}

impl HashSource for &MemoryLog {
    type Error = Missing;

    fn leaf_hashes(&mut self, start: u64, count: usize) -> Result<Vec<Hash>, Missing> {
        let start = usize::try_from(start).map_err(|_| Missing)?;
        let end = start.checked_add(count).ok_or(Missing)?;
        self.leaves.get(start..end).map(<[Hash]>::to_vec).ok_or(Missing)
    }

    fn full_tile(&mut self, id: TileId) -> Result<Vec<u8>, Missing> {
        self.tiles.get(&id).cloned().ok_or(Missing)
    }
}
