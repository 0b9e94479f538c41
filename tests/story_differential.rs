//! Differences: xmlsec1 and signxml sign random documents, each of which we call valid; random bytes of them are flipped,
//! and what we still call valid, xmlsec1 calls valid too, unless its reason stands on the list.
//!
//! `make differential N=5000` tries more than the few of `make test`, and others each time. A failure names its SEED.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use lienthong::clock::Clock;
use lienthong::signature::algorithm::DigestAlgorithm;
use lienthong::signature::dev_pki::{DevPki, Issued, KeyKind};
use lienthong::signature::sign::{Canonicalization, SignOptions, Signer};
use lienthong::signature::{Indication, Mode, Request, Verdict, Verifier};

use crate::support::chance::Chance;
use crate::support::judges;
use crate::support::template::Template;

mod documents;
mod names;
mod packages;

#[test]
fn two_judges_agree_over_random_documents() {
    let count: usize = std::env::var("DOCUMENTS").map_or(64, |text| text.parse().unwrap());
    let mut chance = Chance::from_env("story_differential");
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::set_up(dir.path());
    let mut tally = Tally::default();
    let mut left = count;
    while left > 0 {
        let batch = left.min(BATCH);
        let mut signed: Vec<(String, PathBuf)> = Vec::new();
        let mut jobs = Vec::new();
        for number in 0..batch {
            let (source, target) =
                (dir.path().join(format!("{number}.xml")), dir.path().join(format!("{number}.edxml")));
            let what = match chance.below(2) {
                0 => bench.by_xmlsec1(&mut chance, &source, &target),
                _ => bench.for_signxml(&mut chance, &source, &target, &mut jobs),
            };
            signed.push((what, target));
        }
        let list = dir.path().join("jobs.json");
        std::fs::write(&list, serde_json::Value::from(jobs).to_string()).unwrap();
        judges::python("signxml_enveloped.py", &["batch", text(&list)]);
        for (what, file) in &signed {
            bench.hold(&mut chance, what, file, &mut tally);
        }
        left -= batch;
    }
    println!("{count} documents, {FLIPS} changed copies of each: {tally:#?}");
    assert!(tally.differences.is_empty(), "{}", tally.differences.join("\n"));
}

/// The list of reasons is no longer than it has to be: each is seen here, and the one that is often named is none.
#[test]
fn the_listed_disagreements_are_there() {
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::set_up(dir.path());
    let (source, target) = (dir.path().join("source.xml"), dir.path().join("signed.edxml"));
    std::fs::write(&source, documents::with_attachment("QUJD")).unwrap();
    let seal = &bench.seals[RSA];
    let (key, chain) = (text(&seal.key_file), text(&seal.chain_file));
    judges::python("signxml_enveloped.py", &["sign", "pss", key, chain, text(&source), text(&target)]);
    assert_eq!(bench.verdict(&target).verdict, Indication::Valid);
    let words = bench.xmlsec1(&target).expect_err("xmlsec1 knows RSASSA-PSS now: take it off the list");
    assert_eq!(listed(&words), Some(LISTED[0].1), "{words}");

    let large = documents::with_attachment(&"QUJD".repeat(11 << 18));
    let seal = &bench.seals[0];
    let signer = Signer::new(seal.key.clone(), seal.certificate.clone(), seal.chain.clone()).unwrap();
    let options = SignOptions::at(Clock::System.now());
    signer.sign_enveloped(Cursor::new(large), &options, File::create(&target).unwrap()).unwrap();
    assert_eq!(bench.verdict(&target).verdict, Indication::Valid);
    assert_eq!(bench.xmlsec1(&target), Ok(()), "a text node over 10 MB");
}

/// What may differ: xmlsec1 refuses, for a reason of its own.
fn listed(words: &str) -> Option<&'static str> {
    LISTED.iter().find(|(said, _)| words.contains(said)).map(|(_, reason)| *reason)
}

struct Bench {
    verifier: Verifier,
    root: PathBuf,
    issuing: PathBuf,
    seals: Vec<Issued>,
    scratch: PathBuf,
}

