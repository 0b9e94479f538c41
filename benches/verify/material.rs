//! The files that are verified: letters of an agency, signed with RSA-2048, in every size and form of the table.

use std::fs::File;
use std::io::{Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lienthong::clock::Clock;
use lienthong::edxml::{self, Attachment, Document, Manifest, Party, Promulgation, Reference, SignerInfo, TraceHeader};
use lienthong::signature::dev_pki::{DevPki, KeyKind};
use lienthong::signature::sign::{self, Form, SignOptions, Signer};

/// One row of the table.
pub struct Row {
    pub name: &'static str,
    /// What the peers need to be told of it.
    pub kind: Kind,
    /// At most so many times the limit (LIMITS §8).
    pub aim: f64,
    make: Make,
}

/// The form of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Plain,
    Xades,
    AsicE,
}

#[derive(Clone, Copy)]
enum Make {
    /// A letter with one attachment of that many bytes.
    Letter(u64),
    /// A letter with so many rows of markup beside its envelope.
    Markup(u32),
    /// So many attachments of that many bytes each.
    Container(u32, u64),
}

/// LIMITS §8 names sizes and aims; where it names no aim for a size, that of its kind stands.
pub const ROWS: &[Row] = &[
    Row { name: "XMLDSig, letter", kind: Kind::Plain, aim: 3.0, make: Make::Letter(4_200) },
    Row { name: "XMLDSig, markup", kind: Kind::Plain, aim: 3.0, make: Make::Markup(22) },
    Row { name: "XAdES, letter", kind: Kind::Xades, aim: 6.0, make: Make::Letter(2_600) },
    Row { name: "ASiC-E, XAdES", kind: Kind::AsicE, aim: 6.0, make: Make::Container(1, 2_000) },
    Row { name: "XMLDSig, markup", kind: Kind::Plain, aim: 15.0, make: Make::Markup(4_500) },
    Row { name: "XMLDSig, markup", kind: Kind::Plain, aim: 15.0, make: Make::Markup(94_000) },
    Row { name: "XMLDSig, base64", kind: Kind::Plain, aim: 3.0, make: Make::Letter(15_750_000) },
    Row { name: "ASiC-E, 40 entries", kind: Kind::AsicE, aim: 3.0, make: Make::Container(40, 250_000) },
    Row { name: "ASiC-E, 4 entries", kind: Kind::AsicE, aim: 3.0, make: Make::Container(4, 25_000_000) },
];

/// The sender's seal and where the files lie.
pub struct Sender {
    pub pki: DevPki,
    pub signer: Signer,
}

impl Sender {
    pub fn make(folder: &Path) -> anyhow::Result<Self> {
        let pki = DevPki::make(folder.join("pki"))?;
        let seal = pki.seal(KeyKind::Rsa2048)?;
        let signer = Signer::new(seal.key, seal.certificate, seal.chain)?;
        Ok(Self { pki, signer })
    }

    /// Writes and signs the file of `row`.
    pub fn write(&self, row: &Row, number: usize, folder: &Path) -> anyhow::Result<PathBuf> {
        let path = folder.join(format!("{number}.package"));
        let out = File::create_new(&path)?;
        let mut options = SignOptions::at(Clock::System.now());
        if row.kind == Kind::Plain {
            options.form = Form::Plain;
        }
        match row.make {
            Make::Letter(bytes) => {
                let mut scratch = tempfile::tempfile()?;
                edxml::write_bare(&letter(&["phu-luc.bin".to_owned()], true), |_| Ok(Noise::of(bytes)), &mut scratch)?;
                self.signer.sign_enveloped(scratch, &options, out)?;
            }
            Make::Markup(rows) => {
                let mut xml = Vec::new();
                edxml::write_bare(&letter(&[], true), |_| Ok(std::io::empty()), &mut xml)?;
                let mut scratch = tempfile::tempfile()?;
                scratch.write_all(&with_markup(xml, rows)?)?;
                scratch.seek(SeekFrom::Start(0))?;
                self.signer.sign_enveloped(scratch, &options, out)?;
            }
            Make::Container(count, bytes) => {
                let names: Vec<String> = (1..=count).map(|number| format!("phu-luc-{number}.bin")).collect();
                let mut xml = Vec::new();
                edxml::write_document_xml(&letter(&names, false), &mut xml)?;
                let attachment = |name: &String| sign::Attachment {
                    name: name.clone(),
                    media_type: MEDIA_TYPE.to_owned(),
                    source: Box::new(Noise::of(bytes)),
                };
                self.signer.sign_asice(&xml, names.iter().map(attachment).collect(), &options, out)?;
            }
        }
        Ok(path)
    }
}

