//! References: URIs, types, counts, digests (XMLDSig 1.1 §4.4.3; SIGNATURES §2, §3).

use super::container_parts::{MANIFEST, Parts, SIGNATURE};
use super::table::Table;
use super::text::{after, between, element, id, reference, swap, with_reference, without};
use super::world::{VICTIM, document_xml};
use crate::support::zip_lies::{ATTACHMENT, Entry};

/// ATTACHMENT as the signer writes it.
const URI: &str = "ph%E1%BB%A5%20l%E1%BB%A5c/T%E1%BB%9D%20tr%C3%ACnh%20s%E1%BB%91%205.pdf";

pub fn rows(t: &mut Table<'_>) {
    t.family("references");
    bare(t);
    stale(t);
    uris(t);
    counts(t);
    covers(t);
}

fn bare(t: &mut Table<'_>) {
    let codes = "signature.reference_uri signature.document_reference";
    t.xades("URI absent", codes, "no URI: the application is to know what is meant", |x| swap(x, " URI=\"\"", ""));
    for (name, uri) in [
        ("external", "http://127.0.0.1:1/document"),
        ("a file", "file:///etc/hostname"),
        ("data", "data:text/plain,x"),
        ("the file's own name", "document.xml"),
        ("a space", " "),
        ("an empty fragment", "#"),
    ] {
        t.xades(&format!("URI is {name}"), codes, "the document from elsewhere than the file", |x| {
            swap(x, " URI=\"\"", &format!(" URI=\"{uri}\""))
        });
    }
    t.plain("plain: external URI", codes, "the same without XAdES", |x| {
        swap(x, " URI=\"\"", " URI=\"http://127.0.0.1:1/\"")
    });
    t.xades("the document twice", "signature.document_reference", "two references, one of them for show", |x| {
        with_reference(x, &reference(x, " URI=\"\""))
    });
    t.xades(
        "the document not at all",
        "signature.document_reference",
        "a signature over its own properties only",
        |x| swap(x, &reference(x, " URI=\"\""), ""),
    );
    t.plain("no Reference", "signature.reference_count signature.document_reference", "a value over nothing", |x| {
        swap(x, &element(x, "ds:Reference"), "")
    });
    t.xades(
        "Type on the document",
        "signature.reference_type",
        "a Type that turns it into a Manifest for others",
        |x| swap(x, " URI=\"\"", " URI=\"\" Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\""),
    );
    t.xades("properties without Type", "signature.reference_type", "other verifiers do not see them as signed", |x| {
        swap(x, " Type=\"http://uri.etsi.org/01903#SignedProperties\"", "")
    });
    t.xades("properties of a Type that looks alike", "signature.reference_type", "the Type of XAdES 1.1.1", |x| {
        swap(x, "http://uri.etsi.org/01903#SignedProperties", "http://uri.etsi.org/01903/v1.1.1#SignedProperties")
    });
    t.xades(
        "properties not referenced",
        "signature.properties_reference",
        "SigningCertificate is there and unsigned",
        |x| swap(x, &reference(x, "SignedProperties"), ""),
    );
    t.xades("properties twice", "signature.properties_reference", "two references to the properties", |x| {
        with_reference(x, &reference(x, "SignedProperties"))
    });
    t.xades(
        "KeyInfo in place of the properties",
        "signature.reference_type signature.properties_reference",
        "the Type says properties, the Id leads to KeyInfo",
        |x| {
            let x = swap(x, "<ds:KeyInfo>", "<ds:KeyInfo Id=\"k\">");
            let uri = format!(" URI=\"#{}-properties\"", id(&x));
            swap(&x, &uri, " URI=\"#k\"")
        },
    );
    t.xades("KeyInfo referenced twice", "signature.reference_count", "a second reference where one is allowed", |x| {
        let x = swap(x, "<ds:KeyInfo>", "<ds:KeyInfo Id=\"k\">");
        let r = reference(&x, "SignedProperties").replace(" Type=\"http://uri.etsi.org/01903#SignedProperties\"", "");
        let r = between(&r, " URI=\"", "\"", "#k");
        with_reference(&with_reference(&x, &r), &r)
    });
    t.xades(
        "SignedInfo referenced",
        "signature.reference_uri signature.structure",
        "a digest of what holds the digest",
        |x| {
            let x = swap(x, "<ds:SignedInfo>", "<ds:SignedInfo Id=\"si\" lang=\"vi\">");
            let r =
                reference(&x, "SignedProperties").replace(" Type=\"http://uri.etsi.org/01903#SignedProperties\"", "");
            with_reference(&x, &between(&r, " URI=\"", "\"", "#si"))
        },
    );
    t.xades("the value referenced", "signature.reference_uri", "SignatureValue as a thing signed", |x| {
        let r = reference(x, "SignedProperties").replace(" Type=\"http://uri.etsi.org/01903#SignedProperties\"", "");
        with_reference(x, &between(&r, " URI=\"", "\"", "#nowhere"))
    });
    t.xades(
        "ds:Manifest",
        "signature.manifest signature.object",
        "references that a verifier need not check (XMLDSig §5.1)",
        |x| after(x, "</ds:Object>", "<ds:Object><ds:Manifest Id=\"m\"></ds:Manifest></ds:Object>"),
    );
    t.xades(
        "the Manifest alone",
        "signature.manifest signature.object signature.reference_uri signature.document_reference",
        "the document is named in a Manifest only",
        |x| {
            let document = reference(x, " URI=\"\"");
            let manifest = format!("<ds:Manifest Id=\"m\">{document}</ds:Manifest>");
            let pointer =
                between(&between(&document, "<ds:Transforms>", "</ds:Transforms>", ""), " URI=\"", "\"", "#m");
            let pointer = pointer.replace("<ds:Transforms></ds:Transforms>", "").replace(" Id=\"", " Id=\"p-");
            after(&swap(x, &document, &pointer), "</ds:Object>", &format!("<ds:Object>{manifest}</ds:Object>"))
        },
    );
}

