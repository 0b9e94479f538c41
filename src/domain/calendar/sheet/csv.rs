//! The table of a year as comma-separated values: `date,kind,name,basis`, one day a line; lines with `#` are remarks,
//! the first of them is the table's source. RFC 4180 quotes, no line breaks within fields.

use super::{Calendar, Days, Entry, MAX_BYTES, MAX_SOURCE, Problem, Problems, What, YEARS, sayable};

/// The calendar with the year's table read from `text`; the year is that of most days' dates, the first's on a tie.
///
/// # Errors
/// Every problem of the file, by line.
pub fn read_csv(text: &str, base: &Calendar) -> Result<Calendar, Vec<Problem>> {
    let mut problems = Problems::default();
    if text.len() > MAX_BYTES {
        problems.add(1, What::TooLarge, text.len().to_string());
        return problems.judge(base.clone());
    }
    let (mut days, mut source, mut header) = (Days::default(), String::new(), false);
    for (line, row) in text.trim_start_matches('\u{feff}').lines().enumerate().map(|(n, row)| (n + 1, row.trim())) {
        if let Some(remark) = row.strip_prefix('#') {
            if source.is_empty() && sayable(remark, MAX_SOURCE) {
                remark.trim().clone_into(&mut source);
            }
        } else if row.is_empty() {
        } else if !header {
            header = true;
            if row != HEADER {
                problems.add(line, What::Syntax, row);
            }
        } else {
            take(line, row, &mut days, &mut problems);
        }
    }
    let Some(year) = year(&days) else {
        problems.add(1, What::Empty, "");
        return problems.judge(base.clone());
    };
    if !YEARS.contains(&i64::from(year)) {
        problems.add(1, What::Year, year.to_string());
    }
    let mut calendar = base.clone();
    calendar.years.insert(year, days.table(year, source, &base.week, &mut problems));
    problems.judge(calendar)
}

fn take(line: usize, row: &str, days: &mut Days, problems: &mut Problems) {
    let Some(fields) = fields(row) else {
        problems.add(line, What::Syntax, row);
        return;
    };
    let [date, kind, name, basis] = fields.as_slice() else {
        problems.add(line, What::Syntax, row);
        return;
    };
    let field = |text| Some((line, text)).filter(|(_, text): &(usize, &str)| !text.is_empty());
    let entry = Entry { line, date: field(date), kind: field(kind), name: field(name), basis: field(basis) };
    days.take(&entry, problems);
}

/// The fields of a row; `None` when a quote is left open or stands in the middle of a word.
fn fields(row: &str) -> Option<Vec<String>> {
    let (mut fields, mut rest) = (Vec::new(), row);
    loop {
        let after = if let Some(quoted) = rest.strip_prefix('"') {
            let (mut field, mut left) = (String::new(), quoted);
            loop {
                let (text, after) = left.split_once('"')?;
                field.push_str(text);
                match after.strip_prefix('"') {
                    Some(more) => {
                        field.push('"');
                        left = more;
                    }
                    None => {
                        left = after;
                        break;
                    }
                }
            }
            fields.push(field.trim().to_owned());
            left
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            let (field, after) = rest.split_at(end);
            if field.contains('"') {
                return None;
            }
            fields.push(field.trim().to_owned());
            after
        };
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return after.is_empty().then_some(fields),
        }
    }
}

fn year(days: &Days) -> Option<i16> {
    let mut years: Vec<(usize, i16)> = Vec::new();
    for day in days.days.keys() {
        match years.iter_mut().find(|(_, year)| *year == day.year()) {
            Some((count, _)) => *count += 1,
            None => years.push((1, day.year())),
        }
    }
    years.into_iter().rev().max_by_key(|(count, _)| *count).map(|(_, year)| year)
}

/// The first line that is no remark.
pub(in crate::domain::calendar) const HEADER: &str = "date,kind,name,basis";
