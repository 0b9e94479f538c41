//! What the store promises, on SQLite and on PostgreSQL alike: one suite, run on both.

use lienthong::domain::acknowledgement::{Name, Status};
use lienthong::domain::delivery;
use lienthong::domain::ids::{DeliveryId, Digest, Micros};
use lienthong::domain::rate::{Counter, Month, Tally};
use lienthong::evidence::audit;
use lienthong::evidence::leaf::Event;
use lienthong::payload::ObjectKey;
use lienthong::store::change::*;
use lienthong::store::{Change, Committed, Conflict};
use uuid::Uuid;

use crate::support::stores::{Backend, Fixture, actor, on_both, organ, random_uuid};

on_both! {
    a_resend_gets_the_first_receipt_byte_for_byte,
    the_first_answer_is_what_reads_back,
    another_content_or_another_caller_does_not,
    a_second_attempt_waits_for_every_receiver,
    one_bad_receiver_refuses_all_and_all_are_named,
    an_alias_forwards_and_both_codes_are_kept,
    an_idempotency_key_names_one_request_for_a_day,
    the_receivers_words_move_two_machines,
    nobody_sees_or_touches_what_is_not_theirs,
    refusals_are_logged_up_to_sixty_a_minute,
    declarations_replace_each_other,
    a_revoked_system_changes_nothing,
    rates_are_the_same_from_rows_and_from_leaves,
    words_find_documents_without_diacritics,
    pages_go_through_everything_once,
    large_payloads_lie_beside_the_database,
    bindings_have_versions,
    a_losing_item_leaves_nothing_behind,
}

fn a_resend_gets_the_first_receipt_byte_for_byte(backend: Backend) {
    let hub = Fixture::new(backend);
    let first = hub.document("H01.A", 1, &["H01.B", "H01.C"]);
    let Ok(Committed::Accepted { document, leaf, .. }) = hub.accept(&first) else { panic!("accepted") };
    assert_eq!(document, first.document);
    let receipt = hub.receipt("H01.A", document);
    hub.proven(&receipt);
    // The log grows over a full tile; the receipt stays what it was.
    for number in 0..150 {
        hub.accept(&hub.document("H01.B", number, &["H01.A"])).unwrap();
    }
    assert!(hub.store.log_head().unwrap().size > 256);
    assert_eq!(hub.receipt("H01.A", document), receipt);
    let again = Accept { document: hub.document("H01.A", 1, &[]).document, ..first.clone() };
    assert_eq!(hub.accept(&again), Ok(Committed::AlreadyAccepted { document, leaf }));
    let tile = lienthong::evidence::tile::TileId { level: 0, n: 0 };
    let size = hub.store.log_head().unwrap().size;
    let bytes = hub.store.log_hash_tile(0, tile, size).unwrap().expect("a full tile");
    let leaves = hub.store.log_leaves(0, 0, 256).unwrap();
    assert_eq!(bytes, leaves.iter().flat_map(|leaf| leaf.hash.0).collect::<Vec<_>>());
    hub.audit();
}

/// The answer to a new document is made of the batch, not read: it is the rows' own, receipt included, byte for byte.
fn the_first_answer_is_what_reads_back(backend: Backend) {
    let hub = Fixture::new(backend);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    // Alone, in small batches and in one that fills a tile.
    for (round, count) in [1, 2, 30, 120].into_iter().enumerate() {
        let number = |item| u32::try_from(round * 1_000 + item).unwrap();
        let items: Vec<Accept> =
            (0..count).map(|item| hub.document("H01.A", number(item), &["H01.B", "H01.C"])).collect();
        let answers = runtime.block_on(async {
            let all = items.iter().map(|item| hub.committer.submit(Change::Accept(Box::new(item.clone()))));
            futures_util::future::join_all(all).await
        });
        for answer in answers {
            let Ok(Ok(Committed::Accepted { document, leaf, issued })) = answer else { panic!("accepted") };
            let history = hub.store.history(&organ("H01.A"), document).unwrap().unwrap();
            assert_eq!(issued.document, history.document);
            assert_eq!(issued.document.leaf, leaf);
            assert_eq!(issued.deliveries, history.deliveries);
            let receipt = hub.receipt("H01.A", document);
            assert_eq!(issued.receipt.to_json(), receipt);
        }
    }
    let again = hub.document("H01.A", 2_003, &["H01.B"]);
    let sent = hub.store.documents_by_id(&organ("H01.A"), &again.document_id).unwrap();
    let delivery = hub.store.history(&organ("H01.A"), sent[0].uuid).unwrap().unwrap().deliveries[0].id;
    hub.acknowledge("H01.B", delivery, Status::Returned).unwrap();
    let second = Accept { attempt: 2, content_digest: Digest([3; 32]), ..again };
    let Ok(Committed::Accepted { document, issued, .. }) = hub.accept(&second) else { panic!("a second attempt") };
    assert_eq!(issued.document, hub.store.history(&organ("H01.A"), document).unwrap().unwrap().document);
    assert_eq!(issued.receipt.to_json(), hub.receipt("H01.A", document));
    hub.audit();
}

