//! Good and bad ZIPs, made by the crate `zip` and then bent.

use std::io::Cursor;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

#[test]
fn gives_the_one_file() {
    for (method, text) in
        [(CompressionMethod::Deflated, "Văn bản ".repeat(5000)), (CompressionMethod::Stored, String::new())]
    {
        let bytes = zip_of(&[("5c7082fe.pdf", text.as_bytes())], method);
        let mut out = Vec::new();
        let file = unzip_only(Cursor::new(bytes), 1 << 20, &mut out).unwrap();
        assert_eq!(file, ZippedFile { entry_name: "5c7082fe.pdf".to_owned(), size_bytes: text.len() as u64 });
        assert_eq!(out, text.as_bytes());
    }
}

#[test]
fn refuses_everything_else() {
    let good = zip_of(&[("a.pdf", b"hello hello hello hello hello")], CompressionMethod::Deflated);
    let changed = |at: usize, value: u8| {
        let mut bytes = good.clone();
        bytes[at] = value;
        bytes
    };
    let central = good.len() - 22 - 46 - 5;
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        ("two entries", zip_of(&[("a", b"1"), ("b", b"2")], CompressionMethod::Stored), "edxml.zip_entries"),
        ("no entry", zip_of(&[], CompressionMethod::Stored), "edxml.zip_entries"),
        ("a path", zip_of(&[("../a", b"1")], CompressionMethod::Stored), "edxml.zip_name"),
        ("a drive", zip_of(&[("C:a", b"1")], CompressionMethod::Stored), "edxml.zip_name"),
        ("too large", zip_of(&[("a", &[0; 5000])], CompressionMethod::Deflated), "edxml.zip_too_large"),
        ("empty file", Vec::new(), "edxml.bad_zip"),
        ("no zip", vec![b'x'; 500], "edxml.bad_zip"),
        ("cut", good[..good.len() - 1].to_vec(), "edxml.bad_zip"),
        ("junk before", [b"x".as_slice(), &good].concat(), "edxml.bad_zip"),
        ("junk after", [good.as_slice(), b"x"].concat(), "edxml.bad_zip"),
        ("encrypted", changed(central + 8, good[central + 8] | 1), "edxml.zip_method"),
        ("other method", changed(central + 10, 12), "edxml.zip_method"),
        ("two names", changed(30, b'b'), "edxml.bad_zip"),
        ("wrong crc", changed(central + 16, !good[central + 16]), "edxml.bad_zip"),
        ("offset", changed(central + 42, 1), "edxml.bad_zip"),
    ];
    for (what, bytes, code) in table {
        let error = unzip_only(Cursor::new(bytes), 4000, io::sink()).unwrap_err();
        assert_eq!(error.code().name(), code, "{what}: {error}");
    }
}

#[test]
fn stops_at_the_declared_size_and_holds_the_checksum() {
    let text = "x".repeat(100_000);
    let mut bytes = zip_of(&[("a", text.as_bytes())], CompressionMethod::Deflated);
    let central = bytes.len() - 22 - 46 - 1;
    for at in [22, central + 24] {
        bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let mut out = Vec::new();
    let error = unzip_only(Cursor::new(&bytes), 4000, &mut out).unwrap_err();
    assert_eq!(error.code().name(), "edxml.zip_checksum");
    assert!(out.len() <= 10, "{} bytes came out", out.len());
    let mut bytes = zip_of(&[("a", b"hello")], CompressionMethod::Stored);
    bytes[31] ^= 1;
    let error = unzip_only(Cursor::new(&bytes), 4000, io::sink()).unwrap_err();
    assert_eq!(error.code().name(), "edxml.zip_checksum");
}

fn zip_of(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
