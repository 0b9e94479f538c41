//! A canonical form is XML, canonical already, and the same from the stream as from the tree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lienthong::signature::c14n::{Canonicalizer, Method, subtree};
use lienthong::xml::{Context, Event, Limits, Reader, Subtree};

fuzz_target!(|data: &[u8]| {
    let Ok(tree) = Subtree::parse(data, Limits::STANDARD) else { return };
    for method in Method::ALL {
        // A form that outgrows its element is not written.
        let Ok(octets) = subtree(method, &[], &tree, &tree.root) else { continue };
        assert_eq!(octets, streamed(method, data), "{method:?}: stream and tree");
        let again = Subtree::parse(&octets, WIDE).unwrap_or_else(|error| panic!("{method:?}: {error}"));
        assert_eq!(octets, subtree(method, &[], &again, &again.root).expect("the root"), "{method:?}: twice");
        // An element inside is canonical as it stands in the form of the whole, but for what it inherits.
        if let Some(inner) = tree.root.elements().next() {
            let Ok(part) = subtree(method, &[], &tree, inner) else { continue };
            Subtree::parse(&part, WIDE).unwrap_or_else(|error| panic!("{method:?}, inside: {error}"));
        }
    }
});

fn streamed(method: Method, data: &[u8]) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut canonicalizer =
        Canonicalizer::new(method, &[], &Context::empty(), |piece: &[u8]| octets.extend_from_slice(piece));
    let mut reader = Reader::new(data, Limits::STANDARD);
    loop {
        match reader.next().expect("it was read before") {
            Event::Eof => break,
            event => canonicalizer.event(&event),
        }
    }
    canonicalizer.finish();
    octets
}

const WIDE: Limits = Limits {
    depth: 64,
    attributes: 1 << 10,
    declarations: 1 << 10,
    declarations_in_scope: 1 << 12,
    uri_bytes: 1 << 24,
    scope_bytes: 1 << 24,
    tag_bytes: 1 << 24,
    tree_nodes: usize::MAX,
};