fn another_content_or_another_caller_does_not(backend: Backend) {
    let hub = Fixture::new(backend);
    let first = hub.document("H01.A", 1, &["H01.B"]);
    hub.accept(&first).unwrap();
    let size = hub.store.log_head().unwrap().size;
    let other = Accept { content_digest: Digest([9; 32]), ..first.clone() };
    assert_eq!(
        hub.accept(&other),
        Err(Conflict::DocumentIdReused { document_id: first.document_id.clone(), first: first.document })
    );
    let stranger = Accept { carrier: organ("H01.C"), system: Some(hub.system("H01.C")), ..first.clone() };
    assert_eq!(hub.accept(&stranger), Err(Conflict::DocumentNotYours { document_id: first.document_id.clone() }));
    assert_eq!(hub.store.log_head().unwrap().size, size, "conflicts leave no leaf by themselves");
    // A carrier that is not the From may carry, and gets its own resend answered.
    let carried =
        Accept { carrier: organ("H01.C"), system: Some(hub.system("H01.C")), ..hub.document("H01.A", 2, &["H01.B"]) };
    hub.accept(&carried).unwrap();
    assert!(matches!(hub.accept(&carried), Ok(Committed::AlreadyAccepted { .. })));
}

fn a_second_attempt_waits_for_every_receiver(backend: Backend) {
    let hub = Fixture::new(backend);
    let first = hub.document("H01.A", 1, &["H01.B", "H01.C"]);
    hub.accept(&first).unwrap();
    let again = |to: &[&str]| Accept {
        attempt: 2,
        content_digest: Digest([2; 32]),
        document_id: first.document_id.clone(),
        ..hub.document("H01.A", 77, to)
    };
    let second = again(&["H01.B", "H01.C"]);
    hub.acknowledge("H01.B", first.receivers[0].delivery, Status::Returned).unwrap();
    let open = vec![organ("H01.C")];
    assert_eq!(hub.accept(&second), Err(Conflict::AttemptNotAllowed { asked: 2, open }));
    let forgotten = vec![organ("H01.D")];
    assert_eq!(hub.accept(&again(&["H01.B", "H01.D"])), Err(Conflict::AttemptNotAllowed { asked: 2, open: forgotten }));
    assert!(matches!(
        hub.accept(&Accept { attempt: 3, ..second.clone() }),
        Err(Conflict::AttemptNotAllowed { asked: 3, .. })
    ));
    hub.acknowledge("H01.C", first.receivers[1].delivery, Status::Returned).unwrap();
    assert!(matches!(hub.accept(&second), Ok(Committed::Accepted { .. })));
    // Asked again, and asked without the parameter: the receipts there are, no third sending.
    assert!(
        matches!(hub.accept(&second), Ok(Committed::AlreadyAccepted { document, .. }) if document == second.document)
    );
    assert!(
        matches!(hub.accept(&first), Ok(Committed::AlreadyAccepted { document, .. }) if document == first.document)
    );
    let leaves = hub.audit();
    let docs: std::collections::HashSet<_> = leaves
        .iter()
        .filter(|leaf| leaf.body().event == Event::SubmissionAcceptance)
        .map(|leaf| leaf.body().doc)
        .collect();
    assert_eq!(docs.len(), 1, "one salt a document, over its attempts");
    // A status by document id means the newest attempt.
    let mut word = hub.acknowledgement("H01.B", DeliveryId(Uuid::nil()), Status::Arrived);
    word.about = About::Document { issuer: organ("H01.A"), document_id: first.document_id.clone() };
    let answer = hub.done(Change::Acknowledge(Box::new(word)));
    assert!(matches!(answer, Committed::Acknowledged { delivery, .. } if delivery == second.receivers[0].delivery));
}

