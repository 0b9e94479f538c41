//! The checks.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::{Arg, Check, Said, words};
use crate::channel::mail::Mailer;
use crate::config::{Config, Secret};
use crate::domain::calendar::Known;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::{Micros, OrganId};
use crate::evidence::key::LogKey;
use crate::i18n::{self, Lang};
use crate::report::verdict::common_name;
use crate::signature::certificate::Certificate;
use crate::store::guard::Guarded;
use crate::store::{Settings, Store};

/// Everything that waits for disk or database, of a hub that need not run: opens the database as `serve` would.
pub fn everything(config: &Config, now: Micros) -> Vec<Check> {
    let mut all = surroundings(config, now);
    match open(config) {
        Ok(Some(store)) => all.extend(of_store(config, &store, now)),
        Ok(None) => {
            all.push(Check::warn("store", format!("{} is absent", config.store.url)).say(absent(&config.store.url)))
        }
        Err(found) => all.push(Check::fail("store", found)),
    }
    all
}

/// The same of a hub that runs, through its own store.
pub fn running(config: &Config, store: &Store, now: Micros) -> Vec<Check> {
    let mut all = surroundings(config, now);
    all.extend(of_store(config, store, now));
    all
}

fn surroundings(config: &Config, now: Micros) -> Vec<Check> {
    let mut all = vec![key(config), secrets(config), anchors(config, now)];
    all.extend(config.seal.as_ref().map(|seal| certificates("seal", &[&seal.certificate_file], now)));
    all.extend(config.server.tls.as_ref().map(|tls| certificates("tls", &[&tls.cert], now)));
    all
}

fn of_store(config: &Config, store: &Store, now: Micros) -> Vec<Check> {
    vec![
        Check::ok("store", if store.is_sqlite() { "SQLite" } else { "PostgreSQL" }),
        clock(store, now),
        disk(config, store),
        guard(config, store),
        dead_letters(store),
        addresses(store),
        calendar(store, now),
    ]
}

/// The relay, spoken to as the hub does.
pub async fn mail(config: &Config) -> Option<Check> {
    if !config.mail.enabled {
        return None;
    }
    let relay = format!("{}:{}", config.mail.host, config.mail.port);
    Some(match Mailer::new(&config.mail) {
        Err(error) => Check::fail("mail", format!("{relay}: {}", words(&error))),
        Ok(mailer) => match mailer.greet().await {
            Ok(()) => Check::ok("mail", relay),
            Err(found) => Check::fail("mail", format!("{relay}: {found}")),
        },
    })
}

fn key(config: &Config) -> Check {
    let file = &config.log.key_file;
    if !file.exists() {
        return Check::warn("key", format!("{} is absent", file.display())).say(absent(file.display()));
    }
    match LogKey::load(file) {
        Ok(_) => Check::ok("key", file.display().to_string()),
        Err(error) => Check::fail("key", words(&error)),
    }
}

/// Every `*_file` that holds a secret.
fn secrets(config: &Config) -> Check {
    let seal = config.seal.as_ref().map(|seal| seal.key_file.clone());
    let files = [
        ("seal.key_file", &seal),
        ("ops.token_file", &config.ops.token_file),
        ("store.password_file", &config.store.password_file),
        ("mail.password_file", &config.mail.password_file),
    ];
    let mut count = 0;
    for (setting, file) in files {
        let Some(file) = file else { continue };
        if let Err(error) = Secret::read(setting, file) {
            return Check::fail("secrets", words(&error));
        }
        if open_to_others(file) {
            let said = Said::of("health-open", [("file", Arg::Text(file.display().to_string()))]);
            return Check::warn("secrets", format!("{}: others can read it", file.display())).say(said);
        }
        count += 1;
    }
    Check::ok("secrets", count.to_string()).say(Said::of("health-secrets", [("count", Arg::Count(count))]))
}

fn absent(file: impl std::fmt::Display) -> Said {
    Said::of("health-absent", [("file", Arg::Text(file.to_string()))])
}

fn open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

fn anchors(config: &Config, now: Micros) -> Check {
    let files: Vec<&Path> = config.trust.seals.iter().map(|anchor| anchor.file.as_path()).collect();
    if files.is_empty() {
        return Check::warn("anchors", "trust.seals is empty").say(Said::of("health-no-anchors", []));
    }
    certificates("anchors", &files, now)
}

