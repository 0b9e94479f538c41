//! Makes the PKI and the first inputs of every target, out of our own signer. It is a target itself, with nothing to
//! try (`-runs=0`): whatever is compiled with coverage links only with libFuzzer.
#![no_main]

use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use libfuzzer_sys::fuzz_target;
use lienthong::clock::Clock;
use lienthong::package::{Asice, Limits};
use lienthong::signature::c14n::{self, Method};
use lienthong::signature::sign::{Attachment, Form, SignOptions, Signer, SigningCertificate};
use lienthong::signature::timestamp::Token;
use lienthong::xml::Subtree;
use lienthong_fuzz::{ATTACHMENT, KINDS, World, file, folder, pki};

fuzz_target!(init: make(), |_input: &[u8]| {});

fn make() {
    let (folder, pki) = (folder(), pki());
    let now = Clock::System.now();
    let world = World::trusting(now);
    let mut known = Vec::new();
    let write = |target: &str, name: &str, bytes: &[u8]| {
        let dir = folder.join(target);
        std::fs::create_dir_all(&dir).expect("a folder");
        std::fs::write(dir.join(name), bytes).expect("a seed");
    };
    for kind in KINDS {
        let seal = pki.seal(kind).expect("a seal");
        let signer = Signer::new(seal.key, seal.certificate, seal.chain).expect("a signer");
        for form in [Form::XadesB, Form::Plain] {
            for canonicalization in Method::ALL {
                let name = format!("{kind:?}-{form:?}-{canonicalization:?}");
                let signing_certificate = if canonicalization == Method::Exclusive10 {
                    SigningCertificate::V2
                } else {
                    SigningCertificate::V1
                };
                let options = SignOptions { form, canonicalization, signing_certificate, ..SignOptions::at(now) };
                let bare = signer.sign_enveloped(Cursor::new(BARE), &options, Vec::new()).expect("a signature");
                known.push(world.judge(&bare).expect("a good seed").to_string());
                let text = String::from_utf8(bare.clone()).expect("UTF-8");
                let start = text.find("<ds:Signature ").expect("a signature");
                let end = text.find("</edXMLHeader>").expect("a header");
                write("verdict", &name, &bare);
                write("edxml", &name, &bare);
                write("c14n", &name, &bare);
                write("xmldsig", &name, &bare[start..end]);
                if form == Form::XadesB {
                    let (media_type, source) = ("application/pdf".to_owned(), Box::new(ATTACHMENT.1));
                    let attachment = Attachment { name: ATTACHMENT.0.to_owned(), media_type, source };
                    let out = Cursor::new(Vec::new());
                    let asice = signer.sign_asice(DOCUMENT.as_bytes(), vec![attachment], &options, out);
                    let asice = asice.expect("a container").into_inner();
                    known.push(world.judge(&asice).expect("a good seed").to_string());
                    let opened = Asice::open(file(&asice), &Limits::default()).expect("a container");
                    let entry = opened.entry("META-INF/signatures0.xml").expect("a signature file");
                    write("verdict", &format!("{name}.asice"), &asice);
                    write("zip", &name, &asice);
                    write("xades", &name, &opened.read(entry, 1 << 20).expect("its content"));
                }
                let token = stamp(&folder, &name, &text);
                let (stamped, authorities) = (folder.join("stamped").join(&name), pki.anchors().expect("anchors"));
                let stamped = std::fs::read(stamped).expect("a file");
                let token = Token::parse(&token).expect("a token");
                token.check(&[&stamped], &[], &authorities, now.plus_seconds(3_600)).expect("a stamp that counts");
            }
        }
    }
    write("edxml", "document", DOCUMENT.as_bytes());
    write("edxml", "status", STATUS.as_bytes());
    write("c14n", "namespaces", NAMESPACES.as_bytes());
    known.sort();
    known.dedup();
    std::fs::write(folder.join("known"), known.join("\n")).expect("a file");
    // Last: its presence says that the rest is there.
    std::fs::write(folder.join("at"), now.0.to_string()).expect("a file");
}

/// A token of the PKI's authority over the SignatureValue of `signed`, by `openssl ts`.
fn stamp(folder: &Path, name: &str, signed: &str) -> Vec<u8> {
    let tree = Subtree::parse(signed.as_bytes(), lienthong::xml::Limits::STANDARD).expect("XML");
    let value = tree.root.descendants().find(|element| element.local == "SignatureValue").expect("a value");
    let stamped = c14n::subtree(Method::Exclusive10, &[], &tree, value).expect("octets");
    let (scratch, tsa) = (folder.join("stamped"), pki().tsa().expect("an authority"));
    std::fs::create_dir_all(&scratch).expect("a folder");
    std::fs::create_dir_all(folder.join("timestamp")).expect("a folder");
    std::fs::write(scratch.join(name), &stamped).expect("a file");
    let issuing = pki().issuing().cert_file.clone();
    let (certificate, key, chain) = (tsa.cert_file.display(), tsa.key_file.display(), issuing.display());
    let configuration = format!(
        "[tsa]\ndefault_tsa = one\n[one]\nserial = {0}/serial\ncrypto_device = builtin\nsigner_cert = {certificate}\n\
         signer_key = {key}\ncerts = {chain}\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256\n\
         ess_cert_id_alg = sha256\n",
        folder.display()
    );
    std::fs::write(folder.join("serial"), "01").expect("a file");
    std::fs::write(folder.join("ts.cnf"), configuration).expect("a file");
    let path = |of: &str| folder.join(of).display().to_string();
    let (data, query) = (scratch.join(name).display().to_string(), path("query"));
    openssl(&["ts", "-query", "-data", &data, "-sha256", "-cert", "-out", &query]);
    let out = folder.join("timestamp").join(name).display().to_string();
    openssl(&["ts", "-reply", "-config", &path("ts.cnf"), "-queryfile", &query, "-token_out", "-out", &out]);
    std::fs::read(out).expect("a token")
}

fn openssl(arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).output().expect("openssl");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

const BARE: &str = include_str!("fixtures/bare.xml");
const DOCUMENT: &str = include_str!("fixtures/document.xml");
const STATUS: &str = include_str!("fixtures/status.xml");
const NAMESPACES: &str = include_str!("fixtures/namespaces.xml");
