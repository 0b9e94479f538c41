//! Groups of receivers. What counts is the signed list of receivers, so a group expands before a document is signed, never
//! after: the caller asks whom a group means now, writes them into To, and signs.

use super::{Exchange, Fault, Refusal};
use crate::codes;
use crate::domain::ids::OrganId;
use crate::store::LeafRef;
use crate::store::agencies::Group;
use crate::store::change::{Actor, AgencyAct};

/// Whom a group means at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expanded {
    /// The codes to be written into To: open agencies after mergers, each once, in the group's order.
    pub receivers: Vec<OrganId>,
    /// Members that can be sent nothing now, and why.
    pub left_out: Vec<Fault>,
}

impl Exchange {
    /// The groups, by name.
    ///
    /// # Errors
    /// `store.*`.
    pub fn groups(&self) -> Result<Vec<Group>, Refusal> {
        Ok(self.store.groups()?)
    }

    /// Whom a group means now.
    ///
    /// # Errors
    /// `agency.group_unknown`, `store.*`.
    pub fn expand_group(&self, name: &str) -> Result<Expanded, Refusal> {
        let unknown = || Refusal::of(vec![Fault::found(codes::AGENCY_GROUP_UNKNOWN, name).at("name")]);
        let group = self.store.groups()?.into_iter().find(|group| group.name == name).ok_or_else(unknown)?;
        let (directory, now) = (self.directory()?, self.clock.now());
        let mut expanded = Expanded { receivers: Vec::new(), left_out: Vec::new() };
        // One by one: a substitute that is a member itself must not hide a member.
        for member in &group.members {
            let one = directory.addressed(std::slice::from_ref(member), now).into_iter().next();
            match one {
                Some(Ok(one)) if expanded.receivers.contains(&one.agency) => {}
                Some(Ok(one)) => expanded.receivers.push(one.agency),
                Some(Err(error)) => expanded.left_out.push(Fault::found(error.code(), &member.0)),
                None => {}
            }
        }
        Ok(expanded)
    }

    /// Sets a group, new or instead of the one of that name.
    ///
    /// # Errors
    /// `agency.group_name` for a name that callers could not write, or no member; `agency.*`, `store.*`.
    pub async fn set_group(&self, by: Actor, group: Group) -> Result<LeafRef, Refusal> {
        let Group { name, title, members } = group;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || name.len() > NAME_MAX_BYTES || !name.bytes().all(plain) || members.is_empty() {
            return Err(Refusal::of(vec![Fault::found(codes::AGENCY_GROUP_NAME, name).at("name")]));
        }
        self.change_agency(by, AgencyAct::Group { name, title, members }).await
    }

    /// Takes a group away.
    ///
    /// # Errors
    /// `agency.group_unknown`, `store.*`.
    pub async fn remove_group(&self, by: Actor, name: String) -> Result<LeafRef, Refusal> {
        self.change_agency(by, AgencyAct::Group { name, title: String::new(), members: Vec::new() }).await
    }
}

/// Our own: it stands in an address.
const NAME_MAX_BYTES: usize = 64;
