//! Key confusion: another key than the victim's, made to look like it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lienthong::signature::certificate::Certificate;
use lienthong::signature::dev_pki::Issued;
use lienthong::signature::sign::Form;
use openssl::pkey::{PKey, Private};

use super::ca;
use super::pen;
use super::table::{Format, Table};
use super::text::{after, before, between, element, swap, without};
use super::world::{VICTIM, bare_xml, document_xml};

pub fn rows(t: &mut Table<'_>) {
    t.family("keys");
    confused(t);
    key_values(t);
    elsewhere(t);
    hmac(t);
    certificates(t);
    containers(t);
}

/// X509Certificate elements of these.
pub fn x509(certificates: &[&Certificate]) -> String {
    let one = |certificate: &&Certificate| {
        format!("<ds:X509Certificate>{}</ds:X509Certificate>", STANDARD.encode(certificate.der()))
    };
    certificates.iter().map(one).collect()
}

fn confused(t: &mut Table<'_>) {
    let (world, tries) = (t.world, "the attacker's key, the victim's name");
    let (victim, attacker) = (&world.seal, &world.stranger);
    let sealed = |form: Form, certificates: &[&Certificate], key: &PKey<Private>| {
        let x = world.bare(victim, form, &bare_xml(VICTIM).replace("100 triệu", "900 triệu"));
        pen::seal_bare(&between(&x, "<ds:X509Data>", "</ds:X509Data>", &x509(certificates)), key)
    };
    let ca = &victim.chain[0];
    let both = [&victim.certificate, ca, &attacker.certificate];
    let last = [&attacker.certificate, &victim.certificate, ca];
    let key = &attacker.key;
    t.raw(
        Format::Xades,
        "signed by the attacker as the victim",
        "signature.value",
        tries,
        sealed(Form::XadesB, &[&victim.certificate, ca], key),
    );
    t.raw(Format::Xades, "the victim's certificate first", "signature.value", tries, sealed(Form::XadesB, &both, key));
    t.raw(
        Format::Xades,
        "the attacker's certificate first",
        "signature.value",
        tries,
        sealed(Form::XadesB, &last, key),
    );
    t.raw(
        Format::Plain,
        "plain: signed by the attacker as the victim",
        "signature.value",
        tries,
        sealed(Form::Plain, &[&victim.certificate, ca], key),
    );
    let codes = "signature.signer_ambiguous";
    t.raw(Format::Plain, "plain: the victim's certificate first", codes, tries, sealed(Form::Plain, &both, key));
    t.raw(Format::Plain, "plain: the attacker's certificate first", codes, tries, sealed(Form::Plain, &last, key));
    let mine = [&attacker.certificate, &attacker.chain[0]];
    let names = "signature.signing_certificate_mismatch";
    t.raw(
        Format::Xades,
        "SigningCertificate names the victim, KeyInfo does not",
        names,
        tries,
        sealed(Form::XadesB, &mine, key),
    );
    let honest = |by: &Issued| world.bare(by, Form::XadesB, &bare_xml(VICTIM));
    t.raw(
        Format::Xades,
        "a stranger of the victim's name",
        "certificate.untrusted",
        "another root issued the victim's subject",
        honest(attacker),
    );
    t.raw(
        Format::Plain,
        "plain: a stranger of the victim's name",
        "certificate.untrusted",
        "the same without XAdES",
        world.bare(attacker, Form::Plain, &bare_xml(VICTIM)),
    );
    let victims_chain = {
        let x = honest(attacker);
        after(&x, "<ds:X509Data>", &x509(&[&victim.certificate, ca]))
    };
    t.raw(
        Format::Xades,
        "a stranger with the victim's chain",
        "certificate.untrusted",
        "a path that is there, but of another leaf",
        victims_chain,
    );
}

