//! Comments and processing instructions everywhere, document types, and whatever breaks XML 1.0 or its namespaces.
//! Canonical forms without comments do not see a comment: over most of these files the digests still hold.

use super::container_parts::{MANIFEST, SIGNATURE};
use super::table::{Format, Table};
use super::text::{after, before, swap};
use super::unsigned::with;

pub fn rows(t: &mut Table<'_>) {
    t.family("markup");
    everywhere(t, "comment", "xml.comment", "<!-- -->");
    everywhere(t, "instruction", "xml.processing_instruction", "<?a b?>");
    t.after(
        "a word cut by a comment",
        "xml.comment",
        "one reader sees the text before the comment only (CVE-2017-11427)",
        |x| swap(x, "<edXML:OrganId>000.00.13.H47<", "<edXML:OrganId>000.00.13<!-- -->.H47<"),
    );
    t.after("a stylesheet", "xml.processing_instruction", "a file that shows something else in a browser", |x| {
        after(x, "?>\n", "<?xml-stylesheet href=\"http://127.0.0.1:1/a.xsl\"?>")
    });
    drawn(t);
    document_types(t);
    well_formedness(t);
}

/// What a browser draws over the text, or runs, where nobody signed it.
fn drawn(t: &mut Table<'_>) {
    let tries = "a file that shows something else in a browser";
    for (name, namespace) in [
        ("XHTML", "http://www.w3.org/1999/xhtml"),
        ("SVG", "http://www.w3.org/2000/svg"),
        ("MathML", "http://www.w3.org/1998/Math/MathML"),
    ] {
        let drawing = format!("<h:div xmlns:h=\"{namespace}\"><h:script>1</h:script></h:div>");
        let key_name = format!("<ds:KeyName>{drawing}</ds:KeyName>");
        t.after(&format!("{name} in KeyName"), "signature.structure", tries, |x| before(x, "</ds:KeyInfo>", &key_name));
        t.after(&format!("{name} in X509Data"), "signature.structure", tries, |x| {
            before(x, "</ds:X509Data>", &drawing)
        });
        t.after(&format!("{name} in UnsignedProperties"), "signature.structure", tries, |x| with(x, &drawing));
        t.tampered(&format!("{name} in KeyName"), "signature.structure", tries, |p| {
            p.signature(|x| before(x, "</ds:KeyInfo>", &key_name));
        });
    }
}

fn everywhere(t: &mut Table<'_>, kind: &str, code: &str, markup: &str) {
    let tries = "markup that the canonical form does not show, or that nobody digests";
    let places = [
        ("before the root", "<edXML xmlns="),
        ("in the root", "<edXML:edXMLEnvelope>"),
        ("in OrganId", "000.00.13.H47</edXML:OrganId>"),
        ("in Subject", "</edXML:Subject>"),
        ("in the base64", "JVBERi0="),
        ("before the Signature", "<ds:Signature "),
        ("in SignedInfo", "<ds:SignatureMethod"),
        ("in a DigestValue", "</ds:DigestValue>"),
        ("in SignatureValue", "</ds:SignatureValue>"),
        ("in X509Data", "<ds:X509Certificate>"),
        ("in X509Certificate", "</ds:X509Certificate>"),
        ("in the Object", "<xades:QualifyingProperties"),
        ("in SigningTime", "</xades:SigningTime>"),
        ("at the Signature's end", "</ds:Signature>"),
        ("at the root's end", "</edXML>\n"),
    ];
    for (name, place) in places {
        t.after(&format!("{kind} {name}"), code, tries, |x| before(x, place, markup));
    }
    t.after(&format!("{kind} after the root"), code, tries, |x| after(x, "</edXML>", markup));
    t.after(&format!("{kind} before the declaration"), code, tries, |x| format!("{markup}{x}"));
    for (name, place) in [("in document.xml", "<edXML:Subject>"), ("after document.xml's root", "")] {
        t.asice(&format!("{kind} {name}"), code, tries, |p| {
            let document = p.text("document.xml");
            let changed = if place.is_empty() { document + markup } else { before(&document, place, markup) };
            p.set("document.xml", changed);
        });
    }
    t.tampered(&format!("{kind} in manifest.xml"), code, tries, |p| {
        let manifest = p.text(MANIFEST);
        let end = manifest.rfind("</").unwrap();
        p.set(MANIFEST, format!("{}{markup}{}", &manifest[..end], &manifest[end..]));
    });
    let codes = format!("{code} signature.none");
    for (name, place) in [
        ("in the signature file's SignedInfo", "<ds:Reference"),
        ("in its KeyInfo", "<ds:X509Data>"),
        ("in its properties", "<xades:SigningTime>"),
    ] {
        t.tampered(&format!("{kind} {name}"), &codes, tries, |p| p.signature(|x| before(x, place, markup)));
    }
}

