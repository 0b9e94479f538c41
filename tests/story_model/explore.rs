//! Every state that can be reached, breadth first, so that the first fault found has the shortest way to it.
//!
//! The channel is the worst there is: a message may come as soon as its sender could have said it, at any time after, in any
//! order, again and again, or never. So there is no queue in a state: a step is the arrival of one message of the world. At
//! each arrival the hub commits and answers; or it crashes before the commit and starts anew from its rows; or it crashes
//! after it, or the answer is lost: then the message comes again.
//!
//! The order of leaves is no part of a state, because no decision reads it; what the log counts is.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use lienthong::domain::acknowledgement::Standing;

use super::hub::{Answer, Hub, Message, judge};
use super::properties::{self, Wrong};
use super::rules::{Broken, Rules};

/// What the two parties can say in it.
pub struct World {
    pub name: &'static str,
    pub messages: Vec<Message>,
}

/// How far it went: all of the states, and the steps on the longest of the shortest ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explored {
    pub states: usize,
    pub steps: usize,
    pub depth: usize,
}

/// A property that does not hold, with the shortest way there.
#[derive(Debug)]
pub struct Fault {
    pub property: &'static str,
    pub what: String,
    pub way: Vec<Message>,
    pub crashed: bool,
}

const NOWHERE: u32 = u32::MAX;

/// What is kept of a state once its steps are made.
struct Known {
    parent: u32,
    by: usize,
    outcome: u64,
    open: u8,
}

struct Search<'a> {
    world: &'a World,
    rules: &'a Rules,
    seen: HashMap<u64, u32>,
    known: Vec<Known>,
    /// Of each state and message: the state after it.
    next: Vec<u32>,
    steps: usize,
}

/// Explores the whole world.
pub fn explore(world: &World, rules: &Rules) -> Result<Explored, Fault> {
    let root = Hub::default();
    let mut search = Search { world, rules, seen: HashMap::new(), known: Vec::new(), next: Vec::new(), steps: 0 };
    search.enter(&root, NOWHERE, 0);
    let (mut frontier, mut depth) = (vec![(0, root)], 0);
    while !frontier.is_empty() {
        let mut deeper = Vec::new();
        for (id, hub) in frontier {
            search.leave(id, &hub, &mut deeper)?;
        }
        depth += usize::from(!deeper.is_empty());
        frontier = deeper;
    }
    search.confluence()?;
    Ok(Explored { states: search.known.len(), steps: search.steps, depth })
}

