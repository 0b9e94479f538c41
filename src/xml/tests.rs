//! What the reader accepts, what it refuses, and that neither depends on how the bytes arrive.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Command;

use proptest::prelude::*;

use super::*;

/// The events as text, or the code and place of the fault.
fn read<R: BufRead>(mut reader: Reader<R>) -> Result<String, XmlError> {
    let mut events = String::new();
    let mut text = String::new();
    loop {
        let event = reader.next()?;
        if let Event::Text(piece) = event {
            assert!(!piece.is_empty());
            text.push_str(piece);
            continue;
        }
        if !text.is_empty() {
            write!(events, "{:?} ", std::mem::take(&mut text)).unwrap();
        }
        match event {
            Event::Start(start) => {
                write!(events, "<{{{}}}{}:{}", start.namespace(), start.prefix(), start.local()).unwrap();
                for Declaration { prefix, uri } in start.declarations() {
                    write!(events, " {prefix}->{uri}").unwrap();
                }
                for Attribute { prefix, local, namespace, value } in start.attributes() {
                    write!(events, " {{{namespace}}}{prefix}:{local}={value:?}").unwrap();
                }
                events.push_str("> ");
            }
            Event::End(end) => write!(events, "</{}:{}> ", end.prefix, end.local).unwrap(),
            Event::Text(_) => {}
            Event::Eof => {
                assert!(matches!(reader.next(), Ok(Event::Eof)));
                return Ok(events.trim_end().to_owned());
            }
        }
    }
}

fn whole(file: &[u8]) -> Result<String, XmlError> {
    read(Reader::new(file, Limits::STANDARD))
}

/// `code@line:column`, or nothing when the file is accepted.
fn refusal(file: &[u8]) -> String {
    match whole(file) {
        Ok(_) => String::new(),
        Err(error) => {
            let Position { line, column, .. } = error.position;
            format!("{}@{line}:{column}", error.code().name().trim_start_matches("xml."))
        }
    }
}

#[test]
fn accepted() {
    for (file, expected) in [
        ("<a/>", "<{}:a> </:a>"),
        ("\u{FEFF}<?xml version='1.0' encoding='utf-8'?>\r\n <a > </a\t>\r\n", "<{}:a> \" \" </:a>"),
        (
            "<p:a xmlns:p='urn:p' xmlns = \"urn:d\" b='1' p:b = '2'><c d=''/></p:a>",
            "<{urn:p}p:a p->urn:p ->urn:d {}:b=\"1\" {urn:p}p:b=\"2\"> <{urn:d}:c {}:d=\"\"> </:c> </p:a>",
        ),
        ("<a xmlns='urn:a'><b xmlns=''/><c/></a>", "<{urn:a}:a ->urn:a> <{}:b ->> </:b> <{urn:a}:c> </:c> </:a>"),
        ("<a xml:lang='vi'/>", "<{}:a {http://www.w3.org/XML/1998/namespace}xml:lang=\"vi\"> </:a>"),
        ("<a>x<![CDATA[<&]]y]]]>&amp;\r\n</a>", "<{}:a> \"x<&]]y]&\\n\" </:a>"),
        ("<a><![CDATA[]]></a>", "<{}:a> </:a>"),
        ("<a b='>' c='/>'/>", "<{}:a {}:b=\">\" {}:c=\"/>\"> </:a>"),
        ("<văn_bản số='Đ'>ế</văn_bản>", "<{}:văn_bản {}:số=\"Đ\"> \"ế\" </:văn_bản>"),
        ("<a>]]<b/>></a>", "<{}:a> \"]]\" <{}:b> </:b> \">\" </:a>"),
        ("<a>]]<![CDATA[>]]></a>", "<{}:a> \"]]>\" </:a>"),
        // the same local name in two namespaces, and once in none
        (
            "<a xmlns:p='urn:1' xmlns:q='urn:2' x='' p:x='' q:x=''/>",
            "<{}:a p->urn:1 q->urn:2 {}:x=\"\" {urn:1}p:x=\"\" {urn:2}q:x=\"\"> </:a>",
        ),
        // the default namespace is none of an attribute's
        (
            "<p:a xmlns='urn:1' xmlns:p='urn:1' x='' p:x=''/>",
            "<{urn:1}p:a ->urn:1 p->urn:1 {}:x=\"\" {urn:1}p:x=\"\"> </p:a>",
        ),
        ("<xml:a/>", "<{http://www.w3.org/XML/1998/namespace}xml:a> </xml:a>"),
    ] {
        assert_eq!(whole(file.as_bytes()).unwrap(), expected, "{file}");
    }
}

