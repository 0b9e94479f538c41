//! Two years of a province's documents: how many, from whom to whom, and what became of each copy. Last year things went
//! worse than this year, and got better month by month, so that the rates have something to say.

use std::collections::HashMap;

use jiff::civil::Date;

use super::chance::Chance;
use super::days::Days;
use super::letter::{Copy, Letter, Paper, Plan};
use super::papers;
use super::sent;
use super::walk::{Done, walk};
use crate::cli::demo::cast::BUILDING;
use crate::cli::demo::packages::Kind;
use crate::cli::demo::people::Person;
use crate::cli::demo::province::{Agency, Province};
use crate::domain::acknowledgement::Status;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{Micros, OrganId};

/// Fills the hub of `province`, which is not running, with the two years before the play.
///
/// # Errors
/// When the hub refuses something.
pub(in crate::cli::demo) async fn two_years(
    province: &Province,
    people: &[Person],
    days: &Days,
) -> anyhow::Result<Done> {
    let plan = Writer::new(province, days).write();
    walk(province, people, plan).await
}

struct Writer<'a> {
    agencies: &'a [Agency],
    days: &'a Days,
    chance: Chance,
    /// The last number that an agency gave in a year.
    numbers: HashMap<(OrganId, i16), u32>,
}

/// How things go in a month, each in a thousand.
#[derive(Clone, Copy, Debug)]
struct Habits {
    unfetched: i64,
    silent: i64,
    returned: i64,
    late: i64,
    completed: i64,
}

impl<'a> Writer<'a> {
    fn new(province: &'a Province, days: &'a Days) -> Self {
        Self { agencies: &province.agencies, days, chance: Chance::of(SEED), numbers: HashMap::new() }
    }

