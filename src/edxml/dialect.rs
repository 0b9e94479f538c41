//! What varies from peer to peer: lengths, code lists, forms of dates. Tables, not law: the normative tables of
//! QCVN 102 were not at hand (DOMAIN §6.1), so every bound names where it was seen and can be changed.

use jiff::civil::{Date, DateTime};

use super::Severity::{self, Refuse, Warn};

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

impl Default for Dialect {
    fn default() -> Self {
        let lengths = LENGTHS
            .iter()
            .map(|&(path, max_chars, severity)| Length { path: path.to_owned(), max_chars, severity })
            .collect();
        Self {
            lengths,
            document_types: CodeList::of(&["1", "2"], Warn),
            priorities: CodeList::of(&["0", "1", "2", "3", "4", "5"], Refuse),
            steering_types: CodeList::of(&["0", "1", "2"], Warn),
            receiver_types: CodeList::of(&["0", "1"], Warn),
            foreign_date: Warn,
            anonymous_trace: Warn,
        }
    }
}

impl Dialect {
    /// The bound of an element, by its path without counters.
    pub fn length(&self, path: &str) -> Option<&Length> {
        self.lengths.iter().find(|length| length.path == path)
    }
}

impl CodeList {
    /// A list of those values.
    pub fn of(values: &[&str], severity: Severity) -> Self {
        Self { values: values.iter().map(|&value| value.to_owned()).collect(), severity }
    }
}

/// Reads `yyyy/MM/dd`, or `dd/MM/yyyy` of a known producer; `true` means the second form. Nothing else is a date:
/// peers silently drop ISO dates (VXP §7), so we do not take them either.
pub fn read_date(text: &str) -> Option<(Date, bool)> {
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

/// DOMAIN §1.3 and §1.4. A length that NĐ 30/2020 Phụ lục VI or QĐ 20/2020 states refuses; one that is only the width of
/// another hub's column is told and no more.
const LENGTHS: &[(&str, usize, Severity)] = &[
    // QĐ 20/2020/QĐ-TTg: 35; QCVN 102: 13.
    ("MessageHeader/From/OrganId", 35, Refuse),
    ("MessageHeader/To/OrganId", 35, Refuse),
    ("MessageHeader/From/OrganizationInCharge", 500, Warn),
    ("MessageHeader/To/OrganizationInCharge", 500, Warn),
    ("MessageHeader/From/OrganName", 200, Warn),
    ("MessageHeader/To/OrganName", 200, Warn),
    ("MessageHeader/From/OrganAdd", 500, Warn),
    ("MessageHeader/To/OrganAdd", 500, Warn),
    ("MessageHeader/From/Email", 100, Warn),
    ("MessageHeader/To/Email", 100, Warn),
    ("MessageHeader/From/Telephone", 20, Warn),
    ("MessageHeader/To/Telephone", 20, Warn),
    ("MessageHeader/From/Fax", 20, Warn),
    ("MessageHeader/To/Fax", 20, Warn),
    ("MessageHeader/From/Website", 100, Warn),
    ("MessageHeader/To/Website", 100, Warn),
    // 75 in another hub; an identifier of QĐ 20 with date, number and notation of full length has 89.
    ("MessageHeader/DocumentId", 89, Refuse),
    ("MessageHeader/Code/CodeNumber", 11, Refuse),
    ("MessageHeader/Code/CodeNotation", 30, Refuse),
    ("MessageHeader/PromulgationInfo/Place", 50, Warn),
    ("MessageHeader/DocumentType/TypeName", 100, Refuse),
    ("MessageHeader/Subject", 500, Refuse),
    ("MessageHeader/Content", 500, Warn),
    ("MessageHeader/SignerInfo/Competence", 100, Refuse),
    ("MessageHeader/SignerInfo/Position", 100, Refuse),
    ("MessageHeader/SignerInfo/FullName", 50, Refuse),
    ("MessageHeader/OtherInfo/SphereOfPromulgation", 100, Warn),
    ("MessageHeader/OtherInfo/TyperNotation", 10, Warn),
    ("MessageHeader/OtherInfo/PromulgationAmount", 3, Refuse),
    ("MessageHeader/OtherInfo/PageAmount", 3, Refuse),
    ("MessageHeader/ToPlaces", 1000, Refuse),
    ("MessageHeader/ToPlaces/Place", 150, Warn),
    ("MessageHeader/Description", 1000, Warn),
    ("MessageHeader/StaffInfo/Department", 300, Warn),
    ("MessageHeader/StaffInfo/Staff", 300, Warn),
    ("MessageHeader/StaffInfo/Email", 100, Warn),
    ("MessageHeader/StaffInfo/Mobile", 100, Warn),
    ("TraceHeaderList/Bussiness/BussinessDocReason", 500, Warn),
    ("TraceHeaderList/Bussiness/StaffInfo/Department", 300, Warn),
    ("TraceHeaderList/Bussiness/StaffInfo/Staff", 300, Warn),
    ("TraceHeaderList/Bussiness/StaffInfo/Email", 100, Warn),
    ("TraceHeaderList/Bussiness/StaffInfo/Mobile", 100, Warn),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_two_forms_of_a_date_and_no_other() {
        let read = |text| read_date(text).map(|(date, foreign)| (date.to_string(), foreign));
        assert_eq!(read("2015/09/30"), Some(("2015-09-30".to_owned(), false)));
        assert_eq!(read("30/09/2015"), Some(("2015-09-30".to_owned(), true)));
        for wrong in [
            "",
            "2015-09-30",
            "2015/9/30",
            "2015/02/30",
            "20150930",
            "2015/09/30/1",
            "2015/09",
            " 2015/09/30",
            "+015/09/30",
            "30/09/15",
            "2015/13/01",
            "٢٠١٥/09/30",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn reads_a_timestamp() {
        let read = |text| read_timestamp(text).map(|(time, foreign)| (time.to_string(), foreign));
        assert_eq!(read("2018/09/28 17:25:11"), Some(("2018-09-28T17:25:11".to_owned(), false)));
        assert_eq!(read("28/09/2018 17:25:11"), Some(("2018-09-28T17:25:11".to_owned(), true)));
        for wrong in
            ["2018/09/28", "2018/09/28 24:00:00", "2018/09/28T17:25:11", "2018/09/28 7:25:11", "2018/09/28 17:25:11Z"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_each_element_once() {
        let mut paths: Vec<_> = LENGTHS.iter().map(|(path, ..)| path).collect();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), LENGTHS.len());
    }
}
