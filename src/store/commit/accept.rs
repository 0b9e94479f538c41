//! A verified document for its receivers: new, the same again, or not to be had.

use diesel::prelude::*;

use super::business::{self, By};
use super::deadlines::{self, Until};
use super::directory::conflict_of;
use super::issued;
use super::row_types::{ChainRow, DeliveryRow, DocumentRow, IdempotencyRow, JobRow, ListingRow, SubmissionRow};
use super::rows::Row;
use super::tx::{At, Halt, Key, Tx, bytes, caller, document_uuid, uuid};
use crate::crypto;
use crate::domain::agency::AgencyError;
use crate::domain::business::BusinessType;
use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, Micros, OrganId};
use crate::domain::rate::Month;
use crate::domain::{acknowledgement, delivery, desk};
use crate::evidence::leaf::{
    BindingRef, Draft, Event, Receivers, Salt, VerdictRef, commit_content, commit_document, commit_package,
};
use crate::store::change::{Accept, Authn, IdempotencyKey, NewJob, PayloadAt, Salts};
use crate::store::conn::found;
use crate::store::schema::{delivery as deliveries, document, idempotency};
use crate::store::{Committed, Conflict, Error, LeafRef, log, search, words};

/// Judges one package.
pub(super) fn accept(tx: &mut Tx<'_>, item: &Accept) -> Result<Committed, Halt> {
    tx.live_system(item.system, &item.carrier)?;
    if let Some(first) = by_idempotency(tx, item)? {
        return Ok(first);
    }
    // A closed issuer still gets the receipt of what it sent before.
    let resolved = tx.resolve(&item.from_named)?;
    let issuer = resolved.clone().unwrap_or_else(|_| item.issuer.clone());
    tx.touch(Key::Document(issuer.clone(), item.document_id.clone()))?;
    let attempts = attempts(tx, &issuer, item)?;
    if let Some(same) = same_again(&issuer, &attempts, item)? {
        return Ok(same);
    }
    resolved.map_err(conflict_of)?;
    tx.may_send(&item.from_named)?;
    tx.may_send(&item.carrier)?;
    let receivers = receivers(tx, item)?;
    if let Some(last) = attempts.last() {
        allowed_again(tx, last, &attempts, &receivers, item)?;
    }
    if let PayloadAt::Object(key) = &item.payload
        && !tx.objects.may_commit(key, tx.now)
    {
        return Err(Conflict::ObjectStale { key: key.to_string() }.into());
    }
    // A document stays its first issuer's, over all its attempts: a merger in between changes neither log nor rates.
    let issuer = attempts.first().map_or(issuer, |first| OrganId(first.issuer.clone()));
    write(tx, item, &issuer, &attempts, &receivers)
}

/// An attempt that was accepted before.
#[derive(Queryable)]
struct Attempt {
    uuid: Vec<u8>,
    number: i16,
    issuer: String,
    carrier: String,
    content: Vec<u8>,
    doc_salt: Vec<u8>,
    month: i64,
    epoch: i64,
    leaf: i64,
    leaf_size: i64,
    last_pos: i64,
}

impl Attempt {
    fn already(&self) -> Result<Committed, Halt> {
        let leaf = LeafRef { epoch: self.epoch, index: self.leaf, size: self.leaf_size };
        Ok(Committed::AlreadyAccepted { document: document_uuid(&self.uuid)?, leaf })
    }
}

/// The first answer to the same Idempotency-Key, if there was one.
fn by_idempotency(tx: &mut Tx<'_>, item: &Accept) -> Result<Option<Committed>, Halt> {
    let Some(target) = idempotent_target(tx, caller(item.system, item.person), item.idempotency.as_ref())? else {
        return Ok(None);
    };
    let columns = (document::epoch, document::leaf, document::leaf_size);
    let row = found(document::table.find(&target).select(columns).first::<(i64, i64, i64)>(tx.conn))?;
    let Some((epoch, index, size)) = row else {
        // The key named an acknowledgement: another request, whatever its digest says.
        let now = item.idempotency.as_ref().map_or(item.package_digest, |key| key.digest);
        return Err(Conflict::IdempotencyKeyReused { first: now, now }.into());
    };
    Ok(Some(Committed::AlreadyAccepted { document: document_uuid(&target)?, leaf: LeafRef { epoch, index, size } }))
}

