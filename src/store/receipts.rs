//! Receipts, rebuilt from rows: leaf, openings, proof and checkpoint as first issued, byte for byte, however large the
//! log has grown since.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::ids::{DeliveryId, Digest, DocumentId, DocumentUuid, OrganId};
use crate::evidence::leaf::Salt;
use crate::evidence::receipt::{DigestOpening, DocumentOpening, Openings, Receipt};
use crate::evidence::tile::{Prover, TileError};
use crate::store::conn::{Conn, found};
use crate::store::log::{StoredHashes, unsigned};
use crate::store::schema::{document, log_checkpoint, log_leaf, rejection, submission};
use crate::store::{Error, LeafRef, Store, read};

impl Store {
    /// The receipt of a document's acceptance, with all its openings; only for its issuer and carrier.
    ///
    /// # Errors
    /// `Database`, `Damaged`, `Missing`, `Evidence`.
    pub fn receipt(&self, viewer: &OrganId, id: DocumentUuid) -> Result<Option<Receipt>, Error> {
        self.read_as(viewer, |conn, codes| {
            let party = document::issuer.eq_any(codes).or(document::carrier.eq_any(codes));
            let row = document::table
                .select((document::epoch, document::leaf, document::leaf_size))
                .filter(document::uuid.eq(read::bytes(&id.0)).and(party));
            let Some((epoch, index, size)) = found(row.first::<(i64, i64, i64)>(conn))? else { return Ok(None) };
            let openings = openings(conn, id)?;
            rebuild(conn, LeafRef { epoch, index, size }, openings).map(Some)
        })
    }

    /// The receipt of any leaf about a document (a delivery's, an acknowledgement's): it opens the document's id, which
    /// is all that those leaves commit to. The caller has found `leaf` in what `viewer` may see; whether `viewer` is a
    /// party of the document is asked again here.
    ///
    /// # Errors
    /// `Database`, `Damaged`, `Missing`, `Evidence`.
    pub fn receipt_about(&self, viewer: &OrganId, id: DocumentUuid, leaf: LeafRef) -> Result<Option<Receipt>, Error> {
        if self.document(viewer, id)?.is_none() {
            return Ok(None);
        }
        self.read(|conn| {
            let all = openings(conn, id)?;
            rebuild(conn, leaf, Openings { pkg: None, content: None, ..all }).map(Some)
        })
    }

    /// The receipt of a leaf about a delivery that is `viewer`'s own.
    ///
    /// # Errors
    /// As [`Store::receipt_about`].
    pub fn receipt_of_delivery(
        &self,
        viewer: &OrganId,
        id: DeliveryId,
        leaf: LeafRef,
    ) -> Result<Option<Receipt>, Error> {
        match self.delivery(viewer, id)? {
            Some(line) => self.receipt_about(viewer, line.delivery.document, leaf),
            None => Ok(None),
        }
    }

    /// The receipt of a refusal, for the carrier and the proven From.
    ///
    /// # Errors
    /// `Database`, `Damaged`, `Missing`, `Evidence`.
    pub fn rejection_receipt(&self, viewer: &OrganId, id: Uuid) -> Result<Option<Receipt>, Error> {
        self.read_as(viewer, |conn, codes| {
            let party = rejection::carrier.eq_any(codes).or(rejection::from_proven.assume_not_null().eq_any(codes));
            let row = rejection::table
                .select((
                    (rejection::epoch, rejection::leaf, rejection::leaf_size),
                    rejection::document_id,
                    rejection::doc_salt,
                    rejection::pkg_salt,
                    rejection::package_sha256,
                    rejection::package_size,
                ))
                .filter(rejection::id.eq(read::bytes(&id)).and(party));
            type Columns = ((i64, i64, i64), Option<String>, Vec<u8>, Vec<u8>, Vec<u8>, i64);
            let Some((leaf, document_id, doc_salt, pkg_salt, sha256, size)) = found(row.first::<Columns>(conn))? else {
                return Ok(None);
            };
            let doc = match document_id {
                Some(id) => Some(DocumentOpening { salt: salt(&doc_salt)?, id: DocumentId(id) }),
                None => None,
            };
            let pkg = Some(DigestOpening {
                salt: salt(&pkg_salt)?,
                sha256: read::digest(&sha256)?,
                size: read::count(size)?,
            });
            let (epoch, index, tree) = leaf;
            rebuild(conn, LeafRef { epoch, index, size: tree }, Openings { doc, pkg, content: None }).map(Some)
        })
    }

    /// The receipt of a leaf that commits to nothing (declarations, acts of operators).
    ///
    /// # Errors
    /// `Database`, `Damaged`, `Missing`, `Evidence`.
    pub fn plain_receipt(&self, leaf: LeafRef) -> Result<Receipt, Error> {
        self.read(|conn| rebuild(conn, leaf, Openings::default()))
    }
}

/// What a document's commitments open to.
fn openings(conn: &mut Conn, id: DocumentUuid) -> Result<Openings, Error> {
    type Columns = (String, Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>, i64, Vec<u8>, i64);
    let row = document::table
        .inner_join(submission::table)
        .select((
            document::document_id,
            document::doc_salt,
            document::pkg_salt,
            document::content_salt,
            document::content_sha256,
            document::content_size,
            submission::package_sha256,
            submission::package_size,
        ))
        .filter(document::uuid.eq(read::bytes(&id.0)));
    let (id, doc, pkg, content, content_sha256, content_size, package_sha256, package_size) =
        row.first::<Columns>(conn)?;
    let opening = |of: &[u8], sha256: &[u8], size| {
        Ok::<_, Error>(DigestOpening { salt: salt(of)?, sha256: read::digest(sha256)?, size: read::count(size)? })
    };
    Ok(Openings {
        doc: Some(DocumentOpening { salt: salt(&doc)?, id: DocumentId(id) }),
        pkg: Some(opening(&pkg, &package_sha256, package_size)?),
        content: Some(opening(&content, &content_sha256, content_size)?),
    })
}

fn rebuild(conn: &mut Conn, leaf: LeafRef, openings: Openings) -> Result<Receipt, Error> {
    let body = log_leaf::table.find((leaf.epoch, leaf.index)).select(log_leaf::body).first::<Vec<u8>>(conn);
    let body = found(body)?.ok_or_else(|| Error::Missing { what: format!("leaf {}/{}", leaf.epoch, leaf.index) })?;
    let columns = (log_checkpoint::note, log_checkpoint::vkey);
    let note = log_checkpoint::table.find((leaf.epoch, leaf.size)).select(columns);
    let note = found(note.first::<(Option<String>, Option<String>)>(conn))?;
    let missing = || Error::Missing { what: format!("signed checkpoint {}/{}", leaf.epoch, leaf.size) };
    let (Some(checkpoint), vkey) = note.ok_or_else(missing)? else { return Err(missing()) };
    let (index, size) = (unsigned(leaf.index)?, unsigned(leaf.size)?);
    let mut prover = Prover::new(StoredHashes::new(conn, unsigned(leaf.epoch)?));
    let hashes = prover.inclusion(index, size).map_err(|error| match error {
        TileError::Source(error) => error,
        error @ (TileError::Short { .. } | TileError::Outside { .. }) => Error::Evidence { reason: error.to_string() },
    })?;
    Ok(Receipt { leaf: body, index, hashes, checkpoint, openings, vkey, anchors: Vec::new(), previous: None })
}

fn salt(bytes: &[u8]) -> Result<Salt, Error> {
    let Digest(bytes) = read::digest(bytes)?;
    Ok(Salt(Digest(bytes)))
}
