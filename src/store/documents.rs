//! Documents: one, its history, those an agency sent, those that words find. Every question carries the asking agency:
//! a document is seen by its issuer, by whoever carried it in, and by its receivers; to all others it is not there.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};

use crate::domain::business::BusinessType;
use crate::domain::ids::{Digest, DocumentId, DocumentUuid, Micros, OrganId};
use crate::domain::rate::Month;
use crate::evidence::leaf::{PdfSigned, Signed};
use crate::payload::Source;
use crate::store::business::{self, BusinessChange};
use crate::store::change::{Container, Listing};
use crate::store::conn::{Conn, found};
use crate::store::deliveries::{self, Delivery, Word};
use crate::store::people::{Who, WhoRow, who_of};
use crate::store::schema::{certificate_chain, delivery, document, listing, person, submission, verdict_revision};
use crate::store::{Error, LeafRef, Page, Store, read, search, words};

/// A document as its parties see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The hub's name for it.
    pub uuid: DocumentUuid,
    /// The issuer, after aliases.
    pub issuer: OrganId,
    /// As its issuer wrote it.
    pub document_id: DocumentId,
    /// 1, or more when it was sent again.
    pub attempt: i16,
    /// From/OrganId as written.
    pub from_named: OrganId,
    /// The agency whose system carried it in.
    pub carrier: OrganId,
    /// When its last byte came in: the legal time.
    pub received: Micros,
    /// Time of its SubmissionAcceptance.
    pub accepted: Micros,
    /// The month it counts in.
    pub month: Month,
    /// How it was signed.
    pub signed: Signed,
    /// Its PDFs.
    pub pdf: PdfSigned,
    /// The verdict's code.
    pub verdict_code: String,
    /// What it is: new, or a change to an earlier document.
    pub business: BusinessType,
    /// How many receivers.
    pub receivers: i64,
    /// Its SubmissionAcceptance.
    pub leaf: LeafRef,
    /// Its place in keyset pages.
    pub pos: i64,
    /// What lists show.
    pub listing: Listing,
    /// The bytes that carried it.
    pub carried: Carried,
}

/// What is said of a package without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Their number.
    pub size: u64,
    /// Which container.
    pub container: Container,
}

/// A package's bytes and what is said of them.
#[derive(Clone, Debug)]
pub struct Package {
    /// The document.
    pub document: DocumentUuid,
    /// SHA-256 of the bytes: the ETag.
    pub sha256: Digest,
    /// Their number.
    pub size: u64,
    /// Which container.
    pub container: Container,
    /// The bytes.
    pub source: Source,
}

/// A later look at a document's signature.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The verdict's code, `valid` when it is.
    pub code: String,
    /// The whole verdict, JSON.
    pub verdict_json: String,
    /// When.
    pub at: Micros,
    /// Its leaf.
    pub leaf: LeafRef,
}

/// A document with all that happened to it.
#[derive(Clone, Debug)]
pub struct History {
    /// The document.
    pub document: Document,
    /// Its deliveries: all for issuer and carrier, its own for a receiver.
    pub deliveries: Vec<Delivery>,
    /// The receivers' words on those, in the order of the log.
    pub words: Vec<Word>,
    /// Later looks at its signature, in the order of the log.
    pub revisions: Vec<Revision>,
    /// What was done to it, or by it, in the order of the log.
    pub changes: Vec<BusinessChange>,
    /// The person who sent it, for whoever asks as the same agency.
    pub sender: Option<Who>,
}

