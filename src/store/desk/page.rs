//! One page of a view. First the keys of its rows, out of the ranges of indexes that the view goes through, each in its
//! order and no longer than the page; then those rows alone.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt};

use super::search::Words;
use super::views::{Filter, View};
use super::{Deadlines, DeskLine};
use crate::domain::ids::{Micros, OrganId};
use crate::store::conn::{Conn, found};
use crate::store::deliveries::{self as lines, InboxLine};
use crate::store::schema::{delivery as deliveries, mark};
use crate::store::{Error, Store, read};

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The nearest deadline first, what has none last. [`View::Due`] and [`View::Overdue`] are always so.
    Deadline,
}

/// A place in a list: a row's deadline and its place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// `delivery.due_by`
    pub due: i64,
    /// `delivery.pos`
    pub pos: i64,
}

/// Which page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// The first.
    #[default]
    First,
    /// What comes after that row.
    After(Cursor),
    /// What comes before it, up to it.
    Before(Cursor),
}

/// A page and where to turn to.
#[derive(Clone, Debug)]
pub struct DeskPage {
    /// The rows, in the order that was asked for.
    pub rows: Vec<DeskLine>,
    /// For [`Turn::Before`]; absent on the first page.
    pub previous: Option<Cursor>,
    /// For [`Turn::After`]; absent on the last page.
    pub next: Option<Cursor>,
}

/// What is asked of an inbox.
#[derive(Clone, Debug)]
pub(super) struct Asked<'a> {
    pub view: View,
    pub filter: &'a Filter,
    pub order: Order,
    pub turn: Turn,
    pub now: Micros,
    pub due_until: Micros,
    pub limit: i64,
}

/// A row's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub id: Vec<u8>,
    pub at: Cursor,
}

impl Store {
    /// A page of a view of an agency's inbox.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    #[allow(clippy::too_many_arguments)] // One question; a struct of it would be named at one place.
    pub fn desk(
        &self,
        agency: &OrganId,
        view: View,
        filter: &Filter,
        order: Order,
        turn: Turn,
        (now, due_until): (Micros, Micros),
        limit: u32,
    ) -> Result<DeskPage, Error> {
        let order = view.order(order);
        let asked = Asked { view, filter, order, turn, now, due_until, limit: read::limit(limit) };
        self.read_as(agency, |conn, codes| {
            let mut keys = keys(conn, codes, &asked)?;
            let more = i64::try_from(keys.len()).is_ok_and(|found| found >= asked.limit);
            keys.truncate(usize::try_from(asked.limit - 1).unwrap_or(usize::MAX));
            if matches!(turn, Turn::Before(_)) {
                keys.reverse();
            }
            let (first, last) = (keys.first().map(|key| key.at), keys.last().map(|key| key.at));
            let (previous, next) = match turn {
                Turn::First => (None, last.filter(|_| more)),
                Turn::After(_) => (first, last.filter(|_| more)),
                Turn::Before(_) => (first.filter(|_| more), last),
            };
            Ok(DeskPage { rows: rows(conn, agency, &keys)?, previous, next })
        })
    }

    /// How many rows of a view came after `pos`, counted up to `most`: what a page may offer to show.
    ///
    /// # Errors
    /// `Database`.
    pub fn desk_newer(
        &self,
        agency: &OrganId,
        view: View,
        filter: &Filter,
        pos: i64,
        (now, due_until): (Micros, Micros),
        most: u32,
    ) -> Result<usize, Error> {
        let turn = Turn::Before(Cursor { due: 0, pos });
        let limit = i64::from(most);
        let asked = Asked { view, filter, order: Order::Newest, turn, now, due_until, limit };
        self.read_as(agency, |conn, codes| Ok(keys(conn, codes, &asked)?.len()))
    }
}

impl View {
    /// What is due is shown by deadline.
    pub(super) fn order(self, asked: Order) -> Order {
        match self {
            Self::Due | Self::Overdue => Order::Deadline,
            Self::ToAccept | Self::Accepted | Self::InWork | Self::Changes | Self::All => asked,
        }
    }
}

impl Asked<'_> {
    /// Whether the rows are read from the end towards the beginning.
    fn backwards(&self) -> bool {
        matches!(self.turn, Turn::Before(_))
    }

    /// Whether places in the log go down.
    pub(super) fn down(&self) -> bool {
        (self.order == Order::Newest) != self.backwards()
    }
}

