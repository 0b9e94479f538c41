//! A package looked at before it is sent: verified as intake verifies it, read, judged by every rule that intake asks
//! before its transaction. Nothing is taken, no evidence is made; only the wish for revocation answers is written, as by a
//! preflight.
//!
//! Not asked here: what only the moment of sending can say (a receiver closed meanwhile, a question opened at one of them).

use super::preflight::Plan;
use super::submit::{self, Package};
use super::{Caller, Exchange, Fault, Refusal, business};
use crate::codes;
use crate::domain::business::{BusinessType, Change};
use crate::domain::desk::may_be_sent_again;
use crate::domain::ids::{DocumentId, DocumentUuid, Micros, OrganId};
use crate::edxml::{Document, Message};
use crate::payload::Upload;
use crate::signature::{Admitted, Verdict};
use crate::store::change::{Listing, Target};

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Inspection {
    /// The verdict on its signatures; none when these very bytes were taken before.
    pub verdict: Option<Verdict>,
    /// What it says, where a signature vouches for it.
    pub heading: Option<Heading>,
    /// What refuses it.
    pub faults: Vec<Fault>,
    /// Each receiver as named, and who it is, where it is somebody.
    pub receivers: Vec<(OrganId, Option<OrganId>)>,
    /// These very bytes were taken before: sending them again gives the first receipt.
    pub already: Option<DocumentUuid>,
}

/// What stands on the paper.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The issuer's id.
    pub document_id: DocumentId,
    /// From, as named.
    pub from: OrganId,
    /// Number, subject, kind, dates.
    pub listing: Listing,
    /// New, or what it does to earlier documents.
    pub business: BusinessType,
    /// Which ones, and at how many receivers each.
    pub affects: Vec<Affected>,
    /// Its files: name and bytes.
    pub files: Vec<(String, u64)>,
}

/// An earlier document that it changes.
#[derive(Clone, Debug)]
pub struct Affected {
    /// What it does.
    pub what: Change,
    /// The issuer's id of the other.
    pub target: DocumentId,
    /// At how many receivers that have it.
    pub receivers: usize,
}

impl Exchange {
    /// Looks at a package that `caller` may send later.
    ///
    /// # Errors
    /// `store.*`; whatever is wrong with the package is a fault in the answer.
    pub async fn inspect(&self, caller: &Caller, upload: Upload, attempt: u16) -> Result<Inspection, Refusal> {
        let permit = self.verifying.clone().acquire_owned().await.map_err(Refusal::internal)?;
        let caller = caller.clone();
        self.blocking(move |this| {
            let found = this.inspected(&caller, &upload, attempt);
            drop(permit);
            found
        })
        .await
    }

    fn inspected(&self, caller: &Caller, upload: &Upload, attempt: u16) -> Result<Inspection, Refusal> {
        let package = Package { digest: upload.digest(), size: upload.size(), received: self.clock.now() };
        let known = self.known(caller, &package, None)?.filter(|_| attempt == 1);
        let (directory, admitted) = match self.judge(caller, upload, &package) {
            Ok(judged) => judged,
            Err(refused) if !refused.logged => return Err(*refused.refusal),
            Err(refused) => {
                let Refusal { code, faults, verdict, .. } = *refused.refusal;
                let faults = if faults.is_empty() { vec![Fault::bare(code)] } else { faults };
                return Ok(Inspection { verdict: verdict.map(|verdict| *verdict), faults, ..Inspection::default() });
            }
        };
        let mut found = Inspection {
            verdict: admitted.verdict().cloned(),
            already: known.map(|(document, _)| document),
            faults: self.faults_of_form(&admitted, package.received),
            ..Inspection::default()
        };
        match admitted.message() {
            Message::Document(document) => {
                let sight = self.foresee(caller, &plan(&package, document, attempt))?;
                found.receivers = sight.receivers;
                found.faults.extend(sight.faults);
                if let Err(error) = directory.may_send(&document.from.organ_id, package.received) {
                    let fault = Fault::found(error.code(), &document.from.organ_id.0);
                    found.faults.push(fault.at("MessageHeader/From/OrganId"));
                }
                found.faults.extend(self.faults_of_name(caller, document, attempt, package.received)?);
                let (heading, faults) = self.heading(document, &admitted, package.received)?;
                found.heading = Some(heading);
                found.faults.extend(faults);
            }
            // A status file is a word and no document; its own page is where it is said.
            Message::Status(_) => {}
        }
        if found.already.is_some() {
            // The first answer stands, whatever became of certificates and receivers since.
            found.faults.clear();
        }
        Ok(found)
    }

