//! Offline audits: of one receipt, of two checkpoints, of a whole log's leaves, and the rates recounted from them. The
//! auditor trusts the keys it brings and nothing else.

use std::collections::HashMap;

use super::checkpoint::{Checkpoint, Note, NoteError};
use super::event::Event;
use super::key::VKey;
use super::leaf::{Leaf, LeafError};
use super::merkle::{Edge, Hash, leaf_hash, verify_consistency};
use crate::codes::{self, Code};
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::{Counter, Fact};

pub use super::receipt::verify as receipt;

/// What an audit of checkpoints or leaves found against the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// A checkpoint is refused.
    #[error("checkpoint")]
    Note(#[from] NoteError),
    /// Two checkpoints of different logs.
    #[error("the checkpoints are of {old} and {new}")]
    Origin {
        /// The older one's origin.
        old: String,
        /// The newer one's.
        new: String,
    },
    /// The newer tree does not continue the older: the log was forked or rewritten.
    #[error("the log of {new_size} leaves does not continue that of {old_size}")]
    Inconsistent {
        /// Size of the older tree.
        old_size: u64,
        /// Size of the newer tree.
        new_size: u64,
    },
    /// A leaf is refused.
    #[error("leaf {index}")]
    Leaf {
        /// Its index.
        index: u64,
        /// Why.
        #[source]
        source: LeafError,
    },
    /// A leaf breaks the order of the log.
    #[error("leaf {index}: {detail}")]
    Order {
        /// Its index.
        index: u64,
        /// What it breaks.
        detail: String,
    },
    /// The leaves are not those of the checkpoint.
    #[error("{found} leaves do not make the tree of {expected} leaves in the checkpoint")]
    Root {
        /// Size in the checkpoint.
        expected: u64,
        /// Leaves read.
        found: u64,
    },
}

impl AuditError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Note(error) => error.code(),
            Self::Origin { .. } => codes::EVIDENCE_ORIGIN,
            Self::Inconsistent { .. } => codes::EVIDENCE_INCONSISTENT,
            Self::Leaf { source, .. } => source.code(),
            Self::Order { .. } => codes::EVIDENCE_LOG_ORDER,
            Self::Root { .. } => codes::EVIDENCE_PROOF,
        }
    }
}

/// Whether the log of the newer checkpoint continues that of the older, both signed by known keys.
///
/// # Errors
/// [`AuditError`]
pub fn consistency(old: &str, new: &str, proof: &[Hash], keys: &[VKey]) -> Result<(), AuditError> {
    let (old, new) = (signed_head(old, keys)?, signed_head(new, keys)?);
    if old.origin != new.origin {
        return Err(AuditError::Origin { old: old.origin, new: new.origin });
    }
    verify_consistency(old.size, &old.root, new.size, &new.root, proof)
        .map_err(|_| AuditError::Inconsistent { old_size: old.size, new_size: new.size })
}

/// Reads a log's leaves from index 0 on, holds them against each other, counts the rates, and at the end compares with a
/// checkpoint.
#[derive(Debug, Default)]
pub struct LogAudit {
    edge: Edge,
    time: Option<Micros>,
    origin: Option<String>,
    next_seq: HashMap<OrganId, u64>,
    last_of_document: HashMap<crate::domain::ids::Digest, u64>,
    rates: Counter,
}

