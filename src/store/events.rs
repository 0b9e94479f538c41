//! What happened for an agency, in the order of the log: read out of the rows that say so, and kept nowhere else. A cursor is
//! a place in the log, so that everybody can read it all again.
//!
//! Only leaves below the head that was read first are shown: leaf order is the order of commits, so nothing can come to lie
//! before a cursor later.

use std::collections::HashMap;

use diesel::dsl::{exists, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::ids::{DeliveryId, DocumentId, DocumentUuid, Micros, OrganId};
use crate::store::conn::Conn;
use crate::store::schema::{acknowledgement, business_change, delivery, document, listing, rejection};
use crate::store::{Error, Page, Store, read};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A document lies in the agency's inbox.
    Arrived,
    /// A receiver has fetched the agency's document.
    Fetched,
    /// A receiver said how far it is (01, 03 to 06).
    Acknowledged,
    /// A receiver returned the agency's document (02).
    Returned,
    /// A receiver answered a question, or a recall (15, 16).
    Answered,
    /// The issuer asks the agency: take-back, update.
    Asked,
    /// A document that the agency had not fetched was withdrawn.
    Withdrawn,
    /// A document that the agency has was recalled.
    Recalled,
    /// Another document took the place of one that the agency has.
    Replaced,
    /// A document that the receiver never fetched has expired: for both sides.
    Expired,
    /// A package of the agency was refused.
    Refused,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place in the log: the cursor.
    pub pos: i64,
    /// What.
    pub kind: EventKind,
    /// When.
    pub at: Micros,
    /// About which delivery.
    pub delivery: Option<DeliveryId>,
    /// About which document.
    pub document: Option<DocumentUuid>,
    /// As its issuer wrote it.
    pub document_id: Option<DocumentId>,
    /// The issuer.
    pub from: Option<OrganId>,
    /// The receiver.
    pub to: Option<OrganId>,
    /// Trích yếu.
    pub subject: Option<String>,
    /// The edXML status code, or the code of a refusal.
    pub code: Option<String>,
    /// `recall`, `update`, `replace`, `take_back`.
    pub change: Option<String>,
    /// The number of the question.
    pub request: Option<i64>,
}

/// Some events, and where to go on.
#[derive(Clone, Debug)]
pub struct Events {
    /// In the order of the log.
    pub rows: Vec<Event>,
    /// Everything up to here was looked at.
    pub place: i64,
    /// Whether there is more already.
    pub more: bool,
}

impl Store {
    /// What happened for `agency` after the place `after`.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn events(&self, agency: &OrganId, after: i64, limit: u32) -> Result<Events, Error> {
        let head = self.log_pos()?;
        self.read(|conn| {
            let span = Span { agency: &agency.0, after, head, limit: read::limit(limit) };
            let mut rows = span.arrived(conn)?;
            rows.extend(span.words(conn)?);
            rows.extend(span.fetched(conn)?);
            rows.extend(span.changes(conn)?);
            rows.extend(span.expired(conn)?);
            rows.extend(span.refused(conn)?);
            // A leaf is told once: a word that also says "fetched", a refusal whose carrier is its sender.
            rows.sort_by_key(|row| row.pos);
            rows.dedup_by_key(|row| row.pos);
            let page = Page::of(rows, limit, |row| row.pos);
            let place = page.next.unwrap_or_else(|| after.max(head - 1));
            let rows = named(conn, page.rows)?;
            Ok(Events { rows, place, more: page.next.is_some() })
        })
    }
}

/// Which part of whose events.
struct Span<'a> {
    agency: &'a str,
    after: i64,
    head: i64,
    limit: i64,
}

