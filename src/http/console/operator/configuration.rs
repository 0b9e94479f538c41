//! `/hub/configuration`: the configuration as it runs, defaults filled in. Secrets stand in files of their own and are in no
//! setting; what a page shows of them is the file's name.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::frame::{Frame, Rail};
use super::super::seat::Viewer;
use super::dead_letters::path;
use crate::config::Config;
use crate::exchange::Refusal;
use crate::http::{Failure, Hub};
use crate::i18n::size;

#[derive(Template)]
#[template(path = "console/operator/configuration.html")]
struct Page {
    frame: Frame,
    sections: Vec<Section>,
}

struct Section {
    name: String,
    /// What it is about.
    title: String,
    settings: Vec<Setting>,
}

struct Setting {
    name: String,
    value: String,
    /// The same for people: a size, a span of time.
    words: Option<String>,
    secret: bool,
    changed: bool,
}

/// `GET /hub/configuration`
pub(in crate::http::console) async fn configuration(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Configuration).await?;
    let mut sections = sections(&hub.config).map_err(Refusal::internal)?;
    for section in &mut sections {
        section.title = frame.t(&format!("configuration-section-{}", section.name));
    }
    for setting in sections.iter_mut().flat_map(|section| &mut section.settings) {
        setting.words = words(&frame, &setting.name, &setting.value);
    }
    answer::page(&Page { sections, frame })
}

fn sections(config: &Config) -> Result<Vec<Section>, toml::ser::Error> {
    let (table, default) = (toml::Table::try_from(config)?, toml::Table::try_from(Config::default())?);
    let section = |(name, value): (&String, &toml::Value)| {
        let usual = default.get(name);
        let mut settings = Vec::new();
        flat("", value, usual, &mut settings);
        Section { name: name.clone(), title: String::new(), settings }
    };
    Ok(table.iter().map(section).collect())
}

/// `tls.cert` for what stands deeper.
fn flat(before: &str, value: &toml::Value, usual: Option<&toml::Value>, out: &mut Vec<Setting>) {
    let toml::Value::Table(table) = value else { return };
    for (name, value) in table {
        let name = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
        let key = name.rsplit('.').next().unwrap_or_default();
        let usual = usual.and_then(|usual| usual.get(key));
        match value {
            toml::Value::Table(_) => flat(&name, value, usual, out),
            value => out.push(Setting {
                secret: SECRETS.contains(&key),
                changed: usual != Some(value),
                value: shown(value),
                words: None,
                name,
            }),
        }
    }
}

/// A size or a span in the reader's words, by the unit that a setting's name ends with.
fn words(frame: &Frame, name: &str, value: &str) -> Option<String> {
    match value {
        "true" => return Some(frame.t("configuration-on")),
        "false" => return Some(frame.t("configuration-off")),
        "[]" => return Some(frame.t("configuration-empty")),
        _ => {}
    }
    let number: i64 = value.parse().ok().filter(|number| *number > 0)?;
    if name.ends_with("_bytes") {
        return Some(size(frame.lang, u64::try_from(number).ok()?));
    }
    let units = [("_s", 1), ("_minutes", 60), ("_hours", 3_600), ("_days", 86_400)];
    let (_, seconds) = units.into_iter().find(|(unit, _)| name.ends_with(unit))?;
    Some(span(frame, number.checked_mul(seconds)?))
}

/// Seconds in the largest unit that counts them whole.
fn span(frame: &Frame, seconds: i64) -> String {
    match seconds {
        s if s > 0 && s % 86_400 == 0 => frame.tn("span-days", s / 86_400),
        s if s > 0 && s % 3_600 == 0 => frame.tn("span-hours", s / 3_600),
        s if s > 0 && s % 60 == 0 => frame.tn("span-minutes", s / 60),
        s => frame.tn("span-seconds", s),
    }
}

/// Files whose content is secret; other files may be named.
const SECRETS: &[&str] = &["key", "key_file", "password_file", "token_file", "client_secret_file"];

fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => without_password(text),
        other => other.to_string(),
    }
}

/// A password in a URL is refused at the start; should one be there all the same, it is not shown.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let Some((user, host)) = rest.split_once('@') else { return text.to_owned() };
    let user = user.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_shown_and_no_password() {
        let mut config = Config::default();
        config.store.url = "postgres://hub:geheim@db.example/hub".to_owned();
        config.ops.token_file = Some("secrets/ops".into());
        let sections = sections(&config).unwrap();
        let find = |section: &str, name: &str| {
            let section = sections.iter().find(|one| one.name == section).unwrap();
            section.settings.iter().find(|one| one.name == name).unwrap()
        };
        assert_eq!(find("store", "url").value, "postgres://hub@db.example/hub");
        assert!(find("store", "url").changed && !find("limits", "package_bytes").changed);
        assert!(find("ops", "token_file").secret);
        assert!(sections.iter().flat_map(|one| &one.settings).all(|one| !one.value.contains("geheim")));
    }
}
