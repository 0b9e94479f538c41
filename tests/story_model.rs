//! Sender, hub and receiver over a channel that loses, repeats and reorders, with crashes, explored to the last state: no
//! party holds a receipt that contradicts the log, nobody waits for nobody, and the outcome is the same whatever the order of
//! arrival. The hub's decisions are the crate's own pure functions. Then a rule is broken on purpose, one after the other, and
//! the explorer has to find each.
//!
//! Bounds: one issuer and one receiver, which stand for any number, since no decision about a delivery reads another
//! receiver's; at most three deliveries and two questions on each; the messages of [`worlds`]. Absent: push (the hub has
//! none yet), several messages in one batch (they are judged one after the other), further attempts, a key that is forgotten. A call
//! bears a key, since without one the same words ask again once the first question was declined; and what 15 or 16 without a
//! number answers is whatever is open when it arrives.

mod explore;
mod found;
mod hub;
mod properties;
mod rules;

use lienthong::domain::acknowledgement::Status::{self, *};
use lienthong::domain::business::Change::{Recall, Replace, TakeBack, Update};

use explore::{Explored, Fault, World, explore};
use hub::{Hub, Message, judge};
use properties::{said, shown};
use rules::{MUTANTS, Rules};

fn word(of: u8, status: Status) -> Message {
    Message::Word { of, status, number: None, turn: 0 }
}

fn to(of: u8, number: u32) -> [Message; 2] {
    [RequestAgreed, RequestDeclined].map(|status| Message::Word { of, status, number: Some(number), turn: 0 })
}

fn words(of: u8, statuses: &[Status]) -> Vec<Message> {
    statuses.iter().map(|status| word(of, *status)).collect()
}

fn send(own: u8, does: Option<(lienthong::domain::business::Change, u8)>) -> Message {
    Message::Send { own, does }
}

fn call(what: lienthong::domain::business::Change, target: u8, turn: u8) -> Message {
    Message::Call { what, target, turn }
}

/// What the parties can say in each.
fn worlds() -> Vec<World> {
    use Message::{Fetched, Read};
    let again = Message::Word { of: 0, status: Returned, number: None, turn: 1 };
    let world = |name, parts: Vec<Vec<Message>>| World { name, messages: parts.concat() };
    vec![
        world(
            "a take-back, asked twice",
            vec![
                vec![send(0, None), Fetched(0), call(TakeBack, 0, 0), call(TakeBack, 0, 1)],
                words(0, &[Returned, Accepted, RequestAgreed, RequestDeclined]),
                [to(0, 1), to(0, 2)].concat(),
            ],
        ),
        world(
            "a recall by call",
            vec![
                vec![send(0, None), Read(0), Fetched(0), call(Recall, 0, 0)],
                words(0, &[Arrived, Returned, Accepted, Completed, RequestAgreed, RequestDeclined]),
                vec![again],
            ],
        ),
        world(
            "a take-back that a recall overtakes",
            vec![
                vec![
                    send(0, None),
                    Read(0),
                    Fetched(0),
                    call(TakeBack, 0, 0),
                    call(TakeBack, 0, 1),
                    call(Recall, 0, 0),
                ],
                words(0, &[Returned, Accepted, RequestAgreed, RequestDeclined]),
                to(0, 1).to_vec(),
            ],
        ),
        world(
            "a recall as a package",
            vec![
                vec![send(0, None), send(2, Some((Recall, 0))), Read(0), Fetched(0)],
                words(0, &[Returned, Accepted, RequestAgreed, RequestDeclined]),
                words(2, &[Returned, Accepted, RequestAgreed, RequestDeclined]),
            ],
        ),
        world(
            "an update",
            vec![
                vec![send(0, None), send(1, Some((Update, 0))), Read(0), Fetched(0), Fetched(1)],
                vec![call(TakeBack, 0, 0), call(Recall, 1, 0)],
                words(0, &[Returned, Accepted]),
                words(1, &[Returned]),
                to(0, 1).to_vec(),
            ],
        ),
        world(
            "an update, and both versions recalled",
            vec![
                vec![send(0, None), send(1, Some((Update, 0))), Read(0), Fetched(0), Read(1), Fetched(1)],
                vec![call(Recall, 0, 0), call(Recall, 1, 0)],
                words(0, &[RequestAgreed]),
                words(1, &[Returned, RequestDeclined]),
                to(0, 1).to_vec(),
            ],
        ),
        world(
            "three versions",
            vec![
                vec![send(0, None), send(1, Some((Update, 0))), send(2, Some((Update, 1))), call(Recall, 2, 0)],
                vec![Fetched(0), Fetched(1), Read(2), Fetched(2), call(Recall, 0, 0)],
                words(1, &[Returned]),
                [to(0, 1), to(0, 2), to(1, 1)].concat(),
            ],
        ),
        world(
            "a replacement",
            vec![
                vec![send(0, None), send(1, Some((Replace, 0))), Read(0), Fetched(0), Fetched(1)],
                vec![call(TakeBack, 0, 0), call(Recall, 0, 0), call(TakeBack, 1, 0)],
                words(0, &[Returned, Completed]),
                to(0, 1).to_vec(),
            ],
        ),
    ]
}

