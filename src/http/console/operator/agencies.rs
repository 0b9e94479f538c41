//! `/hub/agencies`: the directory as a tree, a level at a time; searched by code and name, with and without diacritics; new
//! agencies; the whole as a table out and in.

use std::collections::HashMap;

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::{self, Ask, Kind, blocking, first, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::{Seat, Viewer};
use super::dead_letters::path;
use crate::codes;
use crate::domain::ids::{Micros, OrganId};
use crate::exchange::{COLUMNS, Refusal};
use crate::http::{Failure, Hub};
use crate::report::sheet::{self, Form};
use crate::store::agencies::{Agency, Alias};
use crate::store::change::{AgencyAct, AgencyFacts};
use crate::store::search::fold;

#[derive(Template)]
#[template(path = "console/operator/agencies.html")]
struct Page {
    frame: Frame,
    q: String,
    /// From the top down to where we are.
    above: Vec<(String, String)>,
    rows: Vec<Line>,
    total: usize,
    cut: bool,
    done: Option<String>,
}

struct Line {
    code: String,
    name: String,
    level: i64,
    children: usize,
    state: State,
    failing: bool,
    no_mail: bool,
}

/// How an agency stands.
pub(super) enum State {
    /// Works.
    Open,
    /// From a time to come.
    Later(Micros),
    /// Since.
    Suspended(Micros),
    /// Since.
    Closed(Micros),
    /// Since, and who took its place.
    Merged(Micros, OrganId),
}

impl State {
    /// As the directory says at `now`.
    pub fn of(agency: &Agency, alias: Option<&Alias>, now: Micros) -> Self {
        let past = |at: Option<Micros>| at.filter(|at| *at <= now);
        match (past(agency.valid_until), alias, past(agency.suspended_from)) {
            (Some(at), Some(alias), _) => Self::Merged(at, alias.successor.clone()),
            (Some(at), None, _) => Self::Closed(at),
            (None, _, Some(at)) => Self::Suspended(at),
            (None, _, None) if agency.facts.valid_from > now => Self::Later(agency.facts.valid_from),
            (None, _, None) => Self::Open,
        }
    }

    /// Colour, icon, word.
    pub fn mark(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Open => ("ok", "check", "agency-open"),
            Self::Later(_) => ("info", "clock", "agency-later"),
            Self::Suspended(_) => ("hold", "lock", "agency-suspended"),
            Self::Closed(_) => ("mute", "building-off", "agency-closed"),
            Self::Merged(..) => ("mute", "switch-horizontal", "agency-merged"),
        }
    }

    /// Since when, where that is worth saying.
    pub fn at(&self) -> Option<Micros> {
        match self {
            Self::Open => None,
            Self::Later(at) | Self::Suspended(at) | Self::Closed(at) | Self::Merged(at, _) => Some(*at),
        }
    }

    /// Who took its place.
    pub fn successor(&self) -> Option<&str> {
        match self {
            Self::Merged(_, successor) => Some(&successor.0),
            Self::Open | Self::Later(_) | Self::Suspended(_) | Self::Closed(_) => None,
        }
    }
}

/// `GET /hub/agencies`
pub(in crate::http::console) async fn list(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Directory).await?;
    let (agencies, aliases, failing) = blocking(&hub, |hub| {
        let store = hub.exchange.store();
        Ok((hub.exchange.all_agencies()?, store.aliases()?, store.failing_addresses()?))
    })
    .await?;
    let (q, under) = (first(&query, "q"), first(&query, "under"));
    let by_code: HashMap<&str, &Agency> = agencies.iter().map(|row| (row.facts.organ_id.0.as_str(), row)).collect();
    // A parent that is no agency any more leaves its children at the top, where somebody sees them.
    let parent = |row: &Agency| {
        row.facts.parent.as_ref().map(|id| id.0.as_str()).filter(|id| by_code.contains_key(id)).map(str::to_owned)
    };
    let mut below: HashMap<Option<String>, usize> = HashMap::new();
    for row in &agencies {
        *below.entry(parent(row)).or_default() += 1;
    }
    let here = under.to_owned();
    let chosen: Vec<&Agency> = match (q, under) {
        ("", "") => {
            let top: Vec<&Agency> = agencies.iter().filter(|row| parent(row).is_none()).collect();
            match top.as_slice() {
                [only] => {
                    let id = only.facts.organ_id.0.clone();
                    top.iter().copied().chain(agencies.iter().filter(|row| parent(row) == Some(id.clone()))).collect()
                }
                _ => top,
            }
        }
        ("", _) => agencies.iter().filter(|row| parent(row).as_deref() == Some(here.as_str())).collect(),
        (q, _) => {
            let words: Vec<String> = fold(q).split_whitespace().map(str::to_owned).collect();
            let text = |row: &Agency| fold(&format!("{} {}", row.facts.organ_id.0, row.facts.name));
            agencies.iter().filter(|row| words.iter().all(|word| text(row).contains(word.as_str()))).collect()
        }
    };
    let mut above = Vec::new();
    let mut at = by_code.get(under).copied();
    while let Some(row) = at.filter(|_| above.len() < 16) {
        above.insert(0, (row.facts.organ_id.0.clone(), row.facts.name.clone()));
        at = parent(row).and_then(|id| by_code.get(id.as_str()).copied());
    }
    let now = frame.now;
    let line = |row: &&Agency| {
        let id = &row.facts.organ_id;
        Line {
            code: id.0.clone(),
            name: row.facts.name.clone(),
            level: row.facts.level.into(),
            children: below.get(&Some(id.0.clone())).copied().unwrap_or(0),
            state: State::of(row, aliases.iter().find(|alias| alias.organ_id == *id), now),
            failing: failing.iter().any(|one| one.agency == *id),
            no_mail: row.facts.mail.is_empty(),
        }
    };
    let rows: Vec<Line> = chosen.iter().take(SHOWN).map(line).collect();
    answer::page(&Page {
        q: q.to_owned(),
        above,
        cut: chosen.len() > rows.len(),
        rows,
        total: agencies.len(),
        done: ask::done(&frame, &query),
        frame,
    })
}

