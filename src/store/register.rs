//! The books of documents (sổ văn bản đến, sổ văn bản đi; NĐ 30/2020/NĐ-CP, Điều 15 and 22): an agency's running number of
//! what it took in and of what it sent, by year. A number stands for one document, a document has one number in a book.
//! A correction keeps what the number was. No leaf is made: the book is the agency's own.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::domain::ids::{DeliveryId, DocumentUuid, Micros, OrganId, PersonId};
use crate::store::conn::{Conn, each, found};
use crate::store::schema::{delivery, document, listing, register};
use crate::store::{Error, Page, Store, read, words};

/// Which book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Book {
    /// Sổ văn bản đến.
    In,
    /// Sổ văn bản đi.
    Out,
}

/// A number in a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The year.
    pub year: i64,
    /// The number.
    pub number: i64,
    /// The document.
    pub document: DocumentUuid,
    /// The delivery by which it came; in the book of incoming documents.
    pub delivery: Option<DeliveryId>,
    /// Who gave it.
    pub person: Option<PersonId>,
    /// When.
    pub at: Micros,
    /// What it was before it was corrected.
    pub was: Option<i64>,
    /// When it was corrected.
    pub corrected: Option<Micros>,
    /// Who did.
    pub corrected_by: Option<PersonId>,
}

/// What becomes of a wish for a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// It stands in the book now.
    New(Entry),
    /// The document had one already, and has it still.
    Had(Entry),
    /// Another document has that number.
    Taken(Entry),
}

/// A wish for a number.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Whose book.
    pub agency: OrganId,
    /// Which.
    pub book: Book,
    /// The year.
    pub year: i64,
    /// The number; `None`: the next.
    pub number: Option<i64>,
    /// For which document.
    pub document: DocumentUuid,
    /// By which delivery it came.
    pub delivery: Option<DeliveryId>,
    /// Who.
    pub person: Option<PersonId>,
    /// When.
    pub at: Micros,
}

impl Book {
    /// The word as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

impl Store {
    /// The number that comes next in a book.
    ///
    /// # Errors
    /// `Database`.
    pub fn register_next(&self, agency: &OrganId, book: Book, year: i64) -> Result<i64, Error> {
        self.read(|conn| next(conn, agency, book, year))
    }

    /// The largest number that the agency's documents of a year bear by themselves, whoever brought them; those that are no numbers do
    /// not count. Of the newest [`LOOKED_AT`].
    ///
    /// # Errors
    /// `Database`.
    pub fn largest_sent(&self, agency: &OrganId, year: i64) -> Result<Option<i64>, Error> {
        self.read_as(agency, |conn, codes| {
            let rows = document::table.inner_join(listing::table.on(listing::document.eq(document::uuid)));
            let rows = rows.filter(document::issuer.eq_any(codes)).order(document::pos.desc()).limit(LOOKED_AT);
            let rows = rows.select((listing::number, listing::issued)).load::<(String, Option<String>)>(conn)?;
            let year = format!("{year}-");
            let of_year = rows.iter().filter(|(_, issued)| issued.as_deref().is_some_and(|day| day.starts_with(&year)));
            Ok(of_year.filter_map(|(number, _)| number.trim().parse::<i64>().ok()).max())
        })
    }

    /// What was taken in or sent between two times and has no number in the book, because it came by software and not by a page: the
    /// oldest first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn unregistered(
        &self,
        agency: &OrganId,
        book: Book,
        between: (Micros, Micros),
        limit: u32,
    ) -> Result<Vec<(DocumentUuid, Option<DeliveryId>)>, Error> {
        let (from, until) = (between.0.0, between.1.0);
        self.read_as(agency, |conn, codes| {
            let entered = register::table.filter(register::agency.eq(&agency.0).and(register::book.eq(book.as_str())));
            let rows: Vec<(Vec<u8>, Option<Vec<u8>>)> = match book {
                Book::In => delivery::table
                    .filter(delivery::agency.eq_any(codes))
                    .filter(delivery::accepted_at.ge(from).and(delivery::accepted_at.lt(until)))
                    .filter(not(exists(entered.filter(register::document.eq(delivery::document)))))
                    .order(delivery::accepted_at.asc())
                    .limit(read::limit(limit))
                    .select((delivery::document, delivery::id.nullable()))
                    .load(conn)?,
                Book::Out => document::table
                    .filter(document::issuer.eq_any(codes))
                    .filter(document::accepted.ge(from).and(document::accepted.lt(until)))
                    // A newer version, and what is sent once more, stand in the book already.
                    .filter(document::business.ne("update").and(document::attempt.eq(1)))
                    .filter(not(exists(entered.filter(register::document.eq(document::uuid)))))
                    .order(document::pos.asc())
                    .limit(read::limit(limit))
                    .select(document::uuid)
                    .load::<Vec<u8>>(conn)?
                    .into_iter()
                    .map(|document| (document, None))
                    .collect(),
            };
            let named = |(document, delivery): (Vec<u8>, Option<Vec<u8>>)| {
                let delivery = delivery.map(|id| read::uuid(&id).map(DeliveryId)).transpose()?;
                Ok((DocumentUuid(read::uuid(&document)?), delivery))
            };
            rows.into_iter().map(named).collect()
        })
    }

