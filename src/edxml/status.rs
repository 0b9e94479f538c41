//! A status message (DOMAIN §2): what a receiver did with a document, or that the sender wants it back.

use std::fmt;

use super::{Party, ResponseFor, StaffInfo};

/// A status message: MessageHeader only, no body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// From: who reports.
    pub from: Party,
    /// ResponseFor: on which document. `organ_id` is the document's sender for 01–06, 15 and 16, the receiver for 13.
    pub response_for: ResponseFor,
    /// StaffInfo.
    pub staff: Option<StaffInfo>,
    /// StatusCode.
    pub status_code: StatusCode,
    /// Description: words for people; the reason where one is due.
    pub description: Option<String>,
    /// Timestamp as written, `yyyy/MM/dd HH:mm:ss` of Vietnam: the reporter's claim.
    pub timestamp: Option<String>,
}

impl Status {
    /// The reporter's time, read; `None` when absent or in no known form.
    pub fn reported_at(&self) -> Option<jiff::civil::DateTime> {
        super::dialect::read_timestamp(self.timestamp.as_deref()?).map(|(time, _)| time)
    }
}

/// StatusCode, by number as the field writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusCode {
    /// 01 Đã đến: the receiver's system has it, no clerk has handled it.
    Arrived,
    /// 02 Từ chối, trả lại: refused by the clerk.
    Returned,
    /// 03 Tiếp nhận: entered into the register of incoming documents.
    Registered,
    /// 04 Phân công: assigned.
    Assigned,
    /// 05 Đang xử lý: in process.
    Processing,
    /// 06 Hoàn thành: completed.
    Completed,
    /// 13 Yêu cầu lấy lại: the sender asks for it back.
    TakeBackRequested,
    /// 15 Đồng ý: the receiver agrees to an update or to giving it back.
    Agreed,
    /// 16 Từ chối: the receiver does not agree.
    Declined,
    /// Anything else, as written; empty when there was none.
    Unknown(String),
}

impl Default for StatusCode {
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

impl StatusCode {
    /// The code of exactly that spelling; all else is `Unknown`.
    pub fn from_wire(text: &str) -> Self {
        match text {
            "01" => Self::Arrived,
            "02" => Self::Returned,
            "03" => Self::Registered,
            "04" => Self::Assigned,
            "05" => Self::Processing,
            "06" => Self::Completed,
            "13" => Self::TakeBackRequested,
            "15" => Self::Agreed,
            "16" => Self::Declined,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// As it stands on the wire.
    pub fn as_wire(&self) -> &str {
        match self {
            Self::Arrived => "01",
            Self::Returned => "02",
            Self::Registered => "03",
            Self::Assigned => "04",
            Self::Processing => "05",
            Self::Completed => "06",
            Self::TakeBackRequested => "13",
            Self::Agreed => "15",
            Self::Declined => "16",
            Self::Unknown(text) => text,
        }
    }

    /// Whether DOMAIN §2 asks for a reason with it: 02 and 13.
    pub fn needs_reason(&self) -> bool {
        matches!(self, Self::Returned | Self::TakeBackRequested)
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_wire())
    }
}
