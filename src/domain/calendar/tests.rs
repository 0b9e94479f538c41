use jiff::civil::{date, time};
use proptest::prelude::*;

use super::shipped::TABLES;
use super::*;

fn at(text: &str) -> Micros {
    let civil: DateTime = text.parse().unwrap();
    instant(civil.date(), civil.time())
}

#[test]
fn every_shipped_table_is_read() {
    for text in TABLES {
        read_toml(text, &Calendar::bare()).unwrap();
    }
    let years: Vec<i16> = Calendar::shipped().years.keys().copied().collect();
    assert_eq!(years, [2025, 2026, 2027]);
    assert_eq!(Calendar::shipped().version, 0);
}

#[test]
fn the_shipped_tables_hold_what_the_law_gives() {
    let calendar = Calendar::shipped();
    // Bộ luật Lao động 2019 Điều 112: Tết five days, Quốc khánh two, the others one each; a day of rest among them is
    // made good on the next working day (Điều 111.3). Working days of a year with eleven days off on weekdays: 52 weeks
    // of five and the odd day.
    for (year, tet, gio_to) in [
        (2025, date(2025, 1, 29), date(2025, 4, 7)),
        (2026, date(2026, 2, 17), date(2026, 4, 26)),
        (2027, date(2027, 2, 6), date(2027, 4, 16)),
    ] {
        let fixed = FIXED.iter().map(|(month, day)| date(year, *month, *day));
        for day in fixed.chain([tet, gio_to]) {
            assert_eq!(calendar.kind(day), Kind::Off, "{day}");
            assert!(calendar.years[&year].days.contains_key(&day), "{day}");
        }
        let first = date(year, 1, 1);
        let year_days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(|d| d.year() == year);
        let weekdays_off =
            year_days.clone().filter(|d| Week::default().on(*d) == Kind::Full && !calendar.is_working_day(*d));
        let made_up = year_days.filter(|d| Week::default().on(*d) == Kind::Off && calendar.is_working_day(*d));
        let twenty_fourth = i32::from(year >= 2026); // 24/11, uncertain
        let net = i32::try_from(weekdays_off.count()).unwrap() - i32::try_from(made_up.count()).unwrap();
        assert_eq!(net, 11 + twenty_fourth, "{year}");
    }
}

#[test]
fn an_unknown_year_has_its_fixed_holidays_and_says_that_it_is_unknown() {
    let calendar = Calendar::shipped();
    assert_eq!(calendar.kind(date(2031, 9, 2)), Kind::Off);
    assert_eq!(calendar.kind(date(2031, 9, 3)), Kind::Full);
    assert_eq!(calendar.known(date(2031, 9, 3)), Known::No);
    assert_eq!(calendar.known(date(2026, 3, 3)), Known::Yes);
    assert_eq!(calendar.known(date(2026, 8, 31)), Known::Unsure);
    assert_eq!(calendar.known_between(date(2027, 12, 30), date(2028, 1, 3)), Known::No);
}

#[test]
fn hours_are_counted_across_days() {
    let calendar = Calendar::shipped();
    // Friday 15:00 to Monday 08:30: two hours and one.
    assert_eq!(calendar.working_minutes(at("2026-11-27T15:00"), at("2026-11-30T08:30")), 180);
    assert_eq!(calendar.working_minutes(at("2026-11-30T08:30"), at("2026-11-27T15:00")), 0);
    assert_eq!(calendar.after_working_minutes(at("2026-11-27T16:30"), 60), at("2026-11-30T08:00"));
    assert_eq!(calendar.after_working_minutes(at("2026-11-27T11:00"), 60), at("2026-11-27T13:30"));
    assert_eq!(calendar.after_working_minutes(at("2026-11-27T11:00"), 30), at("2026-11-27T11:30"));
    assert!(calendar.is_open(at("2026-11-27T11:29")) && !calendar.is_open(at("2026-11-27T11:30")));
    assert_eq!(calendar.close_of_day(date(2026, 11, 28)), None);
    // Tết: nine days between two working days.
    assert_eq!(calendar.next_working_day(date(2026, 2, 13)), date(2026, 2, 23));
    assert_eq!(calendar.working_days(date(2026, 2, 12), date(2026, 2, 24)), 3);
}

