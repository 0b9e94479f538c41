//! Whether a certificate was revoked: CRLs (RFC 5280 §5) and OCSP answers (RFC 6960), each held by hand against the issuer
//! that the path validated, and against the time that counts.
//!
//! The freshness rule: an answer speaks for time T when its window (thisUpdate to nextUpdate, or [`MAX_AGE_S`] where it
//! names none) holds T, or when it was issued after T. What lies more than [`SKEW_S`] in the future of the judging clock
//! is refused. A revocation that is once proven counts however old its proof is.
//!
//! Refused: answers signed by anyone but the CA or its delegated responder, over SHA-1, partial (delta, indirect, some
//! reasons), with critical extensions nobody here knows. Absent on purpose: the network; answers come from the signature
//! itself, from files, or through a [`PkiSource`].

mod crl;
mod fault;
mod file;
mod ocsp;
mod signed;

pub use fault::AnswerFault;
pub(super) use fault::iso;
pub use file::read_file;
pub use ocsp::{OcspRequest, OcspWord, read_answer};

use std::sync::Arc;

use super::certificate::{Certificate, Publishes};
use super::path::{Anchors, Path, Purpose, RevocationRule};
use crate::crypto;
use crate::domain::ids::{Digest, Micros};

/// A CRL or an OCSP answer as it came, nothing of it believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// What it is said to be.
    pub kind: Kind,
    /// Its bytes: CertificateList or OCSPResponse (or a bare BasicOCSPResponse), DER.
    pub der: Arc<[u8]>,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Where it comes from.
    pub origin: Origin,
}

impl Material {
    /// Takes bytes as they came; PEM, as files of CRLs often are, is unpacked.
    pub fn new(kind: Kind, bytes: impl Into<Vec<u8>>, origin: Origin) -> Self {
        let mut bytes: Vec<u8> = bytes.into();
        if kind == Kind::Crl && bytes.starts_with(b"-----BEGIN") {
            let der = openssl::x509::X509Crl::from_pem(&bytes).and_then(|crl| crl.to_der());
            bytes = der.unwrap_or(bytes);
        }
        let sha256 = crypto::sha256(&bytes);
        Self { kind, der: Arc::from(bytes), sha256, origin }
    }
}

/// The two forms of revocation information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// RFC 5280 §5.
    Crl,
    /// RFC 6960.
    Ocsp,
}

impl Kind {
    /// As in JSON and in the store: `crl`, `ocsp`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Crl => "crl",
            Self::Ocsp => "ocsp",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Crl, Self::Ocsp].into_iter().find(|kind| kind.word() == word)
    }
}

/// Where an answer comes from; it changes nothing about what is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// In the signature (XAdES RevocationValues), or in the PDF (DSS).
    Embedded,
    /// In a file that a person gave.
    Given,
    /// Kept by the hub.
    Cached,
    /// Asked for just now.
    Fetched,
}

/// Where revocation answers come from beside the signature itself. At intake an implementation only looks into what is
/// there already; it never waits for the network (SIGNATURES §6).
pub trait PkiSource: Send + Sync {
    /// Everything at hand about `certificate`, issued by `issuer`.
    fn material(&self, certificate: &Certificate, issuer: &Certificate) -> Vec<Material>;
}

/// The two times of a judgement, and what the certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// T: when the certificate has to have been good.
    pub at: Micros,
    /// The clock of the judge: nothing from beyond it counts.
    pub now: Micros,
    /// What the certificate is for. Who holds the key of a timestamping authority can date anything back: a revocation
    /// later than T undoes its stamps too, unless its reason says that the key was never in other hands (RFC 3161 §4).
    pub purpose: Purpose,
}

/// What is known of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not revoked at T, by an answer that speaks for T.
    Good,
    /// Revoked at or before T; of a timestamping authority also later, where every stamp of its key is in doubt.
    Revoked {
        /// Since when.
        since: Micros,
        /// CRLReason (RFC 5280 §5.3.1), in words.
        reason: &'static str,
    },
    /// On hold at T (certificateHold): it may come back.
    OnHold {
        /// Since when.
        since: Micros,
    },
    /// No answer speaks for T.
    Unknown {
        /// The end of the last window that was good.
        last: Option<Micros>,
    },
}

/// What is known of one certificate, and from what.
#[derive(Clone, Debug)]
pub struct Known {
    /// The answer.
    pub status: Status,
    /// The proof that decided, where one did.
    pub proof: Option<Proof>,
    /// Answers that do not count, and why.
    pub rejected: Vec<(Kind, Origin, AnswerFault)>,
}