fn one_bad_receiver_refuses_all_and_all_are_named(backend: Backend) {
    let mut hub = Fixture::new(backend);
    hub.add_agency("H01.E");
    let close = AgencyAct::Close { organ_id: organ("H01.E"), at: hub.clock.now() };
    hub.done(Change::Agency(AgencyChange { by: actor(), what: close }));
    let bad = hub.document("H01.A", 1, &["H01.B", "H99.X", "H01.E", "H99.Y"]);
    let unknown = vec![organ("H99.X"), organ("H99.Y")];
    let refused = Conflict::Receivers { unknown, closed: vec![organ("H01.E")], suspended: Vec::new() };
    assert_eq!(hub.accept(&bad), Err(refused));
    assert!(hub.store.documents_by_id(&organ("H01.A"), &bad.document_id).unwrap().is_empty());
    let mine = hub.document("H01.E", 2, &["H01.A"]);
    assert_eq!(hub.accept(&mine), Err(Conflict::AgencyClosed { organ_id: organ("H01.E") }));
    let twice = hub.document("H01.A", 3, &["H01.B", "H01.B"]);
    assert_eq!(hub.accept(&twice), Err(Conflict::ReceiverTwice { agency: organ("H01.B") }));
    hub.audit();
}

fn an_alias_forwards_and_both_codes_are_kept(backend: Backend) {
    let hub = Fixture::new(backend);
    let before = hub.document("H01.B", 5, &["H01.C"]);
    hub.accept(&before).unwrap();
    let alias =
        |old: &str, new: &str| AgencyAct::Alias { organ_id: organ(old), successor: organ(new), from: hub.clock.now() };
    hub.done(Change::Agency(AgencyChange { by: actor(), what: alias("H01.B", "H01.D") }));
    hub.done(Change::Agency(AgencyChange { by: actor(), what: alias("OLD.1", "H01.D") }));
    let cycle = Change::Agency(AgencyChange { by: actor(), what: alias("H01.D", "H01.B") });
    assert_eq!(hub.refused(cycle), "agency.alias_cycle");
    let both = hub.document("H01.A", 1, &["H01.B", "OLD.1"]);
    assert_eq!(hub.accept(&both), Err(Conflict::ReceiverTwice { agency: organ("H01.D") }));
    let sent = hub.document("H01.A", 2, &["OLD.1"]);
    hub.accept(&sent).unwrap();
    let inbox = hub.store.inbox(&organ("H01.D"), None, 10, true).unwrap();
    assert_eq!(inbox.rows.len(), 1);
    assert_eq!(inbox.rows[0].delivery.named, organ("OLD.1"));
    // What the merged agency sends under its old code is the successor's.
    let old_code = Accept { issuer: organ("H01.D"), ..hub.document("H01.B", 6, &["H01.C"]) };
    assert!(matches!(hub.accept(&old_code), Ok(Committed::Accepted { .. })));
    let sent = hub.store.sent(&organ("H01.D"), None, 10).unwrap();
    assert_eq!(sent.rows[0].from_named, organ("H01.B"));
    assert_eq!(hub.store.aliases_of(&organ("H01.D")).unwrap(), [organ("H01.B"), organ("OLD.1")]);
    hub.audit();
}

fn an_idempotency_key_names_one_request_for_a_day(backend: Backend) {
    let hub = Fixture::new(backend);
    let key = |byte| Some(IdempotencyKey { key: "k1".to_owned(), digest: Digest([byte; 32]) });
    let first = Accept { idempotency: key(1), ..hub.document("H01.A", 1, &["H01.B"]) };
    let Ok(Committed::Accepted { document, leaf, .. }) = hub.accept(&first) else { panic!("accepted") };
    assert_eq!(hub.accept(&first), Ok(Committed::AlreadyAccepted { document, leaf }));
    let other = Accept { idempotency: key(2), ..hub.document("H01.A", 2, &["H01.B"]) };
    assert_eq!(
        hub.accept(&other),
        Err(Conflict::IdempotencyKeyReused { first: Digest([1; 32]), now: Digest([2; 32]) })
    );
    // Another system's key of the same name is another key.
    let elsewhere = Accept { idempotency: key(2), ..hub.document("H01.C", 2, &["H01.B"]) };
    hub.accept(&elsewhere).unwrap();
    let word = |key| Acknowledge {
        idempotency: key,
        ..hub.acknowledgement("H01.B", first.receivers[0].delivery, Status::Arrived)
    };
    let said = hub.done(Change::Acknowledge(Box::new(word(key(3)))));
    let repeated = hub.done(Change::Acknowledge(Box::new(word(key(3)))));
    let (Committed::Acknowledged { leaf: a, first: true, .. }, Committed::Acknowledged { leaf: b, first: false, .. }) =
        (said, repeated)
    else {
        panic!("said once")
    };
    assert_eq!(a, b);
    hub.clock.set(hub.clock.now().plus_seconds(24 * 3600 + 1));
    assert!(matches!(hub.accept(&other), Ok(Committed::Accepted { .. })));
    assert_eq!(hub.store.purge_idempotency(hub.clock.now()).unwrap(), 2, "those of the other systems");
}

