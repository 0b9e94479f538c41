//! Reading the log: head, leaves, tiles, checkpoints.

use diesel::prelude::*;

use crate::domain::ids::Micros;
use crate::evidence::merkle::Hash;
use crate::evidence::tile::{self, HashSource, TileId};
use crate::store::conn::{Conn, found};
use crate::store::schema::{log_checkpoint, log_head, log_leaf, log_tile};
use crate::store::{Error, Store};

/// The newest tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The epoch.
    pub epoch: u64,
    /// Number of leaves.
    pub size: u64,
    /// Root.
    pub root: Hash,
    /// Time of the newest leaf.
    pub time: Micros,
}

/// A checkpoint as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// The epoch.
    pub epoch: u64,
    /// Number of leaves.
    pub size: u64,
    /// Root.
    pub root: Hash,
    /// The signed note; `None` while a key outside the process has not signed yet.
    pub note: Option<String>,
    /// The key that signed it.
    pub vkey: Option<String>,
}

/// An epoch of the log, and how far it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// Its number.
    pub epoch: u64,
    /// Leaves at its newest checkpoint.
    pub size: u64,
    /// When its first checkpoint was made.
    pub first: Micros,
    /// When its newest was.
    pub last: Micros,
}

/// A checkpoint in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Number of leaves after it.
    pub size: u64,
    /// When.
    pub at: Micros,
    /// Whether it is signed.
    pub signed: bool,
}

/// One leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLeaf {
    /// Its index.
    pub index: u64,
    /// Its leaf hash.
    pub hash: Hash,
    /// Its exact bytes.
    pub body: Vec<u8>,
}

impl Store {
    /// The newest tree; an empty one of epoch 0 before the first commit. Cheap: one row. Long polls read it every
    /// 500 ms.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn log_head(&self) -> Result<Head, Error> {
        self.read(head)
    }

    /// The newest signed checkpoint of an epoch; `None` before the first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn log_checkpoint(&self, epoch: u64) -> Result<Option<StoredCheckpoint>, Error> {
        self.read(|conn| {
            let rows = log_checkpoint::table
                .filter(log_checkpoint::epoch.eq(signed(epoch)?).and(log_checkpoint::note.is_not_null()))
                .order(log_checkpoint::size.desc());
            found(rows.first::<CheckpointRow>(conn))?.map(CheckpointRow::into_checkpoint).transpose()
        })
    }

    /// The epochs, the newest first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn log_epochs(&self) -> Result<Vec<Epoch>, Error> {
        use diesel::dsl::{max, min};
        self.read(|conn| {
            let at = log_checkpoint::at;
            let rows = log_checkpoint::table
                .group_by(log_checkpoint::epoch)
                .select((log_checkpoint::epoch, max(log_checkpoint::size), min(at), max(at)))
                .order(log_checkpoint::epoch.desc())
                .load::<(i64, Option<i64>, Option<i64>, Option<i64>)>(conn)?;
            let epoch = |(epoch, size, first, last): (i64, Option<i64>, Option<i64>, Option<i64>)| {
                Ok(Epoch {
                    epoch: unsigned(epoch)?,
                    size: unsigned(size.unwrap_or(0))?,
                    first: Micros(first.unwrap_or(0)),
                    last: Micros(last.unwrap_or(0)),
                })
            };
            rows.into_iter().map(epoch).collect()
        })
    }

    /// The newest checkpoints of an epoch, one a batch, the newest first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn log_batches(&self, epoch: u64, limit: u32) -> Result<Vec<Batch>, Error> {
        self.read(|conn| {
            let rows = log_checkpoint::table
                .filter(log_checkpoint::epoch.eq(signed(epoch)?))
                .select((log_checkpoint::size, log_checkpoint::at, log_checkpoint::note.is_not_null()))
                .order(log_checkpoint::size.desc())
                .limit(i64::from(limit))
                .load::<(i64, i64, bool)>(conn)?;
            let batch =
                |(size, at, signed): (i64, i64, bool)| Ok(Batch { size: unsigned(size)?, at: Micros(at), signed });
            rows.into_iter().map(batch).collect()
        })
    }

    /// The checkpoint of exactly that size.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn log_checkpoint_at(&self, epoch: u64, size: u64) -> Result<Option<StoredCheckpoint>, Error> {
        self.read(|conn| {
            let row = log_checkpoint::table.find((signed(epoch)?, signed(size)?)).first::<CheckpointRow>(conn);
            found(row)?.map(CheckpointRow::into_checkpoint).transpose()
        })
    }

    /// Up to `limit` leaves from index `from` on, in order.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn log_leaves(&self, epoch: u64, from: u64, limit: u32) -> Result<Vec<StoredLeaf>, Error> {
        self.read(|conn| {
            let rows = log_leaf::table
                .select((log_leaf::idx, log_leaf::hash, log_leaf::body))
                .filter(log_leaf::epoch.eq(signed(epoch)?).and(log_leaf::idx.ge(signed(from)?)))
                .order(log_leaf::idx)
                .limit(i64::from(limit))
                .load::<(i64, Vec<u8>, Vec<u8>)>(conn)?;
            let leaf = |(index, digest, body): (i64, Vec<u8>, _)| {
                Ok(StoredLeaf { index: unsigned(index)?, hash: hash(&digest)?, body })
            };
            rows.into_iter().map(leaf).collect()
        })
    }

    /// The bytes of a hash tile in the tree of `size` leaves, full or partial. `None` when that tree has no such tile.
    /// Serve published sizes only.
    ///
    /// # Errors
    /// `Database`, `Evidence`.
    pub fn log_hash_tile(&self, epoch: u64, id: TileId, size: u64) -> Result<Option<Vec<u8>>, Error> {
        self.read(|conn| match tile::read(id, size, &mut StoredHashes::new(conn, epoch)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(tile::TileError::Outside { .. }) => Ok(None),
            Err(tile::TileError::Source(error)) => Err(error),
            Err(error @ tile::TileError::Short { .. }) => Err(Error::Evidence { reason: error.to_string() }),
        })
    }
}

