//! Sessions of people, kept here and not in the cookie, so that one can be seen and ended; and the count of wrong tries.
//! A session's token lies here as its SHA-256 only.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{Digest, Micros, OrganId, PersonId};
use crate::domain::person::{Counted, Failures};
use crate::store::access::{self, Note};
use crate::store::conn::{Conn, each, found};
use crate::store::people::{self, Person, Post, read_seat, seat_text};
use crate::store::schema::{invitation, person, session, sign_in_failure};
use crate::store::{Error, Store, read, words};

/// How a list names a session; it opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionId(pub Uuid);

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Signed in.
    Open,
    /// The password was right; a code is wanted.
    Code,
    /// The password was right; a second factor has to be set up first.
    SetUp,
}

impl Stage {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Code => "code",
            Self::SetUp => "setup",
        }
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let all = [Self::Open, Self::Code, Self::SetUp];
        all.into_iter().find(|stage| stage.as_str() == text).ok_or_else(|| words::damaged("stage", text))
    }
}

/// A session to be opened.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its name.
    pub id: SessionId,
    /// SHA-256 of its token.
    pub token_sha256: Digest,
    /// Whose.
    pub person: PersonId,
    /// How far.
    pub stage: Stage,
    /// At which agency; `None`: the hub.
    pub seat: Option<OrganId>,
    /// What forms carry.
    pub csrf: Digest,
    /// When.
    pub created: Micros,
    /// At the latest.
    pub ends: Micros,
    /// From where.
    pub address: String,
    /// With what, as the browser says.
    pub agent: String,
}

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// How far.
    pub stage: Stage,
    /// At which agency; `None`: the hub.
    pub seat: Option<OrganId>,
    /// What forms carry.
    pub csrf: Digest,
    /// Since when.
    pub created: Micros,
    /// When it was used last, to the minute.
    pub last_seen: Micros,
    /// At the latest.
    pub ends: Micros,
    /// From where.
    pub address: String,
    /// With what.
    pub agent: String,
}

/// What is counted, with the key that it is counted under.
pub type Tried = (Counted, Digest);

impl Store {
    /// Opens a session; the one that it takes the place of ends with the same stroke, so that no token outlives a step.
    ///
    /// # Errors
    /// `Database`.
    pub fn open_session(&self, new: &NewSession, instead: Option<&Digest>, note: Option<&Note>) -> Result<(), Error> {
        self.write(|conn| {
            if let Some(old) = instead {
                diesel::delete(session::table.filter(session::token_sha256.eq(old.0.to_vec()))).execute(conn)?;
            }
            let row = (
                (session::id.eq(read::bytes(&new.id.0)), session::token_sha256.eq(new.token_sha256.0.to_vec())),
                (session::person.eq(read::bytes(&new.person.0)), session::stage.eq(new.stage.as_str())),
                (session::seat.eq(seat_text(new.seat.as_ref())), session::csrf.eq(new.csrf.to_string())),
                (
                    session::created.eq(new.created.0),
                    session::last_seen.eq(new.created.0),
                    session::ends.eq(new.ends.0),
                ),
                (session::address.eq(&new.address), session::agent.eq(&new.agent)),
            );
            each!(&mut *conn, c => diesel::insert_into(session::table).values(row).execute(c))?;
            note.map_or(Ok(()), |note| access::insert(conn, note))
        })
    }

