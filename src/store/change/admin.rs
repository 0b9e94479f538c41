//! What operators do: agencies, calendars, bindings, tokens, mails that are wanted, and other acts.

use uuid::Uuid;

use super::NewJob;
use crate::domain::calendar::Calendar;
use crate::domain::digest::Times;
use crate::domain::ids::{Digest, JobId, Micros, OrganId, SystemId};

/// Who did an operator's act and why; goes into the row, and its digest into the leaf.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The operator's sign-in name, or `cli` and the system's user.
    pub name: String,
    /// In words; may be empty.
    pub reason: String,
}

/// A change of the directory.
#[derive(Clone, Debug)]
pub struct AgencyChange {
    /// Who.
    pub by: Actor,
    /// What.
    pub what: AgencyAct,
}

/// What happens to an agency.
#[derive(Clone, Debug)]
pub enum AgencyAct {
    /// A new agency; its OrganId must be free, among aliases too.
    Add(AgencyFacts),
    /// New facts for an agency that is there.
    Update(AgencyFacts),
    /// Closed from that time on: it sends nothing and receives nothing; what it has stays readable.
    Close {
        /// Which.
        organ_id: OrganId,
        /// From when.
        at: Micros,
    },
    /// A new name, from a time on; what was said before keeps the old one.
    Rename {
        /// Which.
        organ_id: OrganId,
        /// Tên cơ quan.
        name: String,
        /// From when.
        from: Micros,
    },
    /// It sends nothing and is sent nothing from then on; what lies in its inbox stays its own.
    Suspend {
        /// Which.
        organ_id: OrganId,
        /// From when.
        from: Micros,
    },
    /// It works again, at once.
    Resume {
        /// Which.
        organ_id: OrganId,
    },
    /// A merger, as one act: the old agencies close, their codes forward to the successor, and their seals end with them.
    /// What was sent before stays under the old codes.
    Merge {
        /// The agencies that end.
        old: Vec<OrganId>,
        /// Whose business theirs becomes.
        successor: OrganId,
        /// From when.
        from: Micros,
    },
    /// Someone takes, for a time, what is sent to an agency.
    Substitute {
        /// For whom.
        organ_id: OrganId,
        /// Into whose inbox.
        stands_in: OrganId,
        /// From when.
        from: Micros,
        /// First moment after, if that is known.
        until: Option<Micros>,
    },
    /// The substitute ends.
    EndSubstitute {
        /// For whom.
        organ_id: OrganId,
        /// When.
        at: Micros,
    },
    /// A group of receivers, new or instead of the one of that name; no members: it goes.
    Group {
        /// As callers write it.
        name: String,
        /// What people call it.
        title: String,
        /// Whom it names.
        members: Vec<OrganId>,
    },
    /// Several acts as one: one leaf, or nothing of it is done.
    All(Vec<AgencyAct>),
    /// An old code that forwards to its successor (a merger). If the old code is an agency, it is closed.
    Alias {
        /// The old code.
        organ_id: OrganId,
        /// Where it leads.
        successor: OrganId,
        /// From when.
        from: Micros,
    },
}

/// What the directory says of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyFacts {
    /// Mã định danh.
    pub organ_id: OrganId,
    /// Tên cơ quan.
    pub name: String,
    /// Cơ quan chủ quản.
    pub parent: Option<OrganId>,
    /// Level for the rates: 1 province, 2 department or district, 3 commune; others as the province decides.
    pub level: i16,
    /// Where its office gets mail; several are possible.
    pub mail: Vec<String>,
    /// May a mail show the subject?
    pub mail_subject: bool,
    /// Valid from.
    pub valid_from: Micros,
    /// May send packages without a valid signature (VXP.md); marked in every leaf.
    pub allows_legacy: bool,
}

/// A change of a working calendar.
#[derive(Clone, Debug)]
pub struct CalendarChange {
    /// Who.
    pub by: Actor,
    /// Whose: an agency's own; `None`: the hub's, for all that have none of their own.
    pub agency: Option<OrganId>,
    /// The version that was in force there when the change was made; another one meanwhile is a conflict.
    pub based_on: u64,
    /// What.
    pub what: CalendarAct,
}

/// What happens to a calendar.
#[derive(Clone, Debug)]
pub enum CalendarAct {
    /// This one from now on; its version is given by the store.
    Set(Box<Calendar>),
    /// None of its own any more: an agency follows the hub's, the hub the one that the program ships.
    Follow,
}

