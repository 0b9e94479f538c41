//! `META-INF/manifest.xml`: compared with the archive, never believed (SIGNATURES §3).

use std::collections::HashSet;

use super::{Asice, EntryKind, Fault, MANIFEST_NAME, MIMETYPE, PackageError};
use crate::xml::{Limits, Subtree};

impl Asice {
    /// Reads `META-INF/manifest.xml` and holds [`check_manifest`]. An archive without one passes: that is a finding.
    ///
    /// # Errors
    /// What the entry's reader finds; [`Fault::InflatedTooBig`] above 1 MiB; what [`manifest_paths`] and
    /// [`check_manifest`] refuse.
    pub fn check_manifest(&self) -> Result<(), PackageError> {
        let Some(entry) = self.entry(MANIFEST_NAME) else { return Ok(()) };
        check_manifest(&manifest_paths(&self.read(entry, MANIFEST_MAX_BYTES)?)?, self)
    }
}

/// The full paths of a manifest's file entries, in its order, `/` included (OpenDocument 1.2 part 3 §3.2–3.3).
/// Elements of other names are passed over, as in every file (SIGNATURES §1).
///
/// # Errors
/// [`Fault::Manifest`]: with the code of the XML fault; when the root is no `manifest:manifest`; when a file entry has
/// no full path.
pub fn manifest_paths(xml: &[u8]) -> Result<Vec<String>, PackageError> {
    let fault = || PackageError::new(Fault::Manifest).entry(MANIFEST_NAME);
    let root = Subtree::parse(xml, Limits::STANDARD)
        .map_err(|error| fault().at(error.position.offset).caused_by(error.code()).found(&error))?
        .root;
    if !root.is(NAMESPACE, "manifest") {
        let found = format!("{{{}}}{}", root.namespace.escape_debug(), root.local.escape_debug());
        return Err(fault().at(root.position.offset).expected("manifest:manifest").found(found));
    }
    root.children_named(NAMESPACE, "file-entry")
        .map(|file| {
            let path = file.attribute(NAMESPACE, "full-path").map(str::to_owned);
            path.ok_or_else(|| fault().at(file.position.offset).expected("manifest:full-path"))
        })
        .collect()
}

/// Do the full paths of the manifest's file entries, `/` aside, equal the payload of the archive?
///
/// # Errors
/// [`Fault::ManifestDuplicate`], [`Fault::ManifestExtra`] or [`Fault::ManifestLacks`], with the name.
pub fn check_manifest(paths: &[String], asice: &Asice) -> Result<(), PackageError> {
    compare(paths, asice.of_kind(EntryKind::Payload).map(|entry| entry.name()))
}

/// The manifest for these (name, media type) of payload: OpenDocument 1.2 part 3 §3, one file entry each after the
/// root's.
pub fn manifest_xml<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut xml = String::from(HEAD);
    for (path, media_type) in std::iter::once(("/", MIMETYPE)).chain(files) {
        xml.push_str("  <manifest:file-entry manifest:full-path=\"");
        push_escaped(&mut xml, path);
        xml.push_str("\" manifest:media-type=\"");
        push_escaped(&mut xml, media_type);
        xml.push_str("\"/>\n");
    }
    xml.push_str("</manifest:manifest>\n");
    xml
}

fn compare<'a>(paths: &[String], payload: impl Iterator<Item = &'a str>) -> Result<(), PackageError> {
    let mut listed = HashSet::new();
    for path in paths {
        if !listed.insert(path.as_str()) {
            return Err(PackageError::new(Fault::ManifestDuplicate).entry(path));
        }
    }
    listed.remove("/");
    for name in payload {
        if !listed.remove(name) {
            return Err(PackageError::new(Fault::ManifestLacks).entry(name));
        }
    }
    match paths.iter().find(|path| listed.contains(path.as_str())) {
        Some(extra) => Err(PackageError::new(Fault::ManifestExtra).entry(extra)),
        None => Ok(()),
    }
}

fn push_escaped(xml: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            c => xml.push(c),
        }
    }
}

const NAMESPACE: &str = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
/// 1 MiB: 1,000 file entries of the longest name, escaped, and media type take half of it.
const MANIFEST_MAX_BYTES: u64 = 1 << 20;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_equal_the_payload_or_say_where_not() {
        type Row = (&'static [&'static str], Option<(Fault, &'static str)>);
        let table: [Row; 6] = [
            (&["/", "document.xml", "a.pdf"], None),
            (&["a.pdf", "document.xml"], None),
            (&["/", "/", "document.xml", "a.pdf"], Some((Fault::ManifestDuplicate, "/"))),
            (&["/", "document.xml"], Some((Fault::ManifestLacks, "a.pdf"))),
            (&["document.xml", "a.pdf", "mimetype"], Some((Fault::ManifestExtra, "mimetype"))),
            (&["document.xml", "A.pdf"], Some((Fault::ManifestLacks, "a.pdf"))),
        ];
        for (paths, expected) in table {
            let paths: Vec<String> = paths.iter().map(|&path| path.to_owned()).collect();
            let found = compare(&paths, ["document.xml", "a.pdf"].into_iter()).err();
            let expected = expected.map(|(fault, name)| (fault, Some(name.to_owned())));
            assert_eq!(found.map(|error| (error.fault, error.entry)), expected, "{paths:?}");
        }
    }

    #[test]
    fn names_are_escaped() {
        let xml = manifest_xml([("a&<\">.pdf", "application/pdf")]);
        assert_eq!(manifest_paths(xml.as_bytes()).unwrap(), ["/", "a&<\">.pdf"]);
        assert!(xml.contains("manifest:full-path=\"a&amp;&lt;&quot;&gt;.pdf\""), "{xml}");
    }

    #[test]
    fn manifests_that_are_none() {
        let manifest = |content: &str| format!("<m:manifest xmlns:m='{NAMESPACE}'>{content}</m:manifest>");
        let good = manifest("<m:file-entry m:full-path='a'><m:encryption-data/></m:file-entry><x m:full-path='b'/>");
        assert_eq!(manifest_paths(good.as_bytes()).unwrap(), ["a"]);
        let table = [
            (manifest("<m:file-entry full-path='a'/>"), "package.manifest"),
            (manifest("<!-- a -->"), "xml.comment"),
            ("<manifest/>".to_owned(), "package.manifest"),
            ("<!DOCTYPE a><a/>".to_owned(), "xml.dtd"),
            (manifest("<a>"), "xml.tag_mismatch"),
        ];
        for (xml, code) in table {
            let error = manifest_paths(xml.as_bytes()).unwrap_err();
            assert_eq!((error.code().name(), error.fault), (code, Fault::Manifest), "{xml}");
        }
    }
}
