//! The operator's port: is the process alive, may it be sent work, what does it count.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use crate::clock::Clock;
use crate::codes;
use crate::crypto;
use crate::store::Store;
use crate::telemetry::Metrics;

use super::Failure;

/// What the operator's port knows.
#[derive(Clone)]
pub struct Health {
    /// The database.
    pub store: Store,
    /// The hub's clock, held against the database's.
    pub clock: Clock,
    /// The counters.
    pub metrics: Metrics,
    /// The bearer token for readiness and metrics, where one is needed.
    pub token: Option<Arc<str>>,
    /// Set when the process begins to stop.
    pub stopping: Arc<AtomicBool>,
}

/// One check of `/readyz`.
#[derive(Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// The routes of the operator's port.
pub fn ops_routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/healthz", web::get().to(healthz))
        .route("/readyz", web::get().to(readyz))
        .route("/metrics", web::get().to(metrics))
        .default_service(web::to(super::problem::nothing_here));
}

async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

async fn readyz(health: web::Data<Health>, req: HttpRequest) -> Result<HttpResponse, Failure> {
    authorize(&health, &req)?;
    let asked = health.get_ref().clone();
    let checks = web::block(move || checks(&asked)).await?;
    let ready = checks.iter().all(|check| check.ok);
    let mut answer = if ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    Ok(answer.json(serde_json::json!({ "ready": ready, "checks": checks })))
}

async fn metrics(health: web::Data<Health>, req: HttpRequest) -> Result<HttpResponse, Failure> {
    authorize(&health, &req)?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(health.metrics.render()))
}

fn checks(health: &Health) -> Vec<Check> {
    let stopping = health.stopping.load(Ordering::SeqCst);
    let mut checks = vec![Check { name: "running", ok: !stopping, detail: stopping.then(|| "stopping".to_owned()) }];
    match health.store.clock_skew(health.clock.now()) {
        Ok(skew) => {
            checks.push(Check { name: "database", ok: true, detail: None });
            let ok = skew <= SKEW_MAX;
            let detail = (!ok).then(|| format!("hub and database clocks differ by {} ms", skew.as_millis()));
            checks.push(Check { name: "clock", ok, detail });
        }
        Err(error) => checks.push(Check { name: "database", ok: false, detail: Some(error.code().to_string()) }),
    }
    checks
}

fn authorize(health: &Health, req: &HttpRequest) -> Result<(), Failure> {
    let Some(token) = &health.token else { return Ok(()) };
    let given = req.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
    let same = crypto::same(&crypto::sha256(given.as_bytes()).0, &crypto::sha256(token.as_bytes()).0);
    if same { Ok(()) } else { Err(Failure::new(codes::AUTH_MISSING, "the operator's port wants its token")) }
}

/// DECISIONS "Times": more than this between hub and database and the hub is not ready.
const SKEW_MAX: Duration = Duration::from_secs(2);
