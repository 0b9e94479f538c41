//! Attacks on bare edXML, mathematics made right wherever it can be.

use super::fixture::*;
use super::reseal::{between, reseal_bare};
use crate::signature::dev_pki::KeyKind;
use crate::signature::sign::{Form, SignOptions, SigningCertificate};

/// Signs, changes, seals again, judges.
fn attack(options: &SignOptions, change: impl Fn(&str) -> String) -> String {
    let seal = WORLD.pki.seal(KeyKind::P256).unwrap();
    let signed = sign_bare(&signer_of(&seal), options, &bare_xml());
    let changed = change(&signed);
    assert_ne!(changed, signed, "the change must change something");
    codes(reseal_bare(&changed, &seal).as_bytes())
}

fn element(xml: &str, local: &str) -> String {
    let start = xml.find(&format!("<{local}")).unwrap();
    let close = format!("</{local}>");
    let end = start + xml[start..].find(&close).unwrap() + close.len();
    xml[start..end].to_owned()
}

/// The Id of the signature.
fn id(xml: &str) -> String {
    let start = xml.find(" Id=\"").unwrap() + 5;
    xml[start..start + xml[start..].find('"').unwrap()].to_owned()
}

type Change = fn(&str) -> String;

#[test]
fn resealing_alone_changes_nothing() {
    let found = attack(&options(), |xml| xml.replace("\n<edXML:From>", "\n\n<edXML:From>"));
    assert_eq!(found, "TOTAL-PASSED:  | revocation.not_published");
}

