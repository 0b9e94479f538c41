//! Write → read gives the same model.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::domain::ids::OrganId;

#[test]
fn a_message_with_every_field_survives() {
    for code in ["0", "1", "2", "3", "9"] {
        let mut document = fixture::document();
        document.business = Some(fixture::business(code));
        assert_same(&Message::Document(Box::new(document)));
    }
    for code in ["01", "13", "14", ""] {
        assert_same(&Message::Status(Box::new(fixture::status(StatusCode::from_wire(code)))));
    }
}

#[test]
fn a_bare_file_gives_back_its_attachments() {
    let big: Vec<u8> = (0..200_003_u32).flat_map(u32::to_le_bytes).collect();
    let contents = vec![b"%PDF-1.7".to_vec(), Vec::new(), big];
    let mut document = fixture::document();
    document.attachments = vec![
        attachment("cid:công văn.pdf", "công văn.pdf", "application/pdf", &contents[0]),
        attachment("2", "rỗng.txt", "text/plain", &contents[1]),
        attachment("3", "lớn.bin", "application/octet-stream", &contents[2]),
    ];
    let bytes = bare_bytes(&document, &contents);
    let (reading, read) = read_collecting(&bytes);
    assert_eq!(reading.message, Message::Document(Box::new(document)));
    assert_eq!(reading.extra, []);
    assert_eq!(reading.faults, []);
    assert!(read == contents, "the bytes differ");
}

#[test]
fn a_zip_around_one_file_is_told_from_a_zip_that_is_sent() {
    let zip = b"PK\x03\x04rest".to_vec();
    let mut document = fixture::document();
    let cases = [
        ("a.pdf", "application/zip", &zip, Form::Zipped),
        ("a.docx", "application/zip", &zip, Form::Zipped),
        ("a.zip", "application/zip", &zip, Form::Raw),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &zip, Form::Raw),
        ("a.pdf", "application/pdf", &zip, Form::Zipped),
        ("a", "application/zip", &zip, Form::Zipped),
        ("a", "application/pdf", &zip, Form::Raw),
        ("a.pdf", "application/zip", &b"%PDF".to_vec(), Form::Raw),
    ];
    for (name, content_type, content, form) in cases {
        document.attachments = vec![attachment("2", name, content_type, content)];
        let bytes = bare_bytes(&document, std::slice::from_ref(content));
        let (reading, _) = read_collecting(&bytes);
        let Message::Document(read) = reading.message else { panic!("a document") };
        assert_eq!(read.attachments[0].form, form, "{name} {content_type}");
    }
}

#[test]
fn a_writer_that_fails_ends_the_reading() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut document = fixture::document();
    document.attachments = vec![attachment("2", "a", "text/plain", b"abc")];
    let bytes = bare_bytes(&document, &[b"abc".to_vec()]);
    let error = read_whole(bytes.as_slice(), |_| Ok(Full)).unwrap_err();
    assert!(matches!(&error, EdxmlError::Io(io) if io.kind() == std::io::ErrorKind::StorageFull), "{error:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_document_survives(document in documents()) {
        assert_same(&Message::Document(Box::new(document)));
    }

    #[test]
    fn any_status_survives(status in statuses()) {
        assert_same(&Message::Status(Box::new(status)));
    }

    #[test]
    fn any_attachment_survives(content in vec(any::<u8>(), 0..5000), name in text()) {
        let mut document = fixture::document();
        document.attachments = vec![attachment("2", &name, "application/pdf", &content)];
        let (reading, read) = read_collecting(&bare_bytes(&document, std::slice::from_ref(&content)));
        prop_assert_eq!(reading.message, Message::Document(Box::new(document)));
        prop_assert_eq!(read, vec![content]);
    }
}

fn assert_same(message: &Message) {
    let bytes = bytes_of(message);
    let reading = read_header(&bytes).unwrap();
    assert_eq!(&reading.message, message);
    assert_eq!((reading.extra, reading.faults, reading.signatures), (vec![], vec![], vec![]));
    assert_eq!(bytes_of(message), bytes, "written twice, the bytes differ");
}

fn read_collecting(bytes: &[u8]) -> (Reading, Vec<Vec<u8>>) {
    struct Sink(Rc<RefCell<Vec<Vec<u8>>>>, usize);
    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut()[self.1].extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let all = Rc::new(RefCell::new(Vec::new()));
    let reading = read_whole(bytes, |index| {
        all.borrow_mut().push(Vec::new());
        assert_eq!(all.borrow().len(), index + 1, "attachments come in order");
        Ok(Sink(all.clone(), index))
    });
    (reading.unwrap(), all.take())
}

