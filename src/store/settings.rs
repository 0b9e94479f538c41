//! What an operator switches while the hub runs. Written by the committer (`commit/admin.rs`), because each switch is an
//! act with a leaf.

use diesel::prelude::*;

use crate::domain::ids::Micros;
use crate::store::conn::found;
use crate::store::schema::hub_setting;
use crate::store::{Error, Store};

/// The hub takes no changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOnly {
    /// Why, in the operator's words: everybody reads them.
    pub reason: String,
    /// Who switched it on.
    pub actor: String,
    /// Since when.
    pub since: Micros,
}

impl Store {
    /// Whether the hub takes no changes just now. Asked before every request that changes something: one row by its key.
    ///
    /// # Errors
    /// `Database`.
    pub fn read_only(&self) -> Result<Option<ReadOnly>, Error> {
        self.read(|conn| {
            let columns = (hub_setting::reason, hub_setting::actor, hub_setting::at);
            let row = found(hub_setting::table.find(READ_ONLY).select(columns).first::<(String, String, i64)>(conn))?;
            Ok(row.map(|(reason, actor, at)| ReadOnly { reason, actor, since: Micros(at) }))
        })
    }
}

pub(super) const READ_ONLY: &str = "read_only";
