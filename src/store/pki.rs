//! Revocation answers that are kept, so that intake never waits for the network: one row a certificate, the answer's bytes
//! once however many certificates it speaks for. A row without an answer is a wish that a worker fulfils.
//!
//! Written beside the committer: nothing here is evidence, and all of it can be asked for again.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::domain::ids::{Digest, Micros};
use crate::store::conn::{Conn, each, found};
use crate::store::schema::{pki_answer, pki_blob};
use crate::store::{Error, Store, read};

/// An answer that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// `crl` or `ocsp`.
    pub kind: String,
    /// Its bytes, DER.
    pub der: Vec<u8>,
}

/// A certificate about which an answer is to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// SHA-256 of the certificate: the row's name.
    pub sha256: Digest,
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// Its validated issuer, DER.
    pub issuer: Vec<u8>,
    /// Failures in a row so far.
    pub failures: i64,
}

/// A due row as it is read: the certificate's SHA-256, the certificate, its issuer, failures in a row.
type DueRow = (Vec<u8>, Vec<u8>, Vec<u8>, i64);

impl Store {
    /// The answer kept about a certificate.
    ///
    /// # Errors
    /// `Database`.
    pub fn kept_answer(&self, certificate: &Digest) -> Result<Option<KeptAnswer>, Error> {
        self.read(|conn| {
            let row = pki_answer::table
                .inner_join(pki_blob::table.on(pki_answer::answer_sha256.eq(pki_blob::sha256.nullable())))
                .filter(pki_answer::certificate_sha256.eq(certificate.0.to_vec()))
                .select((pki_blob::kind, pki_blob::der));
            let row = found(row.first::<(String, Vec<u8>)>(conn))?;
            Ok(row.map(|(kind, der)| KeptAnswer { kind, der }))
        })
    }

    /// Wishes for answers about `certificate`, due at once; one that is known already stays as it is.
    ///
    /// # Errors
    /// `Database`.
    pub fn wish_answer(&self, sha256: &Digest, certificate: &[u8], issuer: &[u8], now: Micros) -> Result<(), Error> {
        let row = (
            pki_answer::certificate_sha256.eq(sha256.0.to_vec()),
            pki_answer::certificate.eq(certificate.to_vec()),
            pki_answer::issuer.eq(issuer.to_vec()),
            pki_answer::asked.eq(now.0),
            pki_answer::due.eq(now.0),
            pki_answer::failures.eq(0_i64),
        );
        self.write(|conn| {
            each!(conn, c => diesel::insert_into(pki_answer::table).values(row).on_conflict_do_nothing().execute(c))?;
            Ok(())
        })
    }

    /// What is due to be asked, the longest overdue first. Held for `lease_s` seconds, so that two processes do not ask
    /// the same at once.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn due_answers(&self, now: Micros, limit: u32, lease_s: i64) -> Result<Vec<Wish>, Error> {
        self.write(|conn| {
            let due = pki_answer::table
                .filter(pki_answer::due.le(now.0))
                .order((pki_answer::due, pki_answer::certificate_sha256))
                .limit(read::limit(limit))
                .select((
                    pki_answer::certificate_sha256,
                    pki_answer::certificate,
                    pki_answer::issuer,
                    pki_answer::failures,
                ));
            let due: Vec<DueRow> = match conn {
                Conn::Pg(pg) => due.for_update().skip_locked().load(pg)?,
                // BEGIN IMMEDIATE holds the whole file.
                Conn::Sqlite(sqlite) => due.load(sqlite)?,
            };
            let names: Vec<Vec<u8>> = due.iter().map(|row| row.0.clone()).collect();
            diesel::update(pki_answer::table.filter(pki_answer::certificate_sha256.eq_any(names)))
                .set(pki_answer::due.eq(now.plus_seconds(lease_s).0))
                .execute(conn)?;
            let wish = |(sha256, certificate, issuer, failures): DueRow| {
                Ok(Wish { sha256: read::digest(&sha256)?, certificate, issuer, failures })
            };
            due.into_iter().map(wish).collect()
        })
    }

    /// Keeps an answer about a certificate, to be asked again at `due`; what no certificate needs any more goes.
    ///
    /// # Errors
    /// `Database`.
    pub fn keep_answer(
        &self,
        certificate: &Digest,
        sha256: &Digest,
        answer: &KeptAnswer,
        now: Micros,
        due: Micros,
    ) -> Result<(), Error> {
        self.write(|conn| {
            let row = (
                pki_blob::sha256.eq(sha256.0.to_vec()),
                pki_blob::kind.eq(answer.kind.as_str()),
                pki_blob::der.eq(answer.der.as_slice()),
            );
            each!(conn, c => diesel::insert_into(pki_blob::table).values(row).on_conflict_do_nothing().execute(c))?;
            diesel::update(pki_answer::table.find(certificate.0.to_vec()))
                .set((
                    pki_answer::answer_sha256.eq(sha256.0.to_vec()),
                    pki_answer::asked.eq(now.0),
                    pki_answer::due.eq(due.0),
                    pki_answer::failures.eq(0_i64),
                ))
                .execute(conn)?;
            let needing = pki_answer::table.filter(pki_answer::answer_sha256.eq(pki_blob::sha256.nullable()));
            diesel::delete(pki_blob::table.filter(not(exists(needing)))).execute(conn)?;
            Ok(())
        })
    }

    /// Nothing came back: to be asked again at `due`.
    ///
    /// # Errors
    /// `Database`.
    pub fn answer_failed(&self, certificate: &Digest, now: Micros, due: Micros) -> Result<(), Error> {
        self.write(|conn| {
            diesel::update(pki_answer::table.find(certificate.0.to_vec()))
                .set((
                    pki_answer::asked.eq(now.0),
                    pki_answer::due.eq(due.0),
                    pki_answer::failures.eq(pki_answer::failures + 1),
                ))
                .execute(conn)?;
            Ok(())
        })
    }
}
