//! Until when what comes in has to be sent, acknowledged and answered, laid down once, at intake, by the calendar that its
//! leaf names. `domain::deadline` computes; a calendar that is changed later moves nothing that lies in an inbox.

use jiff::civil::Date;

use super::tx::{Halt, Tx};
use crate::domain::calendar::Calendar;
use crate::domain::deadline::{self, Deadline, Signed};
use crate::domain::ids::{Micros, OrganId};
use crate::evidence::leaf::VersionRef;
use crate::store::change::Accept;

/// What a receiver owes, and until when.
pub(super) struct Until {
    /// To acknowledge.
    pub(super) accept: Deadline,
    /// To answer, where the document names a day.
    pub(super) answer: Option<Deadline>,
    /// By which calendar.
    pub(super) calendar: VersionRef,
}

/// The deadlines of one copy, which is consigned now.
pub(super) fn of_copy(tx: &mut Tx<'_>, item: &Accept, agency: &OrganId) -> Result<Until, Halt> {
    let working = tx.working(Some(agency))?;
    let answer = date(item.listing.due.as_ref()).map(|due| deadline::answering(&working.calendar, due));
    let accept = deadline::acknowledging(&working.calendar, tx.now, item.urgency);
    Ok(Until { accept, answer, calendar: working.version })
}

/// Until when the issuer had to send it; `None` where that is not known.
pub(super) fn sending(calendar: &Calendar, item: &Accept) -> Option<Micros> {
    let day = || date(item.listing.issued.as_ref()).map(Signed::On);
    let signed = item.stamped.map(Signed::At).or_else(day)?;
    deadline::sending(calendar, signed, item.urgency).known()
}

/// A day as lists hold it.
pub(super) fn date(text: Option<&String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}
