//! A clerk's desk: views, counts, filters, words, pages both ways, marks, numbers in the books and one-time links, on both
//! databases; and that 100,000 documents behind one inbox are not read for a page of it.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use lienthong::domain::acknowledgement::{self, Status};
use lienthong::domain::desk::Stage;
use lienthong::domain::ids::{DocumentUuid, Micros, PersonId};
use lienthong::domain::{business, delivery};
use lienthong::store::change::*;
use lienthong::store::desk::{Cursor, Filter, Order, Turn, View};
use lienthong::store::outbox::{Rank, SentFilter};
use lienthong::store::register::{Book, Given, Wish};
use lienthong::store::tickets::Ticket;

use crate::support::stores::{Backend, Fixture, on_both, organ, random_uuid};

on_both! {
    every_view_shows_its_own,
    a_stage_is_what_the_rules_say,
    pages_turn_both_ways,
    words_and_filters_find,
    marks_pass_over,
    numbers_are_given_once,
    a_link_opens_once,
    what_was_sent_is_listed_by_trouble,
    a_hundred_thousand_are_not_read_for_a_page,
}

const DAY: i64 = 86_400 * 1_000_000;

/// Lets the clock run on by seconds.
fn forward(hub: &Fixture, seconds: i64) {
    hub.clock.set(hub.clock.now().plus_seconds(seconds));
}

fn view(hub: &Fixture, agency: &str, view: View) -> Vec<String> {
    titles(hub, agency, view, &Filter::default(), Order::Newest)
}

fn titles(hub: &Fixture, agency: &str, view: View, filter: &Filter, order: Order) -> Vec<String> {
    let times = times(hub);
    let page = hub.store.desk(&organ(agency), view, filter, order, Turn::First, times, 50).unwrap();
    page.rows.into_iter().map(|row| row.line.listing.number).collect()
}

fn times(hub: &Fixture) -> (Micros, Micros) {
    let now = hub.clock.now();
    (now, Micros(now.0 + 3 * DAY))
}

fn every_view_shows_its_own(backend: Backend) {
    let hub = Fixture::new(backend);
    let sent: Vec<Accept> = (1..=6).map(|number| hub.document("H01.A", number, &["H01.B", "H01.C"])).collect();
    sent.iter().for_each(|one| drop(hub.accept(one).unwrap()));
    let to_b = |index: usize| sent[index].receivers[0].delivery;
    hub.acknowledge("H01.B", to_b(0), Status::Accepted).unwrap();
    hub.acknowledge("H01.B", to_b(1), Status::InProgress).unwrap();
    hub.acknowledge("H01.B", to_b(2), Status::Completed).unwrap();
    hub.withdraw("H01.A", business::Change::TakeBack, &sent[0]).unwrap();
    // Withdrawn before anybody took it: not to be seen.
    hub.withdraw("H01.A", business::Change::Recall, &sent[3]).unwrap();
    assert_eq!(view(&hub, "H01.B", View::ToAccept), ["6", "5"]);
    assert_eq!(view(&hub, "H01.B", View::Accepted), ["1"]);
    assert_eq!(view(&hub, "H01.B", View::InWork), ["2"]);
    assert_eq!(view(&hub, "H01.B", View::Changes), ["1"]);
    assert_eq!(view(&hub, "H01.B", View::All), ["6", "5", "3", "2", "1"]);
    // 2026-11-24 15:00 in Việt Nam; to be accepted that day, to be answered by 1 December.
    assert_eq!(titles(&hub, "H01.B", View::Due, &Filter::default(), Order::Newest), ["5", "6"]);
    let (now, until) = times(&hub);
    let counts = hub.store.desk_counts(&organ("H01.B"), now, until).unwrap();
    let of = |view: View| usize::try_from(counts.of(view)).unwrap();
    for one in View::ALL {
        assert_eq!(of(one), view(&hub, "H01.B", one).len(), "{one:?}");
    }
    forward(&hub, 2 * 86_400);
    assert_eq!(view(&hub, "H01.B", View::Overdue), ["5", "6"]);
    let glance = hub
        .store
        .glance(&organ("H01.B"), lienthong::domain::rate::Month { year: 2026, month: 11 }, hub.clock.now(), until)
        .unwrap();
    assert_eq!((glance.inbox.overdue, glance.inbox.to_accept_overdue), (2, 2));
    assert_eq!((glance.in_time, glance.judged), (3, 5));
    forward(&hub, 20 * 86_400);
    assert_eq!(view(&hub, "H01.B", View::Overdue), ["5", "6", "1", "2"], "the longest overdue first");
    let row = hub.store.desk_line(&organ("H01.B"), to_b(0)).unwrap().unwrap();
    assert_eq!(row.due_by, row.answer_by);
    assert!(row.accepted_at.is_some() && row.accept_by.is_some());
    assert!(hub.store.desk_line(&organ("H01.D"), to_b(0)).unwrap().is_none());
}

