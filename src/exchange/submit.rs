//! A package arrives: verified, read, judged by the rules of the exchange, committed, answered with its receipt.
//!
//! The way of one package: known already? → verified from its own descriptor → business type and form → sender, seal,
//! receivers → bytes made durable → one change to the committer. Whatever fails becomes a refusal in the log.

use std::collections::HashSet;

use uuid::Uuid;

use super::acknowledge::Acknowledged;
use super::business::{self, Business, Withdrawn};
use super::directory::Directory;
use super::notice::{self, NoticeKind};
use super::recheck;
use super::reject::{Proven, Refused};
use super::status::StatusFile;
use super::{Caller, Exchange, Fault, Policy, Refusal, priority as priorities};
use crate::codes;
use crate::crypto;
use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, Micros, OrganId, Urgency};
use crate::domain::{agency, deadline};
use crate::edxml::{self, Document, Message};
use crate::payload::{INLINE_MAX_BYTES, Upload};
use crate::signature::{Admitted, Agencies, IntakePolicy, Mode, PdfFile, Request, Scope, Verdict};
use crate::store::change::{
    Accept, BindingRef, Change, Container, IdempotencyKey, Listing, NewJob, PayloadAt, PdfSigned, Receiver, Salts,
    SignedLevel,
};
use crate::store::{Committed, Conflict, Issued, LeafRef};

/// What the caller asks besides.
#[derive(Clone, Debug)]
pub struct Ask {
    /// 1, or 2 for a second attempt.
    pub attempt: u16,
    /// The request's own name.
    pub idempotency: Option<String>,
}

impl Default for Ask {
    fn default() -> Self {
        Self { attempt: 1, idempotency: None }
    }
}

/// A package that was taken. It is durable.
#[derive(Clone, Debug)]
pub enum Submitted {
    /// A new document.
    New(Box<NewDocument>),
    /// The same document came before: this is the first one.
    Known {
        /// The hub's name for it.
        document: DocumentUuid,
        /// Its SubmissionAcceptance.
        leaf: LeafRef,
    },
    /// A status file of a receiver.
    Status(Acknowledged),
    /// A status file of an issuer who asks for a document back (13).
    Withdrawn(Withdrawn),
}

/// A new document, as its sender is answered.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Document, deliveries and receipt, of the batch that committed them.
    pub issued: Issued,
    /// The whole verdict, JSON.
    pub verdict_json: String,
    /// The directory that it was judged by: for names.
    pub directory: Directory,
}

impl Exchange {
    /// Takes a package that `caller` carried in. `received` is when its last byte came.
    ///
    /// # Errors
    /// A [`Refusal`] with its code; it bears the leaf of the SubmissionRejection where one was made.
    pub async fn submit(
        &self,
        caller: &Caller,
        upload: Upload,
        received: Micros,
        ask: Ask,
    ) -> Result<Submitted, Refusal> {
        let package = Package { digest: upload.digest(), size: upload.size(), received };
        let permit = self.verifying.clone().acquire_owned().await.map_err(Refusal::internal)?;
        let (owner, asked) = (caller.clone(), ask.clone());
        let prepared = self
            .blocking(move |this| {
                if asked.attempt == 1
                    && let Some(known) = this.known(&owner, &package, asked.idempotency.as_deref())?
                {
                    return Ok(Ok(Prepared::Known(known)));
                }
                let judged = this.judge(&owner, &upload, &package);
                drop(permit);
                Ok(match judged {
                    Ok((directory, admitted)) => this.prepare(&owner, upload, &package, &asked, directory, &admitted),
                    Err(refused) => Err(refused),
                })
            })
            .await?;
        match prepared {
            Ok(Prepared::Known((document, leaf))) => Ok(Submitted::Known { document, leaf }),
            Ok(Prepared::Document(accept, directory)) => self.accept(caller, *accept, directory).await,
            Ok(Prepared::Status(file)) => self.submit_status(caller, *file, package.digest, received).await,
            Err(refused) => Err(self.reject(caller, package, refused).await),
        }
    }

