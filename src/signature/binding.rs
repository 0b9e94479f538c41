//! Which agency signed: decided after the path is built, on DER, at receipt time, from a versioned table
//! (SIGNATURES §7). No regular expression, no substring, no name in one line, no CA by its name.

use super::certificate::Certificate;
use super::name::{self, NameFault};
use super::path::Path;
use crate::codes::{self, Code};
use crate::domain::ids::{Digest, Micros, OrganId};

/// How a certificate is recognised as an agency's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// This certificate and no other.
    Exact {
        /// SHA-256 of its DER.
        sha256: Digest,
    },
    /// Any certificate that this CA key issued to exactly this subject.
    Rule {
        /// SHA-256 of the SubjectPublicKeyInfo of the validated issuing CA.
        issuer_spki_sha256: Digest,
        /// The whole subject: every attribute type (dotted OID) with every value it has, each exactly once. A subject
        /// with an attribute that is not listed is another subject: a person of the agency is not its seal.
        attributes: Vec<(String, Vec<String>)>,
    },
}

/// One row of the table: a binding of an agency, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundTo {
    /// The row's name, stable over versions.
    pub id: String,
    /// Which change of the table made the row as it is.
    pub version: u64,
    /// Whose seal it is.
    pub agency: OrganId,
    /// How the certificate is recognised.
    pub binding: Binding,
    /// Counts from here on.
    pub from: Micros,
    /// Counts until just before here; `None` is open.
    pub to: Option<Micros>,
    /// Who entered it.
    pub author: String,
    /// Why.
    pub reason: String,
    /// The certificate that an exact binding was entered with, if kept: only for the hint "looks like a renewal of".
    pub certificate: Option<Certificate>,
}

/// One agency may sign for another, for a time: without such a row a parent does not sign for a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// The row's name, stable over versions.
    pub id: String,
    /// Which change of the table made the row as it is.
    pub version: u64,
    /// Whose seal signs.
    pub signer: OrganId,
    /// Who is named in From.
    pub on_behalf_of: OrganId,
    /// Counts from here on.
    pub from: Micros,
    /// Counts until just before here; `None` is open.
    pub to: Option<Micros>,
    /// Who entered it.
    pub author: String,
    /// Why.
    pub reason: String,
}

/// All bindings and delegations, at one version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BindingTable {
    /// Which certificate is whose.
    pub bindings: Vec<BoundTo>,
    /// Who may sign for whom.
    pub delegations: Vec<Delegation>,
}

/// What the directory says of an OrganId at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is an agency's, under this OrganId now (itself, or the successor whose alias it is).
    Active(OrganId),
    /// The agency was closed or merged, and the alias has run out.
    Closed {
        /// Since when.
        since: Micros,
    },
    /// The directory does not know it.
    Unknown,
}

/// The answer: this agency signed, by this row of that version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The agency whose seal it is, under its present OrganId.
    pub agency: OrganId,
    /// Which row said so.
    pub rule: String,
    /// The row's version.
    pub version: u64,
    /// The delegation that let it sign for From, if it is not From itself.
    pub delegation: Option<String>,
}

/// Says which agency's seal stands at the start of `path`, and that it may sign for `from`, at `at` (time of receipt).
/// `directory` tells what became of an OrganId (aliases by date, closed agencies).
///
/// # Errors
/// [`BindingFault`], each with its own code.
pub fn which_agency(
    path: &Path,
    from: &OrganId,
    at: Micros,
    table: &BindingTable,
    directory: &dyn Fn(&OrganId, Micros) -> Standing,
) -> Result<Bound, BindingFault> {
    let row = one_row(path, at, table, directory)?;
    let agency = active(&row.agency, at, directory)?;
    let sender = active(from, at, directory)?;
    let bound = |delegation| Bound { agency: agency.clone(), rule: row.id.clone(), version: row.version, delegation };
    if agency == sender {
        return Ok(bound(None));
    }
    let names = |named: &OrganId, meant: &OrganId| match directory(named, at) {
        Standing::Active(now) => now == *meant,
        Standing::Closed { .. } | Standing::Unknown => false,
    };
    let delegation = table
        .delegations
        .iter()
        .find(|row| lives(row.from, row.to, at) && names(&row.signer, &agency) && names(&row.on_behalf_of, &sender));
    match delegation {
        Some(row) => Ok(bound(Some(row.id.clone()))),
        None => Err(BindingFault::OtherAgency { from: from.clone(), bound: agency, rule: row.id.clone() }),
    }
}

/// Why no agency, or not this one, is said to have signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BindingFault {
    /// No row knows the certificate.
    #[error("the certificate {sha256} is bound to no agency")]
    NotBound {
        /// The certificate.
        sha256: Digest,
        /// A row that it looks like a renewal of: a hint for a person, never a reason to accept.
        renewal_of: Option<String>,
        /// Why rules could not be tried on its subject, if so.
        name: Option<NameFault>,
    },
    /// Bound to an agency that is not From and may not sign for it.
    #[error("the seal is that of {bound}, the document is from {from}")]
    OtherAgency {
        /// From, as in the verified bytes.
        from: OrganId,
        /// Whose seal it is.
        bound: OrganId,
        /// By which row.
        rule: String,
    },
    /// The row knows the certificate but did not count at that time.
    #[error("the binding {rule} counts from {from:?} to {to:?}, not at {at:?}")]
    Expired {
        /// The row.
        rule: String,
        /// Its beginning.
        from: Micros,
        /// Its end.
        to: Option<Micros>,
        /// The time that counts.
        at: Micros,
    },
    /// Rows of different agencies claim the certificate.
    #[error("the certificate is claimed by {rules:?}")]
    Ambiguous {
        /// The rows.
        rules: Vec<String>,
    },
    /// The agency was closed at that time.
    #[error("the agency {agency} was closed at {since:?}")]
    AgencyClosed {
        /// The agency as named in the row or in From.
        agency: OrganId,
        /// Since when.
        since: Micros,
    },
}

