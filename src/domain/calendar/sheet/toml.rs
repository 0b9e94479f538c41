//! A calendar's file: `year`, `source` and `[[day]]` for a year's table; `[hours]`, `[week]`, `[reading]` for settings. What
//! is not in the file stays as it was.

use jiff::civil::Time;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Calendar, Days, Entry, Kind, MAX_BYTES, MAX_SOURCE, Problem, Problems, Week, What, YEARS, sayable};
use crate::domain::calendar::{AcknowledgeBy, DueOnDayOff, Hours, Reading, Span};

/// The calendar with what the file has put over what `base` has.
///
/// # Errors
/// Every problem of the file, by line.
pub fn read_toml(text: &str, base: &Calendar) -> Result<Calendar, Vec<Problem>> {
    let mut problems = Problems::default();
    if text.len() > MAX_BYTES {
        problems.add(1, What::TooLarge, text.len().to_string());
        return problems.judge(base.clone());
    }
    let (table, faults) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, problems };
    for fault in &faults {
        let line = fault.span().map_or(1, |span| reader.line(span.start));
        reader.problems.add(line, What::Syntax, fault.message());
    }
    let mut calendar = base.clone();
    reader.file(table.get_ref(), &mut calendar);
    if !faults.is_empty() {
        reader.problems.forget_consequences();
    }
    reader.problems.judge(calendar)
}

