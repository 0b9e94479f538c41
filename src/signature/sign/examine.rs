//! What somebody else asks to be signed, looked at before a key touches it: whoever holds the key recomputes every digest and finds
//! in SignedInfo exactly what is at hand, or signs nothing.
//!
//! The rules are those by which a package is verified (`xmldsig`, `xades`, `verify::target`), and stricter: the canonical
//! form that the hub writes, SHA-256, the key's own algorithm, no remark, no reference beside document, files and SignedProperties.
//! At last both elements are written anew from what was shown, and have to be the same octets: a place in them that nobody looks at
//! holds nothing.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::markup::{DS, XADES};
use super::{Identity, Named, Unsigned, asice};
use crate::codes::{self, Code};
use crate::crypto;
use crate::domain::ids::{Digest, Micros};
use crate::package::{DOCUMENT_NAME, media_type_of};
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::c14n::{self, Method};
use crate::signature::verdict::{Finding, Mode};
use crate::signature::verify::target::{Rules, Target, classify};
use crate::signature::xmldsig::{self, Grammar, Reference};
use crate::xml::{Element, Limits, Position, Reader, Subtree};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The bytes of document.xml.
    pub document_xml: &'a [u8],
    /// The files: entry name, SHA-256 of the bytes that were seen.
    pub files: &'a [(String, Digest)],
    /// The canonical SignedProperties.
    pub signed_properties: &'a [u8],
    /// The canonical SignedInfo.
    pub signed_info: &'a [u8],
}

/// Why it is not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Mismatch {
    /// Which rule.
    pub code: Code,
    /// What was expected and found.
    pub detail: String,
}

/// Holds SignedInfo against what is at hand: the claimed time of signing, when everything fits.
///
/// # Errors
/// The first thing that does not fit.
pub fn examine(asked: &Asked<'_>, identity: &Identity) -> Result<Micros, Mismatch> {
    asice::check_document(asked.document_xml).map_err(|error| Mismatch::of(error.code(), &error))?;
    let text = whole(asked, identity)?;
    let context = asice::context().map_err(|error| Mismatch::of(codes::INTERNAL, &error))?;
    let mut reader = Reader::fragment(text.as_slice(), Limits::STANDARD, context, Position::START);
    let tree = reader.next().map(drop).and_then(|()| Subtree::read(&mut reader, text.len() as u64));
    let tree = tree.map_err(|error| Mismatch::of(error.code(), &error))?;
    let mut grammar = Grammar::new(None);
    let form = xmldsig::read(&mut grammar, &tree.root);
    xmldsig::check_ids(&mut grammar, &tree);
    let payload: HashSet<&str> =
        std::iter::once(DOCUMENT_NAME).chain(asked.files.iter().map(|(name, _)| name.as_str())).collect();
    if payload.len() != asked.files.len() + 1 {
        return Err(Mismatch::of(codes::PACKAGE_DUPLICATE_NAME, &"two files bear one name"));
    }
    let rules = Rules::Container { payload: &payload, manifest: false, mode: Mode::Intake };
    let targets = classify(&mut grammar, &tree.root, &form, &rules);
    let certificate = form.properties.as_ref().and_then(|properties| properties.signing_certificate.as_ref());
    if let Some(named) = certificate {
        named.find(&mut grammar, &form.key_info);
    }
    if let Some(finding) = grammar.findings.first() {
        return Err(found(finding));
    }
    // What was read is what is signed: the very octets, in the one form that the hub writes.
    let exclusive = Some((Method::Exclusive10, Vec::new()));
    if form.canonicalization != exclusive {
        return Err(Mismatch::of(codes::SIGNATURE_CANONICALIZATION, &"expected exclusive canonicalization"));
    }
    let properties = form.properties.as_ref();
    same_octets(&tree, form.signed_info, asked.signed_info, "SignedInfo")?;
    same_octets(
        &tree,
        properties.and_then(|properties| properties.signed),
        asked.signed_properties,
        "SignedProperties",
    )?;
    if form.algorithm != Some(identity.algorithm()) {
        let found = form.algorithm_uri.unwrap_or_default();
        let words = format!("expected {}, found {found}", identity.algorithm().uri());
        return Err(Mismatch::of(codes::SIGNATURE_KEY_MISMATCH, &words));
    }
    digests(asked, &form.references, &targets)?;
    let claimed = properties.and_then(|properties| properties.signing_time.as_deref()).unwrap_or_default();
    let Ok(time) = claimed.parse::<jiff::Timestamp>() else {
        return Err(Mismatch::of(codes::SIGNATURE_STRUCTURE, &format!("SigningTime {claimed:?}")));
    };
    let (time, signed) = (Micros(time.as_microsecond()), properties.and_then(|properties| properties.signed));
    written_anew(asked, identity, signed.and_then(|signed| signed.attribute("", "Id")).unwrap_or_default(), time)?;
    Ok(time)
}

