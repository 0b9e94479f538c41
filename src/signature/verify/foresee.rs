//! Before a package is there: what a verification would say of a size, of a certificate; and what a client may read of its
//! own package to ask. The rules are those of the verification, called one by one.

use super::trust::{agency, path_finding, revocation_findings};
use super::{Judged, Request, Seal, Verifier, too_big};
use crate::domain::ids::OrganId;
use crate::edxml::Message;
use crate::signature::certificate::Certificate;
use crate::signature::path;
use crate::signature::pdf::Judging;
use crate::signature::verdict::Finding;

/// What a signature by a certificate would be worth.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// What is against it, and remarks; a timestamp or answers inside the package can still make some of it void.
    pub findings: Vec<Finding>,
    /// The chain, the signer's certificate first and the anchor last; empty without a path.
    pub chain: Vec<Certificate>,
}

/// What a package claims, for whoever made it and wants to ask about it: nothing of it is proven, and nothing of it may
/// reach business code.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'j> {
    /// What the document or status says.
    pub message: &'j Message,
    /// The signer's certificate and those beside it in KeyInfo; empty without a signature.
    pub certificates: &'j [Certificate],
}

impl Verifier {
    /// What is against a package of `size` bytes.
    pub fn foresee_size(&self, size: u64) -> Option<Finding> {
        too_big(size)
    }

    /// What a signature by `signer` would be worth that comes at `request.at` and names `from`; `given` is unproven help on
    /// the way to an anchor.
    pub fn foresee(
        &self,
        signer: &Certificate,
        given: &[Certificate],
        from: &OrganId,
        request: &Request<'_>,
    ) -> Foreseen {
        let path = match path::build(signer, given, &self.anchors, request.at) {
            Ok(path) => path,
            Err(faults) => return Foreseen { findings: faults.iter().map(path_finding).collect(), chain: Vec::new() },
        };
        let judging = Judging { verifier: self, pki: request.pki, at: request.at, now: request.now };
        let report = self.revocation_of(&path, &[], request.at, &judging);
        let mut findings = revocation_findings(&report, false);
        findings.extend(agency(&path, from, request).and_then(Result::err));
        Foreseen { findings, chain: path.chain().to_vec() }
    }
}

impl Judged {
    /// What the package claims; none when it could not be read.
    pub fn presented(&self) -> Option<Presented<'_>> {
        let held = self.held.as_ref()?;
        let certificates = match &held.seal {
            Seal::Signed(signed) => &signed.presented[..],
            Seal::Legacy | Seal::None => &[],
        };
        Some(Presented { message: &held.core.reading.message, certificates })
    }
}
