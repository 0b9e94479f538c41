//! `/hub/addresses`: mail addresses of offices that the relay refused for ever, since when, and in whose words.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::blocking;
use super::super::frame::{Frame, Rail};
use super::super::seat::Viewer;
use super::dead_letters::{name, path};
use crate::http::{Failure, Hub};
use crate::store::reminders::FailingAddress;

#[derive(Template)]
#[template(path = "console/operator/addresses.html")]
struct Page {
    frame: Frame,
    rows: Vec<(FailingAddress, String)>,
    mail: bool,
}

/// `GET /hub/addresses`
pub(in crate::http::console) async fn addresses(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Addresses).await?;
    let now = frame.now;
    let rows = blocking(&hub, move |hub| {
        let (rows, directory) = (hub.exchange.store().failing_addresses()?, hub.exchange.directory()?);
        Ok(rows.into_iter().map(|row| (row.clone(), name(&directory, &row.agency, now))).collect())
    });
    answer::page(&Page { rows: rows.await?, mail: hub.config.mail.enabled, frame })
}