/// What would be signed if it were written here, from what is at hand and the two things that are the hub's to choose: the Id, and
/// the time.
fn written_anew(asked: &Asked<'_>, identity: &Identity, properties_id: &str, time: Micros) -> Result<(), Mismatch> {
    let hexadecimal = |c: char| c.is_ascii_digit() || matches!(c, 'a'..='f');
    let id = properties_id
        .strip_suffix("-properties")
        .filter(|id| id.strip_prefix("S-").is_some_and(|number| number.len() == 16 && number.chars().all(hexadecimal)));
    let id = id.ok_or_else(|| Mismatch::of(codes::SIGNATURE_STRUCTURE, &format!("the Id {properties_id:?}")))?;
    let named = |(name, sha256): &(String, Digest)| {
        let media_type = media_type_of(name).to_owned();
        Named { name: name.clone(), media_type, sha256: *sha256 }
    };
    let files: Vec<Named> = asked.files.iter().map(named).collect();
    let document_xml = asked.document_xml.to_vec();
    let own = Unsigned::new(identity.clone(), id.to_owned(), document_xml, &files, time)
        .map_err(|error| Mismatch::of(error.code(), &error))?;
    for (what, own, given) in [
        ("SignedProperties", own.signed_properties(), asked.signed_properties),
        ("SignedInfo", own.signed_info(), asked.signed_info),
    ] {
        if own != given {
            return Err(Mismatch::of(codes::SIGNATURE_STRUCTURE, &format!("{what} holds more than what is shown")));
        }
    }
    Ok(())
}

/// The Signature as it would stand in its file, around the octets that are to be signed. Its KeyInfo holds the one certificate
/// that is here, so that SignedProperties can name no other.
fn whole(asked: &Asked<'_>, identity: &Identity) -> Result<Vec<u8>, Mismatch> {
    for octets in [asked.signed_info, asked.signed_properties] {
        if octets.len() > OCTETS_MAX {
            return Err(Mismatch::of(codes::XML_SUBTREE_SIZE, &format!("{} bytes", octets.len())));
        }
    }
    let certificate = BASE64.encode(identity.certificate().der());
    let open = format!(r#"<ds:Signature xmlns:ds="{DS}" Id="{ID}">"#);
    let middle = format!(
        r##"<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="{XADES}" Target="#{ID}">"##
    );
    let close = "</xades:QualifyingProperties></ds:Object></ds:Signature>";
    Ok([open.as_bytes(), asked.signed_info, middle.as_bytes(), asked.signed_properties, close.as_bytes()].concat())
}

fn same_octets(tree: &Subtree, element: Option<&Element>, given: &[u8], what: &str) -> Result<(), Mismatch> {
    let canonical = element.map(|element| c14n::subtree(Method::Exclusive10, &[], tree, element));
    match canonical {
        Some(Ok(octets)) if octets == given => Ok(()),
        Some(_) | None => {
            Err(Mismatch::of(codes::SIGNATURE_CANONICALIZATION, &format!("{what} is not in canonical form")))
        }
    }
}

/// Each of document, files and SignedProperties once, by the digest of what is at hand.
fn digests(asked: &Asked<'_>, references: &[Reference<'_>], targets: &[Option<Target>]) -> Result<(), Mismatch> {
    let mut left: HashSet<&str> = asked.files.iter().map(|(name, _)| name.as_str()).chain([DOCUMENT_NAME]).collect();
    for (reference, target) in references.iter().zip(targets) {
        let expected = match target {
            Some(Target::Entry(name)) if name == DOCUMENT_NAME => crypto::sha256(asked.document_xml),
            Some(Target::Entry(name)) => match asked.files.iter().find(|(known, _)| known == name) {
                Some((_, digest)) => *digest,
                None => return Err(Mismatch::of(codes::SIGNATURE_UNKNOWN_ENTRY, name)),
            },
            Some(Target::Properties)
                if reference.transforms.canonicalization == Some((Method::Exclusive10, Vec::new())) =>
            {
                crypto::sha256(asked.signed_properties)
            }
            Some(other) => return Err(Mismatch::of(codes::SIGNATURE_REFERENCE_URI, &other.name())),
            None => {
                return Err(Mismatch::of(codes::SIGNATURE_REFERENCE_URI, &reference.uri.as_deref().unwrap_or("none")));
            }
        };
        let name = target.as_ref().map_or("", Target::name);
        if reference.digest != Some(DigestAlgorithm::Sha256) {
            return Err(Mismatch::of(codes::SIGNATURE_DIGEST_UNKNOWN, &format!("{name}: expected SHA-256")));
        }
        if reference.value.as_deref() != Some(expected.0.as_slice()) {
            return Err(Mismatch::of(codes::SIGNATURE_DIGEST, &name));
        }
        left.remove(name);
    }
    match left.into_iter().min() {
        None => Ok(()),
        Some(name) => Err(Mismatch::of(codes::SIGNATURE_UNCOVERED_ENTRY, &name)),
    }
}

fn found(finding: &Finding) -> Mismatch {
    let words = |label: &str, text: &Option<String>| text.as_ref().map(|text| format!("{label} {text}"));
    let words = [words("expected", &finding.expected), words("found", &finding.found), finding.detail.clone()];
    Mismatch { code: finding.code, detail: words.into_iter().flatten().collect::<Vec<_>>().join(", ") }
}

impl Mismatch {
    fn of(code: Code, detail: &dyn std::fmt::Display) -> Self {
        Self { code, detail: detail.to_string() }
    }
}

/// A thousand references with long names take half of it.
const OCTETS_MAX: usize = 2 << 20;
/// The Id of the Signature around what is asked; its own name stands nowhere in what is signed.
const ID: &str = "lienthong-asked";
