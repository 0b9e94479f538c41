//! The attacker's pen: makes the mathematics of a changed file right again, so that it is refused for what was changed
//! and not for a stale digest. It believes whatever the file says, as a careless verifier would: any Id anywhere, any
//! URI, any digest, HMAC keyed with the public key.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lienthong::signature::c14n::{Canonicalizer, Method};
use lienthong::xml::{Context, Element, Limits, Subtree};
use openssl::bn::BigNumRef;
use openssl::ecdsa::EcdsaSig;
use openssl::hash::{MessageDigest, hash};
use openssl::md::Md;
use openssl::pkey::{Id, PKey, Private};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;

/// The content of an entry of the container.
pub type Entries<'e> = &'e dyn Fn(&str) -> Option<Vec<u8>>;

/// Every digest and value of every ds:Signature in `xml`, the last first, computed anew with `key`.
pub fn seal(xml: &str, key: &PKey<Private>, entries: Entries<'_>) -> String {
    let count = signatures(&parse(xml).root).len();
    (0..count).rev().fold(xml.to_owned(), |xml, number| seal_one(&xml, number, key, entries))
}

/// The same for a bare file.
pub fn seal_bare(xml: &str, key: &PKey<Private>) -> String {
    seal(xml, key, &|_| None)
}

/// The same for one of its signatures.
pub fn seal_one(xml: &str, number: usize, key: &PKey<Private>, entries: Entries<'_>) -> String {
    let tree = parse(xml);
    let signature = signatures(&tree.root)[number];
    let Some(info) = find(signature, "SignedInfo") else { return xml.to_owned() };
    let mut edits = Vec::new();
    for reference in info.elements().filter(|element| element.local == "Reference") {
        let value = find(reference, "DigestValue");
        if let (Some(value), Some(digest)) = (value, digest(&tree, signature, reference, entries)) {
            edits.push((value.range.clone(), STANDARD.encode(digest)));
        }
    }
    let xml = edited(xml, edits);
    let tree = parse(&xml);
    let signature = signatures(&tree.root)[number];
    let (info, value) = (find(signature, "SignedInfo").unwrap(), find(signature, "SignatureValue"));
    let Some(value) = value else { return xml };
    let (method, prefixes) =
        canonicalization(find(info, "CanonicalizationMethod").into_iter()).unwrap_or((Method::Exclusive10, Vec::new()));
    let octets = octets(&tree, info, method, &prefixes, None);
    let uri = find(info, "SignatureMethod").and_then(|method| method.attribute("", "Algorithm")).unwrap_or_default();
    edited(&xml, vec![(value.range.clone(), STANDARD.encode(signed(uri, &octets, key)))])
}

/// A value over `octets` by the algorithm of that URI, as far as the key can give it.
pub fn signed(uri: &str, octets: &[u8], key: &PKey<Private>) -> Vec<u8> {
    let digest = digest_by(uri);
    if uri.contains("hmac") {
        let secret = PKey::hmac(&key.public_key_to_der().unwrap()).unwrap();
        return openssl::sign::Signer::new(digest, &secret).unwrap().sign_oneshot_to_vec(octets).unwrap();
    }
    let hashed = hash(digest, octets).unwrap();
    if key.id() == Id::EC {
        let ec = key.ec_key().unwrap();
        let value = EcdsaSig::sign(&hashed, &ec).unwrap();
        let field = ec.group().degree().div_ceil(8) as i32;
        return [value.r(), value.s()].iter().flat_map(|n| n.to_vec_padded(field).unwrap()).collect();
    }
    let mut context = PkeyCtx::new(key).unwrap();
    context.sign_init().unwrap();
    context.set_rsa_padding(Padding::PKCS1).unwrap();
    context.set_signature_md(md_by(uri)).unwrap();
    let mut value = Vec::new();
    context.sign_to_vec(&hashed, &mut value).unwrap();
    value
}

/// SignedInfo of the first signature as its value covers it.
pub fn signed_info(xml: &str) -> Vec<u8> {
    let tree = parse(xml);
    octets(&tree, find(&tree.root, "SignedInfo").unwrap(), Method::Exclusive10, &[], None)
}

/// SignatureValue of the first signature as a timestamp covers it.
pub fn stamped(xml: &str) -> Vec<u8> {
    let tree = parse(xml);
    octets(&tree, find(&tree.root, "SignatureValue").unwrap(), Method::Exclusive10, &[], None)
}

/// The value of the first signature, replaced.
pub fn with_value(xml: &str, value: &[u8]) -> String {
    let tree = parse(xml);
    edited(xml, vec![(find(&tree.root, "SignatureValue").unwrap().range.clone(), STANDARD.encode(value))])
}

/// r and s out of numbers, for P-256.
pub fn pair(r: &BigNumRef, s: &BigNumRef) -> Vec<u8> {
    [r, s].iter().flat_map(|n| n.to_vec_padded(32).unwrap()).collect()
}

fn parse(xml: &str) -> Subtree {
    let limits = Limits {
        depth: 1 << 20,
        attributes: 1 << 20,
        uri_bytes: 1 << 20,
        scope_bytes: 1 << 24,
        tree_nodes: usize::MAX,
        declarations: 1 << 20,
        declarations_in_scope: 1 << 20,
        tag_bytes: 1 << 26,
    };
    Subtree::parse(xml.as_bytes(), limits).unwrap()
}

