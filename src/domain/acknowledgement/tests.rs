use super::*;

const REPORTS: [Status; 6] =
    [Status::Arrived, Status::Returned, Status::Accepted, Status::Assigned, Status::InProgress, Status::Completed];

fn answered(agreed: bool, number: Option<u32>) -> Event {
    Event::Answered { agreed, number: number.map(RequestNumber) }
}

fn asked(question: Question) -> Option<Request> {
    Some(Request { number: RequestNumber(1), question })
}

fn state(name: Name, standing: Standing, recall: RecallAnswer, open: Option<Request>) -> State {
    State::restore(Stored { name, standing, recall, open, requests: u32::from(open.is_some()) })
}

fn tried(state: State, event: Event) -> String {
    match state.on(event) {
        Err(refused) => format!("! {}", refused.code()),
        Ok((after, effects)) => {
            let mut words = Vec::new();
            if after.name != state.name {
                words.push(after.name.to_string());
            }
            if after.standing != state.standing {
                words.push(after.standing.to_string());
            }
            if after.recall != state.recall {
                words.push(after.recall.to_string());
            }
            if after.open != state.open {
                words.push(after.open.map_or_else(|| "closed".to_owned(), |open| format!("asks {}", open.question)));
            }
            if words.is_empty() {
                words.push("same".to_owned());
            }
            format!("{:<26} {effects:?}", words.join(" + "))
        }
    }
}

/// How far the receiver is × its reports.
#[test]
fn reports() {
    let mut table = String::new();
    for name in Name::ALL {
        for status in REPORTS {
            let from = state(name, Standing::Live, RecallAnswer::None, None);
            table += &format!("{:<12} {status}  {}\n", name.to_string(), tried(from, Event::Reported(status)));
        }
    }
    insta::assert_snapshot!(table.trim_end());
}

/// How the document stands × what is asked, answered and laid down; and the reports that mean something else then.
#[test]
fn business() {
    let events = [
        Event::TakeBack,
        Event::Update,
        answered(true, None),
        answered(false, None),
        answered(true, Some(1)),
        answered(false, Some(2)),
        Event::Lapsed,
        Event::Replace,
        Event::Recall,
        Event::Reported(Status::Returned),
        Event::Reported(Status::Completed),
    ];
    let mut rows = Vec::new();
    for standing in Standing::ALL.iter().copied() {
        rows.push((standing.to_string(), state(Name::Arrived, standing, RecallAnswer::None, None)));
    }
    let live = |name, open| state(name, Standing::Live, RecallAnswer::None, open);
    rows.push(("live, take back?".to_owned(), live(Name::Arrived, asked(Question::TakeBack))));
    rows.push(("live, update?".to_owned(), live(Name::Accepted, asked(Question::Update))));
    rows.push(("returned".to_owned(), live(Name::Returned, None)));
    for answer in [RecallAnswer::Protested, RecallAnswer::Confirmed] {
        rows.push((format!("recalled, {answer}"), state(Name::Accepted, Standing::Recalled, answer, None)));
    }
    let mut table = String::new();
    for (name, from) in rows {
        for event in events {
            table += &format!("{name:<20} {:<13} {}\n", event.to_string(), tried(from, event));
        }
    }
    insta::assert_snapshot!(table.trim_end());
}

/// DESIGN §4: codes come late, twice and out of order; the derived state is the maximum, and only a return stands
/// outside the order. So every order of the same codes without 02 ends in the same state.
#[test]
fn any_order_without_a_return_ends_alike() {
    let codes = [Status::Arrived, Status::Accepted, Status::Assigned, Status::InProgress, Status::Completed];
    for first in 0..codes.len() {
        for step in 1..codes.len() {
            let mut state = State::none();
            for n in 0..codes.len() {
                let status = codes[(first + n * step) % codes.len()];
                state = state.on(Event::Reported(status)).unwrap().0;
                state = state.on(Event::Reported(status)).unwrap().0;
            }
            assert_eq!(state.name(), Name::Completed, "from {first} by {step}");
        }
    }
}

#[test]
fn thirteen_fifteen_and_sixteen_are_no_reports() {
    for status in [Status::TakeBackRequested, Status::RequestAgreed, Status::RequestDeclined] {
        let refused = State::none().on(Event::Reported(status)).unwrap_err();
        assert_eq!(refused.code().name(), "acknowledgement.sender_only");
    }
}

/// A question that was declined may be asked again, and bears the next number.
#[test]
fn questions_are_numbered() {
    let mut state = State::none();
    for number in 1..=3 {
        state = state.on(Event::TakeBack).unwrap().0;
        assert_eq!(state.open_request().map(|open| open.number), Some(RequestNumber(number)));
        state = state.on(answered(false, Some(number))).unwrap().0;
    }
    assert_eq!((state.requests(), state.standing()), (3, Standing::Live));
    assert_eq!(state.on(answered(true, Some(2))).unwrap(), (state, vec![Effect::Contradiction]));
}

#[test]
fn every_word_is_read_as_it_is_written() {
    for name in Name::ALL {
        assert_eq!(Name::parse(name.as_str()), Some(name));
    }
    for standing in Standing::ALL {
        assert_eq!(Standing::parse(standing.as_str()), Some(*standing));
    }
    for answer in RecallAnswer::ALL {
        assert_eq!(RecallAnswer::parse(answer.as_str()), Some(*answer));
    }
    for question in Question::ALL {
        assert_eq!(Question::parse(question.as_str()), Some(*question));
    }
}
