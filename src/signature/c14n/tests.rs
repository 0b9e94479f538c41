//! Canonical forms against the standards' examples, foreign vectors and xmllint.

mod vectors;
mod xmllint;

use super::*;
use crate::xml::{Context, Event, Limits, Reader, Subtree};

pub(in crate::signature) use vectors::folder as vectors;

/// The canonical form of a whole file, streamed.
fn streamed(method: Method, prefixes: &[&str], file: &[u8]) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut canonicalizer =
        Canonicalizer::new(method, prefixes, &Context::empty(), |piece| octets.extend_from_slice(piece));
    let mut reader = Reader::new(file, Limits::STANDARD);
    loop {
        match reader.next().unwrap() {
            Event::Eof => break,
            event => canonicalizer.event(&event),
        }
    }
    canonicalizer.finish();
    octets
}

/// The same over a tree.
fn walked(method: Method, prefixes: &[&str], file: &[u8]) -> Vec<u8> {
    let tree = Subtree::parse(file, Limits::STANDARD).unwrap();
    subtree(method, prefixes, &tree, &tree.root).unwrap()
}

/// The canonical form of the first element (in document order) of that local name.
fn inside(method: Method, prefixes: &[&str], file: &str, local: &str) -> String {
    let tree = Subtree::parse(file.as_bytes(), Limits::STANDARD).unwrap();
    let target = tree.root.descendants().find(|element| element.local == local).unwrap();
    String::from_utf8(subtree(method, prefixes, &tree, target).unwrap()).unwrap()
}

#[test]
fn method_uris() {
    for method in Method::ALL {
        assert_eq!(Method::from_uri(method.uri()), Some(method));
    }
    for refused in [
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        "http://www.w3.org/2006/12/xml-c14n11#WithComments",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/2001/10/xml-exc-c14n",
        "http://www.w3.org/TR/xml-exc-c14n#",
        "HTTP://www.w3.org/2001/10/xml-exc-c14n#",
        "",
    ] {
        assert_eq!(Method::from_uri(refused), None, "{refused}");
    }
}

/// One element of a kilobyte's namespace after the other: the sink gets no more than the file is worth.
#[test]
fn a_form_that_outgrows_its_element_is_cut_off() {
    let uri = format!("urn:{}", "x".repeat(1_000));
    let file = format!("<r xmlns:a='{uri}'><b>{}</b></r>", "<a:b/>".repeat(10_000));
    let tree = Subtree::parse(file.as_bytes(), Limits::STANDARD).unwrap();
    let target = tree.root.child("", "b").unwrap();
    let mut got = 0;
    let outcome = subtree_into(Method::Exclusive10, &[], &tree, target, |piece| got += piece.len() as u64);
    assert_eq!(outcome, Err(SubtreeFault::TooLong));
    assert!(got > 100_000 && got <= most(60_007), "{got}");
    assert_eq!(subtree(Method::Exclusive10, &[], &tree, target), Err(SubtreeFault::TooLong));
    // Inclusive it is declared once, outside.
    assert!(subtree(Method::Inclusive10, &[], &tree, target).unwrap().len() < 150_000);
    let stranger = tree.root.clone();
    let outcome = subtree_into(Method::Exclusive10, &[], &tree, &stranger, |_| {});
    assert_eq!(outcome, Err(SubtreeFault::NotInside));
}

