//! C2SP tlog-tiles: hashes of the tree in tiles of 256. Full tiles are made when the batch that completes them is
//! committed; partial ones are computed when somebody reads them. Hashes come from a [`HashSource`].

use std::fmt;

use super::merkle::{Edge, Hash};
use super::prover::rows;

pub use super::prover::Prover;

/// Which tile: at `level` L its hashes are roots of 256^L leaves; `n` counts the tiles of a level from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    /// 0–7.
    pub level: u8,
    /// From 0.
    pub n: u64,
}

/// A full tile: 256 hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Which.
    pub id: TileId,
    pub(super) hashes: Vec<Hash>,
}

/// Where hashes that are already in the log come from: the store, or memory in tests.
pub trait HashSource {
    /// What can go wrong.
    type Error;

    /// The leaf hashes `start..start + count`, all in the log; at most 256, never across a multiple of 256.
    ///
    /// # Errors
    /// The source's own; a missing hash is an error, never a shorter answer.
    fn leaf_hashes(&mut self, start: u64, count: usize) -> Result<Vec<Hash>, Self::Error>;

    /// The bytes of a full tile of the log (8,192), as [`Tile::to_bytes`] wrote them.
    ///
    /// # Errors
    /// The source's own; a missing tile is an error.
    fn full_tile(&mut self, id: TileId) -> Result<Vec<u8>, Self::Error>;

    /// The roots ([`Tile::root`]) of the full tiles `start..start + count` of a level, all in the log, at most 256.
    /// `None` from a source that keeps no roots: then they are computed from the tiles, at 8 KiB read and 255 hashes
    /// a root, which a proof in a log of 65,000 leaves pays 255 times. A store keeps them beside the tiles.
    ///
    /// # Errors
    /// The source's own; a missing root is an error, never a shorter answer.
    fn tile_roots(&mut self, level: u8, start: u64, count: usize) -> Result<Option<Vec<Hash>>, Self::Error> {
        let _ = (level, start, count);
        Ok(None)
    }
}

impl<S: HashSource> HashSource for &mut S {
    type Error = S::Error;

    fn leaf_hashes(&mut self, start: u64, count: usize) -> Result<Vec<Hash>, Self::Error> {
        (**self).leaf_hashes(start, count)
    }

    fn full_tile(&mut self, id: TileId) -> Result<Vec<u8>, Self::Error> {
        (**self).full_tile(id)
    }

    fn tile_roots(&mut self, level: u8, start: u64, count: usize) -> Result<Option<Vec<Hash>>, Self::Error> {
        (**self).tile_roots(level, start, count)
    }
}

/// Why hashes could not be had.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError<E> {
    /// The source failed.
    #[error("the source of hashes failed")]
    Source(#[source] E),
    /// The source gave another number of hashes.
    #[error("{expected} hashes of level {level} from {start} expected, {found} found")]
    Short {
        /// Tile level.
        level: u8,
        /// First hash asked for.
        start: u64,
        /// Hashes asked for.
        expected: usize,
        /// Hashes found.
        found: usize,
    },
    /// What is asked for does not lie in a tree of this size.
    #[error("not in a tree of {size} leaves")]
    Outside {
        /// The tree's size.
        size: u64,
    },
}

/// Appends `leaves` to the edge and returns the tiles that became full, lower levels first. Only when a tile becomes
/// full is `source` asked for the hashes that were there before; it is asked for nothing of this batch.
///
/// # Errors
/// [`TileError`]; the edge is then half grown and must be dropped.
pub fn append<S: HashSource>(
    edge: &mut Edge,
    leaves: &[Hash],
    source: &mut S,
) -> Result<Vec<Tile>, TileError<S::Error>> {
    let old_size = edge.size();
    leaves.iter().for_each(|leaf| edge.append(*leaf));
    let mut tiles = Vec::new();
    let (mut level, mut fresh, mut first_fresh) = (0, leaves.to_vec(), old_size);
    // At each level: `fresh` are its new hashes, the first of them bears the number `first_fresh`.
    while !fresh.is_empty() && level < LEVELS {
        let first_tile = first_fresh / WIDTH_U64;
        let present = usize::try_from(first_fresh % WIDTH_U64).unwrap_or(0);
        if present + fresh.len() < WIDTH {
            break;
        }
        let mut hashes = level_hashes(source, level, first_tile * WIDTH_U64, present)?;
        hashes.append(&mut fresh);
        let completed: Vec<Tile> = (first_tile..)
            .zip(hashes.chunks_exact(WIDTH))
            .map(|(n, hashes)| Tile { id: TileId { level, n }, hashes: hashes.to_vec() })
            .collect();
        fresh = completed.iter().map(Tile::root).collect();
        first_fresh = first_tile;
        tiles.extend(completed);
        level += 1;
    }
    Ok(tiles)
}

