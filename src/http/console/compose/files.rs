//! What is attached: one file as the body of a request, for the page's script; and the bytes of one, for the program that signs.

use actix_web::body::SizedStream;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, HeaderValue, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use serde::Deserialize;
use uuid::Uuid;

use super::{id_of, save};
use crate::codes;
use crate::exchange::Caller;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::console::sending::slot;
use crate::http::content::{disposition, pieces};
use crate::http::{Failure, Hub, body, problem};
use crate::payload::Owner;

/// What stands in the address.
#[derive(Debug, Deserialize)]
pub(in crate::http::console) struct Named {
    #[serde(default)]
    name: String,
    #[serde(default)]
    full: Option<String>,
}

/// `POST /out/compose/{id}/file?name=…`: the body is the file.
pub(in crate::http::console) async fn attach(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    named: web::Query<Named>,
    payload: web::Payload,
) -> Result<HttpResponse, Failure> {
    let full = named.full.as_deref() == Some("1");
    let attached = attached(&hub, &seat, &req, &path, named.into_inner(), payload).await;
    let drawn = match attached {
        Ok(id) => save::told(&hub, &viewer, &seat, id, full).await,
        Err(failure) => Err(failure),
    };
    Ok(match drawn {
        Ok(live) => HttpResponse::Ok().json(live),
        Err(failure) => problem::answer(&failure, viewer.lang),
    })
}

async fn attached(
    hub: &web::Data<Hub>,
    seat: &Seat,
    req: &HttpRequest,
    path: &str,
    named: Named,
    payload: web::Payload,
) -> Result<Uuid, Failure> {
    let (id, caller) = (id_of(path)?, seat.caller()?);
    let announced = req.headers().get("content-length").and_then(|value| value.to_str().ok()?.parse().ok());
    let _slot = slot(hub, seat)?;
    let bytes = payload.map(|piece| piece.map_err(|error| body::body_failure(&error)));
    take(hub, &caller, id, named.name, announced, bytes).await?;
    Ok(id)
}

/// Writes a file beside the draft as it comes, and attaches it. What broke off is gone.
pub(super) async fn take(
    hub: &web::Data<Hub>,
    caller: &Caller,
    id: Uuid,
    name: String,
    announced: Option<u64>,
    bytes: impl Stream<Item = Result<Bytes, Failure>> + Unpin,
) -> Result<Uuid, Failure> {
    let person = caller.person.ok_or_else(|| Failure::new(codes::AUTH_FORBIDDEN, "drafts are people's"))?;
    let owner = Owner { person, agency: caller.agency.clone() };
    let (asked, whose, settings) = (hub.clone(), caller.clone(), hub.settings.clone());
    let (file, most) = web::block(move || -> Result<_, Failure> {
        body::check_room(asked.exchange.store(), settings.min_free_bytes)?;
        let held = asked.exchange.draft_bytes(&whose, id)?;
        // Nobody says how long a part of a form is: as much as there is room for.
        let most = announced.unwrap_or(settings.package_bytes.saturating_sub(held));
        Ok((asked.exchange.draft_room(&whose, id, &name, most, settings.package_bytes)?, most))
    })
    .await??;
    let (staging, opener) = (hub.exchange.store().objects().drafts(), owner.clone());
    let open = move || staging.piece(&opener, file, 0).map_err(body::store_failure);
    let came = body::stream(hub, bytes, open).await;
    let staging = hub.exchange.store().objects().drafts();
    let came = came.map(|piece| piece.have());
    web::block(move || match came {
        Ok(have) if announced.is_none_or(|_| have == most) => {
            staging.close(&owner, file).map(drop).map_err(body::store_failure)
        }
        Ok(_) => {
            staging.discard(&owner, file).map_err(body::store_failure)?;
            Err(Failure::new(codes::REQUEST_INCOMPLETE, "the body ended before its announced length"))
        }
        Err(failure) => {
            staging.discard(&owner, file).map_err(body::store_failure)?;
            Err(failure)
        }
    })
    .await??;
    hub.exchange.attach(caller, id, file).await?;
    Ok(file)
}

/// `GET /out/compose/{id}/file/{n}`: octets to be saved, for their owner; never shown on this origin.
pub(in crate::http::console) async fn file(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (draft, file) = path.into_inner();
    let id = id_of(&draft)?;
    let file = Uuid::parse_str(&file)
        .map_err(|_| Failure::new(codes::CONTENT_NO_SUCH_ATTACHMENT, "that is no file's name"))?;
    let caller = seat.caller()?;
    let (found, source) = web::block(move || hub.exchange.draft_file(&caller, id, file)).await??;
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((CONTENT_DISPOSITION, disposition(&found.name, false)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; frame-ancestors 'none'"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_ENCODING, HeaderValue::from_static("identity")))
        .body(SizedStream::new(found.size, Box::pin(pieces(Box::new(source.whole()), found.size)))))
}