/// The keys of the page, of every code of the family, nearest to the cursor first.
fn keys(conn: &mut Conn, codes: &[String], asked: &Asked<'_>) -> Result<Vec<Key>, Error> {
    let mut all = Vec::new();
    for code in codes {
        match Words::of(asked.filter.text.as_deref()) {
            Some(words) => all.extend(words.keys(conn, code, asked)?),
            None => all.extend(ranges(conn, code, asked, None)?),
        }
    }
    match (asked.order, asked.backwards()) {
        (Order::Newest, _) if asked.down() => all.sort_by_key(|key| std::cmp::Reverse(key.at.pos)),
        (Order::Newest, _) => all.sort_by_key(|key| key.at.pos),
        (Order::Deadline, false) => all.sort_by_key(|key| (key.at.due, key.at.pos)),
        (Order::Deadline, true) => all.sort_by_key(|key| std::cmp::Reverse((key.at.due, key.at.pos))),
    }
    all.truncate(usize::try_from(asked.limit).unwrap_or(usize::MAX));
    Ok(all)
}

/// The keys out of each range that the view goes through; `among`: only these deliveries.
pub(super) fn ranges(
    conn: &mut Conn,
    code: &str,
    asked: &Asked<'_>,
    among: Option<&[Vec<u8>]>,
) -> Result<Vec<Key>, Error> {
    let Some(bounds) = bounds(conn, code, asked.filter)? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    let stages: Vec<Option<i16>> = match (asked.view, asked.order) {
        (View::Changes, _) => vec![None],
        // In the order of the log all stages are one range.
        (View::All, Order::Newest) => vec![None],
        (view, _) => view.stages().iter().map(|stage| Some(stage.number())).collect(),
    };
    for stage in stages {
        all.extend(range(conn, code, asked, stage, bounds, among)?);
    }
    Ok(all)
}

fn range(
    conn: &mut Conn,
    code: &str,
    asked: &Asked<'_>,
    stage: Option<i16>,
    (low, high): (i64, i64),
    among: Option<&[Vec<u8>]>,
) -> Result<Vec<Key>, Error> {
    let mut rows = deliveries::table
        .select((deliveries::id, deliveries::pos, due_by()))
        .filter(deliveries::agency.eq(code.to_owned()))
        .limit(asked.limit)
        .into_boxed();
    match (stage, asked.view) {
        (Some(stage), _) => rows = rows.filter(sql::<SmallInt>("delivery.stage").eq(stage)),
        // Literals, not parameters: only so are partial indexes taken.
        (None, View::Changes) => rows = rows.filter(sql::<Bool>(CHANGES)),
        // The sign keeps SQLite from the index over stages, out of which it would have to sort them all.
        (None, _) => rows = rows.filter(sql::<Bool>("+delivery.stage > 0")),
    }
    match asked.view {
        View::Due => rows = rows.filter(due_by().ge(asked.now.0)).filter(due_by().le(asked.due_until.0)),
        View::Overdue => rows = rows.filter(due_by().lt(asked.now.0)),
        View::ToAccept | View::Accepted | View::InWork | View::Changes | View::All => {}
    }
    if low > i64::MIN {
        rows = rows.filter(deliveries::pos.ge(low));
    }
    if high < i64::MAX {
        rows = rows.filter(deliveries::pos.le(high));
    }
    let filter = asked.filter;
    if let Some(sender) = &filter.sender {
        rows = rows.filter(deliveries::issuer.eq(sender.0.clone()));
    }
    if let Some(priorities) = &filter.priorities {
        rows = rows.filter(sql::<Nullable<SmallInt>>("delivery.urgency").eq_any(priorities.clone()));
    }
    if let Some(person) = filter.marked {
        let own = mark::table.select(mark::delivery).filter(mark::person.eq(read::bytes(&person.0)));
        rows = rows.filter(deliveries::id.eq_any(own));
    }
    if let Some(among) = among {
        rows = rows.filter(deliveries::id.eq_any(among.to_vec()));
    }
    rows = match (asked.order, asked.turn) {
        (Order::Newest, Turn::First) => rows.order(deliveries::pos.desc()),
        (Order::Newest, Turn::After(at)) => rows.filter(deliveries::pos.lt(at.pos)).order(deliveries::pos.desc()),
        (Order::Newest, Turn::Before(at)) => rows.filter(deliveries::pos.gt(at.pos)).order(deliveries::pos.asc()),
        (Order::Deadline, Turn::First) => rows.order((due_by().asc(), deliveries::pos.asc())),
        (Order::Deadline, Turn::After(at)) => {
            rows.filter(beside(">", at)).order((due_by().asc(), deliveries::pos.asc()))
        }
        (Order::Deadline, Turn::Before(at)) => {
            rows.filter(beside("<", at)).order((due_by().desc(), deliveries::pos.desc()))
        }
    };
    let rows = rows.load::<(Vec<u8>, i64, i64)>(conn)?;
    Ok(rows.into_iter().map(|(id, pos, due)| Key { id, at: Cursor { due, pos } }).collect())
}

