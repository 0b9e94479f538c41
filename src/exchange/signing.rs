//! Sending in two steps, for keys that lie elsewhere: the hub builds document.xml and what is to be signed (`prepare`); the value
//! comes back and the hub assembles the package (`complete`), which then goes the way of every upload: nothing is trusted because it
//! was built here.
//!
//! What was prepared belongs to the one who prepared it, ends by itself, and is found by a token that is kept as SHA-256 only. A
//! second completion with the same value gives the first receipt. What was made of a draft is completed with that draft, as it
//! stood: what was changed since is not left out unseen.
//!
//! Refused here: another agency's From, a certificate that intake would refuse, a document with faults. Absent: keys, and drafts
//! (a draft is its owner's until it is prepared).

use icu_normalizer::ComposingNormalizerBorrowed;

use super::submit::reading_faults;
use super::{Ask, Caller, Directory, Exchange, Fault, Foresight, Plan, Refusal, Submitted, business, numbering};
use crate::codes;
use crate::crypto;
use crate::domain::ids::{Digest, Micros, OrganId};
use crate::edxml::{self, Document, Draft, Message};
use crate::package::media_type_of;
use crate::payload::{ObjectKey, Upload};
use crate::signature::algorithm::SignatureAlgorithm;
use crate::signature::certificate::Certificate;
use crate::signature::sign::{self, Attachment, Identity, Named, SignError, Unsigned};
use crate::store::signings::{Accepted, Bounds, MadeOf, Owner, Signing, SigningFile};

/// How long what was prepared waits, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigningRules {
    /// Seconds until it ends.
    pub lasts_s: i64,
    /// Bytes of files that one person or system may have open.
    pub open_bytes: u64,
}

impl Default for SigningRules {
    /// 15 minutes: time to read what one signs, fetch the token and type a PIN; two packages of the usual limit.
    fn default() -> Self {
        Self { lasts_s: 15 * 60, open_bytes: 2 * crate::package::PACKAGE_MAX_BYTES }
    }
}

/// A document to be built.
pub struct ToPrepare {
    /// What it says.
    pub draft: Draft,
    /// The signer's certificate and those above it, PEM.
    pub certificates: String,
    /// Its files, in order.
    pub files: Vec<NewFile>,
    /// 1, or more for a further attempt.
    pub attempt: u16,
    /// The draft that it is made of, as it stands; none where it came whole.
    pub made_of: Option<MadeOf>,
}

/// A file of it.
pub struct NewFile {
    /// What it is called; becomes its entry's name.
    pub name: String,
    /// Its bytes.
    pub upload: Upload,
}

/// What is to be signed.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The token by which it is completed; shown once.
    pub id: String,
    /// A value is taken until then.
    pub expires: Micros,
    /// The document as it was built.
    pub document: Document,
    /// The bytes of document.xml.
    pub document_xml: Vec<u8>,
    /// SignedProperties, canonical.
    pub signed_properties: Vec<u8>,
    /// SignedInfo, canonical: the value is to be over these octets.
    pub signed_info: Vec<u8>,
    /// By which algorithm.
    pub algorithm: SignatureAlgorithm,
    /// The certificate whose key is to sign.
    pub certificate: Certificate,
    /// The files as they are named in it.
    pub files: Vec<PreparedFile>,
    /// What may refuse it later, though not now.
    pub warnings: Vec<Fault>,
}

/// What is known of a document besides its bytes, before it is signed.
pub(super) struct Foreseen {
    /// Bytes of document and files.
    pub size: u64,
    /// The signer's certificate and those above it, PEM, where somebody has said whose it will be.
    pub certificates: Option<String>,
    /// 1, or more for a further attempt.
    pub attempt: u16,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedFile {
    /// Its entry name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of them.
    pub sha256: Digest,
}

impl Exchange {
    /// Builds a document and says what is to be signed. Nothing is accepted by it, and no evidence is made.
    ///
    /// # Errors
    /// Every fault that intake would find already; `signing.other_agency`, `signing.too_many`; `store.*`.
    pub async fn prepare_signing(&self, caller: &Caller, wanted: ToPrepare) -> Result<Prepared, Refusal> {
        let caller = caller.clone();
        self.blocking(move |this| this.prepared_signing(&caller, wanted)).await
    }

