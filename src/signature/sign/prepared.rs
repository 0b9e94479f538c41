//! From a draft to what is to be signed, and from there to the finished signature: the text is read back by the strict
//! reader and canonicalized in the context in which it will stand. What is signed is therefore what a verifier sees,
//! whatever namespaces surround it. Who holds the key makes no difference here: one that lies in this process and one far away
//! get the same octets.

use super::markup::{DS, Draft, XADES};
use super::{Form, Lasting, SignError, Signer};
use crate::crypto;
use crate::signature::algorithm::AlgorithmFault;
use crate::signature::c14n;
use crate::xml::{Context, Element, Limits, Position, Reader, Subtree};

/// A signature of which everything is known but the value.
pub(super) struct Prepared<'a> {
    draft: &'a Draft<'a>,
    context: &'a Context,
    properties_digest: Vec<u8>,
    /// The canonical SignedProperties; empty in plain XMLDSig.
    pub(super) signed_properties: Vec<u8>,
    /// The canonical SignedInfo: what the value is over.
    pub(super) signed_info: Vec<u8>,
}

impl<'a> Prepared<'a> {
    /// `draft` as a child of an element whose children inherit `context`.
    pub(super) fn new(draft: &'a Draft<'a>, context: &'a Context) -> Result<Self, SignError> {
        let (signed_properties, properties_digest) = match draft.options.form {
            Form::Plain => (Vec::new(), Vec::new()),
            Form::XadesB => {
                let octets = canonical(draft, &draft.element(&[], &[], ""), context, XADES, "SignedProperties")?;
                let digest = draft.options.digest.digest(&octets).map_err(AlgorithmFault::from)?;
                (octets, digest)
            }
        };
        let unsigned = draft.element(&properties_digest, &[], "");
        let signed_info = canonical(draft, &unsigned, context, DS, "SignedInfo")?;
        Ok(Self { draft, context, properties_digest, signed_properties, signed_info })
    }

    /// The text of the ds:Signature with that value.
    pub(super) fn signed(&self, value: &[u8]) -> String {
        self.draft.element(&self.properties_digest, value, "")
    }

    /// The same, stamped by `lasting`.
    fn stamped(&self, value: &[u8], lasting: &dyn Lasting) -> Result<String, SignError> {
        if self.draft.options.form == Form::Plain {
            return Err(SignError::PlainStamped);
        }
        let draft = self.draft;
        let stamped = canonical(draft, &self.signed(value), self.context, DS, "SignatureValue")?;
        let token = lasting.stamp(&stamped)?;
        let proofs = lasting.proofs(&draft.identity.certificate, &draft.identity.chain, &token)?;
        let unsigned = draft.unsigned(&token, proofs.as_ref());
        Ok(draft.element(&self.properties_digest, value, &unsigned))
    }
}

/// The text of the ds:Signature that `draft` describes, by a key that is here.
pub(super) fn finish(signer: &Signer, draft: &Draft<'_>, context: &Context) -> Result<String, SignError> {
    let prepared = Prepared::new(draft, context)?;
    let value = signer.value(&prepared.signed_info)?;
    match &signer.lasting {
        Some(lasting) => prepared.stamped(&value, lasting.as_ref()),
        None => Ok(prepared.signed(&value)),
    }
}

/// A fresh Id, so that two signatures over one document never share one.
pub(super) fn fresh_id() -> Result<String, SignError> {
    let random: [u8; 8] = crypto::random().map_err(AlgorithmFault::from)?;
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
