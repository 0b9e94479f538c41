//! Attachments and the package of a delivery or of a document that was sent, and a delivery's receipts. An attachment's bytes never go out on this origin: a click makes a
//! one-time link to the content origin; a PDF is shown in a frame of it, everything else is saved.

use std::sync::Arc;

use actix_web::http::header::{CONTENT_ENCODING, HeaderValue, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::page::{delivery_id, not_yours};
use crate::codes;
use crate::domain::ids::DocumentUuid;
use crate::exchange::Refusal;
use crate::exchange::content::{Holding, Item, Kind, Shown};
use crate::http::api::deliveries;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::court::{self, Form};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};
use crate::signature::{PdfFile, PdfState};
use crate::store::LeafRef;

/// One attachment, in words.
#[derive(Clone, Debug)]
pub(in crate::http::console) struct FileView {
    pub index: usize,
    pub name: String,
    pub icon: &'static str,
    pub sub: String,
    pub shown: bool,
    pub misnamed: bool,
}

/// What kind of file it is, as a picture.
pub(in crate::http::console) fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Pdf => "file-type-pdf",
        Kind::Docx | Kind::Odt | Kind::Rtf => "file-type-doc",
        Kind::Xlsx | Kind::Ods => "file-type-xls",
        Kind::Zip => "file-zip",
        Kind::Png | Kind::Jpeg | Kind::Tiff => "photo",
        Kind::Pptx | Kind::Office | Kind::Xml | Kind::Text | Kind::Other => "file",
    }
}

/// What is said of the signatures inside a PDF.
pub(in crate::http::console) fn pdf_words(lang: Lang, pdf: &PdfFile) -> String {
    let key = match pdf.state {
        PdfState::Signed if pdf.is_signed_as_a_whole() => "verdict-pdf-signed",
        PdfState::Signed => "verdict-pdf-open",
        PdfState::Unsigned => "verdict-pdf-unsigned",
        PdfState::ChangedAfter => "verdict-pdf-changed",
        PdfState::Broken => "verdict-pdf-broken",
        PdfState::NotEvaluated => "verdict-pdf-not-evaluated",
    };
    i18n::text(lang, key, None, &[])
}

fn view_of(lang: Lang, item: &Item) -> FileView {
    let mut sub =
        vec![i18n::text(lang, &format!("document-kind-{}", item.kind.as_str()), None, &[]), size(lang, item.size)];
    sub.extend(item.pdf.as_ref().map(|pdf| pdf_words(lang, pdf)));
    FileView {
        index: item.index,
        name: crate::signature::evidence(&item.name),
        icon: icon(item.kind),
        sub: sub.join(" · "),
        shown: item.kind.is_shown(),
        misnamed: item.misnamed,
    }
}

/// Bytes as people say them.
pub(in crate::http::console) fn size(lang: Lang, bytes: u64) -> String {
    let (value, key) = match bytes {
        0..=999 => return i18n::text(lang, "document-bytes", None, &[("count", bytes.into())]),
        1_000..=999_999 => (bytes.div_ceil(100), "kB"),
        _ => (bytes.div_ceil(100_000), "MB"),
    };
    let point = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{point}{} {key}", value / 10, value % 10)
}

/// By what the viewer holds the files, and the page they are listed on.
struct Place {
    holding: Holding,
    base: String,
    rail: Rail,
}

impl Place {
    /// `/in/{id}/…` or `/out/{id}/…`.
    fn of(req: &HttpRequest, id: &str) -> Result<Self, Failure> {
        if req.path().starts_with("/out/") {
            let document: DocumentUuid = id.parse().map_err(|_| not_yours())?;
            return Ok(Self { holding: Holding::Sent(document), base: format!("/out/{document}"), rail: Rail::Out });
        }
        let id = delivery_id(id)?;
        Ok(Self { holding: Holding::Delivery(id), base: format!("/in/{id}"), rail: Rail::In })
    }
}

/// The card that lists them.
pub(in crate::http::console) struct Files {
    /// The page they are listed on.
    pub base: String,
    /// Each.
    pub views: Vec<FileView>,
    /// How many, and how large together.
    pub sum: String,
    /// Why there is no list.
    pub problem: Option<String>,
}

impl Files {
    /// What is in a package, or why that cannot be said.
    pub(in crate::http::console) fn of(lang: Lang, base: String, contents: &Result<Arc<Shown>, Refusal>) -> Self {
        let items = contents.as_ref().map(|shown| shown.items.as_slice()).unwrap_or_default();
        let all = items.iter().map(|item| item.size).sum();
        let sum = [("count", items.len().into()), ("size", size(lang, all).into())];
        Self {
            base,
            views: items.iter().map(|item| view_of(lang, item)).collect(),
            sum: i18n::text(lang, "document-files-sum", None, &sum),
            problem: contents.as_ref().err().map(|refusal| i18n::remedy(lang, refusal.code)),
        }
    }
}

