//! The hub of the model. What it decides, the crate's own pure functions decide (through [`Rules`], so that one of them can
//! be broken); what `store::commit` keeps beside them is here as thin as it can be: rows, leaves, changes, and what a repeat
//! is recognised by. Nothing lies in memory: each step begins with the rows, so a crash loses what was not committed.
//!
//! One issuer, one receiver. Delivery 0 is the document; 1 and 2 are later versions, what replaces it, or a recall's own.

use lienthong::domain::acknowledgement::{self, Effect, RecallAnswer, State, Status};
use lienthong::domain::business::{Change, Outcome};
use lienthong::domain::delivery;
use lienthong::domain::ids::Micros;
use lienthong::evidence::leaf::{CONTRADICTION, Event, PROTEST};

use super::rules::{Broken, Rules};

/// What the two parties say to the hub. Equal messages have equal digests: the second is a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// A package: its own delivery, and what it does to an earlier one.
    Send { own: u8, does: Option<(Change, u8)> },
    /// A recall or take-back by call; `turn` is its Idempotency-Key.
    Call { what: Change, target: u8, turn: u8 },
    /// A download.
    Read(u8),
    /// `POST …/fetched`.
    Fetched(u8),
    /// 01–06, 15, 16; `turn` tells other words from the same again.
    Word { of: u8, status: Status, number: Option<u32>, turn: u8 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    pub cause: Message,
    pub event: Event,
    pub of: u8,
    pub request: Option<u32>,
    pub note: Option<&'static str>,
}

/// A row of `delivery`, with what the access log and the jobs say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    pub duty: delivery::Name,
    pub receiver: State,
    pub heard: bool,
    pub read: bool,
    pub told: bool,
}

/// A row of `business_change`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moved {
    pub cause: Message,
    pub what: Change,
    pub by: Option<u8>,
    pub of: u8,
    pub outcome: Outcome,
    pub answer: Option<&'static str>,
    pub leaf: usize,
}

/// All that is durable.
#[derive(Clone, Debug, Default)]
pub struct Hub {
    pub rows: [Option<Row>; 3],
    pub handover: [Option<usize>; 3],
    pub log: Vec<Leaf>,
    pub moved: Vec<Moved>,
    /// Words and packages by digest, calls by key: the leaf of each.
    pub known: Vec<(Message, usize)>,
    /// No table of the hub: the receipts that each message got first.
    pub given: Vec<(Message, Vec<usize>)>,
}

/// What goes back to whoever asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Receipts, as places in the log and what they say.
    pub receipts: Vec<(usize, Leaf)>,
    /// Content that goes out.
    pub bytes: Option<u8>,
}

const NOW: Micros = Micros(1);

impl Row {
    pub fn state(&self) -> delivery::State {
        delivery::State::restore(self.duty, NOW, false)
    }
}

/// A message under the head lock.
struct Tx<'a> {
    rules: &'a Rules,
    hub: Hub,
    cause: Message,
    moved: Vec<Moved>,
}

/// Judges one message: what would be committed, and the answer; or the refusal, of which nothing is kept.
pub fn judge(rules: &Rules, hub: &Hub, cause: Message) -> Result<(Hub, Answer), &'static str> {
    let mut tx = Tx { rules, hub: hub.clone(), cause, moved: Vec::new() };
    let mut bytes = None;
    let receipts = match cause {
        Message::Send { own, does } => tx.send(own, does)?,
        Message::Call { what, target, .. } => tx.call(what, target)?,
        Message::Read(of) => {
            bytes = tx.read(of)?;
            Vec::new()
        }
        Message::Fetched(of) => vec![tx.fetched(of)?],
        Message::Word { of, status, number, .. } => vec![tx.word(of, status, number)?],
    };
    if !receipts.is_empty() && !tx.hub.given.iter().any(|(message, _)| *message == cause) {
        tx.hub.given.push((cause, receipts.clone()));
    }
    let said = |at: usize| tx.hub.log.get(at).map(|leaf| (at, *leaf));
    let answer = Answer { receipts: receipts.into_iter().filter_map(said).collect(), bytes };
    Ok((tx.hub, answer))
}

