//! Working time: what the law's deadlines are on which days, as a table; a calendar that is imported is a version with a
//! leaf, and whatever is judged names it; an operator's files are told line by line what is wrong.

use std::fmt::Write as _;
use std::process::{Command, Output};

use jiff::civil::{Date, DateTime};
use lienthong::crypto;
use lienthong::domain::acknowledgement::Status;
use lienthong::domain::calendar::{Calendar, Known, read_toml};
use lienthong::domain::deadline::{self, Deadline, Signed, instant};
use lienthong::domain::ids::{Micros, Urgency};
use lienthong::evidence::leaf::{Event, Leaf, VersionRef};
use lienthong::i18n::Lang;
use lienthong::report::deadline as words;
use lienthong::store::change::{CalendarAct, CalendarChange};
use lienthong::store::{Change, Committed, Store};
use serde_json::Value;

use crate::support::stores::{Backend, Fixture, actor, organ};

use Urgency::{Immediate, Normal, Urgent, VeryUrgent};

/// What has a deadline.
enum Of {
    /// A document signed then is to be sent.
    Send(&'static str),
    /// A document of which only the day of signing is known is to be sent.
    SendOfDay(&'static str),
    /// A document that arrived then is to be acknowledged.
    Acknowledge(&'static str),
    /// An answer is due that day.
    Answer(&'static str),
}

use Of::{Acknowledge, Answer, Send, SendOfDay};

fn at(text: &str) -> Micros {
    let civil: DateTime = text.parse().unwrap();
    instant(civil.date(), civil.time())
}

fn of(calendar: &Calendar, of: &Of, urgency: Urgency) -> Deadline {
    let day = |text: &str| text.parse::<Date>().unwrap();
    match of {
        Send(signed) => deadline::sending(calendar, Signed::At(at(signed)), urgency),
        SendOfDay(signed) => deadline::sending(calendar, Signed::On(day(signed)), urgency),
        Acknowledge(arrived) => deadline::acknowledging(calendar, at(arrived), urgency),
        Answer(due) => deadline::answering(calendar, day(due)),
    }
}

/// `T4 2026-11-25 11:30`, the end of a day as 24:00.
fn said(at: Micros) -> String {
    let (day, time) = (deadline::day_in_vietnam(at), deadline::time_in_vietnam(at));
    let weekday =
        ["T2", "T3", "T4", "T5", "T6", "T7", "CN"][usize::try_from(day.weekday().to_monday_zero_offset()).unwrap()];
    let time = if time.strftime("%H:%M").to_string() == "23:59" && time.second() == 59 && time.microsecond() > 0 {
        "24:00".to_owned()
    } else if time.second() > 0 {
        time.strftime("%H:%M:%S").to_string()
    } else {
        time.strftime("%H:%M").to_string()
    };
    format!("{weekday} {day} {time}")
}

fn sure(known: Known) -> &'static str {
    match known {
        Known::Yes => "chắc",
        Known::Unsure => "chưa chắc",
        Known::No => "năm chưa có lịch",
    }
}

fn event(event: &Of) -> String {
    let moment = |text: &str| said(at(text));
    let day = |text: &str| said(at(&format!("{text}T00:00")))[.."T4 2026-11-25".len()].to_owned();
    match event {
        Send(text) => format!("ký {}", moment(text)),
        SendOfDay(text) => format!("ký {}", day(text)),
        Acknowledge(text) => format!("đến {}", moment(text)),
        Answer(text) => format!("hạn {}", day(text)),
    }
}

fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Normal => "",
        Urgent => "khẩn",
        VeryUrgent => "thượng khẩn",
        Immediate => "hỏa tốc",
    }
}

/// The deadlines of the law, day by day.
const DEADLINES: &[(&str, Of, Urgency)] = &[
    ("GỬI: QĐ 28/2018 Điều 6.2, chậm nhất trong buổi sáng của ngày làm việc tiếp theo", Send(""), Normal),
    ("giữa tuần", Send("2026-11-25T09:00"), Normal),
    ("cuối giờ chiều", Send("2026-11-25T16:59"), Normal),
    ("giây cuối của ngày", Send("2026-11-25T23:59:59"), Normal),
    ("0 giờ là ngày sau", Send("2026-11-26T00:00"), Normal),
    ("thứ Sáu", Send("2026-11-27T15:00"), Normal),
    ("thứ Bảy", Send("2026-11-28T08:00"), Normal),
    ("Chủ nhật", Send("2026-11-29T20:00"), Normal),
    ("ngày làm việc cuối trước Tết", Send("2026-02-13T16:00"), Normal),
    ("mùng 2 Tết", Send("2026-02-18T10:00"), Normal),
    ("cuối năm, 02/01 nghỉ hoán đổi", Send("2025-12-31T10:00"), Normal),
    ("trước thứ Bảy làm bù", Send("2026-01-09T10:00"), Normal),
    ("thứ Bảy làm bù", Send("2026-01-10T10:00"), Normal),
    ("Giỗ Tổ Chủ nhật, nghỉ bù thứ Hai", Send("2026-04-24T10:00"), Normal),
    ("30/4 và 01/5", Send("2026-04-29T10:00"), Normal),
    ("Quốc khánh, ngày chưa đối chiếu", Send("2026-08-28T10:00"), Normal),
    ("ký vào ngày chưa đối chiếu", Send("2026-11-24T09:00"), Normal),
    ("Tết 2027, tính theo luật", Send("2027-02-04T10:00"), Normal),
    ("sang năm chưa có lịch", Send("2027-12-31T10:00"), Normal),
    ("30/4 của năm chưa có lịch", Send("2031-04-29T10:00"), Normal),
    ("chỉ biết ngày ký", SendOfDay("2026-11-25"), Normal),
    ("chỉ biết ngày ký, thứ Bảy", SendOfDay("2026-11-28"), Normal),
    ("gửi ngay, kể cả ban đêm", Send("2026-11-25T22:00"), Immediate),
    ("gửi ngay, qua 0 giờ", Send("2026-11-25T23:45"), Immediate),
    ("sáu mươi phút làm việc, qua đêm", Send("2026-11-25T16:30"), VeryUrgent),
    ("qua giờ nghỉ trưa", Send("2026-11-25T11:00"), Urgent),
    ("qua cuối tuần", Send("2026-11-27T16:00"), Urgent),
    ("ký Chủ nhật", Send("2026-11-29T09:00"), Urgent),
    ("khẩn mà chỉ biết ngày: trong ngày", SendOfDay("2026-11-25"), Urgent),
    ("PHẢN HỒI: NĐ 30/2020 Điều 21.2, ngay trong ngày", Send(""), Normal),
    ("trong giờ", Acknowledge("2026-11-25T09:00"), Normal),
    ("trước giờ làm", Acknowledge("2026-11-25T06:00"), Normal),
    ("giờ nghỉ trưa", Acknowledge("2026-11-25T12:00"), Normal),
    ("một phút trước khi hết giờ", Acknowledge("2026-11-25T16:59"), Normal),
    ("hết giờ: ngày làm việc sau", Acknowledge("2026-11-25T17:00"), Normal),
    ("sát 0 giờ", Acknowledge("2026-11-25T23:59:59"), Normal),
    ("0 giờ", Acknowledge("2026-11-26T00:00"), Normal),
    ("tối thứ Sáu", Acknowledge("2026-11-27T18:00"), Normal),
    ("thứ Bảy", Acknowledge("2026-11-28T09:00"), Normal),
    ("mùng 1 Tết", Acknowledge("2026-02-17T09:00"), Normal),
    ("thứ Bảy làm bù", Acknowledge("2026-01-10T10:00"), Normal),
    ("đến vào ngày chưa đối chiếu", Acknowledge("2026-11-24T09:00"), Normal),
    ("tối 31/12", Acknowledge("2026-12-31T17:30"), Normal),
    ("mùng 1 Tết, ngay", Acknowledge("2026-02-17T09:00"), Immediate),
    ("trong giờ, ngay", Acknowledge("2026-11-25T09:00"), VeryUrgent),
    ("hai giờ làm việc", Acknowledge("2026-11-25T09:00"), Urgent),
    ("không muộn hơn văn bản thường", Acknowledge("2026-11-27T16:30"), VeryUrgent),
    ("TRẢ LỜI: hạn trả lời ghi trên văn bản, hết ngày (BLDS 2015 Điều 148)", Send(""), Normal),
    ("ngày làm việc", Answer("2026-11-25"), Normal),
    ("thứ Bảy: ngày làm việc tiếp theo", Answer("2026-11-28"), Normal),
    ("mùng 2 Tết", Answer("2026-02-18"), Normal),
    ("thứ Bảy làm bù", Answer("2026-01-10"), Normal),
    ("Quốc khánh", Answer("2026-09-02"), Normal),
    ("01/01 của năm chưa có lịch", Answer("2029-01-01"), Normal),
];

#[test]
fn the_deadlines_of_the_law() {
    let calendar = Calendar::shipped();
    let mut table = String::new();
    for (name, event_of, how) in DEADLINES {
        if matches!(event_of, Send("")) {
            let _ = writeln!(table, "\n{name}");
            continue;
        }
        let found = of(calendar, event_of, *how);
        let row = format!(
            "  {name:<36} {:<30} {:<12} → {:<20} {}",
            event(event_of),
            urgency(*how),
            said(found.at),
            sure(found.known)
        );
        let _ = writeln!(table, "{}", row.trim_end());
    }
    let cases = DEADLINES.iter().filter(|(_, of, _)| !matches!(of, Send(""))).count();
    assert!(cases >= 40, "{cases}");
    insta::assert_snapshot!(table.trim_start_matches('\n'));
}

/// A deadline, when it is looked at, and when it was met.
const LOOKS: &[(&str, Of, &str, Option<&str>)] = &[
    ("dưới hai giờ", Send("2026-11-25T09:00"), "2026-11-26T10:10", None),
    ("phút cuối", Send("2026-11-25T09:00"), "2026-11-26T11:29:30", None),
    ("hôm nay", Send("2026-11-25T09:00"), "2026-11-26T08:00", None),
    ("ngày mai", Send("2026-11-25T09:00"), "2026-11-25T14:00", None),
    ("thứ Hai", Send("2026-11-27T09:00"), "2026-11-27T14:00", None),
    ("sau Tết", Send("2026-02-13T09:00"), "2026-02-13T14:00", None),
    ("trong ngày, còn giờ làm", Acknowledge("2026-11-25T09:00"), "2026-11-25T10:00", None),
    ("trong ngày, sắp hết giờ", Acknowledge("2026-11-25T09:00"), "2026-11-25T16:00", None),
    ("trong ngày, đã hết giờ", Acknowledge("2026-11-25T09:00"), "2026-11-25T19:00", None),
    ("ba ngày làm việc", Answer("2026-11-30"), "2026-11-25T10:00", None),
    ("xa hơn", Answer("2026-12-14"), "2026-11-25T10:00", None),
    ("vừa quá", Send("2026-11-25T09:00"), "2026-11-26T11:52", None),
    ("quá vài giờ", Send("2026-11-25T09:00"), "2026-11-26T14:30", None),
    ("quá một ngày làm việc", Send("2026-11-26T09:00"), "2026-11-30T09:00", None),
    ("quá trong kỳ nghỉ", Acknowledge("2026-02-13T09:00"), "2026-02-18T09:00", None),
    ("đúng lúc hết hạn", Send("2026-11-25T09:00"), "2026-12-01T00:00", Some("2026-11-26T11:30")),
    ("một giây sau", Send("2026-11-25T09:00"), "2026-12-01T00:00", Some("2026-11-26T11:30:01")),
    ("trong ngày, sau giờ làm", Acknowledge("2026-11-25T16:50"), "2026-12-01T00:00", Some("2026-11-25T20:00")),
    ("hôm sau", Acknowledge("2026-11-25T16:50"), "2026-12-01T00:00", Some("2026-11-26T08:00")),
];

#[test]
fn deadlines_in_words() {
    let calendar = Calendar::shipped();
    let mut table = String::new();
    for (name, event_of, now, done) in LOOKS {
        let found = of(calendar, event_of, Normal);
        let done = done.map(at);
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| words::verdict(lang, calendar, &found, done, at(now)));
        let look = done.map_or_else(|| format!("xem {}", said(at(now))), |done| format!("xong {}", said(done)));
        let _ = writeln!(table, "{name:<26} {:<20} {look:<29} {vi:<30} {en}", said(found.at));
    }
    insta::assert_snapshot!(table);
    assert_eq!(words::doubt(Lang::Vi, Known::Yes), None);
    assert!(words::doubt(Lang::Vi, Known::Unsure).is_some() && words::doubt(Lang::En, Known::No).is_some());
}