/// The answer that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Proof {
    /// CRL or OCSP.
    pub kind: Kind,
    /// Where it comes from.
    pub origin: Origin,
    /// SHA-256 of its bytes.
    #[schema(value_type = String)]
    pub sha256: Digest,
    /// thisUpdate.
    #[serde(with = "super::verdict::iso")]
    #[schema(value_type = String)]
    pub this_update: Micros,
    /// The end of its window: nextUpdate, or a day after thisUpdate.
    #[serde(with = "super::verdict::iso")]
    #[schema(value_type = String)]
    pub until: Micros,
    /// When it was issued: producedAt of OCSP, thisUpdate of a CRL.
    #[serde(with = "super::verdict::iso")]
    #[schema(value_type = String)]
    pub issued: Micros,
}

/// What is known of the revocation of a path.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The anchor's rule asks for none, and nothing at hand says "revoked".
    NotChecked,
    /// The rule is `if-published`, and of one certificate of the path at least there is no source and no answer at hand, good
    /// or not.
    NotPublished,
    /// Every certificate below the anchor was good, each by an answer of its own.
    Good,
    /// An answer is due and there is none.
    Unknown {
        /// Whose: the subject.
        certificate: String,
        /// The anchor's rule that asks for it.
        rule: RevocationRule,
        /// What is known until when.
        last: Option<Micros>,
    },
    /// A certificate is on hold.
    OnHold {
        /// Whose: the subject.
        certificate: String,
        /// Since when.
        since: Micros,
    },
    /// A certificate is revoked.
    Revoked {
        /// Whose: the subject.
        certificate: String,
        /// Since when.
        since: Micros,
        /// Why.
        reason: &'static str,
    },
}

/// The revocation of a path with what it rests on.
#[derive(Clone, Debug)]
pub struct Report {
    /// The answer.
    pub outcome: Outcome,
    /// The proofs, one for each certificate that has one, the signer's first.
    pub proofs: Vec<Proof>,
    /// Answers that do not count: whose certificate (subject), what, from where, why.
    pub rejected: Vec<(String, Kind, Origin, AnswerFault)>,
}

/// Judges one certificate by everything at hand.
pub fn of_certificate(
    certificate: &Certificate,
    issuer: &Certificate,
    material: &[Material],
    responders: &Anchors,
    moment: Moment,
) -> Known {
    let mut known = Known { status: Status::Unknown { last: None }, proof: None, rejected: Vec::new() };
    for one in material {
        let answer = match one.kind {
            Kind::Crl => crl::read(&one.der, certificate, issuer),
            Kind::Ocsp => ocsp::read(&one.der, certificate, issuer, responders),
        };
        let answer = answer.and_then(|answer| answer.in_time(moment.now));
        match answer.and_then(|answer| answer.within_life_of(certificate)) {
            Ok(answer) => known.take(one, &answer, moment),
            // An answer about another certificate is no fault: a signature carries those of its whole path.
            Err(AnswerFault::OtherCertificate) => {}
            Err(fault) => known.rejected.push((one.kind, one.origin, fault)),
        }
    }
    known
}

/// Judges every certificate of a path below its anchor, by the anchor's rule.
pub fn of_path(
    path: &Path,
    material: &dyn Fn(&Certificate, &Certificate) -> Vec<Material>,
    responders: &Anchors,
    moment: Moment,
) -> Report {
    let rule = path.anchor().revocation;
    let mut report = Report { outcome: Outcome::NotChecked, proofs: Vec::new(), rejected: Vec::new() };
    let below_anchor = path.chain().len().saturating_sub(1);
    let (mut asked, mut open) = (0, None);
    for pair in path.chain().windows(2) {
        let [certificate, issuer] = pair else { continue };
        let at_hand = material(certificate, issuer);
        let known = of_certificate(certificate, issuer, &at_hand, responders, moment);
        let subject = certificate.subject();
        let due = match rule {
            RevocationRule::Required => true,
            // Where answers are at hand the CA publishes, whatever its certificate says: that none of them counts (stale,
            // for a part only) is no reason to do without (SIGNATURES §6: "and no given CRL").
            RevocationRule::IfPublished => {
                certificate.publishes().any() || known.proof.is_some() || !known.rejected.is_empty()
            }
            RevocationRule::None => false,
        };
        let rejected = known.rejected.into_iter();
        report.rejected.extend(rejected.map(|(kind, origin, fault)| (subject.clone(), kind, origin, fault)));
        report.proofs.extend(known.proof);
        asked += usize::from(due);
        match known.status {
            // A revocation that is proven counts whatever the rule asks.
            Status::Revoked { since, reason } => {
                report.outcome = Outcome::Revoked { certificate: subject, since, reason };
                return report;
            }
            Status::OnHold { since } => open = Some(Outcome::OnHold { certificate: subject, since }),
            Status::Unknown { last } if due && open.is_none() => {
                open = Some(Outcome::Unknown { certificate: subject, rule, last });
            }
            Status::Good | Status::Unknown { .. } => {}
        }
    }
    report.outcome = match (open, rule, asked) {
        (Some(open), ..) => open,
        (None, RevocationRule::None, _) => Outcome::NotChecked,
        // "Good" is said of a whole path: that of a CA alone says nothing of its signer.
        (None, _, asked) if asked < below_anchor.max(1) => Outcome::NotPublished,
        (None, ..) => Outcome::Good,
    };
    report
}

