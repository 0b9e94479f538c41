//! An ASiC-E container: entries by digest, never unpacked (SIGNATURES §3).

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::sync::Arc;

use super::ahead::{each_item, each_piece};
use super::asice_document::{self, DOCUMENT_BYTES, Parts};
use super::candidate::Candidate;
use super::conclude::{Basis, Case};
use super::target::{Rules, Target};
use super::{Judged, Request, Verifier, VerifyError, xml_finding};
use crate::codes;
use crate::crypto::Sha256;
use crate::domain::ids::Digest;
use crate::package::{Asice, Entry, EntryKind, Fault, Limits, PackageError};
use crate::signature::Mode;
use crate::signature::algorithm::{DigestAlgorithm, DigestStream};
use crate::signature::pdf::Head;
use crate::signature::verdict::{Container, Draft, Finding, Place, Severity, Step, SubIndication};
use crate::signature::xmldsig::{self, DS, Grammar};
use crate::xml::{Element, Subtree};

/// The digests of one entry.
#[derive(Default)]
pub(super) struct Sums {
    /// SHA-256, always.
    pub sha256: Option<Digest>,
    /// The mark of a PDF stands in its first kilobyte.
    pub is_pdf: bool,
    /// As the signatures ask for them.
    wanted: Vec<(DigestAlgorithm, Vec<u8>)>,
}

pub(super) fn judge(
    verifier: &Verifier,
    file: Arc<File>,
    request: &Request<'_>,
    mut draft: Draft,
) -> Result<Judged, VerifyError> {
    draft.container = Some(Container::Asice);
    let asice = match Asice::open(Arc::clone(&file), &Limits::default()) {
        Ok(asice) => Arc::new(asice),
        Err(error) => {
            draft.push(package_finding(Severity::Failed, Step::Container, error)?);
            return Ok(Judged { verdict: draft.conclude(), held: None });
        }
    };
    for error in asice.findings() {
        let severity = match request.mode {
            Mode::Intake => Severity::Failed,
            Mode::Report if error.fault == Fault::NotEvaluated => Severity::Indeterminate,
            Mode::Report => Severity::Warning,
        };
        draft.push(package_finding(severity, Step::Container, error.clone())?);
    }
    let payload: HashSet<&str> = asice.of_kind(EntryKind::Payload).map(Entry::name).collect();
    let trees = signature_files(&asice, &mut draft)?;
    let rules = Rules::Container {
        payload: &payload,
        manifest: asice.of_kind(EntryKind::Manifest).next().is_some(),
        mode: request.mode,
    };
    let mut candidates = Vec::new();
    for (entry, tree) in &trees {
        read_file(entry, tree, &rules, request.mode, &mut candidates, &mut draft);
    }
    let mut parts = Parts::default();
    let sums = hash(&asice, &candidates, &mut parts, &mut draft)?;
    for candidate in &mut candidates {
        candidate.check(&|target, algorithm| lookup(&sums, target, algorithm))?;
    }
    draft.reach(Step::Container);
    let document = asice_document::read(&asice, &sums, &parts, request.mode, &mut draft)?;
    let uncovered = candidates.iter().map(|candidate| uncovered(candidate, &asice)).collect();
    let case = Case { file, container: Container::Asice, candidates, uncovered, basis: Basis::Signatures, document };
    case.conclude(verifier, request, draft)
}

/// A fault of the container as a finding; one of this machine as an error.
pub(super) fn package_finding(severity: Severity, step: Step, error: PackageError) -> Result<Finding, VerifyError> {
    if error.fault == Fault::Io {
        return Err(VerifyError::Read(std::io::Error::other(error)));
    }
    let mut finding = Finding::new(severity, step, error.code()).detail(error.to_string());
    if error.fault == Fault::NotEvaluated {
        finding = finding.indicating(SubIndication::PolicyProcessingError);
    }
    if let Some(entry) = &error.entry {
        finding = finding.at(Place::entry(entry));
    }
    if let Some(expected) = &error.expected {
        finding = finding.expected(expected);
    }
    if let Some(found) = &error.found {
        finding = finding.found(found);
    }
    Ok(finding)
}