/// What an operator imports, and what it moves.
const CHANGED: &[(&str, &str, Of, Urgency)] = &[
    ("24/11 vẫn làm việc", "year = 2026\nsource = \"t\"\n", Send("2026-11-23T09:00"), Normal),
    ("nghỉ bão ngày 26/11", STORM, Send("2026-11-25T09:00"), Normal),
    ("chỉ làm chiều ngày 26/11", AFTERNOON, Send("2026-11-25T09:00"), Normal),
    ("chỉ làm sáng ngày 26/11", MORNING, Acknowledge("2026-11-26T14:00"), Normal),
    ("sáng đến 12:00", "[hours]\nmorning = \"08:00-12:00\"\n", Send("2026-11-25T09:00"), Normal),
    ("làm việc sáng thứ Bảy", "[week]\nsaturday = \"morning\"\n", Send("2026-11-27T09:00"), Normal),
    ("“trong ngày” là hết giờ làm", "[reading]\nacknowledge_by = \"close\"\n", Acknowledge("2026-11-25T09:00"), Normal),
    ("hạn trả lời không dời", "[reading]\ndue_on_day_off = \"same_day\"\n", Answer("2026-11-28"), Normal),
    ("khẩn là bốn giờ", "[reading]\nurgent_minutes = 240\n", Acknowledge("2026-11-25T09:00"), Urgent),
    ("hỏa tốc theo giờ làm", "[reading]\nimmediate_always = false\n", Send("2026-11-25T22:00"), Immediate),
    ("bảng cho năm 2028", TABLE_2028, Send("2027-12-31T10:00"), Normal),
];
const STORM: &str = "year = 2026\nsource = \"Công điện\"\n[[day]]\ndate = 2026-11-26\nkind = \"off\"\nname = \"Bão\"\nbasis = \"announced\"\n";
const AFTERNOON: &str = "year = 2026\nsource = \"t\"\n[[day]]\ndate = 2026-11-26\nkind = \"afternoon\"\nname = \"Họp\"\nbasis = \"announced\"\n";
const MORNING: &str = "year = 2026\nsource = \"t\"\n[[day]]\ndate = 2026-11-26\nkind = \"morning\"\nname = \"Họp\"\nbasis = \"announced\"\n";
const TABLE_2028: &str = "year = 2028\nsource = \"t\"\n[[day]]\ndate = 2028-01-03\nkind = \"off\"\nname = \"Nghỉ bù Tết Dương lịch\"\nbasis = \"law\"\n";

