//! Certificate tricks: a seal that is none, and a SigningCertificate that says something else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lienthong::signature::certificate::Certificate;
use lienthong::signature::dev_pki::Bad;
use lienthong::signature::sign::Form;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;

use super::ca::{Made, Wish, curve, extension, name, rsa, subject_of};
use super::container_parts::Parts;
use super::keys::x509;
use super::pen;
use super::table::{Format, Table};
use super::text::{after, before, between, element, swap, without};
use super::world::{VICTIM, World, bare_xml, document_xml};

pub fn rows(t: &mut Table<'_>) {
    t.family("certificates");
    issued(t);
    keys(t);
    paths(t);
    impostors(t);
    signing_certificate(t);
    issuer_serial(t);
}

/// The victim's file as if `made` had signed it: its certificates, its digest in SigningCertificate, its value.
pub fn as_signer(world: &World, form: Form, made: &Made) -> String {
    let x = world.bare(&world.seal, form, &bare_xml(VICTIM));
    pen::seal_bare(&exchanged(&x, made), &made.key)
}

fn exchanged(x: &str, made: &Made) -> String {
    let mut certificates = vec![&made.certificate];
    certificates.extend(&made.chain);
    let x = between(x, "<ds:X509Data>", "</ds:X509Data>", &x509(&certificates));
    let x = match x.contains("<xades:CertDigest>") {
        true => {
            let digest = element(&x, "xades:CertDigest");
            let own = between(&digest, "<ds:DigestValue>", "<", &STANDARD.encode(made.certificate.sha256().0));
            swap(&x, &digest, &own)
        }
        false => x,
    };
    match made.key.rsa() {
        Ok(_) => swap(&x, "xmldsig-more#ecdsa-sha256", "xmldsig-more#rsa-sha256"),
        Err(_) => x,
    }
}

/// The victim's container as if `made` had signed it.
pub fn container_by(world: &World, made: &Made) -> Vec<u8> {
    let mut parts = Parts::of(&world.asice(&world.seal, &document_xml(VICTIM), b"%PDF-1.7 attachment"));
    parts.signature(|x| exchanged(x, made));
    parts.seal(&made.key);
    parts.build()
}

/// In all three formats.
fn all(t: &mut Table<'_>, name: &str, code: &str, tries: &str, made: &Made) {
    let world = t.world;
    t.raw(Format::Xades, name, code, tries, as_signer(world, Form::XadesB, made));
    t.raw(Format::Plain, name, code, tries, as_signer(world, Form::Plain, made));
    t.raw(Format::Asice, name, code, tries, container_by(world, made));
}

fn one(t: &mut Table<'_>, name: &str, code: &str, tries: &str, made: &Made) {
    let bytes = as_signer(t.world, Form::XadesB, made);
    t.raw(Format::Xades, name, code, tries, bytes);
}

fn issued(t: &mut Table<'_>) {
    let pki = &t.world.pki;
    let bad = |bad| Made::from(&pki.bad(bad).unwrap());
    all(t, "expired", "certificate.expired", "a seal that ended in 2021", &bad(Bad::Expired));
    all(t, "not yet valid", "certificate.not_yet_valid", "a seal that begins in 2090", &bad(Bad::NotYetValid));
    all(t, "for encipherment", "certificate.key_usage", "keyUsage keyEncipherment only", &bad(Bad::WrongKeyUsage));
    all(t, "a leaf that is a CA", "certificate.is_ca", "cA is true", &bad(Bad::LeafAsCa));
    all(
        t,
        "of another root",
        "certificate.untrusted",
        "the victim's subject under a root that nobody trusts",
        &bad(Bad::OtherRoot),
    );
    all(
        t,
        "for TLS servers",
        "certificate.extended_key_usage",
        "extKeyUsage serverAuth only",
        &bad(Bad::WrongExtendedKeyUsage),
    );
    all(t, "issued by a seal", "certificate.issuer_not_ca", "the issuer is no CA", &bad(Bad::IssuedByLeaf));
    let others = [
        ("a timestamping authority's", pki.tsa().unwrap()),
        ("an OCSP responder's", pki.ocsp().unwrap()),
        ("a TLS client's", pki.tls_client().unwrap()),
    ];
    for (name, issued) in others {
        one(t, name, "certificate.extended_key_usage", "a certificate for another purpose", &Made::from(&issued));
    }
    one(
        t,
        "the issuing CA itself",
        "certificate.is_ca certificate.key_usage",
        "a CA that signs documents",
        &Made::from(pki.issuing()),
    );
    one(
        t,
        "the root itself",
        "certificate.is_ca certificate.key_usage certificate.untrusted",
        "an anchor that signs documents",
        &Made::from(pki.root()),
    );
    let alone = Made { chain: Vec::new(), ..Made::from(&t.world.seal) };
    all(t, "without its issuing CA", "certificate.untrusted", "a path with a gap", &alone);
}

