//! One signature on its way through the checks that need no trust: what it references, who it says to be of, and
//! whether digests and value hold.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::VerifyError;
use super::target::{self, Rules, Target};
use crate::codes;
use crate::signature::algorithm::{AlgorithmFault, DigestAlgorithm};
use crate::signature::c14n::{self, SubtreeFault};
use crate::signature::certificate::Certificate;
use crate::signature::verdict::{Finding, Level, RevocationState, Severity, SignatureVerdict, Step, SubIndication};
use crate::signature::xmldsig::{self, Form, Grammar, Reference};
use crate::xml::{Element, Subtree};

/// One ds:Signature, read.
pub(super) struct Candidate<'t> {
    /// The signature file; none in a bare file.
    pub entry: Option<String>,
    /// What was read of it.
    pub form: Form<'t>,
    /// What each reference points at; none where that did not count.
    pub targets: Vec<Option<Target>>,
    /// Whose certificate it is.
    pub signer: Option<Certificate>,
    /// What was found so far.
    pub findings: Vec<Finding>,
    /// The targets whose digests hold.
    pub holds: Vec<Target>,
    /// Every digest and the value were computed and held against what is there.
    pub complete: bool,
    tree: &'t Subtree,
}

impl<'t> Candidate<'t> {
    /// Reads `element` of `tree` by the strict grammar, tells what it references and which certificate it is of.
    pub fn read(tree: &'t Subtree, element: &'t Element, entry: Option<&str>, rules: &Rules<'_>) -> Self {
        let mut grammar = Grammar::new(entry);
        let form = xmldsig::read(&mut grammar, element);
        let targets = target::classify(&mut grammar, element, &form, rules);
        let signer = signer(&mut grammar, element, &form, rules);
        if let Some(signer) = &signer {
            form.key_info.check_key_values(&mut grammar, signer);
        }
        let entry = entry.map(ToOwned::to_owned);
        Self { entry, form, targets, signer, findings: grammar.findings, holds: Vec::new(), complete: false, tree }
    }

    /// Plain XMLDSig or XAdES-B.
    pub fn level(&self) -> Level {
        if self.form.properties.is_some() { Level::B } else { Level::Dsig }
    }

    /// The digests that the file has to give: of the document, the payload, the manifest.
    pub fn wanted(&self) -> impl Iterator<Item = (&Target, DigestAlgorithm)> {
        self.pairs().filter_map(|(reference, target)| Some((target, reference.digest?))).filter(|(t, _)| !t.is_inside())
    }

