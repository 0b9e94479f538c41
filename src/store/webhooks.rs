//! Webhooks: where an agency's software wants to be told, how far it was told, and what waits. A claim is a lease, as with
//! jobs; there is no job an event, because the place in the log says what is next.
//!
//! Written beside the committer: whether somebody was told is no evidence. The secret lies here as it is, since it signs.

use diesel::prelude::*;
use uuid::Uuid;

use crate::codes::Code;
use crate::domain::ids::{Micros, OrganId};
use crate::store::change::NewJob;
use crate::store::conn::{Conn, database_now, found};
use crate::store::events::EventKind;
use crate::store::schema::{job, webhook};
use crate::store::{Error, Store, read, words};

/// A webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its name.
    pub id: Uuid,
    /// Whose.
    pub agency: OrganId,
    /// Where to.
    pub url: String,
    /// Signs what is sent.
    pub secret: String,
    /// What is wanted; empty: everything.
    pub kinds: Vec<EventKind>,
    /// Since when.
    pub created: Micros,
    /// How far it was told.
    pub place: i64,
    /// Failures in a row.
    pub attempts: i64,
    /// Given up since.
    pub disabled_at: Option<Micros>,
    /// What the other side said last.
    pub last_error: Option<String>,
    /// The claim's token.
    pub claim: Option<Uuid>,
}

/// A webhook as it is wished for.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    /// Whose.
    pub agency: OrganId,
    /// Where to; an agency has one webhook a URL.
    pub url: String,
    /// What is wanted; empty: everything.
    pub kinds: Vec<EventKind>,
    /// Where to begin; absent: what happens from now on, or where it was.
    pub after: Option<i64>,
    /// The secret of a new one, and of an old one when `renew` says so.
    pub secret: String,
    /// Whether an old one gets the secret too.
    pub renew: bool,
}

/// What became of the wish.
#[derive(Clone, Debug)]
pub enum Put {
    /// It is new.
    Created(Webhook),
    /// It was there, and is told again if it had been given up.
    Changed(Webhook),
    /// The agency has as many as it may.
    TooMany,
}

