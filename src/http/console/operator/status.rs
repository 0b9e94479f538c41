//! `/hub`: is the hub well? The checks of `doctor`, made now; version, uptime, log, workers; and whether it takes changes.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::{self, blocking, first, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::Viewer;
use super::dead_letters::path;
use super::queues::{Worker, workers};
use crate::domain::ids::Micros;
use crate::health::{self, Check, Health};
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::store::log::Head;
use crate::store::settings::ReadOnly;

#[derive(Template)]
#[template(path = "console/operator/status.html")]
struct Page {
    frame: Frame,
    checks: Vec<Line>,
    wrong: usize,
    watch: usize,
    version: &'static str,
    uptime: String,
    started: Micros,
    head: Head,
    waiting: i64,
    dead: i64,
    workers: Vec<Worker>,
    mail: bool,
    mail_asked: bool,
    read_only: Option<ReadOnly>,
    done: Option<String>,
}

struct Line {
    name: String,
    found: String,
    /// Where it can be looked into.
    href: Option<&'static str>,
    remedy: Option<String>,
    class: &'static str,
    icon: &'static str,
    word: &'static str,
}

/// `GET /hub`; `?mail=1` speaks to the mail relay too.
pub(in crate::http::console) async fn status(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Status).await?;
    let now = frame.now;
    let asked = blocking(&hub, move |hub| {
        let store = hub.exchange.store();
        let checks = health::running(&hub.config, store, now);
        Ok((checks, store.log_head()?, store.job_counts()?, store.read_only()?))
    });
    let (mut checks, head, (waiting, dead), read_only) = asked.await?;
    let mail_asked = first(&query, "mail") == "1";
    if mail_asked {
        checks.extend(health::mail(&hub.config).await);
    }
    let count = |health: Health| checks.iter().filter(|check| check.health == health).count();
    answer::page(&Page {
        wrong: count(Health::Fail),
        watch: count(Health::Warn),
        checks: checks.iter().map(|check| line(&frame, check)).collect(),
        version: env!("CARGO_PKG_VERSION"),
        uptime: uptime(&frame, now.0.saturating_sub(hub.started.0)),
        started: hub.started,
        head,
        waiting,
        dead,
        workers: workers(&hub.config),
        mail: hub.config.mail.enabled,
        mail_asked,
        read_only,
        done: ask::done(&frame, &query),
        frame,
    })
}

fn line(frame: &Frame, check: &Check) -> Line {
    let key = format!("doctor-{}", check.id);
    let (class, icon, word) = match check.health {
        Health::Ok => ("ok", "circle-check", "health-ok"),
        Health::Warn => ("warn", "alert-triangle", "health-warn"),
        Health::Fail => ("bad", "alert-octagon", "health-fail"),
    };
    let remedy = (check.health != Health::Ok).then(|| i18n::text(frame.lang, &key, Some("remedy"), &[]));
    let href = match check.id {
        "dead-letters" => Some("/hub/dead-letters"),
        "addresses" => Some("/hub/addresses"),
        "anchors" | "key" | "tls" => Some("/hub/keys"),
        "disk" => Some("/hub/storage"),
        "guard" => Some("/hub/log"),
        _ => None,
    };
    Line { name: frame.t(&key), found: check.words(frame.lang), href, remedy, class, icon, word }
}

/// In the two largest units.
fn uptime(frame: &Frame, micros: i64) -> String {
    let minutes = micros / 60_000_000;
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let part = |key: &str, count: i64| frame.tn(key, count);
    match (days, hours) {
        (0, 0) => part("span-minutes", minutes),
        (0, _) => format!("{} {}", part("span-hours", hours), part("span-minutes", minutes)),
        _ => format!("{} {}", part("span-days", days), part("span-hours", hours)),
    }
}
