//! The mails that go with a change: written as jobs in the same transaction, sent later by `delivery`.
//!
//! A notice names rows; the worker reads them when it writes the mail, so that a mail never tells what is no longer so.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Exchange, Refusal};
use crate::codes::Code;
use crate::domain::business;
use crate::domain::digest::Times;
use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, JobId, Micros, OrganId};
use crate::domain::reminder::Stage;
use crate::store::change::{Actor, Change, DigestMail, DigestTimes, JobKind, NewJob, NoticeRule, Rule};
use crate::store::digests::DueDigest;
use crate::store::reminders::DueReminder;

/// What a mail is about, beyond the rows that its job names. Stands in the job as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum NoticeKind {
    /// A document lies in the inbox of the receiving office.
    Arrived,
    /// A package of the office was refused at the hub.
    Refused {
        /// Why.
        code: Code,
        /// SHA-256 of its bytes, by which the office finds it.
        package: Digest,
        /// When it came in.
        received: Micros,
        /// The DocumentId, where a signature proved it.
        #[serde(skip_serializing_if = "Option::is_none")]
        document_id: Option<String>,
    },
    /// The issuer asks for a document back, or has recalled it, without a package.
    Changed {
        /// What.
        what: business::Change,
        /// The issuer.
        by: OrganId,
        /// Why, in its words.
        reason: String,
    },
    /// A receiver answered a question (15, 16), or protests against a recall.
    Answered {
        /// Who.
        by: OrganId,
        /// The code.
        status: String,
        /// The reason, in the receiver's words; may be empty.
        reason: String,
    },
    /// A document lies unfetched, or has expired.
    Reminder {
        /// How far it has come.
        stage: Stage,
    },
    /// The sender asks for a document that lies unacknowledged.
    Nudged,
    /// Documents lie in the inbox of the office, which wants to hear of them together.
    Digest {
        /// The place in the log up to which it was told before.
        told: i64,
    },
    /// The certificate of the office's seal ends soon.
    Expiring {
        /// The binding.
        binding: Uuid,
        /// When it ends.
        ends: Micros,
        /// So many days before.
        days: i16,
        /// Whether it is the hub's operator who is told.
        operator: bool,
    },
    /// An address of the office takes no mail: for the hub's operator.
    AddressFailing {
        /// The address.
        address: String,
        /// The relay's words.
        reply: String,
    },
    /// What the hub wanted to send to an office does not get there; an operator tells both sides.
    Stuck {
        /// Which office.
        of: OrganId,
        /// Why.
        code: Code,
        /// How many.
        count: u64,
    },
    /// A link for a person: an invitation, or one that sets a password anew.
    /// GAP: the token stands in the job as it is until the mail is placed, and in a dead letter until its link ends: whoever
    /// reads the database then can use it. Made when the mail is written instead, a second try would end the first one's link.
    Link {
        /// The person's address.
        to: String,
        /// What they are called.
        name: String,
        /// Where it leads to join, by name; `None`: it sets a password anew.
        #[serde(skip_serializing_if = "Option::is_none")]
        place: Option<String>,
        /// The link's secret.
        token: String,
        /// Until when it opens.
        until: Micros,
    },
    /// A webhook of the office was given up.
    WebhookOff {
        /// Where it led, without what may be secret in it.
        host: String,
        /// What the other side said, or did not.
        code: Code,
        /// Whether it is the hub's operator who is told.
        #[serde(default)]
        operator: bool,
    },
    /// A receiver returned a document (02).
    Returned {
        /// Who.
        by: OrganId,
        /// The reason, in the receiver's words.
        reason: String,
    },
}

/// A mail to an office, as the job carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailNotice {
    /// What about.
    #[serde(flatten)]
    pub kind: NoticeKind,
}

/// What an office is to be told of a document that lies unfetched.
#[derive(Clone, Copy, Debug)]
pub struct Reminder {
    delivery: DeliveryId,
    document: DocumentUuid,
    stage: Stage,
}

impl Reminder {
    /// At that stage.
    pub fn of(due: &DueReminder, stage: Stage) -> Self {
        Self { delivery: due.delivery, document: due.document, stage }
    }
}

impl Exchange {
    /// The mail to an office; `None` where mail is off, or the office is not in the directory or has no address.
    pub fn reminder(&self, office: &OrganId, reminder: &Reminder) -> Option<NewJob> {
        let gets =
            self.policy.mail && self.directory().is_ok_and(|directory| directory.gets_mail(office, self.clock.now()));
        let kind = NoticeKind::Reminder { stage: reminder.stage };
        gets.then(|| job(office, kind, Some(reminder.delivery), Some(reminder.document)).ok()).flatten()
    }
}

