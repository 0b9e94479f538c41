//! The interoperability vectors of Baltimore, IAIK and the W3C, kept by xmlsec and Santuario.
//!
//! Each output file is either made by us, or stands in a list with the reason why it is outside what we canonicalize:
//! elements with all their content, without comments, from files without a document type. A file in no list fails,
//! one in both fails, and so does one in the second list that we could make after all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::{Canonicalizer, Method, subtree};
use crate::xml::{Limits, Subtree, XmlError};

/// The folder of foreign vectors; none, loudly, where it is absent (an error in CI).
pub(in crate::signature) fn folder(test: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/vectors"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "../shared/vectors is absent, and CI is set");
    println!("SKIPPED {test}: ../shared/vectors is absent");
    None
}

/// Outputs that we make from elements of one file.
struct Made {
    folder: &'static str,
    outputs: &'static [&'static str],
    input: &'static str,
    /// Local names; the first element of each, one canonical form behind the other.
    targets: &'static [&'static str],
    skip: &'static [&'static str],
    method: Method,
    prefixes: &'static [&'static str],
}

/// Outputs that are outside, with the reason.
struct Outside {
    folder: &'static str,
    outputs: &'static [&'static str],
    reason: &'static str,
}

#[test]
fn every_vector_is_made_or_listed() {
    let Some(root) = folder("every_vector_is_made_or_listed") else { return };
    let mut listed = BTreeSet::new();
    for made in MADE {
        let tree = parse(&root.join(made.folder).join(made.input)).unwrap();
        let mut octets = Vec::new();
        for target in made.targets {
            let element = tree.root.descendants().find(|element| element.local == *target).unwrap();
            let inherited = tree.context_of(element).unwrap();
            let sink = |piece: &[u8]| octets.extend_from_slice(piece);
            let mut canonicalizer = Canonicalizer::new(made.method, made.prefixes, &inherited, sink);
            canonicalizer.element(element, &|inner| made.skip.contains(&inner.local.as_str()));
            canonicalizer.finish();
        }
        for output in expand(made.outputs) {
            let name = format!("{}/{output}", made.folder);
            let expected = std::fs::read(root.join(&name)).unwrap();
            assert_eq!(String::from_utf8_lossy(&octets), String::from_utf8_lossy(&expected), "{name}");
            assert!(listed.insert(name.clone()), "{name} is listed twice");
        }
    }
    for outside in OUTSIDE {
        for output in expand(outside.outputs) {
            let name = format!("{}/{output}", outside.folder);
            let expected = std::fs::read(root.join(&name)).unwrap();
            if let Some(how) = healed(&root.join(outside.folder), &expected) {
                panic!("{name} is listed as outside ({}), but we make it: {how}", outside.reason);
            }
            assert!(listed.insert(name.clone()), "{name} is listed twice");
        }
    }
    let folders: BTreeSet<&str> = MADE.iter().map(|m| m.folder).chain(OUTSIDE.iter().map(|o| o.folder)).collect();
    let present: BTreeSet<String> = folders.into_iter().flat_map(|folder| outputs(&root, folder)).collect();
    let unlisted: Vec<_> = present.difference(&listed).collect();
    assert!(unlisted.is_empty(), "in no list: {unlisted:?}");
    let absent: Vec<_> = listed.difference(&present).collect();
    assert!(absent.is_empty(), "listed, but no output: {absent:?}");
}

/// Files with a document type are outside because the reader refuses them, not because of what it makes of them.
#[test]
fn vectors_with_a_document_type_are_refused() {
    let Some(root) = folder("vectors_with_a_document_type_are_refused") else { return };
    for file in [
        "santuario/src/test/resources/interop/c14n/Y2/signature-joseph-exc.xml",
        "santuario/src/test/resources/org/w3c/www/interop/c14n11/xmlbase-c14n11spec-input.xml",
        "santuario/src/test/resources/org/w3c/www/interop/c14n11/xmlbase-c14n11spec2-input.xml",
    ] {
        assert_eq!(parse(&root.join(file)).unwrap_err().code().name(), "xml.dtd", "{file}");
    }
}

/// Is there any element of any file of the folder that gives these octets?
fn healed(folder: &Path, expected: &[u8]) -> Option<String> {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let Ok(tree) = parse(&path) else { continue };
        for element in tree.root.descendants() {
            for method in Method::ALL {
                for prefixes in PREFIX_LISTS {
                    if subtree(method, prefixes, &tree, element).unwrap() == expected {
                        return Some(format!("{} in {path:?}, {method:?}, {prefixes:?}", element.local));
                    }
                }
            }
        }
    }
    None
}

