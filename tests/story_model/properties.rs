//! What has to hold of every step, and of every state. Each returns what is wrong, in words.

use std::cell::RefCell;
use std::collections::HashMap;

use lienthong::domain::acknowledgement::{Name, RecallAnswer, Standing, Status};
use lienthong::domain::business::Outcome;
use lienthong::domain::delivery;
use lienthong::domain::ids::{DeliveryId, Digest, Micros, OrganId};
use lienthong::domain::rate::{Copies, Counter, Fact};
use lienthong::evidence::audit;
use lienthong::evidence::leaf::{CONTRADICTION, Draft, Event, Stamp};

use super::hub::{Answer, Hub, Leaf, Message, Row, is_answer, judge};
use super::rules::Rules;

/// A property that does not hold, and how.
pub type Wrong = (&'static str, String);

/// A message was judged; `after` is durable now, and `answer` went out.
pub fn step(before: &Hub, message: Message, after: &Hub, answer: &Answer) -> Result<(), Wrong> {
    receipts(before, message, after, answer)?;
    repeats(before, message, after, answer)?;
    monotony(before, after)?;
    content(before, after, answer)?;
    rates(after)
}

/// Every receipt names a leaf that is in the log, and the leaf says what was said. The log only grows, without a gap: so
/// whatever a party was handed at any time stays right.
pub fn receipts(before: &Hub, message: Message, durable: &Hub, answer: &Answer) -> Result<(), Wrong> {
    let wrong = |what: String| Err(("receipts", what));
    if durable.log.get(..before.log.len()) != Some(&before.log[..]) {
        return wrong("the log does not go on where it was".to_owned());
    }
    for (at, leaf) in &answer.receipts {
        if durable.log.get(*at) != Some(leaf) {
            return wrong(format!("a receipt for leaf {at}, which is not in the log"));
        }
        let says = match message {
            Message::Send { .. } => leaf.event == Event::SubmissionAcceptance,
            Message::Call { what, .. } => {
                [true, false].map(|withdrawn| Event::of_change(what, withdrawn)).contains(&leaf.event)
            }
            Message::Read(_) => false,
            Message::Fetched(of) => leaf.event == Event::ContentHandover && leaf.of == of,
            Message::Word { of, status, number, .. } => {
                let named = number.is_none() || leaf.request == number;
                leaf.event == Event::of_status(status) && leaf.of == of && named
            }
        };
        if !says {
            return wrong(format!("the receipt says {}, which is not what was said", words(leaf)));
        }
    }
    let new = &durable.log[before.log.len()..];
    for leaf in new.iter().filter(|leaf| leaf.event.status().is_some_and(is_answer)) {
        let (then, now) = (row(before, leaf.of), row(durable, leaf.of));
        let open = then.and_then(|row| row.receiver.open_request()).map(|open| open.number.0);
        let closed = open.is_some() && now.and_then(|row| row.receiver.open_request()).is_none();
        if closed && leaf.request != open {
            return wrong(format!("{} closed question {open:?}", words(leaf)));
        }
        let moved = before.rows.iter().zip(&durable.rows).any(|(then, now)| receiver(then) != receiver(now));
        if leaf.note == Some(CONTRADICTION) && moved {
            return wrong(format!("{} moved something", words(leaf)));
        }
    }
    let bound = durable.moved[before.moved.len()..].iter().filter(|moved| moved.outcome == Outcome::Bound);
    for moved in bound {
        if row(durable, moved.of).is_none_or(|row| row.receiver.standing() == Standing::Live) {
            return wrong(format!("{} is in the log, and {} is in force", moved.what, name(moved.of)));
        }
    }
    Ok(())
}

/// A message that was taken moves nothing when it comes again, and gets the first receipts.
fn repeats(before: &Hub, message: Message, after: &Hub, answer: &Answer) -> Result<(), Wrong> {
    let Some((_, first)) = before.given.iter().find(|(given, _)| *given == message) else { return Ok(()) };
    if after.log.len() != before.log.len() || after.rows != before.rows || after.moved != before.moved {
        return Err(("repeats", "the same again moved something".to_owned()));
    }
    let again: Vec<usize> = answer.receipts.iter().map(|(at, _)| *at).collect();
    if again != *first {
        return Err(("repeats", format!("the same again got the receipts {again:?}, not {first:?}")));
    }
    Ok(())
}

/// How far the receiver is, how the document stands and what was said to a recall never go back; what is final stays; one
/// question at most is open, of a document in force, and numbers go up one by one.
fn monotony(before: &Hub, after: &Hub) -> Result<(), Wrong> {
    for of in 0..3 {
        let (Some(then), Some(now)) = (row(before, of), row(after, of)) else { continue };
        let (was, is) = (then.receiver, now.receiver);
        let checks = [
            (
                rank(was.name()) <= rank(is.name())
                    && (was.name() != Name::Returned || is == was || is.name() == was.name()),
                "how far the receiver is",
            ),
            (was.standing() <= is.standing(), "how the document stands"),
            (was.recall_answer() <= is.recall_answer(), "the answer to a recall"),
            (
                duty(then.duty) <= duty(now.duty) && (then.duty != delivery::Name::Cancelled || now.duty == then.duty),
                "the hub's duty",
            ),
            (was.requests() <= is.requests(), "the number of questions"),
        ];
        if let Some((_, what)) = checks.into_iter().find(|(holds, _)| !holds) {
            return Err(("monotony", format!("{what} went back: {} became {}", shown(then), shown(now))));
        }
        let fresh = is.open_request().filter(|open| was.open_request() != Some(*open));
        let asked = after.moved[before.moved.len()..].iter().filter(|moved| moved.of == of);
        let asked = asked.filter(|moved| matches!(moved.outcome, Outcome::Asked(_))).count();
        let lapsed =
            after.log[before.log.len()..].iter().any(|leaf| leaf.event == Event::RequestLapsed && leaf.of == of);
        let wrong = match fresh {
            Some(_) if was.open_request().is_some() && !lapsed => "a question was asked while one was open",
            Some(open) if open.number.0 != was.requests() + 1 || is.requests() != open.number.0 => {
                "a number was left out"
            }
            None if is.requests() != was.requests() || asked > 0 => "a question was counted that is not open",
            _ if is.open_request().is_some() && is.standing() != Standing::Live => "a question about what has ended",
            _ => continue,
        };
        return Err(("monotony", format!("{wrong}: {} became {}", shown(then), shown(now))));
    }
    Ok(())
}

/// After a withdrawal no bytes go out, and whoever read some before is told; nor after a recall or a take-back that was
/// agreed to.
fn content(before: &Hub, after: &Hub, answer: &Answer) -> Result<(), Wrong> {
    let withdrawn =
        |hub: &Hub, of: u8| hub.moved.iter().any(|moved| moved.of == of && moved.outcome == Outcome::Withdrawn);
    if let Some(of) = answer.bytes {
        let ended = row(before, of).map(|row| row.receiver.standing());
        if withdrawn(before, of) || matches!(ended, Some(Standing::Recalled | Standing::TakenBack)) {
            return Err(("content", format!("the bytes of {} went out after its end", name(of))));
        }
    }
    for of in 0..3 {
        if withdrawn(after, of) && row(after, of).is_some_and(|row| row.read && !row.told) {
            return Err(("content", format!("{} was withdrawn, and whoever read it is not told", name(of))));
        }
    }
    Ok(())
}

/// What the leaves count is what the rows count.
fn rates(hub: &Hub) -> Result<(), Wrong> {
    for of in 0..3 {
        let Some(row) = row(hub, of) else { continue };
        let (by_leaf, by_row) = (by_leaf(hub, of), by_row(&row));
        if by_leaf != by_row {
            return Err(("rates", format!("{}: the leaves count {by_leaf:?}, the rows {by_row:?}", name(of))));
        }
    }
    Ok(())
}

/// Whoever waits can end it: each open question and each recall without an answer by one new word of the receiver, each
/// message by saying it again. Each such word leaves fewer waits, so it is quiet in the end.
pub fn progress(rules: &Rules, hub: &Hub) -> Result<(), Wrong> {
    let mut now = hub.clone();
    loop {
        let waiting = waits(&now);
        let Some((_, ends)) = waiting.first() else { return Ok(()) };
        for ends in ends {
            let after = judge(rules, &now, *ends).map(|(after, _)| after);
            let fewer = after.as_ref().is_ok_and(|after| waits(after).len() < waiting.len());
            if !fewer {
                let why = after.err().unwrap_or("still open");
                return Err(("progress", format!("{} waits, and {} ends nothing: {why}", waiting[0].0, said(*ends))));
            }
        }
        now = judge(rules, &now, ends[0]).map(|(after, _)| after).unwrap_or_default();
    }
}

fn waits(hub: &Hub) -> Vec<(String, Vec<Message>)> {
    let mut waits = Vec::new();
    for of in 0..3 {
        let Some(row) = row(hub, of) else { continue };
        let word = |status, number| Message::Word { of, status, number, turn: u8::MAX };
        if let Some(open) = row.receiver.open_request() {
            let ends = [Status::RequestAgreed, Status::RequestDeclined].map(|status| word(status, Some(open.number.0)));
            waits.push((format!("question {} on {}", open.number.0, name(of)), ends.to_vec()));
        }
        if row.receiver.standing() == Standing::Recalled && row.receiver.recall_answer() == RecallAnswer::None {
            waits.push((format!("the recall of {}", name(of)), vec![word(Status::RequestAgreed, None)]));
        }
    }
    waits
}

/// Whether two words of the receiver say opposite things, so that the order has to count: 02 against 03 and later; 15
/// against 16 while a question is open (a bit of `open` a delivery), and either against 02, which closes it.
pub fn opposed(open: u8, one: Message, other: Message) -> bool {
    let (Message::Word { of, status: a, .. }, Message::Word { of: on, status: b, .. }) = (one, other) else {
        return false;
    };
    let later = |status| matches!(status, Status::Accepted | Status::Assigned | Status::InProgress | Status::Completed);
    let open = open & (1 << of) != 0;
    let pair = |x, y| {
        x == Status::Returned && later(y)
            || open
                && (x == Status::RequestAgreed && y == Status::RequestDeclined || x == Status::Returned && is_answer(y))
    };
    of == on && (pair(a, b) || pair(b, a))
}

/// What the log has counted of a delivery, by the auditor's own functions; the same leaves are counted once.
pub fn by_leaf(hub: &Hub, of: u8) -> Copies {
    let leaves = hub
        .log
        .iter()
        .filter(|leaf| leaf.of == of && !matches!(leaf.event, Event::SubmissionAcceptance | Event::ContentConsignment));
    let leaves: Vec<_> = leaves.map(|leaf| (leaf.event, leaf.note)).collect();
    COUNTED.with_borrow_mut(|counted| match counted.get(&leaves) {
        Some(copies) => *copies,
        None => {
            let copies = count(&leaves);
            counted.insert(leaves, copies);
            copies
        }
    })
}

type Said = (Event, Option<&'static str>);

thread_local! {
    static COUNTED: RefCell<HashMap<Vec<Said>, Copies>> = RefCell::default();
}

fn count(leaves: &[Said]) -> Copies {
    let (document, delivery) = (Digest([1; 32]), DeliveryId(uuid::Uuid::from_u128(1)));
    let (from, to) = (OrganId("H01.A".to_owned()), OrganId("H01.B".to_owned()));
    let mut counter = Counter::default();
    counter.take(Fact::Accepted { document, from, received: Micros(1), signed: true, send_by: None });
    counter.take(Fact::Sent { document, delivery, to: to.clone(), accept_by: None });
    for (event, note) in leaves {
        let draft = Draft { delivery: Some(delivery), reason: note.map(str::to_owned), ..Draft::new(*event) };
        let hub = "truc.tayninh.example".to_owned();
        let stamp = Stamp { time: Micros(1), hub, epoch: 0, nonce: [0; 16], seq: None, prev: None };
        if let Some(fact) = audit::fact(&draft.complete(stamp).unwrap()) {
            counter.take(fact);
        }
    }
    let of_receiver = counter.tallies().into_iter().find(|((agency, _), _)| *agency == to);
    of_receiver.map(|(_, tally)| tally.incoming).unwrap_or_default()
}

/// `store::rates`
fn by_row(row: &Row) -> Copies {
    let cancelled = row.duty == delivery::Name::Cancelled;
    let name = row.receiver.name();
    Copies {
        sent: u64::from(!cancelled),
        received: u64::from(row.heard),
        acknowledged: u64::from(name.is_acknowledged()),
        returned: u64::from(name == Name::Returned),
        completed: u64::from(name == Name::Completed),
        withdrawn: u64::from(cancelled),
        ..Copies::default()
    }
}

fn row(hub: &Hub, of: u8) -> Option<Row> {
    hub.rows[usize::from(of)]
}

fn receiver(row: &Option<Row>) -> Option<lienthong::domain::acknowledgement::State> {
    row.map(|row| row.receiver)
}

fn rank(name: Name) -> usize {
    Name::ALL.iter().position(|other| *other == name).unwrap_or_default()
}

fn duty(name: delivery::Name) -> u8 {
    match name {
        delivery::Name::Queued | delivery::Name::Sending | delivery::Name::Delivered | delivery::Name::Failed => 0,
        delivery::Name::Fetched | delivery::Name::Expired | delivery::Name::Cancelled => 1,
    }
}

/// A delivery, as a reader of a counter-example knows it.
pub fn name(of: u8) -> String {
    format!("document {}", of + 1)
}

/// A message, as a reader of a counter-example knows it.
pub fn said(message: Message) -> String {
    match message {
        Message::Send { own, does: None } => format!("the sender sends {}", name(own)),
        Message::Send { own, does: Some((what, target)) } => {
            format!("the sender sends {}: {what} of {}", name(own), name(target))
        }
        Message::Call { what, target, turn } => format!("the sender calls {what} of {} (key {turn})", name(target)),
        Message::Read(of) => format!("the receiver reads {}", name(of)),
        Message::Fetched(of) => format!("the receiver has fetched {}", name(of)),
        Message::Word { of, status, number, turn } => {
            let number = number.map_or_else(String::new, |number| format!(" to question {number}"));
            let again = if turn == 0 { "" } else { ", in other words" };
            format!("the receiver says {status}{number} on {}{again}", name(of))
        }
    }
}

/// Where a delivery stands.
pub fn shown(row: Row) -> String {
    let state = row.receiver;
    let open =
        state.open_request().map_or_else(String::new, |open| format!(", asks {} ({})", open.question, open.number.0));
    let recall = match state.recall_answer() {
        RecallAnswer::None => String::new(),
        answer => format!(", {answer}"),
    };
    format!("{}, {}, {}{open}{recall}", row.duty, state.name(), state.standing())
}

fn words(leaf: &Leaf) -> String {
    let request = leaf.request.map_or_else(String::new, |number| format!(" to question {number}"));
    let note = leaf.note.map_or_else(String::new, |note| format!(" ({note})"));
    format!("{}{request} on {}{note}", leaf.event.as_str(), name(leaf.of))
}
