use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn organ(n: u8) -> OrganId {
    OrganId(format!("000.00.{n:02}.H53"))
}

fn accepted(document: u8, from: u8, received: &str, signed: bool) -> Fact {
    let received: jiff::Timestamp = received.parse().unwrap();
    let received = Micros(received.as_microsecond());
    Fact::Accepted { document: Digest([document; 32]), from: organ(from), received, signed, send_by: Some(NOON) }
}

/// 2026-11-02T05:00:00Z
const NOON: Micros = Micros(1_793_595_600_000_000);

fn sent(document: u8, copy: u128, to: u8) -> Fact {
    Fact::Sent {
        document: Digest([document; 32]),
        delivery: delivery(copy),
        to: organ(to),
        accept_by: (copy % 2 == 1).then_some(NOON),
    }
}

fn delivery(n: u128) -> DeliveryId {
    DeliveryId(Uuid::from_u128(n))
}

fn reported(copy: u128, status: Status) -> Fact {
    Fact::Reported { delivery: delivery(copy), status, at: NOON }
}

#[test]
fn counts_of_a_small_province() {
    let november = Month { year: 2026, month: 11 };
    let mut counter = Counter::default();
    for fact in [
        accepted(1, 1, "2026-11-02T01:00:00Z", true),
        sent(1, 11, 2),
        sent(1, 12, 3),
        sent(1, 13, 4),
        Fact::Fetched { delivery: delivery(11) },
        reported(11, Status::Arrived),
        reported(12, Status::Accepted),
        reported(12, Status::Completed),
        reported(12, Status::Returned), // contradiction: changes nothing
        reported(13, Status::Returned),
        // The same document again, in a second attempt, to the one who returned it.
        accepted(1, 1, "2026-12-02T01:00:00Z", true),
        sent(1, 14, 4),
        // 17:00 UTC on the last of November is December in Việt Nam.
        accepted(2, 1, "2026-11-30T17:00:00Z", false),
        sent(2, 21, 2),
        sent(2, 21, 2), // announced again after a requeue
        Fact::Declared { agency: organ(1), month: november, count: 9 },
        Fact::Declared { agency: organ(1), month: november, count: 3 },
        Fact::Fetched { delivery: delivery(99) }, // stray
        sent(9, 91, 2),                           // stray
    ] {
        counter.take(fact);
    }
    let tallies = counter.tallies();
    let mine = tallies[&(organ(1), november)];
    assert_eq!(
        mine,
        Tally {
            documents: 1,
            signed: 1,
            send_known: 1,
            sent_in_time: 1,
            paper: 3,
            outgoing: Copies {
                sent: 4,
                received: 3,
                acknowledged: 1,
                accept_known: 2,
                accepted_in_time: 0,
                returned: 1,
                completed: 1,
                withdrawn: 0,
            },
            incoming: Copies::default(),
        }
    );
    let percent = |kind| mine.ratio(kind, Side::Outgoing).percent(true).unwrap();
    assert_eq!(percent(Kind::Exchange), "25,00");
    assert_eq!(percent(Kind::Received), "75,00");
    assert_eq!(mine.ratio(Kind::Completed, Side::Incoming).percent(true), None);
    let december = tallies[&(organ(1), Month { year: 2026, month: 12 })];
    assert_eq!((december.documents, december.signed, december.outgoing.sent), (1, 0, 1));
    assert_eq!(tallies[&(organ(3), november)].incoming.acknowledged, 1);
    assert_eq!(counter.strays(), 2);
}