fn document_types(t: &mut Table<'_>) {
    let tries = "a document type: entities, defaults and addresses that the digest does not show";
    let table = [
        ("empty", "<!DOCTYPE edXML>"),
        ("with an external subset", "<!DOCTYPE edXML SYSTEM \"http://127.0.0.1:1/a.dtd\">"),
        ("with a public name", "<!DOCTYPE edXML PUBLIC \"-//A//B\" \"file:///etc/hostname\">"),
        ("with an external entity", "<!DOCTYPE edXML [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"),
        ("with a parameter entity", "<!DOCTYPE edXML [<!ENTITY % a SYSTEM \"http://127.0.0.1:1/\"> %a;]>"),
        ("with a default attribute", "<!DOCTYPE edXML [<!ATTLIST Attachment Id CDATA \"x\">]>"),
        ("with an Id of another name", "<!DOCTYPE edXML [<!ATTLIST edXML:From name ID #IMPLIED>]>"),
        ("with a notation", "<!DOCTYPE edXML [<!NOTATION a SYSTEM \"a\">]>"),
    ];
    for (name, doctype) in table {
        t.after(&format!("document type {name}"), "xml.dtd", tries, |x| after(x, "?>\n", doctype));
    }
    t.after("a sender out of an entity", "xml.dtd", "From is an entity: the digest holds where it is expanded", |x| {
        let x = after(x, "?>\n", "<!DOCTYPE edXML [<!ENTITY from \"000.00.13.H47\">]>");
        swap(&x, "<edXML:OrganId>000.00.13.H47<", "<edXML:OrganId>&from;<")
    });
    t.tampered("document type in document.xml", "xml.dtd signature.digest", tries, |p| {
        let document = after(&p.text("document.xml"), "?>\n", "<!DOCTYPE edXML>");
        p.set("document.xml", document);
    });
    t.tampered("document type in manifest.xml", "xml.dtd", tries, |p| {
        let manifest = p.text(MANIFEST);
        let start = manifest.find("?>").map_or(0, |at| at + 2);
        p.set(MANIFEST, format!("{}<!DOCTYPE a>{}", &manifest[..start], &manifest[start..]));
    });
    t.tampered("document type in the signature file", "xml.dtd signature.none", tries, |p| {
        p.signature(|x| after(x, "?>\n", "<!DOCTYPE a [<!ENTITY b \"c\">]>"));
    });
    t.after("document type in the middle", "xml.dtd", tries, |x| before(x, "<edXML:edXMLBody>", "<!DOCTYPE a>"));
}

