//! What the province is measured by: deadlines laid down at intake, rates of time, the reports about them.

use std::io::Cursor;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use jiff::civil::DateTime;
use lienthong::domain::acknowledgement::Status;
use lienthong::domain::business;
use lienthong::domain::calendar::{Calendar, read_toml};
use lienthong::domain::deadline::instant;
use lienthong::domain::ids::{Micros, OrganId, Urgency};
use lienthong::domain::rate::{Kind, Month, Side};
use lienthong::evidence::leaf::{Event, Leaf, Signed};
use lienthong::i18n::Lang;
use lienthong::report::{self, PaperCell, Papers, Pictures, Question, Rates};
use lienthong::store::Change;
use lienthong::store::change::{Accept, CalendarAct, CalendarChange, Declare};
use lienthong::store::deliveries::Delivery;
use lienthong::store::remainder::Remainder;
use uuid::Uuid;

use crate::support::stores::{Backend, Fixture, actor, on_both, organ};

fn at(text: &str) -> Micros {
    let civil: DateTime = text.parse().unwrap();
    instant(civil.date(), civil.time())
}

/// 24:00 of a day, which still belongs to it.
fn end_of(day: &str) -> Micros {
    Micros(at(&format!("{day}T23:59:59")).0 + 999_999)
}

fn leaf_of(leaves: &[Leaf], event: Event, to: &str) -> Leaf {
    let found = leaves
        .iter()
        .rev()
        .find(|leaf| leaf.body().event == event && leaf.body().to.as_ref().is_none_or(|organ| organ.0 == to));
    found.expect("such a leaf").clone()
}

fn held(hub: &Fixture, agency: &str, of: &Accept) -> Delivery {
    let receiver = of.receivers.iter().find(|receiver| receiver.agency.0 == agency).expect("a receiver");
    hub.store.delivery(&organ(agency), receiver.delivery).unwrap().expect("its own").delivery
}

/// Sends a document at that time.
fn sent(hub: &Fixture, when: &str, number: u32, change: impl FnOnce(&mut Accept)) -> Accept {
    hub.clock.set(at(when));
    let mut document = hub.document("H01.A", number, &["H01.B", "H01.C"]);
    change(&mut document);
    hub.accept(&document).expect("accepted");
    document
}

fn deadlines_are_laid_down_when_a_document_comes_in(backend: Backend) {
    let hub = Fixture::new(backend);
    let own = read_toml(
        "year = 2026\nsource = \"Công điện\"\n[[day]]\ndate = 2026-11-26\nkind = \"off\"\nname = \"Bão\"\nbasis = \"announced\"\n",
        Calendar::shipped(),
    );
    let what = CalendarAct::Set(Box::new(own.unwrap()));
    let by = || actor();
    hub.done(Change::Calendar(CalendarChange { by: by(), agency: Some(organ("H01.B")), based_on: 0, what }));

    // Each by its receiver's calendar: what comes after work counts as coming on its next working day.
    let evening = sent(&hub, "2026-11-25T18:00", 1, |_| ());
    let leaves = hub.audit();
    for (agency, day, version) in [("H01.B", "2026-11-27", 1), ("H01.C", "2026-11-26", 0)] {
        let leaf = leaf_of(&leaves, Event::ContentConsignment, agency);
        assert_eq!(leaf.body().accept_by, Some(end_of(day)), "{agency}");
        assert_eq!(leaf.body().calendar.as_ref().map(|calendar| calendar.version), Some(version));
        let delivery = held(&hub, agency, &evening);
        assert_eq!(delivery.accept_by, Some(end_of(day)));
        assert_eq!((delivery.answer_by, delivery.accepted_at), (Some(end_of("2026-12-01")), None));
    }
    // Sent by noon of the next working day after the day that it bears, by its issuer's calendar.
    let acceptance = leaf_of(&leaves, Event::SubmissionAcceptance, "");
    assert_eq!((acceptance.body().send_by, acceptance.body().stamped), (Some(at("2026-11-25T11:30")), None));

    // Urgent, signed at a time that is proven, without a day for the answer.
    let urgent = sent(&hub, "2026-11-25T18:30", 2, |document| {
        document.urgency = Urgency::Immediate;
        document.stamped = Some(at("2026-11-25T18:20"));
        document.listing.due = None;
    });
    let delivery = held(&hub, "H01.C", &urgent);
    assert_eq!((delivery.accept_by, delivery.answer_by), (Some(at("2026-11-25T19:00")), None));
    let acceptance = leaf_of(&hub.audit(), Event::SubmissionAcceptance, "");
    assert_eq!(acceptance.body().send_by, Some(at("2026-11-25T18:50")));
    assert_eq!(acceptance.body().stamped, Some(at("2026-11-25T18:20")));

    // A calendar that is changed later moves nothing that lies there.
    hub.done(Change::Calendar(CalendarChange {
        by: by(),
        agency: Some(organ("H01.B")),
        based_on: 1,
        what: CalendarAct::Follow,
    }));
    assert_eq!(held(&hub, "H01.B", &evening).accept_by, Some(end_of("2026-11-27")));

    // When it was first taken in: 01 is automatic, a return is none, a later word changes nothing.
    hub.clock.set(at("2026-11-26T08:00"));
    hub.acknowledge("H01.B", evening.receivers[0].delivery, Status::Arrived).unwrap();
    hub.acknowledge("H01.C", evening.receivers[1].delivery, Status::Returned).unwrap();
    assert_eq!(held(&hub, "H01.B", &evening).accepted_at, None);
    assert_eq!(held(&hub, "H01.C", &evening).accepted_at, None);
    hub.clock.set(at("2026-11-27T09:00"));
    hub.acknowledge("H01.B", evening.receivers[0].delivery, Status::Assigned).unwrap();
    hub.clock.set(at("2026-11-28T09:00"));
    hub.acknowledge("H01.B", evening.receivers[0].delivery, Status::Completed).unwrap();
    assert_eq!(held(&hub, "H01.B", &evening).accepted_at, Some(at("2026-11-27T09:00")));

    // A year without a table: the office is shown a day, the log states none.
    let far = sent(&hub, "2031-06-04T09:00", 3, |document| document.listing.issued = Some("2031-06-03".to_owned()));
    assert_eq!(held(&hub, "H01.C", &far).accept_by, Some(end_of("2031-06-04")));
    let leaves = hub.audit();
    assert_eq!(leaf_of(&leaves, Event::ContentConsignment, "H01.C").body().accept_by, None);
    assert_eq!(leaf_of(&leaves, Event::SubmissionAcceptance, "").body().send_by, None);
}

