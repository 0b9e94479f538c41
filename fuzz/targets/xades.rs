//! The input is the signature file of a container that is otherwise good: nothing but what was signed is admitted.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use lienthong::package::AsiceWriter;
use lienthong_fuzz::{ATTACHMENT, WORLD};

fuzz_target!(|data: &[u8]| {
    let mut writer = AsiceWriter::new(Cursor::new(Vec::new())).expect("memory");
    writer.document(include_bytes!("../fixtures/document.xml")).expect("memory");
    writer.add(ATTACHMENT.0, "application/pdf", &mut &*ATTACHMENT.1).expect("memory");
    WORLD.hold(&writer.finish(&[data]).expect("memory").into_inner());
});
