//! `GET /out/act`: one page before anything is done to what was sent: what, where, what becomes of it there, and the one
//! reason for all. What only a package can say (a newer version, another in its place) leads to a sheet with what stood in the first, or to the upload.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::list::code;
use super::{not_yours, row};
use crate::codes;
use crate::domain::acknowledgement::Name;
use crate::domain::delivery;
use crate::domain::desk::SentAct;
use crate::domain::ids::{DocumentUuid, Micros, OrganId};
use crate::exchange::Directory;
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Value};
use crate::store::change::Target;
use crate::store::deliveries::Delivery;
use crate::store::documents::Document;

/// What is wanted: the act, the documents, the receivers' copies; none of these: all of them.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub act: SentAct,
    pub documents: Vec<DocumentUuid>,
    pub copies: Vec<Uuid>,
    /// Names this wish: sent twice, it is done once.
    pub once: Uuid,
    pub reason: String,
}

/// One document of it.
pub(super) struct Subject {
    pub document: Document,
    /// The copies where it can be done now.
    pub copies: Vec<Delivery>,
    /// Receivers that were selected, however they stand now: what a repeat is known by.
    pub meant: Vec<OrganId>,
    /// The other copies.
    pub left: usize,
    /// Every copy allows a further attempt.
    pub whole: bool,
}

#[derive(Template)]
#[template(path = "console/sent-act.html")]
struct Page {
    frame: Frame,
    wanted: Wanted,
    /// "Thu hồi tại 7 nơi?"
    question: String,
    /// What becomes of it.
    outcome: String,
    button: String,
    danger: bool,
    subjects: Vec<Shown>,
    /// How many copies.
    count: usize,
    /// A package says it, not this page.
    package: bool,
    back: String,
    /// No reason was written, or one too long.
    problem: Option<String>,
    attempt: i16,
}

/// A document as it is listed.
struct Shown {
    id: Uuid,
    code: String,
    document_id: String,
    subject: String,
    receivers: Vec<String>,
    codes: Vec<String>,
    copies: Vec<Uuid>,
    left: usize,
}

impl Wanted {
    /// Out of a form's or an address's fields.
    pub(super) fn read(fields: Vec<(String, String)>) -> Result<Self, Failure> {
        let malformed = |what: &str| Failure::new(codes::REQUEST_MALFORMED, format!("{what} cannot be read"));
        let (mut act, mut documents, mut copies, mut once, mut reason) =
            (None, Vec::new(), Vec::new(), None, String::new());
        for (name, value) in fields {
            match name.as_str() {
                "what" => act = SentAct::parse(&value),
                "d" => documents.push(value.parse().map_err(|_| not_yours())?),
                "r" => copies.push(Uuid::parse_str(&value).map_err(|_| not_yours())?),
                "once" => once = Uuid::parse_str(&value).ok(),
                "reason" => reason = value,
                _ => {}
            }
        }
        if documents.is_empty() || documents.len() > MOST || copies.len() > MOST {
            return Err(malformed("the selection"));
        }
        documents.dedup();
        let once = once.unwrap_or_else(Uuid::new_v4);
        Ok(Self { act: act.ok_or_else(|| malformed("the act"))?, documents, copies, once, reason })
    }

    /// Acts that a package does.
    pub(super) fn is_package(&self) -> bool {
        matches!(self.act, SentAct::Update | SentAct::Replace)
    }

    /// Whether the receivers are told why.
    pub(super) fn needs_reason(&self) -> bool {
        matches!(self.act, SentAct::Cancel | SentAct::TakeBack | SentAct::Recall)
    }

    /// What can be done where, now. Blocks.
    pub(super) fn subjects(&self, hub: &Hub, agency: &OrganId, now: Micros) -> Result<Vec<Subject>, Failure> {
        let store = hub.exchange.store();
        let mut out = Vec::new();
        for &id in &self.documents {
            let all = store.deliveries_of_target(agency, &Target::Uuid(id))?;
            let document = store.document(agency, id)?.filter(|_| !all.is_empty()).ok_or_else(not_yours)?;
            let total = all.len();
            let whole = all.iter().all(|copy| row::acts(copy, now).contains(&SentAct::Resend));
            let meant = |copy: &Delivery| self.copies.is_empty() || self.copies.contains(&copy.id.0);
            let mut chosen: Vec<Delivery> = all.into_iter().filter(meant).collect();
            // Whoever sent it back holds nothing that could be recalled, unless nobody else is meant.
            let holds = |copy: &Delivery| copy.ack != Name::Returned;
            if self.act == SentAct::Recall && chosen.iter().any(|copy| holds(copy) && self.allows(copy, now)) {
                chosen.retain(holds);
            }
            let meant = chosen.iter().map(|copy| copy.agency.clone()).collect();
            let copies: Vec<_> = chosen.into_iter().filter(|copy| self.allows(copy, now)).collect();
            out.push(Subject { left: total - copies.len(), document, copies, meant, whole });
        }
        Ok(out)
    }

    /// A recall or a request also withdraws what nobody has fetched.
    fn allows(&self, copy: &Delivery, now: Micros) -> bool {
        let acts = row::acts(copy, now);
        match self.act {
            SentAct::Recall | SentAct::TakeBack => acts.contains(&self.act) || acts.contains(&SentAct::Cancel),
            act => acts.contains(&act),
        }
    }
}

