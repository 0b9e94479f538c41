//! Wrapping: what is signed stands elsewhere than what is read (McIntosh and Austel 2005; Somorovsky et al. 2012, XSW 1–8).

use lienthong::signature::sign::Form;

use super::pen;
use super::table::{Format, Table};
use super::text::{after, before, between, element, id, moved, swap, without};
use super::world::{VICTIM, bare_xml};

mod containers;

const POSITION: &str = "signature.position";

pub fn rows(t: &mut Table<'_>) {
    t.family("wrapping");
    positions(t);
    by_id(t);
    inside(t);
    containers::rows(t);
}

fn positions(t: &mut Table<'_>) {
    let places = [
        ("first in the header", "<edXML:MessageHeader>"),
        ("in the body", "</edXML:edXMLBody>"),
        ("in the manifest", "</edXML:edXMLManifest>"),
        ("at the root's end", "</edXML>\n"),
        ("before the envelope", "<edXML:edXMLEnvelope>"),
        ("before the header", "<edXML:edXMLHeader>"),
        ("between header and body", "<edXML:edXMLBody>"),
        ("in MessageHeader", "</edXML:MessageHeader>"),
        ("in From", "</edXML:From>"),
        ("in a TraceHeader", "</edXML:TraceHeader>"),
        ("among the attachments", "</AttachmentEncoded>"),
        ("in an attachment", "</Attachment>"),
    ];
    for (name, place) in places {
        let tries = "the whole file is covered, but the Signature stands where another reader may not look";
        t.xades(&format!("Signature {name}"), POSITION, tries, |x| moved(x, "ds:Signature", place));
    }
    t.plain("plain Signature at the root's end", POSITION, "the classic enveloped place, outside the profile", |x| {
        moved(x, "ds:Signature", "</edXML>\n")
    });
    t.xades("an element after the Signature", POSITION, "a second header part behind what looks like the end", |x| {
        before(x, "</edXML:edXMLHeader>", "<edXML:TraceHeaderList></edXML:TraceHeaderList>")
    });
    t.xades(
        "a header in the body holds it",
        POSITION,
        "a header of its own for the verifier, another for the reader",
        |x| {
            let signature = element(x, "ds:Signature");
            let hidden = format!("<edXML:edXMLHeader>{signature}</edXML:edXMLHeader>");
            before(&swap(x, &signature, ""), "</edXML:edXMLBody>", &hidden)
        },
    );
    t.xades("a header of another namespace holds it", POSITION, "edXMLHeader by its local name only", |x| {
        let signature = element(x, "ds:Signature");
        let hidden = format!("<h:edXMLHeader xmlns:h=\"urn:h\">{signature}</h:edXMLHeader>");
        before(&swap(x, &signature, ""), "</edXML:edXMLHeader>", &hidden)
    });
    t.xades("the signed file inside a forged one", POSITION, "XSW: the original whole as a child of a new root", |x| {
        let original = x.split_once("?>\n").unwrap().1.trim_end();
        let forged = bare_xml(VICTIM).replace("100 triệu", "900 triệu");
        before(&forged, "</edXML>\n", &format!("<w>{original}</w>"))
    });
    t.xades(
        "two headers, the second signed",
        "signature.position edxml.ambiguous",
        "the reader takes the first header, the verifier the second",
        |x| {
            let forged = format!("<edXML:edXMLHeader>{}</edXML:edXMLHeader>", element(x, "edXML:MessageHeader"));
            before(x, "<edXML:edXMLHeader>", &swap(&forged, "100 triệu", "900 triệu"))
        },
    );
    t.xades(
        "two headers, the first signed",
        "edxml.ambiguous",
        "the reader takes the last header, the verifier the first",
        |x| {
            let forged = format!("<edXML:edXMLHeader>{}</edXML:edXMLHeader>", element(x, "edXML:MessageHeader"));
            after(x, "</edXML:edXMLHeader>", &swap(&forged, "100 triệu", "900 triệu"))
        },
    );
    for (name, place, second) in [
        ("two lists of attachments", "</AttachmentEncoded>", "<AttachmentEncoded></AttachmentEncoded>"),
        (
            "two contents of one attachment",
            "</edXML:ContentTransferEncoded>",
            "<edXML:ContentTransferEncoded>AAAA</edXML:ContentTransferEncoded>",
        ),
    ] {
        t.xades(name, "edxml.ambiguous", "one reader takes the first, another the second", |x| after(x, place, second));
    }
    t.xades("two envelopes", "edxml.ambiguous", "the reader takes the second envelope", |x| {
        let forged = element(&without(x, "ds:Signature"), "edXML:edXMLEnvelope");
        after(x, "</edXML:edXMLEnvelope>", &swap(&forged, "100 triệu", "900 triệu"))
    });
}

