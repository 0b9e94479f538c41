//! Bombs: small or plain files that cost a careless reader minutes or gigabytes.

use super::container_parts::SIGNATURE;
use super::keys::x509;
use super::table::{Format, Table};
use super::text::{after, before, between, element, reference, swap, with_reference};
use crate::support::zip_lies::{Entry, Zip, deflate};

pub fn rows(t: &mut Table<'_>) {
    t.family("bombs");
    entities(t);
    markup(t);
    signatures(t);
    expansions(t);
    trees(t);
    archives(t);
}

/// A canonical form that is far longer than what it is of: a namespace is written anew at every element that uses it.
fn expansions(t: &mut Table<'_>) {
    let body = "</edXML:edXMLBody>";
    let (size, form) = ("xml.namespace_size", "signature.canonical_size");
    let declared = |bytes: usize| format!(" xmlns:a=\"urn:{}\"", "x".repeat(bytes));
    t.after("a namespace of 200 KB and 10,000 elements", size, "200 KB of canonical form for every six bytes", |x| {
        before(x, body, &format!("<edXML:x{}>{}</edXML:x>", declared(200_000), "<a:b/>".repeat(10_000)))
    });
    t.xades("a namespace of 1,025 bytes", size, "one byte more than a name may have", |x| {
        before(x, body, &format!("<edXML:x{}></edXML:x>", declared(1_021)))
    });
    t.after("20 namespaces of 1,000 bytes", size, "many prefixes in one tag, all of them used", |x| {
        let many: String = (0..20).map(|n| format!(" xmlns:a{n}=\"urn:{}\"", "x".repeat(1_000))).collect();
        before(x, body, &format!("<edXML:x{many}></edXML:x>"))
    });
    t.after("a namespace of 1,000 bytes and 100,000 elements", form, "170 times the file, behind the header", |x| {
        before(x, body, &format!("<edXML:x{}>{}</edXML:x>", declared(900), "<a:b/>".repeat(100_000)))
    });
    let key_name =
        |uri: usize, count: usize| format!("<ds:KeyName{}>{}</ds:KeyName>", declared(uri), "<a:b></a:b>".repeat(count));
    for (name, uri, codes) in [
        ("KeyInfo with a namespace of 200 KB", 200_000, format!("{size} signature.none")),
        ("KeyInfo with a namespace of 1,000 bytes", 900, format!("{form} signature.value")),
    ] {
        t.tampered(name, &codes, "a canonical form that lies in memory: 800 MB of a package of 12 KB", |p| {
            p.signature(|x| {
                let x = before(x, "</ds:KeyInfo>", &key_name(uri, 10_000));
                refer_to_key_info(&x, 1)
            });
        });
    }
    t.tampered(
        "990 references to one KeyInfo",
        "signature.reference_count signature.digest signature.value",
        "700 KB digested 990 times",
        |p| {
            p.signature(|x| {
                let x = before(x, "</ds:KeyInfo>", &format!("<ds:KeyName>{}</ds:KeyName>", "x".repeat(300_000)));
                refer_to_key_info(&x, 900)
            });
        },
    );
    t.after(
        "a PrefixList of 60,000",
        "signature.canonicalization signature.document_reference signature.value",
        "every element is held against every prefix",
        |x| {
            let list = "a ".repeat(64) + &(0..60_000).map(|n| format!("b{} ", n % 100)).collect::<String>();
            let list = format!(
                "<e:InclusiveNamespaces xmlns:e=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"{}\"/>",
                list.trim()
            );
            swap(
                x,
                "http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>",
                &format!("http://www.w3.org/2001/10/xml-exc-c14n#\">{list}</ds:Transform>"),
            )
        },
    );
}