/// Reads a file without its comments, which our forms do not hold and our reader refuses.
fn parse(path: &Path) -> Result<Subtree, XmlError> {
    let mut text = std::fs::read_to_string(path).unwrap();
    while let Some((before, rest)) = text.split_once("<!--") {
        text = format!("{before}{}", rest.split_once("-->").unwrap().1);
    }
    Subtree::parse(text.as_bytes(), Limits::STANDARD)
}

fn outputs(root: &Path, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_output = |name: &String| name.ends_with(".output") || (name.starts_with("c14n-") && name.ends_with(".txt"));
    names.filter(is_output).map(|name| format!("{folder}/{name}")).collect()
}

/// Numbers are merlin's names; `x*` is the W3C's x.output and what four implementors made of it.
fn expand(outputs: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for output in outputs {
        match output.strip_suffix('*') {
            Some(stem) => names.extend(["", "-IAIK", "-IBM", "-SUN", "-UPC"].map(|by| format!("{stem}{by}.output"))),
            None if output.parse::<u32>().is_ok() => names.push(format!("c14n-{output}.txt")),
            None => names.push(format!("{output}.output")),
        }
    }
    names
}

const MERLIN: &str = "xmlsec/tests/merlin-c14n-three";
const Y1: &str = "santuario/src/test/resources/interop/c14n/Y1";
const Y2: &str = "santuario/src/test/resources/interop/c14n/Y2";
const Y3: &str = "santuario/src/test/resources/interop/c14n/Y3";
const Y4: &str = "santuario/src/test/resources/interop/c14n/Y4";
const Y5: &str = "santuario/src/test/resources/interop/c14n/Y5";
const W3C: &str = "santuario/src/test/resources/org/w3c/www/interop/c14n11";
/// All that occur in these vectors.
const PREFIX_LISTS: [&[&str]; 5] = [&[], &["bar", "#default"], &["a"], &["ns2"], &["#default"]];

const fn merlin(folder: &'static str, outputs: &'static [&'static str], target: &'static [&'static str]) -> Made {
    made(folder, outputs, "signature.xml", target, Method::Inclusive10, &[])
}

const fn made(
    folder: &'static str,
    outputs: &'static [&'static str],
    input: &'static str,
    targets: &'static [&'static str],
    method: Method,
    prefixes: &'static [&'static str],
) -> Made {
    Made { folder, outputs, input, targets, skip: &[], method, prefixes }
}

const fn w3c(outputs: &'static [&'static str], input: &'static str, targets: &'static [&'static str]) -> Made {
    made(W3C, outputs, input, targets, Method::Inclusive11, &[])
}

