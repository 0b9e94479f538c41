//! Deliveries: an agency's inbox, one of them, and the receivers' words.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::acknowledgement::{self, Status};
use crate::domain::business::BusinessType;
use crate::domain::delivery;
use crate::domain::ids::{DeliveryId, DocumentId, DocumentUuid, Micros, OrganId};
use crate::evidence::leaf::Signed;
use crate::store::business;
use crate::store::change::{Authn, Listing};
use crate::store::conn::{Conn, found};
use crate::store::documents::{self, Carried, Package};
use crate::store::people::{Who, WhoRow, who_of};
use crate::store::schema::{
    acknowledgement as acknowledgements, delivery as deliveries, document, listing, person, submission,
};
use crate::store::{Error, LeafRef, Page, Store, read, words};

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its name.
    pub id: DeliveryId,
    /// The document.
    pub document: DocumentUuid,
    /// The receiver, after aliases.
    pub agency: OrganId,
    /// To/OrganId as written.
    pub named: OrganId,
    /// Where the hub's duty stands.
    pub state: delivery::Name,
    /// Since when.
    pub since: Micros,
    /// How far the receiver is.
    pub ack: acknowledgement::Name,
    /// How the document stands with it.
    pub standing: acknowledgement::Standing,
    /// What it said to a recall.
    pub recall_answer: acknowledgement::RecallAnswer,
    /// The sender's open question.
    pub request: Option<acknowledgement::Request>,
    /// When it came to lie in the receiver's inbox: the time of its ContentConsignment.
    pub delivered_at: Option<Micros>,
    /// When the receiver said that it has it.
    pub fetched_at: Option<Micros>,
    /// The leaf of that.
    pub fetched_leaf: Option<LeafRef>,
    /// Until when it had to be acknowledged to be in time; absent for what came before deadlines were laid down.
    pub accept_by: Option<Micros>,
    /// Until when it has to be answered, where the document names a day.
    pub answer_by: Option<Micros>,
    /// When the first of 03, 04, 05, 06 came in.
    pub accepted_at: Option<Micros>,
    /// Its ContentConsignment.
    pub leaf: LeafRef,
    /// Its place in keyset pages.
    pub pos: i64,
}

impl Delivery {
    /// The hub's machine as it stands, to be asked what it allows; a recall that waits for a push is not known here.
    pub fn hub(&self) -> delivery::State {
        delivery::State::restore(self.state, self.since, false)
    }

    /// The receiver's machine as it stands, to be asked what it allows.
    pub fn receiver(&self) -> acknowledgement::State {
        acknowledgement::State::restore(acknowledgement::Stored {
            name: self.ack,
            standing: self.standing,
            recall: self.recall_answer,
            open: self.request,
            requests: self.request.map_or(0, |open| open.number.0),
        })
    }
}

/// A line of an inbox: the delivery and what its document's list shows.
#[derive(Clone, Debug)]
pub struct InboxLine {
    /// The delivery.
    pub delivery: Delivery,
    /// The issuer.
    pub issuer: OrganId,
    /// As its issuer wrote it.
    pub document_id: DocumentId,
    /// When it came in.
    pub received: Micros,
    /// What lists show.
    pub listing: Listing,
    /// 1, or more when it was sent again.
    pub attempt: i16,
    /// How it was signed.
    pub signed: Signed,
    /// The verdict's code.
    pub verdict_code: String,
    /// What it is: new, or a change to an earlier document.
    pub business: BusinessType,
    /// The bytes that carried it.
    pub carried: Carried,
}

/// A receiver's word.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its row.
    pub id: Uuid,
    /// The delivery.
    pub delivery: DeliveryId,
    /// Who said it.
    pub reporter: OrganId,
    /// The code.
    pub status: Status,
    /// The reason's words, for the parties.
    pub reason: Option<String>,
    /// The agency's own time: shown, never used.
    pub stated: Option<Micros>,
    /// Who vouches for it.
    pub authn: Authn,
    /// The person who said it, for whoever asks as the same agency.
    pub person: Option<Who>,
    /// When it came in.
    pub received: Micros,
    /// Kept as a contradiction.
    pub contradiction: bool,
    /// Its leaf.
    pub leaf: LeafRef,
}