impl BindingFault {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::NotBound { .. } => codes::BINDING_NOT_BOUND,
            Self::OtherAgency { .. } => codes::BINDING_OTHER_AGENCY,
            Self::Expired { .. } => codes::BINDING_EXPIRED,
            Self::Ambiguous { .. } => codes::BINDING_AMBIGUOUS,
            Self::AgencyClosed { .. } => codes::BINDING_AGENCY_CLOSED,
        }
    }
}

/// The subject of a certificate in the form that a [`Binding::Rule`] wants, for the operator who enters one.
///
/// # Errors
/// When the subject cannot be compared at all.
pub fn rule_attributes(certificate: &Certificate) -> Result<Vec<(String, Vec<String>)>, NameFault> {
    let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
    for attribute in name::attributes(certificate.subject_name())? {
        match grouped.iter_mut().find(|(oid, _)| *oid == attribute.oid) {
            Some((_, values)) => values.push(attribute.value),
            None => grouped.push((attribute.oid, vec![attribute.value])),
        }
    }
    Ok(grouped)
}

/// The one row that counts: live rows of one agency, its aliases included, are no contradiction (an exact one is named
/// before a rule); live rows of two are.
fn one_row<'a>(
    path: &Path,
    at: Micros,
    table: &'a BindingTable,
    directory: &dyn Fn(&OrganId, Micros) -> Standing,
) -> Result<&'a BoundTo, BindingFault> {
    let subject = name::attributes(path.leaf().subject_name());
    let matching = table.bindings.iter().filter(|row| fits(&row.binding, path, subject.as_deref().ok()));
    let (mut live, dead): (Vec<_>, Vec<_>) = matching.partition(|row| lives(row.from, row.to, at));
    live.sort_by_key(|row| (matches!(row.binding, Binding::Rule { .. }), row.id.as_str()));
    let now = |row: &BoundTo| match directory(&row.agency, at) {
        Standing::Active(agency) => agency,
        Standing::Closed { .. } | Standing::Unknown => row.agency.clone(),
    };
    match (live.first(), dead.first()) {
        (Some(first), _) if live.iter().all(|row| now(row) == now(first)) => Ok(first),
        (Some(_), _) => Err(BindingFault::Ambiguous { rules: live.iter().map(|row| row.id.clone()).collect() }),
        (None, Some(row)) => Err(BindingFault::Expired { rule: row.id.clone(), from: row.from, to: row.to, at }),
        (None, None) => Err(BindingFault::NotBound {
            sha256: path.leaf().sha256(),
            renewal_of: renewal_of(path, subject.as_deref().ok(), table),
            name: subject.err(),
        }),
    }
}

fn fits(binding: &Binding, path: &Path, subject: Option<&[name::Attribute]>) -> bool {
    match binding {
        Binding::Exact { sha256 } => *sha256 == path.leaf().sha256(),
        Binding::Rule { issuer_spki_sha256, attributes } => {
            *issuer_spki_sha256 == path.issuer().spki_sha256()
                && subject.is_some_and(|subject| same_attributes(subject, attributes))
        }
    }
}

/// Both sides as one sorted list of (type, comparable value): equal lists mean that each value listed is there exactly
/// once and nothing else is. A value twice in the subject, or in the rule, never matches.
fn same_attributes(subject: &[name::Attribute], listed: &[(String, Vec<String>)]) -> bool {
    let mut found: Vec<(&str, String)> =
        subject.iter().map(|one| (one.oid.as_str(), name::comparable(&one.value))).collect();
    let mut wanted: Vec<(&str, String)> = listed
        .iter()
        .flat_map(|(oid, values)| values.iter().map(move |value| (oid.as_str(), name::comparable(value))))
        .collect();
    found.sort();
    wanted.sort();
    let unique = wanted.windows(2).all(|pair| pair.first() != pair.last());
    !wanted.is_empty() && unique && found == wanted
}

/// A row whose seal this one may be meant to follow: the same subject as an exact binding's certificate, or the whole
/// subject of a rule under another CA key.
fn renewal_of(path: &Path, subject: Option<&[name::Attribute]>, table: &BindingTable) -> Option<String> {
    let subject = subject?;
    let looks_alike = |row: &&BoundTo| match &row.binding {
        Binding::Exact { .. } => row.certificate.as_ref().is_some_and(|known| {
            rule_attributes(known).is_ok_and(|attributes| same_attributes(subject, &attributes))
                || known.spki_sha256() == path.leaf().spki_sha256()
        }),
        Binding::Rule { attributes, .. } => same_attributes(subject, attributes),
    };
    table.bindings.iter().find(looks_alike).map(|row| row.id.clone())
}

/// An OrganId that the directory does not know stands for itself: whether it may send is not this room's question.
fn active(
    agency: &OrganId,
    at: Micros,
    directory: &dyn Fn(&OrganId, Micros) -> Standing,
) -> Result<OrganId, BindingFault> {
    match directory(agency, at) {
        Standing::Active(now) => Ok(now),
        Standing::Unknown => Ok(agency.clone()),
        Standing::Closed { since } => Err(BindingFault::AgencyClosed { agency: agency.clone(), since }),
    }
}

fn lives(from: Micros, to: Option<Micros>, at: Micros) -> bool {
    from <= at && to.is_none_or(|to| at < to)
}

#[cfg(test)]
mod tests;
