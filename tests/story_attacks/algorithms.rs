//! Algorithm downgrade, and values that only look like one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lienthong::signature::sign::Form;
use openssl::bn::{BigNum, BigNumContext};
use openssl::ecdsa::EcdsaSig;
use openssl::hash::{MessageDigest, hash};
use openssl::md::Md;
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;

use super::pen;
use super::table::{Format, Table};
use super::text::{between, swap};
use super::world::{VICTIM, bare_xml};

const MORE: &str = "http://www.w3.org/2001/04/xmldsig-more#";
const ECDSA: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";

pub fn rows(t: &mut Table<'_>) {
    t.family("algorithms");
    digests(t);
    methods(t);
    ecdsa(t);
    rsa(t);
    pss(t);
}

fn digests(t: &mut Table<'_>) {
    let tries = "a digest for which a second document can be found";
    let table = [
        ("SHA-1", SHA1.to_owned(), "signature.digest_sha1"),
        ("MD5", format!("{MORE}md5"), "signature.digest_md5"),
        ("SHA-224", format!("{MORE}sha224"), "signature.digest_unknown"),
        ("SHA3-256", "http://www.w3.org/2007/05/xmldsig-more#sha3-256".to_owned(), "signature.digest_unknown"),
        ("RIPEMD-160", "http://www.w3.org/2001/04/xmlenc#ripemd160".to_owned(), "signature.digest_unknown"),
        ("CRC-32", "urn:crc32".to_owned(), "signature.digest_unknown"),
        ("no digest", String::new(), "signature.digest_unknown"),
        (
            "SHA-256 by another spelling",
            "http://www.w3.org/2001/04/xmlenc#SHA256".to_owned(),
            "signature.digest_unknown",
        ),
    ];
    for (name, uri, code) in &table {
        t.xades(&format!("{name} over the document"), code, tries, |x| swap(x, SHA256, uri));
        t.asice(&format!("{name} over an entry"), code, tries, |p| p.signature(|x| swap(x, SHA256, uri)));
    }
    t.plain("plain: SHA-1 over the document", "signature.digest_sha1", tries, |x| swap(x, SHA256, SHA1));
    t.xades("SHA-1 over the properties", "signature.digest_sha1", tries, |x| {
        let start = x.find("#SignedProperties").unwrap();
        format!("{}{}", &x[..start], swap(&x[start..], SHA256, SHA1))
    });
    t.xades("something in DigestMethod", "signature.structure", "a parameter that no digest has", |x| {
        swap(
            x,
            &format!("<ds:DigestMethod Algorithm=\"{SHA256}\">"),
            &format!("<ds:DigestMethod Algorithm=\"{SHA256}\"><a></a>"),
        )
    });
    let key = &t.world.seal.key;
    t.after("a digest of the length of another", "signature.base64 signature.digest", "48 bytes under SHA-256", |x| {
        let x = between(x, "<ds:DigestValue>", "<", &STANDARD.encode([0; 48]));
        pen::with_value(&x, &pen::signed(ECDSA, &pen::signed_info(&x), key))
    });
}

