//! `GET /in/{id}`.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::files::Files;
use super::related::{self, Related};
use super::timeline::{self, Event, Next};
use crate::codes;
use crate::domain::acknowledgement::Standing;
use crate::domain::calendar::Calendar;
use crate::domain::desk::{self, Act, Note, Stage};
use crate::domain::ids::{DeliveryId, Micros, OrganId, PersonId};
use crate::domain::person::Role;
use crate::exchange::content::{Header, Holding, Shown};
use crate::exchange::{Directory, Refusal};
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::inbox::names;
use crate::http::console::pill::{self, Due, Pill};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};
use crate::report::verdict as verdicts;
use crate::signature::Verdict;
use crate::store::desk::DeskLine;
use crate::store::documents::History;
use crate::store::register::{Book, Entry};

/// What may stand in the URL.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http::console) struct Query {
    /// Somebody was faster: say who.
    unchanged: Option<String>,
    /// The number in the book could not be given or changed: its code.
    number: Option<String>,
    /// As it is printed: everything open.
    print: Option<String>,
}

#[derive(Template)]
#[template(path = "console/document.html")]
struct Page {
    frame: Frame,
    id: String,
    code: String,
    kind: String,
    issued: Option<String>,
    subject: String,
    urgency: Option<Pill>,
    pill: Pill,
    told: Option<String>,
    number_problem: Option<(String, String)>,
    verdict: Option<VerdictView>,
    files: Files,
    todo: Todo,
    /// It is no longer in force here, in words.
    ended: Option<String>,
    events: Vec<Event>,
    next: Vec<Next>,
    is_final: bool,
    facts: Vec<(String, String)>,
    related: Vec<Related>,
    number: Option<NumberView>,
    receipts: usize,
    receiver: String,
    mark: Option<String>,
    mine: bool,
    may_act: bool,
    print: bool,
    /// Whether the hub has a seal for receipts as evidence.
    sealed: bool,
}

/// What is thought of the signature.
struct VerdictView {
    class: &'static str,
    icon: &'static str,
    view: verdicts::View,
}

/// The one thing to do, and the buttons.
struct Todo {
    title: String,
    due: Due,
    accept: bool,
    next_number: String,
    acts: Vec<Button>,
    reasons: Vec<Button>,
    note: String,
}

struct Button {
    act: &'static str,
    word: String,
    icon: &'static str,
}

/// The number in the book.
struct NumberView {
    year: String,
    number: i64,
    shown: String,
    was: Option<String>,
}

/// What the store was asked for.
pub(super) struct Found {
    pub desk: DeskLine,
    pub history: History,
    verdict: Option<Verdict>,
    entry: Option<Entry>,
    next_number: (i64, i64),
    pub calendar: Calendar,
    pub directory: Directory,
    people: std::collections::HashMap<PersonId, String>,
    related: Vec<Related>,
    pub now: Micros,
}

pub(in crate::http::console) async fn show(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let id = delivery_id(&path)?;
    let (caller, lang) = (seat.caller()?, viewer.lang);
    let (asked, agency) = (hub.clone(), caller.agency.clone());
    let mut found = web::block(move || gather(&asked, &agency, id)).await??;
    let contents = hub.exchange.contents(&caller, Holding::Delivery(id)).await;
    if let Ok(shown) = &contents {
        let (asked, agency, answers) = (hub.clone(), caller.agency.clone(), shown.header.answers.clone());
        let more = web::block(move || related::answered(&asked, &agency, lang, &answers)).await??;
        found.related.extend(more);
    }
    let here = req.uri().path_and_query().map_or("/in", |path| path.as_str());
    let frame = Frame::load(&hub, &viewer, here, Rail::In).await?;
    answer::page(&page(&hub, frame, &seat, found, contents, &query)?)
}

/// A delivery's name in a path; anything else is nobody's.
pub(super) fn delivery_id(text: &str) -> Result<DeliveryId, Failure> {
    text.parse().map_err(|_| not_yours())
}

pub(super) fn not_yours() -> Failure {
    Failure::new(codes::DELIVERY_NOT_FOUND, "there is no such delivery of this agency")
}

