//! How the development PKI makes one certificate: key, names, extensions, files.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use der::Encode;
use der::asn1::{Ia5String, ObjectIdentifier};
use openssl::asn1::{Asn1Object, Asn1OctetString, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{Asn1Flag, EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CrlNumber, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName,
    SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509CrlBuilder, X509Extension, X509Name, X509NameBuilder, X509RevokedBuilder};

use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{AccessDescription, AuthorityInfoAccessSyntax, CrlDistributionPoints};

use super::{Bad, DevPki, DevPkiError, Issued, KeyKind, Sources};
use crate::clock::Clock;
use crate::domain::ids::OrganId;
use crate::signature::certificate::Certificate;

/// Root and issuing CA under file names that begin with `prefix`. Their subjects never differ: a second root of the same
/// name is what a test of trust needs.
pub(super) fn authorities(dir: &Path, prefix: &str) -> Result<(Issued, Issued), DevPkiError> {
    let root = Order {
        stem: format!("{prefix}root"),
        subject: vec![("C", "VN"), ("O", "Liên thông (thử nghiệm)"), ("CN", "CA gốc thử nghiệm")],
        kind: KeyKind::P384,
        issuer: None,
        use_for: Use::Ca { path_length: None },
        time: Time::Usual,
    };
    let root = root.fill(dir)?;
    let issuing = Order {
        stem: format!("{prefix}issuing"),
        subject: vec![("C", "VN"), ("O", "Liên thông (thử nghiệm)"), ("CN", "CA cấp chữ ký thử nghiệm")],
        kind: KeyKind::P256,
        issuer: Some(&root),
        use_for: Use::Ca { path_length: Some(0) },
        time: Time::Usual,
    };
    let issuing = issuing.fill(dir)?;
    Ok((root, issuing))
}

pub(super) fn seal(
    dir: &Path,
    issuer: &Issued,
    organ_id: &OrganId,
    name: &str,
    kind: KeyKind,
) -> Result<Issued, DevPkiError> {
    let stem = format!("seal-{}-{}", file_name(&organ_id.0), kind.name());
    Order { stem, ..seal_order(issuer, &organ_id.0, name, kind) }.fill(dir)
}

pub(super) fn person(dir: &Path, issuer: &Issued) -> Result<Issued, DevPkiError> {
    let (_, organisation) = agency_of(KeyKind::Rsa2048);
    let subject = vec![
        ("C", "VN"),
        ("O", organisation),
        ("title", "Phó Chủ tịch"),
        ("SN", "Nguyễn"),
        ("GN", "Thị Hồng Ánh"),
        ("CN", "Nguyễn Thị Hồng Ánh"),
    ];
    let stem = "person".to_owned();
    Order { stem, subject, kind: KeyKind::P256, issuer: Some(issuer), use_for: Use::Sign, time: Time::Usual }.fill(dir)
}

pub(super) fn tls_server(dir: &Path, issuer: &Issued) -> Result<Issued, DevPkiError> {
    other(dir, issuer, "tls-server", "localhost", Use::TlsServer)
}

pub(super) fn tls_client(dir: &Path, issuer: &Issued) -> Result<Issued, DevPkiError> {
    other(dir, issuer, "tls-client", "Phần mềm văn phòng thử nghiệm", Use::TlsClient)
}

pub(super) fn tsa(dir: &Path, issuer: &Issued) -> Result<Issued, DevPkiError> {
    other(dir, issuer, "tsa", "Dấu thời gian thử nghiệm", Use::Timestamp)
}

pub(super) fn ocsp(dir: &Path, issuer: &Issued) -> Result<Issued, DevPkiError> {
    other(dir, issuer, "ocsp", "OCSP thử nghiệm", Use::Ocsp)
}

pub(super) fn bad(dir: &Path, issuer: &Issued, bad: Bad, pki: &DevPki) -> Result<Issued, DevPkiError> {
    let (organ_id, name) = agency_of(KeyKind::Rsa2048);
    let order = seal_order(issuer, organ_id, name, KeyKind::P256);
    match bad {
        Bad::Expired => Order { stem: "bad-expired".into(), time: Time::Past, ..order }.fill(dir),
        Bad::NotYetValid => Order { stem: "bad-not-yet-valid".into(), time: Time::Future, ..order }.fill(dir),
        Bad::Revoked => Order { stem: "bad-revoked".into(), ..order }.fill(dir),
        Bad::WrongKeyUsage => Order { stem: "bad-key-usage".into(), use_for: Use::Encipher, ..order }.fill(dir),
        Bad::WrongExtendedKeyUsage => {
            Order { stem: "bad-extended-key-usage".into(), use_for: Use::TlsServer, ..order }.fill(dir)
        }
        Bad::LeafAsCa => {
            Order { stem: "bad-leaf-as-ca".into(), use_for: Use::SigningCa, issuer: Some(pki.root()), ..order }
                .fill(dir)
        }
        Bad::Rsa1024 => Order { stem: "bad-rsa-1024".into(), kind: KeyKind::Rsa1024, ..order }.fill(dir),
        Bad::OtherRoot => {
            let (_, other) = authorities(dir, "other-")?;
            Order { stem: "bad-other-root".into(), issuer: Some(&other), ..order }.fill(dir)
        }
        Bad::IssuedByLeaf => {
            let leaf = pki.seal(KeyKind::P256)?;
            Order { stem: "bad-issued-by-leaf".into(), issuer: Some(&leaf), ..order }.fill(dir)
        }
    }
}

/// A CRL (RFC 5280 §5) of `issuer` that names one certificate.
pub(super) fn crl(dir: &Path, issuer: &Issued, revoked: &Certificate) -> Result<PathBuf, DevPkiError> {
    let file = dir.join("issuing.crl.pem");
    let now = Clock::System.now().0 / 1_000_000;
    let mut entry = X509RevokedBuilder::new()?;
    entry.set_serial_number(revoked.x509().serial_number())?;
    entry.set_revocation_date(&*Asn1Time::from_unix(now - 3600)?)?;
    let mut builder = X509CrlBuilder::new()?;
    builder.set_issuer_name(issuer.certificate.x509().subject_name())?;
    builder.set_last_update(&*Asn1Time::from_unix(now - 3600)?)?;
    builder.set_next_update(&*Asn1Time::from_unix(now + YEAR_SECONDS)?)?;
    builder.append_extension(authority_key(&issuer.certificate)?)?;
    builder.append_extension(CrlNumber::new(BigNum::from_u32(1)?)?.build()?)?;
    builder.add_revoked(entry.build())?;
    builder.sort()?;
    builder.sign(&issuer.key, MessageDigest::sha256())?;
    write(&file, &builder.build()?.to_pem()?, 0o644)?;
    Ok(file)
}

/// The four agencies of the development PKI.
pub(super) fn agency_of(kind: KeyKind) -> (&'static str, &'static str) {
    match kind {
        KeyKind::Rsa1024 | KeyKind::Rsa2048 => ("000.00.00.H47", "Ủy ban nhân dân tỉnh Quảng Nam"),
        KeyKind::Rsa3072 => ("000.00.12.H47", "Sở Nội vụ tỉnh Quảng Nam"),
        KeyKind::P256 => ("000.00.13.H47", "Sở Tài chính tỉnh Quảng Nam"),
        KeyKind::P384 => ("000.00.14.H47", "Sở Giáo dục và Đào tạo tỉnh Quảng Nam"),
        KeyKind::P521 => ("000.00.15.H47", "Sở Y tế tỉnh Quảng Nam"),
    }
}

impl KeyKind {
    fn name(self) -> &'static str {
        match self {
            Self::Rsa1024 => "rsa1024",
            Self::Rsa2048 => "rsa2048",
            Self::Rsa3072 => "rsa3072",
            Self::P256 => "p256",
            Self::P384 => "p384",
            Self::P521 => "p521",
        }
    }

    pub(super) fn generate(self) -> Result<PKey<Private>, ErrorStack> {
        let curve = |nid| {
            let mut group = EcGroup::from_curve_name(nid)?;
            group.set_asn1_flag(Asn1Flag::NAMED_CURVE);
            PKey::from_ec_key(EcKey::generate(&group)?)
        };
        match self {
            Self::Rsa1024 => PKey::from_rsa(Rsa::generate(1024)?),
            Self::Rsa2048 => PKey::from_rsa(Rsa::generate(2048)?),
            Self::Rsa3072 => PKey::from_rsa(Rsa::generate(3072)?),
            Self::P256 => curve(Nid::X9_62_PRIME256V1),
            Self::P384 => curve(Nid::SECP384R1),
            Self::P521 => curve(Nid::SECP521R1),
        }
    }
}

