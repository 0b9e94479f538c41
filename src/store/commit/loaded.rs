//! A delivery as an item of a batch finds it under the head lock: both machines, and what its leaves say.

use diesel::prelude::*;

use super::row_types::DeliveryChange;
use super::rows::Row;
use super::tx::{At, Halt, Key, Tx, bytes, uuid};
use crate::domain::acknowledgement::{Question, RecallAnswer, Request, RequestNumber, Standing, Stored};
use crate::domain::ids::{DeliveryId, Digest, DocumentId, Micros, OrganId};
use crate::domain::{acknowledgement, delivery};
use crate::evidence::leaf::{Draft, Event, Salt, commit_document};
use crate::store::conn::found;
use crate::store::schema::{delivery as deliveries, document};
use crate::store::{Conflict, Error, LeafRef, words};

/// A delivery with what its leaves need.
#[derive(Queryable)]
pub(super) struct Loaded {
    pub(super) id: Vec<u8>,
    pub(super) document: Vec<u8>,
    pub(super) agency: String,
    issuer: String,
    state: String,
    since: i64,
    recall_pending: bool,
    ack: String,
    standing: String,
    recall_answer: String,
    open: (Option<i64>, Option<String>),
    requests: i64,
    heard: bool,
    fetched: (Option<i64>, Option<i64>, Option<i64>),
    document_id: String,
    doc_salt: Vec<u8>,
    pub(super) last_pos: i64,
    pub(super) pos: i64,
}

type Columns = (
    deliveries::id,
    deliveries::document,
    deliveries::agency,
    deliveries::issuer,
    deliveries::state,
    deliveries::since,
    deliveries::recall_pending,
    deliveries::ack,
    deliveries::standing,
    deliveries::recall_answer,
    (deliveries::open_request, deliveries::open_question),
    deliveries::requests,
    deliveries::heard,
    (deliveries::fetched_epoch, deliveries::fetched_leaf, deliveries::fetched_size),
    document::document_id,
    document::doc_salt,
    document::last_pos,
    deliveries::pos,
);

const COLUMNS: Columns = (
    deliveries::id,
    deliveries::document,
    deliveries::agency,
    deliveries::issuer,
    deliveries::state,
    deliveries::since,
    deliveries::recall_pending,
    deliveries::ack,
    deliveries::standing,
    deliveries::recall_answer,
    (deliveries::open_request, deliveries::open_question),
    deliveries::requests,
    deliveries::heard,
    (deliveries::fetched_epoch, deliveries::fetched_leaf, deliveries::fetched_size),
    document::document_id,
    document::doc_salt,
    document::last_pos,
    deliveries::pos,
);

/// Under the head lock, and only if it is the agency's own, under whichever of its codes. Its document is claimed too: its
/// newest leaf is one chain over all its receivers, and two words of one batch on the same document would both name the
/// same leaf as the one before.
pub(super) fn load(tx: &mut Tx<'_>, agency: &OrganId, id: DeliveryId) -> Result<Loaded, Halt> {
    let loaded = by_id(tx, id)?.ok_or(Conflict::DeliveryNotYours { delivery: Some(id) })?;
    let holder = OrganId(loaded.agency.clone());
    if holder != *agency && tx.answers_for(&holder)? != *agency {
        return Err(Conflict::DeliveryNotYours { delivery: Some(id) }.into());
    }
    tx.touch(Key::Id(uuid(&loaded.document)?))?;
    Ok(loaded)
}

/// Any delivery; the caller claims it and its document.
pub(super) fn by_id(tx: &mut Tx<'_>, id: DeliveryId) -> Result<Option<Loaded>, Halt> {
    let row = deliveries::table.inner_join(document::table).select(COLUMNS).filter(deliveries::id.eq(bytes(&id.0)));
    Ok(found(row.first::<Loaded>(tx.conn))?)
}

/// Any delivery with its `remind_at`; its document is claimed.
pub(super) fn load_any(tx: &mut Tx<'_>, id: DeliveryId) -> Result<(Loaded, Option<i64>), Halt> {
    let loaded = by_id(tx, id)?.ok_or(Conflict::DeliveryNotYours { delivery: Some(id) })?;
    tx.touch(Key::Id(uuid(&loaded.document)?))?;
    let at = deliveries::table.find(&loaded.id).select(deliveries::remind_at).first::<Option<i64>>(tx.conn)?;
    Ok((loaded, at))
}

/// All deliveries of documents, in the order of the log; the caller claims them.
pub(super) fn of_documents(tx: &mut Tx<'_>, documents: &[Vec<u8>]) -> Result<Vec<Loaded>, Halt> {
    let rows = deliveries::table
        .inner_join(document::table)
        .select(COLUMNS)
        .filter(deliveries::document.eq_any(documents))
        .order(deliveries::pos);
    Ok(rows.load::<Loaded>(tx.conn)?)
}

