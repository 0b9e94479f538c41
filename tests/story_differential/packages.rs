//! Random ASiC-E: libdigidocpp and we sign them, and they are put into other containers that hold the same; each has to be
//! valid for both. Bytes are flipped in the container and in its entries: what we still call valid, libdigidocpp does too,
//! unless its reason stands on the list. That a seal is of none of the EU's trusted lists is no reason here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lienthong::clock::Clock;
use lienthong::signature::dev_pki::{DevPki, Issued, KeyKind};
use lienthong::signature::path::{Anchor, Anchors, RevocationRule};
use lienthong::signature::sign::{
    Attachment, Canonicalization, SignOptions, Signer, SigningCertificate, sign_asice_together,
};
use lienthong::signature::{Indication, Request, Verdict, Verifier};

use super::{DIGESTS, flip, names, pick};
use crate::support::chance::Chance;
use crate::support::container_parts::{MANIFEST, Parts, SIGNATURE};
use crate::support::edxml;
use crate::support::judges::{self, DigidocJob, DigidocReport};
use crate::support::zip_lies::Entry;

#[test]
fn libdigidocpp_agrees_over_random_packages() {
    let count: usize = std::env::var("DOCUMENTS").map_or(32, |text| text.parse().unwrap());
    let mut chance = Chance::from_env("story_differential::packages");
    let dir = tempfile::tempdir().unwrap();
    let bench = Bench::set_up(dir.path());
    let plans: Vec<Plan> = (0..count).map(|number| Plan::random(&mut chance, number, &bench)).collect();
    bench.let_digidoc_sign(&mut chance, &plans);
    let mut copies = Vec::new();
    for plan in &plans {
        let signed = match plan.by_digidoc {
            true => std::fs::read(plan.out(dir.path())).unwrap(),
            false => bench.sign(&mut chance, plan),
        };
        let dressed = bench.dressed(&mut chance, plan, &signed);
        copies.extend(bench.copies(&mut chance, plan, &dressed));
    }
    let files: Vec<&Path> = copies.iter().map(|copy| copy.file.as_path()).collect();
    let reports = judges::digidoc(dir.path(), &[], &files);
    assert_eq!(reports.len(), copies.len(), "libdigidocpp did not judge all");
    let mut tally = Tally::default();
    copies.iter().zip(&reports).for_each(|(copy, report)| tally.weigh(copy, report));
    let (by_digidoc, flips) = (plans.iter().filter(|plan| plan.by_digidoc).count(), count * FLIPS);
    println!("{count} packages ({by_digidoc} signed by libdigidocpp), {flips} changed copies: {tally:#?}");
    assert!(tally.differences.is_empty(), "{}", tally.differences.join("\n"));
    assert!(tally.signed_listed.contains_key(NO_MANIFEST), "libdigidocpp wants no manifest now: take it off the list");
}

struct Bench {
    dir: PathBuf,
    verifier: Verifier,
    seals: Vec<Issued>,
}

/// What to make.
struct Plan {
    number: usize,
    by_digidoc: bool,
    names: Vec<String>,
    seal: usize,
    /// With a second signature, of another seal.
    second: Option<usize>,
    manifest: bool,
    respelled: bool,
}

/// A package as it was signed, or changed, and what we say of it.
struct Copy {
    what: String,
    changed: bool,
    /// The change is a letter of the signature file written as a CDATA section.
    cdata: bool,
    file: PathBuf,
    verdict: Verdict,
}

#[derive(Debug, Default)]
struct Tally {
    /// As signed: both say valid.
    signed: usize,
    /// As signed: valid here alone, by the listed reason.
    signed_listed: BTreeMap<&'static str, usize>,
    /// Changed copies that both call valid: the change was in nothing signed.
    both_valid: usize,
    /// Changed copies that libdigidocpp calls valid and we do not, by our code. Strictness is no fault.
    stricter: BTreeMap<&'static str, usize>,
    both_invalid: usize,
    /// Changed copies that were valid here alone, by the listed reason.
    listed: BTreeMap<&'static str, usize>,
    differences: Vec<String>,
}

impl Plan {
    fn random(chance: &mut Chance, number: usize, bench: &Bench) -> Self {
        let by_digidoc = chance.below(2) == 0;
        // 28 and 30 are where peers fail (SIGNATURES §1).
        let count = *pick(chance, &[0, 1, 2, 3, 5, 8, 28, 30, 39]);
        let names = names::random(chance, count, !by_digidoc);
        let seal = chance.below(bench.seals.len() as u64) as usize;
        let second = (chance.below(4) == 0).then(|| (seal + 1) % bench.seals.len());
        // The first has none: that this is a disagreement is seen each time.
        let manifest = number > 0 && chance.below(6) > 0;
        let respelled = !by_digidoc && second.is_none() && chance.below(2) == 0;
        Self { number, by_digidoc, names, seal, second, manifest, respelled }
    }

    fn out(&self, dir: &Path) -> PathBuf {
        dir.join(format!("{}.asice", self.number))
    }

