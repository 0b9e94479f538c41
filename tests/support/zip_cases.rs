//! Archives good and bad: what was altered in each, and the code that must name it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on must stop")]

use super::zip_lies::{ATTACHMENT, Entry, Zip, Zip64, deflate, descriptor, extra, zip64_extra};

/// What was altered, the code expected, the bytes.
pub type Case = (&'static str, &'static str, Vec<u8>);

/// Archives that SIGNATURES §5 allows, without a finding.
pub fn good_archives() -> Vec<(&'static str, Zip)> {
    let mut list: Vec<(&'static str, Zip)> = vec![("plain", Zip::asice())];
    let mut add = |label, change: &dyn Fn(&mut Zip)| {
        let mut zip = Zip::asice();
        change(&mut zip);
        list.push((label, zip));
    };
    for signature in [true, false] {
        add("descriptors", &|zip| {
            for entry in zip.entries.iter_mut().skip(1) {
                *entry = entry.clone().with_descriptor(signature);
            }
        });
        add("ZIP64 descriptor", &|zip| {
            zip.insert(Entry::deflated("a", b"content").with_zip64().with_descriptor(signature));
        });
    }
    add("descriptor, local measures set", &|zip| {
        let mut entry = Entry::deflated("a", b"content").both(|header| header.flags |= 8);
        entry.after = descriptor(true, false, entry.local.crc, entry.data.len() as u64, 7);
        zip.insert(entry);
    });
    add("ZIP64 in the local header", &|zip| zip.insert(Entry::stored("a", b"content").with_zip64()));
    add("ZIP64 in the local header, which alone needs version 45", &|zip| {
        let mut entry = Entry::stored("a", b"content").with_zip64();
        entry.central.version = 20;
        zip.insert(entry);
    });
    add("ZIP64 in the central header", &|zip| zip.insert(Entry::stored("a", b"content").with_central_zip64()));
    add("ZIP64 in both", &|zip| zip.insert(Entry::deflated("a", b"content").with_zip64().with_central_zip64()));
    add("ZIP64 end records, saturated", &|zip| zip.zip64 = Some(Zip64 { saturate: true, ..Zip64::default() }));
    add("ZIP64 end records, equal", &|zip| zip.zip64 = Some(Zip64::default()));
    add("ZIP64 offset", &|zip| {
        let entry = &mut zip.entries[0];
        (entry.offset, entry.central.extra) = (Some(u32::MAX), zip64_extra(&[0]));
    });
    add("read-only, archive, normal", &|zip| zip.entries[2].attributes |= 0x01 | 0x20 | 0x80);
    add("archive comment of 255 bytes", &|zip| zip.end.comment = "ghi chú ".repeat(30).as_bytes()[..255].to_vec());
    add("entry comment", &|zip| zip.entries[1].comment = b"LIB libdigidocpp/4.1.0".to_vec());
    add("other extra fields, differing", &|zip| {
        zip.entries[1].local.extra = extra(0x5455, &[0; 9]);
        zip.entries[1].central.extra = extra(0x5455, &[0; 5]);
    });
    add("extra fields of the writers in the field", &|zip| {
        let unix = [1, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0];
        zip.entries[1].local.extra = [extra(0x5455, &[3; 9]), extra(0x7875, &unix), extra(0x000a, &[0; 32])].concat();
        zip.entries[1].central.extra = [extra(0x5455, &[3; 5]), extra(0x7875, &unix)].concat();
        zip.entries[2].local.extra = [extra(0x5855, &[0; 12]), extra(0x7855, &[0; 4]), extra(0xd935, &[0; 6])].concat();
        zip.entries[2].central.extra = [extra(0x5855, &[0; 8]), extra(0x7855, &[]), extra(0xa220, &[0; 40])].concat();
    });
    for (label, system) in [("DOS", 0), ("NTFS", 10), ("Info-ZIP's NTFS", 11), ("VFAT", 14), ("macOS", 19)] {
        add(label, &|zip| zip.entries.iter_mut().for_each(|entry| entry.made_by = system << 8 | 20));
    }
    add("long local extra field", &|zip| zip.entries[1].local.extra = extra(0xcafe, &[0; 3_000]));
    add("another order in the directory", &|zip| zip.central_order = Some(vec![0, 4, 1, 3, 2]));
    add("empty entry, stored", &|zip| zip.insert(Entry::stored("empty", b"")));
    add("empty entry, deflated", &|zip| zip.insert(Entry::deflated("empty", b"")));
    add("40 entries", &|zip| {
        for number in 0..40 {
            zip.insert(Entry::deflated(&format!("phụ lục {number}.txt"), format!("số {number}").as_bytes()));
        }
    });
    add("no payload", &|zip| drop(zip.entries.drain(1..3)));
    add("a ZIP inside, stored", &|zip| zip.insert(Entry::stored("a.docx", &Zip::asice().build())));
    add("ASCII name with bit 11", &|zip| {
        zip.insert(Entry::stored("a", b"content").both(|header| header.flags |= 1 << 11));
    });
    add("1,000 payload entries", &|zip| {
        for number in 0..998 {
            zip.insert(Entry::stored(&format!("{number}"), b""));
        }
    });
    list
}

/// Archives that each break one rule of SIGNATURES §5.
pub fn bad_archives() -> Vec<Case> {
    bad_archives_of(&Zip::asice())
}

/// The same out of an archive whose entries are those of [`Zip::asice`], whatever they hold.
pub fn bad_archives_of(base: &Zip) -> Vec<Case> {
    let mut cases = Cases { base: base.clone(), list: Vec::new() };
    ends(&mut cases);
    directory(&mut cases);
    local_headers(&mut cases);
    places(&mut cases);
    descriptors(&mut cases);
    zip64(&mut cases);
    contents(&mut cases);
    names(&mut cases);
    amounts(&mut cases);
    cases.list
}

struct Cases {
    base: Zip,
    list: Vec<Case>,
}

fn lie(cases: &mut Cases, label: &'static str, code: &'static str, change: impl Fn(&mut Zip)) {
    let mut zip = cases.base.clone();
    change(&mut zip);
    cases.list.push((label, code, zip.build()));
}

fn ends(cases: &mut Cases) {
    cases.list.push(("nothing", "package.empty", Vec::new()));
    cases.list.push(("text", "package.not_zip", b"not a ZIP archive at all, but long enough to be one".to_vec()));
    cases.list.push(("one byte", "package.not_zip", b"x".to_vec()));
    let good = cases.base.build();
    cases.list.push(("cut before the end", "package.truncated", good[..good.len() - 1].to_vec()));
    cases.list.push(("cut in the middle", "package.truncated", good[..good.len() / 2].to_vec()));
    cases.list.push(("cut to two bytes", "package.truncated", b"PK".to_vec()));
    cases.list.push(("an empty archive", "package.no_entries", Zip::default().build()));
    lie(cases, "junk in front", "package.prefix_bytes", |zip| zip.prefix = b"#!/bin/sh\n".to_vec());
    lie(cases, "an archive in front", "package.gap", |zip| zip.prefix = Zip::asice().build());
    lie(cases, "junk behind", "package.suffix_bytes", |zip| zip.suffix = b"\n".to_vec());
    lie(cases, "an archive's entry behind", "package.suffix_bytes", |zip| zip.suffix = b"PK\x03\x04".to_vec());
    lie(cases, "comment longer than the file", "package.truncated", |zip| zip.end.comment_bytes = Some(7));
    lie(cases, "comment shorter than what follows", "package.suffix_bytes", |zip| {
        (zip.end.comment, zip.end.comment_bytes) = (b"abcdef".to_vec(), Some(3));
    });
    lie(cases, "an end record in the comment", "package.several_ends", |zip| {
        zip.end.comment = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    });
    lie(cases, "comment of 256 bytes", "package.comment", |zip| zip.end.comment = vec![b'a'; 256]);
    lie(cases, "comment with PK", "package.comment", |zip| zip.end.comment = b"a PK b".to_vec());
    lie(cases, "comment with a control character", "package.comment", |zip| zip.end.comment = b"a\nb".to_vec());
    lie(cases, "comment that is not UTF-8", "package.comment", |zip| zip.end.comment = b"\xff".to_vec());
    lie(cases, "comment that turns its direction", "package.comment", |zip| {
        zip.end.comment = "\u{202e}".as_bytes().to_vec();
    });
    lie(cases, "entry comment with PK", "package.comment", |zip| zip.entries[1].comment = b"PK\x01\x02".to_vec());
    lie(cases, "entry comment of 256 bytes", "package.comment", |zip| zip.entries[1].comment = vec![b'a'; 256]);
    lie(cases, "disk 1", "package.multi_disk", |zip| zip.end.disk = 1);
    lie(cases, "directory on disk 1", "package.multi_disk", |zip| zip.end.directory_disk = 1);
    lie(cases, "fewer entries on this disk", "package.multi_disk", |zip| zip.end.entries_here = Some(4));
    lie(cases, "an entry on disk 1", "package.multi_disk", |zip| zip.entries[2].disk = 1);
}

fn directory(cases: &mut Cases) {
    let count = |count| move |zip: &mut Zip| (zip.end.entries, zip.end.entries_here) = (Some(count), Some(count));
    lie(cases, "one entry less counted", "package.entry_count", count(4));
    lie(cases, "one entry more counted", "package.entry_count", count(6));
    lie(cases, "no entry counted", "package.no_entries", count(0));
    lie(cases, "bytes after the last record", "package.central_directory", |zip| zip.directory_tail = vec![0; 46]);
    lie(cases, "a digital signature record", "package.central_directory", |zip| {
        zip.directory_tail = b"PK\x05\x05\x00\x00".to_vec();
    });
    lie(cases, "a record with another signature", "package.central_directory", |zip| {
        zip.entries[1].central.signature = *b"PK\x03\x04";
    });
    lie(cases, "directory shorter than said", "package.overlap", |zip| zip.end.directory_bytes = Some(4_000));
    lie(cases, "directory begins earlier", "package.gap", |zip| zip.end.directory_offset = Some(40));
    lie(cases, "directory begins later", "package.overlap", |zip| zip.end.directory_offset = Some(100_000));
    lie(cases, "bytes between directory and end", "package.gap", |zip| zip.before_end = vec![0; 4]);
    lie(cases, "encrypted", "package.encrypted", |zip| flag(zip, 0));
    lie(cases, "strongly encrypted", "package.encrypted", |zip| flag(zip, 6));
    lie(cases, "masked headers", "package.encrypted", |zip| flag(zip, 13));
    lie(cases, "AES extra field", "package.encrypted", |zip| zip.entries[2].central.extra = extra(0x9901, &[0; 7]));
    lie(cases, "AES extra field, local only", "package.encrypted", |zip| {
        zip.entries[2].local.extra = extra(0x9901, &[0; 7]);
    });
    lie(cases, "patch data", "package.flags", |zip| flag(zip, 5));
    lie(cases, "a reserved flag", "package.flags", |zip| flag(zip, 15));
    lie(cases, "method 12", "package.method", |zip| method(zip, 12));
    lie(cases, "method 99", "package.method", |zip| method(zip, 99));
    lie(cases, "symbolic link", "package.symlink", |zip| zip.entries[2].attributes = 0o120_777 << 16);
    lie(cases, "symbolic link, made by DOS", "package.symlink", |zip| {
        (zip.entries[2].attributes, zip.entries[2].made_by) = (0o120_777 << 16, 20);
    });
    lie(cases, "a device", "package.file_type", |zip| zip.entries[2].attributes = 0o060_600 << 16);
    lie(cases, "a directory by its bits", "package.file_type", |zip| zip.entries[2].attributes = 0o040_755 << 16);
    lie(cases, "a directory by its DOS bit", "package.file_type", |zip| zip.entries[2].attributes |= 0x10);
    for (label, bit) in [("hidden", 0x02), ("a system file", 0x04), ("a volume label", 0x08), ("a DOS device", 0x40)] {
        lie(cases, label, "package.file_type", |zip| zip.entries[2].attributes |= bit);
    }
    for (label, version) in
        [("version 4.6", 46), ("version 6.3", 63), ("version 25.5", 255), ("version of another system", 20 | 3 << 8)]
    {
        lie(cases, label, "package.version", |zip| {
            (zip.entries[2].local.version, zip.entries[2].central.version) = (version, version);
        });
    }
    lie(cases, "version 6.3, local only, with ZIP64", "package.version", |zip| {
        let mut entry = Entry::stored("a", b"content").with_zip64();
        entry.local.version = 63;
        zip.insert(entry);
    });
    lie(cases, "extra field cut off", "package.extra_field", |zip| zip.entries[2].central.extra = vec![1, 2, 3]);
    lie(cases, "extra field longer than there", "package.extra_field", |zip| {
        zip.entries[2].local.extra = vec![0x55, 0x54, 9, 0, 1];
    });
    // libarchive: version made by, internal and external attributes. It unpacks the entry as what stands here.
    let second_type = |mode: u32| extra(0x6c78, &[&[7, 0x1e, 3, 0, 0][..], &(mode << 16).to_le_bytes()].concat());
    for (label, local, field) in [
        ("a link by libarchive's extra field, central", false, second_type(0o120_777)),
        ("a link by libarchive's extra field, local", true, second_type(0o120_777)),
        ("a folder by libarchive's extra field, central", false, second_type(0o040_755)),
        ("a folder by libarchive's extra field, local", true, second_type(0o040_755)),
        ("a link by ASi's extra field", false, extra(0x756e, &[0; 14])),
        ("strong encryption's extra field", false, extra(0x0017, &[2, 0, 14, 102, 0, 1, 3, 0])),
        ("times that are cut off, central", false, extra(0x5455, &[])),
        ("times that are cut off, local", true, extra(0x5455, &[])),
        ("times of another length", true, extra(0x5455, &[3; 7])),
        ("owners that are cut off", true, extra(0x7875, &[1, 4, 0, 0, 0, 0, 4, 0, 0, 0])),
        ("owners of another version", false, extra(0x7875, &[2, 1, 0, 1, 0])),
        ("old owners that are cut off", true, extra(0x7855, &[0; 2])),
        ("an NTFS field that is cut off", true, extra(0x000a, &[0; 31])),
    ] {
        lie(cases, label, "package.extra_field", |zip| {
            let entry = &mut zip.entries[2];
            let header = if local { &mut entry.local } else { &mut entry.central };
            header.extra.clone_from(&field);
        });
    }
    for (label, system) in [("made by an Amiga", 1), ("made by VMS", 2), ("made by nobody", 255)] {
        lie(cases, label, "package.file_type", |zip| {
            (zip.entries[2].attributes, zip.entries[2].made_by) = (0o4_000 << 16, system << 8 | 20);
        });
    }
    lie(cases, "Unicode path, central", "package.unicode_path", |zip| {
        zip.entries[2].central.extra = extra(0x7075, b"\x01\0\0\0\0other.pdf");
    });
    lie(cases, "Unicode path, local", "package.unicode_path", |zip| {
        zip.entries[2].local.extra = extra(0x7075, b"\x01\0\0\0\0other.pdf");
    });
    lie(cases, "directory entry with content", "package.directory_content", |zip| {
        zip.insert(Entry::stored("dir/", b"hidden"));
    });
    lie(cases, "directory entry that inflates to nothing, with a rest", "package.deflate_end", |zip| {
        zip.insert(Entry::new("dir/", 8, b"", [deflate(b""), b"hidden".to_vec()].concat()));
    });
    lie(cases, "no mimetype", "package.no_mimetype", |zip| drop(zip.entries.remove(0)));
    lie(cases, "mimetype of ASiC-S", "package.mimetype_content", |zip| {
        zip.replace(Entry::stored("mimetype", b"application/vnd.etsi.asic-s+zip"));
    });
    lie(cases, "mimetype with a line end", "package.mimetype_content", |zip| {
        zip.replace(Entry::stored("mimetype", b"application/vnd.etsi.asic-e+zip\n"));
    });
}

fn local_headers(cases: &mut Cases) {
    let mut differ = |label, change: &dyn Fn(&mut Entry)| {
        lie(cases, label, "package.local_header_mismatch", |zip| change(&mut zip.entries[1]));
    };
    differ("local name", &|entry| entry.local.name = b"Document.xml".to_vec());
    differ("local name, longer", &|entry| entry.local.name = b"document.xml.exe".to_vec());
    differ("local flags", &|entry| entry.local.flags = 1 << 11);
    differ("local bit 3 only", &|entry| entry.local.flags = 1 << 3);
    differ("central bit 3 only", &|entry| entry.central.flags = 1 << 3);
    differ("local encryption flag", &|entry| entry.local.flags = 1);
    differ("local method", &|entry| entry.local.method = 0);
    differ("local time", &|entry| entry.local.time += 1);
    differ("local date", &|entry| entry.local.date += 1);
    differ("local version needed", &|entry| entry.local.version = 10);
    differ("local CRC", &|entry| entry.local.crc ^= 1);
    differ("local CRC zero without bit 3", &|entry| entry.local.crc = 0);
    differ("local compressed size", &|entry| entry.local.compressed -= 1);
    differ("local size", &|entry| entry.local.size += 1);
    differ("central size", &|entry| entry.central.size += 1);
    differ("local CRC neither zero nor equal with bit 3", &|entry| {
        *entry = entry.clone().with_descriptor(true);
        entry.local.crc = 7;
    });
    differ("local size neither zero nor equal with bit 3", &|entry| {
        *entry = entry.clone().with_descriptor(true);
        entry.local.size = 7;
    });
    lie(cases, "no local header", "package.local_header", |zip| zip.entries[1].local.signature = *b"PK\x01\x02");
    lie(cases, "local header inside the directory", "package.local_header", |zip| {
        zip.entries[4].offset = Some(zip.build().len() as u32 - 60);
    });
}

fn places(cases: &mut Cases) {
    lie(cases, "first entry not listed", "package.prefix_bytes", |zip| zip.entries[0].has_central = false);
    lie(cases, "middle entry not listed", "package.gap", |zip| zip.entries[2].has_central = false);
    lie(cases, "last entry not listed", "package.gap", |zip| zip.entries[4].has_central = false);
    lie(cases, "bytes after an entry", "package.gap", |zip| zip.entries[1].after = b"hidden".to_vec());
    lie(cases, "bytes before the directory", "package.gap", |zip| zip.before_directory = b"hidden".to_vec());
    lie(cases, "a descriptor without bit 3", "package.gap", |zip| {
        zip.entries[1].after = descriptor(true, false, 0, 0, 0);
    });
    lie(cases, "two names for one entry", "package.overlap", |zip| {
        let mut second = Entry::stored("b", b"");
        second.has_local = false;
        zip.entries.insert(1, second);
    });
    lie(cases, "content reaches into the next entry", "package.overlap", |zip| {
        let entry = zip.entries[2].clone().both(|header| (header.compressed, header.size) = (60, 60));
        zip.entries[2] = entry;
    });
    lie(cases, "content reaches beyond the file", "package.overlap", |zip| {
        let huge = 0x7fff_ffff;
        let entry = zip.entries[4].clone().both(|header| (header.compressed, header.size) = (huge, 100));
        zip.entries[4] = entry;
    });
    let mut long_extra = cases.base.build();
    long_extra[69 + 28..69 + 30].copy_from_slice(&60_000u16.to_le_bytes());
    cases.list.push(("local extra field reaches beyond the entry", "package.overlap", long_extra));
    // Fifield's bomb: each entry's content holds the next entry's header.
    lie(cases, "an entry inside another", "package.overlap", |zip| {
        let mut inner = Entry::stored("b", b"content");
        let outer = Entry::stored("a", &Zip { entries: vec![inner.clone()], ..Zip::default() }.build()[..38]);
        let start: usize = zip.entries[..3].iter().map(|e| 30 + e.local.name.len() + e.data.len()).sum();
        (inner.has_local, inner.offset) = (false, Some((start + 31) as u32));
        zip.insert(outer);
        zip.insert(inner);
    });
}

fn descriptors(cases: &mut Cases) {
    let mut descriptor_is = |label, after: &dyn Fn(u32, u64, u64) -> Vec<u8>| {
        lie(cases, label, "package.descriptor", |zip| {
            let mut entry = zip.entries[1].clone().with_descriptor(true);
            entry.after = after(entry.central.crc, entry.data.len() as u64, u64::from(entry.central.size));
            zip.entries[1] = entry;
        });
    };
    descriptor_is("descriptor missing", &|_, _, _| Vec::new());
    descriptor_is("descriptor with another CRC", &|crc, a, b| descriptor(true, false, crc ^ 1, a, b));
    descriptor_is("descriptor with another compressed size", &|crc, a, b| descriptor(true, false, crc, a + 1, b));
    descriptor_is("descriptor with another size", &|crc, a, b| descriptor(false, false, crc, a, b + 1));
    descriptor_is("descriptor of zeros", &|_, _, _| descriptor(true, false, 0, 0, 0));
    descriptor_is("descriptor with another signature", &|crc, a, b| {
        [b"PK\x07\x09".to_vec(), descriptor(false, false, crc, a, b)].concat()
    });
    descriptor_is("wide descriptor without ZIP64", &|crc, a, b| descriptor(true, true, crc, a, b));
    descriptor_is("bytes after the descriptor", &|crc, a, b| {
        [descriptor(true, false, crc, a, b), b"!".to_vec()].concat()
    });
    descriptor_is("two descriptors", &|crc, a, b| descriptor(false, false, crc, a, b).repeat(2));
    lie(cases, "narrow descriptor with ZIP64", "package.descriptor", |zip| {
        let mut entry = Entry::deflated("a", b"content").with_zip64().with_descriptor(true);
        entry.after = descriptor(true, false, entry.central.crc, entry.data.len() as u64, 7);
        zip.insert(entry);
    });
}

fn zip64(cases: &mut Cases) {
    let saturated = || Zip64 { saturate: true, ..Zip64::default() };
    lie(cases, "saturated end record, no ZIP64", "package.zip64", |zip| zip.end.directory_offset = Some(u32::MAX));
    lie(cases, "ZIP64 says another offset", "package.zip64", |zip| {
        zip.zip64 = Some(Zip64 { directory_offset: Some(0), ..Zip64::default() });
    });
    lie(cases, "ZIP64 says another count", "package.zip64", |zip| {
        zip.zip64 = Some(Zip64 { entries: Some(4), ..Zip64::default() });
    });
    lie(cases, "saturated, ZIP64 says another count", "package.entry_count", move |zip| {
        zip.zip64 = Some(Zip64 { entries: Some(4), ..saturated() });
    });
    lie(cases, "saturated, ZIP64 says a huge count", "package.too_many_entries", move |zip| {
        zip.zip64 = Some(Zip64 { entries: Some(u64::MAX), ..saturated() });
    });
    lie(cases, "saturated, ZIP64 says a shorter directory", "package.gap", move |zip| {
        zip.zip64 = Some(Zip64 { directory_bytes: Some(46), ..saturated() });
    });
    lie(cases, "saturated, ZIP64 says a huge directory", "package.overlap", move |zip| {
        zip.zip64 = Some(Zip64 { directory_bytes: Some(u64::MAX), ..saturated() });
    });
    lie(cases, "locator points elsewhere", "package.zip64", move |zip| {
        zip.zip64 = Some(Zip64 { locator_offset: Some(0), ..saturated() });
    });
    lie(cases, "bytes between ZIP64 record and locator", "package.zip64", move |zip| {
        zip.zip64 = Some(Zip64 { between: b"hidden".to_vec(), ..saturated() });
    });
    lie(cases, "extensible data", "package.zip64", move |zip| {
        zip.zip64 = Some(Zip64 { extensible: b"hidden".to_vec(), ..saturated() });
    });
    lie(cases, "ZIP64 record of another length", "package.zip64", move |zip| {
        zip.zip64 = Some(Zip64 { record_bytes: Some(45), ..saturated() });
    });
    lie(cases, "ZIP64 record on disk 1", "package.multi_disk", move |zip| {
        zip.zip64 = Some(Zip64 { locator_disk: 1, ..saturated() });
    });
    lie(cases, "ZIP64 disk 1", "package.zip64", move |zip| zip.zip64 = Some(Zip64 { disk: 1, ..saturated() }));
    lie(cases, "saturated disk, ZIP64 disk 1", "package.multi_disk", move |zip| {
        (zip.end.disk, zip.zip64) = (u16::MAX, Some(Zip64 { disk: 1, ..saturated() }));
    });
    lie(cases, "two disks", "package.multi_disk", move |zip| zip.zip64 = Some(Zip64 { disks: Some(2), ..saturated() }));
    lie(cases, "ZIP64 field without need, central", "package.zip64", |zip| {
        zip.entries[2].central.extra = zip64_extra(&[19, 19]);
    });
    lie(cases, "ZIP64 field without need, local", "package.zip64", |zip| {
        zip.entries[2].local.extra = zip64_extra(&[19, 19]);
    });
    lie(cases, "saturated size without a ZIP64 field", "package.zip64", |zip| {
        zip.entries[2].central.size = u32::MAX;
    });
    lie(cases, "ZIP64 field too long", "package.zip64", |zip| {
        zip.entries[2] = zip.entries[2].clone().with_central_zip64();
        zip.entries[2].central.extra = zip64_extra(&[19, 19, 0]);
    });
    lie(cases, "ZIP64 field too short", "package.zip64", |zip| {
        zip.entries[2] = zip.entries[2].clone().with_central_zip64();
        zip.entries[2].central.extra = zip64_extra(&[19]);
    });
    lie(cases, "two ZIP64 fields", "package.extra_field", |zip| {
        zip.entries[2] = zip.entries[2].clone().with_central_zip64();
        zip.entries[2].central.extra = zip64_extra(&[19, 19]).repeat(2);
    });
    lie(cases, "local ZIP64 size lies", "package.local_header_mismatch", |zip| {
        zip.entries[2] = zip.entries[2].clone().with_zip64();
        zip.entries[2].local.extra = zip64_extra(&[20, 19]);
    });
    lie(cases, "central ZIP64 size is huge", "package.overlap", |zip| {
        let entry = zip.entries[2].clone().with_zip64().with_central_zip64();
        zip.entries[2] = entry.both(|header| header.extra = zip64_extra(&[u64::MAX, u64::MAX]));
    });
    lie(cases, "ZIP64 offset is huge", "package.local_header", |zip| {
        let entry = &mut zip.entries[4];
        (entry.offset, entry.central.extra) = (Some(u32::MAX), zip64_extra(&[u64::MAX - 3]));
    });
}

fn contents(cases: &mut Cases) {
    let text = b"content, content, content";
    let mut deflated_is = |label, code, data: Vec<u8>| {
        lie(cases, label, code, |zip| zip.insert(Entry::new("a", 8, text, data.clone())));
    };
    let good = deflate(text);
    let other = deflate(b"content, content, contenT");
    deflated_is("stored content under method 8", "package.deflate", vec![0xff; 12]);
    deflated_is("bytes after the stream", "package.deflate_end", [good.clone(), b"hidden".to_vec()].concat());
    deflated_is("a second stream", "package.deflate_end", good.repeat(2));
    deflated_is("stream without its end", "package.deflate_end", good[..good.len() - 1].to_vec());
    deflated_is("no stream", "package.deflate_end", Vec::new());
    deflated_is("stream of other content", "package.crc", other);
    deflated_is("stream of less", "package.size", deflate(b"content"));
    deflated_is("stream of more", "package.size", deflate(&[&text[..], b"."].concat()));
    deflated_is("stream of nothing", "package.size", deflate(b""));
    lie(cases, "another CRC in both headers", "package.crc", |zip| {
        zip.insert(Entry::stored("a", text).both(|header| header.crc ^= 1));
    });
    lie(cases, "stored with two sizes", "package.size", |zip| {
        zip.insert(Entry::stored("a", text).both(|header| header.size -= 1));
    });
    lie(cases, "changed bytes", "package.crc", |zip| zip.entry(ATTACHMENT).data[0] ^= 0x20);
}

fn names(cases: &mut Cases) {
    let mut named = |label, code, name: &str| {
        lie(cases, label, code, |zip| zip.insert(Entry::stored(name, b"x")));
    };
    named("no name", "package.name_empty", "");
    named("256 bytes", "package.name_too_long", &"a".repeat(256));
    named("absolute", "package.name_absolute", "/etc/passwd");
    named("parent", "package.name_component", "../a");
    named("parent inside", "package.name_component", "a/../document.xml");
    named("self", "package.name_component", "./document.xml");
    named("empty component", "package.name_component", "META-INF//signatures1.xml");
    named("drive", "package.name_colon", "C:a");
    named("stream", "package.name_colon", "a.pdf:hidden");
    named("backslash", "package.name_backslash", "META-INF\\signatures1.xml");
    named("NUL", "package.name_control", "a.pdf\0.exe");
    named("line end", "package.name_control", "a\n");
    named("right to left", "package.name_invisible", "a\u{202e}fdp.exe");
    named("zero width", "package.name_invisible", "document\u{200b}.xml");
    named("byte order mark", "package.name_invisible", "\u{feff}document.xml");
    named("trailing dot", "package.name_trailing", "document.xml.");
    named("trailing space", "package.name_trailing", "document.xml ");
    named("a version of VMS", "package.name_foreign", "document.xml;1");
    named("a question mark", "package.name_foreign", "a?.pdf");
    named("a device of Windows", "package.name_foreign", "phụ lục/nul.pdf");
    named("twice", "package.duplicate_name", "document.xml");
    named("twice but for case", "package.name_collision", "Document.XML");
    named(
        "twice but for composition",
        "package.name_collision",
        "phu\u{323} lu\u{323}c/To\u{31b}\u{300} tri\u{300}nh sô\u{301} 5.pdf",
    );
    named("file and directory", "package.name_collision", "document.xml/");
    named("a file as a folder", "package.name_collision", "document.xml/a.pdf");
    named("a file as a folder of a folder", "package.name_collision", "DOCUMENT.xml/META-INF/");
    lie(cases, "a second signature file of one name", "package.duplicate_name", |zip| {
        zip.insert(Entry::stored("META-INF/signatures0.xml", b"<other/>"));
    });
    lie(cases, "not marked UTF-8", "package.name_encoding", |zip| {
        zip.insert(Entry::stored("ả", b"x").both(|header| header.flags = 0));
    });
    lie(cases, "not UTF-8", "package.name_encoding", |zip| {
        zip.insert(Entry::stored("ả", b"x").both(|header| header.name = b"\xe1\xba".to_vec()));
    });
}

fn amounts(cases: &mut Cases) {
    lie(cases, "1,001 payload entries", "package.too_many_entries", |zip| {
        for number in 0..999 {
            zip.insert(Entry::stored(&format!("{number}"), b""));
        }
    });
    lie(cases, "2,000 entries", "package.too_many_entries", |zip| {
        for number in 0..2_000 {
            zip.insert(Entry::directory(&format!("{number}/")));
        }
    });
    lie(cases, "2,000 entries, 5 counted", "package.too_many_entries", |zip| {
        for number in 0..2_000 {
            zip.insert(Entry::directory(&format!("{number}/")));
        }
        (zip.end.entries, zip.end.entries_here) = (Some(5), Some(5));
    });
    lie(cases, "huge extra fields", "package.central_directory_too_big", |zip| {
        for number in 0..70 {
            let mut entry = Entry::stored(&format!("{number}"), b"");
            entry.central.extra = extra(0xcafe, &[0; 65_000]);
            zip.insert(entry);
        }
    });
    lie(cases, "17 MiB of zeros", "package.ratio", |zip| {
        let zeros = vec![0; 17 << 20];
        zip.insert(Entry::deflated("zeros", &zeros));
    });
    lie(cases, "sizes that add up to more than the limit", "package.inflated_too_big", |zip| {
        for number in 0..35 {
            let entry = Entry::deflated(&format!("{number}"), b"x").both(|header| header.size = 16 << 20);
            zip.insert(entry);
        }
    });
}

fn flag(zip: &mut Zip, bit: u16) {
    zip.entries[2] = zip.entries[2].clone().both(|header| header.flags |= 1 << bit);
}

fn method(zip: &mut Zip, method: u16) {
    zip.entries[2] = zip.entries[2].clone().both(|header| header.method = method);
}
