//! What commands trust, and whom they may ask: PEM files of anchors, files of revocation answers, the network.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Exit, Fault, fault};
use crate::channel::egress::{Egress, Rules};
use crate::channel::pki::{Asked, Resolver, wait};
use crate::clock::Clock;
use crate::domain::ids::Digest;
use crate::signature::certificate::Certificate;
use crate::signature::path::{Anchor, Anchors, RevocationRule};
use crate::signature::revocation::{Kind, Material, PkiSource, read_file};

/// The anchors of PEM files, all under one rule.
///
/// # Errors
/// When a file cannot be read or holds no CA.
pub fn anchors(files: &[PathBuf], rule: RevocationRule) -> anyhow::Result<Anchors> {
    let mut all = Vec::<Anchor>::new();
    for file in files {
        let pem = std::fs::read(file).map_err(|error| Fault::unreadable(file, error))?;
        let found = Anchors::from_pem(&pem, rule).map_err(|error| unusable(file, error.code(), &error))?;
        all.extend(found.iter().cloned());
    }
    Ok(Anchors::new(all)?)
}

/// A resolver; `inside` allows private addresses.
///
/// # Errors
/// When TLS cannot start.
pub fn resolver(inside: bool) -> anyhow::Result<Resolver> {
    let egress = Egress::new(Rules { inside, ..Rules::default() })
        .map_err(|error| Fault::new(Exit::Internal, error.code(), error.to_string()))?;
    Ok(Resolver::new(egress, Anchors::none(), Clock::System))
}

/// The revocation answers of files: lists, and answers of OCSP responders.
///
/// # Errors
/// When one cannot be read, or is not wholly made of answers: what was given and is not heard could be a revocation.
pub fn answers(crls: &[PathBuf], ocsp: &[PathBuf]) -> anyhow::Result<Vec<Material>> {
    let mut given = Vec::new();
    for (kind, files) in [(Kind::Crl, crls), (Kind::Ocsp, ocsp)] {
        for file in files {
            let bytes = std::fs::read(file).map_err(|error| Fault::unreadable(file, error))?;
            given.extend(read_file(kind, bytes).map_err(|error| unusable(file, error.code(), &error))?);
        }
    }
    Ok(given)
}

/// Revocation answers of files, and of the network where that was asked for.
pub struct AtHand {
    given: Vec<Material>,
    online: Option<Resolver>,
    asked: Mutex<Questions>,
    /// For all questions together.
    time: Duration,
}

/// What was asked in this run, and until when there is time to ask.
#[derive(Default)]
struct Questions {
    until: Option<Instant>,
    /// By certificate and issuer; two signatures of one signer ask once, and nobody asks twice who did not answer.
    answers: HashMap<(Digest, Digest), Option<Material>>,
}

impl AtHand {
    /// Reads the files.
    ///
    /// # Errors
    /// As [`answers`].
    pub fn read(crls: &[PathBuf], ocsp: &[PathBuf], online: Option<Resolver>) -> anyhow::Result<Self> {
        let given = answers(crls, ocsp)?;
        Ok(Self { given, online, asked: Mutex::default(), time: QUESTIONS_TIME })
    }

    fn ask(&self, resolver: &Resolver, certificate: &Certificate, issuer: &Certificate) -> Option<Material> {
        let pair = (certificate.sha256(), issuer.sha256());
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = asked.answers.get(&pair) {
            return known.clone();
        }
        let until = *asked.until.get_or_insert_with(|| Instant::now() + self.time);
        let answer =
            wait(async { tokio::time::timeout_at(until.into(), resolver.revocation(certificate, issuer)).await });
        let answer = match answer {
            Ok(Asked { answer, errors }) => {
                for error in &errors {
                    tracing::warn!(code = error.code().name(), %error, "no revocation answer");
                }
                answer
            }
            Err(_) => {
                tracing::warn!(seconds = self.time.as_secs(), "no time left to ask for revocation answers");
                None
            }
        };
        asked.answers.insert(pair, answer.clone());
        answer
    }
}

impl PkiSource for AtHand {
    fn material(&self, certificate: &Certificate, issuer: &Certificate) -> Vec<Material> {
        let mut all = self.given.clone();
        if let Some(resolver) = &self.online {
            all.extend(self.ask(resolver, certificate, issuer));
        }
        all
    }
}

fn unusable(file: &Path, code: crate::codes::Code, error: &(dyn std::error::Error + 'static)) -> Fault {
    Fault::new(Exit::Unreadable, code, format!("{}: {}", file.display(), fault::causes(error)))
}

/// All questions of one run together: servers that let their bytes drip get that, and not ten seconds each.
const QUESTIONS_TIME: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::signature::dev_pki::{DevPki, KeyKind};

    /// Six servers that never answer have one deadline, and nobody asks again.
    #[tokio::test(flavor = "multi_thread")]
    async fn all_questions_of_a_run_share_one_deadline() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let dir = tempfile::tempdir().unwrap();
        let pki = DevPki::make(dir.path()).unwrap().publishing(Some(url.clone()), Some(url));
        let (one, other) = (pki.seal(KeyKind::P256).unwrap(), pki.person().unwrap());
        let issuer = &pki.issuing().certificate;
        let mut at_hand = AtHand::read(&[], &[], Some(resolver(true).unwrap())).unwrap();
        at_hand.time = Duration::from_millis(400);
        let begun = Instant::now();
        for certificate in [&one.certificate, &other.certificate, &one.certificate] {
            assert_eq!(at_hand.material(certificate, issuer), Vec::new());
        }
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
        assert_eq!(at_hand.asked.lock().unwrap().answers.len(), 2);
    }
}
