//! `/hub/dead-letters`: what will not go by itself, grouped by its cause: what the other side said, how to mend it, its code; to
//! be retried or closed, a group or some of it, with a reason.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::super::answer;
use super::super::ask::{self, Ask, blocking, first, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::{Seat, Viewer};
use crate::codes::{self, Code};
use crate::domain::ids::{JobId, Micros};
use crate::exchange::{Directory, Refusal};
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::report::sheet::{self, Form};
use crate::store::change::JobKind;
use crate::store::jobs::{DeadCause, DeadLetter};

#[derive(Template)]
#[template(path = "console/operator/dead_letters.html")]
struct Page {
    frame: Frame,
    total: i64,
    groups: Vec<Group>,
    done: Option<String>,
}

struct Group {
    code: String,
    icon: &'static str,
    title: String,
    remedy: String,
    count: i64,
    since: Micros,
    /// What the other side said, the different ones.
    said: Vec<String>,
    rows: Vec<Line>,
    open: bool,
}

struct Line {
    id: Uuid,
    what: String,
    organ_id: String,
    office: String,
    document: Option<String>,
    issuer: Option<String>,
    attempts: i64,
    created: Micros,
    said: String,
}

/// `GET /hub/dead-letters`
pub(in crate::http::console) async fn list(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::DeadLetters).await?;
    let only = first(&query, "code").to_owned();
    let found = blocking(&hub, move |hub| {
        let store = hub.exchange.store();
        let directory = hub.exchange.directory()?;
        let mut groups = Vec::new();
        for cause in store.dead_causes()?.into_iter().filter(|cause| only.is_empty() || cause.code == only) {
            let rows = if only.is_empty() { SHOWN } else { crate::store::PAGE_MAX };
            let letters = store.dead_letters_of(&cause.code, None, rows)?;
            groups.push((cause, letters));
        }
        Ok((groups, directory))
    });
    let (causes, directory) = found.await?;
    let total = causes.iter().map(|(cause, _)| cause.count).sum();
    let open = causes.len() == 1;
    let groups = causes.into_iter().map(|(cause, letters)| group(&frame, &directory, cause, &letters, open)).collect();
    let done = ask::done(&frame, &query);
    answer::page(&Page { total, groups, done, frame })
}

/// `GET /hub/dead-letters.csv`
pub(in crate::http::console) async fn export(hub: web::Data<Hub>, viewer: Viewer) -> Result<HttpResponse, Failure> {
    let letters = hub.exchange.dead_letters(None).await?;
    let frame = Frame::bare(&viewer, "/", Rail::DeadLetters);
    let row = |letter: &DeadLetter| {
        vec![
            letter.id.to_string(),
            kind_word(&frame, letter.kind),
            letter.agency.0.clone(),
            letter.document.map(|id| id.to_string()).unwrap_or_default(),
            i18n::iso(letter.created),
            letter.attempts.to_string(),
            letter.code.clone(),
            letter.last_error.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = letters.iter().map(row).collect();
    let columns = ["job", "kind", "organ_id", "document", "created", "attempts", "code", "last_error"];
    csv("dead-letters.csv", &columns, &rows)
}

/// `GET /hub/dead-letters/act`: are you sure, and why.
pub(in crate::http::console) async fn question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&pairs(req.query_string()))?;
    page(&hub, &viewer, &req, &asked).await?.page()
}

/// `POST /hub/dead-letters/act`
pub(in crate::http::console) async fn act(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let (asked, reason) = (Asked::of(&form)?, first(&form, "reason").to_owned());
    let frame = Frame::bare(&viewer, req.path(), Rail::DeadLetters);
    let errors = ask::reason_errors(&frame, &reason);
    if !errors.is_empty() {
        return page(&hub, &viewer, &req, &asked).await?.again(&reason, errors);
    }
    let letters = asked.letters(&hub).await?;
    let jobs: Vec<JobId> = letters.iter().map(|letter| letter.id).collect();
    if jobs.is_empty() {
        return Err(Failure::new(codes::HUB_DEAD_LETTER_GONE, "none of these is a dead letter"));
    }
    let (mut count, by) = (jobs.len(), ask::actor(&seat, &reason));
    let done = match asked.act {
        Act::Retry => {
            hub.exchange.retry_dead_letters(by, jobs).await?;
            "retried"
        }
        Act::Close => {
            hub.exchange.close_dead_letters(by, jobs).await?;
            "closed-letters"
        }
        Act::Tell => {
            count = hub.exchange.tell_of_dead_letters(by, &letters).await?;
            "told"
        }
    };
    Ok(answer::see(ask::link("/hub/dead-letters", &[("done", done), ("n", &count.to_string())])))
}

/// What is to be done with which.
struct Asked {
    act: Act,
    /// Those of this cause, or
    code: String,
    /// these.
    jobs: Vec<Uuid>,
}

#[derive(Clone, Copy)]
enum Act {
    Retry,
    Close,
    Tell,
}

impl Asked {
    fn of(query: &[(String, String)]) -> Result<Self, Failure> {
        let act = match first(query, "act") {
            "retry" => Act::Retry,
            "close" => Act::Close,
            "tell" => Act::Tell,
            other => return Err(Failure::new(codes::REQUEST_QUERY, format!("no act {other:?}"))),
        };
        let jobs = query.iter().filter(|(name, _)| name == "job").filter_map(|(_, value)| value.parse().ok()).collect();
        Ok(Self { act, code: first(query, "code").to_owned(), jobs })
    }

