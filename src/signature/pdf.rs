//! The signatures inside a PDF, judged: where they stand is [`crate::pdf`]'s question; here the CMS is verified (RFC 5652;
//! ETSI EN 319 142-1), its certificate found and led to an anchor.
//!
//! Refused: SHA-1 and MD5, several signers in one CMS, a certificate that the signed attributes do not name.
//! A timestamp over the signature (RFC 5126 §6.1.1) or over the document that holds moves the time that counts, as in XAdES;
//! revocation is judged by the answers at hand, those that the file carries (DSS) among them.

mod carried;
mod head;
mod stamp;
mod zipped;

pub(super) use head::Head;

use std::io::{self, Read};

use cms::content_info::ContentInfo;
use cms::signed_data::SignerInfo;
use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::stack::Stack;
use openssl::x509::X509;

use carried::Carried;
use zipped::{Inside, Room};

use super::algorithm::DigestAlgorithm;
use super::certificate::Certificate;
use super::path::{self, Path};
use super::revocation::{Material, Outcome, PkiSource};
use super::timestamp::token;
use super::verdict::{Indication, PdfFile, PdfSignature, PdfState, evidence};
use super::verified::Attachment;
use super::verify::Verifier;
use crate::codes::{self, Code};
use crate::domain::ids::Micros;
use crate::pdf::{After, Budget, Limits, PdfFault, SignatureField, Structure, looks_signed};

/// What PDFs are judged with.
#[derive(Clone, Copy)]
pub struct Judging<'j> {
    /// Who is trusted, for what.
    pub verifier: &'j Verifier,
    /// Revocation answers at hand.
    pub pki: Option<&'j dyn PkiSource>,
    /// The time that counts where no timestamp does.
    pub at: Micros,
    /// The clock of the judge.
    pub now: Micros,
}

/// The chains of the signers whose path was built, the signer's certificate first.
pub type Chains = Vec<Vec<Certificate>>;

/// Judges every signature of the PDF `bytes` at the time that counts.
pub fn judge(name: &str, bytes: &[u8], judging: &Judging<'_>) -> (PdfFile, Chains) {
    judge_within(name, bytes, judging, &Budget::new(&Limits::STANDARD))
}

fn judge_within(name: &str, bytes: &[u8], judging: &Judging<'_>, budget: &Budget) -> (PdfFile, Chains) {
    let mut chains = Chains::new();
    let name = evidence(name);
    if !bytes.starts_with(MAGIC) {
        let (state, code) = (PdfState::Broken, Some(codes::PDF_MALFORMED));
        return (PdfFile { name, state, code, signatures: Vec::new() }, chains);
    }
    if !looks_signed(bytes) {
        return (PdfFile { name, state: PdfState::Unsigned, code: None, signatures: Vec::new() }, chains);
    }
    let file = match Structure::read_within(bytes, budget) {
        Ok(structure) => {
            let signatures = signatures(structure, bytes, judging, &mut chains);
            PdfFile { name, state: state(&signatures), code: None, signatures }
        }
        Err(fault) => {
            let state = match fault {
                PdfFault::Malformed { .. } | PdfFault::ByteRange { .. } => PdfState::Broken,
                PdfFault::TooComplex { .. } | PdfFault::Encrypted => PdfState::NotEvaluated,
            };
            PdfFile { name, state, code: Some(fault.code()), signatures: Vec::new() }
        }
    };
    (file, chains)
}

