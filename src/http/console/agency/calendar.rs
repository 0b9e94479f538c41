//! `/agency/calendar`: the working calendar in force, and the agency's own version of it: a year's table or settings, as the
//! command line reads them, typed or from a file. What is wrong is told line by line; what would change is shown before a
//! reason and yes.

use std::sync::Arc;

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::super::answer;
use super::super::ask::{self, Ask, blocking, first, link, pairs};
use super::super::frame::{Frame, Rail};
use super::super::held::File;
use super::super::operator::dead_letters::path;
use super::super::seat::{Seat, Viewer};
use super::super::upload;
use crate::codes;
use crate::domain::calendar::{self, Calendar, Problem};
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::OrganId;
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::report::calendar as words;
use crate::store::change::CalendarAct;

#[derive(Template)]
#[template(path = "console/agency/calendar.html")]
struct Page {
    frame: Frame,
    own: bool,
    version: u64,
    hours: String,
    week: String,
    reading: String,
    years: Vec<i16>,
    year: i16,
    source: String,
    days: Vec<Day>,
    sheet: String,
    done: Option<String>,
    error: Option<String>,
}

struct Day {
    date: String,
    weekday: String,
    kind: String,
    worked: bool,
    name: String,
    basis: String,
    unsure: bool,
}

#[derive(Template)]
#[template(path = "console/agency/calendar_look.html")]
struct Look {
    frame: Frame,
    name: String,
    held: Uuid,
    based_on: u64,
    changes: Vec<String>,
    problems: Vec<(usize, String, String)>,
    reason: String,
    error: Option<String>,
}

/// `GET /agency/calendar`
pub(in crate::http::console) async fn page(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let (calendar, own) = in_force(&hub, seat.agency()?).await?;
    let years: Vec<i16> = calendar.years.keys().copied().collect();
    let this = day_in_vietnam(frame.now).year();
    let year = first(&query, "year").parse().ok().filter(|year| years.contains(year));
    let year = year.or_else(|| years.contains(&this).then_some(this)).or(years.last().copied()).unwrap_or(this);
    let table = calendar.years.get(&year);
    let word = |key: String| frame.t(&key);
    let day = |(date, day): (&jiff::civil::Date, &calendar::Day)| Day {
        date: date.strftime("%d/%m/%Y").to_string(),
        weekday: word(format!("weekday-{}", date.weekday().to_monday_one_offset())),
        kind: words::kind(frame.lang, day.kind),
        worked: day.kind != calendar::Kind::Off,
        name: day.name.clone(),
        basis: word(format!("calendar-sure-{}", day.basis.as_str())),
        unsure: matches!(day.basis.as_str(), "computed" | "uncertain"),
    };
    answer::page(&Page {
        own,
        version: calendar.version,
        hours: format!("{}, {}", words::span(calendar.hours.morning), words::span(calendar.hours.afternoon)),
        week: week(&frame, &calendar.week),
        reading: reading(&frame, &calendar.reading),
        days: table.iter().flat_map(|table| &table.days).map(day).collect(),
        source: table.map(|table| table.source.clone()).unwrap_or_default(),
        sheet: calendar::toml(&calendar, year, true).unwrap_or_default(),
        years,
        year,
        done: ask::done(&frame, &query),
        error: (first(&query, "error") == "file").then(|| frame.t("calendar-no-file")),
        frame,
    })
}

