//! `/hub/keys`: the log's key, the anchors that vouch for seals, stamps and answers, the port's certificate, and whose seals end
//! soon. Private keys are nowhere: only what everybody may know of them.

use icu_normalizer::ComposingNormalizerBorrowed;
use std::path::Path;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::super::answer;
use super::super::ask::blocking;
use super::super::frame::{Frame, Rail};
use super::super::seat::Viewer;
use super::dead_letters::path;
use crate::config::{Anchor, Config};
use crate::domain::ids::Micros;
use crate::http::{Failure, Hub};
use crate::report::verdict::common_name;
use crate::signature::certificate::Certificate;
use crate::store::bindings::Binding;
use crate::store::change::BindingRule;

#[derive(Template)]
#[template(path = "console/operator/keys.html")]
struct Page {
    frame: Frame,
    origin: String,
    vkey: String,
    key_file: String,
    anchors: Vec<AnchorLine>,
    seals: Vec<Seal>,
}

struct AnchorLine {
    /// What it vouches for.
    word: &'static str,
    /// Its common name, and its whole subject where there is more in it.
    name: String,
    subject: String,
    file: String,
    ends: Option<Micros>,
    class: &'static str,
    icon: &'static str,
    state: &'static str,
}

/// A binding as pages show it.
pub(in crate::http::console) struct Seal {
    pub id: Uuid,
    pub agency: String,
    pub name: String,
    /// The certificate's SHA-256, or the rule.
    pub what: String,
    /// It is a rule: words of a subject, not a digest; and the common name in them.
    pub rule: bool,
    pub title: String,
    pub from: Micros,
    pub until: Option<Micros>,
    pub not_after: Option<Micros>,
    /// Days that the certificate has left, once they can be counted.
    pub days: Option<i64>,
    pub live: bool,
    pub class: &'static str,
    pub icon: &'static str,
    pub word: &'static str,
}

impl Seal {
    /// Days that are left, when they are few enough to be counted.
    pub fn soon(&self) -> Option<i64> {
        self.days.filter(|days| *days <= COUNTED_DAYS)
    }
}

/// `GET /hub/keys`
pub(in crate::http::console) async fn keys(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Keys).await?;
    let now = frame.now;
    let (anchors, rows, directory, checkpoint) = blocking(&hub, move |hub| {
        let store = hub.exchange.store();
        let checkpoint = store.log_checkpoint(store.log_head()?.epoch)?;
        Ok((anchors(&hub.config, now), store.bindings()?, hub.exchange.directory()?, checkpoint))
    })
    .await?;
    let mut seals: Vec<Seal> = rows
        .iter()
        .map(|row| seal(&frame, row, directory.name(&row.agency, now)))
        .filter(|seal| seal.live && seal.days.is_some_and(|days| days <= SOON_DAYS))
        .collect();
    seals.sort_by_key(|seal| seal.not_after);
    let vkey = checkpoint.and_then(|checkpoint| checkpoint.vkey).unwrap_or_default();
    let (origin, key_file) = (hub.config.log_origin(), hub.config.log.key_file.display().to_string());
    answer::page(&Page { origin, vkey, key_file, anchors, seals, frame })
}

/// An attribute of a name as certificates are shown everywhere (RFC 4514 §3, X.520).
fn attribute(oid: &str) -> &str {
    match oid {
        "2.5.4.3" => "CN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.97" => "organizationIdentifier",
        other => other,
    }
}

