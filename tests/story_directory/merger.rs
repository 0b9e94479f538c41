//! Long An → Tây Ninh, 1 July 2025: what was sent before stays what it was and becomes the successor's business; what comes
//! after goes to the successor; and the rates are those of the time.

use lienthong::domain::acknowledgement::{Name, Status};
use lienthong::domain::business::{Change as Kind, Outcome};
use lienthong::domain::delivery;
use lienthong::domain::ids::Digest;
use lienthong::domain::rate::{Counter, Month};
use lienthong::evidence::audit;
use lienthong::evidence::leaf::Leaf;
use lienthong::store::change::*;
use lienthong::store::{Change, Committed, Conflict};
use uuid::Uuid;

use super::{act, change, day, on_both};
use crate::support::stores::{Backend, Fixture, actor, organ};

on_both! {
    long_an_becomes_part_of_tay_ninh,
    the_successor_changes_what_the_old_agency_sent,
    a_merger_is_refused_whole,
}

const OLD: &str = "000.00.00.H39";
const NEW: &str = "000.00.00.H53";
/// A department, which writes to both.
const SO: &str = "H53.12";

/// 2 June 2025, with both provinces and a department.
fn province(backend: Backend) -> Fixture {
    let mut hub = Fixture::empty(backend, None);
    hub.clock.set(day("2025-06-02"));
    for code in [OLD, NEW, SO] {
        hub.add_agency(code);
    }
    hub
}

/// Entered two weeks before its day.
fn merge(hub: &Fixture) {
    act(hub, AgencyAct::Merge { old: vec![organ(OLD)], successor: organ(NEW), from: day("2025-07-01") });
}

fn inbox(hub: &Fixture, agency: &str) -> Vec<lienthong::store::deliveries::Delivery> {
    let page = hub.store.inbox(&organ(agency), None, 50, false).unwrap();
    page.rows.into_iter().map(|line| line.delivery).collect()
}

/// The log is whole; the rates out of it, which are those of the tables.
fn rates(
    hub: &Fixture,
) -> std::collections::BTreeMap<(lienthong::domain::ids::OrganId, Month), lienthong::domain::rate::Tally> {
    hub.audit();
    let size = u32::try_from(hub.store.log_head().unwrap().size).unwrap();
    let mut counter = Counter::default();
    for leaf in hub.store.log_leaves(0, 0, size).unwrap() {
        if let Some(fact) = audit::fact(&Leaf::parse(&leaf.body).unwrap()) {
            counter.take(fact);
        }
    }
    let months = (Month::parse("2025-01").unwrap(), Month::parse("2025-12").unwrap());
    let rates = hub.store.rates(months.0, months.1).unwrap();
    assert_eq!(counter.tallies(), rates);
    assert_eq!(counter.strays(), 0);
    rates
}

