//! Recall, update, replacement and take-back, on both databases: what becomes of each delivery, chains of changes, races
//! under real concurrency, and that rows and leaves tell the same afterwards.

use lienthong::domain::acknowledgement::{Name, RecallAnswer, RequestNumber, Standing, Status};
use lienthong::domain::business::Change as Kind;
use lienthong::domain::delivery;
use lienthong::domain::ids::DeliveryId;
use lienthong::domain::rate::{Counter, Month};
use lienthong::evidence::audit;
use lienthong::evidence::leaf::Event;
use lienthong::store::change::*;
use lienthong::store::deliveries::Delivery;
use lienthong::store::{Change, Committed};

use crate::support::stores::{Backend, Fixture, on_both, organ};

on_both! {
    a_recall_withdraws_what_was_not_fetched_and_binds_the_rest,
    content_goes_out_to_nobody_after_a_recall,
    a_take_back_is_asked_answered_and_asked_again,
    an_update_asks_whoever_has_the_old_version,
    a_question_lapses_when_the_newer_version_goes,
    both_versions_are_recalled_by_one_package_in_either_order,
    a_replacement_takes_the_place_of_several,
    only_the_issuer_may_and_all_or_nothing,
    a_recall_races_with_a_fetch,
    two_updates_at_once_ask_one_question,
    rates_leave_out_what_was_withdrawn,
}

fn outcomes(answer: Committed) -> Vec<(String, &'static str)> {
    let Committed::Withdrawn { mut changes, .. } = answer else { panic!("{answer:?}") };
    changes.sort_by(|a, b| a.agency.0.cmp(&b.agency.0));
    changes.iter().map(|change| (change.agency.0.clone(), change.outcome.as_str())).collect()
}

fn at(hub: &Fixture, agency: &str, id: DeliveryId) -> Delivery {
    hub.store.delivery(&organ(agency), id).unwrap().expect("the agency's own").delivery
}

fn sent(hub: &Fixture, number: u32, to: &[&str]) -> Accept {
    let document = hub.document("H01.A", number, to);
    hub.accept(&document).expect("accepted");
    document
}

fn access(hub: &Fixture, agency: &str, of: &Accept, receiver: usize, archive: bool) -> Change {
    Change::Access(Access {
        at: hub.clock.now(),
        agency: organ(agency),
        system: Some(hub.system(agency)),
        person: None,
        document: of.document,
        delivery: Some(of.receivers[receiver].delivery),
        what: "package",
        archive,
    })
}

/// The leaves are a whole log, and the rates out of them are those of the tables.
fn whole(hub: &Fixture) {
    hub.audit();
    let size = hub.store.log_head().unwrap().size;
    let leaves = hub.store.log_leaves(0, 0, u32::try_from(size).unwrap()).unwrap();
    let mut counter = Counter::default();
    for leaf in leaves {
        let leaf = lienthong::evidence::leaf::Leaf::parse(&leaf.body).unwrap();
        if let Some(fact) = audit::fact(&leaf) {
            counter.take(fact);
        }
    }
    let all = (Month::parse("2026-01").unwrap(), Month::parse("2027-12").unwrap());
    assert_eq!(counter.tallies(), hub.store.rates(all.0, all.1).unwrap());
    assert_eq!(counter.strays(), 0);
}