impl LogAudit {
    /// Takes the next leaf's exact bytes.
    ///
    /// # Errors
    /// [`AuditError::Leaf`], [`AuditError::Order`]: time runs back, a running number has a gap, `prev` is not the
    /// document's previous leaf, or the leaf is of another log.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), AuditError> {
        let index = self.edge.size();
        let leaf = Leaf::parse(bytes).map_err(|source| AuditError::Leaf { index, source })?;
        let order = |detail: String| AuditError::Order { index, detail };
        let origin = leaf.origin();
        let log = self.origin.get_or_insert_with(|| origin.clone());
        if *log != origin {
            return Err(order(format!("it is of {origin}, the log of {log}")));
        }
        let stamp = leaf.stamp();
        if self.time.is_some_and(|before| stamp.time < before) {
            return Err(order(format!("its time {} is before the previous leaf's", stamp.time.0)));
        }
        self.time = Some(stamp.time);
        if let (Some(agency), Some(found)) = (leaf.body().counted_agency(), stamp.seq) {
            let next = self.next_seq.entry(agency.clone()).or_default();
            if found != *next {
                return Err(order(format!("running number {found} of {agency} where {next} is next")));
            }
            *next += 1;
        }
        let before = leaf.body().doc.and_then(|doc| self.last_of_document.insert(doc, index));
        if before != stamp.prev {
            return Err(order(format!("prev is {:?} where {before:?} is the document's previous leaf", stamp.prev)));
        }
        if let Some(fact) = fact(&leaf) {
            self.rates.take(fact);
        }
        self.edge.append(leaf_hash(bytes));
        Ok(())
    }

    /// The counts so far.
    pub fn rates(&self) -> &Counter {
        &self.rates
    }

    /// Leaves taken so far.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// Whether the leaves taken are exactly those of the signed checkpoint.
    ///
    /// # Errors
    /// [`AuditError`]
    pub fn finish(&self, checkpoint: &str, keys: &[VKey]) -> Result<Checkpoint, AuditError> {
        let head = signed_head(checkpoint, keys)?;
        if let Some(origin) = self.origin.as_ref().filter(|origin| **origin != head.origin) {
            return Err(AuditError::Origin { old: origin.clone(), new: head.origin });
        }
        if head.size != self.edge.size() || head.root != self.edge.root() {
            return Err(AuditError::Root { expected: head.size, found: self.edge.size() });
        }
        Ok(head)
    }
}

/// What a leaf says to the count of the rates; `None` for leaves that count nowhere (contradictions among them), and
/// for those that lack what would be counted.
pub fn fact(leaf: &Leaf) -> Option<Fact> {
    let body = leaf.body();
    if body.contradiction {
        return None;
    }
    match body.event {
        Event::SubmissionAcceptance => Some(Fact::Accepted {
            document: body.doc?,
            from: body.from.clone()?,
            received: body.received.unwrap_or(leaf.stamp().time),
            signed: body.signed.is_some_and(|signed| signed.is_verified()),
        }),
        Event::ContentConsignment | Event::ContentConsignmentFailure | Event::ContentHandoverFailure => {
            Some(Fact::Sent { document: body.doc?, delivery: body.delivery?, to: body.to.clone()? })
        }
        Event::ContentHandover => Some(Fact::Fetched { delivery: body.delivery? }),
        Event::StatusArrived
        | Event::StatusReturned
        | Event::StatusAccepted
        | Event::StatusAssigned
        | Event::StatusInProgress
        | Event::StatusCompleted => Some(Fact::Reported { delivery: body.delivery?, status: body.event.status()? }),
        Event::PaperDeclared => {
            let paper = body.paper.as_ref()?;
            Some(Fact::Declared { agency: paper.agency.clone(), month: paper.period, count: paper.count })
        }
        Event::SubmissionRejection
        | Event::RelayAcceptance
        | Event::RelayRejection
        | Event::RelayFailure
        | Event::ConsignmentNotification
        | Event::ConsignmentNotificationFailure
        | Event::DeliveryCancelled
        | Event::TakeBackRequested
        | Event::RequestAgreed
        | Event::RequestDeclined
        | Event::VerdictRevised
        | Event::ContentDeleted
        | Event::RejectionsCounted
        | Event::DirectoryChanged
        | Event::CalendarChanged
        | Event::BindingChanged
        | Event::KeyIntroduced
        | Event::KeyRetired
        | Event::EpochOpened
        | Event::CheckpointAnchored
        | Event::OperatorAct => None,
    }
}

fn signed_head(note: &str, keys: &[VKey]) -> Result<Checkpoint, AuditError> {
    let note = Note::parse(note)?;
    note.verify(keys)?;
    Ok(note.checkpoint().clone())
}
