//! What an item sees while it is judged: the rows under the head lock, the time, and the leaves before it in the batch.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use uuid::Uuid;

use super::directory::Directory;
use super::rows::Row;
use crate::crypto;
use crate::domain::ids::{DocumentId, DocumentUuid, Micros, OrganId, PersonId, SystemId};
use crate::evidence::leaf::{Draft, Leaf, LeafError, Stamp};
use crate::payload::Objects;
use crate::store::conn::{Conn, found};
use crate::store::schema::{digest, log_seq, system};
use crate::store::{Conflict, Error, LeafRef, log, pos};

/// Why an item does not go into this batch.
#[derive(Debug)]
pub(super) enum Halt {
    /// It does not hold.
    Conflict(Conflict),
    /// It must see what this batch writes: the next batch takes it.
    Postpone,
    /// It alone is at fault; the batch goes on.
    Item(Error),
    /// The database failed: nobody's fault yet.
    Batch(Error),
}

impl From<Conflict> for Halt {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Batch(error)
    }
}

impl From<diesel::result::Error> for Halt {
    fn from(error: diesel::result::Error) -> Self {
        Self::Batch(error.into())
    }
}

impl From<LeafError> for Halt {
    fn from(error: LeafError) -> Self {
        Self::Item(Error::Evidence { reason: error.to_string() })
    }
}

/// What two items of one batch may not both touch, because neither sees the other's rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Document(OrganId, DocumentId),
    Delivery(Uuid),
    Idempotency(Uuid, String),
    Declaration(OrganId, i64),
    Digest(OrganId),
    Address(String, String),
    Id(Uuid),
}

/// One batch while it is judged.
pub(super) struct Tx<'c> {
    pub(super) conn: &'c mut Conn,
    pub(super) objects: &'c Objects,
    pub(super) directory: &'c mut Directory,
    /// The time of this batch's leaves: max(previous leaf's, now).
    pub(super) now: Micros,
    pub(super) rows: Vec<Row>,
    pub(super) leaves: Vec<Leaf>,
    /// Set by an operator's act: what follows must see it.
    pub(super) closed: bool,
    /// Who gets digests, once somebody asked.
    digests: Option<HashSet<String>>,
    /// Rejections of this batch by carrier and system, which no query sees yet.
    pub(super) rejections: HashMap<(OrganId, Uuid), i64>,
    hub: &'c str,
    epoch: u64,
    first: u64,
    touched: HashSet<Key>,
    /// Next running number by agency; the journal undoes those of an item that loses.
    seqs: HashMap<OrganId, u64>,
    journal: Vec<(OrganId, u64)>,
}

/// Where a leaf of this batch stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) pos: i64,
}

impl At {
    /// As the answer names it; the size is filled in when the batch is complete.
    pub(super) fn answer(self) -> LeafRef {
        LeafRef { epoch: self.epoch, index: self.leaf, size: 0 }
    }
}

/// A place to go back to.
pub(super) struct Mark {
    rows: usize,
    leaves: usize,
    journal: usize,
}

impl<'c> Tx<'c> {
    pub(super) fn new(
        conn: &'c mut Conn,
        objects: &'c Objects,
        directory: &'c mut Directory,
        hub: &'c str,
        epoch: u64,
        first: u64,
        now: Micros,
    ) -> Self {
        Self {
            conn,
            objects,
            directory,
            now,
            rows: Vec::new(),
            leaves: Vec::new(),
            closed: false,
            digests: None,
            rejections: HashMap::new(),
            hub,
            epoch,
            first,
            touched: HashSet::new(),
            seqs: HashMap::new(),
            journal: Vec::new(),
        }
    }

    /// The log's epoch.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Claims `key` for this item; a second item of the batch that wants it waits for the next batch.
    pub(super) fn touch(&mut self, key: Key) -> Result<(), Halt> {
        if self.touched.insert(key) { Ok(()) } else { Err(Halt::Postpone) }
    }

    /// Appends a leaf. `after` is the pos of the document's previous leaf.
    pub(super) fn append(&mut self, draft: Draft, after: Option<i64>) -> Result<At, Halt> {
        let index = self.first + self.leaves.len() as u64;
        let agency = draft.counted_agency().cloned();
        let seq = agency.as_ref().map(|agency| self.next_seq(agency)).transpose()?;
        let prev = after.and_then(|after| pos::leaf_in(after, self.epoch));
        let nonce = crypto::random::<16>().map_err(Error::Random)?;
        let stamp = Stamp { time: self.now, hub: self.hub.to_owned(), epoch: self.epoch, nonce, seq, prev };
        let leaf = draft.complete(stamp)?;
        if let (Some(agency), Some(seq)) = (agency, seq) {
            self.seqs.insert(agency.clone(), seq + 1);
            self.journal.push((agency, seq));
        }
        self.leaves.push(leaf);
        let (epoch, leaf) = (log::signed(self.epoch)?, log::signed(index)?);
        Ok(At { epoch, leaf, pos: pos::of(epoch, leaf) })
    }