/// Both columns together, so that one range of the index answers. Numbers, so nothing of a stranger's is in the text.
fn beside(sign: &str, at: Cursor) -> SqlLiteral<Bool> {
    sql::<Bool>(&format!("(delivery.due_by, delivery.pos) {sign} ({}, {})", at.due, at.pos))
}

/// Days as places in the log: what arrived later has a later place. `None`: nothing arrived then.
fn bounds(conn: &mut Conn, code: &str, filter: &Filter) -> Result<Option<(i64, i64)>, Error> {
    let (mut low, mut high) = (i64::MIN, i64::MAX);
    let arrived = deliveries::table.select(deliveries::pos).filter(deliveries::agency.eq(code));
    if let Some(from) = filter.from {
        let first = arrived.filter(deliveries::delivered_at.ge(from.0));
        let first = first.order((deliveries::delivered_at.asc(), deliveries::pos.asc())).first::<i64>(conn);
        let Some(first) = found(first)? else { return Ok(None) };
        low = first;
    }
    if let Some(until) = filter.until {
        let last = arrived.filter(deliveries::delivered_at.lt(until.0));
        let last = last.order((deliveries::delivered_at.desc(), deliveries::pos.desc())).first::<i64>(conn);
        let Some(last) = found(last)? else { return Ok(None) };
        high = last;
    }
    Ok(Some((low, high)))
}

/// The rows of these keys, in their order.
fn rows(conn: &mut Conn, agency: &OrganId, keys: &[Key]) -> Result<Vec<DeskLine>, Error> {
    let ids: Vec<Vec<u8>> = keys.iter().map(|key| key.id.clone()).collect();
    let lines = lines::lines().filter(deliveries::id.eq_any(&ids)).load::<(lines::Row, lines::LineRow)>(conn)?;
    let deadlines = deliveries::table
        .select((deliveries::id, (deliveries::accept_by, deliveries::answer_by, deliveries::accepted_at, due_by())))
        .filter(deliveries::id.eq_any(&ids))
        .load::<(Vec<u8>, Deadlines)>(conn)?;
    let mut deadlines: HashMap<Vec<u8>, Deadlines> = deadlines.into_iter().collect();
    let mut by_id = HashMap::new();
    for line in lines {
        let line = lines::into_line(line)?;
        by_id.insert(read::bytes(&line.delivery.id.0), line);
    }
    let of = |id: &Vec<u8>| Some((by_id.remove(id)?, deadlines.remove(id)?));
    let found: Vec<(InboxLine, Deadlines)> = ids.iter().filter_map(of).collect();
    dressed(conn, agency, found)
}

/// With who is on it, and its number.
pub(super) fn dressed(
    conn: &mut Conn,
    agency: &OrganId,
    lines: Vec<(InboxLine, Deadlines)>,
) -> Result<Vec<DeskLine>, Error> {
    let ids: Vec<Vec<u8>> = lines.iter().map(|(line, _)| read::bytes(&line.delivery.id.0)).collect();
    let documents: Vec<Vec<u8>> = lines.iter().map(|(line, _)| read::bytes(&line.delivery.document.0)).collect();
    let mut marks = super::marks_of(conn, &ids)?;
    let numbers = super::numbers_of(conn, agency, &documents)?;
    let mut rows = Vec::with_capacity(lines.len());
    for ((line, (accept_by, answer_by, accepted_at, due)), (id, document)) in
        lines.into_iter().zip(ids.iter().zip(&documents))
    {
        rows.push(DeskLine {
            line,
            accept_by: accept_by.map(Micros),
            answer_by: answer_by.map(Micros),
            accepted_at: accepted_at.map(Micros),
            due_by: Some(Micros(due)).filter(|due| due.0 < NO_DEADLINE),
            mark: marks.remove(id),
            registered: numbers.get(document).copied(),
        });
    }
    Ok(rows)
}

/// The column; it is not in `schema.rs`, whose table is as wide as Diesel's can be.
pub(in crate::store) fn due_by() -> SqlLiteral<BigInt> {
    sql::<BigInt>("delivery.due_by")
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.due, self.pos)
    }
}

impl FromStr for Cursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (due, pos) = text.split_once('.').unwrap_or(("0", text));
        Ok(Self { due: due.parse()?, pos: pos.parse()? })
    }
}

/// What `due_by` holds where nothing is due.
const NO_DEADLINE: i64 = i64::MAX;
const CHANGES: &str = "(delivery.open_request IS NOT NULL OR \
     (delivery.standing = 'recalled' AND delivery.recall_answer <> 'confirmed'))";
