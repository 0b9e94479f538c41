//! What agencies send: signed packages of both kinds, status files, and a package that somebody changed on the way.

use std::io::{Cursor, Read, Seek, Write};

use anyhow::Context as _;

use super::pdf;
use super::province::Agency;
use crate::clock::Clock;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::Micros;
use crate::edxml::{
    self, Attachment, Business, BusinessDocumentInfo, Document, DocumentType, Manifest, OtherInfo, Party, Promulgation,
    Reference, ResponseFor, SignerInfo, Status, StatusCode, TraceHeader,
};
use crate::signature::sign::{self, SignOptions};

/// The two forms of a package (DESIGN §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// ASiC-E with one XAdES-B signature.
    AsicE,
    /// Bare edXML with an enveloped XAdES-B signature.
    Bare,
}

/// One file that goes with a document; opened anew each time it is read.
pub struct File {
    /// Its name for people, and in an ASiC-E its entry's name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size, bytes.
    pub size: u64,
    /// Opens it.
    pub open: Box<dyn Fn() -> std::io::Result<Box<dyn Read + Send>> + Send + Sync>,
}

/// A document to be packed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Số.
    pub number: u32,
    /// Ký hiệu.
    pub notation: String,
    /// Trích yếu.
    pub subject: String,
    /// Tên loại văn bản.
    pub type_name: String,
    /// When it is signed; its day in Vietnam is the day of issue.
    pub signed: Micros,
    /// Days after that day by which an answer is due (hạn trả lời).
    pub due_days: Option<i64>,
    /// OtherInfo/Priority (độ khẩn).
    pub priority: Option<u8>,
    /// What it does to an earlier document.
    pub business: Option<Business>,
    /// Who signs: authority, position, name.
    pub signer: [&'static str; 3],
}

impl File {
    /// A file from bytes.
    pub fn of(name: impl Into<String>, media_type: impl Into<String>, bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        let bytes = std::sync::Arc::<[u8]>::from(bytes);
        let open = move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read + Send>);
        Self { name: name.into(), media_type: media_type.into(), size, open: Box::new(open) }
    }

    /// A PDF of one page.
    pub fn pdf(name: impl Into<String>, title: &str, lines: &[&str]) -> Self {
        Self::of(name, "application/pdf", pdf::page(title, lines))
    }

    /// Bytes of that number that nobody keeps: for stories about size. Always the same ones.
    pub fn large(name: impl Into<String>, size: u64) -> Self {
        let open = move || Ok(Box::new(Pattern(0).take(size)) as Box<dyn Read + Send>);
        Self { name: name.into(), media_type: "application/octet-stream".to_owned(), size, open: Box::new(open) }
    }
}

impl Draft {
    /// An official letter (công văn) of now.
    pub fn letter(number: u32, clock: &Clock) -> Self {
        Self {
            number,
            notation: "UBND-VX".to_owned(),
            subject: format!("V/v báo cáo tình hình thực hiện nhiệm vụ số {number}"),
            type_name: "Công văn".to_owned(),
            signed: clock.now(),
            due_days: None,
            priority: None,
            business: None,
            signer: ["TL. CHỦ TỊCH", "Chánh Văn phòng", "Nguyễn Thị Hồng Ánh"],
        }
    }

    /// A new version (type 2) of the document of that DocumentId, with a number of its own.
    pub fn updating(self, document_id: String, reason: &str) -> Self {
        let info = BusinessDocumentInfo { document_info: Some("1".to_owned()), ..BusinessDocumentInfo::default() };
        let business = Business {
            document_id: Some(document_id),
            doc_type: Some("2".to_owned()),
            reason: Some(reason.to_owned()),
            document_info: Some(info),
            ..Business::default()
        };
        Self { business: Some(business), ..self }
    }

    /// `số/ký hiệu`.
    pub fn code(&self) -> String {
        format!("{}/{}", self.number, self.notation)
    }