fn long_an_becomes_part_of_tay_ninh(backend: Backend) {
    let hub = province(backend);
    act(
        &hub,
        AgencyAct::Rename { organ_id: organ(OLD), name: "UBND tỉnh Long An".to_owned(), from: day("2025-06-02") },
    );
    let seal = Uuid::now_v7();
    let rule = BindingRule::Exact { certificate_sha256: Digest([39; 32]) };
    let add =
        BindingAct::Add { id: seal, agency: organ(OLD), rule, from: day("2025-01-01"), until: None, not_after: None };
    hub.done(Change::Binding(BindingChange { by: actor(), what: add }));

    // June: Long An gets two letters and takes one; it sends one.
    let (first, second) = (hub.document(SO, 1, &[OLD, NEW]), hub.document(SO, 2, &[OLD]));
    hub.accept(&first).unwrap();
    hub.accept(&second).unwrap();
    hub.fetch(OLD, &second, 0).unwrap();
    let theirs = hub.document(OLD, 7, &[SO]);
    hub.accept(&theirs).unwrap();
    hub.clock.set(day("2025-06-16"));
    merge(&hub);

    // 30 June: nothing has changed yet.
    hub.clock.set(day("2025-07-01").plus_seconds(-1));
    let third = hub.document(SO, 3, &[OLD]);
    hub.accept(&third).unwrap();
    assert_eq!(inbox(&hub, OLD).len(), 3);
    assert_eq!(inbox(&hub, NEW).len(), 1, "only its own");
    assert!(hub.store.document(&organ(NEW), second.document).unwrap().is_none());
    hub.accept(&hub.document(OLD, 8, &[SO])).expect("it still sends");

    // 1 July. Codes lead to the successor; both are kept.
    hub.clock.set(day("2025-07-01"));
    let fourth = hub.document(SO, 4, &[OLD]);
    hub.accept(&fourth).unwrap();
    let all = inbox(&hub, NEW);
    assert_eq!(all.len(), 5, "its own, the old inbox, and what came to the old code");
    let last = all.last().unwrap();
    assert_eq!((&last.agency, &last.named), (&organ(NEW), &organ(OLD)));
    let twice = hub.accept(&hub.document(SO, 5, &[OLD, NEW]));
    assert_eq!(twice, Err(Conflict::ReceiverTwice { agency: organ(NEW) }));

    // The successor finishes what lay in the old inbox; history keeps the old code and its name.
    let held = first.receivers[0].delivery;
    hub.fetch(NEW, &first, 0).expect("the successor's to fetch");
    hub.acknowledge(NEW, held, Status::Completed).expect("and to acknowledge");
    let about = About::Document { issuer: organ(SO), document_id: second.document_id.clone() };
    let word = Acknowledge { about, ..hub.acknowledgement(NEW, held, Status::Accepted) };
    let said = hub.done(Change::Acknowledge(Box::new(word)));
    assert!(matches!(said, Committed::Acknowledged { delivery, .. } if delivery == second.receivers[0].delivery));
    let history = hub.store.history(&organ(SO), first.document).unwrap().unwrap();
    let copy = history.deliveries.iter().find(|copy| copy.id == held).unwrap();
    assert_eq!((&copy.agency, copy.state, copy.ack), (&organ(OLD), delivery::Name::Fetched, Name::Completed));
    assert_eq!(history.words[0].reporter, organ(NEW));
    let name = |at| hub.store.agency_name(&organ(OLD), at).unwrap().unwrap();
    assert_eq!(name(first.received), "UBND tỉnh Long An");
    let seen = hub.store.history(&organ(NEW), first.document).unwrap().unwrap();
    assert_eq!((seen.deliveries.len(), seen.words.len()), (2, 1), "both its copies and its word");
    hub.proven(&hub.receipt(NEW, theirs.document));

    // The sender's answer to a status by the old issuer's code finds the document still.
    let about = About::Document { issuer: organ(OLD), document_id: theirs.document_id.clone() };
    let word = Acknowledge { about, ..hub.acknowledgement(SO, theirs.receivers[0].delivery, Status::Accepted) };
    hub.done(Change::Acknowledge(Box::new(word)));
    // A stranger still sees none of it, and the old agency's own systems what they had.
    assert!(hub.store.delivery(&organ(SO), held).unwrap().is_none());
    assert_eq!(inbox(&hub, OLD).len(), 3);

    // The seal ended with the agency.
    let binding = &hub.store.bindings_of(&organ(OLD)).unwrap()[0];
    assert_eq!((binding.id, binding.version, binding.valid_until), (seal, 2, Some(day("2025-07-01"))));

    let rates = rates(&hub);
    let of =
        |code: &str, month: &str| rates.get(&(organ(code), Month::parse(month).unwrap())).copied().unwrap_or_default();
    let june = of(OLD, "2025-06");
    assert_eq!((june.documents, june.incoming.sent, june.incoming.received, june.incoming.completed), (2, 3, 2, 1));
    assert_eq!(of(NEW, "2025-06").incoming.sent, 1);
    assert_eq!(of(OLD, "2025-07"), lienthong::domain::rate::Tally::default(), "nothing after its last day");
    assert_eq!(of(NEW, "2025-07").incoming.sent, 1);
}