fn the_receivers_words_move_two_machines(backend: Backend) {
    let hub = Fixture::new(backend);
    let sent = hub.document("H01.A", 1, &["H01.B", "H01.C"]);
    hub.accept(&sent).unwrap();
    let (b, c) = (sent.receivers[0].delivery, sent.receivers[1].delivery);
    let wrong = Change::Fetched(Fetched {
        delivery: b,
        agency: organ("H01.B"),
        system: None,
        sha256: Digest([0; 32]),
        received: hub.clock.now(),
    });
    assert_eq!(hub.refused(wrong), "delivery.digest_mismatch");
    let Ok(Committed::Fetched { leaf, first: true }) = hub.fetch("H01.B", &sent, 0) else { panic!("fetched") };
    assert_eq!(hub.fetch("H01.B", &sent, 0), Ok(Committed::Fetched { leaf, first: false }));
    let line = hub.store.delivery(&organ("H01.B"), b).unwrap().unwrap();
    assert_eq!((line.delivery.state, line.delivery.fetched_leaf), (delivery::Name::Fetched, Some(leaf)));

    let word = |status| hub.acknowledge("H01.C", c, status).unwrap();
    let state = |answer| match answer {
        Committed::Acknowledged { state, contradiction, first, .. } => (state, contradiction, first),
        other => panic!("{other:?}"),
    };
    assert_eq!(state(word(Status::InProgress)), (Name::InProgress, false, true));
    assert_eq!(state(word(Status::Arrived)), (Name::InProgress, false, true), "late: kept, state unchanged");
    assert_eq!(state(word(Status::Returned)), (Name::InProgress, true, true), "contradiction");
    let same = hub.acknowledgement("H01.C", c, Status::Completed);
    hub.done(Change::Acknowledge(Box::new(same.clone())));
    let repeat = Acknowledge { id: Uuid::now_v7(), ..same };
    assert_eq!(state(hub.done(Change::Acknowledge(Box::new(repeat)))), (Name::Completed, false, false));
    let later = hub.acknowledgement("H01.C", c, Status::TakeBackRequested);
    assert_eq!(hub.refused(Change::Acknowledge(Box::new(later))), "acknowledgement.sender_only");

    let history = hub.store.history(&organ("H01.A"), sent.document).unwrap().unwrap();
    assert_eq!(history.words.len(), 4);
    assert_eq!(history.deliveries[1].state, delivery::Name::Fetched, "an acknowledgement says that it has it");
    let receiver = hub.store.history(&organ("H01.B"), sent.document).unwrap().unwrap();
    assert_eq!((receiver.deliveries.len(), receiver.words.len()), (1, 0), "a receiver sees its own");
    for word in &history.words {
        let receipt = hub.store.receipt_about(&organ("H01.A"), sent.document, word.leaf).unwrap().unwrap();
        hub.proven(&receipt.to_json());
    }
    let events: Vec<Event> = hub.audit().iter().map(|leaf| leaf.body().event).rev().take(7).collect();
    assert_eq!(
        events.into_iter().rev().collect::<Vec<_>>(),
        [
            Event::ContentConsignment,
            Event::ContentHandover,
            Event::ContentHandover,
            Event::StatusInProgress,
            Event::StatusArrived,
            Event::StatusReturned,
            Event::StatusCompleted,
        ]
    );
}

