//! Systems and their tokens.

use diesel::prelude::*;

use crate::domain::ids::{Digest, Micros, OrganId, SystemId};
use crate::store::conn::found;
use crate::store::schema::system;
use crate::store::{Error, Store, read};

/// A system of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// Its name.
    pub id: SystemId,
    /// Whose; `None`: an auditor of the hub.
    pub agency: Option<OrganId>,
    /// What people call it.
    pub name: String,
    /// Since when.
    pub issued_at: Micros,
    /// Until when.
    pub expires_at: Option<Micros>,
    /// Revoked when.
    pub revoked_at: Option<Micros>,
}

impl System {
    /// Whether its token counts at `now`.
    pub fn is_live(&self, now: Micros) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|until| now < until)
    }
}

impl Store {
    /// The system with that token's SHA-256, revoked and ended ones too: the caller asks [`System::is_live`]. The
    /// digest of 256 random bits is looked up by index: nothing about the token can be learned from how long that takes.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn system_by_token(&self, token_sha256: &Digest) -> Result<Option<System>, Error> {
        self.read(|conn| {
            let row = system::table.select(COLUMNS).filter(system::token_sha256.eq(token_sha256.0.to_vec()));
            found(row.first::<Row>(conn))?.map(Row::into_system).transpose()
        })
    }

    /// An agency's systems; the hub's auditors for `None`.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn systems(&self, agency: Option<&OrganId>) -> Result<Vec<System>, Error> {
        self.read(|conn| {
            let rows = system::table.select(COLUMNS).order(system::id).into_boxed();
            let rows = match agency {
                Some(agency) => rows.filter(system::agency.eq(&agency.0)).load::<Row>(conn)?,
                None => rows.filter(system::agency.is_null()).load::<Row>(conn)?,
            };
            rows.into_iter().map(Row::into_system).collect()
        })
    }
}

type Columns = (system::id, system::agency, system::name, system::issued_at, system::expires_at, system::revoked_at);

const COLUMNS: Columns =
    (system::id, system::agency, system::name, system::issued_at, system::expires_at, system::revoked_at);

#[derive(Queryable)]
struct Row {
    id: Vec<u8>,
    agency: Option<String>,
    name: String,
    issued_at: i64,
    expires_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl Row {
    fn into_system(self) -> Result<System, Error> {
        Ok(System {
            id: SystemId(read::uuid(&self.id)?),
            agency: self.agency.map(OrganId),
            name: self.name,
            issued_at: Micros(self.issued_at),
            expires_at: self.expires_at.map(Micros),
            revoked_at: self.revoked_at.map(Micros),
        })
    }
}
