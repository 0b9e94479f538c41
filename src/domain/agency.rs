//! Agencies (cơ quan, đơn vị): the forms of their identifier, their validity, and what becomes of a code after a
//! merger (QĐ 09/2025/QĐ-TTg: one code stays, the others close and forward to the successor).

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
}
