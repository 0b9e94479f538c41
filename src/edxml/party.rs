//! Who: the agencies of a message and the person who answers for it.

use crate::domain::ids::OrganId;

/// An agency as it stands in From or To (DOMAIN §1.3). Only `organ_id` is always there in the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// OrganId, mã định danh; empty when the element is missing (`edxml.missing`).
    pub organ_id: OrganId,
    /// OrganizationInCharge, cơ quan chủ quản.
    pub organization_in_charge: Option<String>,
    /// OrganName, tên cơ quan.
    pub organ_name: Option<String>,
    /// OrganAdd, địa chỉ.
    pub organ_add: Option<String>,
    /// Email.
    pub email: Option<String>,
    /// Telephone.
    pub telephone: Option<String>,
    /// Fax.
    pub fax: Option<String>,
    /// Website.
    pub website: Option<String>,
}

impl Default for Party {
    fn default() -> Self {
        Self {
            organ_id: OrganId(String::new()),
            organization_in_charge: None,
            organ_name: None,
            organ_add: None,
            email: None,
            telephone: None,
            fax: None,
            website: None,
        }
    }
}

impl Party {
    /// An agency of which only the identifier is known.
    pub fn new(organ_id: impl Into<String>) -> Self {
        Self { organ_id: OrganId(organ_id.into()), ..Self::default() }
    }

    /// This agency with its name.
    pub fn named(organ_id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { organ_name: Some(name.into()), ..Self::new(organ_id) }
    }
}

/// StaffInfo: who handled it (cán bộ xử lý). In a status message under MessageHeader, in a document under Bussiness.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffInfo {
    /// Department, phòng ban.
    pub department: Option<String>,
    /// Staff, họ tên.
    pub staff: Option<String>,
    /// Email.
    pub email: Option<String>,
    /// Mobile.
    pub mobile: Option<String>,
}
