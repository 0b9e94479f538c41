//! From a draft to a finished signature: the text is read back by the strict reader, canonicalized in the context in
//! which it will stand, and signed. What is signed is therefore what a verifier sees, whatever namespaces surround it.

use super::markup::{DS, Draft, XADES};
use super::{Form, SignError};
use crate::crypto;
use crate::signature::c14n;
use crate::xml::{Context, Element, Limits, Position, Reader, Subtree};

/// The text of the ds:Signature that `draft` describes, as a child of an element whose children inherit `context`.
pub(super) fn finish(draft: &Draft<'_>, context: &Context) -> Result<String, SignError> {
    let properties_digest = match draft.options.form {
        Form::Plain => Vec::new(),
        Form::XadesB => {
            let octets = canonical(draft, &draft.element(&[], &[], ""), context, XADES, "SignedProperties")?;
            draft.options.digest.digest(&octets).map_err(crate::signature::algorithm::AlgorithmFault::from)?
        }
    };
    let unsigned = draft.element(&properties_digest, &[], "");
    let signed_info = canonical(draft, &unsigned, context, DS, "SignedInfo")?;
    let value = draft.signer.value(&signed_info)?;
    let signed = draft.element(&properties_digest, &value, "");
    let Some(lasting) = &draft.signer.lasting else { return Ok(signed) };
    if draft.options.form == Form::Plain {
        return Err(SignError::PlainStamped);
    }
    let stamped = canonical(draft, &signed, context, DS, "SignatureValue")?;
    let token = lasting.stamp(&stamped)?;
    let proofs = lasting.proofs(&draft.signer.certificate, &draft.signer.chain, &token)?;
    let unsigned = draft.unsigned(&token, proofs.as_ref());
    Ok(draft.element(&properties_digest, &value, &unsigned))
}

/// A fresh Id, so that two signatures over one document never share one.
pub(super) fn fresh_id() -> Result<String, SignError> {
    let random: [u8; 8] = crypto::random().map_err(crate::signature::algorithm::AlgorithmFault::from)?;
    Ok(random.iter().fold(String::from("S-"), |id, byte| id + &format!("{byte:02x}")))
}

fn canonical(
    draft: &Draft<'_>,
    signature: &str,
    context: &Context,
    namespace: &str,
    local: &str,
) -> Result<Vec<u8>, SignError> {
    let mut reader = Reader::fragment(signature.as_bytes(), Limits::STANDARD, context.clone(), Position::START);
    reader.next()?;
    let tree = Subtree::read(&mut reader, signature.len() as u64)?;
    let target = find(&tree.root, namespace, local).ok_or(SignError::OwnMarkup { detail: "an element" })?;
    c14n::subtree(draft.options.canonicalization, &[], &tree, target)
        .map_err(|_| SignError::OwnMarkup { detail: "its canonical form" })
}

fn find<'a>(root: &'a Element, namespace: &str, local: &str) -> Option<&'a Element> {
    root.descendants().find(|element| element.is(namespace, local))
}
