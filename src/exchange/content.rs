//! What is in a package, for whoever is a party of it: the list of its attachments, and one of them as a stream. Nothing is
//! read but from bytes that are those of the intake: the package is hashed and judged again, and each attachment is held
//! against the digest that the signature vouches for while it goes out (`signature::Attachment::open`).
//!
//! What kind of file an attachment is says a closed list, out of its first bytes and the end of its name; what the package
//! claims is not asked. Refused: kinds outside the list are served as octets; what was recalled before it was read.
//! One-time links for the content origin, which knows no cookies, are here too; each use is a row of the access log.

mod kind;

pub use kind::Kind;

use std::fs::File;
use std::io::{Read, Write};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Caller, Exchange, Refusal};
use crate::codes;
use crate::crypto;
use crate::domain::ids::{DeliveryId, Digest, DocumentUuid, OrganId};
use crate::edxml::{Document, Message, Reading, unzip_only};
use crate::package::PACKAGE_MAX_BYTES;
use crate::payload::Source;
use crate::signature::{Attachment, Judged, PdfFile, Verdict};
use crate::store::change::{Access, Change};
use crate::store::documents::Package;
use crate::store::tickets::Ticket;

/// By what the viewer is a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// A delivery to its agency.
    Delivery(DeliveryId),
    /// A document that its agency sent.
    Sent(DocumentUuid),
}

/// One attachment, without its bytes.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its place in the package, from 0.
    pub index: usize,
    /// Its name, as the signed bytes give it: a stranger's text, never a path.
    pub name: String,
    /// Bytes; of what is packed as a ZIP with the one file in it, the packed ones.
    pub size: u64,
    /// SHA-256 of those bytes.
    pub sha256: Digest,
    /// What it is.
    pub kind: Kind,
    /// The end of its name promises something else than its bytes are.
    pub misnamed: bool,
    /// What is said of the signatures inside a PDF.
    pub pdf: Option<PdfFile>,
}

/// What is in a package.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Its attachments.
    pub items: Vec<Item>,
    /// What its header says.
    pub header: Header,
}

/// What the header of a document says, for people.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// Who signed it on paper: competence, position, name.
    pub signer: Option<String>,
    /// The receivers' names, in the document's order.
    pub to: Vec<String>,
    /// Trích yếu of what is in it, where there is one besides the subject.
    pub content: Option<String>,
    /// Số trang.
    pub pages: Option<String>,
    /// What it answers.
    pub answers: Vec<Answers>,
}

/// A document that another one answers (ResponseFor).
#[derive(Clone, Debug)]
pub struct Answers {
    /// Its DocumentId, in NFC.
    pub document_id: Option<String>,
    /// Số/ký hiệu.
    pub code: Option<String>,
}

/// An attachment that goes out.
pub struct Opened {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// How many bytes come.
    pub size: u64,
    /// Shown in the browser, not saved.
    pub shown: bool,
    /// The bytes; the last read fails where they are not those that were verified.
    pub reader: Box<dyn Read + Send>,
}

impl Exchange {
    /// What is in a package, for its list. The list says nothing that is not in the header's manifest, so it is no read of
    /// content; opening one is.
    ///
    /// # Errors
    /// `delivery.not_found`, `document.not_found`, `payload.*`, `store.*`.
    pub async fn contents(&self, caller: &Caller, holding: Holding) -> Result<Arc<Shown>, Refusal> {
        let caller = caller.clone();
        let held = self.blocking(move |this| this.held(&caller, holding)).await?;
        if let Some(known) = self.contents.get(held.package.document) {
            return Ok(known);
        }
        let turn = self.verifying.acquire().await.map_err(|_| Refusal::internal("the verifier has ended"))?;
        let list = self
            .blocking(move |this| {
                let judged = this.reopen(&held)?;
                let pdfs = this.pdfs(&held)?;
                let Some((attachments, reading)) = judged.reopened() else { return Ok(Arc::default()) };
                let items = attachments.iter().enumerate().map(|(index, one)| item(index, one, &pdfs));
                let shown = Shown { items: items.collect::<Result<_, _>>()?, header: header(&reading.message) };
                let shown = Arc::new(shown);
                this.contents.put(held.package.document, &shown);
                Ok(shown)
            })
            .await?;
        drop(turn);
        Ok(list)
    }

