//! What the file itself brings along for judging its signatures: what its document timestamps prove, and the certificates and
//! answers of its DSS. An answer counts by the signature of who gave it, as if it came from elsewhere.

use super::stamp::Proof;
use crate::pdf::Evidence;
use crate::signature::certificate::Certificate;
use crate::signature::revocation::{Kind, Material, Origin};

pub(super) struct Carried {
    pub(super) proofs: Vec<Proof>,
    pub(super) certificates: Vec<Certificate>,
    pub(super) material: Vec<Material>,
}

impl Carried {
    pub(super) fn read(evidence: &Evidence) -> Self {
        let of = |kind: Kind, all: &[Vec<u8>]| -> Vec<Material> {
            all.iter().map(|der| Material::new(kind, der.as_slice(), Origin::Embedded)).collect()
        };
        let mut material = of(Kind::Ocsp, &evidence.ocsp);
        material.extend(of(Kind::Crl, &evidence.crl));
        let certificates = evidence.certificates.iter().filter_map(|der| Certificate::from_der(der).ok()).collect();
        Self { proofs: Vec::new(), certificates, material }
    }
}