/// The days of the week, those that are alike together: `thứ Hai – thứ Sáu: làm việc; thứ Bảy – Chủ nhật: nghỉ`.
fn week(frame: &Frame, week: &calendar::Week) -> String {
    let mut runs: Vec<(usize, usize, calendar::Kind)> = Vec::new();
    for (day, kind) in (1..).zip(week.0) {
        match runs.last_mut() {
            Some((_, last, same)) if *same == kind => *last = day,
            _ => runs.push((day, day, kind)),
        }
    }
    let name = |day: usize| frame.t(&format!("weekday-{day}"));
    let words = |(first, last, kind): &(usize, usize, calendar::Kind)| {
        let days = if first == last { name(*first) } else { format!("{} – {}", name(*first), name(*last)) };
        format!("{days}: {}", words::kind(frame.lang, *kind))
    };
    runs.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// How deadlines are read, in sentences.
fn reading(frame: &Frame, reading: &calendar::Reading) -> String {
    let until = match reading.acknowledge_by {
        calendar::AcknowledgeBy::Midnight => "calendar-accept-midnight",
        calendar::AcknowledgeBy::Close => "calendar-accept-close",
    };
    let off = match reading.due_on_day_off {
        calendar::DueOnDayOff::NextWorkingDay => "calendar-off-next",
        calendar::DueOnDayOff::SameDay => "calendar-off-keep",
    };
    let minutes = [
        ("immediate", i64::from(reading.immediate_minutes).into()),
        ("very", i64::from(reading.very_urgent_minutes).into()),
        ("urgent", i64::from(reading.urgent_minutes).into()),
    ];
    let always = if reading.immediate_always { "calendar-minutes-always" } else { "calendar-minutes" };
    let minutes = crate::i18n::text(frame.lang, always, None, &minutes);
    [frame.t(until), frame.t(off), minutes].join(" ")
}

/// `GET /agency/calendar/{year}.toml`: to be corrected and brought back.
pub(in crate::http::console) async fn export(
    hub: web::Data<Hub>,
    seat: Seat,
    year: web::Path<i16>,
) -> Result<HttpResponse, Failure> {
    let (calendar, _) = in_force(&hub, seat.agency()?).await?;
    let absent = || Failure::new(codes::REQUEST_NO_SUCH_PATH, "there is no table of that year");
    let text = calendar::toml(&calendar, *year, true).ok_or_else(absent)?;
    let disposition = format!("attachment; filename=\"calendar-{year}.toml\"");
    Ok(HttpResponse::Ok()
        .content_type("application/toml; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(text))
}

/// `POST /agency/calendar/file`: out of a file.
pub(in crate::http::console) async fn upload(
    hub: web::Data<Hub>,
    seat: Seat,
    form: Multipart,
) -> Result<HttpResponse, Failure> {
    let chosen = upload::file(form, "file", calendar::MAX_BYTES).await?;
    hold(&hub, &seat, chosen.name, chosen.bytes)
}

/// `POST /agency/calendar/text`: as it was typed.
pub(in crate::http::console) async fn typed(
    hub: web::Data<Hub>,
    seat: Seat,
    form: String,
) -> Result<HttpResponse, Failure> {
    let text = first(&pairs(&form), "sheet").replace("\r\n", "\n");
    hold(&hub, &seat, "calendar.toml".to_owned(), text.into_bytes())
}

fn hold(hub: &Hub, seat: &Seat, name: String, bytes: Vec<u8>) -> Result<HttpResponse, Failure> {
    if bytes.is_empty() || std::str::from_utf8(&bytes).is_err() {
        return Ok(answer::see("/agency/calendar?error=file"));
    }
    let at = hub.exchange.clock().now();
    let file = File { person: seat.person(), purpose: PURPOSE, name, bytes: Arc::new(bytes), at };
    let held = hub.held.keep(file)?.to_string();
    Ok(answer::see(link("/agency/calendar/look", &[("held", &held)])))
}

/// `GET /agency/calendar/look`: what a file would change.
pub(in crate::http::console) async fn look(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let (page, _) = seen(&hub, frame, &seat, &query).await?;
    let bad = !page.problems.is_empty();
    answer::status(if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// `POST /agency/calendar/do`: yes.
pub(in crate::http::console) async fn import(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let (mut page, calendar) = seen(&hub, frame, &seat, &form).await?;
    page.reason = first(&form, "reason").to_owned();
    page.error = ask::reason_errors(&page.frame, &page.reason).into_iter().next().map(|(_, words)| words);
    if let (None, Some(calendar), false) = (&page.error, calendar, page.changes.is_empty()) {
        let based_on = first(&form, "based_on").parse().unwrap_or(page.based_on);
        let act = CalendarAct::Set(Box::new(calendar));
        let (by, agency) = (ask::actor(&seat, &page.reason), Some(seat.agency()?.clone()));
        match hub.exchange.change_calendar(by, agency, based_on, act).await {
            Ok(_) => {
                hub.held.drop(page.held);
                return Ok(answer::see("/agency/calendar?done=calendar"));
            }
            Err(refusal) if refusal.code.info().status < 500 => {
                page.error = Some(format!(
                    "{} {}",
                    i18n::title(page.frame.lang, refusal.code),
                    i18n::remedy(page.frame.lang, refusal.code)
                ));
            }
            Err(refusal) => return Err(refusal.into()),
        }
    }
    answer::status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `GET /agency/calendar/follow`: back to the hub's calendar?
pub(in crate::http::console) async fn follow_question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    follow_page(&hub, &viewer, &req).await?.page()
}

/// `POST /agency/calendar/follow`
pub(in crate::http::console) async fn follow(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let page = follow_page(&hub, &viewer, &req).await?;
    let form = pairs(&form);
    let reason = first(&form, "reason");
    let errors = ask::reason_errors(&page.frame, reason);
    if !errors.is_empty() {
        return page.again(reason, errors);
    }
    let agency = seat.agency()?.clone();
    let (calendar, _) = in_force(&hub, &agency).await?;
    let by = ask::actor(&seat, reason);
    match hub.exchange.change_calendar(by, Some(agency), calendar.version, CalendarAct::Follow).await {
        Ok(_) => Ok(answer::see("/agency/calendar?done=calendar")),
        Err(refusal) => page.refused(reason, refusal),
    }
}

async fn follow_page(hub: &Hub, viewer: &Viewer, req: &HttpRequest) -> Result<Ask, Failure> {
    let frame = Frame::load(hub, viewer, &path(req), Rail::Agency).await?;
    let (title, lead, yes) =
        (frame.t("calendar-follow-ask"), frame.t("calendar-follow-lead"), frame.t("calendar-follow"));
    Ok(Ask::of(frame, title, "/agency/calendar/follow", yes, "/agency/calendar").lead(lead))
}

/// The calendar that counts for an agency, and whether it is its own.
async fn in_force(hub: &Hub, agency: &OrganId) -> Result<(Calendar, bool), Failure> {
    let asked = agency.clone();
    blocking(hub, move |hub| {
        let store = hub.exchange.store();
        let own = store.calendars()?.iter().rfind(|version| version.agency.as_ref() == Some(&asked)).map(|v| v.own);
        Ok((store.calendar(Some(&asked))?, own == Some(true)))
    })
    .await
}

async fn seen(
    hub: &Hub,
    frame: Frame,
    seat: &Seat,
    given: &[(String, String)],
) -> Result<(Look, Option<Calendar>), Failure> {
    let gone = |_| Failure::new(codes::HUB_UPLOAD_GONE, "no file is named");
    let held: Uuid = first(given, "held").parse().map_err(gone)?;
    let file = hub.held.get(held, seat.person(), PURPOSE, frame.now)?;
    let (base, _) = in_force(hub, seat.agency()?).await?;
    let text = String::from_utf8_lossy(&file.bytes);
    let read = match file.name.to_lowercase().ends_with(".csv") {
        true => calendar::read_csv(&text, &base),
        false => calendar::read_toml(&text, &base),
    };
    let problem = |one: &Problem| (one.line, frame.t(one.what.message_id()), one.found.clone());
    let (changes, problems, calendar) = match read {
        Ok(calendar) => (words::changes(frame.lang, &base, &calendar), Vec::new(), Some(calendar)),
        Err(problems) => (Vec::new(), problems.iter().map(problem).collect(), None),
    };
    let (name, based_on) = (file.name, base.version);
    let page = Look { frame, name, held, based_on, changes, problems, reason: String::new(), error: None };
    Ok((page, calendar))
}

const PURPOSE: &str = "calendar";
