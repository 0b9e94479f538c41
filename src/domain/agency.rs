//! Agencies (cơ quan, đơn vị): the forms of their identifier, their validity, and what becomes of a code after a
//! merger (QĐ 09/2025/QĐ-TTg: one code stays, the others close and forward to the successor).

use std::collections::HashSet;

use super::ids::{Micros, OrganId};
use crate::codes::{self, Code};

/// The form in which an identifier (mã định danh) is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrganIdForm {
    /// QCVN 102:2016/BTTTT: 13 characters `V1V2V3.Z1Z2.Y1Y2.MX1X2`, read from right to left.
    Qcvn,
    /// QĐ 20/2020/QĐ-TTg: at most 35 characters, groups of 0-9 A-Z split by points, the first one level 1.
    Qd20,
    /// Anything short and visible; only where the sandbox setting allows it.
    Free,
}

/// A fault in an identifier's form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganIdError {
    /// Nothing is written.
    #[error("the identifier is empty")]
    Empty,
    /// More characters than any form has.
    #[error("the identifier has {found} bytes, at most {max} are possible")]
    TooLong {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// Neither form fits.
    #[error("the identifier fits neither QCVN 102 nor QĐ 20/2020 (byte {position})")]
    Form {
        /// Where the first byte stands that fits no form.
        position: usize,
    },
}

impl OrganIdError {
    /// `agency.organ_id_form`
    pub fn code(&self) -> Code {
        codes::AGENCY_ORGAN_ID_FORM
    }
}

/// Judges the form of an identifier. `sandbox` also lets free forms pass (test systems write `vxp.saas.03`).
///
/// # Errors
/// [`OrganIdError`] when no allowed form fits.
pub fn check_organ_id(id: &OrganId, sandbox: bool) -> Result<OrganIdForm, OrganIdError> {
    let text = id.0.as_str();
    let max = if sandbox { FREE_MAX_BYTES } else { QD20_MAX_CHARS };
    if text.is_empty() {
        return Err(OrganIdError::Empty);
    }
    if text.len() > max {
        return Err(OrganIdError::TooLong { found: text.len(), max });
    }
    if is_qcvn(text) {
        return Ok(OrganIdForm::Qcvn);
    }
    match qd20_fault(text) {
        None if text.len() <= QD20_MAX_CHARS => Ok(OrganIdForm::Qd20),
        _ if sandbox && text.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(OrganIdForm::Free),
        fault => Err(OrganIdError::Form { position: fault.unwrap_or(0) }),
    }
}

/// When an agency's code counts: from `from`, until before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// First moment.
    pub from: Micros,
    /// First moment after; `None` = open.
    pub until: Option<Micros>,
}

impl Validity {
    /// Whether `at` lies inside.
    pub fn contains(&self, at: Micros) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// What the directory says of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub id: OrganId,
    /// When it counts.
    pub validity: Validity,
    /// Whose business it became on a merger.
    pub successor: Option<OrganId>,
    /// From when on it sends nothing and is sent nothing.
    pub suspended_from: Option<Micros>,
    /// Who takes what is sent to it, each for a time.
    pub stand_ins: Vec<StandIn>,
}

impl Entry {
    /// Whether it is suspended at `at`.
    pub fn is_suspended(&self, at: Micros) -> bool {
        self.suspended_from.is_some_and(|from| from <= at)
    }
}

/// An agency that takes, for a time, what is sent to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// When.
    pub validity: Validity,
    /// Into whose inbox.
    pub agency: OrganId,
}

/// Which agency a code means at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The code as written on the document; kept beside the other.
    pub named: OrganId,
    /// The agency that answers for it.
    pub agency: OrganId,
}

/// Why a code means no agency.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AgencyError {
    /// The directory does not know it.
    #[error("agency {id} is unknown")]
    Unknown {
        /// The code looked for.
        id: OrganId,
    },
    /// It is known, does not count at this moment, and forwards to nobody.
    #[error("agency {id} is closed")]
    Closed {
        /// The code looked for.
        id: OrganId,
    },
    /// It is suspended: it sends nothing and is sent nothing.
    #[error("agency {id} is suspended")]
    Suspended {
        /// The code looked for.
        id: OrganId,
    },
    /// Successors run in a circle, or through more than [`MAX_SUCCESSORS`] codes.
    #[error("the successors of agency {id} do not end")]
    Circle {
        /// The code looked for.
        id: OrganId,
    },
}

impl AgencyError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Unknown { .. } => codes::AGENCY_UNKNOWN,
            Self::Closed { .. } => codes::AGENCY_CLOSED,
            Self::Suspended { .. } => codes::AGENCY_SUSPENDED,
            Self::Circle { .. } => codes::AGENCY_SUCCESSOR_CIRCLE,
        }
    }
}