fn methods(t: &mut Table<'_>) {
    let old = "http://www.w3.org/2000/09/xmldsig#";
    let table = [
        ("ECDSA-SHA-1", format!("{MORE}ecdsa-sha1"), "signature.algorithm_sha1"),
        ("RSA-SHA-1", format!("{old}rsa-sha1"), "signature.legacy"),
        ("RSA-MD5", format!("{MORE}rsa-md5"), "signature.algorithm_md5"),
        ("DSA-SHA-1", format!("{old}dsa-sha1"), "signature.algorithm_dsa"),
        ("DSA-SHA-256", "http://www.w3.org/2009/xmldsig11#dsa-sha256".to_owned(), "signature.algorithm_dsa"),
        (
            "PSS over SHA-1",
            "http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1".to_owned(),
            "signature.algorithm_sha1",
        ),
        ("ECDSA-SHA-224", format!("{MORE}ecdsa-sha224"), "signature.algorithm_unknown"),
        (
            "ECDSA-RIPEMD-160",
            "http://www.w3.org/2007/05/xmldsig-more#ecdsa-ripemd160".to_owned(),
            "signature.algorithm_unknown",
        ),
        ("Ed25519", "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519".to_owned(), "signature.algorithm_unknown"),
        ("none", "none".to_owned(), "signature.algorithm_unknown"),
        ("nothing", String::new(), "signature.algorithm_unknown"),
        ("a digest", SHA256.to_owned(), "signature.algorithm_unknown"),
        ("ECDSA with a space", format!("{ECDSA} "), "signature.algorithm_unknown"),
        ("ECDSA in capitals", ECDSA.to_uppercase(), "signature.algorithm_unknown"),
        ("RSA with a key on P-256", format!("{MORE}rsa-sha256"), "signature.key_mismatch"),
        ("RSA-SHA-512 with a key on P-256", format!("{MORE}rsa-sha512"), "signature.key_mismatch"),
    ];
    for (name, uri, code) in table {
        t.xades(&format!("method {name}"), code, "a method that is weaker, or that the key is not for", |x| {
            swap(x, ECDSA, &uri)
        });
    }
    t.plain("plain: method RSA-SHA-1", "signature.legacy", "what legacy clients write", |x| {
        swap(x, ECDSA, &format!("{old}rsa-sha1"))
    });
    t.asice("method ECDSA-SHA-1 in a container", "signature.algorithm_sha1", "a method that is weaker", |p| {
        p.signature(|x| swap(x, ECDSA, &format!("{MORE}ecdsa-sha1")));
    });
    t.asice("method RSA-SHA-1 in a container", "signature.algorithm_sha1", "a method that is weaker", |p| {
        p.signature(|x| swap(x, ECDSA, &format!("{old}rsa-sha1")));
    });
    t.xades("no method", "signature.structure", "Algorithm is absent", |x| {
        swap(x, &format!(" Algorithm=\"{ECDSA}\""), "")
    });
    let key = &t.world.seal.key;
    t.after("SHA-512 said, SHA-256 signed", "signature.value", "a value over another digest", |x| {
        let x = swap(x, ECDSA, &format!("{MORE}ecdsa-sha512"));
        let value = pen::signed(ECDSA, &pen::signed_info(&x), key);
        pen::with_value(&x, &value)
    });
}

fn ecdsa(t: &mut Table<'_>) {
    let signed = t.signed(Form::XadesB);
    let hashed = hash(MessageDigest::sha256(), &pen::signed_info(&signed)).unwrap();
    let ec = t.world.seal.key.ec_key().unwrap();
    let true_value = EcdsaSig::sign(&hashed, &ec).unwrap();
    let (r, s) = (true_value.r(), true_value.s());
    let mut context = BigNumContext::new().unwrap();
    let mut order = BigNum::new().unwrap();
    ec.group().order(&mut order, &mut context).unwrap();
    let zero = BigNum::new().unwrap();
    let one = BigNum::from_u32(1).unwrap();
    let most = BigNum::from_slice(&[0xff; 32]).unwrap();
    let good = pen::pair(r, s);
    let values = [
        ("r = s = 0", pen::pair(&zero, &zero), "signature.value"),
        ("r = 0", pen::pair(&zero, s), "signature.value"),
        ("s = 0", pen::pair(r, &zero), "signature.value"),
        ("r = s = 1", pen::pair(&one, &one), "signature.value"),
        ("r = the order", pen::pair(&order, s), "signature.value"),
        ("s = the order", pen::pair(r, &order), "signature.value"),
        ("r and s of all ones", pen::pair(&most, &most), "signature.value"),
        ("s before r", pen::pair(s, r), "signature.value"),
        ("in DER", true_value.to_der().unwrap(), "signature.value_length"),
        ("a byte too short", good[..63].to_vec(), "signature.value_length"),
        ("a byte too long", [&good[..], &[0]].concat(), "signature.value_length"),
        ("twice", good.repeat(2), "signature.value_length"),
        ("with zeros in front", [&[0; 32][..], &good].concat(), "signature.value_length"),
        ("of one byte", vec![0], "signature.value_length"),
        ("of a mebibyte less one third", vec![0xff; 600 << 10], "signature.value_length"),
    ];
    for (name, value, code) in values {
        let tries = "a value that a careless check takes (CVE-2022-21449)";
        t.after(&format!("ECDSA {name}"), code, tries, |x| pen::with_value(x, &value));
    }
}