    /// The very same bytes came before: the first answer stands, whatever became of certificates since.
    pub(super) fn known(
        &self,
        caller: &Caller,
        package: &Package,
        key: Option<&str>,
    ) -> Result<Option<(DocumentUuid, LeafRef)>, Refusal> {
        let digest = package.digest;
        if let (Some(key), Some(system)) = (key, caller.system)
            && let Some(first) = self.store.idempotency_digest(system, key, self.clock.now())?
            && first != digest
        {
            return Err(Conflict::IdempotencyKeyReused { first, now: digest }.into());
        }
        Ok(self.store.document_of_package(&caller.agency, &digest)?)
    }

    /// Verifies the upload by the rules of intake and admits what policy lets through.
    pub(super) fn judge(
        &self,
        caller: &Caller,
        upload: &Upload,
        package: &Package,
    ) -> Result<(Directory, Admitted), Refused> {
        let directory = self.directory().map_err(Refused::silent)?;
        let file = upload.descriptor().map_err(|error| Refused::silent(Refusal::internal(error)))?;
        let standing = |id: &OrganId, at: Micros| directory.standing(id, at);
        let request = Request {
            at: package.received,
            now: package.received,
            mode: Mode::Intake,
            scope: Scope::Full,
            agencies: Some(Agencies { table: directory.bindings(), directory: &standing }),
            pki: self.pki.as_deref(),
        };
        let judged = self
            .verifier
            .verify(std::sync::Arc::new(file), &request)
            .map_err(|error| Refused::silent(Refusal::internal(error)))?;
        if judged.verdict.asks_for_revocation() {
            self.wish_answers(&judged, package.received).map_err(Refused::silent)?;
        }
        let legacy = self.policy.accept_legacy && directory.allows_legacy(&caller.agency);
        let policy = IntakePolicy {
            accept_revocation_unknown: self.policy.accept_unknown_revocation,
            legacy_from: legacy.then(|| caller.agency.clone()),
            unsigned_status_from: self.policy.accept_unsigned_status.then(|| caller.agency.clone()),
        };
        let admitted = Admitted::from_judged(judged, &policy).map_err(|error| Refused::from_admission(&error))?;
        Ok((directory, admitted))
    }

    /// Everything that needs no transaction: form, type, sender, receivers, durable bytes.
    fn prepare(
        &self,
        caller: &Caller,
        upload: Upload,
        package: &Package,
        ask: &Ask,
        directory: Directory,
        admitted: &Admitted,
    ) -> Result<Prepared, Refused> {
        let proven = Proven::of(admitted);
        let no = |refusal: Refusal| Refused { refusal: Box::new(refusal), proven: proven.clone(), logged: true };
        let faults = self.faults_of_form(admitted, package.received);
        if !faults.is_empty() {
            return Err(no(Refusal::of(faults)));
        }
        match admitted.message() {
            Message::Status(status) => {
                let reporter = self.sender(&status.from.organ_id, package.received, &directory).map_err(no)?;
                StatusFile::read(status, admitted, reporter, ask.idempotency.clone())
                    .map(|file| Prepared::Status(Box::new(file)))
                    .map_err(no)
            }
            Message::Document(document) => {
                let issuer = self.sender(&document.from.organ_id, package.received, &directory).map_err(no)?;
                if let Err(error) = directory.may_send(&document.from.organ_id, package.received) {
                    let fault = Fault::found(error.code(), &document.from.organ_id.0);
                    return Err(no(Refusal::of(vec![fault.at("MessageHeader/From/OrganId")])));
                }
                let receivers = receivers(document, package.received, &directory).map_err(no)?;
                let business = business::read(document, &self.policy).map_err(no)?;
                let accept = self
                    .change(caller, upload, package, ask, &directory, admitted, document, issuer, receivers, business);
                accept.map(|accept| Prepared::Document(Box::new(accept), directory)).map_err(Refused::silent)
            }
        }
    }

    /// What refuses it before anybody is asked who sends it: its form, else its PDFs.
    pub(super) fn faults_of_form(&self, admitted: &Admitted, received: Micros) -> Vec<Fault> {
        let faults = form_faults(admitted, received);
        if faults.is_empty() && self.policy.require_signed_pdfs {
            return unsigned_pdfs(admitted.verdict().map_or(&[], |verdict| &verdict.pdf));
        }
        faults
    }

