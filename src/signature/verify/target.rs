//! What the references of a signature point at (SIGNATURES §2, §3). Every URI is one of a closed set, compared byte for
//! byte; there is no search.

use std::collections::HashSet;

use crate::codes;
use crate::package::MANIFEST_NAME;
use crate::signature::Mode;
use crate::signature::xades::SIGNED_PROPERTIES_TYPE;
use crate::signature::xmldsig::{Form, Grammar, Reference};
use crate::xml::Element;

/// What a reference points at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::signature) enum Target {
    /// The whole bare file, without its Signature.
    Document,
    /// SignedProperties of this signature.
    Properties,
    /// KeyInfo of this signature.
    KeyInfo,
    /// META-INF/manifest.xml.
    Manifest,
    /// An entry of the payload.
    Entry(String),
}

/// The rules of the two kinds of file.
pub(in crate::signature) enum Rules<'p> {
    /// Bare edXML.
    Enveloped,
    /// ASiC-E with this payload.
    Container {
        /// The names of the payload entries.
        payload: &'p HashSet<&'p str>,
        /// Whether there is a META-INF/manifest.xml.
        manifest: bool,
        /// A leading `/` is a remark in a report, a fault at intake.
        mode: Mode,
    },
}

impl Target {
    /// Whether it lies inside the signature.
    pub fn is_inside(&self) -> bool {
        matches!(self, Self::Properties | Self::KeyInfo)
    }

    /// As `covers` of the verdict names it; none for what is not payload.
    pub fn shown(&self) -> Option<String> {
        match self {
            Self::Document => Some("document".to_owned()),
            Self::Entry(name) => Some(crate::signature::verdict::evidence(name)),
            Self::Properties | Self::KeyInfo | Self::Manifest => None,
        }
    }

    /// For a technician.
    pub fn name(&self) -> &str {
        match self {
            Self::Document => "the whole document",
            Self::Properties => "SignedProperties",
            Self::KeyInfo => "KeyInfo",
            Self::Manifest => MANIFEST_NAME,
            Self::Entry(name) => name,
        }
    }
}

/// What each reference of `form` points at, and the rules on how many there are of each.
pub(in crate::signature) fn classify(
    grammar: &mut Grammar<'_>,
    signature: &Element,
    form: &Form<'_>,
    rules: &Rules<'_>,
) -> Vec<Option<Target>> {
    let targets: Vec<Option<Target>> =
        form.references.iter().map(|reference| one(grammar, form, reference, rules)).collect();
    let count = |wanted: &Target| targets.iter().flatten().filter(|target| *target == wanted).count();
    if matches!(rules, Rules::Enveloped) && count(&Target::Document) != 1 {
        let finding =
            grammar.at(signature, codes::SIGNATURE_DOCUMENT_REFERENCE).expected("one Reference with URI=\"\"");
        grammar.push(finding.found(count(&Target::Document).to_string()));
    }
    if form.properties.is_some() && count(&Target::Properties) != 1 {
        let finding = grammar.at(signature, codes::SIGNATURE_PROPERTIES_REFERENCE);
        grammar.push(finding.expected("one").found(count(&Target::Properties).to_string()));
    }
    for optional in [Target::KeyInfo, Target::Manifest] {
        if count(&optional) > 1 {
            let finding = grammar.at(signature, codes::SIGNATURE_REFERENCE_COUNT).expected("at most one");
            grammar.push(finding.found(format!("{} to {}", count(&optional), optional.name())));
        }
    }
    let mut seen = HashSet::new();
    for (target, reference) in targets.iter().zip(&form.references) {
        if let Some(entry @ Target::Entry(name)) = target
            && !seen.insert(entry)
        {
            grammar.push(grammar.at(reference.element, codes::SIGNATURE_COVERED_TWICE).found(name));
        }
    }
    targets
}

fn one(grammar: &mut Grammar<'_>, form: &Form<'_>, reference: &Reference<'_>, rules: &Rules<'_>) -> Option<Target> {
    let Some(uri) = reference.uri.as_deref() else {
        let finding = grammar.at(reference.element, codes::SIGNATURE_REFERENCE_URI);
        grammar.push(finding.expected("the attribute URI").found("none"));
        return None;
    };
    let fragment = uri.strip_prefix('#');
    let target = match (rules, fragment) {
        (_, Some(id)) => inside(grammar, form, reference, id)?,
        (Rules::Enveloped, None) if uri.is_empty() => Target::Document,
        (Rules::Enveloped, None) => {
            let finding = grammar.at(reference.element, codes::SIGNATURE_REFERENCE_URI);
            grammar.push(finding.expected("\"\" or an Id of this signature").found(uri));
            return None;
        }
        (Rules::Container { payload, manifest, mode }, None) => entry(
            grammar,
            reference,
            uri,
            |name| payload.contains(name) || (*manifest && name == MANIFEST_NAME),
            *mode,
        )?,
    };
    check_type(grammar, reference, &target);
    check_transforms(grammar, reference, &target).then_some(target)
}