    /// The session with that token's SHA-256, ended ones too, with whose it is and all they are.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn session(&self, token_sha256: &Digest) -> Result<Option<(Session, Person, Vec<Post>)>, Error> {
        self.read(|conn| {
            let row = session::table
                .inner_join(person::table.on(person::id.eq(session::person)))
                .select((ROW, people::ROW))
                .filter(session::token_sha256.eq(token_sha256.0.to_vec()))
                .first::<(Row, people::Row)>(conn);
            let Some((session, person)) = found(row)? else { return Ok(None) };
            let (session, person) = (session.into_session()?, person.into_proofs()?.person);
            let posts = people::posts_of(conn, &read::bytes(&person.id.0))?;
            Ok(Some((session, person, posts)))
        })
    }

    /// A person's open sessions, the last used first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn sessions(&self, id: PersonId) -> Result<Vec<Session>, Error> {
        self.read(|conn| {
            let rows = session::table.select(ROW).filter(session::person.eq(read::bytes(&id.0)));
            let rows = rows.filter(session::stage.eq(Stage::Open.as_str())).load::<Row>(conn)?;
            let mut rows = rows.into_iter().map(Row::into_session).collect::<Result<Vec<_>, _>>()?;
            rows.sort_by_key(|row| std::cmp::Reverse(row.last_seen));
            Ok(rows)
        })
    }

    /// Notes that a session was used at `now`, unless it was noted less than a minute ago.
    ///
    /// # Errors
    /// `Database`.
    pub fn touch_session(&self, seen: &Session, now: Micros) -> Result<(), Error> {
        if now < seen.last_seen.plus_seconds(TOUCH_S) {
            return Ok(());
        }
        self.write(|conn| {
            let row = session::table.filter(session::id.eq(read::bytes(&seen.id.0)).and(session::last_seen.lt(now.0)));
            diesel::update(row).set(session::last_seen.eq(now.0)).execute(conn)?;
            Ok(())
        })
    }

    /// Another seat for a session.
    ///
    /// # Errors
    /// `Database`.
    pub fn seat_session(&self, id: SessionId, seat: Option<&OrganId>, note: &Note) -> Result<(), Error> {
        self.write(|conn| {
            let row = session::table.find(read::bytes(&id.0));
            diesel::update(row).set(session::seat.eq(seat_text(seat))).execute(conn)?;
            access::insert(conn, note)
        })
    }

    /// Ends one session of a person. False when it is not theirs.
    ///
    /// # Errors
    /// `Database`.
    pub fn end_session(&self, person: PersonId, id: SessionId, note: &Note) -> Result<bool, Error> {
        self.write(|conn| {
            let own = session::table
                .filter(session::id.eq(read::bytes(&id.0)).and(session::person.eq(read::bytes(&person.0))));
            let ended = diesel::delete(own).execute(conn)? == 1;
            if ended {
                access::insert(conn, note)?;
            }
            Ok(ended)
        })
    }

    /// Ends all sessions of a person but `keep`: how many.
    ///
    /// # Errors
    /// `Database`.
    pub fn end_other_sessions(&self, id: PersonId, keep: SessionId, note: &Note) -> Result<usize, Error> {
        self.write(|conn| {
            let ended = people::end_others(conn, id, Some(keep))?;
            access::insert(conn, note)?;
            Ok(ended)
        })
    }

    /// Counts a try before it is looked at, so that a hundred at once are not all looked at. `Err` tells from when on the next
    /// is taken; that one is not counted.
    ///
    /// # Errors
    /// `Database`.
    pub fn count_try(&self, keys: &[Tried], now: Micros) -> Result<Result<(), Micros>, Error> {
        self.write(|conn| {
            let mut all = Vec::new();
            for (counted, key) in keys {
                // A row to be locked: of the first tries of an account, too, only one is looked at.
                let none = (sign_in_failure::count.eq(0_i64), sign_in_failure::last.eq(0_i64));
                let row = (sign_in_failure::kind.eq(counted.as_str()), sign_in_failure::key.eq(key.0.to_vec()), none);
                each!(&mut *conn, c => diesel::insert_into(sign_in_failure::table)
                    .values(row)
                    .on_conflict_do_nothing()
                    .execute(c))?;
                let so_far = failures(conn, *counted, key)?;
                all.push((*counted, *key, so_far));
            }
            let next = all.iter().map(|(counted, _, so_far)| so_far.next_at(*counted)).max();
            if let Some(next) = next.filter(|next| *next > now) {
                return Ok(Err(next));
            }
            for (counted, key, so_far) in all {
                put(conn, counted, &key, so_far.and_one(counted, now))?;
            }
            Ok(Ok(()))
        })
    }

    /// From when on the next try under these keys is looked at.
    ///
    /// # Errors
    /// `Database`.
    pub fn next_try(&self, keys: &[Tried]) -> Result<Option<Micros>, Error> {
        self.read(|conn| {
            let mut next = None;
            for (counted, key) in keys {
                next = next.max(Some(failures(conn, *counted, key)?.next_at(*counted)));
            }
            Ok(next)
        })
    }

    /// The try was right: it is taken back, and where it was the `last` step the account's earlier ones are forgotten. An
    /// address's are not: whoever has one account must not buy tries for others with it.
    ///
    /// # Errors
    /// `Database`.
    pub fn forgive_try(&self, keys: &[Tried], now: Micros, last: bool) -> Result<(), Error> {
        self.write(|conn| {
            for (counted, key) in keys {
                let left = match counted {
                    Counted::Account if last => Failures::default(),
                    Counted::Account | Counted::Address => failures(conn, *counted, key)?.less_one(*counted, now),
                };
                if left.count > 0 {
                    put(conn, *counted, key, left)?;
                } else {
                    diesel::delete(sign_in_failure::table.find((counted.as_str(), key.0.to_vec()))).execute(conn)?;
                }
            }
            Ok(())
        })
    }

    /// Forgets what has ended: sessions, links a month after their end, tries of the day before yesterday.
    ///
    /// # Errors
    /// `Database`.
    pub fn purge_sessions(&self, now: Micros) -> Result<usize, Error> {
        self.write(|conn| {
            let sessions = diesel::delete(session::table.filter(session::ends.lt(now.0))).execute(conn)?;
            let month = now.plus_seconds(-30 * DAY_S).0;
            let links = diesel::delete(invitation::table.filter(invitation::until.lt(month))).execute(conn)?;
            let old = sign_in_failure::last.lt(now.plus_seconds(-2 * DAY_S).0);
            let tries = diesel::delete(sign_in_failure::table.filter(old)).execute(conn)?;
            Ok(sessions + links + tries)
        })
    }
}

