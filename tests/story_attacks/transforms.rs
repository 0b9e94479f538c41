//! Transforms and canonicalizations: whatever could take something away between what is signed and what is seen.

use super::table::Table;
use super::text::{before, element, reference, swap};

const EXCLUSIVE: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>";
const ENVELOPED: &str =
    "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>";

pub fn rows(t: &mut Table<'_>) {
    t.family("transforms");
    let codes = "signature.transform signature.document_reference";
    let foreign = [
        ("XPath", "http://www.w3.org/TR/1999/REC-xpath-19991116", "<ds:XPath>not(ancestor::From)</ds:XPath>"),
        (
            "XPath Filter 2",
            "http://www.w3.org/2002/06/xmldsig-filter2",
            "<f:XPath xmlns:f=\"http://www.w3.org/2002/06/xmldsig-filter2\" Filter=\"subtract\">//From</f:XPath>",
        ),
        (
            "XSLT",
            "http://www.w3.org/TR/1999/REC-xslt-19991116",
            "<x:stylesheet xmlns:x=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"></x:stylesheet>",
        ),
        ("XPointer", "http://www.w3.org/TR/2001/WD-xptr-20010108", ""),
        ("base64", "http://www.w3.org/2000/09/xmldsig#base64", ""),
        ("decryption", "http://www.w3.org/2002/07/decrypt#XML", ""),
        (
            "a security token's",
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform",
            "",
        ),
        ("canonical XML 2.0", "http://www.w3.org/2010/xml-c14n2", ""),
        ("minimal canonicalization", "http://www.w3.org/2000/09/xmldsig#minimal", ""),
        ("no URI", "", ""),
        ("exclusive with a space behind", "http://www.w3.org/2001/10/xml-exc-c14n# ", ""),
        ("exclusive in capitals", "HTTP://www.w3.org/2001/10/xml-exc-c14n#", ""),
    ];
    for (name, uri, inside) in foreign {
        let transform = format!("<ds:Transform Algorithm=\"{uri}\">{inside}</ds:Transform>");
        t.xades(&format!("{name} on the document"), codes, "a transform that leaves out what is read", |x| {
            swap(x, EXCLUSIVE, &transform)
        });
    }
    t.plain("plain: XPath", codes, "the same without XAdES", |x| swap(x, EXCLUSIVE, "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>true()</ds:XPath></ds:Transform>"));
    t.plain("plain: XSLT", codes, "a program in the signature", |x| {
        swap(x, EXCLUSIVE, "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"></ds:Transform>")
    });
    t.xades("no enveloped-signature", codes, "the signature is to digest itself", |x| swap(x, ENVELOPED, ""));
    t.xades("enveloped-signature last", codes, "it comes when there is no node set left", |x| {
        swap(x, &format!("{ENVELOPED}{EXCLUSIVE}"), &format!("{EXCLUSIVE}{ENVELOPED}"))
    });
    t.xades("enveloped-signature twice", codes, "two signatures are to be left out", |x| {
        swap(x, ENVELOPED, &format!("{ENVELOPED}{ENVELOPED}"))
    });
    t.xades("canonicalization twice", codes, "octets parsed again between two", |x| {
        swap(x, EXCLUSIVE, &format!("{EXCLUSIVE}{EXCLUSIVE}"))
    });
    t.xades(
        "no Transforms",
        "signature.transform signature.document_reference",
        "inclusive canonicalization of everything",
        |x| {
            let transforms = element(x, "ds:Transforms");
            swap(x, &transforms, "")
        },
    );
    t.xades(
        "empty Transforms",
        "signature.structure signature.transform signature.document_reference",
        "an element without a child",
        |x| {
            let transforms = element(x, "ds:Transforms");
            swap(x, &transforms, "<ds:Transforms></ds:Transforms>")
        },
    );
    t.xades("a Transform of another namespace", codes, "another reader does not see it", |x| {
        swap(x, ENVELOPED, &ENVELOPED.replace("ds:Transform", "edXML:Transform"))
    });
    t.xades("something in enveloped-signature", "signature.structure", "a parameter that it does not have", |x| {
        swap(x, ENVELOPED, &ENVELOPED.replace("></", "><ds:XPath>//From</ds:XPath></"))
    });
    t.xades("something in the canonicalization", "signature.structure", "an XPath as its parameter", |x| {
        swap(x, EXCLUSIVE, &EXCLUSIVE.replace("></", "><ds:XPath>//From</ds:XPath></"))
    });
    let list = "<e:InclusiveNamespaces xmlns:e=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"ds\"></e:InclusiveNamespaces>";
    t.xades("PrefixList twice", "signature.structure", "two lists, one for each reader", |x| {
        swap(x, EXCLUSIVE, &EXCLUSIVE.replace("></", &format!(">{list}{list}</")))
    });
    t.xades("PrefixList on inclusive", "signature.structure", "a parameter of the other method", |x| {
        let inclusive = EXCLUSIVE
            .replace("http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315");
        swap(x, EXCLUSIVE, &inclusive.replace("></", &format!(">{list}</")))
    });
    t.xades("PrefixList with something in it", "signature.structure", "an element where a list is", |x| {
        swap(x, EXCLUSIVE, &EXCLUSIVE.replace("></", &format!(">{}</", list.replace("></", "><a></a></"))))
    });
    comments(t);
    elsewhere(t);
}

fn comments(t: &mut Table<'_>) {
    let methods = [
        ("exclusive", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"),
        ("inclusive 1.0", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"),
        ("inclusive 1.1", "http://www.w3.org/2006/12/xml-c14n11#WithComments"),
    ];
    for (name, uri) in methods {
        t.xades(
            &format!("{name} with comments on the document"),
            "signature.canonicalization signature.document_reference",
            "comments as signed content",
            |x| swap(x, EXCLUSIVE, &format!("<ds:Transform Algorithm=\"{uri}\"></ds:Transform>")),
        );
        t.xades(
            &format!("{name} with comments on SignedInfo"),
            "signature.canonicalization",
            "comments as signed content",
            |x| {
                swap(
                    x,
                    "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                    &format!("<ds:CanonicalizationMethod Algorithm=\"{uri}\""),
                )
            },
        );
    }
    for (name, uri) in [
        ("XSLT as CanonicalizationMethod", "http://www.w3.org/TR/1999/REC-xslt-19991116"),
        ("base64 as CanonicalizationMethod", "http://www.w3.org/2000/09/xmldsig#base64"),
        ("a made-up CanonicalizationMethod", "urn:none"),
    ] {
        t.xades(name, "signature.canonicalization", "SignedInfo in a form of the attacker's", |x| {
            swap(
                x,
                "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                &format!("<ds:CanonicalizationMethod Algorithm=\"{uri}\""),
            )
        });
    }
}

fn elsewhere(t: &mut Table<'_>) {
    t.xades(
        "enveloped-signature on the properties",
        "signature.transform signature.properties_reference",
        "the properties without their signature are nothing",
        |x| {
            let r = reference(x, "SignedProperties");
            swap(x, &r, &before(&r, EXCLUSIVE, ENVELOPED))
        },
    );
    t.xades("XPath on the properties", "signature.transform signature.properties_reference", "SigningCertificate left out", |x| {
        let r = reference(x, "SignedProperties");
        swap(x, &r, &swap(&r, EXCLUSIVE, "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>false()</ds:XPath></ds:Transform>"))
    });
    for (name, transform) in [
        ("canonicalization", EXCLUSIVE),
        ("enveloped-signature", ENVELOPED),
        ("base64", "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"></ds:Transform>"),
        ("XSLT", "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"></ds:Transform>"),
    ] {
        t.asice(
            &format!("{name} on an entry"),
            "signature.transform signature.uncovered_entry",
            "an entry that is digested as something else than its bytes",
            |p| {
                p.signature(|x| {
                    swap(
                        x,
                        " URI=\"document.xml\">",
                        &format!(" URI=\"document.xml\"><ds:Transforms>{transform}</ds:Transforms>"),
                    )
                });
            },
        );
    }
}
