//! Rules of ASiC-E above the ZIP: what stands in META-INF, what the manifest says, what document.xml names.

use super::container_parts::{MANIFEST, Parts, SIGNATURE};
use super::table::Table;
use super::text::{after, between, element, reference, swap, with_reference};
use crate::support::zip_lies::{ATTACHMENT, Entry};

pub fn rows(t: &mut Table<'_>) {
    t.family("container");
    manifests(t);
    names(t);
    meta_inf(t);
    mimetype(t);
}

fn manifests(t: &mut Table<'_>) {
    let tries = "manifest.xml is not signed: it is compared and never believed";
    let file_entry = |x: &str, name: &str| {
        let start = x.find(&format!("full-path=\"{name}\"")).unwrap();
        let start = x[..start].rfind('<').unwrap();
        let end = start + x[start..].find('>').unwrap() + 1;
        x[start..end].to_owned()
    };
    let mut manifest = |name: &str, code: &str, change: &dyn Fn(&str) -> String| {
        t.tampered(name, code, tries, |p| {
            let changed = change(&p.text(MANIFEST));
            p.set(MANIFEST, changed);
        });
    };
    manifest("a manifest with a file that is not there", "package.manifest_extra", &|x| {
        let entry = file_entry(x, "document.xml");
        swap(x, &entry, &(entry.clone() + &entry.replace("document.xml", "virus.exe")))
    });
    manifest("a manifest without the attachment", "package.manifest_lacks", &|x| {
        swap(x, &file_entry(x, ATTACHMENT), "")
    });
    manifest("a manifest with a file twice", "package.manifest_duplicate", &|x| {
        let entry = file_entry(x, "document.xml");
        swap(x, &entry, &entry.repeat(2))
    });
    manifest("a manifest that lists the signatures", "package.manifest_extra", &|x| {
        let entry = file_entry(x, "document.xml");
        swap(x, &entry, &(entry.clone() + &entry.replace("document.xml", SIGNATURE)))
    });
    manifest("a manifest of another root", "package.manifest", &|x| x.replace("manifest:manifest", "manifest:list"));
    manifest("a manifest that is a document", "package.manifest", &|_| "<edXML/>".to_owned());
    manifest("a manifest with an entry without a path", "package.manifest", &|x| {
        x.replace("manifest:full-path", "manifest:path")
    });
    manifest("an empty manifest", "xml.empty", &|_| String::new());
    let digested = |p: &mut Parts| {
        p.signature(|x| {
            let r = reference(x, "\"document.xml").replace("\"document.xml", &format!("\"{MANIFEST}"));
            with_reference(x, &r)
        });
    };
    let key = t.world.seal.key.clone();
    t.tampered("a signed manifest, changed", "signature.digest", "the one manifest that may be signed", |p| {
        digested(p);
        p.seal(&key);
        let changed = after(&p.text(MANIFEST), "?>", "\n\n");
        p.set(MANIFEST, changed);
    });
}

fn names(t: &mut Table<'_>) {
    let document = |t: &mut Table<'_>, name: &str, codes: &str, tries: &str, change: &dyn Fn(&str) -> String| {
        t.asice(name, codes, tries, |p| {
            let changed = change(&p.text("document.xml"));
            p.set("document.xml", changed);
        });
    };
    let named = |x: &str| element(x, "edXML:Reference");
    document(
        t,
        "an attachment that the document does not name",
        "package.entry_unnamed",
        "signed, but nobody said what it is",
        &|x| swap(x, &named(x), ""),
    );
    document(t, "an attachment named twice", "package.entry_named_twice", "one file under two descriptions", &|x| {
        swap(x, &named(x), &named(x).repeat(2))
    });
    document(
        t,
        "a name without an attachment",
        "package.entry_missing",
        "an attachment that is announced and withheld",
        &|x| swap(x, &named(x), &(named(x) + &named(x).replace(ATTACHMENT, "b.pdf"))),
    );
    document(
        t,
        "a name that leads out",
        "package.entry_missing package.entry_unnamed",
        "../ in the document's own manifest",
        &|x| x.replace(&format!("cid:{ATTACHMENT}"), &format!("cid:../{ATTACHMENT}")),
    );
    document(t, "a name for the signature file", "package.entry_missing", "META-INF as an attachment", &|x| {
        swap(x, &named(x), &(named(x) + &named(x).replace(ATTACHMENT, SIGNATURE)))
    });
    document(t, "a name for document.xml", "package.entry_missing", "the document as its own attachment", &|x| {
        swap(x, &named(x), &(named(x) + &named(x).replace(ATTACHMENT, "document.xml")))
    });
    document(t, "a document that is none", "edxml.not_edxml", "any XML under a good signature", &|_| "<a/>".to_owned());
    document(t, "a document of another namespace", "edxml.not_edxml", "edXML by its local name", &|x| {
        x.replace("http://www.mic.gov.vn/TBT/QCVN_102_2016", "urn:edxml")
    });
    document(t, "a document in a document", "edxml.not_edxml", "one level too deep", &|x| {
        let inner = between(x, "<?xml", "?>", "").replace("<?xml?>", "");
        format!("<w>{}</w>", inner.trim())
    });
    t.asice("no document.xml", "package.document_missing package.manifest_extra", "a signed parcel of files", |p| {
        p.signature(|x| swap(x, &reference(x, "\"document.xml"), ""));
        p.remove("document.xml");
    });
}

