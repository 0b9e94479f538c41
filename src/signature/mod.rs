//! XMLDSig and XAdES: verified bytes, or a verdict that says which step failed; and signing.
//!
//! [`Verifier::verify`] takes a file and says one [`Verdict`]. What passed becomes an [`Admitted`] by
//! [`Admitted::from_judged`], the only thing that business code takes (DECISIONS, "What may reach business code"); inside
//! it a [`Verified`] owns the file and hands out nothing that was not under the signature. [`sign`] signs.
//!
//! Refused here: whatever SIGNATURES §2–§7 does not allow, each by its own code, all faults in one verdict.
//! Absent on purpose: the network (revocation answers come through [`revocation::PkiSource`]), the store, the hub's business
//! rules, and any way to make verified bytes other than verifying.

pub mod algorithm;
pub mod binding;
pub mod c14n;
pub mod certificate;
pub mod dev_pki;
pub mod name;
pub mod path;
pub mod pdf;
pub mod revocation;
pub mod sign;
pub mod timestamp;

mod admitted;
mod few_sets;
#[cfg(test)]
mod mini_ca;
mod verdict;
mod verified;
mod verify;
mod xades;
mod xmldsig;

pub use admitted::{AdmitError, Admitted, ByChannel, IntakePolicy, Legacy, UnsignedStatus};
pub use verdict::{
    Container, Finding, Indication, Level, Mode, PdfFile, PdfSignature, PdfState, Place, RevocationState, Scope,
    Severity, SignatureVerdict, Step, StepOutcome, StepResult, SubIndication, TimestampVerdict, Verdict, evidence,
};
pub use verified::{Attachment, AttachmentReader, Verified};
pub use verify::{Agencies, Foreseen, Judged, Presented, Request, Verifier, VerifyError};
