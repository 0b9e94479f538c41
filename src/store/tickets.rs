//! One-time links to content (DECISIONS, Content): the content origin knows no cookies, so that the link alone opens one
//! attachment, once, for a minute. Kept is the SHA-256 of the token, never the token.

use diesel::prelude::*;

use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, Micros, OrganId, PersonId};
use crate::store::conn::{each, found};
use crate::store::schema::content_ticket as tickets;
use crate::store::{Error, Store, read};

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The document.
    pub document: DocumentUuid,
    /// By which delivery the viewer has it; `None`: the viewer sent it.
    pub delivery: Option<DeliveryId>,
    /// The viewer's agency.
    pub agency: OrganId,
    /// The viewer.
    pub person: Option<PersonId>,
    /// The attachment's place in the package, from 0.
    pub attachment: usize,
    /// Shown in the browser, not saved.
    pub shown: bool,
}

impl Store {
    /// Keeps a link until `until`, and forgets those that ended before `now`.
    ///
    /// # Errors
    /// `Database`.
    pub fn put_ticket(&self, token: Digest, ticket: &Ticket, now: Micros, until: Micros) -> Result<(), Error> {
        let attachment = i64::try_from(ticket.attachment).unwrap_or(i64::MAX);
        self.write(|conn| {
            diesel::delete(tickets::table.filter(tickets::until.lt(now.0))).execute(conn)?;
            let row = (
                tickets::token_sha256.eq(token.0.to_vec()),
                tickets::document.eq(read::bytes(&ticket.document.0)),
                tickets::delivery.eq(ticket.delivery.map(|id| read::bytes(&id.0))),
                tickets::agency.eq(&ticket.agency.0),
                tickets::person.eq(ticket.person.map(|id| read::bytes(&id.0))),
                tickets::attachment.eq(attachment),
                tickets::shown.eq(ticket.shown),
                tickets::until.eq(until.0),
            );
            each!(&mut *conn, c => diesel::insert_into(tickets::table).values(&row).execute(c))?;
            Ok(())
        })
    }

    /// Takes a link, once: `None` when there is none, it was used, or its time is over.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn take_ticket(&self, token: Digest, now: Micros) -> Result<Option<Ticket>, Error> {
        self.write(|conn| {
            let open = tickets::table.find(token.0.to_vec()).filter(tickets::used.is_null());
            let open = open.filter(tickets::until.ge(now.0));
            if diesel::update(open).set(tickets::used.eq(now.0)).execute(conn)? == 0 {
                return Ok(None);
            }
            let row = tickets::table.find(token.0.to_vec()).select((
                tickets::document,
                tickets::delivery,
                tickets::agency,
                tickets::person,
                tickets::attachment,
                tickets::shown,
            ));
            let row = found(row.first::<(Vec<u8>, Option<Vec<u8>>, String, Option<Vec<u8>>, i64, bool)>(conn))?;
            let Some((document, delivery, agency, person, attachment, shown)) = row else { return Ok(None) };
            Ok(Some(Ticket {
                document: DocumentUuid(read::uuid(&document)?),
                delivery: delivery.map(|id| read::uuid(&id).map(DeliveryId)).transpose()?,
                agency: OrganId(agency),
                person: person.map(|id| read::uuid(&id).map(PersonId)).transpose()?,
                attachment: usize::try_from(attachment).unwrap_or(usize::MAX),
                shown,
            }))
        })
    }
}