impl Store {
    /// The agency's webhooks, the oldest first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn webhooks(&self, agency: &OrganId) -> Result<Vec<Webhook>, Error> {
        self.read(|conn| {
            let rows = webhook::table.select(ROW).filter(webhook::agency.eq(&agency.0)).load::<Row>(conn)?;
            let mut rows = rows.into_iter().map(Row::into_webhook).collect::<Result<Vec<_>, _>>()?;
            rows.sort_by_key(|row| row.id);
            Ok(rows)
        })
    }

    /// Makes a webhook, or changes the one of that URL.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn put_webhook(&self, new: &NewWebhook, now: Micros, most: usize) -> Result<Put, Error> {
        let head = self.log_pos()?;
        let kinds = serde_json::to_string(&new.kinds).unwrap_or_default();
        self.write(|conn| {
            let due = database_now(conn)?;
            let known = webhook::table.select(ROW).filter(webhook::agency.eq(&new.agency.0)).load::<Row>(conn)?;
            let old = known.iter().find(|row| row.url == new.url);
            let none: Option<i64> = None;
            if let Some(old) = old {
                let place = new.after.unwrap_or(old.place);
                let secret = if new.renew { &new.secret } else { &old.secret };
                let no_claim: Option<Vec<u8>> = None;
                diesel::update(webhook::table.find(&old.id))
                    .set((
                        (webhook::kinds.eq(&kinds), webhook::place.eq(place), webhook::secret.eq(secret)),
                        (webhook::due.eq(due), webhook::attempts.eq(0_i64), webhook::claim.eq(no_claim)),
                        webhook::disabled_at.eq(none),
                    ))
                    .execute(conn)?;
                return Ok(Put::Changed(one(conn, &old.id)?));
            }
            if known.len() >= most {
                return Ok(Put::TooMany);
            }
            let id = read::bytes(&Uuid::now_v7());
            let row = (
                (webhook::id.eq(&id), webhook::agency.eq(&new.agency.0), webhook::url.eq(&new.url)),
                (webhook::secret.eq(&new.secret), webhook::kinds.eq(&kinds), webhook::created.eq(now.0)),
                (webhook::place.eq(new.after.unwrap_or(head - 1)), webhook::due.eq(due), webhook::attempts.eq(0_i64)),
            );
            diesel::insert_into(webhook::table).values(row).execute(conn)?;
            Ok(Put::Created(one(conn, &id)?))
        })
    }

    /// Takes a webhook away. False when it is not the agency's.
    ///
    /// # Errors
    /// `Database`.
    pub fn delete_webhook(&self, agency: &OrganId, id: Uuid) -> Result<bool, Error> {
        self.write(|conn| {
            let own = webhook::table.filter(webhook::id.eq(read::bytes(&id)).and(webhook::agency.eq(&agency.0)));
            Ok(diesel::delete(own).execute(conn)? == 1)
        })
    }

    /// Sets a webhook back (or on) to a place; one that was given up is told again. False when it is not the agency's.
    ///
    /// # Errors
    /// `Database`.
    pub fn replay_webhook(&self, agency: &OrganId, id: Uuid, after: i64) -> Result<bool, Error> {
        self.write(|conn| {
            let own = webhook::table.filter(webhook::id.eq(read::bytes(&id)).and(webhook::agency.eq(&agency.0)));
            let due = database_now(conn)?;
            let (none, no_claim): (Option<i64>, Option<Vec<u8>>) = (None, None);
            let rows = diesel::update(own)
                .set((
                    (webhook::place.eq(after), webhook::due.eq(due), webhook::attempts.eq(0_i64)),
                    (webhook::claim.eq(no_claim), webhook::disabled_at.eq(none)),
                ))
                .execute(conn)?;
            Ok(rows == 1)
        })
    }

    /// Tells again what was given up: an operator asked for its dead letter.
    ///
    /// # Errors
    /// `Database`.
    pub fn revive_webhook(&self, id: Uuid) -> Result<bool, Error> {
        self.write(|conn| {
            let due = database_now(conn)?;
            let none: Option<i64> = None;
            let rows = diesel::update(webhook::table.find(read::bytes(&id)).filter(webhook::disabled_at.is_not_null()))
                .set((webhook::due.eq(due), webhook::attempts.eq(0_i64), webhook::disabled_at.eq(none)))
                .execute(conn)?;
            Ok(rows == 1)
        })
    }

    /// Wakes the resting webhooks of these agencies; of all without a list.
    ///
    /// # Errors
    /// `Database`.
    pub fn wake_webhooks(&self, agencies: Option<&[OrganId]>) -> Result<usize, Error> {
        if agencies.is_some_and(<[OrganId]>::is_empty) {
            return Ok(0);
        }
        self.write(|conn| {
            let now = database_now(conn)?;
            let resting = webhook::table.filter(webhook::due.eq(RESTING).and(webhook::disabled_at.is_null()));
            Ok(match agencies {
                Some(agencies) => {
                    let names: Vec<&str> = agencies.iter().map(|id| id.0.as_str()).collect();
                    diesel::update(resting.filter(webhook::agency.eq_any(names)))
                        .set(webhook::due.eq(now))
                        .execute(conn)?
                }
                None => diesel::update(resting).set(webhook::due.eq(now)).execute(conn)?,
            })
        })
    }

    /// Claims up to `limit` webhooks that are due, the longest waiting first, for `lease_s` seconds.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn claim_webhooks(&self, limit: u32, lease_s: u32) -> Result<Vec<Webhook>, Error> {
        let token = uuid::Builder::from_random_bytes(crate::crypto::random().map_err(Error::Random)?).into_uuid();
        let rows = self.write(|conn| {
            let now = database_now(conn)?;
            let due = webhook::table
                .select(webhook::id)
                .filter(webhook::due.le(now))
                .order((webhook::due, webhook::id))
                .limit(i64::from(limit));
            let ids: Vec<Vec<u8>> = match conn {
                Conn::Pg(pg) => due.for_update().skip_locked().load(pg)?,
                // BEGIN IMMEDIATE holds the whole file.
                Conn::Sqlite(sqlite) => due.load(sqlite)?,
            };
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            let lease = now.saturating_add(i64::from(lease_s) * 1_000_000);
            diesel::update(webhook::table.filter(webhook::id.eq_any(&ids)))
                .set((webhook::due.eq(lease), webhook::claim.eq(read::bytes(&token))))
                .execute(conn)?;
            Ok(webhook::table.select(ROW).filter(webhook::id.eq_any(&ids)).load::<Row>(conn)?)
        })?;
        rows.into_iter().map(Row::into_webhook).collect()
    }

    /// Notes that everything up to `place` was told, and lengthens the claim. False when it was lost: then another worker,
    /// or a replay, has the webhook.
    ///
    /// # Errors
    /// `Database`.
    pub fn webhook_told(&self, id: Uuid, claim: Uuid, place: i64, lease_s: u32) -> Result<bool, Error> {
        self.write(|conn| {
            let lease = database_now(conn)?.saturating_add(i64::from(lease_s) * 1_000_000);
            let no_error: Option<String> = None;
            let rows = diesel::update(held(id, claim))
                .set((
                    (webhook::place.eq(place), webhook::due.eq(lease)),
                    (webhook::attempts.eq(0_i64), webhook::last_error.eq(no_error)),
                ))
                .execute(conn)?;
            Ok(rows == 1)
        })
    }

    /// Lets a webhook go that was told up to `place`: due at once when there is more, else it rests until somebody wakes it.
    ///
    /// # Errors
    /// `Database`.
    pub fn rest_webhook(&self, id: Uuid, claim: Uuid, place: i64, more: bool) -> Result<bool, Error> {
        self.write(|conn| {
            let due = if more { database_now(conn)? } else { RESTING };
            let no_claim: Option<Vec<u8>> = None;
            let rows = diesel::update(held(id, claim))
                .set((webhook::place.eq(place), webhook::due.eq(due), webhook::claim.eq(no_claim)))
                .execute(conn)?;
            Ok(rows == 1)
        })
    }

    /// Puts a claimed webhook back: it is due again in `after_s` seconds, after so many failures.
    ///
    /// # Errors
    /// `Database`.
    pub fn defer_webhook(
        &self,
        id: Uuid,
        claim: Uuid,
        after_s: u32,
        attempts: i64,
        error: &str,
    ) -> Result<bool, Error> {
        self.write(|conn| {
            let due = database_now(conn)?.saturating_add(i64::from(after_s) * 1_000_000);
            let no_claim: Option<Vec<u8>> = None;
            let rows = diesel::update(held(id, claim))
                .set((
                    (webhook::due.eq(due), webhook::claim.eq(no_claim)),
                    (webhook::attempts.eq(attempts), webhook::last_error.eq(error)),
                ))
                .execute(conn)?;
            Ok(rows == 1)
        })
    }

    /// Gives a webhook up: it is told no more, its dead letter lies there, and `mails` wait, all in one transaction. False
    /// when the claim was lost.
    ///
    /// # Errors
    /// `Database`.
    pub fn give_up_webhook(
        &self,
        hook: &Webhook,
        now: Micros,
        (code, error): (Code, &str),
        dead: &NewJob,
        mails: &[NewJob],
    ) -> Result<bool, Error> {
        let Some(claim) = hook.claim else { return Ok(false) };
        self.write(|conn| {
            let no_claim: Option<Vec<u8>> = None;
            let rows = diesel::update(held(hook.id, claim))
                .set((
                    (webhook::due.eq(RESTING), webhook::claim.eq(no_claim)),
                    (webhook::disabled_at.eq(now.0), webhook::last_error.eq(error)),
                    webhook::attempts.eq(webhook::attempts + 1),
                ))
                .execute(conn)?;
            if rows != 1 {
                return Ok(false);
            }
            let due = database_now(conn)?;
            add_job(conn, dead, (now, due), Some((code, error)))?;
            for mail in mails {
                add_job(conn, mail, (now, due), None)?;
            }
            Ok(true)
        })
    }
}

