//! `GET /api/v1/deliveries/{id}` and the bytes it stands for, with ranges.

use std::io::Read;

use actix_web::body::SizedStream;
use actix_web::http::header::{
    ACCEPT_RANGES, ByteRangeSpec, CONTENT_DISPOSITION, CONTENT_RANGE, ETAG, Header, IF_NONE_MATCH, IF_RANGE, Range,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, get, route, web};
use bytes::Bytes;
use futures_util::stream;

use super::view::{self, Delivery};
use crate::codes;
use crate::crypto;
use crate::domain::ids::{DeliveryId, Digest};
use crate::exchange::Caller;
use crate::exchange::content::Holding;
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};
use crate::payload::RangeReader;

/// One delivery to the caller's agency.
#[utoipa::path(
    tag = "receiving",
    params(("id" = uuid::Uuid, Path, description = "The delivery")),
    responses((status = 200, description = "The delivery", body = Delivery), (status = 404, description = "Not yours", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[get("/deliveries/{id}")]
pub(crate) async fn delivery(
    hub: web::Data<Hub>,
    who: AgencySystem,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id = delivery_id(&path)?;
    let (store, agency) = (hub.exchange.store().clone(), who.caller.agency.clone());
    let found = web::block(move || store.delivery(&agency, id)).await??.ok_or_else(not_yours)?;
    let asked = hub.clone();
    let directory = web::block(move || asked.exchange.directory()).await??;
    Ok(HttpResponse::Ok().json(Delivery::of(&found, &directory)))
}

/// The package's original bytes; each read is a row of the access log, and none of them makes the delivery fetched.
#[utoipa::path(
    get,
    tag = "receiving",
    path = "/deliveries/{id}/package",
    params(("id" = uuid::Uuid, Path, description = "The delivery"), ("Range" = Option<String>, Header, description = "One range of bytes"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of what is there already")),
    responses((status = 200, description = "The whole package; ETag is its SHA-256", content_type = "application/octet-stream"),
        (status = 206, description = "A range"), (status = 304, description = "You have it"),
        (status = 404, description = "Not yours", content_type = "application/problem+json"),
        (status = 416, description = "The range lies outside", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[route("/deliveries/{id}/package", method = "GET", method = "HEAD")]
pub(crate) async fn package(
    hub: web::Data<Hub>,
    who: AgencySystem,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    original(&hub, &who.caller, Holding::Delivery(delivery_id(&path)?), &req).await
}

/// The original bytes, to be saved: for systems and for people alike.
pub(in crate::http) async fn original(
    hub: &Hub,
    caller: &Caller,
    holding: Holding,
    req: &HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (asked, agency) = (hub.clone(), caller.agency.clone());
    let found = web::block(move || asked.exchange.package(&agency, holding)).await??;
    let (name, held) = match holding {
        Holding::Delivery(id) => (id.to_string(), Some(id)),
        Holding::Sent(id) => (id.to_string(), None),
    };
    let etag = format!("\"{}\"", found.sha256);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((ETAG, etag.clone()))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{}\"", view::container(found.container)),
        ))
        .content_type(view::media_type(found.container));
    if names(req, IF_NONE_MATCH, &etag) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    let (size, digest) = (found.source.size(), found.sha256);
    let (start, length, part) = match range(req, size, &etag)? {
        Some((start, length)) => (start, length, true),
        None => (0, size, false),
    };
    if part {
        answer.status(StatusCode::PARTIAL_CONTENT);
        answer.insert_header((CONTENT_RANGE, format!("bytes {start}-{}/{size}", start + length.saturating_sub(1))));
    }
    if req.method() == Method::HEAD {
        // RFC 9110 §9.3.2: the headers of a GET, its length among them, and no body.
        let nothing = stream::empty::<Result<Bytes, std::io::Error>>();
        return Ok(answer.body(SizedStream::new(length, nothing)));
    }
    hub.exchange.note_access(caller, found.document, held).await?;
    let reader = web::block(move || {
        found.source.range(start, length).map_err(|error| Failure::new(error.code(), "the package cannot be read"))
    })
    .await??;
    let expected = (!part).then_some(digest);
    Ok(answer.body(SizedStream::new(length, Box::pin(pieces(reader, expected)))))
}

/// A delivery's name in a path; anything else is nobody's.
pub(super) fn delivery_id(text: &str) -> Result<DeliveryId, Failure> {
    text.parse().map_err(|_| not_yours())
}

fn not_yours() -> Failure {
    Failure::new(codes::DELIVERY_NOT_FOUND, "there is no such delivery of this agency")
}

/// Whether a list of ETags names this one.
fn names(req: &HttpRequest, header: actix_web::http::header::HeaderName, etag: &str) -> bool {
    let Some(value) = req.headers().get(header).and_then(|value| value.to_str().ok()) else { return false };
    value.split(',').map(|item| item.trim().trim_start_matches("W/")).any(|item| item == "*" || item == etag)
}

/// The one range asked for (RFC 9110 §14); several, or one of another entity (If-Range), give the whole.
fn range(req: &HttpRequest, size: u64, etag: &str) -> Result<Option<(u64, u64)>, Failure> {
    if req.headers().contains_key(IF_RANGE) && !names(req, IF_RANGE, etag) {
        return Ok(None);
    }
    let Some(asked) = req.headers().get(actix_web::http::header::RANGE) else { return Ok(None) };
    let Ok(Range::Bytes(specs)) = Range::parse(req) else { return Ok(None) };
    let [spec] = specs.as_slice() else { return Ok(None) };
    match ByteRangeSpec::to_satisfiable_range(spec, size) {
        Some((from, to)) => Ok(Some((from, to - from + 1))),
        None => {
            let asked: String = String::from_utf8_lossy(asked.as_bytes()).chars().take(80).collect();
            Err(Failure::new(codes::PAYLOAD_RANGE_OUTSIDE, format!("{asked}: the package has {size} bytes")))
        }
    }
}

/// The bytes in pieces, read away from the async threads. A whole package is hashed again as it goes out: where it is
/// not what was verified, the answer breaks off instead of ending.
fn pieces(
    reader: RangeReader,
    expected: Option<Digest>,
) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    let hash = expected.map(|digest| (digest, crypto::Sha256::default()));
    stream::try_unfold(Some((reader, hash)), |state| async move {
        let Some(state) = state else { return Ok(None) };
        match web::block(move || piece(state)).await {
            Ok(next) => next,
            Err(_) => Err(std::io::Error::other("the reading thread ended")),
        }
    })
}

type Reading = (RangeReader, Option<(Digest, crypto::Sha256)>);

fn piece((mut reader, mut hash): Reading) -> std::io::Result<Option<(Bytes, Option<Reading>)>> {
    let mut buffer = vec![0; PIECE_BYTES];
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    buffer.truncate(filled);
    if let Some((_, hash)) = &mut hash {
        hash.update(&buffer);
    }
    if filled == 0 {
        return Ok(None);
    }
    // Before the last piece goes out, because after it the answer has its announced length and cannot break off.
    if reader.remaining() == 0
        && let Some((expected, hash)) = hash.take()
        && hash.finish() != expected
    {
        tracing::error!(%expected, "a stored package is not what was verified");
        return Err(std::io::Error::other("the stored package is damaged"));
    }
    Ok(Some((buffer.into(), Some((reader, hash)))))
}

/// One piece of an answer: memory a download is twice this.
const PIECE_BYTES: usize = 64 * 1024;
