//! Revocation answers for the verifier, out of the store: intake reads what is kept and never waits for the network. What
//! is missing is wished for; a worker asks, and the sender's next try finds it.

use super::{Exchange, Refusal};
use crate::domain::ids::Micros;
use crate::signature::Judged;
use crate::signature::certificate::Certificate;
use crate::signature::revocation::{Kind, Material, Origin, PkiSource};
use crate::store::Store;

/// What is kept.
pub struct Kept {
    store: Store,
}

impl Kept {
    /// The answers in `store`.
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

impl PkiSource for Kept {
    fn material(&self, certificate: &Certificate, _issuer: &Certificate) -> Vec<Material> {
        if !certificate.publishes().any() {
            return Vec::new();
        }
        match self.store.kept_answer(&certificate.sha256()) {
            Ok(Some(answer)) => {
                let kind = Kind::from_word(&answer.kind);
                kind.into_iter().map(|kind| Material::new(kind, answer.der.clone(), Origin::Cached)).collect()
            }
            Ok(None) => Vec::new(),
            Err(error) => {
                // The verdict then says that revocation is unknown, which is the truth.
                tracing::warn!(%error, "kept revocation answers cannot be read");
                Vec::new()
            }
        }
    }
}

impl Exchange {
    /// Wishes for answers about every certificate of a package whose path was built and that names a source. Whatever the
    /// verdict was: a refused sender comes again.
    pub(super) fn wish_answers(&self, judged: &Judged, now: Micros) -> Result<(), Refusal> {
        judged.chains().try_for_each(|chain| self.wish_chain(chain, now))
    }

    /// The same about one chain.
    pub(super) fn wish_chain(&self, chain: &[Certificate], now: Micros) -> Result<(), Refusal> {
        for pair in chain.windows(2) {
            let [certificate, issuer] = pair else { continue };
            if certificate.publishes().any() {
                let wished = self.store.wish_answer(&certificate.sha256(), certificate.der(), issuer.der(), now);
                wished.map_err(Refusal::internal)?;
            }
        }
        Ok(())
    }
}
