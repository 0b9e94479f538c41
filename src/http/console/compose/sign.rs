//! `/out/compose/{id}/sign`: what will be signed, and the two steps. The page's script asks the program on the clerk's own machine;
//! it is handed what the hub prepared and the bytes of the files, shows them again in its own window, and gives back a value. This page
//! alone may connect there (`console.agent_url`).

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::fields::shown_day;
use super::id_of;
use super::parts::{Parts, from_and_day};
use crate::codes::{self, Code};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{Digest, Urgency};
use crate::edxml::{DraftResponse, DraftSigner};
use crate::exchange::{Checked, OpenDraft, Prepared, Revised};
use crate::http::api::signing;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::pill;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::console::sending::onward;
use crate::http::console::sent::urgency_word;
use crate::http::content::disposition;
use crate::http::{Failure, Hub, body, problem};
use crate::i18n;

#[derive(Template)]
#[template(path = "console/compose_sign.html")]
struct Page {
    frame: Frame,
    draft: OpenDraft,
    parts: Parts,
    code: String,
    issued: String,
    /// Độ khẩn, in its word.
    urgency: String,
    due: String,
    /// Who signs on paper: competence, position, name.
    signer: String,
    /// What it answers.
    answers: Vec<String>,
    /// What it does to what was sent before, a line each.
    revised: Vec<String>,
    agent_url: String,
    /// The draft as it is shown here.
    stands: Digest,
    /// How the program is started.
    command: String,
    /// What the program may answer, in this page's language: code, title, remedy.
    words: Vec<(&'static str, String, String)>,
}

pub(in crate::http::console) async fn sign(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let (id, caller) = (id_of(&path)?, seat.caller()?);
    let draft = hub.exchange.draft(&caller, id).await?;
    if let Some(document) = draft.document {
        return Ok(answer::see(format!("/out/{document}")));
    }
    let most = hub.settings.package_bytes;
    let checked = hub.exchange.check_draft(&caller, &draft, most).await?;
    if !checked.faults.is_empty() {
        return Ok(answer::see(format!("/out/compose/{id}?full=1")));
    }
    let frame = Frame::load(&hub, &viewer, req.path(), Rail::Compose).await?;
    let urgency = Urgency::of(draft.fields.priority.map(i16::from), hub.exchange.priority_table(&caller.agency));
    let (asked, agency) = (hub.clone(), caller.agency);
    let calendar: Calendar = web::block(move || asked.exchange.store().calendar(Some(&agency))).await??;
    let parts = Parts::of(&frame, &draft, &checked, &calendar, most, true);
    let agent_url = hub.settings.agent_url.clone();
    let said = |code: Code| (code.name(), i18n::title(frame.lang, code), i18n::remedy(frame.lang, code));
    let page = Page {
        code: format!("{}/{}", draft.fields.number, draft.fields.notation),
        issued: shown_day(draft.fields.promulgation_date.as_deref()),
        urgency: frame.t(urgency_word(urgency)),
        due: shown_day(draft.fields.due.as_deref()),
        signer: signer(&draft.fields.signer),
        answers: answers(&frame, &draft.fields.response_for, &checked),
        revised: checked.revised.as_ref().map(|one| revised(&frame, one, &draft)).unwrap_or_default(),
        command: format!("lienthong agent --hub {} --p12 khoa.p12", answer::origin(&hub.settings.public_url)),
        words: codes::all().filter(|code| code.name().starts_with("agent.")).map(said).collect(),
        stands: draft.stands()?,
        agent_url,
        parts,
        draft,
        frame,
    };
    answer::page_that_asks(&page, &hub.settings, &page.agent_url)
}

fn signer(named: &DraftSigner) -> String {
    let parts = [&named.competence, &named.position, &named.full_name];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Update, replacement or further attempt: of what, why, and who is asked to give it back.
fn revised(frame: &Frame, revised: &Revised, draft: &OpenDraft) -> Vec<String> {
    let what = frame.t(&format!("compose-title-{}", revised.what.as_str()));
    let mut out: Vec<String> = revised
        .targets
        .iter()
        .map(|one| format!("{what}: {} · {}", pill::code(&one.listing), one.listing.subject))
        .collect();
    let reason = draft.fields.business.as_ref().map(|business| business.reason.as_str()).unwrap_or_default();
    if !reason.is_empty() {
        out.push(format!("{}: {reason}", frame.t("compose-reason")));
    }
    if !revised.removed.is_empty() {
        let values = [("count", revised.removed.len().into()), ("names", revised.removed.join("; ").into())];
        out.push(i18n::text(frame.lang, "compose-check-removed", None, &values));
    }
    out
}

/// What it answers: with sender, day and subject where it is known here, else the code.
fn answers(frame: &Frame, named: &[DraftResponse], checked: &Checked) -> Vec<String> {
    let one = |one: &DraftResponse| match &checked.answered {
        Some(known) if one.code.as_deref() == Some(&known.code) => {
            format!("{} · {} · {}", known.code, from_and_day(frame, known), known.subject)
        }
        _ => one.code.clone().unwrap_or_default(),
    };
    named.iter().map(one).filter(|words| !words.is_empty()).collect()
}

/// `GET /out/compose/{id}/document.xml`: the document as it would be signed now, for whoever signs with other software.
pub(in crate::http::console) async fn document(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let (id, caller) = (id_of(&path)?, seat.caller()?);
    let xml = hub.exchange.draft_document(&caller, id).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((CONTENT_DISPOSITION, disposition("document.xml", false)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; frame-ancestors 'none'"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(xml))
}

/// Who is to sign.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http::console) struct Signer {
    /// The certificate and those above it, PEM.
    certificate: String,
    /// The draft as the page showed it.
    #[serde(default)]
    stands: Option<Digest>,
}

/// What the program is to sign.
#[derive(Serialize)]
struct ToSign {
    id: String,
    document_xml: String,
    signed_properties: String,
    signed_info: String,
    /// SignatureMethod/@Algorithm.
    algorithm: &'static str,
    certificate_sha256: String,
    files: Vec<File>,
}

/// A file, and where its bytes are.
#[derive(Serialize)]
struct File {
    name: String,
    size: u64,
    href: String,
}

/// `POST /out/compose/{id}/prepare`
pub(in crate::http::console) async fn prepare(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    path: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    Ok(match prepared(&hub, &seat, &path, body).await {
        Ok(to_sign) => HttpResponse::Created().json(to_sign),
        Err(failure) => problem::answer(&failure, viewer.lang),
    })
}

async fn prepared(hub: &Hub, seat: &Seat, path: &str, body: web::Payload) -> Result<ToSign, Failure> {
    let (id, caller) = (id_of(path)?, seat.caller()?);
    let signer: Signer = json(body).await?;
    let draft = hub.exchange.draft(&caller, id).await?;
    let prepared = hub.exchange.prepare_draft(&caller, id, signer.certificate, signer.stands).await?;
    Ok(ToSign::of(id, &draft, prepared))
}

impl ToSign {
    fn of(id: Uuid, draft: &OpenDraft, prepared: Prepared) -> Self {
        let files = prepared.files.iter().zip(&draft.files).map(|(named, held)| File {
            name: named.name.clone(),
            size: named.size,
            href: format!("/out/compose/{id}/file/{}", held.id),
        });
        Self {
            document_xml: BASE64_STANDARD.encode(&prepared.document_xml),
            signed_properties: BASE64_STANDARD.encode(&prepared.signed_properties),
            signed_info: BASE64_STANDARD.encode(&prepared.signed_info),
            algorithm: prepared.algorithm.uri(),
            certificate_sha256: prepared.certificate.sha256().to_string(),
            files: files.collect(),
            id: prepared.id,
        }
    }
}

/// What came back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http::console) struct Value {
    /// What was prepared.
    prepared: String,
    /// The value, base64.
    signature: String,
}

/// `POST /out/compose/{id}/complete`: sends it, and says where it is shown.
pub(in crate::http::console) async fn complete(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    path: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    Ok(match completed(&hub, &seat, &path, body).await {
        Ok(to) => HttpResponse::Ok().json(serde_json::json!({ "to": to })),
        Err(failure) => problem::answer(&failure, viewer.lang),
    })
}

async fn completed(hub: &Hub, seat: &Seat, path: &str, body: web::Payload) -> Result<String, Failure> {
    let (id, caller) = (id_of(path)?, seat.caller()?);
    let Value { prepared, signature } = json(body).await?;
    let value = signing::octets(&signature)?;
    let submitted = hub.exchange.complete_draft(&caller, id, &prepared, value).await?;
    onward(hub, seat, submitted).await.map(|(_, to)| to)
}

async fn json<T: for<'d> Deserialize<'d>>(body: web::Payload) -> Result<T, Failure> {
    let bytes = body::small(body, JSON_BYTES).await?;
    serde_json::from_slice(&bytes).map_err(|error| Failure::new(codes::REQUEST_JSON, error.to_string()))
}

/// A chain of certificates with logos in them, or the value of a signature.
const JSON_BYTES: usize = 256 * 1024;
