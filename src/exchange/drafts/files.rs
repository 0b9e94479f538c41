//! Files of a draft: kept as they came, named so that a package can bear them, and looked at once: what kind each is, and what is
//! to be said of the signatures inside a PDF.

use std::os::unix::fs::FileExt;

use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Revision, owner};
use crate::codes;
use crate::domain::ids::Digest;
use crate::exchange::content::Kind;
use crate::exchange::{Caller, Exchange, Fault, Refusal};
use crate::package::{ENTRY_NAME_MAX_BYTES, PAYLOAD_ENTRIES_MAX, check_name, is_same_name};
use crate::payload::{Bounds, Owner, Source, Upload};
use crate::pdf::Limits;
use crate::signature::pdf::{self, Judging};
use crate::signature::{PdfFile, PdfState};
use crate::store::drafts::FileRow;

/// A file of a draft, without its bytes.
#[derive(Clone, Debug)]
pub struct DraftFile {
    /// The name of its bytes.
    pub id: Uuid,
    /// What it is called; its name in the package.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of them.
    pub sha256: Digest,
    /// What it is, by its first bytes.
    pub kind: Kind,
    /// The end of its name promises something else.
    pub misnamed: bool,
    /// What is said of the signatures inside a PDF, as of when it was attached.
    pub pdf: Option<PdfFile>,
}

/// What is kept of the look at it.
#[derive(Serialize, Deserialize)]
struct Said {
    kind: Kind,
    pdf: Option<PdfFile>,
}

impl DraftFile {
    pub(super) fn of(row: FileRow) -> Result<Self, Refusal> {
        let FileRow { id, name, size, sha256, said } = row;
        let Said { kind, pdf } = serde_json::from_str(&said).map_err(Refusal::internal)?;
        Ok(Self { misnamed: kind.is_misnamed(&name), id, name, size, sha256, kind, pdf })
    }
}