/// Whether every certificate of the files counts now and for a while.
fn certificates(id: &'static str, files: &[&Path], now: Micros) -> Check {
    let (mut count, mut first_end) = (0_u64, None::<(Micros, String)>);
    let said = |key, subject: &str, at| {
        let name = common_name(subject).unwrap_or_else(|| subject.to_owned());
        Said::of(key, [("subject", Arg::Text(name)), ("day", Arg::Moment(at))])
    };
    for file in files {
        let read = std::fs::read(file).map_err(|error| error.to_string());
        let all = match read.and_then(|pem| Certificate::from_pem(&pem).map_err(|error| words(&error))) {
            Ok(all) => all,
            Err(found) => return Check::fail(id, format!("{}: {found}", file.display())),
        };
        for certificate in all {
            count += 1;
            let (end, subject) = (certificate.not_after(), certificate.subject());
            if certificate.not_before() > now {
                let begin = certificate.not_before();
                let said = said("health-begins", &subject, begin);
                return Check::fail(id, format!("{subject}: begins at {}", day(begin))).say(said);
            }
            if first_end.as_ref().is_none_or(|(first, _)| end < *first) {
                first_end = Some((end, subject));
            }
        }
    }
    match first_end {
        Some((end, subject)) if end < now => {
            Check::fail(id, format!("{subject}: ended at {}", day(end))).say(said("health-ended", &subject, end))
        }
        Some((end, subject)) if end < now.plus_seconds(SOON_S) => {
            Check::warn(id, format!("{subject}: ends at {}", day(end))).say(said("health-ends", &subject, end))
        }
        _ => Check::ok(id, count.to_string()).say(Said::of("health-certificates", [("count", Arg::Count(count))])),
    }
}

fn day(at: Micros) -> String {
    i18n::date(Lang::En, at)
}

/// Opens what is there; a SQLite file that is not there is not made.
fn open(config: &Config) -> Result<Option<Store>, String> {
    if let Some(path) = config.store.url.strip_prefix("sqlite:")
        && !Path::new(path).exists()
    {
        return Ok(None);
    }
    let url = config.database_url().map_err(|error| words(&error))?;
    Store::open(&Settings::new(url.expose(), &config.store.objects)).map(Some).map_err(|error| words(&error))
}

fn clock(store: &Store, now: Micros) -> Check {
    let said = |skew: Duration| {
        let millis = u64::try_from(skew.as_millis()).unwrap_or(u64::MAX);
        Said::of("health-clock", [("count", Arg::Count(millis))])
    };
    match store.clock_skew(now) {
        Ok(skew) if skew > SKEW_MAX => Check::fail("clock", format!("{} ms", skew.as_millis())).say(said(skew)),
        Ok(skew) => Check::ok("clock", format!("{} ms", skew.as_millis())).say(said(skew)),
        Err(error) => Check::fail("clock", words(&error)),
    }
}

fn disk(config: &Config, store: &Store) -> Check {
    let floor = config.limits.min_free_bytes;
    match store.objects().free_bytes() {
        Ok(free) => {
            let found = format!("{} MB (≥ {} MB)", free / 1_000_000, floor / 1_000_000);
            let check = match free {
                free if free < floor => Check::fail("disk", found),
                free if free < floor.saturating_mul(3) => Check::warn("disk", found),
                _ => Check::ok("disk", found),
            };
            check.say(Said::of("health-disk", [("free", Arg::Bytes(free)), ("floor", Arg::Bytes(floor))]))
        }
        Err(error) => Check::fail("disk", words(&error)),
    }
}

fn guard(config: &Config, store: &Store) -> Check {
    let origin = config.log_origin();
    let Some(hub) = origin.strip_suffix("/log") else {
        return Check::fail("guard", format!("{origin}: expected <host>/log"));
    };
    match store.guard(&config.log.high_water_file, hub) {
        Ok(Guarded::Consistent { known, size }) => Check::ok("guard", format!("{known}/{size}"))
            .say(Said::of("health-guard", [("known", Arg::Count(known)), ("size", Arg::Count(size))])),
        Ok(Guarded::New) => Check::ok("guard", "0").say(Said::of("health-guard-new", [])),
        Ok(Guarded::EarlierEpoch) => {
            Check::warn("guard", "the file is of an earlier epoch").say(Said::of("health-guard-epoch", []))
        }
        Ok(Guarded::NoFile { size }) => Check::warn(
            "guard",
            format!("{} is absent, the log has {size} leaves", config.log.high_water_file.display()),
        )
        .say(absent(config.log.high_water_file.display()))
        .say(Said::of("health-guard-log", [("size", Arg::Count(size))])),
        Err(error) => Check::fail("guard", words(&error)),
    }
}

fn dead_letters(store: &Store) -> Check {
    match store.job_counts() {
        Ok((_, 0)) => Check::ok("dead-letters", "0").say(Said::of("health-none", [])),
        Ok((_, dead)) => {
            let count = Arg::Count(u64::try_from(dead).unwrap_or_default());
            Check::warn("dead-letters", dead.to_string()).say(Said::of("health-dead-letters", [("count", count)]))
        }
        Err(error) => Check::fail("dead-letters", words(&error)),
    }
}

