//! The directory as a province lives with it, on both databases: the tree, names, suspension, and mergers. The standard
//! story is Long An (H39), which became part of Tây Ninh (H53) on 1 July 2025.

mod merger;
mod seals;
mod table;

use lienthong::domain::ids::Micros;
use lienthong::store::Change;
use lienthong::store::change::*;

use crate::support::stores::{Backend, Fixture, actor, on_both, organ};

on_both! {
    an_agency_stands_below_its_parent,
    a_rename_keeps_what_was_said_before,
    a_suspended_agency_neither_sends_nor_is_sent_to,
    a_substitute_takes_what_is_sent_meanwhile,
    one_change_is_one_leaf_or_nothing,
}

fn act(hub: &Fixture, what: AgencyAct) {
    hub.done(change(what));
}

fn change(what: AgencyAct) -> Change {
    Change::Agency(AgencyChange { by: actor(), what })
}

fn facts(id: &str, parent: Option<&str>, level: i16) -> AgencyFacts {
    AgencyFacts {
        organ_id: organ(id),
        name: format!("Cơ quan {id}"),
        parent: parent.map(organ),
        level,
        mail: Vec::new(),
        mail_subject: false,
        valid_from: Micros(0),
        allows_legacy: false,
    }
}

/// Midnight in Việt Nam.
fn day(text: &str) -> Micros {
    let day: jiff::civil::Date = text.parse().unwrap();
    Micros(day.in_tz("Asia/Ho_Chi_Minh").unwrap().timestamp().as_microsecond())
}

fn an_agency_stands_below_its_parent(backend: Backend) {
    let hub = Fixture::empty(backend, None);
    act(&hub, AgencyAct::Add(facts("H53", None, 1)));
    act(&hub, AgencyAct::Add(facts("H53.01", Some("H53"), 2)));
    act(&hub, AgencyAct::Add(facts("H53.01.01", Some("H53.01"), 3)));
    let refused = |what| hub.refused(change(what));
    assert_eq!(refused(AgencyAct::Add(facts("H53.02", Some("H54"), 2))), "agency.parent_unknown");
    assert_eq!(refused(AgencyAct::Add(facts("H53.02", Some("H53"), 1))), "agency.level");
    assert_eq!(refused(AgencyAct::Update(facts("H53", Some("H53.01.01"), 4))), "agency.parent_cycle");
    assert_eq!(refused(AgencyAct::Update(facts("H53.01", Some("H53"), 3))), "agency.level", "its child is of level 3");
    assert_eq!(refused(AgencyAct::Update(facts("H53.09", Some("H53"), 3))), "agency.unknown");
    act(&hub, AgencyAct::Update(facts("H53.01.01", Some("H53"), 2)));
    assert_eq!(hub.store.agency(&organ("H53.01.01")).unwrap().unwrap().facts.parent, Some(organ("H53")));
    hub.audit();
}

fn a_rename_keeps_what_was_said_before(backend: Backend) {
    let hub = Fixture::new(backend);
    let (before, from) = (hub.clock.now(), hub.clock.now().plus_seconds(3600));
    let name = "Sở Nông nghiệp và Môi trường".to_owned();
    act(&hub, AgencyAct::Rename { organ_id: organ("H01.B"), name: name.clone(), from });
    let named = |at| hub.store.agency_name(&organ("H01.B"), at).unwrap().unwrap();
    assert_eq!((named(before), named(from)), ("Cơ quan H01.B".to_owned(), name.clone()));
    let now = || hub.store.agency(&organ("H01.B")).unwrap().unwrap().facts.name;
    assert_eq!(now(), "Cơ quan H01.B", "its time has not come");
    // Another change of facts in between leaves the name that is to come.
    act(&hub, AgencyAct::Update(AgencyFacts { level: 3, ..facts("H01.B", None, 3) }));
    hub.clock.set(from);
    assert_eq!(now(), name);
    assert_eq!(hub.store.agencies(None, 10).unwrap()[1].facts.name, name);
    let unknown = AgencyAct::Rename { organ_id: organ("H99"), name, from };
    assert_eq!(hub.refused(change(unknown)), "agency.unknown");
    hub.audit();
}