fn refer_to_key_info(x: &str, count: usize) -> String {
    let one = between(&reference(x, "01903#SignedProperties"), " URI=\"", "\"", "#the-key");
    let one = one.replace(" Type=\"http://uri.etsi.org/01903#SignedProperties\"", "");
    let x = swap(x, "<ds:KeyInfo>", "<ds:KeyInfo Id=\"the-key\">");
    before(&x, "</ds:SignedInfo>", &one.repeat(count))
}

/// Markup that takes ninety times its bytes as a tree, in every file that is read as one, and a finding for each element.
fn trees(t: &mut Table<'_>) {
    let tree = "xml.subtree_size";
    let tries = "ninety times its bytes in memory";
    t.tampered("a signature file of 200,000 elements", &format!("{tree} signature.none"), tries, |p| {
        p.signature(|x| before(x, "</ds:KeyInfo>", &"<a/>".repeat(200_000)));
    });
    t.tampered("66,000 elements in three signature files", &format!("{tree} signature.key_info"), tries, |p| {
        let text = before(&p.text(SIGNATURE), "</ds:KeyInfo>", &"<a/>".repeat(32_500));
        for number in 1..4 {
            p.zip.entries.push(Entry::deflated(&format!("META-INF/signatures{number}.xml"), text.as_bytes()));
        }
    });
    t.tampered(
        "16,000 Signatures in one file",
        "signature.several signature.structure signature.key_info signature.object signature.uncovered_entry",
        "findings of each",
        |p| {
            p.signature(|x| {
                before(
                    x,
                    "</asic:XAdESSignatures>",
                    &"<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>".repeat(16_000),
                )
            });
        },
    );
    t.tampered("a manifest of 200,000 elements", tree, tries, |p| {
        let manifest = p.text(super::container_parts::MANIFEST);
        p.set(super::container_parts::MANIFEST, before(&manifest, "</manifest:manifest>", &"<a/>".repeat(200_000)));
    });
    for (name, element) in [("receivers", "<edXML:To/>"), ("unknown elements", "<x/>")] {
        t.asice(&format!("80,000 {name} in document.xml"), tree, tries, |p| {
            let document = p.text("document.xml");
            p.set("document.xml", before(&document, "</edXML:MessageHeader>", &element.repeat(80_000)));
        });
    }
    let signature = format!("package.document_signature {tree}");
    t.asice("80,000 Signatures in document.xml", &signature, "a finding for each", |p| {
        let document = p.text("document.xml");
        p.set("document.xml", before(&document, "</edXML:MessageHeader>", &"<Signature/>".repeat(80_000)));
    });
    t.after(
        "300,000 attachments of nothing",
        "edxml.too_many_attachments signature.digest",
        "a record for each",
        |x| before(x, "</AttachmentEncoded>", &"<Attachment/>".repeat(300_000)),
    );
    t.after(
        "4,000 attachments in a long context",
        "edxml.too_many_attachments signature.digest",
        "each keeps what it inherits",
        |x| {
            let x = before(
                x,
                "</AttachmentEncoded>",
                &"<Attachment><edXML:ContentTransferEncoded/></Attachment>".repeat(4_000),
            );
            swap(&x, "<AttachmentEncoded>", &format!("<AttachmentEncoded xml:lang=\"{}\">", "x".repeat(200_000)))
        },
    );
}