/// A signature that somebody made by Id, and the eight places for the original and the forgery. The reference is right:
/// the Id leads to the original.
fn by_id(t: &mut Table<'_>) {
    let codes = "signature.reference_uri signature.document_reference";
    let world = t.world;
    // Signed by Id: the reference leads to the envelope. Outside the profile already; a verifier by Id calls it valid.
    let victim = {
        let x = bare_xml(VICTIM).replacen("<edXML:edXMLEnvelope>", "<edXML:edXMLEnvelope Id=\"original\">", 1);
        let x = world.bare(&world.seal, Form::Plain, &x);
        pen::seal_bare(&swap(&x, " URI=\"\"", " URI=\"#original\""), &world.seal.key)
    };
    let original = element(&without(&victim, "ds:Signature"), "edXML:edXMLEnvelope");
    let signature = element(&victim, "ds:Signature");
    let forged = without(&victim, "ds:Signature").replace("Id=\"original\"", "Id=\"forged\"");
    let forged = forged.replace("100 triệu", "900 triệu");
    let place = "</edXML:edXMLHeader>";
    let wrapped = |inner: &str| swap(&signature, "</ds:Signature>", &format!("{inner}</ds:Signature>"));
    let object = |inner: &str| wrapped(&format!("<ds:Object>{inner}</ds:Object>"));
    let table = [
        (
            "XSW: the original beside the forgery",
            before(&before(&forged, place, &signature), "</edXML>\n", &original),
            format!("{codes} edxml.ambiguous"),
        ),
        (
            "XSW: the original in an Object",
            before(&forged, place, &object(&original)),
            format!("{codes} signature.object"),
        ),
        (
            "XSW: the original bare in the Signature",
            before(&forged, place, &wrapped(&original)),
            format!("{codes} signature.structure"),
        ),
        (
            "XSW: the original in an attachment",
            before(&before(&forged, place, &signature), "</Attachment>", &original),
            codes.to_owned(),
        ),
        (
            "XSW: the original in KeyInfo",
            before(&forged, place, &swap(&signature, "</ds:KeyInfo>", &format!("{original}</ds:KeyInfo>"))),
            format!("{codes} signature.key_info"),
        ),
    ];
    for (name, bytes, codes) in table {
        let tries = "a reference by Id holds over the original, the reader sees the forgery";
        t.raw(Format::Plain, name, &codes, tries, bytes);
    }
    let xpointer =
        [("XPointer to the root", "#xpointer(/)"), ("XPointer by Id", "#xpointer(id('e'))"), ("bare Id", "#e")];
    for (name, uri) in xpointer {
        t.xades(&format!("XSW: {name}"), codes, "the document by a pointer instead of by the empty URI", |x| {
            let x = swap(x, "<edXML:edXMLEnvelope>", "<edXML:edXMLEnvelope Id=\"e\">");
            swap(&x, " URI=\"\"", &format!(" URI=\"{uri}\""))
        });
    }
}