    /// A one-time link to an attachment: 256 random bits, good for [`TICKET_S`] seconds.
    ///
    /// # Errors
    /// As [`Self::contents`]; `content.no_such_attachment`.
    pub async fn ticket(
        &self,
        caller: &Caller,
        holding: Holding,
        attachment: usize,
        shown: bool,
    ) -> Result<String, Refusal> {
        let list = self.contents(caller, holding).await?;
        let item = list.items.get(attachment).ok_or_else(no_such_attachment)?;
        let shown = shown && item.kind.is_shown();
        let caller = caller.clone();
        self.blocking(move |this| {
            let held = this.held(&caller, holding)?;
            let token: [u8; 32] = crypto::random().map_err(Refusal::internal)?;
            let ticket = Ticket {
                document: held.package.document,
                delivery: held.delivery(),
                agency: caller.agency.clone(),
                person: caller.person,
                attachment,
                shown,
            };
            let now = this.clock.now();
            this.store.put_ticket(crypto::sha256(&token), &ticket, now, now.plus_seconds(TICKET_S))?;
            Ok(URL_SAFE_NO_PAD.encode(token))
        })
        .await
    }

    /// Opens what a link names, and uses the link up.
    ///
    /// # Errors
    /// `content.link_over` when it is unknown, used or over; `delivery.withheld` when the document was recalled since; as
    /// [`Self::contents`].
    pub async fn redeem(&self, token: &str) -> Result<Opened, Refusal> {
        let over = || Refusal::new(codes::CONTENT_LINK_OVER, "no such link, or it was used, or its minute is over");
        let token = URL_SAFE_NO_PAD.decode(token).ok().filter(|token| token.len() == 32).ok_or_else(over)?;
        let taken = self.blocking(move |this| Ok(this.store.take_ticket(crypto::sha256(&token), this.clock.now())?));
        let ticket = taken.await?.ok_or_else(over)?;
        let caller = Caller { system: None, person: ticket.person, agency: ticket.agency.clone() };
        let holding = ticket.delivery.map_or(Holding::Sent(ticket.document), Holding::Delivery);
        let what = if ticket.shown { "preview" } else { "attachment" };
        self.note_content(&caller, ticket.document, ticket.delivery, what).await?;
        let turn = self.verifying.acquire().await.map_err(|_| Refusal::internal("the verifier has ended"))?;
        let opened = self
            .blocking(move |this| {
                let held = this.held(&caller, holding)?;
                let judged = this.reopen(&held)?;
                let one = judged.reopened().and_then(|(attachments, _)| attachments.get(ticket.attachment));
                let one = one.ok_or_else(no_such_attachment)?;
                let item = item(ticket.attachment, one, &[])?;
                let (size, reader) = if one.is_zipped() { this.unpacked(one)? } else { (one.size(), reader(one)) };
                let shown = ticket.shown && item.kind.is_shown();
                Ok(Opened { name: item.name, kind: item.kind, size, shown, reader })
            })
            .await;
        drop(turn);
        opened
    }

    /// Notes a read of content; the bytes go out after it is durable.
    async fn note_content(
        &self,
        caller: &Caller,
        document: DocumentUuid,
        delivery: Option<DeliveryId>,
        what: &'static str,
    ) -> Result<(), Refusal> {
        let access = Access { what, ..self.access(caller, document, delivery) };
        self.commit(Change::Access(access)).await.map(drop)
    }

    fn held(&self, caller: &Caller, holding: Holding) -> Result<Held, Refusal> {
        let package = self.package(&caller.agency, holding)?;
        Ok(Held { caller: caller.clone(), holding, package })
    }

    /// The package that an agency holds; not read yet, and no read of it noted. Blocks.
    ///
    /// # Errors
    /// `delivery.not_found`, `document.not_found` also for a receiver that names the document and not its own delivery;
    /// `store.*`.
    pub fn package(&self, agency: &OrganId, holding: Holding) -> Result<Package, Refusal> {
        let found = match holding {
            Holding::Delivery(id) => self.store.delivery_package(agency, id)?,
            Holding::Sent(id) if self.handed_in_by(agency, id)? => self.store.package(agency, id)?,
            Holding::Sent(_) => None,
        };
        found.ok_or_else(|| match holding {
            Holding::Delivery(_) => Refusal::new(codes::DELIVERY_NOT_FOUND, "there is no such delivery of this agency"),
            Holding::Sent(_) => Refusal::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency"),
        })
    }