    /// The agency that From names, after aliases.
    pub(super) fn sender(&self, named: &OrganId, at: Micros, directory: &Directory) -> Result<OrganId, Refusal> {
        let at_path = |code, found: &str| Refusal::of(vec![Fault::found(code, found).at("MessageHeader/From/OrganId")]);
        agency::check_organ_id(named, self.policy.sandbox_organ_ids)
            .map_err(|error| at_path(error.code(), &named.0))?;
        directory.resolve(named, at).map(|resolved| resolved.agency).map_err(|error| at_path(error.code(), &named.0))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one step of `prepare`, named for readability; all of it is its input"
    )]
    fn change(
        &self,
        caller: &Caller,
        upload: Upload,
        package: &Package,
        ask: &Ask,
        directory: &Directory,
        admitted: &Admitted,
        document: &Document,
        issuer: OrganId,
        receivers: Vec<Receiver>,
        business: Business,
    ) -> Result<Accept, Refusal> {
        let uuid = DocumentUuid(Uuid::now_v7());
        let mut jobs = self.notices_of_arrival(uuid, document, &receivers, directory)?;
        let verdict = admitted.verdict();
        if verdict.is_some_and(|verdict| verdict.code == Some(codes::REVOCATION_UNKNOWN)) {
            jobs.push(recheck::job(&issuer, uuid, package.received));
        }
        let content = content_digest(admitted, package);
        Ok(Accept {
            document: uuid,
            document_id: document.id(),
            issuer,
            from_named: document.from.organ_id.clone(),
            carrier: caller.agency.clone(),
            system: caller.system,
            person: caller.person,
            attempt: ask.attempt,
            idempotency: ask.idempotency.clone().map(|key| IdempotencyKey { key, digest: package.digest }),
            received: package.received,
            package_digest: package.digest,
            package_size: package.size,
            container: match admitted.container() {
                Some(crate::signature::Container::Asice) => Container::AsicE,
                Some(crate::signature::Container::Edxml) | None => Container::Edxml,
            },
            content_digest: content,
            content_size: admitted.attachments().iter().map(crate::signature::Attachment::size).sum::<u64>(),
            payload: self.keep(upload)?,
            signed: signed_level(admitted),
            stamped: stamped(admitted),
            urgency: Urgency::of(priority(document, &self.policy), &self.policy.urgency),
            pdf: pdf_signed(verdict),
            verdict_code: verdict.and_then(|verdict| verdict.code).map_or("valid", |code| code.name()).to_owned(),
            verdict_json: verdict.map(verdict_json).transpose()?.unwrap_or_default(),
            binding: binding_of(admitted),
            signer_chain: signer_chain(admitted),
            policy: None,
            salts: salts()?,
            business: business.kind,
            affects: business.affects,
            reason: business.reason,
            listing: listing(document, &self.policy),
            receivers,
            jobs,
        })
    }

    /// Makes the bytes durable: in the row when small, else in the object store.
    fn keep(&self, upload: Upload) -> Result<PayloadAt, Refusal> {
        if upload.size() <= INLINE_MAX_BYTES {
            return upload.into_bytes().map(PayloadAt::Inline).map_err(Refusal::from);
        }
        self.store.objects().keep(upload).map(PayloadAt::Object).map_err(Refusal::from)
    }

    fn notices_of_arrival(
        &self,
        uuid: DocumentUuid,
        document: &Document,
        receivers: &[Receiver],
        directory: &Directory,
    ) -> Result<Vec<NewJob>, Refusal> {
        if !self.policy.mail {
            return Ok(Vec::new());
        }
        let now = self.clock.now();
        // What is urgent is told at once, to everybody.
        let digested = Urgency::of(priority(document, &self.policy), &self.policy.urgency) == Urgency::Normal;
        let told = |receiver: &Receiver| {
            let job = notice::job(&receiver.agency, NoticeKind::Arrived, Some(receiver.delivery), Some(uuid))?;
            Ok(NewJob { digested, ..job })
        };
        let reached = receivers.iter().filter(|receiver| directory.gets_mail(&receiver.agency, now));
        reached.map(|receiver| told(receiver).map_err(|error: serde_json::Error| Refusal::internal(error))).collect()
    }

    async fn accept(&self, caller: &Caller, accept: Accept, directory: Directory) -> Result<Submitted, Refusal> {
        let package = Package { digest: accept.package_digest, size: accept.package_size, received: accept.received };
        let proven = Proven::of_accept(&accept);
        let object = match &accept.payload {
            PayloadAt::Object(key) => Some(key.clone()),
            PayloadAt::Inline(_) => None,
        };
        let verdict_json = accept.verdict_json.clone();
        let answer = self.commit_or_conflict(Change::Accept(Box::new(accept))).await?;
        let refused = match answer {
            Ok(Committed::Accepted { issued, .. }) => {
                return Ok(Submitted::New(Box::new(NewDocument { issued: *issued, verdict_json, directory })));
            }
            Ok(Committed::AlreadyAccepted { document, leaf }) => {
                self.drop_object(object).await;
                return Ok(Submitted::Known { document, leaf });
            }
            Ok(other) => return Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
            Err(conflict) => conflict,
        };
        self.drop_object(object).await;
        let logged = matches!(
            refused,
            Conflict::DocumentIdReused { .. }
                | Conflict::AttemptNotAllowed { .. }
                | Conflict::Receivers { .. }
                | Conflict::ReceiverTwice { .. }
                | Conflict::AgencyUnknown { .. }
                | Conflict::AgencyClosed { .. }
                | Conflict::AgencySuspended { .. }
                | Conflict::ChangeRefused { .. }
                | Conflict::TargetUnknown { .. }
                | Conflict::NotIssuer { .. }
                | Conflict::ReceiverNotOfTarget { .. }
                | Conflict::NothingToChange { .. }
                | Conflict::ChangesItself { .. }
        );
        let refused = Refused { refusal: Box::new(refused.into()), proven, logged };
        Err(self.reject(caller, package, refused).await)
    }
}