    fn shown(&self) -> String {
        let Self { names, seal, second, manifest, respelled, .. } = self;
        let who = if self.by_digidoc { "libdigidocpp" } else { "we" };
        format!("{who} by seal {seal} (second {second:?}), manifest {manifest}, respelled {respelled}, {names:?}")
    }
}

impl Bench {
    fn set_up(dir: &Path) -> Self {
        let pki = DevPki::make(dir.join("pki")).unwrap();
        let seals = [KeyKind::P256, KeyKind::Rsa2048, KeyKind::P384].map(|kind| pki.seal(kind).unwrap());
        // libdigidocpp sends no chain.
        let anchor = |issued: &Issued| {
            let certificate = issued.certificate.clone();
            Anchor { certificate, revocation: RevocationRule::IfPublished }
        };
        let verifier = Verifier::new(Anchors::new([anchor(pki.root()), anchor(pki.issuing())]).unwrap());
        Self { dir: dir.to_owned(), verifier, seals: seals.to_vec() }
    }

    fn signers<'b>(&'b self, plan: &Plan) -> Vec<&'b Issued> {
        std::iter::once(plan.seal).chain(plan.second).map(|number| &self.seals[number]).collect()
    }

    fn let_digidoc_sign(&self, chance: &mut Chance, plans: &[Plan]) {
        let plans: Vec<&Plan> = plans.iter().filter(|plan| plan.by_digidoc).collect();
        let outs: Vec<PathBuf> = plans.iter().map(|plan| plan.out(&self.dir)).collect();
        let jobs = plans.iter().zip(&outs).map(|(plan, out)| {
            let folder = self.dir.join(format!("payload-{}", plan.number));
            std::fs::create_dir(&folder).unwrap();
            let mut files = vec![(folder.join("document.xml"), "text/xml")];
            std::fs::write(&files[0].0, edxml::document_xml(&plan.names)).unwrap();
            for name in &plan.names {
                std::fs::write(folder.join(name), content(chance)).unwrap();
                files.push((folder.join(name), "application/pdf"));
            }
            DigidocJob { out, files, signers: self.signers(plan).into_iter().map(judges::pkcs12).collect() }
        });
        judges::digidoc(&self.dir, &jobs.collect::<Vec<_>>(), &[]);
    }

    fn sign(&self, chance: &mut Chance, plan: &Plan) -> Vec<u8> {
        let attachments = plan.names.iter().map(|name| Attachment {
            name: name.clone(),
            media_type: "application/pdf".to_owned(),
            source: Box::new(Cursor::new(content(chance))),
        });
        let attachments = attachments.collect();
        let signers = self
            .signers(plan)
            .into_iter()
            .map(|issued| Signer::new(issued.key.clone(), issued.certificate.clone(), issued.chain.clone()).unwrap());
        let signers: Vec<Signer> = signers.collect();
        let options = SignOptions {
            canonicalization: *pick(chance, &Canonicalization::ALL),
            signing_certificate: *pick(chance, &[SigningCertificate::V1, SigningCertificate::V2]),
            digest: *pick(chance, &DIGESTS),
            ..SignOptions::at(Clock::System.now())
        };
        let document = edxml::document_xml(&plan.names);
        let signers: Vec<&Signer> = signers.iter().collect();
        let out = Cursor::new(Vec::new());
        sign_asice_together(&signers, &document, attachments, &options, out).unwrap().into_inner()
    }

    /// The same content in another container: entries stored or deflated, with descriptors, without manifest, URIs spelled
    /// otherwise.
    fn dressed(&self, chance: &mut Chance, plan: &Plan, signed: &[u8]) -> Parts {
        let mut parts = Parts::of(signed);
        if !plan.manifest {
            parts.remove(MANIFEST);
        }
        if plan.respelled {
            parts.signature(|xml| names::respelled(chance, xml));
            parts.seal(&self.seals[plan.seal].key);
        }
        for entry in parts.zip.entries.iter_mut().skip(1) {
            let name = String::from_utf8(entry.central.name.clone()).unwrap();
            let content = parts.contents[&name].clone();
            *entry = match chance.below(4) {
                0 => Entry::stored(&name, &content),
                1 => Entry::deflated(&name, &content).with_descriptor(chance.below(2) == 0),
                _ => Entry::deflated(&name, &content),
            };
        }
        parts
    }

    /// The package and its changed copies: all that are valid here, and one that is not, for the judge is slow.
    fn copies(&self, chance: &mut Chance, plan: &Plan, parts: &Parts) -> Vec<Copy> {
        let good = parts.build();
        let mut copies = vec![self.copy(plan, 0, &good, false)];
        for number in 1..=FLIPS {
            let (changed, cdata) = match chance.below(3) {
                0 => {
                    let mut bytes = good.clone();
                    flip(chance, &mut bytes);
                    (bytes, false)
                }
                kind => within_an_entry(chance, parts, kind == 1),
            };
            if changed == good {
                continue;
            }
            let copy = self.copy(plan, number, &changed, cdata);
            if copy.verdict.verdict == Indication::Valid || number == 1 {
                copies.push(copy);
            }
        }
        copies
    }

    fn copy(&self, plan: &Plan, number: usize, bytes: &[u8], cdata: bool) -> Copy {
        let file = self.dir.join(format!("{}-{number}.asice", plan.number));
        std::fs::write(&file, bytes).unwrap();
        let request = Request::report(Clock::System.now());
        let verdict = self.verifier.verify(Arc::new(File::open(&file).unwrap()), &request).unwrap().verdict;
        Copy { what: plan.shown(), changed: number > 0, cdata, file, verdict }
    }
}

