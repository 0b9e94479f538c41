//! A calendar on the screen.

use serde_json::json;

use super::Show;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault};
use crate::codes;
use crate::domain::calendar::{Calendar, Hours};
use crate::report::calendar::{line, reading, span, week};

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