impl Store {
    /// An agency's inbox in the order of arrival; `after` is the last page's `next`, or the place of the last line
    /// known. `open` leaves out what the agency has said it holds.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn inbox(
        &self,
        agency: &OrganId,
        after: Option<i64>,
        limit: u32,
        open: bool,
    ) -> Result<Page<InboxLine>, Error> {
        self.read_as(agency, |conn, codes| {
            let rows = lines().filter(deliveries::pos.gt(after.unwrap_or(-1)));
            let rows = rows.order(deliveries::pos).limit(read::limit(limit)).into_boxed();
            // One code, as nearly always: only so does the page come out of the index in its order.
            let rows = match codes {
                [own] => rows.filter(deliveries::agency.eq(own)),
                several => rows.filter(deliveries::agency.eq_any(several)),
            };
            // The literal, not a parameter: only so is the partial index taken.
            let undelivered = diesel::dsl::sql::<diesel::sql_types::Bool>("delivery.state = 'delivered'");
            let rows = if open { rows.filter(undelivered) } else { rows };
            let rows = rows.load::<(Row, LineRow)>(conn)?;
            let rows = rows.into_iter().map(into_line).collect::<Result<Vec<_>, _>>()?;
            Ok(Page::of(rows, limit, |line| line.delivery.pos))
        })
    }

    /// The place of the newest line of an agency's inbox; -1 when there is none. A long poll asks it after a wake.
    ///
    /// # Errors
    /// `Database`.
    pub fn inbox_newest(&self, agency: &OrganId) -> Result<i64, Error> {
        self.read_as(agency, |conn, codes| {
            let mut newest = -1;
            for code in codes {
                newest = newest.max(newest_of(conn, code)?);
            }
            Ok(newest)
        })
    }

    /// How many deliveries under this very code nobody has fetched.
    ///
    /// # Errors
    /// `Database`.
    pub fn inbox_open_count(&self, code: &OrganId) -> Result<i64, Error> {
        self.read(|conn| {
            let open = diesel::dsl::sql::<diesel::sql_types::Bool>("delivery.state = 'delivered'");
            Ok(deliveries::table.filter(deliveries::agency.eq(&code.0)).filter(open).count().get_result(conn)?)
        })
    }

    /// One line, if it is the agency's own.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn delivery(&self, agency: &OrganId, id: DeliveryId) -> Result<Option<InboxLine>, Error> {
        self.read_as(agency, |conn, codes| {
            let row = lines().filter(deliveries::id.eq(read::bytes(&id.0)).and(deliveries::agency.eq_any(codes)));
            found(row.first::<(Row, LineRow)>(conn))?.map(into_line).transpose()
        })
    }

    /// The package of a delivery, if it is the agency's own.
    ///
    /// # Errors
    /// `Database`, `Damaged`, `Payload`.
    pub fn delivery_package(&self, agency: &OrganId, id: DeliveryId) -> Result<Option<Package>, Error> {
        match self.delivery(agency, id)? {
            Some(line) => self.package(agency, line.delivery.document),
            None => Ok(None),
        }
    }

    /// What a mail about a delivery needs, whoever asks: for the hub's own workers only, never for a caller.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn delivery_for_worker(&self, id: DeliveryId) -> Result<Option<InboxLine>, Error> {
        self.read(|conn| {
            let row = lines().filter(deliveries::id.eq(read::bytes(&id.0)));
            found(row.first::<(Row, LineRow)>(conn))?.map(into_line).transpose()
        })
    }
}

/// The place of the newest line under one code; -1 when there is none.
pub(super) fn newest_of(conn: &mut Conn, code: &str) -> Result<i64, Error> {
    let pos = deliveries::table.select(deliveries::pos).filter(deliveries::agency.eq(code));
    Ok(found(pos.order(deliveries::pos.desc()).first::<i64>(conn))?.unwrap_or(-1))
}