fn nobody_sees_or_touches_what_is_not_theirs(backend: Backend) {
    let hub = Fixture::new(backend);
    let sent = hub.document("H01.A", 1, &["H01.B"]);
    hub.accept(&sent).unwrap();
    let (stranger, receiver, id) = (organ("H01.C"), organ("H01.B"), sent.receivers[0].delivery);
    assert!(hub.store.document(&stranger, sent.document).unwrap().is_none());
    assert!(hub.store.documents_by_id(&stranger, &sent.document_id).unwrap().is_empty());
    assert!(hub.store.history(&stranger, sent.document).unwrap().is_none());
    assert!(hub.store.package(&stranger, sent.document).unwrap().is_none());
    assert!(hub.store.verdict(&stranger, sent.document).unwrap().is_none());
    assert!(hub.store.receipt(&stranger, sent.document).unwrap().is_none());
    assert!(hub.store.receipt(&receiver, sent.document).unwrap().is_none(), "openings of pkg are the sender's");
    assert!(hub.store.delivery(&stranger, id).unwrap().is_none());
    assert!(hub.store.delivery_package(&stranger, id).unwrap().is_none());
    assert!(hub.store.inbox(&stranger, None, 10, false).unwrap().rows.is_empty());
    assert!(hub.store.sent(&receiver, None, 10).unwrap().rows.is_empty());
    assert!(hub.store.search(&stranger, "xếp loại", None, 10).unwrap().rows.is_empty());
    assert_eq!(hub.fetch("H01.C", &sent, 0), Err(Conflict::DeliveryNotYours { delivery: Some(id) }));
    assert!(matches!(hub.acknowledge("H01.C", id, Status::Arrived), Err(Conflict::DeliveryNotYours { .. })));
    let package = hub.store.delivery_package(&receiver, id).unwrap().unwrap();
    package.source.check(sent.package_digest).unwrap();
    let access = Access {
        archive: false,
        at: hub.clock.now(),
        agency: receiver.clone(),
        system: None,
        person: None,
        document: sent.document,
        delivery: Some(id),
        what: "package",
    };
    assert_eq!(hub.done(Change::Access(access)), Committed::Noted);
    assert_eq!(hub.store.accesses(&organ("H01.A"), sent.document).unwrap().len(), 1);
    assert!(hub.store.accesses(&receiver, sent.document).unwrap().is_empty());
    let (verdict, chain) = hub.store.verdict(&receiver, sent.document).unwrap().unwrap();
    assert_eq!((verdict, chain), (sent.verdict_json, b"signerissuer".to_vec()));
}

fn refusals_are_logged_up_to_sixty_a_minute(backend: Backend) {
    let hub = Fixture::new(backend);
    let mut proven = hub.rejection("H01.A");
    proven.from_proven = Some(organ("H01.B"));
    let id = proven.id;
    hub.done(Change::Reject(Box::new(proven)));
    for viewer in ["H01.A", "H01.B"] {
        assert_eq!(hub.store.rejections(&organ(viewer), None, 10).unwrap().rows.len(), 1);
        hub.proven(&hub.store.rejection_receipt(&organ(viewer), id).unwrap().unwrap().to_json());
    }
    assert!(hub.store.rejections(&organ("H01.C"), None, 10).unwrap().rows.is_empty());
    assert!(hub.store.rejection_receipt(&organ("H01.C"), id).unwrap().is_none());
    let answers: Vec<Committed> = (1..70).map(|_| hub.done(Change::Reject(Box::new(hub.rejection("H01.A"))))).collect();
    let surplus = answers.iter().filter(|answer| **answer == Committed::RejectedInSurplus).count();
    assert_eq!(surplus, 10);
    assert!(matches!(hub.done(Change::Reject(Box::new(hub.rejection("H01.B")))), Committed::Rejected { .. }));
    hub.clock.set(hub.clock.now().plus_seconds(61));
    assert!(matches!(hub.done(Change::Reject(Box::new(hub.rejection("H01.A")))), Committed::Rejected { .. }));
    hub.done(Change::Reject(Box::new(hub.rejection("H01.A"))));
    let counted: Vec<_> =
        hub.audit().into_iter().filter(|leaf| leaf.body().event == Event::RejectionsCounted).collect();
    assert_eq!(counted.len(), 1, "one leaf, once");
    assert_eq!(counted[0].body().count, Some(10));
}

