//! A container means the same to every reader, or it is refused with the code of its fault.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on must stop")]

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lienthong::package::{Asice, AsiceWriter, EntryKind, Fault, Limits, MIMETYPE, PackageError, manifest_xml};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use crate::support::zip_cases::{bad_archives, good_archives};
use crate::support::zip_lies::{ATTACHMENT, Entry, Zip, deflate, extra};

type Contents = Vec<(String, Vec<u8>)>;

#[test]
fn good_archives_open_and_give_their_bytes() {
    for (label, zip) in good_archives() {
        let expected: Contents = zip.entries.iter().map(|entry| (text(&entry.central.name), content(entry))).collect();
        let asice = open(&zip.build()).unwrap_or_else(|error| panic!("{label}: {error}"));
        assert_eq!(read_all(&asice).unwrap_or_else(|error| panic!("{label}: {error}")), expected, "{label}");
        assert_eq!(asice.findings(), [], "{label}");
    }
}

#[test]
fn every_lie_is_refused_with_its_own_code() {
    let cases = bad_archives();
    let mut wrong = Vec::new();
    for (label, code, bytes) in &cases {
        let found = match judge(bytes) {
            Ok(_) => "opened".to_owned(),
            Err(error) => error.code().to_string(),
        };
        if found != *code {
            wrong.push(format!("{label}: expected {code}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 100, "only {} cases", cases.len());

    // Every fault of an archive occurs in the table; those of sniff, findings, manifest, writer and disk have their own.
    let elsewhere = [
        Fault::UnknownFormat,
        Fault::TooBig,
        Fault::NameReserved,
        Fault::DirectoryEntry,
        Fault::MimetypePlace,
        Fault::MimetypeDeflated,
        Fault::MimetypeExtra,
        Fault::NoManifest,
        Fault::Manifest,
        Fault::ManifestExtra,
        Fault::ManifestLacks,
        Fault::ManifestDuplicate,
        Fault::NotEvaluated,
        Fault::Io,
    ];
    let seen: BTreeSet<&str> = cases.iter().map(|(_, code, _)| *code).collect();
    let all = Fault::ALL.iter().filter(|fault| !elsewhere.contains(fault)).map(|fault| fault.code().name());
    assert_eq!(seen, all.collect(), "faults without a case, or cases of a fault that has none");
}

#[test]
fn what_intake_refuses_is_found_and_named() {
    let finds = |zip: &Zip| -> Vec<&'static str> {
        open(&zip.build()).unwrap().findings().iter().map(|finding| finding.code().name()).collect()
    };
    let with = |change: &dyn Fn(&mut Zip)| {
        let mut zip = Zip::asice();
        change(&mut zip);
        finds(&zip)
    };
    assert_eq!(with(&|zip| zip.insert(Entry::directory("META-INF/"))), ["package.directory_entry"]);
    assert_eq!(with(&|zip| zip.insert(Entry::deflated("a/", b""))), ["package.directory_entry"]);
    assert_eq!(with(&|zip| zip.entries.swap(0, 1)), ["package.mimetype_place"]);
    assert_eq!(with(&|zip| zip.central_order = Some(vec![1, 0, 2, 3, 4])), ["package.mimetype_place"]);
    let listed_first = |zip: &mut Zip| {
        zip.entries.swap(0, 1);
        zip.central_order = Some(vec![1, 0, 2, 3, 4]);
    };
    assert_eq!(with(&listed_first), ["package.mimetype_place"]);
    assert_eq!(
        with(&|zip| zip.replace(Entry::deflated("mimetype", MIMETYPE.as_bytes()))),
        ["package.mimetype_deflated"]
    );
    let more = ["package.mimetype_extra"];
    assert_eq!(with(&|zip| zip.entries[0].local.extra = extra(0xcafe, &[0; 3])), more);
    assert_eq!(with(&|zip| zip.entries[0] = zip.entries[0].clone().with_descriptor(true)), more);
    assert_eq!(with(&|zip| drop(zip.entries.remove(3))), ["package.no_manifest"]);
    for name in ["META-INF/timestamp.tst", "META-INF/ASiCManifest.xml", "META-INF/a.p7s", "META-INF/x/signatures.xml"] {
        assert_eq!(with(&|zip| zip.insert(Entry::stored(name, b"x"))), ["package.not_evaluated"], "{name}");
    }
}

#[test]
fn a_manifest_lists_the_payload_and_nothing_else() {
    let judge = |paths: &[&str]| {
        let xml = manifest_xml(paths.iter().map(|path| (*path, "text/plain")));
        let mut zip = Zip::asice();
        zip.replace(Entry::deflated("META-INF/manifest.xml", xml.as_bytes()));
        open(&zip.build()).unwrap().check_manifest().err().map(|error| error.code().name())
    };
    assert_eq!(judge(&["document.xml", ATTACHMENT]), None);
    assert_eq!(judge(&[ATTACHMENT]), Some("package.manifest_lacks"));
    assert_eq!(judge(&["document.xml", ATTACHMENT, "mimetype"]), Some("package.manifest_extra"));
    assert_eq!(judge(&["document.xml", ATTACHMENT, ATTACHMENT]), Some("package.manifest_duplicate"));
    let zip = Zip::asice();
    assert_eq!(open(&zip.build()).unwrap().check_manifest().unwrap_err().code().name(), "package.manifest");
    let mut zip = Zip::asice();
    zip.entries.remove(3);
    assert_eq!(open(&zip.build()).unwrap().check_manifest(), Ok(()), "absent: a finding");
    let mut zip = Zip::asice();
    zip.entry("META-INF/manifest.xml").data[1] ^= 0x10;
    assert!(open(&zip.build()).unwrap().check_manifest().is_err(), "damaged");
}

#[test]
fn limits_are_held_before_the_archive_is_read() {
    let bytes = Zip::asice().build();
    let judge = |limits: Limits, bytes: u64, content: &[u8]| {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        file.set_len(bytes).unwrap();
        Asice::open(Arc::new(file), &limits).err().map(|error| error.fault)
    };
    let length = bytes.len() as u64;
    let default = Limits::default;
    assert_eq!(judge(default(), (256 << 20) + 1, b"PK"), Some(Fault::TooBig));
    assert_eq!(judge(default(), 256 << 20, b"PK"), Some(Fault::Truncated));
    assert_eq!(judge(Limits { package_bytes: length - 1, ..default() }, length, &bytes), Some(Fault::TooBig));
    assert_eq!(judge(Limits { package_bytes: length, ..default() }, length, &bytes), None);
    assert_eq!(judge(Limits { entries: 4, ..default() }, length, &bytes), Some(Fault::TooManyEntries));
    assert_eq!(judge(Limits { payload_entries: 1, ..default() }, length, &bytes), Some(Fault::TooManyEntries));
    assert_eq!(judge(Limits { payload_entries: 2, ..default() }, length, &bytes), None);
    assert_eq!(judge(Limits { inflated_bytes: 100, ..default() }, length, &bytes), Some(Fault::InflatedTooBig));
    let tight = Limits { ratio: 1, ratio_free_bytes: 31, ..default() };
    assert_eq!(judge(tight, length, &bytes), Some(Fault::Ratio));
}

#[test]
fn no_entry_ends_in_silence() {
    // The content is changed under a right directory: the last bytes must never be given out.
    let mut zip = Zip::asice();
    zip.entry(ATTACHMENT).data[3] ^= 1;
    let asice = open(&zip.build()).unwrap();
    let mut reader = asice.reader(asice.entry(ATTACHMENT).unwrap());
    let mut exactly = vec![0; 19];
    let error = PackageError::from_io(reader.read_exact(&mut exactly).unwrap_err());
    assert_eq!((error.fault, error.entry.as_deref()), (Fault::Crc, Some(ATTACHMENT)));
    assert_eq!(PackageError::from_io(reader.read(&mut exactly).unwrap_err()).fault, Fault::Crc, "it stays failed");

    let mut zip = Zip::asice();
    zip.insert(Entry::new("a", 8, b"content", deflate(b"content and more than that")));
    let asice = open(&zip.build()).unwrap();
    let mut reader = asice.reader(asice.entry("a").unwrap());
    let errors = [(); 64].map(|()| PackageError::from_io(reader.read(&mut [0; 64]).unwrap_err()));
    assert_eq!(errors[0].fault, Fault::Size);
    assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
}

#[test]
fn what_the_headers_betray_is_refused_before_any_content_is_asked_for() {
    let opened = |entry: Entry| {
        let mut zip = Zip::asice();
        zip.insert(entry);
        open(&zip.build()).err().map(|error| error.fault)
    };
    assert_eq!(opened(Entry::stored("a", b"content").both(|header| header.size = 8)), Some(Fault::Size));
    assert_eq!(opened(Entry::directory("dir/").both(|header| header.crc = 1)), Some(Fault::Crc));
    let hidden = [deflate(b""), b"hidden".to_vec()].concat();
    assert_eq!(opened(Entry::new("dir/", 8, b"", hidden)), Some(Fault::DeflateEnd));
}

#[test]
fn content_can_be_read_in_pieces_of_any_size() {
    let text: Vec<u8> = (0..200_000u32).flat_map(|n| n.to_string().into_bytes()).collect();
    let mut zip = Zip::asice();
    zip.insert(Entry::deflated("deflated.txt", &text));
    zip.insert(Entry::stored("stored.txt", &text));
    let asice = open(&zip.build()).unwrap();
    for name in ["deflated.txt", "stored.txt"] {
        for piece in [1, 7, 4_096, 65_536, 1 << 21] {
            let mut reader = asice.reader(asice.entry(name).unwrap());
            let (mut all, mut buffer) = (Vec::<u8>::new(), vec![0; piece]);
            loop {
                match reader.read(&mut buffer).unwrap() {
                    0 => break,
                    count => all.extend(&buffer[..count]),
                }
            }
            assert!(all == text, "{name} in pieces of {piece}");
        }
    }
}

#[test]
fn what_we_write_we_read_and_it_is_the_same_every_time() {
    let write = || {
        let mut writer = AsiceWriter::new(std::io::Cursor::new(Vec::new())).unwrap();
        writer.document("<edXML>nội dung</edXML>".as_bytes()).unwrap();
        let long = vec![b'x'; 300_000];
        assert_eq!(writer.add(ATTACHMENT, "application/pdf", &mut long.as_slice()).unwrap(), 300_000);
        assert_eq!(writer.add("rỗng.txt", "text/plain", &mut std::io::empty()).unwrap(), 0);
        for (name, fault) in [
            (ATTACHMENT, Fault::DuplicateName),
            ("DOCUMENT.XML", Fault::NameCollision),
            ("mimetype", Fault::NameReserved),
            ("META-INF/signatures9.xml", Fault::NameReserved),
            ("dir/", Fault::NameReserved),
            ("../up", Fault::NameComponent),
        ] {
            assert_eq!(writer.add(name, "text/plain", &mut std::io::empty()).unwrap_err().fault, fault, "{name}");
        }
        writer.finish(&[b"<first/>", b"<second/>"]).unwrap().into_inner()
    };
    let bytes = write();
    assert!(bytes == write(), "the same content must give the same bytes");
    assert_eq!(&bytes[30..69], b"mimetypeapplication/vnd.etsi.asic-e+zip");
    let asice = open(&bytes).unwrap();
    assert_eq!(asice.findings(), []);
    let names: Vec<&str> = asice.entries().iter().map(|entry| entry.name()).collect();
    let expected = [
        "mimetype",
        "document.xml",
        ATTACHMENT,
        "rỗng.txt",
        "META-INF/manifest.xml",
        "META-INF/signatures0.xml",
        "META-INF/signatures1.xml",
    ];
    assert_eq!(names, expected);
    assert_eq!(read_all(&asice).unwrap()[1].1, "<edXML>nội dung</edXML>".as_bytes());
    for entry in asice.entries() {
        assert_eq!(entry.compressed_bytes(), entry.bytes(), "{} is stored", entry.name());
        let flags = u16::from_le_bytes([6, 7].map(|at| bytes[entry.header_offset() as usize + at]));
        assert_eq!(flags & !(1 << 11), 0, "{}: no descriptor", entry.name());
    }
    assert_eq!(asice.check_manifest(), Ok(()));
}

#[test]
fn archives_of_another_writer_open() {
    let plain = SimpleFileOptions::default();
    let stored = plain.compression_method(zip::CompressionMethod::Stored);
    let entries = [
        ("mimetype", stored, MIMETYPE.as_bytes()),
        ("document.xml", plain, b"<edXML/>"),
        (ATTACHMENT, plain.large_file(true), b"attachment"),
        ("META-INF/manifest.xml", stored, b"<manifest/>"),
    ];
    let mut seekable = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut streamed = zip::ZipWriter::new_stream(Vec::new());
    for (name, options, content) in entries {
        seekable.start_file(name, options).unwrap();
        seekable.write_all(content).unwrap();
        streamed.start_file(name, options.large_file(false)).unwrap();
        streamed.write_all(content).unwrap();
    }
    let expected: Contents = entries.iter().map(|(name, _, content)| (name.to_string(), content.to_vec())).collect();
    assert_eq!(judge(&seekable.finish().unwrap().into_inner()), Ok(expected.clone()));
    assert_eq!(judge(&streamed.finish().unwrap().into_inner()), Ok(expected));
}

#[test]
fn x_road_containers_yield_what_their_makers_put_in() {
    let Some(folder) = shared("vectors/xroad/src/tool/asic-verifier-cli/src/test/resources") else { return };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "asice"));
    files.sort();
    let mut table = String::new();
    for file in files {
        table += &format!("{}\n", file.file_name().unwrap().to_string_lossy());
        let asice = Asice::open(Arc::new(File::open(&file).unwrap()), &Limits::default()).unwrap();
        let contents = read_all(&asice).unwrap();
        for (entry, (_, content)) in asice.entries().iter().zip(&contents) {
            table += &format!("  {:?} {} {} bytes\n", entry.kind(), entry.name(), content.len());
        }
        if let Err(error) = asice.check_manifest() {
            table += &format!("  refused: {error} [{}]\n", error.code());
        }
        for finding in asice.findings() {
            table += &format!("  ! {finding} [{}]\n", finding.code());
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn bombs_cost_nothing() {
    let start = Instant::now();
    let zeros = vec![0; 15 << 20];
    let (packed, crc) = (deflate(&zeros), crc32fast::hash(&zeros));

    // Many entries that are small enough each: refused before a byte of them is inflated.
    let mut zip = Zip::asice();
    for number in 0..900 {
        let mut entry = Entry::new(&format!("{number}"), 8, b"", packed.clone());
        entry = entry.both(|header| (header.crc, header.size) = (crc, zeros.len() as u32));
        zip.insert(entry);
    }
    let bytes = zip.build();
    let before = Instant::now();
    assert_eq!(judge(&bytes).unwrap_err().fault, Fault::InflatedTooBig);
    assert!(before.elapsed() < Duration::from_secs(2), "{:?}", before.elapsed());

    // A stream that inflates to more than it says stops at what it says.
    let mut zip = Zip::asice();
    zip.insert(Entry::new("a", 8, b"", packed.clone()).both(|header| header.size = 1_000));
    let asice = open(&zip.build()).unwrap();
    let mut given = Vec::new();
    let error = asice.reader(asice.entry("a").unwrap()).read_to_end(&mut given).unwrap_err();
    assert_eq!(PackageError::from_io(error).fault, Fault::Size);
    assert!(given.len() < 1_000);

    // 450 MiB within the limits pass through without ever being held.
    let mut zip = Zip::asice();
    for number in 0..30 {
        let entry = Entry::new(&format!("{number}"), 8, b"", packed.clone());
        zip.insert(entry.both(|header| (header.crc, header.size) = (crc, zeros.len() as u32)));
    }
    let asice = open(&zip.build()).unwrap();
    let resident = resident_bytes();
    let (mut most, mut sum) = (0, 0);
    for entry in asice.of_kind(EntryKind::Payload) {
        let mut reader = asice.reader(entry);
        sum += std::io::copy(&mut reader, &mut std::io::sink()).unwrap();
        most = most.max(resident_bytes().saturating_sub(resident));
    }
    assert!(sum > 450 << 20);
    assert!(most < 128 << 20, "{most} bytes more resident");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400), dress in 0..3) {
        if dress > 0 {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        if dress > 1 {
            bytes.extend(*b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2e\0\0\0\x04\0\0\0\0\0");
        }
        prop_assert!(judge(&bytes).is_err());
    }

    #[test]
    fn a_changed_archive_never_yields_other_bytes(form in 0usize..64, changes in prop::collection::vec(change(), 1..5)) {
        let forms = good_archives();
        let (_, zip) = &forms[form % forms.len()];
        let good = zip.build();
        let mut bytes = good.clone();
        for change in &changes {
            change.apply(&mut bytes);
        }
        if let Ok(found) = judge(&bytes) {
            prop_assert_eq!(found, judge(&good).unwrap());
        }
    }
}

/// A change to an archive, at a place given in 65,536ths of its length.
#[derive(Clone, Debug)]
enum Change {
    Set(u16, u8),
    Insert(u16, Vec<u8>),
    Remove(u16, u8),
    Truncate(u16),
    Repeat(u16, u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (any::<u16>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        1 => (any::<u16>(), prop::collection::vec(any::<u8>(), 1..30)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        1 => (any::<u16>(), any::<u8>()).prop_map(|(at, count)| Change::Remove(at, count)),
        1 => any::<u16>().prop_map(Change::Truncate),
        1 => (any::<u16>(), any::<u8>()).prop_map(|(at, count)| Change::Repeat(at, count)),
    ]
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: u16, length: usize| length * usize::from(at) / 65_536;
        let length = bytes.len();
        match self {
            Self::Set(at, byte) => {
                if let Some(place) = bytes.get_mut(place(*at, length)) {
                    *place = *byte;
                }
            }
            Self::Insert(at, inserted) => {
                let at = place(*at, length);
                bytes.splice(at..at, inserted.iter().copied());
            }
            Self::Remove(at, count) => {
                let at = place(*at, length);
                bytes.drain(at..(at + usize::from(*count)).min(length));
            }
            Self::Truncate(at) => bytes.truncate(place(*at, length)),
            Self::Repeat(at, count) => {
                let at = place(*at, length);
                let piece = bytes[at..(at + usize::from(*count)).min(length)].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
}

/// Opens an archive of these bytes under the default limits.
fn open(bytes: &[u8]) -> Result<Asice, PackageError> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Asice::open(Arc::new(file), &Limits::default())
}

fn read_all(asice: &Asice) -> Result<Contents, PackageError> {
    asice.entries().iter().map(|entry| Ok((entry.name().to_owned(), asice.read(entry, u64::MAX)?))).collect()
}

/// Opens it and reads every entry.
fn judge(bytes: &[u8]) -> Result<Contents, PackageError> {
    read_all(&open(bytes)?)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What an entry of the builder inflates to.
fn content(entry: &Entry) -> Vec<u8> {
    let mut content = Vec::new();
    match entry.central.method {
        0 => content.clone_from(&entry.data),
        _ => drop(flate2::read::DeflateDecoder::new(entry.data.as_slice()).read_to_end(&mut content).unwrap()),
    }
    content
}

fn resident_bytes() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4_096
}

/// A folder of foreign test data; `None`, loudly, where it is absent.
fn shared(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var("CI").is_err(), "../shared/{path} is absent");
    eprintln!("SKIPPED story_package: ../shared/{path} is absent");
    None
}
