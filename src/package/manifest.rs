//! `META-INF/manifest.xml`: compared with the archive, never believed (SIGNATURES §3).

use std::collections::HashSet;

use super::{Asice, EntryKind, Fault, MIMETYPE, PackageError};

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
        assert!(xml.contains("manifest:full-path=\"a&amp;&lt;&quot;&gt;.pdf\""), "{xml}");
    }
}