fn a_recall_withdraws_what_was_not_fetched_and_binds_the_rest(backend: Backend) {
    let hub = Fixture::new(backend);
    let document = sent(&hub, 1, &["H01.B", "H01.C", "H01.D"]);
    let [b, c, d] = [0, 1, 2].map(|n| document.receivers[n].delivery);
    hub.fetch("H01.C", &document, 1).unwrap();
    hub.acknowledge("H01.D", d, Status::Completed).unwrap();
    // D read the bytes of nothing else; B never asked for a byte, C has them.
    let recall = hub.changing("H01.A", 2, &["H01.B", "H01.C", "H01.D"], Kind::Recall, &document);
    hub.accept(&recall).unwrap();
    assert_eq!(at(&hub, "H01.B", b).state, delivery::Name::Cancelled);
    assert_eq!(at(&hub, "H01.C", c).standing, Standing::Recalled);
    let completed = at(&hub, "H01.D", d);
    assert_eq!((completed.ack, completed.standing), (Name::Completed, Standing::Recalled));
    let own = hub.store.history(&organ("H01.A"), recall.document).unwrap().unwrap();
    let to: Vec<_> = own.deliveries.iter().map(|delivery| delivery.agency.0.as_str()).collect();
    assert_eq!(to, ["H01.C", "H01.D"], "what was withdrawn unseen tells its receiver nothing");
    assert_eq!(own.changes.len(), 3);

    // C takes the recall in: it has cancelled the document. D sends the recall back: a protest, and the recall stands.
    hub.acknowledge("H01.C", recall.receivers[1].delivery, Status::Accepted).unwrap();
    let mut no = hub.acknowledgement("H01.D", recall.receivers[2].delivery, Status::Returned);
    no.reason = Some("Đã thực hiện xong".to_owned());
    hub.done(Change::Acknowledge(Box::new(no)));
    assert_eq!(at(&hub, "H01.C", c).recall_answer, RecallAnswer::Confirmed);
    let protesting = at(&hub, "H01.D", d);
    assert_eq!((protesting.recall_answer, protesting.standing), (RecallAnswer::Protested, Standing::Recalled));
    // A word after the end still counts how far the receiver was, and changes nothing else.
    hub.acknowledge("H01.C", c, Status::Completed).unwrap();
    assert_eq!((at(&hub, "H01.C", c).ack, at(&hub, "H01.C", c).standing), (Name::Completed, Standing::Recalled));
    let told = hub.store.history(&organ("H01.A"), document.document).unwrap().unwrap();
    let answers: Vec<_> = told.changes.iter().map(|change| change.answer.as_deref()).collect();
    assert_eq!(answers, [None, Some("confirmed"), Some("protested")]);
    for change in &told.changes {
        let receipt = hub.store.receipt_about(&organ("H01.A"), document.document, change.leaf).unwrap().unwrap();
        hub.proven(&receipt.to_json());
    }
    // A second recall finds nothing; B's word on what was withdrawn is a contradiction.
    let again = hub.changing("H01.A", 3, &["H01.B", "H01.C", "H01.D"], Kind::Recall, &document);
    assert_eq!(hub.accept(&again).unwrap_err().code().name(), "business.nothing_to_change");
    let Ok(Committed::FetchedContradicts { .. }) = hub.fetch("H01.B", &document, 0) else { panic!("contradicts") };
    whole(&hub);
}

fn content_goes_out_to_nobody_after_a_recall(backend: Backend) {
    let hub = Fixture::new(backend);
    let document = sent(&hub, 1, &["H01.B", "H01.C", "H01.D"]);
    hub.fetch("H01.C", &document, 1).unwrap();
    // D has read the bytes without saying so: it is told of the recall all the same.
    assert_eq!(hub.submit(access(&hub, "H01.D", &document, 2, false)), Ok(Committed::Noted));
    let recall = hub.changing("H01.A", 2, &["H01.B", "H01.C", "H01.D"], Kind::Recall, &document);
    hub.accept(&recall).unwrap();
    assert_eq!(hub.refused(access(&hub, "H01.B", &document, 0, true)), "delivery.withdrawn");
    assert_eq!(hub.refused(access(&hub, "H01.C", &document, 1, false)), "delivery.withheld");
    assert_eq!(hub.submit(access(&hub, "H01.C", &document, 1, true)), Ok(Committed::Noted), "for its archive");
    let own = hub.store.history(&organ("H01.A"), recall.document).unwrap().unwrap();
    let to: Vec<_> = own.deliveries.iter().map(|delivery| delivery.agency.0.as_str()).collect();
    assert_eq!(to, ["H01.C", "H01.D"]);
    whole(&hub);
}

