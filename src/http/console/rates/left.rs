//! `GET /rates/left`: what a rate leaves over, thing by thing.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::view::{Query, View};
use crate::domain::acknowledgement::Name;
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::Kind;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{Lang, Value, text};
use crate::store::remainder::{self, Remainder};

#[derive(Template)]
#[template(path = "console/rates/left.html")]
struct Page {
    frame: Frame,
    lead: String,
    back: String,
    of_copies: bool,
    rows: Vec<Line>,
    next: Option<String>,
}

struct Line {
    id: String,
    href: Option<String>,
    from: String,
    to: String,
    received: Micros,
    until: Option<Micros>,
    state: String,
}

pub(in crate::http::console) async fn left(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let view = View::of(&query, &seat, hub.exchange.clock().now())?;
    if view.kind == Kind::Exchange {
        return Ok(answer::see(view.href("/rates/paper", &[])));
    }
    let path = req.uri().path_and_query().map_or("/rates/left", |path| path.as_str()).to_owned();
    let frame = Frame::load(&hub, &viewer, &path, Rail::Rates).await?;
    let lang = viewer.lang;
    let page = web::block(move || {
        let of = Remainder {
            kind: view.kind,
            from: view.months.0,
            to: view.months.1,
            of: view.agency.clone().map(|agency| (agency, view.side)),
        };
        let (found, directory) = (hub.exchange.store().remainder(&of, view.after, ROWS)?, hub.exchange.directory()?);
        let name = |id: &OrganId| directory.facts(id).map_or_else(|| id.0.clone(), |facts| facts.name.clone());
        let args = [
            ("rate", Value::from(text(lang, view.kind.message_id(), None, &[]))),
            ("period", Value::from(view.period_words(lang))),
        ];
        Ok::<_, Failure>(Page {
            lead: text(lang, "rates-left-lead", None, &args),
            back: view.href("/rates", &[]),
            of_copies: !matches!(view.kind, Kind::Signed | Kind::SentInTime),
            rows: found.rows.iter().map(|left| line(left, lang, seat.who.agency.as_ref(), &name)).collect(),
            next: found.next.map(|next| view.href("/rates/left", &[("after", &next.to_string())])),
            frame,
        })
    });
    answer::page(&page.await??)
}

fn line(left: &remainder::Left, lang: Lang, own: Option<&OrganId>, name: &dyn Fn(&OrganId) -> String) -> Line {
    let state = match &left.copy {
        Some(copy) => {
            let duty = text(lang, &format!("state-delivery-{}", copy.state.as_str()), None, &[]);
            let word = text(lang, &format!("state-acknowledgement-{}", code(copy.ack)), None, &[]);
            format!("{duty} · {word}")
        }
        None => String::new(),
    };
    // An auditor sees that there is a document, not what is in it.
    let href = match (&left.copy, own) {
        (_, Some(own)) if left.issuer == *own => Some(format!("/out/{}", left.document)),
        (Some(copy), Some(own)) if copy.to == *own => Some(format!("/in/{}", copy.delivery)),
        _ => None,
    };
    Line {
        id: left.document_id.0.clone(),
        href,
        from: name(&left.issuer),
        to: left.copy.as_ref().map(|copy| name(&copy.to)).unwrap_or_default(),
        received: left.received,
        until: left.until,
        state,
    }
}

/// The code by which the strings know a receiver's state.
fn code(ack: Name) -> &'static str {
    match ack {
        Name::None => "none",
        Name::Arrived => "01",
        Name::Returned => "02",
        Name::Accepted => "03",
        Name::Assigned => "04",
        Name::InProgress => "05",
        Name::Completed => "06",
    }
}

const ROWS: u32 = 50;
