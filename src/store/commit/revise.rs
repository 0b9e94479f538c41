//! A later look at a signature came to a verdict: a row, a leaf, and what lists show.

use diesel::prelude::*;
use uuid::Uuid;

use super::mail::claimed_document;
use super::row_types::RevisionRow;
use super::rows::Row;
use super::tx::{Halt, Key, Tx, bytes};
use crate::crypto;
use crate::domain::ids::{Digest, DocumentId, OrganId};
use crate::evidence::leaf::{Draft, Event, Salt, VerdictRef, commit_document};
use crate::store::change::VerdictRevised;
use crate::store::conn::found;
use crate::store::schema::document;
use crate::store::{Committed, Conflict};

/// Settles the job on the claim that holds it, and says in the log what the later look found.
pub(super) fn revise(tx: &mut Tx<'_>, item: &VerdictRevised) -> Result<Committed, Halt> {
    tx.touch(Key::Id(item.job.0))?;
    let lost = || Halt::from(Conflict::LeaseLost { job: item.job });
    if !claimed_document(tx.conn, item.job, &item.claim, item.document)? {
        return Err(lost());
    }
    tx.touch(Key::Id(item.document.0))?;
    let columns = (document::issuer, document::document_id, document::doc_salt, document::last_pos);
    let row = document::table.find(bytes(&item.document.0)).select(columns);
    let (issuer, id, salt, last_pos) = found(row.first::<(String, String, Vec<u8>, i64)>(tx.conn))?.ok_or_else(lost)?;
    let sha256 = crypto::sha256(item.verdict_json.as_bytes());
    let salt = Digest::from_slice(&salt).map(Salt);
    let draft = Draft {
        doc: salt.map(|salt| commit_document(&salt, &DocumentId(id))),
        from: Some(OrganId(issuer)),
        signed: Some(item.signed),
        verdict: Some(VerdictRef { code: item.verdict_code.clone(), sha256 }),
        ..Draft::new(Event::VerdictRevised)
    };
    let at = tx.append(draft, Some(last_pos))?;
    tx.rows.push(Row::LastPos { document: bytes(&item.document.0), pos: at.pos });
    tx.rows.push(Row::Revision(Box::new(RevisionRow {
        id: bytes(&Uuid::now_v7()),
        document: bytes(&item.document.0),
        code: item.verdict_code.clone(),
        verdict_json: item.verdict_json.clone(),
        verdict_sha256: sha256.0.to_vec(),
        at: tx.now.0,
        epoch: at.epoch,
        leaf: at.leaf,
        leaf_size: 0,
        pos: at.pos,
    })));
    tx.rows.push(Row::JobDone(bytes(&item.job.0)));
    Ok(Committed::Done { leaf: at.answer() })
}
