//! Who plays: a province office, departments and communes of Tây Ninh. Names and province code are real (DOMAIN §1.9);
//! the codes below the province are made up in the form of the real ones, mail addresses end in `.example` (RFC 2606).
//! [`CAST`] plays the acts; [`NEIGHBOURS`] are beside it in the two years and the morning that the demo ends with.

use crate::signature::dev_pki::KeyKind;

/// One agency of the play.
#[derive(Clone, Copy, Debug)]
pub(super) struct Role {
    /// Mã định danh.
    pub organ_id: &'static str,
    /// Tên cơ quan.
    pub name: &'static str,
    /// Cơ quan chủ quản.
    pub parent: Option<&'static str>,
    /// 1 province, 2 department, 3 commune.
    pub level: i16,
    /// Its letter box, before `@tayninh.example`.
    pub mailbox: &'static str,
    /// Whether a mail may show the subject.
    pub mail_subject: bool,
    /// The kind of its seal's key.
    pub key: KeyKind,
    /// How the hub knows its seal.
    pub bound: Bound,
}

/// How a seal is bound to its agency (SIGNATURES §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// By the SHA-256 of the certificate.
    Exact,
    /// By issuer and subject.
    Rule,
}

/// The agencies; the first is above all others.
pub(super) const CAST: [Role; 7] = [
    Role {
        organ_id: "000.00.00.H53",
        name: "Ủy ban nhân dân tỉnh Tây Ninh",
        parent: None,
        level: 1,
        mailbox: "ubnd",
        mail_subject: false,
        key: KeyKind::P384,
        bound: Bound::Exact,
    },
    Role {
        organ_id: "000.00.01.H53",
        name: "Văn phòng Ủy ban nhân dân tỉnh Tây Ninh",
        parent: Some("000.00.00.H53"),
        level: 2,
        mailbox: "vanphong",
        mail_subject: true,
        key: KeyKind::Rsa2048,
        bound: Bound::Exact,
    },
    Role {
        organ_id: "000.00.06.H53",
        name: "Sở Nội vụ tỉnh Tây Ninh",
        parent: Some("000.00.00.H53"),
        level: 2,
        mailbox: "sonoivu",
        mail_subject: true,
        key: KeyKind::P256,
        bound: Bound::Rule,
    },
    Role {
        organ_id: "000.00.09.H53",
        name: "Sở Tài chính tỉnh Tây Ninh",
        parent: Some("000.00.00.H53"),
        level: 2,
        mailbox: "sotaichinh",
        mail_subject: false,
        key: KeyKind::P256,
        bound: Bound::Rule,
    },
    Role {
        organ_id: "000.00.15.H53",
        name: "Sở Y tế tỉnh Tây Ninh",
        parent: Some("000.00.00.H53"),
        level: 2,
        mailbox: "soyte",
        mail_subject: true,
        key: KeyKind::P256,
        bound: Bound::Rule,
    },
    Role {
        organ_id: "000.00.31.H53",
        name: "Ủy ban nhân dân phường Tân Ninh",
        parent: Some("000.00.00.H53"),
        level: 3,
        mailbox: "tanninh",
        mail_subject: false,
        key: KeyKind::P256,
        bound: Bound::Rule,
    },
    // A code in the newer form of QĐ 20/2020/QĐ-TTg.
    Role {
        organ_id: "H53.32.001",
        name: "Ủy ban nhân dân xã Châu Thành",
        parent: Some("000.00.00.H53"),
        level: 3,
        mailbox: "chauthanh",
        mail_subject: true,
        key: KeyKind::P256,
        bound: Bound::Rule,
    },
];

/// The rest of the province, and the government's office above it.
pub(super) const NEIGHBOURS: [Role; 15] = [
    department("000.00.12.H53", "Sở Nông nghiệp và Môi trường tỉnh Tây Ninh", "snnmt"),
    department("000.00.04.H53", "Sở Công Thương tỉnh Tây Ninh", "socongthuong"),
    department("000.00.07.H53", "Sở Giáo dục và Đào tạo tỉnh Tây Ninh", "sogiaoduc"),
    department("000.00.08.H53", "Sở Khoa học và Công nghệ tỉnh Tây Ninh", "sokhoahoc"),
    department("000.00.14.H53", "Sở Văn hóa, Thể thao và Du lịch tỉnh Tây Ninh", "sovanhoa"),
    department("000.00.17.H53", "Thanh tra tỉnh Tây Ninh", "thanhtra"),
    department(BUILDING, "Sở Xây dựng tỉnh Tây Ninh", "soxaydung"),
    department("000.00.20.H53", "Công an tỉnh Tây Ninh", "congan"),
    department("000.00.41.H53", "Ban Quản lý Khu kinh tế cửa khẩu Mộc Bài, tỉnh Tây Ninh", "mocbai"),
    commune("H53.32.018", "Ủy ban nhân dân xã Đức Huệ", "duchue"),
    commune("H53.32.032", "Ủy ban nhân dân xã Thạnh Hóa", "thanhhoa"),
    commune("H53.32.041", "Ủy ban nhân dân phường Long An", "longan"),
    commune("H53.32.047", "Ủy ban nhân dân xã Bến Lức", "benluc"),
    commune("H53.32.053", "Ủy ban nhân dân xã Hưng Điền", "hungdien"),
    Role { parent: None, level: 1, ..department("000.00.00.G22", "Văn phòng Chính phủ", "vpcp") },
];

/// The department whose seal's certificate names a source of revocation answers that nobody answers at: what it signs
/// stays undecided.
pub(super) const BUILDING: &str = "000.00.19.H53";

const fn department(organ_id: &'static str, name: &'static str, mailbox: &'static str) -> Role {
    Role {
        organ_id,
        name,
        parent: Some(CAST[0].organ_id),
        level: 2,
        mailbox,
        mail_subject: true,
        key: KeyKind::P256,
        bound: Bound::Exact,
    }
}

const fn commune(organ_id: &'static str, name: &'static str, mailbox: &'static str) -> Role {
    Role { level: 3, ..department(organ_id, name, mailbox) }
}