#[test]
fn refused() {
    for (file, expected) in REFUSED {
        assert_eq!(refusal(file), *expected, "{}", String::from_utf8_lossy(file));
    }
}

const REFUSED: &[(&[u8], &str)] = &[
    // bytes and encodings
    (b"", "empty@1:1"),
    (b" \n", "empty@2:1"),
    (b"<?xml version='1.0'?>\n", "empty@2:1"),
    (b"<a>\n\xC3(</a>", "not_utf8@2:1"),
    (b"<a>\xED\xA0\x80</a>", "not_utf8@1:4"),
    (b"<a>\xC0\x80</a>", "not_utf8@1:4"),
    (b"<a>\xE1\xBA", "not_utf8@1:4"),
    (b"\xFF\xFE<\0a\0", "encoding@1:1"),
    (b"\xFE\xFF\0<\0a", "encoding@1:1"),
    (b"<\0a\0/\0>\0", "encoding@1:1"),
    (b"\0\0\0<\0\0\0a", "encoding@1:1"),
    (b"<?xml version='1.0' encoding='windows-1258'?><a/>", "encoding@1:1"),
    (b"<?xml version='1.1'?><a/>", "version@1:1"),
    (b"<?xml encoding='UTF-8'?><a/>", "not_well_formed@1:1"),
    (b"<?xml version='1.0'", "not_well_formed@1:1"),
    (b"<a>\0</a>", "character@1:4"),
    (b"<a>\x1B</a>", "character@1:4"),
    (b"<a b='\x0C'/>", "character@1:7"),
    (b"<a>\xEF\xBF\xBE</a>", "character@1:4"),
    (b"<a>&#0;</a>", "character@1:4"),
    (b"<a b='&#x8;'/>", "character@1:7"),
    // what may not stand anywhere
    (b"<!DOCTYPE a><a/>", "dtd@1:1"),
    (b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "dtd@1:1"),
    (b"<a/><!DOCTYPE a>", "dtd@1:5"),
    (b"<!-- x --><a/>", "comment@1:1"),
    (b"<a><!-- x --></a>", "comment@1:4"),
    (b"<a/><!-- x -->", "comment@1:5"),
    (b"<?xml-stylesheet href='x'?><a/>", "processing_instruction@1:1"),
    (b"<a><?php x ?></a>", "processing_instruction@1:4"),
    (b"<a/>\n<?x?>", "processing_instruction@2:1"),
    // before and after the root
    (b" <?xml version='1.0'?><a/>", "leading@1:2"),
    (b"x<a/>", "leading@1:1"),
    (b"<![CDATA[]]><a/>", "leading@1:1"),
    (b"</a>", "leading@1:1"),
    (b"\xEF\xBB\xBF\xEF\xBB\xBF<a/>", "leading@1:1"),
    (b"<a/>x", "trailing@1:5"),
    (b"<a/><b/>", "trailing@1:5"),
    (b"<a/></a>", "trailing@1:5"),
    (b"<a/><![CDATA[]]>", "trailing@1:5"),
    (b"<a/>&#32;", "trailing@1:5"),
    (b"<a/>\0", "character@1:5"),
    (b"<a><?xml version='1.0'?></a>", "not_well_formed@1:4"),
    // ends too early
    (b"<", "truncated@1:1"),
    (b"<a", "truncated@1:1"),
    (b"<a b='></a>", "truncated@1:1"),
    (b"<a>\nx", "truncated@2:2"),
    (b"<a><b></b>", "truncated@1:11"),
    (b"<a></a", "truncated@1:7"),
    (b"<a><", "truncated@1:5"),
    (b"<a><![CDATA[x]]", "truncated@1:13"),
    // tags
    (b"<a></b>", "tag_mismatch@1:4"),
    (b"<a><b></a></b>", "tag_mismatch@1:7"),
    (b"<p:a xmlns:p='urn:p'></q:a>", "tag_mismatch@1:22"),
    (b"<a></A>", "tag_mismatch@1:4"),
    (b"<a></ a>", "name@1:4"),
    (b"<a></a b>", "name@1:4"),
    (b"<a></a/>", "name@1:4"),
    (b"<a></>", "name@1:4"),
    (b"<>", "name@1:2"),
    (b"< a/>", "name@1:2"),
    (b"</>", "leading@1:1"),
    (b"<1/>", "name@1:2"),
    (b"<a:b:c/>", "name@1:2"),
    (b"<:a/>", "name@1:2"),
    (b"<a:/>", "name@1:2"),
    (b"<a:1 xmlns:a='urn:a'/>", "name@1:2"),
    (b"<a/b/>", "name@1:2"),
    (b"<a b:='1'/>", "name@1:4"),
    (b"<a <b='1'/>", "name@1:4"),
    (b"<a ='1'/>", "name@1:4"),
    (b"<a b/>", "not_well_formed@1:5"),
    (b"<a b c='1'/>", "not_well_formed@1:6"),
    (b"<a b=1/>", "not_well_formed@1:6"),
    (b"<a b='1'c='2'/>", "not_well_formed@1:9"),
    (b"<a b='1'/ >", "not_well_formed@1:9"),
    (b"<a / >", "name@1:4"),
    (b"<a b='<'/>", "not_well_formed@1:7"),
    (b"<a b='1' b='2'/>", "duplicate_attribute@1:10"),
    (b"<a xmlns:p='urn:1' xmlns:q='urn:1' p:b='' q:b=''/>", "duplicate_attribute@1:43"),
    (b"<a xmlns='urn:1' xmlns='urn:1'/>", "duplicate_attribute@1:18"),
    (b"<a xmlns:p='urn:1' xmlns:p='urn:2'/>", "duplicate_attribute@1:20"),
    // text
    (b"<a>]]></a>", "not_well_formed@1:4"),
    (b"<a>x]]]></a>", "not_well_formed@1:6"),
    (b"<a>&nbsp;</a>", "entity@1:4"),
    (b"<a b='&nbsp;'/>", "entity@1:7"),
    (b"<a>a & b</a>", "reference@1:6"),
    (b"<a>&amp</a>", "reference@1:4"),
    (b"<a b='&#;'/>", "reference@1:7"),
    (b"<a><![cdata[x]]></a>", "not_well_formed@1:4"),
    (b"<a><!ELEMENT b></a>", "not_well_formed@1:4"),
    // namespaces
    (b"<p:a/>", "unbound_prefix@1:2"),
    (b"<a p:b=''/>", "unbound_prefix@1:4"),
    (b"<a><b xmlns:p='urn:p'/><p:c/></a>", "unbound_prefix@1:25"),
    (b"<xmlns:a/>", "unbound_prefix@1:2"),
    (b"<a xmlns:p=''/>", "namespace@1:4"),
    (b"<a xmlns:xml='urn:x'/>", "namespace@1:4"),
    (b"<a xmlns:xmlns='urn:x'/>", "namespace@1:4"),
    (b"<a xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>", "namespace@1:4"),
    (b"<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "namespace@1:4"),
    (b"<a xmlns='http://www.w3.org/XML/1998/namespace'/>", "namespace@1:4"),
    (b"<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", "namespace@1:4"),
    (b"<a xmlns='http://www.w3.org/2000/xmlns/'/>", "namespace@1:4"),
    (b"<a xmlns:p='relative/uri'/>", "namespace@1:4"),
    (b"<a xmlns:p='http://a/b[c'/>", "namespace@1:4"),
    (b"<a xmlns:p='http://a/b c'/>", "namespace@1:4"),
    (b"<a xmlns:p='http://a/b%2'/>", "namespace@1:4"),
    (b"<a xmlns:p='http://a:b/c'/>", "namespace@1:4"),
    (b"<a xmlns:p='http://a@b@c/'/>", "namespace@1:4"),
    (b"<a xmlns:p='http://a/#b#c'/>", "namespace@1:4"),
    (b"<a xmlns:p='urn:\xe1\xba\xa3'/>", "namespace@1:4"),
    (b"<a xmlns='1:b'/>", "namespace@1:4"),
];

#[test]
fn caps() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let attributes = |count: usize| format!("<a{}/>", (0..count).map(|i| format!(" a{i}=''")).collect::<String>());
    let declared = |count: usize| (0..count).map(|i| format!(" xmlns:p{i}='urn:{i}'")).collect::<String>();
    let in_scope =
        |levels: usize| format!("{}{}", format!("<a{}>", declared(64)).repeat(levels), "</a>".repeat(levels));
    let long = |bytes: usize| format!("<a b='{}'/>", "x".repeat(bytes - "<a b=''/>".len()));
    let uri = |bytes: usize| format!("<a xmlns='urn:{}'/>", "x".repeat(bytes - 4));
    let uris = |count: usize| {
        let one = |i: usize| format!(" xmlns:{}='urn:{}'", char::from(b'a' + i as u8), "x".repeat(1_019));
        format!("<a{}/>", (0..count).map(one).collect::<String>())
    };
    let cap = Limits::STANDARD.tag_bytes;
    for (file, expected) in [
        (nested(64), ""),
        (nested(65), "depth@1:193"),
        (attributes(64), ""),
        (attributes(65), "attribute_count@1:442"),
        (format!("<a{}/>", declared(64)), ""),
        (format!("<a{}/>", declared(65)), "namespace_count@1:1200"),
        (in_scope(4), ""),
        (in_scope(5), "namespace_count@1:4800"),
        (uri(1_024), ""),
        (uri(1_025), "namespace_size@1:4"),
        (uris(16), ""),
        (uris(17), "namespace_size@1:16548"),
        (long(cap), ""),
        (long(cap + 1), "tag_size@1:1"),
        (format!("<a b='{}", "x".repeat(2 * cap)), "tag_size@1:1"),
        (format!("<a></a{}>", " ".repeat(cap)), "tag_size@1:4"),
        // a large text is no large tag
        (format!("<a>{}</a>", "x".repeat(4 * cap)), ""),
        (format!("<a>{}</a>", "<b c=''/>".repeat(cap)), ""),
    ] {
        assert_eq!(refusal(file.as_bytes()), expected, "{:.60}", file);
    }
}