/// What a key named before: `None` when it is new; a conflict when it named another request.
pub(super) fn idempotent_target(
    tx: &mut Tx<'_>,
    system: Option<uuid::Uuid>,
    key: Option<&IdempotencyKey>,
) -> Result<Option<Vec<u8>>, Halt> {
    let (Some(system), Some(key)) = (system, key) else { return Ok(None) };
    tx.touch(Key::Idempotency(system, key.key.clone()))?;
    let row = idempotency::table
        .find((bytes(&system), &key.key))
        .select((idempotency::digest, idempotency::target, idempotency::until))
        .first::<(Vec<u8>, Vec<u8>, i64)>(tx.conn);
    let Some((digest, target, until)) = found(row)? else { return Ok(None) };
    if until <= tx.now.0 {
        diesel::delete(idempotency::table.find((bytes(&system), &key.key))).execute(tx.conn)?;
        return Ok(None);
    }
    if digest == key.digest.0 {
        return Ok(Some(target));
    }
    let first = Digest::from_slice(&digest).unwrap_or(Digest([0; 32]));
    Err(Conflict::IdempotencyKeyReused { first, now: key.digest }.into())
}

/// The row that remembers a key for 24 h.
pub(super) fn remember(tx: &mut Tx<'_>, system: Option<uuid::Uuid>, key: Option<&IdempotencyKey>, target: Vec<u8>) {
    if let (Some(system), Some(key)) = (system, key) {
        let until = tx.now.plus_seconds(IDEMPOTENCY_S).0;
        let (system, digest) = (bytes(&system), key.digest.0.to_vec());
        tx.rows.push(Row::Idempotency(IdempotencyRow { system, key: key.key.clone(), digest, target, until }));
    }
}

fn attempts(tx: &mut Tx<'_>, issuer: &OrganId, item: &Accept) -> Result<Vec<Attempt>, Halt> {
    let issuers = tx.codes_of(issuer)?;
    let columns = (
        document::uuid,
        document::attempt,
        document::issuer,
        document::carrier,
        document::content_sha256,
        document::doc_salt,
        document::month,
        document::epoch,
        document::leaf,
        document::leaf_size,
        document::last_pos,
    );
    let rows = document::table
        .select(columns)
        .filter(document::document_id.eq(&item.document_id.0).and(document::issuer.eq_any(issuers)))
        .order(document::attempt);
    Ok(rows.load(tx.conn)?)
}

/// DECISIONS.md, Identity: the same content gets the first receipt, if the caller is of the From agency or carried it
/// then; other content under the same id is refused, unless a further attempt is asked for.
fn same_again(issuer: &OrganId, attempts: &[Attempt], item: &Accept) -> Result<Option<Committed>, Halt> {
    let Some(first) = attempts.first() else { return Ok(None) };
    let asked = i16::try_from(item.attempt).unwrap_or(i16::MAX);
    let same = |attempt: &&Attempt| attempt.content == item.content_digest.0;
    let candidate = match attempts.iter().find(|attempt| attempt.number == asked) {
        // Without the parameter any attempt with that content is meant.
        Some(_) if asked <= 1 => attempts.iter().find(same),
        Some(attempt) => Some(attempt).filter(same),
        None => return Ok(None),
    };
    match candidate {
        Some(attempt) if item.carrier == *issuer || item.carrier.0 == attempt.carrier => attempt.already().map(Some),
        Some(_) => Err(Conflict::DocumentNotYours { document_id: item.document_id.clone() }.into()),
        None => {
            let first = document_uuid(&first.uuid)?;
            Err(Conflict::DocumentIdReused { document_id: item.document_id.clone(), first }.into())
        }
    }
}

/// The receivers after aliases and substitutes, in the document's order; one unknown, closed or suspended refuses the whole,
/// all are named.
fn receivers(tx: &mut Tx<'_>, item: &Accept) -> Result<Vec<OrganId>, Halt> {
    let named: Vec<OrganId> = item.receivers.iter().map(|receiver| receiver.named.clone()).collect();
    let (mut addressed, mut unknown, mut closed, mut suspended) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for one in tx.addressed(&named)? {
        match one {
            Ok(one) => addressed.push(one),
            Err(AgencyError::Unknown { id }) => unknown.push(id),
            Err(AgencyError::Closed { id } | AgencyError::Circle { id }) => closed.push(id),
            Err(AgencyError::Suspended { id }) => suspended.push(id),
        }
    }
    if addressed.len() != named.len() || addressed.is_empty() {
        return Err(Conflict::Receivers { unknown, closed, suspended }.into());
    }
    let mut seen = std::collections::HashSet::new();
    match addressed.iter().find(|one| !seen.insert(&one.agency)) {
        Some(one) => Err(Conflict::ReceiverTwice { agency: one.agency.clone() }.into()),
        None => Ok(addressed.into_iter().map(|one| one.inbox).collect()),
    }
}

