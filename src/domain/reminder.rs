//! Who is told what while a document lies unfetched: the receiver before and after its deadline, the agency above it, both
//! sides before it expires, and its end. Every stage has its moment, computed from the arrival and the calendar; of stages
//! that are due together only the last speaks, so that one mail says it all. A fetch ends the whole row.
//!
//! Absent: mails, and who wants which (`delivery`); what was fetched and not acknowledged.

use super::calendar::Calendar;
use super::deadline;
use super::ids::{Micros, Urgency};

/// What is told, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The receiver: the deadline comes near.
    Before,
    /// The receiver: the deadline has passed.
    Overdue,
    /// The agency above the receiver.
    Escalation,
    /// Both sides: it will expire.
    ExpiryWarning,
    /// Both sides: it has expired.
    Expiry,
}

/// When each stage is due. A stage that is absent never is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Minutes before the deadline.
    pub before_minutes: Option<u32>,
    /// Once the deadline has passed.
    pub overdue: bool,
    /// Working days after the deadline.
    pub escalate_days: Option<u32>,
    /// Days after the arrival.
    pub expire_days: Option<u32>,
    /// Days before the expiry.
    pub warn_days: u32,
}

/// What is to be done now, and when to look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The last of the stages that are due and were not done.
    pub act: Option<Stage>,
    /// When the next one is due; `None`: nothing more will come.
    pub next: Option<Micros>,
}

/// The stages of a document that arrived at `arrived`, in the order of time.
pub fn stages(rules: &Rules, calendar: &Calendar, arrived: Micros, urgency: Urgency) -> Vec<(Micros, Stage)> {
    let deadline = deadline::acknowledging(calendar, arrived, urgency).at;
    let mut out = Vec::new();
    if let Some(minutes) = rules.before_minutes {
        let at = deadline.plus_seconds(-60 * i64::from(minutes));
        // Who has had no time to be late is not reminded.
        if at > arrived {
            out.push((at, Stage::Before));
        }
    }
    if rules.overdue {
        out.push((Micros(deadline.0.saturating_add(1)), Stage::Overdue));
    }
    if let Some(days) = rules.escalate_days {
        let mut day = deadline::day_in_vietnam(deadline);
        for _ in 0..days {
            day = calendar.next_working_day(day);
        }
        let at = calendar.close_of_day(day).unwrap_or(deadline).max(Micros(deadline.0.saturating_add(2)));
        out.push((at, Stage::Escalation));
    }
    if let Some(days) = rules.expire_days {
        let end = arrived.plus_seconds(DAY_S * i64::from(days));
        let warning = arrived.plus_seconds(DAY_S * i64::from(days.saturating_sub(rules.warn_days)));
        if rules.warn_days > 0 && warning > arrived {
            out.push((warning, Stage::ExpiryWarning));
        }
        out.push((end, Stage::Expiry));
    }
    out.sort_by_key(|(at, stage)| (*at, *stage));
    out
}

/// What to do at `now` when `done` was the last that was done.
pub fn step(stages: &[(Micros, Stage)], done: Option<Stage>, now: Micros) -> Step {
    let open = || stages.iter().filter(|(_, stage)| done.is_none_or(|done| *stage > done));
    let act = open().filter(|(at, _)| *at <= now).map(|(_, stage)| *stage).max();
    let after = act.or(done);
    let next = stages.iter().filter(|(at, stage)| *at > now && after.is_none_or(|done| *stage > done));
    Step { act, next: next.map(|(at, _)| *at).min().filter(|_| act != Some(Stage::Expiry)) }
}

impl Stage {
    /// Every stage, in the order of time.
    pub const ALL: [Self; 5] = [Self::Before, Self::Overdue, Self::Escalation, Self::ExpiryWarning, Self::Expiry];

    /// The word as stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Overdue => "overdue",
            Self::Escalation => "escalation",
            Self::ExpiryWarning => "expiry_warning",
            Self::Expiry => "expiry",
        }
    }

    /// The stage of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }
}

const DAY_S: i64 = 86_400;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const RULES: Rules =
        Rules { before_minutes: Some(120), overdue: true, escalate_days: Some(1), expire_days: Some(30), warn_days: 7 };

    fn at(month: i8, day: i8, hour: i8, minute: i8) -> Micros {
        deadline::instant(date(2026, month, day), jiff::civil::time(hour, minute, 0, 0))
    }

    fn told(rules: &Rules, arrived: Micros, urgency: Urgency) -> String {
        let stages = stages(rules, Calendar::shipped(), arrived, urgency);
        let words = stages.iter().map(|(at, stage)| {
            let day = deadline::day_in_vietnam(*at);
            format!("{day} {} {}", deadline::time_in_vietnam(*at).strftime("%H:%M"), stage.as_str())
        });
        words.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_usual_document_and_an_urgent_one() {
        insta::assert_snapshot!(told(&RULES, at(11, 27, 9, 0), Urgency::Normal), @r"
        2026-11-27 21:59 before
        2026-11-28 00:00 overdue
        2026-11-30 17:00 escalation
        2026-12-20 09:00 expiry_warning
        2026-12-27 09:00 expiry
        ");
        insta::assert_snapshot!(told(&RULES, at(11, 27, 9, 0), Urgency::Immediate), @r"
        2026-11-27 09:30 overdue
        2026-11-30 17:00 escalation
        2026-12-20 09:00 expiry_warning
        2026-12-27 09:00 expiry
        ");
    }

    #[test]
    fn of_stages_that_are_due_together_the_last_speaks_and_none_twice() {
        let stages = stages(&RULES, Calendar::shipped(), at(11, 27, 9, 0), Urgency::Normal);
        let early = step(&stages, None, at(11, 27, 10, 0));
        assert_eq!((early.act, early.next), (None, Some(stages[0].0)));
        // The hub was away for the week-end: one mail, and the next is the warning.
        let late = step(&stages, None, at(12, 1, 8, 0));
        assert_eq!((late.act, late.next), (Some(Stage::Escalation), Some(stages[3].0)));
        assert_eq!(step(&stages, late.act, at(12, 1, 8, 0)).act, None);
        let end = step(&stages, late.act, at(12, 31, 8, 0));
        assert_eq!((end.act, end.next), (Some(Stage::Expiry), None));
    }

    #[test]
    fn rules_that_are_off_never_speak() {
        let none = Rules { before_minutes: None, overdue: false, escalate_days: None, expire_days: None, warn_days: 7 };
        assert_eq!(stages(&none, Calendar::shipped(), at(11, 27, 9, 0), Urgency::Normal), []);
        assert_eq!(step(&[], None, Micros(i64::MAX)), Step { act: None, next: None });
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.as_str()), Some(stage));
        }
    }
}