/// Two hundred thousand attributes (SIGNATURES, first section) cost nothing.
#[test]
fn a_flood_of_attributes_is_refused_at_once() {
    let mut file = String::from("<a");
    for i in 0..200_000 {
        write!(file, " a{i}=''").unwrap();
    }
    file.push_str("/>");
    let started = std::time::Instant::now();
    assert!(refusal(file.as_bytes()).starts_with("tag_size"));
    assert!(started.elapsed().as_secs() < 2);
}

/// Cuts fall inside references, line ends, `]]>` and characters, and nothing changes.
#[test]
fn text_of_any_length_is_cut_well() {
    for special in ["&amp;", "&#x10FFFF;", "\r\n", "\r", "]]", "]]]", "ế", "😀", "]]&gt;"] {
        for before in 64 * 1024 - 12..64 * 1024 + 2 {
            let text = format!("{}{special}tail{special}", "x".repeat(before));
            let decoded = format!("{}{}", "x".repeat(before), {
                let plain = match special {
                    "&amp;" => "&",
                    "&#x10FFFF;" => "\u{10FFFF}",
                    "\r\n" | "\r" => "\n",
                    "]]&gt;" => "]]>",
                    other => other,
                };
                format!("{plain}tail{plain}")
            });
            let found = Subtree::parse(format!("<a>{text}</a>").as_bytes(), Limits::STANDARD).unwrap();
            assert_eq!(found.root.text().unwrap(), decoded, "{special:?} after {before}");
            if !special.contains('&') {
                let file = format!("<a><![CDATA[{text}]]></a>");
                let found = Subtree::parse(file.as_bytes(), Limits::STANDARD).unwrap();
                assert_eq!(found.root.text().unwrap(), decoded, "{special:?} after {before} in CDATA");
            }
            let bad = format!("<a>{}]]>{}</a>", "x".repeat(before), "y".repeat(100));
            assert_eq!(refusal(bad.as_bytes()), format!("not_well_formed@1:{}", before + 4));
        }
    }
}

