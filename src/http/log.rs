//! The transparency log as C2SP tlog-tiles serves it: checkpoint and hash tiles for everybody, entries for auditors
//! (or for everybody, when the province decides so).

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get, web};

use super::auth::SignedIn;
use super::{Failure, Hub};
use crate::codes;
use crate::evidence::tile::TilePath;

/// The present epoch's checkpoint: a signed note (C2SP tlog-checkpoint).
#[utoipa::path(tag = "log", responses((status = 200, description = "Signed note", content_type = "text/plain")))]
#[get("/log/checkpoint")]
pub(super) async fn checkpoint(hub: web::Data<Hub>) -> Result<HttpResponse, Failure> {
    let store = hub.exchange.store().clone();
    let note = web::block(move || store.epoch().and_then(|epoch| store.checkpoint(epoch))).await??;
    note_answer(note)
}

/// An epoch's latest checkpoint.
#[utoipa::path(tag = "log", params(("epoch" = i64, Path, description = "Epoch of the log")),
    responses((status = 200, description = "Signed note", content_type = "text/plain")))]
#[get("/log/{epoch}/checkpoint")]
pub(super) async fn epoch_checkpoint(hub: web::Data<Hub>, epoch: web::Path<i64>) -> Result<HttpResponse, Failure> {
    let store = hub.exchange.store().clone();
    let note = web::block(move || store.checkpoint(*epoch)).await??;
    note_answer(note)
}

/// A tile: `tile/<level>/<n>[.p/<width>]` holds hashes, `tile/entries/<n>[.p/<width>]` leaves (C2SP tlog-tiles).
#[utoipa::path(tag = "log",
    params(("epoch" = i64, Path, description = "Epoch of the log"), ("tile" = String, Path, description = "Path of the tile, as tlog-tiles writes it")),
    responses((status = 200, description = "Hashes or entries", content_type = "application/octet-stream"),
        (status = 404, description = "No such tile, or not yet")))]
#[get("/log/{epoch}/tile/{tile:.*}")]
pub(super) async fn tile(
    hub: web::Data<Hub>,
    req: HttpRequest,
    path: web::Path<(i64, String)>,
) -> Result<HttpResponse, Failure> {
    let (epoch, text) = path.into_inner();
    let tile = TilePath::parse(&text)
        .ok_or_else(|| Failure::new(codes::LOG_NO_SUCH_TILE, "the path is not one of tlog-tiles"))?;
    if tile.is_entries() && !hub.settings.log_entries_public {
        let who = <SignedIn as actix_web::FromRequest>::extract(&req).await?;
        if !who.is_auditor() {
            return Err(Failure::new(codes::AUTH_FORBIDDEN, "the log's entries are the auditors'"));
        }
    }
    let store = hub.exchange.store().clone();
    let asked = tile.clone();
    let bytes = web::block(move || store.tile(epoch, &asked)).await??;
    let bytes = bytes.ok_or_else(|| Failure::new(codes::LOG_NO_SUCH_TILE, "the tree is not that large, or no checkpoint has that size"))?;
    let cache = if hub.settings.log_entries_public || !tile.is_entries() { IMMUTABLE } else { PRIVATE };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CACHE_CONTROL, cache))
        .body(bytes))
}

fn note_answer(note: Option<String>) -> Result<HttpResponse, Failure> {
    let note = note.ok_or_else(|| Failure::new(codes::LOG_NO_CHECKPOINT, "the log has no checkpoint of that epoch"))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(note))
}

/// A tile never changes once it can be had (C2SP tlog-tiles).
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const PRIVATE: &str = "private, max-age=31536000, immutable";