#[derive(Debug, Default)]
struct Tally {
    signed: usize,
    /// Changed copies that we call valid, and xmlsec1 too: the change was in nothing signed.
    both_valid: usize,
    /// Changed copies that xmlsec1 calls valid and we do not, by our code. Strictness is no fault.
    stricter: BTreeMap<&'static str, usize>,
    both_invalid: usize,
    /// Changed copies that were valid here alone, by the listed reason.
    listed: BTreeMap<&'static str, usize>,
    differences: Vec<String>,
}

impl Bench {
    fn set_up(dir: &Path) -> Self {
        let pki = DevPki::make(dir.join("pki")).unwrap();
        let seals = [KeyKind::P256, KeyKind::Rsa2048, KeyKind::P384].map(|kind| pki.seal(kind).unwrap());
        let verifier = Verifier::new(pki.anchors().unwrap());
        let (root, issuing) = (pki.root_file().to_owned(), pki.issuing().cert_file.clone());
        Self { verifier, root, issuing, seals: seals.to_vec(), scratch: dir.join("changed.edxml") }
    }

    fn by_xmlsec1(&self, chance: &mut Chance, source: &Path, target: &Path) -> String {
        let number = chance.below(3) as usize;
        let seal = &self.seals[number];
        let hash = pick(chance, &["sha256", "sha384", "sha512"]);
        let method = format!("{}-{hash}", ["ecdsa", "rsa", "ecdsa"][number]);
        let c14n = *pick(chance, &Canonicalization::ALL);
        let lists = [None, Some("edXML"), Some("#default"), Some("a b #default xml ds")];
        let prefixes = pick(chance, &lists).filter(|_| c14n == Canonicalization::Exclusive10);
        let digest = pick(chance, &DIGESTS).uri();
        let form = Template { method: &method, c14n: c14n.uri(), digest, prefixes, xades: chance.below(2) == 0 };
        std::fs::write(source, form.within(&documents::random(chance, true), seal)).unwrap();
        let key = format!("{},{},{}", text(&seal.key_file), text(&seal.cert_file), text(&self.issuing));
        let output = ["--output", text(target), text(source)];
        judges::xmlsec1(&[&["--sign", "--privkey-pem", &key, "--id-attr:Id", PROPERTIES][..], &output].concat());
        format!("xmlsec1 {form:?}")
    }

    fn for_signxml(
        &self,
        chance: &mut Chance,
        source: &Path,
        target: &Path,
        jobs: &mut Vec<serde_json::Value>,
    ) -> String {
        let number = chance.below(2) as usize;
        let seal = &self.seals[number];
        std::fs::write(source, documents::random(chance, false)).unwrap();
        let forms: &[&str] = if number == RSA { &["xades", "plain", "pss"] } else { &["xades", "plain"] };
        let form = *pick(chance, forms);
        let digest = *pick(chance, &["SHA256", "SHA384", "SHA512"]);
        let c14n = *pick(chance, &["EXCLUSIVE_XML_CANONICALIZATION_1_0", "CANONICAL_XML_1_0", "CANONICAL_XML_1_1"]);
        let (key, chain) = (&seal.key_file, &seal.chain_file);
        let job = [form, text(key), text(chain), text(source), text(target), digest, c14n];
        jobs.push(serde_json::json!(job));
        format!("signxml {form} {digest} {c14n}")
    }

