//! What our ZIP reader takes, another reads with the same names and contents.
#![no_main]

use std::io::{Cursor, Read};

use libfuzzer_sys::fuzz_target;
use lienthong::package::{Asice, Limits, sniff};
use lienthong_fuzz::file;
use zip::ZipArchive;

fuzz_target!(|data: &[u8]| {
    let _ = sniff(data);
    let Ok(asice) = Asice::open(file(data), &Limits::default()) else { return };
    let mut ours = Vec::new();
    for entry in asice.entries() {
        let Ok(content) = asice.read(entry, 1 << 20) else { return };
        ours.push((entry.name().as_bytes().to_vec(), content));
    }
    let mut archive = ZipArchive::new(Cursor::new(data)).expect("an archive for others too");
    let mut theirs = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry for others too");
        let mut content = Vec::new();
        let name = entry.name_raw().to_vec();
        entry.read_to_end(&mut content).expect("content for others too");
        theirs.push((name, content));
    }
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
});
