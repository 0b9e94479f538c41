//! Mails that were placed, or never will be; and reads of content.

use diesel::prelude::*;
use uuid::Uuid;

use super::accept::job_row;
use super::loaded::by_id;
use super::row_types::{AccessRow, NotificationRow};
use super::rows::Row;
use super::tx::{Halt, Key, Tx, bytes, uuid};
use crate::domain::business;
use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, JobId, OrganId};
use crate::evidence::leaf::{Draft, Event, Salt, commit_document};
use crate::store::change::{Access, JobKind, MailOutcome, MailSettled};
use crate::store::conn::{Conn, found};
use crate::store::schema::{document, job, mail_failing};
use crate::store::{Committed, Conflict, words};

#[derive(Queryable)]
struct Claimed {
    kind: String,
    agency: String,
    delivery: Option<Vec<u8>>,
    document: Option<Vec<u8>>,
    claim: Option<Vec<u8>>,
    dead: bool,
}

/// Settles the job on the claim that holds it, and says so in the log.
pub(super) fn settled(tx: &mut Tx<'_>, item: &MailSettled) -> Result<Committed, Halt> {
    tx.touch(Key::Id(item.job.0))?;
    let lost = || Halt::from(Conflict::LeaseLost { job: item.job });
    let claimed = lock(tx.conn, &item.job.0)?.ok_or_else(lost)?;
    if claimed.dead || claimed.claim != Some(bytes(&item.claim)) {
        return Err(lost());
    }
    addresses(tx, &claimed.agency, item)?;
    let (placed, reply) = match &item.outcome {
        MailOutcome::Placed { reply } => (true, reply.clone()),
        MailOutcome::Dead { reply, .. } => (false, reply.clone()),
        MailOutcome::NotNeeded => {
            tx.rows.push(Row::JobDone(bytes(&item.job.0)));
            return Ok(Committed::Noted);
        }
    };
    if claimed.kind == JobKind::MailPerson.as_str() {
        // What a person is sent is between them and the hub: no document, no office, no leaf.
        tx.rows.push(match &item.outcome {
            MailOutcome::Dead { reply, code } => {
                Row::JobDead { id: bytes(&item.job.0), code: code.name().to_owned(), reply: reply.clone() }
            }
            MailOutcome::Placed { .. } | MailOutcome::NotNeeded => Row::JobDone(bytes(&item.job.0)),
        });
        return Ok(Committed::Noted);
    }
    let event = if placed { Event::ConsignmentNotification } else { Event::ConsignmentNotificationFailure };
    let mut draft = Draft {
        to: Some(OrganId(claimed.agency.clone())),
        delivery: claimed.delivery.as_ref().map(|id| uuid(id).map(DeliveryId)).transpose()?,
        reason: Some(words::read_job_kind(&claimed.kind)?.as_str().to_owned()),
        ..Draft::new(event)
    };
    let mut after = None;
    if let Some(id) = &claimed.document {
        tx.touch(Key::Id(uuid(id)?))?;
        let columns = (document::document_id, document::doc_salt, document::last_pos);
        let row = document::table.find(id).select(columns).first::<(String, Vec<u8>, i64)>(tx.conn);
        if let Some((document_id, salt, last_pos)) = found(row)? {
            let salt = Digest::from_slice(&salt).map(Salt);
            draft.doc = salt.map(|salt| commit_document(&salt, &DocumentId(document_id)));
            after = Some(last_pos);
        }
    }
    if let MailOutcome::Dead { code, .. } = &item.outcome {
        draft.code = Some(code.name().to_owned());
    }
    let at = tx.append(draft, after)?;
    if let (Some(id), Some(_)) = (&claimed.document, after) {
        tx.rows.push(Row::LastPos { document: id.clone(), pos: at.pos });
    }
    tx.rows.push(match &item.outcome {
        MailOutcome::Placed { .. } | MailOutcome::NotNeeded => Row::JobDone(bytes(&item.job.0)),
        MailOutcome::Dead { reply, code } => {
            Row::JobDead { id: bytes(&item.job.0), code: code.name().to_owned(), reply: reply.clone() }
        }
    });
    tx.rows.push(Row::Notification(Box::new(NotificationRow {
        id: bytes(&Uuid::now_v7()),
        kind: claimed.kind,
        agency: claimed.agency,
        delivery: claimed.delivery,
        document: claimed.document,
        placed,
        reply,
        at: tx.now.0,
        epoch: at.epoch,
        leaf: at.leaf,
        leaf_size: 0,
    })));
    Ok(Committed::Done { leaf: at.answer() })
}