    /// Those that are there still.
    async fn letters(&self, hub: &Hub) -> Result<Vec<DeadLetter>, Refusal> {
        let all = hub.exchange.dead_letters(Some(self.code.clone())).await?;
        let wanted = |letter: &DeadLetter| self.jobs.is_empty() || self.jobs.contains(&letter.id.0);
        Ok(all.into_iter().filter(wanted).collect())
    }
}

async fn page(hub: &Hub, viewer: &Viewer, req: &HttpRequest, asked: &Asked) -> Result<Ask, Failure> {
    let letters = asked.letters(hub).await?;
    if letters.is_empty() {
        return Err(Failure::new(codes::HUB_DEAD_LETTER_GONE, "none of these is a dead letter"));
    }
    let frame = Frame::load(hub, viewer, &path(req), Rail::DeadLetters).await?;
    let (key, word) = match asked.act {
        Act::Retry => ("dead-retry", "retry"),
        Act::Close => ("dead-close", "close"),
        Act::Tell => ("dead-tell", "tell"),
    };
    let title = frame.tn(&format!("{key}-ask"), letters.len());
    let (lead, yes) = (frame.t(&format!("{key}-lead")), frame.t(key));
    let cause = Code::lookup(&asked.code).map(|code| i18n::title(frame.lang, code)).unwrap_or_default();
    let offices = blocking(hub, |hub| Ok(hub.exchange.directory()?)).await?;
    let mut names: Vec<String> = letters.iter().map(|letter| name(&offices, &letter.agency, frame.now)).collect();
    names.sort();
    names.dedup();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let mut named = names.join("; ");
    if more > 0 {
        named.push_str(&frame.tn("dead-more-offices", more));
    }
    let mut page = Ask::of(frame, title, "/hub/dead-letters/act", yes, "/hub/dead-letters").lead(lead);
    page.danger = matches!(asked.act, Act::Close);
    page = page.fact("dead-cause", format!("{cause} ({})", asked.code)).fact("dead-office", named);
    page = page.with("act", word).with("code", asked.code.clone());
    for job in &asked.jobs {
        page = page.with("job", job.to_string());
    }
    Ok(page)
}

fn group(frame: &Frame, directory: &Directory, cause: DeadCause, letters: &[DeadLetter], open: bool) -> Group {
    let known = Code::lookup(&cause.code);
    let mut said: Vec<String> = letters.iter().rev().map(|letter| letter.last_error.clone()).collect();
    said.retain(|words| !words.is_empty());
    said.dedup();
    said.truncate(SAID);
    Group {
        icon: icon(&cause.code),
        title: known.map_or_else(|| cause.code.clone(), |code| i18n::title(frame.lang, code)),
        remedy: known.map(|code| i18n::remedy(frame.lang, code)).unwrap_or_default(),
        count: cause.count,
        since: cause.first,
        said,
        rows: letters.iter().map(|letter| line(frame, directory, letter)).collect(),
        open,
        code: cause.code,
    }
}

fn line(frame: &Frame, directory: &Directory, letter: &DeadLetter) -> Line {
    Line {
        id: letter.id.0,
        what: kind_word(frame, letter.kind),
        organ_id: letter.agency.0.clone(),
        office: name(directory, &letter.agency, frame.now),
        document: letter.document.map(|id| id.to_string()),
        issuer: letter.issuer.as_ref().map(|issuer| name(directory, issuer, frame.now)),
        attempts: letter.attempts,
        created: letter.created,
        said: letter.last_error.clone(),
    }
}

fn icon(code: &str) -> &'static str {
    match code.split('.').next().unwrap_or_default() {
        "mail" => "mail-exclamation",
        "webhook" => "webhook",
        "agency" => "building-off",
        _ => "alert-octagon",
    }
}

/// The name that a code bears now, or the code.
pub(in crate::http::console) fn name(directory: &Directory, id: &crate::domain::ids::OrganId, now: Micros) -> String {
    directory.name(id, now).map_or_else(|| id.0.clone(), str::to_owned)
}

/// A kind of job in words.
pub(in crate::http::console) fn kind_word(frame: &Frame, kind: JobKind) -> String {
    frame.t(&format!("job-{}", kind.as_str().replace('.', "-")))
}

/// A CSV file to be saved.
pub(in crate::http::console) fn csv(
    name: &str,
    columns: &[&str],
    rows: &[Vec<String>],
) -> Result<HttpResponse, Failure> {
    let bytes = sheet::write(Form::Csv, columns, rows).map_err(Refusal::internal)?;
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(HttpResponse::Ok().content_type(Form::Csv.media()).insert_header((CONTENT_DISPOSITION, disposition)).body(bytes))
}

/// The address of a request, for the switch of languages.
pub(in crate::http::console) fn path(req: &HttpRequest) -> String {
    req.uri().path_and_query().map_or_else(|| req.path().to_owned(), ToString::to_string)
}

/// Of each cause; the rest is a click away.
const SHOWN: u32 = 20;
/// Different answers of the other side.
const SAID: usize = 3;
/// Offices named before an act.
const NAMED: usize = 6;
