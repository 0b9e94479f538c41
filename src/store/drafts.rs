//! Documents that a clerk writes: rows of one person at one agency. Another's is not there.
//!
//! Absent on purpose: the bytes of files (`payload`, in a folder of their own; a row names each), evidence (nothing was said to
//! anybody yet), and whether a draft could be sent.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{Digest, DocumentUuid, Micros, OrganId, PersonId};
use crate::payload::Owner;
use crate::store::conn::{Conn, each, found};
use crate::store::schema::{delivery, document, draft, draft_file};
use crate::store::{Error, Store, read};

/// A draft as it lies there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Its name.
    pub id: Uuid,
    /// What was filled in, JSON.
    pub fields: String,
    /// Raised at each save of the fields; 0: nothing was typed yet.
    pub revision: i64,
    /// When it was changed last.
    pub changed: Micros,
    /// What it became.
    pub document: Option<DocumentUuid>,
    /// Its files, in the order in which they came.
    pub files: Vec<FileRow>,
}

/// A file of a draft, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// The name of its bytes.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of them.
    pub sha256: Digest,
    /// What is said of it, JSON.
    pub said: String,
}

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is kept; the new revision.
    Kept(i64),
    /// Another window saved since: the revision that stands, and since when.
    Stale(i64, Micros),
    /// There is no such draft, or it was sent, or is on its way.
    Gone,
}

impl Store {
    /// Keeps a new draft.
    ///
    /// # Errors
    /// `Database`.
    pub fn new_draft(&self, owner: &Owner, id: Uuid, fields: &str, revision: i64, now: Micros) -> Result<(), Error> {
        self.write(|conn| {
            let row = (
                draft::id.eq(read::bytes(&id)),
                draft::agency.eq(&owner.agency.0),
                draft::person.eq(read::bytes(&owner.person.0)),
                draft::fields.eq(fields),
                draft::revision.eq(revision),
                draft::changed.eq(now.0),
            );
            each!(&mut *conn, c => diesel::insert_into(draft::table).values(&row).execute(c))?;
            Ok(())
        })
    }

