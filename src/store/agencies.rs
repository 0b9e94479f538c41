//! The directory: agencies and the codes that forward to them.

use diesel::prelude::*;

use crate::domain::agency::AgencyError;
use crate::domain::ids::{Micros, OrganId};
use crate::store::change::AgencyFacts;
use crate::store::conn::{Conn, found};
use crate::store::schema::{agency, agency_called, alias, operator_act, receiver_group, substitute};
use crate::store::{Error, Store, commit, words};

/// An agency as the directory has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// The facts.
    pub facts: AgencyFacts,
    /// First moment after its validity; `None`: open.
    pub valid_until: Option<Micros>,
    /// From when on it sends nothing and is sent nothing.
    pub suspended_from: Option<Micros>,
}

/// A name that a code bears from a time on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The code.
    pub organ_id: OrganId,
    /// From when.
    pub from: Micros,
    /// Tên cơ quan.
    pub name: String,
}

/// Who takes what is sent to an agency, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitute {
    /// For whom.
    pub agency: OrganId,
    /// From when.
    pub from: Micros,
    /// First moment after; `None`: open.
    pub until: Option<Micros>,
    /// Into whose inbox.
    pub stands_in: OrganId,
}

/// A group of receivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// As callers write it.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whom it names, by code.
    pub members: Vec<OrganId>,
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
        self.read(|conn| {
            let Some(row) = found(agency::table.find(&id.0).first::<Row>(conn))? else { return Ok(None) };
            let names = names(conn, std::slice::from_ref(&row))?;
            row.into_agency(&names, self.now()).map(Some)
        })
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
            let (names, now) = (names(conn, &rows)?, self.now());
            rows.into_iter().map(|row| row.into_agency(&names, now)).collect()
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

    /// Every name that a code bears or bore, by code and time.
    ///
    /// # Errors
    /// `Database`.
    pub fn agency_names(&self) -> Result<Vec<Named>, Error> {
        self.read(|conn| {
            let order = (agency_called::organ_id, agency_called::from_time);
            let rows = agency_called::table.order(order).load::<(String, i64, String)>(conn)?;
            Ok(rows.into_iter().map(named).collect())
        })
    }

    /// The name that a code bore at `at`; `None`: the directory does not know the code.
    ///
    /// # Errors
    /// `Database`.
    pub fn agency_name(&self, id: &OrganId, at: Micros) -> Result<Option<String>, Error> {
        self.read(|conn| {
            let rows = agency_called::table.filter(agency_called::organ_id.eq(&id.0)).order(agency_called::from_time);
            let rows = rows.load::<(String, i64, String)>(conn)?.into_iter().map(named).collect::<Vec<_>>();
            Ok(name_at(&rows, &id.0, at))
        })
    }

    /// Who stands in for whom, over all times.
    ///
    /// # Errors
    /// `Database`.
    pub fn substitutes(&self) -> Result<Vec<Substitute>, Error> {
        self.read(|conn| {
            let columns = (substitute::agency, substitute::from_time, substitute::until_time, substitute::stands_in);
            let rows = substitute::table.select(columns).order((substitute::agency, substitute::from_time.desc()));
            let row = |(agency, from, until, stands_in): (String, i64, Option<i64>, String)| Substitute {
                agency: OrganId(agency),
                from: Micros(from),
                until: until.map(Micros),
                stands_in: OrganId(stands_in),
            };
            Ok(rows.load(conn)?.into_iter().map(row).collect())
        })
    }

    /// The groups of receivers, by name.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn groups(&self) -> Result<Vec<Group>, Error> {
        self.read(|conn| {
            let rows = receiver_group::table.order(receiver_group::name).load::<(String, String, String)>(conn)?;
            let group = |(name, title, members): (String, String, String)| {
                let members = serde_json::from_str(&members).map_err(|_| words::damaged("members", &members))?;
                Ok(Group { name, title, members })
            };
            rows.into_iter().map(group).collect()
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
    suspended_from: Option<i64>,
}

impl Row {
    fn into_agency(self, names: &[Named], now: Micros) -> Result<Agency, Error> {
        Ok(Agency {
            facts: AgencyFacts {
                name: name_at(names, &self.organ_id, now).unwrap_or(self.name),
                organ_id: OrganId(self.organ_id),
                parent: self.parent.map(OrganId),
                level: self.level,
                mail: serde_json::from_str(&self.mail).map_err(|_| words::damaged("mail addresses", &self.mail))?,
                mail_subject: self.mail_subject,
                valid_from: Micros(self.valid_from),
                allows_legacy: self.allows_legacy,
            },
            valid_until: self.valid_until.map(Micros),
            suspended_from: self.suspended_from.map(Micros),
        })
    }
}

/// The names of these agencies.
fn names(conn: &mut Conn, rows: &[Row]) -> Result<Vec<Named>, Error> {
    let codes: Vec<&str> = rows.iter().map(|row| row.organ_id.as_str()).collect();
    let rows = agency_called::table.filter(agency_called::organ_id.eq_any(codes)).order(agency_called::from_time);
    Ok(rows.load::<(String, i64, String)>(conn)?.into_iter().map(named).collect())
}

fn named((organ_id, from, name): (String, i64, String)) -> Named {
    Named { organ_id: OrganId(organ_id), from: Micros(from), name }
}

/// The newest of a code's names that counts at `at`; before the first one, that one.
fn name_at(names: &[Named], id: &str, at: Micros) -> Option<String> {
    let mut of = names.iter().filter(|named| named.organ_id.0 == id);
    let first = of.clone().next();
    of.rfind(|named| named.from <= at).or(first).map(|named| named.name.clone())
}