    fn write(mut self) -> Plan<'a> {
        let mut plan = Plan::default();
        let worked = self.days.worked.clone();
        for day in &worked {
            for _ in 0..self.letters_on(*day) {
                plan.letters.extend(self.letter(*day));
            }
            if day.weekday() == jiff::civil::Weekday::Friday {
                plan.looks.push(Days::on(*day, 17, 30));
            }
        }
        plan.looks.push(self.end());
        plan.letters.extend(self.expired());
        self.papers(&worked, &mut plan);
        plan
    }

    /// What the clerk's agency sent and one receiver let expire.
    fn expired(&self) -> Option<Letter<'a>> {
        let day = self.days.worked.iter().rev().nth(EXPIRED_DAYS).copied()?;
        let one = |organ_id: &str| self.agencies.iter().find(|agency| agency.organ_id.0 == organ_id);
        let (from, lax, diligent) = (one(CLERK)?, one("H53.32.053")?, one("H53.32.047")?);
        let on = |minute| Days::on(day, 9, minute);
        let draft = papers::draft(from, 2187, &sent::EXPIRED, on(0));
        let files = vec![papers::pdf(from, &draft, &[lax, diligent])];
        let taken = Copy::lies(diligent).taken(on(20)).says(on(41), Status::Accepted);
        let copies = vec![Copy::lies(lax), taken];
        Some(Letter { from, draft, kind: Kind::AsicE, files, sent: on(9), copies, regret: None })
    }

    /// The last moment of the two years.
    fn end(&self) -> Micros {
        self.days.play.plus_seconds(-30 * 60)
    }

    /// More at the end of a month, when reports are due.
    fn letters_on(&mut self, day: Date) -> i64 {
        let busy = if day.day() >= 24 { 350 } else { 0 };
        i64::from(self.chance.in_thousand(370 + busy)) + i64::from(self.chance.in_thousand(60))
    }

    fn letter(&mut self, day: Date) -> Option<Letter<'a>> {
        let from = self.sender()?;
        let to = self.receivers(from);
        let habits = self.habits(day);
        let sent = self.office_hour(day);
        // Late is what was signed days before it was sent.
        let held = if self.chance.in_thousand(habits.late / 2) { 4 } else { 0 };
        let signed = sent.plus_seconds(-86_400 * held - 60 * self.chance.between(3, 40));
        let matter = papers::matter(from, &mut self.chance);
        let number = self.number(from, day);
        let mut draft = papers::draft(from, number, &matter, signed);
        draft.due_days = self.chance.in_thousand(300).then(|| self.chance.between(7, 20));
        draft.priority = self.chance.in_thousand(70).then_some(1);
        let kind = if self.chance.in_thousand(150) { Kind::Bare } else { Kind::AsicE };
        let files = vec![papers::pdf(from, &draft, &to)];
        let urgent = draft.priority.is_some();
        let copies = to.into_iter().map(|to| self.copy(to, day, sent, urgent, habits)).collect();
        Some(Letter { from, draft, kind, files, sent, copies, regret: None })
    }

    /// The departments write most; one of them begins only now, and the government's office writes seldom.
    fn sender(&mut self) -> Option<&'a Agency> {
        let level = match self.chance.between(0, 9) {
            0..=2 => 1,
            3..=6 => 2,
            _ => 3,
        };
        let writes = |one: &&Agency| one.level == level && one.organ_id.0 != BUILDING;
        let own: Vec<&Agency> = self.agencies.iter().filter(writes).collect();
        let first = own.first().copied();
        if level == 1 && self.chance.in_thousand(850) { first } else { self.chance.one(&own).copied() }
    }

    fn receivers(&mut self, from: &Agency) -> Vec<&'a Agency> {
        let reads = |one: &&Agency| one.organ_id != from.organ_id && one.organ_id.0 != GOVERNMENT;
        let others: Vec<&Agency> = self.agencies.iter().filter(reads).collect();
        let count = usize::try_from(self.chance.between(2, 4)).unwrap_or(2);
        let mut to = self.chance.some(&others, count);
        let clerk = others.iter().find(|one| one.organ_id.0 == CLERK).copied();
        if let Some(clerk) = clerk
            && to.iter().all(|one| one.organ_id != clerk.organ_id)
            && self.chance.in_thousand(250)
        {
            to.push(clerk);
        }
        to
    }

    fn habits(&self, day: Date) -> Habits {
        let month = i64::from(day.month());
        if i64::from(day.year()) == i64::from(crate::domain::deadline::day_in_vietnam(self.days.now).year()) {
            return Habits { unfetched: 6, silent: 10, returned: 14, late: 60 - 3 * month, completed: 820 };
        }
        let left = 13 - month;
        Habits { unfetched: 10 + 3 * left, silent: 20 + 4 * left, returned: 20, late: 100 + 12 * left, completed: 600 }
    }

    /// What becomes of one copy. The clerk whose inbox the demo shows has been diligent, and in the last weeks everybody has:
    /// what still waits is the morning's.
    fn copy(&mut self, to: &'a Agency, day: Date, sent: Micros, urgent: bool, habits: Habits) -> Copy<'a> {
        let calm = to.organ_id.0 == CLERK || sent > self.end().plus_seconds(-CALM_S);
        if !calm && self.chance.in_thousand(habits.unfetched) {
            return Copy::lies(to);
        }
        let fetched = if urgent { sent.plus_seconds(60 * self.chance.between(2, 5)) } else { next(sent, POLL_S) };
        let copy = Copy::lies(to).taken(fetched);
        if !calm && self.chance.in_thousand(habits.silent) {
            return copy;
        }
        let slow = if urgent { 5 } else { *self.chance.one(&[15, 15, 45]).unwrap_or(&15) };
        let mut at = fetched.plus_seconds(60 * slow);
        if self.chance.in_thousand(habits.returned) {
            return copy.returns(at, self.chance.one(&REASONS).copied().unwrap_or(REASONS[0]));
        }
        let calendar = Calendar::shipped();
        let mut on = day;
        if !calm && self.chance.in_thousand(habits.late) {
            for _ in 0..self.chance.between(1, 3) {
                on = calendar.next_working_day(on);
            }
            at = Days::on(on, 9, 45);
        }
        let mut words = vec![(at, Status::Accepted)];
        if self.chance.in_thousand(habits.completed) {
            if self.chance.in_thousand(300) {
                words.push((at.plus_seconds(30 * 60), Status::InProgress));
            }
            for _ in 0..self.chance.between(1, 4) {
                on = calendar.next_working_day(on);
            }
            words.push((Days::on(on, 16, 10), Status::Completed));
        }
        let end = self.end();
        words.into_iter().filter(|(at, _)| *at < end).fold(copy, |copy, (at, status)| copy.says(at, status))
    }

    /// In the morning, or after lunch.
    fn office_hour(&mut self, day: Date) -> Micros {
        let (hour, minutes) = if self.chance.in_thousand(600) { (7, (40, 220)) } else { (13, (30, 140)) };
        let seconds = 60 * self.chance.between(minutes.0, minutes.1) + self.chance.between(0, 59);
        Days::on(day, hour, 0).plus_seconds(seconds)
    }

    fn number(&mut self, from: &Agency, day: Date) -> u32 {
        // What did not go through the hub has a number too.
        let (low, high) = match from.level {
            _ if from.organ_id.0 == CLERK => (90, 220),
            1 => (10, 40),
            2 => (15, 60),
            _ => (2, 19),
        };
        let step = u32::try_from(self.chance.between(low, high)).unwrap_or(1);
        let last = self.numbers.entry((from.organ_id.clone(), day.year())).or_insert(0);
        *last += step;
        *last
    }

    /// Paper, declared at the beginning of the next month: fewer agencies and fewer documents as time goes on. One agency
    /// never says anything.
    fn papers(&mut self, worked: &[Date], plan: &mut Plan<'a>) {
        for (before, day) in worked.iter().zip(worked.iter().skip(1)) {
            if before.month() == day.month() {
                continue;
            }
            let period = before.strftime("%Y-%m").to_string();
            let last_year = before.year() < crate::domain::deadline::day_in_vietnam(self.days.now).year();
            let some = if last_year { 1 } else { usize::from(before.month() % 4 == 1) };
            let able: Vec<&Agency> = self.agencies.iter().filter(|one| one.level > 1).collect();
            let able: Vec<&Agency> =
                able.into_iter().filter(|one| ![SILENT, BUILDING].contains(&one.organ_id.0.as_str())).collect();
            for (minute, by) in (10..).step_by(7).zip(self.chance.some(&able, some)) {
                let count = if last_year { u64::try_from(self.chance.between(1, 2)).unwrap_or(1) } else { 1 };
                let at = Days::on(*day, 9, minute);
                plan.papers.push(Paper { at, by, period: period.clone(), count });
            }
            // Who has issued nothing on paper says so.
            if let Some(clerk) = able.iter().find(|one| one.organ_id.0 == CLERK && !last_year) {
                let at = Days::on(*day, 9, 0);
                plan.papers.retain(|paper| paper.by.organ_id != clerk.organ_id || paper.period != period);
                plan.papers.push(Paper { at, by: clerk, period, count: 0 });
            }
        }
    }
}

