//! Random bare edXML: a small good message, and around it whatever markup the strict reader takes and canonicalizers stumble over.

use crate::support::chance::Chance;

/// A document to be signed. What is not `wild` signxml can sign: it cannot write wild with letters beyond ASCII, and what
/// the Signature inherits, it does not canonicalize.
pub fn random(chance: &mut Chance, wild: bool) -> String {
    let p = *pick(chance, &["edXML:", ""]);
    let root = ["", " xml:lang=\"vi\"", " xml:space=\"preserve\"", " xml:lang=\"vi\" xml:space='default'"];
    let spaces = ["", " xmlns:a=\"urn:a\" xmlns:b=\"urn:b\"", " xmlns:b='urn:b'\n\txmlns:a = \"urn:&#97;\""];
    let inherited = if wild { format!("{}{}", pick(chance, &root), pick(chance, &spaces)) } else { String::new() };
    let attributes = pick(chance, &["", " a=\"&lt;&amp;&#9;&#10;&#13; &gt;\"", " z='\"' y=\"'\""]);
    let open = format!("<edXML xmlns=\"{NS}\" xmlns:edXML=\"{NS}\"{inherited}{attributes}>");
    let declaration =
        *pick(chance, &["", "<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n"]);
    let (subject, extra) = (words(chance), elements(chance, wild, 0));
    let (hidden, attachment, end) =
        (elements(chance, wild, 0), attachment(chance, p), pick(chance, &["", "\n", "\r\n  \t"]));
    let header = header(p, &subject, &extra);
    format!(
        "{declaration}{open}<{p}edXMLEnvelope>{header}<{p}edXMLBody><{p}edXMLManifest version=\"1.0\"><{p}Reference>\
         <{p}ContentId>cid:a</{p}ContentId></{p}Reference></{p}edXMLManifest>{hidden}</{p}edXMLBody></{p}edXMLEnvelope>\
         {attachment}</edXML>{end}"
    )
}

/// A plain document whose attachment is that text.
pub fn with_attachment(base64: &str) -> String {
    let header = header("", "V/v", "");
    format!(
        "<edXML xmlns=\"{NS}\"><edXMLEnvelope>{header}<edXMLBody><edXMLManifest><Reference><ContentId>cid:a</ContentId>\
         </Reference></edXMLManifest></edXMLBody></edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>cid:a</ContentId>\
         <AttachmentName>a</AttachmentName><ContentTransferEncoded>{base64}</ContentTransferEncoded></Attachment>\
         </AttachmentEncoded></edXML>"
    )
}

fn header(p: &str, subject: &str, extra: &str) -> String {
    format!(
        "<{p}edXMLHeader><{p}MessageHeader><{p}From><{p}OrganId>000.00.13.H47</{p}OrganId></{p}From>\
         <{p}To><{p}OrganId>000.00.12.H47</{p}OrganId></{p}To><{p}DocumentId>000.00.13.H47,2026/11/20,12/STC-VP</{p}DocumentId>\
         <{p}Subject>{subject}</{p}Subject>{extra}</{p}MessageHeader></{p}edXMLHeader>"
    )
}

fn attachment(chance: &mut Chance, p: &str) -> String {
    let base64 = pick(chance, &["JVBERi0=", "JVBE\r\nRi0=", " JVBERi0=&#13;\n", "<![CDATA[JVBE]]>Ri0="]);
    format!(
        "<{p}AttachmentEncoded><{p}Attachment><{p}ContentId>cid:a</{p}ContentId><{p}AttachmentName>a</{p}AttachmentName>\
         <{p}ContentTransferEncoded>{base64}</{p}ContentTransferEncoded></{p}Attachment></{p}AttachmentEncoded>"
    )
}

/// Elements without a place in the model, with wildpaces declared, redeclared and undeclared.
fn elements(chance: &mut Chance, wild: bool, depth: usize) -> String {
    let count = chance.below(4) as usize;
    (0..count).map(|_| element(chance, wild, depth)).collect()
}

fn element(chance: &mut Chance, wild: bool, depth: usize) -> String {
    let kinds = if wild { KINDS } else { &KINDS[1..] };
    let (declared, name) = pick(chance, kinds);
    let mut attributes = String::new();
    let known = [
        " xml:lang=\"en\"",
        " b=\"2\"",
        " a='1'",
        " c=\" x\t\r\n y \"",
        " d=\"&#x9;&#xA;&#xD;&#x20;&quot;&apos;\"",
        " e=\"ệ&#x1F600;\"",
        " xml:space=\"default\"",
    ];
    known.iter().filter(|_| chance.below(3) == 0).for_each(|one| attributes.push_str(one));
    if declared.contains("xmlns:a=") && chance.below(2) == 0 {
        attributes.push_str(" a:b=\"prefixed\" ");
    }
    let inside = match depth {
        0..=3 => words(chance) + &elements(chance, wild, depth + 1) + &words(chance),
        _ => words(chance),
    };
    match inside.is_empty() {
        true => format!("<{name}{declared}{attributes}/>"),
        false => format!("<{name}{attributes}{declared}\n>{inside}</{name} >"),
    }
}

fn words(chance: &mut Chance) -> String {
    (0..chance.below(4)).map(|_| *pick(chance, TEXTS)).collect()
}

fn pick<'a, T>(chance: &mut Chance, from: &'a [T]) -> &'a T {
    &from[chance.below(from.len() as u64) as usize]
}

const TEXTS: &[&str] = &[
    "Về việc",
    " ",
    "\r\n",
    "\n\t",
    "\r",
    "&amp;&lt;&gt;&quot;&apos;",
    "\"'",
    ">",
    "&#13;&#xd;",
    "&#x1F600;😀",
    "e\u{302}\u{323}",
    "<![CDATA[<a> & b]]>",
    "<![CDATA[]]>",
    "<![CDATA[\r\n]]>",
    "]]&gt;",
    "\u{85}\u{2028}",
    "\u{fffd}",
];
const NS: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
/// (declarations, name) of an element.
const KINDS: &[(&str, &str)] = &[
    (" xmlns:ả=\"urn:b\"", "ả:chữ"),
    ("", "x"),
    (" xmlns=\"\"", "x"),
    (" xmlns=\"urn:d\"", "x"),
    (" xmlns:a=\"urn:a\"", "a:x"),
    (" xmlns:a=\"urn:other\"", "a:x"),
    (" xmlns:c=\"urn:c\" xmlns:unused=\"urn:u\"", "c:x"),
    (" xmlns:unused=\"http://a@b.c:80/d%20e?f=g;h#i\"", "x"),
    (" xmlns:edXML=\"urn:not-edxml\"", "edXML:x"),
];