impl Store {
    /// One document, if `viewer` is a party of it.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn document(&self, viewer: &OrganId, id: DocumentUuid) -> Result<Option<Document>, Error> {
        self.read_as(viewer, |conn, codes| {
            let row = rows().filter(document::uuid.eq(read::bytes(&id.0))).filter(visible(codes));
            found(row.first::<Row>(conn))?.map(Row::into_document).transpose()
        })
    }

    /// All documents of that DocumentId that `viewer` is a party of: of several issuers, or several attempts, newest
    /// first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn documents_by_id(&self, viewer: &OrganId, id: &DocumentId) -> Result<Vec<Document>, Error> {
        self.read_as(viewer, |conn, codes| {
            let rows = rows().filter(document::document_id.eq(&id.0)).filter(visible(codes));
            let rows = rows.order(document::pos.desc()).limit(100).load::<Row>(conn)?;
            rows.into_iter().map(Row::into_document).collect()
        })
    }

    /// All documents of that number and notation that `viewer` is a party of, newest first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn documents_by_code(&self, viewer: &OrganId, number: &str, notation: &str) -> Result<Vec<Document>, Error> {
        self.read_as(viewer, |conn, codes| {
            let rows = rows().filter(listing::number.eq(number)).filter(listing::notation.eq(notation));
            // A handful: no index brings them in an order.
            let mut rows = rows.filter(visible(codes)).limit(100).load::<Row>(conn)?;
            rows.sort_by_key(|row| std::cmp::Reverse(row.pos));
            rows.into_iter().map(Row::into_document).collect()
        })
    }

    /// A document with its deliveries and the receivers' words.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn history(&self, viewer: &OrganId, id: DocumentUuid) -> Result<Option<History>, Error> {
        let Some(document) = self.document(viewer, id)? else { return Ok(None) };
        self.read_as(viewer, |conn, codes| {
            let sent = codes.contains(&document.issuer.0) || codes.contains(&document.carrier.0);
            let only = (!sent).then_some(codes);
            let deliveries = deliveries::of_document(conn, &id, only)?;
            let words = deliveries::words_of_document(conn, &id, codes, only)?;
            let revisions = revisions(conn, &id)?;
            let changes = business::of_document(conn, &id, codes, only)?;
            let sender = sender(conn, &id, codes)?;
            Ok(Some(History { document, deliveries, words, revisions, changes, sender }))
        })
    }

    /// What an agency sent, newest first; `before` is the last page's `next`.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn sent(&self, agency: &OrganId, before: Option<i64>, limit: u32) -> Result<Page<Document>, Error> {
        self.read_as(agency, |conn, codes| {
            let rows = rows().filter(document::pos.lt(before.unwrap_or(i64::MAX)));
            let rows = rows.order(document::pos.desc()).limit(read::limit(limit)).into_boxed();
            // As in an inbox: one code comes out of the index in its order.
            let rows = match codes {
                [own] => rows.filter(document::issuer.eq(own)).load::<Row>(conn)?,
                several => rows.filter(document::issuer.eq_any(several)).load::<Row>(conn)?,
            };
            let rows = rows.into_iter().map(Row::into_document).collect::<Result<Vec<_>, _>>()?;
            Ok(Page::of(rows, limit, |row| row.pos))
        })
    }

    /// Documents of `viewer` (sent or received) with all the words (or beginnings of words) of `text`, newest first.
    /// Diacritics and case do not matter. Text without any word finds nothing.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn search(
        &self,
        viewer: &OrganId,
        text: &str,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Page<Document>, Error> {
        let folded = search::fold(text);
        if folded.is_empty() {
            return Ok(Page::empty());
        }
        self.read_as(viewer, |conn, codes| {
            let ids = found_ids(conn, codes, &folded, before.unwrap_or(i64::MAX), read::limit(limit))?;
            let rows = rows().filter(document::uuid.eq_any(ids)).order(document::pos.desc()).load::<Row>(conn)?;
            let rows = rows.into_iter().map(Row::into_document).collect::<Result<Vec<_>, _>>()?;
            Ok(Page::of(rows, limit, |row| row.pos))
        })
    }

    /// The package of a document that `viewer` is a party of. The caller hands in `Change::Access` before the bytes go
    /// out.
    ///
    /// # Errors
    /// `Database`, `Damaged`, `Payload`.
    pub fn package(&self, viewer: &OrganId, id: DocumentUuid) -> Result<Option<Package>, Error> {
        let row = self.read_as(viewer, |conn, codes| {
            let row = submission::table
                .inner_join(document::table)
                .select((
                    submission::package_sha256,
                    submission::package_size,
                    submission::container,
                    submission::payload,
                    submission::object_key,
                ))
                .filter(document::uuid.eq(read::bytes(&id.0)))
                .filter(visible(codes));
            Ok(found(row.first::<(Vec<u8>, i64, String, Option<Vec<u8>>, Option<String>)>(conn))?)
        })?;
        let Some((sha256, size, container, payload, key)) = row else { return Ok(None) };
        let source = match (payload, key) {
            (Some(bytes), _) => Source::Bytes(bytes.into()),
            (None, Some(key)) => self.objects().source(&key.parse()?)?,
            (None, None) => return Err(Error::Missing { what: format!("payload of document {id}") }),
        };
        let (sha256, size) = (read::digest(&sha256)?, read::count(size)?);
        Ok(Some(Package { document: id, sha256, size, container: words::read_container(&container)?, source }))
    }

    /// The verdict on a document's signature, as it was shown to the sender, and the signer's chain (DER, one after the
    /// other).
    ///
    /// # Errors
    /// `Database`.
    pub fn verdict(&self, viewer: &OrganId, id: DocumentUuid) -> Result<Option<(String, Vec<u8>)>, Error> {
        self.read_as(viewer, |conn, codes| {
            let row = submission::table
                .inner_join(document::table)
                .select((submission::verdict_json, submission::chain_sha256))
                .filter(document::uuid.eq(read::bytes(&id.0)))
                .filter(visible(codes));
            let Some((verdict, chain)) = found(row.first::<(String, Option<Vec<u8>>)>(conn))? else { return Ok(None) };
            let der = match chain {
                Some(sha256) => {
                    certificate_chain::table.find(sha256).select(certificate_chain::der).first::<Vec<u8>>(conn)?
                }
                None => Vec::new(),
            };
            Ok(Some((verdict, der)))
        })
    }
}