/// One delivery with all that is known of it. What was withdrawn before anybody took it is not there.
pub(super) fn gather(hub: &Hub, agency: &OrganId, id: DeliveryId) -> Result<Found, Failure> {
    let (exchange, store) = (&hub.exchange, hub.exchange.store());
    let desk = store.desk_line(agency, id)?.ok_or_else(not_yours)?;
    let delivery = &desk.line.delivery;
    if Stage::of(delivery.state, delivery.ack, delivery.standing) == Stage::Hidden {
        return Err(not_yours());
    }
    let document = delivery.document;
    let mut history = store.history(agency, document)?.ok_or_else(not_yours)?;
    // A sender that is its own receiver is shown this copy alone.
    history.deliveries.retain(|one| one.id == id);
    history.words.retain(|word| word.delivery == id);
    history.changes.retain(|change| change.delivery == id);
    let verdict = match history.revisions.last() {
        Some(revision) => Some(revision.verdict_json.clone()),
        None => store.verdict(agency, document)?.map(|(json, _)| json),
    };
    let now = exchange.clock().now();
    let year = i64::from(crate::domain::deadline::day_in_vietnam(now).year());
    let related = related::changed(hub, agency, &history)?;
    Ok(Found {
        verdict: verdict.and_then(|json| serde_json::from_str(&json).ok()),
        entry: store.register_of(agency, Book::In, document)?,
        next_number: (year, store.register_next(agency, Book::In, year)?),
        calendar: store.calendar(Some(agency))?,
        directory: exchange.directory()?,
        people: names(hub, agency)?,
        related,
        now,
        desk,
        history,
    })
}

fn page(
    hub: &Hub,
    frame: Frame,
    seat: &Seat,
    found: Found,
    contents: Result<std::sync::Arc<Shown>, Refusal>,
    query: &Query,
) -> Result<Page, Failure> {
    let lang = frame.lang;
    let (line, delivery) = (&found.desk.line, &found.desk.line.delivery);
    let id = delivery.id.to_string();
    let (events, next) = (timeline::events(lang, &found), timeline::next(lang, &found));
    let header = contents.as_ref().ok().map(|shown| &shown.header);
    let receiver = found.directory.name(&delivery.agency, found.now).unwrap_or(&delivery.agency.0).to_owned();
    let mark = found.desk.mark.as_ref();
    Ok(Page {
        sealed: hub.seal.is_some(),
        code: pill::code(&line.listing),
        kind: line.listing.type_name.clone(),
        issued: pill::day(lang, line.listing.issued.as_deref()),
        subject: line.listing.subject.clone(),
        urgency: Pill::urgency(lang, hub.exchange.urgency(line.listing.urgency)),
        pill: Pill::received(lang, delivery),
        told: query.unchanged.as_ref().map(|_| timeline::unchanged(lang, &found)),
        number_problem: query.number.as_deref().and_then(|code| problem_of(lang, code)),
        verdict: found.verdict.as_ref().map(|verdict| verdict_view(lang, &pill::code(&line.listing), verdict)),
        files: Files::of(lang, format!("/in/{id}"), &contents),
        todo: todo(lang, &found, seat.holds(Role::Clerk)),
        ended: ended(lang, &found),
        receipts: events.iter().filter(|event| event.receipt.is_some()).count(),
        events,
        next,
        is_final: is_final(&found),
        facts: facts(&frame, &found, header),
        number: found.entry.as_ref().map(|entry| NumberView {
            year: entry.year.to_string(),
            number: entry.number,
            shown: entry.number.to_string(),
            was: entry.was.map(|was| frame.tv("document-number-was", "number", was.to_string())),
        }),
        mark: mark.map(|(person, at)| {
            let name = found.people.get(person).cloned().unwrap_or_else(|| frame.t("inbox-somebody"));
            let values = [("name", name.into()), ("time", pill::at(lang, *at, found.now).into())];
            i18n::text(lang, "document-mark", None, &values)
        }),
        mine: mark.is_some_and(|(person, _)| *person == seat.person()),
        may_act: frame.acts_as(Role::Clerk),
        related: found.related,
        receiver,
        print: query.print.is_some(),
        id,
        frame,
    })
}

/// A code of the registry that a redirect brought; nothing else is shown.
fn problem_of(lang: Lang, code: &str) -> Option<(String, String)> {
    let code = crate::codes::Code::lookup(code)?;
    Some((i18n::title(lang, code), i18n::remedy(lang, code)))
}

fn verdict_view(lang: Lang, file: &str, verdict: &Verdict) -> VerdictView {
    let view = verdicts::view_at_hub(lang, file, verdict);
    let (class, icon) = match view.tone {
        verdicts::Tone::Good => ("ok", "shield-check"),
        verdicts::Tone::Bad => ("bad", "shield-x"),
        verdicts::Tone::Open => ("warn", "shield-question"),
        verdicts::Tone::Quiet => ("warn", "shield-off"),
    };
    VerdictView { class, icon, view }
}

/// Whether nothing can move it any more.
fn is_final(found: &Found) -> bool {
    let delivery = &found.desk.line.delivery;
    desk::is_final(delivery.hub(), delivery.receiver(), found.now)
}

/// What has to be known before one reads on: it is no longer in force here.
fn ended(lang: Lang, found: &Found) -> Option<String> {
    let key = match found.desk.line.delivery.standing {
        Standing::Live => return None,
        Standing::Recalled => "document-ended-recalled",
        Standing::Updated => "document-ended-updated",
        Standing::Replaced => "document-ended-replaced",
        Standing::TakenBack => "document-ended-taken-back",
    };
    Some(i18n::text(lang, key, None, &[]))
}