/// Which sources the certificates of a path name.
pub fn sources(path: &Path) -> Publishes {
    let below_anchor = path.chain().split_last().map_or(&[][..], |(_, rest)| rest);
    below_anchor
        .iter()
        .map(Certificate::publishes)
        .fold(Publishes::default(), |all, one| Publishes { crl: all.crl || one.crl, ocsp: all.ocsp || one.ocsp })
}

/// What an answer that holds says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Answer {
    word: Word,
    issued: Micros,
    this_update: Micros,
    next_update: Option<Micros>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Good,
    Revoked { since: Micros, reason: &'static str, hold: bool },
}

impl Answer {
    /// Nothing from the future, no window that ends before it begins.
    fn in_time(self, now: Micros) -> Result<Self, AnswerFault> {
        let border = now.plus_seconds(SKEW_S);
        if self.this_update > border || self.issued > border {
            return Err(AnswerFault::Future { issued: self.issued.max(self.this_update) });
        }
        if self.next_update.is_some_and(|next| next < self.this_update) {
            return Err(AnswerFault::Malformed { detail: "nextUpdate lies before thisUpdate".to_owned() });
        }
        Ok(self)
    }

    /// A CA may leave expired certificates out of its answers (RFC 5280 §3.3, RFC 6960 §4.4.4): a "good" from after the end
    /// proves nothing. A "revoked" stands.
    fn within_life_of(self, certificate: &Certificate) -> Result<Self, AnswerFault> {
        match self.word {
            Word::Good if self.this_update >= certificate.not_after() => {
                Err(AnswerFault::AfterEnd { issued: self.this_update })
            }
            Word::Good | Word::Revoked { .. } => Ok(self),
        }
    }

    fn window_end(&self) -> Micros {
        self.next_update.unwrap_or_else(|| self.this_update.plus_seconds(MAX_AGE_S))
    }

    /// The freshness rule.
    fn speaks_for(&self, at: Micros) -> bool {
        let after = self.issued >= at && self.this_update >= at;
        after || (self.this_update <= at.plus_seconds(SKEW_S) && at < self.window_end())
    }
}

impl Known {
    fn take(&mut self, material: &Material, answer: &Answer, moment: Moment) {
        let proof = || Proof {
            kind: material.kind,
            origin: material.origin,
            sha256: material.sha256,
            this_update: answer.this_update,
            until: answer.window_end(),
            issued: answer.issued,
        };
        let backdates = |reason: &str| moment.purpose == Purpose::Timestamping && !HARMLESS.contains(&reason);
        let status = match answer.word {
            Word::Revoked { since, reason, .. } if since > moment.at && backdates(reason) => {
                Status::Revoked { since, reason }
            }
            Word::Revoked { since, reason, hold: false } if since <= moment.at => Status::Revoked { since, reason },
            Word::Revoked { since, hold: true, .. } if since <= moment.at => Status::OnHold { since },
            // Revoked later than T: until then it was good.
            Word::Good | Word::Revoked { .. } if answer.speaks_for(moment.at) => Status::Good,
            Word::Good | Word::Revoked { .. } => {
                let end = answer.window_end();
                self.rejected.push((material.kind, material.origin, AnswerFault::Stale { until: end }));
                if let Status::Unknown { last } = &mut self.status {
                    *last = Some(last.map_or(end, |known| known.max(end)));
                }
                return;
            }
        };
        let rank = |status: &Status| match status {
            Status::Unknown { .. } => 0,
            Status::Good => 1,
            Status::OnHold { .. } => 2,
            Status::Revoked { .. } => 3,
        };
        if rank(&status) > rank(&self.status) {
            (self.status, self.proof) = (status, Some(proof()));
        }
    }
}

/// Reasons that leave what a timestamping authority stamped before standing (RFC 3161 §4). A revocation without a reason
/// does not.
const HARMLESS: [&str; 3] = ["affiliationChanged", "superseded", "cessationOfOperation"];

/// Clocks of honest parties differ by less, seconds (SIGNATURES §6).
pub const SKEW_S: i64 = 300;
/// An answer without nextUpdate says "newer information is always to be had" (RFC 6960 §4.2.2.1): it speaks for a day.
pub const MAX_AGE_S: i64 = 86_400;

#[cfg(test)]
mod tests;