    fn prepared_signing(&self, caller: &Caller, wanted: ToPrepare) -> Result<Prepared, Refusal> {
        let ToPrepare { draft, certificates, files, attempt, made_of } = wanted;
        let draft = draft.tidied();
        let (now, directory) = (self.clock.now(), self.directory()?);
        let identity = Identity::from_pem(certificates.as_bytes()).map_err(|error| refused(&error, "certificate"))?;
        let described: Vec<PreparedFile> = files.iter().map(described).collect();
        let entries: Vec<_> = described.iter().map(|file| (file.name.as_str(), file.media_type.as_str())).collect();
        let (document, document_xml) = self.drafted(caller, &draft, &entries, now, &directory)?;
        self.own_document(caller, &document, now)?;
        let size = described.iter().fold(document_xml.len() as u64, |sum, file| sum.saturating_add(file.size));
        let seen = Foreseen { size, certificates: Some(certificates.clone()), attempt };
        let Foresight { faults, warnings, .. } = self.foresee_document(caller, &document, &document_xml, seen, now)?;
        if !faults.is_empty() {
            return Err(Refusal::of(faults));
        }

        let certificate = identity.certificate().clone();
        let signature_id = sign::signature_id().map_err(Refusal::internal)?;
        let named: Vec<Named> = described.iter().map(PreparedFile::named).collect();
        let unsigned = Unsigned::new(identity, signature_id.clone(), document_xml, &named, now)
            .map_err(|error| refused(&error, "file"))?;
        let id = crypto::token("lts").map_err(Refusal::internal)?;
        let expires = now.plus_seconds(self.policy.signing.lasts_s);
        let kept = self.keep_files(&described, files)?;
        let signing = Signing {
            owner: owner(caller),
            draft: made_of,
            attempt,
            signature_id,
            signing_time: now,
            certificates,
            document_xml: unsigned.document_xml().to_vec(),
            until: expires,
            files: kept,
            accepted: None,
        };
        self.put(&id, &signing, now)?;
        Ok(Prepared {
            id,
            expires,
            document,
            algorithm: unsigned.identity().algorithm(),
            certificate,
            signed_properties: unsigned.signed_properties().to_vec(),
            signed_info: unsigned.signed_info().to_vec(),
            document_xml: signing.document_xml,
            files: described,
            warnings,
        })
    }

    /// Takes the value: the package is assembled, verified and judged like any other.
    ///
    /// # Errors
    /// `signing.unknown` also for what another prepared; `signing.expired`, `signing.tries_spent`, `signing.completed`;
    /// `signature.value`, `signature.value_length` for a value that does not fit, after which another may come; whatever refuses a package.
    pub async fn complete_signing(&self, caller: &Caller, id: &str, value: Vec<u8>) -> Result<Submitted, Refusal> {
        self.complete(caller, id, value, None).await
    }

    /// Likewise; `drawn` is the draft that it has to be made of.
    pub(super) async fn complete(
        &self,
        caller: &Caller,
        id: &str,
        value: Vec<u8>,
        drawn: Option<MadeOf>,
    ) -> Result<Submitted, Refusal> {
        let (owner, token) = (owner(caller), crypto::sha256(id.as_bytes()));
        let value_digest = crypto::sha256(&value);
        let step = self.blocking(move |this| this.assembled(&owner, token, &value, drawn)).await?;
        let (upload, attempt) = match step {
            Step::Repeated(package) => return self.repeated(caller, package).await,
            Step::Assembled(upload, attempt) => (upload, attempt),
        };
        let (package, received) = (upload.digest(), self.clock.now());
        let taken = self.submit(caller, upload, received, Ask { attempt, idempotency: None }).await?;
        let accepted = Accepted { value: value_digest, package };
        let standing = self.blocking(move |this| this.settle(token, accepted, received)).await?;
        if standing.value != value_digest {
            return Err(completed());
        }
        Ok(taken)
    }