/// A document's deliveries; `only` those of these codes.
pub(super) fn of_document(conn: &mut Conn, id: &DocumentUuid, only: Option<&[String]>) -> Result<Vec<Delivery>, Error> {
    let rows = deliveries::table.select(ROW).filter(deliveries::document.eq(read::bytes(&id.0)));
    let rows = rows.order(deliveries::pos).into_boxed();
    let rows = match only {
        Some(codes) => rows.filter(deliveries::agency.eq_any(codes)).load::<Row>(conn)?,
        None => rows.load::<Row>(conn)?,
    };
    rows.into_iter().map(Row::into_delivery).collect()
}

/// The words on a document; `only` those on deliveries of these codes.
pub(super) fn words_of_document(
    conn: &mut Conn,
    id: &DocumentUuid,
    viewer: &[String],
    only: Option<&[String]>,
) -> Result<Vec<Word>, Error> {
    let rows = acknowledgements::table
        .left_join(person::table.on(acknowledgements::person.eq(person::id.nullable())))
        .select((
            acknowledgements::id,
            acknowledgements::delivery,
            acknowledgements::reporter,
            acknowledgements::code,
            acknowledgements::reason,
            acknowledgements::stated,
            acknowledgements::authn,
            acknowledgements::received,
            acknowledgements::contradiction,
            (acknowledgements::epoch, acknowledgements::leaf, acknowledgements::leaf_size),
            (acknowledgements::carrier, person::id.nullable(), person::name.nullable()),
        ))
        .filter(acknowledgements::document.eq(read::bytes(&id.0)))
        .order(acknowledgements::pos)
        .into_boxed();
    let rows = match only {
        Some(codes) => rows.filter(acknowledgements::reporter.eq_any(codes)).load::<WordRow>(conn)?,
        None => rows.load::<WordRow>(conn)?,
    };
    rows.into_iter().map(|row| row.into_word(viewer)).collect()
}

#[derive(Queryable)]
pub(super) struct Row {
    id: Vec<u8>,
    document: Vec<u8>,
    agency: String,
    named: String,
    state: String,
    since: i64,
    ack: String,
    business: (String, String, Option<i64>, Option<String>),
    delivered_at: Option<i64>,
    fetched_at: Option<i64>,
    fetched: (Option<i64>, Option<i64>, Option<i64>),
    until: (Option<i64>, Option<i64>, Option<i64>),
    leaf: (i64, i64, i64),
    pos: i64,
}

impl Row {
    fn into_delivery(self) -> Result<Delivery, Error> {
        let (epoch, index, size) = self.leaf;
        let (accept_by, answer_by, accepted_at) = self.until;
        let (standing, recall, number, question) = self.business;
        let damaged = || words::damaged("delivery", &format!("{} {} {standing} {recall}", self.state, self.ack));
        let request = match (number, question) {
            (Some(number), Some(question)) => Some(acknowledgement::Request {
                number: acknowledgement::RequestNumber(u32::try_from(number).map_err(|_| damaged())?),
                question: acknowledgement::Question::parse(&question).ok_or_else(damaged)?,
            }),
            _ => None,
        };
        Ok(Delivery {
            id: DeliveryId(read::uuid(&self.id)?),
            document: DocumentUuid(read::uuid(&self.document)?),
            agency: OrganId(self.agency),
            named: OrganId(self.named),
            state: delivery::Name::parse(&self.state).ok_or_else(damaged)?,
            since: Micros(self.since),
            ack: acknowledgement::Name::parse(&self.ack).ok_or_else(damaged)?,
            standing: acknowledgement::Standing::parse(&standing).ok_or_else(damaged)?,
            recall_answer: acknowledgement::RecallAnswer::parse(&recall).ok_or_else(damaged)?,
            request,
            delivered_at: self.delivered_at.map(Micros),
            fetched_at: self.fetched_at.map(Micros),
            fetched_leaf: match self.fetched {
                (Some(epoch), Some(index), Some(size)) => Some(LeafRef { epoch, index, size }),
                _ => None,
            },
            accept_by: accept_by.map(Micros),
            answer_by: answer_by.map(Micros),
            accepted_at: accepted_at.map(Micros),
            leaf: LeafRef { epoch, index, size },
            pos: self.pos,
        })
    }
}

