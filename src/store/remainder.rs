//! What a rate leaves over, thing by thing: the documents and copies of its denominator that are not in its numerator (of
//! returned ones: those in it). And who owes acknowledgements past their deadline. Of contents nothing is shown but the
//! document's own number.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};

use crate::domain::ids::{DeliveryId, DocumentId, DocumentUuid, Micros, OrganId};
use crate::domain::rate::{Kind, Month, Side};
use crate::domain::{acknowledgement, delivery};
use crate::store::conn::{Conn, each};
use crate::store::log::{Head, head};
use crate::store::schema::declaration;
use crate::store::{Error, LeafRef, Page, Store, read, words};

/// Whose remainder, in which months.
#[derive(Clone, Debug)]
pub struct Remainder {
    /// Of which rate.
    pub kind: Kind,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
    /// Of which agency, and on which side of a copy it stands; `None`: of all.
    pub of: Option<(OrganId, Side)>,
}

/// A document, or one copy of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The hub's name for the document.
    pub document: DocumentUuid,
    /// As its issuer wrote it.
    pub document_id: DocumentId,
    /// Its number, as on the paper: số and ký hiệu.
    pub number: (String, String),
    /// The day of promulgation, `yyyy-mm-dd`.
    pub issued: Option<String>,
    /// The issuer.
    pub issuer: OrganId,
    /// The month in which it counts.
    pub month: Month,
    /// When the document came in.
    pub received: Micros,
    /// Until when it had to be sent (of a document) or acknowledged (of a copy), where that is known.
    pub until: Option<Micros>,
    /// The copy; `None` where documents count.
    pub copy: Option<LeftCopy>,
    /// Its place in keyset pages.
    pub pos: i64,
}

/// One copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftCopy {
    /// Its delivery.
    pub delivery: DeliveryId,
    /// The receiver.
    pub to: OrganId,
    /// Where the hub's duty stands.
    pub state: delivery::Name,
    /// How far the receiver is.
    pub ack: acknowledgement::Name,
    /// When it was first acknowledged.
    pub accepted_at: Option<Micros>,
}

/// An agency that owes acknowledgements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    /// The agency.
    pub agency: OrganId,
    /// Copies neither acknowledged nor returned, past their deadline.
    pub copies: u64,
    /// Of those, not even fetched.
    pub unheard: u64,
    /// Of how many copies sent to it in those months.
    pub sent: u64,
    /// The oldest deadline.
    pub oldest: Micros,
}

/// What an agency declared for a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The agency.
    pub agency: OrganId,
    /// The month.
    pub month: Month,
    /// Documents issued on paper only.
    pub count: u64,
    /// When it said so.
    pub received: Micros,
    /// The leaf that says so.
    pub leaf: LeafRef,
}

impl Store {
    /// One page of what a rate leaves over, in the order of the log. Of the exchange rate nothing is left that the hub
    /// knows: [`Store::declared`] has the numbers.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn remainder(&self, of: &Remainder, after: Option<i64>, limit: u32) -> Result<Page<Left>, Error> {
        let Some(text) = query(of) else { return Ok(Page::empty()) };
        let (from, to) = (words::month_number(of.from), words::month_number(of.to));
        let agency = of.of.as_ref().map_or("", |(agency, _)| agency.0.as_str()).to_owned();
        let rows = self.read(|conn| {
            each!(conn, c => diesel::sql_query(text)
                .bind::<BigInt, _>(from).bind::<BigInt, _>(to)
                .bind::<BigInt, _>(after.unwrap_or(-1))
                .bind::<Text, _>(agency).bind::<BigInt, _>(read::limit(limit))
                .load::<LeftRow>(c))
            .map_err(Error::from)
        })?;
        let rows = rows.into_iter().map(LeftRow::into_left).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::of(rows, limit, |left| left.pos))
    }

    /// Agencies that owe acknowledgements past their deadline at `now`, of the copies of those months; the one that owes
    /// most first. And the state of the log that this stands on.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn silent(&self, from: Month, to: Month, now: Micros) -> Result<(Vec<Silent>, Head), Error> {
        let (from, to) = (words::month_number(from), words::month_number(to));
        let (rows, head) = self.snapshot(|conn| Ok((silent_rows(conn, from, to, now.0)?, head(conn)?)))?;
        Ok((rows.into_iter().map(SilentRow::into_silent).collect::<Result<_, _>>()?, head))
    }

    /// The declarations that stand, of those months; in the order of agencies and months.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn declared(&self, from: Month, to: Month) -> Result<Vec<Declared>, Error> {
        type Row = (String, i64, i64, i64, (i64, i64, i64));
        self.read(|conn| {
            let leaf = (declaration::epoch, declaration::leaf, declaration::leaf_size);
            let columns = (declaration::agency, declaration::month, declaration::count, declaration::received, leaf);
            let rows = declaration::table
                .select(columns)
                .filter(diesel::dsl::sql::<Bool>("standing"))
                .filter(declaration::month.between(words::month_number(from), words::month_number(to)))
                .order((declaration::agency, declaration::month));
            let declared = |(agency, month, count, received, (epoch, index, size)): Row| {
                Ok(Declared {
                    agency: OrganId(agency),
                    month: words::read_month(month)?,
                    count: read::count(count)?,
                    received: Micros(received),
                    leaf: LeafRef { epoch, index, size },
                })
            };
            rows.load::<Row>(conn)?.into_iter().map(declared).collect()
        })
    }
}

