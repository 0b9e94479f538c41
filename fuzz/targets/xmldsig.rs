//! The input is the Signature of a bare file that is otherwise good: nothing but what was signed is admitted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lienthong_fuzz::WORLD;

fuzz_target!(|data: &[u8]| {
    let (before, after) = BARE.split_at(BARE.find("</edXMLHeader>").expect("a header"));
    WORLD.hold(&[before.as_bytes(), data, after.as_bytes()].concat());
});

const BARE: &str = include_str!("../fixtures/bare.xml");
