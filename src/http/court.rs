//! A receipt in the form that was asked for: as JSON or tlog-proof for the judge, as a PDF, or as an ASiC-E under the hub's
//! seal, to stand alone before whoever has no hub. Who may have it was asked before: the caller has found it for a party.

use std::io::Cursor;

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, HeaderValue};
use actix_web::web;

use super::{Failure, Hub};
use crate::codes;
use crate::domain::ids::Micros;
use crate::evidence::receipt::Receipt;
use crate::exchange::Refusal;
use crate::report::court::{Court, EVIDENCE_NAME, PDF_NAME, RECEIPT_NAME};
use crate::signature::sign::{Attachment, SignOptions, Signer};

/// The forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The receipt itself.
    Json,
    /// C2SP tlog-proof, without openings.
    TlogProof,
    /// A paper, the receipt inside.
    Pdf,
    /// Receipt, evidence XML and paper under the hub's seal.
    Asice,
}

impl Form {
    /// As the query `format` names it; absent is JSON.
    ///
    /// # Errors
    /// `request.query` for any other word.
    pub fn of(word: Option<&str>) -> Result<Self, Failure> {
        match word {
            None | Some("json") => Ok(Self::Json),
            Some("tlog-proof") => Ok(Self::TlogProof),
            Some("pdf") => Ok(Self::Pdf),
            Some("asice") => Ok(Self::Asice),
            Some(other) => {
                let detail = format!("format={other:?}: expected json, tlog-proof, pdf or asice");
                Err(Failure::new(codes::REQUEST_QUERY, detail))
            }
        }
    }
}

/// The receipt in that form.
///
/// # Errors
/// `seal.none` for an ASiC-E where the hub has no seal.
pub(super) async fn answer(hub: &Hub, receipt: Receipt, form: Form) -> Result<HttpResponse, Failure> {
    let (bytes, media, ending, stem) = match form {
        Form::Json => (receipt.to_json(), "application/json", "json", stem(&receipt)),
        Form::TlogProof => {
            (receipt.to_tlog_proof().into_bytes(), "text/plain; charset=utf-8", "tlog-proof", stem(&receipt))
        }
        Form::Pdf => {
            let court = court(hub, receipt)?;
            let stem = court.file_stem();
            let bytes = web::block(move || court.pdf()).await?.map_err(Refusal::internal)?;
            (bytes, "application/pdf", "pdf", stem)
        }
        Form::Asice => {
            let Some(seal) = hub.seal.clone() else {
                return Err(Failure::new(codes::SEAL_NONE, "[seal] is not set"));
            };
            let court = court(hub, receipt)?;
            let stem = court.file_stem();
            let bytes = web::block(move || sealed(&court, &seal)).await??;
            (bytes, "application/vnd.etsi.asic-e+zip", "asice", stem)
        }
    };
    let mut answer = HttpResponse::Ok()
        .content_type(media)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{stem}.{ending}\"")))
        .body(bytes);
    if matches!(form, Form::Pdf | Form::Asice) {
        answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("identity"));
    }
    Ok(answer)
}

/// A name for files.
fn stem(receipt: &Receipt) -> String {
    format!("bien-nhan-{}", receipt.index)
}

fn court(hub: &Hub, receipt: Receipt) -> Result<Court, Failure> {
    let directory = hub.exchange.directory()?;
    let page = format!("{}/proof", hub.settings.public_url.trim_end_matches('/'));
    let name = |id: &_, at: Micros| directory.name(id, at).map(str::to_owned);
    let court = Court::new(receipt, name, page, hub.exchange.clock().now());
    Ok(court.map_err(Refusal::internal)?.by_policy(hub.settings.evidence_policy.clone()))
}

/// All three under one signature of the seal.
fn sealed(court: &Court, seal: &Signer) -> Result<Vec<u8>, Failure> {
    let entry = |name: &str, media_type: &str, bytes: Vec<u8>| Attachment {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        source: Box::new(Cursor::new(bytes)),
    };
    let entries = vec![
        entry(RECEIPT_NAME, "application/json", court.json().to_vec()),
        entry(EVIDENCE_NAME, "text/xml", court.evidence_xml()),
        entry(PDF_NAME, "application/pdf", court.pdf().map_err(Refusal::internal)?),
    ];
    let options = SignOptions::at(court.at());
    let out = seal.sign_container(entries, &options, Cursor::new(Vec::new())).map_err(Refusal::internal)?;
    Ok(out.into_inner())
}