#[test]
fn positions_and_ranges() {
    let file = "\u{FEFF}<?xml version='1.0'?>\n<ă>\r\n  <b x='1'/>ế<c></c\n></ă>\n".as_bytes();
    let mut reader = Reader::new(file, Limits::STANDARD);
    let mut found = Vec::new();
    loop {
        let is_end = matches!(reader.next().unwrap(), Event::Eof);
        let (range, position) = (reader.range(), reader.position());
        assert_eq!(range.start, position.offset);
        let covered = String::from_utf8(file[range.start as usize..range.end as usize].to_vec()).unwrap();
        found.push((position.line, position.column, reader.depth(), covered));
        if is_end {
            break;
        }
    }
    let expected = [
        (2, 1, 1, "<ă>"),
        (2, 4, 1, "\r\n  "),
        (3, 3, 2, "<b x='1'/>"),
        (3, 13, 1, ""),
        (3, 13, 1, "ế"),
        (3, 14, 2, "<c>"),
        (3, 17, 1, "</c\n>"),
        (4, 2, 0, "</ă>"),
        (5, 1, 0, ""),
    ];
    assert_eq!(found, expected.map(|(line, column, depth, text)| (line, column, depth, text.to_owned())));
}

#[test]
fn a_fragment_inherits() {
    let file = b"<r xmlns='urn:r' xmlns:p='urn:p' xml:lang='vi'><p:a p:x=''><b/></p:a></r>";
    let mut outer = Reader::new(&file[..], Limits::STANDARD);
    outer.next().unwrap();
    let context = outer.context();
    assert_eq!(outer.parent_context(), Context::empty());
    outer.next().unwrap();
    assert_eq!(outer.parent_context(), context);
    let begin = outer.position();
    let tree = Subtree::read(&mut outer, 100).unwrap();
    let range = tree.root.range.start as usize..tree.root.range.end as usize;

    let mut inner = Reader::fragment(&file[range.clone()], Limits::STANDARD, context.clone(), begin);
    inner.next().unwrap();
    assert_eq!(inner.position(), begin);
    assert_eq!(Subtree::read(&mut inner, 100).unwrap(), tree);
    assert!(matches!(inner.next(), Ok(Event::Eof)));

    let refuse = |bytes: &[u8]| {
        let fragment = Reader::fragment(bytes, Limits::STANDARD, context.clone(), begin);
        let error = read(fragment).unwrap_err();
        (error.code().name().to_owned(), error.position.offset - begin.offset, error.position.column)
    };
    assert_eq!(refuse(b"<?xml version='1.0'?><a/>"), ("xml.leading".to_owned(), 0, begin.column));
    assert_eq!(refuse(b"\xEF\xBB\xBF<a/>"), ("xml.leading".to_owned(), 0, begin.column));
    assert_eq!(refuse(b"<a/><b/>"), ("xml.trailing".to_owned(), 4, begin.column + 4));
    assert_eq!(refuse(b"<q:a/>"), ("xml.unbound_prefix".to_owned(), 1, begin.column + 1));
}