#[test]
fn every_change_of_a_xades_signature_has_its_code() {
    let table: &[(&str, Change, &str)] = &[
        ("URI absent", |x| x.replacen(" URI=\"\"", "", 1), "signature.reference_uri signature.document_reference"),
        (
            "document twice",
            |x| x.replace("</ds:SignedInfo>", &(element(x, "ds:Reference") + "</ds:SignedInfo>")),
            "signature.document_reference signature.id_duplicate",
        ),
        (
            "external URI",
            |x| x.replacen("URI=\"\"", "URI=\"http://a/\"", 1),
            "signature.reference_uri signature.document_reference",
        ),
        (
            "xpointer",
            |x| x.replacen("URI=\"\"", "URI=\"#xpointer(/)\"", 1),
            "signature.reference_uri signature.document_reference",
        ),
        (
            "by Id",
            |x| {
                x.replacen("URI=\"\"", "URI=\"#b\"", 1).replacen(
                    "<AttachmentEncoded>",
                    "<AttachmentEncoded Id=\"b\">",
                    1,
                )
            },
            "signature.reference_uri signature.document_reference",
        ),
        ("Type on the document", |x| x.replacen("URI=\"\"", "URI=\"\" Type=\"urn:t\"", 1), "signature.reference_type"),
        (
            "no enveloped",
            |x| {
                x.replacen(
                    "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>",
                    "",
                    1,
                )
            },
            "signature.transform signature.document_reference",
        ),
        (
            "enveloped last",
            |x| {
                x.replacen("xmldsig#enveloped-signature", "KEEP", 1)
                    .replacen(
                        "http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform></ds:Transforms>",
                        "http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform></ds:Transforms>",
                        1,
                    )
                    .replacen("http://www.w3.org/2000/09/KEEP", "http://www.w3.org/2001/10/xml-exc-c14n#", 1)
            },
            "signature.transform signature.document_reference",
        ),
        (
            "xpath",
            |x| {
                x.replacen("</ds:Transforms>", "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"></ds:Transform></ds:Transforms>", 1)
            },
            "signature.transform signature.document_reference",
        ),
        (
            "c14n twice",
            |x| {
                x.replacen("</ds:Transforms>", "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform></ds:Transforms>", 1)
            },
            "signature.transform signature.document_reference",
        ),
        (
            "transform with comments",
            |x| {
                x.replacen(
                    "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                    "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"",
                    1,
                )
            },
            "signature.canonicalization signature.document_reference",
        ),
        (
            "method with comments",
            |x| {
                x.replacen(
                    "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                    "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"",
                    1,
                )
            },
            "signature.canonicalization",
        ),
        (
            "hmac",
            |x| {
                x.replacen(
                    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                    1,
                )
            },
            "signature.algorithm_hmac",
        ),
        (
            "other family",
            |x| x.replacen("xmldsig-more#ecdsa-sha256", "xmldsig-more#rsa-sha256", 1),
            "signature.key_mismatch",
        ),
        (
            "truncated output",
            |x| x.replacen("ecdsa-sha256\">", "ecdsa-sha256\"><ds:HMACOutputLength>8</ds:HMACOutputLength>", 1),
            "signature.structure",
        ),
        (
            "digest sha1",
            |x| x.replacen("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1", 1),
            "signature.digest_sha1",
        ),
        (
            "first in the header",
            |x| {
                let s = element(x, "ds:Signature");
                x.replacen(&s, "", 1).replacen("<edXML:edXMLHeader>", &format!("<edXML:edXMLHeader>{s}"), 1)
            },
            "signature.position",
        ),
        (
            "in the body",
            |x| {
                let s = element(x, "ds:Signature");
                x.replacen(&s, "", 1).replacen("</edXML:edXMLBody>", &format!("{s}</edXML:edXMLBody>"), 1)
            },
            "signature.position",
        ),
        (
            "at the end",
            |x| {
                let s = element(x, "ds:Signature");
                x.replacen(&s, "", 1).replacen("</edXML>", &format!("{s}</edXML>"), 1)
            },
            "signature.position",
        ),
        (
            "twice in the header",
            |x| {
                let s = element(x, "ds:Signature");
                x.replacen(&s, &format!("{s}{s}"), 1)
            },
            "signature.several signature.id_duplicate signature.id_duplicate signature.id_duplicate signature.id_duplicate signature.digest",
        ),
        (
            "another in an attachment",
            |x| x.replacen("<AttachmentEncoded>", &format!("<AttachmentEncoded>{}", element(x, "ds:Signature")), 1),
            "signature.several signature.id_duplicate signature.id_duplicate signature.id_duplicate signature.id_duplicate signature.digest",
        ),
        (
            "a hidden namesake",
            |x| x.replacen("</edXML:edXMLBody>", "<Signature></Signature></edXML:edXMLBody>", 1),
            "signature.several",
        ),
        ("second Object", |x| x.replacen("</ds:Object>", "</ds:Object><ds:Object></ds:Object>", 1), "signature.object"),
        (
            "Object of something else",
            |x| x.replacen("</xades:QualifyingProperties>", "</xades:QualifyingProperties><a></a>", 1),
            "signature.object",
        ),
        (
            "Manifest",
            |x| x.replacen("</ds:Object>", "</ds:Object><ds:Object><ds:Manifest></ds:Manifest></ds:Object>", 1),
            "signature.manifest signature.object",
        ),
        (
            "second QualifyingProperties",
            |x| {
                let q = element(x, "xades:QualifyingProperties").replace(&id(x), "other");
                x.replacen("<ds:Object>", &format!("<ds:Object>{q}"), 1)
            },
            "signature.object signature.properties_target signature.properties_reference signature.properties_reference",
        ),
        (
            "second SignedProperties",
            |x| {
                let s = element(x, "xades:SignedProperties").replace("-properties", "-pr");
                x.replacen("</xades:QualifyingProperties>", &format!("{s}</xades:QualifyingProperties>"), 1)
            },
            "signature.structure",
        ),
        ("Target of another", |x| x.replacen("Target=\"#", "Target=\"#x", 1), "signature.properties_target"),
        (
            "properties not referenced",
            |x| {
                let r = x.rfind("<ds:Reference").unwrap();
                let e = x.rfind("</ds:Reference>").unwrap() + 15;
                format!("{}{}", &x[..r], &x[e..])
            },
            "signature.properties_reference",
        ),
        (
            "properties without Type",
            |x| x.replacen(" Type=\"http://uri.etsi.org/01903#SignedProperties\"", "", 1),
            "signature.reference_type",
        ),
        (
            "Type on KeyInfo",
            |x| {
                x.replacen("<ds:KeyInfo>", "<ds:KeyInfo Id=\"k-properties\">", 1).replacen(
                    &format!("URI=\"#{}-properties\"", id(x)),
                    "URI=\"#k-properties\"",
                    1,
                )
            },
            "signature.reference_type signature.properties_reference signature.digest",
        ),
        (
            "duplicate Id",
            |x| x.replacen("<ds:KeyInfo>", &format!("<ds:KeyInfo Id=\"{}\">", id(x)), 1),
            "signature.id_duplicate",
        ),
        (
            "Id outside",
            |x| x.replacen("<edXML:MessageHeader>", &format!("<edXML:MessageHeader ID=\"{}-properties\">", id(x)), 1),
            "signature.id_duplicate",
        ),
        (
            "xml:id outside",
            |x| x.replacen("<edXML:MessageHeader>", &format!("<edXML:MessageHeader xml:id=\"{}\">", id(x)), 1),
            "signature.id_duplicate",
        ),
        (
            "no SigningCertificate",
            |x| x.replacen(&element(x, "xades:SigningCertificateV2"), "", 1),
            "signature.signing_certificate",
        ),
        (
            "SigningCertificate twice",
            |x| {
                let s = element(x, "xades:SigningCertificateV2");
                x.replacen(&s, &(s.replace("V2", "") + &s), 1)
            },
            "signature.signing_certificate",
        ),
        (
            "weak SigningCertificate",
            |x| {
                let s = element(x, "xades:SigningCertificateV2");
                let weak = between(
                    &s.replacen("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1", 1),
                    "<ds:DigestValue>",
                    "</ds:DigestValue>",
                    &sha1_of_signer(),
                );
                x.replacen(&s, &weak, 1)
            },
            "signature.signing_certificate_weak",
        ),
        (
            "foreign SigningCertificate",
            |x| {
                let s = element(x, "xades:SigningCertificateV2");
                x.replacen(
                    &s,
                    &between(
                        &s,
                        "<ds:DigestValue>",
                        "</ds:DigestValue>",
                        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                    ),
                    1,
                )
            },
            "signature.signing_certificate_mismatch",
        ),
        (
            "wrong order",
            |x| {
                let k = element(x, "ds:KeyInfo");
                x.replacen(&k, "", 1).replacen("<ds:SignatureValue", &format!("{k}<ds:SignatureValue"), 1)
            },
            "signature.structure signature.structure signature.properties_reference",
        ),
        ("text inside", |x| x.replacen("<ds:KeyInfo>", "x<ds:KeyInfo>", 1), "signature.structure"),
        (
            "unknown attribute",
            |x| x.replacen("<ds:SignedInfo>", "<ds:SignedInfo lang=\"vi\">", 1),
            "signature.structure",
        ),
        ("unknown child", |x| x.replacen("</ds:Signature>", "<b></b></ds:Signature>", 1), "signature.structure"),
        (
            "RetrievalMethod",
            |x| {
                x.replacen(
                    "<ds:X509Data>",
                    "<ds:RetrievalMethod URI=\"http://a\"></ds:RetrievalMethod><ds:X509Data>",
                    1,
                )
            },
            "signature.retrieval_method",
        ),
        (
            "security token",
            |x| x.replacen("<ds:X509Data>", "<w:Token xmlns:w=\"urn:w\"></w:Token><ds:X509Data>", 1),
            "signature.key_info",
        ),
        (
            "no certificate",
            |x| between(x, "<ds:X509Data>", "</ds:X509Data>", ""),
            "signature.key_info signature.signing_certificate_mismatch",
        ),
        (
            "other KeyValue",
            |x| x.replacen("<ds:X509Data>", "<ds:KeyValue></ds:KeyValue><ds:X509Data>", 1),
            "signature.key_value",
        ),
        (
            "KeyValue alone",
            |x| between(x, "<ds:KeyInfo>", "</ds:KeyInfo>", "<ds:KeyValue></ds:KeyValue>"),
            "signature.key_value signature.signing_certificate_mismatch",
        ),
        (
            "unpadded",
            |x| {
                let d = element(x, "xades:CertDigest");
                x.replacen(&d, &d.replace("=</ds:DigestValue>", "</ds:DigestValue>"), 1)
            },
            "signature.base64",
        ),
        (
            "prefix list on inclusive",
            |x| {
                x.replacen(
                    "xml-exc-c14n#\"></ds:CanonicalizationMethod>",
                    "xml-exc-c14n#\"><x></x></ds:CanonicalizationMethod>",
                    1,
                )
            },
            "signature.structure",
        ),
        (
            "rsa-sha1",
            |x| {
                x.replacen(
                    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                    "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
                    1,
                )
            },
            "signature.legacy",
        ),
    ];
    let mut wrong = Vec::new();
    for (name, change, expected) in table {
        let found = attack(&options(), change);
        let found = found.split(" |").next().unwrap().split_once(": ").unwrap().1.to_owned();
        if found != *expected {
            wrong.push(format!("{name}: expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn sha1_of_signer() -> String {
    use base64::Engine;
    let der = WORLD.pki.seal(KeyKind::P256).unwrap().certificate.der().to_vec();
    let digest = openssl::hash::hash(openssl::hash::MessageDigest::sha1(), &der).unwrap();
    base64::engine::general_purpose::STANDARD.encode(digest)
}

#[test]
fn issuer_and_serial_are_compared() {
    let v1 = SignOptions { signing_certificate: SigningCertificate::V1, ..options() };
    let serial = attack(&v1, |x| between(x, "<ds:X509SerialNumber>", "</ds:X509SerialNumber>", "5"));
    assert_eq!(serial, "TOTAL-FAILED: signature.issuer_serial | revocation.not_published");
    let name = attack(&v1, |x| between(x, "<ds:X509IssuerName>", "</ds:X509IssuerName>", "CN=Somebody"));
    assert_eq!(name, "TOTAL-FAILED: signature.issuer_serial | revocation.not_published");
}

#[test]
fn in_plain_xmldsig_the_signer_is_never_guessed() {
    let plain = SignOptions { form: Form::Plain, ..options() };
    let victim = WORLD.pki.person().unwrap().certificate.pem();
    let victim: String = victim.lines().filter(|line| !line.starts_with('-')).collect();
    let found = attack(&plain, |x| {
        x.replacen("<ds:X509Data>", &format!("<ds:X509Data><ds:X509Certificate>{victim}</ds:X509Certificate>"), 1)
    });
    assert_eq!(found, "TOTAL-FAILED: signature.signer_ambiguous | signature.no_signing_certificate");
}

#[test]
fn what_is_unsigned_is_only_remarked_on() {
    let found = attack(&options(), |x| {
        let unsigned = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:CounterSignature></xades:CounterSignature>\
                        <xades:SignatureTimeStamp></xades:SignatureTimeStamp></xades:UnsignedSignatureProperties></xades:UnsignedProperties>";
        x.replacen("</xades:QualifyingProperties>", &format!("{unsigned}</xades:QualifyingProperties>"), 1)
    });
    assert_eq!(found, "TOTAL-PASSED:  | signature.counter_signature timestamp.malformed revocation.not_published");
}

#[test]
fn every_fault_is_listed_and_the_most_telling_stands_first() {
    let seal = WORLD.pki.seal(KeyKind::P256).unwrap();
    let signed = sign_bare(&signer_of(&seal), &options(), &bare_xml());
    assert_eq!(
        codes(signed.replace("V/v", "V/V").as_bytes()),
        "TOTAL-FAILED: signature.digest | revocation.not_published"
    );
    let stolen =
        between(&signed, "<ds:DigestValue>", "</ds:DigestValue>", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert_eq!(codes(stolen.as_bytes()), "TOTAL-FAILED: signature.digest signature.value | revocation.not_published");
}

#[test]
fn comments_and_instructions_are_refused_anywhere() {
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml());
    for place in ["<edXML:From>", "<ds:SignedInfo>", "<ds:X509Data>", "<AttachmentEncoded>", "</ds:SignatureValue>"] {
        let comment = signed.replacen(place, &format!("<!-- -->{place}"), 1);
        assert!(codes(comment.as_bytes()).starts_with("TOTAL-FAILED: xml.comment"), "{place}");
        let instruction = signed.replacen(place, &format!("<?a b?>{place}"), 1);
        assert!(codes(instruction.as_bytes()).starts_with("TOTAL-FAILED: xml.processing_instruction"), "{place}");
    }
}

#[test]
fn no_changed_byte_passes() {
    let signed = sign_bare(&signer(KeyKind::P256), &options(), &bare_xml()).into_bytes();
    // Before the root stands only the declaration, which is not part of the canonical form (Canonical XML §1.1).
    let root = signed.windows(6).position(|window| window == b"<edXML").unwrap();
    // The last line feed follows the root: not part of it either.
    // Nobody signs the Id of SignatureValue, and nothing here looks at it.
    let text = String::from_utf8(signed.clone()).unwrap();
    let free = text.find("<ds:SignatureValue Id=\"").unwrap() + 23;
    let free = free..free + text[free..].find('"').unwrap();
    for place in (root..signed.len() - 1).filter(|place| !free.contains(place)) {
        let mut changed = signed.clone();
        changed[place] ^= [0x01, 0x20, 0x04, 0x80][place % 4];
        let verdict = judge(&changed);
        assert_ne!(verdict.verdict, crate::signature::Indication::Valid, "byte {place} of {}", signed.len());
    }
}