/// Read for update: two tries at once must not see the same count.
fn failures(conn: &mut Conn, counted: Counted, key: &Digest) -> Result<Failures, Error> {
    let row = sign_in_failure::table
        .select((sign_in_failure::count, sign_in_failure::last))
        .filter(sign_in_failure::kind.eq(counted.as_str()).and(sign_in_failure::key.eq(key.0.to_vec())));
    let row = match conn {
        Conn::Pg(pg) => row.for_update().first::<(i64, i64)>(pg),
        // BEGIN IMMEDIATE holds the whole file.
        Conn::Sqlite(sqlite) => row.first::<(i64, i64)>(sqlite),
    };
    Ok(found(row)?.map_or(Failures::default(), |(count, last)| Failures {
        count: u32::try_from(count).unwrap_or(u32::MAX),
        last: Micros(last),
    }))
}

fn put(conn: &mut Conn, counted: Counted, key: &Digest, now: Failures) -> Result<(), Error> {
    let what = (sign_in_failure::count.eq(i64::from(now.count)), sign_in_failure::last.eq(now.last.0));
    let row = (sign_in_failure::kind.eq(counted.as_str()), sign_in_failure::key.eq(key.0.to_vec()), what);
    each!(conn, c => diesel::insert_into(sign_in_failure::table)
        .values(row)
        .on_conflict((sign_in_failure::kind, sign_in_failure::key))
        .do_update()
        .set(what)
        .execute(c))?;
    Ok(())
}

type Columns = (
    (session::id, session::person, session::stage, session::seat, session::csrf),
    (session::created, session::last_seen, session::ends),
    (session::address, session::agent),
);

const ROW: Columns = (
    (session::id, session::person, session::stage, session::seat, session::csrf),
    (session::created, session::last_seen, session::ends),
    (session::address, session::agent),
);

#[derive(Queryable)]
struct Row {
    named: (Vec<u8>, Vec<u8>, String, String, String),
    times: (i64, i64, i64),
    from: (String, String),
}

impl Row {
    fn into_session(self) -> Result<Session, Error> {
        let (id, person, stage, seat, csrf) = self.named;
        Ok(Session {
            id: SessionId(read::uuid(&id)?),
            person: PersonId(read::uuid(&person)?),
            stage: Stage::parse(&stage)?,
            seat: read_seat(seat),
            csrf: Digest::from_hex(&csrf).ok_or_else(|| words::damaged("csrf", "not 64 digits"))?,
            created: Micros(self.times.0),
            last_seen: Micros(self.times.1),
            ends: Micros(self.times.2),
            address: self.from.0,
            agent: self.from.1,
        })
    }
}

/// A session in use is noted once a minute, not with each request.
const TOUCH_S: i64 = 60;
const DAY_S: i64 = 86_400;