impl Exchange {
    /// Makes room for a file of at most `size` bytes beside a draft; a draft's files together hold at most `most`. Blocks.
    ///
    /// # Errors
    /// `draft.unknown`, `draft.sent`, `draft.too_large`; `payload.*`, `store.*`.
    pub fn draft_room(&self, caller: &Caller, id: Uuid, name: &str, size: u64, most: u64) -> Result<Uuid, Refusal> {
        let owner = owner(caller)?;
        let held = self.draft_bytes(caller, id)?;
        if held.saturating_add(size) > most {
            let fault = Fault::found(codes::DRAFT_TOO_LARGE, format!("{} bytes", held.saturating_add(size)));
            return Err(Refusal::of(vec![fault.expecting(format!("at most {most} bytes")).at(name)]));
        }
        let bounds = Bounds { packages: FILES_OF_A_PERSON, bytes: most.saturating_mul(DRAFTS_FULL) };
        match self.store.objects().drafts().begin(&owner, name, size, bounds) {
            Ok(file) => Ok(file),
            Err(crate::payload::PayloadError::StagedTooMuch { .. }) => {
                Err(Refusal::new(codes::DRAFT_TOO_MANY, "this person's drafts hold as much as they may"))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Bytes of a draft's files. Blocks.
    ///
    /// # Errors
    /// `draft.unknown`, `draft.sent`, `store.*`.
    pub fn draft_bytes(&self, caller: &Caller, id: Uuid) -> Result<u64, Refusal> {
        let draft = self.own_draft(&owner(caller)?, id)?.unsent()?;
        Ok(draft.files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.size)))
    }

    /// Attaches bytes that came whole, after a look at them. What cannot be attached is gone.
    ///
    /// # Errors
    /// `draft.unknown`, `draft.sent`, `draft.too_many`, `draft.file_empty`; `payload.*`, `store.*`.
    pub async fn attach(&self, caller: &Caller, id: Uuid, file: Uuid) -> Result<DraftFile, Refusal> {
        let owner = owner(caller)?;
        let permit = self.verifying.clone().acquire_owned().await.map_err(Refusal::internal)?;
        self.blocking(move |this| {
            let attached = this.changeable(&owner, id).and_then(|()| this.attached(&owner, id, file));
            drop(permit);
            if attached.is_err() {
                this.drop_bytes(&owner, std::iter::once(file));
            }
            attached
        })
        .await
    }

    fn changeable(&self, owner: &Owner, id: Uuid) -> Result<(), Refusal> {
        match Revision::of(&self.own_draft(owner, id)?.fields) {
            Some(what) if what.is_fixed() => {
                Err(Refusal::new(codes::DRAFT_CONTENT_FIXED, "its files are those that were sent"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn attached(&self, owner: &Owner, id: Uuid, file: Uuid) -> Result<DraftFile, Refusal> {
        let draft = self.own_draft(owner, id)?.unsent()?;
        let staging = self.store.objects().drafts();
        let unknown = || Refusal::new(codes::UPLOAD_UNKNOWN, "no such file waits");
        let staged = staging.find(owner, file)?.ok_or_else(unknown)?;
        if staged.size == 0 {
            return Err(Refusal::of(vec![Fault::found(codes::DRAFT_FILE_EMPTY, "0 bytes").at(staged.name)]));
        }
        let upload = staging.upload(owner, file, crate::package::PACKAGE_MAX_BYTES)?;
        let name = free(&tidy(&staged.name), |name| draft.files.iter().any(|one| is_same_name(&one.name, name)));
        let (kind, pdf) = self.looked_at(&name, &upload)?;
        let said = serde_json::to_string(&Said { kind, pdf }).map_err(Refusal::internal)?;
        let row = FileRow { id: file, name, size: upload.size(), sha256: upload.digest(), said };
        // One entry is the document itself.
        if !self.store.put_draft_file(owner, id, &row, PAYLOAD_ENTRIES_MAX - 1, self.clock.now())? {
            let draft = self.own_draft(owner, id)?.unsent()?;
            if draft.files.len() < PAYLOAD_ENTRIES_MAX - 1 {
                return Err(super::sending());
            }
            return Err(Refusal::new(codes::DRAFT_TOO_MANY, "a package holds no more files"));
        }
        DraftFile::of(row)
    }

    /// What a file is, and what is said of the signatures in it.
    fn looked_at(&self, name: &str, upload: &Upload) -> Result<(Kind, Option<PdfFile>), Refusal> {
        let bytes_of = upload.descriptor()?;
        let mut head = vec![0; HEAD_BYTES];
        let read = bytes_of.read_at(&mut head, 0).map_err(Refusal::internal)?;
        head.truncate(read);
        let kind = Kind::of(&head, name);
        if kind != Kind::Pdf {
            return Ok((kind, None));
        }
        if upload.size() > Limits::STANDARD.file_bytes {
            let (state, code) = (PdfState::NotEvaluated, Some(codes::PDF_TOO_COMPLEX));
            return Ok((kind, Some(PdfFile { name: name.to_owned(), state, code, signatures: Vec::new() })));
        }
        let mut bytes = vec![0; usize::try_from(upload.size()).unwrap_or_default()];
        bytes_of.read_exact_at(&mut bytes, 0).map_err(Refusal::internal)?;
        let now = self.clock.now();
        let judging = Judging { verifier: &self.verifier, pki: self.pki.as_deref(), at: now, now };
        let (file, chains) = pdf::judge(name, &bytes, &judging);
        // The answers are at hand when the package comes.
        for chain in &chains {
            self.wish_chain(chain, now)?;
        }
        Ok((kind, Some(file)))
    }

    /// Takes a file off a draft. One that is not there is no fault.
    ///
    /// # Errors
    /// `draft.unknown`, `draft.sent`, `store.*`.
    pub async fn detach(&self, caller: &Caller, id: Uuid, file: Uuid) -> Result<(), Refusal> {
        let owner = owner(caller)?;
        self.blocking(move |this| {
            this.own_draft(&owner, id)?.unsent()?;
            this.changeable(&owner, id)?;
            if this.store.drop_draft_file(&owner, id, file, this.clock.now())? {
                this.drop_bytes(&owner, std::iter::once(file));
            }
            Ok(())
        })
        .await
    }

    /// A file of a draft with its bytes. Blocks.
    ///
    /// # Errors
    /// `draft.unknown`, `content.no_such_attachment`; `payload.*`, `store.*`.
    pub fn draft_file(&self, caller: &Caller, id: Uuid, file: Uuid) -> Result<(DraftFile, Source), Refusal> {
        let owner = owner(caller)?;
        let draft = self.own_draft(&owner, id)?.unsent()?;
        let found = draft.files.into_iter().find(|one| one.id == file);
        let found =
            found.ok_or_else(|| Refusal::new(codes::CONTENT_NO_SUCH_ATTACHMENT, "no such file of this draft"))?;
        let source = self.store.objects().drafts().source(&owner, file)?;
        Ok((found, source))
    }
}

/// A name that a package can bear: in one form of Unicode, with a low line for what an entry's name may not hold.
fn tidy(name: &str) -> String {
    let name = ComposingNormalizerBorrowed::new_nfc().normalize(name.trim());
    let fits = |c: char| c != '/' && check_name(&format!("x{c}x")).is_ok();
    let name: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    let name = shortened(name.trim_end_matches(['.', ' ']));
    let taken = ["document.xml", "mimetype", "meta-inf"].iter().any(|word| is_same_name(&name, word));
    let name = if check_name(&name).is_ok() && !taken { name } else { format!("tệp {name}").trim_end().to_owned() };
    // `a;1` is a version of `a` to some systems.
    if check_name(&name).is_ok() { name } else { name.replace(';', "_") }
}

/// Cut before its ending, so that there is room for a number.
fn shortened(name: &str) -> String {
    let most = ENTRY_NAME_MAX_BYTES - ROOM_BYTES;
    if name.len() <= most {
        return name.to_owned();
    }
    let (stem, ending) = split(name);
    let ending = if ending.len() > ROOM_BYTES { "" } else { ending };
    let end = stem.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| end + ending.len() <= most).last();
    format!("{}{ending}", stem.get(..end.unwrap_or_default()).unwrap_or_default())
}

/// The name, or with a number where there is one like it.
fn free(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let (stem, ending) = split(name);
    let numbered = (2..).map(|number| format!("{stem} ({number}){ending}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

fn split(name: &str) -> (&str, &str) {
    name.rfind('.').filter(|at| *at > 0).map_or((name, ""), |at| name.split_at(at))
}

/// Room for ` (99)`, and what no ending is longer than.
const ROOM_BYTES: usize = 16;
/// Where the kind is told from.
const HEAD_BYTES: usize = 512;
/// Files of all drafts of one person;
const FILES_OF_A_PERSON: usize = 1_000;
/// and their bytes: so many drafts as full as one may be.
const DRAFTS_FULL: u64 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_such_that_a_package_bears_it() {
        for (given, name) in [
            ("Phụ lục 02.pdf", "Phụ lục 02.pdf"),
            ("Phu\u{323} lu\u{323}c.pdf", "Phụ lục.pdf"),
            ("báo cáo: quý 4?.pdf", "báo cáo_ quý 4_.pdf"),
            ("ket thuc. ", "ket thuc"),
            ("CON", "tệp CON"),
            ("Document.XML", "tệp Document.XML"),
            ("a;1", "tệp a_1"),
            ("a;1.pdf", "a;1.pdf"),
        ] {
            assert_eq!(tidy(given), name);
            check_name(&tidy(given)).unwrap();
        }
        let long = tidy(&format!("{}.pdf", "ế".repeat(200)));
        assert!(long.ends_with("ế.pdf") && long.len() <= 239, "{long}");
        for nothing in ["", " ", "...", "/"] {
            check_name(&tidy(nothing)).unwrap();
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let held = ["a.pdf", "a (2).pdf", "b"];
        let free = |name: &str| free(name, |name| held.iter().any(|one| is_same_name(one, name)));
        assert_eq!(free("A.PDF"), "A (3).PDF");
        assert_eq!(free("b"), "b (2)");
        assert_eq!(free("c.pdf"), "c.pdf");
        assert!(is_same_name("STRASSE.pdf", "straße.pdf"), "as a package tells them apart, not as the letters do");
    }
}