    /// A document that the caller's agency sent, and its files with their bytes. Blocks.
    ///
    /// # Errors
    /// `document.not_found`; `payload.*`, `store.*`.
    pub(super) fn sent_again(&self, caller: &Caller, id: DocumentUuid) -> Result<(Box<Document>, Vec<Again>), Refusal> {
        let judged = self.reopen(&self.held(caller, Holding::Sent(id))?)?;
        let Some((attachments, Reading { message: Message::Document(document), .. })) = judged.reopened() else {
            return Err(Refusal::new(codes::DOCUMENT_NOT_FOUND, "there is no such document of this agency"));
        };
        let mut files = Vec::new();
        for one in attachments {
            let (size, reader) = if one.is_zipped() { self.unpacked(one)? } else { (one.size(), reader(one)) };
            files.push(Again { name: one.name().to_owned(), size, reader });
        }
        Ok((document.clone(), files))
    }

    /// The package, judged again out of bytes that are those of the intake: they were let in, so that whoever has them may
    /// look at them, whatever is thought of the signer by now.
    fn reopen(&self, held: &Held) -> Result<Judged, Refusal> {
        let (caller, package) = (&held.caller, &held.package);
        let unreadable = |error: crate::payload::PayloadError| Refusal::new(error.code(), error.to_string());
        package.source.check(package.sha256).map_err(unreadable)?;
        let row = self.store.document(&caller.agency, package.document)?;
        let row = row.ok_or_else(|| Refusal::new(codes::DOCUMENT_NOT_FOUND, "no such document of this agency"))?;
        self.judge_kept(row.received, package.source.clone())
    }

    /// What the verdict of the intake says of the PDFs.
    fn pdfs(&self, held: &Held) -> Result<Vec<PdfFile>, Refusal> {
        let found = self.store.verdict(&held.caller.agency, held.package.document)?;
        let verdict = found.and_then(|(json, _)| serde_json::from_str::<Verdict>(&json).ok());
        Ok(verdict.map(|verdict| verdict.pdf).unwrap_or_default())
    }

    /// The one file in a zipped attachment, through a private file that is gone with its descriptor; what cannot be unpacked
    /// by the narrow rules goes out as it lies there.
    fn unpacked(&self, one: &Attachment) -> Result<(u64, Box<dyn Read + Send>), Refusal> {
        let failed = |error: crate::payload::PayloadError| Refusal::new(error.code(), error.to_string());
        let mut zip = self.store.objects().upload(PACKAGE_MAX_BYTES).map_err(failed)?;
        let mut from = one.open();
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            match from.read(&mut piece).map_err(damaged)? {
                0 => break,
                count => zip.write(piece.get(..count).unwrap_or_default()).map_err(failed)?,
            }
        }
        let out = self.store.objects().upload(PACKAGE_MAX_BYTES).map_err(failed)?;
        let mut target = out.descriptor().map_err(failed)?;
        let mut packed = zip.descriptor().map_err(failed)?;
        match unzip_only(&mut packed, PACKAGE_MAX_BYTES, &mut target) {
            Ok(file) => {
                target.flush().map_err(damaged)?;
                let source = Source::File { file: Arc::new(target), size: file.size_bytes };
                Ok((file.size_bytes, Box::new(source.whole())))
            }
            Err(_) => Ok((one.size(), reader(one))),
        }
    }
}

/// A file of a document that is written once more.
pub(super) struct Again {
    pub name: String,
    pub size: u64,
    pub reader: Box<dyn Read + Send>,
}

/// A package and who asks for it.
struct Held {
    caller: Caller,
    holding: Holding,
    package: Package,
}

impl Held {
    fn delivery(&self) -> Option<DeliveryId> {
        match self.holding {
            Holding::Delivery(id) => Some(id),
            Holding::Sent(_) => None,
        }
    }
}

