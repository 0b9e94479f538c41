//! `/proof`: the page on which anybody checks a receipt, with nobody signed in and later with no hub at all; as a file to keep;
//! and the worker by which a browser keeps it. What it is made of, and what it may do, is `report::proof`'s.

use std::io::Write as _;

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, HeaderName, VARY,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::answer;
use crate::exchange::Refusal;
use crate::http::{Failure, Hub};
use crate::report::proof;
use crate::store;

/// `GET /proof`
pub(super) async fn page(hub: web::Data<Hub>, req: HttpRequest) -> Result<HttpResponse, Failure> {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_SECURITY_POLICY, format!("{}; frame-ancestors 'none'", proof::policy())));
    packed(answer, made(&hub).await?, &req)
}

/// `GET /proof/file`: the same bytes, to be saved.
pub(super) async fn file(hub: web::Data<Hub>, req: HttpRequest) -> Result<HttpResponse, Failure> {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_DISPOSITION, "attachment; filename=\"kiem-chung-bien-nhan.html\""));
    packed(answer, made(&hub).await?, &req)
}

/// `GET /proof/worker.js`
pub(super) async fn worker() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-cache"))
        // It keeps the page, which lies one step above it, and nothing else of the console.
        .insert_header((HeaderName::from_static("service-worker-allowed"), "/proof"))
        .body(proof::WORKER)
}

/// The page, compressed here where the browser takes it so: the usual quick way leaves the fonts, which lie in it as text, a third
/// larger.
fn packed(mut answer: HttpResponseBuilder, html: String, req: &HttpRequest) -> Result<HttpResponse, Failure> {
    answer.content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-cache"));
    let wanted = req.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !wanted.split(',').any(|one| one.trim() == "gzip") {
        return Ok(answer.body(html));
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let bytes = encoder.write_all(html.as_bytes()).and_then(|()| encoder.finish()).map_err(Refusal::internal)?;
    Ok(answer.insert_header((CONTENT_ENCODING, "gzip")).insert_header((VARY, "accept-encoding")).body(bytes))
}

/// With the keys of every epoch: an old receipt is of an old log.
async fn made(hub: &web::Data<Hub>) -> Result<String, Failure> {
    let made = hub.exchange.clock().now();
    let store = hub.exchange.store().clone();
    let keys = web::block(move || -> Result<Vec<String>, store::Error> {
        let mut keys = Vec::new();
        for epoch in (0..=store.log_head()?.epoch).rev().take(MOST_EPOCHS) {
            keys.extend(store.log_checkpoint(epoch)?.and_then(|checkpoint| checkpoint.vkey));
        }
        Ok(keys)
    })
    .await??;
    let name = answer::origin(&hub.settings.public_url).to_owned();
    Ok(proof::page(&proof::Told { hub: Some(name), keys, made }))
}

/// Our own: a restore begins an epoch, and a hub is not restored more often in its life.
const MOST_EPOCHS: usize = 64;
