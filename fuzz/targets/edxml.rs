//! What is read of a file is what is read of its canonical form, which is what a signature covers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lienthong::edxml::read_header;
use lienthong::signature::c14n::{Method, subtree};
use lienthong::xml::{Limits, Subtree};

fuzz_target!(|data: &[u8]| {
    let Ok(reading) = read_header(data) else { return };
    let tree = Subtree::parse(data, Limits::STANDARD).expect("the same reader read it");
    let octets = subtree(Method::Exclusive10, &[], &tree, &tree.root).expect("the root");
    // More declarations may stand on one element of the canonical form than the reader takes.
    let Ok(again) = read_header(&octets) else { return };
    assert_eq!(reading.message, again.message);
    assert_eq!(reading.faults, again.faults);
});