/// `GET /hub/agencies.csv` and `.xlsx`: a table that can be read in again.
pub(in crate::http::console) async fn export(
    hub: web::Data<Hub>,
    ending: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let form = Form::of(&format!("agencies.{ending}"))
        .ok_or_else(|| Failure::new(codes::REQUEST_NO_SUCH_PATH, "the forms are csv and xlsx"))?;
    let rows = hub.exchange.export_directory().await?;
    let bytes = web::block(move || sheet::write(form, &COLUMNS, &rows)).await?.map_err(Refusal::internal)?;
    let disposition = format!("attachment; filename=\"agencies.{ending}\"");
    Ok(HttpResponse::Ok().content_type(form.media()).insert_header((CONTENT_DISPOSITION, disposition)).body(bytes))
}

/// `GET /hub/agencies/new`
pub(in crate::http::console) async fn question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    page(&hub, &viewer, &req, &pairs(req.query_string())).await?.page()
}

/// `POST /hub/agencies/new`
pub(in crate::http::console) async fn add(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let reason = first(&form, "reason").to_owned();
    let page = page(&hub, &viewer, &req, &form).await?;
    let mut errors = ask::reason_errors(&page.frame, &reason);
    for (name, word) in [("code", "agency-code"), ("name", "agency-name")] {
        if first(&form, name).is_empty() {
            errors.push((name.to_owned(), page.frame.tv("ask-missing", "field", page.frame.t(word))));
        }
    }
    let from = ask::moment(first(&form, "from")).unwrap_or_else(|()| {
        errors.push(("from".to_owned(), page.frame.t("ask-time")));
        None
    });
    if !errors.is_empty() {
        return page.again(&reason, errors);
    }
    let facts = AgencyFacts {
        organ_id: OrganId(first(&form, "code").to_owned()),
        name: first(&form, "name").to_owned(),
        parent: Some(first(&form, "parent")).filter(|code| !code.is_empty()).map(|code| OrganId(code.to_owned())),
        level: first(&form, "level").parse().unwrap_or(2),
        mail: addresses(first(&form, "mail")),
        mail_subject: false,
        valid_from: from.unwrap_or(page.frame.now),
        allows_legacy: false,
    };
    let code = facts.organ_id.0.clone();
    match hub.exchange.change_agency(ask::actor(&seat, &reason), AgencyAct::Add(facts)).await {
        Ok(_) => Ok(answer::see(format!("{}?done=added", href(&code)))),
        Err(refusal) => page.refused(&reason, refusal),
    }
}

async fn page(hub: &Hub, viewer: &Viewer, req: &HttpRequest, given: &[(String, String)]) -> Result<Ask, Failure> {
    let frame = Frame::load(hub, viewer, &path(req), Rail::Directory).await?;
    let levels = levels(&frame);
    let level = Some(first(given, "level")).filter(|level| !level.is_empty()).unwrap_or("2").to_owned();
    let (title, yes) = (frame.t("agency-add"), frame.t("agency-add"));
    let page = Ask::of(frame, title, "/hub/agencies/new", yes, "/hub/agencies");
    let page = page
        .field("code", "agency-code", first(given, "code"), Kind::Text)
        .field("name", "agency-name", first(given, "name"), Kind::Text)
        .may("parent", "agency-parent", first(given, "parent"), Kind::Text)
        .field("level", "agency-level", &level, Kind::Choice(levels))
        .may("mail", "agency-mail", first(given, "mail"), Kind::Area)
        .may("from", "agency-from", first(given, "from"), Kind::Text);
    Ok(page)
}

/// The levels of the rates.
pub(super) fn levels(frame: &Frame) -> Vec<(String, String)> {
    (1..=3).map(|level| (level.to_string(), frame.t(&format!("agency-level-{level}")))).collect()
}

/// The agencies that may be chosen now, by code and name.
pub(in crate::http::console) async fn choices(hub: &Hub, now: Micros) -> Result<Vec<(String, String)>, Failure> {
    ask::blocking(hub, move |hub| Ok(hub.exchange.directory()?.open(now))).await
}

/// Addresses as they are typed: one a line, or with commas.
pub(in crate::http::console) fn addresses(text: &str) -> Vec<String> {
    text.split([',', ';', '\n', '\r', ' ']).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
}

/// Where an agency's page lies.
pub(super) fn href(code: &str) -> String {
    // Only the name part of the encoding is wanted: `code=…` without its beginning.
    let encoded = serde_urlencoded::to_string([("", code)]).unwrap_or_default();
    format!("/hub/agencies/{}", encoded.trim_start_matches('=').replace('+', "%20"))
}

/// Rows on a page; more are found by searching.
const SHOWN: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_make_addresses_and_lists_are_split() {
        assert_eq!(href("000.00.19.H26"), "/hub/agencies/000.00.19.H26");
        assert_eq!(href("a/b c"), "/hub/agencies/a%2Fb%20c");
        assert_eq!(
            addresses(" a@x.example,b@x.example\r\n c@x.example;"),
            ["a@x.example", "b@x.example", "c@x.example"]
        );
    }
}