fn signature_files(asice: &Asice, draft: &mut Draft) -> Result<Vec<(String, Subtree)>, VerifyError> {
    let mut trees = Vec::new();
    let mut left = SIGNATURE_FILES_BYTES;
    let mut nodes = SIGNATURE_FILES_NODES;
    for (count, entry) in asice.of_kind(EntryKind::SignatureFile).enumerate() {
        if count == MAX_SIGNATURE_FILES {
            let finding = Finding::failed(Step::Format, codes::SIGNATURE_SEVERAL).at(Place::entry(entry.name()));
            draft.push(finding.expected(format!("at most {MAX_SIGNATURE_FILES} signature files")));
            break;
        }
        match asice.read(entry, left.min(SIGNATURE_FILE_BYTES)) {
            Err(error) => draft.push(package_finding(Severity::Failed, Step::Container, error)?),
            Ok(bytes) => {
                left -= bytes.len() as u64;
                let standard = crate::xml::Limits::STANDARD;
                let limits = crate::xml::Limits { tree_nodes: standard.tree_nodes.min(nodes), ..standard };
                match Subtree::parse(&bytes, limits) {
                    Ok(tree) => {
                        nodes -= tree.root.nodes().min(nodes);
                        trees.push((entry.name().to_owned(), tree));
                    }
                    Err(error) => draft.push(xml_finding(Step::Format, Some(entry.name()), error)?),
                }
            }
        }
    }
    Ok(trees)
}

/// Root of a signature file: XAdESSignatures or one ds:Signature (EN 319 162-1 §4.4.3.2).
fn read_file<'t>(
    entry: &str,
    tree: &'t Subtree,
    rules: &Rules<'_>,
    mode: Mode,
    candidates: &mut Vec<Candidate<'t>>,
    draft: &mut Draft,
) {
    let mut grammar = Grammar::new(Some(entry));
    xmldsig::check_ids(&mut grammar, tree);
    let root = &tree.root;
    let mut elements: Vec<&Element> = if root.is(DS, "Signature") {
        vec![root]
    } else if root.is(ASIC, "XAdESSignatures") {
        let children = grammar.children(root);
        children
            .filter(|child| {
                child.is(DS, "Signature") || {
                    grammar.unexpected(child);
                    false
                }
            })
            .collect()
    } else {
        let finding = grammar.at(root, codes::SIGNATURE_ROOT).expected("XAdESSignatures or ds:Signature");
        grammar.push(finding.found(format!("{{{}}}{}", root.namespace, root.local)));
        Vec::new()
    };
    if elements.is_empty() && root.is(ASIC, "XAdESSignatures") {
        let finding = grammar.at(root, codes::SIGNATURE_ROOT).expected("a ds:Signature").found("none");
        grammar.push(finding);
    }
    if let Some(second) = elements.get(1) {
        let finding = match mode {
            Mode::Intake => grammar.at(second, codes::SIGNATURE_SEVERAL),
            Mode::Report => grammar.remark(second, codes::SIGNATURE_SEVERAL),
        };
        grammar.push(finding.expected("one Signature in a file").found(elements.len().to_string()));
    }
    let first = candidates.len();
    if let Some(beyond) = elements.get(MAX_SIGNATURES.saturating_sub(first)) {
        let finding =
            grammar.at(beyond, codes::SIGNATURE_SEVERAL).expected(format!("at most {MAX_SIGNATURES} signatures"));
        grammar.push(finding.found((first + elements.len()).to_string()));
        elements.truncate(MAX_SIGNATURES.saturating_sub(first));
    }
    let findings = grammar.findings.into_iter();
    match elements.is_empty() {
        true => findings.for_each(|finding| draft.push(finding)),
        false => findings.for_each(|finding| draft.push(finding.of(first))),
    }
    candidates.extend(elements.into_iter().map(|element| Candidate::read(tree, element, Some(entry), rules)));
}

/// One entry to be digested.
struct Work<'e> {
    entry: &'e Entry,
    /// The digests that signatures ask for.
    algorithms: HashSet<DigestAlgorithm>,
    /// Its bytes are wanted too.
    keep: bool,
}

/// What came of it.
struct Hashed {
    sums: Sums,
    bytes: Option<Vec<u8>>,
}