/// Keys that do not count, all certified by the trusted CA.
fn keys(t: &mut Table<'_>) {
    let ca = Made::from(t.world.pki.issuing());
    let subject = || subject_of(&t.world.seal.certificate);
    let with = |key| Wish { key, ..Wish::leaf(subject(), &ca) }.make();
    let weak = "certificate.weak_key";
    all(t, "RSA of 1024 bits", weak, "a modulus that can be factored", &with(rsa(1024, 65537)));
    one(t, "RSA of 2047 bits", weak, "a bit too few", &with(rsa(2047, 65537)));
    one(t, "RSA with exponent 3", weak, "an exponent for forged blocks", &with(rsa(2048, 3)));
    one(t, "RSA with exponent 257", weak, "an exponent below 65537", &with(rsa(2048, 257)));
    let unsupported = "certificate.key_unsupported";
    one(t, "a key on P-224", unsupported, "a curve outside the profile", &with(curve(Nid::SECP224R1, true)));
    one(t, "a key on secp256k1", unsupported, "a curve of P-256's length", &with(curve(Nid::SECP256K1, true)));
    one(
        t,
        "a key on brainpoolP256r1",
        unsupported,
        "a curve of P-256's length",
        &with(curve(Nid::BRAINPOOL_P256R1, true)),
    );
    one(
        t,
        "P-256 with explicit parameters",
        "certificate.key_unsupported certificate.chain",
        "a generator of the attacker's (CVE-2020-0601)",
        &with(curve(Nid::X9_62_PRIME256V1, false)),
    );
    let made = Wish { digest: MessageDigest::sha1(), ..Wish::leaf(subject(), &ca) }.make();
    all(t, "certified over SHA-1", "certificate.weak_signature", "a certificate for which a twin can be found", &made);
    // Ed25519 signs no X.509 here, but its public key can be certified; the value is another key's.
    let ed = PKey::generate_ed25519().unwrap();
    let certificate = Wish { key: ed, ..Wish::leaf(subject(), &ca) }.make();
    let made = Made { key: t.world.seal.key.clone(), ..certificate };
    one(t, "a key on Ed25519", unsupported, "a key outside the profile", &made);
}

fn paths(t: &mut Table<'_>) {
    let (root, issuing) = (Made::from(t.world.pki.root()), Made::from(t.world.pki.issuing()));
    let subject = || subject_of(&t.world.seal.certificate);
    let below = |ca: &Made| Wish::leaf(subject(), ca).make();
    let sub_ca = |issuer: &Made, change: &dyn Fn(&mut Wish<'_>)| {
        let mut wish = Wish { ca: Some(None), ..Wish::leaf(name(&[("C", "VN"), ("CN", "CA con")]), issuer) };
        change(&mut wish);
        let mut made = wish.make();
        // The root is an anchor and not sent along.
        made.chain.retain(|certificate| certificate.sha256() != root.certificate.sha256());
        made
    };
    let code = "certificate.issuer_not_ca";
    one(
        t,
        "a CA below a CA that may have none",
        code,
        "pathLenConstraint 0 overstepped",
        &below(&sub_ca(&issuing, &|_| {})),
    );
    let no_ca = sub_ca(&root, &|wish| wish.ca = None);
    one(t, "issued by a leaf of the root", code, "basicConstraints absent", &below(&no_ca));
    let late = sub_ca(&root, &|wish| wish.days = (-100, -1));
    one(t, "issued by a CA that ended", "certificate.issuer_time", "the CA ended yesterday", &below(&late));
    let early = sub_ca(&root, &|wish| wish.days = (1, 100));
    one(t, "issued by a CA that has not begun", "certificate.issuer_time", "the CA begins tomorrow", &below(&early));
    let sha1 = sub_ca(&root, &|wish| wish.digest = MessageDigest::sha1());
    one(t, "issued by a CA certified over SHA-1", "certificate.weak_signature", "the twin is a CA", &below(&sha1));
    let weak = sub_ca(&root, &|wish| wish.key = rsa(1024, 65537));
    one(
        t,
        "issued by a CA with RSA of 1024 bits",
        "certificate.weak_key",
        "the CA's key can be factored",
        &below(&weak),
    );
    let old = sub_ca(&root, &|wish| wish.key = rsa(2048, 65537));
    let made = Wish { digest: MessageDigest::md5(), ..Wish::leaf(subject(), &old) }.make();
    one(t, "certified over MD5", "certificate.weak_signature", "a certificate for which a twin can be found", &made);
    // permittedSubtrees: directoryName with organisation "khác" only.
    let permitted = [
        0x30, 0x15, 0xa0, 0x13, 0x30, 0x11, 0xa4, 0x0f, 0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 6, 3, 0x55, 4, 6, 0x13, 2,
        b'L', b'A',
    ];
    let constrained = sub_ca(&root, &|wish| wish.extra = vec![extension("2.5.29.30", true, &permitted)]);
    one(
        t,
        "outside the CA's name constraints",
        "certificate.name_constraints",
        "a CA for Laos certifies in Vietnam",
        &below(&constrained),
    );
    let critical =
        Wish { extra: vec![extension("1.3.6.1.4.1.99999.1", true, &[5, 0])], ..Wish::leaf(subject(), &issuing) };
    one(
        t,
        "a critical extension nobody knows",
        "certificate.chain",
        "a condition that is not understood",
        &critical.make(),
    );
}