    /// Whether its name is taken where the caller cannot see it, and whether it may be sent once more: what is told on sending. Whoever
    /// holds the signed package knows the document.
    fn faults_of_name(
        &self,
        caller: &Caller,
        document: &Document,
        attempt: u16,
        at: Micros,
    ) -> Result<Vec<Fault>, Refusal> {
        let directory = self.directory()?;
        let Ok(issuer) = directory.resolve(&document.from.organ_id, at) else { return Ok(Vec::new()) };
        let (issuer, target) = (issuer.agency, Target::Id(document.id()));
        let held = self.store.deliveries_of_target(&issuer, &target)?;
        let (Some(first), true) = (held.first(), attempt <= 1) else {
            let free = |agency: &OrganId| {
                let copy = held.iter().find(|copy| copy.agency == *agency);
                copy.is_some_and(|copy| may_be_sent_again(copy.state, copy.ack))
            };
            let resolved = document.to.iter().filter_map(|party| directory.resolve(&party.organ_id, at).ok());
            let open = resolved.map(|found| found.agency).filter(|agency| !free(agency) && attempt > 1);
            let fault = |agency: OrganId| Fault::found(codes::DOCUMENT_ATTEMPT_NOT_ALLOWED, &agency.0);
            return Ok(open.map(|agency| fault(agency).at("MessageHeader/To/OrganId")).collect());
        };
        // What the caller may see is told by `foresee`.
        Ok(match self.store.document(&caller.agency, first.document)? {
            Some(_) => Vec::new(),
            None => vec![Fault::found(codes::DOCUMENT_NOT_FOUND, &document.document_id).at("document_id")],
        })
    }

    /// What it says, and whether what it changes is there.
    fn heading(&self, document: &Document, admitted: &Admitted, at: Micros) -> Result<(Heading, Vec<Fault>), Refusal> {
        let (business, mut faults) = match business::read(document, &self.policy) {
            Ok(business) => (Some(business), Vec::new()),
            Err(refusal) => (None, refusal.faults),
        };
        let issuer = self.directory()?.resolve(&document.from.organ_id, at).ok().map(|resolved| resolved.agency);
        let mut affects = Vec::new();
        for one in business.iter().flat_map(|business| &business.affects) {
            let target = Target::Id(one.target.clone());
            let held = match &issuer {
                Some(issuer) => self.store.deliveries_of_target(issuer, &target)?,
                None => Vec::new(),
            };
            if held.is_empty() {
                faults.push(Fault::found(codes::BUSINESS_TARGET_UNKNOWN, &one.target.0));
            }
            affects.push(Affected { what: one.what, target: one.target.clone(), receivers: held.len() });
        }
        let heading = Heading {
            document_id: document.id(),
            from: document.from.organ_id.clone(),
            listing: submit::listing(document, &self.policy),
            business: business.map_or(BusinessType::New, |business| business.kind),
            affects,
            files: admitted.attachments().iter().map(|file| (file.name().to_owned(), file.size())).collect(),
        };
        Ok((heading, faults))
    }
}

fn plan(package: &Package, document: &Document, attempt: u16) -> Plan {
    Plan {
        size: package.size,
        // Whether these bytes came before is known; what else is wrong is asked all the same.
        sha256: None,
        document_id: (attempt == 1).then(|| document.id()),
        from: Some(document.from.organ_id.clone()),
        receivers: document.to.iter().map(|party| party.organ_id.clone()).collect(),
        certificate: None,
    }
}
