//! What a package wants (edXML Business/BusinessDocType): a new document, or one of the three changes to an earlier
//! one (NĐ 30/2020 Đ18.3, Đ18.4b). Only the issuing agency may change its document.
//!
//! Absent for now: types 1–3; each is read and answered "not yet" with a code of its own.

use std::fmt;

use crate::codes::{self, Code};

/// The business type of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessType {
    /// 0, văn bản mới.
    New,
    /// 1, thu hồi.
    Recall,
    /// 2, cập nhật.
    Update,
    /// 3, thay thế.
    Replace,
}

/// A business type that the hub does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BusinessError {
    /// A number that stands in no text.
    #[error("unknown business type {found}")]
    Unknown {
        /// The number found.
        found: i64,
    },
    /// A later version answers it.
    #[error("business type {kind} is not handled yet")]
    NotYet {
        /// Which.
        kind: BusinessType,
    },
}

impl BusinessType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::New, Self::Recall, Self::Update, Self::Replace];

    /// The number of edXML.
    pub fn number(self) -> u8 {
        match self {
            Self::New => 0,
            Self::Recall => 1,
            Self::Update => 2,
            Self::Replace => 3,
        }
    }

    /// Reads the number of edXML; an absent element means a new document and is the caller's matter.
    ///
    /// # Errors
    /// [`BusinessError::Unknown`].
    pub fn from_number(number: i64) -> Result<Self, BusinessError> {
        Self::ALL
            .into_iter()
            .find(|kind| i64::from(kind.number()) == number)
            .ok_or(BusinessError::Unknown { found: number })
    }

    /// Whether the hub acts on it today.
    ///
    /// # Errors
    /// [`BusinessError::NotYet`] for 1, 2 and 3.
    pub fn check_handled(self) -> Result<(), BusinessError> {
        match self {
            Self::New => Ok(()),
            Self::Recall | Self::Update | Self::Replace => Err(BusinessError::NotYet { kind: self }),
        }
    }
}

impl BusinessError {
    /// The public code.
    pub fn code(&self) -> Code {
        match self {
            Self::Unknown { .. } | Self::NotYet { kind: BusinessType::New } => codes::BUSINESS_UNKNOWN_TYPE,
            Self::NotYet { kind: BusinessType::Recall } => codes::BUSINESS_NOT_YET_RECALL,
            Self::NotYet { kind: BusinessType::Update } => codes::BUSINESS_NOT_YET_UPDATE,
            Self::NotYet { kind: BusinessType::Replace } => codes::BUSINESS_NOT_YET_REPLACE,
        }
    }
}

impl fmt::Display for BusinessType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "new",
            Self::Recall => "recall",
            Self::Update => "update",
            Self::Replace => "replace",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_new_is_handled_and_the_others_have_codes_of_their_own() {
        let answers: Vec<_> = [0, 1, 2, 3, 4, -1]
            .map(|number| {
                BusinessType::from_number(number).and_then(BusinessType::check_handled).map_err(|e| e.code().name())
            })
            .into();
        assert_eq!(
            answers,
            [
                Ok(()),
                Err("business.not_yet_recall"),
                Err("business.not_yet_update"),
                Err("business.not_yet_replace"),
                Err("business.unknown_type"),
                Err("business.unknown_type"),
            ]
        );
    }
}