/// The hashes of one tile of a tree of `size` leaves, full or partial: as many as the size gives, 1–256, as bytes in
/// the form that is served. Serve published sizes only.
///
/// # Errors
/// [`TileError::Outside`] when the tile is empty at that size; else the source's.
pub fn read<S: HashSource>(id: TileId, size: u64, source: &mut S) -> Result<Vec<u8>, TileError<S::Error>> {
    let width = id.width_at(size).ok_or(TileError::Outside { size })?;
    let start = id.n.checked_mul(WIDTH_U64).ok_or(TileError::Outside { size })?;
    let hashes = if width == WIDTH { full(source, id)?.hashes } else { level_hashes(source, id.level, start, width)? };
    Ok(hashes.iter().flat_map(|hash| hash.0).collect())
}

impl TileId {
    /// How many hashes this tile has in a tree of `size` leaves: `None` when it has none.
    pub fn width_at(self, size: u64) -> Option<usize> {
        if self.level >= LEVELS {
            return None;
        }
        let hashes = size >> (8 * u32::from(self.level));
        let before = self.n.checked_mul(WIDTH_U64)?;
        match hashes.checked_sub(before)?.min(WIDTH_U64) {
            0 => None,
            width => usize::try_from(width).ok(),
        }
    }

    /// Reads the part of a path after `tile/`: `0/x001/234`, with its width, 256 or that of `.p/5`.
    pub fn parse_path(path: &str) -> Option<(Self, usize)> {
        let (path, width) = match path.split_once(".p/") {
            Some((path, width)) => (path, decimal(width).filter(|width| (1..WIDTH_U64).contains(width))?),
            None => (path, WIDTH_U64),
        };
        let (level, number) = path.split_once('/')?;
        let level = u8::try_from(decimal(level)?).ok().filter(|level| *level < LEVELS)?;
        let n = number.split('/').try_fold(0_u64, |n, part| {
            let digits = part.strip_prefix('x').unwrap_or(part);
            let three = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            if !three {
                return None;
            }
            n.checked_mul(1000)?.checked_add(digits.parse().ok()?)
        })?;
        let id = Self { level, n };
        let width = usize::try_from(width).ok()?;
        // One spelling only: no needless groups, an x before every group but the last.
        let spelled = if width == WIDTH { path.to_owned() } else { format!("{path}.p/{width}") };
        (id.path(width) == spelled).then_some((id, width))
    }

    /// The path after `tile/` (tlog-tiles, Merkle tree): `0/x001/x234/067`, with `.p/W` for a partial tile.
    pub fn path(self, width: usize) -> String {
        let partial = if width < WIDTH { format!(".p/{width}") } else { String::new() };
        format!("{}/{}{partial}", self.level, number_path(self.n))
    }
}

impl Tile {
    /// Reads 8,192 bytes; `None` for any other number.
    pub fn from_bytes(id: TileId, bytes: &[u8]) -> Option<Self> {
        (bytes.len() == WIDTH * 32)
            .then(|| Self { id, hashes: bytes.chunks_exact(32).filter_map(Hash::from_slice).collect() })
    }

    /// The hashes one after the other: 8,192 bytes, as stored and as served.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.0).collect()
    }

    /// The root of the tile: one hash of the level above.
    pub fn root(&self) -> Hash {
        rows(self.hashes.clone()).pop().and_then(|row| row.first().copied()).unwrap_or_else(super::merkle::empty_root)
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path(WIDTH))
    }
}

/// Hashes a tile is wide: tlog-tiles fixes 256.
pub const WIDTH: usize = 256;
pub(super) const WIDTH_U64: u64 = 256;
/// 256^8 leaves are more than a u64 counts.
const LEVELS: u8 = 8;

/// The number of a tile in groups of three digits: 1234067 → `x001/x234/067`.
fn number_path(n: u64) -> String {
    let mut groups = vec![format!("{:03}", n % 1000)];
    let mut rest = n / 1000;
    while rest > 0 {
        groups.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    groups.reverse();
    groups.join("/")
}

fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// The hashes `start..start + count` of a tile level, `start` a multiple of 256, `count` below 256: leaf hashes, or the
/// roots of the full tiles of the level below.
pub(super) fn level_hashes<S: HashSource>(
    source: &mut S,
    level: u8,
    start: u64,
    count: usize,
) -> Result<Vec<Hash>, TileError<S::Error>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let Some(below) = level.checked_sub(1) else {
        let hashes = source.leaf_hashes(start, count).map_err(TileError::Source)?;
        if hashes.len() != count {
            return Err(TileError::Short { level, start, expected: count, found: hashes.len() });
        }
        return Ok(hashes);
    };
    match source.tile_roots(below, start, count).map_err(TileError::Source)? {
        Some(roots) if roots.len() == count => Ok(roots),
        Some(roots) => Err(TileError::Short { level, start, expected: count, found: roots.len() }),
        None => {
            (start..).take(count).map(|n| full(source, TileId { level: below, n }).map(|tile| tile.root())).collect()
        }
    }
}

