//! Views and filters, and how many there are in each view.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, SmallInt, Text};

use crate::domain::desk::Stage;
use crate::domain::ids::{Micros, OrganId, PersonId};
use crate::store::conn::{Conn, each};
use crate::store::schema::delivery as deliveries;
use crate::store::{Error, Store};

/// A view of an inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Chờ tiếp nhận.
    #[default]
    ToAccept,
    /// Đã tiếp nhận.
    Accepted,
    /// Đang xử lý.
    InWork,
    /// Đến hạn: open, and due between now and the moment that is asked for.
    Due,
    /// Quá hạn.
    Overdue,
    /// Thu hồi, cập nhật: the sender waits for an answer, or for a cancellation.
    Changes,
    /// Tất cả.
    All,
}

/// What of a view is wanted. Nothing set: all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words (or their beginnings) of number, notation, subject, kind, sender's name and code; diacritics and case do
    /// not matter.
    pub text: Option<String>,
    /// The sender, by the code of its documents.
    pub sender: Option<OrganId>,
    /// OtherInfo/Priority is one of these, each above 0.
    pub priorities: Option<Vec<i16>>,
    /// Arrived then or later.
    pub from: Option<Micros>,
    /// Arrived before.
    pub until: Option<Micros>,
    /// This person is on it.
    pub marked: Option<PersonId>,
}

/// How many lie in each view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// [`View::ToAccept`]
    pub to_accept: i64,
    /// [`View::Accepted`]
    pub accepted: i64,
    /// [`View::InWork`]
    pub in_work: i64,
    /// [`View::Due`]
    pub due: i64,
    /// [`View::Overdue`]
    pub overdue: i64,
    /// [`View::Changes`]
    pub changes: i64,
    /// [`View::All`]
    pub all: i64,
    /// Of those to accept, how many are overdue.
    pub to_accept_overdue: i64,
}

impl View {
    /// Every view, in the order of the page.
    pub const ALL: [Self; 7] =
        [Self::ToAccept, Self::Accepted, Self::InWork, Self::Due, Self::Overdue, Self::Changes, Self::All];

    /// The word in links.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ToAccept => "to_accept",
            Self::Accepted => "accepted",
            Self::InWork => "in_work",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Changes => "changes",
            Self::All => "all",
        }
    }

    /// The view of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == text)
    }

    /// The stages that it goes through; each is a range of an index.
    pub(super) fn stages(self) -> &'static [Stage] {
        match self {
            Self::ToAccept => &[Stage::ToAccept],
            Self::Accepted => &[Stage::Accepted],
            Self::InWork => &[Stage::InWork],
            Self::Due | Self::Overdue => &[Stage::ToAccept, Stage::Accepted, Stage::InWork],
            Self::Changes => &[],
            Self::All => &[Stage::ToAccept, Stage::Accepted, Stage::InWork, Stage::Done],
        }
    }
}

impl Counts {
    /// How many lie in a view.
    pub fn of(&self, view: View) -> i64 {
        match view {
            View::ToAccept => self.to_accept,
            View::Accepted => self.accepted,
            View::InWork => self.in_work,
            View::Due => self.due,
            View::Overdue => self.overdue,
            View::Changes => self.changes,
            View::All => self.all,
        }
    }
}

impl Store {
    /// How many lie in each view of an inbox at `now`; due is what is due at `due_until` at the latest.
    ///
    /// # Errors
    /// `Database`.
    pub fn desk_counts(&self, agency: &OrganId, now: Micros, due_until: Micros) -> Result<Counts, Error> {
        self.read_as(agency, |conn, codes| {
            let mut counts = Counts::default();
            for code in codes {
                for row in counted(conn, code, now, due_until)? {
                    counts.add(&row);
                }
            }
            Ok(counts)
        })
    }
}

impl Store {
    /// How many wait to be accepted: what stands beside the inbox on every page.
    ///
    /// # Errors
    /// `Database`.
    pub fn desk_waiting(&self, agency: &OrganId) -> Result<i64, Error> {
        self.read_as(agency, |conn, codes| {
            let mut all = 0;
            for code in codes {
                let rows = deliveries::table.filter(deliveries::agency.eq(code));
                let stage = diesel::dsl::sql::<SmallInt>("delivery.stage").eq(Stage::ToAccept.number());
                all += rows.filter(stage).count().get_result::<i64>(conn)?;
            }
            Ok(all)
        })
    }
}

impl Counts {
    fn add(&mut self, row: &Counted) {
        let stage = |stage: Stage| i64::from(stage.number());
        let open = match row.stage {
            CHANGES => {
                self.changes += row.all;
                return;
            }
            n if n == stage(Stage::ToAccept) => {
                self.to_accept_overdue += row.overdue;
                Some(&mut self.to_accept)
            }
            n if n == stage(Stage::Accepted) => Some(&mut self.accepted),
            n if n == stage(Stage::InWork) => Some(&mut self.in_work),
            _ => None,
        };
        if let Some(open) = open {
            *open += row.all;
        }
        self.due += row.due;
        self.overdue += row.overdue;
        self.all += row.all;
    }
}

/// One question for all views: two ranges of indexes, nothing but the indexes read.
fn counted(conn: &mut Conn, code: &str, now: Micros, due_until: Micros) -> Result<Vec<Counted>, Error> {
    Ok(each!(conn, c => diesel::sql_query(COUNTS)
        .bind::<BigInt, _>(now.0)
        .bind::<BigInt, _>(now.0)
        .bind::<BigInt, _>(due_until.0)
        .bind::<Text, _>(code)
        .bind::<BigInt, _>(CHANGES)
        .bind::<Text, _>(code)
        .load::<Counted>(c))?)
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    stage: i64,
    #[diesel(sql_type = BigInt, column_name = "n")]
    all: i64,
    #[diesel(sql_type = BigInt)]
    overdue: i64,
    #[diesel(sql_type = BigInt)]
    due: i64,
}

const CHANGES: i64 = 9;

// COUNT of a CASE instead of SUM (DEPENDENCIES.md, trap 7); parameters in the order of their appearance (trap 2).
const COUNTS: &str = "SELECT CAST(stage AS BIGINT) AS stage, COUNT(*) AS n, COUNT(CASE WHEN due_by < $1 THEN 1 END) AS overdue, \
     COUNT(CASE WHEN due_by >= $2 AND due_by <= $3 THEN 1 END) AS due \
     FROM delivery WHERE agency = $4 AND stage > 0 GROUP BY stage \
     UNION ALL SELECT CAST($5 AS BIGINT) AS stage, COUNT(*) AS n, 0 AS overdue, 0 AS due FROM delivery \
     WHERE agency = $6 AND (open_request IS NOT NULL OR (standing = 'recalled' AND recall_answer <> 'confirmed'))";
