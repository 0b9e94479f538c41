//! What the model found in the hub, on both databases.

use lienthong::crypto;
use lienthong::domain::acknowledgement::{RecallAnswer, RequestNumber, Status};
use lienthong::domain::business::Change as Kind;
use lienthong::domain::ids::{JobId, Micros};
use lienthong::domain::rate::Month;
use lienthong::evidence::leaf::{CONTRADICTION, Event, Leaf, PROTEST};
use lienthong::store::change::*;
use lienthong::store::{Change, Committed};
use uuid::Uuid;

use crate::support::stores::{Backend, Fixture, organ};

const BOTH: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];

fn sent(hub: &Fixture, to: &[&str]) -> Accept {
    let document = hub.document("H01.A", 1, to);
    hub.accept(&document).unwrap();
    document
}

/// What the leaves of one event say: which question, and the note.
fn leaves(hub: &Fixture, event: Event) -> Vec<(Option<u64>, Option<String>)> {
    let size = u32::try_from(hub.store.log_head().unwrap().size).unwrap();
    let leaves = hub.store.log_leaves(0, 0, size).unwrap();
    let leaves = leaves.iter().map(|leaf| Leaf::parse(&leaf.body).unwrap());
    leaves
        .filter(|leaf| leaf.body().event == event)
        .map(|leaf| (leaf.body().request, leaf.body().reason.clone()))
        .collect()
}

/// A 02 against a recall is a protest however often it comes: counted as a return, the rates of the leaves were others than
/// those of the rows.
#[test]
fn a_protest_that_comes_twice_is_no_return() {
    for backend in BOTH {
        let hub = Fixture::new(backend);
        let document = sent(&hub, &["H01.B"]);
        let id = document.receivers[0].delivery;
        hub.fetch("H01.B", &document, 0).unwrap();
        hub.withdraw("H01.A", Kind::Recall, &document).unwrap();
        for _ in 0..2 {
            let Ok(Committed::Acknowledged { protest: true, .. }) = hub.acknowledge("H01.B", id, Status::Returned)
            else {
                panic!("a protest")
            };
        }
        let protest = (None, Some(PROTEST.to_owned()));
        assert_eq!(leaves(&hub, Event::StatusReturned), [protest.clone(), protest]);
        let month = Month::of(document.received);
        assert_eq!(hub.store.rates(month, month).unwrap()[&(organ("H01.A"), month)].outgoing.returned, 0);
        hub.audit();
    }
}

/// An answer to a question that is no longer open: the leaf named the open one.
#[test]
fn a_leaf_names_the_question_that_was_answered() {
    for backend in BOTH {
        let hub = Fixture::new(backend);
        let document = sent(&hub, &["H01.B"]);
        hub.fetch("H01.B", &document, 0).unwrap();
        let say = |number: Option<u32>, status| {
            let mut word = hub.acknowledgement("H01.B", document.receivers[0].delivery, status);
            (word.request, word.reason) = (number.map(RequestNumber), Some("Đang xử lý".to_owned()));
            hub.done(Change::Acknowledge(Box::new(word)));
        };
        hub.withdraw("H01.A", Kind::TakeBack, &document).unwrap();
        say(Some(1), Status::RequestDeclined);
        hub.withdraw("H01.A", Kind::TakeBack, &document).unwrap();
        say(Some(1), Status::RequestAgreed);
        say(None, Status::RequestAgreed);
        assert_eq!(leaves(&hub, Event::RequestDeclined), [(Some(1), None)]);
        assert_eq!(leaves(&hub, Event::RequestAgreed), [(Some(1), Some(CONTRADICTION.to_owned())), (Some(2), None)]);
    }
}

/// 15 on a recall's own delivery confirms the recall: it was called a contradiction, which changes nothing.
#[test]
fn an_answer_on_a_recalls_own_delivery_is_no_contradiction() {
    for backend in BOTH {
        let hub = Fixture::new(backend);
        let document = sent(&hub, &["H01.B"]);
        hub.fetch("H01.B", &document, 0).unwrap();
        let recall = hub.changing("H01.A", 2, &["H01.B"], Kind::Recall, &document);
        hub.accept(&recall).unwrap();
        let said = hub.acknowledge("H01.B", recall.receivers[0].delivery, Status::RequestAgreed);
        assert!(matches!(said, Ok(Committed::Acknowledged { contradiction: false, .. })), "{said:?}");
        let now = hub.store.delivery(&organ("H01.B"), document.receivers[0].delivery).unwrap().unwrap();
        assert_eq!(now.delivery.recall_answer, RecallAnswer::Confirmed);
        assert_eq!(leaves(&hub, Event::RequestAgreed), [(None, None), (None, None)]);
    }
}

/// The sender lost the answer, and the receiver declined meanwhile: the same call under the same key got no receipt.
#[test]
fn a_repeated_call_gets_its_first_receipts() {
    for backend in BOTH {
        let hub = Fixture::new(backend);
        let document = sent(&hub, &["H01.B", "H01.C"]);
        hub.fetch("H01.B", &document, 0).unwrap();
        let mut call = hub.withdrawal("H01.A", Kind::TakeBack, &document);
        call.idempotency = Some(IdempotencyKey { key: "lấy lại 1".to_owned(), digest: call.message_digest });
        let changes = |answer| match answer {
            Committed::Withdrawn { changes, .. } => changes.into_iter().map(|change| change.leaf).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let first = changes(hub.done(Change::Withdraw(Box::new(call.clone()))));
        let mut no = hub.acknowledgement("H01.B", document.receivers[0].delivery, Status::RequestDeclined);
        no.reason = Some("Đang xử lý".to_owned());
        hub.done(Change::Acknowledge(Box::new(no)));
        assert_eq!(first.len(), 2);
        assert_eq!(changes(hub.done(Change::Withdraw(Box::new(call)))).len(), 2);
    }
}

/// Whoever downloaded a document and did not say so has its bytes: a recall by call told it nothing.
#[test]
fn whoever_only_read_is_told_of_a_call() {
    for backend in BOTH {
        let hub = Fixture::new(backend);
        let document = sent(&hub, &["H01.B", "H01.C", "H01.D"]);
        let [b, c, d] = [0, 1, 2].map(|n: usize| document.receivers[n].delivery);
        let job = |agency: &str, delivery| NewJob {
            id: JobId(Uuid::now_v7()),
            kind: JobKind::MailChanged,
            agency: organ(agency),
            delivery: Some(delivery),
            document: Some(document.document),
            digested: false,
            payload_json: "{}".to_owned(),
            run_at: Micros(0),
        };
        let system = Some(hub.system("H01.B"));
        let (at, agency, of) = (hub.clock.now(), organ("H01.B"), document.document);
        let read = Access {
            at,
            agency,
            system,
            person: None,
            document: of,
            delivery: Some(b),
            what: "package",
            archive: false,
        };
        assert_eq!(hub.submit(Change::Access(read)), Ok(Committed::Noted));
        hub.fetch("H01.D", &document, 2).unwrap();
        let mut recall = hub.withdrawal("H01.A", Kind::Recall, &document);
        recall.notices = vec![job("H01.B", b), job("H01.C", c), job("H01.D", d)];
        recall.message_digest = crypto::sha256(b"recall");
        hub.done(Change::Withdraw(Box::new(recall)));
        let jobs = hub.store.claim_jobs(&[JobKind::MailChanged], 9, 60).unwrap();
        let mut told: Vec<_> = jobs.iter().map(|job| job.agency.0.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ["H01.B", "H01.D"], "B read it, D has it, C never asked for a byte");
    }
}
