//! The directory as a tree: every agency (cơ quan) has at most one parent (cơ quan chủ quản) of a higher level, and no
//! chain of parents comes back. Level 1 is the province, 2 a department or district, 3 a commune; a province may use more.

use super::ids::OrganId;
use crate::codes::{self, Code};

/// What the tree asks of one agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its parent.
    pub parent: Option<OrganId>,
    /// Its level.
    pub level: i16,
}

/// Why an agency cannot stand where it is to stand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The parent is no agency of the directory.
    #[error("the parent {parent} of agency {id} is not in the directory")]
    ParentUnknown {
        /// The agency.
        id: OrganId,
        /// As named.
        parent: OrganId,
    },
    /// The parent is the agency itself, or below it.
    #[error("agency {id} would be its own parent")]
    Cycle {
        /// The agency.
        id: OrganId,
    },
    /// Not below its parent, not above its children, or no level at all.
    #[error("agency {id} of level {level} cannot stand between {above:?} and {below:?}")]
    Level {
        /// The agency.
        id: OrganId,
        /// Its level.
        level: i16,
        /// The parent's level.
        above: Option<i16>,
        /// The highest of its children's levels.
        below: Option<i16>,
    },
}

impl TreeError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::ParentUnknown { .. } => codes::AGENCY_PARENT_UNKNOWN,
            Self::Cycle { .. } => codes::AGENCY_PARENT_CYCLE,
            Self::Level { .. } => codes::AGENCY_LEVEL,
        }
    }
}

/// Whether `id` may stand as `node` says. `children` is the highest level (the smallest number) of its children.
///
/// # Errors
/// [`TreeError`], the first that holds.
pub fn check(
    id: &OrganId,
    node: &Node,
    children: Option<i16>,
    directory: impl Fn(&OrganId) -> Option<Node>,
) -> Result<(), TreeError> {
    let mut above = None;
    if let Some(parent) = &node.parent {
        if parent == id {
            return Err(TreeError::Cycle { id: id.clone() });
        }
        let unknown = || TreeError::ParentUnknown { id: id.clone(), parent: parent.clone() };
        let first = directory(parent).ok_or_else(unknown)?;
        above = Some(first.level);
        let (mut next, mut steps) = (first.parent, 1);
        while let Some(ancestor) = next {
            steps += 1;
            if ancestor == *id || steps > MAX_DEPTH {
                return Err(TreeError::Cycle { id: id.clone() });
            }
            next = directory(&ancestor).and_then(|node| node.parent);
        }
    }
    let level = node.level;
    let stands = (MIN_LEVEL..=MAX_LEVEL).contains(&level)
        && above.is_none_or(|above| above < level)
        && children.is_none_or(|below| level < below);
    if stands { Ok(()) } else { Err(TreeError::Level { id: id.clone(), level, above, below: children }) }
}

/// The province.
pub const MIN_LEVEL: i16 = 1;
/// Our own: QĐ 20/2020 has no code of more groups that anybody gives out; a leaf holds it in one byte.
pub const MAX_LEVEL: i16 = 9;
/// Levels rise along a chain, so no chain is longer than they are many.
pub const MAX_DEPTH: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_stands_below_its_parent_and_above_its_children() {
        let node = |parent: Option<&str>, level| Node { parent: parent.map(|id| OrganId(id.to_owned())), level };
        let directory = |id: &OrganId| match id.0.as_str() {
            "P" => Some(node(None, 1)),
            "D" => Some(node(Some("P"), 2)),
            "C" => Some(node(Some("D"), 3)),
            "X" => Some(node(Some("Y"), 2)),
            "Y" => Some(node(Some("X"), 2)),
            _ => None,
        };
        let ask = |id: &str, parent: Option<&str>, level, children| {
            check(&OrganId(id.to_owned()), &node(parent, level), children, directory).map_err(|e| e.code().name())
        };
        assert_eq!(ask("N", Some("D"), 3, None), Ok(()));
        assert_eq!(ask("N", None, 1, None), Ok(()));
        assert_eq!(ask("D", Some("P"), 2, Some(3)), Ok(()));
        assert_eq!(ask("N", Some("Q"), 3, None), Err("agency.parent_unknown"));
        assert_eq!(ask("N", Some("N"), 3, None), Err("agency.parent_cycle"));
        assert_eq!(ask("P", Some("C"), 4, None), Err("agency.parent_cycle"));
        assert_eq!(ask("N", Some("X"), 3, None), Err("agency.parent_cycle"), "a circle that was there before");
        assert_eq!(ask("N", Some("D"), 2, None), Err("agency.level"));
        assert_eq!(ask("N", None, 0, None), Err("agency.level"));
        assert_eq!(ask("N", None, 10, None), Err("agency.level"));
        assert_eq!(ask("D", Some("P"), 3, Some(3)), Err("agency.level"));
    }
}