fn signatures(root: &Element) -> Vec<&Element> {
    root.descendants().filter(|element| element.is(DS, "Signature")).collect()
}

fn find<'t>(root: &'t Element, local: &str) -> Option<&'t Element> {
    root.descendants().find(|element| element.local == local)
}

fn digest(tree: &Subtree, signature: &Element, reference: &Element, entries: Entries<'_>) -> Option<Vec<u8>> {
    let transforms: Vec<&Element> = reference.descendants().filter(|element| element.local == "Transform").collect();
    let enveloped =
        transforms.iter().any(|t| t.attribute("", "Algorithm").is_some_and(|uri| uri.ends_with("enveloped-signature")));
    let (method, prefixes) =
        canonicalization(transforms.into_iter().rev()).unwrap_or((Method::Inclusive10, Vec::new()));
    let uri = reference.attribute("", "URI").unwrap_or_default();
    let id = uri.strip_prefix("#xpointer(id('").and_then(|rest| rest.strip_suffix("'))")).or(uri.strip_prefix('#'));
    let skip = enveloped.then_some(signature);
    let octets = match id {
        Some("xpointer(/)") => octets(tree, &tree.root, method, &prefixes, skip),
        Some(id) => octets(tree, by_id(signature, id).or(by_id(&tree.root, id))?, method, &prefixes, skip),
        None if uri.is_empty() => octets(tree, &tree.root, method, &prefixes, skip),
        None => entries(&entry_name(uri))?,
    };
    let algorithm = find(reference, "DigestMethod").and_then(|method| method.attribute("", "Algorithm"));
    Some(hash(digest_by(algorithm.unwrap_or_default()), &octets).unwrap().to_vec())
}

fn by_id<'t>(root: &'t Element, id: &str) -> Option<&'t Element> {
    root.descendants().find(|element| {
        element.attributes.iter().any(|attribute| attribute.local.eq_ignore_ascii_case("id") && attribute.value == id)
    })
}

/// Decoded, without a leading `/`, `./`, query or fragment.
fn entry_name(uri: &str) -> String {
    let uri = uri.split(['?', '#']).next().unwrap_or_default();
    let uri = uri.trim_start_matches("./").trim_start_matches('/').as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < uri.len() {
        let coded = (uri[at] == b'%').then(|| uri.get(at + 1..at + 3)).flatten();
        let byte = coded.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        out.push(byte.unwrap_or(uri[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn canonicalization<'t>(mut methods: impl Iterator<Item = &'t Element>) -> Option<(Method, Vec<String>)> {
    methods.find_map(|element| {
        let uri = element.attribute("", "Algorithm")?;
        let bare = uri.strip_suffix("#WithComments").or(uri.strip_suffix("WithComments")).unwrap_or(uri);
        let list = find(element, "InclusiveNamespaces").and_then(|list| list.attribute("", "PrefixList"));
        let prefixes = list.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
        Some((Method::from_uri(bare)?, prefixes))
    })
}

fn octets(tree: &Subtree, target: &Element, method: Method, prefixes: &[String], skip: Option<&Element>) -> Vec<u8> {
    let inherited: Context = tree.context_of(target).unwrap();
    let prefixes: Vec<&str> = prefixes.iter().map(String::as_str).collect();
    let mut out = Vec::new();
    let mut canonicalizer = Canonicalizer::new(method, &prefixes, &inherited, |piece| out.extend_from_slice(piece));
    canonicalizer.element(target, &|element| skip.is_some_and(|skipped| std::ptr::eq(skipped, element)));
    canonicalizer.finish();
    out
}

fn digest_by(uri: &str) -> MessageDigest {
    let named = |name: &str| uri.to_ascii_lowercase().contains(name);
    match () {
        () if named("md5") => MessageDigest::md5(),
        () if named("sha1") => MessageDigest::sha1(),
        () if named("sha224") => MessageDigest::sha224(),
        () if named("sha384") => MessageDigest::sha384(),
        () if named("sha512") => MessageDigest::sha512(),
        () if named("sha3-256") => MessageDigest::sha3_256(),
        () => MessageDigest::sha256(),
    }
}

fn md_by(uri: &str) -> &'static openssl::md::MdRef {
    let named = |name: &str| uri.to_ascii_lowercase().contains(name);
    match () {
        () if named("md5") => Md::md5(),
        () if named("sha1") => Md::sha1(),
        () if named("sha224") => Md::sha224(),
        () if named("sha384") => Md::sha384(),
        () if named("sha512") => Md::sha512(),
        () => Md::sha256(),
    }
}

/// The elements at these ranges get these texts as their content.
fn edited(xml: &str, mut edits: Vec<(std::ops::Range<u64>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = xml.to_owned();
    for (range, text) in edits.into_iter().rev() {
        let (start, end) = (range.start as usize, range.end as usize);
        let element = &out[start..end];
        let name: &str = element[1..].split([' ', '>', '/', '\n', '\t', '\r']).next().unwrap();
        let open = element[..=element.find('>').unwrap()].trim_end_matches("/>").trim_end_matches('>');
        let whole = format!("{open}>{text}</{name}>");
        out.replace_range(start..end, &whole);
    }
    out
}

pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
