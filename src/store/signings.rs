//! Documents that wait for a signature made elsewhere: bound to who prepared them, gone when they end. Kept is the SHA-256 of the
//! token, never the token.
//!
//! Absent on purpose: the bytes of the files (they lie in the object store; a row names each), and whether a value is right.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{Digest, Micros, OrganId, PersonId, SystemId};
use crate::payload::ObjectKey;
use crate::store::conn::{Conn, each, found};
use crate::store::schema::{signing, signing_file};
use crate::store::{Error, Store, read};

/// Whose it is: the one who prepared it, at the desk or as the software of one agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The agency of the seat, or of the system.
    pub agency: OrganId,
    /// The person.
    pub person: Option<PersonId>,
    /// The system.
    pub system: Option<SystemId>,
}

/// What was prepared.
#[derive(Clone, Debug)]
pub struct Signing {
    /// Whose.
    pub owner: Owner,
    /// The draft that it was made of; none where it came whole.
    pub draft: Option<MadeOf>,
    /// 1, or more for a further attempt.
    pub attempt: u16,
    /// The signature's Id.
    pub signature_id: String,
    /// SigningTime.
    pub signing_time: Micros,
    /// The signer's certificate and those above it, PEM.
    pub certificates: String,
    /// document.xml.
    pub document_xml: Vec<u8>,
    /// Until when a value is taken; of one that was accepted: until when the answer is repeated.
    pub until: Micros,
    /// The attachments, in order; none any more when it was accepted or has ended.
    pub files: Vec<SigningFile>,
    /// The value that was accepted, and what it made.
    pub accepted: Option<Accepted>,
}

/// A draft as it stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeOf {
    /// Which.
    pub id: Uuid,
    /// SHA-256 of its fields and files.
    pub stands: Digest,
}

/// One attachment.
#[derive(Clone, Debug)]
pub struct SigningFile {
    /// Its entry name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of them.
    pub sha256: Digest,
    /// Where they lie.
    pub key: ObjectKey,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// SHA-256 of the signature value.
    pub value: Digest,
    /// SHA-256 of the package.
    pub package: Digest,
}

/// How much one may have open.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Documents.
    pub documents: usize,
    /// Bytes of their files.
    pub bytes: u64,
}

/// What stands in the way of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch {
    /// Documents that are open.
    pub documents: usize,
    /// Bytes of their files.
    pub bytes: u64,
}