/// A further attempt: the next number, and every receiver named now has Returned, Cancelled, Expired or Failed in its
/// newest delivery. A receiver that never had one is not sent again but updated (type 2).
fn allowed_again(
    tx: &mut Tx<'_>,
    last: &Attempt,
    attempts: &[Attempt],
    receivers: &[OrganId],
    item: &Accept,
) -> Result<(), Halt> {
    let refuse = |open| Halt::from(Conflict::AttemptNotAllowed { asked: item.attempt, open });
    if i32::from(item.attempt) != i32::from(last.number) + 1 {
        return Err(refuse(Vec::new()));
    }
    for attempt in attempts {
        tx.touch(Key::Id(uuid(&attempt.uuid)?))?;
    }
    let documents: Vec<&[u8]> = attempts.iter().map(|attempt| attempt.uuid.as_slice()).collect();
    let rows = deliveries::table
        .select((deliveries::agency, deliveries::state, deliveries::ack))
        .filter(deliveries::document.eq_any(documents))
        .order(deliveries::pos)
        .load::<(String, String, String)>(tx.conn)?;
    let mut held = Vec::new();
    for (code, state, ack) in rows {
        held.push((tx.answers_for(&OrganId(code))?, state, ack));
    }
    let done = |agency: &&OrganId| {
        let newest = held.iter().rev().find(|(receiver, ..)| receiver == *agency);
        newest.is_some_and(|(_, state, ack)| {
            let names = delivery::Name::parse(state).zip(acknowledgement::Name::parse(ack));
            names.is_some_and(|(state, ack)| desk::may_be_sent_again(state, ack))
        })
    };
    let open: Vec<OrganId> = receivers.iter().filter(|agency| !done(agency)).cloned().collect();
    if open.is_empty() { Ok(()) } else { Err(refuse(open)) }
}

fn write(
    tx: &mut Tx<'_>,
    item: &Accept,
    issuer: &OrganId,
    attempts: &[Attempt],
    receivers: &[OrganId],
) -> Result<Committed, Halt> {
    let uuid = bytes(&item.document.0);
    // One salt a document, over all its attempts: so the rates know that it is one document.
    let doc_salt = attempts.first().and_then(|first| first.doc_salt.as_slice().try_into().ok());
    let salts = Salts { doc: doc_salt.unwrap_or(item.salts.doc), ..item.salts };
    let month = attempts.first().map_or_else(|| month_of(item.received), |first| first.month);
    let acceptance = acceptance(tx, item, issuer, receivers, &salts)?;
    let (doc, send_by) = (acceptance.doc, acceptance.send_by);
    let first = tx.append(acceptance, attempts.last().map(|last| last.last_pos))?;
    let by = By {
        issuer,
        document: Some((item.document, doc)),
        document_id: Some(&item.document_id),
        carrier: &item.carrier,
        system: item.system,
        person: item.person,
        message: item.package_digest,
        authn: if item.signed.is_verified() { Authn::Signature } else { Authn::Channel },
        reason: item.reason.as_deref(),
        received: item.received,
    };
    let changes = business::apply(tx, &by, &item.affects)?;
    if item.business == BusinessType::Recall && !business::any(&changes) {
        return Err(Conflict::NothingToChange { what: business::Change::Recall }.into());
    }
    let mut last = first;
    let mut delivered = Vec::new();
    let mut deliveries = Vec::new();
    for (receiver, agency) in item.receivers.iter().zip(receivers) {
        // A recall that met the document before its receiver took it is the hub's own matter: nothing is sent.
        if item.business == BusinessType::Recall && business::unseen(tx, &changes, agency)? {
            continue;
        }
        delivered.push(Some(receiver.delivery));
        let until = deadlines::of_copy(tx, item, agency)?;
        let draft = Draft {
            received: Some(item.received),
            doc,
            from: Some(issuer.clone()),
            to: Some(agency.clone()),
            delivery: Some(receiver.delivery),
            accept_by: until.accept.known(),
            calendar: Some(until.calendar.clone()),
            ..Draft::new(Event::ContentConsignment)
        };
        let at = tx.append(draft, Some(last.pos))?;
        let parties = (agency, &receiver.named);
        let row = delivery_row(receiver.delivery, item.document, parties, issuer, (month, tx.now, at), &until);
        tx.rows.push(Row::Delivery(Box::new(row)));
        deliveries.push(issued::delivery(receiver, item.document, agency, tx.now, &until, at));
        last = at;
    }
    document_rows(tx, item, issuer, &salts, (month, send_by), (first, last))?;
    // A recall that was never sent to a receiver announces nothing there.
    let own = |id: &Option<DeliveryId>| item.receivers.iter().any(|receiver| *id == Some(receiver.delivery));
    let sent = |job: &&NewJob| !own(&job.delivery) || delivered.contains(&job.delivery);
    for job in item.jobs.iter().filter(sent) {
        if !(job.digested && tx.is_digested(&job.agency)?) {
            tx.rows.push(Row::Job(Box::new(job_row(job, tx.now))));
        }
    }
    remember(tx, caller(item.system, item.person), item.idempotency.as_ref(), uuid);
    let issued = issued::issued(item, issuer, &salts, words::read_month(month)?, tx.now, first, deliveries)?;
    Ok(Committed::Accepted { document: item.document, leaf: first.answer(), issued: Box::new(issued) })
}

