//! `/out/compose`: a clerk's drafts, and how one begins: empty, or as the answer to a document that came.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::id_of;
use crate::codes;
use crate::domain::ids::{DeliveryId, Micros, OrganId};
use crate::exchange::{Directory, KEPT_DAYS, OpenDraft, Revision};
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};

/// What may stand in the address.
#[derive(Debug, Deserialize)]
pub(in crate::http::console) struct Asked {
    /// What was just done.
    told: Option<String>,
}

#[derive(Template)]
#[template(path = "console/compose_list.html")]
struct Page {
    frame: Frame,
    drafts: Vec<Line>,
    told: Option<String>,
    kept_days: i64,
}

/// A draft in the list.
struct Line {
    id: Uuid,
    code: String,
    subject: String,
    kind: String,
    to: String,
    files: usize,
    changed: Micros,
}

pub(in crate::http::console) async fn list(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let path = req.uri().path_and_query().map_or("/out/compose", |path| path.as_str());
    let frame = Frame::load(&hub, &viewer, path, Rail::Compose).await?;
    let drafts = hub.exchange.drafts(&seat.caller()?).await?;
    let looked = hub.clone();
    let directory = web::block(move || looked.exchange.directory()).await??;
    let drafts = drafts.into_iter().filter(|draft| !draft.is_blank());
    let drafts = drafts.map(|draft| Line::of(&frame, draft, &directory)).collect();
    let told = asked.told.as_deref().filter(|word| *word == "discarded").map(|_| frame.t("compose-discarded"));
    answer::page(&Page { drafts, told, kept_days: KEPT_DAYS, frame })
}

impl Line {
    fn of(frame: &Frame, draft: OpenDraft, directory: &Directory) -> Self {
        let OpenDraft { id, fields, files, changed, .. } = draft;
        let kind = match Revision::of(&fields) {
            Some(what) => format!("{} · {}", frame.t(&format!("compose-title-{}", what.as_str())), fields.type_name),
            None => fields.type_name,
        };
        let code = match (fields.number.as_str(), fields.notation.as_str()) {
            ("", "") => frame.t("compose-no-number"),
            ("", notation) => format!("…/{notation}"),
            (number, notation) => format!("{number}/{notation}"),
        };
        let to = match fields.to.as_slice() {
            [] => frame.t("compose-no-receiver"),
            [only] => {
                let named = OrganId(only.organ_id.clone());
                directory.name(&named, frame.now).unwrap_or(&named.0).to_owned()
            }
            several => frame.tn("compose-receivers", several.len()),
        };
        let subject = if fields.subject.is_empty() { frame.t("compose-no-subject") } else { fields.subject };
        Self { id, code, subject, kind, to, files: files.len(), changed }
    }
}

/// `POST /out/compose`: an empty sheet.
pub(in crate::http::console) async fn begin(hub: web::Data<Hub>, seat: Seat) -> Result<HttpResponse, Failure> {
    let id = hub.exchange.begin_draft(&seat.caller()?).await?;
    Ok(answer::see(format!("/out/compose/{id}")))
}

/// `POST /in/{id}/reply`: an answer to that document.
pub(in crate::http::console) async fn reply(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let unknown = |_| Failure::new(codes::DELIVERY_NOT_FOUND, "there is no such delivery of this agency");
    let delivery: DeliveryId = path.parse().map_err(unknown)?;
    let id = hub.exchange.begin_reply(&seat.caller()?, delivery).await?;
    Ok(answer::see(format!("/out/compose/{id}")))
}

/// `POST /out/revise`: a draft that does something to what was sent: a newer version, another in its place, the same once more.
pub(in crate::http::console) async fn revise(
    hub: web::Data<Hub>,
    seat: Seat,
    form: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let malformed = |what: &str| Failure::new(codes::REQUEST_MALFORMED, format!("{what} cannot be read"));
    let unknown = |_| Failure::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency");
    let (mut what, mut documents, mut copies) = (None, Vec::new(), Vec::new());
    for (name, value) in form.into_inner() {
        match name.as_str() {
            "what" => what = Revision::parse(&value),
            "d" => documents.push(value.parse().map_err(unknown)?),
            "r" => copies.push(value.parse().map_err(unknown)?),
            _ => {}
        }
    }
    if documents.len() > MOST_REPLACED {
        return Err(malformed("the selection"));
    }
    let what = what.ok_or_else(|| malformed("the act"))?;
    let id = hub.exchange.begin_revision(&seat.caller()?, what, documents, copies).await?;
    Ok(answer::see(format!("/out/compose/{id}")))
}

/// `POST /out/compose/{id}/discard`: throws it away.
pub(in crate::http::console) async fn discard(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    hub.exchange.discard_draft(&seat.caller()?, id_of(&path)?).await?;
    Ok(answer::see("/out/compose?told=discarded"))
}

/// Documents that one takes the place of: a page of the list holds no more.
const MOST_REPLACED: usize = 200;