/// The first moment after `at` that a system which asks every `seconds` asks at.
fn next(at: Micros, seconds: i64) -> Micros {
    let step = seconds * 1_000_000;
    Micros((at.0.div_euclid(step) + 1) * step)
}

/// How often an agency's system asks for what is new. All do so on the half hour, and the committer takes them together.
const POLL_S: i64 = 30 * 60;
/// The same two years for every demo of one day.
const SEED: u64 = 53;
/// Sở Nông nghiệp và Môi trường, whose inbox the demo shows.
pub(super) const CLERK: &str = "000.00.12.H53";
/// Văn phòng Chính phủ: it sends and is sent nothing.
pub(super) const GOVERNMENT: &str = "000.00.00.G22";
/// Ban Quản lý Khu kinh tế cửa khẩu Mộc Bài declares nothing.
const SILENT: &str = "000.00.41.H53";
/// For so long before the play nothing is left lying: no reminder of these years falls into the play.
const CALM_S: i64 = 50 * 86_400;

/// So many working days before the play: it expired after a month, and all that time is before the play.
const EXPIRED_DAYS: usize = 34;

const REASONS: [&str; 4] = [
    "Gửi nhầm nơi nhận; không thuộc thẩm quyền giải quyết của đơn vị",
    "Văn bản thiếu phụ lục nêu tại trích yếu",
    "Tệp đính kèm không mở được; đề nghị gửi lại",
    "Trùng văn bản đã gửi trước đó",
];
