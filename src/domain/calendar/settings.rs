//! What holds for every year: hours, the week, and how the law is read where its words leave room.

use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::domain::ids::Urgency;

/// When work is done on a full day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Buổi sáng; its end is what “trong buổi sáng” means.
    pub morning: Span,
    /// Buổi chiều; its end is the close of the day.
    pub afternoon: Span,
}

/// From a time of day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Its beginning.
    pub from: Time,
    /// Its end.
    pub to: Time,
}

/// What is worked on each day of the week, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week(pub [Kind; 7]);

/// How the law is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Until when “trong ngày” lasts (NĐ 30/2020/NĐ-CP Điều 21.2).
    pub acknowledge_by: AcknowledgeBy,
    /// What becomes of a due date that is no working day.
    pub due_on_day_off: DueOnDayOff,
    /// “Ngay” for hỏa tốc, in minutes. The law has no number: these three are our own.
    pub immediate_minutes: u16,
    /// For thượng khẩn.
    pub very_urgent_minutes: u16,
    /// For khẩn.
    pub urgent_minutes: u16,
    /// Whether the minutes of hỏa tốc run by day and night; those of the others run in working hours.
    pub immediate_always: bool,
}

/// Until when the day of arrival lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AcknowledgeBy {
    /// 24 giờ (Bộ luật Dân sự 2015 Điều 148.6).
    Midnight,
    /// The end of working hours: stricter than the law's words.
    Close,
}

/// A due date that is no working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueOnDayOff {
    /// Moves to the next working day (Bộ luật Dân sự 2015 Điều 148.5).
    NextWorkingDay,
    /// Stays.
    SameDay,
}

impl Week {
    /// What the week has for that day.
    pub fn on(&self, day: Date) -> Kind {
        let n = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        self.0.get(n).copied().unwrap_or(Kind::Off)
    }

    /// The names of its days in files, Monday first.
    pub const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// The name of a day in files.
    pub fn name(day: Weekday) -> &'static str {
        let n = usize::try_from(day.to_monday_zero_offset()).unwrap_or_default();
        Self::NAMES.get(n).copied().unwrap_or_default()
    }
}

impl Reading {
    /// How long “ngay” may take; `None` for what is not urgent.
    pub fn at_once_minutes(&self, urgency: Urgency) -> Option<u16> {
        match urgency {
            Urgency::Normal => None,
            Urgency::Urgent => Some(self.urgent_minutes),
            Urgency::VeryUrgent => Some(self.very_urgent_minutes),
            Urgency::Immediate => Some(self.immediate_minutes),
        }
    }
}

/// Eight hours as most offices have them; each province decides its own.
impl Default for Hours {
    fn default() -> Self {
        let span = |from: (i8, i8), to: (i8, i8)| Span {
            from: Time::constant(from.0, from.1, 0, 0),
            to: Time::constant(to.0, to.1, 0, 0),
        };
        Self { morning: span((7, 30), (11, 30)), afternoon: span((13, 0), (17, 0)) }
    }
}

/// Forty hours, Saturday and Sunday free (QĐ 188/1999/QĐ-TTg).
impl Default for Week {
    fn default() -> Self {
        Self([Kind::Full, Kind::Full, Kind::Full, Kind::Full, Kind::Full, Kind::Off, Kind::Off])
    }
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            acknowledge_by: AcknowledgeBy::Midnight,
            due_on_day_off: DueOnDayOff::NextWorkingDay,
            immediate_minutes: 30,
            very_urgent_minutes: 60,
            urgent_minutes: 120,
            immediate_always: true,
        }
    }
}