    /// The DocumentId when `from` issues it (DOMAIN §1.3).
    pub fn document_id(&self, from: &Agency) -> String {
        format!("{},{},{}", from.organ_id.0, self.issued(), self.code())
    }

    fn issued(&self) -> String {
        day_in_vietnam(self.signed).strftime("%Y/%m/%d").to_string()
    }

    fn document(&self, from: &Agency, to: Vec<Party>, files: &[File], kind: Kind) -> Document {
        let due = |days: i64| {
            let day = day_in_vietnam(self.signed.plus_seconds(days * 86_400));
            day.strftime("%Y/%m/%d").to_string()
        };
        let [competence, position, full_name] = self.signer;
        let references = files.iter().map(|file| Reference::to_entry(&file.name, &file.media_type)).collect();
        Document {
            from: party(from),
            to,
            document_id: self.document_id(from),
            code_number: self.number.to_string(),
            code_notation: self.notation.clone(),
            promulgation: Promulgation { place: Some("Tây Ninh".to_owned()), date: self.issued() },
            document_type: DocumentType { code: "1".to_owned(), detail: None, name: self.type_name.clone() },
            subject: self.subject.clone(),
            signer: SignerInfo {
                competence: Some(competence.to_owned()).filter(|words| !words.is_empty()),
                position: Some(position.to_owned()),
                full_name: Some(full_name.to_owned()),
            },
            due_date: self.due_days.map(due),
            trace: vec![TraceHeader {
                organ_id: Some(from.organ_id.0.clone()),
                timestamp: Some(edxml::timestamp(self.signed)),
            }],
            other: OtherInfo { priority: self.priority.map(|number| number.to_string()), ..OtherInfo::default() },
            business: self.business.clone(),
            manifest: Manifest { references, ..Manifest::default() },
            attachments: match kind {
                Kind::AsicE => Vec::new(),
                Kind::Bare => files.iter().map(attachment).collect(),
            },
            ..Document::default()
        }
    }
}

/// A signed letter of `from` to `to`, in memory.
///
/// # Errors
/// When it cannot be written or signed.
pub fn make_package(
    from: &Agency,
    to: &[&Agency],
    kind: Kind,
    number: u32,
    files: &[File],
    clock: &Clock,
) -> anyhow::Result<Vec<u8>> {
    pack(from, to, kind, &Draft::letter(number, clock), files)
}

/// A signed package of any draft, in memory.
///
/// # Errors
/// As [`make_package`].
pub fn pack(from: &Agency, to: &[&Agency], kind: Kind, draft: &Draft, files: &[File]) -> anyhow::Result<Vec<u8>> {
    pack_to(from, parties(to), kind, draft, files)
}

/// The same to anybody: also to an agency that is no more and whose keys nobody holds.
///
/// # Errors
/// As [`make_package`].
pub fn pack_to(from: &Agency, to: Vec<Party>, kind: Kind, draft: &Draft, files: &[File]) -> anyhow::Result<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    write_to(from, to, kind, draft, files, Cursor::new(Vec::new()), &mut out)?;
    Ok(out.into_inner())
}

/// The same into `out`, in pieces, for packages that do not fit into memory. `scratch` is an empty file that holds the
/// unsigned edXML in between; an ASiC-E does not use it.
///
/// # Errors
/// As [`make_package`].
pub fn write<S, W>(
    from: &Agency,
    to: &[&Agency],
    kind: Kind,
    draft: &Draft,
    files: &[File],
    scratch: S,
    out: W,
) -> anyhow::Result<()>
where
    S: Read + Write + Seek,
    W: Write + Seek,
{
    write_to(from, parties(to), kind, draft, files, scratch, out)
}

