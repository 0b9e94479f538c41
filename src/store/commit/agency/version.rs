//! The version that a change makes: its number, and a digest over all that the directory says.

use diesel::prelude::*;
use serde_json::json;

use super::super::tx::{Halt, Tx};
use super::rows::AgencyRow;
use crate::crypto;
use crate::evidence::leaf::VersionRef;
use crate::store::Error;
use crate::store::conn::found;
use crate::store::log::unsigned;
use crate::store::schema::{agency, agency_called, alias, directory, receiver_group, substitute};

/// The next version and SHA-256 over the JCS form of the directory, each table sorted by its key.
pub(super) fn next(tx: &mut Tx<'_>) -> Result<VersionRef, Halt> {
    let last = directory::table.select(directory::version).order(directory::version.desc());
    let last = found(last.first::<i64>(tx.conn))?.unwrap_or(0);
    let columns = (
        agency::organ_id,
        agency::name,
        agency::parent,
        agency::level,
        agency::mail,
        agency::mail_subject,
        agency::allows_legacy,
        agency::valid_from,
    );
    let agencies = agency::table.select(columns).order(agency::organ_id).load::<AgencyRow>(tx.conn)?;
    let until = (agency::organ_id, agency::valid_until, agency::suspended_from);
    let until = agency::table.select(until).order(agency::organ_id);
    let until = until.load::<(String, Option<i64>, Option<i64>)>(tx.conn)?;
    let names = agency_called::table.order((agency_called::organ_id, agency_called::from_time));
    let names = names.load::<(String, i64, String)>(tx.conn)?;
    let aliases = alias::table.order(alias::organ_id).load::<(String, String, i64)>(tx.conn)?;
    let groups = receiver_group::table.order(receiver_group::name).load::<(String, String, String)>(tx.conn)?;
    let substitutes = substitute::table.order((substitute::agency, substitute::from_time));
    let substitutes = substitutes.load::<(String, i64, Option<i64>, String)>(tx.conn)?;
    let value = json!({
        "agencies": agencies, "until": until, "names": names, "aliases": aliases, "groups": groups,
        "substitutes": substitutes,
    });
    let bytes = serde_json_canonicalizer::to_vec(&value)
        .map_err(|error| Error::Evidence { reason: format!("directory as JCS: {error}") })?;
    Ok(VersionRef { version: unsigned(last)? + 1, sha256: crypto::sha256(&bytes) })
}
