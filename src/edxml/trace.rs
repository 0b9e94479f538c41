//! The way a package took: one line a hop.

/// A TraceHeader (DOMAIN §1.4): each hop, the sender's first, adds one. Unauthenticated hearsay: nothing may be
/// decided by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceHeader {
    /// OrganId of the hop; the field also sends none, and the word `null`.
    pub organ_id: Option<String>,
    /// Timestamp, `yyyy/MM/dd HH:mm:ss` of Vietnam.
    pub timestamp: Option<String>,
}

impl TraceHeader {
    /// The hop's identifier, unless absent, empty or the word `null` that a known client writes.
    pub fn organ(&self) -> Option<&str> {
        self.organ_id.as_deref().filter(|id| !id.is_empty() && *id != "null")
    }
}
