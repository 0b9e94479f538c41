//! What a verification says: one verdict in the words of ETSI EN 319 102-1, every finding with its evidence.
//!
//! The JSON form (`serde`) is a promise to scripts: names and words here change only by addition. Its SHA-256, over
//! the canonical form of RFC 8785, goes into evidence ([`Verdict::digest`]).
//!
//! ```json
//! {"verdict":"invalid","indication":"TOTAL-FAILED","code":"signature.digest","sub_indication":"HASH_FAILURE",
//!  "container":"asice","scope":"full","mode":"report","integrity":"failed","trust":"passed",
//!  "revocation":"not-published","time":"2026-11-24T10:00:00+07:00",
//!  "steps":[{"step":"container","outcome":"passed"},…],
//!  "signatures":[{"entry":"META-INF/signatures001.xml","verdict":"invalid","level":"B","signer":"CN=…",…}],
//!  "findings":[{"code":"signature.digest","step":"integrity","severity":"failed","signature":0,
//!               "where":{"entry":"van-ban.pdf"},"expected":"…","found":"…"}],
//!  "warnings":[]}
//! ```

mod finding;
mod judge;
mod pdf;
mod words;

pub(super) use finding::iso;
pub use finding::{Finding, Place, evidence, note};
pub use judge::Draft;
pub use pdf::{PdfFile, PdfSignature, PdfState};
pub use words::{
    Container, Indication, Level, Mode, RevocationState, Scope, Severity, Step, StepOutcome, SubIndication,
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::revocation::Proof;
use crate::codes::Code;
use crate::domain::ids::{Digest, Micros};

/// The answer of one verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Verdict {
    /// Valid, invalid or indeterminate. With [`Scope::Integrity`] never valid: trust was not asked.
    pub verdict: Indication,
    /// The same in the standard's words: `TOTAL-PASSED`, `TOTAL-FAILED`, `INDETERMINATE`.
    pub indication: String,
    /// The standard's URI for it (EN 319 102-1, table 2).
    pub indication_uri: String,
    /// The code of the most telling finding; none when valid.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<Code>,
    /// The most telling finding's sub-indication (EN 319 102-1 §5.1.3, table 3), where the standard has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sub_indication: Option<SubIndication>,
    /// The standard's URI for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sub_indication_uri: Option<String>,
    /// What kind of file it is; none when that could not be told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub container: Option<Container>,
    /// Whether trust was asked.
    pub scope: Scope,
    /// Whose rules were applied: those of a report or the stricter ones of intake.
    pub mode: Mode,
    /// Digests and signature values.
    pub integrity: StepOutcome,
    /// The path to an anchor.
    pub trust: StepOutcome,
    /// What is known of revocation, of the signature that carries the package.
    pub revocation: RevocationState,
    /// The moment for which this verdict stands: the time of receipt, never the claimed signing time.
    #[serde(with = "finding::iso")]
    #[schema(value_type = String)]
    pub time: Micros,
    /// Every step in order, also those that were not reached.
    pub steps: Vec<StepResult>,
    /// Each signature found, judged alone.
    pub signatures: Vec<SignatureVerdict>,
    /// Every failed or undecided check, the most telling first.
    pub findings: Vec<Finding>,
    /// What does not decide: accepted deviations, and what was not evaluated.
    pub warnings: Vec<Finding>,
    /// The PDFs of the package and the signatures in them; it informs, and decides nothing above.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub pdf: Vec<PdfFile>,
}

/// How one step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepResult {
    /// Which step.
    pub step: Step,
    /// Its outcome.
    pub outcome: StepOutcome,
}

