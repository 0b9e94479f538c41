//! A calendar on the screen, and what a file would change in it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::Show;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault};
use crate::codes;
use crate::domain::calendar::{Calendar, Day, Hours, Kind, Reading, Span, Week};
use crate::i18n::{Lang, text};

/// Shows it.
pub fn show(context: &Context, calendar: &Calendar, args: &Show) -> anyhow::Result<Exit> {
    if let Some(year) = args.year.filter(|year| !calendar.years.contains_key(year)) {
        return Err(Fault::new(Exit::Refused, codes::CALENDAR_NO_TABLE, year.to_string()).into());
    }
    let mut screen = Screen::stdout();
    let whose = args.whose.agency.clone().unwrap_or_else(|| context.say("cli-calendar-hub"));
    screen.heading(&safe(&format!("{}: {whose}", context.say("cli-calendar"))));
    let version = match calendar.version {
        0 => format!("0 ({})", context.say("cli-calendar-shipped")),
        version => version.to_string(),
    };
    screen.field(&context.say("cli-calendar-version"), &version);
    let Hours { morning, afternoon } = calendar.hours;
    screen.field(&context.say("cli-calendar-hours"), &format!("{}, {}", span(morning), span(afternoon)));
    screen.field(&context.say("cli-calendar-week"), &week(context.lang, &calendar.week));
    screen.field(&context.say("cli-calendar-reading"), &reading(&calendar.reading));
    let years: Vec<String> = calendar.years.keys().map(ToString::to_string).collect();
    screen.field(&context.say("cli-calendar-years"), &years.join(", "));
    for (year, table) in calendar.years.iter().filter(|(year, _)| args.year.is_none_or(|only| only == **year)) {
        screen.gap();
        screen.heading(&year.to_string());
        screen.field(&context.say("cli-calendar-source"), &safe(&table.source));
        for (date, day) in &table.days {
            screen.indented(&safe(&line(context.lang, *date, day)));
        }
    }
    context.json(
        json!({ "version": calendar.version, "agency": args.whose.agency, "calendar": calendar })
            .to_string()
            .as_bytes(),
    );
    context.show(&screen);
    Ok(Exit::Done)
}

/// What differs, a line each: `+` a new day, `-` one that goes, `~` one that is another, and settings.
pub fn changes(lang: Lang, old: &Calendar, new: &Calendar) -> Vec<String> {
    let mut out = Vec::new();
    let years: BTreeSet<i16> = old.years.keys().chain(new.years.keys()).copied().collect();
    for year in years {
        let (before, after) = (old.years.get(&year), new.years.get(&year));
        if before.is_none() || before.map(|table| &table.source) != after.map(|table| &table.source) {
            let source = after.map_or("", |table| table.source.as_str());
            out.push(format!("~ {year}, {}: {source}", text(lang, "cli-calendar-source", None, &[])));
        }
        let dates: BTreeSet<Date> =
            before.into_iter().chain(after).flat_map(|table| table.days.keys().copied()).collect();
        for date in dates {
            let day = |table: Option<&'_ crate::domain::calendar::Year>| {
                table.and_then(|table| table.days.get(&date).cloned())
            };
            match (day(before), day(after)) {
                (None, Some(day)) => out.push(format!("+ {}", line(lang, date, &day))),
                (Some(day), None) => out.push(format!("- {}", line(lang, date, &day))),
                (Some(one), Some(other)) if one != other => out.push(format!("~ {}", line(lang, date, &other))),
                (Some(_), Some(_)) | (None, None) => {}
            }
        }
    }
    let settings = [
        ("hours", json!(old.hours), json!(new.hours)),
        ("week", json!(old.week), json!(new.week)),
        ("reading", json!(old.reading), json!(new.reading)),
    ];
    for (name, _, now) in settings.iter().filter(|(_, before, now)| before != now) {
        out.push(format!("~ {}: [{name}] {now}", text(lang, "cli-calendar-settings", None, &[])));
    }
    out
}

/// `2026-02-17 thứ Ba  nghỉ  Tết Âm lịch (mùng 1)  [đã thông báo]`
fn line(lang: Lang, date: Date, day: &Day) -> String {
    let weekday = text(lang, &format!("weekday-{}", date.weekday().to_monday_one_offset()), None, &[]);
    let basis = text(lang, &format!("calendar-basis-{}", day.basis.as_str()), None, &[]);
    format!("{date} {weekday}: {}, {} [{basis}]", kind(lang, day.kind), day.name)
}

fn kind(lang: Lang, kind: Kind) -> String {
    text(lang, &format!("calendar-kind-{}", kind.as_str()), None, &[])
}

fn week(lang: Lang, week: &Week) -> String {
    let day = |(n, worked): (usize, &Kind)| {
        format!("{} {}", text(lang, &format!("weekday-{}", n + 1), None, &[]), kind(lang, *worked))
    };
    week.0.iter().enumerate().map(day).collect::<Vec<_>>().join(", ")
}

/// `acknowledge_by = midnight, …`, as the settings are called in files.
fn reading(reading: &Reading) -> String {
    let json = json!(reading);
    let each = |(name, value): (&String, &Value)| format!("{name} = {}", value.to_string().trim_matches('"'));
    json.as_object().into_iter().flatten().map(each).collect::<Vec<_>>().join(", ")
}

fn span(span: Span) -> String {
    format!("{}–{}", span.from.strftime("%H:%M"), span.to.strftime("%H:%M"))
}
