//! A sender asks that a receiver's office be told: at most once a day about one document, and not of what waits no more. On
//! both databases.

use lienthong::domain::acknowledgement::Status;
use lienthong::domain::ids::DeliveryId;
use lienthong::store::Committed;
use lienthong::store::change::{Accept, Change, JobKind, NewJob, Nudge};

use crate::support::stores::{Backend, Fixture, on_both};

on_both! {
    an_office_is_reminded_once_a_day,
}

fn nudge(hub: &Fixture, of: &Accept, receiver: usize) -> Change {
    let (delivery, agency): (DeliveryId, _) = (of.receivers[receiver].delivery, of.receivers[receiver].agency.clone());
    let blank = hub.job(&agency.0);
    let job = NewJob { kind: JobKind::MailReminder, delivery: Some(delivery), document: Some(of.document), ..blank };
    Change::Nudge(Box::new(Nudge { delivery, job }))
}

fn an_office_is_reminded_once_a_day(backend: Backend) {
    let hub = Fixture::new(backend);
    let document = hub.document("H01.A", 1, &["H01.B", "H01.C"]);
    hub.accept(&document).expect("accepted");
    let before = hub.store.job_counts().unwrap().0;
    assert_eq!(hub.done(nudge(&hub, &document, 0)), Committed::Noted);
    assert_eq!(hub.store.job_counts().unwrap().0, before + 1);
    assert_eq!(hub.refused(nudge(&hub, &document, 0)), "notice.told_today");
    // Another office is another matter.
    assert_eq!(hub.done(nudge(&hub, &document, 1)), Committed::Noted);
    assert_eq!(hub.store.job_counts().unwrap().0, before + 2);
    // What was accepted waits no more: nothing is written.
    let later = hub.document("H01.A", 2, &["H01.B"]);
    hub.accept(&later).expect("accepted");
    hub.acknowledge("H01.B", later.receivers[0].delivery, Status::Accepted).expect("acknowledged");
    let before = hub.store.job_counts().unwrap().0;
    assert_eq!(hub.done(nudge(&hub, &later, 0)), Committed::Noted);
    assert_eq!(hub.store.job_counts().unwrap().0, before);
}
