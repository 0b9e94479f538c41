//! Refused packages, as the carrier's agency and the proven From see them; and what operators and auditors read.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{Digest, DocumentId, DocumentUuid, Micros, OrganId};
use crate::domain::rate::Month;
use crate::store::conn::{Conn, found};
use crate::store::schema::{access_log, declaration, idempotency, notification, operator_act, rejection};
use crate::store::{Error, LeafRef, Page, Store, read, words};

/// A refused package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Its row.
    pub id: Uuid,
    /// SHA-256 of what came in.
    pub package_sha256: Digest,
    /// Number of bytes.
    pub package_size: u64,
    /// When it was refused.
    pub at: Micros,
    /// Whose system carried it in.
    pub carrier: OrganId,
    /// The From that the signature proves.
    pub from_proven: Option<OrganId>,
    /// Its id, where it could be read.
    pub document_id: Option<DocumentId>,
    /// Why.
    pub code: String,
    /// The whole verdict.
    pub verdict_json: String,
    /// Its leaf.
    pub leaf: LeafRef,
    /// Its place in keyset pages.
    pub pos: i64,
}

/// A declaration of documents issued on paper only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Its row.
    pub id: Uuid,
    /// The month.
    pub month: Month,
    /// How many.
    pub count: u64,
    /// Not replaced.
    pub standing: bool,
    /// When it came in.
    pub received: Micros,
    /// Its leaf.
    pub leaf: LeafRef,
    /// Its place in keyset pages.
    pub pos: i64,
}

/// A mail that was placed or never will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// `mail.arrived` and the like.
    pub kind: String,
    /// Whose office.
    pub agency: OrganId,
    /// A server took it.
    pub placed: bool,
    /// The server's words.
    pub reply: String,
    /// When.
    pub at: Micros,
    /// Its leaf.
    pub leaf: LeafRef,
}

impl Store {
    /// Refusals that `viewer` carried in or that are proven to be from it, newest first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn rejections(&self, viewer: &OrganId, before: Option<i64>, limit: u32) -> Result<Page<Rejection>, Error> {
        self.read_as(viewer, |conn, codes| {
            // Two index walks a code and a merge: an OR over two columns would read more than a page.
            let mut rows = Vec::new();
            for code in codes {
                rows.extend(page(conn, code, true, before, limit)?);
                rows.extend(page(conn, code, false, before, limit)?);
            }
            rows.sort_by_key(|row| std::cmp::Reverse(row.pos));
            rows.dedup_by_key(|row| row.pos);
            rows.truncate(usize::try_from(read::limit(limit)).unwrap_or(1));
            Ok(Page::of(rows, limit, |row| row.pos))
        })
    }

    /// An agency's declarations, newest first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn declarations(&self, agency: &OrganId, before: Option<i64>, limit: u32) -> Result<Page<Declaration>, Error> {
        self.read_as(agency, |conn, codes| {
            type Columns = (Vec<u8>, i64, i64, bool, i64, (i64, i64, i64), i64);
            let rows = declaration::table
                .select((
                    declaration::id,
                    declaration::month,
                    declaration::count,
                    declaration::standing,
                    declaration::received,
                    (declaration::epoch, declaration::leaf, declaration::leaf_size),
                    declaration::pos,
                ))
                .filter(declaration::pos.lt(before.unwrap_or(i64::MAX)))
                .order(declaration::pos.desc())
                .limit(read::limit(limit))
                .into_boxed();
            // As in an inbox: one code comes out of the index in its order.
            let rows = match codes {
                [own] => rows.filter(declaration::agency.eq(own)).load::<Columns>(conn)?,
                several => rows.filter(declaration::agency.eq_any(several)).load::<Columns>(conn)?,
            };
            let declaration = |(id, month, count, standing, received, (epoch, index, size), pos): Columns| {
                Ok::<_, Error>(Declaration {
                    id: read::uuid(&id)?,
                    month: words::read_month(month)?,
                    count: read::count(count)?,
                    standing,
                    received: Micros(received),
                    leaf: LeafRef { epoch, index, size },
                    pos,
                })
            };
            let rows = rows.into_iter().map(declaration).collect::<Result<Vec<_>, _>>()?;
            Ok(Page::of(rows, limit, |row| row.pos))
        })
    }

    /// Mails about a document, if `viewer` is a party of it; a receiver sees those to its own office only.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn notifications(&self, viewer: &OrganId, id: DocumentUuid) -> Result<Vec<Notification>, Error> {
        let Some(document) = self.document(viewer, id)? else { return Ok(Vec::new()) };
        self.read_as(viewer, |conn, codes| {
            let all = codes.contains(&document.issuer.0) || codes.contains(&document.carrier.0);
            type Columns = (String, String, bool, String, i64, (i64, i64, i64));
            let rows = notification::table
                .select((
                    notification::kind,
                    notification::agency,
                    notification::placed,
                    notification::reply,
                    notification::at,
                    (notification::epoch, notification::leaf, notification::leaf_size),
                ))
                .filter(notification::document.eq(read::bytes(&id.0)))
                .order(notification::at)
                .load::<Columns>(conn)?;
            let rows = rows.into_iter().filter(|(_, agency, ..)| all || codes.contains(agency));
            let row = |(kind, agency, placed, reply, at, (epoch, index, size)): Columns| Notification {
                kind,
                agency: OrganId(agency),
                placed,
                reply,
                at: Micros(at),
                leaf: LeafRef { epoch, index, size },
            };
            Ok(rows.map(row).collect())
        })
    }

    /// Who read a document's content: agency, time, what. For its issuer.
    ///
    /// # Errors
    /// `Database`.
    pub fn accesses(&self, viewer: &OrganId, id: DocumentUuid) -> Result<Vec<(OrganId, Micros, String)>, Error> {
        let Some(document) = self.document(viewer, id)? else { return Ok(Vec::new()) };
        self.read_as(viewer, |conn, codes| {
            if !codes.contains(&document.issuer.0) {
                return Ok(Vec::new());
            }
            let rows = access_log::table
                .select((access_log::agency, access_log::at, access_log::what))
                .filter(access_log::document.eq(Some(read::bytes(&id.0))))
                .order(access_log::id)
                .limit(i64::from(super::PAGE_MAX));
            let rows = rows.load::<(String, i64, String)>(conn)?;
            Ok(rows.into_iter().map(|(agency, at, what)| (OrganId(agency), Micros(at), what)).collect())
        })
    }

    /// Acts of operators, newest first: (pos, time, actor, act, reason, detail). For operators and auditors.
    ///
    /// # Errors
    /// `Database`.
    pub fn operator_acts(&self, before: Option<i64>, limit: u32) -> Result<Page<OperatorActRow>, Error> {
        self.read(|conn| {
            let rows = operator_act::table
                .select((
                    operator_act::pos,
                    operator_act::at,
                    operator_act::actor,
                    operator_act::act,
                    operator_act::reason,
                    operator_act::detail_json,
                ))
                .filter(operator_act::pos.lt(before.unwrap_or(i64::MAX)))
                .order(operator_act::pos.desc())
                .limit(read::limit(limit))
                .load::<OperatorActRow>(conn)?;
            Ok(Page::of(rows, limit, |row| row.pos))
        })
    }

    /// Forgets Idempotency-Keys older than their 24 h; a few thousand at a time, so that nobody waits long.
    ///
    /// # Errors
    /// `Database`.
    pub fn purge_idempotency(&self, now: Micros) -> Result<usize, Error> {
        self.write(|conn| {
            let old = idempotency::table
                .select((idempotency::system, idempotency::key))
                .filter(idempotency::until.le(now.0))
                .order(idempotency::until)
                .limit(2_000)
                .load::<(Vec<u8>, String)>(conn)?;
            for key in &old {
                diesel::delete(idempotency::table.find((&key.0, &key.1))).execute(conn)?;
            }
            Ok(old.len())
        })
    }

    /// One refusal, if `viewer` may see it.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn rejection(&self, viewer: &OrganId, id: Uuid) -> Result<Option<Rejection>, Error> {
        self.read_as(viewer, |conn, codes| {
            let row = rejection::table.select(ROW).filter(rejection::id.eq(read::bytes(&id)));
            let row = found(row.first::<Row>(conn))?.map(Row::into_rejection).transpose()?;
            let mine = |id: &OrganId| codes.contains(&id.0);
            Ok(row.filter(|row| mine(&row.carrier) || row.from_proven.as_ref().is_some_and(mine)))
        })
    }
}

