//! `GET /out/upload` and, without JavaScript, `POST /out/upload`: the file as a part of a form.

use actix_multipart::{Field, Multipart};
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use futures_util::{StreamExt, TryStreamExt};
use uuid::Uuid;

use super::{Way, owner};
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub, body};
use crate::payload::{Owner, StagedPackage};

#[derive(Template)]
#[template(path = "console/upload.html")]
struct Page {
    frame: Frame,
    attempt: u16,
    waiting: Vec<Waiting>,
    most: String,
    /// Nothing was chosen.
    empty: bool,
}

/// A package that waits.
struct Waiting {
    id: Uuid,
    name: String,
    size: String,
    /// How much of it is here, 0 to 100.
    percent: u64,
    whole: bool,
    begun: crate::domain::ids::Micros,
}

pub(in crate::http::console) async fn form(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    way: web::Query<Way>,
) -> Result<HttpResponse, Failure> {
    answer::page(&page(&hub, &viewer, &seat, &req, *way, false).await?)
}

async fn page(
    hub: &Hub,
    viewer: &Viewer,
    seat: &Seat,
    req: &HttpRequest,
    way: Way,
    empty: bool,
) -> Result<Page, Failure> {
    let path = req.uri().path_and_query().map_or("/out/upload", |path| path.as_str());
    let frame = Frame::load(hub, viewer, path, Rail::Out).await?;
    let (staging, owner) = (hub.exchange.store().objects().staging(), owner(seat)?);
    let held = web::block(move || staging.list(&owner)).await?.map_err(body::store_failure)?;
    let waiting = held.into_iter().map(|one| Waiting::of(&frame, one)).collect();
    let most = size(&frame, hub.settings.package_bytes);
    Ok(Page { frame, attempt: way.attempt()?, waiting, most, empty })
}

impl Waiting {
    fn of(frame: &Frame, one: StagedPackage) -> Self {
        Self {
            id: one.id,
            size: size(frame, one.size),
            percent: one.have.saturating_mul(100).checked_div(one.size).unwrap_or(100),
            whole: one.is_whole(),
            begun: one.begun,
            name: one.name,
        }
    }
}

/// Takes a whole file as a part of a form, and shows what it is.
pub(in crate::http::console) async fn whole(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    way: web::Query<Way>,
    payload: web::Payload,
) -> Result<HttpResponse, Failure> {
    body::check_length(&req, hub.settings.package_bytes.saturating_add(FORM_BYTES))?;
    let _slot = super::pieces::slot(&hub, &seat)?;
    let mut parts = Multipart::new(req.headers(), payload);
    while let Some(part) = parts.try_next().await.map_err(|error| body::multipart_failure(&error))? {
        if part.name() != Some("package") {
            continue;
        }
        let name = part.content_disposition().and_then(|found| found.get_filename()).unwrap_or_default().to_owned();
        if let Some(id) = take(&hub, &seat, &req, name, part).await? {
            return Ok(answer::see(format!("/out/upload/{id}?attempt={}", way.attempt()?)));
        }
    }
    let page = page(&hub, &viewer, &seat, &req, *way, true).await?;
    answer::status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Writes the part as it comes; `None` when nothing came. What broke off is gone: a form cannot go on.
async fn take(hub: &Hub, seat: &Seat, req: &HttpRequest, name: String, part: Field) -> Result<Option<Uuid>, Failure> {
    let (owner, limit) = (owner(seat)?, hub.settings.package_bytes);
    let id = super::pieces::room(hub, &owner, name, announced(req).unwrap_or(limit).min(limit)).await?;
    let (staging, opener) = (hub.exchange.store().objects().staging(), owner.clone());
    let open = move || staging.piece(&opener, id, 0).map_err(body::store_failure);
    let bytes = part.map(|piece| piece.map_err(|error| body::multipart_failure(&error)));
    let came = body::stream(hub, Box::pin(bytes), open).await;
    let staging = hub.exchange.store().objects().staging();
    let came = web::block(move || close(&staging, &owner, id, came.map(|piece| piece.have()))).await??;
    Ok((came > 0).then_some(id))
}

fn close(
    staging: &crate::payload::Staging,
    owner: &Owner,
    id: Uuid,
    came: Result<u64, Failure>,
) -> Result<u64, Failure> {
    match came {
        Ok(1..) => staging.close(owner, id).map(|found| found.size).map_err(body::store_failure),
        came => {
            staging.discard(owner, id).map_err(body::store_failure)?;
            came
        }
    }
}

fn announced(req: &HttpRequest) -> Option<u64> {
    req.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Bytes as people say them.
pub(super) fn size(frame: &Frame, bytes: u64) -> String {
    let (key, tenths) = match bytes {
        0..1_024 => return frame.tn("size-bytes", bytes),
        1_024..1_048_576 => ("size-kib", bytes.saturating_mul(10) / 1_024),
        _ => ("size-mib", bytes / 1_024 * 10 / 1_024),
    };
    let mark = if frame.lang == crate::i18n::Lang::Vi { ',' } else { '.' };
    let number = match (tenths / 10, tenths % 10) {
        (whole, 0) => frame.n(whole),
        (whole, part) => format!("{}{mark}{part}", frame.n(whole)),
    };
    frame.tv(key, "size", number)
}

/// Room for the form around the file.
const FORM_BYTES: u64 = 16 * 1024;