#[test]
fn a_changed_calendar_moves_what_hangs_on_it() {
    let shipped = Calendar::shipped();
    let mut table = String::new();
    for (name, file, event_of, how) in CHANGED {
        let changed = read_toml(file, shipped).unwrap();
        let [before, after] = [shipped, &changed].map(|calendar| of(calendar, event_of, *how));
        assert_ne!(before, after, "{name}");
        let _ = writeln!(
            table,
            "{name:<28} {:<26} {:<8} {:<20} {:<16} → {:<20} {}",
            event(event_of),
            urgency(*how),
            said(before.at),
            sure(before.known),
            said(after.at),
            sure(after.known)
        );
    }
    insta::assert_snapshot!(table);
}

/// The examples of docs/operating/calendar.md are read, and its settings are the defaults.
#[test]
fn the_page_shows_what_is_read() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating/calendar.md");
    let page = std::fs::read_to_string(page).unwrap();
    let mut bent = Calendar::shipped().clone();
    bent.hours.morning.from = jiff::civil::time(1, 0, 0, 0);
    bent.week.0[5] = lienthong::domain::calendar::Kind::Morning;
    bent.week.0[6] = lienthong::domain::calendar::Kind::Morning;
    bent.reading.immediate_always = false;
    bent.reading.urgent_minutes = 1;
    let blocks: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let read = |block: &&str| read_toml(block, &bent).unwrap_or_else(|problems| panic!("{block}: {problems:?}"));
    let [table, settings] = blocks.iter().map(read).collect::<Vec<_>>().try_into().expect("two examples");
    assert_eq!(table.years[&2027].days.len(), 1);
    let usual = Calendar::shipped();
    assert_eq!((settings.hours, settings.week, settings.reading), (usual.hours, usual.week, usual.reading));
}

