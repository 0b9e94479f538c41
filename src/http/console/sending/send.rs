//! `POST /out/upload/{id}/send` and `/discard`: yes or no to what was shown.

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::{Way, id_of, owner, unknown};
use crate::domain::ids::DocumentUuid;
use crate::exchange::{Acknowledged, Ask, Registered, Submitted};
use crate::http::console::answer;
use crate::http::console::seat::Seat;
use crate::http::{Failure, Hub, body};
use crate::payload::{Owner, PayloadError, Upload};
use crate::store::documents::Document;

/// Sends it. Again: to what it became the first time.
pub(in crate::http::console) async fn send(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<String>,
    way: web::Form<Way>,
) -> Result<HttpResponse, Failure> {
    let (id, owner) = (id_of(&path)?, owner(&seat)?);
    let ask = Ask { attempt: way.attempt()?, idempotency: None };
    let upload = match waiting(&hub, owner.clone(), id).await? {
        Waiting::Sent(document) => return Ok(answer::see(format!("/out/{document}"))),
        Waiting::Here(upload) => upload,
    };
    let received = hub.exchange.clock().now();
    let submitted = hub.exchange.submit(&seat.caller()?, upload, received, ask).await?;
    let staging = hub.exchange.store().objects().staging();
    let (document, to) = onward(&hub, &seat, submitted).await?;
    let Some(document) = document else {
        web::block(move || staging.discard(&owner, id)).await?.map_err(body::store_failure)?;
        return Ok(answer::see(to));
    };
    // It is sent, whatever becomes of the note: without it, a repeat is known by its bytes.
    match web::block(move || staging.sent(&owner, id, document)).await? {
        Ok(()) => {}
        Err(error) => tracing::warn!(%error, "a package that was sent could not be marked so"),
    }
    Ok(answer::see(to))
}

/// The document that it became, and the page that shows it; a new one gets its number in the book.
pub(in crate::http::console) async fn onward(
    hub: &Hub,
    seat: &Seat,
    submitted: Submitted,
) -> Result<(Option<DocumentUuid>, String), Failure> {
    let (document, how) = match submitted {
        Submitted::New(new) => {
            enter(hub, seat, &new.issued.document).await?;
            (new.issued.document.uuid, "sent")
        }
        Submitted::Known { document, .. } => (document, "known"),
        Submitted::Withdrawn(taken) => (taken.document, "asked"),
        Submitted::Status(word) => return Ok((None, stands(hub, seat, &word).await?)),
    };
    Ok((Some(document), format!("/out/{document}?told={how}")))
}

/// Where a word of a receiver is shown: at its own desk, else at the sender's.
async fn stands(hub: &Hub, seat: &Seat, word: &Acknowledged) -> Result<String, Failure> {
    let (store, agency, delivery) = (hub.exchange.store().clone(), seat.caller()?.agency, word.delivery);
    let line = web::block(move || store.delivery(&agency, delivery).map(|line| (line, agency))).await??;
    Ok(match line {
        (Some(line), agency) if line.delivery.agency != agency => format!("/out/{}", line.delivery.document),
        (Some(_), _) | (None, _) => format!("/in/{delivery}"),
    })
}

/// Its own number is its number in the book of what was sent, where that is one. The book is the agency's own: a number
/// that is taken there, or a package carried for another, undoes nothing.
async fn enter(hub: &Hub, seat: &Seat, document: &Document) -> Result<(), Failure> {
    let Ok(number) = document.listing.number.trim().parse::<i64>() else { return Ok(()) };
    match hub.exchange.register(&seat.caller()?, Registered::Sent(document.uuid), Some(number)).await {
        Ok(_) => {}
        Err(refusal) => tracing::info!(code = %refusal.code, document = %document.uuid, "not entered in the book"),
    }
    Ok(())
}

/// Throws it away.
pub(in crate::http::console) async fn discard(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let (id, owner) = (id_of(&path)?, owner(&seat)?);
    let staging = hub.exchange.store().objects().staging();
    web::block(move || staging.discard(&owner, id)).await?.map_err(body::store_failure)?;
    Ok(answer::see("/out/upload"))
}

enum Waiting {
    Here(Upload),
    Sent(DocumentUuid),
}

async fn waiting(hub: &Hub, owner: Owner, id: Uuid) -> Result<Waiting, Failure> {
    let (store, limit) = (hub.exchange.store().clone(), hub.settings.package_bytes);
    let looked = web::block(move || {
        let staging = store.objects().staging();
        match staging.upload(&owner, id, limit) {
            Ok(upload) => Ok(Some(Waiting::Here(upload))),
            // Another click was first, perhaps in this very moment.
            Err(PayloadError::StagedUnknown) => {
                Ok(staging.find(&owner, id)?.and_then(|found| found.sent).map(Waiting::Sent))
            }
            Err(error) => Err(error),
        }
    });
    looked.await?.map_err(body::store_failure)?.ok_or_else(unknown)
}
