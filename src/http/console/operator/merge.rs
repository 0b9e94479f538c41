//! `/hub/merge`: several agencies become one. First which and when, then what that means for each (the plan of
//! `exchange::merge`), then a reason and yes. What stands in the way is told, and nothing is done by halves.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::{self, Ask, Kind, first, link, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::{Seat, Viewer};
use super::agencies::{addresses, choices, href};
use super::dead_letters::path;
use crate::domain::ids::{Micros, OrganId};
use crate::exchange::MergePlan;
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::store::change::AgencyAct;

#[derive(Template)]
#[template(path = "console/operator/merge.html")]
struct Page {
    frame: Frame,
    plan: MergePlan,
    problems: Vec<(String, String)>,
    into: String,
    into_name: String,
    old: String,
    from: Micros,
    from_text: String,
    reason: String,
    error: Option<String>,
}

/// What is to be merged.
struct Asked {
    old: Vec<OrganId>,
    into: OrganId,
    from: Micros,
}

/// `GET /hub/merge`: which, and when; with `into` the plan.
pub(in crate::http::console) async fn plan(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Directory).await?;
    if !query.iter().any(|(name, _)| name == "into") {
        return question(&hub, frame, &query).await?.page();
    }
    match read(&frame, &query) {
        Ok(asked) => answer::page(&show(&hub, frame, asked, "", None).await?),
        Err(errors) => question(&hub, frame, &query).await?.again("", errors),
    }
}

/// `POST /hub/merge`: yes.
pub(in crate::http::console) async fn merge(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Directory).await?;
    // The first page asks by GET: its form brings what was typed back here without a reason.
    if first(&form, "step") != "do" {
        let old = ask::lines(&form, "old");
        let back = [("old", old.as_str()), ("into", first(&form, "into")), ("from", first(&form, "from"))];
        return match read(&frame, &form) {
            Ok(_) => Ok(answer::see(link("/hub/merge", &back))),
            Err(errors) => question(&hub, frame, &form).await?.again("", errors),
        };
    }
    let asked = match read(&frame, &form) {
        Ok(asked) => asked,
        Err(errors) => return question(&hub, frame, &form).await?.again("", errors),
    };
    let reason = first(&form, "reason");
    if let Some((_, words)) = ask::reason_errors(&frame, reason).into_iter().next() {
        let page = show(&hub, frame, asked, reason, Some(words)).await?;
        return answer::status(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let act = AgencyAct::Merge { old: asked.old.clone(), successor: asked.into.clone(), from: asked.from };
    match hub.exchange.change_agency(ask::actor(&seat, reason), act).await {
        Ok(_) => Ok(answer::see(format!("{}?done=merged", href(&asked.into.0)))),
        Err(refusal) if refusal.code.info().status < 500 => {
            let words = format!("{} {}", i18n::title(frame.lang, refusal.code), i18n::remedy(frame.lang, refusal.code));
            let page = show(&hub, frame, asked, reason, Some(words)).await?;
            answer::status(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn question(hub: &Hub, frame: Frame, given: &[(String, String)]) -> Result<Ask, Failure> {
    let agencies = choices(hub, frame.now).await?;
    let (title, lead, yes) = (frame.t("merge-title"), frame.t("merge-lead"), frame.t("merge-look"));
    let mut page = Ask::of(frame, title, "/hub/merge", yes, "/hub/agencies").lead(lead);
    page.reason = None;
    Ok(page
        .field("old", "merge-old", &ask::lines(given, "old"), Kind::Many(agencies.clone()))
        .field("into", "merge-into", first(given, "into"), Kind::Pick(agencies))
        .may("from", "merge-from", first(given, "from"), Kind::Text))
}

fn read(frame: &Frame, given: &[(String, String)]) -> Result<Asked, Vec<(String, String)>> {
    let mut errors = Vec::new();
    for (name, word) in [("old", "merge-old"), ("into", "merge-into")] {
        if first(given, name).is_empty() {
            errors.push((name.to_owned(), frame.tv("ask-missing", "field", frame.t(word))));
        }
    }
    let from = ask::moment(first(given, "from")).unwrap_or_else(|()| {
        errors.push(("from".to_owned(), frame.t("ask-time")));
        None
    });
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Asked {
        old: addresses(&ask::lines(given, "old")).into_iter().map(OrganId).collect(),
        into: OrganId(first(given, "into").to_owned()),
        from: from.unwrap_or(frame.now),
    })
}

async fn show(hub: &Hub, frame: Frame, asked: Asked, reason: &str, error: Option<String>) -> Result<Page, Failure> {
    let plan = hub.exchange.plan_merge(asked.old.clone(), asked.into.clone(), asked.from).await?;
    let problem = |fault: &crate::exchange::Fault| {
        let found = fault.found.clone().unwrap_or_default();
        (format!("{}: {found}", i18n::title(frame.lang, fault.code)), i18n::remedy(frame.lang, fault.code))
    };
    let problems = plan.problems.iter().map(problem).collect();
    let (into, from) = (asked.into.clone(), asked.from);
    let into_name =
        ask::blocking(hub, move |hub| Ok(hub.exchange.store().agency_name(&into, from)?)).await?.unwrap_or_default();
    let old: Vec<&str> = asked.old.iter().map(|id| id.0.as_str()).collect();
    Ok(Page {
        plan,
        problems,
        into: asked.into.0.clone(),
        into_name,
        old: old.join("\n"),
        from: asked.from,
        from_text: ask::moment_text(asked.from),
        reason: reason.to_owned(),
        error,
        frame,
    })
}