/// The question, with the months, the place after which, the agency and the limit to be bound. SQLite numbers them as they
/// come first, so they come in order.
fn query(of: &Remainder) -> Option<String> {
    let left = match of.kind {
        Kind::Exchange => return None,
        Kind::Signed => "signed NOT IN ('dsig', 'B', 'T', 'LT')",
        Kind::SentInTime => "received > send_by",
        Kind::Received => "state <> 'cancelled' AND NOT heard",
        Kind::Acknowledged => "state <> 'cancelled' AND ack IN ('none', 'arrived', 'returned')",
        Kind::AcceptedInTime => {
            "state <> 'cancelled' AND accept_known AND (accepted_at IS NULL OR accepted_at > accept_by)"
        }
        Kind::Returned => "ack = 'returned'",
        Kind::Completed => "state <> 'cancelled' AND ack <> 'completed'",
    };
    let of_documents = matches!(of.kind, Kind::Signed | Kind::SentInTime);
    let whose = match &of.of {
        None => "$4 = ''",
        Some((_, Side::Incoming)) if !of_documents => "d.agency = $4",
        Some(_) => "d.issuer = $4",
    };
    Some(if of_documents {
        format!(
            "SELECT d.uuid AS document, document_id, issuer, month, received, send_by AS until, pos, \
             uuid AS delivery, '' AS receiver, '' AS state, '' AS ack, CAST(NULL AS BIGINT) AS accepted_at, {SAID} \
             FROM document d LEFT JOIN listing l ON l.document = d.uuid \
             WHERE month BETWEEN $1 AND $2 AND pos > $3 AND attempt = 1 AND {left} AND {whose} ORDER BY pos LIMIT $5"
        )
    } else {
        format!(
            "SELECT d.document, document_id, d.issuer, d.month, received, d.accept_by AS until, d.pos, \
             d.id AS delivery, d.agency AS receiver, d.state, d.ack, d.accepted_at, {SAID} \
             FROM delivery d JOIN document ON document.uuid = d.document LEFT JOIN listing l ON l.document = d.document \
             WHERE d.month BETWEEN $1 AND $2 AND d.pos > $3 AND {left} AND {whose} ORDER BY d.pos LIMIT $5"
        )
    })
}

/// What is told of a document.
const SAID: &str = "COALESCE(l.number, '') AS number, COALESCE(l.notation, '') AS notation, l.issued";

fn silent_rows(conn: &mut Conn, from: i64, to: i64, now: i64) -> QueryResult<Vec<SilentRow>> {
    each!(conn, c => diesel::sql_query(SILENT)
        .bind::<BigInt, _>(now).bind::<BigInt, _>(from).bind::<BigInt, _>(to)
        .load::<SilentRow>(c))
}

/// What expired counts too: who never fetched owes most.
const SILENT: &str = "SELECT agency, COUNT(*) AS sent, COUNT(CASE WHEN owed THEN 1 END) AS copies, \
     COUNT(CASE WHEN owed AND NOT heard THEN 1 END) AS unheard, MIN(CASE WHEN owed THEN accept_by END) AS oldest \
     FROM (SELECT agency, heard, accept_by, accept_known AND accept_by < $1 AND ack IN ('none', 'arrived') AS owed \
     FROM delivery WHERE month BETWEEN $2 AND $3 AND state <> 'cancelled') AS copy \
     GROUP BY agency HAVING COUNT(CASE WHEN owed THEN 1 END) > 0 ORDER BY copies DESC, agency";

#[derive(QueryableByName)]
struct LeftRow {
    #[diesel(sql_type = Binary)]
    document: Vec<u8>,
    #[diesel(sql_type = Text)]
    document_id: String,
    #[diesel(sql_type = Text)]
    issuer: String,
    #[diesel(sql_type = BigInt)]
    month: i64,
    #[diesel(sql_type = BigInt)]
    received: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    until: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pos: i64,
    #[diesel(sql_type = Binary)]
    delivery: Vec<u8>,
    #[diesel(sql_type = Text)]
    receiver: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Text)]
    ack: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    accepted_at: Option<i64>,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    notation: String,
    #[diesel(sql_type = Nullable<Text>)]
    issued: Option<String>,
}

impl LeftRow {
    fn into_left(self) -> Result<Left, Error> {
        let copy = (!self.receiver.is_empty()).then(|| {
            Ok::<_, Error>(LeftCopy {
                delivery: DeliveryId(read::uuid(&self.delivery)?),
                to: OrganId(self.receiver),
                state: delivery::Name::parse(&self.state).ok_or_else(|| words::damaged("delivery", &self.state))?,
                ack: acknowledgement::Name::parse(&self.ack).ok_or_else(|| words::damaged("delivery", &self.ack))?,
                accepted_at: self.accepted_at.map(Micros),
            })
        });
        Ok(Left {
            document: DocumentUuid(read::uuid(&self.document)?),
            document_id: DocumentId(self.document_id),
            number: (self.number, self.notation),
            issued: self.issued,
            issuer: OrganId(self.issuer),
            month: words::read_month(self.month)?,
            received: Micros(self.received),
            until: self.until.map(Micros),
            copy: copy.transpose()?,
            pos: self.pos,
        })
    }
}

#[derive(QueryableByName)]
struct SilentRow {
    #[diesel(sql_type = Text)]
    agency: String,
    #[diesel(sql_type = BigInt)]
    sent: i64,
    #[diesel(sql_type = BigInt)]
    copies: i64,
    #[diesel(sql_type = BigInt)]
    unheard: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    oldest: Option<i64>,
}

impl SilentRow {
    fn into_silent(self) -> Result<Silent, Error> {
        Ok(Silent {
            agency: OrganId(self.agency),
            copies: read::count(self.copies)?,
            unheard: read::count(self.unheard)?,
            sent: read::count(self.sent)?,
            oldest: Micros(self.oldest.unwrap_or_default()),
        })
    }
}