/// A same-document reference: SignedProperties or KeyInfo of this very signature, by the Id that stands *there*.
fn inside(grammar: &mut Grammar<'_>, form: &Form<'_>, reference: &Reference<'_>, id: &str) -> Option<Target> {
    let is = |known: Option<&str>| known.is_some_and(|known| !known.is_empty() && known == id);
    if is(form.properties.as_ref().and_then(|properties| properties.signed_id.as_deref())) {
        return Some(Target::Properties);
    }
    if is(form.key_info.id.as_deref()) {
        return Some(Target::KeyInfo);
    }
    let code = match reference.kind.as_deref() {
        Some(SIGNED_PROPERTIES_TYPE) => codes::SIGNATURE_PROPERTIES_REFERENCE,
        _ => codes::SIGNATURE_REFERENCE_URI,
    };
    let finding =
        grammar.at(reference.element, code).expected("the Id of this signature's SignedProperties or KeyInfo");
    grammar.push(finding.found(format!("#{id}")));
    None
}

fn entry(
    grammar: &mut Grammar<'_>,
    reference: &Reference<'_>,
    uri: &str,
    exists: impl Fn(&str) -> bool,
    mode: Mode,
) -> Option<Target> {
    let (uri, slash) = match uri.strip_prefix('/') {
        Some(rest) => (rest, true),
        None => (uri, false),
    };
    if slash {
        let finding = match mode {
            Mode::Report => grammar.remark(reference.element, codes::SIGNATURE_LEADING_SLASH),
            Mode::Intake => grammar.at(reference.element, codes::SIGNATURE_LEADING_SLASH),
        };
        grammar.push(finding.expected(uri).found(format!("/{uri}")));
    }
    let Some(name) = percent_decode(uri) else {
        let finding = grammar.at(reference.element, codes::SIGNATURE_REFERENCE_URI);
        grammar.push(finding.expected("a relative URI").found(uri));
        return None;
    };
    if !exists(&name) {
        let finding = grammar.at(reference.element, codes::SIGNATURE_UNKNOWN_ENTRY).expected("an entry of the payload");
        grammar.push(finding.found(name));
        return None;
    }
    Some(if name == MANIFEST_NAME { Target::Manifest } else { Target::Entry(name) })
}

/// Type belongs to SignedProperties alone; without it another verifier would not see them as signed.
fn check_type(grammar: &mut Grammar<'_>, reference: &Reference<'_>, target: &Target) {
    let kind = reference.kind.as_deref();
    let (fits, due) = match target {
        Target::Properties => (kind == Some(SIGNED_PROPERTIES_TYPE), SIGNED_PROPERTIES_TYPE),
        Target::Document | Target::KeyInfo | Target::Manifest | Target::Entry(_) => (kind.is_none(), "no Type"),
    };
    if !fits {
        let finding = grammar.at(reference.element, codes::SIGNATURE_REFERENCE_TYPE);
        grammar.push(finding.expected(due).found(kind.unwrap_or("none")));
    }
}

/// The document: enveloped-signature, then at most one canonicalization. Inside the signature: at most one. A file: none.
fn check_transforms(grammar: &mut Grammar<'_>, reference: &Reference<'_>, target: &Target) -> bool {
    let transforms = &reference.transforms;
    let (fits, due) = match target {
        Target::Document => (transforms.enveloped, "enveloped-signature first"),
        Target::Properties | Target::KeyInfo => (!transforms.enveloped, "one canonicalization or none"),
        Target::Manifest | Target::Entry(_) => (!transforms.present, "no Transforms"),
    };
    if !fits && !transforms.broken {
        let found = if transforms.enveloped { "enveloped-signature" } else { "other transforms" };
        let found = if transforms.present { found } else { "none" };
        let finding = grammar.at(reference.element, codes::SIGNATURE_TRANSFORM).expected(due).found(found);
        grammar.push(finding);
    }
    fits && !transforms.broken
}

/// Percent-decoded once, UTF-8, `+` literal (RFC 3986 §2.1, §4.2): a relative path, no scheme, query or fragment.
fn percent_decode(uri: &str) -> Option<String> {
    if uri.is_empty() || uri.starts_with('/') || uri.contains(['?', '#', '\\']) {
        return None;
    }
    // A colon in the first segment would be a scheme (RFC 3986 §4.2); in later ones no entry name can have it anyway.
    if uri.contains(':') {
        return None;
    }
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit =
            || rest.next().and_then(|byte| char::from(byte).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        let (high, low) = (digit()?, digit()?);
        bytes.push(high << 4 | low);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_decoded_once() {
        let table = [
            ("document.xml", Some("document.xml")),
            ("van%20ban.pdf", Some("van ban.pdf")),
            ("a+b.pdf", Some("a+b.pdf")),
            ("%2541.pdf", Some("%41.pdf")),
            ("C%C3%B4ng%20v%C4%83n.pdf", Some("Công văn.pdf")),
            ("Công văn.pdf", Some("Công văn.pdf")),
            ("a%2Fb.pdf", Some("a/b.pdf")),
            ("%C3.pdf", None),
            ("%4", None),
            ("%zz", None),
            ("%+1", None),
            ("http://a/b", None),
            ("file:x", None),
            ("//host/x", None),
            ("a?b", None),
            ("a\\b", None),
            ("", None),
        ];
        for (uri, name) in table {
            assert_eq!(percent_decode(uri).as_deref(), name, "{uri}");
        }
    }
}
