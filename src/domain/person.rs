//! People and their roles.

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sends, acknowledges.
    Clerk,
    /// Reads.
    Reader,
    /// Runs the agency's people and systems.
    AgencyAdmin,
    /// Reads rates, log, evidence.
    Auditor,
    /// Runs the hub.
    Operator,
}

impl Role {
    /// Its word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Reader => "reader",
            Self::AgencyAdmin => "agency_admin",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }
}