/// One certificate to be made, unless it lies there already.
struct Order<'a> {
    stem: String,
    subject: Vec<(&'a str, &'a str)>,
    kind: KeyKind,
    issuer: Option<&'a Issued>,
    use_for: Use,
    time: Time,
}

#[derive(Clone, Copy)]
enum Use {
    Ca { path_length: Option<u32> },
    Sign,
    SigningCa,
    Encipher,
    TlsServer,
    TlsClient,
    Timestamp,
    Ocsp,
}

#[derive(Clone, Copy)]
enum Time {
    Usual,
    Past,
    Future,
}

impl Order<'_> {
    /// Finds the certificate in `dir` or makes it. A lock file keeps two processes from making it twice.
    fn fill(self, dir: &Path) -> Result<Issued, DevPkiError> {
        let io = |path: &Path, source| DevPkiError::Io { path: path.to_owned(), source };
        fs::create_dir_all(dir).map_err(|source| io(dir, source))?;
        let lock_file = dir.join(".lock");
        let lock = File::create(&lock_file).map_err(|source| io(&lock_file, source))?;
        lock.lock().map_err(|source| io(&lock_file, source))?;
        let cert_file = dir.join(format!("{}.pem", self.stem));
        let key_file = dir.join(format!("{}.key", self.stem));
        let chain_file = dir.join(format!("{}.chain.pem", self.stem));
        if !(cert_file.exists() && key_file.exists() && chain_file.exists()) {
            let key = self.kind.generate()?;
            let x509 = self.certificate(&key)?;
            let mut chain = x509.to_pem()?;
            self.chain().iter().for_each(|one| chain.extend(one.pem().into_bytes()));
            write(&key_file, &key.private_key_to_pem_pkcs8()?, 0o600)?;
            write(&chain_file, &chain, 0o644)?;
            write(&cert_file, &x509.to_pem()?, 0o644)?;
        }
        let read = |path: &Path| fs::read(path).map_err(|source| io(path, source));
        let key = PKey::private_key_from_pem(&read(&key_file)?)?;
        let certificates = Certificate::from_pem(&read(&cert_file)?)?;
        let Some(certificate) = certificates.into_iter().next() else {
            return Err(crate::signature::certificate::CertificateError::Empty.into());
        };
        Ok(Issued {
            certificate,
            key,
            chain: self.chain(),
            cert_file,
            key_file,
            chain_file,
            publishes: Sources::default(),
        })
    }

    /// The CAs above, without the root.
    fn chain(&self) -> Vec<Certificate> {
        match self.issuer {
            Some(issuer) if issuer.certificate.subject_der() != issuer.certificate.issuer_der() => {
                std::iter::once(issuer.certificate.clone()).chain(issuer.chain.iter().cloned()).collect()
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn certificate(&self, key: &PKey<Private>) -> Result<X509, DevPkiError> {
        let mut builder = X509Builder::new()?;
        builder.set_version(2)?;
        let mut serial = BigNum::new()?;
        serial.rand(126, MsbOption::ONE, false)?;
        builder.set_serial_number(&*serial.to_asn1_integer()?)?;
        let subject = name(&self.subject)?;
        builder.set_subject_name(&subject)?;
        builder.set_issuer_name(self.issuer.map_or(&*subject, |issuer| issuer.certificate.x509().subject_name()))?;
        let (from, to) = self.time.bounds();
        builder.set_not_before(&*Asn1Time::from_unix(from)?)?;
        builder.set_not_after(&*Asn1Time::from_unix(to)?)?;
        builder.set_pubkey(key)?;
        self.use_for.extend(&mut builder)?;
        let own = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
        builder.append_extension(own)?;
        if let Some(issuer) = self.issuer {
            let context = builder.x509v3_context(Some(issuer.certificate.x509()), None);
            let above = AuthorityKeyIdentifier::new().keyid(true).build(&context)?;
            builder.append_extension(above)?;
            for extension in sources(&issuer.publishes)? {
                builder.append_extension2(&extension)?;
            }
        }
        builder.sign(self.issuer.map_or(key, |issuer| &issuer.key), MessageDigest::sha256())?;
        Ok(builder.build())
    }
}

impl Use {
    fn extend(self, builder: &mut X509Builder) -> Result<(), ErrorStack> {
        let ca = |path_length: Option<u32>| {
            let mut constraints = BasicConstraints::new();
            constraints.critical().ca();
            if let Some(length) = path_length {
                constraints.pathlen(length);
            }
            constraints.build()
        };
        match self {
            Self::Ca { path_length } => {
                builder.append_extension(ca(path_length)?)?;
                builder.append_extension(KeyUsage::new().critical().key_cert_sign().crl_sign().build()?)?;
            }
            Self::SigningCa => {
                builder.append_extension(ca(None)?)?;
                let usage = KeyUsage::new().critical().digital_signature().key_cert_sign().build()?;
                builder.append_extension(usage)?;
            }
            Self::Sign => {
                builder.append_extension(BasicConstraints::new().critical().build()?)?;
                let usage = KeyUsage::new().critical().digital_signature().non_repudiation().build()?;
                builder.append_extension(usage)?;
            }
            Self::Encipher => builder.append_extension(KeyUsage::new().critical().key_encipherment().build()?)?,
            Self::TlsServer => {
                builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
                builder.append_extension(ExtendedKeyUsage::new().server_auth().build()?)?;
                let mut names = SubjectAlternativeName::new();
                names.dns("localhost").ip("127.0.0.1").ip("::1");
                let names = names.build(&builder.x509v3_context(None, None))?;
                builder.append_extension(names)?;
            }
            Self::TlsClient => {
                builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
                builder.append_extension(ExtendedKeyUsage::new().client_auth().build()?)?;
            }
            Self::Timestamp => {
                let usage = KeyUsage::new().critical().digital_signature().non_repudiation().build()?;
                builder.append_extension(usage)?;
                builder.append_extension(ExtendedKeyUsage::new().critical().time_stamping().build()?)?;
            }
            Self::Ocsp => {
                builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
                builder.append_extension(ExtendedKeyUsage::new().other("OCSPSigning").build()?)?;
            }
        }
        Ok(())
    }
}

impl Time {
    /// First and last second, Unix time.
    fn bounds(self) -> (i64, i64) {
        let now = Clock::System.now().0 / 1_000_000;
        match self {
            // Old enough for the demo's last year.
            Self::Usual => (now - 4 * YEAR_SECONDS, now + 10 * YEAR_SECONDS),
            Self::Past => (1_577_836_800, 1_609_459_200),
            Self::Future => (3_786_912_000, 3_818_448_000),
        }
    }
}

fn seal_order<'a>(issuer: &'a Issued, organ_id: &'a str, name: &'a str, kind: KeyKind) -> Order<'a> {
    Order {
        stem: String::new(),
        subject: vec![("C", "VN"), ("O", name), ("organizationIdentifier", organ_id), ("CN", name)],
        kind,
        issuer: Some(issuer),
        use_for: Use::Sign,
        time: Time::Usual,
    }
}

