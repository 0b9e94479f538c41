use der::Tag;
use openssl::ec::{Asn1Flag, EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::pkey::PKey;
use proptest::prelude::*;

use super::*;
use crate::signature::mini_ca::{self, Wish, utf8_name};
use crate::signature::name::{CN, O, ORGANIZATION_IDENTIFIER};

#[test]
fn says_what_it_is() {
    let root = Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make();
    let subject = utf8_name(&[(O, "Sở Nội vụ, \"H47\""), (ORGANIZATION_IDENTIFIER, "H47.12"), (CN, " a+b ")]);
    let leaf = Wish { serial: 0x80, ..Wish::leaf(subject.clone(), &root) }.make();
    let certificate = &leaf.certificate;
    assert_eq!(certificate.subject(), r#"CN=\ a\+b\ ,organizationIdentifier=H47.12,O=Sở Nội vụ\, \"H47\""#);
    assert_eq!(certificate.issuer(), "CN=Gốc");
    assert_eq!(certificate.issuer_rfc4514(), "CN=Gốc");
    assert_eq!(certificate.subject_der(), subject);
    assert_eq!(certificate.serial(), [0, 0x80]);
    assert_eq!((certificate.serial_decimal().as_str(), certificate.serial_hex().as_str()), ("128", "0080"));
    assert_eq!(certificate.not_before(), Micros(1_700_000_000_000_000));
    assert_eq!(certificate.not_after(), Micros(2_000_000_000_000_000));
    assert!(!certificate.is_ca() && root.certificate.is_ca());
    assert!(!certificate.publishes().any());
    assert_eq!(certificate.sha256(), crypto::sha256(certificate.der()));
    assert_eq!(certificate.spki_sha256(), crypto::sha256(&leaf.key.public_key_to_der().unwrap()));
    assert!(root.certificate.issued(certificate) && !certificate.issued(&root.certificate));
    assert_eq!(&Certificate::from_pem(certificate.pem().as_bytes()).unwrap()[0], certificate);
}

#[test]
fn names_outside_rfc4514_are_written_dotted() {
    let subject = utf8_name(&[(ORGANIZATION_IDENTIFIER, "H47"), (CN, "CA")]);
    let root = Wish::ca(subject, None).make();
    assert_eq!(root.certificate.issuer_rfc4514(), "CN=CA,2.5.4.97=#0c03483437");
    let control = mini_ca::name(&[vec![(CN, Tag::Utf8String, b"a\0b".to_vec())]]);
    assert_eq!(Wish::ca(control, None).make().certificate.subject(), r"CN=a\00b");
}

#[test]
fn a_curve_must_be_named() {
    let root = Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make();
    let mut group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    group.set_asn1_flag(Asn1Flag::EXPLICIT_CURVE);
    let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    let leaf = Wish { key, ..Wish::leaf(utf8_name(&[(CN, "Dấu")]), &root) }.make();
    assert_eq!(leaf.certificate.key().unwrap_err().code().name(), "certificate.key_unsupported");
    assert_eq!(root.certificate.key().unwrap().value_length(), 64);
}

#[test]
fn what_is_no_certificate() {
    let root = Wish::ca(utf8_name(&[(CN, "Gốc")]), None).make();
    let der = root.certificate.der();
    let fails = |bytes: &[u8]| Certificate::from_der(bytes).unwrap_err();
    assert!(matches!(fails(&[]), CertificateError::Malformed { .. }));
    assert!(matches!(fails(&der[..der.len() - 1]), CertificateError::Malformed { .. }));
    assert!(matches!(fails(&[der, &[0]].concat()), CertificateError::Malformed { .. }));
    assert_eq!(fails(&vec![0x30; DER_BYTES_MAX + 1]), CertificateError::TooLong { found: DER_BYTES_MAX + 1 });
    assert_eq!(Certificate::from_pem(b"none here").unwrap_err(), CertificateError::Empty);
}

/// RFC 5280 §4.1.2.5: 99991231235959Z is "no end", and is shown as any other time.
#[test]
fn no_end_is_a_time_that_can_be_shown() {
    let end = der::asn1::GeneralizedTime::from_date_time(der::DateTime::new(9999, 12, 31, 23, 59, 59).unwrap());
    let at = micros(&x509_cert::time::Time::GeneralTime(end));
    assert!(jiff::Timestamp::from_microsecond(at.0).is_ok(), "{at:?}");
    let proof = crate::signature::revocation::Proof {
        kind: crate::signature::revocation::Kind::Crl,
        origin: crate::signature::revocation::Origin::Given,
        sha256: crypto::sha256(b""),
        this_update: at,
        until: at,
        issued: at,
    };
    assert!(serde_json::to_string(&proof).unwrap().contains("9999-12-31"));
}

proptest! {
    #[test]
    fn a_damaged_certificate_never_panics(at in 0usize..600, with in any::<u8>()) {
        let mut der = DAMAGED.certificate.der().to_vec();
        let at = at % der.len();
        der[at] = with;
        if let Ok(read) = Certificate::from_der(&der) {
            let _ = (read.subject(), read.issuer_rfc4514(), read.serial_decimal(), read.key().is_ok());
        }
    }
}

static DAMAGED: LazyLock<mini_ca::Made> = LazyLock::new(|| Wish::ca(utf8_name(&[(CN, "Gốc"), (O, "VN")]), None).make());
