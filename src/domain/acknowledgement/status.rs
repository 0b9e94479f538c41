//! The status codes of edXML (QCVN 102:2016/BTTTT), who reports each, and which must give a reason.

use std::fmt;

use crate::codes::{self, Code};

/// A status code of edXML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// 01, đã đến: the receiver's software has it, the clerk has not looked.
    Arrived,
    /// 02, từ chối tiếp nhận (trả lại): returned, with a reason.
    Returned,
    /// 03, tiếp nhận, vào sổ văn bản đến.
    Accepted,
    /// 04, phân công xử lý.
    Assigned,
    /// 05, đang xử lý.
    InProgress,
    /// 06, hoàn thành xử lý.
    Completed,
    /// 13, yêu cầu lấy lại: the sender asks for the document back.
    TakeBackRequested,
    /// 15, đồng ý yêu cầu cập nhật, lấy lại.
    RequestAgreed,
    /// 16, từ chối yêu cầu cập nhật, lấy lại.
    RequestDeclined,
}

/// Which party of a delivery reports a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The agency that issued the document.
    Sender,
    /// The agency that got it.
    Receiver,
}

impl Status {
    /// Every code the hub knows.
    pub const ALL: [Self; 9] = [
        Self::Arrived,
        Self::Returned,
        Self::Accepted,
        Self::Assigned,
        Self::InProgress,
        Self::Completed,
        Self::TakeBackRequested,
        Self::RequestAgreed,
        Self::RequestDeclined,
    ];

    /// The two digits of edXML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arrived => "01",
            Self::Returned => "02",
            Self::Accepted => "03",
            Self::Assigned => "04",
            Self::InProgress => "05",
            Self::Completed => "06",
            Self::TakeBackRequested => "13",
            Self::RequestAgreed => "15",
            Self::RequestDeclined => "16",
        }
    }

    /// Reads the two digits. 07–12 and 14 stand in no text and are unknown.
    ///
    /// # Errors
    /// [`UnknownStatus`], with what was found.
    pub fn parse(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| UnknownStatus { found: text.chars().take(16).collect() })
    }

    /// Who may report it: 13 the sender, all others the receiver.
    pub fn reported_by(self) -> Party {
        match self {
            Self::TakeBackRequested => Party::Sender,
            Self::Arrived
            | Self::Returned
            | Self::Accepted
            | Self::Assigned
            | Self::InProgress
            | Self::Completed
            | Self::RequestAgreed
            | Self::RequestDeclined => Party::Receiver,
        }
    }

    /// Whether a report with this reason, as written, is complete. Blanks are no reason.
    ///
    /// # Errors
    /// [`ReasonMissing`]
    pub fn check_reason(self, reason: Option<&str>) -> Result<(), ReasonMissing> {
        let given = reason.is_some_and(|reason| !reason.trim().is_empty());
        if given || !self.needs_reason() { Ok(()) } else { Err(ReasonMissing { status: self }) }
    }

    /// Whether the report must give a reason: a return (02), a request (13) and its refusal (16).
    pub fn needs_reason(self) -> bool {
        match self {
            Self::Returned | Self::TakeBackRequested | Self::RequestDeclined => true,
            Self::Arrived
            | Self::Accepted
            | Self::Assigned
            | Self::InProgress
            | Self::Completed
            | Self::RequestAgreed => false,
        }
    }
}

/// A report without the reason that it must give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("status {status} needs a reason")]
pub struct ReasonMissing {
    /// What was reported.
    pub status: Status,
}

impl ReasonMissing {
    /// `acknowledgement.reason_missing`
    pub fn code(&self) -> Code {
        codes::ACKNOWLEDGEMENT_REASON_MISSING
    }
}

/// A status code that stands in no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown status code {found:?}")]
pub struct UnknownStatus {
    /// The first characters of what was found.
    pub found: String,
}

impl UnknownStatus {
    /// `acknowledgement.unknown_code`
    pub fn code(&self) -> Code {
        codes::ACKNOWLEDGEMENT_UNKNOWN_CODE
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_gives_its_reason() {
        let missing = Err(ReasonMissing { status: Status::Returned });
        assert_eq!(Status::Returned.check_reason(None), missing);
        assert_eq!(Status::Returned.check_reason(Some(" \n\u{a0}")), missing);
        assert_eq!(Status::Returned.check_reason(Some("Sai nơi nhận")), Ok(()));
        assert_eq!(Status::Accepted.check_reason(None), Ok(()));
    }

    #[test]
    fn codes_are_read_as_they_are_written_and_others_are_unknown() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Ok(status));
        }
        for unknown in ["", "1", "07", "12", "14", "17", " 01", "01 ", "٠١", "một"] {
            assert_eq!(Status::parse(unknown).unwrap_err().code().name(), "acknowledgement.unknown_code");
        }
    }
}