impl Exchange {
    /// An office's digest, where one is due: the mail, when something arrived since the last, and when the next is due.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn tell_digest(&self, due: DueDigest) -> Result<(), Refusal> {
        let change = self.blocking(move |this| this.digest(&due)).await?;
        self.commit(Change::DigestMail(Box::new(change))).await.map(drop)
    }

    fn digest(&self, due: &DueDigest) -> Result<DigestMail, Refusal> {
        let now = self.clock.now();
        let next = match &due.times {
            Some(times) => Some(times.next(&self.store.calendar(Some(&due.agency))?, now)),
            None => None,
        };
        // The last is written unasked: what arrives between this look and its commit has no other mail.
        let arrived = next.is_none() || self.store.newest_of(&due.agency)? > due.told;
        let gets = arrived && self.policy.mail && self.directory()?.gets_mail(&due.agency, now);
        let kind = NoticeKind::Digest { told: due.told };
        let job = gets.then(|| job(&due.agency, kind, None, None).map_err(Refusal::internal)).transpose()?;
        Ok(DigestMail { agency: due.agency.clone(), expected: due.expected, next, job })
    }

    /// When an agency's office gets its digests; `None`: every document is told at once.
    ///
    /// # Errors
    /// `agency.*`, `store.*`.
    pub async fn change_digest(&self, by: Actor, agency: OrganId, times: Option<Times>) -> Result<(), Refusal> {
        let (asked, now) = (agency.clone(), self.clock.now());
        let calendar = self.blocking(move |this| Ok(this.store.calendar(Some(&asked))?)).await?;
        let times = times.map(|times| {
            let next = times.next(&calendar, now);
            (times, next)
        });
        self.commit(Change::DigestTimes(DigestTimes { by, agency, times })).await.map(drop)
    }

    /// Notes which mails an agency wants.
    ///
    /// # Errors
    /// `agency.*`, `store.*`.
    pub async fn change_notice(&self, rule: NoticeRule) -> Result<(), Refusal> {
        self.commit(Change::NoticeRule(rule)).await.map(drop)
    }
}

impl NoticeKind {
    /// Whether it goes to the hub's operator and not to the office.
    pub fn is_for_operator(&self) -> bool {
        matches!(
            self,
            Self::Expiring { operator: true, .. }
                | Self::WebhookOff { operator: true, .. }
                | Self::AddressFailing { .. }
        )
    }

    /// The mail to the hub's operator about an address of `office`; `None` where there can be none.
    pub fn address_failing(office: &OrganId, address: &str, reply: &str) -> Option<NewJob> {
        let kind = Self::AddressFailing { address: address.to_owned(), reply: reply.to_owned() };
        job(office, kind, None, None).ok()
    }

    /// Which of the mails it is that an agency can do without; `None`: it cannot.
    pub fn rule(&self) -> Option<Rule> {
        Some(match self {
            // Whose seal ends has to know.
            Self::Expiring { .. } | Self::AddressFailing { .. } => return None,
            Self::Arrived | Self::Digest { .. } => Rule::Arrived,
            Self::Refused { .. } => Rule::Refused,
            Self::Returned { .. } => Rule::Returned,
            Self::Changed { .. } => Rule::Changed,
            Self::Answered { .. } => Rule::Answered,
            Self::Nudged | Self::Reminder { stage: Stage::Before | Stage::Overdue } => Rule::Reminder,
            Self::Reminder { stage: Stage::Escalation } => Rule::Escalation,
            Self::Reminder { stage: Stage::ExpiryWarning | Stage::Expiry } => Rule::Expiry,
            // There is no other way to hear of it.
            Self::WebhookOff { .. } | Self::Stuck { .. } => return None,
            // It is no office that gets it.
            Self::Link { .. } => return None,
        })
    }
}

/// The job for a mail to the office of `agency`, to be sent at once.
pub(crate) fn job(
    agency: &OrganId,
    kind: NoticeKind,
    delivery: Option<DeliveryId>,
    document: Option<DocumentUuid>,
) -> Result<NewJob, serde_json::Error> {
    let job_kind = match kind {
        _ if kind.is_for_operator() => JobKind::MailOperator,
        NoticeKind::Arrived => JobKind::MailArrived,
        NoticeKind::Refused { .. } => JobKind::MailRefused,
        NoticeKind::Returned { .. } => JobKind::MailReturned,
        NoticeKind::Changed { .. } => JobKind::MailChanged,
        NoticeKind::Answered { .. } => JobKind::MailAnswered,
        NoticeKind::Nudged | NoticeKind::Reminder { .. } => JobKind::MailReminder,
        NoticeKind::Digest { .. } => JobKind::MailDigest,
        NoticeKind::Expiring { .. } => JobKind::MailExpiring,
        NoticeKind::AddressFailing { .. } => JobKind::MailOperator,
        NoticeKind::Stuck { .. } => JobKind::MailStuck,
        NoticeKind::WebhookOff { .. } => JobKind::MailWebhook,
        NoticeKind::Link { .. } => JobKind::MailPerson,
    };
    Ok(NewJob {
        id: JobId(Uuid::now_v7()),
        kind: job_kind,
        agency: agency.clone(),
        delivery,
        document,
        digested: false,
        payload_json: serde_json::to_string(&MailNotice { kind })?,
        run_at: Micros(0),
    })
}