/// These documents, where `codes` are a party of them; in no order.
pub(super) fn of_ids(conn: &mut Conn, codes: &[String], ids: &[Vec<u8>]) -> Result<Vec<Document>, Error> {
    let rows = rows().filter(document::uuid.eq_any(ids)).filter(visible(codes)).load::<Row>(conn)?;
    rows.into_iter().map(Row::into_document).collect()
}

fn revisions(conn: &mut Conn, id: &DocumentUuid) -> Result<Vec<Revision>, Error> {
    let columns = (
        verdict_revision::code,
        verdict_revision::verdict_json,
        verdict_revision::at,
        (verdict_revision::epoch, verdict_revision::leaf, verdict_revision::leaf_size),
    );
    let rows = verdict_revision::table
        .filter(verdict_revision::document.eq(read::bytes(&id.0)))
        .order(verdict_revision::pos)
        .select(columns)
        .load::<(String, String, i64, (i64, i64, i64))>(conn)?;
    let read = |(code, verdict_json, at, (epoch, index, size))| Revision {
        code,
        verdict_json,
        at: Micros(at),
        leaf: LeafRef { epoch, index, size },
    };
    Ok(rows.into_iter().map(read).collect())
}

#[derive(Queryable)]
struct Row {
    uuid: Vec<u8>,
    issuer: String,
    document_id: String,
    attempt: i16,
    from_named: String,
    carrier: String,
    received: i64,
    accepted: i64,
    month: i64,
    signed: String,
    pdf: String,
    verdict_code: String,
    business: String,
    receivers: i64,
    leaf: (i64, i64, i64),
    pos: i64,
    listing: ListingRow,
    carried: CarriedRow,
}

/// The person who sent a document.
fn sender(conn: &mut Conn, id: &DocumentUuid, viewer: &[String]) -> Result<Option<Who>, Error> {
    let row = document::table
        .left_join(person::table.on(document::person.eq(person::id.nullable())))
        .select((document::carrier, person::id.nullable(), person::name.nullable()))
        .filter(document::uuid.eq(read::bytes(&id.0)))
        .first::<WhoRow>(conn);
    found(row)?.map_or(Ok(None), |row| who_of(row, viewer))
}

/// Digest, size and container of a package.
pub(super) type CarriedRow = (Vec<u8>, i64, String);

/// Reads them.
pub(super) fn carried((sha256, size, container): CarriedRow) -> Result<Carried, Error> {
    let (sha256, size) = (read::digest(&sha256)?, read::count(size)?);
    Ok(Carried { sha256, size, container: words::read_container(&container)? })
}

#[derive(Queryable)]
struct ListingRow {
    subject: String,
    number: String,
    notation: String,
    issued: Option<String>,
    type_name: String,
    urgency: Option<i16>,
    due: Option<String>,
}

