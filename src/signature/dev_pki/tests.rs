use std::collections::HashSet;
use std::os::unix::fs::PermissionsExt;

use openssl::x509::{CrlStatus, X509Crl};

use super::*;
use crate::signature::name::{ORGANIZATION_IDENTIFIER, last_value};

#[test]
fn everything_is_made_once_and_found_again() {
    let dir = tempfile::tempdir().unwrap();
    let first = DevPki::make_all(dir.path()).unwrap();
    let files = || -> HashSet<_> {
        std::fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (std::fs::read(&path).unwrap(), path))
            .filter(|(_, path)| !path.ends_with("issuing.crl.pem"))
            .collect()
    };
    let before = files();
    let again = DevPki::make_all(dir.path()).unwrap();
    assert_eq!(files(), before);
    assert_eq!(first.root().certificate, again.root().certificate);
    for (_, path) in before.iter().filter(|(_, path)| path.extension().is_some_and(|ending| ending == "key")) {
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
    }
    let crl = X509Crl::from_pem(&std::fs::read(again.crl().unwrap()).unwrap()).unwrap();
    assert!(crl.verify(&again.issuing().key).unwrap());
    let revoked = again.bad(Bad::Revoked).unwrap().certificate;
    assert!(matches!(crl.get_by_cert(&revoked.x509().to_owned()), CrlStatus::Revoked(_)));
    let seal = again.seal(KeyKind::P256).unwrap().certificate;
    assert!(matches!(crl.get_by_cert(&seal.x509().to_owned()), CrlStatus::NotRevoked));
}

#[test]
fn a_seal_bears_name_and_organ_id_and_publishes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let pki = DevPki::make(dir.path()).unwrap();
    let long = "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và nông nghiệp tỉnh Quảng Nam";
    let seal = pki.seal_for(&OrganId("000.00.77.H47".into()), long, KeyKind::P256).unwrap();
    let subject = seal.certificate.subject_name();
    assert_eq!(last_value(subject, ORGANIZATION_IDENTIFIER).as_deref(), Some("000.00.77.H47"));
    assert_eq!(last_value(subject, crate::signature::name::O).as_deref(), Some(long));
    assert!(!seal.certificate.publishes().any());
    assert_eq!(seal.cert_file.file_name().unwrap(), "seal-000.00.77.H47-p256.pem");
    let odd = pki.seal_for(&OrganId("../H47/1".into()), "Cơ quan", KeyKind::P256).unwrap();
    assert_eq!(odd.cert_file.parent().unwrap(), dir.path());
}