impl Loaded {
    /// The hub's duty.
    pub(super) fn hub(&self) -> Result<delivery::State, Error> {
        let name = delivery::Name::parse(&self.state).ok_or_else(|| words::damaged("delivery state", &self.state))?;
        Ok(delivery::State::restore(name, Micros(self.since), self.recall_pending))
    }

    /// The receiver's word, and what its sender has asked and laid down.
    pub(super) fn receiver(&self) -> Result<acknowledgement::State, Error> {
        let damaged = |text: &str| words::damaged("acknowledgement state", text);
        let number = |n: i64| u32::try_from(n).map_err(|_| damaged(&n.to_string()));
        let open = match &self.open {
            (Some(n), Some(question)) => Some(Request {
                number: RequestNumber(number(*n)?),
                question: Question::parse(question).ok_or_else(|| damaged(question))?,
            }),
            _ => None,
        };
        Ok(acknowledgement::State::restore(Stored {
            name: acknowledgement::Name::parse(&self.ack).ok_or_else(|| damaged(&self.ack))?,
            standing: Standing::parse(&self.standing).ok_or_else(|| damaged(&self.standing))?,
            recall: RecallAnswer::parse(&self.recall_answer).ok_or_else(|| damaged(&self.recall_answer))?,
            open,
            requests: number(self.requests)?,
        }))
    }

    /// The leaf of its first handover.
    pub(super) fn fetched_leaf(&self) -> Option<LeafRef> {
        match self.fetched {
            (Some(epoch), Some(index), Some(size)) => Some(LeafRef { epoch, index, size }),
            _ => None,
        }
    }

    /// What every leaf about this delivery says.
    pub(super) fn draft(&self, event: Event) -> Result<Draft, Error> {
        let salt = Salt(digest(&self.doc_salt)?);
        Ok(Draft {
            doc: Some(commit_document(&salt, &DocumentId(self.document_id.clone()))),
            from: Some(OrganId(self.issuer.clone())),
            to: Some(OrganId(self.agency.clone())),
            delivery: Some(DeliveryId(uuid(&self.id)?)),
            ..Draft::new(event)
        })
    }

    /// Pushes the delivery's new row. A contradiction keeps its leaf, but is no fetch: it has no time. `said` is when the
    /// receiver's word came in, if this is one.
    pub(super) fn change(
        &self,
        tx: &mut Tx<'_>,
        hub: delivery::State,
        receiver: acknowledgement::State,
        handover: Option<(Micros, At)>,
        contradicts: bool,
        said: Option<Micros>,
    ) {
        let before = acknowledgement::Name::parse(&self.ack);
        let was_accepted = before.is_some_and(acknowledgement::Name::is_acknowledged);
        let accepted = receiver.name().is_acknowledged() && !was_accepted;
        tx.rows.push(Row::DeliveryChange(Box::new(DeliveryChange {
            id: self.id.clone(),
            state: hub.name().as_str().to_owned(),
            since: hub.since().0,
            recall_pending: hub.recall_pending(),
            ack: receiver.name().as_str().to_owned(),
            standing: receiver.standing().as_str().to_owned(),
            recall_answer: receiver.recall_answer().as_str().to_owned(),
            open_request: Some(receiver.open_request().map(|open| i64::from(open.number.0))),
            open_question: Some(receiver.open_request().map(|open| open.question.as_str().to_owned())),
            requests: i64::from(receiver.requests()),
            heard: self.heard || (!contradicts && hub.name() == delivery::Name::Fetched),
            remind_at: (hub.name() != delivery::Name::Delivered).then_some(None),
            accepted_at: said.filter(|_| accepted).map(|at| at.0),
            fetched_at: handover.filter(|_| !contradicts).map(|(received, _)| received.0),
            fetched_epoch: handover.map(|(_, at)| at.epoch),
            fetched_leaf: handover.map(|(_, at)| at.leaf),
            fetched_size: None,
        })));
    }

    /// The document's newest leaf is at `at`.
    pub(super) fn moved(&self, tx: &mut Tx<'_>, at: At) {
        tx.rows.push(Row::LastPos { document: self.document.clone(), pos: at.pos });
    }
}

/// A digest of a row.
pub(super) fn digest(bytes: &[u8]) -> Result<Digest, Error> {
    Digest::from_slice(bytes)
        .ok_or_else(|| Error::Damaged { what: "a digest", found: format!("{} bytes", bytes.len()) })
}
