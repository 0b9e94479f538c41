//! The first look and the pass in one, for the file that most are: one Signature, the last child of the header, no Id before
//! it. The reader that looks for the Signature feeds the usual canonical form on the way; where the reference asks for
//! another, the pass begins anew.
//!
//! Absent on purpose: any finding of its own. What is not regular up to the end of the header is nothing here, and the first
//! look says what is wrong with it.

use std::fs::File;
use std::sync::Arc;

use super::VerifyError;
use super::pass::{Passed, Plan, Walk, pass};
use super::prescan::{HEADER_BYTES, Way, is_signature};
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::c14n::Method;
use crate::xml::{Event, Start, Subtree};

/// A pass that stands behind the Signature.
pub(super) struct Single {
    walk: Walk<'static>,
    way: Way,
}

impl Single {
    /// Up to the Signature, which comes with it; none where the file is not regular so far.
    ///
    /// # Errors
    /// When this machine fails.
    pub fn open(file: &Arc<File>) -> Result<Option<(Self, Subtree)>, VerifyError> {
        let mut walk = Walk::new(file, Plan { reference: Some(usual()), ..Plan::default() })?;
        let mut way = Way::default();
        loop {
            let in_header = way.is_in_header();
            let step = match walk.reader.next() {
                Ok(Event::Start(start)) if is_signature(start.namespace(), start.local()) => match in_header {
                    true => Seen::Signature,
                    false => return Ok(None),
                },
                Ok(Event::Start(start)) if has_id(&start) => return Ok(None),
                Ok(Event::Start(start)) => Seen::Open(way.leads_on(start.namespace(), start.local())),
                Ok(Event::Text(_)) => Seen::Text,
                Ok(Event::End(_)) if !in_header => Seen::Close,
                Ok(Event::End(_) | Event::Eof) | Err(_) => return Ok(None),
            };
            let offset = walk.reader.range().end;
            if way.is_too_long(offset) {
                return Ok(None);
            }
            match step {
                Seen::Signature => {
                    let tree = Subtree::read(&mut walk.reader, HEADER_BYTES);
                    return Ok(tree.ok().map(|tree| (Self { walk, way }, tree)));
                }
                Seen::Open(fits) => {
                    walk.start();
                    if walk.is_blown_up() {
                        return Ok(None);
                    }
                    way.open(fits, offset);
                }
                Seen::Text => walk.text(),
                Seen::Close => {
                    walk.end();
                    way.close();
                }
            }
        }
    }

    /// The rest of the file by `plan`; none where the header is not regular to its end.
    ///
    /// # Errors
    /// When this machine fails; what is wrong behind the header is a finding.
    pub fn finish(self, file: &Arc<File>, plan: Plan<'_>) -> Result<Option<Passed>, VerifyError> {
        let Self { mut walk, way } = self;
        loop {
            let ended = match walk.reader.next() {
                Ok(Event::Text(_)) => false,
                Ok(Event::End(_)) => true,
                Ok(Event::Start(_) | Event::Eof) | Err(_) => return Ok(None),
            };
            if way.is_too_long(walk.reader.range().end) {
                return Ok(None);
            }
            match ended {
                true => break walk.end(),
                false => walk.text(),
            }
        }
        match plan.reference == Some(usual()) {
            true => walk.planned(plan).finish().map(Some),
            false => pass(file, plan).map(Some),
        }
    }
}

/// What most references ask for; the content digest is over the same form, whatever they ask (SIGNATURES §8).
fn usual() -> (Method, Vec<String>, DigestAlgorithm) {
    (Method::Exclusive10, Vec::new(), DigestAlgorithm::Sha256)
}

/// An Id before the Signature may be one of those inside it, which are not known yet.
fn has_id(start: &Start<'_>) -> bool {
    start.attributes().any(|attribute| attribute.local.eq_ignore_ascii_case("id"))
}

enum Seen {
    Signature,
    Open(bool),
    Text,
    Close,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::prescan::{Prescan, prescan};
    use super::super::tests::fixture::{bare_xml, file, options, sign_bare, signer};
    use super::*;
    use crate::signature::dev_pki::KeyKind;
    use crate::signature::sign::{Form, SignOptions};
    use crate::signature::xmldsig;

