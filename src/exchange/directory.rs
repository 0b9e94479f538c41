//! Agencies, bindings and tokens: what the use cases know of them, and an operator's changes.
//!
//! The directory is read whole and kept until its version in the store moves: a province has a few thousand agencies.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

use super::{Exchange, Fault, Refusal};
use crate::codes;
use crate::crypto;
use crate::domain::agency::{self, Addressed, AgencyError, Entry, Resolved, StandIn, Validity};
use crate::domain::ids::{Micros, OrganId, SystemId};
use crate::signature::binding::{Binding, BindingTable, BoundTo, Standing};
use crate::store::agencies::{Agency, Alias, Named, Substitute};
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
    /// Each code's names, the newest first.
    names: HashMap<OrganId, Vec<(Micros, String)>>,
    bindings: BindingTable,
}

/// What the directory is made of.
struct Tables {
    agencies: Vec<Agency>,
    aliases: Vec<Alias>,
    names: Vec<Named>,
    substitutes: Vec<Substitute>,
}

/// The directory as last read.
#[derive(Default)]
pub(super) struct Cache(RwLock<Option<Directory>>);

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Directory").field("version", &self.0.version).finish_non_exhaustive()
    }
}

impl Directory {
    fn new(version: i64, tables: Tables, bindings: Vec<bindings::Binding>) -> Self {
        let Tables { agencies, aliases, names: all_names, substitutes } = tables;
        let mut entries = HashMap::new();
        let mut facts = HashMap::new();
        for row in agencies {
            let id = row.facts.organ_id.clone();
            let validity = Validity { from: row.facts.valid_from, until: row.valid_until };
            let (successor, suspended_from, stand_ins) = (None, row.suspended_from, Vec::new());
            entries.insert(id.clone(), Entry { id: id.clone(), validity, successor, suspended_from, stand_ins });
            facts.insert(id, row.facts);
        }
        for alias in aliases {
            // A code that only ever was an alias is valid at no time of its own; an agency's was closed with the alias.
            let entry = entries.entry(alias.organ_id.clone()).or_insert_with(|| Entry {
                id: alias.organ_id.clone(),
                validity: Validity { from: alias.from, until: Some(alias.from) },
                successor: None,
                suspended_from: None,
                stand_ins: Vec::new(),
            });
            entry.successor = Some(alias.successor);
        }
        for row in substitutes {
            let validity = Validity { from: row.from, until: row.until };
            if let Some(entry) = entries.get_mut(&row.agency) {
                entry.stand_ins.push(StandIn { validity, agency: row.stands_in });
            }
        }
        let mut names: HashMap<OrganId, Vec<(Micros, String)>> = HashMap::new();
        for Named { organ_id, from, name } in all_names {
            names.entry(organ_id).or_default().push((from, name));
        }
        for of_one in names.values_mut() {
            of_one.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
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
        Self(Arc::new(Inner { version, entries, facts, names, bindings }))
    }

    /// The agency that `named` means at `at`, after aliases.
    ///
    /// # Errors
    /// Unknown, closed, or an alias that goes in a circle.
    pub fn resolve(&self, named: &OrganId, at: Micros) -> Result<Resolved, AgencyError> {
        agency::resolve(named, at, |id| self.0.entries.get(id).cloned())
    }

    /// Whether the agency that `named` means may send at `at`.
    ///
    /// # Errors
    /// As [`Directory::resolve`], and when it is suspended.
    pub fn may_send(&self, named: &OrganId, at: Micros) -> Result<(), AgencyError> {
        agency::sender(named, at, |id| self.0.entries.get(id).cloned()).map(drop)
    }

    /// Into whose inboxes the copies for `named` go at `at`, after aliases and substitutes.
    pub fn addressed(&self, named: &[OrganId], at: Micros) -> Vec<Result<Addressed, AgencyError>> {
        agency::addressed(named, at, |id| self.0.entries.get(id).cloned())
    }

    /// The name that a code bore at `at`: a rename later changes nothing that was said before.
    pub fn name(&self, id: &OrganId, at: Micros) -> Option<&str> {
        let names = self.0.names.get(id)?;
        let then = names.iter().find(|(from, _)| *from <= at).or(names.last());
        then.map(|(_, name)| name.as_str())
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

    /// Codes and names of all that are or were, in the order of codes: to choose from.
    pub fn listed(&self) -> Vec<(&OrganId, &str)> {
        let mut all: Vec<_> = self.0.facts.iter().map(|(id, facts)| (id, facts.name.as_str())).collect();
        all.sort_unstable();
        all
    }

    /// Codes and names of those that are open at `at`.
    pub fn open(&self, at: Micros) -> Vec<(String, String)> {
        let is_open = |id: &OrganId| self.resolve(id, at).is_ok_and(|resolved| resolved.agency == *id);
        let open = self.listed().into_iter().filter(|(id, _)| is_open(id));
        open.map(|(id, name)| (id.0.clone(), self.name(id, at).unwrap_or(name).to_owned())).collect()
    }

    /// What the directory says of an agency, by its own code.
    pub fn facts(&self, id: &OrganId) -> Option<&AgencyFacts> {
        self.0.facts.get(id)
    }

    /// Whether the office that answers for a code at `at` gets mail.
    pub fn gets_mail(&self, id: &OrganId, at: Micros) -> bool {
        let office = self.resolve(id, at).map_or_else(|_| id.clone(), |resolved| resolved.agency);
        self.facts(&office).is_some_and(|facts| !facts.mail.is_empty())
    }

    /// Whether its legacy packages are taken as unsigned.
    pub fn allows_legacy(&self, id: &OrganId) -> bool {
        self.facts(id).is_some_and(|facts| facts.allows_legacy)
    }
}

/// A binding to be entered.
#[derive(Clone, Debug)]
pub struct NewBinding {
    /// Whose.
    pub agency: OrganId,
    /// What it matches.
    pub rule: BindingRule,
    /// From when.
    pub from: Micros,
    /// First moment after, if that is known.
    pub until: Option<Micros>,
    /// Until when the certificate is valid that it is entered with: the office is told before that.
    pub not_after: Option<Micros>,
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
        let tables = Tables {
            agencies: self.all_agencies()?,
            aliases: self.store.aliases()?,
            names: self.store.agency_names()?,
            substitutes: self.store.substitutes()?,
        };
        let directory = Directory::new(version, tables, self.store.bindings()?);
        *self.cache.0.write().unwrap_or_else(PoisonError::into_inner) = Some(directory.clone());
        Ok(directory)
    }

    /// Every agency, closed ones too, in the order of their codes.
    ///
    /// # Errors
    /// `store.*`.
    pub fn all_agencies(&self) -> Result<Vec<Agency>, Refusal> {
        let mut all = Vec::<Agency>::new();
        loop {
            let page = self.store.agencies(all.last().map(|row| &row.facts.organ_id), PAGE)?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// Changes the directory: one act, one leaf, one new version.
    ///
    /// # Errors
    /// `agency.*`, `store.*`.
    pub async fn change_agency(&self, by: Actor, what: AgencyAct) -> Result<LeafRef, Refusal> {
        let acts = match &what {
            AgencyAct::All(acts) => acts.as_slice(),
            one => std::slice::from_ref(one),
        };
        for one in acts {
            if let AgencyAct::Add(facts) = one {
                self.form(&facts.organ_id)?;
            }
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

    /// A new code has one of the two forms; any form only where the sandbox setting allows it.
    fn form(&self, id: &OrganId) -> Result<(), Refusal> {
        agency::check_organ_id(id, self.policy.sandbox_organ_ids)
            .map(drop)
            .map_err(|error| Refusal::of(vec![Fault::found(error.code(), &id.0).at("organ_id")]))
    }

    /// Binds certificates to an agency. Two may count at once: so a seal is rolled over.
    ///
    /// # Errors
    /// `agency.*`, `store.*`.
    pub async fn bind(&self, by: Actor, new: NewBinding) -> Result<(Uuid, LeafRef), Refusal> {
        let id = Uuid::now_v7();
        let NewBinding { agency, rule, from, until, not_after } = new;
        let what = BindingAct::Add { id, agency, rule, from, until, not_after };
        Ok((id, self.done(Change::Binding(BindingChange { by, what })).await?))
    }

    /// Ends a binding at `at`.
    ///
    /// # Errors
    /// `store.binding_unknown`, `store.*`.
    pub async fn unbind(&self, by: Actor, id: Uuid, at: Micros) -> Result<LeafRef, Refusal> {
        self.done(Change::Binding(BindingChange { by, what: BindingAct::End { id, at } })).await
    }

    /// Stops believing a binding from `from` on, a time in the past too.
    ///
    /// # Errors
    /// `store.binding_unknown`, `store.*`.
    pub async fn revoke_binding(&self, by: Actor, id: Uuid, from: Micros) -> Result<LeafRef, Refusal> {
        self.done(Change::Binding(BindingChange { by, what: BindingAct::Revoke { id, from } })).await
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