/// A week of December: what is accepted in time and late, returned, fetched, recalled, never answered; a year before it
/// one document.
fn week(hub: &Fixture) {
    let mut old = hub.document("H01.A", 90, &["H01.B", "H01.C"]);
    (old.received, old.listing.issued) = (at("2025-12-02T09:00"), Some("2025-12-02".to_owned()));
    hub.accept(&old).expect("accepted");
    let mut documents = Vec::new();
    for number in 1..=6_u32 {
        documents.push(sent(hub, &format!("2026-12-0{number}T09:00"), number, |document| {
            // The first three bear their day, the others an old one or none.
            document.listing.issued = match number {
                1..=3 => Some(format!("2026-12-0{number}")),
                4 | 5 => Some("2026-11-02".to_owned()),
                _ => None,
            };
            if number == 2 {
                document.signed = Signed::Legacy;
            }
        }));
        if number == 1 {
            hub.acknowledge("H01.B", documents[0].receivers[0].delivery, Status::Accepted).unwrap();
            hub.acknowledge("H01.C", documents[0].receivers[1].delivery, Status::Completed).unwrap();
        }
    }
    hub.clock.set(at("2026-12-07T09:00"));
    hub.acknowledge("H01.B", documents[1].receivers[0].delivery, Status::InProgress).unwrap();
    hub.acknowledge("H01.C", documents[1].receivers[1].delivery, Status::Returned).unwrap();
    hub.fetch("H01.B", &documents[2], 0).unwrap();
    hub.withdraw("H01.A", business::Change::Recall, &documents[3]).unwrap();
    hub.done(Change::Declare(Declare {
        id: Uuid::now_v7(),
        agency: organ("H01.A"),
        system: None,
        person: None,
        period: "2026-12".to_owned(),
        count: 3,
        supersedes: None,
        received: hub.clock.now(),
    }));
}

fn december(by: &str) -> Question {
    Question::parse(Some("2026-12"), Some("2026-12"), Some(by), Micros(0)).unwrap()
}

fn name(id: &OrganId) -> Option<String> {
    Some(format!("Ủy ban nhân dân xã {}", id.0))
}

