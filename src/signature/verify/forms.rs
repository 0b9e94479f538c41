//! The canonical forms that one pass writes, and the digests they go into.

use std::cell::RefCell;
use std::rc::Rc;

use openssl::error::ErrorStack;

use crate::crypto::Sha256;
use crate::domain::ids::Digest;
use crate::signature::algorithm::{DigestAlgorithm, DigestStream};
use crate::signature::c14n::{Canonicalizer, Method};
use crate::xml::{Context, Start};

/// A canonicalizer whose octets go where a closure says.
pub(super) type Writer = Canonicalizer<Sink>;

/// Takes the octets, in pieces.
type Sink = Box<dyn FnMut(&[u8])>;

/// The reference's form, and the exclusive one that the content digest is over (SIGNATURES §8); one form where they are
/// the same, and one digest where that is the same too.
pub(super) struct Forms {
    writers: Vec<Writer>,
    sums: Rc<RefCell<Sums>>,
    /// The reference's digest is the content digest.
    same: bool,
    keeping: bool,
}

struct Sums {
    reference: Option<DigestStream>,
    content: Sha256,
    failed: Option<ErrorStack>,
    /// Of the content's octets those that are kept.
    kept: Vec<u8>,
    keeping: bool,
}

/// What came of a pass.
pub(super) struct Finished {
    /// The reference's digest, if one was asked for.
    pub reference: Option<Vec<u8>>,
    /// The content digest.
    pub content: Digest,
    /// What was kept, at most a piece more than [`KEPT_BYTES`].
    pub kept: Vec<u8>,
}

impl Forms {
    /// Ready for the root's start tag.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn new(reference: Option<&(Method, Vec<String>, DigestAlgorithm)>) -> Result<Self, ErrorStack> {
        let one_form = reference.is_none_or(|(method, prefixes, _)| is_plain(*method, prefixes));
        let same = one_form && reference.is_some_and(|(_, _, digest)| *digest == DigestAlgorithm::Sha256);
        let stream = match reference {
            Some((_, _, digest)) if !same => Some(digest.hasher()?),
            Some(_) | None => None,
        };
        let sums = Rc::new(RefCell::new(Sums {
            reference: stream,
            content: Sha256::default(),
            failed: None,
            kept: Vec::new(),
            keeping: false,
        }));
        let mut writers = Vec::new();
        if let Some((method, prefixes, _)) = reference.filter(|_| !one_form) {
            let sums = Rc::clone(&sums);
            writers.push(writer(*method, prefixes, Box::new(move |octets| sums.borrow_mut().reference(octets))));
        }
        let into = Rc::clone(&sums);
        let sink: Sink = match one_form {
            true => Box::new(move |octets| {
                let mut sums = into.borrow_mut();
                sums.content(octets);
                sums.reference(octets);
            }),
            false => Box::new(move |octets| into.borrow_mut().content(octets)),
        };
        writers.push(writer(Method::Exclusive10, &[], sink));
        Ok(Self { writers, sums, same, keeping: false })
    }

    pub fn start(&mut self, start: &Start<'_>) {
        self.writers.iter_mut().for_each(|writer| writer.start(start));
    }

    pub fn text(&mut self, text: &str) {
        self.writers.iter_mut().for_each(|writer| writer.text(text));
    }

    pub fn plain_text(&mut self, text: &str) {
        self.writers.iter_mut().for_each(|writer| writer.plain_text(text));
    }

    pub fn end(&mut self) {
        self.writers.iter_mut().for_each(Writer::end);
    }

    /// Whether the content's octets are kept from here on, the very ones that enter the digest.
    pub fn keep(&mut self, keeping: bool) {
        if self.keeping != keeping {
            self.keeping = keeping;
            if let Some(content) = self.writers.last_mut() {
                content.flush();
            }
            self.sums.borrow_mut().keeping = keeping;
        }
    }

    /// Keeps octets that stand for others, which are not kept.
    pub fn keep_instead(&mut self, octets: &[u8]) {
        self.keep(true);
        if let Some(content) = self.writers.last_mut() {
            content.flush();
        }
        self.sums.borrow_mut().keep(octets);
    }

    /// Octets of the longest form so far.
    pub fn written(&self) -> u64 {
        self.writers.iter().map(Writer::written).max().unwrap_or_default()
    }

    /// The digests, and what was kept.
    ///
    /// # Errors
    /// When OpenSSL failed on the way.
    pub fn finish(self) -> Result<Finished, ErrorStack> {
        self.writers.into_iter().for_each(Writer::finish);
        let mut sums = self.sums.borrow_mut();
        if let Some(error) = sums.failed.take() {
            return Err(error);
        }
        let content = std::mem::take(&mut sums.content).finish();
        let reference = match sums.reference.take() {
            Some(stream) => Some(stream.finish()?),
            None => self.same.then(|| content.0.to_vec()),
        };
        Ok(Finished { reference, content, kept: std::mem::take(&mut sums.kept) })
    }
}

impl Sums {
    fn content(&mut self, octets: &[u8]) {
        self.content.update(octets);
        if self.keeping {
            self.keep(octets);
        }
    }

    fn keep(&mut self, octets: &[u8]) {
        if self.kept.len() <= KEPT_BYTES {
            self.kept.extend_from_slice(octets);
        }
    }

    fn reference(&mut self, octets: &[u8]) {
        if let Some(stream) = &mut self.reference
            && let Err(error) = stream.update(octets)
        {
            self.failed.get_or_insert(error);
        }
    }
}

/// A writer of a whole document.
pub(super) fn writer(method: Method, prefixes: &[String], sink: Sink) -> Writer {
    let prefixes: Vec<&str> = prefixes.iter().map(String::as_str).collect();
    Canonicalizer::new(method, &prefixes, &Context::empty(), sink)
}

fn is_plain(method: Method, prefixes: &[String]) -> bool {
    method == Method::Exclusive10 && prefixes.is_empty()
}

/// Header and body have their own cap of 1 MiB in `edxml`; the rest is room for the names of attachments.
pub(super) const KEPT_BYTES: usize = 4 << 20;