fn a_take_back_is_asked_answered_and_asked_again(backend: Backend) {
    let hub = Fixture::new(backend);
    let document = sent(&hub, 1, &["H01.B", "H01.C"]);
    let [b, c] = [0, 1].map(|n| document.receivers[n].delivery);
    hub.fetch("H01.C", &document, 1).unwrap();
    let first = hub.withdrawal("H01.A", Kind::TakeBack, &document);
    let done = hub.done(Change::Withdraw(Box::new(first.clone())));
    assert_eq!(outcomes(done), [("H01.B".to_owned(), "withdrawn"), ("H01.C".to_owned(), "asked")]);
    let Ok(Committed::Withdrawn { first: false, .. }) = hub.submit(Change::Withdraw(Box::new(first))) else {
        panic!("the same message asks nothing new")
    };
    assert_eq!(hub.withdraw("H01.A", Kind::TakeBack, &document).unwrap_err().code().name(), "business.request_open");
    assert_eq!(at(&hub, "H01.C", c).request.map(|open| open.number), Some(RequestNumber(1)));

    let say = |number: Option<u32>, status| {
        let mut word = hub.acknowledgement("H01.C", c, status);
        word.request = number.map(RequestNumber);
        word.reason = Some("Đang xử lý".to_owned());
        match hub.done(Change::Acknowledge(Box::new(word))) {
            Committed::Acknowledged { contradiction, .. } => contradiction,
            other => panic!("{other:?}"),
        }
    };
    assert!(say(Some(7), Status::RequestAgreed), "a number that was never asked");
    assert!(!say(Some(1), Status::RequestDeclined));
    assert!(say(None, Status::RequestAgreed), "nothing is open");
    assert_eq!(at(&hub, "H01.C", c).standing, Standing::Live);
    let again = hub.withdraw("H01.A", Kind::TakeBack, &document).unwrap();
    assert_eq!(outcomes(again), [("H01.B".to_owned(), "nothing"), ("H01.C".to_owned(), "asked")]);
    assert!(!say(None, Status::RequestAgreed));
    assert_eq!(at(&hub, "H01.C", c).standing, Standing::TakenBack);
    assert_eq!(at(&hub, "H01.B", b).state, delivery::Name::Cancelled);
    assert_eq!(hub.withdraw("H01.A", Kind::TakeBack, &document).unwrap_err().code().name(), "business.ended");
    let told = hub.store.history(&organ("H01.A"), document.document).unwrap().unwrap();
    let answers: Vec<_> = told.changes.iter().map(|change| (change.request, change.answer.as_deref())).collect();
    assert_eq!(answers, [(None, None), (Some(1), Some("declined")), (Some(2), Some("agreed"))]);
    whole(&hub);
}

fn an_update_asks_whoever_has_the_old_version(backend: Backend) {
    let hub = Fixture::new(backend);
    let document = sent(&hub, 1, &["H01.B", "H01.C"]);
    let [b, c] = [0, 1].map(|n| document.receivers[n].delivery);
    hub.acknowledge("H01.C", c, Status::Accepted).unwrap();
    // D is new among the receivers: it gets the new version and is asked nothing.
    let newer = hub.changing("H01.A", 2, &["H01.B", "H01.C", "H01.D"], Kind::Update, &document);
    hub.accept(&newer).unwrap();
    assert_eq!(at(&hub, "H01.B", b).state, delivery::Name::Cancelled, "it gets the new version only");
    assert_eq!(at(&hub, "H01.C", c).request.map(|open| open.question.as_str()), Some("update"));
    let versions = hub.store.history(&organ("H01.A"), newer.document).unwrap().unwrap();
    assert_eq!(versions.deliveries.len(), 3);
    hub.acknowledge("H01.C", c, Status::RequestAgreed).unwrap();
    assert_eq!(at(&hub, "H01.C", c).standing, Standing::Updated);

    // The old version has ended at C: an update has to name the newest.
    let late = hub.changing("H01.A", 3, &["H01.C"], Kind::Update, &document);
    assert_eq!(hub.accept(&late).unwrap_err().code().name(), "business.ended");
    let third = hub.changing("H01.A", 4, &["H01.B", "H01.C", "H01.D"], Kind::Update, &newer);
    hub.accept(&third).unwrap();
    let cancelled = hub.store.history(&organ("H01.A"), newer.document).unwrap().unwrap();
    assert!(cancelled.deliveries.iter().all(|delivery| delivery.state == delivery::Name::Cancelled));
    whole(&hub);
}

