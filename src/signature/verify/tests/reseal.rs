//! The attacker's pen: makes the mathematics of a changed file right again, so that it is refused for what was changed
//! and not for a stale digest.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::fixture::file;
use crate::crypto::sha256;
use crate::signature::algorithm::{self, DigestAlgorithm, SignatureAlgorithm};
use crate::signature::c14n::{self, Method};
use crate::signature::dev_pki::Issued;
use crate::signature::verify::pass::{Plan, pass};
use crate::signature::verify::prescan::prescan;
use crate::xml::{Element, Limits, Subtree};

/// The digests of a bare file's references (SHA-256, exclusive) and its value (ECDSA P-256), computed anew.
pub fn reseal_bare(xml: &str, seal: &Issued) -> String {
    let shared = file(xml.as_bytes());
    let scan = prescan(&shared).unwrap();
    let Some(tree) = scan.signatures.first() else { return xml.to_owned() };
    let plan = Plan {
        skip: Some(tree.root.range.clone()),
        reference: Some((Method::Exclusive10, Vec::new(), DigestAlgorithm::Sha256)),
        ids: HashSet::new(),
    };
    let document = pass(&shared, plan).unwrap().digest.unwrap();
    let xml = set_digests(xml, &STANDARD.encode(document), tree);
    let tree = prescan(&file(xml.as_bytes())).unwrap().signatures.remove(0);
    set_value(&xml, &tree, seal)
}

/// The same for a signature file of a container; digests of entries stay as they are written.
pub fn reseal_file(xml: &str, seal: &Issued) -> String {
    let tree = Subtree::parse(xml.as_bytes(), Limits::STANDARD).unwrap();
    let xml = set_digests(xml, "", &tree);
    let tree = Subtree::parse(xml.as_bytes(), Limits::STANDARD).unwrap();
    set_value(&xml, &tree, seal)
}

fn set_digests(xml: &str, document: &str, tree: &Subtree) -> String {
    let properties = find(&tree.root, "SignedProperties").map(|element| digest(tree, element));
    let mut out = String::new();
    let mut rest = xml;
    while let Some(start) = rest.find("<ds:Reference") {
        let end = start + rest[start..].find("</ds:Reference>").unwrap();
        let reference = &rest[start..end];
        out.push_str(&rest[..start]);
        let value = match &properties {
            Some(digest) if reference.contains("-properties\"") => Some(digest.as_str()),
            _ if reference.contains("URI=\"\"") => Some(document),
            _ => None,
        };
        out.push_str(&match value {
            Some(value) => between(reference, "<ds:DigestValue>", "</ds:DigestValue>", value),
            None => reference.to_owned(),
        });
        rest = &rest[end..];
    }
    out + rest
}

fn set_value(xml: &str, tree: &Subtree, seal: &Issued) -> String {
    let info = find(&tree.root, "SignedInfo").unwrap();
    let octets = c14n::subtree(Method::Exclusive10, &[], tree, info).unwrap();
    let digest = sha256(&octets);
    let ecdsa = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
    let value = algorithm::sign(&seal.key, ecdsa, &digest.0).unwrap();
    let start = xml.find("<ds:SignatureValue").unwrap();
    let (before, after) = xml.split_at(start);
    before.to_owned() + &between(after, ">", "</ds:SignatureValue>", &STANDARD.encode(value))
}

fn digest(tree: &Subtree, element: &Element) -> String {
    STANDARD.encode(sha256(&c14n::subtree(Method::Exclusive10, &[], tree, element).unwrap()).0)
}

fn find<'t>(root: &'t Element, local: &str) -> Option<&'t Element> {
    root.descendants().find(|element| element.local == local)
}

/// `text` with what stands between the first `open` and the `close` after it replaced.
pub fn between(text: &str, open: &str, close: &str, with: &str) -> String {
    let start = text.find(open).unwrap() + open.len();
    let end = start + text[start..].find(close).unwrap();
    format!("{}{with}{}", &text[..start], &text[end..])
}
