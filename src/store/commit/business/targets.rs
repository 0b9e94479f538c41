//! Which documents and deliveries a change names, and what the same message did before.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::domain::acknowledgement::RequestNumber;
use crate::domain::business::Outcome;
use crate::domain::ids::{DeliveryId, DocumentId, OrganId};
use crate::store::change::{Affects, Changed, Target, Whom, Withdraw};
use crate::store::commit::loaded::Loaded;
use crate::store::commit::tx::{Halt, Tx, bytes, document_uuid, uuid};
use crate::store::conn::found;
use crate::store::schema::{business_change, delivery as deliveries, document};
use crate::store::{Conflict, LeafRef, words};

/// All attempts of a document of that issuer, whatever code it bore then.
pub(super) fn find(tx: &mut Tx<'_>, issuer: &OrganId, id: &DocumentId) -> Result<Vec<Vec<u8>>, Halt> {
    let rows = document::table
        .select((document::uuid, document::issuer))
        .filter(document::document_id.eq(&id.0))
        .order(document::attempt)
        .load::<(Vec<u8>, String)>(tx.conn)?;
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    for (uuid, of) in rows {
        let of = OrganId(of);
        let agency = tx.answers_for(&of)?;
        if agency == *issuer || of == *issuer { mine.push(uuid) } else { others.push(uuid) }
    }
    if !mine.is_empty() {
        return Ok(mine);
    }
    Err(not_issued(tx, issuer, others, &id.0, &id.0)?.into())
}

/// The DocumentId of what a withdrawal names; by the hub's name only what is the caller's is found.
pub(super) fn named(tx: &mut Tx<'_>, issuer: &OrganId, target: &Target) -> Result<DocumentId, Halt> {
    let uuid = match target {
        Target::Id(id) => return Ok(id.clone()),
        Target::Uuid(uuid) => uuid,
    };
    let row = document::table.find(bytes(&uuid.0)).select((document::document_id, document::issuer));
    let row = found(row.first::<(String, String)>(tx.conn))?;
    let (document_id, of) = row.ok_or_else(|| Conflict::TargetUnknown { document_id: uuid.to_string() })?;
    let of = OrganId(of);
    let agency = tx.answers_for(&of)?;
    if agency == *issuer || of == *issuer {
        return Ok(DocumentId(document_id));
    }
    Err(not_issued(tx, issuer, vec![bytes(&uuid.0)], &document_id, &uuid.to_string())?.into())
}

/// What is said of documents that another agency issued: to their receivers that, to others that there are none, by the
/// name that they used.
fn not_issued(
    tx: &mut Tx<'_>,
    asker: &OrganId,
    documents: Vec<Vec<u8>>,
    document_id: &str,
    named: &str,
) -> Result<Conflict, Halt> {
    let codes = tx.codes_of(asker)?;
    let received = deliveries::table
        .filter(deliveries::document.eq_any(documents).and(deliveries::agency.eq_any(codes)))
        .count()
        .get_result::<i64>(tx.conn)?;
    Ok(match received {
        0 => Conflict::TargetUnknown { document_id: named.to_owned() },
        _ => Conflict::NotIssuer { document_id: document_id.to_owned() },
    })
}

/// The newest delivery of each receiver, over all attempts. Two copies of one sending that came to be with one agency by a
/// merger are both kept.
pub(super) fn newest(tx: &mut Tx<'_>, held: Vec<Loaded>) -> Result<Vec<Loaded>, Halt> {
    let mut newest: Vec<(OrganId, Loaded)> = Vec::new();
    for loaded in held {
        let agency = tx.answers_for(&OrganId(loaded.agency.clone()))?;
        newest.retain(|(of, other)| *of != agency || other.document == loaded.document);
        newest.push((agency, loaded));
    }
    let mut newest: Vec<Loaded> = newest.into_iter().map(|(_, loaded)| loaded).collect();
    newest.sort_by_key(|loaded| loaded.pos);
    Ok(newest)
}

/// All codes of the agency whose business a delivery's code is now.
pub(super) fn codes_at(tx: &mut Tx<'_>, code: &str) -> Result<Vec<String>, Halt> {
    let agency = tx.answers_for(&OrganId(code.to_owned()))?;
    let mut codes = tx.codes_of(&agency)?;
    if !codes.iter().any(|known| known == code) {
        codes.push(code.to_owned());
    }
    Ok(codes)
}

pub(super) fn chosen(tx: &mut Tx<'_>, affect: &Affects, held: Vec<Loaded>) -> Result<Vec<Loaded>, Halt> {
    let named = match &affect.receivers {
        Whom::All => return Ok(held),
        Whom::These(named) | Whom::Among(named) => named,
    };
    let (mut agencies, mut strangers) = (HashSet::new(), Vec::new());
    for name in named {
        // What was sent to a code that has closed since lies with that code still, and is its successor's.
        let codes = codes_at(tx, &name.0)?;
        let there: Vec<&Loaded> = held.iter().filter(|loaded| codes.contains(&loaded.agency)).collect();
        if there.is_empty() {
            strangers.push(name.clone());
        }
        agencies.extend(there.into_iter().map(|loaded| loaded.agency.clone()));
    }
    if !strangers.is_empty() && matches!(affect.receivers, Whom::These(_)) {
        let document_id = affect.target.0.clone();
        return Err(Conflict::ReceiverNotOfTarget { document_id, agencies: strangers }.into());
    }
    Ok(held.into_iter().filter(|loaded| agencies.contains(&loaded.agency)).collect())
}

/// What the same message did when it came first, where it has no answer yet or one of these.
pub(super) fn earlier(tx: &mut Tx<'_>, item: &Withdraw, answers: &[&str]) -> Result<Vec<Changed>, Halt> {
    type Found = (Vec<u8>, Vec<u8>, String, String, Option<i64>, (i64, i64, i64));
    let rows = business_change::table
        .select((
            business_change::target,
            business_change::delivery,
            business_change::agency,
            business_change::outcome,
            business_change::request,
            (business_change::epoch, business_change::leaf, business_change::leaf_size),
        ))
        .filter(business_change::message_sha256.eq(item.message_digest.0.to_vec()))
        .filter(business_change::carrier.eq(&item.carrier.0))
        .filter(business_change::answer.is_null().or(business_change::answer.eq_any(answers)))
        .order(business_change::pos)
        .load::<Found>(tx.conn)?;
    let changed = |(target, delivery, agency, outcome, request, (epoch, index, size)): Found| {
        let number = RequestNumber(request.and_then(|n| u32::try_from(n).ok()).unwrap_or_default());
        let outcome = match outcome.as_str() {
            "withdrawn" => Outcome::Withdrawn,
            "asked" => Outcome::Asked(number),
            "bound" => Outcome::Bound,
            other => return Err(words::damaged("outcome of a change", other)),
        };
        Ok(Changed {
            what: item.what,
            target: document_uuid(&target)?,
            delivery: DeliveryId(uuid(&delivery)?),
            agency: OrganId(agency),
            outcome,
            leaf: Some(LeafRef { epoch, index, size }),
        })
    };
    Ok(rows.into_iter().map(changed).collect::<Result<Vec<_>, _>>()?)
}

/// All that a change can be answered with.
pub(super) const ANSWERS: [&str; 5] = ["agreed", "confirmed", "protested", "declined", "lapsed"];