    /// Holds every digest and the value against what is there. `outside` gives the digests of [`Candidate::wanted`];
    /// none for what could not be read, which stands in the findings elsewhere.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn check(&mut self, outside: &dyn Fn(&Target, DigestAlgorithm) -> Option<Vec<u8>>) -> Result<(), VerifyError> {
        let mut findings = Vec::new();
        let mut holds = Vec::new();
        let mut compared = 0;
        let mut looked_into: Vec<&Target> = Vec::new();
        for (reference, target) in self.pairs() {
            let (Some(algorithm), Some(due)) = (reference.digest, &reference.value) else { continue };
            // A second reference to the same place is a fault already, and a thousand of them a thousand digests.
            if target.is_inside() && looked_into.contains(&target) {
                continue;
            }
            let found = match target {
                Target::Properties => self.inside(reference, self.form.properties.as_ref().and_then(|p| p.signed))?,
                Target::KeyInfo => self.inside(reference, self.form.key_info.element)?,
                Target::Document | Target::Manifest | Target::Entry(_) => Ok(outside(target, algorithm)),
            };
            looked_into.extend(target.is_inside().then_some(target));
            let found = match found {
                Ok(found) => found,
                Err(finding) => {
                    findings.push(finding);
                    continue;
                }
            };
            compared += usize::from(found.is_some());
            match found {
                Some(found) if found == *due => holds.push(target.clone()),
                Some(found) => findings.push(self.digest_fault(reference, target, due, &found)),
                None => {}
            }
        }
        let value = self.value()?;
        self.complete = value.is_some() && compared > 0 && compared == self.form.references.len();
        findings.extend(value.flatten());
        self.findings.extend(findings);
        self.holds = holds;
        Ok(())
    }

    /// The canonical SignatureValue: what a timestamp is over (EN 319 132-1 §5.3).
    ///
    /// # Errors
    /// [`SubtreeFault`]: there is nothing that a timestamp could be over.
    pub fn stamped(&self, (method, prefixes): &(c14n::Method, Vec<String>)) -> Result<Vec<u8>, SubtreeFault> {
        let prefixes: Vec<&str> = prefixes.iter().map(String::as_str).collect();
        c14n::subtree(*method, &prefixes, self.tree, self.form.value_element.ok_or(SubtreeFault::NotInside)?)
    }

    /// What the verdict shows of it; trust is added later.
    pub fn describe(&self) -> SignatureVerdict {
        let properties = self.form.properties.as_ref();
        let algorithm = self.form.algorithm.map(|algorithm| algorithm.name().to_owned());
        let shown = |text: &String| crate::signature::verdict::evidence(text);
        SignatureVerdict {
            entry: self.entry.as_ref().map(shown),
            id: self.form.id.as_ref().map(shown),
            verdict: crate::signature::verdict::Indication::Indeterminate,
            code: None,
            level: self.level(),
            signer: self.signer.as_ref().map(|signer| shown(&signer.subject())),
            issuer: self.signer.as_ref().map(|signer| shown(&signer.issuer())),
            serial: self.signer.as_ref().map(Certificate::serial_hex),
            certificate: self.signer.as_ref().map(Certificate::sha256),
            algorithm: algorithm.or_else(|| self.form.algorithm_uri.as_ref().map(shown)),
            signing_time: properties.and_then(|p| p.signing_time.as_ref()).map(shown),
            policy: properties.and_then(|p| p.policy.as_ref()).map(shown),
            covers: self.holds.iter().filter_map(Target::shown).collect(),
            revocation: RevocationState::NotEvaluated,
            proofs: Vec::new(),
            timestamps: Vec::new(),
            best_signature_time: None,
            agency: None,
            binding: None,
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (&Reference<'t>, &Target)> {
        let targets = self.targets.iter().map(Option::as_ref);
        self.form.references.iter().zip(targets).filter_map(|(reference, target)| Some((reference, target?)))
    }

    /// The digest of an element of this signature file, in its inherited context.
    fn inside(
        &self,
        reference: &Reference<'_>,
        element: Option<&Element>,
    ) -> Result<Result<Option<Vec<u8>>, Finding>, VerifyError> {
        let (Some(algorithm), Some(element)) = (reference.digest, element) else { return Ok(Ok(None)) };
        if reference.transforms.broken {
            return Ok(Ok(None));
        }
        self.digest(&reference.transforms.method(), algorithm, element)
    }

    /// The digest of the canonical form, which is never held in memory: a namespace may make it far longer than what it is
    /// of.
    fn digest(
        &self,
        (method, prefixes): &(c14n::Method, Vec<String>),
        algorithm: DigestAlgorithm,
        element: &Element,
    ) -> Result<Result<Option<Vec<u8>>, Finding>, VerifyError> {
        let prefixes: Vec<&str> = prefixes.iter().map(String::as_str).collect();
        let (mut stream, mut failed) = (algorithm.hasher()?, Ok(()));
        let sink = |octets: &[u8]| {
            if failed.is_ok() {
                failed = stream.update(octets);
            }
        };
        let outcome = c14n::subtree_into(*method, &prefixes, self.tree, element, sink);
        failed?;
        match outcome {
            Ok(()) => Ok(Ok(Some(stream.finish()?))),
            Err(SubtreeFault::NotInside) => Ok(Ok(None)),
            Err(SubtreeFault::TooLong) => {
                let place = Grammar::new(self.entry.as_deref()).place(element);
                Ok(Err(Finding::failed(Step::Integrity, codes::SIGNATURE_CANONICAL_SIZE).at(place)))
            }
        }
    }

    /// SignatureValue over the canonical SignedInfo, by the signer's key: none when it cannot be computed, else the
    /// finding, if there is one.
    pub fn value(&self) -> Result<Option<Option<Finding>>, VerifyError> {
        let (Some(info), Some(canonicalization)) = (self.form.signed_info, &self.form.canonicalization) else {
            return Ok(None);
        };
        let (Some(algorithm), Some(value), Some(signer)) = (self.form.algorithm, &self.form.value, &self.signer) else {
            return Ok(None);
        };
        let key = match signer.key() {
            Ok(key) => key,
            Err(fault) => return Ok(Some(Some(xmldsig::algorithm_finding(fault)))),
        };
        let digest = match self.digest(canonicalization, algorithm.digest(), info)? {
            Ok(Some(digest)) => digest,
            Ok(None) => return Ok(None),
            Err(finding) => return Ok(Some(Some(finding))),
        };
        match key.verify(algorithm, &digest, value) {
            Ok(()) => Ok(Some(None)),
            Err(AlgorithmFault::OpenSsl(error)) => Err(error.into()),
            Err(fault) => Ok(Some(Some(self.value_fault(&fault)))),
        }
    }

    fn value_fault(&self, fault: &AlgorithmFault) -> Finding {
        Finding::failed(Step::Integrity, fault.code())
            .indicating(SubIndication::SigCryptoFailure)
            .expected("a value made by the signer's key over SignedInfo")
            .detail(fault.to_string())
    }

    fn digest_fault(&self, reference: &Reference<'_>, target: &Target, due: &[u8], found: &[u8]) -> Finding {
        let finding = Finding::failed(Step::Integrity, codes::SIGNATURE_DIGEST)
            .indicating(SubIndication::HashFailure)
            .expected(STANDARD.encode(due))
            .found(STANDARD.encode(found))
            .detail(format!("reference to {}", target.name()));
        match target {
            Target::Entry(name) => finding.at(crate::signature::Place::entry(name)),
            Target::Document | Target::Properties | Target::KeyInfo | Target::Manifest => {
                finding.at(Grammar::new(self.entry.as_deref()).place(reference.element))
            }
        }
    }
}

/// The signer, by SigningCertificate; in plain XMLDSig the one that issues none of the others.
fn signer(grammar: &mut Grammar<'_>, element: &Element, form: &Form<'_>, rules: &Rules<'_>) -> Option<Certificate> {
    match (&form.properties, rules) {
        (Some(properties), _) => properties.signing_certificate.as_ref()?.find(grammar, &form.key_info),
        (None, Rules::Container { .. }) => {
            if !grammar.findings.iter().any(|finding| finding.code == codes::SIGNATURE_OBJECT) {
                let finding = grammar.at(element, codes::SIGNATURE_OBJECT);
                grammar.push(finding.expected("one Object with QualifyingProperties").found("none"));
            }
            xmldsig::signer_of(grammar, &form.key_info)
        }
        (None, Rules::Enveloped) => {
            let finding = Finding::new(Severity::Warning, Step::Format, codes::SIGNATURE_NO_SIGNING_CERTIFICATE);
            grammar.push(finding.at(grammar.place(element)));
            xmldsig::signer_of(grammar, &form.key_info)
        }
    }
}