fn key_values(t: &mut Table<'_>) {
    let point = |issued: &Issued| {
        let ec = issued.key.ec_key().unwrap();
        let mut context = openssl::bn::BigNumContext::new().unwrap();
        let form = openssl::ec::PointConversionForm::UNCOMPRESSED;
        let bytes = ec.public_key().to_bytes(ec.group(), form, &mut context).unwrap();
        format!(
            "<ds:KeyValue><d:ECKeyValue xmlns:d=\"http://www.w3.org/2009/xmldsig11#\"><d:NamedCurve URI=\"urn:oid:1.2.840.10045.3.1.7\"></d:NamedCurve><d:PublicKey>{}</d:PublicKey></d:ECKeyValue></ds:KeyValue>",
            STANDARD.encode(bytes)
        )
    };
    let attacker = point(&t.world.stranger);
    let own = point(&t.world.seal);
    let tries = "a bare key beside or instead of the certificate";
    t.xades("KeyValue of another key first", "signature.key_value", tries, |x| before(x, "<ds:X509Data>", &attacker));
    t.xades("KeyValue of another key last", "signature.key_value", tries, |x| after(x, "</ds:X509Data>", &attacker));
    t.xades("KeyValues, the right one and another", "signature.key_value", tries, |x| {
        before(x, "<ds:X509Data>", &format!("{own}{attacker}"))
    });
    t.xades("KeyValue that is empty", "signature.key_value", tries, |x| {
        before(x, "<ds:X509Data>", "<ds:KeyValue></ds:KeyValue>")
    });
    t.xades("KeyValue with a DSA key", "signature.key_value", tries, |x| {
        before(x, "<ds:X509Data>", "<ds:KeyValue><ds:DSAKeyValue><ds:Y>AQ==</ds:Y></ds:DSAKeyValue></ds:KeyValue>")
    });
    t.xades(
        "KeyValue of explicit parameters",
        "signature.key_value",
        "a curve of the attacker's (CVE-2020-0601)",
        |x| before(x, "<ds:X509Data>", &own.replace("NamedCurve", "ECParameters")),
    );
    let codes = "signature.key_value signature.signing_certificate_mismatch";
    t.xades("KeyValue alone", codes, tries, |x| between(x, "<ds:KeyInfo>", "</ds:KeyInfo>", &own));
    let world = t.world;
    let forged = world.bare(&world.seal, Form::Plain, &bare_xml(VICTIM).replace("100 triệu", "900 triệu"));
    let forged = pen::seal_bare(&between(&forged, "<ds:KeyInfo>", "</ds:KeyInfo>", &attacker), &world.stranger.key);
    t.raw(Format::Plain, "plain: the attacker's KeyValue alone", "signature.key_value", tries, forged);
    let forged = world.bare(&world.seal, Form::Plain, &bare_xml(VICTIM).replace("100 triệu", "900 triệu"));
    let forged = pen::seal_bare(&before(&forged, "<ds:X509Data>", &attacker), &world.stranger.key);
    t.raw(
        Format::Plain,
        "plain: the attacker's KeyValue, the victim's certificate",
        "signature.key_value signature.value",
        tries,
        forged,
    );
}