    /// One draft of the owner, sent or not.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn draft(&self, owner: &Owner, id: Uuid) -> Result<Option<DraftRow>, Error> {
        self.snapshot(|conn| {
            let row = own(owner).filter(draft::id.eq(read::bytes(&id))).select(COLUMNS).first::<Row>(conn);
            let Some(row) = found(row)? else { return Ok(None) };
            let files = files_of(conn, std::slice::from_ref(&row.0))?;
            Ok(with_files(vec![row], files)?.pop())
        })
    }

    /// What the owner has not sent, what was changed last first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn drafts(&self, owner: &Owner) -> Result<Vec<DraftRow>, Error> {
        self.snapshot(|conn| {
            let rows = own(owner).filter(draft::document.is_null()).order(draft::changed.desc()).limit(i64::from(MOST));
            let rows = rows.select(COLUMNS).load::<Row>(conn)?;
            let ids: Vec<Vec<u8>> = rows.iter().map(|row| row.0.clone()).collect();
            let files = files_of(conn, &ids)?;
            with_files(rows, files)
        })
    }

    /// How many drafts the owner has begun and not sent.
    ///
    /// # Errors
    /// `Database`.
    pub fn draft_count(&self, owner: &Owner) -> Result<i64, Error> {
        self.read(|conn| Ok(own(owner).filter(draft::document.is_null()).count().get_result(conn)?))
    }

    /// Keeps what was filled in, if nobody saved since revision `base`.
    ///
    /// # Errors
    /// `Database`.
    pub fn save_draft(&self, owner: &Owner, id: Uuid, fields: &str, base: i64, now: Micros) -> Result<Saved, Error> {
        self.write(|conn| {
            let row = own(owner).filter(draft::id.eq(read::bytes(&id))).filter(draft::document.is_null());
            let row = row.filter(is_free(now.0)).select((draft::revision, draft::changed, draft::fields));
            let Some((revision, changed, before)) = found(row.first::<(i64, i64, String)>(conn))? else {
                return Ok(Saved::Gone);
            };
            if before == fields {
                return Ok(Saved::Kept(revision));
            }
            if revision != base {
                return Ok(Saved::Stale(revision, Micros(changed)));
            }
            let row = diesel::update(draft::table.find(read::bytes(&id)));
            let set = (draft::fields.eq(fields), draft::revision.eq(revision + 1), draft::changed.eq(now.0));
            row.set(set).execute(conn)?;
            Ok(Saved::Kept(revision + 1))
        })
    }

    /// Adds a file to a draft that was not sent and has fewer than `most`. Whether it was added.
    ///
    /// # Errors
    /// `Database`.
    pub fn put_draft_file(
        &self,
        owner: &Owner,
        id: Uuid,
        file: &FileRow,
        most: usize,
        now: Micros,
    ) -> Result<bool, Error> {
        self.write(|conn| {
            let of_it = draft_file::table.filter(draft_file::draft.eq(read::bytes(&id)));
            let held: i64 = of_it.count().get_result(conn)?;
            if usize::try_from(held).unwrap_or(usize::MAX) >= most || !touch(conn, owner, id, now)? {
                return Ok(false);
            }
            let row = (
                draft_file::id.eq(read::bytes(&file.id)),
                draft_file::draft.eq(read::bytes(&id)),
                draft_file::name.eq(&file.name),
                draft_file::size.eq(i64::try_from(file.size).unwrap_or(i64::MAX)),
                draft_file::sha256.eq(file.sha256.0.to_vec()),
                draft_file::said.eq(&file.said),
            );
            each!(&mut *conn, c => diesel::insert_into(draft_file::table).values(&row).execute(c))?;
            Ok(true)
        })
    }

    /// Takes a file off a draft that was not sent. Whether it was there.
    ///
    /// # Errors
    /// `Database`.
    pub fn drop_draft_file(&self, owner: &Owner, id: Uuid, file: Uuid, now: Micros) -> Result<bool, Error> {
        self.write(|conn| {
            if !touch(conn, owner, id, now)? {
                return Ok(false);
            }
            let row = draft_file::table.find(read::bytes(&file)).filter(draft_file::draft.eq(read::bytes(&id)));
            Ok(diesel::delete(row).execute(conn)? == 1)
        })
    }

    /// Whether a draft is there, not sent and not on its way.
    ///
    /// # Errors
    /// `Database`.
    pub fn is_draft_free(&self, owner: &Owner, id: Uuid, now: Micros) -> Result<bool, Error> {
        self.read(|conn| Ok(diesel::select(diesel::dsl::exists(free_row(owner, id, now))).get_result(conn)?))
    }

    /// Holds a draft that is about to be sent, until `until`: nobody changes it meanwhile. Whether it was free, and not sent.
    ///
    /// # Errors
    /// `Database`.
    pub fn hold_draft(&self, owner: &Owner, id: Uuid, now: Micros, until: Micros) -> Result<bool, Error> {
        self.write(|conn| {
            let row = diesel::update(free_row(owner, id, now));
            Ok(row.set(draft::sending.eq(until.0)).execute(conn)? == 1)
        })
    }

    /// Lets go of a draft that was not sent after all.
    ///
    /// # Errors
    /// `Database`.
    pub fn release_draft(&self, owner: &Owner, id: Uuid) -> Result<(), Error> {
        self.write(|conn| {
            let row = draft::table.find(read::bytes(&id)).filter(draft::person.eq(person_of(owner)));
            diesel::update(row).set(draft::sending.eq(None::<i64>)).execute(conn)?;
            Ok(())
        })
    }

    /// Brings files of one draft over to another of the same owner.
    ///
    /// # Errors
    /// `Database`.
    pub fn move_draft_files(
        &self,
        owner: &Owner,
        from: Uuid,
        to: Uuid,
        files: &[Uuid],
        now: Micros,
    ) -> Result<(), Error> {
        self.write(|conn| {
            if !touch(conn, owner, from, now)? || !touch(conn, owner, to, now)? {
                return Ok(());
            }
            for file in files {
                let row = draft_file::table.find(read::bytes(file)).filter(draft_file::draft.eq(read::bytes(&from)));
                diesel::update(row).set(draft_file::draft.eq(read::bytes(&to))).execute(conn)?;
            }
            Ok(())
        })
    }

    /// Notes what a draft became. The first word stands.
    ///
    /// # Errors
    /// `Database`.
    pub fn draft_sent(&self, owner: &Owner, id: Uuid, sent: DocumentUuid, now: Micros) -> Result<(), Error> {
        self.write(|conn| {
            let row = draft::table
                .find(read::bytes(&id))
                .filter(draft::person.eq(person_of(owner)))
                .filter(draft::agency.eq(&owner.agency.0))
                .filter(draft::document.is_null());
            let became =
                (draft::document.eq(read::bytes(&sent.0)), draft::changed.eq(now.0), draft::sending.eq(None::<i64>));
            diesel::update(row).set(became).execute(conn)?;
            Ok(())
        })
    }

    /// Throws a draft away that was not sent and is not on its way. Whether it was there.
    ///
    /// # Errors
    /// `Database`.
    pub fn drop_draft(&self, owner: &Owner, id: Uuid, now: Micros) -> Result<bool, Error> {
        self.write(|conn| {
            let key = read::bytes(&id);
            let row = own(owner).filter(draft::id.eq(&key)).filter(draft::document.is_null()).filter(is_free(now.0));
            if found(row.select(draft::id).first::<Vec<u8>>(conn))?.is_none() {
                return Ok(false);
            }
            diesel::delete(draft_file::table.filter(draft_file::draft.eq(&key))).execute(conn)?;
            Ok(diesel::delete(draft::table.find(&key)).execute(conn)? == 1)
        })
    }

    /// Which of these files an agency's people sent out of drafts, and with which document.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn files_sent_before(
        &self,
        agency: &OrganId,
        files: &[Digest],
    ) -> Result<HashMap<Digest, DocumentUuid>, Error> {
        let wanted: Vec<Vec<u8>> = files.iter().map(|one| one.0.to_vec()).collect();
        self.read_as(agency, |conn, codes| {
            let rows = draft_file::table.inner_join(draft::table).filter(draft_file::sha256.eq_any(wanted));
            let rows = rows.filter(draft::agency.eq_any(codes)).filter(draft::document.is_not_null());
            let rows = rows.order(draft::changed).select((draft_file::sha256, draft::document));
            let rows = rows.load::<(Vec<u8>, Option<Vec<u8>>)>(conn)?;
            let mut out = HashMap::new();
            for (sha256, document) in rows {
                let Some(document) = document else { continue };
                out.insert(read::digest(&sha256)?, DocumentUuid(read::uuid(&document)?));
            }
            Ok(out)
        })
    }

    /// To whom an agency sent last, the last first.
    ///
    /// # Errors
    /// `Database`.
    pub fn recent_receivers(&self, agency: &OrganId, most: usize) -> Result<Vec<OrganId>, Error> {
        self.read_as(agency, |conn, codes| {
            let last = document::table.filter(document::issuer.eq_any(codes)).order(document::pos.desc());
            let last = last.limit(RECENT_DOCUMENTS).select(document::uuid).load::<Vec<u8>>(conn)?;
            let mut out: Vec<OrganId> = Vec::new();
            for document in last {
                // Of one to all communes a few stand for all: it would hide the rest.
                let rows = delivery::table.filter(delivery::document.eq(document)).limit(RECENT_COPIES);
                for code in rows.select(delivery::agency).load::<String>(conn)? {
                    let code = OrganId(code);
                    if !out.contains(&code) {
                        out.push(code);
                    }
                }
                if out.len() >= most {
                    break;
                }
            }
            out.truncate(most);
            Ok(out)
        })
    }

    /// Forgets drafts that nobody changed since `before`, sent or not. How many.
    ///
    /// # Errors
    /// `Database`.
    pub fn purge_drafts(&self, before: Micros) -> Result<usize, Error> {
        self.write(|conn| {
            let old = draft::table.select(draft::id).filter(draft::changed.lt(before.0));
            diesel::delete(draft_file::table.filter(draft_file::draft.eq_any(old))).execute(conn)?;
            Ok(diesel::delete(draft::table.filter(draft::changed.lt(before.0))).execute(conn)?)
        })
    }

    /// The names of all bytes that a draft still needs. Read whole, by the hourly round.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn draft_files_kept(&self) -> Result<HashSet<Uuid>, Error> {
        self.read(|conn| {
            let rows = draft_file::table.inner_join(draft::table).filter(draft::document.is_null());
            let rows = rows.select(draft_file::id).load::<Vec<u8>>(conn)?;
            rows.iter().map(|id| read::uuid(id)).collect()
        })
    }
}

