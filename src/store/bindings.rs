//! Whose certificate is whose (SIGNATURES.md §7): candidates for a decision that `exchange` makes on DER.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{Digest, Micros, OrganId};
use crate::store::change::BindingRule;
use crate::store::schema::binding;
use crate::store::{Error, Store, read, words};

/// A binding at its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Its name.
    pub id: Uuid,
    /// Its version.
    pub version: i64,
    /// Whose.
    pub agency: OrganId,
    /// What it matches.
    pub rule: BindingRule,
    /// From when.
    pub valid_from: Micros,
    /// First moment after.
    pub valid_until: Option<Micros>,
    /// Who made this version.
    pub author: String,
    /// Why.
    pub reason: String,
    /// No longer believed from then on; `None`: it only ended, or counts.
    pub revoked_from: Option<Micros>,
    /// Until when the certificate is valid that it was entered with.
    pub not_after: Option<Micros>,
}

impl Store {
    /// Bindings that may match a certificate: exact ones of its SHA-256, and rules of its validated issuer's key. Ended
    /// ones too, so that the refusal can say "expired"; the caller judges dates and attributes.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn bindings_for(&self, certificate: &Digest, issuer_spki: Option<&Digest>) -> Result<Vec<Binding>, Error> {
        self.read(|conn| {
            let exact = binding::table
                .select(COLUMNS)
                .filter(binding::certificate_sha256.eq(certificate.0.to_vec()).and(binding::current.eq(true)));
            let mut rows = exact.load::<Row>(conn)?;
            if let Some(spki) = issuer_spki {
                let rules = binding::table
                    .select(COLUMNS)
                    .filter(binding::spki_sha256.eq(spki.0.to_vec()).and(binding::current.eq(true)));
                rows.extend(rules.load::<Row>(conn)?);
            }
            rows.into_iter().map(Row::into_binding).collect()
        })
    }

    /// All bindings at their newest versions, ended ones too.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn bindings(&self) -> Result<Vec<Binding>, Error> {
        self.read(|conn| {
            let rows = binding::table.select(COLUMNS).filter(binding::current.eq(true)).order(binding::id);
            rows.load::<Row>(conn)?.into_iter().map(Row::into_binding).collect()
        })
    }

    /// An agency's bindings, ended ones too.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn bindings_of(&self, agency: &OrganId) -> Result<Vec<Binding>, Error> {
        self.read(|conn| {
            let rows = binding::table
                .select(COLUMNS)
                .filter(binding::agency.eq(&agency.0).and(binding::current.eq(true)))
                .order(binding::id);
            rows.load::<Row>(conn)?.into_iter().map(Row::into_binding).collect()
        })
    }
}

type Columns = (
    binding::id,
    binding::version,
    binding::agency,
    binding::certificate_sha256,
    binding::spki_sha256,
    binding::attributes,
    binding::valid_from,
    binding::valid_until,
    binding::author,
    binding::reason,
    (binding::revoked_from, binding::not_after),
);

const COLUMNS: Columns = (
    binding::id,
    binding::version,
    binding::agency,
    binding::certificate_sha256,
    binding::spki_sha256,
    binding::attributes,
    binding::valid_from,
    binding::valid_until,
    binding::author,
    binding::reason,
    (binding::revoked_from, binding::not_after),
);

#[derive(Queryable)]
struct Row {
    id: Vec<u8>,
    version: i64,
    agency: String,
    certificate: Option<Vec<u8>>,
    spki: Option<Vec<u8>>,
    attributes: String,
    valid_from: i64,
    valid_until: Option<i64>,
    author: String,
    reason: String,
    ends: (Option<i64>, Option<i64>),
}

impl Row {
    fn into_binding(self) -> Result<Binding, Error> {
        let rule = match (&self.certificate, &self.spki) {
            (Some(sha256), _) => BindingRule::Exact { certificate_sha256: read::digest(sha256)? },
            (None, Some(sha256)) => BindingRule::Rule {
                issuer_spki_sha256: read::digest(sha256)?,
                attributes: serde_json::from_str(&self.attributes)
                    .map_err(|_| words::damaged("binding attributes", &self.attributes))?,
            },
            (None, None) => return Err(words::damaged("binding", "neither certificate nor issuer")),
        };
        Ok(Binding {
            id: read::uuid(&self.id)?,
            version: self.version,
            agency: OrganId(self.agency),
            rule,
            valid_from: Micros(self.valid_from),
            valid_until: self.valid_until.map(Micros),
            author: self.author,
            reason: self.reason,
            revoked_from: self.ends.0.map(Micros),
            not_after: self.ends.1.map(Micros),
        })
    }
}