/// Reads every payload entry once, and the manifest, and computes all digests that any signature asks for.
fn hash(
    asice: &Asice,
    candidates: &[Candidate<'_>],
    parts: &mut Parts,
    draft: &mut Draft,
) -> Result<HashMap<String, Sums>, VerifyError> {
    let mut wanted: HashMap<&str, HashSet<DigestAlgorithm>> = HashMap::new();
    for (target, algorithm) in candidates.iter().flat_map(Candidate::wanted) {
        wanted.entry(target.name()).or_default().insert(algorithm);
    }
    let mut works = Vec::new();
    for entry in asice.entries() {
        let keep = match entry.kind() {
            EntryKind::Payload => entry.is_document(),
            EntryKind::Manifest => true,
            EntryKind::Mimetype | EntryKind::SignatureFile | EntryKind::OtherMetaInf | EntryKind::Directory => continue,
        };
        let algorithms = wanted.remove(entry.name()).unwrap_or_default();
        works.push(Work { entry, algorithms, keep });
    }
    let sizes = works.iter().map(|work| work.entry.bytes());
    let results = each_item(&works, sizes, |work| match work.keep && work.entry.bytes() > DOCUMENT_BYTES {
        true => None,
        false => Some(hash_entry(asice, work)),
    });
    let mut all = HashMap::new();
    for (work, result) in works.iter().zip(results) {
        let (entry, name) = (work.entry, work.entry.name());
        match result {
            Some(Ok(hashed)) => {
                let Hashed { sums, bytes } = hashed?;
                match entry.kind() {
                    EntryKind::Manifest => parts.manifest = bytes,
                    _ if work.keep => parts.document = bytes,
                    _ => {}
                }
                all.insert(name.to_owned(), sums);
            }
            Some(Err(error)) => draft.push(package_finding(Severity::Failed, Step::Container, error)?),
            None => {
                let finding = Finding::failed(Step::Format, codes::PACKAGE_DOCUMENT_TOO_LARGE).at(Place::entry(name));
                draft.push(finding.expected("at most 1 MiB").found(format!("{} bytes", entry.bytes())));
            }
        }
    }
    Ok(all)
}

fn hash_entry(asice: &Asice, work: &Work<'_>) -> Result<Result<Hashed, VerifyError>, PackageError> {
    let other = work.algorithms.iter().filter(|algorithm| **algorithm != DigestAlgorithm::Sha256);
    let mut streams: Vec<DigestStream> = match other.map(|algorithm| algorithm.hasher()).collect() {
        Ok(streams) => streams,
        Err(error) => return Ok(Err(error.into())),
    };
    let (mut sha256, mut head, mut failed) = (Sha256::default(), Head::default(), None);
    let mut bytes = work.keep.then(Vec::new);
    each_piece(asice.reader(work.entry), work.entry.bytes(), |piece| {
        sha256.update(piece);
        head.push(piece);
        for stream in &mut streams {
            if let Err(error) = stream.update(piece) {
                failed.get_or_insert(error);
            }
        }
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(piece);
        }
    })
    .map_err(PackageError::from_io)?;
    if let Some(error) = failed {
        return Ok(Err(error.into()));
    }
    let sha256 = sha256.finish();
    let mut wanted = vec![(DigestAlgorithm::Sha256, sha256.0.to_vec())];
    for stream in streams {
        let algorithm = stream.algorithm();
        match stream.finish() {
            Ok(digest) => wanted.push((algorithm, digest)),
            Err(error) => return Ok(Err(error.into())),
        }
    }
    Ok(Ok(Hashed { sums: Sums { sha256: Some(sha256), is_pdf: head.is_pdf(), wanted }, bytes }))
}

fn lookup(sums: &HashMap<String, Sums>, target: &Target, algorithm: DigestAlgorithm) -> Option<Vec<u8>> {
    let sums = sums.get(target.name())?;
    sums.wanted.iter().find(|(known, _)| *known == algorithm).map(|(_, digest)| digest.clone())
}

/// The payload entries that a signature does not reference.
fn uncovered(candidate: &Candidate<'_>, asice: &Asice) -> Vec<String> {
    let covered: HashSet<&str> = candidate.targets.iter().flatten().map(Target::name).collect();
    let payload = asice.of_kind(EntryKind::Payload).map(Entry::name);
    payload.filter(|name| !covered.contains(name)).map(ToOwned::to_owned).collect()
}

/// The namespace of XAdESSignatures (EN 319 162-1 annex A.4).
const ASIC: &str = "http://uri.etsi.org/02918/v1.2.1#";
/// A signature over 1,000 entries has 400 KiB; the rest is room for embedded evidence.
const SIGNATURE_FILE_BYTES: u64 = 1 << 20;
/// All signature files together: as a tree, markup takes up to ninety times its bytes in memory.
const SIGNATURE_FILES_BYTES: u64 = 2 << 20;
/// Elements and attributes of all signature files together: five signatures over 1,000 entries.
const SIGNATURE_FILES_NODES: usize = 65_536;
/// Signatures of all files together; each has findings of its own.
const MAX_SIGNATURES: usize = 64;
/// A document bears a handful of signatures; each costs a chain.
const MAX_SIGNATURE_FILES: usize = 16;
