//! Messages for the tests of this room: one with every field, of our own making.

use super::*;

pub(super) fn document() -> Document {
    Document {
        from: Party {
            organization_in_charge: Some("UBND tỉnh Long An".to_owned()),
            organ_add: Some("61 Trương Định, Tân An".to_owned()),
            email: Some("vanthu@example.vn".to_owned()),
            telephone: Some("0272 3 000 000".to_owned()),
            fax: Some("0272 3 000 001".to_owned()),
            website: Some("https://example.vn".to_owned()),
            ..Party::named("000.00.01.H39", "Văn phòng UBND tỉnh")
        },
        to: vec![Party::named("000.00.15.H39", "Sở Y tế"), Party::new("H39.15.2")],
        document_id: "000.00.01.H39,2026/11/24,123/UBND-VX".to_owned(),
        code_number: "123".to_owned(),
        code_notation: "UBND-VX".to_owned(),
        promulgation: Promulgation { place: Some("Long An".to_owned()), date: "2026/11/24".to_owned() },
        document_type: DocumentType {
            code: "1".to_owned(), detail: Some("0".to_owned()), name: "Công văn".to_owned()
        },
        subject: "V/v phòng, chống dịch & \"an toàn\" <khẩn>".to_owned(),
        content: Some("Nội dung".to_owned()),
        signer: SignerInfo {
            competence: Some("TL. CHỦ TỊCH".to_owned()),
            position: Some("Chánh Văn phòng".to_owned()),
            full_name: Some("Nguyễn Thị Ánh".to_owned()),
        },
        due_date: Some("2026/12/01".to_owned()),
        other: OtherInfo {
            priority: Some("2".to_owned()),
            sphere_of_promulgation: Some("Trong tỉnh".to_owned()),
            typer_notation: Some("NTA".to_owned()),
            promulgation_amount: Some("10".to_owned()),
            page_amount: Some("3".to_owned()),
            direction: Some("true".to_owned()),
            appendixes: vec!["Phụ lục I".to_owned(), String::new()],
        },
        response_for: vec![response_for(), ResponseFor { code: Some(String::new()), ..ResponseFor::default() }],
        steering_type: Some("1".to_owned()),
        to_places: vec!["Như trên".to_owned(), "Lưu: VT".to_owned()],
        response_for_task: vec![ResponseForTask {
            task_code: Some("NV-1".to_owned()),
            application_type: Some("1".to_owned()),
            reply_fors: vec!["a".to_owned(), "b".to_owned()],
            reference_codes: vec!["c".to_owned()],
        }],
        trace: vec![
            TraceHeader {
                organ_id: Some("000.00.01.H39".to_owned()),
                timestamp: Some("2026/11/24 08:00:00".to_owned()),
            },
            TraceHeader { organ_id: None, timestamp: Some("2026/11/24 08:00:01".to_owned()) },
        ],
        business: Some(business("2")),
        manifest: Manifest {
            references: vec![
                Reference {
                    href: Some("cid:công văn.pdf".to_owned()),
                    content_id: Some("cid:công văn.pdf".to_owned()),
                    content_type: Some("application/pdf".to_owned()),
                    description: Some("Văn bản".to_owned()),
                    attachment_name: Some("công văn.pdf".to_owned()),
                },
                Reference { content_id: Some("2".to_owned()), ..Reference::default() },
            ],
            ..Manifest::default()
        },
        attachments: Vec::new(),
    }
}

pub(super) fn business(doc_type: &str) -> Business {
    Business {
        document_id: Some("000.00.01.H39,2026/11/20,120/UBND-VX".to_owned()),
        doc_type: Some(doc_type.to_owned()),
        reason: Some("Sai thể thức".to_owned()),
        paper: Some("0".to_owned()),
        document_info: Some(BusinessDocumentInfo {
            document_info: Some("1".to_owned()),
            document_receiver: Some("0".to_owned()),
            receivers: vec![ReceiverChange {
                organ_id: Some("000.00.15.H39".to_owned()),
                receiver_type: Some("0".to_owned()),
            }],
        }),
        replacements: vec![ReplacementInfo {
            document_id: Some("000.00.01.H39,2026/11/20,120/UBND-VX".to_owned()),
            organ_ids: vec!["000.00.15.H39".to_owned(), "H39.15.2".to_owned()],
        }],
        staff: Some(staff()),
    }
}

pub(super) fn status(code: StatusCode) -> Status {
    Status {
        from: Party::named("000.00.15.H39", "Sở Y tế"),
        response_for: response_for(),
        staff: Some(staff()),
        status_code: code,
        description: Some("Thiếu phụ lục".to_owned()),
        timestamp: Some("2026/11/24 09:30:00".to_owned()),
    }
}

fn response_for() -> ResponseFor {
    ResponseFor {
        organ_id: Some("000.00.01.H39".to_owned()),
        code: Some("120/UBND-VX".to_owned()),
        promulgation_date: Some("2026/11/20".to_owned()),
        document_id: Some("000.00.01.H39,2026/11/20,120/UBND-VX".to_owned()),
    }
}

fn staff() -> StaffInfo {
    StaffInfo {
        department: Some("Văn thư".to_owned()),
        staff: Some("Trần Văn Bình".to_owned()),
        email: Some("binh@example.vn".to_owned()),
        mobile: Some("84900000000".to_owned()),
    }
}