/// What is the owner's.
#[diesel::dsl::auto_type]
fn rows_of<'a>(person: Vec<u8>, agency: &'a str) -> _ {
    draft::table.filter(draft::person.eq(person)).filter(draft::agency.eq(agency))
}

/// Likewise.
fn own(owner: &Owner) -> rows_of<'_> {
    rows_of(person_of(owner), owner.agency.0.as_str())
}

fn person_of(owner: &Owner) -> Vec<u8> {
    let PersonId(id) = owner.person;
    read::bytes(&id)
}

/// Nobody is sending it.
#[diesel::dsl::auto_type]
fn is_free(now: i64) -> _ {
    draft::sending.is_null().or(draft::sending.lt(now))
}

/// The row of a draft that may be changed: the owner's, not sent, not on its way. Asked in the very statement that changes it.
#[diesel::dsl::auto_type]
fn free_row_of<'a>(id: Vec<u8>, person: Vec<u8>, agency: &'a str, now: i64) -> _ {
    let free: is_free = is_free(now);
    draft::table
        .find(id)
        .filter(draft::person.eq(person))
        .filter(draft::agency.eq(agency))
        .filter(draft::document.is_null())
        .filter(free)
}

/// Likewise.
fn free_row(owner: &Owner, id: Uuid, now: Micros) -> free_row_of<'_> {
    free_row_of(read::bytes(&id), person_of(owner), owner.agency.0.as_str(), now.0)
}

