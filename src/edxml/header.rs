//! The envelope of a file to the model: one function an element, in the order of DOMAIN §1.3.

use super::fields::Fields;
use super::read::absent;
use super::{
    Business, BusinessDocumentInfo, Document, DocumentType, EdxmlError, Manifest, Message, OtherInfo, Party,
    Promulgation, ReceiverChange, Reference, ReplacementInfo, ResponseFor, ResponseForTask, SignerInfo, StaffInfo,
    Status, StatusCode, TraceHeader, XLINK,
};
use crate::codes;
use crate::domain::ids::OrganId;

/// edXMLEnvelope: a status message has a StatusCode and no body; with neither, it is judged by what else it has.
pub(super) fn read_envelope(envelope: &mut Fields<'_, '_>) -> Result<Message, EdxmlError> {
    let has_body = envelope.has("edXMLBody");
    let message = envelope
        .inside_anew("edXMLHeader", |header| read_header(header, has_body))
        .ok_or_else(|| absent("edXMLHeader", "no such element"))??;
    match message {
        Message::Status(status) => Ok(Message::Status(status)),
        Message::Document(mut document) => {
            document.manifest = envelope
                .inside("edXMLBody", |body| body.inside("edXMLManifest", manifest))
                .flatten()
                .unwrap_or(Manifest { version: None, references: Vec::new() });
            Ok(Message::Document(document))
        }
    }
}

fn read_header(header: &mut Fields<'_, '_>, has_body: bool) -> Result<Message, EdxmlError> {
    let message = header.inside("MessageHeader", |message| {
        let is_document = has_body || message.has("To") || message.has("DocumentId");
        if message.has("StatusCode") && has_body {
            message.fault(codes::EDXML_AMBIGUOUS, "StatusCode", "a status code or a body", "both");
        }
        match is_document && (has_body || !message.has("StatusCode")) {
            true => Message::Document(Box::new(document(message))),
            false => Message::Status(Box::new(status(message))),
        }
    });
    let mut message = message.ok_or_else(|| absent("MessageHeader", "no such element"))?;
    if let Message::Document(document) = &mut message {
        header.inside("TraceHeaderList", |list| {
            document.trace = list.each("TraceHeader", |hop| TraceHeader {
                organ_id: hop.text("OrganId"),
                timestamp: hop.text("Timestamp"),
            });
            document.business = list.inside("Bussiness", business);
        });
    }
    Ok(message)
}

fn document(message: &mut Fields<'_, '_>) -> Document {
    let code = message.inside("Code", |code| (code.required("CodeNumber"), code.required("CodeNotation")));
    let (code_number, code_notation) = code.unwrap_or_default();
    Document {
        from: message.inside("From", party).unwrap_or_default(),
        to: message.each("To", party),
        document_id: message.required("DocumentId"),
        code_number,
        code_notation,
        promulgation: message
            .inside("PromulgationInfo", |info| Promulgation {
                place: info.text("Place"),
                date: info.required("PromulgationDate"),
            })
            .unwrap_or_default(),
        document_type: message
            .inside("DocumentType", |kind| DocumentType {
                code: kind.required("Type"),
                detail: kind.text("TypeDetail"),
                name: kind.required("TypeName"),
            })
            .unwrap_or_default(),
        subject: message.required("Subject"),
        content: message.text("Content"),
        signer: message
            .inside("SignerInfo", |signer| SignerInfo {
                competence: signer.text("Competence"),
                position: signer.text("Position"),
                full_name: signer.text("FullName"),
            })
            .unwrap_or_default(),
        due_date: message.text("DueDate"),
        other: message.inside("OtherInfo", other_info).unwrap_or_default(),
        response_for: message.each("ResponseFor", response_for),
        steering_type: message.text("SteeringType"),
        to_places: message.inside("ToPlaces", |places| places.texts("Place")).unwrap_or_default(),
        response_for_task: message.each("ResponseForTask", |task| ResponseForTask {
            task_code: task.text("TaskCode"),
            application_type: task.text("ApplicationType"),
            reply_fors: task.inside("ReplyFors", |list| texts_or_own(list, "ReplyFor")).unwrap_or_default(),
            reference_codes: task
                .inside("ReferenceCodes", |list| texts_or_own(list, "ReferenceCode"))
                .unwrap_or_default(),
        }),
        trace: Vec::new(),
        business: None,
        manifest: Manifest::default(),
        attachments: Vec::new(),
    }
}

