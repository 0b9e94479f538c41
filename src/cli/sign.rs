//! `lienthong sign`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::run::Context;
use super::screen::Screen;
use super::{Exit, Fault, fault, trust};
use crate::channel::pki::Stamper;
use crate::clock::Clock;
use crate::package::media_type_of;
use crate::signature::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::signature::path::RevocationRule;
use crate::signature::sign::{Attachment, Canonicalization, Form, SignError, SignOptions, Signer, SigningCertificate};

/// What to sign, with what.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The private key, PEM without a passphrase.
    #[arg(long, value_name = "PEM")]
    pub key: PathBuf,
    /// The signer's certificate, PEM; those above it may follow in the file.
    #[arg(long, value_name = "PEM")]
    pub cert: PathBuf,
    /// Further certificates of the chain, PEM.
    #[arg(long, value_name = "PEM")]
    pub chain: Option<PathBuf>,
    /// document.xml of an ASiC-E, or the whole unsigned edXML file.
    #[arg(value_name = "DOCUMENT")]
    pub document: PathBuf,
    /// Attachments of an ASiC-E, in order; their names become entry names.
    #[arg(value_name = "ATTACHMENT")]
    pub attachments: Vec<PathBuf>,
    /// Where the signed package goes.
    #[arg(short, long, value_name = "OUT")]
    pub out: PathBuf,
    /// Plain XMLDSig instead of XAdES-B; only for edXML.
    #[arg(long)]
    pub plain: bool,
    /// Canonicalization: exclusive, inclusive or inclusive11.
    #[arg(long, value_name = "METHOD", default_value = "exclusive", value_parser = method)]
    pub c14n: Canonicalization,
    /// Digest of the references: sha256, sha384 or sha512.
    #[arg(long, value_name = "DIGEST", default_value = "sha256", value_parser = digest)]
    pub digest: DigestAlgorithm,
    /// Signs by RSASSA-PSS instead of PKCS #1 v1.5; only with an RSA key.
    #[arg(long)]
    pub pss: bool,
    /// Stamps the signature by this timestamping authority (RFC 3161): level T.
    #[arg(long, value_name = "URL", requires = "trust")]
    pub tsa: Option<String>,
    /// Embeds certificates and revocation answers too: level LT.
    #[arg(long, requires = "tsa")]
    pub lt: bool,
    /// A certificate revocation list to embed, DER or PEM; may be given several times.
    #[arg(long, value_name = "FILE", requires = "lt")]
    pub crl: Vec<PathBuf>,
    /// An OCSP answer to embed, DER; may be given several times.
    #[arg(long, value_name = "FILE", requires = "lt")]
    pub ocsp: Vec<PathBuf>,
    /// PEM: CA certificates that are trusted, of the timestamping authority and (for --lt) of the signer.
    #[arg(long, value_name = "PEM")]
    pub trust: Vec<PathBuf>,
    /// Also asks servers at private addresses and on this machine.
    #[arg(long)]
    pub private_hosts: bool,
    /// Names the certificate in the old form (SigningCertificate) that some software wants.
    #[arg(long)]
    pub signing_certificate_v1: bool,
}

/// Signs.
///
/// # Errors
/// When a file cannot be read or written, or the document cannot be signed.
pub fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let container = match ending(&args.out).as_deref() {
        Some("asice" | "sce") => true,
        Some("edxml" | "xml") => false,
        _ => {
            return Err(
                Fault::usage(format!("-o {}: expected .asice, .sce, .edxml or .xml", args.out.display())).into()
            );
        }
    };
    if !container && !args.attachments.is_empty() {
        return Err(Fault::usage("an edXML file holds its attachments already: give none, or name OUT .asice").into());
    }
    let signer = signer(args)?;
    let beside = beside(&args.out);
    let made = if container { asice(args, &signer, &beside) } else { enveloped(args, &signer, &beside) };
    if let Err(error) = made.and_then(|()| settle(&beside, &args.out)) {
        let _gone = std::fs::remove_file(&beside);
        return Err(error);
    }
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", context.say("cli-signed")));
    screen.indented(&args.out.display().to_string());
    screen.field(&context.say("cli-signer"), &signer.certificate().subject());
    screen.field(&context.say("cli-algorithm"), signer.algorithm().name());
    context.show(&screen);
    let said = serde_json::json!({
        "file": args.out, "signer": signer.certificate().subject(), "certificate": signer.certificate().sha256(),
    });
    context.json(said.to_string().as_bytes());
    Ok(Exit::Done)
}

