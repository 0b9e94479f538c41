//! The access log: who signed in, who tried to, what was read, what was changed in whose roles. A row, no leaf. Reads of a
//! document's content are written by the committer (`commit/mail.rs`), under the lock that a recall takes.
//!
//! It is searched by agency, person and time; an agency sees its own rows, the hub's people all of them.

use std::collections::HashMap;

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{DocumentUuid, Micros, OrganId, PersonId};
use crate::store::conn::{Conn, each};
use crate::store::people::seat_text;
use crate::store::schema::{access_log, listing, person, system};
use crate::store::{Error, Store, read};

/// A row to be written.
#[derive(Clone, Debug)]
pub struct Note {
    /// When.
    pub at: Micros,
    /// Who, if that is known.
    pub person: Option<PersonId>,
    /// For which agency; `None`: the hub.
    pub agency: Option<OrganId>,
    /// Of which document.
    pub document: Option<DocumentUuid>,
    /// What: `area.snake_case`.
    pub what: &'static str,
    /// What else there is to say, JSON: no password, no token, no content.
    pub detail: Option<serde_json::Value>,
}

impl Note {
    /// A row without a document.
    pub fn of(at: Micros, person: Option<PersonId>, agency: Option<OrganId>, what: &'static str) -> Self {
        Self { at, person, agency, document: None, what, detail: None }
    }

    /// The same with something more to say.
    #[must_use]
    pub fn with(self, detail: serde_json::Value) -> Self {
        Self { detail: Some(detail), ..self }
    }
}

/// A row as it is read.
#[derive(Clone, Debug)]
pub struct Accessed {
    /// Its name, in the order of time: the next page begins after it.
    pub id: Uuid,
    /// When.
    pub at: Micros,
    /// For which agency; `None`: the hub.
    pub agency: Option<OrganId>,
    /// The person and their name now.
    pub person: Option<(PersonId, String)>,
    /// The system.
    pub system: Option<Uuid>,
    /// The document.
    pub document: Option<DocumentUuid>,
    /// What.
    pub what: String,
    /// JSON.
    pub detail: Option<String>,
}

/// Which rows are wanted.
#[derive(Clone, Debug, Default)]
pub struct AccessQuery {
    /// Of this agency only; an agency's own people may ask for no other.
    pub agency: Option<OrganId>,
    /// Of this person only.
    pub person: Option<PersonId>,
    /// About this document only.
    pub document: Option<DocumentUuid>,
    /// Whose `what` begins so.
    pub what: Option<String>,
    /// Not before.
    pub from: Option<Micros>,
    /// Before.
    pub until: Option<Micros>,
    /// The last row of the page before.
    pub before: Option<Uuid>,
}

/// What the ids in rows are called.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// Systems by their names.
    pub systems: HashMap<Uuid, String>,
    /// Documents by số and ký hiệu, as on the paper.
    pub documents: HashMap<DocumentUuid, (String, String)>,
}

impl Store {
    /// What the systems and documents of these rows are called. A number is no content.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn called(&self, rows: &[Accessed]) -> Result<Called, Error> {
        let systems: Vec<Vec<u8>> = rows.iter().filter_map(|row| row.system.as_ref().map(read::bytes)).collect();
        let documents: Vec<Vec<u8>> =
            rows.iter().filter_map(|row| row.document.as_ref().map(|id| read::bytes(&id.0))).collect();
        self.read(|conn| {
            let mut called = Called::default();
            for some in systems.chunks(AT_ONCE) {
                let found = system::table.select((system::id, system::name)).filter(system::id.eq_any(some));
                for (id, name) in found.load::<(Vec<u8>, String)>(conn)? {
                    called.systems.insert(read::uuid(&id)?, name);
                }
            }
            for some in documents.chunks(AT_ONCE) {
                let columns = (listing::document, listing::number, listing::notation);
                let found = listing::table.select(columns).filter(listing::document.eq_any(some));
                for (id, number, notation) in found.load::<(Vec<u8>, String, String)>(conn)? {
                    called.documents.insert(DocumentUuid(read::uuid(&id)?), (number, notation));
                }
            }
            Ok(called)
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// `Database`.
    pub fn note(&self, note: &Note) -> Result<(), Error> {
        self.write(|conn| insert(conn, note))
    }

    /// Rows, the newest first; `limit` at most.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn access_log(&self, query: &AccessQuery, limit: u32) -> Result<Vec<Accessed>, Error> {
        self.read(|conn| {
            let mut rows = access_log::table
                .left_join(person::table.on(access_log::person.eq(person::id.nullable())))
                .select((
                    (access_log::id, access_log::at, access_log::agency),
                    (access_log::person, person::name.nullable(), access_log::system),
                    (access_log::document, access_log::what, access_log::detail),
                ))
                .order(access_log::id.desc())
                .limit(i64::from(limit.clamp(1, super::PAGE_MAX)))
                .into_boxed();
            if let Some(agency) = &query.agency {
                rows = rows.filter(access_log::agency.eq(&agency.0));
            }
            if let Some(id) = query.person {
                rows = rows.filter(access_log::person.eq(read::bytes(&id.0)));
            }
            if let Some(id) = query.document {
                rows = rows.filter(access_log::document.eq(read::bytes(&id.0)));
            }
            if let Some(what) = &query.what {
                rows = rows
                    .filter(access_log::what.ge(what.clone()).and(access_log::what.lt(format!("{what}\u{10ffff}"))));
            }
            if let Some(from) = query.from {
                rows = rows.filter(access_log::at.ge(from.0));
            }
            if let Some(until) = query.until {
                rows = rows.filter(access_log::at.lt(until.0));
            }
            if let Some(before) = query.before {
                rows = rows.filter(access_log::id.lt(read::bytes(&before)));
            }
            rows.load::<Columns>(conn)?.into_iter().map(accessed).collect()
        })
    }
}

/// Ids asked for in one statement.
const AT_ONCE: usize = 500;

/// Writes a row in the caller's transaction.
pub(super) fn insert(conn: &mut Conn, note: &Note) -> Result<(), Error> {
    let row = (
        (access_log::id.eq(read::bytes(&Uuid::now_v7())), access_log::at.eq(note.at.0)),
        access_log::agency.eq(seat_text(note.agency.as_ref())),
        access_log::person.eq(note.person.map(|id| read::bytes(&id.0))),
        access_log::document.eq(note.document.map(|id| read::bytes(&id.0))),
        (access_log::what.eq(note.what), access_log::detail.eq(note.detail.as_ref().map(ToString::to_string))),
    );
    each!(conn, c => diesel::insert_into(access_log::table).values(row).execute(c))?;
    Ok(())
}

type Columns = (
    (Vec<u8>, i64, String),
    (Option<Vec<u8>>, Option<String>, Option<Vec<u8>>),
    (Option<Vec<u8>>, String, Option<String>),
);

fn accessed(row: Columns) -> Result<Accessed, Error> {
    let ((id, at, agency), (person, name, system), (document, what, detail)) = row;
    let person = person.map(|id| read::uuid(&id).map(PersonId)).transpose()?;
    Ok(Accessed {
        id: read::uuid(&id)?,
        at: Micros(at),
        agency: super::people::read_seat(agency),
        person: person.map(|id| (id, name.unwrap_or_default())),
        system: system.map(|id| read::uuid(&id)).transpose()?,
        document: document.map(|id| read::uuid(&id).map(DocumentUuid)).transpose()?,
        what,
        detail,
    })
}