impl Tx<'_> {
    /// `store::commit::accept`
    fn send(&mut self, own: u8, does: Option<(Change, u8)>) -> Result<Vec<usize>, &'static str> {
        if let Some(first) = self.known() {
            return Ok(vec![first]);
        }
        let first = self.append(Event::SubmissionAcceptance, own, None, None);
        if let Some((what, target)) = does {
            self.meet(what, target, Some(own))?;
            let recall = what == Change::Recall;
            if recall && self.moved.is_empty() {
                return Err("business.nothing_to_change");
            }
            let only_withdrawn = self.moved.iter().all(|moved| moved.outcome == Outcome::Withdrawn);
            if recall && only_withdrawn && !self.row(target)?.read {
                self.hub.known.push((self.cause, first));
                return Ok(vec![first]);
            }
            self.row(target)?.told = true;
        }
        self.append(Event::ContentConsignment, own, None, None);
        let duty = delivery::State::in_inbox(NOW).name();
        let row = Row { duty, receiver: State::none(), heard: false, read: false, told: false };
        self.hub.rows[usize::from(own)] = Some(row);
        self.hub.known.push((self.cause, first));
        Ok(vec![first])
    }

    /// `store::commit::business::withdraw`
    fn call(&mut self, what: Change, target: u8) -> Result<Vec<usize>, &'static str> {
        if self.known().is_some() {
            let forgets = |moved: &&Moved| matches!(moved.answer, Some("declined" | "lapsed"));
            let mine = self.hub.moved.iter().filter(|moved| moved.cause == self.cause);
            let mine = mine.filter(|moved| !(self.rules.breaks(Broken::ForgetsDeclined) && forgets(moved)));
            return Ok(mine.map(|moved| moved.leaf).collect());
        }
        self.meet(what, target, None)?;
        let Some(first) = self.moved.first().copied() else { return Err("business.nothing_to_change") };
        let reader = self.row(target)?.read && !self.rules.breaks(Broken::LeavesReadersUntold);
        if reader || self.moved.iter().any(|moved| moved.outcome != Outcome::Withdrawn) {
            self.row(target)?.told = true;
        }
        self.hub.known.push((self.cause, first.leaf));
        Ok(self.moved.iter().map(|moved| moved.leaf).collect())
    }

    /// `Work::meet`
    fn meet(&mut self, what: Change, target: u8, by: Option<u8>) -> Result<(), &'static str> {
        let row = *self.row(target)?;
        let changed = (self.rules.change)(what, row.state(), row.receiver, NOW).map_err(|no| no.code().name())?;
        if changed.outcome != Outcome::Nothing {
            let withdrawn = changed.outcome == Outcome::Withdrawn;
            self.record(what, target, by, changed.outcome, Event::of_change(what, withdrawn));
            *self.row(target)? = Row { duty: changed.hub.name(), receiver: changed.receiver, ..row };
            self.closed(target, row.receiver, changed.receiver, "lapsed");
        }
        if matches!(changed.outcome, Outcome::Withdrawn | Outcome::Bound) {
            self.lapse(what, target, by)?;
        }
        Ok(())
    }

    fn record(&mut self, what: Change, of: u8, by: Option<u8>, outcome: Outcome, event: Event) {
        let request = match outcome {
            Outcome::Asked(number) => Some(number.0),
            Outcome::Withdrawn | Outcome::Bound | Outcome::Nothing => None,
        };
        let leaf = self.append(event, of, request, None);
        let moved = Moved { cause: self.cause, what, by, of, outcome, answer: None, leaf };
        self.moved.push(moved);
        self.hub.moved.push(moved);
    }

    /// `Work::lapse`
    fn lapse(&mut self, what: Change, newer: u8, by: Option<u8>) -> Result<(), &'static str> {
        let asked: Vec<Moved> = self.hub.moved.iter().filter(|moved| moved.by == Some(newer)).copied().collect();
        for moved in asked.into_iter().filter(|moved| moved.what == Change::Update && moved.answer.is_none()) {
            let older = *self.row(moved.of)?;
            let open = older.receiver.open_request().filter(|open| moved.outcome == Outcome::Asked(open.number));
            let Some(open) = open else { continue };
            let Ok((mut after, _)) = (self.rules.word)(older.receiver, acknowledgement::Event::Lapsed) else {
                continue;
            };
            self.append(Event::RequestLapsed, moved.of, Some(open.number.0), None);
            self.closed(moved.of, older.receiver, after, "lapsed");
            if what == Change::Update
                && let Ok((again, _)) = (self.rules.word)(after, acknowledgement::Event::Update)
                && let Some(open) = again.open_request()
            {
                self.record(what, moved.of, by, Outcome::Asked(open.number), Event::UpdateRequested);
                after = again;
            }
            *self.row(moved.of)? = Row { receiver: after, ..older };
        }
        Ok(())
    }

    /// `store::commit::mail::access`
    fn read(&mut self, of: u8) -> Result<Option<u8>, &'static str> {
        let rules = self.rules;
        let row = self.row(of)?;
        if (rules.withheld)(&row.state(), &row.receiver, false).is_some() {
            return Err("delivery.withheld");
        }
        row.read = true;
        Ok(Some(of))
    }

    /// `store::commit::delivery::fetched`
    fn fetched(&mut self, of: u8) -> Result<usize, &'static str> {
        let row = *self.row(of)?;
        let (after, effects) = (self.rules.duty)(row.state(), delivery::Event::Fetched, NOW).map_err(|_| "illegal")?;
        let contradicts = effects.contains(&delivery::Effect::Contradiction);
        let repeat = contradicts || !effects.contains(&delivery::Effect::HandedOver);
        if let Some(first) = self.hub.handover[usize::from(of)].filter(|_| repeat) {
            return Ok(first);
        }
        let at = self.append(Event::ContentHandover, of, None, contradicts.then_some(CONTRADICTION));
        self.hub.handover[usize::from(of)] = Some(at);
        *self.row(of)? = Row { duty: after.name(), heard: row.heard || !contradicts, ..row };
        Ok(at)
    }

    /// `store::commit::delivery::acknowledge`
    fn word(&mut self, of: u8, status: Status, number: Option<u32>) -> Result<usize, &'static str> {
        if let Some(first) = self.known().filter(|_| !self.rules.breaks(Broken::RepeatIsNew)) {
            return Ok(first);
        }
        let row = *self.row(of)?;
        let event = meaning(status, number);
        let (receiver, said) = (self.rules.word)(row.receiver, event).map_err(|no| no.code().name())?;
        let (duty, had) = (self.rules.duty)(row.state(), delivery::Event::Acknowledged, NOW).map_err(|_| "illegal")?;
        let too_late = had.contains(&delivery::Effect::Contradiction);
        let receiver = if too_late { row.receiver } else { receiver };
        let recalls = if too_late { Vec::new() } else { self.recalled_by(of) };
        let answers = !recalls.is_empty() && is_answer(status) && !self.rules.breaks(Broken::ContradictsAnswers);
        let contradiction = too_late || said.contains(&Effect::Contradiction) && !answers;
        let protest = !too_late && said.contains(&Effect::Protested);
        if had.contains(&delivery::Effect::HandedOver) {
            let at = self.append(Event::ContentHandover, of, None, None);
            self.hub.handover[usize::from(of)] = Some(at);
        }
        let open = row.receiver.open_request().map(|open| open.number.0);
        let named = if self.rules.breaks(Broken::NamesTheOpen) { open } else { number.or(open) };
        let note = if contradiction { Some(CONTRADICTION) } else { protest.then_some(PROTEST) };
        let at = self.append(Event::of_status(status), of, named.filter(|_| is_answer(status)), note);
        let heard = row.heard || !too_late && duty.name() == delivery::Name::Fetched;
        *self.row(of)? = Row { duty: duty.name(), receiver, heard, ..row };
        if !too_late {
            self.answered(of, row.receiver, receiver);
            self.confirm(&recalls, status)?;
        }
        self.hub.known.push((self.cause, at));
        Ok(at)
    }

    /// `store::commit::business::confirmed_by`
    fn confirm(&mut self, recalls: &[u8], status: Status) -> Result<(), &'static str> {
        let agreed = match status {
            Status::Arrived | Status::TakeBackRequested => return Ok(()),
            Status::Returned | Status::RequestDeclined => false,
            _ => true,
        };
        for of in recalls.iter().copied() {
            let row = *self.row(of)?;
            let answer = acknowledgement::Event::Answered { agreed, number: None };
            let Ok((after, effects)) = (self.rules.word)(row.receiver, answer) else { continue };
            if after == row.receiver {
                continue;
            }
            let note = effects.contains(&Effect::Protested).then_some(PROTEST);
            let status = if agreed { Status::RequestAgreed } else { Status::RequestDeclined };
            self.append(Event::of_status(status), of, None, note);
            *self.row(of)? = Row { receiver: after, ..row };
            self.answered(of, row.receiver, after);
        }
        Ok(())
    }

    fn recalled_by(&self, own: u8) -> Vec<u8> {
        let recalls = |moved: &&Moved| moved.by == Some(own) && moved.what == Change::Recall;
        let bound = self.hub.moved.iter().filter(recalls).filter(|moved| moved.outcome == Outcome::Bound);
        bound.map(|moved| moved.of).collect()
    }

    /// `store::commit::business::answered`
    fn answered(&mut self, of: u8, before: State, after: State) {
        let answer = match after.standing() == before.standing() {
            true if after.name() != before.name() => "lapsed",
            true => "declined",
            false => "agreed",
        };
        self.closed(of, before, after, answer);
        if after.recall_answer() != before.recall_answer() {
            let confirmed = after.recall_answer() == RecallAnswer::Confirmed;
            let recalls = |moved: &&mut Moved| moved.of == of && moved.what == Change::Recall;
            for moved in self.hub.moved.iter_mut().filter(recalls) {
                moved.answer = Some(if confirmed { "confirmed" } else { "protested" });
            }
        }
    }

    fn closed(&mut self, of: u8, before: State, after: State, answer: &'static str) {
        let Some(open) = before.open_request().filter(|open| after.open_request() != Some(*open)) else { return };
        let asked = |moved: &&mut Moved| moved.of == of && moved.outcome == Outcome::Asked(open.number);
        self.hub.moved.iter_mut().filter(asked).for_each(|moved| moved.answer = Some(answer));
    }

    fn known(&self) -> Option<usize> {
        self.hub.known.iter().find(|(message, _)| *message == self.cause).map(|(_, leaf)| *leaf)
    }

    fn row(&mut self, of: u8) -> Result<&mut Row, &'static str> {
        self.hub.rows[usize::from(of)].as_mut().ok_or("delivery.not_found")
    }

    /// The leaf's place; a receipt is made of it.
    fn append(&mut self, event: Event, of: u8, request: Option<u32>, note: Option<&'static str>) -> usize {
        self.hub.log.push(Leaf { cause: self.cause, event, of, request, note });
        self.hub.log.len() - 1
    }
}

/// `store::commit::delivery::event`
fn meaning(status: Status, number: Option<u32>) -> acknowledgement::Event {
    let number = number.map(acknowledgement::RequestNumber);
    match status {
        Status::RequestAgreed => acknowledgement::Event::Answered { agreed: true, number },
        Status::RequestDeclined => acknowledgement::Event::Answered { agreed: false, number },
        status => acknowledgement::Event::Reported(status),
    }
}

pub fn is_answer(status: Status) -> bool {
    matches!(status, Status::RequestAgreed | Status::RequestDeclined)
}
