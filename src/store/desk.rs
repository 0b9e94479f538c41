//! The inbox as a clerk sees it: what came, what is owed and until when. Views with their counts, filters, words, both
//! orders, pages both ways. The stage and the deadline of each delivery are columns that follow from the others of its row
//! (`delivery.stage`, `delivery.due_by`), so that every view is a range of an index, however much lies behind it.
//!
//! What was withdrawn before anybody took it is not there. Absent: what may be done with a row (`domain::desk`).

mod page;
mod search;
mod views;

pub(super) use page::due_by;
pub use page::{Cursor, DeskPage, Order, Turn};
pub use views::{Counts, Filter, View};

use std::collections::HashMap;

use diesel::prelude::*;

use crate::domain::ids::{DeliveryId, Micros, OrganId, PersonId};
use crate::store::conn::{Conn, each};
use crate::store::deliveries::InboxLine;
use crate::store::schema::{delivery as deliveries, mark, register};
use crate::store::{Error, Store, read};

/// A row of the desk.
#[derive(Clone, Debug)]
pub struct DeskLine {
    /// The delivery and its document.
    pub line: InboxLine,
    /// Until when it has to be acknowledged.
    pub accept_by: Option<Micros>,
    /// Until when it has to be answered.
    pub answer_by: Option<Micros>,
    /// When it was first acknowledged.
    pub accepted_at: Option<Micros>,
    /// The deadline of what is to be done next, where something is.
    pub due_by: Option<Micros>,
    /// Who of the office is on it, and since when.
    pub mark: Option<(PersonId, Micros)>,
    /// Its number in the book of incoming documents: year and number.
    pub registered: Option<(i64, i64)>,
}

/// The deadlines of one delivery.
pub(super) type Deadlines = (Option<i64>, Option<i64>, Option<i64>, i64);

impl Store {
    /// One row of the desk, if it is the agency's own.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn desk_line(&self, agency: &OrganId, id: DeliveryId) -> Result<Option<DeskLine>, Error> {
        let Some(line) = self.delivery(agency, id)? else { return Ok(None) };
        self.read(|conn| {
            let row = deliveries::table.find(read::bytes(&id.0)).select((
                deliveries::accept_by,
                deliveries::answer_by,
                deliveries::accepted_at,
                due_by(),
            ));
            let deadlines = row.first::<Deadlines>(conn)?;
            Ok(page::dressed(conn, agency, vec![(line, deadlines)])?.pop())
        })
    }

    /// Marks deliveries of the agency as this person's; what another was on passes over. How many were the agency's.
    ///
    /// # Errors
    /// `Database`.
    pub fn mark(&self, agency: &OrganId, ids: &[DeliveryId], person: PersonId, at: Micros) -> Result<usize, Error> {
        let own = self.own_deliveries(agency, ids)?;
        self.write(|conn| {
            for id in &own {
                let row = (
                    mark::delivery.eq(id),
                    mark::agency.eq(&agency.0),
                    mark::person.eq(read::bytes(&person.0)),
                    mark::at.eq(at.0),
                );
                each!(&mut *conn, c => diesel::insert_into(mark::table)
                    .values(row.clone())
                    .on_conflict(mark::delivery)
                    .do_update()
                    .set((mark::person.eq(read::bytes(&person.0)), mark::at.eq(at.0)))
                    .execute(c))?;
            }
            Ok(())
        })?;
        Ok(own.len())
    }

    /// Takes the mark of this person away again. How many there were.
    ///
    /// # Errors
    /// `Database`.
    pub fn unmark(&self, agency: &OrganId, ids: &[DeliveryId], person: PersonId) -> Result<usize, Error> {
        let own = self.own_deliveries(agency, ids)?;
        self.write(|conn| {
            let rows = mark::table.filter(mark::delivery.eq_any(own)).filter(mark::person.eq(read::bytes(&person.0)));
            Ok(diesel::delete(rows).execute(conn)?)
        })
    }

    /// Those of these that are the agency's.
    fn own_deliveries(&self, agency: &OrganId, ids: &[DeliveryId]) -> Result<Vec<Vec<u8>>, Error> {
        let ids: Vec<Vec<u8>> = ids.iter().map(|id| read::bytes(&id.0)).collect();
        self.read_as(agency, |conn, codes| {
            let rows = deliveries::table.select(deliveries::id).filter(deliveries::id.eq_any(ids));
            Ok(rows.filter(deliveries::agency.eq_any(codes)).load::<Vec<u8>>(conn)?)
        })
    }
}

/// Who is on these, and since when.
fn marks_of(conn: &mut Conn, ids: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, (PersonId, Micros)>, Error> {
    let rows = mark::table.select((mark::delivery, mark::person, mark::at)).filter(mark::delivery.eq_any(ids));
    let rows = rows.load::<(Vec<u8>, Vec<u8>, i64)>(conn)?;
    rows.into_iter().map(|(id, person, at)| Ok((id, (PersonId(read::uuid(&person)?), Micros(at))))).collect()
}

/// The numbers of these documents in the agency's book of incoming ones.
fn numbers_of(conn: &mut Conn, agency: &OrganId, documents: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, (i64, i64)>, Error> {
    let rows = register::table
        .select((register::document, register::year, register::number))
        .filter(register::document.eq_any(documents))
        .filter(register::agency.eq(&agency.0).and(register::book.eq("in")));
    let rows = rows.load::<(Vec<u8>, i64, i64)>(conn)?;
    Ok(rows.into_iter().map(|(document, year, number)| (document, (year, number))).collect())
}