    /// The pos of the leaf before the next.
    pub(super) fn last_pos(&self) -> Result<i64, Error> {
        let (epoch, next) = (log::signed(self.epoch)?, log::signed(self.first + self.leaves.len() as u64)?);
        Ok(pos::of(epoch, next) - 1)
    }

    /// Whether that office is told by digest. Read inside the transaction: whoever is told at once again is told at once.
    pub(super) fn is_digested(&mut self, agency: &OrganId) -> Result<bool, Halt> {
        if let Some(digests) = &self.digests {
            return Ok(digests.contains(&agency.0));
        }
        let digests: HashSet<String> =
            digest::table.select(digest::agency).load::<String>(self.conn)?.into_iter().collect();
        let known = digests.contains(&agency.0);
        self.digests = Some(digests);
        Ok(known)
    }

    /// The place to which a losing item is undone.
    pub(super) fn mark(&self) -> Mark {
        Mark { rows: self.rows.len(), leaves: self.leaves.len(), journal: self.journal.len() }
    }

    /// Undoes everything since `mark`. What was touched stays touched: at worst another item waits for the next batch.
    pub(super) fn rewind(&mut self, mark: &Mark) {
        self.rows.truncate(mark.rows);
        self.leaves.truncate(mark.leaves);
        while self.journal.len() > mark.journal {
            if let Some((agency, seq)) = self.journal.pop() {
                self.seqs.insert(agency, seq);
            }
        }
    }

    /// The running numbers to be stored.
    pub(super) fn seqs(&self) -> impl Iterator<Item = (&OrganId, u64)> {
        let used: HashSet<&OrganId> = self.journal.iter().map(|(agency, _)| agency).collect();
        self.seqs.iter().filter(move |(agency, _)| used.contains(agency)).map(|(agency, next)| (agency, *next))
    }

    /// A system whose token still counts, and which is the carrier's. Read inside the transaction: a token revoked a
    /// moment ago does not get its change through.
    pub(super) fn live_system(&mut self, id: Option<SystemId>, carrier: &OrganId) -> Result<(), Halt> {
        let Some(id) = id else { return Ok(()) };
        if self.directory.live_systems.contains(&(id, carrier.clone())) {
            return Ok(());
        }
        let columns = (system::agency, system::expires_at, system::revoked_at);
        let row = system::table.find(id.0.as_bytes().as_slice()).select(columns);
        let row = found(row.first::<(Option<String>, Option<i64>, Option<i64>)>(self.conn))?;
        let Some((agency, expires, revoked)) = row else { return Err(Conflict::SystemUnknown { system: id }.into()) };
        if revoked.is_some()
            || expires.is_some_and(|until| until <= self.now.0)
            || agency.as_deref() != Some(carrier.0.as_str())
        {
            return Err(Conflict::SystemRevoked { system: id }.into());
        }
        if expires.is_none() {
            self.directory.live_systems.insert((id, carrier.clone()));
        }
        Ok(())
    }

    fn next_seq(&mut self, agency: &OrganId) -> Result<u64, Halt> {
        if let Some(next) = self.seqs.get(agency) {
            return Ok(*next);
        }
        let row = found(log_seq::table.find(&agency.0).select(log_seq::next).first::<i64>(self.conn))?;
        let next = log::unsigned(row.unwrap_or(0))?;
        self.seqs.insert(agency.clone(), next);
        Ok(next)
    }
}

/// Whose `Idempotency-Key` it is: the system's, or the person's at the console.
pub(super) fn caller(system: Option<SystemId>, person: Option<PersonId>) -> Option<Uuid> {
    system.map(|id| id.0).or(person.map(|id| id.0))
}

/// The bytes of a name.
pub(super) fn bytes(id: &Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// The name whose bytes these are.
pub(super) fn uuid(bytes: &[u8]) -> Result<Uuid, Error> {
    Uuid::from_slice(bytes).map_err(|_| Error::Damaged { what: "a uuid", found: format!("{} bytes", bytes.len()) })
}

/// The hub's name of a document, from its row.
pub(super) fn document_uuid(id: &[u8]) -> Result<DocumentUuid, Error> {
    uuid(id).map(DocumentUuid)
}