fn write_to<S, W>(
    from: &Agency,
    to: Vec<Party>,
    kind: Kind,
    draft: &Draft,
    files: &[File],
    mut scratch: S,
    out: W,
) -> anyhow::Result<()>
where
    S: Read + Write + Seek,
    W: Write + Seek,
{
    let document = draft.document(from, to, files, kind);
    let options = SignOptions::at(draft.signed);
    match kind {
        Kind::AsicE => {
            let mut xml = Vec::new();
            edxml::write_document_xml(&document, &mut xml)?;
            let attachments = files.iter().map(entry).collect::<std::io::Result<Vec<_>>>()?;
            from.signer.sign_asice(&xml, attachments, &options, out).context("the ASiC-E is not signed")?;
        }
        Kind::Bare => {
            let open = |index: usize| match files.get(index) {
                Some(file) => (file.open)(),
                None => Err(std::io::ErrorKind::NotFound.into()),
            };
            edxml::write_bare(&document, open, &mut scratch)?;
            from.signer.sign_enveloped(scratch, &options, out).context("the edXML is not signed")?;
        }
    }
    Ok(())
}

/// A signed status file of `reporter` on the document that `issuer` issued (DOMAIN §2).
///
/// # Errors
/// When it cannot be written or signed.
pub fn make_status(
    reporter: &Agency,
    issuer: &Agency,
    draft: &Draft,
    code: &str,
    reason: Option<&str>,
    now: Micros,
) -> anyhow::Result<Vec<u8>> {
    let status = Status {
        from: party(reporter),
        response_for: ResponseFor {
            organ_id: Some(issuer.organ_id.0.clone()),
            code: Some(draft.code()),
            promulgation_date: Some(draft.issued()),
            document_id: Some(draft.document_id(issuer)),
        },
        staff: None,
        status_code: StatusCode::from_wire(code),
        description: reason.map(str::to_owned),
        timestamp: Some(edxml::timestamp(now)),
    };
    let mut xml = Vec::new();
    edxml::write_status(&status, &mut xml)?;
    let signed = reporter.signer.sign_enveloped(Cursor::new(xml), &SignOptions::at(now), Vec::new());
    signed.context("the status file is not signed")
}

/// The ASiC-E with one byte of the named entry changed and its CRC made right again: a container that opens in every
/// program, with content that was not signed. `None` when no stored entry of that name is in it.
pub fn tamper(package: &[u8], entry: &str) -> Option<Vec<u8>> {
    let mut changed = package.to_vec();
    let local = find(package, LOCAL_MAGIC, 30, entry)?;
    let central = find(package, CENTRAL_MAGIC, 46, entry)?;
    let size = usize::try_from(u32::from_le_bytes(package.get(local + 18..local + 22)?.try_into().ok()?)).ok()?;
    let extra = usize::from(u16::from_le_bytes(package.get(local + 28..local + 30)?.try_into().ok()?));
    let start = local + 30 + entry.len() + extra;
    let content = changed.get_mut(start..start.checked_add(size)?)?;
    // One letter inside of the text: the file keeps its form.
    let middle = content.len() / 2;
    *content.get_mut(middle)? ^= 0x01;
    let crc = crc32fast::hash(content).to_le_bytes();
    changed.get_mut(local + 14..local + 18)?.copy_from_slice(&crc);
    changed.get_mut(central + 16..central + 20)?.copy_from_slice(&crc);
    Some(changed)
}

/// Where the record of that kind begins whose name (after `fixed` bytes) is `entry` (APPNOTE 6.3 §4.3.7, §4.3.12).
fn find(package: &[u8], magic: &[u8; 4], fixed: usize, entry: &str) -> Option<usize> {
    let name = |at: usize| package.get(at + fixed..at + fixed + entry.len());
    package
        .windows(4)
        .enumerate()
        .find_map(|(at, window)| (window == magic && name(at) == Some(entry.as_bytes())).then_some(at))
}

fn parties(agencies: &[&Agency]) -> Vec<Party> {
    agencies.iter().map(|agency| party(agency)).collect()
}

