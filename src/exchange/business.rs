//! What a package or a call wants of documents that were sent before: business types 1–3 (DOMAIN §1.4), and recall or
//! take-back without a package. Only what is read and named is here; whether it can be done is decided under the head lock
//! (`store::commit::business`).

use super::acknowledge::check_words;
use super::notice::{self, NoticeKind};
use super::{Caller, Exchange, Fault, Policy, Refusal};
use crate::codes;
use crate::crypto;
use crate::domain::business::{BusinessType, Change as Kind};
use crate::domain::ids::{Digest, DocumentId, Micros, OrganId};
use crate::edxml::{self, Document};
use crate::store::Committed;
use crate::store::change::{Affects, Authn, Change, Changed, IdempotencyKey, NewJob, Target, Whom, Withdraw};

/// What a package does to earlier documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Business {
    pub kind: BusinessType,
    pub affects: Vec<Affects>,
    pub reason: Option<String>,
}

/// A recall or take-back by call.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// [`Kind::Recall`] or [`Kind::TakeBack`].
    pub what: Kind,
    /// Which document.
    pub target: Target,
    /// At which receivers; none named: at all.
    pub receivers: Vec<OrganId>,
    /// Why.
    pub reason: String,
    /// The request's own name.
    pub idempotency: Option<String>,
}

/// A withdrawal that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The document, by the hub's name.
    pub document: crate::domain::ids::DocumentUuid,
    /// One a receiver.
    pub changes: Vec<Changed>,
    /// False for a repeat.
    pub first: bool,
}

/// What BussinessDocType and its elements want.
///
/// # Errors
/// `business.*`, every fault at once.
pub(super) fn read(document: &Document, policy: &Policy) -> Result<Business, Refusal> {
    let business = document.business.as_ref();
    let reason = business.and_then(|business| filled(business.reason.as_deref()));
    let mut faults = Vec::new();
    let (kind, affects) = match document.business_type() {
        edxml::BusinessType::New => (BusinessType::New, Vec::new()),
        edxml::BusinessType::Recall => (BusinessType::Recall, recall(document, &mut faults)),
        edxml::BusinessType::Update => (BusinessType::Update, update(document, policy, &mut faults)),
        edxml::BusinessType::Replacement => (BusinessType::Replace, replace(document, &mut faults)),
        edxml::BusinessType::Unknown(found) => {
            let fault = Fault::found(codes::EDXML_UNKNOWN_VALUE, found).at(TYPE).expecting("0, 1, 2 or 3");
            return Err(Refusal::of(vec![fault]));
        }
    };
    if faults.is_empty() { Ok(Business { kind, affects, reason }) } else { Err(Refusal::of(faults)) }
}

/// ResponseFor names the recalled documents; To the receivers that it is recalled from. The OrganId beside it is no help:
/// the field's samples hold the issuer there, or a receiver.
fn recall(document: &Document, faults: &mut Vec<Fault>) -> Vec<Affects> {
    let targets: Vec<DocumentId> = document.response_for.iter().filter_map(edxml::ResponseFor::document).collect();
    if targets.is_empty() {
        faults.push(Fault::bare(codes::EDXML_MISSING).at("MessageHeader/ResponseFor/DocumentId"));
    }
    let affects = |target| Affects { what: Kind::Recall, target, receivers: Whom::These(to(document)) };
    targets.into_iter().map(affects).collect()
}

/// Bussiness/DocumentId names the updated document. Whoever stays a receiver is asked to use the new version; whoever is
/// removed is asked to give the old one back; whoever is added gets the new one only.
fn update(document: &Document, policy: &Policy, faults: &mut Vec<Fault>) -> Vec<Affects> {
    let business = document.business.as_ref();
    let Some(target) = business.and_then(|business| id(business.document_id.as_deref())) else {
        faults.push(Fault::bare(codes::EDXML_MISSING).at("TraceHeaderList/Bussiness/DocumentId"));
        return Vec::new();
    };
    let info = business.and_then(|business| business.document_info.as_ref());
    let content = info.is_none_or(|info| info.document_info.as_deref() != Some("0"));
    let listed =
        info.filter(|info| info.document_receiver.as_deref() == Some("1")).map_or(&[][..], |info| &info.receivers);
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    for (index, receiver) in listed.iter().enumerate() {
        let path = format!("TraceHeaderList/Bussiness/BussinessDocumentInfo/ReceiverList/Receiver[{}]", index + 1);
        let organ = OrganId(receiver.organ_id.clone().unwrap_or_default());
        match receiver.receiver_type.as_deref().unwrap_or_default() {
            word if word == policy.receiver_types.add => added.push(organ),
            word if word == policy.receiver_types.remove => removed.push(organ),
            other => {
                let types = &policy.receiver_types;
                let expected = format!("{} (add) or {} (remove)", types.add, types.remove);
                let fault = Fault::found(codes::BUSINESS_RECEIVER_TYPE, other).at(format!("{path}/ReceiverType"));
                faults.push(fault.expecting(expected));
            }
        }
    }
    let mut affects = Vec::new();
    if !removed.is_empty() {
        let receivers = Whom::These(removed.clone());
        affects.push(Affects { what: Kind::TakeBack, target: target.clone(), receivers });
    }
    if content {
        let stays = |organ: &OrganId| !added.contains(organ) && !removed.contains(organ);
        let receivers = Whom::Among(to(document).into_iter().filter(stays).collect());
        affects.push(Affects { what: Kind::Update, target, receivers });
    }
    affects
}

