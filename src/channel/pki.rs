//! Asking certification and timestamping authorities: OCSP (RFC 6960 appendix A), CRLs, timestamps (RFC 3161 §3.4).
//!
//! Every answer is held against its question before it leaves here; what fails is told with its code and never handed on.
//! Absent on purpose: keeping answers, and any say in what a verdict makes of them.

use std::sync::Arc;

use super::egress::{Egress, EgressError};
use crate::clock::Clock;
use crate::codes::Code;
use crate::crypto;
use crate::domain::ids::Micros;
use crate::signature::certificate::Certificate;
use crate::signature::path::{self, Anchors, Path, Purpose};
use crate::signature::revocation::{self, AnswerFault, Kind, Material, Moment, OcspRequest, Origin, Status};
use crate::signature::sign::{Lasting, Proofs, SignError};
use crate::signature::timestamp::{Query, Stamp, TimestampFault, Token};

/// Asks, and holds the answers.
#[derive(Clone, Debug)]
pub struct Resolver {
    egress: Egress,
    responders: Arc<Anchors>,
    clock: Clock,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// Nothing came back.
    #[error(transparent)]
    Egress(#[from] EgressError),
    /// What came back about revocation does not count.
    #[error("{url}: {fault}")]
    Answer {
        /// Who was asked.
        url: String,
        /// Why it does not count.
        fault: AnswerFault,
    },
    /// The timestamp that came back does not count.
    #[error("{url}: {fault}")]
    Timestamp {
        /// Who was asked.
        url: String,
        /// Why it does not count.
        fault: TimestampFault,
    },
    /// The question could not be made.
    #[error("the question cannot be made: {detail}")]
    Question {
        /// What was said.
        detail: String,
    },
}

impl PkiError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Egress(error) => error.code(),
            Self::Answer { fault, .. } => fault.code(),
            Self::Timestamp { fault, .. } => fault.code(),
            Self::Question { .. } => crate::codes::INTERNAL,
        }
    }
}

/// What came of asking about one certificate.
#[derive(Debug, Default)]
pub struct Asked {
    /// The first answer that holds.
    pub answer: Option<Material>,
    /// What went wrong on the way.
    pub errors: Vec<PkiError>,
}

impl Resolver {
    /// A resolver that goes out by `egress` and trusts `responders` beside those that the CAs delegate.
    pub fn new(egress: Egress, responders: Anchors, clock: Clock) -> Self {
        Self { egress, responders: Arc::new(responders), clock }
    }

    /// Asks the sources that `certificate` names, OCSP first; the first answer that holds ends it. Only for a certificate
    /// whose path to an anchor is built: nobody else's URL is followed (SIGNATURES §6).
    pub async fn revocation(&self, certificate: &Certificate, issuer: &Certificate) -> Asked {
        let mut asked = Asked::default();
        let of_kind = |kind, urls: &'_ [String]| urls.iter().take(URLS_MAX).map(|url| (kind, url.clone())).collect();
        let sources: [Vec<(Kind, String)>; 2] =
            [of_kind(Kind::Ocsp, certificate.ocsp_urls()), of_kind(Kind::Crl, certificate.crl_urls())];
        for (kind, url) in sources.into_iter().flatten() {
            let answer = match kind {
                Kind::Ocsp => self.ocsp(&url, certificate, issuer).await,
                Kind::Crl => self.crl(&url, certificate, issuer).await,
            };
            match answer {
                Ok(answer) => {
                    asked.answer = Some(answer);
                    break;
                }
                Err(error) => asked.errors.push(error),
            }
        }
        asked
    }

    async fn ocsp(&self, url: &str, certificate: &Certificate, issuer: &Certificate) -> Result<Material, PkiError> {
        let question = |detail: String| PkiError::Question { detail };
        let nonce = crypto::random().map_err(|error| question(error.to_string()))?;
        let request = OcspRequest::new(certificate, issuer, nonce).map_err(|error| question(error.to_string()))?;
        let body = request.der.clone();
        let answer = self.egress.post(url, "application/ocsp-request", "application/ocsp-response", body).await?;
        let now = self.clock.now();
        let judged = revocation::read_answer(&answer, &request, certificate, issuer, &self.responders, now);
        judged.map_err(|fault| PkiError::Answer { url: url.to_owned(), fault })?;
        Ok(Material::new(Kind::Ocsp, answer, Origin::Fetched))
    }

    async fn crl(&self, url: &str, certificate: &Certificate, issuer: &Certificate) -> Result<Material, PkiError> {
        let material = Material::new(Kind::Crl, self.egress.get(url).await?, Origin::Fetched);
        let now = self.clock.now();
        let moment = Moment { at: now, now, purpose: Purpose::Seal };
        let one = std::slice::from_ref(&material);
        let known = revocation::of_certificate(certificate, issuer, one, &self.responders, moment);
        match known.rejected.into_iter().next() {
            Some((_, _, fault)) => Err(PkiError::Answer { url: url.to_owned(), fault }),
            None if known.proof.is_none() => {
                Err(PkiError::Answer { url: url.to_owned(), fault: AnswerFault::OtherCertificate })
            }
            None => Ok(material),
        }
    }

    /// A timestamp over `stamped` from the authority at `url`.
    ///
    /// # Errors
    /// [`PkiError`]; whatever the authority lies about is a fault of its own.
    pub async fn timestamp(
        &self,
        url: &str,
        stamped: &[u8],
        authorities: &Anchors,
    ) -> Result<(Token, Stamp), PkiError> {
        let timestamp = |fault| PkiError::Timestamp { url: url.to_owned(), fault };
        let nonce = crypto::random().map_err(|error| PkiError::Question { detail: error.to_string() })?;
        let query = Query::new(stamped, nonce).map_err(timestamp)?;
        let body = query.der.clone();
        let answer = self.egress.post(url, "application/timestamp-query", "application/timestamp-reply", body).await?;
        query.read(&answer, authorities, self.clock.now()).map_err(timestamp)
    }
}

