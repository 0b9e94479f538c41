//! Sign a document with its attachments as ASiC-E, read it back, and change one byte.
//!
//!     cargo run --example sign_and_check

use std::fs::File;
use std::io::{Cursor, Write};
use std::sync::Arc;

use lienthong::clock::Clock;
use lienthong::signature::dev_pki::{DevPki, KeyKind};
use lienthong::signature::sign::{Attachment, SignOptions, Signer};
use lienthong::signature::{Request, Verifier};

const DOCUMENT: &str = r#"<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader><MessageHeader>
<From><OrganId>000.00.13.H47</OrganId></From><To><OrganId>000.00.12.H47</OrganId></To>
<DocumentId>000.00.13.H47,2026/11/24,15/STC-NS</DocumentId></MessageHeader></edXMLHeader>
<edXMLBody><edXMLManifest><Reference><ContentId>report.txt</ContentId></Reference></edXMLManifest></edXMLBody>
</edXMLEnvelope></edXML>"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("lienthong-example-{}", std::process::id()));
    // In earnest: Signer::from_pem with the agency's own key and certificate.
    let pki = DevPki::make(&folder)?;
    let seal = pki.seal(KeyKind::P256)?;
    let signer = Signer::new(seal.key, seal.certificate, seal.chain)?;

    let attachment = Attachment {
        name: "report.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        source: Box::new(Cursor::new("nội dung báo cáo")),
    };
    let now = Clock::System.now();
    let package =
        signer.sign_asice(DOCUMENT.as_bytes(), vec![attachment], &SignOptions::at(now), Cursor::new(Vec::new()))?;
    let package = package.into_inner();

    let verifier = Verifier::new(pki.anchors()?);
    let judge = |bytes: &[u8]| -> Result<_, Box<dyn std::error::Error>> {
        let path = folder.join("package.asice");
        File::create(&path)?.write_all(bytes)?;
        Ok(verifier.verify(Arc::new(File::open(path)?), &Request::report(now))?.verdict)
    };
    let verdict = judge(&package)?;
    println!("as signed: {} {:?}", verdict.indication, verdict.codes());
    println!("covers:    {:?}", verdict.signatures.iter().flat_map(|one| &one.covers).collect::<Vec<_>>());

    let mut changed = package;
    let word = "báo cáo".as_bytes();
    if let Some(at) = changed.windows(word.len()).position(|bytes| bytes == word)
        && let Some(byte) = changed.get_mut(at)
    {
        *byte = b'B';
    }
    let verdict = judge(&changed)?;
    println!("changed:   {} {:?}", verdict.indication, verdict.codes());
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
