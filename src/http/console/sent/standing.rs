//! How a copy stands, as icon, word and colour (console/STATES).

use crate::domain::acknowledgement::{Name, Question, RecallAnswer, Standing};
use crate::domain::delivery;
use crate::domain::desk::Mark;
use crate::store::deliveries::Delivery;
use crate::store::outbox::Copies;

/// A state's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pill {
    /// Its colour.
    pub token: &'static str,
    pub icon: &'static str,
    /// The key of its word.
    pub word: &'static str,
}

/// What a copy's mark hangs on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Where {
    pub state: delivery::Name,
    pub ack: Name,
    pub standing: Standing,
    pub recall: RecallAnswer,
    pub asked: Option<Question>,
    pub late: bool,
}

impl Where {
    /// Of one copy.
    pub(super) fn of(copy: &Delivery, late: bool) -> Self {
        Self {
            state: copy.state,
            ack: copy.ack,
            standing: copy.standing,
            recall: copy.recall_answer,
            asked: copy.request.map(|request| request.question),
            late,
        }
    }

    /// Of copies that stand alike: what exactly is asked, and what a recall was answered, the document's page says.
    pub(super) fn of_several(copies: &Copies) -> Self {
        Self {
            state: copies.state,
            ack: copies.ack,
            standing: copies.standing,
            recall: RecallAnswer::None,
            asked: copies.asked,
            late: copies.late,
        }
    }
}

impl Pill {
    const fn new(token: &'static str, icon: &'static str, word: &'static str) -> Self {
        Self { token, icon, word }
    }

    /// The mark of a copy: how the document stands there, then what is asked, then how far the receiver is, then the hub.
    pub(super) fn of(copy: Where) -> Self {
        match (copy.standing, copy.recall) {
            (Standing::Recalled, RecallAnswer::Confirmed) => {
                return Self::new("mute", "ban", "state-standing-recalled-confirmed");
            }
            (Standing::Recalled, _) => return Self::new("bad", "arrow-back-up", "state-standing-recalled"),
            (Standing::Updated, _) => return Self::new("ok", "check", "state-standing-updated"),
            (Standing::TakenBack, _) => return Self::new("ok", "check", "state-standing-taken_back"),
            (Standing::Replaced, _) => return Self::new("mute", "switch-horizontal", "state-standing-replaced"),
            (Standing::Live, _) => {}
        }
        match copy.asked {
            Some(Question::TakeBack) => return Self::new("hold", "arrow-back", "state-question-take_back"),
            Some(Question::Update) => return Self::new("hold", "replace", "state-question-update"),
            None => {}
        }
        match copy.state {
            delivery::Name::Queued => return Self::new("mute", "circle-dashed", "state-delivery-queued"),
            delivery::Name::Sending => return Self::new("info", "loader", "state-delivery-sending"),
            delivery::Name::Failed => return Self::new("bad", "alert-octagon", "state-delivery-failed"),
            delivery::Name::Cancelled => return Self::new("mute", "ban", "state-delivery-cancelled"),
            delivery::Name::Expired => return Self::new("bad", "clock-off", "state-delivery-expired"),
            delivery::Name::Delivered | delivery::Name::Fetched => {}
        }
        match copy.ack {
            Name::None if copy.state == delivery::Name::Fetched => {
                Self::new("info", "download", "state-delivery-fetched")
            }
            Name::None if copy.late => Self::new("warn", "clock-exclamation", "state-delivery-delivered"),
            Name::None => Self::new("info", "mail", "state-delivery-delivered"),
            Name::Arrived => Self::new("info", "inbox", "state-acknowledgement-01"),
            Name::Returned => Self::new("bad", "arrow-back-up", "state-acknowledgement-02"),
            Name::Accepted => Self::new("ok", "circle-check", "state-acknowledgement-03"),
            Name::Assigned => Self::new("info", "users", "state-acknowledgement-04"),
            Name::InProgress => Self::new("info", "progress", "state-acknowledgement-05"),
            Name::Completed => Self::new("ok", "checks", "state-acknowledgement-06"),
        }
    }

    /// The most pressing first.
    pub(super) fn weight(&self) -> u8 {
        match self.token {
            "bad" => 0,
            "warn" => 1,
            "hold" => 2,
            "info" => 3,
            "ok" => 4,
            _ => 5,
        }
    }
}

/// The class of one of the five marks.
pub(super) fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Done => "on",
        Mark::Wrong | Mark::Late => "x",
        Mark::Next | Mark::Open => "",
    }
}

/// How many marks are done.
pub(super) fn step(track: &[Mark]) -> usize {
    track.iter().take_while(|mark| **mark == Mark::Done).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, text};

    /// Every mark has a word in both languages and an icon of the list.
    #[test]
    fn every_standing_has_its_word_and_icon() {
        let icons: Vec<&str> = include_str!("../assets/icons.txt").lines().collect();
        for state in delivery::Name::ALL {
            for ack in Name::ALL {
                for &standing in Standing::ALL {
                    for asked in [None, Some(Question::TakeBack), Some(Question::Update)] {
                        for recall in [RecallAnswer::None, RecallAnswer::Confirmed] {
                            for late in [false, true] {
                                let pill = Pill::of(Where { state, ack, standing, recall, asked, late });
                                assert!(icons.contains(&pill.icon), "{}", pill.icon);
                                for lang in Lang::ALL {
                                    assert_ne!(text(lang, pill.word, None, &[]), pill.word);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn trouble_is_said_before_what_went_well() {
        let fine = Where {
            state: delivery::Name::Fetched,
            ack: Name::Accepted,
            standing: Standing::Live,
            recall: RecallAnswer::None,
            asked: None,
            late: false,
        };
        assert_eq!(Pill::of(fine).token, "ok");
        assert_eq!(Pill::of(Where { standing: Standing::Recalled, ..fine }).token, "bad");
        let unfetched = Where { state: delivery::Name::Delivered, ack: Name::None, ..fine };
        assert_eq!(Pill::of(unfetched).token, "info");
        assert_eq!(Pill::of(Where { late: true, ..unfetched }).token, "warn");
        assert!(Pill::of(unfetched).weight() < Pill::of(fine).weight());
    }
}
