//! Numbers, shares and times as people write them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Lang;
use crate::domain::ids::Micros;

/// A whole number with its thousands apart: `12.345` in Vietnamese, `12,345` in English.
pub fn number(lang: Lang, value: i64) -> String {
    let mark = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let digits = value.unsigned_abs().to_string();
    let mut out = String::from(if value < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A share with two decimals, rounded half up: `99,99%` in Vietnamese, `99.99%` in English; `–` when there is nothing
/// to take a share of. It never shows 100 % when something is missing, nor 0 % when something is there.
pub fn percent(lang: Lang, numerator: u64, denominator: u64) -> String {
    if denominator == 0 {
        return "–".to_owned();
    }
    let (numerator, denominator) = (u128::from(numerator), u128::from(denominator));
    let mut hundredths = (numerator * 20_000 + denominator) / (denominator * 2);
    if hundredths == 10_000 && numerator < denominator {
        hundredths = 9_999;
    }
    if hundredths == 0 && numerator > 0 {
        hundredths = 1;
    }
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{:02}%", hundredths / 100, hundredths % 100)
}

/// Bytes as people say them: `1,5 kB`, `123 MB`.
pub fn size(lang: Lang, bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes, 0);
    let mut rest = 0;
    while value >= 1_000 && unit + 1 < units.len() {
        (rest, value, unit) = (value % 1_000 / 100, value / 1_000, unit + 1);
    }
    let whole = number(lang, i64::try_from(value).unwrap_or(i64::MAX));
    match (unit, value) {
        (0, _) | (_, 100..) => format!("{whole} {}", units[unit]),
        _ => format!("{whole}{}{rest} {}", if lang == Lang::Vi { ',' } else { '.' }, units[unit]),
    }
}

/// The day in Việt Nam: `14/12/2026` or `14 Dec 2026`.
pub fn date(lang: Lang, at: Micros) -> String {
    written(
        at,
        match lang {
            Lang::Vi => "%d/%m/%Y",
            Lang::En => "%-d %b %Y",
        },
    )
}

/// The time of day in Việt Nam, `07:05`.
pub fn time(at: Micros) -> String {
    written(at, "%H:%M")
}

/// Time and day in Việt Nam: `07:05 14/12/2026` or `07:05, 14 Dec 2026`.
pub fn date_time(lang: Lang, at: Micros) -> String {
    written(
        at,
        match lang {
            Lang::Vi => "%H:%M %d/%m/%Y",
            Lang::En => "%H:%M, %-d %b %Y",
        },
    )
}

/// To the second, and with its zone: what a time on a page says to who rests on it.
pub fn exact(lang: Lang, at: Micros) -> String {
    written(
        at,
        match lang {
            Lang::Vi => "%H:%M:%S %d/%m/%Y (UTC+7)",
            Lang::En => "%H:%M:%S, %-d %b %Y (UTC+7)",
        },
    )
}

/// A day of the calendar: `14/12/2026` or `14 Dec 2026`.
pub fn day(lang: Lang, day: jiff::civil::Date) -> String {
    let form = match lang {
        Lang::Vi => "%d/%m/%Y",
        Lang::En => "%-d %b %Y",
    };
    day.strftime(form).to_string()
}

/// ISO 8601 with the zone of Việt Nam, to the second: for machines.
pub fn iso(at: Micros) -> String {
    written(at, "%Y-%m-%dT%H:%M:%S%:z")
}

/// A time that no calendar holds gives `–`.
fn written(at: Micros, form: &str) -> String {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(TimeZone::fixed(jiff::tz::offset(7)));
    Timestamp::from_microsecond(at.0)
        .map_or_else(|_| "–".to_owned(), |instant| instant.to_zoned_datetime(zone).strftime(form).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (value, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1.000", "1,000"),
            (-1_234_567, "-1.234.567", "-1,234,567"),
            (i64::MIN, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!((number(Lang::Vi, value).as_str(), number(Lang::En, value).as_str()), (vi, en));
        }
    }

    #[test]
    fn shares_have_two_decimals_and_never_flatter() {
        for (numerator, denominator, vi) in [
            (0, 0, "–"),
            (0, 7, "0,00%"),
            (1, 3, "33,33%"),
            (2, 3, "66,67%"),
            (1, 800, "0,13%"),
            (7, 7, "100,00%"),
            (999_999, 1_000_000, "99,99%"),
            (1, 1_000_000, "0,01%"),
            (8, 7, "114,29%"),
            (u64::MAX, u64::MAX, "100,00%"),
        ] {
            assert_eq!(percent(Lang::Vi, numerator, denominator), vi);
        }
        assert_eq!(percent(Lang::En, 1, 3), "33.33%");
    }

    #[test]
    fn times_are_those_of_viet_nam() {
        // 2026-12-13T17:05:00Z: already the 14th in Việt Nam.
        let at = Micros(1_797_181_500_000_000);
        assert_eq!(date_time(Lang::Vi, at), "00:05 14/12/2026");
        assert_eq!(date_time(Lang::En, at), "00:05, 14 Dec 2026");
        assert_eq!((date(Lang::Vi, at).as_str(), date(Lang::En, at).as_str()), ("14/12/2026", "14 Dec 2026"));
        assert_eq!(time(at), "00:05");
        assert_eq!(date(Lang::Vi, Micros(i64::MAX)), "–");
    }

    #[test]
    fn sizes_are_said_in_their_unit() {
        for (bytes, vi, en) in [
            (0, "0 B", "0 B"),
            (999, "999 B", "999 B"),
            (1_500, "1,5 kB", "1.5 kB"),
            (123_456_789, "123 MB", "123 MB"),
            (2_100_000_000, "2,1 GB", "2.1 GB"),
            (5_000_000_000_000_000, "5.000 TB", "5,000 TB"),
        ] {
            assert_eq!((size(Lang::Vi, bytes).as_str(), size(Lang::En, bytes).as_str()), (vi, en));
        }
    }
}
