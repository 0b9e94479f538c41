//! What may reach business code (DECISIONS, "What may reach business code"): four kinds, each made here by a function
//! that demands what the policy needs. No other room can make one.

use std::fs::File;
use std::sync::Arc;

use super::verdict::{Container, Indication, Mode, Verdict};
use super::verified::{Attachment, Core, Seal, Verified};
use super::verify::Judged;
use crate::codes::{self, Code};
use crate::domain::ids::{Digest, OrganId};
use crate::edxml::{Message, Reading, Status};

/// Something that business code may act on.
#[derive(Clone, Debug)]
pub enum Admitted {
    /// A signature that passed.
    Verified(Verified),
    /// A legacy signature, taken as none by the policy of the sending agency, and marked so everywhere.
    Legacy(Legacy),
    /// An unsigned status file from an authenticated system of the reporting agency.
    UnsignedStatus(UnsignedStatus),
    /// A status by API call or button of an authenticated system; no file.
    Channel(ByChannel),
}

/// A file with a legacy signature, which proves nothing (SIGNATURES §4).
#[derive(Clone, Debug)]
pub struct Legacy {
    core: Core,
}

/// A status file without a signature.
#[derive(Clone, Debug)]
pub struct UnsignedStatus {
    core: Core,
}

/// A status that an authenticated system reported without a file.
#[derive(Clone, Debug)]
pub struct ByChannel {
    message: Arc<Message>,
}

/// What intake may take beside a verdict that is valid.
#[derive(Clone, Debug, Default)]
pub struct IntakePolicy {
    /// Take a package of which nothing is open but the revocation of its certificates.
    pub accept_revocation_unknown: bool,
    /// Take a legacy signature of this agency as "unsigned, legacy" (per-agency policy; From must be it).
    pub legacy_from: Option<OrganId>,
    /// Take an unsigned status file whose reporter (From) is this agency: the one whose system has signed in.
    pub unsigned_status_from: Option<OrganId>,
}

/// Why nothing is admitted.
#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    /// The verdict is not one that the policy takes.
    #[error("the verdict is {}", .0.indication)]
    Verdict(Box<Verdict>),
    /// The file was judged by the rules of a report; intake has stricter ones.
    #[error("the file was judged for a report, not for intake")]
    NotIntake,
    /// Nobody asked whose seal it is: a signature must belong to the agency named in From (DESIGN §9), so intake needs the
    /// binding table.
    #[error("the file was judged without the table of agencies")]
    AgencyNotAsked,
    /// An unsigned status or a call speaks for another agency than the one that signed in.
    #[error("the reporter is {found}, the system that signed in is of {expected}")]
    Reporter {
        /// The agency of the authenticated system.
        expected: OrganId,
        /// From, as written.
        found: OrganId,
    },
}

impl AdmitError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Verdict(verdict) => verdict.code.unwrap_or(codes::INTERNAL),
            Self::NotIntake | Self::AgencyNotAsked => codes::INTERNAL,
            Self::Reporter { .. } => codes::SIGNATURE_REPORTER_MISMATCH,
        }
    }
}