fn signer(args: &Args) -> anyhow::Result<Signer> {
    let key = read(&args.key)?;
    let mut certificates = read(&args.cert)?;
    if let Some(chain) = &args.chain {
        certificates.push(b'\n');
        certificates.extend(read(chain)?);
    }
    let signer = Signer::from_pem(&key, &certificates);
    let signer = signer.and_then(|signer| match args.pss {
        true => signer.with_algorithm(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256)),
        false => Ok(signer),
    });
    let signer = signer.map_err(|error| refused(&error))?;
    let Some(url) = args.tsa.clone() else { return Ok(signer) };
    let anchors = || trust::anchors(&args.trust, RevocationRule::IfPublished);
    let resolver = trust::resolver(args.private_hosts)?;
    let stamper = Stamper::new(resolver, url, anchors()?, anchors()?, args.lt);
    let stamper = stamper.with_answers(trust::answers(&args.crl, &args.ocsp)?);
    Ok(signer.with_lasting(Arc::new(stamper)))
}

fn asice(args: &Args, signer: &Signer, out: &Path) -> anyhow::Result<()> {
    let document = read(&args.document)?;
    let attachments = args.attachments.iter().map(|path| attachment(path)).collect::<Result<Vec<_>, Fault>>()?;
    let file = File::create(out).map_err(|error| Fault::unwritable(out, error))?;
    let written = signer
        .sign_asice(&document, attachments, &options(args), BufWriter::new(file))
        .map_err(|error| refused(&error))?;
    finish(written, out)
}

fn enveloped(args: &Args, signer: &Signer, out: &Path) -> anyhow::Result<()> {
    let source = File::open(&args.document).map_err(|error| Fault::unreadable(&args.document, error))?;
    let file = File::create(out).map_err(|error| Fault::unwritable(out, error))?;
    let written = signer
        .sign_enveloped(BufReader::new(source), &options(args), BufWriter::new(file))
        .map_err(|error| refused(&error))?;
    finish(written, out)
}

fn options(args: &Args) -> SignOptions {
    let certificate = if args.signing_certificate_v1 { SigningCertificate::V1 } else { SigningCertificate::V2 };
    SignOptions {
        form: if args.plain { Form::Plain } else { Form::XadesB },
        signing_certificate: certificate,
        canonicalization: args.c14n,
        digest: args.digest,
        ..SignOptions::at(Clock::System.now())
    }
}

fn attachment(path: &Path) -> Result<Attachment, Fault> {
    let file = File::open(path).map_err(|error| Fault::unreadable(path, error))?;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name.is_empty() {
        return Err(Fault::unreadable(path, "its name is not UTF-8"));
    }
    // Some systems write the letters of Vietnamese in pieces; receivers look for the names in one form.
    let name = icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(name).into_owned();
    let media_type = media_type_of(&name).to_owned();
    Ok(Attachment { name, media_type, source: Box::new(BufReader::new(file)) })
}

fn finish(mut written: BufWriter<File>, out: &Path) -> anyhow::Result<()> {
    written.flush().and_then(|()| written.get_ref().sync_all()).map_err(|error| Fault::unwritable(out, error))?;
    Ok(())
}

fn settle(beside: &Path, out: &Path) -> anyhow::Result<()> {
    std::fs::rename(beside, out).map_err(|error| Fault::unwritable(out, error))?;
    Ok(())
}

/// OUT has its name only when it is whole.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|error| Fault::unreadable(path, error))
}

/// What cannot be read is an input; what may not be signed is a refusal.
fn refused(error: &SignError) -> Fault {
    let exit = match error {
        SignError::KeyUnreadable | SignError::Pkcs12 | SignError::Certificate(_) | SignError::Document(_) => {
            Exit::Unreadable
        }
        SignError::PlainInContainer | SignError::PlainStamped => Exit::Usage,
        SignError::Stamp { .. } | SignError::Proofs { .. } | SignError::NoSource { .. } => Exit::Refused,
        SignError::KeyNotOfCertificate { .. }
        | SignError::Algorithm(_)
        | SignError::KeyRefused { .. }
        | SignError::AlreadySigned
        | SignError::NoHeader
        | SignError::Package(_) => Exit::Refused,
        SignError::OwnMarkup { .. } | SignError::Io(_) => Exit::Internal,
    };
    Fault::new(exit, error.code(), fault::causes(error))
}

fn ending(path: &Path) -> Option<String> {
    path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase)
}

fn method(text: &str) -> Result<Canonicalization, String> {
    match text {
        "exclusive" => Ok(Canonicalization::Exclusive10),
        "inclusive" => Ok(Canonicalization::Inclusive10),
        "inclusive11" => Ok(Canonicalization::Inclusive11),
        _ => Err("expected exclusive, inclusive or inclusive11".to_owned()),
    }
}

fn digest(text: &str) -> Result<DigestAlgorithm, String> {
    match text {
        "sha256" => Ok(DigestAlgorithm::Sha256),
        "sha384" => Ok(DigestAlgorithm::Sha384),
        "sha512" => Ok(DigestAlgorithm::Sha512),
        _ => Err("expected sha256, sha384 or sha512".to_owned()),
    }
}
