//! The way a package took: one line a hop.

use crate::domain::deadline::vietnam;
use crate::domain::ids::Micros;

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

/// A time as TraceHeader and status messages write it: `yyyy/MM/dd HH:mm:ss` of Vietnam.
pub fn timestamp(at: Micros) -> String {
    let time = jiff::Timestamp::from_microsecond(at.0);
    time.map(|time| time.to_zoned_datetime(vietnam()).strftime("%Y/%m/%d %H:%M:%S").to_string()).unwrap_or_default()
}
