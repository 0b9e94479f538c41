//! ZIP tricks over a container that was signed: what one ZIP reader sees in the file, another does not (SIGNATURES §5).
//! Digests are right throughout; whoever reads the archive as the verifier did finds the victim's document in it.

use super::container_parts::{MANIFEST, SIGNATURE};
use super::table::{Format, Table};
use crate::support::zip_cases::bad_archives_of;
use crate::support::zip_lies::{ATTACHMENT, Entry, Header, Zip, descriptor, extra};

pub fn rows(t: &mut Table<'_>) {
    t.family("zip");
    lies(t);
    duplicates(t);
    headers(t);
    gaps(t);
    unicode(t);
    two_archives(t);
}

/// The table of the package room, each row over the signed container.
fn lies(t: &mut Table<'_>) {
    let base = t.good().zip;
    for (name, code, bytes) in bad_archives_of(&base) {
        // These lies are told of an entry more, and come out when it is read.
        let content = ["package.deflate", "package.deflate_end", "package.crc", "package.size"].contains(&code);
        let more = content
            && !["changed bytes", "stored with two sizes", "directory entry that inflates to nothing, with a rest"]
                .contains(&name);
        let codes = if more { format!("{code} {UNSIGNED}") } else { code.to_owned() };
        // Sniffed to be no container at all.
        let codes = match name {
            "text" | "one byte" | "junk in front" => "package.unknown_format".to_owned(),
            _ => codes,
        };
        t.raw(Format::Asice, name, &codes, "an archive that two readers read differently", bytes);
    }
}

fn duplicates(t: &mut Table<'_>) {
    let code = "package.duplicate_name";
    for (of, name) in [
        ("document.xml", "the document"),
        (ATTACHMENT, "the attachment"),
        (SIGNATURE, "the signature file"),
        (MANIFEST, "the manifest"),
        ("mimetype", "mimetype"),
    ] {
        let forged = |t: &Table<'_>| Entry::deflated(of, &[t.good().bytes(of), b" ".to_vec()].concat());
        let tries = "two entries of one name: the first counts for some, the last for others";
        let entry = forged(t);
        t.tampered(&format!("{name} twice, the forged one last"), code, tries, |p| p.zip.entries.push(entry));
        let entry = forged(t);
        t.tampered(&format!("{name} twice, the forged one first"), code, tries, |p| p.zip.entries.insert(0, entry));
        let entry = forged(t);
        t.tampered(&format!("{name} twice, listed in another order"), code, tries, |p| {
            p.zip.entries.push(entry);
            p.zip.central_order = Some((0..p.zip.entries.len()).rev().collect());
        });
    }
    t.tampered("one entry listed twice", code, "two records for the same bytes", |p| {
        let mut twin = p.zip.entries[1].clone();
        let start: usize = 30 + p.zip.entries[0].local.name.len() + p.zip.entries[0].data.len();
        (twin.has_local, twin.offset) = (false, Some(start as u32));
        p.zip.entries.push(twin);
    });
}

type Change = fn(&mut Header);

/// Each field of the local header of each entry, against the central one.
fn headers(t: &mut Table<'_>) {
    let code = "package.local_header_mismatch";
    let fields: [(&str, Change); 10] = [
        ("name", |h| h.name[0] ^= 0x20),
        ("name's length", |h| h.name.truncate(h.name.len() - 1)),
        ("version", |h| h.version = 10),
        ("flags", |h| h.flags ^= 1 << 11),
        ("method", |h| h.method ^= 8),
        ("time", |h| h.time ^= 1),
        ("date", |h| h.date ^= 1),
        ("CRC", |h| h.crc ^= 1),
        ("compressed size", |h| h.compressed -= 1),
        ("size", |h| h.size += 1),
    ];
    for (entry, which) in [(2, "the attachment"), (4, "the signature file")] {
        for (field, change) in fields {
            let tries = "streaming readers take the local header, the others the central one";
            t.tampered(&format!("local {field} of {which}"), code, tries, |p| change(&mut p.zip.entries[entry].local));
        }
    }
    t.tampered(
        "bit 3 with a descriptor of another size",
        "package.descriptor",
        "streaming readers take the descriptor",
        |p| {
            let content = p.zip.entries[4].clone();
            let mut entry = content.with_descriptor(true);
            entry.after =
                descriptor(true, false, entry.central.crc, entry.data.len() as u64 - 1, u64::from(entry.central.size));
            p.zip.entries[4] = entry;
        },
    );
    t.tampered(
        "bit 3 with a descriptor of another CRC",
        "package.descriptor",
        "streaming readers take the descriptor",
        |p| {
            let mut entry = p.zip.entries[4].clone().with_descriptor(false);
            entry.after =
                descriptor(false, false, !entry.central.crc, entry.data.len() as u64, u64::from(entry.central.size));
            p.zip.entries[4] = entry;
        },
    );
}

