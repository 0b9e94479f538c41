//! A calendar in words, and what a file would change in it, for the command line and the console.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::domain::calendar::{Calendar, Day, Kind, Reading, Span, Week, Year};
use crate::i18n::{Lang, text};

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
            let day = |table: Option<&'_ Year>| table.and_then(|table| table.days.get(&date).cloned());
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
pub fn line(lang: Lang, date: Date, day: &Day) -> String {
    let weekday = text(lang, &format!("weekday-{}", date.weekday().to_monday_one_offset()), None, &[]);
    let basis = text(lang, &format!("calendar-basis-{}", day.basis.as_str()), None, &[]);
    format!("{date} {weekday}: {}, {} [{basis}]", kind(lang, day.kind), day.name)
}

/// Whether it is worked.
pub fn kind(lang: Lang, kind: Kind) -> String {
    text(lang, &format!("calendar-kind-{}", kind.as_str()), None, &[])
}

/// Monday to Sunday.
pub fn week(lang: Lang, week: &Week) -> String {
    let day = |(n, worked): (usize, &Kind)| {
        format!("{} {}", text(lang, &format!("weekday-{}", n + 1), None, &[]), kind(lang, *worked))
    };
    week.0.iter().enumerate().map(day).collect::<Vec<_>>().join(", ")
}

/// `acknowledge_by = midnight, …`, as the settings are called in files.
pub fn reading(reading: &Reading) -> String {
    let json = json!(reading);
    let each = |(name, value): (&String, &Value)| format!("{name} = {}", value.to_string().trim_matches('"'));
    json.as_object().into_iter().flatten().map(each).collect::<Vec<_>>().join(", ")
}

/// `07:30–11:30`
pub fn span(span: Span) -> String {
    format!("{}–{}", span.from.strftime("%H:%M"), span.to.strftime("%H:%M"))
}