impl Search<'_> {
    /// Takes one state into the search; `None` when it was there.
    fn enter(&mut self, hub: &Hub, parent: u32, by: usize) -> (u32, bool) {
        let fresh = u32::try_from(self.known.len()).unwrap();
        let id = *self.seen.entry(whole(hub)).or_insert(fresh);
        if id == fresh {
            let asks = |of: &usize| hub.rows[*of].is_some_and(|row| row.receiver.open_request().is_some());
            let open = (0..3).filter(asks).map(|of| 1 << of).sum();
            self.known.push(Known { parent, by, outcome: outcome(hub), open });
            self.next.extend(std::iter::repeat_n(NOWHERE, self.world.messages.len()));
        }
        (id, id == fresh)
    }

    /// All steps out of one state.
    fn leave(&mut self, id: u32, hub: &Hub, deeper: &mut Vec<(u32, Hub)>) -> Result<(), Fault> {
        properties::progress(self.rules, hub).map_err(|wrong| self.fault(id, None, wrong, false))?;
        for (by, message) in
            self.world.messages.iter().copied().enumerate().filter(|(_, message)| can_say(hub, *message))
        {
            let Ok((after, answer)) = judge(self.rules, hub, message) else { continue };
            self.steps += 1;
            let early = if self.rules.breaks(Broken::AnswersBeforeCommit) { answer.clone() } else { Answer::default() };
            properties::receipts(hub, message, hub, &early)
                .map_err(|wrong| self.fault(id, Some(message), wrong, true))?;
            properties::step(hub, message, &after, &answer)
                .map_err(|wrong| self.fault(id, Some(message), wrong, false))?;
            let (next, fresh) = self.enter(&after, id, by);
            let at = id as usize * self.world.messages.len() + by;
            self.next[at] = next;
            if fresh {
                deeper.push((next, after));
            }
        }
        Ok(())
    }

    /// From every state, two words of the receiver that are not opposed lead to the same end in either order: so all orders
    /// of any number of them do.
    fn confluence(&self) -> Result<(), Fault> {
        let after = |id: u32, by: usize| match id {
            NOWHERE => NOWHERE,
            id => self.next[id as usize * self.world.messages.len() + by],
        };
        let end = |id: u32| self.known.get(id as usize).map(|known| known.outcome);
        let words: Vec<_> =
            self.world.messages.iter().copied().enumerate().filter(|(_, word)| word.is_word()).collect();
        for (id, known) in (0..).zip(&self.known) {
            for (n, (a, one)) in words.iter().copied().enumerate() {
                for (b, other) in words[n + 1..].iter().copied() {
                    let ends = (end(after(after(id, a), b)), end(after(after(id, b), a)));
                    let (Some(ab), Some(ba)) = ends else { continue };
                    if ab != ba && !properties::opposed(known.open, one, other) {
                        let what = "the same two in the other order end otherwise".to_owned();
                        let mut fault = self.fault(id, Some(one), ("confluence", what), false);
                        fault.way.push(other);
                        return Err(fault);
                    }
                }
            }
        }
        Ok(())
    }

    fn fault(&self, id: u32, last: Option<Message>, (property, what): Wrong, crashed: bool) -> Fault {
        let mut way: Vec<_> = last.into_iter().collect();
        let mut at = id;
        while let Some(known) = self.known.get(at as usize).filter(|known| known.parent != NOWHERE) {
            way.push(self.world.messages[known.by]);
            at = known.parent;
        }
        way.reverse();
        Fault { property, what, way, crashed }
    }
}

impl Message {
    /// Whether the receiver says it of what it did.
    fn is_word(self) -> bool {
        matches!(self, Self::Fetched(_) | Self::Word { .. })
    }
}

/// Whether its sender could have said it by now; what could be said once may come at any time after.
fn can_say(hub: &Hub, message: Message) -> bool {
    match message {
        Message::Send { does: None, .. } => true,
        Message::Send { does: Some((_, of)), .. }
        | Message::Call { target: of, .. }
        | Message::Read(of)
        | Message::Fetched(of) => hub.rows[usize::from(of)].is_some(),
        Message::Word { of, status, number, .. } => hub.rows[usize::from(of)].is_some_and(|row| {
            let asked = row.receiver.requests() >= number.unwrap_or(1);
            let recall = row.receiver.standing() == Standing::Recalled || of == 2;
            !super::hub::is_answer(status) || asked || number.is_none() && recall
        }),
    }
}

fn whole(hub: &Hub) -> u64 {
    let mut hasher = DefaultHasher::new();
    outcome(hub).hash(&mut hasher);
    hub.handover.map(|at| at.map(|at| hub.log[at])).hash(&mut hasher);
    sum(hub.log.iter()).hash(&mut hasher);
    sum(hub.known.iter().map(|(message, at)| (message, hub.log[*at]))).hash(&mut hasher);
    let moved = |moved: &super::hub::Moved| super::hub::Moved { leaf: 0, ..*moved };
    sum(hub.moved.iter().map(moved)).hash(&mut hasher);
    sum(hub.given.iter().map(|(message, at)| (message, at.len()))).hash(&mut hasher);
    hasher.finish()
}

/// How it ends for the parties: both machines, what was read and told, what is counted.
fn outcome(hub: &Hub) -> u64 {
    let mut hasher = DefaultHasher::new();
    hub.rows.hash(&mut hasher);
    for of in 0..3 {
        let counted = properties::by_leaf(hub, of);
        [counted.received, counted.acknowledged, counted.returned, counted.completed, counted.withdrawn]
            .hash(&mut hasher);
    }
    hasher.finish()
}

/// Of a set: the order does not count.
fn sum<T: Hash>(items: impl Iterator<Item = T>) -> u64 {
    items.fold(0, |sum, item| {
        let mut hasher = DefaultHasher::new();
        item.hash(&mut hasher);
        sum.wrapping_add(hasher.finish())
    })
}
