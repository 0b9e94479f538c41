//! A Signature inside a bare edXML file (SIGNATURES §2): two passes over the file, nothing of it kept.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use super::markup::{DS, Draft, Reference, enveloped_transforms};
use super::prepared::{finish, fresh_id};
use super::{SignError, SignOptions, Signer};
use crate::edxml::NAMESPACE;
use crate::signature::algorithm::AlgorithmFault;
use crate::signature::c14n::Canonicalizer;
use crate::xml::{Context, Event, Limits, Reader};

pub(super) fn sign<R: Read + Seek, W: Write>(
    signer: &Signer,
    mut source: R,
    options: &SignOptions,
    mut out: W,
) -> Result<W, SignError> {
    source.rewind()?;
    let place = survey(&mut source, options)?;
    let references = [Reference {
        uri: String::new(),
        media_type: "text/xml".to_owned(),
        transforms: enveloped_transforms(options.canonicalization),
        digest: place.digest,
    }];
    let id = fresh_id()?;
    let draft = Draft { identity: &signer.identity, options, references: &references, id: &id };
    let signature = finish(signer, &draft, &place.context)?;
    source.seek(SeekFrom::Start(0))?;
    let copied = io::copy(&mut source.by_ref().take(place.offset), &mut out)?;
    if copied != place.offset {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    out.write_all(signature.as_bytes())?;
    io::copy(&mut source, &mut out)?;
    out.flush()?;
    Ok(out)
}

/// Where the Signature goes, and what it covers.
struct Place {
    /// Bytes before the end tag of edXMLHeader.
    offset: u64,
    /// What a child of edXMLHeader inherits.
    context: Context,
    /// The digest of the whole file in canonical form. The enveloped-signature transform takes the Signature out again
    /// and nothing beside it, so the file without one has the same form.
    digest: Vec<u8>,
}

fn survey(source: impl Read, options: &SignOptions) -> Result<Place, SignError> {
    let mut hasher = options.digest.hasher().map_err(AlgorithmFault::from)?;
    let mut failed = None;
    let sink = |piece: &[u8]| {
        if let Err(error) = hasher.update(piece) {
            failed.get_or_insert(error);
        }
    };
    let mut canonicalizer = Canonicalizer::new(options.canonicalization, &[], &Context::empty(), sink);
    let mut reader = Reader::new(BufReader::with_capacity(READ_BYTES, source), Limits::STANDARD);
    let (mut header, mut offset, mut path) = (None, None, Vec::new());
    loop {
        let event = reader.next()?;
        canonicalizer.event(&event);
        match event {
            Event::Start(start) if start.local() == "Signature" && [DS, NAMESPACE].contains(&start.namespace()) => {
                return Err(SignError::AlreadySigned);
            }
            Event::Start(start) => {
                path.push(start.namespace() == NAMESPACE && HEADER.get(path.len()) == Some(&start.local()));
                if is_header(&path) && header.replace(reader.context()).is_some() {
                    return Err(SignError::NoHeader);
                }
            }
            Event::End(_) => {
                if is_header(&path) {
                    let range = reader.range();
                    // An empty-element tag has no end tag before which something could stand.
                    offset = (!range.is_empty()).then_some(range.start);
                }
                path.pop();
            }
            Event::Text(_) => {}
            Event::Eof => break,
        }
    }
    canonicalizer.finish();
    if let Some(error) = failed {
        return Err(AlgorithmFault::from(error).into());
    }
    let (Some(context), Some(offset)) = (header, offset) else { return Err(SignError::NoHeader) };
    Ok(Place { offset, context, digest: hasher.finish().map_err(AlgorithmFault::from)? })
}

fn is_header(path: &[bool]) -> bool {
    path.len() == HEADER.len() && path.iter().all(|fits| *fits)
}

/// The way to the header; the whole of it in the namespace of edXML.
const HEADER: [&str; 3] = ["edXML", "edXMLEnvelope", "edXMLHeader"];
const READ_BYTES: usize = 64 * 1024;
