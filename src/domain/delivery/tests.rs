use super::*;

/// Every state, Sending also with a recall pending.
fn all_states() -> Vec<State> {
    let mut states: Vec<_> = Name::ALL.iter().map(|name| State::restore(*name, Micros(1), false)).collect();
    states.insert(2, State::restore(Name::Sending, Micros(1), true));
    states
}

fn label(state: &State) -> String {
    let recall = if state.recall_pending() { "+recall" } else { "" };
    format!("{}{recall}", state.name())
}

#[test]
fn table() {
    let mut table = format!("{:<16}", "");
    let mut effects = String::from("effects\n");
    for event in Event::ALL {
        table.push_str(&format!("{:<15}", event.to_string()));
    }
    for state in all_states() {
        table = format!("{}\n{:<16}", table.trim_end(), label(&state));
        for event in Event::ALL {
            let cell = match state.on(event, Micros(2)) {
                Err(_) => "!".to_owned(),
                Ok((after, recorded)) => {
                    if !recorded.is_empty() {
                        let pair = format!("{} + {event}", label(&state));
                        effects.push_str(&format!("{pair:<30} {recorded:?}\n"));
                    }
                    if label(&after) == label(&state) { "same".to_owned() } else { label(&after) }
                }
            };
            table.push_str(&format!("{cell:<15}"));
        }
    }
    insta::assert_snapshot!(format!("! = IllegalTransition\n{}\n\n{effects}", table.trim_end()));
}

#[test]
fn an_illegal_event_names_state_and_event_and_time_is_that_of_the_change() {
    let state = State::in_inbox(Micros(7));
    let refused = state.on(Event::Claim, Micros(9)).unwrap_err();
    assert_eq!(refused, IllegalTransition { state: Name::Delivered, event: Event::Claim });
    assert_eq!(refused.to_string(), "event claim is not possible in state delivered");
    let (state, _) = state.on(Event::Fetched, Micros(9)).unwrap();
    assert_eq!(state.since(), Micros(9));
    let (state, _) = state.on(Event::Acknowledged, Micros(11)).unwrap();
    assert_eq!(state.since(), Micros(9), "a repeat does not move the time");
}

#[test]
fn names_are_read_as_they_are_written() {
    for name in Name::ALL {
        assert_eq!(Name::parse(name.as_str()), Some(name));
        assert_eq!(State::restore(name, Micros(3), false).name(), name);
    }
    assert_eq!(Name::parse("Queued"), None);
}