#[test]
fn half_days_have_one_half() {
    let text = "year = 2026\nsource = \"tỉnh\"\n[[day]]\ndate = 2026-11-30\nkind = \"afternoon\"\nname = \"Họp sáng\"\nbasis = \
        \"announced\"\n[week]\nsaturday = \"morning\"\n[hours]\nmorning = \"07:00-11:00\"\n";
    let calendar = read_toml(text, &Calendar::bare()).unwrap();
    assert_eq!(calendar.next_working_noon(date(2026, 11, 27)), date(2026, 11, 28).to_datetime(time(11, 0, 0, 0)));
    // Monday has no morning: Tuesday's.
    assert_eq!(calendar.next_working_noon(date(2026, 11, 28)), date(2026, 12, 1).to_datetime(time(11, 0, 0, 0)));
    assert_eq!(calendar.close_of_day(date(2026, 11, 28)), Some(at("2026-11-28T11:00")));
    assert_eq!(calendar.working_minutes(at("2026-11-30T00:00"), at("2026-12-01T00:00")), 240);
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let mut calendar = Calendar::shipped().clone();
    calendar.hours.morning.to = time(12, 0, 0, 0);
    calendar.week.0[5] = Kind::Morning;
    calendar.reading.acknowledge_by = AcknowledgeBy::Close;
    calendar.years.get_mut(&2026).unwrap().days.get_mut(&date(2026, 1, 1)).unwrap().name = "a \"b\\c\", d".to_owned();
    let back = read_toml(&toml(&calendar, 2026, true).unwrap(), &Calendar::bare()).unwrap();
    assert_eq!((back.hours, back.week, back.reading), (calendar.hours, calendar.week, calendar.reading));
    assert_eq!(back.years[&2026], calendar.years[&2026]);
    let back = read_csv(&csv(&calendar, 2026).unwrap(), &Calendar::bare()).unwrap();
    assert_eq!(back.years[&2026], calendar.years[&2026]);
    assert_eq!(toml(&calendar, 2030, true), None);
    let json = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), calendar);
}

fn problems(result: Result<Calendar, Vec<Problem>>) -> Vec<String> {
    let said = |problem: Problem| format!("{} {:?} {}", problem.line, problem.what, problem.found);
    result.unwrap_err().into_iter().map(said).collect()
}

#[test]
fn every_problem_of_a_file_is_told_with_its_line() {
    let text = r#"year = 2026
sauce = "x"
[[day]]
date = "2026-02-29"
kind = "off"
name = "a"
basis = "law"
[[day]]
date = 2026-03-02
kind = "of"
name = "\u200b"
basis = "lore"
[[day]]
date = 2026-03-03
kind = "full"
name = "Thứ Ba"
basis = "law"
[[day]]
date = "2027-03-06"
kind = "full"
name = "b"
basis = "law"
[[day]]
date = 2026-03-07
kind = "full"
name = "c"
basis = "law"
[[day]]
date = 2026-03-07
kind = "off"
name = "d"
basis = "law"
[[day]]
name = "e"
[hours]
morning = "8h"
afternoon = "09:00-08:00"
[week]
monday = "maybe"
[reading]
acknowledge_by = "noon"
urgent_minutes = 0
"#;
    let toml = problems(read_toml(text, &Calendar::bare())).join("\n");
    let csv = "date,kind,name,basis\n2026-01-01,off,\"Tết, dương\",law\n2026-01-02,off,x\n2026-01-03,off,\"x,law\n\
        x,off,y,law\n2025-01-01,off,y,law\n2026-01-01,off,,law\n2026-01-01,off,y,law\n";
    let csv = problems(read_csv(csv, &Calendar::bare())).join("\n");
    insta::assert_snapshot!(format!("toml\n{toml}\n\ncsv\n{csv}"));
    assert_eq!(problems(read_toml("", &Calendar::bare())), ["1 Empty "]);
    assert_eq!(problems(read_csv("", &Calendar::bare())), ["1 Empty "]);
    let broken = problems(read_toml("a = \nb = ]\n", &Calendar::bare()));
    assert!(!broken.is_empty() && broken.iter().all(|line| line.contains("Syntax")), "{broken:?}");
    let long = "#".repeat(MAX_BYTES + 1);
    assert_eq!(problems(read_toml(&long, &Calendar::bare())).len(), 1);
}

proptest! {
    /// Rubbish, and files that are nearly right, are read or told to be wrong; nothing panics, and no line is beyond the file.
    #[test]
    fn no_text_panics(
        text in "[\\x20-\\x7e\\n\"#=\\[\\]ăđ]{0,200}",
        cut in 0..2_000_usize,
        put in "[0-9a-z\"\n=,-]{0,6}",
    ) {
        let table = TABLES[1];
        let at = (0..=cut.min(table.len())).rev().find(|at| table.is_char_boundary(*at)).unwrap();
        let bent = format!("{}{put}{}", &table[..at], &table[at..]);
        for text in [text, bent] {
            let lines = text.lines().count().max(1) + 1;
            for result in [read_toml(&text, &Calendar::bare()), read_csv(&text, &Calendar::bare())] {
                if let Err(problems) = result {
                    prop_assert!(!problems.is_empty());
                    prop_assert!(problems.iter().all(|problem| (1..=lines).contains(&problem.line)), "{:?}", problems);
                }
            }
        }
    }
}