/// Judges the PDFs among `attachments`, told by what stands in their first kilobyte ([`Head`]), zipped or not. They share
/// one budget; what is beyond it is not evaluated.
///
/// # Errors
/// When one cannot be read again.
pub(super) fn judge_attachments(
    attachments: &[Attachment],
    judging: &Judging<'_>,
) -> io::Result<(Vec<PdfFile>, Chains)> {
    let (mut all, mut chains) = (Vec::new(), Chains::new());
    let budget = Budget::new(&Limits::STANDARD);
    let mut room = Room::new();
    for attachment in attachments.iter().filter(|attachment| attachment.is_pdf || attachment.is_zipped) {
        let name = attachment.name();
        let untold = |state, code| PdfFile { name: evidence(name), state, code: Some(code), signatures: Vec::new() };
        if attachment.size() > Limits::STANDARD.file_bytes {
            // A ZIP so large, as office files are, is none of a PDF unless it is called so.
            if !attachment.is_pdf && !zipped::is_called_pdf(name) {
                continue;
            }
            all.push(untold(PdfState::NotEvaluated, codes::PDF_TOO_COMPLEX));
            continue;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(attachment.size()).unwrap_or_default() + 1);
        attachment.open().read_to_end(&mut bytes)?;
        if !attachment.is_pdf {
            bytes = match room.look(name, &bytes) {
                Inside::Pdf(bytes) => bytes,
                Inside::Other => continue,
                Inside::TooLarge => {
                    all.push(untold(PdfState::NotEvaluated, codes::PDF_TOO_COMPLEX));
                    continue;
                }
                Inside::Unreadable => {
                    all.push(untold(PdfState::Broken, codes::PDF_MALFORMED));
                    continue;
                }
            };
        }
        let (file, of_file) = judge_within(name, &bytes, judging, &budget);
        all.push(file);
        chains.extend(of_file);
    }
    Ok((all, chains))
}

/// Document timestamps first: what they prove is asked of the others.
fn signatures(structure: Structure, bytes: &[u8], judging: &Judging<'_>, chains: &mut Chains) -> Vec<PdfSignature> {
    let mut carried = Carried::read(&structure.evidence);
    let stamp = |field: &SignatureField| stamp::is_stamp(field).then(|| stamp::judge(field, bytes, &carried, judging));
    let stamps: Vec<_> = structure.signatures.iter().map(|found| found.as_ref().ok().and_then(stamp)).collect();
    carried.proofs = stamps.iter().flatten().filter_map(|(_, proof)| *proof).collect();
    let one = |(found, stamp)| match (found, stamp) {
        (_, Some((shown, _))) => shown,
        (Ok(field), None) => signature(&field, bytes, &carried, judging, chains),
        (Err((field, fault)), None) => refused(field, &fault),
    };
    structure.signatures.into_iter().zip(stamps).map(one).collect()
}

fn state(signatures: &[PdfSignature]) -> PdfState {
    let holds = |one: &PdfSignature| one.is_timestamp || one.holds();
    let has = |code: Code| signatures.iter().any(|one| one.code == Some(code));
    // A document timestamp is nobody's word on what comes after it.
    let changed = |one: &PdfSignature| !one.is_timestamp && one.code == Some(codes::PDF_CHANGED_AFTER);
    let broken = |one: &PdfSignature| one.verdict == Indication::Invalid && one.code != Some(codes::PDF_CHANGED_AFTER);
    if signatures.iter().any(broken) {
        PdfState::Broken
    } else if signatures.iter().any(changed) {
        PdfState::ChangedAfter
    } else if has(codes::PDF_TOO_COMPLEX) || !signatures.iter().all(holds) {
        PdfState::NotEvaluated
    } else if signatures.iter().all(|one| one.is_timestamp) {
        PdfState::Unsigned
    } else {
        PdfState::Signed
    }
}

fn refused(field: String, fault: &PdfFault) -> PdfSignature {
    PdfSignature {
        field: evidence(&field),
        signer: None,
        certificate: None,
        claimed_name: None,
        sub_filter: String::new(),
        is_timestamp: false,
        covers_whole_document: false,
        revision: 0,
        page: None,
        rectangle: None,
        timestamp: None,
        best_signature_time: None,
        verdict: match fault {
            PdfFault::Malformed { .. } | PdfFault::ByteRange { .. } => Indication::Invalid,
            PdfFault::TooComplex { .. } | PdfFault::Encrypted => Indication::Indeterminate,
        },
        code: Some(fault.code()),
        detail: Some(fault.to_string()),
    }
}

