//! `POST /out/act`: does what was asked, document by document, with one reason for all. Sent twice it is done once: the
//! form's own name stands in what a repeat is known by.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::act_page::{self, Subject, Wanted};
use super::list::code;
use crate::codes;
use crate::domain::business::Change;
use crate::domain::desk::SentAct;
use crate::exchange::{Caller, Refusal, Submitted, Withdrawal};
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::store::change::Target;

#[derive(Template)]
#[template(path = "console/sent-done.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
    done: usize,
}

/// What became of one document.
struct Line {
    id: Uuid,
    code: String,
    subject: String,
    refused: Vec<Why>,
}

struct Why {
    title: String,
    found: Option<String>,
    remedy: String,
}

pub(in crate::http::console) async fn act(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: web::Bytes,
) -> Result<HttpResponse, Failure> {
    let fields = serde_urlencoded::from_bytes(&form)
        .map_err(|error| Failure::new(codes::REQUEST_MALFORMED, error.to_string()))?;
    let wanted = Wanted::read(fields)?;
    if wanted.is_package() || wanted.copies.is_empty() {
        // A form of ours names every copy: none named is not "all of them".
        return Err(Failure::new(codes::REQUEST_MALFORMED, "no receiver is named"));
    }
    if wanted.needs_reason() && wanted.reason.trim().is_empty() {
        let problem = Frame::bare(&viewer, "/out", Rail::Out).t("sent-act-reason-missing");
        return act_page::show(&hub, &viewer, &seat, &req, wanted, Some(problem)).await;
    }
    let (asked, agency, what, now) = (hub.clone(), seat.agency()?.clone(), wanted.clone(), hub.exchange.clock().now());
    let subjects = web::block(move || what.subjects(&asked, &agency, now)).await??;
    let caller = seat.caller()?;
    let (mut lines, mut done, mut last) = (Vec::new(), 0_usize, None);
    for subject in &subjects {
        match one(&hub, &caller, &wanted, subject).await {
            Ok(document) => {
                (done, last) = (done + 1, Some(document));
                lines.push(Line::of(&viewer, subject, None));
            }
            Err(refusal) => lines.push(Line::of(&viewer, subject, Some(refusal))),
        }
    }
    let word = wanted.act.as_str();
    match (last, subjects.as_slice()) {
        (Some(document), [_]) => Ok(answer::see(format!("/out/{document}?told={word}"))),
        (Some(_), all) if done == all.len() => Ok(answer::see(format!("/out?told={word}&n={done}"))),
        _ => {
            let frame = Frame::load(&hub, &viewer, "/out", Rail::Out).await?;
            answer::status(StatusCode::CONFLICT, &Page { frame, lines, done })
        }
    }
}

/// Does it to one document; the document that it is shown on afterwards.
async fn one(hub: &Hub, caller: &Caller, wanted: &Wanted, subject: &Subject) -> Result<Uuid, Refusal> {
    let id = subject.document.uuid;
    if subject.meant.is_empty() {
        // Nobody named is everybody, below: never by accident.
        return Err(Refusal::new(codes::BUSINESS_NOTHING_TO_CHANGE, "no receiver of this document is named"));
    }
    let what = match wanted.act {
        SentAct::Recall => Change::Recall,
        // Whoever has fetched it meanwhile is asked, not bound: that is what was promised.
        SentAct::TakeBack | SentAct::Cancel => Change::TakeBack,
        SentAct::Resend => {
            return match hub.exchange.resend(caller, id).await? {
                Submitted::New(new) => Ok(new.issued.document.uuid.0),
                Submitted::Known { document, .. } => Ok(document.0),
                Submitted::Status(_) | Submitted::Withdrawn(_) => Ok(id.0),
            };
        }
        SentAct::Remind => {
            hub.exchange.remind(caller, id, subject.copies.iter().map(|copy| copy.id).collect()).await?;
            return Ok(id.0);
        }
        SentAct::Update | SentAct::Replace => return Ok(id.0),
    };
    let withdrawal = Withdrawal {
        what,
        target: Target::Uuid(id),
        receivers: subject.meant.clone(),
        reason: wanted.reason.trim().to_owned(),
        idempotency: Some(format!("{}.{id}", wanted.once)),
    };
    hub.exchange.withdraw(caller, withdrawal).await.map(|taken| taken.document.0)
}

impl Line {
    fn of(viewer: &Viewer, subject: &Subject, refusal: Option<Refusal>) -> Self {
        let listing = &subject.document.listing;
        let why = |refusal: Refusal| -> Vec<Why> {
            let said = |code, found| Why {
                title: i18n::title(viewer.lang, code),
                found,
                remedy: i18n::remedy(viewer.lang, code),
            };
            match refusal.faults.is_empty() {
                true => vec![said(refusal.code, None)],
                false => refusal.faults.into_iter().map(|fault| said(fault.code, fault.found)).collect(),
            }
        };
        Self {
            id: subject.document.uuid.0,
            code: code(&listing.number, &listing.notation),
            subject: listing.subject.clone(),
            refused: refusal.map(why).unwrap_or_default(),
        }
    }
}
