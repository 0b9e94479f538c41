//! Certificates that the development PKI does not issue: odd names, cross-signed CAs, name constraints. For the tests of
//! this room.

use der::asn1::{Any, ObjectIdentifier, SetOfVec};
use der::{Encode, Tag};
use openssl::asn1::{Asn1Object, Asn1OctetString, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{Asn1Flag, EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier};
use openssl::x509::{X509, X509Builder, X509Extension, X509Name};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{RdnSequence, RelativeDistinguishedName};

use super::certificate::Certificate;
use crate::domain::ids::Micros;

/// A certificate and its key.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) certificate: Certificate,
    pub(super) key: PKey<Private>,
}

/// What to make; `issuer` absent means self-signed.
pub(super) struct Wish<'a> {
    pub(super) subject: Vec<u8>,
    pub(super) key: PKey<Private>,
    pub(super) issuer: Option<&'a Made>,
    pub(super) ca: bool,
    pub(super) serial: u32,
    pub(super) extra: Vec<X509Extension>,
    pub(super) digest: MessageDigest,
}

impl<'a> Wish<'a> {
    pub(super) fn ca(subject: Vec<u8>, issuer: Option<&'a Made>) -> Self {
        let digest = MessageDigest::sha256();
        Self { subject, key: curve(Nid::X9_62_PRIME256V1), issuer, ca: true, serial: 7, extra: Vec::new(), digest }
    }

    pub(super) fn leaf(subject: Vec<u8>, issuer: &'a Made) -> Self {
        Self { ca: false, ..Self::ca(subject, Some(issuer)) }
    }

    pub(super) fn make(self) -> Made {
        let certificate = Certificate::from_der(&self.x509().to_der().unwrap()).unwrap();
        Made { certificate, key: self.key }
    }

    fn x509(&self) -> X509 {
        let mut builder = X509Builder::new().unwrap();
        builder.set_version(2).unwrap();
        builder.set_serial_number(&BigNum::from_u32(self.serial).unwrap().to_asn1_integer().unwrap()).unwrap();
        let subject = X509Name::from_der(&self.subject).unwrap();
        builder.set_subject_name(&subject).unwrap();
        match self.issuer {
            Some(issuer) => builder.set_issuer_name(issuer.certificate.x509().subject_name()).unwrap(),
            None => builder.set_issuer_name(&subject).unwrap(),
        }
        builder.set_not_before(&Asn1Time::from_unix(1_700_000_000).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::from_unix(2_000_000_000).unwrap()).unwrap();
        builder.set_pubkey(&self.key).unwrap();
        if self.ca {
            builder.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
            builder.append_extension(KeyUsage::new().critical().key_cert_sign().build().unwrap()).unwrap();
        } else {
            builder.append_extension(KeyUsage::new().critical().digital_signature().build().unwrap()).unwrap();
        }
        let own = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None)).unwrap();
        builder.append_extension(own).unwrap();
        if let Some(issuer) = self.issuer {
            let context = builder.x509v3_context(Some(issuer.certificate.x509()), None);
            let above = AuthorityKeyIdentifier::new().keyid(true).build(&context).unwrap();
            builder.append_extension(above).unwrap();
        }
        for extension in &self.extra {
            builder.append_extension2(extension).unwrap();
        }
        builder.sign(self.issuer.map_or(&self.key, |issuer| &issuer.key), self.digest).unwrap();
        builder.build()
    }
}

/// A moment at which all that is made here is valid.
pub(super) const NOW: Micros = Micros(1_800_000_000_000_000);

/// A key on that curve, named.
pub(super) fn curve(nid: Nid) -> PKey<Private> {
    let mut group = EcGroup::from_curve_name(nid).unwrap();
    group.set_asn1_flag(Asn1Flag::NAMED_CURVE);
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

/// An extension from its DER.
pub(super) fn extension(oid: &str, critical: bool, der: &[u8]) -> X509Extension {
    let oid = Asn1Object::from_str(oid).unwrap();
    X509Extension::new_from_der(&oid, critical, &Asn1OctetString::new_from_bytes(der).unwrap()).unwrap()
}

/// A name in DER of UTF8Strings, an RDN for each attribute.
pub(super) fn utf8_name(attributes: &[(&str, &str)]) -> Vec<u8> {
    let rdns: Vec<Vec<_>> =
        attributes.iter().map(|(oid, value)| vec![(*oid, Tag::Utf8String, value.as_bytes().to_vec())]).collect();
    name(&rdns)
}

/// A name in DER: a list of RDNs, each a list of (type, string tag, value bytes).
pub(super) fn name(rdns: &[Vec<(&str, Tag, Vec<u8>)>]) -> Vec<u8> {
    let rdns = rdns.iter().map(|rdn| {
        let mut set = SetOfVec::new();
        for (oid, tag, value) in rdn {
            let value = Any::new(*tag, value.clone()).unwrap();
            set.insert(AttributeTypeAndValue { oid: ObjectIdentifier::new(oid).unwrap(), value }).unwrap();
        }
        RelativeDistinguishedName(set)
    });
    RdnSequence(rdns.collect()).to_der().unwrap()
}

/// UTF-16 big-endian, as BMPString holds it.
pub(super) fn bmp(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}