/// The agency that answers for `named` at `at`: itself while it is valid, else its successor.
///
/// # Errors
/// [`AgencyError`]; a successor that the directory does not know counts as closed, since `named` itself is known.
pub fn resolve(
    named: &OrganId,
    at: Micros,
    directory: impl Fn(&OrganId) -> Option<Entry>,
) -> Result<Resolved, AgencyError> {
    let mut entry = directory(named).ok_or_else(|| AgencyError::Unknown { id: named.clone() })?;
    for _ in 0..=MAX_SUCCESSORS {
        if entry.validity.contains(at) {
            return Ok(Resolved { named: named.clone(), agency: entry.id });
        }
        entry =
            entry.successor.as_ref().and_then(&directory).ok_or_else(|| AgencyError::Closed { id: named.clone() })?;
    }
    Err(AgencyError::Circle { id: named.clone() })
}

/// The agency that may send under `named` at `at`.
///
/// # Errors
/// As [`resolve`], and when it is suspended.
pub fn sender(
    named: &OrganId,
    at: Micros,
    directory: impl Fn(&OrganId) -> Option<Entry>,
) -> Result<Resolved, AgencyError> {
    let resolved = resolve(named, at, &directory)?;
    match directory(&resolved.agency).filter(|entry| entry.is_suspended(at)) {
        Some(_) => Err(AgencyError::Suspended { id: named.clone() }),
        None => Ok(resolved),
    }
}

/// Where a copy goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressed {
    /// The agency that is meant, after aliases.
    pub agency: OrganId,
    /// Into whose inbox: its own, or its substitute's.
    pub inbox: OrganId,
}

/// Where the copies for `named` go at `at`, in their order. A substitute takes one copy of a document; where it has one
/// already, being a receiver itself or standing in for two, the agency that is meant gets its own.
pub fn addressed(
    named: &[OrganId],
    at: Micros,
    directory: impl Fn(&OrganId) -> Option<Entry>,
) -> Vec<Result<Addressed, AgencyError>> {
    let meant: Vec<_> = named.iter().map(|id| resolve(id, at, &directory)).collect();
    let mut taken: HashSet<OrganId> = meant.iter().flatten().map(|resolved| resolved.agency.clone()).collect();
    let inbox = |resolved: Resolved, taken: &mut HashSet<OrganId>| {
        let Resolved { named, agency } = resolved;
        let entry = directory(&agency);
        let stands_in = entry.iter().flat_map(|entry| &entry.stand_ins).find(|other| other.validity.contains(at));
        let other = stands_in.and_then(|other| sender(&other.agency, at, &directory).ok());
        match other.filter(|other| taken.insert(other.agency.clone())) {
            Some(other) => Ok(Addressed { agency, inbox: other.agency }),
            None if entry.is_some_and(|entry| entry.is_suspended(at)) => Err(AgencyError::Suspended { id: named }),
            None => Ok(Addressed { inbox: agency.clone(), agency }),
        }
    };
    meant.into_iter().map(|resolved| resolved.and_then(|resolved| inbox(resolved, &mut taken))).collect()
}

/// QĐ 20/2020/QĐ-TTg.
pub const QD20_MAX_CHARS: usize = 35;
/// Our own: a leaf of the log has to hold three of them.
pub const FREE_MAX_BYTES: usize = 64;
/// Our own: mergers of mergers of mergers.
pub const MAX_SUCCESSORS: usize = 8;

fn is_qcvn(text: &str) -> bool {
    let groups: Vec<&[u8]> = text.as_bytes().split(|byte| *byte == b'.').collect();
    let [level4, level3, level2, [letter, digits @ ..]] = groups.as_slice() else { return false };
    let plain = |group: &[u8], length: usize| group.len() == length && group.iter().all(|byte| is_organ_char(*byte));
    plain(level4, 3)
        && plain(level3, 2)
        && plain(level2, 2)
        && letter.is_ascii_uppercase()
        && digits.len() == 2
        && digits.iter().all(u8::is_ascii_digit)
}

/// The first byte that QĐ 20 does not allow: a foreign character, an empty group, or a first group without a letter
/// at its head (level 1 is letter and digits, H37).
fn qd20_fault(text: &str) -> Option<usize> {
    let mut before = b'.';
    for (position, byte) in text.bytes().enumerate() {
        let allowed = match byte {
            b'.' => before != b'.',
            _ if position == 0 => byte.is_ascii_uppercase(),
            _ => is_organ_char(byte),
        };
        if !allowed {
            return Some(position);
        }
        before = byte;
    }
    (before == b'.').then(|| text.len().saturating_sub(1))
}

