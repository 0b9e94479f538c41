//! The table of buttons, for every state that the machines can reach.

use super::*;
use crate::domain::acknowledgement::{Event, RecallAnswer, Request, RequestNumber, Stored};

const NOW: Micros = Micros(1);

fn hub(name: delivery::Name) -> delivery::State {
    delivery::State::restore(name, Micros(0), false)
}

fn receiver(name: Name) -> acknowledgement::State {
    stored(name, Standing::Live, RecallAnswer::None, None)
}

fn stored(name: Name, standing: Standing, recall: RecallAnswer, open: Option<Question>) -> acknowledgement::State {
    let open = open.map(|question| Request { number: RequestNumber(1), question });
    acknowledgement::State::restore(Stored { name, standing, recall, open, requests: 1 })
}

fn words(acts: &[Act]) -> String {
    acts.iter().map(|act| act.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_buttons_of_a_receiver() {
    let fetched = hub(delivery::Name::Fetched);
    let new = acts(hub(delivery::Name::Delivered), receiver(Name::None), NOW);
    assert_eq!(words(&new), "accept assign start complete return fetched");
    assert_eq!(words(&acts(fetched, receiver(Name::Accepted), NOW)), "assign start complete");
    assert_eq!(words(&acts(fetched, receiver(Name::InProgress), NOW)), "complete");
    assert_eq!(words(&acts(fetched, receiver(Name::Completed), NOW)), "");
    assert_eq!(words(&acts(fetched, receiver(Name::Returned), NOW)), "");
    let asked = stored(Name::Accepted, Standing::Live, RecallAnswer::None, Some(Question::TakeBack));
    assert_eq!(words(&acts(fetched, asked, NOW)), "agree decline assign start complete");
    let recalled = stored(Name::Accepted, Standing::Recalled, RecallAnswer::Protested, None);
    assert_eq!(words(&acts(fetched, recalled, NOW)), "confirm_cancelled");
    let confirmed = stored(Name::Accepted, Standing::Recalled, RecallAnswer::Confirmed, None);
    assert_eq!(words(&acts(fetched, confirmed, NOW)), "");
    for gone in [delivery::Name::Cancelled, delivery::Name::Failed, delivery::Name::Queued, delivery::Name::Expired] {
        assert_eq!(words(&acts(hub(gone), receiver(Name::None), NOW)), "", "{gone}");
    }
}

#[test]
fn the_buttons_of_a_sender() {
    use SentAct::{Cancel, Recall, Remind, Replace, Resend, TakeBack, Update};
    let fetched = hub(delivery::Name::Fetched);
    let waiting = sent_acts(hub(delivery::Name::Delivered), receiver(Name::None), NOW);
    assert_eq!(waiting, [Remind, Cancel, Update, Replace]);
    assert_eq!(sent_acts(fetched, receiver(Name::Accepted), NOW), [TakeBack, Recall, Update, Replace]);
    assert_eq!(sent_acts(fetched, receiver(Name::Returned), NOW), [Resend, Recall, Replace]);
    assert_eq!(sent_acts(hub(delivery::Name::Failed), receiver(Name::None), NOW), [Resend, Cancel, Update, Replace]);
    assert_eq!(sent_acts(hub(delivery::Name::Cancelled), receiver(Name::None), NOW), [Resend]);
    let asked = stored(Name::Accepted, Standing::Live, RecallAnswer::None, Some(Question::Update));
    assert_eq!(sent_acts(fetched, asked, NOW), [Recall, Replace]);
    let recalled = stored(Name::Accepted, Standing::Recalled, RecallAnswer::None, None);
    assert_eq!(sent_acts(fetched, recalled, NOW), []);
}

/// Whatever is offered is taken by the machine, and moves it.
#[test]
fn nothing_is_offered_that_the_machines_refuse() {
    let mut offered = 0;
    for state in delivery::Name::ALL {
        for name in Name::ALL {
            for &standing in Standing::ALL {
                for open in [None, Some(Question::TakeBack), Some(Question::Update)] {
                    let open = open.filter(|_| standing == Standing::Live);
                    let here = stored(name, standing, RecallAnswer::None, open);
                    for act in acts(hub(state), here, NOW) {
                        let Some(status) = act.status() else { continue };
                        let event = match status {
                            Status::RequestAgreed => Event::Answered { agreed: true, number: None },
                            Status::RequestDeclined => Event::Answered { agreed: false, number: None },
                            other => Event::Reported(other),
                        };
                        let (after, effects) = here.on(event).unwrap();
                        assert_ne!(after, here, "{state} {name} {standing} {act:?}");
                        assert!(effects.contains(&Effect::Moved), "{state} {name} {standing} {act:?}");
                        offered += 1;
                    }
                }
            }
        }
    }
    assert!(offered > 30, "{offered}");
}

#[test]
fn what_is_final_cannot_move() {
    let fetched = hub(delivery::Name::Fetched);
    assert!(is_final(fetched, receiver(Name::Returned), NOW));
    assert!(is_final(hub(delivery::Name::Cancelled), receiver(Name::None), NOW));
    assert!(!is_final(fetched, receiver(Name::Completed), NOW), "it may still be recalled");
    let recalled = |answer| stored(Name::Accepted, Standing::Recalled, answer, None);
    assert!(!is_final(fetched, recalled(RecallAnswer::None), NOW));
    assert!(is_final(fetched, recalled(RecallAnswer::Confirmed), NOW));
}

#[test]
fn five_marks_say_how_far_a_copy_is() {
    use Mark::{Done, Late, Next, Open, Wrong};
    let live = |hub, ack| track(hub, ack, Standing::Live, false);
    assert_eq!(live(delivery::Name::Delivered, Name::None), [Done, Next, Open, Open, Open]);
    assert_eq!(live(delivery::Name::Fetched, Name::Arrived), [Done, Done, Next, Open, Open]);
    assert_eq!(live(delivery::Name::Fetched, Name::Returned), [Done, Done, Wrong, Open, Open]);
    assert_eq!(live(delivery::Name::Failed, Name::None), [Wrong, Open, Open, Open, Open]);
    assert_eq!(live(delivery::Name::Fetched, Name::Completed), [Done; 5]);
    let late = track(delivery::Name::Delivered, Name::None, Standing::Live, true);
    assert_eq!(late, [Done, Late, Open, Open, Open]);
    let recalled = track(delivery::Name::Fetched, Name::Accepted, Standing::Recalled, true);
    assert_eq!(recalled, [Done, Done, Done, Open, Open]);
}