fn party(agency: &Agency) -> Party {
    Party::named(agency.organ_id.0.clone(), agency.name.clone())
}

fn entry(file: &File) -> std::io::Result<sign::Attachment> {
    Ok(sign::Attachment { name: file.name.clone(), media_type: file.media_type.clone(), source: (file.open)()? })
}

fn attachment(file: &File) -> Attachment {
    Attachment {
        content_id: Some(format!("cid:{}", file.name)),
        attachment_name: Some(file.name.clone()),
        content_type: Some(file.media_type.clone()),
        size_bytes: file.size,
        ..Attachment::default()
    }
}

/// Bytes that deflate cannot shorten much and that cost nothing to make: a counter, stirred.
struct Pattern(u64);

impl Read for Pattern {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        for piece in buffer.chunks_mut(8) {
            self.0 = self.0.wrapping_add(1);
            let stirred = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).to_le_bytes();
            for (to, from) in piece.iter_mut().zip(stirred) {
                *to = from;
            }
        }
        Ok(buffer.len())
    }
}

const LOCAL_MAGIC: &[u8; 4] = b"PK\x03\x04";
const CENTRAL_MAGIC: &[u8; 4] = b"PK\x01\x02";

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, SeekFrom};
    use std::sync::Arc;

    use super::*;
    use crate::domain::ids::OrganId;
    use crate::signature::dev_pki::{DevPki, KeyKind};
    use crate::signature::sign::Signer;
    use crate::signature::{Request, Verifier};

    fn agency(pki: &DevPki, organ_id: &str, name: &str) -> Agency {
        let seal = pki.seal_for(&OrganId(organ_id.to_owned()), name, KeyKind::P256).unwrap();
        Agency {
            organ_id: OrganId(organ_id.to_owned()),
            name: name.to_owned(),
            level: 2,
            mail: String::new(),
            token: String::new(),
            signer: Signer::new(seal.key, seal.certificate, seal.chain).unwrap(),
            key_file: seal.key_file,
            certificate_file: seal.cert_file,
            chain_file: seal.chain_file,
            token_file: std::path::PathBuf::new(),
        }
    }

    fn codes(pki: &DevPki, package: &[u8], at: Micros) -> (bool, Vec<String>) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(package).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        let verifier = Verifier::new(pki.anchors().unwrap());
        let verdict = verifier.verify(Arc::new(file), &Request::report(at)).unwrap().verdict;
        let json = serde_json::to_value(&verdict).unwrap();
        (json["verdict"] == "valid", vec![json["code"].as_str().unwrap_or_default().to_owned()])
    }

    #[test]
    fn what_is_made_is_valid_and_what_is_changed_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let pki = DevPki::make(dir.path()).unwrap();
        let (from, to) = (agency(&pki, "000.00.01.H53", "Văn phòng"), agency(&pki, "H53.32.001", "Xã Châu Thành"));
        let clock = Clock::System;
        let files = [File::pdf("công văn.pdf", "Công văn", &["Kính gửi"]), File::large("phụ lục.bin", 100_000)];
        let draft = Draft { due_days: Some(5), ..Draft::letter(12, &clock) };
        let mut asice = Vec::new();
        for kind in [Kind::AsicE, Kind::Bare] {
            let package = pack(&from, &[&to], kind, &draft, &files).unwrap();
            let (valid, found) = codes(&pki, &package, draft.signed);
            assert!(valid, "{kind:?}: {found:?}");
            if kind == Kind::AsicE {
                asice = package;
            }
        }
        let changed = tamper(&asice, "công văn.pdf").unwrap();
        assert_eq!(codes(&pki, &changed, draft.signed), (false, vec!["signature.digest".to_owned()]));
        assert_eq!(tamper(&asice, "no such"), None);
        let status = make_status(&to, &from, &draft, "02", Some("Gửi nhầm nơi"), draft.signed).unwrap();
        assert!(codes(&pki, &status, draft.signed).0);
    }
}