    /// Looks at the value and puts the package together.
    fn assembled(&self, owner: &Owner, token: Digest, value: &[u8], drawn: Option<MadeOf>) -> Result<Step, Refusal> {
        let unknown = || Refusal::new(codes::SIGNING_UNKNOWN, "nothing of the caller's waits under this id");
        let signing = self.store.signing(token, owner)?.ok_or_else(unknown)?;
        if signing.draft.map(|was| was.id) != drawn.map(|now| now.id) {
            return Err(unknown());
        }
        if let Some(accepted) = signing.accepted {
            let same = accepted.value == crypto::sha256(value);
            return if same { Ok(Step::Repeated(accepted.package)) } else { Err(completed()) };
        }
        if signing.draft != drawn {
            return Err(Refusal::new(codes::DRAFT_CHANGED, "the draft is not what it was when this was prepared"));
        }
        if self.clock.now() >= signing.until {
            return Err(Refusal::new(codes::SIGNING_EXPIRED, "the time for the signature is over"));
        }
        if !self.store.try_signing(token, MOST_TRIES)? {
            return Err(Refusal::new(codes::SIGNING_TRIES_SPENT, format!("{MOST_TRIES} values came already")));
        }
        let unsigned = rebuilt(&signing).map_err(Refusal::internal)?;
        unsigned.check(value).map_err(|error| refused(&error, "signature"))?;
        let mut attachments = Vec::new();
        for file in &signing.files {
            let source = self.store.objects().source(&file.key).map_err(Refusal::internal)?;
            let (name, media_type) = (file.name.clone(), file.media_type.clone());
            attachments.push(Attachment { name, media_type, source: Box::new(source.whole()) });
        }
        let write = |file: &std::fs::File| match unsigned.assemble(value, attachments, std::io::BufWriter::new(file)) {
            Ok(_) => Ok(()),
            Err(error) => Err(Refusal::internal(error)),
        };
        let upload = self.store.objects().made(crate::package::PACKAGE_MAX_BYTES, write)?;
        Ok(Step::Assembled(upload, signing.attempt))
    }

    /// The first answer again.
    async fn repeated(&self, caller: &Caller, package: Digest) -> Result<Submitted, Refusal> {
        let agency = caller.agency.clone();
        let known = self.blocking(move |this| Ok(this.store.document_of_package(&agency, &package)?)).await?;
        let (document, leaf) = known.ok_or_else(|| Refusal::internal("a package that was accepted is gone"))?;
        Ok(Submitted::Known { document, leaf })
    }

    /// Notes what was accepted; the files are no longer needed.
    fn settle(&self, token: Digest, accepted: Accepted, now: Micros) -> Result<Accepted, Refusal> {
        let (standing, keys) = self.store.accept_signing(token, accepted, now.plus_seconds(REPEATED_S))?;
        self.remove(&keys);
        Ok(standing)
    }

    /// Forgets what ended. A completion that began just before the end still finds its files.
    ///
    /// # Errors
    /// `store.*`.
    pub fn forget_signings(&self) -> Result<usize, Refusal> {
        let now = self.clock.now().plus_seconds(-GRACE_S);
        let mut count = 0;
        loop {
            let (rows, keys) = self.store.purge_signings(now)?;
            self.remove(&keys);
            count += rows;
            if keys.is_empty() {
                return Ok(count);
            }
        }
    }

    /// From is the caller's own agency, whatever code it is named by: who carries another's document brings it signed.
    fn own_document(&self, caller: &Caller, document: &Document, now: Micros) -> Result<(), Refusal> {
        let named = &document.from.organ_id;
        let issuer = self.sender(named, now, &self.directory()?)?;
        if issuer == caller.agency {
            return Ok(());
        }
        let fault = Fault::found(codes::SIGNING_OTHER_AGENCY, &named.0).expecting(&caller.agency.0);
        Err(Refusal::of(vec![fault.at("MessageHeader/From/OrganId")]))
    }

    /// A document out of what was filled in, and its bytes.
    pub(super) fn drafted(
        &self,
        caller: &Caller,
        draft: &Draft,
        entries: &[(&str, &str)],
        now: Micros,
        directory: &Directory,
    ) -> Result<(Document, Vec<u8>), Refusal> {
        let called = |id: &str| directory.name(&OrganId(id.to_owned()), now).map(str::to_owned);
        let document = draft.document(&caller.agency.0, now, entries, called);
        let document_xml = written(&document)?;
        Ok((document, document_xml))
    }

    /// What refuses the document, found before anybody signs it, and what may refuse it later.
    pub(super) fn foresee_document(
        &self,
        caller: &Caller,
        document: &Document,
        document_xml: &[u8],
        seen: Foreseen,
        now: Micros,
    ) -> Result<Foresight, Refusal> {
        let reading =
            edxml::read_header(document_xml).map_err(|error| Refusal::new(error.code(), error.to_string()))?;
        let mut faults = reading_faults(&reading, now);
        if !matches!(reading.message, Message::Document(_)) {
            faults.push(Fault::bare(codes::EDXML_NOT_EDXML));
        }
        faults.extend(business::read(document, &self.policy).err().into_iter().flat_map(|refusal| refusal.faults));
        let mut sight = self.foresee(
            caller,
            &Plan {
                size: seen.size,
                sha256: None,
                document_id: (seen.attempt == 1).then(|| document.id()),
                from: Some(document.from.organ_id.clone()),
                receivers: document.to.iter().map(|party| party.organ_id.clone()).collect(),
                certificate: seen.certificates,
            },
        )?;
        let (refused, mut unusual) = numbering::looked_at(document);
        faults.extend(refused);
        sight.warnings.append(&mut unusual);
        faults.append(&mut sight.faults);
        Ok(Foresight { faults, ..sight })
    }

