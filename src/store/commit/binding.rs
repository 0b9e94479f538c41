//! The table that says whose certificate is whose.

use diesel::prelude::*;
use serde_json::json;

use super::admin::record;
use super::row_types::BindingRow;
use super::rows::Row;
use super::tx::{Halt, Tx, bytes};
use crate::domain::ids::{Micros, OrganId};
use crate::evidence::leaf::{BindingRef, Draft, Event};
use crate::store::change::{Actor, BindingAct, BindingChange, BindingRule};
use crate::store::conn::found;
use crate::store::log::unsigned;
use crate::store::schema::binding;
use crate::store::{Committed, Conflict, Error};

/// A binding is added, ended or revoked.
pub(super) fn change(tx: &mut Tx<'_>, item: &BindingChange) -> Result<Committed, Halt> {
    let (act, detail, row) = match &item.what {
        BindingAct::Add { id, agency, rule, from, until, not_after } => {
            let owner = tx.agency(agency)?;
            if newest(tx, id)?.is_some() {
                return Err(Conflict::IdTaken { id: *id }.into());
            }
            let (certificate, spki, attributes) = columns(rule);
            let detail = json!({
                "id": id, "agency": owner, "certificate_sha256": certificate, "spki_sha256": spki,
                "attributes": attributes, "from": from, "until": until, "not_after": not_after,
            });
            let hash = |digest: Option<crate::domain::ids::Digest>| digest.map(|digest| digest.0.to_vec());
            let row = BindingRow {
                id: bytes(id),
                version: 1,
                current: true,
                agency: owner.0,
                certificate_sha256: hash(certificate),
                spki_sha256: hash(spki),
                attributes: json!(attributes).to_string(),
                valid_from: from.0,
                valid_until: until.map(|at| at.0),
                author: item.by.name.clone(),
                reason: item.by.reason.clone(),
                epoch: 0,
                leaf: 0,
                leaf_size: 0,
                revoked_from: None,
                not_after: not_after.map(|at| at.0),
            };
            ("binding.added", detail, row)
        }
        BindingAct::End { id, at } => {
            let last = newest(tx, id)?.ok_or(Conflict::BindingUnknown { id: *id })?;
            if last.valid_until.is_some_and(|until| until <= tx.now.0) {
                return Err(Conflict::BindingUnknown { id: *id }.into());
            }
            let row = BindingRow { valid_until: Some(at.0), ..follow(tx, id, last, &item.by)? };
            ("binding.ended", json!({ "id": id, "at": at }), row)
        }
        BindingAct::Revoke { id, from } => {
            let last = newest(tx, id)?.ok_or(Conflict::BindingUnknown { id: *id })?;
            if last.revoked_from.is_some_and(|revoked| revoked <= from.0) {
                return Err(Conflict::BindingUnknown { id: *id }.into());
            }
            let until = last.valid_until.map_or(from.0, |until| until.min(from.0));
            let row = follow(tx, id, last, &item.by)?;
            let row = BindingRow { valid_until: Some(until), revoked_from: Some(from.0), ..row };
            ("binding.revoked", json!({ "id": id, "from": from }), row)
        }
    };
    record_row(tx, &item.by, act, &detail, row)
}

/// Ends all of an agency's bindings at `at`, as part of another act: the rows wait for their leaves.
pub(super) fn end_all(tx: &mut Tx<'_>, agency: &OrganId, at: Micros, by: &Actor) -> Result<Vec<BindingRow>, Halt> {
    let open = binding::valid_until.is_null().or(binding::valid_until.assume_not_null().gt(at.0));
    let ids = binding::table
        .select(binding::id)
        .filter(binding::agency.eq(&agency.0).and(binding::current.eq(true)).and(open))
        .order(binding::id)
        .load::<Vec<u8>>(tx.conn)?;
    let mut rows = Vec::new();
    for id in ids {
        let id = super::tx::uuid(&id)?;
        if let Some(last) = newest(tx, &id)? {
            rows.push(BindingRow { valid_until: Some(at.0), ..follow(tx, &id, last, by)? });
        }
    }
    Ok(rows)
}

/// The leaf of a binding that [`end_all`] ended.
pub(super) fn record_end(tx: &mut Tx<'_>, by: &Actor, row: BindingRow) -> Result<Committed, Halt> {
    let detail = json!({ "id": super::tx::uuid(&row.id)?, "at": row.valid_until });
    record_row(tx, by, "binding.ended", &detail, row)
}

fn record_row(
    tx: &mut Tx<'_>,
    by: &Actor,
    act: &str,
    detail: &serde_json::Value,
    row: BindingRow,
) -> Result<Committed, Halt> {
    let rule = super::tx::uuid(&row.id)?.to_string();
    let reference = BindingRef { rule, version: unsigned(row.version)? };
    let draft = Draft { binding: Some(reference), ..Draft::new(Event::BindingChanged) };
    let at = record(tx, by, act, &detail.to_string(), draft)?;
    tx.rows.push(Row::Binding(Box::new(BindingRow { epoch: at.epoch, leaf: at.leaf, ..row })));
    Ok(Committed::Done { leaf: at.answer() })
}

/// The next version of a binding, as the last one was; that one is no longer current.
fn follow(tx: &mut Tx<'_>, id: &uuid::Uuid, last: Newest, by: &Actor) -> Result<BindingRow, Error> {
    let old = binding::table.find((bytes(id), last.version));
    diesel::update(old).set(binding::current.eq(false)).execute(tx.conn)?;
    Ok(BindingRow {
        id: bytes(id),
        version: last.version + 1,
        current: true,
        agency: last.agency,
        certificate_sha256: last.certificate_sha256,
        spki_sha256: last.spki_sha256,
        attributes: last.attributes,
        valid_from: last.valid_from,
        valid_until: last.valid_until,
        author: by.name.clone(),
        reason: by.reason.clone(),
        epoch: 0,
        leaf: 0,
        leaf_size: 0,
        revoked_from: last.revoked_from,
        not_after: last.not_after,
    })
}

#[derive(Queryable)]
struct Newest {
    version: i64,
    agency: String,
    certificate_sha256: Option<Vec<u8>>,
    spki_sha256: Option<Vec<u8>>,
    attributes: String,
    valid_from: i64,
    valid_until: Option<i64>,
    revoked_from: Option<i64>,
    not_after: Option<i64>,
}

fn newest(tx: &mut Tx<'_>, id: &uuid::Uuid) -> Result<Option<Newest>, Error> {
    let columns = (
        binding::version,
        binding::agency,
        binding::certificate_sha256,
        binding::spki_sha256,
        binding::attributes,
        binding::valid_from,
        binding::valid_until,
        binding::revoked_from,
        binding::not_after,
    );
    let rows = binding::table.select(columns).filter(binding::id.eq(bytes(id))).order(binding::version.desc());
    Ok(found(rows.first::<Newest>(tx.conn))?)
}

type Columns = (Option<crate::domain::ids::Digest>, Option<crate::domain::ids::Digest>, Vec<(String, String)>);

fn columns(rule: &BindingRule) -> Columns {
    match rule {
        BindingRule::Exact { certificate_sha256 } => (Some(*certificate_sha256), None, Vec::new()),
        BindingRule::Rule { issuer_spki_sha256, attributes } => (None, Some(*issuer_spki_sha256), attributes.clone()),
    }
}