fn meta_inf(t: &mut Table<'_>) {
    for name in [
        "META-INF/timestamp.tst",
        "META-INF/ASiCManifest.xml",
        "META-INF/signature.p7s",
        "META-INF/evidencerecord.ers",
        "META-INF/x.class",
        "META-INF/MANIFEST.MF",
    ] {
        t.tampered(
            &format!("{name} besides"),
            "package.not_evaluated",
            "something in META-INF that others evaluate and we do not",
            |p| {
                p.zip.insert(Entry::stored(name, b"x"));
            },
        );
    }
    t.tampered(
        "meta-inf in small letters",
        "package.manifest_lacks package.entry_unnamed signature.uncovered_entry",
        "a second META-INF for systems without case",
        |p| {
            p.zip.insert(Entry::stored("meta-inf/signatures1.xml", b"<a/>"));
        },
    );
    t.tampered(
        "a second signature file that is broken",
        "xml.tag_mismatch",
        "a broken file is to be passed over",
        |p| {
            p.zip.entries.push(Entry::stored("META-INF/signatures1.xml", b"<a></b>"));
        },
    );
    t.tampered(
        "a second signature file of something else",
        "signature.root",
        "a file that is to be passed over",
        |p| {
            p.zip.entries.push(Entry::stored("META-INF/signatures1.xml", b"<a></a>"));
        },
    );
    t.tampered(
        "a second signature file that fails",
        "signature.digest",
        "one good signature does not heal a broken one",
        |p| {
            let other = between(&p.text(SIGNATURE), "<xades:SigningTime>", "<", "2020-01-01T00:00:00Z");
            p.zip.entries.push(Entry::deflated("META-INF/signatures1.xml", other.as_bytes()));
        },
    );
    let key = t.world.stranger.key.clone();
    t.tampered(
        "a second signature file by the attacker as the victim",
        "signature.value",
        "one good signature does not heal a forged one",
        |p| {
            let good = p.text(SIGNATURE);
            p.signature(|x| between(x, "<xades:SigningTime>", "<", "2020-01-01T00:00:00Z"));
            p.seal(&key);
            let forged = p.text(SIGNATURE);
            p.set(SIGNATURE, good);
            p.zip.entries.push(Entry::deflated("META-INF/signatures1.xml", forged.as_bytes()));
        },
    );
    let own = t.world.seal.key.clone();
    t.tampered(
        "each signature over a part",
        "signature.uncovered_entry",
        "two signatures that together cover everything",
        |p| {
            let signature = p.text(SIGNATURE);
            let first = swap(&signature, &reference(&signature, "\"document.xml"), "");
            let second = swap(&signature, &reference(&signature, "\"ph%"), "");
            p.set(SIGNATURE, second);
            p.seal(&own);
            let sealed = p.text(SIGNATURE);
            p.set(SIGNATURE, first);
            p.seal(&own);
            p.zip.entries.push(Entry::deflated("META-INF/signatures1.xml", sealed.as_bytes()));
        },
    );
}

/// What a report only remarks on, because honest software writes it.
fn mimetype(t: &mut Table<'_>) {
    t.tampered(
        "mimetype second",
        "package.mimetype_place",
        "a file that another program takes for something else",
        |p| p.zip.entries.swap(0, 1),
    )
    .intake_only();
    t.tampered("mimetype listed second", "package.mimetype_place", "first in the file, second in the directory", |p| {
        p.zip.central_order = Some(vec![1, 0, 2, 3, 4]);
    })
    .intake_only();
    t.tampered("mimetype deflated", "package.mimetype_deflated", "a type that cannot be read at its place", |p| {
        p.zip.replace(Entry::deflated("mimetype", b"application/vnd.etsi.asic-e+zip"));
    })
    .intake_only();
    t.tampered("no manifest", "package.no_manifest", "nothing to compare", |p| p.remove(MANIFEST)).intake_only();
    t.tampered("a directory entry", "package.directory_entry", "a folder that is nobody's", |p| {
        p.zip.insert(Entry::directory("phụ lục/"));
    })
    .intake_only();
    t.tampered("a directory entry in META-INF", "package.directory_entry", "a folder that is nobody's", |p| {
        p.zip.insert(Entry::directory("META-INF/"));
    })
    .intake_only();
}