/// What came in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Package {
    pub digest: Digest,
    pub size: u64,
    pub received: Micros,
}

enum Prepared {
    /// It came before.
    Known((DocumentUuid, LeafRef)),
    Document(Box<Accept>, Directory),
    Status(Box<StatusFile>),
}

/// Faults of form (DOMAIN §1.6) that refuse a message; what only remarks on a dialect does not.
fn form_faults(admitted: &Admitted, received: Micros) -> Vec<Fault> {
    admitted.reading().map(|reading| reading_faults(reading, received)).unwrap_or_default()
}

/// The same of a message as it was read.
pub(super) fn reading_faults(reading: &edxml::Reading, received: Micros) -> Vec<Fault> {
    edxml::check(reading, &edxml::Dialect::default(), deadline::day_in_vietnam(received))
        .into_iter()
        .filter(|fault| fault.severity == edxml::Severity::Refuse)
        .map(|fault| Fault {
            code: fault.code,
            place: Some(fault.path),
            expected: Some(fault.expected),
            found: Some(fault.found),
        })
        .collect()
}

/// One unknown, closed or suspended receiver refuses the whole package; all such are named.
fn receivers(document: &Document, at: Micros, directory: &Directory) -> Result<Vec<Receiver>, Refusal> {
    let (receivers, faults) = resolved(document.to.iter().map(|party| &party.organ_id), at, directory);
    if faults.is_empty() { Ok(receivers) } else { Err(Refusal::of(faults)) }
}

/// Who receives, and what is wrong with those who do not.
pub(super) fn resolved<'n>(
    named: impl Iterator<Item = &'n OrganId>,
    at: Micros,
    directory: &Directory,
) -> (Vec<Receiver>, Vec<Fault>) {
    let (mut receivers, mut faults) = (Vec::<Receiver>::new(), Vec::new());
    let named: Vec<OrganId> = named.cloned().collect();
    let mut seen = HashSet::new();
    for (index, (named, addressed)) in named.iter().zip(directory.addressed(&named, at)).enumerate() {
        let path = format!("MessageHeader/To[{}]/OrganId", index + 1);
        match addressed {
            Ok(one) if !seen.insert(one.agency.clone()) => {
                faults.push(Fault::found(codes::DOCUMENT_RECEIVER_TWICE, &named.0).at(path));
            }
            Ok(one) => receivers.push(Receiver {
                named: named.clone(),
                agency: one.inbox,
                delivery: DeliveryId(Uuid::new_v4()),
            }),
            Err(error) => faults.push(Fault::found(error.code(), &named.0).at(path)),
        }
    }
    (receivers, faults)
}

pub(super) fn listing(document: &Document, policy: &Policy) -> Listing {
    let iso = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    Listing {
        subject: document.subject.clone(),
        number: document.code_number.clone(),
        notation: document.code_notation.clone(),
        issued: iso(document.issued_on()),
        type_name: document.document_type.name.clone(),
        urgency: priority(document, policy),
        due: iso(document.due_on()),
        search: format!(
            "{} {} {} {} {}",
            document.subject,
            document.code(),
            document.document_type.name,
            document.from.organ_id,
            document.from.organ_name.as_deref().unwrap_or_default()
        ),
    }
}

