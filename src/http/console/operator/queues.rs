//! `/hub/queues`: what waits to be done after the commits, by kind, and which workers of this process do it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::blocking;
use super::super::frame::{Frame, Rail};
use super::super::seat::Viewer;
use super::dead_letters::{kind_word, path};
use crate::config::Config;
use crate::domain::ids::Micros;
use crate::http::{Failure, Hub};

#[derive(Template)]
#[template(path = "console/operator/queues.html")]
struct Page {
    frame: Frame,
    queues: Vec<Line>,
    workers: Vec<Worker>,
}

struct Line {
    what: String,
    code: &'static str,
    waiting: i64,
    due: i64,
    claimed: i64,
    oldest: Option<Micros>,
    dead: i64,
    /// The oldest waits longer than it should.
    late: bool,
}

/// One worker, and whether this process has it.
pub(super) struct Worker {
    /// Its word's key.
    pub word: &'static str,
    /// Whether it runs.
    pub runs: bool,
    setting: &'static str,
}

impl Worker {
    /// What switches it.
    pub fn setting(&self) -> &'static str {
        self.setting
    }
}

/// `GET /hub/queues`
pub(in crate::http::console) async fn queues(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Queues).await?;
    let found = blocking(&hub, |hub| Ok(hub.exchange.store().queues()?)).await?;
    let line = |queue: &crate::store::jobs::Queue| Line {
        what: kind_word(&frame, queue.kind),
        code: queue.kind.as_str(),
        waiting: queue.waiting,
        due: queue.due,
        claimed: queue.claimed,
        oldest: (queue.waiting > 0).then_some(queue.oldest),
        dead: queue.dead,
        late: queue.due > 0 && frame.now.0.saturating_sub(queue.oldest.0) > LATE_US,
    };
    let queues = found.iter().map(line).collect();
    answer::page(&Page { queues, workers: workers(&hub.config), frame })
}

/// The workers that `delivery::Workers` starts, on the same conditions.
pub(super) fn workers(config: &Config) -> Vec<Worker> {
    let mail = config.mail.enabled;
    [
        ("worker-mail", mail, "mail.enabled"),
        ("worker-digests", mail, "mail.enabled"),
        ("worker-expiry", mail, "mail.enabled"),
        ("worker-reminders", true, ""),
        ("worker-webhooks", config.webhooks.any(), "webhooks.hosts"),
        ("worker-answers", config.egress.enabled, "egress.enabled"),
        ("worker-recheck", true, ""),
        ("worker-sweep", true, ""),
    ]
    .map(|(word, runs, setting)| Worker { word, runs, setting })
    .into()
}

/// A job that could be done is done within seconds; after a quarter of an hour something stands still.
const LATE_US: i64 = 15 * 60 * 1_000_000;