fn inside(t: &mut Table<'_>) {
    let tries = "two of what must be one: the verifier takes one, the reader another";
    t.xades("Signature twice in the header", "signature.several signature.id_duplicate", tries, |x| {
        let s = element(x, "ds:Signature");
        swap(x, &s, &format!("{s}{s}"))
    });
    t.xades("another Signature in an attachment", "signature.several", tries, |x| {
        let forged = element(x, "ds:Signature").replace(&id(x), "other");
        before(x, "</Attachment>", &format!("<w>{forged}</w>"))
    });
    t.xades("a Signature of no namespace besides", "signature.several", tries, |x| {
        before(x, "</edXML:edXMLBody>", "<Signature xmlns=\"\"></Signature>")
    });
    t.xades("a legacy Signature besides", "signature.several", tries, |x| {
        before(x, "</edXML:edXMLHeader>", "<edXML:Signature></edXML:Signature>")
    });
    t.xades("a Signature in the Signature's Object", "signature.object signature.id_duplicate", tries, |x| {
        let forged = element(x, "ds:Signature");
        before(x, "</ds:Object>", &forged)
    });
    t.xades("SignedInfo twice", "signature.structure signature.key_info signature.properties_reference", tries, |x| {
        let forged = element(x, "ds:SignedInfo").replace(" Id=\"", " Id=\"more-");
        after(x, "</ds:SignedInfo>", &forged)
    });
    t.xades(
        "SignatureValue twice",
        "signature.structure signature.key_info signature.properties_reference",
        tries,
        |x| after(x, "</ds:SignatureValue>", "<ds:SignatureValue>AAAA</ds:SignatureValue>"),
    );
    t.xades("KeyInfo twice", "signature.structure signature.properties_reference", tries, |x| {
        let k = element(x, "ds:KeyInfo");
        after(x, "</ds:KeyInfo>", &k)
    });
    t.xades("a second Object", "signature.object", tries, |x| after(x, "</ds:Object>", "<ds:Object></ds:Object>"));
    t.xades("a second QualifyingProperties", "signature.object", tries, |x| {
        let forged = element(x, "xades:QualifyingProperties").replace("-properties", "-forged");
        before(x, "</ds:Object>", &forged)
    });
    t.xades("a second SignedProperties", "signature.structure", tries, |x| {
        let forged = element(x, "xades:SignedProperties").replace("-properties\"", "-forged\"");
        before(x, "</xades:QualifyingProperties>", &forged)
    });
    t.xades("SignedProperties exchanged", "signature.properties_reference", "the signed properties are the hidden ones, those that are read are forged", |x| {
        let signed = element(x, "xades:SignedProperties");
        let forged = between(&signed.replace("-properties\"", "-forged\""), "<xades:SigningTime>", "<", "2020-01-01T00:00:00Z");
        let hidden = format!("<xades:UnsignedProperties><xades:UnsignedSignatureProperties>{signed}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>");
        swap(x, &signed, &format!("{forged}{hidden}"))
    });
    t.xades("SignedProperties outside the Signature", "signature.properties_reference signature.structure", "the properties that the reference finds stand in the body", |x| {
        let signed = element(x, "xades:SignedProperties");
        before(&swap(x, &signed, ""), "</edXML:edXMLBody>", &signed.replace("<xades:SignedProperties ", "<xades:SignedProperties xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\" "))
    });
    t.xades(
        "KeyInfo bears the properties' Id",
        "signature.id_duplicate signature.digest",
        "two elements of one Id, the first of them KeyInfo",
        |x| swap(x, "<ds:KeyInfo>", &format!("<ds:KeyInfo Id=\"{}-properties\">", id(x))),
    );
    for (name, attribute) in [("ID", "ID"), ("id", "id"), ("xml:id", "xml:id"), ("iD", "iD")] {
        t.xades(
            &format!("the properties' Id outside, as {name}"),
            "signature.id_duplicate",
            "a namesake in the document, found first",
            |x| {
                let mark = format!("<edXML:MessageHeader {attribute}=\"{}-properties\">", id(x));
                swap(x, "<edXML:MessageHeader>", &mark)
            },
        );
    }
    t.xades("wsu:Id outside", "signature.id_duplicate", "a namesake by the attribute that web services look at", |x| {
        let mark = format!("<edXML:MessageHeader xmlns:wsu=\"urn:wsu\" wsu:Id=\"{}\">", id(x));
        swap(x, "<edXML:MessageHeader>", &mark)
    });
    t.xades(
        "Target of another Signature",
        "signature.properties_target",
        "properties that say to be of somebody else's signature",
        |x| swap(x, " Target=\"#", " Target=\"#x"),
    );
    t.xades("Target without #", "signature.properties_target", "a Target that is no pointer", |x| {
        swap(x, " Target=\"#", " Target=\"")
    });
    t.xades("no Target", "signature.properties_target", "properties of no signature in particular", |x| {
        swap(x, &format!(" Target=\"#{}\"", id(x)), "")
    });
    t.xades(
        "Object before SignedInfo",
        "signature.structure signature.key_info signature.signing_certificate_mismatch",
        "what comes first is taken for signed",
        |x| moved(x, "ds:Object", "<ds:SignedInfo>"),
    );
    t.xades(
        "KeyInfo before SignatureValue",
        "signature.structure signature.properties_reference",
        "schema order broken",
        |x| moved(x, "ds:KeyInfo", "<ds:SignatureValue"),
    );
    t.xades("text in the Signature", "signature.structure", "mixed content hides a word", |x| {
        before(x, "<ds:KeyInfo>", "valid")
    });
    t.xades("an unknown child", "signature.structure", "an extension nobody knows", |x| {
        before(x, "</ds:Signature>", "<b></b>")
    });
    t.xades("an unknown attribute", "signature.structure", "an attribute nobody knows", |x| {
        swap(x, "<ds:SignedInfo>", "<ds:SignedInfo xml:base=\"http://a/\">")
    });
    t.xades(
        "SignedInfo in a namespace that looks alike",
        "signature.structure signature.key_info signature.document_reference",
        "http://www.w3.org/2000/09/xmldsig without #",
        |x| {
            let info = element(x, "ds:SignedInfo");
            let forged =
                swap(&info, "<ds:SignedInfo>", "<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig\">");
            swap(x, &info, &forged)
        },
    );
    t.after(
        "Signature in a namespace that looks alike",
        "signature.none",
        "a verifier that looks for nothing finds nothing wrong",
        |x| x.replace("http://www.w3.org/2000/09/xmldsig#\" Id", "http://www.w3.org/2000/09/xmldsig\" Id"),
    );
    t.after("Signature of another case", "signature.none", "ds:signature", |x| {
        x.replace("<ds:Signature ", "<ds:signature ").replace("</ds:Signature>", "</ds:signature>")
    });
}