/// What an element declares ends with it: only ancestors are inherited from.
#[test]
fn siblings_leave_no_context() {
    let file = b"<r xml:lang='vi'><a xmlns:p='urn:p' xml:lang='en'><b xml:space='default'/></a><c/></r>";
    let mut reader = Reader::new(&file[..], Limits::STANDARD);
    let mut contexts = Vec::new();
    loop {
        let name = match reader.next().unwrap() {
            Event::Start(start) => format!("<{}>", start.local()),
            Event::End(end) => format!("</{}>", end.local),
            Event::Eof => break,
            Event::Text(_) => continue,
        };
        let context = reader.context();
        let inherited: Vec<String> = context.xml_attributes().iter().map(|a| a.value.clone()).collect();
        contexts.push(format!("{name} {} {}", inherited.join(","), context.namespaces().len()));
    }
    let expected = [
        "<r> vi 0",
        "<a> vi,en 1",
        "<b> vi,en,default 1",
        "</b> vi,en 1",
        "</a> vi 0",
        "<c> vi 0",
        "</c> vi 0",
        "</r>  0",
    ];
    assert_eq!(contexts, expected);
}

#[test]
fn a_tree_is_read_and_asked() {
    let file = b"<r><m xmlns='urn:m' a='1' xml:id='i'> <x>1</x>\n<y xmlns=''/><x>2<![CDATA[3]]></x></m>rest</r>";
    let mut reader = Reader::new(&file[..], Limits::STANDARD);
    reader.next().unwrap();
    assert!(matches!(reader.next().unwrap(), Event::Start(start) if start.is("urn:m", "m")));
    let tree = Subtree::read(&mut reader, 200).unwrap();
    assert!(matches!(reader.next().unwrap(), Event::Text("rest")));
    let root = &tree.root;
    assert!(root.is("urn:m", "m") && !root.is("", "m"));
    assert_eq!((root.attribute("", "a"), root.attribute(XML_NAMESPACE, "id")), (Some("1"), Some("i")));
    assert_eq!(root.attribute("urn:m", "a"), None);
    assert_eq!(root.children_named("urn:m", "x").map(|x| x.text().unwrap()).collect::<Vec<_>>(), ["1", "23"]);
    assert!(root.child("", "y").is_some() && root.child("urn:m", "y").is_none());
    assert!(root.has_only_elements() && root.text().is_none());
    assert!(!root.child("urn:m", "x").unwrap().has_only_elements());
    assert_eq!(root.descendants().map(|e| e.local.as_str()).collect::<Vec<_>>(), ["m", "x", "y", "x"]);
    let y = root.child("", "y").unwrap();
    assert_eq!(tree.context_of(y).unwrap().namespace(""), Some("urn:m"));
    assert_eq!(tree.context_of(y).unwrap().xml_attributes().len(), 1);
    assert_eq!(tree.context_of(&y.clone()), None);

    let mut reader = Reader::new(&file[..], Limits::STANDARD);
    reader.next().unwrap();
    let error = Subtree::read(&mut reader, 50).unwrap_err();
    assert_eq!(error.code().name(), "xml.subtree_size");
    assert_eq!(Subtree::parse(b"<a>", Limits::STANDARD).unwrap_err().code().name(), "xml.truncated");
    assert_eq!(Subtree::parse(b"<a/>x", Limits::STANDARD).unwrap_err().code().name(), "xml.trailing");
}

