//! What the sender of a new document is answered, from the change itself; the batch completes it.

use super::deadlines::Until;
use super::tx::{At, Halt};
use crate::domain::delivery::State;
use crate::domain::ids::{Digest, DocumentUuid, Micros, OrganId};
use crate::domain::rate::Month;
use crate::domain::{acknowledgement, delivery as duty};
use crate::evidence::leaf::Salt;
use crate::evidence::receipt::{DigestOpening, DocumentOpening, Openings, Receipt};
use crate::store::change::{Accept, Listing, Receiver, Salts};
use crate::store::deliveries::Delivery;
use crate::store::documents::{Carried, Document};
use crate::store::{Issued, log};

/// A delivery as it is born (`accept::delivery_row` writes the same).
pub(super) fn delivery(
    receiver: &Receiver,
    document: DocumentUuid,
    agency: &OrganId,
    now: Micros,
    until: &Until,
    at: At,
) -> Delivery {
    let state = State::in_inbox(now);
    Delivery {
        id: receiver.delivery,
        document,
        agency: agency.clone(),
        named: receiver.named.clone(),
        state: duty::State::name(&state),
        since: state.since(),
        ack: acknowledgement::State::none().name(),
        standing: acknowledgement::Standing::Live,
        recall_answer: acknowledgement::RecallAnswer::None,
        request: None,
        delivered_at: Some(state.since()),
        fetched_at: None,
        fetched_leaf: None,
        accept_by: Some(until.accept.at),
        answer_by: until.answer.map(|answer| answer.at),
        accepted_at: None,
        leaf: at.answer(),
        pos: at.pos,
    }
}

/// The document and its receipt, but for what only the end of the batch tells.
pub(super) fn issued(
    item: &Accept,
    issuer: &OrganId,
    salts: &Salts,
    month: Month,
    now: Micros,
    at: At,
    deliveries: Vec<Delivery>,
) -> Result<Issued, Halt> {
    let document = Document {
        uuid: item.document,
        issuer: issuer.clone(),
        document_id: item.document_id.clone(),
        attempt: i16::try_from(item.attempt.max(1)).unwrap_or(i16::MAX),
        from_named: item.from_named.clone(),
        carrier: item.carrier.clone(),
        received: item.received,
        accepted: now,
        month,
        signed: item.signed,
        pdf: item.pdf,
        verdict_code: item.verdict_code.clone(),
        business: item.business,
        receivers: log::signed(item.receivers.len() as u64)?,
        leaf: at.answer(),
        pos: at.pos,
        // Readers are not shown what the search looks through.
        listing: Listing { search: String::new(), ..item.listing.clone() },
        carried: Carried { sha256: item.package_digest, size: item.package_size, container: item.container },
    };
    let opening = |salt, sha256, size| Some(DigestOpening { salt: Salt(Digest(salt)), sha256, size });
    let openings = Openings {
        doc: Some(DocumentOpening { salt: Salt(Digest(salts.doc)), id: item.document_id.clone() }),
        pkg: opening(salts.pkg, item.package_digest, item.package_size),
        content: opening(salts.content, item.content_digest, item.content_size),
    };
    let receipt = Receipt {
        leaf: Vec::new(),
        index: log::unsigned(at.leaf)?,
        hashes: Vec::new(),
        checkpoint: String::new(),
        openings,
        vkey: None,
        anchors: Vec::new(),
        previous: None,
    };
    Ok(Issued { document, deliveries, receipt })
}