/// Certificates that the trusted CA never saw, with its name in them.
fn impostors(t: &mut Table<'_>) {
    let seal = &t.world.seal;
    let subject = || subject_of(&seal.certificate);
    let self_signed = Wish { ca: None, ..Wish::root(subject()) }.make();
    all(t, "self-signed in the victim's name", "certificate.untrusted", "anybody can write a name", &self_signed);
    let of_ca = |certificate: &Certificate| Wish::root(subject_of(certificate)).make();
    let ca = of_ca(&seal.chain[0]);
    all(
        t,
        "issued by a CA of the CA's name",
        "certificate.untrusted",
        "the issuing CA's name, another key",
        &Wish::leaf(subject(), &ca).make(),
    );
    let root = of_ca(&t.world.pki.root().certificate);
    let mut below = Wish { ca: Some(None), ..Wish::leaf(subject_of(&seal.chain[0]), &root) }.make();
    below.chain.clear();
    one(
        t,
        "two CAs of the CAs' names",
        "certificate.untrusted",
        "the whole hierarchy again, with other keys",
        &Wish::leaf(subject(), &below).make(),
    );
    let mut sent = Wish::leaf(subject(), &below).make();
    sent.chain = vec![below.certificate.clone(), root.certificate.clone()];
    one(t, "with a root of the root's name", "certificate.untrusted", "the anchor is sent along", &sent);
    let mut mixed = Wish::leaf(subject(), &ca).make();
    mixed.chain = vec![seal.chain[0].clone(), ca.certificate.clone()];
    one(t, "with the true CA and its namesake", "certificate.untrusted", "the true CA did not issue it", &mixed);
}

