//! Behind a mail's link: whoever is signed in at a party of the document comes to its page in the console; everybody else
//! reads what the link is, in both languages, and where to sign in. That page tells nothing about the document, not even
//! whether there is one.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpRequest, HttpResponse, get, web};
use askama::Template;

use super::{Failure, Hub, console};
use crate::codes;
use crate::domain::ids::DeliveryId;

#[derive(Template)]
#[template(path = "delivery.html")]
struct Page<'a> {
    delivery: DeliveryId,
    hub: &'a str,
}

/// The page behind `<public_url>/d/<delivery>`.
#[utoipa::path(tag = "pages", params(("delivery" = uuid::Uuid, Path, description = "Name of the delivery, from the mail")),
    responses((status = 200, description = "A page in Vietnamese and English", content_type = "text/html")))]
#[get("/d/{delivery}")]
pub(super) async fn delivery(
    hub: web::Data<Hub>,
    req: HttpRequest,
    delivery: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let delivery =
        delivery.parse().map_err(|_| Failure::new(codes::REQUEST_NO_SUCH_PATH, "this is not a delivery's name"))?;
    if let Some(page) = console::page_of(&hub, &req, delivery).await? {
        return Ok(page);
    }
    let page = Page { delivery, hub: &hub.settings.public_url }.render().map_err(crate::exchange::Refusal::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        ))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .body(page))
}