/// A job beside the committer: nothing of it is evidence until it is settled.
fn add_job(conn: &mut Conn, new: &NewJob, (now, due): (Micros, i64), dead: Option<(Code, &str)>) -> Result<(), Error> {
    let row = (
        (job::id.eq(read::bytes(&new.id.0)), job::kind.eq(new.kind.as_str()), job::agency.eq(&new.agency.0)),
        (job::payload_json.eq(&new.payload_json), job::created.eq(now.0), job::due.eq(due)),
        (job::attempts.eq(0_i64), job::dead.eq(dead.is_some())),
        (job::code.eq(dead.map(|(code, _)| code.name())), job::last_error.eq(dead.map(|(_, error)| error))),
    );
    diesel::insert_into(job::table).values(row).execute(conn)?;
    Ok(())
}

fn one(conn: &mut Conn, id: &[u8]) -> Result<Webhook, Error> {
    let row = found(webhook::table.find(id).select(ROW).first::<Row>(conn))?;
    row.ok_or_else(|| Error::Missing { what: "the webhook just written".to_owned() })?.into_webhook()
}

#[diesel::dsl::auto_type]
fn held(id: Uuid, claim: Uuid) -> _ {
    let id: Vec<u8> = read::bytes(&id);
    let claim: Vec<u8> = read::bytes(&claim);
    webhook::table.filter(webhook::id.eq(id).and(webhook::claim.eq(claim)))
}

type Columns = (
    webhook::id,
    webhook::agency,
    webhook::url,
    webhook::secret,
    webhook::kinds,
    webhook::created,
    webhook::place,
    webhook::attempts,
    webhook::claim,
    webhook::disabled_at,
    webhook::last_error,
);

const ROW: Columns = (
    webhook::id,
    webhook::agency,
    webhook::url,
    webhook::secret,
    webhook::kinds,
    webhook::created,
    webhook::place,
    webhook::attempts,
    webhook::claim,
    webhook::disabled_at,
    webhook::last_error,
);

#[derive(Queryable)]
struct Row {
    id: Vec<u8>,
    agency: String,
    url: String,
    secret: String,
    kinds: String,
    created: i64,
    place: i64,
    attempts: i64,
    claim: Option<Vec<u8>>,
    disabled_at: Option<i64>,
    last_error: Option<String>,
}

impl Row {
    fn into_webhook(self) -> Result<Webhook, Error> {
        Ok(Webhook {
            id: read::uuid(&self.id)?,
            agency: OrganId(self.agency),
            url: self.url,
            secret: self.secret,
            kinds: serde_json::from_str(&self.kinds).map_err(|_| words::damaged("event kinds", &self.kinds))?,
            created: Micros(self.created),
            place: self.place,
            attempts: self.attempts,
            disabled_at: self.disabled_at.map(Micros),
            last_error: self.last_error,
            claim: self.claim.map(|claim| read::uuid(&claim)).transpose()?,
        })
    }
}

/// Due never: nothing to tell.
const RESTING: i64 = i64::MAX;