fn the_successor_changes_what_the_old_agency_sent(backend: Backend) {
    let hub = province(backend);
    let unread = hub.document(OLD, 1, &[SO, NEW]);
    let read = hub.document(OLD, 2, &[SO]);
    let (both, later) = (hub.document(SO, 3, &[OLD, NEW]), hub.document(OLD, 4, &[SO]));
    for document in [&unread, &read, &both, &later] {
        hub.accept(document).unwrap();
    }
    hub.fetch(SO, &read, 0).unwrap();
    hub.fetch(OLD, &both, 0).unwrap();
    merge(&hub);
    hub.clock.set(day("2025-07-02"));

    let stranger = hub.withdraw(SO, Kind::Recall, &read).unwrap_err();
    assert_eq!(stranger.code().name(), "business.not_issuer");
    let outcomes = |answer| match answer {
        Committed::Withdrawn { changes, .. } => changes.iter().map(|change| change.outcome).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let withdrawn = hub.withdraw(NEW, Kind::Recall, &unread).expect("the successor recalls");
    assert_eq!(outcomes(withdrawn), [Outcome::Withdrawn, Outcome::Withdrawn]);
    // By a package, under the successor's own number.
    hub.accept(&hub.changing(NEW, 9, &[SO], Kind::Recall, &read)).expect("recalled by a package");
    let sent = hub.store.sent(&organ(NEW), None, 10).unwrap().rows;
    assert_eq!(sent.len(), 4, "what the old agency sent is among it");

    // A recall that names the successor reaches both copies, the fetched one too, and is itself delivered.
    let recall = hub.changing(SO, 8, &[NEW], Kind::Recall, &both);
    hub.accept(&recall).unwrap();
    let lines = inbox(&hub, NEW);
    let state = |n: usize| lines.iter().find(|line| line.id == both.receivers[n].delivery).unwrap();
    assert_eq!(state(0).standing.as_str(), "recalled");
    assert_eq!(state(1).state, delivery::Name::Cancelled);
    let told = lines.iter().find(|line| line.document == recall.document).expect("the recall lies in the inbox");
    hub.acknowledge(NEW, told.id, Status::Accepted).expect("confirms");
    let confirmed = hub.store.delivery(&organ(NEW), both.receivers[0].delivery).unwrap().unwrap().delivery;
    assert_eq!(confirmed.recall_answer, lienthong::domain::acknowledgement::RecallAnswer::Confirmed);

    // The same letter again is the same letter; a second attempt stays with the document's first issuer.
    let by_successor =
        Accept { carrier: organ(NEW), system: Some(hub.system(NEW)), issuer: organ(NEW), ..later.clone() };
    let again = hub.accept(&by_successor);
    assert!(matches!(again, Ok(Committed::AlreadyAccepted { document, .. }) if document == later.document));
    hub.acknowledge(SO, later.receivers[0].delivery, Status::Returned).unwrap();
    let second = Accept {
        attempt: 2,
        content_digest: Digest([4; 32]),
        document: hub.document(OLD, 4, &[]).document,
        ..by_successor
    };
    let mut second = second;
    second.receivers[0].delivery = lienthong::domain::ids::DeliveryId(crate::support::stores::random_uuid());
    hub.accept(&second).expect("a second attempt");
    assert_eq!(hub.store.document(&organ(NEW), second.document).unwrap().unwrap().issuer, organ(OLD));
    let word = Acknowledge {
        about: About::Document { issuer: organ(NEW), document_id: later.document_id.clone() },
        ..hub.acknowledgement(SO, later.receivers[0].delivery, Status::Accepted)
    };
    let said = hub.done(Change::Acknowledge(Box::new(word)));
    assert!(matches!(said, Committed::Acknowledged { delivery, .. } if delivery == second.receivers[0].delivery));
    rates(&hub);
}

fn a_merger_is_refused_whole(backend: Backend) {
    let hub = province(backend);
    let from = day("2025-07-01");
    let merge = |old: &[&str], successor: &str| {
        change(AgencyAct::Merge {
            old: old.iter().map(|code| organ(code)).collect(),
            successor: organ(successor),
            from,
        })
    };
    let size = hub.store.log_head().unwrap().size;
    assert_eq!(hub.refused(merge(&[OLD, "000.00.00.H38"], NEW)), "agency.unknown");
    assert_eq!(hub.refused(merge(&[OLD, NEW], NEW)), "agency.alias_cycle");
    assert_eq!(hub.refused(merge(&[OLD], "000.00.00.H38")), "agency.unknown");
    assert!(hub.store.aliases().unwrap().is_empty());
    assert_eq!(hub.store.agency(&organ(OLD)).unwrap().unwrap().valid_until, None);
    assert_eq!(hub.store.log_head().unwrap().size, size);
    hub.done(merge(&[OLD, SO], NEW));
    assert_eq!(hub.store.aliases_of(&organ(NEW)).unwrap(), [organ(OLD), organ(SO)]);
    assert_eq!(hub.refused(merge(&[OLD], SO)), "agency.closed", "it has ended by then");
    hub.audit();
}
