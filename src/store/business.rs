//! What was done to documents after they were sent, and what each change was answered: for the parties.

use diesel::prelude::*;

use crate::domain::business::{BusinessType, Change};
use crate::domain::ids::{DeliveryId, DocumentId, DocumentUuid, Micros, OrganId};
use crate::store::change::{Authn, Target};
use crate::store::conn::Conn;
use crate::store::deliveries::Delivery;
use crate::store::people::{Who, WhoRow, who_of};
use crate::store::schema::{business_change, document, person};
use crate::store::{Error, LeafRef, Store, read, words};

/// One thing that was done to one delivery.
#[derive(Clone, Debug)]
pub struct BusinessChange {
    /// What.
    pub what: Change,
    /// The package that says so; `None`: a call, a button or a status file.
    pub document: Option<DocumentUuid>,
    /// The document that it was done to.
    pub target: DocumentUuid,
    /// Its DocumentId.
    pub target_id: DocumentId,
    /// The delivery.
    pub delivery: DeliveryId,
    /// Its receiver.
    pub agency: OrganId,
    /// Who did it.
    pub issuer: OrganId,
    /// Who vouches for it.
    pub authn: Authn,
    /// The person who did it, for whoever asks as the same agency.
    pub person: Option<Who>,
    /// Why, in words.
    pub reason: Option<String>,
    /// `withdrawn`, `asked` or `bound`.
    pub outcome: String,
    /// The number of the question.
    pub request: Option<i64>,
    /// `agreed`, `declined`, `confirmed`, `protested` or `lapsed`.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered: Option<Micros>,
    /// When the word came in.
    pub received: Micros,
    /// Its leaf.
    pub leaf: LeafRef,
}

impl Store {
    /// The deliveries of what a withdrawal names, if `issuer` sent it: the newest of each receiver.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn deliveries_of_target(&self, issuer: &OrganId, target: &Target) -> Result<Vec<Delivery>, Error> {
        let uuids: Vec<DocumentUuid> = match target {
            Target::Uuid(uuid) => vec![*uuid],
            Target::Id(id) => self.documents_by_id(issuer, id)?.iter().map(|found| found.uuid).collect(),
        };
        let codes = self.read_as(issuer, |_, codes| Ok(codes.to_vec()))?;
        let mut newest: Vec<Delivery> = Vec::new();
        for uuid in uuids.into_iter().rev() {
            let Some(history) = self.history(issuer, uuid)? else { continue };
            if !codes.contains(&history.document.issuer.0) {
                continue;
            }
            for delivery in history.deliveries {
                newest.retain(|other| other.agency != delivery.agency);
                newest.push(delivery);
            }
        }
        Ok(newest)
    }
}

/// What was done to a document, or by it; `only` at receivers of these codes.
pub(super) fn of_document(
    conn: &mut Conn,
    id: &DocumentUuid,
    viewer: &[String],
    only: Option<&[String]>,
) -> Result<Vec<BusinessChange>, Error> {
    let uuid = read::bytes(&id.0);
    let rows = business_change::table
        .inner_join(document::table)
        .left_join(person::table.on(business_change::person.eq(person::id.nullable())))
        .select((
            (business_change::kind, business_change::document, business_change::target, document::document_id),
            (business_change::delivery, business_change::agency, business_change::issuer),
            (business_change::authn, business_change::reason, business_change::outcome),
            (business_change::request, business_change::answer, business_change::answered),
            business_change::received,
            (business_change::epoch, business_change::leaf, business_change::leaf_size),
            (business_change::carrier, person::id.nullable(), person::name.nullable()),
        ))
        .filter(business_change::target.eq(uuid.clone()).or(business_change::document.eq(uuid)))
        .order(business_change::pos)
        .into_boxed();
    let rows = match only {
        Some(codes) => rows.filter(business_change::agency.eq_any(codes)).load::<Row>(conn)?,
        None => rows.load::<Row>(conn)?,
    };
    rows.into_iter().map(|row| into_change(row, viewer)).collect()
}

type Row = (
    (String, Option<Vec<u8>>, Vec<u8>, String),
    (Vec<u8>, String, String),
    (String, Option<String>, String),
    (Option<i64>, Option<String>, Option<i64>),
    i64,
    (i64, i64, i64),
    WhoRow,
);

fn into_change(row: Row, viewer: &[String]) -> Result<BusinessChange, Error> {
    let (
        (kind, by, target, target_id),
        (delivery, agency, issuer),
        (authn, reason, outcome),
        answer,
        received,
        leaf,
        who,
    ) = row;
    let ((request, answer, answered), (epoch, index, size)) = (answer, leaf);
    Ok(BusinessChange {
        what: Change::parse(&kind).ok_or_else(|| words::damaged("change", &kind))?,
        document: by.map(|id| read::uuid(&id).map(DocumentUuid)).transpose()?,
        target: DocumentUuid(read::uuid(&target)?),
        target_id: DocumentId(target_id),
        delivery: DeliveryId(read::uuid(&delivery)?),
        agency: OrganId(agency),
        issuer: OrganId(issuer),
        authn: words::read_authn(&authn)?,
        person: who_of(who, viewer)?,
        reason,
        outcome,
        request,
        answer,
        answered: answered.map(Micros),
        received: Micros(received),
        leaf: LeafRef { epoch, index, size },
    })
}

pub(super) fn read_type(text: &str) -> Result<BusinessType, Error> {
    BusinessType::parse(text).ok_or_else(|| words::damaged("business type", text))
}
