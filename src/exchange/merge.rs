//! What a merger would do, told before it is done: every problem of every agency, and what goes over to the successor. The
//! act itself is judged again under the head lock (`store::commit::agency`).

use super::{Exchange, Fault, Refusal};
use crate::codes;
use crate::domain::ids::{Micros, OrganId};

/// A merger, looked at.
#[derive(Clone, Debug)]
pub struct MergePlan {
    /// One an agency that ends.
    pub agencies: Vec<Ending>,
    /// What stands in the way; none: it can be done.
    pub problems: Vec<Fault>,
}

/// An agency that ends with a merger.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Its code.
    pub organ_id: OrganId,
    /// Its name.
    pub name: String,
    /// Bindings that end with it.
    pub bindings: usize,
    /// Systems whose tokens still count: they go on reading what was the agency's until they are revoked.
    pub systems: usize,
    /// Deliveries in its inbox that nobody fetched: from the merger on the successor's.
    pub undelivered: i64,
    /// Codes that forward to it, and through it to the successor.
    pub aliases: Vec<OrganId>,
    /// Agencies below it: they stay there until somebody moves them.
    pub children: Vec<OrganId>,
}

impl Exchange {
    /// Looks at a merger of `old` into `successor` from `from` on.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn plan_merge(&self, old: Vec<OrganId>, successor: OrganId, from: Micros) -> Result<MergePlan, Refusal> {
        self.blocking(move |this| this.look(&old, &successor, from)).await
    }

    fn look(&self, old: &[OrganId], successor: &OrganId, from: Micros) -> Result<MergePlan, Refusal> {
        let (directory, all) = (self.directory()?, self.all_agencies()?);
        let mut plan = MergePlan { agencies: Vec::new(), problems: Vec::new() };
        let leads_to = match directory.resolve(successor, from) {
            Ok(resolved) => Some(resolved.agency),
            Err(error) => {
                plan.problems.push(Fault::found(error.code(), &successor.0).at("into"));
                None
            }
        };
        for id in old {
            let problem = |code| Fault::found(code, &id.0).at("old");
            let Some(row) = all.iter().find(|row| row.facts.organ_id == *id) else {
                plan.problems.push(problem(codes::AGENCY_UNKNOWN));
                continue;
            };
            if row.valid_until.is_some_and(|until| until <= from) {
                plan.problems.push(problem(codes::AGENCY_CLOSED));
            }
            if leads_to.as_ref() == Some(id) || old.iter().filter(|other| *other == id).count() > 1 {
                plan.problems.push(problem(codes::AGENCY_ALIAS_CYCLE));
            }
            let now = self.clock.now();
            let open = |until: Option<Micros>| until.is_none_or(|until| until > from);
            plan.agencies.push(Ending {
                organ_id: id.clone(),
                name: row.facts.name.clone(),
                bindings: self.store.bindings_of(id)?.iter().filter(|binding| open(binding.valid_until)).count(),
                systems: self.store.systems(Some(id))?.iter().filter(|system| system.is_live(now)).count(),
                undelivered: self.store.inbox_open_count(id)?,
                aliases: self.store.aliases_of(id)?,
                children: all
                    .iter()
                    .filter(|child| child.facts.parent.as_ref() == Some(id) && open(child.valid_until))
                    .map(|child| child.facts.organ_id.clone())
                    .collect(),
            });
        }
        Ok(plan)
    }
}