/// Stamps signatures by asking a TSA, and gathers the proofs of level LT by asking the CAs.
pub struct Stamper {
    resolver: Resolver,
    url: String,
    authorities: Anchors,
    anchors: Anchors,
    lt: bool,
    given: Vec<Material>,
}

impl Stamper {
    /// Stamps by the authority at `url`, which is below `authorities`; with `lt` the proofs for signers below `anchors`
    /// are gathered too.
    pub fn new(resolver: Resolver, url: String, authorities: Anchors, anchors: Anchors, lt: bool) -> Self {
        Self { resolver, url, authorities, anchors, lt, given: Vec::new() }
    }

    /// The same, with answers at hand that count before anybody is asked.
    #[must_use]
    pub fn with_answers(self, given: Vec<Material>) -> Self {
        Self { given, ..self }
    }

    /// The answers about every certificate of `path`, each of them good at `at`. A signer's path has one for each, or it is
    /// no level LT; an authority that publishes none stamps like another, as verifying has it.
    fn answers(&self, path: &Path, at: Micros, proofs: &mut Proofs) -> Result<(), SignError> {
        for pair in path.chain().windows(2) {
            let [certificate, issuer] = pair else { continue };
            if !proofs.certificates.contains(certificate) {
                proofs.certificates.push(certificate.clone());
            }
            let moment = Moment { at, now: self.resolver.clock.now(), purpose: path.purpose() };
            let answer = match self.good(certificate, issuer, &self.given, moment)? {
                Some(answer) => answer,
                None if certificate.publishes().any() => self.ask(certificate, issuer, moment)?,
                None if path.purpose() == Purpose::Timestamping => continue,
                None => return Err(SignError::NoSource { certificate: certificate.subject() }),
            };
            if !proofs.revocation.contains(&answer) {
                proofs.revocation.push(answer);
            }
        }
        Ok(())
    }

    fn ask(&self, certificate: &Certificate, issuer: &Certificate, moment: Moment) -> Result<Material, SignError> {
        let asked = wait(self.resolver.revocation(certificate, issuer));
        let now = self.resolver.clock.now();
        let answer = self.good(certificate, issuer, asked.answer.as_slice(), Moment { now, ..moment })?;
        answer.ok_or_else(|| {
            let code = asked.errors.first().map_or(crate::codes::REVOCATION_UNKNOWN, PkiError::code);
            let words: Vec<String> = asked.errors.iter().map(ToString::to_string).collect();
            missing(code, format!("{}: {}", certificate.subject(), words.join("; ")))
        })
    }

    /// The one of `answers` that proves the certificate good; none where none speaks of it, an error where one says otherwise.
    fn good(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        answers: &[Material],
        moment: Moment,
    ) -> Result<Option<Material>, SignError> {
        let known = revocation::of_certificate(certificate, issuer, answers, &self.resolver.responders, moment);
        match known.status {
            Status::Good => {
                let proof = known.proof.map(|proof| proof.sha256);
                Ok(answers.iter().find(|answer| Some(answer.sha256) == proof).cloned())
            }
            Status::Unknown { .. } => Ok(None),
            Status::Revoked { .. } => Err(missing(crate::codes::REVOCATION_REVOKED, certificate.subject())),
            Status::OnHold { .. } => Err(missing(crate::codes::REVOCATION_ON_HOLD, certificate.subject())),
        }
    }
}

impl Lasting for Stamper {
    fn stamp(&self, stamped: &[u8]) -> Result<Vec<u8>, SignError> {
        let answer = wait(self.resolver.timestamp(&self.url, stamped, &self.authorities));
        match answer {
            Ok((token, _)) => Ok(token.der().to_vec()),
            Err(error) => Err(SignError::Stamp { code: error.code(), detail: error.to_string() }),
        }
    }

    fn proofs(&self, signer: &Certificate, chain: &[Certificate], token: &[u8]) -> Result<Option<Proofs>, SignError> {
        if !self.lt {
            return Ok(None);
        }
        let token = Token::parse(token).map_err(|fault| missing(fault.code(), fault.to_string()))?;
        let at = token.time();
        let no_path = |faults: Vec<path::PathFault>| match faults.first() {
            Some(fault) => missing(fault.code(), fault.to_string()),
            None => missing(crate::codes::CERTIFICATE_UNTRUSTED, String::new()),
        };
        let mut proofs = Proofs::default();
        let path = path::build(signer, chain, &self.anchors, at).map_err(no_path)?;
        self.answers(&path, at, &mut proofs)?;
        let authority = token.authority().ok_or_else(|| missing(crate::codes::TIMESTAMP_CERTIFICATE, String::new()))?;
        let given = token.certificates();
        let path = path::build_for(Purpose::Timestamping, authority, given, &self.authorities, at).map_err(no_path)?;
        self.answers(&path, at, &mut proofs)?;
        Ok(Some(proofs))
    }
}

/// Waits for `future` on the runtime that this thread belongs to: for what is no async function itself, as signing and
/// verifying a file at the command line.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(future))
}

fn missing(code: Code, detail: String) -> SignError {
    SignError::Proofs { code, detail }
}

/// Certificates name one or two.
const URLS_MAX: usize = 3;