/// The way to a fault, with where the deliveries stand after each step.
fn told(fault: &Fault, rules: &Rules) -> String {
    let (mut hub, mut lines) = (Hub::default(), Vec::new());
    for (n, message) in fault.way.iter().enumerate() {
        let crash = fault.crashed && n + 1 == fault.way.len();
        match judge(rules, &hub, *message) {
            Ok((after, _)) if !crash => hub = after,
            _ => {}
        }
        let rows =
            (0..).zip(hub.rows).filter_map(|(of, row)| Some(format!("{}: {}", properties::name(of), shown(row?))));
        let crash = if crash { "; the hub answers and crashes before the commit" } else { "" };
        let rows: Vec<_> = rows.collect();
        let rows = if rows.is_empty() { "nothing is there".to_owned() } else { rows.join("; ") };
        lines.push(format!("{}. {}{crash}\n   {}", n + 1, said(*message), rows));
    }
    format!("{}: {}\n{}", fault.property, fault.what, lines.join("\n"))
}

#[test]
fn every_state_that_can_be_reached_keeps_the_promises() {
    let mut all = 0;
    for world in worlds() {
        let started = std::time::Instant::now();
        let Explored { states, steps, depth } = match explore(&world, &Rules::TRUE) {
            Ok(explored) => explored,
            Err(fault) => panic!("{}\n{}", world.name, told(&fault, &Rules::TRUE)),
        };
        println!(
            "{:<40} {:>2} messages {states:>8} states {steps:>9} steps, depth {depth:>2}, {:.1} s",
            world.name,
            world.messages.len(),
            started.elapsed().as_secs_f32()
        );
        assert!(depth + 2 >= world.messages.len() / 2, "{}: hardly anything could be said", world.name);
        all += states;
    }
    assert!(all > 10_000, "{all} states are no proof");
}

#[test]
fn every_broken_rule_is_found() {
    let worlds = worlds();
    let mut report = String::new();
    for (name, rules, property) in MUTANTS {
        let found = worlds.iter().find_map(|world| explore(world, rules).err().map(|fault| (world.name, fault)));
        let (world, fault) = found.unwrap_or_else(|| panic!("not found: {name}"));
        let told = told(&fault, rules);
        println!("{name} ({world})\n{told}\n");
        assert_eq!(fault.property, *property, "{name}\n{told}");
        if name.starts_with("a recall is refused") || name.starts_with("a repeat forgets") {
            report += &format!("{name}\n{told}\n\n");
        }
    }
    insta::assert_snapshot!(report.trim_end());
}
