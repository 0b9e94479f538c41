//! The same ASiC-E in another container: entries deflated, with another time. Other bytes, the same document.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

pub fn rezip(package: &[u8], minute: u8) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(package)).expect("a container");
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let time = DateTime::from_date_and_time(2026, 11, 24, 8, minute % 60, 0).expect("a time of the ZIP format");
    for index in 0..from.len() {
        let mut entry = from.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        // ETSI EN 319 162-1 A.1: mimetype is stored.
        let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(time);
        to.start_file(name, options).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("its content");
        to.write_all(&content).expect("memory");
    }
    to.finish().expect("a container").into_inner()
}
