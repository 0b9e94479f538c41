//! The transparency log as C2SP tlog-tiles serves it: checkpoint and hash tiles for everybody, entries for auditors
//! (or for everybody, when the province decides so).

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get, web};

use super::auth::SignedIn;
use super::{Failure, Hub};
use crate::codes;
use crate::evidence::tile::TileId;
use crate::store::{self, Store};

/// The present epoch's checkpoint: a signed note (C2SP tlog-checkpoint).
#[utoipa::path(tag = "log", responses((status = 200, description = "Signed note", content_type = "text/plain")))]
#[get("/log/checkpoint")]
pub(super) async fn checkpoint(hub: web::Data<Hub>) -> Result<HttpResponse, Failure> {
    let store = hub.exchange.store().clone();
    let note = web::block(move || store.log_checkpoint(store.log_head()?.epoch)).await??;
    note_answer(note.and_then(|stored| stored.note))
}

/// An epoch's latest checkpoint.
#[utoipa::path(tag = "log", params(("epoch" = i64, Path, description = "Epoch of the log")),
    responses((status = 200, description = "Signed note", content_type = "text/plain")))]
#[get("/log/{epoch}/checkpoint")]
pub(super) async fn epoch_checkpoint(hub: web::Data<Hub>, epoch: web::Path<u64>) -> Result<HttpResponse, Failure> {
    let store = hub.exchange.store().clone();
    let note = web::block(move || store.log_checkpoint(*epoch)).await??;
    note_answer(note.and_then(|stored| stored.note))
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
    path: web::Path<(u64, String)>,
) -> Result<HttpResponse, Failure> {
    let (epoch, text) = path.into_inner();
    let no_path = || Failure::new(codes::LOG_NO_SUCH_TILE, "the path is not one of tlog-tiles");
    // Entry bundles bear the same numbers and widths as hash tiles of level 0.
    let (hashes, entries) = match text.strip_prefix("entries/") {
        Some(rest) => (format!("0/{rest}"), true),
        None => (text, false),
    };
    let (id, width) = TileId::parse_path(&hashes).ok_or_else(no_path)?;
    let public = !entries || hub.settings.log_entries_public;
    if !public {
        let who = <SignedIn as actix_web::FromRequest>::extract(&req).await?;
        if !who.is_auditor() {
            return Err(Failure::new(codes::AUTH_FORBIDDEN, "the log's entries are the auditors'"));
        }
    }
    let store = hub.exchange.store().clone();
    let bytes = web::block(move || read(&store, epoch, id, width, entries)).await??;
    let bytes = bytes.ok_or_else(|| {
        Failure::new(codes::LOG_NO_SUCH_TILE, "the tree is not that large, or no checkpoint has that size")
    })?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CACHE_CONTROL, if public { IMMUTABLE } else { PRIVATE }))
        .body(bytes))
}

/// A tile of the published tree: full, or as wide as the newest checkpoint makes it.
fn read(store: &Store, epoch: u64, id: TileId, width: usize, entries: bool) -> Result<Option<Vec<u8>>, store::Error> {
    let Some(size) = store.log_checkpoint(epoch)?.map(|stored| stored.size) else { return Ok(None) };
    if id.width_at(size).is_none_or(|widest| width > widest) {
        return Ok(None);
    }
    if !entries {
        let bytes = store.log_hash_tile(epoch, id, size)?;
        return Ok(bytes.map(|mut bytes| {
            bytes.truncate(width * 32);
            bytes
        }));
    }
    let first = id.n * 256;
    let leaves = store.log_leaves(epoch, first, u32::try_from(width).unwrap_or(256))?;
    let mut bundle = Vec::new();
    for leaf in leaves {
        // A leaf has at most 4 KiB (DESIGN §5): the two octets before it always hold its length.
        let length = u16::try_from(leaf.body.len()).unwrap_or(u16::MAX);
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(&leaf.body);
    }
    Ok(Some(bundle))
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
