//! What a file carries for the validation of its own signatures (ISO 32000-2 §12.8.4.3, DSS).
//!
//! Anybody may append it, so it is only at hand: each certificate and each answer speaks by its own signature. What cannot
//! be read is left out, as is all where it costs more than the budget has: each signature reads it again.
//! Absent: the VRI, which repeats it signature by signature.

use super::PdfFault;
use super::document::View;
use super::object::Object;

/// Certificates and answers, each DER as far as anybody knows.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// X.509 certificates.
    pub certificates: Vec<Vec<u8>>,
    /// OCSP responses.
    pub ocsp: Vec<Vec<u8>>,
    /// Certificate revocation lists.
    pub crl: Vec<Vec<u8>>,
}

/// What is at hand for so many signatures.
pub(super) fn read(view: &View<'_>, signatures: usize) -> Result<Evidence, PdfFault> {
    let store = view.resolve(view.catalog()?.get("DSS"))?;
    let list = |key: &str| -> Result<Vec<Vec<u8>>, PdfFault> {
        let all = view.resolve(store.dict().and_then(|store| store.get(key)))?;
        let ids = all.array().unwrap_or_default().iter().filter_map(Object::reference).take(EACH_MAX);
        Ok(ids.filter_map(|id| view.stream(id).ok().map(|(_, bytes)| bytes)).collect())
    };
    let evidence = Evidence { certificates: list("Certs")?, ocsp: list("OCSPs")?, crl: list("CRLs")? };
    let Evidence { certificates, ocsp, crl } = &evidence;
    let size: usize = [certificates, ocsp, crl].into_iter().flatten().map(Vec::len).sum();
    // Once for each was spent when it was inflated.
    let again = size.saturating_mul(signatures.saturating_sub(1));
    Ok(view.budget.spend_inflated(again).map(|()| evidence).unwrap_or_default())
}

/// As many as a XAdES signature may carry.
const EACH_MAX: usize = 16;