#[test]
fn a_spent_reader_stays_at_the_end() {
    let mut reader = Reader::new(&b"<a><b></c>"[..], Limits::STANDARD);
    while reader.next().is_ok() {}
    for _ in 0..3 {
        assert!(matches!(reader.next(), Ok(Event::Eof)));
    }
}

/// An unreadable source is no statement about the file.
#[test]
fn a_failing_source_is_told_apart() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("disk"))
        }
    }
    let source = BufReader::new(std::io::Read::chain(&b"<a>"[..], Failing));
    let error = read(Reader::new(source, Limits::STANDARD)).unwrap_err();
    assert!(matches!(error.fault, Fault::Io(_)));
    assert_eq!(error.code().name(), "hub.internal");
}

#[test]
fn a_tree_has_its_limit_in_nodes() {
    let cap = Limits::STANDARD.tree_nodes;
    for (file, nodes) in [
        (format!("<a>{}</a>", "<b/>".repeat(cap - 1)), cap),
        (format!("<a xmlns:p='urn:p'>{}</a>", "<b c=''/>".repeat((cap - 2) / 2)), cap),
    ] {
        assert_eq!(Subtree::parse(file.as_bytes(), Limits::STANDARD).unwrap().root.nodes(), nodes);
        let more = file.replacen("</a>", "<b/></a>", 1);
        let error = Subtree::parse(more.as_bytes(), Limits::STANDARD).unwrap_err();
        assert_eq!((error.code().name(), error.position.offset), ("xml.subtree_size", 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the bytes are, the reader gives an answer.
    #[test]
    fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..200), inside in any::<bool>()) {
        let mut file = if inside { b"<a>".to_vec() } else { Vec::new() };
        file.extend_from_slice(&bytes);
        let _ = whole(&file);
    }

    /// Documents of our alphabet, mostly broken: xmllint and we agree whether they are well-formed and namespace-well-formed, and the
    /// size of the source's pieces changes neither events nor faults.
    #[test]
    fn xmllint_agrees(file in prop::collection::vec(prop::sample::select(ALPHABET), 0..14).prop_map(|p| p.concat())) {
        let file = format!("<a xmlns:p='urn:p'>{file}</a>");
        let found = whole(file.as_bytes());
        for size in [1, 2, 3, 7, 64] {
            let other = read(Reader::new(BufReader::with_capacity(size, file.as_bytes()), Limits::STANDARD));
            match (&found, &other) {
                (Ok(events), Ok(others)) => prop_assert_eq!(events, others),
                (Err(fault), Err(other)) => {
                    prop_assert_eq!(fault.to_string(), other.to_string());
                    prop_assert_eq!(fault.position, other.position);
                }
                _ => prop_assert!(false, "{:?} in one piece, {:?} in pieces of {}", found, other, size),
            }
        }
        let mut input = tempfile::NamedTempFile::new().unwrap();
        std::io::Write::write_all(&mut input, file.as_bytes()).unwrap();
        let judged = Command::new("xmllint").arg("--nonet").arg("--noout").arg(input.path()).output();
        let judged = judged.expect("xmllint is missing: run `make setup` (Debian: libxml2-utils)");
        let is_clean = judged.status.success() && judged.stderr.is_empty();
        prop_assert_eq!(found.is_ok(), is_clean, "{} {:?} {}", file, found, String::from_utf8_lossy(&judged.stderr));
    }
}

const ALPHABET: &[&str] = &[
    "<b>",
    "</b>",
    "<b/>",
    "<p:c>",
    "</p:c>",
    "<p:c x='1'/>",
    "<q:d/>",
    "<b x='1' x='2'/>",
    "<b x='1' p:x='2'/>",
    "<b xmlns:q='urn:q'>",
    "<b xmlns:q='urn:p' q:x='' p:x=''/>",
    "<b xmlns=''/>",
    "<b xmlns:p=''/>",
    "<b x=\"'>\"/>",
    "<b x='<'/>",
    "<b x='&lt;'/>",
    "<b x='&x;'/>",
    "<b x = '1'\n/>",
    "<b x='1'y='2'/>",
    "text ",
    "văn bản",
    "\r\n",
    "\r",
    "&amp;",
    "&#13;",
    "&#x1F;",
    "&#xD800;",
    "&",
    ";",
    "amp",
    "]",
    "]]>",
    ">",
    "<![CDATA[<&]]>",
    "<![CDATA[",
    "<",
    "</",
    "/>",
    "<văn/>",
    "<1/>",
    "<b:c:d/>",
    "<b :x=''/>",
    "\u{FFFD}",
    "\u{7F}",
    "<b\u{A0}/>",
    "\u{FFFE}",
    "'",
    "\"",
];