/// The hashes in the database, as `evidence` asks for them.
pub(super) struct StoredHashes<'c> {
    conn: &'c mut Conn,
    epoch: u64,
}

impl<'c> StoredHashes<'c> {
    pub(super) fn new(conn: &'c mut Conn, epoch: u64) -> Self {
        Self { conn, epoch }
    }
}

impl HashSource for StoredHashes<'_> {
    type Error = Error;

    fn leaf_hashes(&mut self, start: u64, count: usize) -> Result<Vec<Hash>, Error> {
        let rows = log_leaf::table
            .select(log_leaf::hash)
            .filter(log_leaf::epoch.eq(signed(self.epoch)?).and(log_leaf::idx.ge(signed(start)?)))
            .order(log_leaf::idx)
            .limit(i64::try_from(count).unwrap_or(i64::MAX))
            .load::<Vec<u8>>(self.conn)?;
        if rows.len() != count {
            return Err(Error::Missing { what: format!("leaf {}", start + rows.len() as u64) });
        }
        rows.iter().map(|row| hash(row)).collect()
    }

    fn full_tile(&mut self, id: TileId) -> Result<Vec<u8>, Error> {
        let key = (signed(self.epoch)?, i16::from(id.level), signed(id.n)?);
        let row = log_tile::table.find(key).select(log_tile::hashes).first::<Vec<u8>>(self.conn);
        found(row)?.ok_or_else(|| Error::Missing { what: format!("tile {id}") })
    }
}

/// The newest tree, as this connection sees it.
pub(super) fn head(conn: &mut Conn) -> Result<Head, Error> {
    let columns = (log_head::epoch, log_head::size, log_head::root, log_head::time);
    let row = found(log_head::table.select(columns).first::<(i64, i64, Vec<u8>, i64)>(conn))?;
    let Some((epoch, size, root, time)) = row else {
        let root = crate::evidence::merkle::empty_root();
        return Ok(Head { epoch: 0, size: 0, root, time: Micros(0) });
    };
    Ok(Head { epoch: unsigned(epoch)?, size: unsigned(size)?, root: hash(&root)?, time: Micros(time) })
}

#[derive(Queryable)]
struct CheckpointRow {
    epoch: i64,
    size: i64,
    root: Vec<u8>,
    note: Option<String>,
    vkey: Option<String>,
    _at: i64,
}

impl CheckpointRow {
    fn into_checkpoint(self) -> Result<StoredCheckpoint, Error> {
        Ok(StoredCheckpoint {
            epoch: unsigned(self.epoch)?,
            size: unsigned(self.size)?,
            root: hash(&self.root)?,
            note: self.note,
            vkey: self.vkey,
        })
    }
}

pub(super) fn hash(bytes: &[u8]) -> Result<Hash, Error> {
    Hash::from_slice(bytes)
        .ok_or_else(|| Error::Damaged { what: "a hash of the log", found: format!("{} bytes", bytes.len()) })
}

pub(super) fn unsigned(number: i64) -> Result<u64, Error> {
    u64::try_from(number).map_err(|_| Error::Damaged { what: "a count", found: number.to_string() })
}

pub(super) fn signed(number: u64) -> Result<i64, Error> {
    i64::try_from(number).map_err(|_| Error::Damaged { what: "a count", found: number.to_string() })
}