/// A binding in words, at the frame's moment.
pub(in crate::http::console) fn seal(frame: &Frame, row: &Binding, name: Option<&str>) -> Seal {
    let (now, what) = (
        frame.now,
        match &row.rule {
            BindingRule::Exact { certificate_sha256 } => certificate_sha256.to_string(),
            BindingRule::Rule { attributes, .. } => {
                let value = |value: &str| ComposingNormalizerBorrowed::new_nfc().normalize(value).into_owned();
                let words = attributes.iter().map(|(oid, text)| format!("{}={}", attribute(oid), value(text)));
                words.collect::<Vec<_>>().join(", ")
            }
        },
    );
    let ended = row.valid_until.is_some_and(|until| until <= now);
    let days = row.not_after.map(|at| at.0.saturating_sub(now.0).div_euclid(DAY_US));
    let (class, icon, word) = match () {
        () if row.revoked_from.is_some() => ("bad", "shield-x", "seal-revoked"),
        () if ended => ("mute", "minus", "seal-ended"),
        () if row.valid_from > now => ("info", "clock", "seal-later"),
        () if days.is_some_and(|days| days < 0) => ("bad", "shield-off", "seal-expired"),
        () if days.is_some_and(|days| days <= SOON_DAYS) => ("warn", "clock-exclamation", "seal-soon"),
        () => ("ok", "shield-check", "seal-good"),
    };
    Seal {
        id: row.id,
        agency: row.agency.0.clone(),
        name: name.unwrap_or(&row.agency.0).to_owned(),
        what,
        rule: matches!(row.rule, BindingRule::Rule { .. }),
        title: match &row.rule {
            BindingRule::Rule { attributes, .. } => {
                let name = attributes.iter().find(|(oid, _)| attribute(oid) == "CN");
                name.map(|(_, name)| ComposingNormalizerBorrowed::new_nfc().normalize(name).into_owned())
            }
            BindingRule::Exact { .. } => None,
        }
        .unwrap_or_default(),
        from: row.valid_from,
        until: row.valid_until,
        not_after: row.not_after,
        days,
        live: row.revoked_from.is_none() && !ended,
        class,
        icon,
        word,
    }
}

fn anchors(config: &Config, now: Micros) -> Vec<AnchorLine> {
    let trust = &config.trust;
    let each = |word, anchors: &[Anchor]| anchors.iter().map(|anchor| (word, anchor.file.clone())).collect::<Vec<_>>();
    let mut files = each("anchor-seals", &trust.seals);
    files.extend(each("anchor-tsa", &trust.tsa));
    files.extend(each("anchor-ocsp", &trust.ocsp));
    files.extend(config.server.tls.as_ref().map(|tls| ("anchor-tls", tls.cert.clone())));
    files.iter().flat_map(|(word, file)| of_file(word, file, now)).collect()
}

fn of_file(word: &'static str, file: &Path, now: Micros) -> Vec<AnchorLine> {
    let name = file.display().to_string();
    let read = std::fs::read(file).ok().and_then(|pem| Certificate::from_pem(&pem).ok());
    let Some(certificates) = read else {
        let (class, icon, state) = ("bad", "file-alert", "anchor-unreadable");
        return vec![AnchorLine {
            word,
            name: String::new(),
            subject: String::new(),
            file: name,
            ends: None,
            class,
            icon,
            state,
        }];
    };
    let line = |certificate: Certificate| {
        let ends = certificate.not_after();
        let days = ends.0.saturating_sub(now.0).div_euclid(DAY_US);
        let (class, icon, state) = match days {
            ..0 => ("bad", "shield-off", "seal-expired"),
            0..=SOON_DAYS => ("warn", "clock-exclamation", "seal-soon"),
            _ => ("ok", "shield-check", "seal-good"),
        };
        let whole = certificate.subject();
        let (name, subject) = match common_name(&whole) {
            Some(name) => (name, whole),
            None => (whole, String::new()),
        };
        AnchorLine { word, name, subject, file: file.display().to_string(), ends: Some(ends), class, icon, state }
    };
    certificates.into_iter().map(line).collect()
}

/// The first mail about a seal goes sixty days before its end.
/// A seal is renewed in weeks; ten years are no number to look at.
const COUNTED_DAYS: i64 = 90;
const SOON_DAYS: i64 = 60;
const DAY_US: i64 = 86_400 * 1_000_000;