    /// The number of a document in one of the agency's books.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn register_of(&self, agency: &OrganId, book: Book, document: DocumentUuid) -> Result<Option<Entry>, Error> {
        self.read(|conn| of_document(conn, agency, book, document))
    }

    /// Gives a document its number.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn register_give(&self, wish: &Wish) -> Result<Given, Error> {
        for _ in 0..ATTEMPTS {
            match self.write(|conn| give(conn, wish)) {
                // Another process gave this very number, or this very document one, since it was looked up.
                Err(Error::Database(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))) => {}
                given => return given,
            }
        }
        self.write(|conn| give(conn, wish))
    }

    /// Gives a document another number than it has. `None`: it has none, or not this one any more.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn register_correct(&self, was: &Entry, wish: &Wish) -> Result<Option<Given>, Error> {
        self.write(|conn| {
            let Some(number) = wish.number else { return Ok(None) };
            if let Some(taken) = at(conn, &wish.agency, wish.book, wish.year, number)? {
                let own = taken.document == wish.document;
                return Ok(Some(if own { Given::Had(taken) } else { Given::Taken(taken) }));
            }
            let row = register::table.find((&wish.agency.0, was.year, wish.book.as_str(), was.number));
            let row = row.filter(register::document.eq(read::bytes(&wish.document.0)));
            let changed = diesel::update(row)
                .set((
                    register::year.eq(wish.year),
                    register::number.eq(number),
                    register::was.eq(was.number),
                    register::corrected.eq(wish.at.0),
                    register::corrected_by.eq(wish.person.map(|person| read::bytes(&person.0))),
                ))
                .execute(conn)?;
            if changed == 0 {
                return Ok(None);
            }
            Ok(of_document(conn, &wish.agency, wish.book, wish.document)?.map(Given::New))
        })
    }

    /// A page of a book, the largest number first; `before` is the last page's `next`.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn register_page(
        &self,
        agency: &OrganId,
        book: Book,
        year: i64,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Page<Entry>, Error> {
        self.read(|conn| {
            let rows = entries(agency, book)
                .filter(register::year.eq(year).and(register::number.lt(before.unwrap_or(i64::MAX))))
                .order(register::number.desc())
                .limit(read::limit(limit))
                .load::<Row>(conn)?;
            let rows = rows.into_iter().map(into_entry).collect::<Result<Vec<_>, _>>()?;
            Ok(Page::of(rows, limit, |entry| entry.number))
        })
    }
}

fn give(conn: &mut Conn, wish: &Wish) -> Result<Given, Error> {
    if let Some(had) = of_document(conn, &wish.agency, wish.book, wish.document)? {
        return Ok(Given::Had(had));
    }
    let number = match wish.number {
        Some(number) => number,
        None => next(conn, &wish.agency, wish.book, wish.year)?,
    };
    // The next number may be given to another meanwhile: the table says no, and it is looked for anew.
    if let (Some(_), Some(taken)) = (wish.number, at(conn, &wish.agency, wish.book, wish.year, number)?) {
        return Ok(Given::Taken(taken));
    }
    let row = (
        register::agency.eq(&wish.agency.0),
        register::year.eq(wish.year),
        register::book.eq(wish.book.as_str()),
        register::number.eq(number),
        register::document.eq(read::bytes(&wish.document.0)),
        register::delivery.eq(wish.delivery.map(|id| read::bytes(&id.0))),
        register::person.eq(wish.person.map(|id| read::bytes(&id.0))),
        register::at.eq(wish.at.0),
    );
    each!(&mut *conn, c => diesel::insert_into(register::table).values(&row).execute(c))?;
    let entry = of_document(conn, &wish.agency, wish.book, wish.document)?;
    entry.map(Given::New).ok_or_else(|| words::damaged("register", &number.to_string()))
}

fn next(conn: &mut Conn, agency: &OrganId, book: Book, year: i64) -> Result<i64, Error> {
    let last = register::table.select(register::number).filter(register::agency.eq(&agency.0));
    let last = last.filter(register::year.eq(year).and(register::book.eq(book.as_str())));
    Ok(found(last.order(register::number.desc()).first::<i64>(conn))?.unwrap_or(0) + 1)
}

fn of_document(conn: &mut Conn, agency: &OrganId, book: Book, document: DocumentUuid) -> Result<Option<Entry>, Error> {
    let row = entries(agency, book).filter(register::document.eq(read::bytes(&document.0)));
    found(row.first::<Row>(conn))?.map(into_entry).transpose()
}

fn at(conn: &mut Conn, agency: &OrganId, book: Book, year: i64, number: i64) -> Result<Option<Entry>, Error> {
    let row = entries(agency, book).filter(register::year.eq(year).and(register::number.eq(number)));
    found(row.first::<Row>(conn))?.map(into_entry).transpose()
}

#[diesel::dsl::auto_type]
fn entries<'a>(agency: &'a OrganId, book: Book) -> _ {
    let code: &'a str = agency.0.as_str();
    let word: &'static str = book.as_str();
    register::table
        .select((
            (register::year, register::number, register::document, register::delivery),
            (register::person, register::at),
            (register::was, register::corrected, register::corrected_by),
        ))
        .filter(register::agency.eq(code).and(register::book.eq(word)))
}

type Row = ((i64, i64, Vec<u8>, Option<Vec<u8>>), (Option<Vec<u8>>, i64), (Option<i64>, Option<i64>, Option<Vec<u8>>));

fn into_entry(((year, number, document, delivery), (person, at), (was, corrected, by)): Row) -> Result<Entry, Error> {
    let person_of = |id: Option<Vec<u8>>| id.map(|id| read::uuid(&id).map(PersonId)).transpose();
    Ok(Entry {
        year,
        number,
        document: DocumentUuid(read::uuid(&document)?),
        delivery: delivery.map(|id| read::uuid(&id).map(DeliveryId)).transpose()?,
        person: person_of(person)?,
        at: Micros(at),
        was,
        corrected: corrected.map(Micros),
        corrected_by: person_of(by)?,
    })
}

/// Documents whose own numbers are looked at: an office sends no more between two numbers of its own.
pub const LOOKED_AT: i64 = 1_000;
/// How often a number is looked for anew when others take it meanwhile.
const ATTEMPTS: usize = 20;