fn acceptance(
    tx: &mut Tx<'_>,
    item: &Accept,
    issuer: &OrganId,
    receivers: &[OrganId],
    salts: &Salts,
) -> Result<Draft, Halt> {
    // By the issuer's calendar it is judged whether it was sent in time.
    let working = tx.working(Some(issuer))?;
    let binding = item.binding.as_ref().map(|binding| {
        Ok::<_, Error>(BindingRef { rule: binding.id.to_string(), version: log::unsigned(binding.version)? })
    });
    Ok(Draft {
        received: Some(item.received),
        doc: Some(commit_document(&Salt(Digest(salts.doc)), &item.document_id)),
        pkg: Some(commit_package(&Salt(Digest(salts.pkg)), &item.package_digest)),
        content: Some(commit_content(&Salt(Digest(salts.content)), &item.content_digest)),
        submitter: Some(item.carrier.clone()),
        from: Some(issuer.clone()),
        receivers: Some(Receivers::of(receivers)),
        signed: Some(item.signed),
        pdf: Some(item.pdf),
        verdict: Some(VerdictRef {
            code: item.verdict_code.clone(),
            sha256: crypto::sha256(item.verdict_json.as_bytes()),
        }),
        binding: binding.transpose()?,
        issued: deadlines::date(item.listing.issued.as_ref()),
        urgency: item.listing.urgency.map(|_| item.urgency.as_str().to_owned()),
        due: deadlines::date(item.listing.due.as_ref()),
        send_by: deadlines::sending(&working.calendar, item),
        stamped: item.stamped,
        policy: item.policy.clone(),
        directory: tx.directory.version(),
        calendar: Some(working.version),
        agency_level: tx.level(issuer)?,
        ..Draft::new(Event::SubmissionAcceptance)
    })
}

