//! Digests: an office's times, and what it was told up to. The place in the log decides what a mail tells, not the time of
//! day: whatever is committed after a digest was written stands behind it and waits for the next.

use diesel::prelude::*;

use super::accept::job_row;
use super::admin::record;
use super::rows::Row;
use super::tx::{Halt, Key, Tx};
use crate::evidence::leaf::{Draft, Event};
use crate::store::Committed;
use crate::store::change::{DigestMail, DigestTimes};
use crate::store::conn::found;
use crate::store::schema::digest;

/// When an office gets its digests. One that wants them no more keeps its row until the last has been written.
pub(super) fn times(tx: &mut Tx<'_>, item: &DigestTimes) -> Result<Committed, Halt> {
    let agency = tx.agency(&item.agency)?;
    let row = digest::table.find(&agency.0).select(digest::agency);
    let known = found(row.first::<String>(tx.conn))?.is_some();
    let times = item.times.as_ref().map(|(times, _)| times.to_string()).unwrap_or_default();
    let next = item.times.as_ref().map_or(tx.now, |(_, next)| *next);
    let told = tx.last_pos()?;
    let detail = serde_json::json!({ "agency": agency, "digest": times });
    let at = record(tx, &item.by, "notice.digest", &detail.to_string(), Draft::new(Event::OperatorAct))?;
    if known || item.times.is_some() {
        tx.rows.push(Row::DigestTimes { agency: agency.0, times, next: next.0, told });
    }
    Ok(Committed::Done { leaf: at.answer() })
}

/// Compare and set: what another process has told meanwhile is left alone.
pub(super) fn told(tx: &mut Tx<'_>, item: &DigestMail) -> Result<Committed, Halt> {
    let row = digest::table.find(&item.agency.0).select(digest::next);
    if found(row.first::<i64>(tx.conn))? != Some(item.expected.0) {
        return Ok(Committed::Noted);
    }
    // A second look at the same row in this batch would not see what the first wrote.
    tx.touch(Key::Digest(item.agency.clone()))?;
    // Whoever is told at once again is, from the next leaf on.
    tx.closed |= item.next.is_none();
    let told = item.job.as_ref().map(|_| tx.last_pos()).transpose()?;
    tx.rows.extend(item.job.iter().map(|job| Row::Job(Box::new(job_row(job, tx.now)))));
    tx.rows.push(Row::DigestTold { agency: item.agency.0.clone(), next: item.next.map(|at| at.0), told });
    Ok(Committed::Noted)
}