/// RSASSA-PSS with parameters that the URI does not say (RFC 9231 §2.3.10: MGF1 over the same digest, salt of its length).
fn pss(t: &mut Table<'_>) {
    let world = t.world;
    let signed = world.bare(&world.rsa, Form::XadesB, &bare_xml(VICTIM));
    let x = swap(&signed, &format!("{MORE}rsa-sha256"), "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1");
    let hashed = hash(MessageDigest::sha256(), &pen::signed_info(&x)).unwrap();
    let value = |salt: i32, mask: &openssl::md::MdRef| {
        let mut context = PkeyCtx::new(&world.rsa.key).unwrap();
        context.sign_init().unwrap();
        context.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
        context.set_signature_md(Md::sha256()).unwrap();
        context.set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt)).unwrap();
        context.set_rsa_mgf1_md(mask).unwrap();
        let mut value = Vec::new();
        context.sign_to_vec(&hashed, &mut value).unwrap();
        value
    };
    let values = [
        ("without salt", value(0, Md::sha256())),
        ("with a salt of 20 bytes", value(20, Md::sha256())),
        ("with the longest salt", value(222, Md::sha256())),
        ("with a mask over SHA-1", value(32, Md::sha1())),
        ("padded as PKCS #1 v1.5", pen::signed("rsa-sha256", &pen::signed_info(&x), &world.rsa.key)),
    ];
    for (name, value) in values {
        t.raw(
            Format::Xades,
            &format!("PSS {name}"),
            "signature.value",
            "parameters of the attacker's choice",
            pen::with_value(&x, &value),
        );
    }
}

fn rsa(t: &mut Table<'_>) {
    let world = t.world;
    let signed = world.bare(&world.rsa, Form::XadesB, &bare_xml(VICTIM));
    let hashed = hash(MessageDigest::sha256(), &pen::signed_info(&signed)).unwrap();
    let key = world.rsa.key.rsa().unwrap();
    let raw = |block: &[u8]| {
        let mut out = vec![0; 256];
        key.private_encrypt(block, &mut out, Padding::NONE).unwrap();
        out
    };
    let info = |oid_last: u8, digest: &[u8]| {
        let length = digest.len() as u8;
        let mut info =
            vec![0x30, length + 17, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, oid_last, 5, 0, 4, length];
        info.extend(digest);
        info
    };
    let padded = |first: u8, fill: u8, info: &[u8]| {
        let mut block = vec![0, first];
        block.resize(256 - info.len() - 1, fill);
        block.push(0);
        block.extend(info);
        block
    };
    let good = info(1, &hashed);
    let mut garbage = [&[0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0][..], &good].concat();
    garbage.resize(256, 0xaa);
    let mut no_null = vec![0x30, 47, 0x30, 0x0b, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 4, 32];
    no_null.extend(&*hashed);
    let modulus = key.n().to_vec_padded(256).unwrap();
    let value = pen::signed("rsa-sha256", &pen::signed_info(&signed), &world.rsa.key);
    let values = [
        ("garbage behind a short padding", raw(&garbage), "signature.value"),
        ("padding of another fill", raw(&padded(1, 0xee, &good)), "signature.value"),
        ("padding of type 2", raw(&padded(2, 0xff, &good)), "signature.value"),
        ("the bare digest", raw(&padded(1, 0xff, &hashed)), "signature.value"),
        ("DigestInfo of SHA-512", raw(&padded(1, 0xff, &info(3, &hashed))), "signature.value"),
        ("DigestInfo of SHA-1", raw(&padded(1, 0xff, &info(4, &hashed[..20]))), "signature.value"),
        ("DigestInfo with bytes behind", raw(&padded(1, 0xff, &[&good[..], &[5, 0]].concat())), "signature.value"),
        ("0", vec![0; 256], "signature.value"),
        ("1", [vec![0; 255], vec![1]].concat(), "signature.value"),
        ("the modulus", modulus, "signature.value"),
        ("all ones", vec![0xff; 256], "signature.value"),
        ("a byte too short", value[1..].to_vec(), "signature.value_length"),
        ("a zero in front", [&[0][..], &value].concat(), "signature.value_length"),
        ("as long as an ECDSA value", value[..64].to_vec(), "signature.value_length"),
    ];
    for (name, value, code) in values {
        let tries = "a block that a careless unpadding takes (Bleichenbacher 2006)";
        t.raw(Format::Xades, &format!("RSA value: {name}"), code, tries, pen::with_value(&signed, &value));
    }
    let crossed = pen::seal_bare(&swap(&signed, &format!("{MORE}rsa-sha256"), ECDSA), &world.rsa.key);
    t.raw(Format::Xades, "ECDSA with an RSA key", "signature.key_mismatch", "the method is not for the key", crossed);
    let sha1 = pen::seal_bare(
        &swap(&signed, &format!("{MORE}rsa-sha256"), "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        &world.rsa.key,
    );
    t.raw(
        Format::Xades,
        "RSA-SHA-1 with an RSA key",
        "signature.legacy",
        "a good value of a method that counts no more",
        sha1,
    );
    let md5 = pen::seal_bare(&swap(&signed, &format!("{MORE}rsa-sha256"), &format!("{MORE}rsa-md5")), &world.rsa.key);
    t.raw(
        Format::Xades,
        "RSA-MD5 with an RSA key",
        "signature.algorithm_md5",
        "a good value of a method that counts no more",
        md5,
    );
}