#[derive(Queryable)]
pub(super) struct LineRow {
    issuer: String,
    document_id: String,
    received: i64,
    subject: String,
    number: String,
    notation: String,
    issued: Option<String>,
    type_name: String,
    urgency: Option<i16>,
    due: Option<String>,
    judged: (i16, String, String, String),
    carried: documents::CarriedRow,
}

pub(super) fn into_line((row, line): (Row, LineRow)) -> Result<InboxLine, Error> {
    Ok(InboxLine {
        delivery: row.into_delivery()?,
        issuer: OrganId(line.issuer),
        document_id: DocumentId(line.document_id),
        received: Micros(line.received),
        listing: Listing {
            subject: line.subject,
            number: line.number,
            notation: line.notation,
            issued: line.issued,
            type_name: line.type_name,
            urgency: line.urgency,
            due: line.due,
            search: String::new(),
        },
        attempt: line.judged.0,
        signed: words::read_signed(&line.judged.1)?,
        verdict_code: line.judged.2,
        business: business::read_type(&line.judged.3)?,
        carried: documents::carried(line.carried)?,
    })
}

#[derive(Queryable)]
struct WordRow {
    id: Vec<u8>,
    delivery: Vec<u8>,
    reporter: String,
    code: i16,
    reason: Option<String>,
    stated: Option<i64>,
    authn: String,
    received: i64,
    contradiction: bool,
    leaf: (i64, i64, i64),
    who: WhoRow,
}

impl WordRow {
    fn into_word(self, viewer: &[String]) -> Result<Word, Error> {
        let (epoch, index, size) = self.leaf;
        let code = format!("{:02}", self.code);
        Ok(Word {
            id: read::uuid(&self.id)?,
            delivery: DeliveryId(read::uuid(&self.delivery)?),
            reporter: OrganId(self.reporter),
            status: Status::parse(&code).map_err(|_| words::damaged("status", &code))?,
            reason: self.reason,
            stated: self.stated.map(Micros),
            authn: words::read_authn(&self.authn)?,
            person: who_of(self.who, viewer)?,
            received: Micros(self.received),
            contradiction: self.contradiction,
            leaf: LeafRef { epoch, index, size },
        })
    }
}

type RowColumns = (
    deliveries::id,
    deliveries::document,
    deliveries::agency,
    deliveries::named,
    deliveries::state,
    deliveries::since,
    deliveries::ack,
    (deliveries::standing, deliveries::recall_answer, deliveries::open_request, deliveries::open_question),
    deliveries::delivered_at,
    deliveries::fetched_at,
    (deliveries::fetched_epoch, deliveries::fetched_leaf, deliveries::fetched_size),
    (deliveries::accept_by, deliveries::answer_by, deliveries::accepted_at),
    (deliveries::epoch, deliveries::leaf, deliveries::leaf_size),
    deliveries::pos,
);

const ROW: RowColumns = (
    deliveries::id,
    deliveries::document,
    deliveries::agency,
    deliveries::named,
    deliveries::state,
    deliveries::since,
    deliveries::ack,
    (deliveries::standing, deliveries::recall_answer, deliveries::open_request, deliveries::open_question),
    deliveries::delivered_at,
    deliveries::fetched_at,
    (deliveries::fetched_epoch, deliveries::fetched_leaf, deliveries::fetched_size),
    (deliveries::accept_by, deliveries::answer_by, deliveries::accepted_at),
    (deliveries::epoch, deliveries::leaf, deliveries::leaf_size),
    deliveries::pos,
);

/// Deliveries with what a list shows, without condition: every caller adds the agency.
#[diesel::dsl::auto_type]
pub(super) fn lines() -> _ {
    let row: RowColumns = ROW;
    deliveries::table.inner_join(document::table.inner_join(listing::table).inner_join(submission::table)).select((
        row,
        (
            document::issuer,
            document::document_id,
            document::received,
            listing::subject,
            listing::number,
            listing::notation,
            listing::issued,
            listing::type_name,
            listing::urgency,
            listing::due,
            (document::attempt, document::signed, document::verdict_code, document::business),
            (submission::package_sha256, submission::package_size, submission::container),
        ),
    ))
}