#[test]
fn whole_documents() {
    use Method::{Exclusive10, Inclusive10, Inclusive11};
    let both = [Inclusive10, Inclusive11];
    for (methods, file, expected) in [
        // Canonical XML 1.0 §3.3: start and end tags
        (
            &both[..],
            "<doc><e1   /><e2   ></e2><e5 a:attr=\"out\" b:attr=\"sorted\" attr2=\"all\" attr=\"I'm\" \
             xmlns:b=\"http://www.ietf.org\" xmlns:a=\"http://www.w3.org\" xmlns=\"http://example.org\"/></doc>",
            "<doc><e1></e1><e2></e2><e5 xmlns=\"http://example.org\" xmlns:a=\"http://www.w3.org\" \
             xmlns:b=\"http://www.ietf.org\" attr=\"I'm\" attr2=\"all\" b:attr=\"sorted\" a:attr=\"out\"></e5></doc>",
        ),
        // §3.3: superfluous declarations
        (
            &both,
            "<doc><e6 xmlns=\"\" xmlns:a=\"http://www.w3.org\"><e7 xmlns=\"http://www.ietf.org\"><e8 xmlns=\"\" \
             xmlns:a=\"http://www.w3.org\"><e9 xmlns=\"\" xmlns:a=\"http://www.ietf.org\"/></e8></e7></e6></doc>",
            "<doc><e6 xmlns:a=\"http://www.w3.org\"><e7 xmlns=\"http://www.ietf.org\"><e8 xmlns=\"\">\
             <e9 xmlns:a=\"http://www.ietf.org\"></e9></e8></e7></e6></doc>",
        ),
        // §3.4: characters
        (
            &Method::ALL,
            "<doc><text>First line&#x0d;&#10;Second line</text><value>&#x32;</value><compute>\
             <![CDATA[value>\"0\" && value<\"10\" ?\"valid\":\"error\"]]></compute><compute expr='value>\"0\" &amp;&amp; \
             value&lt;\"10\" ?\"valid\":\"error\"'>valid</compute><norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>\
             </doc>",
            "<doc><text>First line&#xD;\nSecond line</text><value>2</value><compute>value&gt;\"0\" &amp;&amp; \
             value&lt;\"10\" ?\"valid\":\"error\"</compute><compute expr=\"value>&quot;0&quot; &amp;&amp; \
             value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;\">valid</compute>\
             <norm attr=\" '    &#xD;&#xA;&#x9;   ' \"></norm></doc>",
        ),
        // line ends, byte order mark, declaration, white space around the root
        (
            &Method::ALL,
            "\u{FEFF}<?xml version='1.0'?>\r\n\r\n<a b='x\r\ny\tz'>\r\n1\r2\n</a>\r\n",
            "<a b=\"x y z\">\n1\n2\n</a>",
        ),
        // only what is used, where it is used; declared again after it went out of scope
        (
            &[Exclusive10],
            "<a xmlns='urn:d' xmlns:p='urn:p' xmlns:q='urn:q'><p:b><c q:d=''/></p:b><p:b p:x=''/><d xmlns=''/></a>",
            "<a xmlns=\"urn:d\"><p:b xmlns:p=\"urn:p\"><c xmlns:q=\"urn:q\" q:d=\"\"></c></p:b>\
             <p:b xmlns:p=\"urn:p\" p:x=\"\"></p:b><d xmlns=\"\"></d></a>",
        ),
        // a prefix bound anew, a default undeclared in between
        (
            &Method::ALL,
            "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c xmlns:p='urn:1'/></p:b></p:a>",
            "<p:a xmlns:p=\"urn:1\"><p:b xmlns:p=\"urn:2\"><p:c xmlns:p=\"urn:1\"></p:c></p:b></p:a>",
        ),
        // attributes: by URI, then by local name; no namespace first; xml as any other
        (
            &[Exclusive10],
            "<a xmlns:z='urn:1' xmlns:y='urn:2' y:a='' z:b='' z:a='' b='' a='' xml:lang='vi'/>",
            "<a xmlns:y=\"urn:2\" xmlns:z=\"urn:1\" a=\"\" b=\"\" xml:lang=\"vi\" z:a=\"\" z:b=\"\" y:a=\"\"></a>",
        ),
        // the declaration of xml is never written
        (&Method::ALL, "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", "<a></a>"),
        // a namespace URI is escaped like any value
        (&Method::ALL, "<p:a xmlns:p='urn:x?a&amp;b'/>", "<p:a xmlns:p=\"urn:x?a&amp;b\"></p:a>"),
        // order is by code point, not by UTF-16 unit
        (&Method::ALL, "<a \u{F900}='' \u{10000}=''/>", "<a \u{F900}=\"\" \u{10000}=\"\"></a>"),
    ] {
        for &method in methods {
            let octets = streamed(method, &[], file.as_bytes());
            assert_eq!(String::from_utf8(octets).unwrap(), expected, "{method:?} streamed");
            let octets = walked(method, &[], file.as_bytes());
            assert_eq!(String::from_utf8(octets).unwrap(), expected, "{method:?} walked");
        }
    }
}

#[test]
fn subtrees() {
    use Method::{Exclusive10, Inclusive10, Inclusive11};
    let file = "<r xmlns='urn:d' xmlns:p='urn:p' xmlns:q='urn:q' xml:lang='vi' xml:base='http://x.example/a/' xml:id='i' \
                xml:other='o'><m xmlns:p='urn:p2' xml:space='preserve' xml:base='b/'><p:s xml:lang='en'><t/></p:s></m>\
                <n xmlns=''><u xml:base='c'/></n></r>";
    for (method, prefixes, local, expected) in [
        (
            Inclusive10,
            &[][..],
            "s",
            "<p:s xmlns=\"urn:d\" xmlns:p=\"urn:p2\" xmlns:q=\"urn:q\" xml:base=\"b/\" xml:id=\"i\" xml:lang=\"en\" \
             xml:other=\"o\" xml:space=\"preserve\"><t></t></p:s>",
        ),
        (
            Inclusive11,
            &[],
            "s",
            "<p:s xmlns=\"urn:d\" xmlns:p=\"urn:p2\" xmlns:q=\"urn:q\" xml:base=\"http://x.example/a/b/\" \
             xml:lang=\"en\" xml:space=\"preserve\"><t></t></p:s>",
        ),
        (
            Inclusive11,
            &[],
            "u",
            "<u xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" xml:base=\"http://x.example/a/c\" xml:lang=\"vi\"></u>",
        ),
        (Exclusive10, &[], "s", "<p:s xmlns:p=\"urn:p2\" xml:lang=\"en\"><t xmlns=\"urn:d\"></t></p:s>"),
        (
            Exclusive10,
            &["q"],
            "s",
            "<p:s xmlns:p=\"urn:p2\" xmlns:q=\"urn:q\" xml:lang=\"en\"><t xmlns=\"urn:d\"></t></p:s>",
        ),
        (
            Exclusive10,
            &["#default", "q", "p", "unknown", "xml"],
            "s",
            "<p:s xmlns=\"urn:d\" xmlns:p=\"urn:p2\" xmlns:q=\"urn:q\" xml:lang=\"en\"><t></t></p:s>",
        ),
        (Exclusive10, &["#default"], "n", "<n><u xml:base=\"c\"></u></n>"),
        (Exclusive10, &["p"], "r", ""),
    ] {
        if expected.is_empty() {
            // a listed prefix that is declared anew below is written there, used or not
            let octets = inside(method, prefixes, "<r xmlns:p='urn:1'><a xmlns:p='urn:2'/></r>", local);
            assert_eq!(octets, "<r xmlns:p=\"urn:1\"><a xmlns:p=\"urn:2\"></a></r>");
            continue;
        }
        assert_eq!(inside(method, prefixes, file, local), expected, "{method:?} {prefixes:?} {local}");
    }
}