fn signing_certificate(t: &mut Table<'_>) {
    let world = t.world;
    let v2 = |x: &str| element(x, "xades:SigningCertificateV2");
    let code = "signature.signing_certificate";
    t.xades("no SigningCertificate", code, "whose signature it is, is not signed", |x| {
        without(x, "xades:SigningCertificateV2")
    });
    t.xades("SigningCertificate in both forms", code, "two, one for each reader", |x| {
        swap(x, &v2(x), &(v2(x).replace("V2", "") + &v2(x)))
    });
    t.xades("SigningCertificateV2 twice", &format!("{code} signature.structure"), "two, one for each reader", |x| {
        swap(x, &v2(x), &v2(x).repeat(2))
    });
    t.xades("empty SigningCertificateV2", "signature.structure", "no Cert", |x| {
        between(x, "<xades:SigningCertificateV2>", "</xades:SigningCertificateV2>", "")
    });
    let mismatch = "signature.signing_certificate_mismatch";
    let digest = |x: &str, text: &str| swap(x, &v2(x), &between(&v2(x), "<ds:DigestValue>", "<", text));
    t.xades("SigningCertificate of nobody", mismatch, "a digest of no certificate", |x| {
        digest(x, &STANDARD.encode([7; 32]))
    });
    t.xades("SigningCertificate of the neighbour", mismatch, "somebody else's certificate", |x| {
        digest(x, &STANDARD.encode(world.neighbour.certificate.sha256().0))
    });
    let ca = STANDARD.encode(world.seal.chain[0].sha256().0);
    t.xades(
        "SigningCertificate of the CA",
        "signature.value certificate.is_ca certificate.key_usage",
        "the CA is the signer, the value the seal's",
        |x| digest(x, &ca),
    );
    t.xades("the true certificate second", mismatch, "the first Cert counts", |x| {
        let cert = element(x, "xades:Cert");
        swap(x, &cert, &(between(&cert, "<ds:DigestValue>", "<", &STANDARD.encode([7; 32])) + &cert))
    });
    let sha1 = STANDARD.encode(openssl::hash::hash(MessageDigest::sha1(), world.seal.certificate.der()).unwrap());
    let weak = |x: &str, value: &str| {
        let changed =
            v2(x).replace("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1");
        swap(x, &v2(x), &between(&changed, "<ds:DigestValue>", "<", value))
    };
    t.xades(
        "SigningCertificate over SHA-1",
        "signature.signing_certificate_weak",
        "a twin certificate has the same digest",
        |x| weak(x, &sha1),
    );
    t.asice(
        "SigningCertificate over SHA-1 in a container",
        "signature.signing_certificate_weak",
        "a twin certificate has the same digest",
        |p| p.signature(|x| weak(x, &sha1)),
    );
    t.xades("SigningCertificate over MD5", "signature.digest_md5", "a twin certificate has the same digest", |x| {
        let changed =
            v2(x).replace("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#md5");
        swap(x, &v2(x), &changed)
    });
    t.xades("SigningCertificate among the unsigned properties", code, "whose signature it is, is not signed", |x| {
        let moving = v2(x);
        let unsigned = format!("<xades:UnsignedProperties><xades:UnsignedSignatureProperties>{moving}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>");
        before(&swap(x, &moving, ""), "</xades:QualifyingProperties>", &unsigned)
    });
    t.xades(
        "properties of XAdES 1.1.1",
        "signature.object signature.properties_reference",
        "a namespace that says less",
        |x| x.replace("http://uri.etsi.org/01903/v1.3.2#", "http://uri.etsi.org/01903/v1.1.1#"),
    );
    t.asice("no SigningCertificate in a container", code, "whose signature it is, is not signed", |p| {
        p.signature(|x| without(x, "xades:SigningCertificateV2"))
    });
    t.asice("SigningCertificate of nobody in a container", mismatch, "a digest of no certificate", |p| {
        p.signature(|x| digest(x, &STANDARD.encode([7; 32])))
    });
}

fn issuer_serial(t: &mut Table<'_>) {
    let (code, tries) = ("signature.issuer_serial", "issuer and serial number of another certificate");
    let v1 = t.world.bare_v1();
    let key = &t.world.seal.key;
    for (name, open, close, with) in [
        ("another serial number", "<ds:X509SerialNumber>", "</ds:X509SerialNumber>", "5"),
        ("no serial number", "<ds:X509SerialNumber>", "</ds:X509SerialNumber>", ""),
        ("a serial number in hexadecimal", "<ds:X509SerialNumber>", "</ds:X509SerialNumber>", "0x7"),
        ("another issuer", "<ds:X509IssuerName>", "</ds:X509IssuerName>", "CN=Somebody"),
    ] {
        let sealed = pen::seal_bare(&between(&v1, open, close, with), key);
        t.raw(Format::Xades, &format!("IssuerSerial: {name}"), code, tries, sealed);
    }
    for (name, der) in [
        ("of nothing", vec![0x30, 0]),
        ("that is no DER", b"not DER".to_vec()),
        ("of another certificate", vec![0x30, 7, 0x30, 2, 0xa4, 0, 2, 1, 5]),
    ] {
        t.xades(&format!("IssuerSerialV2 {name}"), code, tries, |x| {
            after(
                x,
                "</xades:CertDigest>",
                &format!("<xades:IssuerSerialV2>{}</xades:IssuerSerialV2>", STANDARD.encode(der)),
            )
        });
    }
}
