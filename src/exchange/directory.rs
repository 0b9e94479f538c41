//! Agencies, bindings and tokens: what the use cases know of them, and an operator's changes.
//!
//! The directory is read whole and kept until its version in the store moves: a province has a few thousand agencies.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

use super::{Exchange, Fault, Refusal};
use crate::codes;
use crate::crypto;
use crate::domain::agency::{self, AgencyError, Entry, Resolved, Validity};
use crate::domain::ids::{Micros, OrganId, SystemId};
use crate::signature::binding::{Binding, BindingTable, BoundTo, Standing};
use crate::store::agencies::{Agency, Alias};
use crate::store::bindings;
use crate::store::change::{
    Actor, AgencyAct, AgencyChange, AgencyFacts, BindingAct, BindingChange, BindingRule, CalendarAct, CalendarChange,
    Change, TokenAct, TokenChange,
};
use crate::store::{Committed, LeafRef};

/// The directory at one version. Cheap to clone.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    version: i64,
    entries: HashMap<OrganId, Entry>,
    facts: HashMap<OrganId, AgencyFacts>,
    bindings: BindingTable,
}

/// The directory as last read.
#[derive(Default)]
pub(super) struct Cache(RwLock<Option<Directory>>);

impl Directory {
    fn new(version: i64, agencies: Vec<Agency>, aliases: Vec<Alias>, bindings: Vec<bindings::Binding>) -> Self {
        let mut entries = HashMap::new();
        let mut facts = HashMap::new();
        for row in agencies {
            let id = row.facts.organ_id.clone();
            let validity = Validity { from: row.facts.valid_from, until: row.valid_until };
            entries.insert(id.clone(), Entry { id: id.clone(), validity, successor: None });
            facts.insert(id, row.facts);
        }
        for alias in aliases {
            // A code that only ever was an alias is valid at no time of its own; an agency's was closed with the alias.
            let entry = entries.entry(alias.organ_id.clone()).or_insert_with(|| Entry {
                id: alias.organ_id.clone(),
                validity: Validity { from: alias.from, until: Some(alias.from) },
                successor: None,
            });
            entry.successor = Some(alias.successor);
        }
        let bindings = bindings.into_iter().map(|row| BoundTo {
            id: row.id.to_string(),
            version: u64::try_from(row.version).unwrap_or_default(),
            agency: row.agency,
            binding: binding(row.rule),
            from: row.valid_from,
            to: row.valid_until,
            author: row.author,
            reason: row.reason,
            certificate: None,
        });
        let bindings = BindingTable { bindings: bindings.collect(), delegations: Vec::new() };
        Self(Arc::new(Inner { version, entries, facts, bindings }))
    }

    /// The agency that `named` means at `at`, after aliases.
    ///
    /// # Errors
    /// Unknown, closed, or an alias that goes in a circle.
    pub fn resolve(&self, named: &OrganId, at: Micros) -> Result<Resolved, AgencyError> {
        agency::resolve(named, at, |id| self.0.entries.get(id).cloned())
    }

    /// The same answer as the binding rules want it.
    pub fn standing(&self, named: &OrganId, at: Micros) -> Standing {
        match self.resolve(named, at) {
            Ok(resolved) => Standing::Active(resolved.agency),
            Err(AgencyError::Unknown { .. }) => Standing::Unknown,
            Err(_) => {
                let until = self.0.entries.get(named).and_then(|entry| entry.validity.until);
                Standing::Closed { since: until.unwrap_or(at) }
            }
        }
    }

    /// Which certificate is whose.
    pub fn bindings(&self) -> &BindingTable {
        &self.0.bindings
    }

    /// What the directory says of an agency, by its own code.
    pub fn facts(&self, id: &OrganId) -> Option<&AgencyFacts> {
        self.0.facts.get(id)
    }

    /// Whether its office gets mail.
    pub fn gets_mail(&self, id: &OrganId) -> bool {
        self.facts(id).is_some_and(|facts| !facts.mail.is_empty())
    }

    /// Whether its legacy packages are taken as unsigned.
    pub fn allows_legacy(&self, id: &OrganId) -> bool {
        self.facts(id).is_some_and(|facts| facts.allows_legacy)
    }
}

/// A token as it is shown, once: the store keeps its SHA-256 only.
pub struct NewToken {
    /// The system.
    pub system: SystemId,
    /// The bearer token.
    pub token: String,
    /// The leaf.
    pub leaf: LeafRef,
}