fn elsewhere(t: &mut Table<'_>) {
    let token = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    let table = [
        (
            "RetrievalMethod",
            "<ds:RetrievalMethod URI=\"http://127.0.0.1:1/k\"></ds:RetrievalMethod>".to_owned(),
            "signature.retrieval_method",
        ),
        (
            "RetrievalMethod to the file",
            "<ds:RetrievalMethod URI=\"#k\" Type=\"http://www.w3.org/2000/09/xmldsig#X509Data\"></ds:RetrievalMethod>"
                .to_owned(),
            "signature.retrieval_method",
        ),
        (
            "KeyInfoReference",
            "<d:KeyInfoReference xmlns:d=\"http://www.w3.org/2009/xmldsig11#\" URI=\"#k\"></d:KeyInfoReference>"
                .to_owned(),
            "signature.key_info",
        ),
        (
            "DEREncodedKeyValue",
            "<d:DEREncodedKeyValue xmlns:d=\"http://www.w3.org/2009/xmldsig11#\">AA==</d:DEREncodedKeyValue>"
                .to_owned(),
            "signature.key_info",
        ),
        ("PGPData", "<ds:PGPData></ds:PGPData>".to_owned(), "signature.key_info"),
        ("SPKIData", "<ds:SPKIData></ds:SPKIData>".to_owned(), "signature.key_info"),
        ("MgmtData", "<ds:MgmtData>x</ds:MgmtData>".to_owned(), "signature.key_info"),
        (
            "EncryptedKey",
            "<e:EncryptedKey xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\"></e:EncryptedKey>".to_owned(),
            "signature.key_info",
        ),
        (
            "SecurityTokenReference",
            format!("<w:SecurityTokenReference xmlns:w=\"{token}\"></w:SecurityTokenReference>"),
            "signature.key_info",
        ),
    ];
    for (name, inside, code) in table {
        t.xades(&format!("{name} beside the certificate"), code, "a key from elsewhere", |x| {
            before(x, "<ds:X509Data>", &inside)
        });
    }
    let codes = "signature.key_info signature.signing_certificate_mismatch";
    t.xades("KeyName alone", codes, "a key that everybody knows", |x| {
        between(x, "<ds:KeyInfo>", "</ds:KeyInfo>", "<ds:KeyName>seal</ds:KeyName>")
    });
    t.xades("empty X509Data", codes, "no certificate", |x| between(x, "<ds:X509Data>", "</ds:X509Data>", ""));
    t.xades("only the certificate's digest", codes, "dsig11:X509Digest without the certificate", |x| {
        between(x, "<ds:X509Data>", "</ds:X509Data>", "<d:X509Digest xmlns:d=\"http://www.w3.org/2009/xmldsig11#\" Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\">AA==</d:X509Digest>")
    });
    t.xades("only issuer and serial number", codes, "a certificate that is not there", |x| {
        between(x, "<ds:X509Data>", "</ds:X509Data>", "<ds:X509IssuerSerial><ds:X509IssuerName>CN=a</ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber></ds:X509IssuerSerial>")
    });
    t.xades("no KeyInfo", codes, "no key at all", |x| without(x, "ds:KeyInfo"));
    t.plain("plain: no KeyInfo", "signature.key_info", "no key at all", |x| without(x, "ds:KeyInfo"));
    t.plain("plain: empty KeyInfo", "signature.key_info", "no key at all", |x| {
        between(x, "<ds:KeyInfo>", "</ds:KeyInfo>", "")
    });
}

/// The mathematics is right: the value is an HMAC keyed with the victim's public key, which everybody has.
fn hmac(t: &mut Table<'_>) {
    let more = "http://www.w3.org/2001/04/xmldsig-more#";
    for (name, uri) in [
        ("HMAC-SHA-1", "http://www.w3.org/2000/09/xmldsig#hmac-sha1".to_owned()),
        ("HMAC-SHA-256", format!("{more}hmac-sha256")),
        ("HMAC-SHA-384", format!("{more}hmac-sha384")),
        ("HMAC-SHA-512", format!("{more}hmac-sha512")),
        ("HMAC-MD5", format!("{more}hmac-md5")),
    ] {
        t.xades(
            &format!("{name} keyed with the public key"),
            "signature.algorithm_hmac",
            "a secret that everybody has",
            |x| swap(x, &format!("{more}ecdsa-sha256"), &uri),
        );
    }
    t.plain("plain: HMAC keyed with the public key", "signature.algorithm_hmac", "a secret that everybody has", |x| {
        swap(x, &format!("{more}ecdsa-sha256"), &format!("{more}hmac-sha256"))
    });
    t.xades(
        "HMACOutputLength of 8",
        "signature.structure signature.algorithm_hmac",
        "256 tries are enough (CVE-2009-0217)",
        |x| {
            let method = format!("<ds:SignatureMethod Algorithm=\"{more}ecdsa-sha256\">");
            swap(
                x,
                &method,
                &format!(
                    "<ds:SignatureMethod Algorithm=\"{more}hmac-sha256\"><ds:HMACOutputLength>8</ds:HMACOutputLength>"
                ),
            )
        },
    );
    t.xades("HMACOutputLength on ECDSA", "signature.structure", "the same where it has no meaning", |x| {
        after(
            x,
            &format!("<ds:SignatureMethod Algorithm=\"{more}ecdsa-sha256\">"),
            "<ds:HMACOutputLength>0</ds:HMACOutputLength>",
        )
    });
}