#[test]
fn what_is_in_time_is_counted_where_a_deadline_is_known() {
    let (document, to) = (Digest([1; 32]), organ(2));
    let mut counter = Counter::default();
    let late = Micros(NOON.0 + 1);
    for (n, received, send_by) in [(1, NOON, Some(NOON)), (2, late, Some(NOON)), (3, late, None)] {
        let document = Digest([n; 32]);
        counter.take(Fact::Accepted { document, from: organ(1), received, signed: true, send_by });
    }
    // Sent again after its noon: the first attempt counts.
    counter.take(Fact::Accepted { document, from: organ(1), received: late, signed: true, send_by: Some(NOON) });
    let copy = |n| Fact::Sent { document, delivery: delivery(n), to: to.clone(), accept_by: (n != 5).then_some(NOON) };
    let word = |n, status, at| Fact::Reported { delivery: delivery(n), status, at };
    for fact in [
        copy(1),
        word(1, Status::Arrived, NOON),
        word(1, Status::Accepted, NOON),
        word(1, Status::Completed, late), // what comes later changes nothing
        copy(2),
        word(2, Status::Arrived, NOON), // automatic
        word(2, Status::Accepted, late),
        copy(3),
        word(3, Status::Returned, NOON),
        copy(4), // and never a word
        copy(5),
        word(5, Status::Accepted, NOON), // no deadline: in neither number
        copy(6),
        Fact::Withdrawn { delivery: delivery(6) },
    ] {
        counter.take(fact);
    }
    let november = Month { year: 2026, month: 11 };
    let tallies = counter.tallies();
    let ratio = |n, kind, side| {
        let ratio = tallies[&(organ(n), november)].ratio(kind, side);
        (ratio.numerator, ratio.denominator)
    };
    assert_eq!(ratio(1, Kind::SentInTime, Side::Outgoing), (1, 2));
    assert_eq!(ratio(1, Kind::AcceptedInTime, Side::Outgoing), (1, 4));
    assert_eq!(ratio(2, Kind::AcceptedInTime, Side::Incoming), (1, 4));
    assert_eq!(ratio(2, Kind::Acknowledged, Side::Incoming), (3, 5));
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.word()), Some(kind));
    }
}

#[test]
fn percentages_never_round_up_to_all() {
    let percent = |numerator, denominator| Ratio { numerator, denominator }.percent(false);
    assert_eq!(percent(1, 3).as_deref(), Some("33.33"));
    assert_eq!(percent(2, 3).as_deref(), Some("66.67"));
    assert_eq!(percent(99_999, 100_000).as_deref(), Some("99.99"));
    assert_eq!(percent(u64::MAX, u64::MAX).as_deref(), Some("100.00"));
    assert_eq!(percent(0, 5).as_deref(), Some("0.00"));
    assert_eq!(percent(0, 0), None);
}

#[test]
fn months_are_read_as_they_are_written() {
    let month = Month { year: 2026, month: 2 };
    assert_eq!(Month::parse(&month.to_string()), Some(month));
    assert_eq!(month.quarter().to_string(), "2026-Q1");
    for bad in ["2026-13", "2026-00", "2026-1", "26-01", "2026-+1", "-026-01", "2026-01-01", "", "２０２６-01"] {
        assert_eq!(Month::parse(bad), None, "{bad}");
    }
}

fn any_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        (0..6_u8, 0..4_u8, any::<bool>()).prop_map(|(document, from, signed)| accepted(
            document,
            from,
            "2026-11-02T01:00:00Z",
            signed
        )),
        (0..6_u8, 0..12_u128, 0..4_u8).prop_map(|(document, copy, to)| sent(document, copy, to)),
        (0..12_u128).prop_map(|copy| Fact::Fetched { delivery: delivery(copy) }),
        (0..12_u128, 0..Status::ALL.len()).prop_map(|(copy, n)| reported(copy, Status::ALL[n])),
    ]
}

proptest! {
    /// Whatever comes, no part is larger than its whole, and both sides of the province's copies agree.
    #[test]
    fn parts_stay_below_wholes(facts in proptest::collection::vec(any_fact(), 0..120)) {
        let mut counter = Counter::default();
        facts.into_iter().for_each(|fact| counter.take(fact));
        let mut province = Tally::default();
        counter.tallies().values().for_each(|tally| province.add(tally));
        prop_assert_eq!(province.outgoing, province.incoming);
        for kind in Kind::ALL {
            let ratio = province.ratio(kind, Side::Outgoing);
            prop_assert!(ratio.numerator <= ratio.denominator, "{:?} {:?}", kind, ratio);
        }
        prop_assert!(province.outgoing.completed <= province.outgoing.acknowledged);
        prop_assert!(province.outgoing.acknowledged <= province.outgoing.received);
        prop_assert!(province.outgoing.accepted_in_time <= province.outgoing.acknowledged);
    }
}
