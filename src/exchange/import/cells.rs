//! What stands in a cell: times, yes and no, addresses.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::domain::deadline::vietnam;
use crate::domain::ids::Micros;

/// A time as it is written: a day alone where it begins at midnight in Việt Nam, else with its zone.
pub fn time_text(at: Micros) -> String {
    let Ok(moment) = Timestamp::from_microsecond(at.0) else { return at.0.to_string() };
    let there = moment.to_zoned_datetime(vietnam());
    let form = if there.time() == Time::midnight() { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%S%.f%:z" };
    there.strftime(form).to_string()
}

/// A day (`2025-07-01` or `01/07/2025`, from midnight in Việt Nam), or a time with its zone.
pub(super) fn time(text: &str) -> Option<Micros> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(Micros(moment.as_microsecond()));
    }
    let day = text.parse::<Date>().or_else(|_| Date::strptime("%d/%m/%Y", text)).ok()?;
    // A civil date parses out of a longer text too: what follows it would be lost.
    (text.len() <= DAY_BYTES).then_some(())?;
    Some(Micros(vietnam().to_timestamp(day.to_datetime(Time::midnight())).ok()?.as_microsecond()))
}

/// `yes` or `no`, as they are written.
pub(super) fn yes_text(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Yes and no in the words that people and spreadsheets write.
pub(super) fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "1" | "có" | "x" => Some(true),
        "no" | "false" | "0" | "không" | "" => Some(false),
        _ => None,
    }
}

/// Addresses, parted by semicolons or blanks; the first that is none is the fault.
pub(super) fn mail(text: &str) -> Result<Vec<String>, String> {
    let parts = text.split([';', ' ', ',', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let good = |part: &str| {
        let sides = part.split_once('@');
        sides.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
    };
    parts.map(|part| if good(part) { Ok(part.to_owned()) } else { Err(part.to_owned()) }).collect()
}

/// `2025-07-01`, `01/07/2025`.
const DAY_BYTES: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        let midnight = Micros(1_751_302_800_000_000);
        assert_eq!(time_text(midnight), "2025-07-01");
        for text in ["2025-07-01", "01/07/2025", "2025-06-30T17:00:00Z", "2025-07-01T00:00:00+07:00"] {
            assert_eq!(time(text), Some(midnight), "{text}");
        }
        let later = Micros(midnight.0 + 1_500_000);
        assert_eq!(time(&time_text(later)), Some(later));
        for text in ["", "2025-07", "2025-07-01 nghỉ", "31/02/2025", "1751302800", "2025-07-01T08:00:00"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_parted() {
        assert_eq!(mail("a@b.vn; c@d.vn"), Ok(vec!["a@b.vn".to_owned(), "c@d.vn".to_owned()]));
        assert_eq!(mail(""), Ok(Vec::new()));
        assert_eq!(mail("a@b.vn; Nguyễn"), Err("Nguyễn".to_owned()));
        assert_eq!(mail("a@@b.vn"), Err("a@@b.vn".to_owned()));
        assert_eq!((yes("Có"), yes("không"), yes("maybe")), (Some(true), Some(false), None));
    }
}