fn document_rows(
    tx: &mut Tx<'_>,
    item: &Accept,
    issuer: &OrganId,
    salts: &Salts,
    (month, send_by): (i64, Option<Micros>),
    (first, last): (At, At),
) -> Result<(), Halt> {
    let size = |bytes: u64| log::signed(bytes);
    tx.rows.push(Row::Document(Box::new(DocumentRow {
        uuid: bytes(&item.document.0),
        issuer: issuer.0.clone(),
        document_id: item.document_id.0.clone(),
        attempt: i16::try_from(item.attempt.max(1)).unwrap_or(i16::MAX),
        from_named: item.from_named.0.clone(),
        carrier: item.carrier.0.clone(),
        system: item.system.map(|id| bytes(&id.0)),
        person: item.person.map(|id| bytes(&id.0)),
        received: item.received.0,
        accepted: tx.now.0,
        month,
        content_sha256: item.content_digest.0.to_vec(),
        content_size: size(item.content_size)?,
        signed: words::signed(item.signed).to_owned(),
        pdf: words::pdf(item.pdf).to_owned(),
        verdict_code: item.verdict_code.clone(),
        binding_id: item.binding.as_ref().map(|binding| bytes(&binding.id)),
        binding_version: item.binding.as_ref().map(|binding| binding.version),
        doc_salt: salts.doc.to_vec(),
        pkg_salt: salts.pkg.to_vec(),
        content_salt: salts.content.to_vec(),
        receivers: size(item.receivers.len() as u64)?,
        epoch: first.epoch,
        leaf: first.leaf,
        leaf_size: 0,
        pos: first.pos,
        last_pos: last.pos,
        business: item.business.as_str().to_owned(),
        send_by: send_by.map(|by| by.0),
    })));
    tx.rows.push(Row::Listing(Box::new(ListingRow {
        document: bytes(&item.document.0),
        subject: item.listing.subject.clone(),
        number: item.listing.number.clone(),
        notation: item.listing.notation.clone(),
        issued: item.listing.issued.clone(),
        type_name: item.listing.type_name.clone(),
        urgency: item.listing.urgency,
        due: item.listing.due.clone(),
        search: search::stored(&item.listing.search),
    })));
    let chain = (!item.signer_chain.is_empty()).then(|| item.signer_chain.concat());
    let chain_sha256 = chain.as_ref().map(|der| crypto::sha256(der).0.to_vec());
    if let (Some(der), Some(sha256)) = (chain, chain_sha256.clone()) {
        tx.rows.push(Row::Chain(ChainRow { sha256, der }));
    }
    let (payload, object_key) = match &item.payload {
        PayloadAt::Inline(bytes) => (Some(bytes.clone()), None),
        PayloadAt::Object(key) => (None, Some(key.to_string())),
    };
    tx.rows.push(Row::Submission(Box::new(SubmissionRow {
        document: bytes(&item.document.0),
        package_sha256: item.package_digest.0.to_vec(),
        package_size: size(item.package_size)?,
        container: words::container(item.container).to_owned(),
        payload,
        object_key,
        verdict_json: item.verdict_json.clone(),
        verdict_sha256: crypto::sha256(item.verdict_json.as_bytes()).0.to_vec(),
        chain_sha256,
    })));
    Ok(())
}

fn delivery_row(
    id: DeliveryId,
    document: DocumentUuid,
    (agency, named): (&OrganId, &OrganId),
    issuer: &OrganId,
    (month, now, at): (i64, Micros, At),
    until: &Until,
) -> DeliveryRow {
    // A pull delivery is born Delivered: it lies in the inbox.
    let state = delivery::State::in_inbox(now);
    DeliveryRow {
        id: bytes(&id.0),
        document: bytes(&document.0),
        agency: agency.0.clone(),
        named: named.0.clone(),
        issuer: issuer.0.clone(),
        month,
        state: state.name().as_str().to_owned(),
        since: state.since().0,
        recall_pending: state.recall_pending(),
        ack: acknowledgement::State::none().name().as_str().to_owned(),
        open_request: None,
        requests: 0,
        heard: false,
        delivered_at: Some(state.since().0),
        fetched_at: None,
        fetched_epoch: None,
        fetched_leaf: None,
        fetched_size: None,
        epoch: at.epoch,
        leaf: at.leaf,
        leaf_size: 0,
        pos: at.pos,
        // The worker looks at once and computes when somebody is to be told.
        remind_at: Some(now.0),
        accept_by: until.accept.at.0,
        accept_known: until.accept.known().is_some(),
        answer_by: until.answer.map(|answer| answer.at.0),
    }
}

/// A job as it waits.
pub(super) fn job_row(job: &NewJob, now: Micros) -> JobRow {
    JobRow {
        id: bytes(&job.id.0),
        kind: job.kind.as_str().to_owned(),
        agency: job.agency.0.clone(),
        delivery: job.delivery.map(|id| bytes(&id.0)),
        document: job.document.map(|id| bytes(&id.0)),
        payload_json: job.payload_json.clone(),
        created: now.0,
        due: job.run_at.0,
        attempts: 0,
        dead: false,
    }
}

/// yyyymm of the month in Việt Nam.
pub(super) fn month_of(at: Micros) -> i64 {
    words::month_number(Month::of(at))
}

/// DECISIONS.md, Identity: a key is kept for a day.
const IDEMPOTENCY_S: i64 = 24 * 3600;
