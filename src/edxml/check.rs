//! Every fault of a message, in one list (DOMAIN §1.6).

mod values;

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use self::values::Checker;
use super::{
    Attachment, Business, BusinessType, Dialect, Document, Message, Party, Reading, Reference, ResponseFor, StaffInfo,
    Status, StatusCode,
};
use crate::codes::{self, Code};

/// How a fault counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Told, not refused.
    Warn,
    /// The message is refused.
    Refuse,
}

/// One fault: where, what was expected, what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code of the registry.
    pub code: Code,
    /// Whether it refuses the message.
    pub severity: Severity,
    /// The element's path, repeated elements counted from 1: `MessageHeader/To[2]/OrganId`.
    pub path: String,
    /// What the rule asks for.
    pub expected: String,
    /// What stands there; a long text is cut.
    pub found: String,
}

/// Every fault of a message that was read: those of its structure, in the order of the file, then those of its values.
/// `today` is the day in Vietnam, against which dates are held.
pub fn check(reading: &Reading, dialect: &Dialect, today: Date) -> Vec<Fault> {
    let mut faults = reading.faults.clone();
    faults.extend(check_message(&reading.message, dialect, today));
    faults
}

/// Every fault of a message's values: for one that was built here and not read.
pub fn check_message(message: &Message, dialect: &Dialect, today: Date) -> Vec<Fault> {
    let mut checker = Checker::new(dialect, today);
    match message {
        Message::Document(document) => checker.document(document),
        Message::Status(status) => checker.status(status),
    }
    checker.faults
}

