//! The directory: agencies and the codes that forward to them.

use diesel::prelude::*;

use crate::domain::agency::AgencyError;
use crate::domain::ids::{Micros, OrganId};
use crate::store::change::AgencyFacts;
use crate::store::conn::found;
use crate::store::schema::{agency, alias, operator_act};
use crate::store::{Error, Store, commit, words};

/// An agency as the directory has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// The facts.
    pub facts: AgencyFacts,
    /// First moment after its validity; `None`: open.
    pub valid_until: Option<Micros>,
}

/// A code that forwards to a successor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The old code.
    pub organ_id: OrganId,
    /// Where it leads.
    pub successor: OrganId,
    /// From when.
    pub from: Micros,
}

impl Store {
    /// The agency that answers for `named` at `at`, through aliases. The same answer as the committer's, which asks
    /// again under the head lock.
    ///
    /// # Errors
    /// `Database`; inside, why the code means nobody.
    pub fn resolve(&self, named: &OrganId, at: Micros) -> Result<Result<OrganId, AgencyError>, Error> {
        self.read(|conn| commit::resolve(conn, named, at))
    }

    /// One agency by its own code, closed ones too.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn agency(&self, id: &OrganId) -> Result<Option<Agency>, Error> {
        self.read(|conn| found(agency::table.find(&id.0).first::<Row>(conn))?.map(Row::into_agency).transpose())
    }

    /// The directory in the order of codes, closed ones too; `after` is the last page's last code. Public to every
    /// signed-in party: it holds no names of people.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn agencies(&self, after: Option<&OrganId>, limit: u32) -> Result<Vec<Agency>, Error> {
        self.read(|conn| {
            let rows = agency::table
                .filter(agency::organ_id.gt(after.map_or("", |id| id.0.as_str())))
                .order(agency::organ_id)
                .limit(i64::from(limit.clamp(1, super::PAGE_MAX)))
                .load::<Row>(conn)?;
            rows.into_iter().map(Row::into_agency).collect()
        })
    }

    /// Every code that forwards, with its successor and since when.
    ///
    /// # Errors
    /// `Database`.
    pub fn aliases(&self) -> Result<Vec<Alias>, Error> {
        self.read(|conn| {
            let rows = alias::table.order(alias::organ_id).load::<(String, String, i64)>(conn)?;
            let row = |(organ_id, successor, from)| Alias {
                organ_id: OrganId(organ_id),
                successor: OrganId(successor),
                from: Micros(from),
            };
            Ok(rows.into_iter().map(row).collect())
        })
    }

    /// Moves with every change of agencies, aliases, bindings and tokens, whoever made it: whatever was read before it
    /// moved is to be read again.
    ///
    /// # Errors
    /// `Database`.
    pub fn directory_version(&self) -> Result<i64, Error> {
        self.read(|conn| {
            let last = operator_act::table.select(operator_act::pos).order(operator_act::pos.desc());
            Ok(found(last.first::<i64>(conn))?.unwrap_or(-1))
        })
    }

    /// The codes that forward to an agency.
    ///
    /// # Errors
    /// `Database`.
    pub fn aliases_of(&self, id: &OrganId) -> Result<Vec<OrganId>, Error> {
        self.read(|conn| {
            let rows = alias::table.select(alias::organ_id).filter(alias::successor.eq(&id.0)).order(alias::organ_id);
            Ok(rows.load::<String>(conn)?.into_iter().map(OrganId).collect())
        })
    }
}

#[derive(Queryable)]
struct Row {
    organ_id: String,
    name: String,
    parent: Option<String>,
    level: i16,
    mail: String,
    mail_subject: bool,
    allows_legacy: bool,
    valid_from: i64,
    valid_until: Option<i64>,
}

impl Row {
    fn into_agency(self) -> Result<Agency, Error> {
        Ok(Agency {
            facts: AgencyFacts {
                organ_id: OrganId(self.organ_id),
                name: self.name,
                parent: self.parent.map(OrganId),
                level: self.level,
                mail: serde_json::from_str(&self.mail).map_err(|_| words::damaged("mail addresses", &self.mail))?,
                mail_subject: self.mail_subject,
                valid_from: Micros(self.valid_from),
                allows_legacy: self.allows_legacy,
            },
            valid_until: self.valid_until.map(Micros),
        })
    }
}