impl Tally {
    fn weigh(&mut self, copy: &Copy, report: &DigidocReport) {
        let valid = copy.verdict.verdict == Indication::Valid;
        let words = words(report);
        let reason = words.as_deref().and_then(|words| if copy.cdata { Some(CDATA) } else { listed(words) });
        match (copy.changed, valid, &words) {
            (false, true, None) => self.signed += 1,
            (false, true, Some(_)) if reason.is_some() => {
                *self.signed_listed.entry(reason.unwrap_or_default()).or_default() += 1;
            }
            (false, ..) => self.difference(copy, &words),
            (true, true, None) => self.both_valid += 1,
            (true, true, Some(_)) => match reason {
                Some(reason) => *self.listed.entry(reason).or_default() += 1,
                None => self.difference(copy, &words),
            },
            (true, false, None) => {
                let code = copy.verdict.codes().first().map_or("", |code| code.name());
                *self.stricter.entry(code).or_default() += 1;
            }
            (true, false, Some(_)) => self.both_invalid += 1,
        }
    }

    fn difference(&mut self, copy: &Copy, words: &Option<String>) {
        let kept = super::keep(&std::fs::read(&copy.file).unwrap());
        let codes: Vec<&str> = copy.verdict.codes().iter().map(|code| code.name()).collect();
        let how = if copy.changed { "changed" } else { "as signed" };
        self.differences.push(format!("{}, {how}: we {codes:?}, libdigidocpp {words:?} ({kept})", copy.what));
    }
}

/// One byte of an entry that is markup, or of any, flipped, and the container made right around it; and whether that made a
/// CDATA section in the signature file.
fn within_an_entry(chance: &mut Chance, parts: &Parts, markup: bool) -> (Vec<u8>, bool) {
    let mut parts = parts.clone();
    let all: Vec<String> =
        parts.zip.entries.iter().map(|entry| String::from_utf8(entry.central.name.clone()).unwrap()).collect();
    let name = match markup {
        true => pick(chance, &[SIGNATURE, SIGNATURE, MANIFEST]),
        false => pick(chance, &all).as_str(),
    };
    if let Some(mut content) = parts.contents.get(name).cloned().filter(|content| !content.is_empty()) {
        flip(chance, &mut content);
        parts.set(name, content);
    }
    (parts.build(), parts.text_lossy(SIGNATURE).contains("<![CDATA["))
}

/// Why libdigidocpp does not call it valid, its trust aside.
fn words(report: &DigidocReport) -> Option<String> {
    let faults: Vec<&str> = report.signatures.iter().flat_map(|signature| signature.faults()).collect();
    match (&report.error, report.signatures.is_empty(), faults.is_empty()) {
        (Some(error), ..) => Some(error.clone()),
        (None, true, _) => Some("no signature".to_owned()),
        (None, false, false) => Some(faults.join("; ")),
        (None, false, true) => None,
    }
}

fn listed(words: &str) -> Option<&'static str> {
    LISTED.iter().find(|(said, _)| words.contains(said)).map(|(_, reason)| *reason)
}

fn content(chance: &mut Chance) -> Vec<u8> {
    let letters = chance.below(600) as usize;
    let mut bytes = b"%PDF-1.7 ".to_vec();
    match chance.below(2) {
        0 => bytes.extend(std::iter::repeat_n(b'a', letters)),
        _ => bytes.extend((0..letters).map(|_| chance.next() as u8)),
    }
    bytes
}

/// What libdigidocpp refuses and we take, by its words. Nothing signs the manifest, and nobody here believes it.
const LISTED: &[(&str, &str)] = &[
    ("Failed to locate 'META-INF/manifest.xml'", NO_MANIFEST),
    ("Failed to parse manifest\nFailed to XML with schema", "a manifest that breaks its schema beside the names"),
    // KeyInfo is no signed octet: the signer is found by SigningCertificate, and a path that does not need it stands.
    (
        "Failed to read X509 certificate\nFailed to parse X509 certificate",
        "a damaged certificate in KeyInfo that no path needs",
    ),
    // An Id is compared letter by letter; that of SignatureValue is signed by nothing and names nothing.
    ("is not a valid value of the atomic type 'xs:ID'", "an Id that is no NCName"),
    ("Manifest has incorrect container media type", "another media type in the manifest"),
    ("does not match signature mime", "another media type in the manifest"),
    ("is not conformant mime-type string", "another media type in the manifest"),
];
const NO_MANIFEST: &str = "no manifest";
/// It has the same canonical form (RFC 3076 §2.1).
const CDATA: &str = "a CDATA section in the signature file, of which libdigidocpp reads only what stands before it";
/// Changed copies of each package.
const FLIPS: usize = 24;