/// A signature before anything speaks against it.
fn shown(field: &SignatureField) -> PdfSignature {
    PdfSignature {
        field: evidence(&field.name),
        signer: None,
        certificate: None,
        claimed_name: field.claimed_name.as_deref().map(evidence),
        sub_filter: evidence(&field.sub_filter),
        is_timestamp: stamp::is_stamp(field),
        covers_whole_document: field.covers_whole_file(),
        revision: field.revision,
        page: field.place.as_ref().and_then(|place| place.page),
        rectangle: field.place.as_ref().map(|place| place.rectangle.map(|side| side.round() as i64)),
        timestamp: None,
        best_signature_time: None,
        verdict: Indication::Valid,
        code: None,
        detail: None,
    }
}

fn fail(shown: &mut PdfSignature, verdict: Indication, code: Code, detail: &str) {
    let detail = (!detail.is_empty()).then(|| evidence(detail));
    (shown.verdict, shown.code, shown.detail) = (verdict, Some(code), detail);
}

/// What came after a signature that holds may undo it.
fn fail_by_later(shown: &mut PdfSignature, after: &After) {
    match after {
        After::Nothing | After::Allowed => {}
        After::Forbidden { what } => fail(shown, Indication::Invalid, codes::PDF_LOCKED, what),
        After::Changed { what } => fail(shown, Indication::Invalid, codes::PDF_CHANGED_AFTER, what),
    }
}

/// Judges one signature.
fn signature(
    field: &SignatureField,
    bytes: &[u8],
    carried: &Carried,
    judging: &Judging<'_>,
    chains: &mut Chains,
) -> PdfSignature {
    let mut shown = shown(field);
    if !EVALUATED.contains(&field.sub_filter.as_str()) {
        fail(&mut shown, Indication::Indeterminate, codes::PDF_SUB_FILTER, &field.sub_filter);
        return shown;
    }
    let Signed { signer, mut given, token, value } = match verify(field, bytes) {
        Ok(found) => found,
        Err(Refusal { verdict, code, detail, signer }) => {
            shown.signer = signer.map(|signer| evidence(&signer.subject()));
            fail(&mut shown, verdict, code, &detail);
            return shown;
        }
    };
    shown.signer = Some(evidence(&signer.subject()));
    shown.certificate = Some(signer.sha256());
    fail_by_later(&mut shown, &field.after);
    if shown.code.is_some() {
        return shown;
    }
    given.extend(carried.certificates.iter().filter(|one| !given.contains(one)).cloned().collect::<Vec<_>>());
    let stamp =
        |der: Vec<u8>| judging.verifier.judge_stamp(&der, &[&value], &given, &carried.material, Some(&signer), judging);
    let stamp = token.map(stamp);
    let own = stamp.as_ref().filter(|stamp| stamp.holds).and_then(|stamp| stamp.time);
    // EN 319 142-1 §5.6: the earliest proof counts. One from before the certificate began is none.
    let proven = carried.proofs.iter().filter_map(|proof| proof.of(field)).filter(|time| *time >= signer.not_before());
    shown.best_signature_time = own.into_iter().chain(proven).min();
    let at = shown.best_signature_time.unwrap_or(judging.at);
    shown.timestamp = stamp;
    match path::build(&signer, &given, judging.verifier.anchors(), at) {
        Ok(path) => {
            if let Some((verdict, code, detail)) = revoked(&path, at, &carried.material, judging) {
                fail(&mut shown, verdict, code, &detail);
            }
            chains.push(path.chain().to_vec());
        }
        Err(faults) => {
            if let Some(fault) = faults.first() {
                fail(&mut shown, Indication::Indeterminate, fault.code(), &fault.to_string());
            }
        }
    }
    shown
}

