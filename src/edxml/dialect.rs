//! What varies from peer to peer: lengths, code lists, forms of dates. Tables, not law: the normative tables of
//! QCVN 102 were not at hand (DOMAIN §6.1), so every bound names where it was seen and can be changed.

use jiff::civil::{Date, DateTime};

use super::Severity;

/// The bounds by which `check` judges. `Dialect::default()` is what DOMAIN §1.3 and §1.6 collect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Greatest lengths, by element.
    pub lengths: Vec<Length>,
    /// DocumentType/Type.
    pub document_types: CodeList,
    /// OtherInfo/Priority.
    pub priorities: CodeList,
    /// SteeringType.
    pub steering_types: CodeList,
    /// Receiver/ReceiverType.
    pub receiver_types: CodeList,
    /// How a date written dd/MM/yyyy counts.
    pub foreign_date: Severity,
    /// How a missing or `null` OrganId of a TraceHeader counts.
    pub anonymous_trace: Severity,
}

/// One bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// The element's path from MessageHeader or TraceHeaderList, without counters.
    pub path: String,
    /// Greatest length in characters (Unicode scalar values of the NFC text).
    pub max_chars: usize,
    /// How a longer text counts.
    pub severity: Severity,
}

/// Which values an element may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeList {
    /// The values, as written.
    pub values: Vec<String>,
    /// How another value counts.
    pub severity: Severity,
}

/// Reads `yyyy/MM/dd`, or `dd/MM/yyyy` of a known producer; `true` means the second form. Nothing else is a date:
/// peers silently drop ISO dates (VXP §7), so we do not take them either.
pub(super) fn read_date(text: &str) -> Option<(Date, bool)> {
    let digits = |part: &str, count: usize| {
        (part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<i16>().ok())?
    };
    let mut parts = text.split('/');
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let month = i8::try_from(digits(second, 2)?).ok()?;
    let (year, day, foreign) = match (first.len(), third.len()) {
        (4, 2) => (digits(first, 4)?, digits(third, 2)?, false),
        (2, 4) => (digits(third, 4)?, digits(first, 2)?, true),
        _ => return None,
    };
    Some((Date::new(year, month, i8::try_from(day).ok()?).ok()?, foreign))
}

/// Reads `yyyy/MM/dd HH:mm:ss`, the date in either form of [`read_date`].
pub(super) fn read_timestamp(text: &str) -> Option<(DateTime, bool)> {
    let (date, time) = text.split_once(' ')?;
    let (date, foreign) = read_date(date)?;
    let well_formed = time.len() == 8
        && time.bytes().enumerate().all(|(at, byte)| if at % 3 == 2 { byte == b':' } else { byte.is_ascii_digit() });
    if !well_formed {
        return None;
    }
    let mut parts = time.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    Some((date.to_datetime(time), foreign))
}