fn other(dir: &Path, issuer: &Issued, stem: &str, cn: &str, use_for: Use) -> Result<Issued, DevPkiError> {
    let subject = vec![("C", "VN"), ("O", "Liên thông (thử nghiệm)"), ("CN", cn)];
    let stem = stem.to_owned();
    Order { stem, subject, kind: KeyKind::P256, issuer: Some(issuer), use_for, time: Time::Usual }.fill(dir)
}

/// UTF8String throughout, by type and not by OpenSSL's choice: that one refuses organisation names above 64 characters,
/// which Vietnamese agencies have.
fn name(attributes: &[(&str, &str)]) -> Result<X509Name, ErrorStack> {
    let mut builder = X509NameBuilder::new()?;
    for (field, value) in attributes {
        let kind =
            if *field == "C" { openssl::asn1::Asn1Type::PRINTABLESTRING } else { openssl::asn1::Asn1Type::UTF8STRING };
        builder.append_entry_by_text_with_type(field, value, kind)?;
    }
    Ok(builder.build())
}

/// CRLDistributionPoints and AuthorityInfoAccess with one URL each.
fn sources(publishes: &Sources) -> Result<Vec<X509Extension>, DevPkiError> {
    let url = |text: &str| Ok::<_, der::Error>(GeneralName::UniformResourceIdentifier(Ia5String::new(text)?));
    let mut extensions = Vec::new();
    if let Some(text) = &publishes.crl {
        let name = DistributionPointName::FullName(vec![url(text)?]);
        let point = DistributionPoint { distribution_point: Some(name), reasons: None, crl_issuer: None };
        extensions.push(from_der("2.5.29.31", &CrlDistributionPoints(vec![point]).to_der()?)?);
    }
    if let Some(text) = &publishes.ocsp {
        let access = AccessDescription { access_method: OCSP, access_location: url(text)? };
        extensions.push(from_der("1.3.6.1.5.5.7.1.1", &AuthorityInfoAccessSyntax(vec![access]).to_der()?)?);
    }
    Ok(extensions)
}