/// An `xml:base` that joins to nothing is not written (Canonical XML 1.1 §2.4).
#[test]
fn an_empty_base_is_left_out() {
    assert_eq!(inside(Method::Inclusive11, &[], "<r xml:base='a/'><s xml:base='..'/></r>", "s"), "<s></s>");
    assert_eq!(inside(Method::Inclusive11, &[], "<r><s xml:base=''/></r>", "s"), "<s xml:base=\"\"></s>");
}

#[test]
fn a_skipped_subtree_leaves_the_rest() {
    let file = b"<a xmlns='urn:a'>1<b><s xmlns='urn:s'>2<t/></s>3</b> </a>";
    let expected = b"<a xmlns=\"urn:a\">1<b>3</b> </a>";
    let tree = Subtree::parse(file, Limits::STANDARD).unwrap();
    for method in Method::ALL {
        let mut octets = Vec::new();
        let mut walking = Canonicalizer::new(method, &[], &tree.context, |piece| octets.extend_from_slice(piece));
        walking.element(&tree.root, &|element| element.is("urn:s", "s"));
        walking.finish();
        assert_eq!(octets, expected, "{method:?} walked");

        let mut octets = Vec::new();
        let mut streaming = Canonicalizer::new(method, &[], &Context::empty(), |piece| octets.extend_from_slice(piece));
        let mut reader = Reader::new(&file[..], Limits::STANDARD);
        let mut skipped = None;
        loop {
            match reader.next().unwrap() {
                Event::Eof => break,
                Event::Start(start) if start.is("urn:s", "s") => {
                    skipped = Some(Subtree::read(&mut reader, 100).unwrap());
                }
                event => streaming.event(&event),
            }
        }
        streaming.finish();
        assert_eq!(octets, expected, "{method:?} streamed");
        let skipped = skipped.unwrap();
        assert_eq!(skipped.context.namespace(""), Some("urn:a"));
        assert_eq!(
            &file[skipped.root.range.start as usize..skipped.root.range.end as usize],
            b"<s xmlns='urn:s'>2<t/></s>"
        );
    }
}

/// 100 MB of base64 in one text node: the reader's buffers stay small, the sink gets small pieces.
#[test]
fn a_large_text_node_stays_flat() {
    use std::io::{BufReader, Read};
    const LINES: u64 = 1_300_000;
    let line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3OA==\r\n";
    /// The same block of lines again and again.
    struct Lines {
        block: Vec<u8>,
        at: usize,
        blocks_left: u64,
    }
    impl Read for Lines {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            if self.at == self.block.len() && self.blocks_left > 0 {
                (self.at, self.blocks_left) = (0, self.blocks_left - 1);
            }
            let length = (&self.block[self.at..]).read(to)?;
            self.at += length;
            Ok(length)
        }
    }
    let block = line.repeat(1_000).into_bytes();
    let lines = Lines { at: block.len(), block, blocks_left: LINES / 1_000 };
    let source = (&b"<a>"[..]).chain(lines).chain(&b"</a>"[..]);
    let mut reader = Reader::new(BufReader::with_capacity(1 << 20, source), Limits::STANDARD);
    let (mut octets, mut largest_piece, mut largest_text, mut largest_buffer) = (0u64, 0, 0, 0);
    let mut canonicalizer = Canonicalizer::new(Method::Inclusive10, &[], &Context::empty(), |piece| {
        octets += piece.len() as u64;
        largest_piece = largest_piece.max(piece.len());
    });
    loop {
        match reader.next().unwrap() {
            Event::Eof => break,
            event => {
                if let Event::Text(text) = event {
                    largest_text = largest_text.max(text.len());
                }
                canonicalizer.event(&event);
            }
        }
        largest_buffer = largest_buffer.max(reader.buffered());
    }
    canonicalizer.finish();
    assert_eq!(octets, (line.len() as u64 - 1) * LINES + 7);
    assert!(octets > 100_000_000);
    assert!(largest_text <= 64 * 1024 && largest_piece <= 64 * 1024, "{largest_text} {largest_piece}");
    assert!(largest_buffer < 1 << 20, "{largest_buffer}");
}