fn declarations_replace_each_other(backend: Backend) {
    let hub = Fixture::new(backend);
    let declare = |count, supersedes| Declare {
        id: Uuid::now_v7(),
        agency: organ("H01.A"),
        system: None,
        person: None,
        period: "2026-10".to_owned(),
        count,
        supersedes,
        received: hub.clock.now(),
    };
    let first = declare(7, None);
    let Committed::Declared { leaf, first: true } = hub.done(Change::Declare(first.clone())) else { panic!() };
    assert_eq!(hub.done(Change::Declare(first.clone())), Committed::Declared { leaf, first: false });
    assert_eq!(hub.refused(Change::Declare(declare(8, None))), "declaration.not_standing");
    let second = declare(9, Some(first.id));
    hub.done(Change::Declare(second.clone()));
    assert_eq!(hub.refused(Change::Declare(declare(8, Some(first.id)))), "declaration.not_standing");
    let rows = hub.store.declarations(&organ("H01.A"), None, 10).unwrap().rows;
    assert_eq!(rows.iter().map(|row| (row.count, row.standing)).collect::<Vec<_>>(), [(9, true), (7, false)]);
    hub.proven(&hub.store.plain_receipt(rows[0].leaf).unwrap().to_json());
    hub.audit();
}

fn a_revoked_system_changes_nothing(backend: Backend) {
    let hub = Fixture::new(backend);
    let system = hub.system("H01.A");
    let sent = hub.document("H01.A", 1, &["H01.B"]);
    hub.accept(&sent).unwrap();
    let revoke = Change::Token(TokenChange { by: actor(), what: TokenAct::Revoke { system } });
    hub.done(revoke.clone());
    assert_eq!(hub.refused(revoke), "system.unknown");
    assert_eq!(hub.accept(&hub.document("H01.A", 2, &["H01.B"])), Err(Conflict::SystemRevoked { system }));
    let stolen = Accept { carrier: organ("H01.C"), system: Some(hub.system("H01.B")), ..sent };
    assert!(matches!(hub.accept(&stolen), Err(Conflict::SystemRevoked { .. })), "another agency's system");
    let found = hub.store.system_by_token(&lienthong::crypto::sha256(system.0.as_bytes())).unwrap().unwrap();
    assert!(!found.is_live(hub.clock.now()));
    let acts = hub.store.operator_acts(None, 100).unwrap().rows;
    assert_eq!(acts[0].act, "token.revoked");
}

fn rates_are_the_same_from_rows_and_from_leaves(backend: Backend) {
    let hub = Fixture::new(backend);
    let statuses = [Status::Arrived, Status::Accepted, Status::Completed, Status::Returned];
    for number in 0..24_u32 {
        hub.clock.set(hub.clock.now().plus_seconds(4 * 86_400));
        let from = ["H01.A", "H01.B"][number as usize % 2];
        let mut sent = hub.document(from, number, &["H01.C", "H01.D"]);
        sent.signed = if number % 5 == 0 { SignedLevel::Legacy } else { SignedLevel::B };
        sent.listing.issued = match number % 3 {
            0 => None,
            1 => Some(lienthong::domain::deadline::day_in_vietnam(hub.clock.now()).to_string()),
            _ => Some("2026-11-24".to_owned()),
        };
        hub.accept(&sent).unwrap();
        if number % 3 == 0 {
            hub.fetch("H01.C", &sent, 0).unwrap();
        }
        if number % 2 == 0 {
            hub.clock.set(hub.clock.now().plus_seconds(3 * 86_400));
        }
        hub.acknowledge("H01.D", sent.receivers[1].delivery, statuses[number as usize % 4]).unwrap();
        if number % 7 == 0 {
            hub.acknowledge("H01.D", sent.receivers[1].delivery, Status::Returned).unwrap();
            hub.acknowledge("H01.C", sent.receivers[0].delivery, Status::Returned).unwrap();
        }
        if number == 7 {
            hub.acknowledge("H01.D", sent.receivers[1].delivery, Status::Completed).unwrap();
            let third = hub.document(from, number, &["H01.C"]);
            let again = Accept { attempt: 2, content_digest: Digest([1; 32]), ..third };
            hub.clock.set(hub.clock.now().plus_seconds(40 * 86_400));
            hub.accept(&Accept { received: hub.clock.now(), ..again }).unwrap();
        }
    }
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
    let mut counter = Counter::default();
    hub.audit().iter().filter_map(audit::fact).for_each(|fact| counter.take(fact));
    assert_eq!(counter.strays(), 0);
    let (from, to) = (Month { year: 2026, month: 1 }, Month { year: 2027, month: 12 });
    let rows = hub.store.rates(from, to).unwrap();
    assert!(rows.len() >= 8 && rows.values().any(|tally| tally.outgoing.returned > 0));
    assert_eq!(rows, counter.tallies());
    let (mut province, part) = (Tally::default(), |n: u64, of: u64| n > 0 && n < of);
    rows.values().for_each(|tally| province.add(tally));
    let copies = province.incoming;
    assert!(part(province.sent_in_time, province.send_known) && part(province.send_known, province.documents));
    assert!(part(copies.accepted_in_time, copies.acknowledged) && copies.accept_known == copies.sent);
    let december = hub.store.rates(Month { year: 2026, month: 12 }, Month { year: 2026, month: 12 }).unwrap();
    assert!(december.keys().all(|(_, month)| month.month == 12) && !december.is_empty());
}