/// What the pen must not make right.
fn stale(t: &mut Table<'_>) {
    for (name, from, to) in [
        ("a word changed", "100 triệu", "900 triệu"),
        ("a receiver changed", "<edXML:OrganId>000.00.12.H47", "<edXML:OrganId>000.00.15.H47"),
        ("an attachment changed", "JVBERi0=", "JVBERi0u"),
        ("white space added", "<edXML:edXMLHeader>", "<edXML:edXMLHeader> "),
        ("an empty element added", "</edXML:edXMLBody>", "<edXML:x/></edXML:edXMLBody>"),
        ("an attribute added", "<Attachment>", "<Attachment hidden=\"true\">"),
        ("a namespace changed", "<AttachmentEncoded>", "<AttachmentEncoded xmlns=\"urn:other\">"),
        ("NFC turned into NFD", "Công văn</edXML:TypeName>", "Co\u{302}ng va\u{306}n</edXML:TypeName>"),
    ] {
        t.after(&format!("stale: {name}"), "signature.digest", "the content after the signature", |x| {
            swap(x, from, to)
        });
    }
    t.after(
        "stale: the sender changed",
        "signature.digest binding.other_agency",
        "the content after the signature",
        |x| swap(x, "<edXML:OrganId>000.00.13.H47", "<edXML:OrganId>000.00.15.H47"),
    );
    t.after("stale: SigningTime", "signature.digest", "the claimed time after the signature", |x| {
        between(x, "<xades:SigningTime>", "<", "2020-01-01T00:00:00Z")
    });
    t.after(
        "stale: SignedInfo",
        "signature.value signature.digest",
        "the digest is made right, the value is not",
        |x| between(x, "<ds:DigestValue>", "<", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    );
}

fn uris(t: &mut Table<'_>) {
    let unknown = "signature.unknown_entry signature.uncovered_entry";
    let malformed = "signature.reference_uri signature.uncovered_entry";
    let table = [
        ("decoded twice", "document%252Exml", unknown),
        ("a dot segment", "./document.xml", unknown),
        ("a parent segment", "x/../document.xml", unknown),
        ("an encoded parent", "x/%2e%2e/document.xml", unknown),
        ("another case", "Document.xml", unknown),
        ("a trailing space", "document.xml%20", unknown),
        ("a trailing NUL", "document.xml%00", unknown),
        ("a trailing dot", "document.xml.", unknown),
        ("a backslash", ".\\document.xml", malformed),
        ("a fragment", "document.xml#edXML", malformed),
        ("a query", "document.xml?x", malformed),
        ("a scheme", "file:document.xml", malformed),
        ("http", "http://127.0.0.1:1/document.xml", malformed),
        ("an overlong dot", "document%C0%AExml", malformed),
        ("half an escape", "document.xml%2", malformed),
        ("a bad escape", "document%zzxml", malformed),
        ("mimetype", "mimetype", unknown),
        ("the signature file", SIGNATURE, unknown),
        ("an entry that is not there", "document2.xml", unknown),
        ("an Id", "#document.xml", malformed),
        ("empty", "", malformed),
    ];
    for (name, uri, codes) in table {
        t.asice(&format!("entry by {name}"), codes, "a URI that another reader resolves to the entry", |p| {
            p.signature(|x| swap(x, "URI=\"document.xml\"", &format!("URI=\"{uri}\"")));
        });
    }
    t.asice("entry in NFD", unknown, "a name equal only after normalising", |p| {
        let nfd = "phu\u{323} lu\u{323}c/To\u{31b}\u{300} tri\u{300}nh so\u{302}\u{301} 5.pdf";
        p.signature(|x| swap(x, &format!("URI=\"{URI}\""), &format!("URI=\"{nfd}\"")));
    });
    t.asice("entry with a plus for the space", unknown, "form encoding in a URI", |p| {
        p.signature(|x| swap(x, URI, &URI.replace("%20", "+")));
    });
    t.asice("URI absent in a container", malformed, "no URI for an entry", |p| {
        p.signature(|x| swap(x, " URI=\"document.xml\"", ""));
    });
    t.asice(
        "entry by a host",
        "signature.reference_uri signature.leading_slash signature.uncovered_entry",
        "another machine's entry",
        |p| {
            p.signature(|x| swap(x, "URI=\"document.xml\"", "URI=\"//127.0.0.1/document.xml\""));
        },
    );
    t.asice("leading slash", "signature.leading_slash", "an absolute path", |p| {
        p.signature(|x| swap(x, "URI=\"document.xml\"", "URI=\"/document.xml\""));
    })
    .intake_only();
}

fn counts(t: &mut Table<'_>) {
    t.asice("an entry twice", "signature.covered_twice", "two digests for one entry", |p| {
        p.signature(|x| with_reference(x, &reference(x, "document.xml")));
    });
    t.asice("an entry twice, once encoded", "signature.covered_twice", "one entry under two spellings", |p| {
        p.signature(|x| with_reference(x, &reference(x, "document.xml").replace("document", "%64ocument")));
    });
    t.asice(
        "an entry twice, once with a slash",
        "signature.covered_twice signature.leading_slash",
        "one entry under two paths",
        |p| {
            p.signature(|x| with_reference(x, &reference(x, "document.xml").replace("\"document", "\"/document")));
        },
    );
    t.asice("manifest.xml twice", "signature.reference_count", "the one optional entry, twice", |p| {
        p.signature(|x| {
            let r = reference(x, "document.xml").replace("\"document.xml", &format!("\"{MANIFEST}"));
            let x = with_reference(x, &r);
            with_reference(&x, &r.replace(" Id=\"", " Id=\"again-"))
        });
    });
    t.asice("Type on an entry", "signature.reference_type", "an entry that is to be read as a Manifest", |p| {
        p.signature(|x| {
            swap(
                x,
                " URI=\"document.xml\"",
                " URI=\"document.xml\" Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\"",
            )
        });
    });
    t.asice("no Object", "signature.object signature.properties_reference", "a container signed without XAdES", |p| {
        p.signature(|x| without(x, "ds:Object"));
    });
    t.asice("plain XMLDSig in a container", "signature.object", "no properties and no reference to them", |p| {
        p.signature(|x| {
            let x = without(x, "ds:Object");
            swap(&x, &reference(&x, "SignedProperties"), "")
        });
    });
}

fn covers(t: &mut Table<'_>) {
    let uncovered = "signature.uncovered_entry";
    t.asice("document.xml not covered", uncovered, "the attachment is signed, the document is not", |p| {
        p.signature(|x| swap(x, &reference(x, "\"document.xml"), ""));
    });
    t.asice("the attachment not covered", uncovered, "the document is signed, the attachment is not", |p| {
        p.signature(|x| swap(x, &reference(x, URI), ""));
    });
    t.tampered("stale: attachment replaced", "signature.digest", "another attachment under the signature", |p| {
        p.set(ATTACHMENT, b"%PDF-1.7 Attachment");
    });
    t.tampered("stale: document replaced", "signature.digest", "another document under the signature", |p| {
        let forged = swap(&p.text("document.xml"), "100 triệu", "900 triệu");
        p.set("document.xml", forged);
    });
    t.tampered(
        "an entry added",
        "package.entry_unnamed signature.uncovered_entry package.manifest_lacks",
        "an attachment that nobody signed",
        |p| {
            p.zip.insert(Entry::stored("b.pdf", b"%PDF"));
        },
    );
    t.tampered(
        "an entry taken away",
        "package.entry_missing signature.unknown_entry package.manifest_extra",
        "an attachment withheld",
        |p| {
            p.remove(ATTACHMENT);
        },
    );
    t.tampered("an entry renamed", "package.entry_missing package.entry_unnamed package.manifest_lacks signature.unknown_entry signature.uncovered_entry", "the attachment under another name", |p| {
        p.rename(ATTACHMENT, "b.pdf");
    });
    t.tampered(
        "the document renamed",
        "package.document_missing package.manifest_lacks signature.unknown_entry signature.uncovered_entry",
        "document2.xml",
        |p| {
            p.rename("document.xml", "document2.xml");
        },
    );
    t.tampered(
        "contents exchanged",
        "signature.digest xml.leading",
        "each entry holds what the other was signed for",
        |p| {
            let (a, b) = (p.bytes("document.xml"), p.bytes(ATTACHMENT));
            p.set(ATTACHMENT, a);
            p.set("document.xml", b);
        },
    );
    t.tampered("no signature file", "signature.none", "the signature taken away", |p| p.remove(SIGNATURE));
    let other = t.world.asice(&t.world.seal, &document_xml(VICTIM), b"%PDF-1.7 other");
    let other = Parts::of(&other).text(SIGNATURE);
    t.tampered(
        "the signature of another package",
        "signature.digest",
        "a good signature of the victim over something else",
        |p| {
            p.set(SIGNATURE, other);
        },
    );
}