/// Addresses of offices that the relay refused.
fn addresses(store: &Store) -> Check {
    match store.failing_addresses() {
        Ok(failing) if failing.is_empty() => Check::ok("addresses", "0").say(Said::of("health-none", [])),
        Ok(failing) => {
            let first = failing.iter().take(3).map(|one| format!("{} {}", one.agency, one.address));
            let more = if failing.len() > 3 { ", …" } else { "" };
            let named = first.collect::<Vec<_>>().join(", ");
            let args = [("count", Arg::count(failing.len())), ("named", Arg::Text(format!("{named}{more}")))];
            Check::warn("addresses", format!("{} ({named}{more})", failing.len()))
                .say(Said::of("health-addresses", args))
        }
        Err(error) => Check::fail("addresses", words(&error)),
    }
}

/// Whether the hub's calendar, and every agency's own, has this year and the next, and whether days that are near are
/// certain.
fn calendar(store: &Store, now: Micros) -> Check {
    match calendars(store, now) {
        Ok((count, open)) if open.is_empty() => {
            Check::ok("calendar", count.to_string()).say(Said::of("health-calendars", [("count", Arg::count(count))]))
        }
        Ok((_, open)) => {
            let (found, said): (Vec<String>, Vec<Said>) = open.into_iter().unzip();
            said.into_iter().fold(Check::warn("calendar", found.join("; ")), Check::say)
        }
        Err(error) => Check::fail("calendar", words(&error)),
    }
}

fn calendars(store: &Store, now: Micros) -> Result<(usize, Vec<(String, Said)>), crate::store::Error> {
    let mut scopes = vec![None];
    let own: BTreeSet<OrganId> = store.calendars()?.into_iter().filter_map(|version| version.agency).collect();
    scopes.extend(own.into_iter().map(Some));
    let (today, mut open) = (day_in_vietnam(now), Vec::new());
    for scope in &scopes {
        let calendar = store.calendar(scope.as_ref())?;
        let whose = scope.as_ref().map_or_else(String::new, |agency| format!("{agency}: "));
        let agency = |key, name, arg| Said::of(key, [("whose", Arg::Text(whose.clone())), (name, arg)]);
        let years = [today.year(), today.year().saturating_add(1)];
        let absent = years.into_iter().filter(|year| !calendar.years.contains_key(year));
        open.extend(absent.map(|year| {
            let said = agency("health-no-year", "year", Arg::Text(year.to_string()));
            (format!("{whose}no table of {year}"), said)
        }));
        let days = calendar.years.values().flat_map(|year| year.days.keys());
        let near = days.filter(|day| (0..=CALENDAR_NEAR_DAYS).contains(&(**day - today).get_days()));
        let unsure = near.filter(|day| calendar.known(**day) == Known::Unsure);
        open.extend(unsure.map(|day| {
            let said = agency("health-unsure", "day", Arg::Day(*day));
            (format!("{whose}{day} is not certain"), said)
        }));
    }
    Ok((scopes.len(), open))
}

/// A table is announced, carried through and imported in so much time.
const CALENDAR_NEAR_DAYS: i32 = 45;
/// As `/readyz` has it (DECISIONS, "Times").
const SKEW_MAX: Duration = Duration::from_secs(2);
/// A CA's renewal takes weeks.
const SOON_S: i64 = 45 * 86_400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::Health;

    #[test]
    fn a_calendar_without_the_next_year_or_with_an_open_day_nearby_is_to_be_watched() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("hub.db").display());
        let store = Store::open(&Settings::new(&url, dir.path().join("objects"))).unwrap();
        let found = |day: &str| {
            let day: jiff::civil::Date = day.parse().unwrap();
            let check = calendar(&store, crate::domain::deadline::instant(day, jiff::civil::Time::midnight()));
            (check.health, check.found)
        };
        let watch = |found: &str| (Health::Warn, found.to_owned());
        assert_eq!(found("2026-03-02"), (Health::Ok, "1".to_owned()));
        assert_eq!(found("2026-11-20"), watch("2026-11-24 is not certain"));
        assert_eq!(found("2027-05-03"), watch("no table of 2028"));
        assert_eq!(found("2030-05-03"), watch("no table of 2030; no table of 2031"));
        assert!(found("2027-01-10").1.contains("2027-02-05 is not certain"));
        let day = crate::domain::deadline::instant("2030-05-03".parse().unwrap(), jiff::civil::Time::midnight());
        assert_eq!(calendar(&store, day).words(Lang::Vi), "chưa có bảng năm 2030; chưa có bảng năm 2031");
    }
}
