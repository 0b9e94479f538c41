//! The upload that goes on after a cut, for the page's script: begin, pieces, how far it is. Answers are JSON; a failure is
//! a problem document in the language of the page.

use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{bounds, id_of, owner, unknown};
use crate::codes;
use crate::exchange::Refusal;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::hub::Slot;
use crate::http::{Failure, Hub, body, problem};
use crate::payload::{Owner, StagedPackage};

/// A file that is to come.
#[derive(Deserialize)]
pub(in crate::http::console) struct Announced {
    name: String,
    size: u64,
}

/// Where a piece begins.
#[derive(Deserialize)]
pub(in crate::http::console) struct From {
    offset: u64,
}

/// How far an upload is.
#[derive(Serialize)]
struct Progress {
    id: Uuid,
    have: u64,
    size: u64,
}

/// `POST /out/upload/begin`: makes room; the same file again goes on where it was.
pub(in crate::http::console) async fn begin(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    file: web::Form<Announced>,
) -> Result<HttpResponse, Failure> {
    told(&viewer, begun(&hub, &seat, file.into_inner()).await)
}

/// `POST /out/upload/{id}?offset=N`: the bytes from there on, as many as the request brings.
pub(in crate::http::console) async fn piece(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    from: web::Query<From>,
    payload: web::Payload,
) -> Result<HttpResponse, Failure> {
    told(&viewer, added(&hub, &seat, &req, &path, from.offset, payload).await)
}

/// `GET /out/upload/{id}/state`
pub(in crate::http::console) async fn state(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let found = match id_of(&path) {
        Ok(id) => found(&hub, owner(&seat)?, id).await,
        Err(failure) => Err(failure),
    };
    told(&viewer, found)
}

async fn begun(hub: &Hub, seat: &Seat, file: Announced) -> Result<StagedPackage, Failure> {
    body::check_size(file.size, hub.settings.package_bytes).map_err(|fault| Refusal::of(vec![fault]))?;
    let owner = owner(seat)?;
    let (staging, whose) = (hub.exchange.store().objects().staging(), owner.clone());
    let held = web::block(move || staging.list(&whose)).await?.map_err(body::store_failure)?;
    let same = |one: &StagedPackage| one.name == file.name && one.size == file.size && !one.is_whole();
    match held.into_iter().find(same) {
        Some(cut) => Ok(cut),
        None => {
            let id = room(hub, &owner, file.name, file.size).await?;
            found(hub, owner, id).await
        }
    }
}

async fn added(
    hub: &Hub,
    seat: &Seat,
    req: &HttpRequest,
    path: &str,
    offset: u64,
    payload: web::Payload,
) -> Result<StagedPackage, Failure> {
    body::check_length(req, hub.settings.package_bytes)?;
    let (id, owner) = (id_of(path)?, owner(seat)?);
    let _slot = slot(hub, seat)?;
    let (staging, whose) = (hub.exchange.store().objects().staging(), owner.clone());
    let open = move || staging.piece(&whose, id, offset).map_err(body::store_failure);
    let bytes = payload.map(|piece| piece.map_err(|error| body::body_failure(&error)));
    drop(body::stream(hub, bytes, open).await?);
    found(hub, owner, id).await
}

/// Makes room for a package, if the disk has any.
pub(super) async fn room(hub: &Hub, owner: &Owner, name: String, size: u64) -> Result<Uuid, Failure> {
    let (store, owner, settings) = (hub.exchange.store().clone(), owner.clone(), hub.settings.clone());
    web::block(move || {
        body::check_room(&store, settings.min_free_bytes)?;
        let staging = store.objects().staging();
        staging.begin(&owner, &name, size, bounds(settings.package_bytes)).map_err(body::store_failure)
    })
    .await?
}

/// A place among the person's uploads.
pub(in crate::http::console) fn slot(hub: &Hub, seat: &Seat) -> Result<Slot, Failure> {
    hub.upload_slot(seat.person().0).ok_or_else(|| {
        let most = hub.settings.uploads_per_system;
        Failure::new(codes::REQUEST_TOO_MANY_UPLOADS, format!("{most} uploads of this person are running already"))
    })
}

async fn found(hub: &Hub, owner: Owner, id: Uuid) -> Result<StagedPackage, Failure> {
    let staging = hub.exchange.store().objects().staging();
    web::block(move || staging.find(&owner, id)).await?.map_err(body::store_failure)?.ok_or_else(unknown)
}

fn told(viewer: &Viewer, found: Result<StagedPackage, Failure>) -> Result<HttpResponse, Failure> {
    Ok(match found {
        Ok(StagedPackage { id, have, size, .. }) => HttpResponse::Ok().json(Progress { id, have, size }),
        Err(failure) => problem::answer(&failure, viewer.lang),
    })
}
