//! Certificates that the development PKI does not issue, out of OpenSSL's builder.

use std::path::PathBuf;

use lienthong::signature::certificate::Certificate;
use lienthong::signature::dev_pki::{Issued, Sources};
use openssl::asn1::{Asn1Object, Asn1OctetString, Asn1Time, Asn1Type};
use openssl::bn::BigNum;
use openssl::ec::{Asn1Flag, EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Extension, X509Name, X509NameBuilder};

/// A certificate, its key, and what is to be sent along.
#[derive(Clone)]
pub struct Made {
    pub certificate: Certificate,
    pub key: PKey<Private>,
    pub chain: Vec<Certificate>,
}

/// What to make.
pub struct Wish<'a> {
    pub subject: X509Name,
    pub key: PKey<Private>,
    /// Whose name stands as issuer, and whose key signs; none is self-signed.
    pub issuer: Option<&'a Made>,
    pub ca: Option<Option<u32>>,
    pub usage: bool,
    pub purposes: Vec<&'static str>,
    pub extra: Vec<X509Extension>,
    pub digest: MessageDigest,
    pub days: (i64, i64),
}

impl<'a> Wish<'a> {
    /// A seal of that subject.
    pub fn leaf(subject: X509Name, issuer: &'a Made) -> Self {
        Self { issuer: Some(issuer), ca: None, ..Self::root(subject) }
    }

    /// A self-signed CA.
    pub fn root(subject: X509Name) -> Self {
        Self {
            subject,
            key: curve(Nid::X9_62_PRIME256V1, true),
            issuer: None,
            ca: Some(None),
            usage: true,
            purposes: Vec::new(),
            extra: Vec::new(),
            digest: MessageDigest::sha256(),
            days: (-10, 1000),
        }
    }

    pub fn make(self) -> Made {
        let certificate = Certificate::from_der(&self.x509().to_der().unwrap()).unwrap();
        let chain =
            self.issuer.iter().flat_map(|issuer| [vec![issuer.certificate.clone()], issuer.chain.clone()].concat());
        Made { certificate, chain: chain.collect(), key: self.key.clone() }
    }

    fn x509(&self) -> X509 {
        let mut builder = X509Builder::new().unwrap();
        builder.set_version(2).unwrap();
        let mut serial = BigNum::new().unwrap();
        serial.rand(120, openssl::bn::MsbOption::ONE, false).unwrap();
        builder.set_serial_number(&serial.to_asn1_integer().unwrap()).unwrap();
        builder.set_subject_name(&self.subject).unwrap();
        builder
            .set_issuer_name(self.issuer.map_or(&self.subject, |one| one.certificate.x509().subject_name()))
            .unwrap();
        let now = lienthong::clock::Clock::System.now().0 / 1_000_000;
        builder.set_not_before(&Asn1Time::from_unix(now + self.days.0 * 86_400).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::from_unix(now + self.days.1 * 86_400).unwrap()).unwrap();
        builder.set_pubkey(&self.key).unwrap();
        match self.ca {
            Some(length) => {
                let mut constraints = BasicConstraints::new();
                constraints.critical().ca();
                if let Some(length) = length {
                    constraints.pathlen(length);
                }
                builder.append_extension(constraints.build().unwrap()).unwrap();
                builder
                    .append_extension(KeyUsage::new().critical().key_cert_sign().crl_sign().build().unwrap())
                    .unwrap();
            }
            None if self.usage => {
                let usage = KeyUsage::new().critical().digital_signature().non_repudiation().build().unwrap();
                builder.append_extension(usage).unwrap();
            }
            None => {}
        }
        if !self.purposes.is_empty() {
            let mut purposes = ExtendedKeyUsage::new();
            for purpose in &self.purposes {
                purposes.other(purpose);
            }
            builder.append_extension(purposes.build().unwrap()).unwrap();
        }
        let own = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None)).unwrap();
        builder.append_extension(own).unwrap();
        if let Some(issuer) = self.issuer {
            let context = builder.x509v3_context(Some(issuer.certificate.x509()), None);
            builder.append_extension(AuthorityKeyIdentifier::new().keyid(true).build(&context).unwrap()).unwrap();
        }
        self.extra.iter().for_each(|extension| builder.append_extension2(extension).unwrap());
        builder.sign(self.issuer.map_or(&self.key, |issuer| &issuer.key), self.digest).unwrap();
        builder.build()
    }
}

impl From<&Issued> for Made {
    fn from(issued: &Issued) -> Self {
        Self { certificate: issued.certificate.clone(), key: issued.key.clone(), chain: issued.chain.clone() }
    }
}

impl From<&Made> for Issued {
    /// In memory only: it lies in no file.
    fn from(made: &Made) -> Self {
        Self {
            certificate: made.certificate.clone(),
            key: made.key.clone(),
            chain: made.chain.clone(),
            cert_file: PathBuf::new(),
            key_file: PathBuf::new(),
            chain_file: PathBuf::new(),
            publishes: Sources::default(),
        }
    }
}

/// The name that a certificate bears.
pub fn subject_of(certificate: &Certificate) -> X509Name {
    X509Name::from_der(&certificate.x509().subject_name().to_der().unwrap()).unwrap()
}

/// A name, an attribute after the other.
pub fn name(attributes: &[(&str, &str)]) -> X509Name {
    let mut builder = X509NameBuilder::new().unwrap();
    for (field, value) in attributes {
        let kind = if *field == "C" { Asn1Type::PRINTABLESTRING } else { Asn1Type::UTF8STRING };
        builder.append_entry_by_text_with_type(field, value, kind).unwrap();
    }
    builder.build()
}

/// A key on that curve, by its name or with all its parameters written out.
pub fn curve(nid: Nid, named: bool) -> PKey<Private> {
    let mut group = EcGroup::from_curve_name(nid).unwrap();
    group.set_asn1_flag(if named { Asn1Flag::NAMED_CURVE } else { Asn1Flag::EXPLICIT_CURVE });
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

pub fn rsa(bits: u32, exponent: u32) -> PKey<Private> {
    PKey::from_rsa(Rsa::generate_with_e(bits, &BigNum::from_u32(exponent).unwrap()).unwrap()).unwrap()
}

/// An extension from its DER.
pub fn extension(oid: &str, critical: bool, der: &[u8]) -> X509Extension {
    let oid = Asn1Object::from_str(oid).unwrap();
    X509Extension::new_from_der(&oid, critical, &Asn1OctetString::new_from_bytes(der).unwrap()).unwrap()
}
