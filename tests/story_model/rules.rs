//! The rules that the model runs under: the crate's own functions, or one of them broken on purpose.

use lienthong::domain::acknowledgement::{self, Event, Name, Question, RecallAnswer, Refused, Standing, State, Status};
use lienthong::domain::acknowledgement::{Request, RequestNumber, Stored};
use lienthong::domain::business::{self, Change, Changed, Outcome};
use lienthong::domain::delivery;
use lienthong::domain::ids::Micros;

type Word = fn(State, Event) -> Result<(State, Vec<acknowledgement::Effect>), Refused>;
type Duty = fn(
    delivery::State,
    delivery::Event,
    Micros,
) -> Result<(delivery::State, Vec<delivery::Effect>), delivery::IllegalTransition>;

/// The pure functions, and what is broken of the hub's own step.
#[derive(Clone, Copy)]
pub struct Rules {
    pub change: fn(Change, delivery::State, State, Micros) -> Result<Changed, Refused>,
    pub duty: Duty,
    pub word: Word,
    pub withheld: fn(&delivery::State, &State, bool) -> Option<Standing>,
    pub broken: Option<Broken>,
}

/// A fault of the hub's step. The last four were in the hub until this model found them, and so was [`protest_once`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    RepeatIsNew,
    AnswersBeforeCommit,
    ForgetsDeclined,
    LeavesReadersUntold,
    NamesTheOpen,
    ContradictsAnswers,
}

impl Rules {
    /// As the hub has them.
    pub const TRUE: Self = Self {
        change: business::change,
        duty: delivery::State::on,
        word: State::on,
        withheld: business::withheld,
        broken: None,
    };

    pub fn breaks(&self, what: Broken) -> bool {
        self.broken == Some(what)
    }

    const fn step(broken: Broken) -> Self {
        Self { broken: Some(broken), ..Self::TRUE }
    }

    const fn word(word: Word) -> Self {
        Self { word, ..Self::TRUE }
    }
}

/// Each broken rule: its name, the rules, and the property that has to find it.
pub const MUTANTS: &[(&str, Rules, &str)] = &[
    ("a standing goes back: 16 undoes a take-back", Rules::word(undone), "monotony"),
    ("a recall is refused by 02", Rules::word(recall_refused), "monotony"),
    ("06 is taken only after 03", Rules::word(in_turn), "confluence"),
    ("the last report wins, not the highest", Rules::word(last_wins), "monotony"),
    ("any number answers the open question", Rules::word(any_number), "receipts"),
    ("16 leaves the question open", Rules::word(deaf), "progress"),
    ("a protest that comes twice is a return", Rules::word(protest_once), "rates"),
    ("a second question is asked while one is open", Rules { change: two_questions, ..Rules::TRUE }, "monotony"),
    ("a number is left out", Rules { change: number_gap, ..Rules::TRUE }, "monotony"),
    ("a recall does not bind whoever has fetched", Rules { change: unbound, ..Rules::TRUE }, "receipts"),
    ("what was withdrawn can be fetched", Rules { duty: revived, ..Rules::TRUE }, "monotony"),
    ("content goes out after a recall", Rules { withheld: |_, _, _| None, ..Rules::TRUE }, "content"),
    ("a repeat is a new word", Rules::step(Broken::RepeatIsNew), "repeats"),
    ("the answer goes out before the commit", Rules::step(Broken::AnswersBeforeCommit), "receipts"),
    ("a repeat forgets what was declined", Rules::step(Broken::ForgetsDeclined), "repeats"),
    ("whoever only read is not told of a call", Rules::step(Broken::LeavesReadersUntold), "content"),
    ("a leaf names the open question, not the one that was named", Rules::step(Broken::NamesTheOpen), "receipts"),
    ("15 on a recall's own delivery is a contradiction", Rules::step(Broken::ContradictsAnswers), "receipts"),
];

fn with(state: State, change: impl FnOnce(&mut Stored)) -> State {
    let mut stored = state.stored();
    change(&mut stored);
    State::restore(stored)
}

fn undone(state: State, event: Event) -> Result<(State, Vec<acknowledgement::Effect>), Refused> {
    match (event, state.standing()) {
        (Event::Answered { agreed: false, .. }, Standing::TakenBack) => {
            Ok((with(state, |stored| stored.standing = Standing::Live), vec![acknowledgement::Effect::Moved]))
        }
        _ => state.on(event),
    }
}

