use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn organ(n: u8) -> OrganId {
    OrganId(format!("000.00.{n:02}.H53"))
}

fn accepted(document: u8, from: u8, received: &str, signed: bool) -> Fact {
    let received: jiff::Timestamp = received.parse().unwrap();
    let received = Micros(received.as_microsecond());
    Fact::Accepted { document: Digest([document; 32]), from: organ(from), received, signed }
}

fn sent(document: u8, copy: u128, to: u8) -> Fact {
    Fact::Sent { document: Digest([document; 32]), delivery: delivery(copy), to: organ(to) }
}

fn delivery(n: u128) -> DeliveryId {
    DeliveryId(Uuid::from_u128(n))
}

fn reported(copy: u128, status: Status) -> Fact {
    Fact::Reported { delivery: delivery(copy), status }
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
            paper: 3,
            outgoing: Copies { sent: 4, received: 3, acknowledged: 1, returned: 1, completed: 1, withdrawn: 0 },
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
    }
}