impl Checker<'_> {
    fn document(&mut self, document: &Document) {
        self.party("MessageHeader/From", &document.from);
        self.receivers(&document.to);
        self.identifier("MessageHeader/DocumentId", &document.document_id);
        self.identifier("MessageHeader/Code/CodeNumber", &document.code_number);
        self.identifier("MessageHeader/Code/CodeNotation", &document.code_notation);
        self.optional("MessageHeader/PromulgationInfo/Place", &document.promulgation.place);
        self.required_date("MessageHeader/PromulgationInfo/PromulgationDate", &document.promulgation.date);
        if self.required("MessageHeader/DocumentType/Type", &document.document_type.code) {
            let list = &self.dialect.document_types;
            self.digits("MessageHeader/DocumentType/Type", &document.document_type.code);
            self.listed("MessageHeader/DocumentType/Type", &document.document_type.code, list);
        }
        self.integer("MessageHeader/DocumentType/TypeDetail", &document.document_type.detail);
        self.required("MessageHeader/DocumentType/TypeName", &document.document_type.name);
        self.required("MessageHeader/Subject", &document.subject);
        self.optional("MessageHeader/Content", &document.content);
        self.optional("MessageHeader/SignerInfo/Competence", &document.signer.competence);
        self.optional("MessageHeader/SignerInfo/Position", &document.signer.position);
        self.optional("MessageHeader/SignerInfo/FullName", &document.signer.full_name);
        self.date("MessageHeader/DueDate", &document.due_date);
        self.other_info(document);
        for (index, named) in document.response_for.iter().enumerate() {
            self.past_date(
                &format!("MessageHeader/ResponseFor[{}]/PromulgationDate", index + 1),
                &named.promulgation_date,
            );
        }
        self.optional_listed("MessageHeader/SteeringType", &document.steering_type, &self.dialect.steering_types);
        self.places(&document.to_places);
        self.trace(document);
        if let Some(business) = &document.business {
            self.business(business, &document.response_for);
        }
        self.attachments(document);
    }

    fn party(&mut self, path: &str, party: &Party) {
        self.identifier(&format!("{path}/OrganId"), &party.organ_id.0);
        let fields = [
            ("OrganizationInCharge", &party.organization_in_charge),
            ("OrganName", &party.organ_name),
            ("OrganAdd", &party.organ_add),
            ("Email", &party.email),
            ("Telephone", &party.telephone),
            ("Fax", &party.fax),
            ("Website", &party.website),
        ];
        for (name, field) in fields {
            self.optional(&format!("{path}/{name}"), field);
        }
    }

    fn receivers(&mut self, receivers: &[Party]) {
        if receivers.is_empty() {
            self.refuse(codes::EDXML_NO_RECEIVER, "MessageHeader/To", "at least one receiver", "none");
        }
        let mut seen = HashMap::new();
        for (index, receiver) in receivers.iter().enumerate() {
            let path = format!("MessageHeader/To[{}]", index + 1);
            self.party(&path, receiver);
            let id = receiver.organ_id.0.as_str();
            match seen.get(id) {
                Some(first) if !id.is_empty() => self.refuse(
                    codes::EDXML_DUPLICATE_RECEIVER,
                    &format!("{path}/OrganId"),
                    &format!("another receiver than To[{first}]"),
                    id,
                ),
                _ => drop(seen.insert(id, index + 1)),
            }
        }
    }

    fn other_info(&mut self, document: &Document) {
        let other = &document.other;
        self.optional_listed("MessageHeader/OtherInfo/Priority", &other.priority, &self.dialect.priorities);
        self.optional("MessageHeader/OtherInfo/SphereOfPromulgation", &other.sphere_of_promulgation);
        self.optional("MessageHeader/OtherInfo/TyperNotation", &other.typer_notation);
        self.integer("MessageHeader/OtherInfo/PromulgationAmount", &other.promulgation_amount);
        self.integer("MessageHeader/OtherInfo/PageAmount", &other.page_amount);
        self.boolean("MessageHeader/OtherInfo/Direction", &other.direction);
    }

    fn places(&mut self, places: &[String]) {
        for (index, place) in places.iter().enumerate() {
            self.length(&format!("MessageHeader/ToPlaces/Place[{}]", index + 1), place);
        }
        self.length("MessageHeader/ToPlaces", &places.concat());
    }

    fn trace(&mut self, document: &Document) {
        let severity = self.dialect.anonymous_trace;
        if document.trace.is_empty() {
            let path = "TraceHeaderList/TraceHeader";
            self.add(codes::EDXML_ANONYMOUS_TRACE, severity, path, "one of each hop", "none");
        }
        for (index, hop) in document.trace.iter().enumerate() {
            let path = format!("TraceHeaderList/TraceHeader[{}]", index + 1);
            if hop.organ().is_none() {
                let found = hop.organ_id.as_deref().unwrap_or("no element");
                let path = format!("{path}/OrganId");
                self.add(codes::EDXML_ANONYMOUS_TRACE, severity, &path, "the identifier of the hop", found);
            }
            self.timestamp(&format!("{path}/Timestamp"), &hop.timestamp, Severity::Warn);
        }
    }

    fn business(&mut self, business: &Business, response_for: &[ResponseFor]) {
        let path = "TraceHeaderList/Bussiness";
        match business.kind() {
            BusinessType::New => {}
            BusinessType::Recall => {
                if response_for.iter().all(|named| named.document().is_none()) {
                    self.missing("MessageHeader/ResponseFor/DocumentId");
                }
            }
            BusinessType::Update => {
                self.required(&format!("{path}/DocumentId"), business.document_id.as_deref().unwrap_or(""));
            }
            BusinessType::Replacement => self.replacements(business),
            BusinessType::Unknown(value) => {
                self.refuse(codes::EDXML_UNKNOWN_VALUE, &format!("{path}/BussinessDocType"), "0, 1, 2 or 3", &value);
            }
        }
        self.optional(&format!("{path}/BussinessDocReason"), &business.reason);
        self.flag(&format!("{path}/Paper"), &business.paper);
        if let Some(info) = &business.document_info {
            self.flag(&format!("{path}/BussinessDocumentInfo/DocumentInfo"), &info.document_info);
            self.flag(&format!("{path}/BussinessDocumentInfo/DocumentReceiver"), &info.document_receiver);
            for (index, receiver) in info.receivers.iter().enumerate() {
                let path = format!("{path}/BussinessDocumentInfo/ReceiverList/Receiver[{}]", index + 1);
                self.required(&format!("{path}/OrganId"), receiver.organ_id.as_deref().unwrap_or(""));
                let list = &self.dialect.receiver_types;
                self.optional_listed(&format!("{path}/ReceiverType"), &receiver.receiver_type, list);
            }
        }
        if let Some(staff) = &business.staff {
            self.staff(&format!("{path}/StaffInfo"), staff);
        }
    }

    fn replacements(&mut self, business: &Business) {
        let path = "TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo";
        if business.replacements.is_empty() {
            self.missing(path);
        }
        for (index, replacement) in business.replacements.iter().enumerate() {
            let path = format!("{path}[{}]", index + 1);
            self.required(&format!("{path}/DocumentId"), replacement.document_id.as_deref().unwrap_or(""));
            for (index, organ_id) in replacement.organ_ids.iter().enumerate() {
                self.required(&format!("{path}/OrganIdList/OrganId[{}]", index + 1), organ_id);
            }
        }
    }

    fn staff(&mut self, path: &str, staff: &StaffInfo) {
        self.optional(&format!("{path}/Department"), &staff.department);
        self.optional(&format!("{path}/Staff"), &staff.staff);
        self.optional(&format!("{path}/Email"), &staff.email);
        self.optional(&format!("{path}/Mobile"), &staff.mobile);
    }

    /// Manifest and attachments name each other one to one. A file without AttachmentEncoded is left to `package`, which
    /// knows the container's entries.
    fn attachments(&mut self, document: &Document) {
        let references = document.manifest.references.iter().map(Reference::target);
        let named = self.distinct("edXMLBody/edXMLManifest/Reference", references);
        let attachments = document.attachments.iter().map(Attachment::target);
        let there = self.distinct("AttachmentEncoded/Attachment", attachments);
        if document.attachments.is_empty() {
            return;
        }
        for name in named.difference(&there) {
            let expected = format!("an attachment with the ContentId {name}");
            self.refuse(codes::EDXML_ATTACHMENT_MISMATCH, "AttachmentEncoded", &expected, "none");
        }
        for name in there.difference(&named) {
            let expected = format!("a reference with the ContentId {name}");
            self.refuse(codes::EDXML_ATTACHMENT_MISMATCH, "edXMLBody/edXMLManifest", &expected, "none");
        }
    }

    fn distinct<'t>(&mut self, path: &str, targets: impl Iterator<Item = Option<&'t str>>) -> BTreeSet<&'t str> {
        let mut seen = BTreeSet::new();
        for (index, target) in targets.enumerate() {
            let path = format!("{path}[{}]/ContentId", index + 1);
            match target {
                None => self.missing(&path),
                Some(target) => {
                    if !seen.insert(target) {
                        self.refuse(codes::EDXML_DUPLICATE_CONTENT_ID, &path, "a ContentId of its own", target);
                    }
                }
            }
        }
        seen
    }

    fn status(&mut self, status: &Status) {
        self.party("MessageHeader/From", &status.from);
        let named = &status.response_for;
        self.identifier("MessageHeader/ResponseFor/OrganId", named.organ_id.as_deref().unwrap_or(""));
        self.required("MessageHeader/ResponseFor/Code", named.code.as_deref().unwrap_or(""));
        self.identifier("MessageHeader/ResponseFor/DocumentId", named.document_id.as_deref().unwrap_or(""));
        self.past_date("MessageHeader/ResponseFor/PromulgationDate", &named.promulgation_date);
        if let Some(staff) = &status.staff {
            self.staff("MessageHeader/StaffInfo", staff);
        }
        let path = "MessageHeader/StatusCode";
        if let StatusCode::Unknown(value) = &status.status_code
            && self.required(path, value)
        {
            self.refuse(codes::EDXML_BAD_STATUS_CODE, path, "01 to 06, 13, 15 or 16", value);
        }
        if status.status_code.needs_reason() {
            self.required("MessageHeader/Description", status.description.as_deref().unwrap_or(""));
        }
        self.optional("MessageHeader/Description", &status.description);
        self.timestamp("MessageHeader/Timestamp", &status.timestamp, Severity::Refuse);
    }
}

#[cfg(test)]
mod tests;
