//! XMLDSig and XAdES: verified bytes, or a verdict that says which step failed; and signing.
//!
//! [`Verifier::verify`] takes a file and says one [`Verdict`] (`verdict`). What passed is a [`Verified`], which owns the
//! file and hands out nothing that was not under the signature; [`Judged::admit`] turns it into an [`Admitted`], the
//! only thing that business code takes (DECISIONS, "What may reach business code").
//!
//! Refused here: whatever SIGNATURES §2–§7 does not allow, each by its own code, all faults in one verdict.
//! Absent on purpose: the network (revocation answers come through a trait, later), the store, the hub's business
//! rules, and any way to make verified bytes other than verifying.

mod admitted;
mod verdict;
mod verified;
mod verify;

pub use admitted::{Admitted, AdmitError, ByChannel, IntakePolicy, Legacy, UnsignedStatus};
pub use verdict::{
    Container, Finding, Indication, Level, Mode, Place, RevocationState, Scope, Severity, SignatureVerdict, Step,
    StepOutcome, StepResult, SubIndication, Verdict,
};
pub use verified::{Attachment, AttachmentReader, Verified};
pub use verify::{Agencies, Judged, Request, Verifier, VerifyError};
