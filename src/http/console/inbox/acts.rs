//! What is done with many rows at once: accept, take charge of, list their packages. What was done already stays; the list
//! says how many that were.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::domain::desk::{self, Act};
use crate::domain::ids::DeliveryId;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::console::{answer, pill};
use crate::http::{Failure, Hub};
use crate::store::desk::DeskLine;

/// Fields of the form: `d` once a row, `back`.
type Form = web::Form<Vec<(String, String)>>;

fn picked(form: &Form) -> Vec<DeliveryId> {
    let named = form.iter().filter(|(name, _)| name == "d");
    named.filter_map(|(_, id)| id.parse().ok()).take(PICKED_MAX).collect()
}

/// The list again, with what was done.
fn back(form: &Form, done: &str) -> HttpResponse {
    let back = form.iter().find(|(name, _)| name == "back").map(|(_, path)| path.as_str());
    let back = answer::local(back.filter(|path| path.starts_with("/in")));
    let mark = if back.contains('?') { '&' } else { '?' };
    answer::see(format!("{}{mark}done={done}", if back == "/" { "/in" } else { back }))
}

/// The rows of the agency among these.
async fn lines(hub: &web::Data<Hub>, seat: &Seat, ids: Vec<DeliveryId>) -> Result<Vec<DeskLine>, Failure> {
    let (asked, agency) = (hub.clone(), seat.agency()?.clone());
    web::block(move || {
        let mut lines = Vec::new();
        for id in ids {
            lines.extend(asked.exchange.store().desk_line(&agency, id)?);
        }
        Ok(lines)
    })
    .await?
}

/// Tiếp nhận, vào sổ.
pub(in crate::http::console) async fn accept(
    hub: web::Data<Hub>,
    seat: Seat,
    form: Form,
) -> Result<HttpResponse, Failure> {
    let caller = seat.caller()?;
    let (mut done, mut left) = (0, 0);
    let mut picked = lines(&hub, &seat, picked(&form)).await?;
    // Numbers are given in the order in which the documents came.
    picked.sort_by_key(|line| line.line.delivery.pos);
    for line in picked {
        let delivery = &line.line.delivery;
        let acts = desk::acts(delivery.hub(), delivery.receiver(), hub.exchange.clock().now());
        if !acts.contains(&Act::Accept) {
            left += 1;
            continue;
        }
        let (taken, _number) = hub.exchange.accept_into_book(&caller, delivery.id, None).await?;
        if taken.first { done += 1 } else { left += 1 }
    }
    Ok(back(&form, &if done + left == 0 { "none.0".to_owned() } else { format!("accepted.{done}.{left}") }))
}

/// Tôi phụ trách.
pub(in crate::http::console) async fn mine(
    hub: web::Data<Hub>,
    seat: Seat,
    form: Form,
) -> Result<HttpResponse, Failure> {
    let (asked, agency, person) = (hub.clone(), seat.agency()?.clone(), seat.person());
    let ids = picked(&form);
    let done = web::block(move || {
        let now = asked.exchange.clock().now();
        asked.exchange.store().mark(&agency, &ids, person, now)
    })
    .await??;
    Ok(back(&form, &if done == 0 { "none.0".to_owned() } else { format!("mine.{done}.0") }))
}

#[derive(Template)]
#[template(path = "console/packages.html")]
struct Packages {
    frame: Frame,
    rows: Vec<PackageRow>,
}

struct PackageRow {
    id: String,
    code: String,
    subject: String,
    size: String,
}

/// Tải gói tin: the packages one by one; each is a read of its own in the access log.
pub(in crate::http::console) async fn packages(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    form: Form,
) -> Result<HttpResponse, Failure> {
    let lines = lines(&hub, &seat, picked(&form)).await?;
    if lines.is_empty() {
        return Ok(back(&form, "none.0"));
    }
    let frame = Frame::load(&hub, &viewer, "/in", Rail::In).await?;
    let rows = lines.iter().map(|line| PackageRow {
        id: line.line.delivery.id.to_string(),
        code: pill::code(&line.line.listing),
        subject: line.line.listing.subject.clone(),
        size: crate::http::console::document::size(frame.lang, line.line.carried.size),
    });
    let rows = rows.collect();
    answer::page(&Packages { frame, rows })
}

/// No page has more rows.
const PICKED_MAX: usize = 200;