/// What revocation makes of a signature; nothing when it may stand.
fn revoked(
    path: &Path,
    at: Micros,
    embedded: &[Material],
    judging: &Judging<'_>,
) -> Option<(Indication, Code, String)> {
    match judging.verifier.revocation_of(path, embedded, at, judging).outcome {
        Outcome::NotChecked | Outcome::NotPublished | Outcome::Good => None,
        Outcome::Unknown { certificate, .. } => {
            Some((Indication::Indeterminate, codes::REVOCATION_UNKNOWN, certificate))
        }
        Outcome::OnHold { certificate, .. } => {
            Some((Indication::Indeterminate, codes::REVOCATION_ON_HOLD, certificate))
        }
        Outcome::Revoked { certificate, .. } => {
            Some((Indication::Indeterminate, codes::REVOCATION_REVOKED, certificate))
        }
    }
}

/// A CMS that holds.
struct Signed {
    signer: Certificate,
    given: Vec<Certificate>,
    /// The timestamp over its value, if it bears one.
    token: Option<Vec<u8>>,
    value: Vec<u8>,
}

/// Why a CMS does not count.
struct Refusal {
    verdict: Indication,
    code: Code,
    detail: String,
    signer: Option<Certificate>,
}

fn refusal(verdict: Indication, code: Code, detail: impl ToString) -> Refusal {
    Refusal { verdict, code, detail: detail.to_string(), signer: None }
}

/// The signer whose key made the CMS over the covered bytes, and the certificates at hand.
fn verify(field: &SignatureField, bytes: &[u8]) -> Result<Signed, Refusal> {
    let invalid = |detail: &str| refusal(Indication::Invalid, codes::PDF_SIGNATURE, detail);
    if field.contents.len() > CMS_BYTES_MAX {
        let detail = format!("a CMS of {} bytes", field.contents.len());
        return Err(refusal(Indication::Indeterminate, codes::PDF_TOO_COMPLEX, detail));
    }
    // As with timestamps: the parser that verifies puts BER into DER for the other.
    let normal = CmsContentInfo::from_der(&field.contents).and_then(|cms| cms.to_der());
    let normal = normal.map_err(|error| invalid(&error.to_string()))?;
    let content = ContentInfo::from_der(&normal).map_err(|error| invalid(&error.to_string()))?;
    if content.content_type != token::SIGNED_DATA {
        return Err(invalid("no SignedData"));
    }
    let signed = token::Parts::read(content.content.value()).map_err(|error| invalid(&error.to_string()))?;
    if signed.content.econtent.is_some() {
        return Err(invalid("the CMS brings content of its own"));
    }
    let [info] = signed.signers.0.as_slice() else { return Err(invalid("not one signer")) };
    let digest =
        token::digest_of_signer(info).map_err(|fault| refusal(Indication::Indeterminate, codes::PDF_WEAK, fault))?;
    let given = signed.certificates;
    let signer = given.iter().find(|one| token::is_of(info, one)).cloned().ok_or_else(|| {
        refusal(Indication::Indeterminate, codes::PDF_CERTIFICATE, "the signer's certificate is not in the CMS")
    })?;
    let fail = |mut refusal: Refusal| {
        refusal.signer = Some(signer.clone());
        refusal
    };
    if let Err(fault) = signer.key() {
        return Err(fail(refusal(Indication::Indeterminate, codes::PDF_CERTIFICATE, fault)));
    }
    if !names(info, &signer, field.sub_filter == CADES) {
        let detail = "the signed attributes do not name this certificate";
        return Err(fail(refusal(Indication::Invalid, codes::PDF_CERTIFICATE, detail)));
    }
    match holds(field, bytes, info, digest, &signer) {
        true => Ok(Signed { token: token_of(info), value: info.signature.as_bytes().to_vec(), signer, given }),
        false => Err(fail(invalid("the CMS does not fit the covered bytes"))),
    }
}

