//! `/proof`: the page on which anybody checks a receipt, with nobody signed in and later with no hub at all; as a file to keep;
//! and the worker by which a browser keeps it. What it is made of, and what it may do, is `report::proof`'s.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, HeaderName};
use actix_web::{HttpResponse, web};

use super::answer;
use crate::http::{Failure, Hub};
use crate::report::proof;
use crate::store;

/// `GET /proof`
pub(super) async fn page(hub: web::Data<Hub>) -> Result<HttpResponse, Failure> {
    let html = made(&hub).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, format!("{}; frame-ancestors 'none'", proof::policy())))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(html))
}

/// `GET /proof/file`: the same bytes, to be saved.
pub(super) async fn file(hub: web::Data<Hub>) -> Result<HttpResponse, Failure> {
    let html = made(&hub).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"kiem-chung-bien-nhan.html\""))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(html))
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