fn is_organ_char(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str, sandbox: bool) -> Option<OrganIdForm> {
        check_organ_id(&OrganId(text.to_owned()), sandbox).ok()
    }

    #[test]
    fn forms() {
        for good in ["000.00.00.H53", "000.00.01.H53", "A01.B2.09.G22"] {
            assert_eq!(form(good, false), Some(OrganIdForm::Qcvn), "{good}");
        }
        for good in ["H37.DN.001", "H53", "H37.11.22.33", "G22.99999.99999.99999.99999.99999.9"] {
            assert_eq!(form(good, false), Some(OrganIdForm::Qd20), "{good}");
        }
        for bad in [
            "",
            "000.00.00.h53",
            "000.00.00.H5",
            "h37.DN.001",
            "H37..001",
            ".H37",
            "H37.",
            "H37 DN",
            "H37.ĐN.001",
            "vxp.saas.03",
            "37.DN",
            "G22.99999.99999.99999.99999.99999.99",
            "000.00.00.H53 ",
            "000.00.00.H53\n",
        ] {
            assert_eq!(form(bad, false), None, "{bad:?}");
        }
        assert_eq!(form("vxp.saas.03", true), Some(OrganIdForm::Free));
        assert_eq!(form("000.00.00.H53", true), Some(OrganIdForm::Qcvn));
        for bad in ["", "vxp saas", "vxp\n", "Đ", &"x".repeat(65)] {
            assert_eq!(form(bad, true), None, "{bad:?}");
        }
    }

    fn entry(id: &str, until: Option<i64>, successor: Option<&str>) -> Entry {
        Entry {
            id: OrganId(id.to_owned()),
            validity: Validity { from: Micros(10), until: until.map(Micros) },
            successor: successor.map(|id| OrganId(id.to_owned())),
            suspended_from: None,
            stand_ins: Vec::new(),
        }
    }

    #[test]
    fn a_closed_code_forwards_to_its_successor() {
        let directory = [
            entry("H53", None, None),
            entry("H39", Some(20), Some("H53")),
            entry("H01", Some(20), None),
            entry("H02", Some(20), Some("H03")),
            entry("H03", Some(20), Some("H02")),
            entry("H04", Some(20), Some("H99")),
        ];
        let ask = |id: &str, at: i64| {
            resolve(&OrganId(id.to_owned()), Micros(at), |id| directory.iter().find(|e| e.id == *id).cloned())
                .map(|resolved| resolved.agency.0)
                .map_err(|error| error.code().name())
        };
        assert_eq!(ask("H53", 10), Ok("H53".to_owned()));
        assert_eq!(ask("H53", 9), Err("agency.closed"));
        assert_eq!(ask("H39", 19), Ok("H39".to_owned()));
        assert_eq!(ask("H39", 20), Ok("H53".to_owned()));
        assert_eq!(ask("H01", 20), Err("agency.closed"));
        assert_eq!(ask("H02", 20), Err("agency.successor_circle"));
        assert_eq!(ask("H04", 20), Err("agency.closed"));
        assert_eq!(ask("H98", 20), Err("agency.unknown"));
    }

    #[test]
    fn a_suspended_agency_sends_nothing_and_a_substitute_takes_one_copy() {
        let stand_in = |from, until: Option<i64>, agency: &str| StandIn {
            validity: Validity { from: Micros(from), until: until.map(Micros) },
            agency: OrganId(agency.to_owned()),
        };
        let mut directory = vec![entry("H01", None, None), entry("H02", None, None), entry("H03", None, None)];
        directory.push(entry("H39", Some(20), Some("H01")));
        directory[0].suspended_from = Some(Micros(50));
        directory[1].stand_ins = vec![stand_in(10, Some(30), "H03"), stand_in(40, None, "H01")];
        let find = |id: &OrganId| directory.iter().find(|entry| entry.id == *id).cloned();
        let id = |id: &str| OrganId(id.to_owned());
        let sends = |name: &str, at| sender(&id(name), Micros(at), find).map_err(|error| error.code().name()).is_ok();
        assert!(sends("H01", 49) && !sends("H01", 50) && !sends("H39", 50) && sends("H02", 50));
        let inboxes = |names: &[&str], at| -> Vec<String> {
            let names: Vec<OrganId> = names.iter().map(|name| id(name)).collect();
            let word =
                |one: Result<Addressed, AgencyError>| one.map_or_else(|e| e.code().name().to_owned(), |a| a.inbox.0);
            addressed(&names, Micros(at), find).into_iter().map(word).collect()
        };
        assert_eq!(inboxes(&["H02", "H01"], 29), ["H03", "H01"]);
        assert_eq!(inboxes(&["H02", "H01"], 30), ["H02", "H01"], "the substitute's time is over");
        assert_eq!(inboxes(&["H02", "H03"], 29), ["H02", "H03"], "the substitute is a receiver itself");
        assert_eq!(inboxes(&["H02", "H03"], 45), ["H01", "H03"]);
        assert_eq!(inboxes(&["H02", "H39"], 50), ["H02", "agency.suspended"], "a suspended substitute takes nothing");
    }
}