/// The lists of packages that were looked at, emptied when full: what lies in a package never changes.
#[derive(Default)]
pub(super) struct Contents(std::sync::Mutex<std::collections::HashMap<DocumentUuid, Arc<Shown>>>);

impl Contents {
    fn get(&self, id: DocumentUuid) -> Option<Arc<Shown>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(&id).cloned()
    }

    fn put(&self, id: DocumentUuid, list: &Arc<Shown>) {
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        if list.items.len() <= KEPT_ITEMS {
            kept.insert(id, Arc::clone(list));
        }
    }
}

fn header(message: &Message) -> Header {
    let Message::Document(document) = message else { return Header::default() };
    let filled = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let signer = &document.signer;
    let signer = [&signer.competence, &signer.position, &signer.full_name];
    let signer: Vec<String> = signer.into_iter().filter_map(|part| filled(part.as_deref())).collect();
    let name =
        |party: &crate::edxml::Party| filled(party.organ_name.as_deref()).unwrap_or_else(|| party.organ_id.0.clone());
    Header {
        signer: filled(Some(&signer.join(", "))),
        to: document.to.iter().map(name).collect(),
        content: filled(document.content.as_deref()),
        pages: filled(document.other.page_amount.as_deref()),
        answers: document
            .response_for
            .iter()
            .filter(|one| !one.is_empty())
            .map(|one| Answers { document_id: one.document().map(|id| id.0), code: filled(one.code.as_deref()) })
            .collect(),
    }
}

fn item(index: usize, one: &Attachment, pdfs: &[PdfFile]) -> Result<Item, Refusal> {
    let head = if one.is_zipped() { unzipped_head(one)? } else { head(one)? };
    let kind = Kind::of(&head, one.name());
    let pdf = pdfs.iter().find(|pdf| pdf.name == one.name()).cloned();
    Ok(Item {
        index,
        name: one.name().to_owned(),
        size: one.size(),
        sha256: one.sha256(),
        kind,
        misnamed: kind.is_misnamed(one.name()),
        pdf,
    })
}

fn head(one: &Attachment) -> Result<Vec<u8>, Refusal> {
    let mut head = Vec::new();
    one.open().take(HEAD_BYTES).read_to_end(&mut head).map_err(damaged)?;
    Ok(head)
}

/// The first bytes of the one file in a ZIP; those of the ZIP where it cannot be unpacked by the narrow rules.
fn unzipped_head(one: &Attachment) -> Result<Vec<u8>, Refusal> {
    let mut spooled = File::from(memory().map_err(Refusal::internal)?);
    std::io::copy(&mut one.open(), &mut spooled).map_err(damaged)?;
    let mut first = First(Vec::new());
    // It ends with an error as soon as enough is there.
    let _ = unzip_only(&mut spooled, PACKAGE_MAX_BYTES, &mut first);
    if first.0.is_empty() { head(one) } else { Ok(first.0) }
}

fn memory() -> std::io::Result<rustix::fd::OwnedFd> {
    Ok(rustix::fs::memfd_create("attachment", rustix::fs::MemfdFlags::CLOEXEC)?)
}

/// Takes so many bytes and no more.
struct First(Vec<u8>);

impl Write for First {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        let most = usize::try_from(HEAD_BYTES).unwrap_or(usize::MAX);
        self.0.extend(piece.iter().take(most.saturating_sub(self.0.len())));
        if self.0.len() >= most { Err(std::io::Error::other("enough")) } else { Ok(piece.len()) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn reader(one: &Attachment) -> Box<dyn Read + Send> {
    Box::new(one.open())
}

fn no_such_attachment() -> Refusal {
    Refusal::new(codes::CONTENT_NO_SUCH_ATTACHMENT, "the package has no attachment at that place")
}

fn damaged(error: std::io::Error) -> Refusal {
    Refusal::new(codes::PAYLOAD_UNREADABLE, error.to_string())
}

/// DECISIONS, Content: one-time URLs. A page is opened and the link followed at once.
pub const TICKET_S: i64 = 60;
/// Enough for every mark of [`Kind`].
const HEAD_BYTES: u64 = 1_024;
const PIECE_BYTES: usize = 64 * 1024;
/// Lists kept; each of at most [`KEPT_ITEMS`] attachments.
const KEPT: usize = 512;
const KEPT_ITEMS: usize = 100;