fn change(agency: Option<&str>, based_on: u64, what: CalendarAct) -> Change {
    Change::Calendar(CalendarChange { by: actor(), agency: agency.map(organ), based_on, what })
}

fn set(calendar: &Calendar) -> CalendarAct {
    CalendarAct::Set(Box::new(calendar.clone()))
}

/// The calendar in the newest leaf of that event.
fn newest(leaves: &[Leaf], event: Event) -> VersionRef {
    let leaf = leaves.iter().rev().find(|leaf| leaf.body().event == event).expect("such a leaf");
    leaf.body().calendar.clone().expect("it names a calendar")
}

fn an_imported_calendar_is_a_version_that_leaves_name(backend: Backend) {
    let hub = Fixture::new(backend);
    let shipped = VersionRef { version: 0, sha256: Store::shipped_calendar_sha256().unwrap() };
    let sent = hub.document("H01.A", 1, &["H01.B", "H01.C"]);
    hub.accept(&sent).unwrap();
    assert_eq!(newest(&hub.audit(), Event::SubmissionAcceptance), shipped);
    assert_eq!(hub.store.calendar(None).unwrap(), *Calendar::shipped());

    // The hub's own.
    let mut ours = read_toml(STORM, Calendar::shipped()).unwrap();
    let Committed::Done { leaf } = hub.done(change(None, 0, set(&ours))) else { panic!("done") };
    ours.version = 1;
    let body = serde_json_canonicalizer::to_vec(&ours).unwrap();
    let first = VersionRef { version: 1, sha256: crypto::sha256(&body) };
    let leaves = hub.audit();
    assert_eq!(newest(&leaves, Event::CalendarChanged), first);
    let changed = &leaves[usize::try_from(leaf.index).unwrap()];
    assert_eq!(
        (changed.body().event, changed.body().act.as_deref()),
        (Event::CalendarChanged, Some("calendar.imported"))
    );
    assert_eq!(hub.store.calendar(None).unwrap(), ours);
    assert_eq!(hub.store.calendar(Some(&organ("H01.B"))).unwrap(), ours);

    // One agency's; another hub process on the same database sees it too.
    let (_, elsewhere) = hub.another();
    let own = read_toml("[week]\nsaturday = \"morning\"\n", &ours).unwrap();
    elsewhere.submit_blocking(change(Some("H01.B"), 1, set(&own))).unwrap().unwrap();
    hub.accept(&hub.document("H01.A", 2, &["H01.B"])).unwrap();
    assert_eq!(newest(&hub.audit(), Event::SubmissionAcceptance), first, "the sender's calendar counts");
    hub.accept(&hub.document("H01.B", 3, &["H01.A"])).unwrap();
    let second = newest(&hub.audit(), Event::SubmissionAcceptance);
    assert_eq!(second.version, 2);
    hub.acknowledge("H01.B", sent.receivers[0].delivery, Status::Accepted).unwrap();
    hub.acknowledge("H01.C", sent.receivers[1].delivery, Status::Returned).unwrap();
    let leaves = hub.audit();
    assert_eq!(newest(&leaves, Event::StatusAccepted), second, "the receiver's calendar counts");
    assert_eq!(newest(&leaves, Event::StatusReturned), first);

    // What was made upon another version does not hold; nothing is written.
    let size = hub.store.log_head().unwrap().size;
    assert_eq!(hub.refused(change(None, 0, set(&ours))), "calendar.moved");
    assert_eq!(hub.refused(change(Some("H01.B"), 1, CalendarAct::Follow)), "calendar.moved");
    assert_eq!(hub.refused(change(Some("H09.X"), 1, set(&ours))), "agency.unknown");
    assert_eq!(hub.store.log_head().unwrap().size, size);

    // Back to the hub's, and the hub back to the program's; every version stays readable.
    hub.done(change(Some("H01.B"), 2, CalendarAct::Follow));
    assert_eq!(hub.store.calendar(Some(&organ("H01.B"))).unwrap(), ours);
    hub.done(change(None, 1, CalendarAct::Follow));
    assert_eq!(hub.store.calendar(Some(&organ("H01.B"))).unwrap(), *Calendar::shipped());
    hub.accept(&hub.document("H01.B", 4, &["H01.A"])).unwrap();
    assert_eq!(newest(&hub.audit(), Event::SubmissionAcceptance), shipped);
    assert_eq!(hub.store.calendar_version(1).unwrap(), Some(ours));
    assert_eq!(hub.store.calendar_version(2).unwrap().unwrap().week, own.week);
    assert_eq!((hub.store.calendar_version(3).unwrap(), hub.store.calendar_version(9).unwrap()), (None, None));
    let versions = hub.store.calendars().unwrap();
    let said: Vec<_> = versions.iter().map(|v| (v.version, v.agency.clone(), v.own)).collect();
    assert_eq!(
        said,
        [(1, None, true), (2, Some(organ("H01.B")), true), (3, Some(organ("H01.B")), false), (4, None, false)]
    );
    assert_eq!(
        (versions[0].sha256, versions[2].sha256, versions[3].sha256),
        (first.sha256, first.sha256, shipped.sha256)
    );
    assert!(versions.iter().all(|version| version.leaf.size > version.leaf.index));
}

