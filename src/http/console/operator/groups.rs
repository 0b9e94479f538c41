//! `/hub/groups`: groups of receivers, as senders choose them. Set anew or instead of one of the same name, or taken away, each
//! with a reason; what was sent to a group before stays what was signed.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::{self, Ask, Kind, blocking, first, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::{Seat, Viewer};
use super::agencies::choices;
use super::dead_letters::path;
use crate::codes;
use crate::domain::ids::OrganId;
use crate::http::{Failure, Hub};
use crate::store::agencies::Group;

#[derive(Template)]
#[template(path = "console/operator/groups.html")]
struct Page {
    frame: Frame,
    groups: Vec<Line>,
    done: Option<String>,
}

struct Line {
    name: String,
    title: String,
    members: Vec<(String, String)>,
    change: String,
    remove: String,
}

/// `GET /hub/groups`
pub(in crate::http::console) async fn list(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Directory).await?;
    let now = frame.now;
    let (groups, directory) = blocking(&hub, |hub| Ok((hub.exchange.groups()?, hub.exchange.directory()?))).await?;
    let named = |id: &OrganId| (id.0.clone(), directory.name(id, now).unwrap_or(&id.0).to_owned());
    let line = |group: Group| Line {
        change: ask::link("/hub/groups/act", &[("do", "set"), ("name", &group.name)]),
        remove: ask::link("/hub/groups/act", &[("do", "remove"), ("name", &group.name)]),
        members: group.members.iter().map(named).collect(),
        name: group.name,
        title: group.title,
    };
    let done = ask::done(&frame, &pairs(req.query_string()));
    answer::page(&Page { groups: groups.into_iter().map(line).collect(), done, frame })
}

/// `GET /hub/groups/act`
pub(in crate::http::console) async fn question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    page(&hub, &viewer, &req, &pairs(req.query_string())).await?.page()
}

/// `POST /hub/groups/act`
pub(in crate::http::console) async fn act(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let page = page(&hub, &viewer, &req, &form).await?;
    let (reason, name) = (first(&form, "reason"), first(&form, "name").to_owned());
    let mut errors = ask::reason_errors(&page.frame, reason);
    let group = Group {
        name: name.clone(),
        title: first(&form, "title").to_owned(),
        members: ask::lines(&form, "members").lines().map(|code| OrganId(code.to_owned())).collect(),
    };
    let sets = first(&form, "do") == "set";
    for (field, word, is_missing) in [
        ("name", "group-name", name.is_empty()),
        ("title", "group-title", group.title.is_empty()),
        ("members", "group-members", group.members.is_empty()),
    ] {
        if sets && is_missing {
            errors.push((field.to_owned(), page.frame.tv("ask-missing", "field", page.frame.t(word))));
        }
    }
    if !errors.is_empty() {
        return page.again(reason, errors);
    }
    let by = ask::actor(&seat, reason);
    let done = if sets { hub.exchange.set_group(by, group).await } else { hub.exchange.remove_group(by, name).await };
    match done {
        Ok(_) => Ok(answer::see(if sets { "/hub/groups?done=group-set" } else { "/hub/groups?done=group-removed" })),
        Err(refusal) => page.refused(reason, refusal),
    }
}

async fn page(hub: &Hub, viewer: &Viewer, req: &HttpRequest, given: &[(String, String)]) -> Result<Ask, Failure> {
    let frame = Frame::load(hub, viewer, &path(req), Rail::Directory).await?;
    let (what, name) = (first(given, "do"), first(given, "name"));
    let groups = blocking(hub, |hub| Ok(hub.exchange.groups()?)).await?;
    let groups: HashMap<&str, &Group> = groups.iter().map(|group| (group.name.as_str(), group)).collect();
    let known = groups.get(name);
    match what {
        "remove" => {
            let unknown = || Failure::new(codes::AGENCY_GROUP_UNKNOWN, name.to_owned());
            let group = known.ok_or_else(unknown)?;
            let title = frame.tv("group-remove-ask", "name", group.title.clone());
            let (lead, yes) = (frame.t("group-remove-lead"), frame.t("group-remove").trim_end_matches('…').to_owned());
            let page = Ask::of(frame, title, "/hub/groups/act", yes, "/hub/groups").lead(lead).danger();
            Ok(page.fact("group-name", name).with("do", what).with("name", name))
        }
        "set" => {
            let agencies = choices(hub, frame.now).await?;
            let typed = given.iter().any(|(name, _)| name == "reason");
            let (title, members) = match known.filter(|_| !typed) {
                Some(group) => {
                    let members: Vec<&str> = group.members.iter().map(|id| id.0.as_str()).collect();
                    (group.title.clone(), members.join("\n"))
                }
                None => (first(given, "title").to_owned(), ask::lines(given, "members")),
            };
            let (heading, lead, yes) = (frame.t("group-set"), frame.t("group-set-lead"), frame.t("group-set"));
            let page = Ask::of(frame, heading, "/hub/groups/act", yes, "/hub/groups").lead(lead).with("do", what);
            Ok(page
                .field("title", "group-title", &title, Kind::Text)
                .field("name", "group-name", name, Kind::Text)
                .field("members", "group-members", &members, Kind::Many(agencies)))
        }
        _ => Err(Failure::new(codes::REQUEST_QUERY, format!("no act {what:.20?}"))),
    }
}