impl Store {
    /// Keeps what was prepared, if there is room for its owner.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn put_signing(
        &self,
        token: Digest,
        new: &Signing,
        now: Micros,
        bounds: Bounds,
    ) -> Result<Result<(), TooMuch>, Error> {
        let size = |files: &[SigningFile]| files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.size));
        self.write(|conn| {
            let (documents, bytes) = open(conn, &new.owner, now)?;
            if documents >= bounds.documents || bytes.saturating_add(size(&new.files)) > bounds.bytes {
                return Ok(Err(TooMuch { documents, bytes }));
            }
            let row = (
                signing::token_sha256.eq(token.0.to_vec()),
                signing::agency.eq(&new.owner.agency.0),
                signing::person.eq(new.owner.person.map(|id| read::bytes(&id.0))),
                signing::system.eq(new.owner.system.map(|id| read::bytes(&id.0))),
                signing::attempt.eq(i16::try_from(new.attempt).unwrap_or(i16::MAX)),
                signing::signature_id.eq(&new.signature_id),
                signing::signing_time.eq(new.signing_time.0),
                signing::certificates.eq(&new.certificates),
                signing::document_xml.eq(&new.document_xml),
                signing::until.eq(new.until.0),
                signing::tries.eq(0_i64),
                signing::draft.eq(new.draft.map(|draft| read::bytes(&draft.id))),
                signing::draft_sha256.eq(new.draft.map(|draft| draft.stands.0.to_vec())),
            );
            each!(&mut *conn, c => diesel::insert_into(signing::table).values(&row).execute(c))?;
            for (place, file) in (0_i64..).zip(&new.files) {
                let row = (
                    signing_file::signing.eq(token.0.to_vec()),
                    signing_file::place.eq(place),
                    signing_file::name.eq(&file.name),
                    signing_file::media_type.eq(&file.media_type),
                    signing_file::size.eq(i64::try_from(file.size).unwrap_or(i64::MAX)),
                    signing_file::sha256.eq(file.sha256.0.to_vec()),
                    signing_file::object_key.eq(file.key.to_string()),
                );
                each!(&mut *conn, c => diesel::insert_into(signing_file::table).values(&row).execute(c))?;
            }
            Ok(Ok(()))
        })
    }

    /// What `owner` prepared under that token; another's is as none.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn signing(&self, token: Digest, owner: &Owner) -> Result<Option<Signing>, Error> {
        self.snapshot(|conn| {
            let row = signing::table
                .find(token.0.to_vec())
                .filter(signing::agency.eq(&owner.agency.0))
                .select(COLUMNS)
                .first::<Row>(conn);
            let Some(row) = found(row)? else { return Ok(None) };
            let files = signing_file::table
                .filter(signing_file::signing.eq(token.0.to_vec()))
                .order(signing_file::place)
                .select(FILE)
                .load::<FileRow>(conn)?;
            Ok(Some(row.into_signing(files)?).filter(|signing| signing.owner == *owner))
        })
    }

    /// Counts a value that came, before it is looked at. False when `most` came already.
    ///
    /// # Errors
    /// `Database`.
    pub fn try_signing(&self, token: Digest, most: u32) -> Result<bool, Error> {
        self.write(|conn| {
            let left = signing::table.find(token.0.to_vec()).filter(signing::tries.lt(i64::from(most)));
            Ok(diesel::update(left).set(signing::tries.eq(signing::tries + 1)).execute(conn)? == 1)
        })
    }

    /// Notes the first value that was accepted, and until when its answer is repeated. The one that stands, and the objects that no
    /// row names any more.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn accept_signing(
        &self,
        token: Digest,
        accepted: Accepted,
        until: Micros,
    ) -> Result<(Accepted, Vec<ObjectKey>), Error> {
        self.write(|conn| {
            let row = signing::table.find(token.0.to_vec()).filter(signing::value_sha256.is_null());
            diesel::update(row)
                .set((
                    signing::value_sha256.eq(accepted.value.0.to_vec()),
                    signing::package_sha256.eq(accepted.package.0.to_vec()),
                    signing::until.eq(until.0),
                ))
                .execute(conn)?;
            let row = signing::table.find(token.0.to_vec()).select((signing::value_sha256, signing::package_sha256));
            let standing = found(row.first::<(Option<Vec<u8>>, Option<Vec<u8>>)>(conn))?;
            let standing = standing.map(accepted_of).transpose()?.flatten();
            let of_it = || signing_file::table.filter(signing_file::signing.eq(token.0.to_vec()));
            let keys = of_it().select(signing_file::object_key).load::<String>(conn)?;
            diesel::delete(of_it()).execute(conn)?;
            Ok((standing.unwrap_or(accepted), keys.iter().map(|key| key_of(key)).collect::<Result<_, _>>()?))
        })
    }

    /// Takes back what waits for a signature out of that draft: another takes its place, or the draft is thrown away. The objects that no
    /// row names any more.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn drop_signings_of(&self, draft: Uuid) -> Result<Vec<ObjectKey>, Error> {
        self.write(|conn| {
            let of_it = signing::draft.eq(read::bytes(&draft)).and(signing::value_sha256.is_null());
            let rows = signing::table.filter(of_it).select(signing::token_sha256).load::<Vec<u8>>(conn)?;
            let files = signing_file::table.filter(signing_file::signing.eq_any(&rows));
            let keys = files.select(signing_file::object_key).load::<String>(conn)?;
            diesel::delete(signing_file::table.filter(signing_file::signing.eq_any(&rows))).execute(conn)?;
            diesel::delete(signing::table.filter(signing::token_sha256.eq_any(&rows))).execute(conn)?;
            keys.iter().map(|key| key_of(key)).collect()
        })
    }

    /// Forgets what ended: the files of what ended before `now`, some at a time, and whole rows a day later, so that whoever comes
    /// late is told so. How many rows went, and the objects that no row names any more.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn purge_signings(&self, now: Micros) -> Result<(usize, Vec<ObjectKey>), Error> {
        self.write(|conn| {
            let ended = signing::table.select(signing::token_sha256).filter(signing::until.lt(now.0));
            let files = signing_file::table
                .filter(signing_file::signing.eq_any(ended))
                .limit(2_000)
                .select((signing_file::signing, signing_file::place, signing_file::object_key))
                .load::<(Vec<u8>, i64, String)>(conn)?;
            for (token, place, _) in &files {
                diesel::delete(signing_file::table.find((token, place))).execute(conn)?;
            }
            let old = signing::until.lt(now.plus_seconds(-DAY_S).0);
            let rows = diesel::delete(signing::table.filter(old)).execute(conn)?;
            let keys = files.iter().map(|(_, _, key)| key_of(key)).collect::<Result<Vec<_>, _>>()?;
            Ok((rows, keys))
        })
    }
}