    /// As it was signed it is valid; of its changed copies none is valid here alone.
    fn hold(&self, chance: &mut Chance, what: &str, file: &Path, tally: &mut Tally) {
        let good = std::fs::read(file).unwrap();
        let verdict = self.verdict(file);
        match verdict.verdict {
            Indication::Valid => tally.signed += 1,
            _ => {
                let kept = keep(&good);
                tally.differences.push(format!("{what}: signed, and we say {:?} ({kept})", verdict.codes()));
                return;
            }
        }
        for number in 0..FLIPS {
            let mut changed = good.clone();
            for _ in 0..=chance.below(2) {
                flip(chance, &mut changed);
            }
            std::fs::write(&self.scratch, &changed).unwrap();
            let verdict = self.verdict(&self.scratch);
            let valid = verdict.verdict == Indication::Valid;
            // The judge is slow: of those that we refuse it is asked about one a document.
            if !valid && number > 0 {
                continue;
            }
            match (valid, self.xmlsec1(&self.scratch)) {
                (true, Ok(())) => tally.both_valid += 1,
                (false, Ok(())) => {
                    *tally.stricter.entry(verdict.codes().first().map_or("", |code| code.name())).or_default() += 1;
                }
                (false, Err(_)) => tally.both_invalid += 1,
                (true, Err(words)) => match listed(&words) {
                    Some(reason) => *tally.listed.entry(reason).or_default() += 1,
                    None => {
                        let kept = keep(&changed);
                        tally.differences.push(format!("{what}: valid here alone ({kept}); xmlsec1 says\n{words}"));
                    }
                },
            }
        }
    }

    fn verdict(&self, file: &Path) -> Verdict {
        let request = Request { mode: Mode::Report, ..Request::report(Clock::System.now()) };
        self.verifier.verify(Arc::new(File::open(file).unwrap()), &request).unwrap().verdict
    }

    /// Yes, or its words.
    fn xmlsec1(&self, file: &Path) -> Result<(), String> {
        let arguments = ["--verify", "--enabled-key-data", "x509", "--trusted-pem", text(&self.root)];
        let output = Command::new("xmlsec1")
            .args(arguments)
            .args(["--id-attr:Id", PROPERTIES, text(file)])
            .output()
            .expect("the judge xmlsec1 is missing: run `make setup`");
        match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()),
        }
    }
}

/// One byte becomes another, goes, or comes twice; or it is written in another way that means the same, which the one
/// judge may know and the other not.
fn flip(chance: &mut Chance, bytes: &mut Vec<u8>) {
    let at = chance.below(bytes.len() as u64) as usize;
    match chance.below(11) {
        0 => drop(bytes.remove(at)),
        1 => bytes.insert(at, bytes[at]),
        2 => bytes[at] = *pick(chance, b" \t\r\n<>&\"'=/#:"),
        3 => rewrite(bytes, at, |byte| byte == b'>', pick::<&str>(chance, &[" >", "\n>", "\t\r >"])),
        4 => rewrite(bytes, at, |byte| byte == b' ', pick::<&str>(chance, &["  ", "\n", " \t", "&#32;", "&#x20;"])),
        5 => {
            let letter = bytes[at..].iter().find(|byte| byte.is_ascii_alphanumeric()).copied().unwrap_or(b'a');
            let form = pick(
                chance,
                &[format!("&#{letter};"), format!("&#x{letter:X};"), format!("<![CDATA[{}]]>", char::from(letter))],
            )
            .clone();
            rewrite(bytes, at, |byte| byte == letter, &form);
        }
        _ => bytes[at] ^= 1 << chance.below(8),
    }
}

/// The first such byte from `at` on, written as `form`.
fn rewrite(bytes: &mut Vec<u8>, at: usize, is: impl Fn(u8) -> bool, form: &str) {
    if let Some(found) = bytes[at..].iter().position(|byte| is(*byte)) {
        bytes.splice(at + found..=at + found, form.bytes());
    }
}

/// Where a file that shows a difference is kept for the reader of the failure.
fn keep(bytes: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("difference-{}.edxml", lienthong::crypto::sha256(bytes)));
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

fn pick<'a, T>(chance: &mut Chance, from: &'a [T]) -> &'a T {
    &from[chance.below(from.len() as u64) as usize]
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// What xmlsec1 refuses and we take, by its words.
const LISTED: &[(&str, &str)] = &[("xmldsig-more#sha256-rsa-MGF1", "RSASSA-PSS, which xmlsec1 1.2 does not know")];
const DIGESTS: [DigestAlgorithm; 3] = [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512];
const PROPERTIES: &str = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties";
/// Changed copies of each document.
const FLIPS: usize = 16;
/// Which of the seals has an RSA key.
const RSA: usize = 1;
/// Documents signed by one process of signxml.
const BATCH: usize = 64;