impl Span<'_> {
    fn arrived(&self, conn: &mut Conn) -> Result<Vec<Event>, Error> {
        type Columns = (i64, Vec<u8>, Vec<u8>, String, Option<i64>, i64);
        let rows = delivery::table
            .select((
                delivery::pos,
                delivery::id,
                delivery::document,
                delivery::agency,
                delivery::delivered_at,
                delivery::since,
            ))
            .filter(delivery::agency.eq(self.agency))
            .filter(delivery::pos.gt(self.after).and(delivery::pos.lt(self.head)))
            .order(delivery::pos)
            .limit(self.limit)
            .load::<Columns>(conn)?;
        let event = |(pos, id, document, to, at, since): Columns| {
            Ok(Event {
                delivery: Some(DeliveryId(read::uuid(&id)?)),
                document: Some(DocumentUuid(read::uuid(&document)?)),
                to: Some(OrganId(to)),
                ..bare(pos, EventKind::Arrived, at.unwrap_or(since))
            })
        };
        rows.into_iter().map(event).collect()
    }

    fn fetched(&self, conn: &mut Conn) -> Result<Vec<Event>, Error> {
        type Columns = (i64, Vec<u8>, Vec<u8>, String, Option<i64>);
        let rows = delivery::table
            .select((fetched_place(), delivery::id, delivery::document, delivery::agency, delivery::fetched_at))
            .filter(delivery::issuer.eq(self.agency).and(delivery::fetched_at.is_not_null()))
            .filter(fetched_place().gt(self.after).and(fetched_place().lt(self.head)))
            .order(fetched_place())
            .limit(self.limit)
            .load::<Columns>(conn)?;
        let event = |(pos, id, document, to, at): Columns| {
            Ok(Event {
                delivery: Some(DeliveryId(read::uuid(&id)?)),
                document: Some(DocumentUuid(read::uuid(&document)?)),
                to: Some(OrganId(to)),
                ..bare(pos, EventKind::Fetched, at.unwrap_or_default())
            })
        };
        rows.into_iter().map(event).collect()
    }

    /// What was never fetched; the issuer and the receiver are two index walks, as in `refused`.
    fn expired(&self, conn: &mut Conn) -> Result<Vec<Event>, Error> {
        type Columns = (Option<i64>, Vec<u8>, Vec<u8>, String, i64);
        let rows = || {
            delivery::table
                .select((delivery::expired_pos, delivery::id, delivery::document, delivery::agency, delivery::since))
                .filter(delivery::expired_pos.gt(self.after).and(delivery::expired_pos.lt(self.head)))
                .order(delivery::expired_pos)
                .limit(self.limit)
        };
        let mut found = rows().filter(delivery::issuer.eq(self.agency)).load::<Columns>(conn)?;
        found.extend(rows().filter(delivery::agency.eq(self.agency)).load::<Columns>(conn)?);
        let event = |(pos, id, document, to, at): Columns| {
            Ok(Event {
                delivery: Some(DeliveryId(read::uuid(&id)?)),
                document: Some(DocumentUuid(read::uuid(&document)?)),
                to: Some(OrganId(to)),
                ..bare(pos.unwrap_or_default(), EventKind::Expired, at)
            })
        };
        found.into_iter().map(event).collect()
    }

    /// The receivers' words on what the agency issued.
    fn words(&self, conn: &mut Conn) -> Result<Vec<Event>, Error> {
        type Columns = (i64, Vec<u8>, Vec<u8>, String, i16, i64);
        let own =
            document::table.filter(document::uuid.eq(acknowledgement::document).and(document::issuer.eq(self.agency)));
        let rows = acknowledgement::table
            .select((
                acknowledgement::pos,
                acknowledgement::delivery,
                acknowledgement::document,
                acknowledgement::reporter,
                acknowledgement::code,
                acknowledgement::received,
            ))
            .filter(acknowledgement::pos.gt(self.after).and(acknowledgement::pos.lt(self.head)))
            .filter(exists(own))
            .order(acknowledgement::pos)
            .limit(self.limit)
            .load::<Columns>(conn)?;
        let event = |(pos, id, document, to, code, at): Columns| {
            let kind = match code {
                2 => EventKind::Returned,
                15 | 16 => EventKind::Answered,
                _ => EventKind::Acknowledged,
            };
            Ok(Event {
                delivery: Some(DeliveryId(read::uuid(&id)?)),
                document: Some(DocumentUuid(read::uuid(&document)?)),
                to: Some(OrganId(to)),
                code: Some(format!("{code:02}")),
                ..bare(pos, kind, at)
            })
        };
        rows.into_iter().map(event).collect()
    }

    /// What issuers did to documents that the agency received.
    fn changes(&self, conn: &mut Conn) -> Result<Vec<Event>, Error> {
        type Columns = (i64, Vec<u8>, Vec<u8>, String, String, String, Option<i64>, i64);
        let rows = business_change::table
            .select((
                business_change::pos,
                business_change::delivery,
                business_change::target,
                business_change::agency,
                business_change::kind,
                business_change::outcome,
                business_change::request,
                business_change::received,
            ))
            .filter(business_change::agency.eq(self.agency))
            .filter(business_change::pos.gt(self.after).and(business_change::pos.lt(self.head)))
            .order(business_change::pos)
            .limit(self.limit)
            .load::<Columns>(conn)?;
        let event = |(pos, id, document, to, change, outcome, request, at): Columns| {
            let kind = match (outcome.as_str(), change.as_str()) {
                ("withdrawn", _) => EventKind::Withdrawn,
                ("asked", _) => EventKind::Asked,
                (_, "recall") => EventKind::Recalled,
                _ => EventKind::Replaced,
            };
            Ok(Event {
                delivery: Some(DeliveryId(read::uuid(&id)?)),
                document: Some(DocumentUuid(read::uuid(&document)?)),
                to: Some(OrganId(to)),
                change: Some(change),
                request,
                ..bare(pos, kind, at)
            })
        };
        rows.into_iter().map(event).collect()
    }

    /// Two index walks, as `rejections` has it.
    fn refused(&self, conn: &mut Conn) -> Result<Vec<Event>, Error> {
        type Columns = (i64, Option<String>, Option<String>, String, i64);
        let rows = || {
            rejection::table
                .select((
                    rejection::pos,
                    rejection::from_proven,
                    rejection::document_id,
                    rejection::code,
                    rejection::received,
                ))
                .filter(rejection::pos.gt(self.after).and(rejection::pos.lt(self.head)))
                .order(rejection::pos)
                .limit(self.limit)
        };
        let mut found = rows().filter(rejection::carrier.eq(self.agency)).load::<Columns>(conn)?;
        found.extend(rows().filter(rejection::from_proven.eq(self.agency)).load::<Columns>(conn)?);
        let event = |(pos, from, id, code, at): Columns| Event {
            document_id: id.map(DocumentId),
            from: from.map(OrganId),
            code: Some(code),
            ..bare(pos, EventKind::Refused, at)
        };
        Ok(found.into_iter().map(event).collect())
    }
}

