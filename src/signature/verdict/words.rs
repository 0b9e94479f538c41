//! The closed vocabularies of a verdict. Their JSON words are promises.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The main indication (EN 319 102-1 §5.1.3), ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Indication {
    /// TOTAL-PASSED: every check of the profile held.
    Valid,
    /// INDETERMINATE: what is known neither proves nor disproves it.
    Indeterminate,
    /// TOTAL-FAILED: a check failed that no further knowledge can heal.
    Invalid,
}

impl Indication {
    /// The standard's word.
    pub fn etsi(self) -> &'static str {
        match self {
            Self::Valid => "TOTAL-PASSED",
            Self::Indeterminate => "INDETERMINATE",
            Self::Invalid => "TOTAL-FAILED",
        }
    }

    /// The standard's URI (EN 319 102-1, table 2).
    pub fn uri(self) -> &'static str {
        match self {
            Self::Valid => "urn:etsi:019102:mainindication:total-passed",
            Self::Indeterminate => "urn:etsi:019102:mainindication:indeterminate",
            Self::Invalid => "urn:etsi:019102:mainindication:total-failed",
        }
    }
}

/// The sub-indication (EN 319 102-1 §5.1.3, table 3); those that this profile can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SubIndication {
    /// The signature or its container does not have the form that the profile asks for.
    FormatFailure,
    /// A digest of the signed data does not fit.
    HashFailure,
    /// The signature value does not fit.
    SigCryptoFailure,
    /// A certificate was revoked, before a proven time of signing.
    Revoked,
    /// A certificate was revoked, and nothing proves that the signature is older.
    RevokedNoPoe,
    /// Signed before the certificate began.
    NotYetValid,
    /// A property of the signature breaks the policy.
    SigConstraintsFailure,
    /// The path breaks the policy.
    ChainConstraintsFailure,
    /// The path could not be validated, for another reason.
    CertificateChainGeneralFailure,
    /// An algorithm or a key is too weak.
    CryptoConstraintsFailure,
    /// The signing certificate could not be told.
    NoSigningCertificateFound,
    /// No path to an anchor.
    NoCertificateChainFound,
    /// The certificate had ended, and nothing proves that the signature is older.
    OutOfBoundsNoPoe,
    /// Revocation information is missing; a later attempt can succeed.
    TryLater,
    /// Signed data is missing.
    SignedDataNotFound,
    /// What the policy asks could not be evaluated.
    PolicyProcessingError,
}

impl SubIndication {
    /// The standard's word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::FormatFailure => "FORMAT_FAILURE",
            Self::HashFailure => "HASH_FAILURE",
            Self::SigCryptoFailure => "SIG_CRYPTO_FAILURE",
            Self::Revoked => "REVOKED",
            Self::RevokedNoPoe => "REVOKED_NO_POE",
            Self::NotYetValid => "NOT_YET_VALID",
            Self::SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::CertificateChainGeneralFailure => "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            Self::CryptoConstraintsFailure => "CRYPTO_CONSTRAINTS_FAILURE",
            Self::NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::TryLater => "TRY_LATER",
            Self::SignedDataNotFound => "SIGNED_DATA_NOT_FOUND",
            Self::PolicyProcessingError => "POLICY_PROCESSING_ERROR",
        }
    }

    /// The standard's URI.
    pub fn uri(self) -> String {
        format!("urn:etsi:019102:subindication:{}", self.word())
    }
}

/// What kind of file it is (DESIGN §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Container {
    /// ASiC-E (ETSI EN 319 162-1).
    Asice,
    /// One edXML file with an enveloped signature.
    Edxml,
}

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Integrity, trust, and binding where a table is given.
    Full,
    /// Integrity only (`--no-trust`): never valid, at best undecided.
    Integrity,
}

/// Whose rules: a report tolerates with a warning what intake refuses (SIGNATURES §3, §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// `lienthong verify`.
    Report,
    /// The hub takes a package in.
    Intake,
}

/// The steps, in the order in which they are taken and in which a failure tells most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// ZIP layout and names, or the strict XML of a bare file (SIGNATURES §1, §5).
    Container,
    /// Form of signature, manifest and document (§2, §3; EN 319 102-1 §5.2.2).
    Format,
    /// Digests and signature values (§4; EN 319 102-1 §5.2.7).
    Integrity,
    /// The way to an anchor (§6; EN 319 102-1 §5.2.6).
    CertificatePath,
    /// Revocation (§6).
    Revocation,
    /// Validity at the time that counts (§6).
    Time,
    /// Binding to an agency and the hub's own rules (§7).
    Policy,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 7] = [
        Self::Container,
        Self::Format,
        Self::Integrity,
        Self::CertificatePath,
        Self::Revocation,
        Self::Time,
        Self::Policy,
    ];
}

/// How a step ended, ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepOutcome {
    /// Every check of the step held.
    Passed,
    /// Not reached, or not asked.
    NotEvaluated,
    /// Neither proven nor disproven.
    Indeterminate,
    /// A check failed.
    Failed,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It makes the verdict invalid.
    Failed,
    /// It makes the verdict indeterminate.
    Indeterminate,
    /// It is only said.
    Warning,
}

/// The level of one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum Level {
    /// Plain XMLDSig, without a signed reference to the signing certificate.
    #[serde(rename = "dsig")]
    Dsig,
    /// XAdES-BASELINE-B (ETSI EN 319 132-1 §6).
    B,
    /// XAdES-BASELINE-T: with a timestamp over the signature that holds.
    T,
    /// XAdES-BASELINE-LT: with certificates and revocation answers for the time of that timestamp.
    #[serde(rename = "LT")]
    Lt,
}

impl Level {
    /// As in evidence: `dsig`, `B`, `T`, `LT`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dsig => "dsig",
            Self::B => "B",
            Self::T => "T",
            Self::Lt => "LT",
        }
    }
}

/// What is known of revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RevocationState {
    /// No path, or trust was not asked.
    NotEvaluated,
    /// The anchor's rule asks for none.
    NotChecked,
    /// A certificate of the path names no source and has no answer, and the anchor's rule allows that.
    NotPublished,
    /// An answer is due and there is none.
    Unknown,
    /// Every certificate below the anchor was good at the time that counts.
    Good,
    /// One is on hold.
    OnHold,
    /// One was revoked.
    Revoked,
}

impl RevocationState {
    /// As in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotEvaluated => "not-evaluated",
            Self::NotChecked => "not-checked",
            Self::NotPublished => "not-published",
            Self::Unknown => "unknown",
            Self::Good => "good",
            Self::OnHold => "on-hold",
            Self::Revoked => "revoked",
        }
    }
}
