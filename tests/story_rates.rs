//! What the province is measured by: deadlines laid down at intake, rates of time, the reports about them.

use jiff::civil::DateTime;
use lienthong::domain::acknowledgement::Status;
use lienthong::domain::calendar::{Calendar, read_toml};
use lienthong::domain::deadline::instant;
use lienthong::domain::ids::{Micros, Urgency};
use lienthong::evidence::leaf::{Event, Leaf};
use lienthong::store::Change;
use lienthong::store::change::{Accept, CalendarAct, CalendarChange};
use lienthong::store::deliveries::Delivery;

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

on_both! {
    deadlines_are_laid_down_when_a_document_comes_in,
}
