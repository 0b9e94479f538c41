//! What commands trust, and whom they may ask: PEM files of anchors, files of revocation answers, the network.

use std::path::{Path, PathBuf};

use super::{Exit, Fault, fault};
use crate::channel::egress::{Egress, Rules};
use crate::channel::pki::{Resolver, wait};
use crate::clock::Clock;
use crate::signature::certificate::Certificate;
use crate::signature::path::{Anchor, Anchors, RevocationRule};
use crate::signature::revocation::{Kind, Material, Origin, PkiSource};

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

/// Revocation answers of files, and of the network where that was asked for.
pub struct AtHand {
    given: Vec<Material>,
    online: Option<Resolver>,
}

impl AtHand {
    /// Reads the files.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn read(crls: &[PathBuf], answers: &[PathBuf], online: Option<Resolver>) -> anyhow::Result<Self> {
        let mut given = Vec::new();
        for (kind, files) in [(Kind::Crl, crls), (Kind::Ocsp, answers)] {
            for file in files {
                let bytes = std::fs::read(file).map_err(|error| Fault::unreadable(file, error))?;
                given.push(Material::new(kind, bytes, Origin::Given));
            }
        }
        Ok(Self { given, online })
    }
}

impl PkiSource for AtHand {
    fn material(&self, certificate: &Certificate, issuer: &Certificate) -> Vec<Material> {
        let mut all = self.given.clone();
        if let Some(resolver) = &self.online {
            let asked = wait(resolver.revocation(certificate, issuer));
            for error in &asked.errors {
                tracing::warn!(code = error.code().name(), %error, "no revocation answer");
            }
            all.extend(asked.answer);
        }
        all
    }
}

fn unusable(file: &Path, code: crate::codes::Code, error: &(dyn std::error::Error + 'static)) -> Fault {
    Fault::new(Exit::Unreadable, code, format!("{}: {}", file.display(), fault::causes(error)))
}