/// `GET /in/{id}/file/{n}`, `GET /out/{id}/file/{n}`: to the content origin, to be saved.
pub(in crate::http::console) async fn file(
    hub: web::Data<Hub>,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<(String, usize)>,
) -> Result<HttpResponse, Failure> {
    let place = Place::of(&req, &path.0)?;
    let url = link(&hub, &seat, place.holding, path.1, false).await?;
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, url)).finish())
}

#[derive(Template)]
#[template(path = "console/preview.html")]
struct Preview {
    frame: Frame,
    /// The page it is listed on.
    base: String,
    is_sent: bool,
    index: usize,
    name: String,
    url: String,
}

/// `GET /in/{id}/view/{n}`, `GET /out/{id}/view/{n}`: a PDF in a frame of the content origin.
pub(in crate::http::console) async fn view(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<(String, usize)>,
) -> Result<HttpResponse, Failure> {
    let (place, index) = (Place::of(&req, &path.0)?, path.1);
    let list = hub.exchange.contents(&seat.caller()?, place.holding).await?;
    let item = list.items.get(index).filter(|item| item.kind.is_shown());
    let name = item.map(|item| crate::signature::evidence(&item.name));
    let name = name.ok_or_else(|| Failure::new(codes::CONTENT_NO_SUCH_ATTACHMENT, "no PDF at that place"))?;
    let url = link(&hub, &seat, place.holding, index, true).await?;
    let frame = Frame::load(&hub, &viewer, req.path(), place.rail).await?;
    let is_sent = place.rail == Rail::Out;
    answer::page(&Preview { frame, base: place.base, is_sent, index, name, url })
}

/// A one-time link.
async fn link(
    hub: &web::Data<Hub>,
    seat: &Seat,
    holding: Holding,
    attachment: usize,
    shown: bool,
) -> Result<String, Failure> {
    let base = hub.settings.content_url.as_deref();
    let base = base.ok_or_else(|| Failure::new(codes::CONTENT_NO_ORIGIN, "console.content_url is not set"))?;
    let token = hub.exchange.ticket(&seat.caller()?, holding, attachment, shown).await?;
    Ok(format!("{base}/c/{token}"))
}

/// `GET /in/{id}/package`, `GET /out/{id}/package`: the original bytes, to be saved.
pub(in crate::http::console) async fn package(
    hub: web::Data<Hub>,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let place = Place::of(&req, &path)?;
    let mut answer = deliveries::original(&hub, &seat.caller()?, place.holding, &req).await?;
    // It goes out as it is, with its length: pages are compressed, packages are already.
    answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("identity"));
    Ok(answer)
}

/// The form of a receipt that is asked for.
#[derive(Deserialize)]
pub(in crate::http::console) struct Wanted {
    pub format: Option<String>,
}

/// `GET /in/{id}/receipt/{epoch}/{index}`: the receipt of something that happened to this delivery.
pub(in crate::http::console) async fn receipt(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<(String, i64, i64)>,
    query: web::Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let (text, epoch, index) = path.into_inner();
    let form = Form::of(query.format.as_deref())?;
    let (id, agency, asked) = (delivery_id(&text)?, seat.agency()?.clone(), hub.clone());
    let receipt = web::block(move || {
        let found = super::page::gather(&asked, &agency, id)?;
        let leaf = leaves(&found).into_iter().find(|leaf| leaf.epoch == epoch && leaf.index == index);
        let leaf = leaf.ok_or_else(not_yours)?;
        let document = found.history.document.uuid;
        asked.exchange.store().receipt_about(&agency, document, leaf)?.ok_or_else(not_yours)
    })
    .await??;
    court::answer(&hub, receipt, form).await
}

/// The leaves that this delivery's page names.
fn leaves(found: &super::page::Found) -> Vec<LeafRef> {
    let (delivery, history) = (&found.desk.line.delivery, &found.history);
    let mut leaves = vec![history.document.leaf, delivery.leaf];
    leaves.extend(delivery.fetched_leaf);
    leaves.extend(history.words.iter().map(|word| word.leaf));
    leaves.extend(history.changes.iter().map(|change| change.leaf));
    leaves.extend(history.revisions.iter().map(|revision| revision.leaf));
    leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_one_decimal() {
        assert_eq!(size(Lang::Vi, 1_900_000), "1,9 MB");
        assert_eq!(size(Lang::En, 3_440), "3.5 kB");
        assert_eq!(size(Lang::Vi, 999_999), "1000,0 kB");
    }
}
