//! What a page asks to be signed, and what of it is shown: read by the strict readers, every digest recomputed from the bytes
//! that came. There is no way to ask for a signature over a bare hash.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::{AgentError, show};
use crate::codes;
use crate::crypto;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::{Digest, Micros};
use crate::edxml::{self, Document, Message};
use crate::package::media_type_of;
use crate::report::layout;
use crate::signature::sign::{Asked, Identity, examine};
use crate::xml::{Element, Limits, Subtree};

/// The body of `POST /sign`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body<'a> {
    /// The request's own name.
    pub request: String,
    /// document.xml, base64.
    #[serde(borrow)]
    document_xml: Cow<'a, str>,
    /// SignedProperties, canonical, base64.
    #[serde(borrow)]
    signed_properties: Cow<'a, str>,
    /// SignedInfo, canonical, base64.
    #[serde(borrow)]
    signed_info: Cow<'a, str>,
    /// The attachments.
    #[serde(borrow)]
    files: Vec<File<'a>>,
}

/// One attachment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    /// Its entry name.
    name: String,
    /// Its bytes, base64.
    #[serde(borrow)]
    content: Cow<'a, str>,
}

/// What is asked, understood and found consistent.
#[derive(Debug)]
pub(super) struct Understood {
    /// The document.
    pub document: Document,
    /// The files: name, bytes, SHA-256.
    pub files: Vec<(String, u64, Digest)>,
    /// SigningTime.
    pub signing_time: Micros,
    /// Every text of the document that is not empty, with the names of the elements down to it (`MessageHeader/Subject`).
    pub texts: Vec<(String, String)>,
    /// The octets to be signed.
    pub signed_info: Vec<u8>,
}

impl<'a> Body<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self, AgentError> {
        serde_json::from_slice(bytes).map_err(|error| AgentError::Json { detail: error.to_string() })
    }

    /// Holds everything against everything: what `identity` would sign is what is shown, or nothing.
    pub fn understood(&self, identity: &Identity, now: Micros) -> Result<Understood, AgentError> {
        let document_xml = decoded(&self.document_xml, "document_xml")?;
        let signed_properties = decoded(&self.signed_properties, "signed_properties")?;
        let signed_info = decoded(&self.signed_info, "signed_info")?;
        let mut files = Vec::new();
        for file in &self.files {
            let content = decoded(&file.content, "content")?;
            files.push((file.name.clone(), content.len() as u64, crypto::sha256(&content)));
        }
        let named: Vec<(String, Digest)> = files.iter().map(|(name, _, digest)| (name.clone(), *digest)).collect();
        let asked = Asked {
            document_xml: &document_xml,
            files: &named,
            signed_properties: &signed_properties,
            signed_info: &signed_info,
        };
        let signing_time = examine(&asked, identity)?;
        let apart = (signing_time.0 - now.0) / 1_000_000;
        if !(-EARLIER_S..=LATER_S).contains(&apart) {
            return Err(AgentError::SigningTime { seconds: apart });
        }
        let document = document(&document_xml, &named, now)?;
        let texts = texts(&document_xml)?;
        Ok(Understood { document, files, signing_time, texts, signed_info })
    }
}

/// The document, if it is one whose every part can be shown: nothing that has no place in the model, and the files that it names are
/// those that came.
fn document(xml: &[u8], files: &[(String, Digest)], now: Micros) -> Result<Document, AgentError> {
    let refused = |code, detail: String| AgentError::Document { code, detail };
    let reading = edxml::read_header(xml).map_err(|error| refused(error.code(), error.to_string()))?;
    if let Some(fault) = reading.faults.first() {
        return Err(refused(fault.code, fault.path.clone()));
    }
    // Longer than the format has it, a field would push the others off the screen.
    let faults = edxml::check(&reading, &edxml::Dialect::default(), day_in_vietnam(now));
    let pushes =
        |fault: &edxml::Fault| fault.severity == edxml::Severity::Refuse || fault.code == codes::EDXML_TOO_LONG;
    if let Some(fault) = faults.iter().find(|fault| pushes(fault)) {
        return Err(refused(fault.code, fault.path.clone()));
    }
    if let Some(extra) = reading.extra.first() {
        return Err(refused(codes::EDXML_UNKNOWN_VALUE, extra.path.clone()));
    }
    let Message::Document(document) = reading.message else {
        return Err(refused(codes::EDXML_NOT_EDXML, "a status message".to_owned()));
    };
    let mut named: Vec<&str> = document.manifest.references.iter().filter_map(edxml::Reference::target).collect();
    let mut came: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    named.sort_unstable();
    came.sort_unstable();
    if named != came {
        return Err(refused(
            codes::SIGNATURE_UNKNOWN_ENTRY,
            "the files that it names are not those that came".to_owned(),
        ));
    }
    // One name a file, for programs and for people, and no word beside it.
    let plain = |one: &edxml::Reference| {
        one.target().is_some_and(|name| *one == edxml::Reference::to_entry(name, media_type_of(name)))
    };
    if let Some(other) = document.manifest.references.iter().find(|one| !plain(one)) {
        let words = format!("the file {:?} is named in two ways", other.target().unwrap_or_default());
        return Err(refused(codes::SIGNATURE_UNKNOWN_ENTRY, words));
    }
    if document.manifest.version != edxml::Manifest::default().version {
        return Err(refused(codes::EDXML_UNKNOWN_VALUE, "edXMLManifest/@version".to_owned()));
    }
    // What the model holds is what can be shown. Written again it has to be the file: nothing lies beside it.
    let mut again = Vec::new();
    edxml::write_document_xml(&document, &mut again).map_err(|error| refused(error.code(), error.to_string()))?;
    if again != xml {
        return Err(refused(codes::AGENT_DOCUMENT, "document.xml holds more than its fields".to_owned()));
    }
    Ok(*document)
}

/// All texts of a document, in its order.
fn texts(xml: &[u8]) -> Result<Vec<(String, String)>, AgentError> {
    let tree = Subtree::parse(xml, Limits::STANDARD)
        .map_err(|error| AgentError::Document { code: error.code(), detail: error.to_string() })?;
    let mut out = Vec::new();
    collect(&tree.root, "", &mut out)?;
    Ok(out)
}

fn collect(element: &Element, above: &str, out: &mut Vec<(String, String)>) -> Result<(), AgentError> {
    let path = match element.local.as_ref() {
        // Around every field; its name says nothing.
        "edXML" | "edXMLEnvelope" | "edXMLHeader" | "edXMLBody" => String::new(),
        name if above.is_empty() => name.to_owned(),
        name => format!("{above}/{name}"),
    };
    if let Some(text) = element.text().filter(|text| !text.trim().is_empty()) {
        if layout::width(&show::visible(&text)) > MOST_COLUMNS {
            return Err(AgentError::Document { code: codes::EDXML_TOO_LONG, detail: path });
        }
        out.push((path.clone(), text.into_owned()));
    }
    element.elements().try_for_each(|child| collect(child, &path, out))
}

fn decoded(text: &str, what: &'static str) -> Result<Vec<u8>, AgentError> {
    STANDARD.decode(text).map_err(|error| AgentError::Json { detail: format!("{what}: {error}") })
}

/// So wide one field may be on the terminal: the longest that the format knows, with a character here and there written out.
const MOST_COLUMNS: usize = 800;
/// So much earlier than now SigningTime may be: a prepared document waits a quarter of an hour, and clocks differ.
const EARLIER_S: i64 = 20 * 60;
/// So much later.
const LATER_S: i64 = 5 * 60;