fn a_suspended_agency_neither_sends_nor_is_sent_to(backend: Backend) {
    let hub = Fixture::new(backend);
    let before = hub.document("H01.A", 1, &["H01.B"]);
    hub.accept(&before).unwrap();
    let from = hub.clock.now().plus_seconds(60);
    act(&hub, AgencyAct::Suspend { organ_id: organ("H01.B"), from });
    hub.accept(&hub.document("H01.B", 2, &["H01.A"])).expect("not yet");
    hub.clock.set(from);
    let code = |accept: &Accept| hub.accept(accept).expect_err("suspended").code().name();
    assert_eq!(code(&hub.document("H01.B", 3, &["H01.A"])), "agency.suspended");
    let carried =
        Accept { carrier: organ("H01.B"), system: Some(hub.system("H01.B")), ..hub.document("H01.A", 4, &["H01.C"]) };
    assert_eq!(code(&carried), "agency.suspended");
    let to = hub.document("H01.A", 5, &["H01.C", "H01.B"]);
    let (unknown, closed) = (Vec::new(), Vec::new());
    let refused = lienthong::store::Conflict::Receivers { unknown, closed, suspended: vec![organ("H01.B")] };
    assert_eq!(hub.accept(&to), Err(refused));
    // What lies in its inbox stays its own, and a resend still gets its receipt.
    hub.fetch("H01.B", &before, 0).expect("fetched");
    hub.acknowledge("H01.B", before.receivers[0].delivery, lienthong::domain::acknowledgement::Status::Completed)
        .expect("acknowledged");
    act(&hub, AgencyAct::Resume { organ_id: organ("H01.B") });
    hub.accept(&hub.document("H01.B", 3, &["H01.A"])).expect("works again");
    hub.accept(&to).expect("is sent to again");
    hub.audit();
}

fn a_substitute_takes_what_is_sent_meanwhile(backend: Backend) {
    let hub = Fixture::new(backend);
    let (from, until) = (hub.clock.now(), hub.clock.now().plus_seconds(3600));
    let stand_in = |agency: &str, other: &str| AgencyAct::Substitute {
        organ_id: organ(agency),
        stands_in: organ(other),
        from,
        until: Some(until),
    };
    assert_eq!(hub.refused(change(stand_in("H01.B", "H01.B"))), "agency.substitute");
    assert_eq!(hub.refused(change(stand_in("H01.B", "H99"))), "agency.unknown");
    act(&hub, stand_in("H01.B", "H01.C"));
    act(&hub, AgencyAct::Suspend { organ_id: organ("H01.B"), from });
    let sent = hub.document("H01.A", 1, &["H01.B", "H01.D"]);
    hub.accept(&sent).expect("the substitute takes it");
    let inbox = |agency: &str| hub.store.inbox(&organ(agency), None, 10, false).unwrap().rows;
    let line = &inbox("H01.C")[0].delivery;
    assert_eq!((&line.agency, &line.named), (&organ("H01.C"), &organ("H01.B")), "both codes are kept");
    assert!(inbox("H01.B").is_empty());
    assert_eq!(inbox("H01.D").len(), 1);
    // One copy a substitute: it is a receiver itself, so the other's copy is refused while that one is suspended.
    let both = hub.document("H01.A", 2, &["H01.B", "H01.C"]);
    assert_eq!(hub.accept(&both).expect_err("nowhere to go").code().name(), "document.receivers_refused");
    act(&hub, AgencyAct::Resume { organ_id: organ("H01.B") });
    hub.accept(&both).expect("each gets its own");
    assert_eq!(inbox("H01.B").len(), 1);
    act(&hub, AgencyAct::EndSubstitute { organ_id: organ("H01.B"), at: hub.clock.now() });
    hub.accept(&hub.document("H01.A", 3, &["H01.B"])).unwrap();
    assert_eq!((inbox("H01.B").len(), inbox("H01.C").len()), (2, 2));
    hub.audit();
}

fn one_change_is_one_leaf_or_nothing(backend: Backend) {
    let hub = Fixture::empty(backend, None);
    act(&hub, AgencyAct::Add(facts("H53", None, 1)));
    let size = hub.store.log_head().unwrap().size;
    let good = vec![
        AgencyAct::Add(facts("H53.01", Some("H53"), 2)),
        AgencyAct::Add(facts("H53.01.01", Some("H53.01"), 3)),
        AgencyAct::Group { name: "cac-so".to_owned(), title: "Các sở".to_owned(), members: vec![organ("H53.01")] },
    ];
    let bad = good.iter().cloned().chain([AgencyAct::Add(facts("H53.02", Some("H77"), 2))]).collect();
    assert_eq!(hub.refused(change(AgencyAct::All(bad))), "agency.parent_unknown");
    assert_eq!(hub.store.agencies(None, 10).unwrap().len(), 1, "nothing of it is done");
    assert!(hub.store.groups().unwrap().is_empty());
    assert_eq!(hub.store.log_head().unwrap().size, size);
    act(&hub, AgencyAct::All(good));
    assert_eq!(hub.store.agencies(None, 10).unwrap().len(), 3);
    assert_eq!(hub.store.groups().unwrap()[0].members, [organ("H53.01")]);
    assert_eq!(hub.store.log_head().unwrap().size, size + 1);
    hub.audit();
}
