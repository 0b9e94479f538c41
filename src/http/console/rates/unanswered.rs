//! `GET /rates/unanswered`: who owes acknowledgements past their deadline.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::view::{Query, View};
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::Ratio;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{Value, text};

#[derive(Template)]
#[template(path = "console/rates/unanswered.html")]
struct Page {
    frame: Frame,
    lead: String,
    back: String,
    rows: Vec<Line>,
}

struct Line {
    name: String,
    key: String,
    copies: u64,
    sent: u64,
    unheard: u64,
    share: String,
    oldest: Micros,
    href: String,
}

pub(in crate::http::console) async fn unanswered(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let now = hub.exchange.clock().now();
    let view = View::of(&query, &seat, now)?;
    let path = req.uri().path_and_query().map_or("/rates/unanswered", |path| path.as_str()).to_owned();
    let frame = Frame::load(&hub, &viewer, &path, Rail::Unanswered).await?;
    let lang = viewer.lang;
    let page = web::block(move || {
        let (store, directory) = (hub.exchange.store(), hub.exchange.directory()?);
        let name = |id: &OrganId| directory.facts(id).map_or_else(|| id.0.clone(), |facts| facts.name.clone());
        let seen = |agency: &OrganId| view.agency.as_ref().is_none_or(|own| own == agency);
        let percent = |numerator, denominator| {
            let ratio = Ratio { numerator, denominator };
            ratio.percent(lang == crate::i18n::Lang::Vi).map_or_else(String::new, |percent| format!("{percent}%"))
        };
        let silent = store.silent(view.months.0, view.months.1, now)?;
        let line = |one: &crate::store::remainder::Silent| Line {
            name: name(&one.agency),
            key: one.agency.0.clone(),
            copies: one.copies,
            sent: one.sent,
            unheard: one.unheard,
            share: percent(one.copies, one.sent),
            oldest: one.oldest,
            href: view.href(
                "/rates/left",
                &[("rate", "accepted_in_time"), ("side", "in"), ("agency", &one.agency.0), ("sort", "")],
            ),
        };
        let args = [("period", Value::from(view.period_words(lang)))];
        Ok::<_, Failure>(Page {
            lead: text(lang, "rates-unanswered-lead", None, &args),
            back: view.href("/rates", &[]),
            rows: silent.iter().filter(|one| seen(&one.agency)).map(line).collect(),
            frame,
        })
    });
    answer::page(&page.await??)
}
