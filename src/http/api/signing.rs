//! `POST /api/v1/packages/prepare` and `…/{id}/complete`: the hub builds the package, the caller's key signs elsewhere.

use actix_multipart::{Field, Multipart};
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{HttpRequest, HttpResponse, post, web};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_util::{StreamExt, TryStreamExt};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::packages::{self, AcceptedDocument, Query};
use super::preflight::Said;
use super::view::iso;
use crate::codes;
use crate::edxml::Draft;
use crate::exchange::{NewFile, Prepared, ToPrepare};
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub, body, problem};
use crate::i18n::Lang;
use crate::package::PAYLOAD_ENTRIES_MAX;
use crate::payload::Upload;

/// The parts of the form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; the parts are read one after another")]
pub struct Form {
    /// What the document says, JSON.
    document: Draft,
    /// The signer's certificate and those above it, PEM.
    certificate: String,
    /// The files, a part each, in their order; the part's file name becomes the file's name.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
}

/// What is to be signed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToSign {
    /// Names it for `complete`; only the system that prepared it can use it.
    id: String,
    /// A signature is taken until then.
    expires: String,
    /// The document's id.
    document_id: String,
    /// document.xml as it was built, base64.
    document_xml: String,
    /// SignedProperties (XAdES) in canonical form, base64.
    signed_properties: String,
    /// SignedInfo in canonical form, base64: sign exactly these octets.
    signed_info: String,
    /// How.
    algorithm: Algorithm,
    /// SHA-256 of the certificate whose key is to sign.
    certificate_sha256: String,
    /// The files as they are named in the package.
    files: Vec<File>,
    /// What may refuse it when it is complete, though not now.
    warnings: Vec<Said>,
}

/// How SignedInfo is to be signed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Algorithm {
    /// `RSA-SHA256`, `ECDSA-SHA256`, …
    name: &'static str,
    /// SignatureMethod/@Algorithm.
    uri: &'static str,
}

/// One file.
#[derive(Debug, Serialize, ToSchema)]
pub struct File {
    /// Its entry's name.
    name: String,
    /// Its media type.
    media_type: String,
    /// Bytes.
    size: u64,
    /// SHA-256 of them.
    sha256: String,
}

/// The signature.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// The value over SignedInfo, base64: for RSA as it comes (PKCS #1), for ECDSA `r‖s`, each of the field's length (XMLDSig 1.1
    /// §6.4.3), never DER.
    signature: String,
}

