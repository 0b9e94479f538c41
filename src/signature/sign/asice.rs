//! XAdES-B over the payload of an ASiC-E (ETSI EN 319 162-1 §4.4).

use std::io::{self, Read, Seek, Write};

use super::markup::{Draft, Reference, uri_of};
use super::prepared::{finish, fresh_id};
use super::{Attachment, Form, SignError, SignOptions, Signer};
use crate::package::{AsiceWriter, DOCUMENT_NAME};
use crate::signature::algorithm::{AlgorithmFault, DigestStream};
use crate::xml::{Context, Event, Limits, Reader};

pub(super) fn sign<W: Write + Seek>(
    signers: &[&Signer],
    document_xml: &[u8],
    attachments: Vec<Attachment>,
    options: &SignOptions,
    out: W,
) -> Result<W, SignError> {
    if options.form == Form::Plain {
        return Err(SignError::PlainInContainer);
    }
    check_document(document_xml)?;
    let document = Attachment {
        name: DOCUMENT_NAME.to_owned(),
        media_type: DOCUMENT_TYPE.to_owned(),
        source: Box::new(io::Cursor::new(document_xml.to_vec())),
    };
    let entries = std::iter::once(document).chain(attachments);
    container(signers, entries, options, out)
}

/// The same over entries of any kind: not a document of the exchange.
pub(super) fn container<W: Write + Seek>(
    signers: &[&Signer],
    entries: impl IntoIterator<Item = Attachment>,
    options: &SignOptions,
    out: W,
) -> Result<W, SignError> {
    if options.form == Form::Plain {
        return Err(SignError::PlainInContainer);
    }
    let mut writer = AsiceWriter::new(out)?;
    let mut references = Vec::new();
    for mut attachment in entries {
        let hasher = options.digest.hasher().map_err(AlgorithmFault::from)?;
        let mut tee = Tee { source: &mut attachment.source, hasher };
        writer.add(&attachment.name, &attachment.media_type, &mut tee)?;
        let digest = tee.hasher.finish().map_err(AlgorithmFault::from)?;
        references.push(reference(&attachment.name, &attachment.media_type, digest));
    }
    let signatures = signers.iter().map(|signer| signature_file(signer, options, &references));
    let signatures = signatures.collect::<Result<Vec<_>, SignError>>()?;
    let signatures: Vec<&[u8]> = signatures.iter().map(|xml| xml.as_bytes()).collect();
    Ok(writer.finish(&signatures)?)
}

/// One `META-INF/signatures*.xml`.
fn signature_file(signer: &Signer, options: &SignOptions, references: &[Reference]) -> Result<String, SignError> {
    let id = fresh_id()?;
    let draft = Draft { identity: &signer.identity, options, references, id: &id };
    Ok(in_file(&finish(signer, &draft, &context()?)?))
}

/// What a signature inherits in its file: the root's declaration is part of the context in which an inclusive canonical form
/// stands.
pub(super) fn context() -> Result<Context, SignError> {
    let mut root = Reader::new(ROOT.as_bytes(), Limits::STANDARD);
    root.next()?;
    Ok(root.context())
}

/// A signature as the one of its file.
pub(super) fn in_file(signature: &str) -> String {
    let (open, close) = ROOT.split_at(ROOT.len() - ROOT_END.len());
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{open}{signature}{close}\n")
}

/// The document is read to its end by the reader that its receiver will use: what that one refuses is not signed.
pub(super) fn check_document(document_xml: &[u8]) -> Result<(), SignError> {
    let mut reader = Reader::new(document_xml, Limits::STANDARD);
    loop {
        match reader.next()? {
            // SIGNATURES §3: no element named Signature, in any namespace.
            Event::Start(start) if start.local() == "Signature" => return Err(SignError::AlreadySigned),
            Event::Start(_) | Event::Text(_) | Event::End(_) => {}
            Event::Eof => return Ok(()),
        }
    }
}

pub(super) fn reference(entry: &str, media_type: &str, digest: Vec<u8>) -> Reference {
    Reference { uri: uri_of(entry), media_type: media_type.to_owned(), transforms: Vec::new(), digest }
}

/// Hashes what is read through it.
struct Tee<'a> {
    source: &'a mut (dyn Read + Send),
    hasher: DigestStream,
}

impl Read for Tee<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default())?;
        Ok(count)
    }
}

/// The media type that [`AsiceWriter::document`] gives the document in the manifest.
pub(super) const DOCUMENT_TYPE: &str = "text/xml";
const ROOT: &str = r#"<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"></asic:XAdESSignatures>"#;
const ROOT_END: &str = "</asic:XAdESSignatures>";
