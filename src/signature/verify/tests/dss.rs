//! The XAdES files of DSS: documents of every kind, none of them edXML, so that each is refused as a package. Their
//! signatures are judged all the same, as far as that needs no document: SignatureValue over SignedInfo by the certificate
//! that SigningCertificate names, and every timestamp over SignatureValue. The table is a snapshot; what is not right in it
//! stands there with its code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::super::candidate::Candidate;
use super::super::target::Rules;
use crate::domain::ids::Micros;
use crate::signature::path::Anchors;
use crate::signature::timestamp::{TimestampFault, Token};
use crate::signature::xmldsig::DS;
use crate::xml::{Limits, Subtree};

#[test]
fn signatures_of_dss() {
    let Some(folder) = crate::signature::c14n::tests::vectors("signatures_of_dss") else { return };
    let root = folder.join("dss");
    let mut files = Vec::new();
    list(&root, &mut files);
    files.sort();
    assert!(files.len() > 150, "{}", files.len());
    let mut table = String::new();
    for file in &files {
        let name = file.strip_prefix(&root).unwrap().display();
        let text = std::fs::read(file).unwrap();
        let text = without_comments(&String::from_utf8_lossy(&text));
        let tree = match Subtree::parse(text.as_bytes(), Limits::STANDARD) {
            Ok(tree) => tree,
            Err(error) => {
                let _ = writeln!(table, "{name}: {}", error.code());
                continue;
            }
        };
        let signatures: Vec<_> = tree.root.descendants().filter(|element| element.is(DS, "Signature")).collect();
        if signatures.is_empty() {
            let _ = writeln!(table, "{name}: no signature");
        }
        for signature in signatures {
            let candidate = Candidate::read(&tree, signature, None, &Rules::Enveloped);
            let value = match candidate.value().unwrap() {
                Some(None) => "value holds".to_owned(),
                Some(Some(finding)) => format!("{}", finding.code),
                None => not_computed(&candidate),
            };
            let _ = writeln!(table, "{name}: {value}{}", stamps(&candidate));
        }
    }
    insta::assert_snapshot!(table);
}

/// Why the value was not computed: the codes that stand in the way.
fn not_computed(candidate: &Candidate<'_>) -> String {
    let mut codes: Vec<&str> = candidate
        .findings
        .iter()
        .map(|finding| finding.code.name())
        .filter(|code| BLOCKING.iter().any(|blocking| code.starts_with(blocking)))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    format!("not computed: {}", codes.join(" "))
}

fn stamps(candidate: &Candidate<'_>) -> String {
    let Some(properties) = &candidate.form.properties else { return String::new() };
    let mut words = String::new();
    for stamp in &properties.unsigned.stamps {
        let Ok(stamped) = candidate.stamped(&stamp.canonicalization) else {
            words.push_str(", stamp over nothing");
            continue;
        };
        let word = match Token::parse(&stamp.token) {
            Err(fault) => fault.code().name(),
            Ok(token) => {
                match token.check(
                    &[&stamped],
                    &properties.unsigned.certificates,
                    &Anchors::none(),
                    Micros(i64::MAX / 2),
                ) {
                    Ok(_) => "holds",
                    // Nobody is trusted here: what remains is whether everything else holds.
                    Err(faults) => match faults.iter().find(|fault| !matches!(fault, TimestampFault::Untrusted { .. }))
                    {
                        None => "holds",
                        Some(fault) => fault.code().name(),
                    },
                }
            }
        };
        let _ = write!(words, ", stamp {word}");
    }
    words
}

fn without_comments(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(start) = text.find("<!--") {
        let Some(end) = text[start..].find("-->") else { break };
        text.replace_range(start..start + end + 3, "");
    }
    text
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            files.push(path);
        }
    }
}

/// What keeps a value from being computed.
const BLOCKING: [&str; 9] = [
    "signature.algorithm",
    "signature.canonicalization",
    "signature.signing_certificate",
    "signature.key_info",
    "signature.base64",
    "signature.structure",
    "signature.signer",
    "certificate.",
    "signature.object",
];