fn entities(t: &mut Table<'_>) {
    let laughs: String =
        (1..=9).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    t.after("a billion laughs", "xml.dtd", "ten entities, each ten times the one before", |x| {
        after(x, "?>\n", &format!("<!DOCTYPE edXML [<!ENTITY l0 \"ha\">{laughs}]>"))
    });
    t.after("one long entity many times", "xml.dtd", "100 KB, named a thousand times", |x| {
        let x = after(x, "?>\n", &format!("<!DOCTYPE edXML [<!ENTITY a \"{}\">]>", "a".repeat(100_000)));
        before(&x, "</edXML:Subject>", &"&a;".repeat(1_000))
    });
    t.after("entities that hold each other", "xml.dtd", "an entity without an end", |x| {
        after(x, "?>\n", "<!DOCTYPE edXML [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>")
    });
    t.after("a laugh without a declaration", "xml.entity", "an entity from nowhere, a thousand times", |x| {
        before(x, "</edXML:Subject>", &"&lol;".repeat(1_000))
    });
    t.tampered(
        "a billion laughs in the signature file",
        "xml.dtd signature.none",
        "the same where the signature is read",
        |p| {
            p.signature(|x| after(x, "?>\n", &format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]>")));
        },
    );
}

fn markup(t: &mut Table<'_>) {
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
    let attributes = |count| many(count, &|n| format!(" a{n}=\"\""));
    let namespaces = |count| many(count, &|n| format!(" xmlns:a{n}=\"urn:{n}\""));
    let element = |inside: &str| format!("<edXML:x{inside}></edXML:x>");
    let body = "</edXML:edXMLBody>";
    t.xades("65 attributes", "xml.attribute_count", "one more than an element may have", |x| {
        before(x, body, &element(&attributes(65)))
    });
    t.after("20,000 attributes", "xml.attribute_count", "attributes are compared pair by pair", |x| {
        before(x, body, &element(&attributes(20_000)))
    });
    t.after("200,000 attributes", "xml.tag_size", "a tag of 2 MB", |x| before(x, body, &element(&attributes(200_000))));
    t.xades("65 declarations", "xml.namespace_count", "one more than an element may have", |x| {
        before(x, body, &element(&namespaces(65)))
    });
    t.after("20,000 declarations", "xml.namespace_count", "declarations are looked through for every name", |x| {
        before(x, body, &element(&namespaces(9_000)))
    });
    t.after("declarations at every level", "xml.namespace_count", "60 levels of 60 declarations, all in scope", |x| {
        let open = many(50, &|level| format!("<edXML:x{}>", many(60, &|n| format!(" xmlns:a{level}_{n}=\"urn:{n}\""))));
        before(x, body, &(open + &"</edXML:x>".repeat(50)))
    });
    let nested = |depth: usize| format!("{}{}", "<edXML:x>".repeat(depth), "</edXML:x>".repeat(depth));
    t.xades("depth 65", "xml.depth", "one deeper than allowed", |x| before(x, body, &nested(62)));
    t.after("depth 100,000", "xml.depth", "a stack that overflows", |x| before(x, body, &nested(100_000)));
    t.after("depth 100,000, never closed", "xml.depth", "a stack that overflows", |x| {
        before(x, body, &"<x>".repeat(100_000))
    });
    t.after("depth in the Signature", "xml.depth", "the same where a tree is built", |x| {
        before(x, "</ds:Object>", &nested(100_000))
    });
    t.after("an attribute of 300 KB", "xml.tag_size", "a tag that must lie in memory whole", |x| {
        before(x, body, &element(&format!(" a=\"{}\"", "a".repeat(300_000))))
    });
    t.after("a name of 300 KB", "xml.tag_size", "a name that must lie in memory whole", |x| {
        before(x, body, &format!("<{}/>", "a".repeat(300_000)))
    });
    t.after("a tag that never ends", "xml.tag_size", "a reader that waits for >", |x| {
        before(x, body, &format!("<a {}", "b ".repeat(1 << 20)))
    });
    t.after("a header of 2 MiB", "package.document_too_large", "a header that must lie in memory whole", |x| {
        before(x, "</edXML:Subject>", &"a".repeat(2 << 20))
    });
    t.after(
        "a header of 300,000 elements",
        "package.document_too_large",
        "markup takes ninety times its bytes as a tree",
        |x| before(x, "</edXML:MessageHeader>", &"<a/>".repeat(300_000)),
    );
    t.after(
        "a manifest of 5 MiB",
        "package.document_too_large signature.digest",
        "names that must lie in memory",
        |x| {
            before(
                x,
                "</edXML:edXMLManifest>",
                &"<edXML:Reference><edXML:ContentId>a</edXML:ContentId></edXML:Reference>".repeat(70_000),
            )
        },
    );
    t.after("100,000 Signatures", "signature.several xml.subtree_size signature.digest", "a finding for each", |x| {
        before(x, body, &"<Signature xmlns=\"\"/>".repeat(100_000))
    });
    t.asice("a document.xml of 2 MiB", "package.document_too_large", "a document that must lie in memory whole", |p| {
        let document = before(&p.text("document.xml"), "</edXML:Subject>", &"a".repeat(2 << 20));
        p.set("document.xml", document);
    });
    t.after(
        "an attachment too many",
        "edxml.too_many_attachments signature.digest",
        "1,001 attachments of nothing",
        |x| before(x, "</AttachmentEncoded>", &"<Attachment></Attachment>".repeat(1_001)),
    );
}

fn signatures(t: &mut Table<'_>) {
    let count = "signature.reference_count";
    t.asice("10,000 references", "signature.reference_count signature.covered_twice", "a digest for each", |p| {
        p.signature(|x| {
            let one = reference(x, "\"document.xml")
                .replace(&element(x, "ds:DigestValue"), "<ds:DigestValue>AA==</ds:DigestValue>");
            let one = between(&one, " Id=\"", "\"", "").replace(" Id=\"\"", "");
            before(x, "</ds:SignedInfo>", &one.repeat(2_500))
        });
    });
    t.xades(
        "2,000 references to the document",
        &format!("{count} signature.document_reference"),
        "a pass over the whole file for each",
        |x| {
            let one = reference(x, " URI=\"\"");
            let one = between(&one, " Id=\"", "\"", "").replace(" Id=\"\"", "");
            before(x, "</ds:SignedInfo>", &one.repeat(2_000))
        },
    );
    t.xades(
        "1,000 transforms",
        "signature.transform signature.document_reference",
        "a canonicalization for each",
        |x| {
            before(
                x,
                "</ds:Transforms>",
                &"<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>".repeat(1_000),
            )
        },
    );
    t.xades("1,000 Objects", "signature.object", "a finding for each", |x| {
        after(x, "</ds:Object>", &"<ds:Object></ds:Object>".repeat(1_000))
    });
    t.xades("5,000 equal Ids", "signature.id_duplicate signature.object", "Ids compared pair by pair", |x| {
        after(x, "</ds:Object>", &format!("<ds:Object>{}</ds:Object>", "<a Id=\"x\"></a>".repeat(5_000)))
    });
    let prefixes: String = (0..5_000).map(|n| format!("p{n} ")).collect();
    t.xades("a PrefixList of 5,000 and an unknown child", "signature.canonicalization signature.document_reference", "a list that is looked through for every element", |x| {
        let list = format!("<e:InclusiveNamespaces xmlns:e=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"{prefixes}\"></e:InclusiveNamespaces><a></a>");
        swap(x, "http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>", &format!("http://www.w3.org/2001/10/xml-exc-c14n#\">{list}</ds:Transform>"))
    });
    let certificates = x509(&[&t.world.neighbour.certificate]).repeat(700);
    t.xades("700 times one certificate and one of nothing", "signature.base64", "a parse for each", |x| {
        before(x, "</ds:X509Data>", &format!("{certificates}<ds:X509Certificate></ds:X509Certificate>"))
    });
    t.tampered(
        "a signature file of 2 MiB",
        "package.inflated_too_big signature.none",
        "a file that must lie in memory as a tree",
        |p| {
            p.signature(|x| before(x, "</ds:KeyInfo>", &" ".repeat(2 << 20)));
        },
    );
    t.tampered("17 signature files", "signature.several", "a chain for each", |p| {
        let text = p.bytes(SIGNATURE);
        for number in 1..17 {
            p.zip.entries.push(Entry::deflated(&format!("META-INF/signatures{number}.xml"), &text));
        }
    });
    t.asice("signature files of 3 MiB together", "package.inflated_too_big", "each within its limit", |p| {
        let text = before(&p.text(SIGNATURE), "</asic:XAdESSignatures>", &" ".repeat(900 << 10));
        for number in 1..4 {
            p.zip.entries.push(Entry::deflated(&format!("META-INF/signatures{number}.xml"), text.as_bytes()));
        }
    });
    t.xades("references with Ids by the thousand", "signature.reference_uri", "a finding for each", |x| {
        let one = between(&reference(x, "SignedProperties"), " URI=\"", "\"", "#nowhere")
            .replace(" Type=\"http://uri.etsi.org/01903#SignedProperties\"", "");
        (0..3).fold(x.to_owned(), |x, n| {
            with_reference(&x, &one.replace("<ds:Reference", &format!("<ds:Reference Id=\"r{n}\"")))
        })
    });
}

fn archives(t: &mut Table<'_>) {
    let ratio = "package.ratio";
    let zeros = deflate(&vec![0; 64 << 20]);
    t.tampered("64 MiB of zeros", ratio, "65 KB that inflate to 64 MiB", |p| {
        p.zip.insert(Entry::new("zeros", 8, &vec![0; 64 << 20], zeros.clone()));
    });
    t.tampered(
        "64 MiB that say to be 1 MiB",
        "package.size package.manifest_lacks package.entry_unnamed signature.uncovered_entry",
        "more comes out than was said",
        |p| {
            let entry = Entry::new("zeros", 8, &vec![0; 64 << 20], zeros.clone()).both(|header| header.size = 1 << 20);
            p.zip.insert(entry);
        },
    );
    t.tampered("a document.xml of 64 MiB", ratio, "the document itself is the bomb", |p| {
        p.zip.replace(Entry::new("document.xml", 8, &vec![0; 64 << 20], zeros.clone()));
    });
    t.tampered("a signature file of 64 MiB", ratio, "the signature itself is the bomb", |p| {
        p.zip.replace(Entry::new(SIGNATURE, 8, &vec![0; 64 << 20], zeros.clone()));
    });
    t.tampered("a manifest of 15 MiB", "package.document_too_large", "below the ratio's floor", |p| {
        p.set(super::container_parts::MANIFEST, vec![b' '; 15 << 20]);
    });
    t.tampered("sizes of 4 GiB", ratio, "sizes that overflow when they are added up", |p| {
        for number in 0..16 {
            p.zip.insert(Entry::deflated(&format!("{number}"), b"x").both(|header| header.size = u32::MAX - 1));
        }
    });
    let many = |count: usize| Zip {
        entries: (0..count).map(|n| Entry::stored(&format!("{n}"), b"")).collect(),
        ..Zip::default()
    };
    t.raw(
        Format::Asice,
        "60,000 entries",
        "package.too_many_entries",
        "a table that must lie in memory whole",
        many(60_000).build(),
    );
    t.tampered("a directory of 100 MB by its word", "package.overlap", "a size that is not there", |p| {
        p.zip.end.directory_bytes = Some(100 << 20)
    });
    t.tampered("one kernel, many entries", "package.overlap", "entries that share their bytes (Fifield 2019)", |p| {
        let start: u32 = 30 + 8 + 31;
        for number in 0..500 {
            let mut entry = p.zip.entries[1].clone();
            entry.central.name = format!("{number}").into_bytes();
            (entry.has_local, entry.offset) = (false, Some(start));
            p.zip.entries.push(entry);
        }
    });
    t.tampered(
        "an archive in the archive, forty times",
        "package.manifest_lacks package.entry_unnamed signature.uncovered_entry",
        "a reader that unpacks what it unpacked",
        |p| {
            let inner = p.zip.build();
            for number in 0..40 {
                p.zip.insert(Entry::stored(&format!("{number}.zip"), &inner));
            }
        },
    );
}
