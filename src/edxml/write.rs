//! Model to bytes: UTF-8, both namespaces declared at the root, attributes in canonical order, an end tag for every
//! start tag, no comments: what canonicalization leaves as it is, but for the declaration. Two spaces an indent, because
//! clerks' help desks open these files.

use std::io::{self, Read, Write};

use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;

use super::emit::Emitter;
use super::{
    Attachment, Business, BusinessDocumentInfo, Document, EdxmlError, Manifest, NAMESPACE, OtherInfo, Party,
    ReplacementInfo, ResponseFor, ResponseForTask, SignerInfo, StaffInfo, Status, TraceHeader, XLINK,
};

/// Writes a document as `document.xml` of an ASiC-E (DESIGN §8): header and manifest, never AttachmentEncoded.
///
/// # Errors
/// [`EdxmlError::Unwritable`] for a character that XML cannot hold; [`EdxmlError::Io`] from `out`.
pub fn write_document_xml(document: &Document, out: impl Write) -> Result<(), EdxmlError> {
    let mut xml = Emitter::new(out);
    open_root(&mut xml, uses_href(&document.manifest))?;
    envelope(&mut xml, document)?;
    xml.close()?;
    xml.finish()
}

/// Writes a document as a bare edXML file. `open(n)` gives the bytes of `document.attachments[n]`, which are written as
/// base64 of the file itself (convention b) in pieces, never all in memory.
///
/// # Errors
/// As [`write_document_xml`], and what `open` or its readers report.
pub fn write_bare<R: Read>(
    document: &Document,
    mut open: impl FnMut(usize) -> io::Result<R>,
    out: impl Write,
) -> Result<(), EdxmlError> {
    let mut xml = Emitter::new(out);
    open_root(&mut xml, uses_href(&document.manifest))?;
    envelope(&mut xml, document)?;
    if !document.attachments.is_empty() {
        xml.open("AttachmentEncoded")?;
        for (index, meta) in document.attachments.iter().enumerate() {
            attachment(&mut xml, meta, open(index)?)?;
        }
        xml.close()?;
    }
    xml.close()?;
    xml.finish()
}

/// Writes a status message.
///
/// # Errors
/// As [`write_document_xml`].
pub fn write_status(status: &Status, out: impl Write) -> Result<(), EdxmlError> {
    let mut xml = Emitter::new(out);
    open_root(&mut xml, false)?;
    xml.open("edXML:edXMLEnvelope")?;
    xml.open("edXML:edXMLHeader")?;
    xml.open("edXML:MessageHeader")?;
    party(&mut xml, "edXML:From", &status.from)?;
    response_for(&mut xml, &status.response_for)?;
    if let Some(info) = &status.staff {
        staff(&mut xml, info)?;
    }
    xml.leaf("edXML:StatusCode", status.status_code.as_wire())?;
    xml.optional("edXML:Description", &status.description)?;
    xml.optional("edXML:Timestamp", &status.timestamp)?;
    for _ in ["MessageHeader", "edXMLHeader", "edXMLEnvelope", "edXML"] {
        xml.close()?;
    }
    xml.finish()
}

type Written = Result<(), EdxmlError>;

fn open_root<W: Write>(xml: &mut Emitter<W>, with_xlink: bool) -> Written {
    let mut attributes = vec![("xmlns", NAMESPACE), ("xmlns:edXML", NAMESPACE)];
    if with_xlink {
        attributes.push(("xmlns:xlink", XLINK));
    }
    xml.open_with("edXML", &attributes)
}

fn uses_href(manifest: &Manifest) -> bool {
    manifest.references.iter().any(|reference| reference.href.is_some())
}

fn envelope<W: Write>(xml: &mut Emitter<W>, document: &Document) -> Written {
    xml.open("edXML:edXMLEnvelope")?;
    xml.open("edXML:edXMLHeader")?;
    message_header(xml, document)?;
    trace_header_list(xml, document)?;
    xml.close()?;
    xml.open("edXML:edXMLBody")?;
    manifest(xml, &document.manifest)?;
    xml.close()?;
    xml.close()
}

