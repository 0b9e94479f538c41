//! Writes a calendar as the files that are read.

use std::fmt::Write as _;

use super::sheet::{HEADER, said};
use super::{AcknowledgeBy, Calendar, DueOnDayOff, Week};

/// The table of `year` and, with `settings`, hours, week and reading, as TOML; `None` when there is no such table.
pub fn toml(calendar: &Calendar, year: i16, settings: bool) -> Option<String> {
    let table = calendar.years.get(&year)?;
    let mut out = format!("year = {year}\nsource = {}\n", quoted(&table.source));
    for (date, day) in &table.days {
        let (kind, name, basis) = (day.kind.as_str(), quoted(&day.name), day.basis.as_str());
        let _ = write!(out, "\n[[day]]\ndate = {date}\nkind = \"{kind}\"\nname = {name}\nbasis = \"{basis}\"\n");
    }
    if settings {
        out.push_str(&written(calendar));
    }
    Some(out)
}

/// The table of `year` as comma-separated values; `None` when there is no such table.
pub fn csv(calendar: &Calendar, year: i16) -> Option<String> {
    let table = calendar.years.get(&year)?;
    let mut out = String::new();
    if !table.source.is_empty() {
        let _ = writeln!(out, "# {}", table.source);
    }
    let _ = writeln!(out, "{HEADER}");
    for (date, day) in &table.days {
        let name = day.name.replace('"', "\"\"");
        let _ = writeln!(out, "{date},{},\"{name}\",{}", day.kind.as_str(), day.basis.as_str());
    }
    Some(out)
}

fn written(calendar: &Calendar) -> String {
    let Calendar { hours, week, reading, .. } = calendar;
    let mut out = format!(
        "\n[hours]\nmorning = \"{}\"\nafternoon = \"{}\"\n\n[week]\n",
        said(hours.morning),
        said(hours.afternoon)
    );
    for (name, kind) in Week::NAMES.iter().zip(week.0) {
        let _ = writeln!(out, "{name} = \"{}\"", kind.as_str());
    }
    let acknowledge_by = match reading.acknowledge_by {
        AcknowledgeBy::Midnight => "midnight",
        AcknowledgeBy::Close => "close",
    };
    let due = match reading.due_on_day_off {
        DueOnDayOff::NextWorkingDay => "next_working_day",
        DueOnDayOff::SameDay => "same_day",
    };
    let _ = write!(
        out,
        "\n[reading]\nacknowledge_by = \"{acknowledge_by}\"\ndue_on_day_off = \"{due}\"\nimmediate_minutes = {}\n\
         very_urgent_minutes = {}\nurgent_minutes = {}\nimmediate_always = {}\n",
        reading.immediate_minutes, reading.very_urgent_minutes, reading.urgent_minutes, reading.immediate_always
    );
    out
}

/// A basic string of TOML; nothing in a name needs more than these two escapes (control characters are refused).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