    fn keep_files(&self, described: &[PreparedFile], files: Vec<NewFile>) -> Result<Vec<SigningFile>, Refusal> {
        let mut kept: Vec<SigningFile> = Vec::new();
        for (file, new) in described.iter().zip(files) {
            match self.store.objects().keep(new.upload) {
                Ok(key) => {
                    let PreparedFile { name, media_type, size, sha256 } = file.clone();
                    kept.push(SigningFile { name, media_type, size, sha256, key });
                }
                Err(error) => {
                    self.remove(&kept.into_iter().map(|file| file.key).collect::<Vec<_>>());
                    return Err(error.into());
                }
            }
        }
        Ok(kept)
    }

    fn put(&self, id: &str, signing: &Signing, now: Micros) -> Result<(), Refusal> {
        let bounds = Bounds { documents: MOST_OPEN, bytes: self.policy.signing.open_bytes };
        let put = self.store.put_signing(crypto::sha256(id.as_bytes()), signing, now, bounds);
        let failed = match put {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(held)) => {
                let words = format!("{} documents with {} bytes wait already", held.documents, held.bytes);
                Refusal::new(codes::SIGNING_TOO_MANY, words)
            }
            Err(error) => error.into(),
        };
        self.remove(&signing.files.iter().map(|file| file.key.clone()).collect::<Vec<_>>());
        Err(failed)
    }

    /// Takes objects away; what is left behind is swept with the orphans.
    pub(super) fn remove(&self, keys: &[ObjectKey]) {
        for key in keys {
            if let Err(error) = self.store.objects().remove(key) {
                tracing::warn!(%error, "an object without a row is left to the sweep");
            }
        }
    }
}

enum Step {
    /// It was accepted before, as this package.
    Repeated(Digest),
    Assembled(Upload, u16),
}

impl PreparedFile {
    fn named(&self) -> Named {
        Named { name: self.name.clone(), media_type: self.media_type.clone(), sha256: self.sha256 }
    }
}

fn owner(caller: &Caller) -> Owner {
    Owner { agency: caller.agency.clone(), person: caller.person, system: caller.system }
}

/// A file as it will be named: the letters of Vietnamese in one form, because some systems write them in pieces.
fn described(file: &NewFile) -> PreparedFile {
    let name = ComposingNormalizerBorrowed::new_nfc().normalize(&file.name).into_owned();
    let (size, sha256) = (file.upload.size(), file.upload.digest());
    PreparedFile { media_type: media_type_of(&name).to_owned(), name, size, sha256 }
}

fn written(document: &Document) -> Result<Vec<u8>, Refusal> {
    let mut xml = Vec::new();
    edxml::write_document_xml(document, &mut xml).map_err(|error| Refusal::new(error.code(), error.to_string()))?;
    Ok(xml)
}

/// What was prepared, from what is kept of it: the same inputs give the same octets.
fn rebuilt(signing: &Signing) -> Result<Unsigned, SignError> {
    let identity = Identity::from_pem(signing.certificates.as_bytes())?;
    let named = |file: &SigningFile| Named {
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        sha256: file.sha256,
    };
    let files: Vec<Named> = signing.files.iter().map(named).collect();
    let (id, xml) = (signing.signature_id.clone(), signing.document_xml.clone());
    Unsigned::new(identity, id, xml, &files, signing.signing_time)
}

fn completed() -> Refusal {
    Refusal::new(codes::SIGNING_COMPLETED, "another signature value was accepted for it")
}

fn refused(error: &SignError, place: &str) -> Refusal {
    if error.code().info().status >= 500 {
        return Refusal::internal(error);
    }
    // The innermost cause names the file and what is wrong with it; what stands around it says only what was tried.
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    Refusal::of(vec![Fault::found(error.code(), cause.to_string()).at(place)])
}

/// Documents that one person or system may have open: a clerk has one, software signs a batch.
const MOST_OPEN: usize = 32;
/// Values that may come for one of them: a key that is wrong once is wrong always, and a cut line is few tries.
const MOST_TRIES: u32 = 10;
/// So long the first answer is repeated.
const REPEATED_S: i64 = 24 * 3_600;
/// So long after its end its files stay.
const GRACE_S: i64 = 600;
