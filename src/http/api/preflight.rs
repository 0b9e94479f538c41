//! `POST /api/v1/preflight`: what would be refused, asked before a package is uploaded.

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::AgencyRef;
use crate::codes::Code;
use crate::domain::business::BusinessType;
use crate::domain::ids::{Digest, DocumentId, Micros, OrganId};
use crate::exchange::{Directory, Fault, Plan};
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub, body, problem};
use crate::i18n::{self, Lang};
use crate::package::{PACKAGE_MAX_BYTES, PAYLOAD_ENTRIES_MAX};
use crate::signature::Container;

/// What is to be sent, as far as it is known; all but the size may be left out, and is then not judged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Bytes of the package.
    size: u64,
    /// SHA-256 of the package, 64 hexadecimal digits: tells whether these very bytes were taken before.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    sha256: Option<Digest>,
    /// `asice` or `edxml`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    #[expect(dead_code, reason = "both are taken alike; a word that is neither is refused")]
    container: Option<Container>,
    /// The document's id, as its issuer writes it.
    #[serde(default)]
    document_id: Option<String>,
    /// From; the caller's own agency when absent.
    #[serde(default)]
    from: Option<String>,
    /// Receivers by their code.
    #[serde(default)]
    receivers: Vec<String>,
    /// The signer's certificate: PEM, those above it after it; or base64 of its DER.
    #[serde(default)]
    certificate: Option<String>,
    /// `new`, `recall`, `update` or `replace`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    #[expect(
        dead_code,
        reason = "what it does to earlier documents only the package says; a word that is none is refused"
    )]
    business: Option<BusinessType>,
}

/// What would become of it now. Only the package itself can answer for its form and signature.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    /// Whether nothing that was asked refuses it.
    passes: bool,
    /// These very bytes were taken before, as that document: sending them again gives the first receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    already: Option<Uuid>,
    /// What refuses it.
    faults: Vec<Said>,
    /// What may refuse it: the package, or the moment when it comes, decides.
    warnings: Vec<Said>,
    /// The receivers in their order.
    receivers: Vec<Receiver>,
    /// How much is taken.
    limits: Limits,
}

/// One thing that is wrong, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct Said {
    /// The stable code.
    #[schema(value_type = String)]
    code: Code,
    /// What it is, in the caller's language.
    title: String,
    /// What to do, in the caller's language.
    remedy: String,
    /// Which part of the plan.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    /// What is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
}

/// Who a receiver is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receiver {
    /// The code as named.
    named: String,
    /// The agency that gets it; absent where nobody would.
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// How much is taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Limits {
    /// Bytes of a package.
    package_bytes: u64,
    /// Files in a package.
    payload_entries: usize,
    /// Seconds that an upload may take.
    upload_s: u64,
    /// Uploads at once of one system.
    uploads: usize,
}

/// Says what would be refused, before anything is uploaded. Nothing is kept and no evidence is made.
#[utoipa::path(
    tag = "sending",
    request_body = Body,
    responses((status = 200, description = "What would become of it now", body = Answer),
        (status = "4XX", description = "The question cannot be read", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[post("/preflight")]
pub(crate) async fn preflight(
    hub: web::Data<Hub>,
    who: AgencySystem,
    req: HttpRequest,
    body: web::Json<Body>,
) -> Result<HttpResponse, Failure> {
    let lang = problem::lang_of(req.headers());
    let Body { size, sha256, document_id, from, receivers, certificate, .. } = body.into_inner();
    let mut faults = at_the_door(&hub, size).await?;
    let plan = Plan {
        size,
        sha256,
        document_id: document_id.map(|id| DocumentId(super::documents::nfc(&id))),
        from: from.map(OrganId),
        receivers: receivers.into_iter().map(OrganId).collect(),
        certificate,
    };
    let sight = hub.exchange.preflight(&who.caller, plan).await?;
    let asked = hub.clone();
    let directory = web::block(move || asked.exchange.directory()).await??;
    faults.extend(sight.faults);
    let (settings, now) = (&hub.settings, hub.exchange.clock().now());
    Ok(HttpResponse::Ok().json(Answer {
        passes: faults.is_empty(),
        already: sight.already.map(|id| id.0),
        faults: faults.into_iter().map(|fault| Said::of(fault, lang)).collect(),
        warnings: sight.warnings.into_iter().map(|fault| Said::of(fault, lang)).collect(),
        receivers: sight.receivers.into_iter().map(|one| Receiver::of(one, now, &directory)).collect(),
        limits: Limits {
            package_bytes: settings.package_bytes.min(PACKAGE_MAX_BYTES),
            payload_entries: PAYLOAD_ENTRIES_MAX,
            upload_s: settings.upload_deadline.as_secs(),
            uploads: settings.uploads_per_system,
        },
    }))
}

/// What the door itself would say: too large, or no room.
async fn at_the_door(hub: &Hub, size: u64) -> Result<Vec<Fault>, Failure> {
    let (store, min_free) = (hub.exchange.store().clone(), hub.settings.min_free_bytes);
    let room = web::block(move || body::check_room(&store, min_free)).await?;
    let size = body::check_size(size, hub.settings.package_bytes);
    Ok(size.err().into_iter().chain(room.err().map(|failure| Fault::bare(failure.code()))).collect())
}

impl Said {
    pub(super) fn of(fault: Fault, lang: Lang) -> Self {
        Self {
            code: fault.code,
            title: i18n::title(lang, fault.code),
            remedy: i18n::remedy(lang, fault.code),
            place: fault.place,
            found: fault.found,
            expected: fault.expected,
        }
    }
}

impl Receiver {
    fn of((named, agency): (OrganId, Option<OrganId>), now: Micros, directory: &Directory) -> Self {
        let agency = agency.map(|id| AgencyRef::of(&id, now, directory));
        let (agency, name) = agency.map_or((None, None), |found| (Some(found.organ_id), found.name));
        Self { named: named.0, agency, name }
    }
}