struct Reader<'a> {
    text: &'a str,
    problems: Problems,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl<'a> Reader<'a> {
    fn file(&mut self, table: &'a DeTable<'a>, calendar: &mut Calendar) {
        self.known(table, &["year", "source", "day", "hours", "week", "reading"]);
        if table.is_empty() {
            self.problems.add(1, What::Empty, "");
        }
        if let Some(value) = table.get("hours") {
            self.hours(value, &mut calendar.hours);
        }
        // Before the table: what is to be made up for hangs on the week.
        if let Some(value) = table.get("week") {
            self.week(value, &mut calendar.week);
        }
        if let Some(value) = table.get("reading") {
            self.reading(value, &mut calendar.reading);
        }
        if ["year", "source", "day"].iter().any(|key| table.contains_key(*key)) {
            self.table(table, calendar);
        }
    }

    fn table(&mut self, table: &'a DeTable<'a>, calendar: &mut Calendar) {
        let year = match table.get("year") {
            Some(value) => {
                let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse::<i64>().ok());
                let year = number.filter(|year| YEARS.contains(year)).and_then(|year| i16::try_from(year).ok());
                self.found(value, What::Year, year)
            }
            None => self.missing(1, "year"),
        };
        let source = match table.get("source") {
            Some(value) => {
                let text = value.get_ref().as_str().filter(|text| sayable(text, MAX_SOURCE)).map(str::to_owned);
                self.found(value, What::Name, text)
            }
            None => self.missing(1, "source"),
        };
        let mut days = Days::default();
        match table.get("day").map(|value| (value, value.get_ref().as_array())) {
            None => {}
            Some((value, None)) => self.problems.add(self.line_of(value), What::Syntax, "day"),
            Some((_, Some(entries))) => entries.iter().for_each(|entry| self.day(entry, &mut days)),
        }
        let Some(year) = year else { return };
        let table = days.table(year, source.unwrap_or_default(), &calendar.week, &mut self.problems);
        calendar.years.insert(year, table);
    }

    fn day(&mut self, value: &'a Value<'a>, days: &mut Days) {
        let line = self.line_of(value);
        let Some(table) = value.get_ref().as_table() else {
            self.problems.add(line, What::Syntax, "day");
            return;
        };
        self.known(table, &["date", "kind", "name", "basis"]);
        // A date may stand bare, as TOML has them, or in quotes.
        let raw = |key: &str| {
            let value = table.get(key)?;
            let text = self.text.get(value.span()).unwrap_or_default();
            Some((self.line_of(value), value.get_ref().as_str().unwrap_or(text)))
        };
        let entry = Entry { line, date: raw("date"), kind: raw("kind"), name: raw("name"), basis: raw("basis") };
        days.take(&entry, &mut self.problems);
    }

    fn hours(&mut self, value: &'a Value<'a>, hours: &mut Hours) {
        let Some(table) = self.section(value, "hours", &["morning", "afternoon"]) else { return };
        for (key, span) in [("morning", &mut hours.morning), ("afternoon", &mut hours.afternoon)] {
            let Some(value) = table.get(key) else { continue };
            let read = value.get_ref().as_str().and_then(read_span);
            if let Some(read) = self.found(value, What::Span, read) {
                *span = read;
            }
        }
        let Hours { morning, afternoon } = *hours;
        if !(morning.from < morning.to && morning.to <= afternoon.from && afternoon.from < afternoon.to) {
            self.problems.add(self.line_of(value), What::Hours, format!("{}, {}", said(morning), said(afternoon)));
        }
    }

    fn week(&mut self, value: &'a Value<'a>, week: &mut Week) {
        let Some(table) = self.section(value, "week", &Week::NAMES) else { return };
        for (name, kind) in Week::NAMES.iter().zip(&mut week.0) {
            let Some(value) = table.get(*name) else { continue };
            if let Some(read) = self.found(value, What::Kind, value.get_ref().as_str().and_then(Kind::parse)) {
                *kind = read;
            }
        }
        if !week.0.iter().any(|kind| matches!(kind, Kind::Full | Kind::Morning)) {
            self.problems.add(self.line_of(value), What::Week, "");
        }
    }

    fn reading(&mut self, value: &'a Value<'a>, reading: &mut Reading) {
        let Some(table) = self.section(value, "reading", READING) else { return };
        if let Some(value) = table.get("acknowledge_by") {
            let read = match value.get_ref().as_str() {
                Some("midnight") => Some(AcknowledgeBy::Midnight),
                Some("close") => Some(AcknowledgeBy::Close),
                _ => None,
            };
            reading.acknowledge_by = self.found(value, What::Choice, read).unwrap_or(reading.acknowledge_by);
        }
        if let Some(value) = table.get("due_on_day_off") {
            let read = match value.get_ref().as_str() {
                Some("next_working_day") => Some(DueOnDayOff::NextWorkingDay),
                Some("same_day") => Some(DueOnDayOff::SameDay),
                _ => None,
            };
            reading.due_on_day_off = self.found(value, What::Choice, read).unwrap_or(reading.due_on_day_off);
        }
        if let Some(value) = table.get("immediate_always") {
            let read = self.found(value, What::Choice, value.get_ref().as_bool());
            reading.immediate_always = read.unwrap_or(reading.immediate_always);
        }
        let minutes = [
            ("immediate_minutes", &mut reading.immediate_minutes),
            ("very_urgent_minutes", &mut reading.very_urgent_minutes),
            ("urgent_minutes", &mut reading.urgent_minutes),
        ];
        for (key, minutes) in minutes {
            let Some(value) = table.get(key) else { continue };
            let read = value.get_ref().as_integer().and_then(|number| number.as_str().parse::<u16>().ok());
            *minutes = self.found(value, What::Minutes, read.filter(|n| (1..=1440).contains(n))).unwrap_or(*minutes);
        }
    }

    fn section(&mut self, value: &'a Value<'a>, name: &str, keys: &[&str]) -> Option<&'a DeTable<'a>> {
        let table = self.found(value, What::Syntax, value.get_ref().as_table());
        match table {
            Some(table) => self.known(table, keys),
            None => self.problems.add(self.line_of(value), What::Syntax, name),
        }
        table
    }

    fn known(&mut self, table: &DeTable<'_>, keys: &[&str]) {
        for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            self.problems.add(self.line(key.span().start), What::UnknownKey, key.get_ref().as_ref());
        }
    }

    /// What was read, or a problem with what stands there.
    fn found<T>(&mut self, value: &Value<'_>, what: What, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.problems.add(self.line_of(value), what, self.text.get(value.span()).unwrap_or_default());
        }
        read
    }

    fn missing<T>(&mut self, line: usize, key: &str) -> Option<T> {
        self.problems.add(line, What::Missing, key);
        None
    }

    fn line_of(&self, value: &Value<'_>) -> usize {
        self.line(value.span().start)
    }

    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }
}

/// Reads `07:30-11:30`.
fn read_span(text: &str) -> Option<Span> {
    let (from, to) = text.split_once(['-', '–'])?;
    let time = |text: &str| Time::strptime("%H:%M", text.trim()).ok();
    Some(Span { from: time(from)?, to: time(to)? })
}

/// As it is read.
pub(in crate::domain::calendar) fn said(span: Span) -> String {
    format!("{}-{}", span.from.strftime("%H:%M"), span.to.strftime("%H:%M"))
}

const READING: &[&str] = &[
    "acknowledge_by",
    "due_on_day_off",
    "immediate_minutes",
    "very_urgent_minutes",
    "urgent_minutes",
    "immediate_always",
];