/// Notes that an unsent draft was changed. Whether there is one.
fn touch(conn: &mut Conn, owner: &Owner, id: Uuid, now: Micros) -> Result<bool, Error> {
    let row = diesel::update(free_row(owner, id, now));
    Ok(row.set(draft::changed.eq(now.0)).execute(conn)? == 1)
}

type Columns = (draft::id, draft::fields, draft::revision, draft::changed, draft::document);
const COLUMNS: Columns = (draft::id, draft::fields, draft::revision, draft::changed, draft::document);
type Row = (Vec<u8>, String, i64, i64, Option<Vec<u8>>);
type File = (Vec<u8>, Vec<u8>, String, i64, Vec<u8>, String);

fn files_of(conn: &mut Conn, drafts: &[Vec<u8>]) -> Result<Vec<File>, Error> {
    let rows = draft_file::table.filter(draft_file::draft.eq_any(drafts)).order(draft_file::id);
    let columns =
        (draft_file::draft, draft_file::id, draft_file::name, draft_file::size, draft_file::sha256, draft_file::said);
    Ok(rows.select(columns).load(conn)?)
}

fn with_files(rows: Vec<Row>, files: Vec<File>) -> Result<Vec<DraftRow>, Error> {
    let mut of: HashMap<Vec<u8>, Vec<FileRow>> = HashMap::new();
    for (draft, id, name, size, sha256, said) in files {
        let file =
            FileRow { id: read::uuid(&id)?, name, size: read::count(size)?, sha256: read::digest(&sha256)?, said };
        of.entry(draft).or_default().push(file);
    }
    let row = |(id, fields, revision, changed, document): Row| {
        Ok(DraftRow {
            id: read::uuid(&id)?,
            fields,
            revision,
            changed: Micros(changed),
            document: document.map(|id| read::uuid(&id).map(DocumentUuid)).transpose()?,
            files: of.remove(&id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(row).collect()
}

/// Drafts that one person may have at one desk.
pub const MOST: u32 = 100;
/// Among how many of the last documents the last receivers are looked for,
const RECENT_DOCUMENTS: i64 = 40;
/// and how many of each count.
const RECENT_COPIES: i64 = 4;