impl Row {
    fn into_document(self) -> Result<Document, Error> {
        let (epoch, index, size) = self.leaf;
        Ok(Document {
            uuid: DocumentUuid(read::uuid(&self.uuid)?),
            issuer: OrganId(self.issuer),
            document_id: DocumentId(self.document_id),
            attempt: self.attempt,
            from_named: OrganId(self.from_named),
            carrier: OrganId(self.carrier),
            received: Micros(self.received),
            accepted: Micros(self.accepted),
            month: words::read_month(self.month)?,
            signed: words::read_signed(&self.signed)?,
            pdf: words::read_pdf(&self.pdf)?,
            verdict_code: self.verdict_code,
            business: business::read_type(&self.business)?,
            receivers: self.receivers,
            leaf: LeafRef { epoch, index, size },
            pos: self.pos,
            listing: self.listing.into_listing(),
            carried: carried(self.carried)?,
        })
    }
}

impl ListingRow {
    fn into_listing(self) -> Listing {
        Listing {
            subject: self.subject,
            number: self.number,
            notation: self.notation,
            issued: self.issued,
            type_name: self.type_name,
            urgency: self.urgency,
            due: self.due,
            search: String::new(),
        }
    }
}

/// Documents with their listing, without condition: every caller adds the agency.
#[diesel::dsl::auto_type]
fn rows() -> _ {
    document::table.inner_join(listing::table).inner_join(submission::table).select((
        document::uuid,
        document::issuer,
        document::document_id,
        document::attempt,
        document::from_named,
        document::carrier,
        document::received,
        document::accepted,
        document::month,
        document::signed,
        document::pdf,
        document::verdict_code,
        document::business,
        document::receivers,
        (document::epoch, document::leaf, document::leaf_size),
        document::pos,
        (
            listing::subject,
            listing::number,
            listing::notation,
            listing::issued,
            listing::type_name,
            listing::urgency,
            listing::due,
        ),
        (submission::package_sha256, submission::package_size, submission::container),
    ))
}

/// Issuer, carrier or receiver.
#[diesel::dsl::auto_type]
fn visible<'a>(codes: &'a [String]) -> _ {
    let own = delivery::table.filter(delivery::document.eq(document::uuid).and(delivery::agency.eq_any(codes)));
    document::issuer.eq_any(codes).or(document::carrier.eq_any(codes)).or(diesel::dsl::exists(own))
}

/// Where the backends find words by different means, two queries side by side: FTS5 and trigrams. Both find the
/// beginnings of words, and both numbers of parameters stand in the order of their appearance (trap 2).
fn found_ids(conn: &mut Conn, codes: &[String], folded: &str, before: i64, limit: i64) -> Result<Vec<Vec<u8>>, Error> {
    let rows = match conn {
        Conn::Sqlite(sqlite) => diesel::sql_query(format!(
            "SELECT d.uuid FROM listing_fts f JOIN listing l ON l.n = f.rowid JOIN document d ON d.uuid = l.document \
                 WHERE f.search MATCH $1 AND d.pos < $2 AND {} ORDER BY d.pos DESC LIMIT $4",
            party("IN (SELECT value FROM json_each($3))")
        ))
        .bind::<Text, _>(search::match_of(folded))
        .bind::<BigInt, _>(before)
        .bind::<Text, _>(serde_json::json!(codes).to_string())
        .bind::<BigInt, _>(limit)
        .load::<Found>(sqlite)?,
        Conn::Pg(pg) => diesel::sql_query(format!(
            "SELECT d.uuid FROM listing l JOIN document d ON d.uuid = l.document \
                 WHERE l.search LIKE ALL ($1) AND d.pos < $2 AND {} ORDER BY d.pos DESC LIMIT $4",
            party("= ANY ($3)")
        ))
        .bind::<diesel::sql_types::Array<Text>, _>(search::patterns_of(folded))
        .bind::<BigInt, _>(before)
        .bind::<diesel::sql_types::Array<Text>, _>(codes)
        .bind::<BigInt, _>(limit)
        .load::<Found>(pg)?,
    };
    Ok(rows.into_iter().map(|row| row.uuid).collect())
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Binary)]
    uuid: Vec<u8>,
}

/// Issuer, carrier or receiver is one of the viewer's codes.
fn party(one_of: &str) -> String {
    format!(
        "(d.issuer {one_of} OR d.carrier {one_of} OR EXISTS \
         (SELECT 1 FROM delivery v WHERE v.document = d.uuid AND v.agency {one_of}))"
    )
}