pub(in crate::http::console) async fn ask(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    query: web::Query<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let fields = query.into_inner();
    if !fields.iter().any(|(name, _)| name == "d") {
        // A button of the list without a row: there is nothing to ask about.
        return Ok(answer::see("/out?told=pick"));
    }
    let wanted = Wanted::read(fields)?;
    show(&hub, &viewer, &seat, &req, wanted, None).await
}

/// The page; with what was wrong with its answer.
pub(super) async fn show(
    hub: &Hub,
    viewer: &Viewer,
    seat: &Seat,
    req: &HttpRequest,
    wanted: Wanted,
    problem: Option<String>,
) -> Result<HttpResponse, Failure> {
    let path = match *req.method() {
        actix_web::http::Method::GET => req.uri().path_and_query().map_or("/out", |path| path.as_str()),
        _ => "/out",
    };
    let frame = Frame::load(hub, viewer, path, Rail::Out).await?;
    let (asked, agency, now, what) = (hub.clone(), seat.agency()?.clone(), frame.now, wanted.clone());
    let found = web::block(move || -> Result<_, Failure> {
        Ok((what.subjects(&asked, &agency, now)?, asked.exchange.directory()?))
    });
    let (subjects, directory) = found.await??;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer::status(status, &Page::of(frame, wanted, &subjects, &directory, problem))
}

impl Page {
    fn of(frame: Frame, wanted: Wanted, subjects: &[Subject], directory: &Directory, problem: Option<String>) -> Self {
        let word = wanted.act.as_str();
        let copies = || subjects.iter().flat_map(|subject| &subject.copies);
        let count = copies().count();
        let held = copies().filter(|copy| copy.state == delivery::Name::Fetched).count();
        let values: [(&str, Value<'_>); 3] =
            [("count", count.into()), ("held", held.into()), ("free", (count - held).into())];
        let say = |key: String| i18n::text(frame.lang, &key, None, &values);
        // A part of a document is not sent again: its package names all.
        let partly = wanted.act == SentAct::Resend && subjects.iter().any(|subject| !subject.whole);
        let variant = match (held, count - held) {
            _ if partly => "partly",
            (0, _) => "free",
            (_, 0) => "held",
            _ => "both",
        };
        let outcome = match wanted.act {
            SentAct::Recall | SentAct::TakeBack | SentAct::Resend => say(format!("sent-act-{word}-{variant}")),
            SentAct::Remind | SentAct::Cancel | SentAct::Update | SentAct::Replace => {
                say(format!("sent-act-{word}-outcome"))
            }
        };
        let back = match subjects {
            [only] => format!("/out/{}", only.document.uuid),
            _ => "/out".to_owned(),
        };
        Self {
            question: say(format!("sent-act-{word}-question")),
            outcome,
            button: say(format!("sent-act-{word}-button")),
            danger: wanted.needs_reason(),
            subjects: subjects.iter().map(|subject| Shown::of(subject, directory, frame.now)).collect(),
            count,
            package: wanted.is_package() || partly,
            attempt: subjects.iter().map(|subject| subject.document.attempt + 1).max().unwrap_or(2),
            back,
            problem,
            wanted,
            frame,
        }
    }

    fn word(&self) -> &'static str {
        super::word(self.wanted.act)
    }

    /// What is composed together: one document in the place of all; else each on its own.
    fn drafts(&self) -> Vec<&[Shown]> {
        match self.wanted.act {
            SentAct::Replace => vec![self.subjects.as_slice()],
            _ => self.subjects.chunks(1).filter(|one| one.iter().any(|subject| !subject.copies.is_empty())).collect(),
        }
    }

    /// The key of the button that leads to the sheet.
    fn compose(&self) -> &'static str {
        match self.wanted.act {
            SentAct::Update => "sent-compose-update",
            SentAct::Replace => "sent-compose-replace",
            _ => "sent-compose-resend",
        }
    }

    /// What has to be done in the program that makes packages.
    fn steps(&self) -> [&'static str; 3] {
        match self.wanted.act {
            SentAct::Update => ["sent-steps-update-1", "sent-steps-update-2", "sent-steps-sign"],
            SentAct::Replace => ["sent-steps-replace-1", "sent-steps-replace-2", "sent-steps-sign"],
            _ => ["sent-steps-resend-1", "sent-steps-resend-2", "sent-steps-sign"],
        }
    }

    /// Whether this is a further attempt, which the upload has to be told.
    fn upload(&self) -> String {
        match self.wanted.act {
            SentAct::Resend => format!("/out/upload?attempt={}", self.attempt),
            _ => "/out/upload".to_owned(),
        }
    }
}

impl Shown {
    fn of(subject: &Subject, directory: &Directory, now: Micros) -> Self {
        let listing = &subject.document.listing;
        let name = |copy: &Delivery| directory.name(&copy.agency, now).unwrap_or(&copy.agency.0).to_owned();
        Self {
            id: subject.document.uuid.0,
            code: code(&listing.number, &listing.notation),
            document_id: subject.document.document_id.0.clone(),
            subject: listing.subject.clone(),
            receivers: subject.copies.iter().map(name).collect(),
            codes: subject.copies.iter().map(|copy| copy.named.0.clone()).collect(),
            copies: subject.copies.iter().map(|copy| copy.id.0).collect(),
            left: subject.left,
        }
    }
}

/// Documents or copies at once.
const MOST: usize = 4_000;