fn status(message: &mut Fields<'_, '_>) -> Status {
    Status {
        from: message.inside("From", party).unwrap_or_default(),
        response_for: message.inside("ResponseFor", response_for).unwrap_or_default(),
        staff: message.inside("StaffInfo", staff),
        status_code: StatusCode::from_wire(&message.required("StatusCode")),
        description: message.text("Description"),
        timestamp: message.text("Timestamp"),
    }
}

fn party(party: &mut Fields<'_, '_>) -> Party {
    Party {
        organ_id: OrganId(party.required("OrganId")),
        organization_in_charge: party.text("OrganizationInCharge"),
        organ_name: party.text("OrganName"),
        organ_add: party.text("OrganAdd"),
        email: party.text("Email"),
        telephone: party.text("Telephone"),
        fax: party.text("Fax"),
        website: party.text("Website"),
    }
}

fn other_info(other: &mut Fields<'_, '_>) -> OtherInfo {
    OtherInfo {
        priority: other.text("Priority"),
        sphere_of_promulgation: other.text("SphereOfPromulgation"),
        typer_notation: other.text("TyperNotation"),
        promulgation_amount: other.text("PromulgationAmount"),
        page_amount: other.text("PageAmount"),
        direction: other.text("Direction"),
        appendixes: other.inside("Appendixes", |list| list.texts("Appendix")).unwrap_or_default(),
    }
}

fn response_for(named: &mut Fields<'_, '_>) -> ResponseFor {
    ResponseFor {
        organ_id: named.text("OrganId"),
        code: named.text("Code"),
        promulgation_date: named.text("PromulgationDate"),
        document_id: named.text("DocumentId"),
    }
}

fn texts_or_own(list: &mut Fields<'_, '_>, name: &'static str) -> Vec<String> {
    let texts = list.texts(name);
    if texts.is_empty() { list.own_text().into_iter().collect() } else { texts }
}

fn business(business: &mut Fields<'_, '_>) -> Business {
    Business {
        document_id: business.text("DocumentId"),
        doc_type: business.text("BussinessDocType"),
        reason: business.text("BussinessDocReason"),
        paper: business.text("Paper"),
        document_info: business.inside("BussinessDocumentInfo", |info| BusinessDocumentInfo {
            document_info: info.text("DocumentInfo"),
            document_receiver: info.text("DocumentReceiver"),
            receivers: info
                .inside("ReceiverList", |list| {
                    list.each("Receiver", |receiver| ReceiverChange {
                        organ_id: receiver.text("OrganId"),
                        receiver_type: receiver.text("ReceiverType"),
                    })
                })
                .unwrap_or_default(),
        }),
        replacements: business
            .inside("ReplacementInfoList", |list| {
                list.each("ReplacementInfo", |info| ReplacementInfo {
                    document_id: info.text("DocumentId"),
                    organ_ids: info.inside("OrganIdList", |list| list.texts("OrganId")).unwrap_or_default(),
                })
            })
            .unwrap_or_default(),
        staff: business.inside("StaffInfo", staff),
    }
}

fn staff(info: &mut Fields<'_, '_>) -> StaffInfo {
    StaffInfo {
        department: info.text("Department"),
        staff: info.text("Staff"),
        email: info.text("Email"),
        mobile: info.text("Mobile"),
    }
}

fn manifest(manifest: &mut Fields<'_, '_>) -> Manifest {
    Manifest {
        version: manifest.attribute("", "version"),
        references: manifest.each("Reference", |reference| Reference {
            href: reference.attribute(XLINK, "href"),
            content_id: reference.text("ContentId"),
            content_type: reference.text("ContentType"),
            description: reference.text("Description"),
            attachment_name: reference.text("AttachmentName"),
        }),
    }
}