fn a_question_lapses_when_the_newer_version_goes(backend: Backend) {
    let hub = Fixture::new(backend);
    let document = sent(&hub, 1, &["H01.B"]);
    let b = document.receivers[0].delivery;
    hub.fetch("H01.B", &document, 0).unwrap();
    let second = hub.changing("H01.A", 2, &["H01.B"], Kind::Update, &document);
    hub.accept(&second).unwrap();
    // A third version takes the place of the second before B fetched it: B is asked about the third.
    let third = hub.changing("H01.A", 3, &["H01.B"], Kind::Update, &second);
    hub.accept(&third).unwrap();
    assert_eq!(at(&hub, "H01.B", b).request.map(|open| open.number), Some(RequestNumber(2)));
    // The third is recalled: nothing is asked any more, and the first is in force.
    let recall = hub.changing("H01.A", 4, &["H01.B"], Kind::Recall, &third);
    hub.accept(&recall).unwrap();
    let first = at(&hub, "H01.B", b);
    assert_eq!((first.request, first.standing), (None, Standing::Live));
    let told = hub.store.history(&organ("H01.A"), document.document).unwrap().unwrap();
    let answers: Vec<_> = told.changes.iter().map(|change| (change.request, change.answer.as_deref())).collect();
    assert_eq!(answers, [(Some(1), Some("lapsed")), (Some(2), Some("lapsed"))]);
    whole(&hub);
}

/// One package names the newer and the older version: each is recalled, whichever stands first.
fn both_versions_are_recalled_by_one_package_in_either_order(backend: Backend) {
    let hub = Fixture::new(backend);
    for (number, newer_first) in [(1, true), (11, false)] {
        let document = sent(&hub, number, &["H01.B"]);
        let b = document.receivers[0].delivery;
        hub.fetch("H01.B", &document, 0).unwrap();
        let newer = hub.changing("H01.A", number + 1, &["H01.B"], Kind::Update, &document);
        hub.accept(&newer).unwrap();
        let mut recall = hub.changing("H01.A", number + 2, &["H01.B"], Kind::Recall, &newer);
        recall.affects.push(Affects { target: document.document_id.clone(), ..recall.affects[0].clone() });
        if !newer_first {
            recall.affects.reverse();
        }
        hub.accept(&recall).unwrap();
        let older = at(&hub, "H01.B", b);
        assert_eq!((older.standing, older.request), (Standing::Recalled, None), "newer first: {newer_first}");
        assert_eq!(at(&hub, "H01.B", newer.receivers[0].delivery).state, delivery::Name::Cancelled);
        let told = hub.store.history(&organ("H01.A"), document.document).unwrap().unwrap();
        let answers: Vec<_> = told.changes.iter().map(|change| (change.what, change.answer.as_deref())).collect();
        assert_eq!(answers, [(Kind::Update, Some("lapsed")), (Kind::Recall, None)]);
    }
    whole(&hub);
}