/// Vietnamese, composed and decomposed, what XML treats specially, blanks, and anything else it can hold.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9/., -]{1,6}",
        "[ăâđêôơưĂÂĐÊÔƠƯàáảãạắằẳẵặấầẩẫậ]{1,6}",
        "[aeiou][\u{300}\u{301}\u{303}\u{309}\u{323}]",
        "[&<>\"'\\]\\[]{1,4}",
        "[ \t\r\n]{1,3}",
        Just("]]>".to_owned()),
        Just("&amp;#xD;".to_owned()),
        Just("<!--".to_owned()),
        any::<char>().prop_filter("XML can hold it", |c| is_char(*c)).prop_map(String::from),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn is_char(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    option::of(text())
}

prop_compose! {
    fn parties()(
        organ_id in text(),
        fields in [maybe(), maybe(), maybe(), maybe(), maybe(), maybe(), maybe()],
    ) -> Party {
        let [organization_in_charge, organ_name, organ_add, email, telephone, fax, website] = fields;
        Party {
            organ_id: OrganId(organ_id), organization_in_charge, organ_name, organ_add, email, telephone, fax, website,
        }
    }
}

prop_compose! {
    fn staffs()(fields in [maybe(), maybe(), maybe(), maybe()]) -> StaffInfo {
        let [department, staff, email, mobile] = fields;
        StaffInfo { department, staff, email, mobile }
    }
}

prop_compose! {
    fn named()(fields in [maybe(), maybe(), maybe(), maybe()]) -> ResponseFor {
        let [organ_id, code, promulgation_date, document_id] = fields;
        ResponseFor { organ_id, code, promulgation_date, document_id }
    }
}

prop_compose! {
    fn businesses()(
        fields in [maybe(), maybe(), maybe(), maybe()],
        info in option::of((maybe(), maybe(), vec((maybe(), maybe()), 0..3))),
        replacements in vec((maybe(), vec(text(), 0..3)), 0..3),
        staff in option::of(staffs()),
    ) -> Business {
        let [document_id, doc_type, reason, paper] = fields;
        Business {
            document_id, doc_type, reason, paper, staff,
            document_info: info.map(|(document_info, document_receiver, receivers)| BusinessDocumentInfo {
                document_info,
                document_receiver,
                receivers: receivers
                    .into_iter()
                    .map(|(organ_id, receiver_type)| ReceiverChange { organ_id, receiver_type })
                    .collect(),
            }),
            replacements: replacements
                .into_iter()
                .map(|(document_id, organ_ids)| ReplacementInfo { document_id, organ_ids })
                .collect(),
        }
    }
}

prop_compose! {
    fn manifests()(
        version in maybe(),
        references in vec([maybe(), maybe(), maybe(), maybe(), maybe()], 0..3),
    ) -> Manifest {
        let references = references
            .into_iter()
            .map(|[href, content_id, content_type, description, attachment_name]| Reference {
                href, content_id, content_type, description, attachment_name,
            })
            .collect();
        Manifest { version, references }
    }
}

prop_compose! {
    fn documents()(
        from in parties(),
        to in vec(parties(), 0..3),
        required in [text(), text(), text(), text(), text(), text(), text()],
        optional in [maybe(), maybe(), maybe(), maybe(), maybe(), maybe(), maybe(), maybe()],
        other in [maybe(), maybe(), maybe(), maybe(), maybe(), maybe()],
        lists in [vec(text(), 0..3), vec(text(), 0..3), vec(text(), 0..3), vec(text(), 0..3)],
        response_for in vec(named(), 0..3),
        task in option::of((maybe(), maybe())),
        trace in vec((maybe(), maybe()), 0..3),
        business in option::of(businesses()),
        manifest in manifests(),
    ) -> Document {
        let [document_id, code_number, code_notation, date, kind, name, subject] = required;
        let [place, detail, content, competence, position, full_name, due_date, steering_type] = optional;
        let [priority, sphere_of_promulgation, typer_notation, promulgation_amount, page_amount, direction] = other;
        let [appendixes, to_places, reply_fors, reference_codes] = lists;
        Document {
            from, to, document_id, code_number, code_notation, subject, content, due_date, response_for, steering_type,
            to_places, business, manifest,
            promulgation: Promulgation { place, date },
            document_type: DocumentType { code: kind, detail, name },
            signer: SignerInfo { competence, position, full_name },
            other: OtherInfo {
                priority, sphere_of_promulgation, typer_notation, promulgation_amount, page_amount, direction, appendixes,
            },
            response_for_task: task
                .map(|(task_code, application_type)| ResponseForTask {
                    task_code, application_type, reply_fors, reference_codes,
                })
                .into_iter()
                .collect(),
            trace: trace.into_iter().map(|(organ_id, timestamp)| TraceHeader { organ_id, timestamp }).collect(),
            attachments: Vec::new(),
        }
    }
}

prop_compose! {
    fn statuses()(
        from in parties(),
        response_for in named(),
        staff in option::of(staffs()),
        code in prop_oneof!["0[1-6]", "1[0-9]", text()],
        description in maybe(),
        timestamp in maybe(),
    ) -> Status {
        Status { from, response_for, staff, status_code: StatusCode::from_wire(&code), description, timestamp }
    }
}
