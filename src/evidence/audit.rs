//! Offline audits: of one receipt, of two checkpoints, of a whole log's leaves, and the rates recounted from them. The
//! auditor trusts the keys it brings and nothing else.

use std::collections::HashMap;

use super::checkpoint::{Checkpoint, Note, NoteError};
use super::event::Event;
use super::key::VKey;
use super::leaf::{CONTRADICTION, Leaf, LeafError, PROTEST};
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
    /// Takes the next leaf's exact bytes. After an error the audit is over.
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
            // The first epoch counts from 0; after a restore nobody can say where an agency's numbers go on.
            let first = if stamp.epoch == 0 { 0 } else { found };
            let next = self.next_seq.entry(agency.clone()).or_insert(first);
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
    if matches!(body.reason.as_deref(), Some(CONTRADICTION | PROTEST)) {
        return None;
    }
    match body.event {
        Event::SubmissionAcceptance => Some(Fact::Accepted {
            document: body.doc?,
            from: body.from.clone()?,
            received: body.received.unwrap_or(leaf.stamp().time),
            signed: body.signed.is_some_and(|signed| signed.is_verified()),
            send_by: body.send_by,
        }),
        Event::ContentConsignment | Event::ContentConsignmentFailure | Event::ContentHandoverFailure => {
            let (document, delivery, to) = (body.doc?, body.delivery?, body.to.clone()?);
            Some(Fact::Sent { document, delivery, to, accept_by: body.accept_by })
        }
        Event::ContentHandover => Some(Fact::Fetched { delivery: body.delivery? }),
        Event::DeliveryCancelled => Some(Fact::Withdrawn { delivery: body.delivery? }),
        Event::StatusArrived
        | Event::StatusReturned
        | Event::StatusAccepted
        | Event::StatusAssigned
        | Event::StatusInProgress
        | Event::StatusCompleted => {
            let at = body.received.unwrap_or(leaf.stamp().time);
            Some(Fact::Reported { delivery: body.delivery?, status: body.event.status()?, at })
        }
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
        | Event::TakeBackRequested
        | Event::UpdateRequested
        | Event::DocumentReplaced
        | Event::DocumentRecalled
        | Event::RequestLapsed
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::key::LogKey;
    use super::super::leaf::{Draft, Paper, Signed, Stamp, origin};
    use super::super::memory::MemoryLog;
    use super::super::tile::Prover;
    use super::*;
    use crate::domain::acknowledgement::Status;
    use crate::domain::ids::{DeliveryId, Digest};
    use crate::domain::rate::{Month, Side};

    const HUB: &str = "truc.example";

    fn organ(n: u8) -> OrganId {
        OrganId(format!("000.00.{n:02}.H53"))
    }

    /// What a committer does, without a store.
    #[derive(Default)]
    struct Committer {
        leaves: Vec<Leaf>,
        seq: HashMap<OrganId, u64>,
        prev: HashMap<Digest, u64>,
    }

    impl Committer {
        fn commit(&mut self, draft: Draft) {
            let index = self.leaves.len() as u64;
            let seq = draft.counted_agency().cloned().map(|agency| {
                let next = self.seq.entry(agency).or_default();
                *next += 1;
                *next - 1
            });
            let prev = draft.doc.and_then(|doc| self.prev.insert(doc, index));
            let time = Micros(1_795_000_000_000_000 + index as i64);
            let stamp = Stamp { time, hub: HUB.to_owned(), epoch: 0, nonce: [index as u8; 16], seq, prev };
            self.leaves.push(draft.complete(stamp).unwrap());
        }

        fn note(&self, key: &LogKey, size: usize) -> (String, MemoryLog) {
            let mut log = MemoryLog::default();
            log.append(&self.leaves[..size].iter().map(Leaf::hash).collect::<Vec<_>>()).unwrap();
            let (size, root) = (log.edge().size(), log.edge().root());
            (Checkpoint::note(&origin(HUB, 0), size, root, key).unwrap(), log)
        }
    }

    fn small_log() -> Committer {
        let mut log = Committer::default();
        log.commit(Draft::new(Event::EpochOpened));
        let doc = Some(Digest([1; 32]));
        log.commit(Draft {
            doc,
            submitter: Some(organ(1)),
            from: Some(organ(1)),
            signed: Some(Signed::B),
            received: Some(Micros(1_795_000_000_000_000)),
            ..Draft::new(Event::SubmissionAcceptance)
        });
        for to in [2, 3, 4] {
            let (delivery, to) = (Some(DeliveryId(Uuid::from_u128(to.into()))), Some(organ(to)));
            log.commit(Draft { doc, delivery, to, ..Draft::new(Event::ContentConsignment) });
        }
        let about = |to: u8| Draft {
            doc,
            delivery: Some(DeliveryId(Uuid::from_u128(to.into()))),
            to: Some(organ(to)),
            submitter: Some(organ(to)),
            ..Draft::new(Event::ContentHandover)
        };
        log.commit(about(2));
        let status = |to, status| {
            let Draft { event, code, .. } = Draft::status(status);
            Draft { event, code, ..about(to) }
        };
        log.commit(status(3, Status::Accepted));
        log.commit(Draft { reason: Some(CONTRADICTION.to_owned()), ..status(3, Status::Returned) });
        log.commit(Draft { reason: Some(CONTRADICTION.to_owned()), ..status(4, Status::Completed) });
        let paper = Paper { agency: organ(1), period: month(), count: 1, supersedes: None };
        log.commit(Draft { paper: Some(paper), ..Draft::new(Event::PaperDeclared) });
        log
    }

    fn month() -> Month {
        Month::of(Micros(1_795_000_000_000_000))
    }

    fn audit(leaves: &[Leaf]) -> Result<LogAudit, AuditError> {
        let mut audit = LogAudit::default();
        leaves.iter().try_for_each(|leaf| audit.take(leaf.bytes()))?;
        Ok(audit)
    }

    #[test]
    fn a_log_is_whole_and_its_rates_are_recounted() {
        let (log, key) = (small_log(), LogKey::generate().unwrap());
        let keys = [key.vkey(&origin(HUB, 0)).unwrap()];
        let audit = audit(&log.leaves).unwrap();
        let (note, _) = log.note(&key, log.leaves.len());
        assert_eq!(audit.finish(&note, &keys).unwrap().size, 10);
        let mine = audit.rates().tallies()[&(organ(1), month())];
        assert_eq!((mine.documents, mine.signed, mine.paper), (1, 1, 1));
        let copies = mine.outgoing;
        assert_eq!((copies.sent, copies.received, copies.acknowledged, copies.completed), (3, 2, 1, 0));
        let exchange = mine.ratio(crate::domain::rate::Kind::Exchange, Side::Outgoing);
        assert_eq!(exchange.percent(true).as_deref(), Some("50,00"));
        assert_eq!(audit.rates().strays(), 0);

        let (shorter, _) = log.note(&key, 9);
        assert_eq!(audit.finish(&shorter, &keys), Err(AuditError::Root { expected: 9, found: 10 }));
    }

    #[test]
    fn leaving_out_swapping_or_changing_a_leaf_shows() {
        let log = small_log();
        let (key, last) = (LogKey::generate().unwrap(), log.leaves.len() - 1);
        let keys = [key.vkey(&origin(HUB, 0)).unwrap()];
        let (note, _) = log.note(&key, log.leaves.len());
        for at in 0..=last {
            let mut leaves = log.leaves.clone();
            leaves.remove(at);
            let found = audit(&leaves).and_then(|audit| audit.finish(&note, &keys)).unwrap_err();
            // After the last two no leaf speaks of the same document or agency: only the root shows the gap.
            let expected = if at >= last - 1 { "evidence.proof" } else { "evidence.log_order" };
            assert_eq!(found.code().name(), expected, "without leaf {at}");
            if at < last {
                let mut leaves = log.leaves.clone();
                leaves.swap(at, at + 1);
                assert_eq!(audit(&leaves).unwrap_err().code().name(), "evidence.log_order", "{at} swapped");
            }
        }
        let mut audit = audit(&log.leaves).unwrap();
        assert_eq!(audit.take(b"{}").unwrap_err().code().name(), "evidence.leaf_form");
    }

    #[test]
    fn a_gap_in_running_numbers_and_a_leaf_of_another_log_show() {
        let mut log = Committer::default();
        for count in 0..3 {
            let paper = Paper { agency: organ(1), period: month(), count, supersedes: None };
            log.commit(Draft { paper: Some(paper), ..Draft::new(Event::PaperDeclared) });
        }
        let code = |leaves: &[Leaf]| audit(leaves).unwrap_err().code().name();
        assert!(audit(&log.leaves).is_ok());
        assert_eq!(code(&[log.leaves[0].clone(), log.leaves[2].clone()]), "evidence.log_order");
        assert_eq!(code(&[log.leaves[0].clone(), log.leaves[0].clone()]), "evidence.log_order");
        assert_eq!(code(&log.leaves[1..]), "evidence.log_order", "epoch 0 counts from 0");
        let at = |hub: &str, epoch, seq| {
            let stamp = Stamp { hub: hub.to_owned(), epoch, seq: Some(seq), ..log.leaves[2].stamp().clone() };
            log.leaves[2].body().clone().complete(stamp).unwrap()
        };
        assert_eq!(code(&[log.leaves[0].clone(), at("other.example", 0, 1)]), "evidence.log_order");
        assert_eq!(code(&[log.leaves[0].clone(), at(HUB, 1, 1)]), "evidence.log_order");
        assert!(audit(&[at(HUB, 1, 41), at(HUB, 1, 42)]).is_ok(), "a later epoch may go on counting");
    }

    #[test]
    fn checkpoints_of_one_log_are_consistent_and_a_fork_is_not() {
        let (log, key) = (small_log(), LogKey::generate().unwrap());
        let keys = [key.vkey(&origin(HUB, 0)).unwrap()];
        let ((old, _), (new, whole)) = (log.note(&key, 6), log.note(&key, 10));
        let proof = Prover::new(&whole).consistency(6, 10).unwrap();
        assert_eq!(consistency(&old, &new, &proof, &keys), Ok(()));
        assert_eq!(
            consistency(&old, &new, &proof[1..], &keys),
            Err(AuditError::Inconsistent { old_size: 6, new_size: 10 })
        );
        let mut fork = small_log();
        fork.leaves.swap(1, 2);
        let (forked, _) = fork.note(&key, 6);
        let found = consistency(&forked, &new, &proof, &keys).unwrap_err();
        assert_eq!(found.code().name(), "evidence.inconsistent");
        let other = Checkpoint::note("other.example/log/0", 1, Hash([0; 32]), &key).unwrap();
        let keys = [keys[0].clone(), key.vkey("other.example/log/0").unwrap()];
        assert_eq!(consistency(&other, &new, &[], &keys).unwrap_err().code().name(), "evidence.origin");
        assert_eq!(consistency("", &new, &[], &keys).unwrap_err().code().name(), "evidence.checkpoint_form");
    }
}
