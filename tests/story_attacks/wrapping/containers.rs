//! Wrapping in a container: signature files, Signatures in them and in document.xml.

use lienthong::signature::sign::Form;

use crate::story_attacks::container_parts::SIGNATURE;
use crate::story_attacks::table::Table;
use crate::story_attacks::text::{after, before, element, id, reference, swap, without};
use crate::story_attacks::world::{NEIGHBOUR, bare_xml};
use crate::support::zip_lies::Entry;

pub fn rows(t: &mut Table<'_>) {
    let signed = t.world.bare(&t.world.seal, Form::Plain, &bare_xml(NEIGHBOUR));
    t.asice("a foreign root", "signature.root signature.none", "a root that only looks like XAdESSignatures", |p| {
        p.signature(|x| x.replace("asic:XAdESSignatures", "asic:Signatures"));
    });
    t.asice(
        "a root of another namespace",
        "signature.root signature.none",
        "the right name in the wrong namespace",
        |p| {
            p.signature(|x| x.replace("http://uri.etsi.org/02918/v1.2.1#", "http://uri.etsi.org/02918/v1.1.1#"));
        },
    );
    t.asice(
        "XAdESSignatures in XAdESSignatures",
        "signature.structure signature.root signature.none",
        "one level too deep",
        |p| {
            p.signature(|x| {
                let x = after(x, "v1.2.1#\">", "<asic:XAdESSignatures>");
                before(&x, "</asic:XAdESSignatures>", "</asic:XAdESSignatures>")
            });
        },
    );
    t.asice(
        "an edXML file as signature file",
        "signature.root signature.none",
        "a signed bare file of somebody else as signature",
        |p| {
            p.set(SIGNATURE, &signed);
        },
    );
    t.asice("no Signature in the signature file", "signature.root signature.none", "an empty XAdESSignatures", |p| {
        p.signature(|x| without(x, "ds:Signature"));
    });
    t.asice("two Signatures in one file", "signature.several", "the second over other content", |p| {
        p.signature(|x| {
            let second = element(x, "ds:Signature").replace(&id(x), "zz");
            after(x, "</ds:Signature>", &second)
        });
    })
    .intake_only();
    t.asice("an element beside the Signature", "signature.structure", "something to read beside what is signed", |p| {
        p.signature(|x| {
            after(x, "</ds:Signature>", "<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"></edXML>")
        });
    });
    for (name, inside) in [
        (
            "a Signature in document.xml",
            "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"></ds:Signature>",
        ),
        ("a Signature of no namespace in document.xml", "<Signature xmlns=\"\"></Signature>"),
        ("a Signature of edXML in document.xml", "<edXML:Signature></edXML:Signature>"),
    ] {
        t.asice(name, "package.document_signature", "a second signature for those who look inside", |p| {
            let document = before(&p.text("document.xml"), "</edXML:edXMLHeader>", inside);
            p.set("document.xml", document);
        });
    }
    t.asice(
        "AttachmentEncoded in document.xml",
        "package.attachment_encoded",
        "attachments a second time, by value",
        |p| {
            let document = before(&p.text("document.xml"), "</edXML>", "<AttachmentEncoded></AttachmentEncoded>");
            p.set("document.xml", document);
        },
    );
    t.asice("two headers in document.xml", "edxml.ambiguous", "one header for each reader", |p| {
        let document = p.text("document.xml");
        let second = swap(&element(&document, "edXML:edXMLHeader"), "100 triệu", "900 triệu");
        p.set("document.xml", after(&document, "</edXML:edXMLHeader>", &second));
    });
    t.tampered(
        "the signature file as payload",
        "package.entry_unnamed package.manifest_lacks signature.none",
        "signatures0.xml outside META-INF",
        |p| {
            p.rename(SIGNATURE, "signatures0.xml");
        },
    );
    t.tampered(
        "the signature file in a deeper folder",
        "package.not_evaluated signature.none",
        "META-INF/x/signatures0.xml",
        |p| {
            p.rename(SIGNATURE, "META-INF/x/signatures0.xml");
        },
    );
    t.tampered(
        "the signature file by another name",
        "package.not_evaluated signature.none",
        "META-INF/signature0.xml, which names no signatures",
        |p| {
            p.rename(SIGNATURE, "META-INF/signature0.xml");
        },
    );
    t.tampered(
        "a second document.xml under another case",
        "package.name_collision",
        "Document.xml beside document.xml",
        |p| {
            let forged = p.text("document.xml").replace("100 triệu", "900 triệu");
            p.zip.insert(Entry::deflated("Document.xml", forged.as_bytes()));
        },
    );
    t.asice(
        "one Id twice in the signature file",
        "signature.id_duplicate",
        "KeyInfo bears the Id of the Signature",
        |p| {
            p.signature(|x| swap(x, "<ds:KeyInfo>", &format!("<ds:KeyInfo Id=\"{}\">", id(x))));
        },
    );
    t.asice(
        "the properties of another Signature",
        "signature.properties_reference",
        "the reference leads to a namesake in a second Object",
        |p| {
            p.signature(|x| {
                let r = reference(x, "SignedProperties");
                swap(x, &r, &r.replace("-properties\"", "-elsewhere\""))
            });
        },
    );
}
