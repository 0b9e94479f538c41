//! The table that says whose certificate is whose.

use diesel::prelude::*;
use serde_json::json;

use super::admin::record;
use super::row_types::BindingRow;
use super::rows::Row;
use super::tx::{Halt, Tx, bytes};
use crate::evidence::leaf::{BindingRef, Draft, Event};
use crate::store::change::{BindingAct, BindingChange, BindingRule};
use crate::store::conn::found;
use crate::store::log::unsigned;
use crate::store::schema::binding;
use crate::store::{Committed, Conflict, Error};

/// A binding is added or ended.
pub(super) fn change(tx: &mut Tx<'_>, item: &BindingChange) -> Result<Committed, Halt> {
    let (act, detail, row) = match &item.what {
        BindingAct::Add { id, agency, rule, from, until } => {
            let owner = tx.agency(agency)?;
            if newest(tx, id)?.is_some() {
                return Err(Conflict::IdTaken { id: *id }.into());
            }
            let (certificate, spki, attributes) = columns(rule);
            let detail = json!({
                "id": id, "agency": owner, "certificate_sha256": certificate, "spki_sha256": spki,
                "attributes": attributes, "from": from, "until": until,
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
            };
            ("binding.added", detail, row)
        }
        BindingAct::End { id, at } => {
            let Some(last) = newest(tx, id)? else { return Err(Conflict::BindingUnknown { id: *id }.into()) };
            if last.valid_until.is_some_and(|until| until <= tx.now.0) {
                return Err(Conflict::BindingUnknown { id: *id }.into());
            }
            let old = binding::table.find((bytes(id), last.version));
            diesel::update(old).set(binding::current.eq(false)).execute(tx.conn)?;
            let row = BindingRow {
                id: bytes(id),
                version: last.version + 1,
                current: true,
                agency: last.agency,
                certificate_sha256: last.certificate_sha256,
                spki_sha256: last.spki_sha256,
                attributes: last.attributes,
                valid_from: last.valid_from,
                valid_until: Some(at.0),
                author: item.by.name.clone(),
                reason: item.by.reason.clone(),
                epoch: 0,
                leaf: 0,
                leaf_size: 0,
            };
            ("binding.ended", json!({ "id": id, "at": at }), row)
        }
    };
    let rule = super::tx::uuid(&row.id)?.to_string();
    let reference = BindingRef { rule, version: unsigned(row.version)? };
    let draft = Draft { binding: Some(reference), ..Draft::new(Event::BindingChanged) };
    let at = record(tx, &item.by, act, &detail.to_string(), draft)?;
    tx.rows.push(Row::Binding(Box::new(BindingRow { epoch: at.epoch, leaf: at.leaf, ..row })));
    Ok(Committed::Done { leaf: at.answer() })
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