fn message_header<W: Write>(xml: &mut Emitter<W>, document: &Document) -> Written {
    xml.open("edXML:MessageHeader")?;
    party(xml, "edXML:From", &document.from)?;
    for receiver in &document.to {
        party(xml, "edXML:To", receiver)?;
    }
    xml.leaf("edXML:DocumentId", &document.document_id)?;
    xml.open("edXML:Code")?;
    xml.leaf("edXML:CodeNumber", &document.code_number)?;
    xml.leaf("edXML:CodeNotation", &document.code_notation)?;
    xml.close()?;
    xml.open("edXML:PromulgationInfo")?;
    xml.optional("edXML:Place", &document.promulgation.place)?;
    xml.leaf("edXML:PromulgationDate", &document.promulgation.date)?;
    xml.close()?;
    xml.open("edXML:DocumentType")?;
    xml.leaf("edXML:Type", &document.document_type.code)?;
    xml.optional("edXML:TypeDetail", &document.document_type.detail)?;
    xml.leaf("edXML:TypeName", &document.document_type.name)?;
    xml.close()?;
    xml.leaf("edXML:Subject", &document.subject)?;
    xml.optional("edXML:Content", &document.content)?;
    signer_info(xml, &document.signer)?;
    xml.optional("edXML:DueDate", &document.due_date)?;
    other_info(xml, &document.other)?;
    for named in &document.response_for {
        response_for(xml, named)?;
    }
    xml.optional("edXML:SteeringType", &document.steering_type)?;
    xml.list("edXML:ToPlaces", "edXML:Place", &document.to_places)?;
    for task in &document.response_for_task {
        response_for_task(xml, task)?;
    }
    xml.close()
}

fn party<W: Write>(xml: &mut Emitter<W>, name: &'static str, party: &Party) -> Written {
    xml.open(name)?;
    xml.leaf("edXML:OrganId", &party.organ_id.0)?;
    xml.optional("edXML:OrganizationInCharge", &party.organization_in_charge)?;
    xml.optional("edXML:OrganName", &party.organ_name)?;
    xml.optional("edXML:OrganAdd", &party.organ_add)?;
    xml.optional("edXML:Email", &party.email)?;
    xml.optional("edXML:Telephone", &party.telephone)?;
    xml.optional("edXML:Fax", &party.fax)?;
    xml.optional("edXML:Website", &party.website)?;
    xml.close()
}

fn signer_info<W: Write>(xml: &mut Emitter<W>, signer: &SignerInfo) -> Written {
    if *signer == SignerInfo::default() {
        return Ok(());
    }
    xml.open("edXML:SignerInfo")?;
    xml.optional("edXML:Competence", &signer.competence)?;
    xml.optional("edXML:Position", &signer.position)?;
    xml.optional("edXML:FullName", &signer.full_name)?;
    xml.close()
}

fn other_info<W: Write>(xml: &mut Emitter<W>, other: &OtherInfo) -> Written {
    if *other == OtherInfo::default() {
        return Ok(());
    }
    xml.open("edXML:OtherInfo")?;
    xml.optional("edXML:Priority", &other.priority)?;
    xml.optional("edXML:SphereOfPromulgation", &other.sphere_of_promulgation)?;
    xml.optional("edXML:TyperNotation", &other.typer_notation)?;
    xml.optional("edXML:PromulgationAmount", &other.promulgation_amount)?;
    xml.optional("edXML:PageAmount", &other.page_amount)?;
    xml.optional("edXML:Direction", &other.direction)?;
    xml.list("edXML:Appendixes", "edXML:Appendix", &other.appendixes)?;
    xml.close()
}

fn response_for<W: Write>(xml: &mut Emitter<W>, named: &ResponseFor) -> Written {
    xml.open("edXML:ResponseFor")?;
    xml.optional("edXML:OrganId", &named.organ_id)?;
    xml.optional("edXML:Code", &named.code)?;
    xml.optional("edXML:DocumentId", &named.document_id)?;
    xml.optional("edXML:PromulgationDate", &named.promulgation_date)?;
    xml.close()
}

fn response_for_task<W: Write>(xml: &mut Emitter<W>, task: &ResponseForTask) -> Written {
    xml.open("edXML:ResponseForTask")?;
    xml.optional("edXML:TaskCode", &task.task_code)?;
    xml.optional("edXML:ApplicationType", &task.application_type)?;
    xml.list("edXML:ReplyFors", "edXML:ReplyFor", &task.reply_fors)?;
    xml.list("edXML:ReferenceCodes", "edXML:ReferenceCode", &task.reference_codes)?;
    xml.close()
}

