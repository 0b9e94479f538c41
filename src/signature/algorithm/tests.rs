use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::md::Md;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::{Padding, Rsa};
use openssl::sign::RsaPssSaltlen;
use proptest::prelude::*;

use super::*;
use crate::signature::mini_ca::curve;

#[test]
fn uris_and_values_are_one_to_one() {
    for (uri, algorithm) in SIGNATURES {
        assert_eq!(algorithm.uri(), *uri);
        assert_eq!(SignatureAlgorithm::from_uri(uri).unwrap(), *algorithm);
    }
    for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
        assert_eq!(DigestAlgorithm::from_uri(digest.uri()).unwrap(), digest);
        assert_eq!(digest.digest(b"abc").unwrap().len(), digest.size());
    }
}

#[test]
fn what_is_refused_has_a_code_of_its_own() {
    for (uri, expected) in [
        ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "signature.algorithm_sha1"),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", "signature.algorithm_sha1"),
        ("http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1", "signature.algorithm_sha1"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-md5", "signature.algorithm_md5"),
        ("http://www.w3.org/2000/09/xmldsig#hmac-sha1", "signature.algorithm_hmac"),
        ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "signature.algorithm_hmac"),
        ("http://www.w3.org/2000/09/xmldsig#dsa-sha1", "signature.algorithm_dsa"),
        ("http://www.w3.org/2009/xmldsig11#dsa-sha256", "signature.algorithm_dsa"),
        ("http://www.w3.org/2007/05/xmldsig-more#sha224-rsa-MGF1", "signature.algorithm_unknown"),
        ("http://www.w3.org/2007/05/xmldsig-more#md5-rsa-MGF1", "signature.algorithm_md5"),
        ("http://www.w3.org/2007/05/xmldsig-more#rsa-pss", "signature.algorithm_unknown"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160", "signature.algorithm_unknown"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 ", "signature.algorithm_unknown"),
        ("", "signature.algorithm_unknown"),
    ] {
        assert_eq!(SignatureAlgorithm::from_uri(uri).unwrap_err().code().name(), expected, "{uri}");
    }
    for (uri, expected) in [
        ("http://www.w3.org/2000/09/xmldsig#sha1", "signature.digest_sha1"),
        ("http://www.w3.org/2001/04/xmldsig-more#md5", "signature.digest_md5"),
        ("http://www.w3.org/2001/04/xmlenc#SHA256", "signature.digest_unknown"),
    ] {
        assert_eq!(DigestAlgorithm::from_uri(uri).unwrap_err().code().name(), expected, "{uri}");
    }
}

#[test]
fn a_stream_gives_the_digest_of_the_whole() {
    use std::io::Write as _;
    let mut stream = DigestAlgorithm::Sha384.hasher().unwrap();
    stream.write_all(b"a").unwrap();
    stream.update(b"bc").unwrap();
    assert_eq!(stream.finish().unwrap(), DigestAlgorithm::Sha384.digest(b"abc").unwrap());
}

#[test]
fn signs_and_verifies_with_each_kind_of_key() {
    let rsa = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    for key in [rsa, curve(Nid::X9_62_PRIME256V1), curve(Nid::SECP384R1), curve(Nid::SECP521R1)] {
        let public = public(&key);
        for (_, algorithm) in SIGNATURES {
            let digest = algorithm.digest().digest(b"SignedInfo").unwrap();
            let made = sign(&key, *algorithm, &digest);
            let fits =
                !matches!(algorithm, SignatureAlgorithm::Ecdsa(_)) == matches!(public.kind(), KeyKind::Rsa { .. });
            if !fits {
                assert_eq!(made.unwrap_err().code().name(), "signature.key_mismatch");
                let value = vec![1; public.value_length()];
                let fault = public.verify(*algorithm, &digest, &value).unwrap_err();
                assert_eq!(fault.code().name(), "signature.key_mismatch");
                continue;
            }
            let value = made.unwrap();
            assert_eq!(value.len(), public.value_length());
            public.verify(*algorithm, &digest, &value).unwrap();
            let other = algorithm.digest().digest(b"Signedinfo").unwrap();
            assert!(matches!(public.verify(*algorithm, &other, &value), Err(AlgorithmFault::ValueWrong)));
            let short = &value[1..];
            assert!(matches!(public.verify(*algorithm, &digest, short), Err(AlgorithmFault::ValueLength { .. })));
        }
    }
}

