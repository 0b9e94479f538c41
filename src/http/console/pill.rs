//! What lists and pages say of a delivery in one breath: its state as icon, word and colour, its urgency, its deadline in
//! words, what is thought of its signature, and times as people say them. The words are `i18n`'s, the rules `domain`'s.

use jiff::civil::{Date, Time};

use crate::codes;
use crate::domain::acknowledgement::{Name, Question, RecallAnswer, Standing};
use crate::domain::calendar::{Calendar, END_OF_DAY, Known};
use crate::domain::deadline::{Deadline, Remaining, day_in_vietnam, instant, time_in_vietnam};
use crate::domain::delivery;
use crate::domain::ids::{Micros, Urgency};
use crate::evidence::leaf::Signed;
use crate::i18n::{self, Lang};
use crate::report::deadline as words;
use crate::store::change::Listing;
use crate::store::deliveries::Delivery;

/// A state: colour, icon, word, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pill {
    /// The colour's token.
    pub token: &'static str,
    /// The icon.
    pub icon: &'static str,
    /// The word.
    pub word: String,
    /// The meaning, which also stands as text on the document's page.
    pub hint: String,
}

/// A deadline in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    /// `late`, `soon` or nothing.
    pub class: &'static str,
    /// "trước 17:00 hôm nay".
    pub words: String,
    /// The moment, where there is one.
    pub at: Option<Micros>,
}

impl Pill {
    fn new(lang: Lang, token: &'static str, icon: &'static str, key: &str) -> Self {
        let (word, hint) = (i18n::text(lang, key, None, &[]), i18n::text(lang, key, Some("hint"), &[]));
        Self { token, icon, word, hint }
    }

    /// Of a delivery, as its receiver looks at it: the receiver's own word takes the place of the hub's duty.
    pub(super) fn received(lang: Lang, delivery: &Delivery) -> Self {
        if let Some(pill) = Self::asked(lang, delivery) {
            return pill;
        }
        match (delivery.ack, delivery.state) {
            (Name::None, delivery::Name::Delivered) => Self {
                word: i18n::text(lang, "state-delivery-delivered", Some("receiver"), &[]),
                ..Self::new(lang, "info", "mail", "state-acknowledgement-01")
            },
            _ => Self::sent(lang, delivery),
        }
    }

    /// Of a delivery, as its sender looks at it.
    pub(super) fn sent(lang: Lang, delivery: &Delivery) -> Self {
        if let Some(pill) = Self::asked(lang, delivery) {
            return pill;
        }
        let (token, icon, key) = match (delivery.ack, delivery.state) {
            (Name::Arrived, _) => ("info", "inbox", "state-acknowledgement-01"),
            (Name::Returned, _) => ("bad", "arrow-back-up", "state-acknowledgement-02"),
            (Name::Accepted, _) => ("ok", "circle-check", "state-acknowledgement-03"),
            (Name::Assigned, _) => ("info", "users", "state-acknowledgement-04"),
            (Name::InProgress, _) => ("info", "progress", "state-acknowledgement-05"),
            (Name::Completed, _) => ("ok", "checks", "state-acknowledgement-06"),
            (Name::None, delivery::Name::Queued) => ("mute", "circle-dashed", "state-delivery-queued"),
            (Name::None, delivery::Name::Sending) => ("info", "loader", "state-delivery-sending"),
            (Name::None, delivery::Name::Delivered) => ("info", "mail", "state-delivery-delivered"),
            (Name::None, delivery::Name::Fetched) => ("info", "download", "state-delivery-fetched"),
            (Name::None, delivery::Name::Failed) => ("bad", "alert-octagon", "state-delivery-failed"),
            (Name::None, delivery::Name::Cancelled) => ("mute", "ban", "state-delivery-cancelled"),
            (Name::None, delivery::Name::Expired) => ("bad", "clock-off", "state-delivery-expired"),
        };
        Self::new(lang, token, icon, key)
    }

    /// What the sender wants of it comes before all else.
    fn asked(lang: Lang, delivery: &Delivery) -> Option<Self> {
        let (token, icon, key) = match (delivery.standing, delivery.request.map(|request| request.question)) {
            (Standing::Recalled, _) if delivery.recall_answer == RecallAnswer::Confirmed => {
                ("mute", "ban", "state-standing-recalled-confirmed")
            }
            (Standing::Recalled, _) => ("bad", "arrow-back-up", "state-standing-recalled"),
            (Standing::Replaced, _) => ("mute", "switch-horizontal", "state-standing-replaced"),
            (Standing::Updated, _) => ("ok", "check", "state-standing-updated"),
            (Standing::TakenBack, _) => ("ok", "check", "state-standing-taken_back"),
            (Standing::Live, Some(Question::TakeBack)) => ("hold", "arrow-back", "state-question-take_back"),
            (Standing::Live, Some(Question::Update)) => ("hold", "replace", "state-question-update"),
            (Standing::Live, None) => return None,
        };
        Some(Self::new(lang, token, icon, key))
    }

    /// Of a signature, by the verdict's code.
    pub(super) fn signature(lang: Lang, signed: Signed, code: &str) -> Self {
        let (token, icon, key) = match (signed, code) {
            (Signed::None | Signed::Legacy, _) => ("txt-warn", "shield-off", "inbox-signature-none"),
            (_, "valid") => ("txt-ok", "shield-check", "inbox-signature-valid"),
            (_, code) if code == codes::REVOCATION_UNKNOWN.name() => {
                ("txt-warn", "shield-question", "inbox-signature-open")
            }
            _ => ("txt-bad", "shield-x", "inbox-signature-invalid"),
        };
        Self { token, icon, word: i18n::text(lang, key, None, &[]), hint: String::new() }
    }

