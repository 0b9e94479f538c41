//! Refused packages: a row and a leaf each, up to 60 a minute and system; the surplus is counted into one leaf.

use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::accept::job_row;
use super::row_types::{RejectionRow, SurplusRow};
use super::rows::Row;
use super::tx::{Halt, Tx, bytes};
use crate::crypto;
use crate::domain::ids::{Digest, Micros, OrganId};
use crate::evidence::leaf::{Draft, Event, Salt, VerdictRef, commit_document, commit_package};
use crate::store::change::Reject;
use crate::store::log::{signed, unsigned};
use crate::store::schema::{rejection, rejection_surplus};
use crate::store::{Committed, Error};

/// Judges one refusal.
pub(super) fn reject(tx: &mut Tx<'_>, item: &Reject) -> Result<Committed, Halt> {
    let system = item.system.map_or(Uuid::nil(), |id| id.0);
    let key = (item.carrier.clone(), system);
    if recent(tx, item)? + tx.rejections.get(&key).copied().unwrap_or(0) >= LEAVES_A_MINUTE {
        let minute = minute_of(tx.now);
        let row = SurplusRow { carrier: item.carrier.0.clone(), system: bytes(&system), minute, count: 1 };
        tx.rows.push(Row::Surplus(row));
        return Ok(Committed::RejectedInSurplus);
    }
    let salt = |salt: [u8; 32]| Salt(Digest(salt));
    let draft = Draft {
        received: Some(item.received),
        doc: item.document_id.as_ref().map(|id| commit_document(&salt(item.salts.doc), id)),
        pkg: Some(commit_package(&salt(item.salts.pkg), &item.package_digest)),
        submitter: Some(item.carrier.clone()),
        from: item.from_proven.clone(),
        code: Some(item.code.name().to_owned()),
        verdict: Some(VerdictRef {
            code: item.code.name().to_owned(),
            sha256: crypto::sha256(item.verdict_json.as_bytes()),
        }),
        ..Draft::new(Event::SubmissionRejection)
    };
    let at = tx.append(draft, None)?;
    tx.rows.push(Row::Rejection(Box::new(RejectionRow {
        id: bytes(&item.id),
        package_sha256: item.package_digest.0.to_vec(),
        package_size: signed(item.package_size)?,
        received: tx.now.0,
        carrier: item.carrier.0.clone(),
        system: item.system.map(|id| bytes(&id.0)),
        from_proven: item.from_proven.as_ref().map(|from| from.0.clone()),
        document_id: item.document_id.as_ref().map(|id| id.0.clone()),
        code: item.code.name().to_owned(),
        verdict_json: item.verdict_json.clone(),
        doc_salt: item.salts.doc.to_vec(),
        pkg_salt: item.salts.pkg.to_vec(),
        epoch: at.epoch,
        leaf: at.leaf,
        leaf_size: 0,
        pos: at.pos,
    })));
    tx.rows.extend(item.jobs.iter().map(|job| Row::Job(Box::new(job_row(job, tx.now)))));
    *tx.rejections.entry(key).or_default() += 1;
    Ok(Committed::Rejected { id: item.id, leaf: at.answer() })
}

/// One leaf for each minute whose surplus is over; every batch begins with those that are due.
pub(super) fn count_surplus(tx: &mut Tx<'_>) -> Result<(), Halt> {
    let due = rejection_surplus::table
        .select((
            rejection_surplus::carrier,
            rejection_surplus::system,
            rejection_surplus::minute,
            rejection_surplus::count,
        ))
        .filter(rejection_surplus::leaf.is_null().and(rejection_surplus::minute.lt(minute_of(tx.now))))
        .order(rejection_surplus::minute)
        .limit(100)
        .load::<(String, Vec<u8>, i64, i64)>(tx.conn)?;
    for (carrier, system, minute, count) in due {
        let draft = Draft {
            submitter: Some(OrganId(carrier.clone())),
            count: Some(unsigned(count)?),
            ..Draft::new(Event::RejectionsCounted)
        };
        let at = tx.append(draft, None)?;
        tx.rows.push(Row::SurplusCounted { carrier, system, minute, epoch: at.epoch, leaf: at.leaf });
    }
    Ok(())
}

/// Refusals of that system in the last minute that got a leaf of their own.
fn recent(tx: &mut Tx<'_>, item: &Reject) -> Result<i64, Error> {
    let since = tx.now.0.saturating_sub(60_000_000);
    let rows = rejection::table
        .select(count_star())
        .filter(rejection::carrier.eq(&item.carrier.0).and(rejection::received.gt(since)))
        .into_boxed();
    let rows = match item.system {
        Some(id) => rows.filter(rejection::system.eq(bytes(&id.0))),
        None => rows.filter(rejection::system.is_null()),
    };
    Ok(rows.first::<i64>(tx.conn)?)
}

fn minute_of(at: Micros) -> i64 {
    at.0.div_euclid(60_000_000)
}

/// DECISIONS.md, Identity: refusals a minute and system that get a leaf of their own.
const LEAVES_A_MINUTE: i64 = 60;
