//! What OtherInfo/Priority means: no list of the field is everybody's (DOMAIN §1.3). The hub has one table; of a sender that writes
//! by another it is told which. What comes from there is noted by the number that means the same here, so that desks, deadlines,
//! letters and filters know one table; the package keeps what its sender wrote.

use super::Exchange;
use crate::domain::ids::{OrganId, Urgency};

/// The table of some agencies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriorityTable {
    /// Codes; `*` at the beginning or at the end stands for the rest of one: `*.G22`, `H37.*`.
    pub agencies: Vec<String>,
    /// What each number means there, from 0 up.
    pub urgency: Vec<Urgency>,
}

impl PriorityTable {
    fn is_of(&self, agency: &OrganId) -> bool {
        self.agencies.iter().any(|named| match (named.strip_prefix('*'), named.strip_suffix('*')) {
            (Some(end), _) => agency.0.ends_with(end),
            (None, Some(start)) => agency.0.starts_with(start),
            (None, None) => agency.0 == *named,
        })
    }
}

/// The number of `own` for what `priority` means to `from`; as it is where that agency has no table of its own.
pub(super) fn translated(
    tables: &[PriorityTable],
    own: &[Urgency],
    from: &OrganId,
    priority: Option<i16>,
) -> Option<i16> {
    let Some(table) = tables.iter().find(|table| table.is_of(from)) else { return priority };
    match Urgency::of(priority, &table.urgency) {
        Urgency::Normal => None,
        urgency => (0..).zip(own).find(|(_, one)| **one == urgency).map(|(number, _)| number),
    }
}

impl Exchange {
    /// What each number means to `agency`, from 0 up.
    pub fn priority_table(&self, agency: &OrganId) -> &[Urgency] {
        let table = self.policy.priority_tables.iter().find(|table| table.is_of(agency));
        table.map_or(&self.policy.urgency, |table| &table.urgency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_by_its_senders_table() {
        use Urgency::{Immediate, Normal, Urgent, VeryUrgent};
        let own = [Normal, Urgent, VeryUrgent, Immediate];
        let table = |agency: &str, urgency: &[Urgency]| PriorityTable {
            agencies: vec![agency.to_owned()],
            urgency: urgency.to_vec(),
        };
        let tables = [
            table("*.G22", &[Normal, Immediate, VeryUrgent, Urgent, Normal]),
            table("H37.*", &[Urgent]),
            table("000.00.01.H53", &[Normal, Normal, Urgent]),
        ];
        for (from, written, read) in [
            ("000.00.00.G22", Some(1), Some(3)),
            ("000.00.00.G22", Some(4), None),
            ("000.00.00.G22", None, None),
            ("H37.DN.001", Some(0), Some(1)),
            ("000.00.01.H53", Some(1), None),
            ("000.00.01.H53", Some(2), Some(1)),
            ("000.00.02.H53", Some(2), Some(2)),
            ("G22", Some(1), Some(1)),
        ] {
            assert_eq!(translated(&tables, &own, &OrganId(from.to_owned()), written), read, "{from} {written:?}");
        }
    }
}