/// RFC 8017 lets the salt have any length; the profile's URIs fix it (RFC 9231 §2.3.10).
#[test]
fn a_pss_salt_of_another_length_does_not_verify() {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let algorithm = SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256);
    let digest = DigestAlgorithm::Sha256.digest(b"SignedInfo").unwrap();
    for (salt, mgf, fits) in
        [(32, Md::sha256(), true), (20, Md::sha256(), false), (0, Md::sha256(), false), (32, Md::sha384(), false)]
    {
        let mut context = PkeyCtx::new(&key).unwrap();
        context.sign_init().unwrap();
        context.set_signature_md(Md::sha256()).unwrap();
        context.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
        context.set_rsa_mgf1_md(mgf).unwrap();
        context.set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt)).unwrap();
        let mut value = Vec::new();
        context.sign_to_vec(&digest, &mut value).unwrap();
        assert_eq!(public(&key).verify(algorithm, &digest, &value).is_ok(), fits, "{salt}");
        let pkcs1 = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        assert!(public(&key).verify(pkcs1, &digest, &value).is_err(), "one padding is not the other");
    }
}

#[test]
fn der_zero_and_overlong_ecdsa_values_do_not_fit() {
    let key = curve(Nid::X9_62_PRIME256V1);
    let public = public(&key);
    let ecdsa = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
    let digest = DigestAlgorithm::Sha256.digest(b"x").unwrap();
    let der = EcdsaSig::sign(&digest, &key.ec_key().unwrap()).unwrap().to_der().unwrap();
    assert!(matches!(public.verify(ecdsa, &digest, &der), Err(AlgorithmFault::ValueLength { .. })));
    for value in [[0; 64], [0xff; 64]] {
        assert!(matches!(public.verify(ecdsa, &digest, &value), Err(AlgorithmFault::ValueWrong)));
    }
}

#[test]
fn key_rules() {
    let rsa = |bits, exponent| {
        let e = BigNum::from_u32(exponent).unwrap();
        PKey::from_rsa(Rsa::generate_with_e(bits, &e).unwrap()).unwrap()
    };
    assert_eq!(kind_of(&rsa(1024, 65537)).unwrap_err().code().name(), "certificate.weak_key");
    assert_eq!(kind_of(&rsa(2048, 3)).unwrap_err().code().name(), "certificate.weak_key");
    let n = rsa(2048, 65537).rsa().unwrap().n().to_owned().unwrap();
    let even = Rsa::from_public_components(n, BigNum::from_u32(65538).unwrap()).unwrap();
    assert_eq!(kind_of(&PKey::from_rsa(even).unwrap()).unwrap_err().code().name(), "certificate.weak_key");
    for (bits, taken) in [(63, true), (64, false), (1500, false)] {
        let n = rsa(2048, 65537).rsa().unwrap().n().to_owned().unwrap();
        let mut long = BigNum::from_u32(1).unwrap();
        long.set_bit(bits).unwrap();
        let key = PKey::from_rsa(Rsa::from_public_components(n, long).unwrap()).unwrap();
        assert_eq!(kind_of(&key).is_ok(), taken, "an exponent of {} bits", bits + 1);
    }
    assert_eq!(kind_of(&curve(Nid::SECP521R1)).unwrap(), KeyKind::P521);
    assert_eq!(kind_of(&curve(Nid::SECP256K1)).unwrap_err().code().name(), "certificate.key_unsupported");
    assert_eq!(kind_of(&PKey::generate_ed25519().unwrap()).unwrap_err().code().name(), "certificate.key_unsupported");
}

proptest! {
    #[test]
    fn no_value_panics(value in proptest::collection::vec(any::<u8>(), 0..130)) {
        let key = curve(Nid::X9_62_PRIME256V1);
        let digest = DigestAlgorithm::Sha256.digest(b"x").unwrap();
        let fits = public(&key).verify(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256), &digest, &value);
        prop_assert!(fits.is_err());
    }
}

fn public(key: &PKey<Private>) -> PublicKey {
    PublicKey::new(PKey::public_key_from_der(&key.public_key_to_der().unwrap()).unwrap()).unwrap()
}