impl Admitted {
    /// Admits what [`Verifier::verify`](super::Verifier::verify) judged by the rules of intake.
    ///
    /// # Errors
    /// [`AdmitError`], with the verdict where that is the reason.
    pub fn from_judged(judged: Judged, policy: &IntakePolicy) -> Result<Self, AdmitError> {
        if judged.verdict.mode != Mode::Intake {
            return Err(AdmitError::NotIntake);
        }
        let takes_unknown = policy.accept_revocation_unknown && judged.verdict.only(codes::REVOCATION_UNKNOWN);
        let passed = judged.verdict.verdict == Indication::Valid || takes_unknown;
        let Some(held) = judged.held else { return Err(AdmitError::Verdict(Box::new(judged.verdict))) };
        let from = held.core.from().clone();
        let is_status = matches!(held.core.reading.message, Message::Status(_));
        match held.seal {
            Seal::Signed(signed) if passed && signed.bound.is_none() => Err(AdmitError::AgencyNotAsked),
            Seal::Signed(signed) if passed => Ok(Self::Verified(Verified::new(held.core, signed))),
            Seal::Legacy
                if policy.legacy_from.as_ref() == Some(&from) && judged.verdict.only(codes::SIGNATURE_LEGACY) =>
            {
                Ok(Self::Legacy(Legacy { core: held.core }))
            }
            Seal::None if is_status && judged.verdict.only(codes::SIGNATURE_NONE) => match &policy.unsigned_status_from
            {
                Some(reporter) if *reporter == from => Ok(Self::UnsignedStatus(UnsignedStatus { core: held.core })),
                Some(reporter) => Err(AdmitError::Reporter { expected: reporter.clone(), found: from }),
                None => Err(AdmitError::Verdict(Box::new(judged.verdict))),
            },
            Seal::Signed(_) | Seal::Legacy | Seal::None => Err(AdmitError::Verdict(Box::new(judged.verdict))),
        }
    }

    /// Admits a status that the authenticated system of `reporter` reports by call or button.
    ///
    /// # Errors
    /// [`AdmitError::Reporter`] when From is another agency.
    pub fn by_channel(reporter: &OrganId, status: Status) -> Result<Self, AdmitError> {
        let found = status.from.organ_id.clone();
        if found != *reporter {
            return Err(AdmitError::Reporter { expected: reporter.clone(), found });
        }
        Ok(Self::Channel(ByChannel { message: Arc::new(Message::Status(Box::new(status))) }))
    }

    /// What it says.
    pub fn message(&self) -> &Message {
        match self {
            Self::Verified(verified) => verified.message(),
            Self::Legacy(Legacy { core }) | Self::UnsignedStatus(UnsignedStatus { core }) => &core.reading.message,
            Self::Channel(ByChannel { message }) => message,
        }
    }

    /// The whole reading of a file; none for a call.
    pub fn reading(&self) -> Option<&Reading> {
        self.core().map(|core| core.reading.as_ref())
    }

    /// How it is signed, as evidence writes it: `none`, `legacy`, `dsig`, `B`.
    pub fn signed(&self) -> &'static str {
        match self {
            Self::Verified(verified) => verified.level().word(),
            Self::Legacy(_) => "legacy",
            Self::UnsignedStatus(_) | Self::Channel(_) => "none",
        }
    }

    /// What speaks for the sender, as DESIGN §8 marks it: `signature`, or `channel` (the authenticated system).
    pub fn authn(&self) -> &'static str {
        match self {
            Self::Verified(_) => "signature",
            Self::Legacy(_) | Self::UnsignedStatus(_) | Self::Channel(_) => "channel",
        }
    }

    /// The verdict on the file; none for a call.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.core().map(|core| core.verdict.as_ref())
    }

    /// What kind of file it came in; none for a call.
    pub fn container(&self) -> Option<Container> {
        self.core().map(|core| core.container)
    }

    /// Sameness (SIGNATURES §8), as [`Verified::content_digest`] has it; none for a call.
    pub fn content_digest(&self) -> Option<Digest> {
        self.core().map(|core| core.content_digest)
    }

    /// The attachments; none for a call.
    pub fn attachments(&self) -> &[Attachment] {
        self.core().map_or(&[], |core| &core.attachments)
    }

    /// The original bytes; none for a call.
    pub fn file(&self) -> Option<&Arc<File>> {
        self.core().map(|core| &core.file)
    }

    fn core(&self) -> Option<&Core> {
        match self {
            Self::Verified(verified) => Some(verified.core()),
            Self::Legacy(Legacy { core }) | Self::UnsignedStatus(UnsignedStatus { core }) => Some(core),
            Self::Channel(_) => None,
        }
    }
}
