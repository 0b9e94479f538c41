//! The switch that holds the hub still while something is mended, and the gate that it closes: what changes something, on a
//! page or by a call, is answered 503 until it is open again. Signing in and out goes on, and so does the switch itself.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer;
use super::super::ask::{self, Ask, blocking, first, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::{Seat, Viewer};
use super::dead_letters::path;
use crate::codes;
use crate::http::{Failure, Hub};

/// `GET /hub/maintenance`
pub(in crate::http::console) async fn question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    page(&hub, &viewer, &req).await?.0.page()
}

/// `POST /hub/maintenance`
pub(in crate::http::console) async fn switch(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let (reason, on) = (first(&form, "reason"), first(&form, "on") == "1");
    let (page, _) = page(&hub, &viewer, &req).await?;
    let errors = ask::reason_errors(&page.frame, reason);
    if !errors.is_empty() {
        return page.again(reason, errors);
    }
    hub.exchange.hold(ask::actor(&seat, reason), on).await?;
    Ok(answer::see(if on { "/hub?done=held" } else { "/hub?done=released" }))
}

async fn page(hub: &Hub, viewer: &Viewer, req: &HttpRequest) -> Result<(Ask, bool), Failure> {
    let frame = Frame::load(hub, viewer, &path(req), Rail::Status).await?;
    let held = blocking(hub, |hub| Ok(hub.exchange.store().read_only()?)).await?;
    let key = if held.is_some() { "hold-release" } else { "hold-switch" };
    let (title, lead) = (frame.t(&format!("{key}-ask")), frame.t(&format!("{key}-lead")));
    let yes = frame.t(if held.is_some() { key } else { "hold-switch-do" });
    let page = Ask::of(frame, title, "/hub/maintenance", yes, "/hub").lead(lead);
    let page = if held.is_some() { page } else { page.danger() };
    let page = match &held {
        Some(held) => {
            let since = page.frame.when(held.since);
            page.fact("ask-reason", held.reason.clone()).fact("table-since", since)
        }
        None => page,
    };
    Ok((page.with("on", if held.is_some() { "0" } else { "1" }), held.is_some()))
}

/// Stands before every request of the agencies' port: whether it may change something just now.
///
/// # Errors
/// `hub.read_only`; when the store cannot be asked.
pub(in crate::http) async fn hold(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let changes = !matches!(*req.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // The console's own pages ask in their gate, which answers with a page.
    if changes && req.path().starts_with("/api/") {
        let hub = req.app_data::<web::Data<Hub>>().map(|hub| hub.get_ref().clone());
        if let Some(hub) = hub {
            refuses(&hub, req.path()).await?;
        }
    }
    next.call(req).await
}

/// Refuses a change at that path while the hub is held.
///
/// # Errors
/// `hub.read_only`; when the store cannot be asked.
pub(in crate::http::console) async fn refuses(hub: &Hub, path: &str) -> Result<(), Failure> {
    if PASSES.iter().any(|open| path == *open || path.strip_prefix(open).is_some_and(|rest| rest.starts_with('/'))) {
        return Ok(());
    }
    match blocking(hub, |hub| Ok(hub.exchange.store().read_only()?)).await? {
        Some(_) => Err(Failure::new(codes::HUB_READ_ONLY, "an operator has switched the hub to read-only")),
        None => Ok(()),
    }
}

/// What goes on: nobody is locked in or out, and the switch can be moved back.
const PASSES: &[&str] = &["/sign-in", "/sign-out", "/hub/maintenance"];
