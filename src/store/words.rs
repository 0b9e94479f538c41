//! The words in which enums stand in rows.

use crate::domain::rate::Month;
use crate::evidence::leaf::{PdfSigned, Signed};
use crate::store::Error;
use crate::store::change::{Authn, Container, JobKind, Rule};

pub(super) fn signed(level: Signed) -> &'static str {
    match level {
        Signed::None => "none",
        Signed::Legacy => "legacy",
        Signed::Dsig => "dsig",
        Signed::B => "B",
        Signed::T => "T",
        Signed::Lt => "LT",
    }
}

pub(super) fn read_signed(text: &str) -> Result<Signed, Error> {
    let all = [Signed::None, Signed::Legacy, Signed::Dsig, Signed::B, Signed::T, Signed::Lt];
    all.into_iter().find(|level| signed(*level) == text).ok_or_else(|| damaged("signed level", text))
}

pub(super) fn pdf(pdf: PdfSigned) -> &'static str {
    match pdf {
        PdfSigned::None => "none",
        PdfSigned::Some => "some",
        PdfSigned::All => "all",
    }
}

pub(super) fn read_pdf(text: &str) -> Result<PdfSigned, Error> {
    let all = [PdfSigned::None, PdfSigned::Some, PdfSigned::All];
    all.into_iter().find(|value| pdf(*value) == text).ok_or_else(|| damaged("pdf", text))
}

pub(super) fn container(container: Container) -> &'static str {
    match container {
        Container::AsicE => "asice",
        Container::Edxml => "edxml",
    }
}

pub(super) fn read_container(text: &str) -> Result<Container, Error> {
    let all = [Container::AsicE, Container::Edxml];
    all.into_iter().find(|value| container(*value) == text).ok_or_else(|| damaged("container", text))
}

pub(super) fn authn(authn: Authn) -> &'static str {
    match authn {
        Authn::Channel => "channel",
        Authn::Hub => "hub",
        Authn::Signature => "signature",
    }
}

pub(super) fn read_authn(text: &str) -> Result<Authn, Error> {
    let all = [Authn::Channel, Authn::Hub, Authn::Signature];
    all.into_iter().find(|value| authn(*value) == text).ok_or_else(|| damaged("authn", text))
}

impl JobKind {
    /// Every kind that is a mail: to an office, to the hub's operator, to a person.
    pub const MAILS: [Self; 12] = [
        Self::MailArrived,
        Self::MailRefused,
        Self::MailReturned,
        Self::MailChanged,
        Self::MailAnswered,
        Self::MailReminder,
        Self::MailDigest,
        Self::MailExpiring,
        Self::MailOperator,
        Self::MailStuck,
        Self::MailWebhook,
        Self::MailPerson,
    ];

    /// The kind of that word.
    fn parse(text: &str) -> Option<Self> {
        Self::MAILS.into_iter().chain([Self::Webhook, Self::Recheck]).find(|kind| kind.as_str() == text)
    }

    /// As it stands in the row and in the leaf.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MailArrived => "mail.arrived",
            Self::MailRefused => "mail.refused",
            Self::MailReturned => "mail.returned",
            Self::MailChanged => "mail.changed",
            Self::MailAnswered => "mail.answered",
            Self::MailReminder => "mail.reminder",
            Self::MailDigest => "mail.digest",
            Self::MailExpiring => "mail.expiring",
            Self::MailOperator => "mail.operator",
            Self::MailStuck => "mail.stuck",
            Self::MailWebhook => "mail.webhook",
            Self::MailPerson => "mail.person",
            Self::Webhook => "webhook",
            Self::Recheck => "recheck",
        }
    }
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 8] = [
        Self::Arrived,
        Self::Returned,
        Self::Refused,
        Self::Changed,
        Self::Answered,
        Self::Reminder,
        Self::Escalation,
        Self::Expiry,
    ];

    /// As it stands in the row, and as commands name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Returned => "returned",
            Self::Refused => "refused",
            Self::Changed => "changed",
            Self::Answered => "answered",
            Self::Reminder => "reminder",
            Self::Escalation => "escalation",
            Self::Expiry => "expiry",
        }
    }

    /// The rule of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == text)
    }
}

pub(super) fn read_job_kind(text: &str) -> Result<JobKind, Error> {
    JobKind::parse(text).ok_or_else(|| damaged("job kind", text))
}

/// yyyymm.
pub(super) fn month_number(month: Month) -> i64 {
    i64::from(month.year) * 100 + i64::from(month.month)
}

pub(super) fn read_month(number: i64) -> Result<Month, Error> {
    Month::parse(&format!("{:04}-{:02}", number / 100, number % 100))
        .ok_or_else(|| damaged("month", &number.to_string()))
}

pub(super) fn damaged(what: &'static str, found: &str) -> Error {
    Error::Damaged { what, found: found.chars().take(80).collect() }
}