impl Exchange {
    /// The directory, read anew when its version has moved.
    ///
    /// # Errors
    /// `store.*`.
    pub fn directory(&self) -> Result<Directory, Refusal> {
        let version = self.store.directory_version()?;
        let cached = self.cache.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(directory) = cached.filter(|directory| directory.0.version == version) {
            return Ok(directory);
        }
        let directory = Directory::new(version, self.all_agencies()?, self.store.aliases()?, self.store.bindings()?);
        *self.cache.0.write().unwrap_or_else(PoisonError::into_inner) = Some(directory.clone());
        Ok(directory)
    }

    fn all_agencies(&self) -> Result<Vec<Agency>, Refusal> {
        let mut all = Vec::<Agency>::new();
        loop {
            let page = self.store.agencies(all.last().map(|row| &row.facts.organ_id), PAGE)?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// Adds, changes, closes or merges an agency.
    ///
    /// # Errors
    /// `agency.*`, `store.*`.
    pub async fn change_agency(&self, by: Actor, what: AgencyAct) -> Result<LeafRef, Refusal> {
        if let AgencyAct::Add(facts) = &what {
            agency::check_organ_id(&facts.organ_id, self.policy.sandbox_organ_ids)
                .map_err(|error| Refusal::of(vec![Fault::found(error.code(), &facts.organ_id.0).at("organ_id")]))?;
        }
        self.done(Change::Agency(AgencyChange { by, what })).await
    }

    /// Changes the working calendar of the hub, or an agency's own. `based_on` is the version that the change was made
    /// upon.
    ///
    /// # Errors
    /// `agency.*`, `calendar.moved`, `store.*`.
    pub async fn change_calendar(
        &self,
        by: Actor,
        agency: Option<OrganId>,
        based_on: u64,
        what: CalendarAct,
    ) -> Result<LeafRef, Refusal> {
        self.done(Change::Calendar(CalendarChange { by, agency, based_on, what })).await
    }

    /// Binds certificates to an agency, from `from` on.
    ///
    /// # Errors
    /// `agency.*`, `store.*`.
    pub async fn bind(
        &self,
        by: Actor,
        agency: OrganId,
        rule: BindingRule,
        from: Micros,
        until: Option<Micros>,
    ) -> Result<(Uuid, LeafRef), Refusal> {
        let id = Uuid::now_v7();
        let what = BindingAct::Add { id, agency, rule, from, until };
        Ok((id, self.done(Change::Binding(BindingChange { by, what })).await?))
    }

    /// Ends a binding at `at`.
    ///
    /// # Errors
    /// `store.binding_unknown`, `store.*`.
    pub async fn unbind(&self, by: Actor, id: Uuid, at: Micros) -> Result<LeafRef, Refusal> {
        self.done(Change::Binding(BindingChange { by, what: BindingAct::End { id, at } })).await
    }

    /// Makes a new system with a token of 256 random bits (DECISIONS "Edges"). An auditor's has no agency.
    ///
    /// # Errors
    /// `agency.*`, `store.*`.
    pub async fn issue_token(
        &self,
        by: Actor,
        agency: Option<OrganId>,
        name: String,
        expires: Option<Micros>,
    ) -> Result<NewToken, Refusal> {
        let system = SystemId(Uuid::now_v7());
        let secret = crypto::random::<32>().map_err(Refusal::internal)?;
        let token = token_text(&secret);
        let token_sha256 = crypto::sha256(token.as_bytes());
        let what = TokenAct::Issue { system, agency, name, token_sha256, expires };
        let leaf = self.done(Change::Token(TokenChange { by, what })).await?;
        Ok(NewToken { system, token, leaf })
    }

    /// Ends a system's token at once.
    ///
    /// # Errors
    /// `system.unknown`, `store.*`.
    pub async fn revoke_token(&self, by: Actor, system: SystemId) -> Result<LeafRef, Refusal> {
        self.done(Change::Token(TokenChange { by, what: TokenAct::Revoke { system } })).await
    }

    async fn done(&self, change: Change) -> Result<LeafRef, Refusal> {
        match self.commit(change).await? {
            Committed::Done { leaf } => Ok(leaf),
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }
}

fn binding(rule: BindingRule) -> Binding {
    match rule {
        BindingRule::Exact { certificate_sha256 } => Binding::Exact { sha256: certificate_sha256 },
        BindingRule::Rule { issuer_spki_sha256, attributes } => {
            let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
            for (oid, value) in attributes {
                match grouped.iter_mut().find(|(known, _)| *known == oid) {
                    Some((_, values)) => values.push(value),
                    None => grouped.push((oid, vec![value])),
                }
            }
            Binding::Rule { issuer_spki_sha256, attributes: grouped }
        }
    }
}

/// `lt_` and 64 hexadecimal digits: recognisable when it turns up where it should not.
fn token_text(secret: &[u8; 32]) -> String {
    format!("lt_{}", crate::domain::ids::Digest(*secret))
}

/// The directory is read in pages of this size.
const PAGE: u32 = 1_000;