/// A change of the binding table.
#[derive(Clone, Debug)]
pub struct BindingChange {
    /// Who.
    pub by: Actor,
    /// What.
    pub what: BindingAct,
}

/// What happens to a binding.
#[derive(Clone, Debug)]
pub enum BindingAct {
    /// A new one; version 1.
    Add {
        /// Its name: a UUIDv7 made by the caller.
        id: Uuid,
        /// Whose.
        agency: OrganId,
        /// What it matches.
        rule: BindingRule,
        /// From when.
        from: Micros,
        /// Until when, if that is known.
        until: Option<Micros>,
        /// Until when the certificate itself is valid that it was entered with, where it was at hand.
        not_after: Option<Micros>,
    },
    /// No longer believed from that time on, which may lie in the past: what it signed since is listed, not undone.
    Revoke {
        /// Which.
        id: Uuid,
        /// From when.
        from: Micros,
    },
    /// Ends at that time.
    End {
        /// Which.
        id: Uuid,
        /// When.
        at: Micros,
    },
}

/// What a binding matches (SIGNATURES.md §7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindingRule {
    /// Exactly this certificate.
    Exact {
        /// SHA-256 of its DER.
        certificate_sha256: Digest,
    },
    /// Certificates of this issuer with these attributes.
    Rule {
        /// SHA-256 of the SPKI of the validated issuing CA.
        issuer_spki_sha256: Digest,
        /// (OID, value), every one required, each exactly once.
        attributes: Vec<(String, String)>,
    },
}

/// A change of a system's token.
#[derive(Clone, Debug)]
pub struct TokenChange {
    /// Who.
    pub by: Actor,
    /// What.
    pub what: TokenAct,
}

/// What happens to a token.
#[derive(Clone, Debug)]
pub enum TokenAct {
    /// A new system with its token.
    Issue {
        /// The system.
        system: SystemId,
        /// Whose; `None`: an auditor of the hub, who sees rates, log and evidence and never a document's content.
        agency: Option<OrganId>,
        /// What people call it.
        name: String,
        /// SHA-256 of the token's 256 bits; the token itself is shown once and kept nowhere.
        token_sha256: Digest,
        /// Until when, if it ends.
        expires: Option<Micros>,
    },
    /// Ends at once.
    Revoke {
        /// Which.
        system: SystemId,
    },
}

/// Which mails an agency wants.
#[derive(Clone, Debug)]
pub struct NoticeRule {
    /// Who.
    pub by: Actor,
    /// Whose office.
    pub agency: OrganId,
    /// Which mails.
    pub rule: Rule,
    /// Whether it wants them.
    pub wanted: bool,
}

/// When an office gets its digests.
#[derive(Clone, Debug)]
pub struct DigestTimes {
    /// Who.
    pub by: Actor,
    /// Whose office.
    pub agency: OrganId,
    /// At which times, and the first of them to come; `None`: what waits is told now, and everything else at once.
    pub times: Option<(Times, Micros)>,
}

/// Mails that an agency can do without. Without a word all are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// A document lies in the inbox.
    Arrived,
    /// A document came back.
    Returned,
    /// A package was refused.
    Refused,
    /// A document is asked back, or was recalled.
    Changed,
    /// A receiver answered.
    Answered,
    /// A deadline comes near, or has passed.
    Reminder,
    /// An agency below lets a document lie.
    Escalation,
    /// A document expires.
    Expiry,
}

/// An operator's act that is none of the above (a dead letter asked for again, a key introduced).
#[derive(Clone, Debug)]
pub struct OperatorAct {
    /// Who.
    pub by: Actor,
    /// `area.snake_case`, e.g. `job.retried`: stands in the leaf.
    pub act: String,
    /// What exactly, JSON: stands in the row, its digest in the leaf.
    pub detail_json: String,
    /// What it does besides, in the same transaction.
    pub effect: Effect,
}

/// What an operator's act changes beside its row and its leaf.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Nothing.
    None,
    /// Dead letters that wait again from now on.
    Retry(Vec<JobId>),
    /// Dead letters that nobody waits for any more: they go.
    Close(Vec<JobId>),
    /// Mails to whom it concerns.
    Tell(Vec<NewJob>),
    /// The hub takes no changes from agencies and people while this is on; the act's reason is what they read.
    ReadOnly(bool),
}
