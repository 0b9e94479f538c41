//! What the use cases ask before they hand in a change. The committer asks all of it again under the head lock; these
//! answers only spare work, or tell which office a mail goes to.

use diesel::prelude::*;

use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, Micros, OrganId, SystemId};
use crate::store::change::About;
use crate::store::conn::found;
use crate::store::events::fetched_place;
use crate::store::schema::{acknowledgement, business_change, delivery, document, idempotency, rejection, submission};
use crate::store::{Error, LeafRef, Store, commit, family, log, pos, read};

/// The delivery that a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The delivery.
    pub delivery: DeliveryId,
    /// Its document.
    pub document: DocumentUuid,
    /// Who issued it.
    pub issuer: OrganId,
}

impl Store {
    /// A document that came in these very bytes, newest first, if `caller` issued it or carried it in.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn document_of_package(
        &self,
        caller: &OrganId,
        package: &Digest,
    ) -> Result<Option<(DocumentUuid, LeafRef)>, Error> {
        self.read_as(caller, |conn, codes| {
            let row = submission::table
                .inner_join(document::table)
                .select((document::uuid, (document::epoch, document::leaf, document::leaf_size)))
                .filter(submission::package_sha256.eq(package.0.to_vec()))
                .filter(document::issuer.eq_any(codes).or(document::carrier.eq_any(codes)))
                .order(document::pos.desc());
            let row = found(row.first::<(Vec<u8>, (i64, i64, i64))>(conn))?;
            row.map(|(id, (epoch, index, size))| Ok((DocumentUuid(read::uuid(&id)?), LeafRef { epoch, index, size })))
                .transpose()
        })
    }

    /// The digest of the request that an Idempotency-Key named, while the key lives.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn idempotency_digest(&self, system: SystemId, key: &str, now: Micros) -> Result<Option<Digest>, Error> {
        self.read(|conn| {
            let row = idempotency::table
                .find((read::bytes(&system.0), key))
                .filter(idempotency::until.gt(now.0))
                .select(idempotency::digest);
            found(row.first::<Vec<u8>>(conn))?.map(|digest| read::digest(&digest)).transpose()
        })
    }

    /// The delivery of `reporter` that a report names: the latest attempt's, when it names a document.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn delivery_about(&self, about: &About, reporter: &OrganId) -> Result<Option<Reported>, Error> {
        self.read_as(reporter, |conn, codes| {
            let rows = delivery::table
                .inner_join(document::table)
                .select((delivery::id, document::uuid, document::issuer))
                .filter(delivery::agency.eq_any(codes))
                .order(document::pos.desc())
                .into_boxed();
            let rows = match about {
                About::Delivery(id) => rows.filter(delivery::id.eq(read::bytes(&id.0))),
                About::Document { issuer, document_id } => {
                    let now = self.now();
                    let issuer = commit::resolve(conn, issuer, now)?.unwrap_or_else(|_| issuer.clone());
                    let issuers = family::of(conn, &issuer, now)?;
                    rows.filter(document::document_id.eq(&document_id.0).and(document::issuer.eq_any(issuers)))
                }
            };
            let row = found(rows.first::<(Vec<u8>, Vec<u8>, String)>(conn))?;
            row.map(|(delivery, document, issuer)| {
                Ok(Reported {
                    delivery: DeliveryId(read::uuid(&delivery)?),
                    document: DocumentUuid(read::uuid(&document)?),
                    issuer: OrganId(issuer),
                })
            })
            .transpose()
        })
    }

    /// The place of the next leaf. Cheap: one row.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn log_pos(&self) -> Result<i64, Error> {
        let head = self.log_head()?;
        Ok(pos::of(log::signed(head.epoch)?, log::signed(head.size)?))
    }

    /// Agencies that got something from place `pos` on: a delivery, a change to one, a refusal, or a receiver's word on
    /// what they issued. Whoever waits for them is woken. At most [`WOKEN_MAX`]; the rest is seen at the next wake.
    ///
    /// # Errors
    /// `Database`.
    pub fn agencies_since(&self, pos: i64) -> Result<Vec<OrganId>, Error> {
        self.read(|conn| {
            let got =
                delivery::table.select(delivery::agency).filter(delivery::pos.ge(pos)).distinct().limit(WOKEN_MAX);
            let mut agencies = got.load::<String>(conn)?;
            let told = acknowledgement::table
                .inner_join(document::table.on(document::uuid.eq(acknowledgement::document)))
                .select(document::issuer)
                .filter(acknowledgement::pos.ge(pos))
                .distinct()
                .limit(WOKEN_MAX);
            agencies.extend(told.load::<String>(conn)?);
            let changed = business_change::table.select(business_change::agency).filter(business_change::pos.ge(pos));
            agencies.extend(changed.distinct().limit(WOKEN_MAX).load::<String>(conn)?);
            let refused = rejection::table.select((rejection::carrier, rejection::from_proven));
            let refused = refused.filter(rejection::pos.ge(pos)).limit(WOKEN_MAX);
            for (carrier, from) in refused.load::<(String, Option<String>)>(conn)? {
                agencies.extend(from.into_iter().chain([carrier]));
            }
            let fetched = delivery::table.select(delivery::issuer).filter(delivery::fetched_at.is_not_null());
            let fetched = fetched.filter(fetched_place().ge(pos)).limit(WOKEN_MAX);
            agencies.extend(fetched.load::<String>(conn)?);
            // Whoever answers for such a code now waits under another one.
            let (now, mut waiting) = (self.now(), Vec::new());
            for code in agencies.into_iter().map(OrganId) {
                waiting.extend(commit::resolve(conn, &code, now)?.ok().filter(|agency| *agency != code));
                waiting.push(code);
            }
            Ok(waiting)
        })
    }
}

/// Many times what half a second brings.
const WOKEN_MAX: i64 = 10_000;