    /// Of an urgency; what is usual has none.
    pub(super) fn urgency(lang: Lang, urgency: Urgency) -> Option<Self> {
        let (token, icon, key) = match urgency {
            Urgency::Immediate => ("urg-3", "flame", "urgency-immediate"),
            Urgency::VeryUrgent => ("urg-2", "chevrons-up", "urgency-very-urgent"),
            Urgency::Urgent => ("urg-1", "chevron-up", "urgency-urgent"),
            Urgency::Normal => return None,
        };
        Some(Self { token, icon, word: i18n::text(lang, key, None, &[]), hint: String::new() })
    }
}

impl Due {
    /// Of a moment as a row holds it; `open`: something is left to be done.
    pub(super) fn of(lang: Lang, calendar: &Calendar, at: Option<Micros>, now: Micros, open: bool) -> Self {
        let plain = |key: &str| Self { class: "", words: i18n::text(lang, key, None, &[]), at: None };
        let Some(at) = at.filter(|_| open) else {
            return plain(if open { "deadline-none" } else { "deadline-nothing-left" });
        };
        let deadline = deadline(at);
        let class = match deadline.remaining(calendar, now) {
            Remaining::MinutesLate { .. } | Remaining::WorkingDaysLate { .. } => "late",
            Remaining::Minutes { .. } | Remaining::Today { .. } | Remaining::Tomorrow { .. } => "soon",
            Remaining::NextWorkingDay { .. } | Remaining::WorkingDays { .. } | Remaining::Later { .. } => "",
        };
        Self { class, words: words::remaining(lang, calendar, &deadline, now), at: Some(at) }
    }
}

/// A moment as a deadline: the end of a day is one.
pub(super) fn deadline(at: Micros) -> Deadline {
    let end = instant(day_in_vietnam(at), END_OF_DAY);
    Deadline { at, whole_day: at == end, known: Known::Yes }
}

/// Until when something counts as due: the end of the next working day.
pub(super) fn due_until(calendar: &Calendar, now: Micros) -> Micros {
    instant(calendar.next_working_day(day_in_vietnam(now)), END_OF_DAY)
}

/// "08:20 hôm nay", "16:40 hôm qua", "09:15 20/11/2026".
pub(super) fn at(lang: Lang, at: Micros, now: Micros) -> String {
    let (day, today) = (day_in_vietnam(at), day_in_vietnam(now));
    let time = i18n::time(at);
    let time = time.get(..5).unwrap_or(&time).to_owned();
    let key = match (today - day).get_days() {
        0 => "inbox-at-today",
        1 => "inbox-at-yesterday",
        _ => return format!("{time} {}", i18n::date(lang, at)),
    };
    i18n::text(lang, key, None, &[("time", time.into())])
}

/// Hours and minutes.
pub(super) fn clock(at: Micros) -> String {
    time_in_vietnam(at).strftime("%H:%M").to_string()
}

/// Số/ký hiệu.
pub(super) fn code(listing: &Listing) -> String {
    match (listing.number.trim(), listing.notation.trim()) {
        ("", "") => "–".to_owned(),
        (number, "") => number.to_owned(),
        ("", notation) => notation.to_owned(),
        (number, notation) => format!("{number}/{notation}"),
    }
}

/// A civil day that a row holds as `yyyy-mm-dd`.
pub(super) fn day(lang: Lang, text: Option<&str>) -> Option<String> {
    let day = text?.parse::<Date>().ok()?;
    Some(i18n::date(lang, instant(day, Time::midnight())))
}

/// A day as people type it: `24/11/2026`, `24-11-2026`, `24.11.26`, or `2026-11-24`. A year of two digits is one of this century; no
/// paper is of a year before 1900.
pub(super) fn typed_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let typed = || {
        let (rest, year) = text.rsplit_once(['/', '-', '.'])?;
        let (day, month) = rest.split_once(['/', '-', '.'])?;
        let year: i16 = match year.len() {
            2 => 2000 + year.parse::<i16>().ok()?,
            4 => year.parse().ok()?,
            _ => return None,
        };
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    };
    text.parse().ok().or_else(typed).filter(|day: &Date| day.year() >= 1900)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_typed_as_in_viet_nam() {
        assert_eq!(typed_day(" 24/11/2026 "), Some(Date::constant(2026, 11, 24)));
        assert_eq!(typed_day("2026-11-24"), Some(Date::constant(2026, 11, 24)));
        for typed in ["24-11-2026", "24.11.2026", "24/11/26"] {
            assert_eq!(typed_day(typed), Some(Date::constant(2026, 11, 24)), "{typed}");
        }
        for wrong in ["11/24/2026", "24/11/0026", "0026-11-24", "24/11/126", "", "hôm nay"] {
            assert_eq!(typed_day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_are_said_as_people_do() {
        let now = Micros(1_795_507_200_000_000); // 15:00 in Việt Nam
        assert_eq!(at(Lang::Vi, now, now), "15:00 hôm nay");
        assert_eq!(at(Lang::Vi, now.plus_seconds(-16 * 3600), now), "23:00 hôm qua");
        assert_eq!(at(Lang::Vi, now.plus_seconds(-3 * 86_400), now), "15:00 21/11/2026");
    }

    #[test]
    fn urgency_is_a_word_and_a_colour() {
        assert_eq!(Pill::urgency(Lang::Vi, Urgency::Normal), None);
        let pill = Pill::urgency(Lang::Vi, Urgency::Immediate).unwrap();
        assert_eq!((pill.token, pill.word.as_str()), ("urg-3", "Hỏa tốc"));
    }
}