/// The file once more, for the verifier.
pub fn open(path: &Path) -> anyhow::Result<Arc<File>> {
    Ok(Arc::new(File::open(path)?))
}

/// The entries of a container as files, for peers that read no containers. Only names that were given above are in it.
pub fn unpack(container: &Path, folder: &Path) -> anyhow::Result<()> {
    let mut archive = zip::ZipArchive::new(File::open(container)?)?;
    archive.extract(folder)?;
    Ok(())
}

fn letter(names: &[String], bare: bool) -> Document {
    let attachment = |name: &String| Attachment {
        content_id: Some(format!("cid:{name}")),
        attachment_name: Some(name.clone()),
        content_type: Some(MEDIA_TYPE.to_owned()),
        ..Attachment::default()
    };
    let references = names.iter().map(|name| Reference::to_entry(name, MEDIA_TYPE)).collect();
    Document {
        from: Party::named("000.00.00.H53", "Ủy ban nhân dân tỉnh Tây Ninh"),
        to: (1..=4).map(|n| Party::named(format!("000.00.{n:02}.H53"), format!("Sở số {n} tỉnh Tây Ninh"))).collect(),
        document_id: "000.00.00.H53,2026/11/24,15/UBND-TH".to_owned(),
        code_number: "15".to_owned(),
        code_notation: "UBND-TH".to_owned(),
        promulgation: Promulgation { place: Some("Tây Ninh".to_owned()), date: "2026/11/24".to_owned() },
        subject: "V/v báo cáo tình hình gửi, nhận văn bản điện tử & hồ sơ".to_owned(),
        signer: SignerInfo {
            competence: Some("TL. CHỦ TỊCH".to_owned()),
            position: Some("Chánh Văn phòng".to_owned()),
            full_name: Some("Nguyễn Thị Hồng Ánh".to_owned()),
        },
        trace: vec![TraceHeader {
            organ_id: Some("000.00.00.H53".to_owned()),
            timestamp: Some("2026/11/24 08:00:00".to_owned()),
        }],
        manifest: Manifest { references, ..Manifest::default() },
        attachments: if bare { names.iter().map(attachment).collect() } else { Vec::new() },
        ..Document::default()
    }
}

/// Rows of markup as the last child of the root: signed bytes like any (SIGNATURES §1), of the density of a trace.
fn with_markup(xml: Vec<u8>, rows: u32) -> anyhow::Result<Vec<u8>> {
    let mut text = String::from_utf8(xml)?;
    let end = text.rfind("</").ok_or_else(|| anyhow::anyhow!("no end tag"))?;
    let tail = text.split_off(end);
    text.push_str("<edXML:Extension>\n");
    for row in 0..rows {
        text.push_str(&format!(
            "<edXML:TraceHeader type=\"trace\" n=\"{row}\"><edXML:OrganId>000.00.16.H40</edXML:OrganId>\
             <edXML:Timestamp>2026-11-24 08:00:00</edXML:Timestamp><edXML:Note>Về việc báo cáo</edXML:Note>\
             </edXML:TraceHeader>\n"
        ));
    }
    text.push_str("</edXML:Extension>");
    text.push_str(&tail);
    Ok(text.into_bytes())
}

/// Bytes without a pattern, always the same.
struct Noise(u64);

impl Noise {
    fn of(bytes: u64) -> std::io::Take<Self> {
        Self(1).take(bytes)
    }
}

impl Read for Noise {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        for byte in buffer.iter_mut() {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            *byte = (self.0 >> 32) as u8;
        }
        Ok(buffer.len())
    }
}

const MEDIA_TYPE: &str = "application/octet-stream";
