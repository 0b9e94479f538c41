//! Salted commitments: agency, date and running number of a document can be guessed in seconds, so a leaf never holds a
//! bare digest of them. The salt lies in the database and in the parties' receipts.

use serde::{Deserialize, Serialize};

use crate::crypto::Sha256;
use crate::domain::ids::{Digest, DocumentId};

/// The salt of a commitment: 32 random bytes, for `doc` one in all leaves of a document, kept in the database and in the parties' receipts. Deleting it makes the
/// document's commitments unreadable for good. Written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Salt(pub Digest);

/// SHA-256("lienthong/doc/v1" ‖ 0x00 ‖ salt ‖ DocumentId).
pub fn commit_document(salt: &Salt, id: &DocumentId) -> Digest {
    commit(b"lienthong/doc/v1", salt, id.0.as_bytes())
}

/// SHA-256("lienthong/pkg/v1" ‖ 0x00 ‖ salt ‖ SHA-256 of the package's bytes, raw).
pub fn commit_package(salt: &Salt, package: &Digest) -> Digest {
    commit(b"lienthong/pkg/v1", salt, &package.0)
}

/// SHA-256("lienthong/content/v1" ‖ 0x00 ‖ salt ‖ content digest of SIGNATURES §8, raw).
pub fn commit_content(salt: &Salt, content: &Digest) -> Digest {
    commit(b"lienthong/content/v1", salt, &content.0)
}

fn commit(tag: &[u8], salt: &Salt, value: &[u8]) -> Digest {
    let mut hasher = Sha256::default();
    for part in [tag, &[0x00], &salt.0.0, value] {
        hasher.update(part);
    }
    hasher.finish()
}