fn from_der(oid: &str, der: &[u8]) -> Result<X509Extension, ErrorStack> {
    X509Extension::new_from_der(&*Asn1Object::from_str(oid)?, false, &*Asn1OctetString::new_from_bytes(der)?)
}

/// AuthorityKeyIdentifier with the issuer's key identifier: for a CRL, where the binding has no builder for it.
fn authority_key(issuer: &Certificate) -> Result<X509Extension, ErrorStack> {
    let key_id = issuer.x509().subject_key_id().map(|id| id.as_slice().to_vec()).unwrap_or_default();
    let length = u8::try_from(key_id.len()).unwrap_or_default();
    let mut der = vec![0x30, length + 2, 0x80, length];
    der.extend(key_id);
    from_der("2.5.29.35", &der)
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> Result<(), DevPkiError> {
    let io = |source| DevPkiError::Io { path: path.to_owned(), source };
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path).map_err(io)?;
    file.write_all(bytes).map_err(io)
}

fn file_name(organ_id: &str) -> String {
    let keep = |char: char| char.is_ascii_alphanumeric() || char == '.' || char == '-';
    organ_id.chars().map(|char| if keep(char) { char.to_string() } else { format!("_{:x}", u32::from(char)) }).collect()
}

const YEAR_SECONDS: i64 = 365 * 24 * 3600;

/// id-ad-ocsp (RFC 5280 §4.2.2.1).
const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
