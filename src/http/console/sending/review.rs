//! `GET /out/upload/{id}`: what was uploaded, before it is sent: the verdict, the paper's heading, who gets it, and what
//! would refuse it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::form::size;
use super::{Way, id_of, owner, unknown};
use crate::domain::ids::{Micros, OrganId};
use crate::exchange::{Directory, Fault, Heading, Inspection};
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::pill;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub, body};
use crate::i18n::{self, Lang};
use crate::report::verdict::{self, View};

#[derive(Template)]
#[template(path = "console/upload-review.html")]
struct Page {
    frame: Frame,
    id: Uuid,
    attempt: u16,
    name: String,
    size: String,
    verdict: Option<View>,
    paper: Option<Paper>,
    faults: Vec<Said>,
    receivers: Vec<Receiver>,
    already: Option<Uuid>,
    /// The agency that issued it, where that is another than the one that hands it in.
    other: Option<String>,
    /// What the button says.
    button: String,
}

/// What stands on the paper.
struct Paper {
    code: String,
    kind: String,
    subject: String,
    issued: String,
    due: String,
    from: String,
    /// What it does to earlier documents, a sentence each.
    changes: Vec<String>,
    files: Vec<(String, String)>,
}

/// One thing that refuses it.
struct Said {
    title: String,
    found: Option<String>,
    remedy: String,
    code: &'static str,
}

/// Who gets it.
struct Receiver {
    code: String,
    name: Option<String>,
    /// The agency that gets it instead, after a merger.
    instead: Option<String>,
}

pub(in crate::http::console) async fn review(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    way: web::Query<Way>,
) -> Result<HttpResponse, Failure> {
    let (id, owner, attempt) = (id_of(&path)?, owner(&seat)?, way.attempt()?);
    let (store, limit) = (hub.exchange.store().clone(), hub.settings.package_bytes);
    let looked = web::block(move || {
        let staging = store.objects().staging();
        let found = staging.find(&owner, id)?;
        let whole = found.as_ref().is_some_and(|found| found.sent.is_none() && found.is_whole());
        let upload = if whole { Some(staging.upload(&owner, id, limit)?) } else { None };
        Ok((found, upload))
    });
    let (found, upload) = looked.await?.map_err(body::store_failure)?;
    let found = found.ok_or_else(unknown)?;
    let upload = match (upload, found.sent) {
        (Some(upload), _) => upload,
        (None, Some(document)) => return Ok(answer::see(format!("/out/{document}"))),
        // The rest is still to come: the form shows how much is here.
        (None, None) => return Ok(answer::see("/out/upload")),
    };
    let inspection = hub.exchange.inspect(&seat.caller()?, upload, attempt).await?;
    let target = req.uri().path_and_query().map_or("/out/upload", |path| path.as_str());
    let frame = Frame::load(&hub, &viewer, target, Rail::Out).await?;
    let asked = hub.clone();
    let directory = web::block(move || asked.exchange.directory()).await??;
    let (name, bytes) = (found.name, size(&frame, found.size));
    let issuer = inspection.heading.as_ref().map(|heading| heading.from.clone());
    let resolved = issuer.and_then(|from| directory.resolve(&from, frame.now).ok()).map(|found| found.agency);
    let other = resolved.filter(|issuer| seat.agency().is_ok_and(|own| own != issuer));
    let other = other.map(|issuer| directory.name(&issuer, frame.now).unwrap_or(&issuer.0).to_owned());
    answer::page(&Page { other, ..Page::of(frame, id, attempt, (name, bytes), inspection, &directory) })
}

impl Page {
    fn of(
        frame: Frame,
        id: Uuid,
        attempt: u16,
        (name, size): (String, String),
        found: Inspection,
        directory: &Directory,
    ) -> Self {
        let now = frame.now;
        let paper = found.heading.as_ref().map(|heading| Paper::of(&frame, heading, directory));
        let receivers =
            found.receivers.iter().map(|(named, agency)| Receiver::of(named, agency.as_ref(), now, directory));
        let receivers: Vec<Receiver> = receivers.collect();
        let button = match (&found.heading, found.already) {
            (_, Some(_)) => frame.t("upload-send-again"),
            (Some(_), None) => frame.tn("upload-send", receivers.len()),
            (None, None) => frame.t("upload-send-word"),
        };
        Self {
            id,
            attempt,
            verdict: found.verdict.as_ref().map(|verdict| verdict::view(frame.lang, &name, verdict)),
            name,
            size,
            paper,
            faults: found.faults.iter().map(|fault| Said::of(&frame, fault)).collect(),
            receivers,
            already: found.already.map(|id| id.0),
            other: None,
            button,
            frame,
        }
    }

    /// Whether there is a button: what is refused now is not offered.
    fn may_be_sent(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Paper {
    fn of(frame: &Frame, heading: &Heading, directory: &Directory) -> Self {
        let listing = &heading.listing;
        let change = |one: &crate::exchange::Affected| {
            let key = format!("upload-change-{}", one.what.as_str());
            let values = [("document", one.target.0.as_str().into()), ("count", one.receivers.into())];
            i18n::text(frame.lang, &key, None, &values)
        };
        Self {
            code: format!("{}/{}", listing.number, listing.notation),
            kind: listing.type_name.clone(),
            subject: listing.subject.clone(),
            issued: day(frame.lang, listing.issued.as_deref()),
            due: day(frame.lang, listing.due.as_deref()),
            from: directory.name(&heading.from, frame.now).unwrap_or(&heading.from.0).to_owned(),
            changes: heading.affects.iter().map(change).collect(),
            files: heading.files.iter().map(|(name, bytes)| (name.clone(), size(frame, *bytes))).collect(),
        }
    }
}

impl Said {
    fn of(frame: &Frame, fault: &Fault) -> Self {
        Self {
            title: i18n::title(frame.lang, fault.code),
            found: fault.found.clone(),
            remedy: i18n::remedy(frame.lang, fault.code),
            code: fault.code.name(),
        }
    }
}

impl Receiver {
    fn of(named: &OrganId, agency: Option<&OrganId>, now: Micros, directory: &Directory) -> Self {
        let called = |id: &OrganId| directory.name(id, now).map(str::to_owned);
        Self {
            code: named.0.clone(),
            name: called(named).or_else(|| agency.and_then(called)),
            instead: agency.filter(|agency| *agency != named).map(|agency| called(agency).unwrap_or(agency.0.clone())),
        }
    }
}

/// `2026-11-24` as the language writes it; what is no date stays as it is.
pub(in crate::http::console) fn day(lang: Lang, iso: Option<&str>) -> String {
    pill::day(lang, iso).or_else(|| iso.map(str::to_owned)).unwrap_or_else(|| "–".to_owned())
}