#[test]
fn an_imported_calendar_is_a_version_that_leaves_name_on_sqlite() {
    an_imported_calendar_is_a_version_that_leaves_name(Backend::Sqlite);
}

#[test]
fn an_imported_calendar_is_a_version_that_leaves_name_on_postgres() {
    an_imported_calendar_is_a_version_that_leaves_name(Backend::Postgres);
}

#[test]
fn an_operator_checks_imports_and_exports_a_calendar() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("lienthong.toml", "");
    let config = path("lienthong.toml");
    let admin = |format: &str, arguments: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_lienthong"))
            .args(["admin", "-c", &config, "--format", format, "--lang", "vi"])
            .args(arguments)
            .env_clear()
            .output()
            .unwrap()
    };
    let calendar = |code: i32, arguments: &[&str]| -> Value {
        let output = admin("json", &[&["calendar"], arguments].concat());
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    };
    let version = || calendar(0, &["show"])["version"].as_u64().unwrap();
    assert_eq!(version(), 0);

    // Every problem, by line; nothing is imported.
    write(
        "bad.toml",
        "year = 2028\nsource = \"t\"\n[[day]]\ndate = 2028-01-26\nkind = \"free\"\nname = \"Tết\"\nbasis = \"law\"\n[[day]]\ndate = 2027-01-01\nkind = \"off\"\nname = \"x\"\nbasis = \"law\"\n",
    );
    let said = calendar(1, &["import", &path("bad.toml")]);
    let lines: Vec<_> = said["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["line"].as_u64().unwrap(), p["what"].as_str().unwrap()))
        .collect();
    assert_eq!((said["code"].as_str(), lines), (Some("calendar.sheet"), vec![(5, "kind"), (9, "other-year")]));
    let page = String::from_utf8(admin("text", &["calendar", "check", &path("bad.toml")]).stdout).unwrap();
    assert!(page.contains("bad.toml:5: loại ngày phải là") && page.contains("bad.toml:9: ngày không thuộc"), "{page}");
    calendar(66, &["check", &path("absent.toml")]);

    // A dry run says what would change, an import changes it, a second one has nothing to do.
    write(
        "2028.csv",
        "# Bộ luật Lao động\ndate,kind,name,basis\n2028-01-01,off,Tết Dương lịch,law\n2028-01-03,off,\"Nghỉ bù, thứ Hai\",law\n",
    );
    for dry in [&["check", &path("2028.csv")][..], &["import", &path("2028.csv"), "--dry-run"]] {
        let said = calendar(0, dry);
        assert_eq!((said["changes"].as_array().unwrap().len(), said["leaf"].is_null(), version()), (3, true, 0));
    }
    let said = calendar(0, &["import", &path("2028.csv"), "--reason", "Thông báo"]);
    assert!(
        said["leaf"].is_u64() && said["changes"][2].as_str().unwrap().starts_with("+ 2028-01-03 thứ Hai: nghỉ"),
        "{said}"
    );
    assert_eq!(version(), 1);
    let said = calendar(0, &["import", &path("2028.csv")]);
    assert_eq!((said["changes"].as_array().unwrap().len(), version()), (0, 1));

    // What is exported is imported as the same.
    calendar(1, &["export", "2040"]);
    calendar(0, &["export", "2028", "--settings", "-o", &path("out.toml")]);
    calendar(0, &["export", "2028", "-o", &path("out.csv")]);
    calendar(70, &["export", "2028", "-o", &path("out.csv")]);
    for file in ["out.toml", "out.csv"] {
        assert_eq!(calendar(0, &["check", &path(file)])["changes"].as_array().unwrap().len(), 0, "{file}");
    }

    // An agency's own, and back.
    calendar(1, &["show", "--agency", "000.00.15.H57"]);
    assert!(admin("json", &["agency", "add", "000.00.15.H57", "--name", "Sở Nội vụ"]).status.success());
    write("hours.toml", "[hours]\nmorning = \"07:00-11:00\"\n[week]\nsaturday = \"morning\"\n");
    calendar(0, &["import", &path("hours.toml"), "--agency", "000.00.15.H57"]);
    let own = calendar(0, &["show", "--agency", "000.00.15.H57"]);
    assert_eq!((own["version"].as_u64(), version()), (Some(2), 1));
    assert_eq!(own["calendar"]["week"][5].as_str(), Some("morning"));
    let page = String::from_utf8(admin("text", &["calendar", "show", "--year", "2028"]).stdout).unwrap();
    assert!(page.contains("acknowledge_by = midnight, due_on_day_off"), "{page}");
    assert!(page.contains("Tết Dương lịch [luật định]") && !page.contains("2026-02-17"), "{page}");
    calendar(0, &["follow", "--agency", "000.00.15.H57"]);
    assert_eq!(calendar(0, &["show", "--agency", "000.00.15.H57"])["version"].as_u64(), Some(1));
    calendar(1, &["show", "--year", "2040"]);
}