/// Which addresses of the office fail, since when, and which do no longer. The operator is told of the first time only.
fn addresses(tx: &mut Tx<'_>, agency: &str, item: &MailSettled) -> Result<(), Halt> {
    for refused in &item.refused {
        let row = mail_failing::table.find((agency, &refused.address)).select(mail_failing::since);
        if found(row.first::<i64>(tx.conn))?.is_some() {
            continue;
        }
        tx.touch(Key::Address(agency.to_owned(), refused.address.clone()))?;
        tx.rows.extend(refused.job.iter().map(|job| Row::Job(Box::new(job_row(job, tx.now)))));
        tx.rows.push(Row::MailFailing {
            agency: agency.to_owned(),
            address: refused.address.clone(),
            since: tx.now.0,
            reply: refused.reply.clone(),
        });
    }
    if !item.taken.is_empty() {
        tx.rows.push(Row::MailTaken { agency: agency.to_owned(), addresses: item.taken.clone() });
    }
    Ok(())
}

/// Notes a read of content, where it is still handed out: the state is that under the head lock, so that no bytes leave
/// after a recall is durable.
pub(super) fn access(tx: &mut Tx<'_>, item: &Access) -> Result<Committed, Halt> {
    if let Some(id) = item.delivery {
        tx.touch(Key::Delivery(id.0))?;
        let loaded = by_id(tx, id)?.ok_or(Conflict::DeliveryNotYours { delivery: Some(id) })?;
        if let Some(standing) = business::withheld(&loaded.hub()?, &loaded.receiver()?, item.archive) {
            return Err(Conflict::ContentWithheld { standing }.into());
        }
    }
    tx.rows.push(Row::Access(AccessRow {
        id: bytes(&Uuid::now_v7()),
        at: item.at.0,
        agency: item.agency.0.clone(),
        system: item.system.map(|id| bytes(&id.0)),
        person: item.person.map(|id| bytes(&id.0)),
        document: Some(bytes(&item.document.0)),
        delivery: item.delivery.map(|id| bytes(&id.0)),
        what: item.what.to_owned(),
        detail: None,
    }));
    Ok(Committed::Noted)
}

/// Whether that claim holds the job, and the job is about that document.
pub(super) fn claimed_document(conn: &mut Conn, id: JobId, claim: &Uuid, about: DocumentUuid) -> Result<bool, Halt> {
    let Some(claimed) = lock(conn, &id.0)? else { return Ok(false) };
    Ok(!claimed.dead && claimed.claim == Some(bytes(claim)) && claimed.document == Some(bytes(&about.0)))
}

/// The job's row, held until the commit: claims are made outside the head lock.
fn lock(conn: &mut Conn, id: &Uuid) -> Result<Option<Claimed>, Halt> {
    let columns = (job::kind, job::agency, job::delivery, job::document, job::claim, job::dead);
    let row = job::table.find(bytes(id)).select(columns);
    let row = match conn {
        Conn::Pg(pg) => row.for_update().first::<Claimed>(pg),
        // BEGIN IMMEDIATE holds the whole file.
        Conn::Sqlite(sqlite) => row.first::<Claimed>(sqlite),
    };
    Ok(found(row)?)
}
