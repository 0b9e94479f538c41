//! Document timestamps (ISO 32000-2 §12.8.5; ETSI EN 319 142-1 §5.4.3): an RFC 3161 token over the bytes that it covers.
//!
//! One that holds proves that every signature whose revision it covers was there at its time. One that stamps other bytes,
//! or is no token, is wrong, and the file with it; one that nobody trusted gave proves nothing and takes nothing away.

use super::carried::Carried;
use super::{Judging, fail, fail_by_later, shown};
use crate::codes::{self, Code};
use crate::domain::ids::Micros;
use crate::pdf::{Kind, SignatureField};
use crate::signature::verdict::{Indication, PdfSignature};

/// Until when something was there at the latest.
#[derive(Clone, Copy)]
pub(super) struct Proof {
    /// The byte after the revision that was stamped.
    end: usize,
    time: Micros,
}

impl Proof {
    /// The time that it proves for a signature, which lies in an earlier revision.
    pub(super) fn of(&self, field: &SignatureField) -> Option<Micros> {
        (field.end() < self.end).then_some(self.time)
    }
}

pub(super) fn is_stamp(field: &SignatureField) -> bool {
    field.kind == Kind::Timestamp
}

/// What a document timestamp is worth, and what it proves.
pub(super) fn judge(
    field: &SignatureField,
    bytes: &[u8],
    carried: &Carried,
    judging: &Judging<'_>,
) -> (PdfSignature, Option<Proof>) {
    let mut shown = shown(field);
    let Carried { certificates, material, .. } = carried;
    let covered = field.covered_bytes(bytes);
    let stamp = judging.verifier.judge_stamp(&field.contents, &covered, certificates, material, None, judging);
    (shown.signer, shown.certificate) = (stamp.authority.clone(), stamp.certificate);
    match stamp.code {
        Some(code) if WRONG.contains(&code) => fail(&mut shown, Indication::Invalid, code, ""),
        Some(code) => fail(&mut shown, Indication::Indeterminate, code, ""),
        None => fail_by_later(&mut shown, &field.after),
    }
    let proof = stamp.time.filter(|_| stamp.holds).map(|time| Proof { end: field.end(), time });
    shown.timestamp = Some(stamp);
    (shown, proof)
}

/// What no clock, anchor or answer can make right.
const WRONG: &[Code] = &[codes::TIMESTAMP_IMPRINT, codes::TIMESTAMP_SIGNATURE, codes::TIMESTAMP_MALFORMED];