/// OtherInfo/Priority by the hub's table, where it is a number.
fn priority(document: &Document, policy: &Policy) -> Option<i16> {
    let written = document.other.priority.as_deref().and_then(|value| value.trim().parse().ok());
    priorities::translated(&policy.priority_tables, &policy.urgency, &document.from.organ_id, written)
}

/// SIGNATURES §8; what has no signature is the same only byte for byte.
fn content_digest(admitted: &Admitted, package: &Package) -> Digest {
    match admitted {
        Admitted::Verified(verified) => verified.content_digest(),
        Admitted::Legacy(_) | Admitted::UnsignedStatus(_) | Admitted::Channel(_) => package.digest,
    }
}

pub(super) fn signed_level_of(level: crate::signature::Level) -> SignedLevel {
    match level {
        crate::signature::Level::Dsig => SignedLevel::Dsig,
        crate::signature::Level::B => SignedLevel::B,
        crate::signature::Level::T => SignedLevel::T,
        crate::signature::Level::Lt => SignedLevel::Lt,
    }
}

/// A fault for each PDF that is not signed as a whole.
pub(super) fn unsigned_pdfs(files: &[PdfFile]) -> Vec<Fault> {
    let fault = |file: &PdfFile| Fault::found(codes::PDF_NOT_SIGNED, file.name.clone());
    files.iter().filter(|file| !file.is_signed_as_a_whole()).map(fault).collect()
}

/// How many of the package's PDFs bear valid signatures over the whole of them (NĐ 30/2020 Điều 5).
fn pdf_signed(verdict: Option<&Verdict>) -> PdfSigned {
    let files = verdict.map_or(&[][..], |verdict| &verdict.pdf);
    match files.iter().filter(|file| file.is_signed_as_a_whole()).count() {
        0 => PdfSigned::None,
        signed if signed == files.len() => PdfSigned::All,
        _ => PdfSigned::Some,
    }
}

fn signed_level(admitted: &Admitted) -> SignedLevel {
    match admitted {
        Admitted::Verified(verified) => signed_level_of(verified.level()),
        Admitted::Legacy(_) => SignedLevel::Legacy,
        Admitted::UnsignedStatus(_) | Admitted::Channel(_) => SignedLevel::None,
    }
}

/// When a timestamp that holds says that the agency signed.
fn stamped(admitted: &Admitted) -> Option<Micros> {
    match admitted {
        Admitted::Verified(verified) => {
            verified.verdict().signatures.get(verified.signer()).and_then(|signature| signature.best_signature_time)
        }
        Admitted::Legacy(_) | Admitted::UnsignedStatus(_) | Admitted::Channel(_) => None,
    }
}

fn binding_of(admitted: &Admitted) -> Option<BindingRef> {
    match admitted {
        Admitted::Verified(verified) => {
            let bound = verified.bound()?;
            let id = Uuid::parse_str(&bound.rule).ok()?;
            Some(BindingRef { id, version: i64::try_from(bound.version).ok()? })
        }
        Admitted::Legacy(_) | Admitted::UnsignedStatus(_) | Admitted::Channel(_) => None,
    }
}

fn signer_chain(admitted: &Admitted) -> Vec<Vec<u8>> {
    match admitted {
        Admitted::Verified(verified) => {
            let chain = verified.chains().get(verified.signer()).map(Vec::as_slice).unwrap_or_default();
            chain.iter().map(|certificate| certificate.der().to_vec()).collect()
        }
        Admitted::Legacy(_) | Admitted::UnsignedStatus(_) | Admitted::Channel(_) => Vec::new(),
    }
}

/// The verdict as stored and shown.
pub(super) fn verdict_json(verdict: &Verdict) -> Result<String, Refusal> {
    let bytes = verdict.canonical().map_err(Refusal::internal)?;
    String::from_utf8(bytes).map_err(Refusal::internal)
}

/// Fresh salts for a document's commitments.
pub(super) fn salts() -> Result<Salts, Refusal> {
    let random = || crypto::random::<32>().map_err(Refusal::internal);
    Ok(Salts { doc: random()?, pkg: random()?, content: random()? })
}
