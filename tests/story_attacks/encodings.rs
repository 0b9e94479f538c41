//! Encodings: the same characters in other bytes (the canonical form, and so the digest, is the same), and base64.

use super::container_parts::SIGNATURE;
use super::table::{Format, Table};
use super::text::{after, element, swap};
use lienthong::signature::sign::Form;

pub fn rows(t: &mut Table<'_>) {
    t.family("encodings");
    files(t);
    declarations(t);
    base64(t);
}

fn files(t: &mut Table<'_>) {
    let signed = t.signed(Form::XadesB);
    let of = |encoding: &str| swap(&signed, "encoding=\"UTF-8\"", &format!("encoding=\"{encoding}\""));
    let utf16 = |text: &str, little: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let utf32: Vec<u8> = of("UTF-32").chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    let tries = "the characters that were signed, in an encoding that only some readers know";
    let little = [&[0xff, 0xfe][..], &utf16(&of("UTF-16"), true)].concat();
    let big = [&[0xfe, 0xff][..], &utf16(&of("UTF-16"), false)].concat();
    t.raw(Format::Xades, "UTF-16, little end first", "package.unknown_format", tries, little);
    t.raw(Format::Xades, "UTF-16, big end first", "package.unknown_format", tries, big);
    t.raw(Format::Xades, "UTF-16 without a mark", "package.unknown_format", tries, utf16(&of("UTF-16"), false));
    t.raw(Format::Xades, "UTF-32", "package.unknown_format", tries, utf32);
    let ascii = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", u32::from(c)) }).collect()
    };
    t.raw(Format::Xades, "UTF-7", "xml.encoding", tries, ascii(&of("UTF-7")));
    t.raw(Format::Xades, "ISO 8859-1", "xml.encoding", tries, ascii(&of("ISO-8859-1")));
    t.raw(Format::Xades, "windows-1258", "xml.encoding", tries, ascii(&of("windows-1258")));
    t.raw(Format::Xades, "US-ASCII", "xml.encoding", tries, ascii(&of("US-ASCII")));
    let broken = |name: &str, bytes: &[u8]| {
        let at = signed.find("100 tri").unwrap();
        (name.to_owned(), [&signed.as_bytes()[..at], bytes, &signed.as_bytes()[at..]].concat())
    };
    for (name, bytes) in [
        broken("an overlong slash", b"\xc0\xaf"),
        broken("an overlong NUL", b"\xc0\x80"),
        broken("a surrogate in UTF-8", b"\xed\xa0\x80"),
        broken("a byte that is no UTF-8", b"\xff"),
        broken("a sequence cut off", b"\xe1\xba"),
        broken("a character beyond Unicode", b"\xf4\x90\x80\x80"),
    ] {
        t.raw(Format::Xades, &name, "xml.not_utf8", "bytes that a lenient decoder turns into something", bytes);
    }
    let utf16 = utf16(&of("UTF-16"), true);
    t.tampered("a signature file in UTF-16", "xml.encoding signature.none", tries, |p| {
        p.set(SIGNATURE, [&[0xff, 0xfe][..], &utf16].concat())
    });
    t.raw(
        Format::Xades,
        "two byte order marks",
        "package.unknown_format",
        "one of them is text",
        format!("\u{feff}\u{feff}{signed}"),
    );
}

fn declarations(t: &mut Table<'_>) {
    let table = [
        ("version 1.1", "version=\"1.0\"", "version=\"1.1\"", "xml.version"),
        ("version 2.0", "version=\"1.0\"", "version=\"2.0\"", "xml.version"),
        ("no version", "version=\"1.0\" ", "", "xml.not_well_formed"),
        (
            "encoding before version",
            "version=\"1.0\" encoding=\"UTF-8\"",
            "encoding=\"UTF-8\" version=\"1.0\"",
            "xml.not_well_formed",
        ),
        ("encoding twice", "encoding=\"UTF-8\"", "encoding=\"UTF-8\" encoding=\"UTF-16\"", "xml.not_well_formed"),
        ("an unknown pseudo-attribute", "encoding=\"UTF-8\"", "encoding=\"UTF-8\" a=\"b\"", "xml.not_well_formed"),
        (
            "standalone neither yes nor no",
            "encoding=\"UTF-8\"",
            "encoding=\"UTF-8\" standalone=\"maybe\"",
            "xml.not_well_formed",
        ),
    ];
    for (name, from, to, code) in table {
        t.after(&format!("declaration: {name}"), code, "the declaration is not part of what is signed", |x| {
            swap(x, from, to)
        });
    }
}

fn base64(t: &mut Table<'_>) {
    let code = "signature.base64";
    let tries = "a value that a lenient decoder reads as the right one";
    let value = |x: &str| element(x, "ds:SignatureValue");
    let inner = |x: &str| value(x).split_once('>').unwrap().1.split_once('<').unwrap().0.to_owned();
    t.after("value without padding", code, tries, |x| swap(x, &inner(x), inner(x).trim_end_matches('=')));
    t.after("value with trailing bits", code, tries, |x| {
        let text = inner(x);
        let at = text.trim_end_matches('=').len() - 1;
        let last = text.as_bytes()[at];
        swap(x, &text, &format!("{}{}{}", &text[..at], char::from(last + 1), &text[at + 1..]))
    });
    t.after("value with a letter of no alphabet", code, tries, |x| {
        swap(x, &inner(x), &format!("{}!{}", &inner(x)[..4], &inner(x)[4..]))
    });
    t.after("value with a no-break space", code, tries, |x| {
        swap(x, &inner(x), &format!("{}\u{a0}{}", &inner(x)[..4], &inner(x)[4..]))
    });
    t.after("value with a form feed", code, tries, |x| {
        swap(x, &inner(x), &format!("{}\u{2028}{}", &inner(x)[..4], &inner(x)[4..]))
    });
    t.after("value with more behind the padding", code, tries, |x| swap(x, &inner(x), &format!("{}AAAA", inner(x))));
    t.after("value of nothing", code, "no value at all", |x| swap(x, &inner(x), ""));
    t.after("value around an element", code, tries, |x| {
        swap(x, &inner(x), &format!("{}<b></b>{}", &inner(x)[..4], &inner(x)[4..]))
    });
    t.xades("certificate digest without padding", code, tries, |x| {
        let cert = element(x, "xades:CertDigest");
        swap(x, &cert, &cert.replace("=</ds:DigestValue>", "</ds:DigestValue>"))
    });
    t.after(
        "document digest in hexadecimal",
        "signature.base64 signature.digest signature.value",
        "SHA-256 as libraries print it",
        |x| {
            let digest = element(x, "ds:DigestValue");
            swap(x, &digest, &format!("<ds:DigestValue>{}</ds:DigestValue>", "0f".repeat(32)))
        },
    );
    t.after(
        "document digest cut short",
        "signature.base64 signature.digest signature.value",
        "a digest of which the first bytes fit",
        |x| {
            let digest = element(x, "ds:DigestValue");
            let text = digest.replace("<ds:DigestValue>", "").replace("</ds:DigestValue>", "");
            swap(x, &digest, &format!("<ds:DigestValue>{}</ds:DigestValue>", &text[..16]))
        },
    );
    t.after(
        "certificate in PEM",
        "signature.base64 signature.signing_certificate_mismatch",
        "armour inside the element",
        |x| {
            let x = after(x, "<ds:X509Certificate>", "-----BEGIN CERTIFICATE-----");
            swap(&x, "</ds:X509Certificate>", "-----END CERTIFICATE-----</ds:X509Certificate>")
        },
    );
}
