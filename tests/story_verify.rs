//! Verification of large packages: a file of 100 MB of each kind is judged with hardly more memory than a small one.
#![allow(clippy::unwrap_used, reason = "a story fails by panicking, in its helpers too")]

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::process::Command;
use std::sync::Arc;

use lienthong::clock::Clock;
use lienthong::signature::dev_pki::{DevPki, KeyKind};
use lienthong::signature::sign::{Attachment, SignOptions, Signer};
use lienthong::signature::{Indication, Mode, Request, Verifier};

const SIZE: u64 = 100 << 20;
const KIND: &str = "LIENTHONG_TEST_KIND";
const NAMESPACE: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

/// Each kind is judged in a process of its own, this test again with the kind named: memory is the process's, and other
/// tests run in this one.
#[test]
fn a_package_of_100_mb_stays_flat_in_memory() {
    match std::env::var(KIND) {
        Ok(kind) => one_large_file(&kind),
        Err(_) => ["edxml", "asice"].into_iter().for_each(in_its_own_process),
    }
}

fn in_its_own_process(kind: &str) {
    let test = std::env::current_exe().unwrap();
    let output = Command::new(test)
        .args(["--exact", "story_verify::a_package_of_100_mb_stays_flat_in_memory", "--nocapture"])
        .env(KIND, kind)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("grew by"), "{text}{}", String::from_utf8_lossy(&output.stderr));
}

fn one_large_file(kind: &str) {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path()).unwrap();
    let seal = pki.seal(KeyKind::P256).unwrap();
    let signer = Signer::new(seal.key, seal.certificate, seal.chain).unwrap();
    let file = match kind {
        "edxml" => bare(&signer),
        "asice" => asice(&signer),
        other => panic!("{other}"),
    };
    assert!(file.metadata().unwrap().len() > SIZE);
    let verifier = Verifier::new(pki.anchors().unwrap());
    let request = Request { mode: Mode::Intake, ..Request::report(Clock::System.now()) };
    let before = kib("VmRSS:");
    reset_peak();
    let judged = verifier.verify(Arc::new(file), &request).unwrap();
    let grown = kib("VmHWM:").saturating_sub(before);
    assert_eq!(judged.verdict.verdict, Indication::Valid, "{:#?}", judged.verdict);
    println!("grew by {grown} KiB");
    assert!(grown < 64 << 10, "grew by {grown} KiB");
}

fn bare(signer: &Signer) -> File {
    let mut source = tempfile::tempfile().unwrap();
    let head = header("<Reference><ContentId>cid:a</ContentId></Reference>");
    write!(
        source,
        "{head}<AttachmentEncoded><Attachment><ContentId>cid:a</ContentId><AttachmentName>a.bin</AttachmentName>"
    )
    .unwrap();
    write!(source, "<ContentTransferEncoded>").unwrap();
    let piece = vec![b'Q'; 1 << 20];
    for _ in 0..SIZE >> 20 {
        source.write_all(&piece).unwrap();
    }
    write!(source, "</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>").unwrap();
    source.seek(SeekFrom::Start(0)).unwrap();
    signer.sign_enveloped(source, &SignOptions::at(Clock::System.now()), tempfile::tempfile().unwrap()).unwrap()
}

fn asice(signer: &Signer) -> File {
    let document = header("<Reference><ContentId>cid:a.bin</ContentId></Reference>") + "</edXML>";
    // Bytes that deflate cannot shrink much, or the file would not be large.
    let noise: Vec<u8> = (0_u32..1 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let source = Cursor::new(noise).chain(Random(SIZE));
    let attachment =
        Attachment { name: "a.bin".into(), media_type: "application/pdf".into(), source: Box::new(source) };
    let options = SignOptions::at(Clock::System.now());
    signer.sign_asice(document.as_bytes(), vec![attachment], &options, tempfile::tempfile().unwrap()).unwrap()
}

/// So many random bytes.
struct Random(u64);

impl Read for Random {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let count = buf.len().min(usize::try_from(self.0).unwrap());
        openssl::rand::rand_bytes(&mut buf[..count]).unwrap();
        self.0 -= count as u64;
        Ok(count)
    }
}

fn header(references: &str) -> String {
    format!(
        "<edXML xmlns=\"{NAMESPACE}\"><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>A</OrganId></From>\
         <To><OrganId>B</OrganId></To><DocumentId>A,2026/01/02,1/X</DocumentId></MessageHeader></edXMLHeader>\
         <edXMLBody><edXMLManifest>{references}</edXMLManifest></edXMLBody></edXMLEnvelope>"
    )
}

fn kib(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Linux resets the peak (VmHWM) to the present size on this (proc(5), clear_refs).
fn reset_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// Whoever verifies what lies in an inbox does not wait for ever on what somebody laid there.
#[test]
fn a_pipe_is_no_file_and_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("a.edxml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = Command::new(env!("CARGO_BIN_EXE_lienthong"))
        .args(["verify", "--no-trust"])
        .arg(&pipe)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    let status = loop {
        match child.try_wait().unwrap() {
            None if std::time::Instant::now() < deadline => std::thread::sleep(std::time::Duration::from_millis(10)),
            ended => break ended,
        }
    };
    child.kill().unwrap();
    assert!(status.is_some_and(|status| !status.success()), "{status:?}");
}