fn a_replacement_takes_the_place_of_several(backend: Backend) {
    let hub = Fixture::new(backend);
    let (one, two) = (sent(&hub, 1, &["H01.B", "H01.C"]), sent(&hub, 2, &["H01.B", "H01.D"]));
    hub.acknowledge("H01.B", one.receivers[0].delivery, Status::InProgress).unwrap();
    hub.fetch("H01.D", &two, 1).unwrap();
    hub.withdraw("H01.A", Kind::TakeBack, &two).unwrap();
    let mut replacing = hub.changing("H01.A", 3, &["H01.B", "H01.C", "H01.D"], Kind::Replace, &one);
    let receivers = Whom::These(vec![organ("H01.B"), organ("H01.D"), organ("H01.D")]);
    let other = Affects { what: Kind::Replace, target: two.document_id.clone(), receivers };
    // Named twice, as a sample of the field does: done once.
    replacing.affects.extend([other.clone(), other]);
    hub.accept(&replacing).unwrap();
    assert_eq!(at(&hub, "H01.B", one.receivers[0].delivery).standing, Standing::Replaced);
    assert_eq!(at(&hub, "H01.C", one.receivers[1].delivery).state, delivery::Name::Cancelled);
    let d = at(&hub, "H01.D", two.receivers[1].delivery);
    assert_eq!((d.standing, d.request), (Standing::Replaced, None), "what was asked is moot");
    let stays = hub.store.history(&organ("H01.A"), replacing.document).unwrap().unwrap();
    assert_eq!(stays.deliveries.len(), 3);
    // A replaced document can still be recalled; a recalled one is not replaced, and the new one goes out all the same.
    hub.withdraw("H01.A", Kind::Recall, &two).unwrap();
    let late = hub.changing("H01.A", 4, &["H01.D"], Kind::Replace, &two);
    hub.accept(&late).unwrap();
    assert_eq!(at(&hub, "H01.D", two.receivers[1].delivery).standing, Standing::Recalled);
    whole(&hub);
}

fn only_the_issuer_may_and_all_or_nothing(backend: Backend) {
    let hub = Fixture::new(backend);
    let document = sent(&hub, 1, &["H01.B", "H01.C"]);
    hub.fetch("H01.B", &document, 0).unwrap();
    let size = hub.store.log_head().unwrap().size;
    let code = |answer: Result<Committed, lienthong::store::Conflict>| answer.unwrap_err().code().name();
    assert_eq!(code(hub.withdraw("H01.B", Kind::Recall, &document)), "business.not_issuer", "a receiver");
    assert_eq!(code(hub.withdraw("H01.D", Kind::Recall, &document)), "business.target_unknown", "a stranger");
    let foreign = hub.changing("H01.D", 1, &["H01.B"], Kind::Recall, &document);
    assert_eq!(code(hub.accept(&foreign)), "business.target_unknown");
    let mut itself = hub.changing("H01.A", 2, &["H01.B"], Kind::Recall, &document);
    itself.affects[0].target = itself.document_id.clone();
    assert_eq!(code(hub.accept(&itself)), "business.self");
    let mut stranger = hub.withdrawal("H01.A", Kind::Recall, &document);
    stranger.receivers = Whom::These(vec![organ("H01.B"), organ("H01.D")]);
    assert_eq!(hub.refused(Change::Withdraw(Box::new(stranger))), "business.receiver_not_of_target");
    assert_eq!(hub.store.log_head().unwrap().size, size, "nothing of all this is in the log");

    // B has an open question: an update of both is refused as a whole, and C keeps what it has.
    let mut only_b = hub.withdrawal("H01.A", Kind::TakeBack, &document);
    only_b.receivers = Whom::These(vec![organ("H01.B")]);
    hub.done(Change::Withdraw(Box::new(only_b)));
    let update = hub.changing("H01.A", 3, &["H01.B", "H01.C"], Kind::Update, &document);
    assert_eq!(code(hub.accept(&update)), "business.request_open");
    assert_eq!(at(&hub, "H01.C", document.receivers[1].delivery).state, delivery::Name::Delivered);
    assert!(hub.store.document(&organ("H01.A"), update.document).unwrap().is_none());
    whole(&hub);
}