/// signature-time-stamp among the unsigned attributes (RFC 5126 §6.1.1); with several, none is chosen.
fn token_of(info: &SignerInfo) -> Option<Vec<u8>> {
    let all = info.unsigned_attrs.iter().flat_map(|all| all.iter());
    let mut values = all.filter(|one| one.oid == TIME_STAMP_TOKEN).flat_map(|one| one.values.iter());
    match (values.next(), values.next()) {
        (Some(only), None) => only.to_der().ok(),
        (_, _) => None,
    }
}

/// By the key of that certificate and no other: those inside the CMS are not looked at again. The covered bytes are hashed
/// where they lie; only a CMS without signed attributes, whose value is over them directly, needs them in one piece.
fn holds(
    field: &SignatureField,
    bytes: &[u8],
    info: &SignerInfo,
    digest: DigestAlgorithm,
    signer: &Certificate,
) -> bool {
    let run = |covered: &[u8], more: CMSOptions| -> Result<(), openssl::error::ErrorStack> {
        let mut cms = CmsContentInfo::from_der(&field.contents)?;
        let mut only = Stack::<X509>::new()?;
        only.push(signer.x509().to_owned())?;
        let flags = CMSOptions::NO_SIGNER_CERT_VERIFY | CMSOptions::NOINTERN | CMSOptions::BINARY | more;
        cms.verify(Some(&only), None, Some(covered), None, flags)
    };
    match info.signed_attrs {
        None => run(&field.covered_bytes(bytes).concat(), CMSOptions::empty()).is_ok(),
        Some(_) => {
            let due = message_digest(info);
            let found = covered_digest(field, bytes, digest).ok();
            due.is_some() && due == found && run(&[], CMSOptions::NO_CONTENT_VERIFY).is_ok()
        }
    }
}

fn covered_digest(
    field: &SignatureField,
    bytes: &[u8],
    digest: DigestAlgorithm,
) -> Result<Vec<u8>, openssl::error::ErrorStack> {
    digest.digest_of(&field.covered_bytes(bytes))
}

/// messageDigest (RFC 5652 §11.2): one attribute with one value.
fn message_digest(info: &SignerInfo) -> Option<Vec<u8>> {
    let mut attributes = info.signed_attrs.iter().flat_map(|all| all.iter()).filter(|one| one.oid == MESSAGE_DIGEST);
    let (Some(only), None) = (attributes.next(), attributes.next()) else { return None };
    let mut values = only.values.iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    value.decode_as::<OctetString>().ok().map(|digest| digest.as_bytes().to_vec())
}

/// Whether the signed attributes name the certificate: ETSI asks for it (EN 319 142-1 §6.3), Adobe's form allows it.
fn names(info: &SignerInfo, signer: &Certificate, required: bool) -> bool {
    let values = |oid: ObjectIdentifier| -> Vec<Any> {
        let attributes = info.signed_attrs.iter().flat_map(|all| all.iter()).filter(move |one| one.oid == oid);
        attributes.flat_map(|one| one.values.iter().cloned()).collect()
    };
    let (new, old) = (values(token::ESS_CERT_V2), values(token::ESS_CERT_V1));
    let fits = |value: &Any, is_v2: bool| {
        token::cert_id(value, is_v2).is_ok_and(|(digest, due)| {
            openssl::hash::hash(digest, signer.der()).is_ok_and(|found| found.as_ref() == due)
        })
    };
    let all = new.iter().all(|value| fits(value, true)) && old.iter().all(|value| fits(value, false));
    let count = new.len() + old.len();
    all && new.len() <= 1 && old.len() <= 1 && (count > 0 || !required)
}

const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const TIME_STAMP_TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
const CADES: &str = "ETSI.CAdES.detached";
const EVALUATED: &[&str] = &["adbe.pkcs7.detached", CADES];
/// In the field 10 to 60 KiB, more with lists of revoked certificates in it. OpenSSL takes fifty bytes for each value of two.
const CMS_BYTES_MAX: usize = 1 << 20;
const MAGIC: &[u8] = b"%PDF-";

#[cfg(test)]
mod tests;