    /// What the first look and the pass find one after the other, by the plan of `reference`.
    fn one_after_the_other(bytes: &[u8], reference: Reference) -> (Prescan, Option<Passed>) {
        let file = file(bytes);
        let scan = prescan(&file).unwrap();
        let passed = scan.signatures.first().map(|tree| pass(&file, plan(tree, reference)).unwrap());
        (scan, passed)
    }

    type Reference = (Method, Vec<String>, DigestAlgorithm);

    fn plan(tree: &Subtree, reference: Reference) -> Plan<'_> {
        let ids: HashSet<&str> = tree.root.descendants().flat_map(xmldsig::ids).collect();
        Plan { skip: Some(tree.root.range.clone()), reference: Some(reference), ids }
    }

    fn at_once(bytes: &[u8], reference: Reference) -> Option<(Subtree, Passed)> {
        let file = file(bytes);
        let (single, tree) = Single::open(&file).unwrap()?;
        let passed = single.finish(&file, plan(&tree, reference)).unwrap()?;
        Some((tree, passed))
    }

    fn same(what: &str, bytes: &[u8], reference: Reference, regular: bool) {
        let found = at_once(bytes, reference.clone());
        assert_eq!(found.is_some(), regular, "{what}");
        let Some((tree, passed)) = found else { return };
        let (scan, due) = one_after_the_other(bytes, reference);
        let due = due.unwrap();
        assert!(!scan.broken && scan.findings.is_empty() && scan.signatures == [tree], "{what}: the Signature");
        assert_eq!((passed.digest, passed.content), (due.digest, due.content), "{what}: digests");
        assert_eq!(passed.kept, due.kept, "{what}: what is kept");
        assert_eq!(passed.findings, due.findings, "{what}: findings");
        assert_eq!((passed.stray, passed.whole), (due.stray, due.whole), "{what}");
        let shown = |all: &[crate::signature::verify::kept::RawAttachment]| format!("{all:?}");
        assert_eq!(shown(&passed.attachments), shown(&due.attachments), "{what}: attachments");
    }

    #[test]
    fn at_once_is_found_what_is_found_one_after_the_other() {
        let key = signer(KeyKind::P256);
        let good = sign_bare(&key, &options(), &bare_xml());
        let plain = sign_bare(&key, &SignOptions { form: Form::Plain, ..options() }, &bare_xml());
        let after = |mark: &str, more: &str| good.replacen(mark, &format!("{mark}{more}"), 1);
        let (header, signature) =
            ("</edXML:edXMLHeader>", "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>");
        let id = good.split(" Id=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        for (what, xml, regular) in [
            ("XAdES", good.clone(), true),
            ("XMLDSig", plain, true),
            ("text behind the Signature", good.replacen(header, &format!(" \n{header}"), 1), true),
            ("a second Signature behind the header", after(header, signature), true),
            ("an Id of the Signature behind it", after(header, &format!("<x Id=\"{id}\"/>")), true),
            ("cut off behind the header", good.split_inclusive(header).next().unwrap().to_owned(), true),
            ("a comment behind the header", after(header, "<!-- -->"), true),
            ("an element behind the Signature", good.replacen(header, &format!("<x/>{header}"), 1), false),
            ("a second Signature in the header", good.replacen(header, &format!("{signature}{header}"), 1), false),
            ("an Id before the Signature", after("<edXML:edXMLHeader>", "<x iD=\"a\"/>"), false),
            ("a Signature before the header", after("<edXML:edXMLEnvelope>", signature), false),
            ("no Signature", bare_xml(), false),
            ("a comment in the header", after("<edXML:edXMLHeader>", "<!-- -->"), false),
            ("a long header", after("</ds:Signature>", &" ".repeat(HEADER_BYTES as usize)), false),
            ("an empty file", String::new(), false),
        ] {
            assert!(what == "XAdES" || xml != good, "{what} changes nothing");
            for reference in [
                usual(),
                (Method::Inclusive10, Vec::new(), DigestAlgorithm::Sha256),
                (Method::Exclusive10, Vec::new(), DigestAlgorithm::Sha512),
                (Method::Exclusive10, vec!["ds".to_owned()], DigestAlgorithm::Sha256),
            ] {
                same(what, xml.as_bytes(), reference, regular);
            }
        }
    }
}
