use super::*;
use crate::signature::certificate::Certificate;
use crate::signature::mini_ca::{NOW, Wish, utf8_name};
use crate::signature::name::CN;

fn certificate() -> Certificate {
    Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make().certificate
}

fn answer(word: Word, from: i64, to: i64) -> Answer {
    let at = |seconds: i64| NOW.plus_seconds(seconds);
    Answer { word, issued: at(from), this_update: at(from), next_update: Some(at(to)) }
}

fn known(answer: Answer, at: i64, purpose: Purpose) -> Status {
    let material = Material::new(Kind::Crl, *b"x", Origin::Given);
    let mut known = Known { status: Status::Unknown { last: None }, proof: None, rejected: Vec::new() };
    let moment = Moment { at: NOW.plus_seconds(at), now: NOW.plus_seconds(1_000_000), purpose };
    known.take(&material, &answer, moment);
    known.status
}

#[test]
fn an_answer_speaks_for_its_window_and_for_what_was_before_it() {
    let good = answer(Word::Good, 0, 1_000);
    for (at, due) in [(-86_400, true), (0, true), (999, true), (1_000, false), (5_000, false)] {
        assert_eq!(known(good, at, Purpose::Seal) == Status::Good, due, "{at}");
    }
    let open = Answer { next_update: None, ..good };
    for (at, due) in [(MAX_AGE_S - 1, true), (MAX_AGE_S, false)] {
        assert_eq!(known(open, at, Purpose::Seal) == Status::Good, due, "without nextUpdate: {at}");
    }
}

#[test]
fn revoked_later_was_good_before_but_not_for_an_authority_whose_key_was_lost() {
    let revoked = |reason| {
        let since = NOW.plus_seconds(-100);
        answer(Word::Revoked { since, reason, hold: reason == "certificateHold" }, 0, 1_000)
    };
    for (reason, purpose, good) in [
        ("keyCompromise", Purpose::Seal, true),
        ("keyCompromise", Purpose::Timestamping, false),
        ("unspecified", Purpose::Timestamping, false),
        ("certificateHold", Purpose::Timestamping, false),
        ("superseded", Purpose::Timestamping, true),
        ("cessationOfOperation", Purpose::Timestamping, true),
    ] {
        assert_eq!(known(revoked(reason), -200, purpose) == Status::Good, good, "{reason} {purpose:?}");
        assert_ne!(known(revoked(reason), -50, purpose), Status::Good, "{reason}: after the revocation");
    }
}

#[test]
fn good_after_the_end_proves_nothing_and_revoked_does() {
    let certificate = certificate();
    let after = (certificate.not_after().0 - NOW.0) / 1_000_000 + 1;
    let good = answer(Word::Good, after, after + 1_000);
    assert!(matches!(good.within_life_of(&certificate), Err(AnswerFault::AfterEnd { .. })));
    assert!(answer(Word::Good, after - 2, after).within_life_of(&certificate).is_ok());
    let word = Word::Revoked { since: NOW, reason: "keyCompromise", hold: false };
    assert!(answer(word, after, after + 1_000).within_life_of(&certificate).is_ok());
}

#[test]
fn what_comes_from_the_future_or_ends_before_it_begins_is_refused() {
    let in_time = |from, to| answer(Word::Good, from, to).in_time(NOW);
    assert!(in_time(SKEW_S, SKEW_S + 1).is_ok());
    assert!(matches!(in_time(SKEW_S + 1, SKEW_S + 2), Err(AnswerFault::Future { .. })));
    assert!(matches!(in_time(0, -1), Err(AnswerFault::Malformed { .. })));
}

#[test]
fn the_worse_of_two_words_counts() {
    let revoked = |since: i64, hold| Word::Revoked { since: NOW.plus_seconds(since), reason: "unspecified", hold };
    for (one, other) in [
        (Word::Good, revoked(0, false)),
        (Word::Good, revoked(0, true)),
        (revoked(0, true), revoked(5, false)),
        (revoked(5, false), revoked(0, false)),
    ] {
        assert_eq!(crl::worse(one, other), other);
        assert_eq!(crl::worse(other, one), other);
    }
}