fn a_report_stands_on_a_checkpoint_and_says_what_is_left(backend: Backend) {
    let hub = Fixture::new(backend);
    week(&hub);
    let rates = report::from_store(&hub.store, &december("agency"), None, &name).unwrap();

    // Whoever holds the leaves up to the checkpoint counts the same.
    let (stand, head) = (rates.stand.clone().expect("a checkpoint"), hub.store.log_head().unwrap());
    assert_eq!((stand.epoch, stand.size), (head.epoch, head.size));
    let leaves = hub.store.log_leaves(0, 0, u32::try_from(stand.size).unwrap()).unwrap();
    let note = hub.store.log_checkpoint_at(stand.epoch, stand.size).unwrap().expect("signed").note.expect("a note");
    assert!(note.contains(&stand.root), "{note}");
    let tallies = report::recount(leaves.iter().map(|leaf| &leaf.body)).unwrap();
    let counted = Rates::of(&tallies, &december("agency"), None, &name);
    assert_eq!((&counted.rows, &counted.total), (&rates.rows, &rates.total));

    // The numbers, and the year before.
    let share = |kind| {
        let share = rates.total.share(kind);
        (share.numerator, share.denominator)
    };
    assert_eq!(share(Kind::Exchange), (6, 9));
    assert_eq!(share(Kind::Signed), (5, 6));
    assert_eq!(share(Kind::SentInTime), (3, 5));
    assert_eq!(share(Kind::Received), (5, 10));
    assert_eq!(share(Kind::Acknowledged), (3, 10));
    assert_eq!(share(Kind::AcceptedInTime), (2, 10));
    let before = rates.total.signed.before.expect("a year before");
    assert_eq!((before.numerator, before.denominator, before.change), (1, 1, Some(-16.67)));
    assert_eq!(rates.total.acknowledged.before.and_then(|then| then.change), Some(30.0));

    // What is left of each, thing by thing, in pages, for all and for one agency on either side.
    let month = Month { year: 2026, month: 12 };
    let left = |kind, of: Option<(OrganId, Side)>| {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let question = Remainder { kind, from: month, to: month, of: of.clone() };
            let page = hub.store.remainder(&question, after, 2).unwrap();
            found.extend(page.rows);
            after = page.next;
            if after.is_none() {
                return found;
            }
        }
    };
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Exchange) {
        let count = |share: report::Share| if kind == Kind::Returned { share.numerator } else { share.missing() };
        assert_eq!(left(kind, None).len() as u64, count(rates.total.share(kind)), "{kind:?}");
        for row in &rates.rows {
            for side in [Side::Outgoing, Side::Incoming] {
                let of = Some((OrganId(row.key.clone()), side));
                assert_eq!(left(kind, of).len() as u64, count(row.share_of(kind, side)), "{kind:?} {}", row.key);
            }
        }
    }
    let late = left(Kind::SentInTime, None);
    assert!(late.iter().all(|left| left.copy.is_none() && left.until.is_some_and(|until| until < left.received)));
    let slow = left(Kind::AcceptedInTime, Some((organ("H01.B"), Side::Incoming)));
    assert!(slow.iter().all(|left| left.copy.as_ref().is_some_and(|copy| copy.to == organ("H01.B"))));
    assert!(slow.iter().any(|left| left.copy.as_ref().is_some_and(|copy| copy.accepted_at.is_some())), "late counts");

    // Who owes an answer; what is not due yet is not owed.
    let now = at("2026-12-07T08:00");
    let silent = hub.store.silent(month, month, now).unwrap().0;
    let owes = |code: &str| {
        let one = silent.iter().find(|one| one.agency == organ(code)).expect("it owes");
        (one.copies, one.unheard, one.sent)
    };
    assert_eq!((owes("H01.B"), owes("H01.C")), ((1, 0, 5), (1, 1, 5)));
    assert!(silent.iter().all(|one| one.oldest == end_of("2026-12-03")));
    assert!(hub.store.silent(month, month, at("2026-12-03T20:00")).unwrap().0.is_empty());

    // Paper: who declared what, and who said nothing.
    let months = (Month { year: 2026, month: 11 }, Month { year: 2027, month: 1 });
    let papers = Papers::read(&hub.store, months, None, now).unwrap();
    assert_eq!(papers.months.len(), 2, "January has not begun");
    let row = papers.rows.iter().find(|row| row.agency == organ("H01.A")).expect("a row");
    assert_eq!(row.cells, [PaperCell::Undeclared, PaperCell::Declared(3)]);
    assert_eq!((papers.total(), papers.silent()), (3, papers.rows.len()));
    let own = Papers::read(&hub.store, (month, month), Some(&organ("H01.A")), now).unwrap();
    assert_eq!((own.rows.len(), own.silent()), (1, 0));
}