fn certificates(t: &mut Table<'_>) {
    let missing = "certificate.malformed signature.signing_certificate_mismatch";
    let der = t.world.seal.certificate.der().to_vec();
    let own = STANDARD.encode(&der);
    let wrong = |bytes: &[u8]| STANDARD.encode(bytes);
    let table = [
        ("bytes behind the certificate", wrong(&[der.as_slice(), b"trailing"].concat())),
        ("two certificates in one element", wrong(&[der.as_slice(), der.as_slice()].concat())),
        ("the certificate cut short", wrong(&der[..der.len() - 1])),
        ("a certificate of nothing", wrong(&[0x30, 0])),
        ("a certificate of indefinite length", wrong(&[&[0x30, 0x80][..], &der[4..], &[0, 0]].concat())),
        ("a certificate of a huge length", wrong(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff])),
        ("a public key as certificate", wrong(&t.world.seal.key.public_key_to_der().unwrap())),
    ];
    for (name, text) in table {
        t.xades(name, missing, "DER that libraries read differently", |x| swap(x, &own, &text));
    }
    let world = t.world;
    let one = |number: usize| ca::Wish::root(ca::name(&[("CN", &number.to_string())])).make().certificate;
    let many: Vec<Certificate> = (0..16).map(one).collect();
    let many = x509(&many.iter().collect::<Vec<_>>());
    t.xades(
        "more certificates than a chain has",
        "signature.key_info",
        "each has to be parsed, and any could be the signer's",
        |x| before(x, "</ds:X509Data>", &many),
    );
    let stranger = x509(&[&world.stranger.certificate]);
    t.xades(
        "the signer behind the limit",
        "signature.key_info signature.signing_certificate_mismatch",
        "certificates that push the signer's out of sight",
        |x| between(x, "<ds:X509Data>", "</ds:X509Data>", &format!("{many}{}", x509(&[&world.seal.certificate]))),
    );
    t.plain(
        "plain: a stranger's certificate besides",
        "signature.signer_ambiguous",
        "two that could be the signer's",
        |x| before(x, "</ds:X509Data>", &stranger),
    );
}

fn containers(t: &mut Table<'_>) {
    let world = t.world;
    let mut parts = t.good();
    parts.seal(&world.stranger.key);
    t.raw(
        Format::Asice,
        "container signed by the attacker as the victim",
        "signature.value",
        "the attacker's key, the victim's certificate",
        parts.build(),
    );
    let signed = world.asice(&world.stranger, &document_xml(VICTIM), b"%PDF-1.7 attachment");
    t.raw(
        Format::Asice,
        "container of a stranger of the victim's name",
        "certificate.untrusted",
        "another root issued the victim's subject",
        &signed,
    );
    t.asice("container with RetrievalMethod", "signature.retrieval_method", "a key from elsewhere", |p| {
        p.signature(|x| {
            before(x, "<ds:X509Data>", "<ds:RetrievalMethod URI=\"http://127.0.0.1:1/k\"></ds:RetrievalMethod>")
        });
    });
    t.asice("container with an empty KeyValue", "signature.key_value", "a bare key beside the certificate", |p| {
        p.signature(|x| before(x, "<ds:X509Data>", "<ds:KeyValue></ds:KeyValue>"));
    });
    t.asice("container with HMAC", "signature.algorithm_hmac", "a secret that everybody has", |p| {
        p.signature(|x| swap(x, "xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256"));
    });
    let mut parts = t.good();
    parts.signature(|x| {
        swap(
            x,
            &element(x, "ds:X509Data"),
            &format!("<ds:X509Data>{}</ds:X509Data>", x509(&[&world.stranger.certificate])),
        )
    });
    parts.seal(&world.stranger.key);
    t.raw(
        Format::Asice,
        "container: SigningCertificate names the victim",
        "signature.signing_certificate_mismatch",
        "KeyInfo is the attacker's",
        parts.build(),
    );
}