fn trace_header_list<W: Write>(xml: &mut Emitter<W>, document: &Document) -> Written {
    if document.trace.is_empty() && document.business.is_none() {
        return Ok(());
    }
    xml.open("edXML:TraceHeaderList")?;
    for hop in &document.trace {
        trace_header(xml, hop)?;
    }
    if let Some(act) = &document.business {
        business(xml, act)?;
    }
    xml.close()
}

fn trace_header<W: Write>(xml: &mut Emitter<W>, hop: &TraceHeader) -> Written {
    xml.open("edXML:TraceHeader")?;
    xml.optional("edXML:OrganId", &hop.organ_id)?;
    xml.optional("edXML:Timestamp", &hop.timestamp)?;
    xml.close()
}

fn business<W: Write>(xml: &mut Emitter<W>, business: &Business) -> Written {
    xml.open("edXML:Bussiness")?;
    xml.optional("edXML:DocumentId", &business.document_id)?;
    xml.optional("edXML:BussinessDocType", &business.doc_type)?;
    xml.optional("edXML:BussinessDocReason", &business.reason)?;
    xml.optional("edXML:Paper", &business.paper)?;
    if let Some(info) = &business.document_info {
        document_info(xml, info)?;
    }
    if !business.replacements.is_empty() {
        xml.open("edXML:ReplacementInfoList")?;
        for replacement in &business.replacements {
            replacement_info(xml, replacement)?;
        }
        xml.close()?;
    }
    if let Some(info) = &business.staff {
        staff(xml, info)?;
    }
    xml.close()
}

fn document_info<W: Write>(xml: &mut Emitter<W>, info: &BusinessDocumentInfo) -> Written {
    xml.open("edXML:BussinessDocumentInfo")?;
    xml.optional("edXML:DocumentInfo", &info.document_info)?;
    xml.optional("edXML:DocumentReceiver", &info.document_receiver)?;
    if !info.receivers.is_empty() {
        xml.open("edXML:ReceiverList")?;
        for receiver in &info.receivers {
            xml.open("edXML:Receiver")?;
            xml.optional("edXML:OrganId", &receiver.organ_id)?;
            xml.optional("edXML:ReceiverType", &receiver.receiver_type)?;
            xml.close()?;
        }
        xml.close()?;
    }
    xml.close()
}

fn replacement_info<W: Write>(xml: &mut Emitter<W>, replacement: &ReplacementInfo) -> Written {
    xml.open("edXML:ReplacementInfo")?;
    xml.optional("edXML:DocumentId", &replacement.document_id)?;
    xml.list("edXML:OrganIdList", "edXML:OrganId", &replacement.organ_ids)?;
    xml.close()
}

fn staff<W: Write>(xml: &mut Emitter<W>, staff: &StaffInfo) -> Written {
    xml.open("edXML:StaffInfo")?;
    xml.optional("edXML:Department", &staff.department)?;
    xml.optional("edXML:Staff", &staff.staff)?;
    xml.optional("edXML:Email", &staff.email)?;
    xml.optional("edXML:Mobile", &staff.mobile)?;
    xml.close()
}

fn manifest<W: Write>(xml: &mut Emitter<W>, manifest: &Manifest) -> Written {
    match &manifest.version {
        Some(version) => xml.open_with("edXML:edXMLManifest", &[("version", version)])?,
        None => xml.open("edXML:edXMLManifest")?,
    }
    for reference in &manifest.references {
        match &reference.href {
            Some(href) => xml.open_with("edXML:Reference", &[("xlink:href", href)])?,
            None => xml.open("edXML:Reference")?,
        }
        xml.optional("edXML:ContentId", &reference.content_id)?;
        xml.optional("edXML:ContentType", &reference.content_type)?;
        xml.optional("edXML:Description", &reference.description)?;
        xml.optional("edXML:AttachmentName", &reference.attachment_name)?;
        xml.close()?;
    }
    xml.close()
}

fn attachment<W: Write>(xml: &mut Emitter<W>, meta: &Attachment, mut bytes: impl Read) -> Written {
    xml.open("Attachment")?;
    xml.optional("ContentId", &meta.content_id)?;
    xml.optional("AttachmentName", &meta.attachment_name)?;
    xml.optional("Description", &meta.description)?;
    xml.optional("ContentType", &meta.content_type)?;
    xml.streamed("edXML:ContentTransferEncoded", |out| {
        let mut encoder = EncoderWriter::new(out, &STANDARD);
        io::copy(&mut bytes, &mut encoder)?;
        encoder.finish().map(drop)
    })?;
    xml.close()
}
