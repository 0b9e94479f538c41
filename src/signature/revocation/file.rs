//! Files of revocation answers that a person gives: DER, or for lists PEM with any number of them.
//!
//! Refused: whatever is not wholly read. A list that is passed over in silence is a revocation that nobody hears of.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{AnswerFault, Kind, Material, Origin, crl, ocsp};

/// The answers of the file `bytes`, at least one.
///
/// # Errors
/// [`AnswerFault::Malformed`] when any part of it is no answer, [`AnswerFault::TooLong`], [`AnswerFault::Refused`].
pub fn read_file(kind: Kind, bytes: Vec<u8>) -> Result<Vec<Material>, AnswerFault> {
    let malformed = |detail: &str| AnswerFault::Malformed { detail: detail.to_owned() };
    let answers = match kind {
        _ if bytes.is_empty() => return Err(malformed("the file is empty")),
        Kind::Crl if bytes.starts_with(BEGIN.as_bytes()) => {
            blocks(std::str::from_utf8(&bytes).map_err(|_| malformed("PEM that is not text"))?)?
        }
        Kind::Crl | Kind::Ocsp => vec![bytes],
    };
    for answer in &answers {
        match kind {
            Kind::Crl => crl::is_list(answer)?,
            Kind::Ocsp => ocsp::is_answer(answer)?,
        }
    }
    Ok(answers.into_iter().map(|answer| Material::new(kind, answer, Origin::Given)).collect())
}

/// The contents of PEM blocks, with nothing but white space between them (RFC 7468 §2, without its explanatory text).
fn blocks(text: &str) -> Result<Vec<Vec<u8>>, AnswerFault> {
    let malformed = |detail: &str| AnswerFault::Malformed { detail: detail.to_owned() };
    let mut all = Vec::new();
    let mut rest = text.trim_ascii();
    while !rest.is_empty() {
        let body = rest.strip_prefix(BEGIN).ok_or_else(|| malformed("something else between the PEM blocks"))?;
        let (body, tail) = body.split_once(END).ok_or_else(|| malformed("a PEM block without an end"))?;
        let compact: String = body.split_ascii_whitespace().collect();
        all.push(STANDARD.decode(compact).map_err(|error| malformed(&error.to_string()))?);
        rest = tail.trim_ascii_start();
    }
    Ok(all)
}

const BEGIN: &str = "-----BEGIN X509 CRL-----";
const END: &str = "-----END X509 CRL-----";