fn run(hub: &Fixture, text: &str) {
    match hub.settings.url.strip_prefix("sqlite:") {
        Some(path) => {
            let mut conn = SqliteConnection::establish(path).unwrap();
            conn.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
            conn.batch_execute(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
        None => PgConnection::establish(&hub.settings.url)
            .unwrap()
            .batch_execute(text)
            .unwrap_or_else(|error| panic!("{text}: {error}")),
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn ask(hub: &Fixture, text: &str) -> Vec<String> {
    let rows: Vec<Line> = match hub.settings.url.strip_prefix("sqlite:") {
        Some(path) => diesel::sql_query(text).load(&mut SqliteConnection::establish(path).unwrap()),
        None => diesel::sql_query(text).load(&mut PgConnection::establish(&hub.settings.url).unwrap()),
    }
    .unwrap();
    rows.into_iter().map(|row| row.line).collect()
}

/// The column and the rule say the same of every combination of both machines.
fn a_stage_is_what_the_rules_say(backend: Backend) {
    let hub = Fixture::new(backend);
    let one = hub.document("H01.A", 1, &["H01.B"]);
    hub.accept(&one).unwrap();
    let mut seen = BTreeSet::new();
    for state in delivery::Name::ALL {
        for ack in acknowledgement::Name::ALL {
            for standing in acknowledgement::Standing::ALL {
                run(&hub, &format!("UPDATE delivery SET state = '{state}', ack = '{ack}', standing = '{standing}'"));
                let line = ask(
                    &hub,
                    "SELECT CAST(stage AS TEXT) || CASE WHEN due_by < 9223372036854775807 \
                    THEN ' due' ELSE '' END AS line FROM delivery",
                );
                let stage = Stage::of(state, ack, *standing);
                let due = matches!(stage, Stage::ToAccept | Stage::Accepted | Stage::InWork);
                let due = if due { " due" } else { "" };
                assert_eq!(line, [format!("{}{due}", stage.number())], "{state} {ack} {standing}");
                seen.insert(stage);
            }
        }
    }
    assert_eq!(seen.len(), 5);
}

fn pages_turn_both_ways(backend: Backend) {
    let hub = Fixture::new(backend);
    for number in 0..25 {
        hub.accept(&hub.document("H01.A", number, &["H01.B"])).unwrap();
        forward(&hub, 3_600);
    }
    for (order, text) in [
        (Order::Newest, None),
        (Order::Deadline, None),
        (Order::Newest, Some("xep loai")),
        (Order::Deadline, Some("xep")),
    ] {
        let filter = Filter { text: text.map(str::to_owned), ..Filter::default() };
        let page =
            |turn| hub.store.desk(&organ("H01.B"), View::ToAccept, &filter, order, turn, times(&hub), 10).unwrap();
        let numbers = |page: &lienthong::store::desk::DeskPage| -> Vec<String> {
            page.rows.iter().map(|row| row.line.listing.number.clone()).collect()
        };
        let first = page(Turn::First);
        let second = page(Turn::After(first.next.unwrap()));
        let third = page(Turn::After(second.next.unwrap()));
        assert!(first.previous.is_none() && third.next.is_none(), "{order:?} {text:?}");
        let all: Vec<String> = [&first, &second, &third].into_iter().flat_map(numbers).collect();
        assert_eq!(all.len(), 25, "{order:?} {text:?}");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 25);
        assert_eq!(numbers(&page(Turn::Before(third.previous.unwrap()))), numbers(&second), "{order:?} {text:?}");
        let back = page(Turn::Before(second.previous.unwrap()));
        assert_eq!((numbers(&back), back.previous), (numbers(&first), None), "{order:?} {text:?}");
        let text: Cursor = first.next.unwrap().to_string().parse().unwrap();
        assert_eq!(text, first.next.unwrap());
    }
    let newest = hub.store.inbox_newest(&organ("H01.B")).unwrap();
    let newer =
        |pos| hub.store.desk_newer(&organ("H01.B"), View::ToAccept, &Filter::default(), pos, times(&hub), 99).unwrap();
    assert_eq!(newer(newest), 0);
    hub.accept(&hub.document("H01.A", 99, &["H01.B"])).unwrap();
    assert_eq!(newer(newest), 1);
}

fn words_and_filters_find(backend: Backend) {
    let hub = Fixture::new(backend);
    for (number, subject, urgency) in
        [(1, "Báo cáo thủy lợi", None), (2, "Phòng chống thiên tai", Some(2)), (3, "Báo cáo đê điều", Some(3))]
    {
        let mut one = hub.document(if number == 3 { "H01.C" } else { "H01.A" }, number, &["H01.B", "H01.D"]);
        one.listing.urgency = urgency;
        one.listing.subject = subject.to_owned();
        one.listing.search = format!("{subject} {number}/QĐ-UBND");
        hub.accept(&one).unwrap();
        forward(&hub, 86_400);
    }
    let found = |filter: Filter| titles(&hub, "H01.B", View::All, &filter, Order::Newest);
    let text = |text: &str| found(Filter { text: Some(text.to_owned()), ..Filter::default() });
    assert_eq!(text("bao cao"), ["3", "1"]);
    assert_eq!(text("BÁO CÁO đê"), ["3"]);
    assert_eq!(text("2/QĐ"), ["2"]);
    assert_eq!(text("không có"), Vec::<String>::new());
    assert_eq!(text(" * \" "), ["3", "2", "1"], "no word is no filter");
    assert_eq!(found(Filter { sender: Some(organ("H01.C")), ..Filter::default() }), ["3"]);
    assert_eq!(found(Filter { priorities: Some(vec![2, 3]), ..Filter::default() }), ["3", "2"]);
    assert_eq!(found(Filter { priorities: Some(vec![3]), ..Filter::default() }), ["3"]);
    let start = crate::support::stores::START.0;
    let day = |n: i64| Some(Micros(start + n * DAY - 1_000_000));
    assert_eq!(found(Filter { from: day(1), ..Filter::default() }), ["3", "2"]);
    assert_eq!(found(Filter { from: day(1), until: day(2), ..Filter::default() }), ["2"]);
    assert_eq!(found(Filter { until: day(1), ..Filter::default() }), ["1"]);
    assert_eq!(found(Filter { from: day(9), ..Filter::default() }), Vec::<String>::new());
    let both = Filter { text: Some("báo".to_owned()), sender: Some(organ("H01.A")), ..Filter::default() };
    assert_eq!(found(both), ["1"]);
    assert_eq!(titles(&hub, "H01.C", View::All, &Filter::default(), Order::Newest), Vec::<String>::new());
}

fn marks_pass_over(backend: Backend) {
    let hub = Fixture::new(backend);
    let sent: Vec<Accept> = (1..=3).map(|number| hub.document("H01.A", number, &["H01.B", "H01.C"])).collect();
    sent.iter().for_each(|one| drop(hub.accept(one).unwrap()));
    let (minh, lan) = (PersonId(random_uuid()), PersonId(random_uuid()));
    let ids: Vec<_> = sent.iter().map(|one| one.receivers[0].delivery).collect();
    let foreign = sent[0].receivers[1].delivery;
    let at = hub.clock.now();
    let b = organ("H01.B");
    assert_eq!(hub.store.mark(&b, &[ids[0], ids[1], foreign], minh, at).unwrap(), 2, "another's is not marked");
    assert_eq!(hub.store.mark(&b, &[ids[1]], lan, at).unwrap(), 1);
    let mine =
        |person| titles(&hub, "H01.B", View::All, &Filter { marked: Some(person), ..Filter::default() }, Order::Newest);
    assert_eq!((mine(minh), mine(lan)), (vec!["1".to_owned()], vec!["2".to_owned()]));
    let row = hub.store.desk_line(&b, ids[1]).unwrap().unwrap();
    assert_eq!(row.mark, Some((lan, at)));
    assert_eq!(hub.store.unmark(&b, &ids, minh).unwrap(), 1);
    assert_eq!(mine(minh), Vec::<String>::new());
    assert!(hub.store.desk_line(&organ("H01.C"), foreign).unwrap().unwrap().mark.is_none());
    let before = hub.store.log_head().unwrap().size;
    hub.store.mark(&b, &ids, minh, at).unwrap();
    assert_eq!(hub.store.log_head().unwrap().size, before, "a mark is no word");
}

fn numbers_are_given_once(backend: Backend) {
    let hub = Fixture::new(backend);
    let sent: Vec<Accept> = (1..=8).map(|number| hub.document("H01.A", number, &["H01.B"])).collect();
    sent.iter().for_each(|one| drop(hub.accept(one).unwrap()));
    let b = organ("H01.B");
    let wish = |index: usize, number| Wish {
        agency: b.clone(),
        book: Book::In,
        year: 2026,
        number,
        document: sent[index].document,
        delivery: Some(sent[index].receivers[0].delivery),
        person: Some(PersonId(random_uuid())),
        at: hub.clock.now(),
    };
    let Given::New(first) = hub.store.register_give(&wish(0, Some(1294))).unwrap() else { panic!("new") };
    assert_eq!(hub.store.register_next(&b, Book::In, 2026).unwrap(), 1295);
    assert_eq!(hub.store.register_next(&b, Book::Out, 2026).unwrap(), 1);
    assert_eq!(hub.store.register_next(&b, Book::In, 2027).unwrap(), 1);
    assert_eq!(hub.store.register_give(&wish(0, None)).unwrap(), Given::Had(first.clone()));
    assert!(matches!(hub.store.register_give(&wish(1, Some(1294))).unwrap(), Given::Taken(taken) if taken == first));
    // Many at once: no number twice, none left out.
    let numbers: BTreeSet<i64> = std::thread::scope(|scope| {
        let many: Vec<_> = (1..7)
            .map(|index| {
                let wish = wish(index, None);
                let store = hub.store.clone();
                scope.spawn(move || match store.register_give(&wish).unwrap() {
                    Given::New(entry) => entry.number,
                    other => panic!("{other:?}"),
                })
            })
            .collect();
        many.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(numbers, (1295..1301).collect());
    let corrected = hub.store.register_correct(&first, &wish(0, Some(1300))).unwrap();
    assert!(matches!(corrected, Some(Given::Taken(_))));
    let Some(Given::New(now)) = hub.store.register_correct(&first, &wish(0, Some(7))).unwrap() else { panic!("new") };
    assert_eq!((now.number, now.was), (7, Some(1294)));
    assert!(now.corrected.is_some() && now.corrected_by.is_some());
    assert_eq!(hub.store.register_correct(&first, &wish(0, Some(8))).unwrap(), None, "it is not 1294 any more");
    let page = hub.store.register_page(&b, Book::In, 2026, None, 3).unwrap();
    assert_eq!(page.rows.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1300, 1299, 1298]);
    let rest = hub.store.register_page(&b, Book::In, 2026, page.next, 50).unwrap();
    assert_eq!(rest.rows.last().map(|entry| entry.number), Some(7));
    let row = hub.store.desk_line(&b, sent[0].receivers[0].delivery).unwrap().unwrap();
    assert_eq!(row.registered, Some((2026, 7)));
    assert_eq!(hub.store.register_page(&organ("H01.A"), Book::In, 2026, None, 3).unwrap().rows, []);
}

fn a_link_opens_once(backend: Backend) {
    let hub = Fixture::new(backend);
    let ticket = Ticket {
        document: DocumentUuid(random_uuid()),
        delivery: None,
        agency: organ("H01.B"),
        person: Some(PersonId(random_uuid())),
        attachment: 3,
        shown: true,
    };
    let token = |text: &str| lienthong::crypto::sha256(text.as_bytes());
    let now = hub.clock.now();
    let later = now.plus_seconds(60);
    hub.store.put_ticket(token("a"), &ticket, now, later).unwrap();
    hub.store.put_ticket(token("b"), &ticket, now, later).unwrap();
    // Many hands, one opens.
    let opened: usize = std::thread::scope(|scope| {
        let many: Vec<_> = (0..4)
            .map(|_| {
                let store = hub.store.clone();
                scope.spawn(move || usize::from(store.take_ticket(token("a"), now).unwrap().is_some()))
            })
            .collect();
        many.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!(opened, 1);
    assert_eq!(hub.store.take_ticket(token("b"), later.plus_seconds(1)).unwrap(), None, "its minute is over");
    assert_eq!(hub.store.take_ticket(token("b"), later).unwrap(), Some(ticket));
    assert_eq!(hub.store.take_ticket(token("c"), now).unwrap(), None);
}

fn what_was_sent_is_listed_by_trouble(backend: Backend) {
    let hub = Fixture::new(backend);
    let sent: Vec<Accept> = (1..=6).map(|number| hub.document("H01.A", number, &["H01.B", "H01.C"])).collect();
    for one in &sent {
        hub.accept(one).unwrap();
        for receiver in &one.receivers {
            hub.acknowledge(&receiver.agency.0, receiver.delivery, Status::Arrived).unwrap();
        }
    }
    hub.acknowledge("H01.B", sent[1].receivers[0].delivery, Status::Returned).unwrap();
    for index in [0, 2, 4, 5] {
        hub.acknowledge("H01.B", sent[index].receivers[0].delivery, Status::Accepted).unwrap();
        hub.acknowledge("H01.C", sent[index].receivers[1].delivery, Status::Accepted).unwrap();
    }
    run(&hub, "UPDATE delivery SET state = 'failed' WHERE pos = (SELECT MIN(pos) FROM delivery)");
    forward(&hub, 3 * 86_400);
    let now = hub.clock.now();
    let page =
        |filter: &SentFilter, after, limit| hub.store.outbox(&organ("H01.A"), filter, after, now, limit).unwrap();
    let of = |page: &lienthong::store::outbox::SentPage| -> Vec<(String, Rank)> {
        page.rows.iter().map(|row| (row.document.listing.number.clone(), row.rank)).collect()
    };
    let all = page(&SentFilter::default(), None, 50);
    let order = [
        ("1", Rank::Failed),
        ("2", Rank::Returned),
        ("4", Rank::Overdue),
        ("6", Rank::Rest),
        ("5", Rank::Rest),
        ("3", Rank::Rest),
    ];
    let order: Vec<(String, Rank)> = order.into_iter().map(|(number, rank)| (number.to_owned(), rank)).collect();
    assert_eq!(of(&all), order);
    let mut paged = Vec::new();
    let mut after = None;
    loop {
        let one = page(&SentFilter::default(), after, 2);
        paged.extend(of(&one));
        after = one.next;
        if after.is_none() {
            break;
        }
        let text = after.unwrap().to_string();
        assert_eq!(text.parse().ok(), after);
    }
    assert_eq!(paged, order);
    let copies = &all.rows[1].copies;
    assert_eq!(copies.iter().map(|copy| copy.count).sum::<i64>(), 2);
    assert!(copies.iter().any(|copy| copy.ack == acknowledgement::Name::Returned));
    assert!(copies.iter().any(|copy| copy.late), "the other has not acknowledged");
    let only =
        |filter: SentFilter| of(&page(&filter, None, 50)).into_iter().map(|(number, _)| number).collect::<Vec<_>>();
    assert_eq!(only(SentFilter { rank: Some(Rank::Returned), ..SentFilter::default() }), ["2"]);
    assert_eq!(only(SentFilter { rank: Some(Rank::Rest), ..SentFilter::default() }), ["6", "5", "3"]);
    assert_eq!(only(SentFilter { text: Some("lan 4".to_owned()), ..SentFilter::default() }), ["4"]);
    assert_eq!(only(SentFilter { receiver: Some(organ("H01.D")), ..SentFilter::default() }), Vec::<String>::new());
    assert_eq!(only(SentFilter { receiver: Some(organ("H01.C")), ..SentFilter::default() }).len(), 6);
    let counts = hub.store.outbox_counts(&organ("H01.A"), now).unwrap();
    assert_eq!((counts.failed, counts.returned, counts.overdue, counts.all), (1, 1, 1, 6));
    let none = hub.store.outbox(&organ("H01.B"), &SentFilter::default(), None, now, 50).unwrap();
    assert!(none.rows.is_empty());
}

/// So many documents lie behind one inbox, most of them done with, every fiftieth open.
const MANY: i64 = 100_000;

fn fill(hub: &Fixture, backend: Backend) {
    let (uuid, id, series) = match backend {
        Backend::Sqlite => (
            "unhex(printf('%032x', g))",
            "unhex('d' || printf('%031x', g))",
            format!("WITH RECURSIVE s (g) AS (SELECT 1000 UNION ALL SELECT g + 1 FROM s WHERE g < {})", MANY + 999),
        ),
        Backend::Postgres => (
            "decode(lpad(to_hex(g), 32, '0'), 'hex')",
            "decode('d' || lpad(to_hex(g), 31, '0'), 'hex')",
            format!("WITH s (g) AS (SELECT generate_series(CAST(1000 AS BIGINT), {}))", MANY + 999),
        ),
    };
    let start = crate::support::stores::START.0;
    let ack = "CASE WHEN g % 50 = 0 THEN 'none' WHEN g % 50 = 1 THEN 'accepted' WHEN g % 50 = 2 THEN 'in_progress' \
               ELSE 'completed' END";
    // As one row of the fixture's own, but for what tells them apart.
    let columns = |table: &str, changed: &[(&str, &str)]| {
        let all = names(hub, table);
        let value = |column: &String| {
            changed
                .iter()
                .find(|(name, _)| name == column)
                .map_or(format!("t.{column}"), |(_, value)| (*value).to_owned())
        };
        let values: Vec<String> = all.iter().map(value).collect();
        let series = &series;
        let overriding = if backend == Backend::Postgres { "OVERRIDING SYSTEM VALUE " } else { "" };
        format!(
            "INSERT INTO {table} ({}) {overriding}{series} SELECT {} FROM s, (SELECT * FROM {table} LIMIT 1) t;",
            all.join(", "),
            values.join(", ")
        )
    };
    let insert = |table: &str, changed: &[(&str, &str)]| run(hub, &columns(table, changed));
    insert("document", &[("uuid", uuid), ("document_id", "'D' || g"), ("pos", "g * 2"), ("last_pos", "g * 2")]);
    insert("submission", &[("document", uuid)]);
    insert(
        "listing",
        &[
            ("document", uuid),
            ("n", "g"),
            ("number", "CAST(g AS TEXT)"),
            ("search", "' ve viec xep loai lan ' || g || CASE WHEN g % 10000 = 0 THEN ' hiem' ELSE '' END"),
        ],
    );
    insert(
        "delivery",
        &[
            ("id", id),
            ("document", uuid),
            ("pos", "g * 2 + 1"),
            ("ack", ack),
            ("state", "CASE WHEN g % 50 = 0 THEN 'delivered' ELSE 'fetched' END"),
            ("delivered_at", &format!("{start} + (g - 100000) * 1000000")),
            ("accept_by", &format!("{start} + (g - 100000) * 1000000")),
            ("answer_by", &format!("{start} + g * 1000000")),
            ("remind_at", "CAST(NULL AS BIGINT)"),
        ],
    );
    run(hub, "ANALYZE");
}

fn names(hub: &Fixture, table: &str) -> Vec<String> {
    let text = if hub.settings.url.starts_with("sqlite:") {
        format!("SELECT name AS line FROM pragma_table_info('{table}')")
    } else {
        format!(
            "SELECT CAST(column_name AS TEXT) AS line FROM information_schema.columns WHERE table_name = '{table}' \
             AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position"
        )
    };
    ask(hub, &text)
}

/// Every question of the desk with a large inbox: the plans name an index for each table, and nothing is sorted that is not
/// a page. No clock is asked.
fn a_hundred_thousand_are_not_read_for_a_page(backend: Backend) {
    let hub = Fixture::new(backend);
    hub.accept(&hub.document("H01.A", 1, &["H01.B"])).unwrap();
    fill(&hub, backend);
    let b = organ("H01.B");
    let now = Micros(crate::support::stores::START.0);
    let until = Micros(now.0 + 3 * DAY);
    let counts = hub.store.desk_counts(&b, now, until).unwrap();
    assert_eq!(counts.all, MANY + 1);
    assert_eq!(counts.to_accept, MANY / 50 + 1);
    let filters = [
        Filter::default(),
        Filter { text: Some("xep loai".to_owned()), ..Filter::default() },
        Filter { text: Some("hiếm".to_owned()), ..Filter::default() },
        Filter { sender: Some(organ("H01.A")), ..Filter::default() },
        Filter { priorities: Some(vec![2, 3]), ..Filter::default() },
        Filter { from: Some(Micros(now.0 - 50_000_000_000)), until: Some(now), ..Filter::default() },
        Filter { marked: Some(PersonId(random_uuid())), ..Filter::default() },
    ];
    for filter in &filters {
        for view in View::ALL {
            for order in [Order::Newest, Order::Deadline] {
                let page = hub.store.desk(&b, view, filter, order, Turn::First, (now, until), 50).unwrap();
                if let Some(next) = page.next {
                    let next = hub.store.desk(&b, view, filter, order, Turn::After(next), (now, until), 50).unwrap();
                    assert!(!next.rows.is_empty(), "{view:?} {filter:?}");
                }
            }
        }
    }
    let page = hub.store.desk(&b, View::All, &filters[2], Order::Newest, Turn::First, (now, until), 50).unwrap();
    assert_eq!(page.rows.len(), 10, "a rare word is found however deep it lies");
    plans(&hub, backend);
}

fn plans(hub: &Fixture, backend: Backend) {
    let agency = "agency = 'H01.B'";
    let questions = [
        format!("SELECT id, pos, due_by FROM delivery WHERE {agency} AND stage = 1 ORDER BY pos DESC LIMIT 51"),
        format!(
            "SELECT id, pos, due_by FROM delivery WHERE {agency} AND stage = 4 AND pos < 99999 ORDER BY pos DESC LIMIT 51"
        ),
        format!("SELECT id, pos, due_by FROM delivery WHERE {agency} AND stage > 0 ORDER BY pos DESC LIMIT 51"),
        format!("SELECT id, pos, due_by FROM delivery WHERE {agency} AND stage = 1 ORDER BY due_by, pos LIMIT 51"),
        format!(
            "SELECT id, pos, due_by FROM delivery WHERE {agency} AND stage = 2 AND due_by < 5 AND (due_by, pos) > (3, 4) \
             ORDER BY due_by, pos LIMIT 51"
        ),
        format!(
            "SELECT id, pos, due_by FROM delivery WHERE {agency} AND (open_request IS NOT NULL OR \
             (standing = 'recalled' AND recall_answer <> 'confirmed')) ORDER BY pos DESC LIMIT 51"
        ),
        format!(
            "SELECT id, pos FROM delivery WHERE {agency} AND urgency IN (2, 3) AND stage > 0 ORDER BY pos DESC LIMIT 51"
        ),
        format!("SELECT pos FROM delivery WHERE {agency} AND delivered_at >= 5 ORDER BY delivered_at, pos LIMIT 1"),
        format!("SELECT stage, COUNT(*) FROM delivery WHERE {agency} AND stage > 0 GROUP BY stage"),
        "SELECT document FROM delivery WHERE issuer = 'H01.A' AND state IN ('failed', 'expired')".to_owned(),
        "SELECT document FROM delivery WHERE issuer = 'H01.A' AND ack = 'returned'".to_owned(),
        "SELECT document FROM delivery WHERE issuer = 'H01.A' AND stage = 1 AND due_by < 5".to_owned(),
    ];
    for question in questions {
        let plan = match backend {
            Backend::Sqlite => {
                #[derive(QueryableByName)]
                struct Detail {
                    #[diesel(sql_type = BigInt)]
                    #[diesel(column_name = "id")]
                    _id: i64,
                    #[diesel(sql_type = Text)]
                    detail: String,
                }
                let mut conn = SqliteConnection::establish(hub.settings.url.trim_start_matches("sqlite:")).unwrap();
                let rows: Vec<Detail> =
                    diesel::sql_query(format!("EXPLAIN QUERY PLAN {question}")).load(&mut conn).unwrap();
                rows.into_iter().map(|row| row.detail).collect::<Vec<_>>().join("\n")
            }
            Backend::Postgres => {
                #[derive(QueryableByName)]
                struct Plan {
                    #[diesel(sql_type = Text)]
                    #[diesel(column_name = "QUERY PLAN")]
                    line: String,
                }
                let mut conn = PgConnection::establish(&hub.settings.url).unwrap();
                let rows: Vec<Plan> = diesel::sql_query(format!("EXPLAIN {question}")).load(&mut conn).unwrap();
                rows.into_iter().map(|row| row.line).collect::<Vec<_>>().join("\n")
            }
        };
        println!("{question}\n{plan}\n");
        let counts = question.contains("COUNT");
        match backend {
            Backend::Sqlite => {
                assert!(plan.contains("USING") && plan.contains("INDEX delivery_"), "{question}\n{plan}");
                // A few urgent ones may be sorted; they are so few that they have an index of their own.
                let sorts = plan.contains("TEMP B-TREE") && !question.contains("urgency");
                assert!(!plan.contains("SCAN") && !sorts, "{question}\n{plan}");
            }
            Backend::Postgres => {
                // Counting all of one inbox out of one that is all there is, a scan is as good: a page never is.
                assert!(counts || plan.contains("delivery_"), "{question}\n{plan}");
                assert!(counts || !plan.contains("Seq Scan"), "{question}\n{plan}");
            }
        }
    }
}