/// The place of the leaf that says "fetched", as the index has it (`store::pos`).
pub(super) fn fetched_place() -> SqlLiteral<BigInt> {
    sql::<BigInt>("(delivery.fetched_epoch * 17592186044416 + delivery.fetched_leaf)")
}

fn bare(pos: i64, kind: EventKind, at: i64) -> Event {
    Event {
        pos,
        kind,
        at: Micros(at),
        delivery: None,
        document: None,
        document_id: None,
        from: None,
        to: None,
        subject: None,
        code: None,
        change: None,
        request: None,
    }
}

/// Says what the documents are called.
fn named(conn: &mut Conn, mut events: Vec<Event>) -> Result<Vec<Event>, Error> {
    let mut ids: Vec<Vec<u8>> = events.iter().filter_map(|event| event.document).map(|id| read::bytes(&id.0)).collect();
    ids.sort();
    ids.dedup();
    let rows = document::table
        .inner_join(listing::table)
        .select((document::uuid, document::document_id, document::issuer, listing::subject))
        .filter(document::uuid.eq_any(ids))
        .load::<(Vec<u8>, String, String, String)>(conn)?;
    let mut names: HashMap<Uuid, (String, String, String)> = HashMap::new();
    for (id, document_id, issuer, subject) in rows {
        names.insert(read::uuid(&id)?, (document_id, issuer, subject));
    }
    for event in &mut events {
        if let Some((id, issuer, subject)) = event.document.and_then(|id| names.get(&id.0)) {
            event.document_id = Some(DocumentId(id.clone()));
            event.from = Some(OrganId(issuer.clone()));
            event.subject = Some(subject.clone());
        }
    }
    Ok(events)
}