/// One signature, judged alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignatureVerdict {
    /// The signature file in the container; none in bare edXML.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entry: Option<String>,
    /// The Signature's Id, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<String>,
    /// This signature's own answer.
    pub verdict: Indication,
    /// The code of this signature's most telling finding.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<Code>,
    /// What is proven of it: plain XMLDSig, XAdES-BASELINE-B, -T with a timestamp that holds, -LT when it carries the whole
    /// proof too.
    pub level: Level,
    /// The signer's subject as shown to people (RFC 4514); never compare it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signer: Option<String>,
    /// The issuer's name as shown to people.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub issuer: Option<String>,
    /// The serial number, upper-case hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub serial: Option<String>,
    /// SHA-256 of the signer's certificate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub certificate: Option<Digest>,
    /// The signature algorithm: `RSA-SHA256`, `ECDSA-SHA384`, or the URI as found when it is not accepted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub algorithm: Option<String>,
    /// SigningTime as the signer claims it, verbatim; it proves nothing and moves nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signing_time: Option<String>,
    /// SignaturePolicyIdentifier, if one is named (reported, not evaluated).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub policy: Option<String>,
    /// The payload entries whose digest this signature covers and that hold; in bare edXML the one word `document`.
    pub covers: Vec<String>,
    /// What is known of the revocation of its path.
    pub revocation: RevocationState,
    /// The answers that say so, the signer's first; empty when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub proofs: Vec<Proof>,
    /// Timestamps over the signature, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub timestamps: Vec<TimestampVerdict>,
    /// When the signature was there at the latest: the earliest timestamp that holds; without one the verdict's time counts.
    #[serde(with = "finding::iso_option", skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub best_signature_time: Option<Micros>,
    /// The agency that the binding table gives for the signer; none when not evaluated or not bound.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub agency: Option<String>,
    /// The rule of the binding table that gave it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub binding: Option<String>,
}

/// One timestamp over a signature (RFC 3161).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimestampVerdict {
    /// Whether everything about it holds; only then its time counts.
    pub holds: bool,
    /// The most telling reason why it does not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<Code>,
    /// genTime, as it says.
    #[serde(with = "finding::iso_option", skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub time: Option<Micros>,
    /// The authority's name as shown to people.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub authority: Option<String>,
    /// SHA-256 of the authority's certificate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub certificate: Option<Digest>,
    /// The authority's policy, dotted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub policy: Option<String>,
}

impl Verdict {
    /// The canonical bytes (RFC 8785) of the JSON form.
    ///
    /// # Errors
    /// When serialisation fails, which no value of this type can cause.
    pub fn canonical(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json_canonicalizer::to_vec(self)
    }

    /// SHA-256 over the canonical bytes, as evidence carries it.
    ///
    /// # Errors
    /// As [`Verdict::canonical`].
    pub fn digest(&self) -> Result<Digest, serde_json::Error> {
        Ok(crate::crypto::sha256(&self.canonical()?))
    }

    /// The exit code of `lienthong verify`: 0 valid, 1 invalid, 2 indeterminate; with [`Scope::Integrity`] 0 when
    /// integrity holds and nothing else was found.
    pub fn exit_code(&self) -> u8 {
        match (self.scope, self.verdict) {
            (Scope::Integrity, Indication::Indeterminate) if self.holds_but_for_trust() => 0,
            (Scope::Full | Scope::Integrity, Indication::Valid) => 0,
            (Scope::Full | Scope::Integrity, Indication::Invalid) => 1,
            (Scope::Full | Scope::Integrity, Indication::Indeterminate) => 2,
        }
    }

    /// Whether integrity holds and the only open question is the trust that nobody asked for.
    pub fn holds_but_for_trust(&self) -> bool {
        self.integrity == StepOutcome::Passed
            && self.findings.iter().all(|finding| finding.code == crate::codes::SIGNATURE_TRUST_NOT_EVALUATED)
    }

    /// The codes of all findings, most telling first, each once.
    pub fn codes(&self) -> Vec<Code> {
        let mut codes = Vec::new();
        for finding in &self.findings {
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
            }
        }
        codes
    }

    /// Whether every finding bears this one code (and there is one).
    pub fn only(&self, code: Code) -> bool {
        !self.findings.is_empty() && self.findings.iter().all(|finding| finding.code == code)
    }

    /// Whether an answer about revocation is missing, for a signature of the package or one inside a PDF.
    pub fn asks_for_revocation(&self) -> bool {
        let missing = crate::codes::REVOCATION_UNKNOWN;
        self.findings.iter().any(|finding| finding.code == missing)
            || self.pdf.iter().flat_map(|file| &file.signatures).any(|one| one.code == Some(missing))
    }

    /// The outcome of one step.
    pub fn step(&self, step: Step) -> StepOutcome {
        self.steps.iter().find(|result| result.step == step).map_or(StepOutcome::NotEvaluated, |result| result.outcome)
    }
}