/// What the owner has open: documents, and bytes of their files.
fn open(conn: &mut Conn, owner: &Owner, now: Micros) -> Result<(usize, u64), Error> {
    type Open = (Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>);
    let rows = signing::table
        .filter(signing::agency.eq(&owner.agency.0))
        .filter(signing::until.ge(now.0))
        .filter(signing::value_sha256.is_null())
        .select((signing::token_sha256, signing::person, signing::system))
        .load::<Open>(conn)?;
    let person = owner.person.map(|id| read::bytes(&id.0));
    let system = owner.system.map(|id| read::bytes(&id.0));
    let own: Vec<Vec<u8>> =
        rows.into_iter().filter(|row| row.1 == person && row.2 == system).map(|(token, _, _)| token).collect();
    let files = signing_file::table.filter(signing_file::signing.eq_any(&own)).select(signing_file::size);
    let bytes = files.load::<i64>(conn)?.into_iter().map(read::count).sum::<Result<u64, Error>>()?;
    Ok((own.len(), bytes))
}

fn key_of(text: &str) -> Result<ObjectKey, Error> {
    text.parse().map_err(|_| Error::Damaged { what: "an object's key", found: text.to_owned() })
}

fn accepted_of((value, package): (Option<Vec<u8>>, Option<Vec<u8>>)) -> Result<Option<Accepted>, Error> {
    let (Some(value), Some(package)) = (value, package) else { return Ok(None) };
    Ok(Some(Accepted { value: read::digest(&value)?, package: read::digest(&package)? }))
}

type Columns = (
    (signing::agency, signing::person, signing::system, signing::attempt),
    (signing::signature_id, signing::signing_time, signing::certificates, signing::document_xml),
    (signing::until, signing::value_sha256, signing::package_sha256),
    (signing::draft, signing::draft_sha256),
);

const COLUMNS: Columns = (
    (signing::agency, signing::person, signing::system, signing::attempt),
    (signing::signature_id, signing::signing_time, signing::certificates, signing::document_xml),
    (signing::until, signing::value_sha256, signing::package_sha256),
    (signing::draft, signing::draft_sha256),
);

#[derive(Queryable)]
struct Row {
    owner: (String, Option<Vec<u8>>, Option<Vec<u8>>, i16),
    form: (String, i64, String, Vec<u8>),
    end: (i64, Option<Vec<u8>>, Option<Vec<u8>>),
    draft: (Option<Vec<u8>>, Option<Vec<u8>>),
}

type FileColumns =
    (signing_file::name, signing_file::media_type, signing_file::size, signing_file::sha256, signing_file::object_key);

const FILE: FileColumns =
    (signing_file::name, signing_file::media_type, signing_file::size, signing_file::sha256, signing_file::object_key);

type FileRow = (String, String, i64, Vec<u8>, String);

impl Row {
    fn into_signing(self, files: Vec<FileRow>) -> Result<Signing, Error> {
        let (agency, person, system, attempt) = self.owner;
        let (signature_id, signing_time, certificates, document_xml) = self.form;
        let (until, value, package) = self.end;
        let draft = match self.draft {
            (Some(id), Some(stands)) => Some(MadeOf { id: read::uuid(&id)?, stands: read::digest(&stands)? }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                return Err(Error::Damaged { what: "the draft of a signing", found: "half of it".to_owned() });
            }
        };
        let file = |(name, media_type, size, sha256, key): FileRow| {
            let (size, sha256, key) = (read::count(size)?, read::digest(&sha256)?, key_of(&key)?);
            Ok(SigningFile { name, media_type, size, sha256, key })
        };
        Ok(Signing {
            owner: Owner {
                agency: OrganId(agency),
                person: person.map(|id| read::uuid(&id).map(PersonId)).transpose()?,
                system: system.map(|id| read::uuid(&id).map(SystemId)).transpose()?,
            },
            draft,
            attempt: u16::try_from(attempt).unwrap_or(1),
            signature_id,
            signing_time: Micros(signing_time),
            certificates,
            document_xml,
            until: Micros(until),
            files: files.into_iter().map(file).collect::<Result<_, Error>>()?,
            accepted: accepted_of((value, package))?,
        })
    }
}

const DAY_S: i64 = 86_400;
