//! Deliveries of which somebody is to be told, and which mails agencies want: for the hub's own workers.

use diesel::prelude::*;

use crate::domain::ids::{DeliveryId, DocumentUuid, Micros, OrganId};
use crate::domain::reminder::Stage;
use crate::store::change::Rule;
use crate::store::conn::found;
use crate::store::schema::{delivery, document, listing, mail_failing, notice_rule};
use crate::store::{Error, PAGE_MAX, Store, read, words};

/// A delivery whose moment has come.
#[derive(Clone, Debug)]
pub struct DueReminder {
    /// The delivery.
    pub delivery: DeliveryId,
    /// Its document.
    pub document: DocumentUuid,
    /// Its receiver.
    pub agency: OrganId,
    /// Who sent it.
    pub issuer: OrganId,
    /// Since when it lies in the inbox.
    pub arrived: Micros,
    /// OtherInfo/Priority.
    pub priority: Option<i16>,
    /// What its row says: to be handed back.
    pub expected: Micros,
    /// The last stage.
    pub done: Option<Stage>,
}

/// An address of an office that takes no mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingAddress {
    /// Whose.
    pub agency: OrganId,
    /// The address.
    pub address: String,
    /// The first refusal.
    pub since: Micros,
    /// The relay's words then.
    pub reply: String,
}

type Row = (Vec<u8>, Vec<u8>, (String, String), (Option<i64>, i64), Option<i64>, Option<String>, Option<i16>);

impl Store {
    /// What is due at `now` by the hub's clock, the longest overdue first.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn due_reminders(&self, now: Micros, limit: u32) -> Result<Vec<DueReminder>, Error> {
        self.read(|conn| {
            let rows = delivery::table
                .inner_join(document::table.inner_join(listing::table))
                .select((
                    delivery::id,
                    delivery::document,
                    (delivery::agency, delivery::issuer),
                    (delivery::delivered_at, delivery::since),
                    delivery::remind_at,
                    delivery::reminded,
                    listing::urgency,
                ))
                .filter(delivery::remind_at.is_not_null().and(delivery::remind_at.le(now.0)))
                .order(delivery::remind_at)
                .limit(read::limit(limit))
                .load::<Row>(conn)?;
            rows.into_iter().map(into_due).collect()
        })
    }

    /// Whether an agency wants those mails; without a word it does.
    ///
    /// # Errors
    /// `Database`.
    pub fn wants(&self, agency: &OrganId, rule: Rule) -> Result<bool, Error> {
        self.read(|conn| {
            let row = notice_rule::table.find((&agency.0, rule.as_str())).select(notice_rule::wanted);
            Ok(found(row.first::<bool>(conn))?.unwrap_or(true))
        })
    }

    /// Addresses that take no mail, by agency: since when, and the relay's words. At most 1,000.
    ///
    /// # Errors
    /// `Database`.
    pub fn failing_addresses(&self) -> Result<Vec<FailingAddress>, Error> {
        self.read(|conn| {
            let rows = mail_failing::table.order((mail_failing::agency, mail_failing::address));
            let rows = rows.limit(i64::from(PAGE_MAX)).load::<(String, String, i64, String)>(conn)?;
            let read = |(agency, address, since, reply)| FailingAddress {
                agency: OrganId(agency),
                address,
                since: Micros(since),
                reply,
            };
            Ok(rows.into_iter().map(read).collect())
        })
    }

    /// What agencies have said, in the order of their codes.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn notice_rules(&self) -> Result<Vec<(OrganId, Rule, bool)>, Error> {
        self.read(|conn| {
            let rows = notice_rule::table.order((notice_rule::agency, notice_rule::rule));
            let rows = rows.load::<(String, String, bool)>(conn)?;
            let read = |(agency, rule, wanted): (String, String, bool)| {
                let rule = Rule::parse(&rule).ok_or_else(|| words::damaged("notice rule", &rule))?;
                Ok((OrganId(agency), rule, wanted))
            };
            rows.into_iter().map(read).collect()
        })
    }
}

fn into_due((id, document, parties, (arrived, since), expected, done, priority): Row) -> Result<DueReminder, Error> {
    let stage = |text: String| Stage::parse(&text).ok_or_else(|| words::damaged("reminder", &text));
    Ok(DueReminder {
        delivery: DeliveryId(read::uuid(&id)?),
        document: DocumentUuid(read::uuid(&document)?),
        agency: OrganId(parties.0),
        issuer: OrganId(parties.1),
        arrived: Micros(arrived.unwrap_or(since)),
        priority,
        expected: Micros(expected.unwrap_or_default()),
        done: done.map(stage).transpose()?,
    })
}