pub(super) fn full<S: HashSource>(source: &mut S, id: TileId) -> Result<Tile, TileError<S::Error>> {
    let bytes = source.full_tile(id).map_err(TileError::Source)?;
    Tile::from_bytes(id, &bytes).ok_or(TileError::Short {
        level: id.level,
        start: id.n.saturating_mul(WIDTH_U64),
        expected: WIDTH,
        found: bytes.len() / 32,
    })
}

#[cfg(test)]
mod tests {
    use super::super::memory::{MemoryLog, Missing};
    use super::super::merkle::tests::{Definition, leaves};
    use super::*;

    fn log(leaves: &[Hash], batch: usize) -> MemoryLog {
        let mut log = MemoryLog::default();
        leaves.chunks(batch).for_each(|batch| log.append(batch).unwrap());
        log
    }

    /// tlog-tiles: every hash of a tile at level L is the root of its 256^L leaves, in full tiles and partial ones.
    #[test]
    fn tiles_hold_the_roots_they_should() {
        let leaves = leaves(66_000);
        let log = log(&leaves, 1_000);
        let mut definition = Definition::new(&leaves);
        for size in [1, 255, 256, 257, 65_535, 65_536, 65_537, 66_000_u64] {
            for (level, n) in [(0, 0), (0, 1), (0, size / 256), (1, 0), (1, 1), (2, 0)] {
                let id = TileId { level, n };
                let span = 1_usize << (8 * level);
                let hashes = (size as usize / span).saturating_sub(n as usize * 256).min(256);
                let tile = read(id, size, &mut &log);
                if hashes == 0 {
                    assert_eq!(tile, Err(TileError::Outside { size }));
                    continue;
                }
                let expected: Vec<u8> = (0..hashes)
                    .map(|place| (n as usize * 256 + place) * span)
                    .flat_map(|start| definition.root(start, start + span).0)
                    .collect();
                assert_eq!(tile.unwrap(), expected, "tile {id} at {size}");
            }
        }
    }

    #[test]
    fn paths() {
        let path = |level, n, width| TileId { level, n }.path(width);
        assert_eq!(path(0, 0, 256), "0/000");
        assert_eq!(path(1, 1_234_067, 256), "1/x001/x234/067");
        assert_eq!(path(0, 1_000, 7), "0/x001/000.p/7");
        for (level, n, width) in [(0, 0, 256), (0, 999, 1), (3, 1_000, 255), (7, u64::MAX / 256, 256)] {
            let id = TileId { level, n };
            assert_eq!(TileId::parse_path(&id.path(width)), Some((id, width)));
        }
        for bad in [
            "",
            "0",
            "0/",
            "0/0",
            "0/0000",
            "0/x000/001",
            "0/001/002",
            "0/x001",
            "00/000",
            "8/000",
            "-1/000",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "0/000.p/",
            "0/000.p",
            "0/000/",
            "0//000",
            "entries/000",
            "0/x00١/000",
            "0/x999/x999/x999/x999/x999/x999/x999/999",
            "0/+01",
            "0/xx01",
        ] {
            assert_eq!(TileId::parse_path(bad), None, "{bad}");
        }
    }

    /// A source that forgets and one that lies about lengths are told apart, and nothing is made up.
    #[test]
    fn a_failing_source_is_an_error() {
        struct Short;
        impl HashSource for Short {
            type Error = Missing;
            fn leaf_hashes(&mut self, _: u64, _: usize) -> Result<Vec<Hash>, Missing> {
                Ok(vec![])
            }
            fn full_tile(&mut self, _: TileId) -> Result<Vec<u8>, Missing> {
                Ok(vec![0; 8_191])
            }
        }
        let short = TileError::Short { level: 0, start: 0, expected: 5, found: 0 };
        assert_eq!(Prover::new(Short).inclusion(0, 5), Err(short));
        assert!(matches!(Prover::new(Short).inclusion(0, 256), Err(TileError::Short { .. })));
        let empty = MemoryLog::default();
        assert_eq!(Prover::new(&empty).inclusion(0, 5), Err(TileError::Source(Missing)));
        assert_eq!(Prover::new(&empty).inclusion(5, 5), Err(TileError::Outside { size: 5 }));
        assert!(Prover::new(&empty).inclusion(0, u64::MAX).is_err());
        let mut edge = Edge::from_bytes(255, &[0; 8 * 32]).unwrap();
        assert_eq!(append(&mut edge, &leaves(1), &mut &empty), Err(TileError::Source(Missing)));
    }
}
