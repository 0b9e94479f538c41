//! Whose business a code is: an agency answers for the codes that forward to it, from the day on that they do. What was
//! sent to such a code, or by it, keeps that code in its rows; the successor sees it and acts on it.

use diesel::prelude::*;

use crate::domain::agency::MAX_SUCCESSORS;
use crate::domain::ids::{Micros, OrganId};
use crate::store::Error;
use crate::store::conn::Conn;
use crate::store::schema::alias;

/// The agency's own code, then every code that forwards to it at `at`, through others too.
pub(super) fn of(conn: &mut Conn, agency: &OrganId, at: Micros) -> Result<Vec<String>, Error> {
    let mut all = vec![agency.0.clone()];
    let mut last = all.clone();
    for _ in 0..MAX_SUCCESSORS {
        let forwards = alias::table
            .select(alias::organ_id)
            .filter(alias::successor.eq_any(&last).and(alias::from_time.le(at.0)))
            .load::<String>(conn)?;
        last = forwards.into_iter().filter(|code| !all.contains(code)).collect();
        if last.is_empty() {
            break;
        }
        all.extend(last.iter().cloned());
    }
    Ok(all)
}