/// Builds a document and says what is to be signed. Nothing is sent by it and no evidence is made.
#[utoipa::path(
    tag = "sending",
    params(Query),
    request_body(content = Form, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "What is to be signed", body = ToSign),
        (status = "4XX", description = "What intake would refuse already", content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[post("/packages/prepare")]
pub(crate) async fn prepare(
    hub: web::Data<Hub>,
    who: AgencySystem,
    req: HttpRequest,
    query: web::Query<Query>,
    payload: web::Payload,
) -> Result<HttpResponse, Failure> {
    let attempt = query.attempt()?;
    let slot = packages::slot(&hub, &who)?;
    let wanted = read(&hub, &req, payload, attempt).await?;
    drop(slot);
    let prepared = hub.exchange.prepare_signing(&who.caller, wanted).await?;
    Ok(HttpResponse::Created().json(ToSign::of(prepared, problem::lang_of(req.headers()))))
}

/// Takes the signature; the package is then sent as if it had come in whole.
#[utoipa::path(
    tag = "sending",
    params(("id" = String, Path, description = "The id that `prepare` gave")),
    request_body = Value,
    responses(
        (status = 201, description = "Taken, durable", body = AcceptedDocument),
        (status = 200, description = "The same document came before: the original receipt", body = AcceptedDocument),
        (status = "4XX", description = "Refused; where the package was refused the problem bears the receipt of that", content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[post("/packages/prepare/{id}/complete")]
pub(crate) async fn complete(
    hub: web::Data<Hub>,
    who: AgencySystem,
    id: web::Path<String>,
    value: web::Json<Value>,
) -> Result<HttpResponse, Failure> {
    let value = octets(&value.signature)?;
    let outcome = hub.exchange.complete_signing(&who.caller, &id, value).await;
    packages::told(&hub, who.caller.agency, outcome).await
}

/// A signature's value out of its base64.
///
/// # Errors
/// `request.malformed`.
pub(in crate::http) fn octets(text: &str) -> Result<Vec<u8>, Failure> {
    let malformed = |error| Failure::new(codes::REQUEST_MALFORMED, format!("signature is not base64: {error}"));
    BASE64_STANDARD.decode(text.trim()).map_err(malformed)
}

impl ToSign {
    fn of(prepared: Prepared, lang: Lang) -> Self {
        let file = |file: crate::exchange::PreparedFile| File {
            name: file.name,
            media_type: file.media_type,
            size: file.size,
            sha256: file.sha256.to_string(),
        };
        Self {
            id: prepared.id,
            expires: iso(prepared.expires),
            document_id: prepared.document.id().0,
            document_xml: BASE64_STANDARD.encode(prepared.document_xml),
            signed_properties: BASE64_STANDARD.encode(prepared.signed_properties),
            signed_info: BASE64_STANDARD.encode(prepared.signed_info),
            algorithm: Algorithm { name: prepared.algorithm.name(), uri: prepared.algorithm.uri() },
            certificate_sha256: prepared.certificate.sha256().to_string(),
            files: prepared.files.into_iter().map(file).collect(),
            warnings: prepared.warnings.into_iter().map(|fault| Said::of(fault, lang)).collect(),
        }
    }
}

/// Reads the form: two small parts, and files that go to the disk as they come.
async fn read(hub: &Hub, req: &HttpRequest, payload: web::Payload, attempt: u16) -> Result<ToPrepare, Failure> {
    let limit = hub.settings.package_bytes;
    // Whoever uploads it says so in one header; a form without it is counted as it comes.
    if req.headers().contains_key(CONTENT_LENGTH) {
        body::check_length(req, limit.saturating_add(FORM_BYTES))?;
    }
    let mut form = Multipart::new(req.headers(), payload);
    let (mut draft, mut certificates, mut files, mut left) = (None, None, Vec::new(), limit);
    while let Some(part) = form.try_next().await.map_err(|error| body::multipart_failure(&error))? {
        match part.name() {
            Some("document") if draft.is_none() => {
                let bytes = small(part, DOCUMENT_BYTES).await?;
                let read = serde_json::from_slice::<Draft>(&bytes);
                draft = Some(read.map_err(|error| Failure::new(codes::REQUEST_JSON, format!("document: {error}")))?);
            }
            Some("certificate") if certificates.is_none() => {
                let text = String::from_utf8(small(part, CERTIFICATE_BYTES).await?);
                certificates = Some(text.map_err(|_| malformed("certificate is not PEM"))?);
            }
            Some("file") if files.len() < PAYLOAD_ENTRIES_MAX - 1 => {
                let file = file(hub, part, left).await?;
                left = left.saturating_sub(file.upload.size());
                files.push(file);
            }
            Some(name) => return Err(malformed(&format!("the part {name:?} stands there too often, or is not known"))),
            None => return Err(malformed("a part without a name")),
        }
    }
    let draft = draft.ok_or_else(|| malformed("the part `document` is missing"))?;
    let certificates = certificates.ok_or_else(|| malformed("the part `certificate` is missing"))?;
    Ok(ToPrepare { draft, certificates, files, attempt, made_of: None })
}

/// One file, written to the disk while it comes.
async fn file(hub: &Hub, part: Field, limit: u64) -> Result<NewFile, Failure> {
    let name = part.content_disposition().and_then(|found| found.get_filename()).unwrap_or_default();
    // Some clients send the whole path.
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let (store, min_free) = (hub.exchange.store().clone(), hub.settings.min_free_bytes);
    let open = move || -> Result<Upload, Failure> {
        body::check_room(&store, min_free)?;
        store.objects().upload(limit).map_err(body::store_failure)
    };
    let bytes = part.map(|piece| piece.map_err(|error| body::multipart_failure(&error)));
    Ok(NewFile { name, upload: body::stream(hub, Box::pin(bytes), open).await? })
}

/// A part that is read into memory.
async fn small(mut part: Field, most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.next().await {
        let piece = piece.map_err(|error| body::multipart_failure(&error))?;
        if bytes.len() + piece.len() > most {
            let name = part.name().unwrap_or_default();
            return Err(Failure::new(codes::REQUEST_TOO_LARGE, format!("{name}: at most {most} bytes are read")));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn malformed(words: &str) -> Failure {
    Failure::new(codes::REQUEST_MALFORMED, words)
}

/// A header is at most 1 MiB (SIGNATURES §1); so is what it is made of.
const DOCUMENT_BYTES: usize = 1 << 20;
/// A chain of four certificates with logos in them.
const CERTIFICATE_BYTES: usize = 256 * 1024;
/// Room for the two small parts, and for the form around the files.
const FORM_BYTES: u64 = 4 << 20;