fn recall_refused(state: State, event: Event) -> Result<(State, Vec<acknowledgement::Effect>), Refused> {
    match (event, state.standing()) {
        (Event::Reported(Status::Returned), Standing::Recalled) => {
            Ok((with(state, |stored| stored.standing = Standing::Live), vec![acknowledgement::Effect::Moved]))
        }
        _ => state.on(event),
    }
}

fn in_turn(state: State, event: Event) -> Result<(State, Vec<acknowledgement::Effect>), Refused> {
    match (event, state.name()) {
        (Event::Reported(Status::Completed), Name::None | Name::Arrived) => {
            Ok((state, vec![acknowledgement::Effect::Contradiction]))
        }
        _ => state.on(event),
    }
}

fn last_wins(state: State, event: Event) -> Result<(State, Vec<acknowledgement::Effect>), Refused> {
    match (event, state.name()) {
        (Event::Reported(Status::Arrived), Name::Accepted | Name::Completed) => {
            Ok((with(state, |stored| stored.name = Name::Arrived), vec![acknowledgement::Effect::Moved]))
        }
        _ => state.on(event),
    }
}

fn any_number(state: State, event: Event) -> Result<(State, Vec<acknowledgement::Effect>), Refused> {
    match event {
        Event::Answered { agreed, number: Some(_) } => state.on(Event::Answered { agreed, number: None }),
        _ => state.on(event),
    }
}

fn deaf(state: State, event: Event) -> Result<(State, Vec<acknowledgement::Effect>), Refused> {
    match event {
        Event::Answered { .. } if state.open_request().is_some() => {
            Ok((state, vec![acknowledgement::Effect::Contradiction]))
        }
        _ => state.on(event),
    }
}

fn protest_once(state: State, event: Event) -> Result<(State, Vec<acknowledgement::Effect>), Refused> {
    match (event, state.recall_answer()) {
        (Event::Reported(Status::Returned), RecallAnswer::Protested | RecallAnswer::Confirmed) => {
            Ok((state, vec![acknowledgement::Effect::Kept]))
        }
        _ => state.on(event),
    }
}

fn asked(state: State, number: u32) -> State {
    let open = Some(Request { number: RequestNumber(number), question: Question::TakeBack });
    with(state, |stored| (stored.open, stored.requests) = (open, number))
}

fn two_questions(what: Change, hub: delivery::State, receiver: State, now: Micros) -> Result<Changed, Refused> {
    match business::change(what, hub, receiver, now) {
        Err(Refused::RequestOpen { number }) => {
            let number = RequestNumber(number.0 + 1);
            let receiver = asked(receiver, number.0);
            Ok(Changed { hub, receiver, outcome: Outcome::Asked(number), closed: false })
        }
        outcome => outcome,
    }
}

fn number_gap(what: Change, hub: delivery::State, receiver: State, now: Micros) -> Result<Changed, Refused> {
    let changed = business::change(what, hub, receiver, now)?;
    Ok(match changed.outcome {
        Outcome::Asked(number) if number.0 > 1 => {
            let number = RequestNumber(number.0 + 1);
            Changed { receiver: asked(changed.receiver, number.0), outcome: Outcome::Asked(number), ..changed }
        }
        _ => changed,
    })
}

fn unbound(what: Change, hub: delivery::State, receiver: State, now: Micros) -> Result<Changed, Refused> {
    let changed = business::change(what, hub, receiver, now)?;
    let bound = what == Change::Recall && changed.outcome == Outcome::Bound;
    Ok(if bound { Changed { receiver, ..changed } } else { changed })
}

fn revived(
    state: delivery::State,
    event: delivery::Event,
    now: Micros,
) -> Result<(delivery::State, Vec<delivery::Effect>), delivery::IllegalTransition> {
    match (state.name(), event) {
        (delivery::Name::Cancelled, delivery::Event::Fetched) => {
            let fetched = delivery::State::restore(delivery::Name::Fetched, now, false);
            Ok((fetched, vec![delivery::Effect::HandedOver]))
        }
        _ => state.on(event, now),
    }
}