/// ReplacementInfoList names the replaced documents, each with the receivers for whom it is replaced; an empty list means
/// all who get the new one. Whoever loses a document gets the new one.
fn replace(document: &Document, faults: &mut Vec<Fault>) -> Vec<Affects> {
    let path = "TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo";
    let infos = document.business.as_ref().map_or(&[][..], |business| &business.replacements);
    if infos.is_empty() {
        faults.push(Fault::bare(codes::EDXML_MISSING).at(path));
    }
    let receivers = to(document);
    let mut affects: Vec<Affects> = Vec::new();
    for (index, info) in infos.iter().enumerate() {
        let path = format!("{path}[{}]", index + 1);
        let Some(target) = id(info.document_id.as_deref()) else {
            faults.push(Fault::bare(codes::EDXML_MISSING).at(format!("{path}/DocumentId")));
            continue;
        };
        let named: Vec<OrganId> = info.organ_ids.iter().cloned().map(OrganId).collect();
        for organ in named.iter().filter(|organ| !receivers.contains(organ)) {
            faults.push(
                Fault::found(codes::BUSINESS_RECEIVER_MISSING, &organ.0)
                    .at(format!("{path}/OrganIdList/OrganId"))
                    .expecting("one of MessageHeader/To"),
            );
        }
        let whom = if named.is_empty() { Whom::Among(receivers.clone()) } else { Whom::These(named) };
        affects.push(Affects { what: Kind::Replace, target, receivers: whom });
    }
    affects
}

impl Exchange {
    /// Recalls or takes back a document of the caller's agency, by call.
    ///
    /// # Errors
    /// `business.*`, `idempotency.key_reused`, `store.*`.
    pub async fn withdraw(&self, caller: &Caller, withdrawal: Withdrawal) -> Result<Withdrawn, Refusal> {
        let digest = digest(caller, &withdrawal)?;
        self.withdraw_for(caller, &caller.agency, withdrawal, digest, Authn::Channel, self.clock.now()).await
    }

    /// The same for `issuer`, whose word `caller` brought.
    pub(super) async fn withdraw_for(
        &self,
        caller: &Caller,
        issuer: &OrganId,
        withdrawal: Withdrawal,
        message_digest: Digest,
        authn: Authn,
        received: Micros,
    ) -> Result<Withdrawn, Refusal> {
        let reason = filled(Some(&withdrawal.reason)).ok_or_else(|| {
            Refusal::new(codes::BUSINESS_REASON_MISSING, format!("{} needs a reason", withdrawal.what))
        })?;
        check_words(&reason)?;
        let notices = self.notices(issuer, &withdrawal, &reason).await?;
        let change = Change::Withdraw(Box::new(Withdraw {
            what: withdrawal.what,
            target: withdrawal.target,
            receivers: match withdrawal.receivers {
                none if none.is_empty() => Whom::All,
                named => Whom::These(named),
            },
            issuer: issuer.clone(),
            carrier: caller.agency.clone(),
            system: caller.system,
            person: caller.person,
            reason,
            message_digest,
            idempotency: withdrawal.idempotency.map(|key| IdempotencyKey { key, digest: message_digest }),
            authn,
            received,
            notices,
        }));
        match self.commit(change).await? {
            Committed::Withdrawn { document, changes, first } => Ok(Withdrawn { document, changes, first }),
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }

    /// The mails to the receivers' offices; none for whoever is neither asked nor bound and never read a byte.
    async fn notices(&self, issuer: &OrganId, withdrawal: &Withdrawal, reason: &str) -> Result<Vec<NewJob>, Refusal> {
        if !self.policy.mail {
            return Ok(Vec::new());
        }
        let (issuer, target, what, reason) =
            (issuer.clone(), withdrawal.target.clone(), withdrawal.what, reason.to_owned());
        self.blocking(move |this| {
            let (directory, now) = (this.directory()?, this.clock.now());
            let held = this.store.deliveries_of_target(&issuer, &target)?;
            let told = held.iter().filter(|held| directory.gets_mail(&held.agency, now));
            told.map(|held| {
                let kind = NoticeKind::Changed { what, by: issuer.clone(), reason: reason.clone() };
                notice::job(&held.agency, kind, Some(held.id), Some(held.document)).map_err(Refusal::internal)
            })
            .collect()
        })
        .await
    }
}

/// What a repeat of the same call is recognised by: SHA-256 over JCS of all it says.
fn digest(caller: &Caller, withdrawal: &Withdrawal) -> Result<Digest, Refusal> {
    let target = match &withdrawal.target {
        Target::Uuid(uuid) => uuid.to_string(),
        Target::Id(id) => id.0.clone(),
    };
    let value = serde_json::json!([
        "lienthong/withdraw/v1",
        caller.agency,
        withdrawal.what,
        target,
        withdrawal.receivers,
        withdrawal.reason,
        withdrawal.idempotency,
    ]);
    serde_json_canonicalizer::to_vec(&value).map(|bytes| crypto::sha256(&bytes)).map_err(Refusal::internal)
}

fn to(document: &Document) -> Vec<OrganId> {
    document.to.iter().map(|party| party.organ_id.clone()).collect()
}

fn id(text: Option<&str>) -> Option<DocumentId> {
    edxml::ResponseFor { document_id: Some(text?.to_owned()), ..edxml::ResponseFor::default() }.document()
}

fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

const TYPE: &str = "TraceHeaderList/Bussiness/BussinessDocType";