fn words_find_documents_without_diacritics(backend: Backend) {
    let hub = Fixture::new(backend);
    for number in 1..=3 {
        hub.accept(&hub.document("H01.A", number, &["H01.B"])).unwrap();
    }
    let found = |viewer: &str, text: &str| {
        let page = hub.store.search(&organ(viewer), text, None, 10).unwrap();
        page.rows.into_iter().map(|row| row.listing.number).collect::<Vec<_>>()
    };
    assert_eq!(found("H01.A", "xep loai"), ["3", "2", "1"]);
    assert_eq!(found("H01.B", "XẾP loại quyết"), ["3", "2", "1"]);
    assert_eq!(found("H01.B", "2/QD"), ["2"]);
    assert_eq!(found("H01.B", "loa"), ["3", "2", "1"], "the beginning of a word");
    assert!(found("H01.B", "oai").is_empty(), "not its middle");
    assert!(found("H01.B", "không có").is_empty());
    assert!(found("H01.B", " -- % \" ' ").is_empty(), "no word, nothing found");
    let page = hub.store.search(&organ("H01.A"), "xep", None, 2).unwrap();
    let rest = hub.store.search(&organ("H01.A"), "xep", page.next, 2).unwrap();
    assert_eq!((page.rows.len(), rest.rows.len(), rest.next), (2, 1, None));
}