/// An act of an operator.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct OperatorActRow {
    /// Its place in keyset pages.
    pub pos: i64,
    /// When, microseconds UTC.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What: `area.snake_case`.
    pub act: String,
    /// Why.
    pub reason: String,
    /// What exactly, JSON.
    pub detail_json: String,
}

fn page(conn: &mut Conn, code: &str, carried: bool, before: Option<i64>, limit: u32) -> Result<Vec<Rejection>, Error> {
    let rows = rejection::table
        .select(ROW)
        .filter(rejection::pos.lt(before.unwrap_or(i64::MAX)))
        .order(rejection::pos.desc())
        .limit(read::limit(limit));
    let rows = if carried {
        rows.filter(rejection::carrier.eq(code)).load::<Row>(conn)?
    } else {
        rows.filter(rejection::from_proven.eq(code)).load::<Row>(conn)?
    };
    rows.into_iter().map(Row::into_rejection).collect()
}

type RowColumns = (
    rejection::id,
    rejection::package_sha256,
    rejection::package_size,
    rejection::received,
    rejection::carrier,
    rejection::from_proven,
    rejection::document_id,
    rejection::code,
    rejection::verdict_json,
    (rejection::epoch, rejection::leaf, rejection::leaf_size),
    rejection::pos,
);

const ROW: RowColumns = (
    rejection::id,
    rejection::package_sha256,
    rejection::package_size,
    rejection::received,
    rejection::carrier,
    rejection::from_proven,
    rejection::document_id,
    rejection::code,
    rejection::verdict_json,
    (rejection::epoch, rejection::leaf, rejection::leaf_size),
    rejection::pos,
);

#[derive(Queryable)]
struct Row {
    id: Vec<u8>,
    package_sha256: Vec<u8>,
    package_size: i64,
    received: i64,
    carrier: String,
    from_proven: Option<String>,
    document_id: Option<String>,
    code: String,
    verdict_json: String,
    leaf: (i64, i64, i64),
    pos: i64,
}

impl Row {
    fn into_rejection(self) -> Result<Rejection, Error> {
        let (epoch, index, size) = self.leaf;
        Ok(Rejection {
            id: read::uuid(&self.id)?,
            package_sha256: read::digest(&self.package_sha256)?,
            package_size: read::count(self.package_size)?,
            at: Micros(self.received),
            carrier: OrganId(self.carrier),
            from_proven: self.from_proven.map(OrganId),
            document_id: self.document_id.map(DocumentId),
            code: self.code,
            verdict_json: self.verdict_json,
            leaf: LeafRef { epoch, index, size },
            pos: self.pos,
        })
    }
}
