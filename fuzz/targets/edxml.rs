//! What is read of a file is what is read of its canonical form, which is what a signature covers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lienthong::edxml::read_header;
use lienthong::signature::c14n::{Method, subtree};
use lienthong::xml::{Limits, Subtree};

fuzz_target!(|data: &[u8]| {
    let Ok(reading) = read_header(data) else { return };
    // The whole file as a tree, attachments among it: more nodes than a header may have.
    let limits = Limits { tree_nodes: usize::MAX, ..Limits::STANDARD };
    let tree = Subtree::parse(data, limits).expect("the same reader read it");
    let Ok(octets) = subtree(Method::Exclusive10, &[], &tree, &tree.root) else { return };
    // More declarations may stand on one element of the canonical form than the reader takes.
    let Ok(again) = read_header(&octets) else { return };
    assert_eq!(reading.message, again.message);
    assert_eq!(reading.faults, again.faults);
});