fn well_formedness(t: &mut Table<'_>) {
    let tries = "a lenient parser repairs it, each in its own way";
    let table: &[(&str, &str, &str, &str)] = &[
        ("a second root", "xml.trailing", "</edXML>\n", "</edXML><edXML/>"),
        ("text after the root", "xml.trailing", "</edXML>\n", "</edXML>x"),
        ("a tag closed by another", "xml.tag_mismatch", "</Attachment>", "</AttachmenT>"),
        ("a tag closed too early", "xml.tag_mismatch", "<AttachmentEncoded>", "<AttachmentEncoded></edXML>"),
        ("a tag never closed", "xml.tag_mismatch", "</AttachmentEncoded>", ""),
        ("a file cut off", "xml.truncated", "</AttachmentEncoded></edXML>\n", ""),
        ("an attribute twice", "xml.duplicate_attribute", "<Attachment>", "<Attachment a=\"1\" a=\"2\">"),
        (
            "an attribute twice by its expanded name",
            "xml.duplicate_attribute",
            "<Attachment>",
            "<Attachment xmlns:p=\"urn:a\" xmlns:q=\"urn:a\" p:a=\"1\" q:a=\"2\">",
        ),
        (
            "Algorithm twice",
            "xml.duplicate_attribute",
            "<ds:SignatureMethod ",
            "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\" ",
        ),
        ("URI twice", "xml.duplicate_attribute", " URI=\"\"", " URI=\"\" URI=\"#x\""),
        (
            "a declaration twice",
            "xml.duplicate_attribute",
            "<Attachment>",
            "<Attachment xmlns:p=\"urn:a\" xmlns:p=\"urn:b\">",
        ),
        ("an attribute without quotes", "xml.not_well_formed", "<Attachment>", "<Attachment a=1>"),
        ("an attribute without a value", "xml.not_well_formed", "<Attachment>", "<Attachment a>"),
        ("attributes not apart", "xml.not_well_formed", "<Attachment>", "<Attachment a=\"1\"b=\"2\">"),
        ("< in an attribute", "xml.not_well_formed", "<Attachment>", "<Attachment a=\"<\">"),
        ("]]> in text", "xml.not_well_formed", "</edXML:Subject>", "]]></edXML:Subject>"),
        ("an ampersand alone", "xml.reference", "&amp;", "& "),
        ("an entity that is not declared", "xml.entity", "&amp;", "&nbsp;"),
        ("a reference to NUL", "xml.character", "&amp;", "&#0;"),
        ("a reference to a control", "xml.character", "&amp;", "&#x1;"),
        ("a reference to a surrogate", "xml.character", "&amp;", "&#xD800;"),
        ("a reference beyond Unicode", "xml.character", "&amp;", "&#x110000;"),
        ("a reference that overflows", "xml.character", "&amp;", "&#x100000026;"),
        ("a control character", "xml.character", "&amp;", "\u{1}"),
        ("NUL", "xml.character", "&amp;", "\0"),
        ("U+FFFE", "xml.character", "&amp;", "\u{fffe}"),
        ("a name that begins with a digit", "xml.name", "<Attachment>", "<Attachment><1/>"),
        ("a name with two colons", "xml.name", "<Attachment>", "<Attachment><edXML:a:b/>"),
        ("a prefix that is not bound", "xml.unbound_prefix", "<Attachment>", "<Attachment><p:a/>"),
        ("a prefix that is not bound, on an attribute", "xml.unbound_prefix", "<Attachment>", "<Attachment p:a=\"\">"),
        ("a prefix unbound", "xml.namespace", "<Attachment>", "<Attachment xmlns:edXML=\"\">"),
        ("xml bound to another", "xml.namespace", "<Attachment>", "<Attachment xmlns:xml=\"urn:a\">"),
        (
            "another bound to xml",
            "xml.namespace",
            "<Attachment>",
            "<Attachment xmlns:p=\"http://www.w3.org/XML/1998/namespace\">",
        ),
        ("a relative namespace", "xml.namespace", "<Attachment>", "<Attachment xmlns:p=\"a/b\">"),
        ("a namespace that is no URI", "xml.namespace", "<Attachment>", "<Attachment xmlns:p=\"http://a/b[c\">"),
        ("a namespace at no port", "xml.namespace", "<Attachment>", "<Attachment xmlns:p=\"http://a:b/\">"),
        ("xmlns bound", "xml.namespace", "<Attachment>", "<Attachment xmlns:xmlns=\"urn:a\">"),
        (
            "the default bound to xmlns",
            "xml.namespace",
            "<Attachment>",
            "<Attachment xmlns=\"http://www.w3.org/2000/xmlns/\">",
        ),
    ];
    for (name, code, from, to) in table {
        t.after(name, code, tries, |x| swap(x, from, to));
    }
    t.after("text before the root", "xml.leading", tries, |x| after(x, "?>\n", "x"));
    t.after("white space before the declaration", "package.unknown_format", tries, |x| format!("\n{x}"));
    t.after("a second declaration", "xml.leading", tries, |x| after(x, "?>\n", "<?xml version=\"1.0\"?>"));
    let cut = |x: &str| x[..x.len() / 2].to_owned();
    t.tampered("a signature file cut off", "xml.truncated signature.none", tries, |p| p.signature(cut));
    t.tampered("a signature file of nothing", "xml.empty signature.none", tries, |p| p.set(SIGNATURE, ""));
    t.tampered("a signature file that is no XML", "xml.character signature.none", tries, |p| {
        p.set(SIGNATURE, "PK\u{3}\u{4}")
    });
    t.raw(Format::Xades, "a file of a declaration only", "xml.empty", tries, "<?xml version=\"1.0\"?>");
}