#[test]
fn a_workbook_and_a_pdf_say_what_the_json_says() {
    let hub = Fixture::new(Backend::Sqlite);
    week(&hub);
    for (lang, by) in [(Lang::Vi, "agency"), (Lang::En, "month")] {
        let rates = report::from_store(&hub.store, &december(by), None, &name).unwrap();
        let json = serde_json::to_value(&rates).unwrap();
        let rows: Vec<_> = json["rows"].as_array().unwrap().iter().chain([&json["total"]]).collect();

        let mut book =
            Xlsx::new(Cursor::new(rates.xlsx(lang, hub.clock.now(), &Pictures::default()).unwrap())).unwrap();
        let sheet = book.worksheet_range_at(0).expect("a sheet").unwrap();
        let cell = |line: usize, column: usize| {
            sheet
                .get_value((u32::try_from(line).unwrap(), u32::try_from(column).unwrap()))
                .unwrap_or(&Data::Empty)
                .clone()
        };
        for (line, row) in rows.iter().enumerate() {
            for (index, kind) in Kind::ALL.into_iter().enumerate() {
                let (share, first) = (&row[kind.word()], 2 + index * 5);
                let number = |value: &serde_json::Value| value.as_f64().map_or(Data::Empty, Data::Float);
                if share["percent"].is_null() {
                    assert!(matches!(cell(4 + line, first), Data::String(_)), "none yet");
                } else {
                    assert_eq!(cell(4 + line, first), number(&share["percent"]), "{}", kind.word());
                }
                assert_eq!(cell(4 + line, first + 1), number(&share["numerator"]));
                assert_eq!(cell(4 + line, first + 2), number(&share["denominator"]));
                assert_eq!(cell(4 + line, first + 3), number(&share["before"]["percent"]));
                assert_eq!(cell(4 + line, first + 4), number(&share["before"]["change"]));
            }
        }
        let meaning = book.worksheet_range_at(1).expect("a second sheet").unwrap();
        let words: Vec<String> = meaning.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
        let stand = rates.stand.clone().expect("a checkpoint");
        assert!(words.iter().any(|words| words.contains(&stand.root)), "{words:?}");

        let text =
            text_of(&hub, &rates.pdf(lang, hub.clock.now(), Some("Đặng Quốc Bảo"), &Pictures::default()).unwrap());
        for row in rates.rows.iter().chain([&rates.total]) {
            for kind in Kind::ALL {
                let share = row.share(kind);
                assert!(text.contains(&share.words(lang)), "{}: {text}", share.words(lang));
                let counts = format!("{}/{}", share.numerator_words(lang), share.denominator_words(lang));
                assert!(text.contains(&counts), "{counts}: {text}");
            }
        }
        assert!(
            text.contains(&rates.heading(lang)) && text.contains("Đặng Quốc Bảo") && text.contains(&stand.root),
            "{text}"
        );
        assert!(by == "month" || text.contains("Ủy ban nhân dân xã H01.A"), "{text}");
    }
}

/// What poppler reads out of a PDF, its lines joined.
fn text_of(hub: &Fixture, pdf: &[u8]) -> String {
    let path = hub.dir.path().join("report.pdf");
    std::fs::write(&path, pdf).unwrap();
    let output = Command::new("pdftotext").args(["-layout"]).arg(&path).arg("-").output();
    let output = output.expect("pdftotext is there: make setup");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_long_report_goes_over_pages() {
    let hub = Fixture::new(Backend::Sqlite);
    let mut tallies = report::Tallies::new();
    for code in 0..120 {
        let tally = lienthong::domain::rate::Tally { documents: code + 1, paper: 1, ..Default::default() };
        tallies.insert((OrganId(format!("H01.{code:03}")), Month { year: 2026, month: 12 }), tally);
    }
    let long =
        |id: &OrganId| Some(format!("Ban Quản lý dự án đầu tư xây dựng và phát triển nông thôn khu vực số {}", id.0));
    let rates = Rates::of(&tallies, &december("agency"), None, &long);
    let text = text_of(&hub, &rates.pdf(Lang::Vi, Micros(0), None, &Pictures::default()).unwrap());
    for code in 0..120 {
        assert!(text.contains(&format!("H01.{code:03}")), "{code}");
    }
    let heads = text.matches("Cơ quan Trao đổi").count();
    assert!(heads >= 6 && text.contains(&format!("1/{heads}")), "the head stands on every page: {heads} {text:.600}");
}

on_both! {
    deadlines_are_laid_down_when_a_document_comes_in,
    a_report_stands_on_a_checkpoint_and_says_what_is_left,
}