/// `clerk`: the reader is one who may do it; others wait for one.
fn todo(lang: Lang, found: &Found, clerk: bool) -> Todo {
    let say = |key: &str| i18n::text(lang, key, None, &[]);
    let delivery = &found.desk.line.delivery;
    let acts = desk::acts(delivery.hub(), delivery.receiver(), found.now);
    let note = desk::note(delivery.hub(), delivery.receiver());
    let (title, sentence) = match note {
        Note::ReturnOnlyBefore => ("document-todo-accept", "document-note-return-before"),
        Note::NoMoreReturn => ("document-todo-work", "document-note-no-return"),
        Note::Completed => ("document-todo-none", "document-note-completed"),
        Note::Returned => ("document-todo-none", "document-note-returned"),
        Note::Asked(crate::domain::acknowledgement::Question::TakeBack) => {
            ("document-todo-take-back", "document-note-take-back")
        }
        Note::Asked(crate::domain::acknowledgement::Question::Update) => {
            ("document-todo-update", "document-note-update")
        }
        Note::MustCancel => ("document-todo-cancel", "document-note-cancel"),
        Note::Cancelled => ("document-todo-none", "document-note-cancelled"),
        Note::Ended(Standing::Updated) => ("document-todo-none", "document-note-updated"),
        Note::Ended(Standing::Replaced) => ("document-todo-none", "document-note-replaced"),
        Note::Ended(Standing::TakenBack | Standing::Live | Standing::Recalled) => {
            ("document-todo-none", "document-note-taken-back")
        }
        Note::Expired | Note::NotHere => ("document-todo-none", "document-note-expired"),
    };
    let open = matches!(note, Note::ReturnOnlyBefore | Note::NoMoreReturn | Note::Asked(_));
    let (with_reason, plain): (Vec<Act>, Vec<Act>) =
        acts.iter().filter(|act| **act != Act::Accept).partition(|act| act.needs_reason());
    // Whoever acts at the console looks at it here: that it was fetched goes with every word.
    let plain = plain.into_iter().filter(|act| *act != Act::Fetched);
    Todo {
        title: say(&if clerk { title.to_owned() } else { title.replace("-todo-", "-wait-") }),
        due: Due::of(lang, &found.calendar, found.desk.due_by, found.now, open),
        accept: acts.contains(&Act::Accept),
        next_number: found.next_number.1.to_string(),
        acts: plain.map(|act| button(lang, act)).collect(),
        reasons: with_reason.into_iter().map(|act| button(lang, act)).collect(),
        note: say(sentence),
    }
}

fn button(lang: Lang, act: Act) -> Button {
    let icon = match act {
        Act::Accept => "circle-check",
        Act::Assign => "users",
        Act::Start => "progress",
        Act::Complete => "checks",
        Act::Return => "arrow-back-up",
        Act::Agree => "check",
        Act::Decline => "x",
        Act::ConfirmCancelled => "ban",
        Act::Fetched => "download",
    };
    Button { act: act.as_str(), word: i18n::text(lang, &format!("document-act-{}", act.as_str()), None, &[]), icon }
}

/// What the document says of itself.
fn facts(frame: &Frame, found: &Found, header: Option<&Header>) -> Vec<(String, String)> {
    let (lang, line) = (frame.lang, &found.desk.line);
    let name = |code: &OrganId| found.directory.name(code, line.received).unwrap_or(&code.0).to_owned();
    let mut facts = Vec::new();
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            facts.push((frame.t(key), value));
        }
    };
    add("document-fact-issuer", Some(format!("{} ({})", name(&line.issuer), line.issuer)));
    add("document-fact-signer", header.and_then(|header| header.signer.clone()));
    add("document-fact-id", Some(line.document_id.0.clone()));
    add("document-fact-attempt", (line.attempt > 1).then(|| line.attempt.to_string()));
    let to: Vec<String> = header.map(|header| header.to.clone()).unwrap_or_default();
    let more = to.len().saturating_sub(TO_SHOWN);
    let mut to = to.into_iter().take(TO_SHOWN).collect::<Vec<_>>().join("; ");
    if more > 0 {
        to.push_str("; ");
        to.push_str(&frame.tn("document-fact-to-more", more));
    }
    add("document-fact-to", Some(to));
    add("document-fact-due", pill::day(lang, line.listing.due.as_deref()));
    add("document-fact-pages", header.and_then(|header| header.pages.clone()));
    add("document-fact-content", header.and_then(|header| header.content.clone()));
    add("document-fact-sha256", Some(line.carried.sha256.to_string()));
    facts
}

/// More receivers are counted, not named.
const TO_SHOWN: usize = 12;