/// Over and over: a recall and a fetch of the same delivery at once, from two processes. Either the fetch came first and
/// the recall binds, or the recall came first and no byte may go out.
fn a_recall_races_with_a_fetch(backend: Backend) {
    let hub = Fixture::new(backend);
    let (_store, other) = hub.another();
    for number in 1..=20 {
        let document = sent(&hub, number, &["H01.B"]);
        let id = document.receivers[0].delivery;
        let recall = Change::Withdraw(Box::new(hub.withdrawal("H01.A", Kind::Recall, &document)));
        let read = access(&hub, "H01.B", &document, 0, false);
        let fetched = Change::Fetched(Fetched {
            delivery: id,
            agency: organ("H01.B"),
            system: Some(hub.system("H01.B")),
            sha256: document.package_digest,
            received: hub.clock.now(),
        });
        let (recalled, read) = std::thread::scope(|scope| {
            let recalled = scope.spawn(|| hub.submit(recall));
            let read = scope.spawn(|| {
                let read = other.submit_blocking(read).unwrap();
                (read.is_ok(), read.is_ok().then(|| other.submit_blocking(fetched).unwrap()))
            });
            (recalled.join().unwrap().unwrap(), read.join().unwrap())
        });
        let outcome = outcomes(recalled)[0].1;
        let now = at(&hub, "H01.B", id);
        match (outcome, read) {
            ("bound", (true, Some(Ok(Committed::Fetched { first: true, .. })))) => {
                assert_eq!((now.state, now.standing), (delivery::Name::Fetched, Standing::Recalled));
            }
            ("withdrawn", (false, None) | (true, Some(Ok(Committed::FetchedContradicts { .. })))) => {
                assert_eq!((now.state, now.standing), (delivery::Name::Cancelled, Standing::Live));
            }
            other => panic!("{other:?} {now:?}"),
        }
    }
    whole(&hub);
}

fn two_updates_at_once_ask_one_question(backend: Backend) {
    let hub = Fixture::new(backend);
    let (_store, other) = hub.another();
    for number in 0..10 {
        let document = sent(&hub, 100 + number, &["H01.B", "H01.C"]);
        hub.fetch("H01.B", &document, 0).unwrap();
        let update = |n: u32| hub.changing("H01.A", 200 + 2 * number + n, &["H01.B", "H01.C"], Kind::Update, &document);
        let [one, two] = [0, 1].map(|n| Change::Accept(Box::new(update(n))));
        let answers = std::thread::scope(|scope| {
            let one = scope.spawn(|| hub.submit(one));
            let two = scope.spawn(|| other.submit_blocking(two).unwrap());
            [one.join().unwrap(), two.join().unwrap()]
        });
        let refused: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
        assert_eq!(refused.len(), 1, "{answers:?}");
        assert_eq!(refused[0].code().name(), "business.request_open");
        assert_eq!(at(&hub, "H01.B", document.receivers[0].delivery).request.map(|open| open.number.0), Some(1));
    }
    whole(&hub);
}

fn rates_leave_out_what_was_withdrawn(backend: Backend) {
    let hub = Fixture::new(backend);
    let document = sent(&hub, 1, &["H01.B", "H01.C", "H01.D"]);
    hub.acknowledge("H01.B", document.receivers[0].delivery, Status::Accepted).unwrap();
    hub.fetch("H01.C", &document, 1).unwrap();
    hub.withdraw("H01.A", Kind::Recall, &document).unwrap();
    let month = Month::of(document.received);
    let tally = hub.store.rates(month, month).unwrap()[&(organ("H01.A"), month)];
    let copies = tally.outgoing;
    assert_eq!((copies.sent, copies.received, copies.acknowledged, copies.withdrawn), (2, 2, 1, 1));
    let size = u32::try_from(hub.store.log_head().unwrap().size).unwrap();
    let leaves = hub.store.log_leaves(0, 0, size).unwrap();
    let events: Vec<_> = leaves
        .iter()
        .map(|leaf| lienthong::evidence::leaf::Leaf::parse(&leaf.body).unwrap().body().event)
        .filter(|event| matches!(event, Event::DeliveryCancelled | Event::DocumentRecalled))
        .collect();
    assert_eq!(events, [Event::DocumentRecalled, Event::DocumentRecalled, Event::DeliveryCancelled]);
    whole(&hub);
}