/// Extra bytes in every gap, plain ones and a whole hidden entry.
fn gaps(t: &mut Table<'_>) {
    let forged = Zip { entries: vec![Entry::stored("document.xml", b"<edXML/>")], ..Zip::default() }.build();
    let hidden = forged[..30 + 12 + 8].to_vec();
    // The sniffer sees no ZIP where the first bytes are not a record's.
    for (what, in_front, bytes) in
        [("a byte", "package.unknown_format", b"\0".to_vec()), ("a hidden entry", "package.gap", hidden)]
    {
        let tries = "bytes that belong to no record: a place to hide";
        let first = bytes.clone();
        t.tampered(&format!("{what} before the first entry"), in_front, tries, |p| p.zip.prefix = first);
        for number in 0..5 {
            let here = bytes.clone();
            t.tampered(&format!("{what} after entry {}", number + 1), "package.gap", tries, |p| {
                p.zip.entries[number].after = here
            });
        }
        let here = bytes.clone();
        t.tampered(&format!("{what} before the directory"), "package.gap", tries, |p| p.zip.before_directory = here);
        let here = bytes.clone();
        t.tampered(&format!("{what} after the directory"), "package.gap", tries, |p| p.zip.before_end = here);
        let here = bytes.clone();
        t.tampered(&format!("{what} in the directory"), "package.central_directory", tries, |p| {
            p.zip.directory_tail = here
        });
        t.tampered(&format!("{what} after the end"), "package.suffix_bytes", tries, |p| p.zip.suffix = bytes);
    }
    for number in 0..5 {
        let (code, entry) = (if number == 0 { "package.prefix_bytes" } else { "package.gap" }, number + 1);
        t.tampered(
            &format!("entry {entry} not listed"),
            code,
            "an entry for those who do not read the directory",
            |p| {
                p.zip.entries[number].has_central = false;
            },
        );
    }
}

fn unicode(t: &mut Table<'_>) {
    let tries = "a second name in an extra field";
    for (name, of, second) in [
        ("the attachment is document.xml", 2, "document.xml"),
        ("the document is another", 1, "other.xml"),
        ("the signature is none", 4, "other.xml"),
    ] {
        for local in [true, false] {
            let place = if local { "local" } else { "central" };
            t.tampered(&format!("Unicode path, {place}: {name}"), "package.unicode_path", tries, |p| {
                let entry = &mut p.zip.entries[of];
                // Version 1, then the CRC of the name as it stands: a reader that checks it takes the second name.
                let crc = crc32fast::hash(&entry.central.name).to_le_bytes();
                let field = extra(0x7075, &[&[1][..], &crc, second.as_bytes()].concat());
                let header = if local { &mut entry.local } else { &mut entry.central };
                header.extra = field;
            });
        }
    }
    for (name, shown, code) in [
        ("a name in another case", "DOCUMENT.XML", "package.name_collision"),
        ("a name that ends in a NUL", "document.xml\0", "package.name_control"),
        ("a name with a direction mark", "document.xml\u{200f}", "package.name_invisible"),
        ("a name with a soft hyphen", "docu\u{ad}ment.xml", "package.name_invisible"),
        ("a name with a variation selector", "document.xml\u{fe0f}", "package.name_invisible"),
        ("a name for an alternate stream", "document.xml::$DATA", "package.name_colon"),
        ("a name that leads out", "../../etc/cron.d/a", "package.name_component"),
        ("a name that leads out on Windows", "..\\a", "package.name_backslash"),
        ("a drive", "C:\\a", "package.name_colon"),
        (
            "a name with a Kelvin sign for a k",
            "\u{212a}",
            "package.manifest_lacks package.entry_unnamed signature.uncovered_entry",
        ),
    ] {
        t.tampered(&format!("one more entry: {name}"), code, "a name that another system takes for another", |p| {
            p.zip.insert(Entry::stored(shown, b"forged"));
        });
    }
}

fn two_archives(t: &mut Table<'_>) {
    let good = t.good().zip.build();
    let mut forged = t.good();
    let document = forged.text("document.xml").replace("100 triệu", "900 triệu");
    forged.set("document.xml", document);
    let forged = forged.zip.build();
    let tries = "two archives in one file: one is found from the front, one from the end";
    t.raw(Format::Asice, "a forged archive in front", "package.gap", tries, [&forged[..], &good].concat());
    t.raw(Format::Asice, "a forged archive behind", "package.gap", tries, [&good[..], &forged].concat());
    t.tampered("a forged archive in the comment", "package.several_ends", tries, |p| {
        p.zip.end.comment = forged.clone()
    });
    t.tampered("a program in front", "package.unknown_format", "a file that also runs", |p| {
        p.zip.prefix = b"MZ\x90\0".to_vec()
    });
    t.tampered("a PDF in front", "package.unknown_format", "a file that also opens as PDF", |p| {
        p.zip.prefix = b"%PDF-1.7\n".to_vec()
    });
    t.tampered("an XML file in front", "xml.character", "a file that also looks like bare edXML", |p| {
        p.zip.prefix = b"<edXML/>".to_vec()
    });
}

const UNSIGNED: &str = "package.manifest_lacks package.entry_unnamed signature.uncovered_entry";