#[rustfmt::skip]
const MADE: &[Made] = &[
    merlin(MERLIN, &["0"], &["Something"]),
    merlin(MERLIN, &["27"], &["SignedInfo"]),
    made(MERLIN, &["9", "11", "20"], "signature.xml", &["Something"], Method::Exclusive10, &[]),
    made(MERLIN, &["18"], "signature.xml", &["Something"], Method::Exclusive10, &["bar", "#default"]),
    made(Y1, &["0"], "exc-signature.xml", &["Object"], Method::Exclusive10, &[]),
    made(Y1, &["1"], "exc-signature.xml", &["Object"], Method::Exclusive10, &["bar", "#default"]),
    made(Y1, &["4"], "exc-signature.xml", &["SignedInfo"], Method::Exclusive10, &[]),
    merlin(Y3, &["8"], &["SignedInfo"]),
    merlin(Y4, &["0"], &["Something"]),
    merlin(Y4, &["27"], &["SignedInfo"]),
    made(Y4, &["9", "10", "11", "19", "20"], "signature.xml", &["Something"], Method::Exclusive10, &[]),
    made(Y4, &["18"], "signature.xml", &["Something"], Method::Exclusive10, &["bar", "#default"]),
    merlin(Y5, &["0"], &["Something"]),
    merlin(Y5, &["27"], &["SignedInfo"]),
    made(Y5, &["9", "11", "20"], "signature.xml", &["Something"], Method::Exclusive10, &[]),
    made(Y5, &["18"], "signature.xml", &["Something"], Method::Exclusive10, &["bar", "#default"]),
    Made { skip: &["e2"], ..w3c(&["xmlbase-prop-1*"], "xmlbase-prop-input.xml", &["c14n11XmlBaseDoc1"]) },
    w3c(&["xmlbase-prop-2*"], "xmlbase-prop-input.xml", &["e1"]),
    w3c(&["xmlbase-prop-3*"], "xmlbase-prop-input.xml", &["e11"]),
    w3c(&["xmlbase-prop-4*"], "xmlbase-prop-input.xml", &["e111"]),
    w3c(&["xmlbase-prop-5*"], "xmlbase-prop-input.xml", &["e21"]),
    w3c(&["xmlbase-prop-6*"], "xmlbase-prop-input.xml", &["e3"]),
    Made { skip: &["e1", "e2"], ..w3c(&["xmlbase-prop-7*"], "xmlbase-prop-input.xml", &["c14n11XmlBaseDoc1"]) },
    w3c(&["xmlid-1*"], "xmlid-input.xml", &["e1"]),
    w3c(&["xmlid-2*"], "xmlid-input.xml", &["e11", "e12"]),
    w3c(&["xmllang-1*"], "xmllang-input.xml", &["e1"]),
    w3c(&["xmllang-2*"], "xmllang-input.xml", &["e2"]),
    w3c(&["xmllang-3*"], "xmllang-input.xml", &["e11"]),
    w3c(&["xmllang-4*"], "xmllang-input.xml", &["e11", "e12"]),
    w3c(&["xmlspace-1*"], "xmlspace-input.xml", &["e1"]),
    w3c(&["xmlspace-2*"], "xmlspace-input.xml", &["e2"]),
    w3c(&["xmlspace-3*"], "xmlspace-input.xml", &["e11"]),
    w3c(&["xmlspace-4*"], "xmlspace-input.xml", &["e11", "e12"]),
];

const NODE_SET: &str = "XPath takes single nodes out of the element, namespace nodes among them";
const COMMENTS: &str = "a form with comments";
const DOCUMENT_TYPE: &str = "the file has a document type, with default attributes";

#[rustfmt::skip]
const OUTSIDE: &[Outside] = &[
    Outside { folder: MERLIN, reason: NODE_SET, outputs: &[
        "1", "2", "3", "4", "5", "6", "7", "8", "10", "12", "13", "14", "15", "16", "17", "19", "21", "22", "23", "24", "25", "26",
    ] },
    Outside { folder: Y1, reason: COMMENTS, outputs: &["2", "3"] },
    Outside { folder: Y2, reason: DOCUMENT_TYPE, outputs: &["0", "1", "2"] },
    Outside { folder: Y3, reason: NODE_SET, outputs: &["0", "1", "2", "3", "4", "5", "6", "7"] },
    Outside { folder: Y4, reason: NODE_SET, outputs: &[
        "1", "2", "3", "4", "5", "6", "7", "8", "12", "13", "14", "15", "16", "17", "21", "22", "23", "24", "25", "26",
    ] },
    Outside { folder: Y5, reason: NODE_SET, outputs: &[
        "1", "2", "3", "4", "5", "6", "7", "8", "10", "12", "13", "14", "15", "16", "17", "19", "21", "22", "23", "24", "25", "26",
    ] },
    Outside { folder: W3C, reason: DOCUMENT_TYPE, outputs: &[
        "xmlbase-c14n11spec-102", "xmlbase-c14n11spec-102-IAIK", "xmlbase-c14n11spec-102-IBM", "xmlbase-c14n11spec-102-SUN",
        "xmlbase-c14n11spec2-102", "xmlbase-c14n11spec2-102-IAIK", "xmlbase-c14n11spec2-102-IBM", "xmlbase-c14n11spec2-102-SUN",
    ] },
    Outside { folder: W3C, reason: NODE_SET, outputs: &[
        "xmlbase-c14n11spec-103-IBM", "xmlbase-c14n11spec-103-SUN",
        "xmlbase-c14n11spec3-103", "xmlbase-c14n11spec3-103-IAIK", "xmlbase-c14n11spec3-103-IBM",
    ] },
    Outside { folder: W3C, reason: "a signature, not a canonical form", outputs: &[
        "xmlbase-c14n11spec2-102-UPC", "xmlbase-prop-102-UPC",
    ] },
];
