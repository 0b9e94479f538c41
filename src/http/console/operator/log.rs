//! `/hub/log`: is the log well: its head, its newest checkpoint as everybody can have it, whether the file outside the database
//! agrees (the restore guard), its epochs and last batches; and below, what operators did, the newest first.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::{blocking, first, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::Viewer;
use super::dead_letters::path;
use crate::domain::ids::{Micros, PersonId};
use crate::health::{self, Check, Health};
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::store::log::{Batch, Epoch, Head};

#[derive(Template)]
#[template(path = "console/operator/log.html")]
struct Page {
    frame: Frame,
    origin: String,
    head: Head,
    root: String,
    note: Option<String>,
    vkey: String,
    guard: Option<Check>,
    guard_remedy: String,
    epochs: Vec<Epoch>,
    batches: Vec<Batch>,
    acts: Vec<Act>,
    newer: bool,
    next: Option<i64>,
}

struct Act {
    pos: i64,
    at: Micros,
    who: String,
    what: String,
    code: String,
    reason: String,
    detail: String,
}

/// `GET /hub/log`
pub(in crate::http::console) async fn log(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Log).await?;
    let (before, now) = (first(&query, "before").parse::<i64>().ok(), frame.now);
    let (head, checkpoint, epochs, batches, acts, guard, people) = blocking(&hub, move |hub| {
        let store = hub.exchange.store();
        let head = store.log_head()?;
        let guard = health::running(&hub.config, store, now).into_iter().find(|check| check.id == "guard");
        let acts = store.operator_acts(before, ACTS)?;
        let people = names(hub, acts.rows.iter().map(|row| row.actor.as_str()))?;
        let (checkpoint, batches) = (store.log_checkpoint(head.epoch)?, store.log_batches(head.epoch, BATCHES)?);
        Ok((head, checkpoint, store.log_epochs()?, batches, acts, guard, people))
    })
    .await?;
    let act = |row: &crate::store::rejections::OperatorActRow| Act {
        pos: row.pos,
        at: Micros(row.at),
        who: people.get(&row.actor).cloned().unwrap_or_else(|| row.actor.clone()),
        what: act_word(&frame, &row.act),
        code: row.act.clone(),
        reason: row.reason.clone(),
        detail: row.detail_json.clone(),
    };
    let lang = frame.lang;
    answer::page(&Page {
        origin: hub.config.log_origin(),
        root: crate::domain::ids::Digest(head.root.0).to_string(),
        head,
        vkey: checkpoint.as_ref().and_then(|found| found.vkey.clone()).unwrap_or_default(),
        note: checkpoint.and_then(|found| found.note),
        guard_remedy: i18n::text(lang, "doctor-guard", Some("remedy"), &[]),
        guard,
        epochs,
        batches,
        acts: acts.rows.iter().map(act).collect(),
        newer: before.is_some(),
        next: acts.next,
        frame,
    })
}

/// An act's code in words, where there are some.
fn act_word(frame: &Frame, act: &str) -> String {
    let key = format!("operator-{}", act.replace(['.', '_'], "-"));
    let word = frame.t(&key);
    if word == key { act.to_owned() } else { word }
}

/// The names of those who are people, by what rows and leaves call them.
pub(in crate::http::console) fn names<'a>(
    hub: &Hub,
    actors: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, String>, Failure> {
    let people: HashMap<PersonId, String> = actors
        .filter_map(|actor| Some((PersonId(actor.strip_prefix("person:")?.parse().ok()?), actor.to_owned())))
        .collect();
    let ids: Vec<PersonId> = people.keys().copied().collect();
    let names = hub.exchange.store().person_names(&ids)?;
    Ok(names.into_iter().filter_map(|(id, name)| Some((people.get(&id)?.clone(), name))).collect())
}

const ACTS: u32 = 50;
const BATCHES: u32 = 10;