fn pages_go_through_everything_once(backend: Backend) {
    let hub = Fixture::new(backend);
    for number in 0..7 {
        hub.accept(&hub.document("H01.A", number, &["H01.B"])).unwrap();
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = hub.store.inbox(&organ("H01.B"), after, 3, true).unwrap();
        seen.extend(page.rows.iter().map(|line| line.listing.number.clone()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["0", "1", "2", "3", "4", "5", "6"], "in the order of arrival");
    let line = &hub.store.inbox(&organ("H01.B"), None, 1, true).unwrap().rows[0];
    hub.acknowledge("H01.B", line.delivery.id, Status::Accepted).unwrap();
    assert_eq!(hub.store.inbox(&organ("H01.B"), None, 10, true).unwrap().rows.len(), 6);
    assert_eq!(hub.store.inbox(&organ("H01.B"), None, 10, false).unwrap().rows.len(), 7);
    let newest = hub.store.inbox_newest(&organ("H01.B")).unwrap();
    assert!(hub.store.inbox(&organ("H01.B"), Some(newest), 10, true).unwrap().rows.is_empty());
    assert_eq!(hub.store.inbox_newest(&organ("H01.C")).unwrap(), -1);
    let agencies = hub.store.agencies(Some(&organ("H01.A")), 2).unwrap();
    assert_eq!(agencies.iter().map(|row| row.facts.organ_id.0.as_str()).collect::<Vec<_>>(), ["H01.B", "H01.C"]);
}

fn large_payloads_lie_beside_the_database(backend: Backend) {
    let hub = Fixture::new(backend);
    let mut upload = hub.store.objects().upload(1 << 20).unwrap();
    upload.write(&[7; 100_000]).unwrap();
    let digest = upload.digest();
    let key = hub.store.objects().keep(upload).unwrap();
    // The hub's clock of this test stands at START; the object is made now.
    hub.clock.set(key.created());
    let mut sent = hub.document("H01.A", 1, &["H01.B"]);
    sent.package_digest = digest;
    sent.package_size = 100_000;
    sent.payload = PayloadAt::Object(key.clone());
    hub.clock.set(key.created().plus_seconds(12 * 3600 + 1));
    assert_eq!(hub.accept(&sent), Err(Conflict::ObjectStale { key: key.to_string() }));
    let gone = ObjectKey::made_at(digest, hub.clock.now());
    assert!(matches!(
        hub.accept(&Accept { payload: PayloadAt::Object(gone), ..sent.clone() }),
        Err(Conflict::ObjectStale { .. })
    ));
    hub.clock.set(key.created().plus_seconds(11 * 3600));
    hub.accept(&sent).unwrap();
    let package = hub.store.package(&organ("H01.B"), sent.document).unwrap().unwrap();
    package.source.check(digest).unwrap();
    let mut orphan = hub.store.objects().upload(10).unwrap();
    orphan.write(b"orphan").unwrap();
    let orphan = hub.store.objects().keep(orphan).unwrap();
    let later = key.created().plus_seconds(25 * 3600);
    assert_eq!(hub.store.sweep_objects(later).unwrap().objects, 1);
    assert!(hub.store.objects().source(&orphan).is_err());
    assert!(hub.store.objects().source(&key).is_ok(), "a row names it");
}

fn bindings_have_versions(backend: Backend) {
    let hub = Fixture::new(backend);
    let (exact, rule) = (Uuid::now_v7(), Uuid::now_v7());
    let add =
        |id, rule| BindingAct::Add { id, agency: organ("H01.A"), rule, from: Micros(0), until: None, not_after: None };
    let change = |what| Change::Binding(BindingChange { by: actor(), what });
    hub.done(change(add(exact, BindingRule::Exact { certificate_sha256: Digest([1; 32]) })));
    let attributes = vec![("2.5.4.10".to_owned(), "Sở Tư pháp".to_owned())];
    let by_rule = BindingRule::Rule { issuer_spki_sha256: Digest([2; 32]), attributes };
    hub.done(change(add(rule, by_rule.clone())));
    assert_eq!(hub.refused(change(add(rule, by_rule.clone()))), "store.id_taken");
    let found = hub.store.bindings_for(&Digest([1; 32]), Some(&Digest([2; 32]))).unwrap();
    assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [exact, rule]);
    assert_eq!(found[1].rule, by_rule);
    hub.done(change(BindingAct::End { id: exact, at: hub.clock.now() }));
    assert_eq!(hub.refused(change(BindingAct::End { id: exact, at: hub.clock.now() })), "store.binding_unknown");
    let found = hub.store.bindings_for(&Digest([1; 32]), None).unwrap();
    assert_eq!((found.len(), found[0].version, found[0].valid_until), (1, 2, Some(hub.clock.now())));
    assert_eq!(hub.store.bindings_of(&organ("H01.A")).unwrap().len(), 2);
    hub.audit();
}

fn a_losing_item_leaves_nothing_behind(backend: Backend) {
    let hub = Fixture::new(backend);
    let before = hub.store.log_head().unwrap().size;
    // The verdict's code cannot stand in a leaf: the item fails after it was judged, beside others that hold.
    let bad = Accept { verdict_code: "lời".to_owned(), ..hub.document("H01.A", 1, &["H01.B"]) };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    // A uuid that is taken is poison: the insert fails, the batch is halved until it stands alone.
    let first = hub.document("H01.A", 100, &["H01.B"]);
    hub.accept(&first).unwrap();
    let poison = Accept { document: first.document, ..hub.document("H01.A", 101, &["H01.B"]) };
    let mut items: Vec<Accept> = (2..42).map(|number| hub.document("H01.A", number, &["H01.B", "H01.C"])).collect();
    items.insert(11, bad);
    items.insert(23, poison);
    let answers = runtime.block_on(async {
        let all = items.iter().map(|item| hub.committer.submit(Change::Accept(Box::new(item.clone()))));
        futures_util::future::join_all(all).await
    });
    let failed: Vec<usize> =
        answers.iter().enumerate().filter(|(_, answer)| answer.is_err()).map(|(index, _)| index).collect();
    assert_eq!(failed, [11, 23]);
    assert!(answers.iter().flatten().all(|answer| matches!(answer, Ok(Committed::Accepted { .. }))));
    assert_eq!(hub.store.log_head().unwrap().size, before + 2 + 40 * 3);
    hub.audit();
    for item in items.iter().filter(|item| item.document != first.document && item.verdict_code == "valid") {
        hub.proven(&hub.receipt("H01.A", item.document));
    }
    let _ = random_uuid();
}
