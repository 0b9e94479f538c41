//! Whose certificate is whose (SIGNATURES.md §7): candidates for a decision that `exchange` makes on DER.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{Digest, DocumentId, DocumentUuid, Micros, OrganId};
use crate::store::change::{BindingRule, NewJob};
use crate::store::conn::each;
use crate::store::schema::{binding, delivery, document, expiry_notice, job};
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

/// A document that was accepted under a binding.
#[derive(Clone, Debug)]
pub struct SignedSince {
    /// The hub's name for it.
    pub document: DocumentUuid,
    /// Its issuer.
    pub issuer: OrganId,
    /// As its issuer wrote it.
    pub document_id: DocumentId,
    /// When it came in.
    pub received: Micros,
    /// To whom it went, and when each had it.
    pub receivers: Vec<(OrganId, Option<Micros>)>,
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

    /// What was accepted under a binding from `from` on, in the order of receipt, with every receiver: the documents to be
    /// looked at when its certificate is no longer believed. For operators; no content and no subject is in it.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn signed_since(&self, id: &Uuid, from: Micros) -> Result<Vec<SignedSince>, Error> {
        self.read(|conn| {
            let rows = document::table
                .select((document::uuid, document::issuer, document::document_id, document::received))
                .filter(document::binding_id.eq(read::bytes(id)).and(document::received.ge(from.0)))
                .order(document::received)
                .load::<(Vec<u8>, String, String, i64)>(conn)?;
            let mut signed = Vec::new();
            for (uuid, issuer, document_id, received) in rows {
                let receivers = delivery::table
                    .select((delivery::agency, delivery::fetched_at))
                    .filter(delivery::document.eq(&uuid))
                    .order(delivery::pos)
                    .load::<(String, Option<i64>)>(conn)?;
                signed.push(SignedSince {
                    document: DocumentUuid(read::uuid(&uuid)?),
                    issuer: OrganId(issuer),
                    document_id: DocumentId(document_id),
                    received: Micros(received),
                    receivers: receivers.into_iter().map(|(to, at)| (OrganId(to), at.map(Micros))).collect(),
                });
            }
            Ok(signed)
        })
    }

    /// Notes that the end of a binding is told of so many days before, and lays down the mails: once, whatever process looks
    /// and however often. False when it was told before.
    ///
    /// # Errors
    /// `Database`.
    pub fn tell_expiry(&self, id: &Uuid, ends: Micros, days: i16, mails: &[NewJob]) -> Result<bool, Error> {
        self.write(|conn| {
            let told = (
                expiry_notice::binding.eq(read::bytes(id)),
                expiry_notice::ends.eq(ends.0),
                expiry_notice::days.eq(days),
            );
            let new = each!(&mut *conn, c => diesel::insert_into(expiry_notice::table).values(&told)
                .on_conflict_do_nothing().execute(c))?;
            for mail in mails.iter().filter(|_| new == 1) {
                let row = (
                    job::id.eq(read::bytes(&mail.id.0)),
                    job::kind.eq(mail.kind.as_str()),
                    job::agency.eq(&mail.agency.0),
                    job::payload_json.eq(&mail.payload_json),
                    job::created.eq(mail.run_at.0),
                    job::due.eq(mail.run_at.0),
                    job::attempts.eq(0_i64),
                    job::dead.eq(false),
                );
                each!(&mut *conn, c => diesel::insert_into(job::table).values(&row).execute(c))?;
            }
            Ok(new == 1)
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
